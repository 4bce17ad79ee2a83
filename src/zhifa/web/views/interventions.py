"""The register of insiders who ask about or meddle with a case: entered by officers, read by supervisors alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.interventions import WAYS, Meddling, enter_intervention, handle_intervention
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.interventions import InterventionRead, intervention, interventions, may_judge
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.exports import export
from zhifa.web.personnel_pages import form_view, long_text
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "interventions"
MOST = 20_000
HEAD = ("案号", "机关", "干预、过问的人", "单位和职务", "方式", "内容", "答复", "发生", "登记", "登记人", "处理")
COLUMNS = (
    vm.Column(label="干预、过问的人", kind="main"), vm.Column(label="方式", kind="short"),
    vm.Column(label="案号", kind="short"), vm.Column(label="机关", kind="short"),
    vm.Column(label="登记人", kind="short"), vm.Column(label="发生", kind="date"),
    vm.Column(label="处理", kind="short"),
)  # fmt: skip
LEAD = "内部人员过问、干预案件的，由承办人如实登记；只有监督人员和登记人本人看得到，本机关负责人看不到。"


def _row(one: InterventionRead) -> vm.Row:
    return vm.Row(
        href=reverse("intervention", args=[one.id]),
        cells=(
            vm.Cell(text=one.who or "（已依法清除）", sub=one.post), vm.Cell(text=one.way),
            vm.Cell(text=one.case_number), vm.Cell(text=one.organ), vm.Cell(text=one.entered_name),
            vm.Cell(on=one.happened_on),
            vm.Cell(text="已处理" if one.handled_on else "待处理", level="none" if one.handled_on else "yellow"),
        ),
    )  # fmt: skip


def _exported(visitor: Visitor) -> Iterator[tuple[object, ...]]:
    after: tuple[date, str] | None = None
    for _ in range(MOST // 500):
        lines, more = interventions(visitor.person, visitor.day, after=after, limit=500)
        for one in lines:
            yield (one.case_number, one.organ, one.who, one.post, one.way, one.content, one.response, one.happened_on,
                   one.entered_on, one.entered_name, one.handling)  # fmt: skip
        if not more:
            return
        after = (lines[-1].entered_on, lines[-1].id)


def _after(request: HttpRequest) -> tuple[date, str] | None:
    day, _, last = str(request.GET.get("after", "")).partition("_")
    try:
        return (date.fromisoformat(day), last) if last else None
    except ValueError:
        return None


@require_safe
@signed_in("intervention.read")
def register(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The entries one may see."""
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export("内部人员干预过问案件登记", HEAD, _exported(visitor), form)
    place = reverse(HERE)
    lines, more = interventions(visitor.person, visitor.day, after=_after(request))
    following = urlencode({"after": f"{lines[-1].entered_on}_{lines[-1].id}"}) if more else ""
    page = vm.ListPage(
        title="内部人员干预、过问案件登记", lead=LEAD,
        actions=(vm.Action(label="登记", href=reverse("intervention_new"), primary=True),)
        if visitor.may("intervention.enter") else (),
        table=vm.TableView(
            caption="干预登记", columns=COLUMNS, rows=tuple(map(_row, lines)),
            pager=vm.Pager(shown=f"本页 {len(lines)} 条", next=f"{place}?{following}" if more else "",
                           first=place if _after(request) else ""),
            exports=tuple(vm.Action(label=f.upper(), href=f"{place}?format={f}", download=True)
                          for f in ("csv", "xlsx")) if lines else (),
            empty=vm.Empty(what="没有您可以看到的登记", how="有人过问、干预案件的，承办人在这里登记。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("intervention.enter")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Enter that somebody asked about or meddled with a case."""
    typed: Typed = typed_of(request) if request.method == "POST" else {"case": str(request.GET.get("case", ""))[:60]}
    refused: Refusal | None = None
    if request.method == "POST":
        on = read_day(typed, "happened_on", "发生日期")
        done: str | Refusal = on if isinstance(on, Refusal) else enter_intervention(
            Meddling(typed.get("case", ""), typed.get("who", ""), typed.get("post", ""), typed.get("way", ""),
                     typed.get("content", ""), typed.get("response", ""), on),
            actor=visitor.actor,
        )  # fmt: skip
        if not isinstance(done, Refusal):
            messages.success(request, "已登记；只有监督人员和您本人看得到")
            return HttpResponseRedirect(reverse("intervention", args=[done]), status=303)
        refused = done
    page = vm.FormPage(
        title="登记干预、过问", lead=LEAD,
        form=admin_forms.form(
            code="intervention", title="登记", verb="登记", action=reverse("intervention_new"), refused=refused,
            fields=[
                admin_forms.text("case", "案号", typed.get("case", "")),
                admin_forms.day("happened_on", "发生日期", typed.get("happened_on", str(visitor.day))),
                admin_forms.text("who", "干预、过问的人", typed.get("who", "")),
                admin_forms.text("post", "单位和职务", typed.get("post", "")),
                admin_forms.choice("way", "方式", [(w, w) for w in WAYS], typed.get("way", "")),
                long_text("content", "内容", typed.get("content", ""), hint="说了什么、要求怎样处理"),
                long_text("response", "怎样答复", typed.get("response", ""), required=False),
            ],
        ),
        back=vm.Action(label="干预登记", href=reverse(HERE)),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


@require_safe
@signed_in("intervention.read")
def entry(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One entry; supervisors say here what they did about it."""
    found = intervention(key, visitor.person, visitor.day)
    if found is None:
        return missing(request, visitor, to=(HERE, "看干预登记"))
    judging = may_judge(visitor.person, found.path, visitor.day) and found.handled_on is None
    rows = (
        ("干预、过问的人", found.who), ("单位和职务", found.post), ("方式", found.way), ("内容", found.content),
        ("怎样答复", found.response), ("发生", show_date(found.happened_on)), ("登记", show_date(found.entered_on)),
        ("登记人", found.entered_name),
        ("处理", f"{found.handling}（{show_date(found.handled_on)}）" if found.handled_on else "待监督机构处理"),
    )  # fmt: skip
    page = vm.RecordPage(
        title="干预、过问登记", lead=f"{found.organ} · {found.case_number}",
        actions=(
            *((vm.Action(label="登记处理", href=reverse("intervention_handle", args=[key]), primary=True),)
              if judging else ()),
            vm.Action(label="打开案件", href=reverse("case", args=[found.case_id])),
        ),
        back=vm.Action(label="干预登记", href=reverse(HERE)),
        facts=(vm.FactGroup(title="登记", rows=tuple(vm.FactRow(label=a, value=b) for a, b in rows if b)),),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("intervention.judge")
def handle(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """What the supervising body did about an entry."""
    found = intervention(key, visitor.person, visitor.day)
    if found is None or not may_judge(visitor.person, found.path, visitor.day):
        return missing(request, visitor, to=(HERE, "看干预登记"))

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        return vm.FormPage(
            title="登记处理", lead=f"{found.organ} · {found.case_number}",
            form=admin_forms.form(
                code="intervention-handle", title="登记处理", verb="登记", refused=refused,
                action=reverse("intervention_handle", args=[key]),
                fields=[long_text("handling", "处理情况", typed.get("handling", ""))],
            ),
            back=vm.Action(label="回到登记", href=reverse("intervention", args=[key])),
        )  # fmt: skip

    return form_view(
        request, visitor, known={}, build=build, done="处理已登记", to=reverse("intervention", args=[key]), here=HERE,
        do=lambda typed: handle_intervention(key, handling=typed.get("handling", ""), actor=visitor.actor),
    )  # fmt: skip


URLS = [
    path("oversight/interventions", register, name="interventions"),
    path("oversight/interventions/new", new, name="intervention_new"),
    path("oversight/interventions/<str:key>", entry, name="intervention"),
    path("oversight/interventions/<str:key>/handle", handle, name="intervention_handle"),
]
