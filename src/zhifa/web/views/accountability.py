"""Accountability: who was made to answer for unlawful enforcement, in which way, decided by whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.accountability import LiabilityEntry, kinds, levels, record_liability, strike_liability
from zhifa.acts.liability_paper import liability_paper
from zhifa.core.permission import may
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.accountability import (
    LiabilityRead,
    liabilities,
    liability,
    liability_counts,
)
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.exports import export
from zhifa.web.marks import law_mark
from zhifa.web.paper_file import FORMS, paper_file
from zhifa.web.personnel_pages import chosen_organ, form_view, long_text, organ_choices, staff_of
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "liabilities"
MOST = 20_000
HEAD = ("机关", "人员", "责任", "方式", "事由", "案号", "决定机关", "决定日期", "文件", "撤回")
COLUMNS = (
    vm.Column(label="被追究的人员（机关）", kind="main"), vm.Column(label="方式", kind="short"),
    vm.Column(label="责任", kind="short"), vm.Column(label="案号", kind="short"), vm.Column(label="决定机关"),
    vm.Column(label="决定日期", kind="date"), vm.Column(label="情况"),
)  # fmt: skip


def _row(one: LiabilityRead) -> vm.Row:
    return vm.Row(
        href=reverse("liability", args=[one.id]),
        quiet=bool(one.struck),
        cells=(
            vm.Cell(text=one.name or one.organ, sub=one.organ if one.name else "机关"), vm.Cell(text=one.kind),
            vm.Cell(text=one.level), vm.Cell(text=one.case_number), vm.Cell(text=one.decided_by, sub=one.document),
            vm.Cell(on=one.decided_on), vm.Cell(text="已撤回" if one.struck else ""),
        ),
    )  # fmt: skip


def _exported(visitor: Visitor) -> Iterator[tuple[object, ...]]:
    after: tuple[date, str] | None = None
    for _ in range(MOST // 500):
        lines, more = liabilities(reach=visitor.reach("liability.read"), after=after, limit=500)
        for one in lines:
            yield (one.organ, one.name, one.level, one.kind, one.reason, one.case_number, one.decided_by,
                   one.decided_on, one.document, one.struck)  # fmt: skip
        if not more:
            return
        after = (lines[-1].decided_on, lines[-1].id)


def _after(request: HttpRequest) -> tuple[date, str] | None:
    day, _, last = str(request.GET.get("after", "")).partition("_")
    try:
        return (date.fromisoformat(day), last) if last else None
    except ValueError:
        return None


@require_safe
@signed_in("liability.read")
def all_liabilities(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Entries of the organs one may see."""
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export("责任追究", HEAD, _exported(visitor), form)
    reach, place = visitor.reach("liability.read"), reverse(HERE)
    lines, more = liabilities(reach=reach, after=_after(request))
    following = urlencode({"after": f"{lines[-1].decided_on}_{lines[-1].id}"}) if more else ""
    said = "、".join(f"{kind} {number}" for kind, number in liability_counts(reach=reach))
    page = vm.ListPage(
        title="责任追究",
        lead=said or "违法、不当执法由谁承担什么责任、以什么方式追究。每个案件谁办理、审核、批准，见案件的责任清单。",
        actions=(
            *((vm.Action(label="登记", href=reverse("liability_new"), primary=True),)
              if visitor.may("liability.record") else ()),
            vm.Action(label="责任清单", href=reverse("responsibilities")),
        ),
        table=vm.TableView(
            caption="责任追究", columns=COLUMNS, rows=tuple(map(_row, lines)),
            pager=vm.Pager(shown=f"本页 {len(lines)} 条", next=f"{place}?{following}" if more else "",
                           first=place if _after(request) else ""),
            exports=tuple(vm.Action(label=f.upper(), href=f"{place}?format={f}", download=True)
                          for f in ("csv", "xlsx")) if lines else (),
            empty=vm.Empty(what="还没有责任追究的登记", how="有权机关作出决定以后，由监督机构登记。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("liability.record")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Record what was decided about somebody of an organ."""
    organ = chosen_organ(request, visitor, "liability.record")
    if organ is None:
        return missing(request, visitor)
    place = f"{reverse('liability_new')}?{urlencode({'organ': organ.code})}"
    typed: Typed = typed_of(request)
    refused: Refusal | None = None
    if request.method == "POST":
        on = read_day(typed, "decided_on", "决定日期")
        done: str | Refusal = on if isinstance(on, Refusal) else record_liability(
            LiabilityEntry(
                organ.code, typed.get("kind", ""), typed.get("reason", ""), typed.get("decided_by", ""), on,
                person=typed.get("person", ""), level=typed.get("level", ""),
                case_number=typed.get("case_number", ""), document=typed.get("document", ""),
            ),
            actor=visitor.actor,
        )  # fmt: skip
        if not isinstance(done, Refusal):
            messages.success(request, "责任追究已登记")
            return HttpResponseRedirect(reverse("liability", args=[done]), status=303)
        refused = done
    staff = staff_of(organ.path, visitor)
    people = [("", "机关本身"), *((one.person.id, f"{one.person.name} {one.post}".strip()) for one in staff)]
    ways = [(str(k.data["title"]), f"{k.data['title']}（{'人员' if k.data['of'] == 'person' else '机关'}）")
            for k in kinds(visitor.day)]  # fmt: skip
    grades = [(str(one.data["title"]), str(one.data["title"])) for one in levels(visitor.day)]
    page = vm.FormPage(
        title="登记责任追究", lead=organ.name,
        form=admin_forms.form(
            code="liability", title="责任追究", verb="登记", action=place, refused=refused,
            note="只登记有权机关已经作出的决定；方式只列读过的条文写明的几种。",
            fields=[
                admin_forms.choice("person", "被追究的人员", people, typed.get("person", ""), required=False),
                admin_forms.choice("level", "承担的责任", [("", "不适用"), *grades], typed.get("level", ""),
                                   required=False),
                admin_forms.choice("kind", "追究方式", ways, typed.get("kind", "")),
                admin_forms.text("case_number", "涉及的案件（案号）", typed.get("case_number", ""), required=False),
                long_text("reason", "事由", typed.get("reason", "")),
                admin_forms.text("decided_by", "决定机关", typed.get("decided_by", "")),
                admin_forms.day("decided_on", "决定日期", typed.get("decided_on", "")),
                admin_forms.text("document", "文件和文号", typed.get("document", ""), required=False),
            ],
        ),
        table=None,
        back=vm.Action(label="责任追究", href=reverse(HERE)),
        organs=organ_choices(visitor, "liability.record", reverse("liability_new"), organ.code),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


@require_safe
@signed_in("liability.read")
def one_liability(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One entry, with the article that names the way and the case it is about."""
    found = liability(key, reach=visitor.reach("liability.read"))
    if found is None:
        return missing(request, visitor, to=(HERE, "看责任追究"))
    kind = next((one for one in kinds(visitor.day) if one.data["title"] == found.kind), None)
    links = []
    if found.case_id and visitor.may("case.read"):
        links.append(vm.Action(label="打开案件", href=reverse("case", args=[found.case_id])))
        links.append(vm.Action(label="本案责任清单", href=reverse("responsibility", args=[found.case_id])))
    links += [
        vm.Action(label=form.upper(), href=reverse("liability_file", args=[key, form]), download=True)
        for form in ("docx", "pdf")
    ]
    if may(visitor.person, "liability.record", found.path, visitor.day) is None and not found.struck:
        links.append(vm.Action(label="撤回登记", href=reverse("liability_strike", args=[key])))
    rows = (
        ("机关", found.organ), ("人员", found.name or "机关本身"), ("责任", found.level), ("方式", found.kind),
        ("事由", found.reason), ("案号", found.case_number), ("决定机关", found.decided_by),
        ("决定日期", show_date(found.decided_on)), ("文件", found.document), ("已撤回", found.struck),
    )  # fmt: skip
    page = vm.RecordPage(
        title=f"{found.name or found.organ}：{found.kind}", lead=found.organ, actions=tuple(links),
        back=vm.Action(label="责任追究", href=reverse(HERE)),
        verdicts=(vm.Verdict(level="none", word=found.kind, why=found.reason,
                             law=law_mark(kind.cite, status=kind.status) if kind else None),),
        facts=(vm.FactGroup(title="登记", rows=tuple(vm.FactRow(label=a, value=b) for a, b in rows if b)),),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_safe
@signed_in("liability.read")
def liability_file(request: HttpRequest, visitor: Visitor, key: str, form: str) -> HttpResponse:
    """One entry as its paper."""
    found = liability(key, reach=visitor.reach("liability.read"))
    paper = liability_paper(found) if found and form in FORMS else None
    if found is None or paper is None:
        return missing(request, visitor, to=(HERE, "看责任追究"))

    def place(form: str) -> str:
        return reverse("liability_file", args=[key, form])

    name = f"{paper.title}-{found.name or found.organ}"
    return paper_file(request, visitor, paper, form, name=name, here=HERE, place=place)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("liability.record")
def strike(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Take an entry back, with the reason."""
    found = liability(key, reach=visitor.reach("liability.record"))
    if found is None or found.struck:
        return missing(request, visitor, to=(HERE, "看责任追究"))

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        return vm.FormPage(
            title="撤回登记", lead=f"{found.name or found.organ}：{found.kind}",
            form=admin_forms.form(
                code="liability-strike", title="撤回登记", verb="撤回", refused=refused,
                action=reverse("liability_strike", args=[key]),
                fields=[admin_forms.text("reason", "理由", typed.get("reason", ""))],
            ),
            back=vm.Action(label="回到登记", href=reverse("liability", args=[key])),
        )  # fmt: skip

    return form_view(
        request, visitor, known={}, build=build, done="登记已撤回", to=reverse("liability", args=[key]), here=HERE,
        do=lambda typed: strike_liability(key, reason=typed.get("reason", ""), actor=visitor.actor),
    )  # fmt: skip


URLS = [
    path("oversight/liabilities", all_liabilities, name="liabilities"),
    path("oversight/liabilities/new", new, name="liability_new"),
    path("oversight/liabilities/<str:key>", one_liability, name="liability"),
    path("oversight/liabilities/<str:key>/file.<str:form>", liability_file, name="liability_file"),
    path("oversight/liabilities/<str:key>/strike", strike, name="liability_strike"),
]
