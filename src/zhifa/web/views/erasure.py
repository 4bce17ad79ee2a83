"""For the security administrator: erase what a case says of persons, once the law asks for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.erasure import erase_person
from zhifa.acts.work import context
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.erasure import ErasureRead, erasable_case
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, choice, form, text, typed_of
from zhifa.web.marks import law_mark
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

LEAD = (
    "清除以后，姓名、证件号、住址等内容和文书正文不再存在，谁也恢复不了；"
    "办过哪些步骤、文号、日期、金额仍在，日志仍能核验。备份中的旧内容要按备份制度另行销毁。"
)


def _read(number: str, visitor: Visitor) -> ErasureRead | None:
    vocabulary = context().book.vocabulary
    return erasable_case(number, reach=visitor.reach("person.erase"), vocabulary=vocabulary) if number else None


def _table(found: ErasureRead | None, number: str) -> vm.TableView:
    """What there is to erase, by kind; the values themselves are not shown."""
    href = reverse("erasure")
    what, how = (
        (f"没有查到“{number}”", "写完整的案号；别的单位的案件查不到。")
        if number and found is None
        else ("没有可以清除的个人信息", "这个案件已经清除过，或者从来没有记录个人信息。")
        if found
        else ("先写案号", "这里列出案件中有哪几类个人信息、各有多少处，不显示内容。")
    )
    return vm.TableView(
        caption="完整案号",
        columns=(
            vm.Column(label="内容", kind="main"),
            vm.Column(label="处数", kind="number"),
            vm.Column(label="不能清除", kind="number"),
        ),
        rows=tuple(
            vm.Row(
                href=reverse("erasure_case", args=[found.id]),
                cells=(
                    vm.Cell(text=kind.label),
                    vm.Cell(text=str(kind.count)),
                    vm.Cell(text=f"{kind.held} 处在保存期内" if kind.held else ""),
                ),
            )
            for kind in found.kinds
        )
        if found
        else (),
        query=number,
        query_href=href,
        filters=subjects("erasure"),
        empty=vm.Empty(what=what, how=how),
    )


def subjects(here: str) -> tuple[vm.Filter, ...]:
    """Of whom something can be erased: the persons of a case, or who worked with the system."""
    places = (("案件里的人", "erasure"), ("工作人员", "erasure_people"))
    return tuple(vm.Filter(label=label, href=reverse(name), here=name == here) for label, name in places)


def _about(found: ErasureRead) -> str:
    until = f"，{show_date(found.closed_on)} 结案" if found.closed_on else "，还没有结案"
    return f"{found.number} · {found.organ} · {show_date(found.opened_on)} 建立{until}"


@never_cache
@require_safe
@signed_in("person.erase")
def erasure(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Find a case by its number and see what could be erased."""
    number = str(request.GET.get("q", "")).strip()[:80]
    found = _read(number, visitor)
    ready = found is not None and found.going > 0
    page = vm.ListPage(
        title="清除个人信息",
        lead=_about(found) if found else LEAD,
        actions=(
            vm.Action(label=f"清除这 {found.going} 处", href=reverse("erasure_case", args=[found.id]), primary=True),
        )
        if found and ready
        else (),
        table=_table(found, number),
    )
    return show_page(request, page, shell=shell(request, visitor, "erasure"))


def grounds(visitor: Visitor) -> list[tuple[str, str]]:
    """The grounds the law knows, each with its article."""
    entries = context().rules(visitor.day).entries("erasure_ground").values()
    return [(entry.cite, f"{entry.data['title']}（{law_mark(entry.cite).label}）") for entry in entries]


def _submit(typed: Typed, found: ErasureRead, visitor: Visitor) -> Refusal | int:
    """How many values are gone; the number is typed once more, so that no wrong case is emptied."""
    if typed.get("basis") not in {cite for cite, _ in grounds(visitor)}:
        return Refusal("bad_input", "请选择依据", "没有列出的情形，不能清除", missing=("basis",))
    if typed.get("number") != found.number:
        return Refusal("bad_input", "案号和这个案件不一致", "照抄上面的案号，确认没有找错案件", missing=("number",))
    done = erase_person(found.id, reason=typed.get("reason", ""), basis=typed["basis"], actor=visitor.actor)
    return done if isinstance(done, Refusal) else done.values


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("person.erase")
def erasure_case(request: HttpRequest, visitor: Visitor, case_id: str) -> HttpResponse:
    """Erase the personal values of one case, with ground, reason and the number typed again."""
    found = _read(case_id, visitor)
    if found is None or found.id != case_id:
        return missing(request, visitor, "没有这个案件，或者它不在您的权限范围内。")
    typed, refused = typed_of(request), None
    if request.method == "POST":
        done = _submit(typed, found, visitor)
        if isinstance(done, int):
            messages.success(request, f"{found.number} 的 {done} 项个人信息已清除")
            return HttpResponseRedirect(f"{reverse('erasure')}?{urlencode({'q': found.number})}", status=303)
        refused = done
    what = "、".join(f"{kind.label} {kind.count - kind.held} 处" for kind in found.kinds if kind.count > kind.held)
    running = "" if found.closed_on else "这个案件还没有结案，清除后不知道当事人是谁，没法继续办理。"
    held = f"另有 {found.held} 处在保存期或者救济期内，留着不动。" if found.held else ""
    fields = [
        choice("basis", "依据", grounds(visitor), typed.get("basis", "")),
        text("reason", "理由", typed.get("reason", ""), hint="写入日志并长期保存，不要写个人信息"),
        text("number", "再写一遍案号", typed.get("number", ""), hint=f"照抄 {found.number}"),
    ]
    page = vm.FormPage(
        title=f"清除 {found.number} 的个人信息",
        lead=_about(found),
        form=form(
            code="erase", title="清除", verb="清除", refused=refused, fields=fields,
            action=reverse("erasure_case", args=[case_id]),
            note=f"将清除：{what or '没有'}。{held}{running}{LEAD}",
        ),
        back=vm.Action(label="不清除，返回", href=reverse("erasure")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "erasure"), status=422 if refused else 200)


URLS = [
    path("erasure", erasure, name="erasure"),
    path("erasure/<str:case_id>", erasure_case, name="erasure_case"),
]
