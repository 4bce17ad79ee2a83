"""The yearly plan of supervision: what is to be looked at, what was, and the report on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.supervising import span
from zhifa.acts.supervision_planning import (
    PLAN,
    Carried,
    adopt_supervision_plan,
    carried_out,
    plan_rule,
    report_supervision_plan,
)
from zhifa.acts.supervision_report import Reporter, plan_report
from zhifa.core.permission import may
from zhifa.core.planning import Item, Plan, item_name
from zhifa.core.values import Refusal
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import OrganRead
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.exports import export
from zhifa.web.marks import law_mark
from zhifa.web.paper_file import FORMS, paper_file
from zhifa.web.plan_forms import (
    Chosen,
    PlanDesk,
    asked_year,
    chosen_plan,
    item_page,
    simple_page,
    strike_page,
    to_plan,
    typed_document,
    year_filters,
)
from zhifa.web.plan_table import months
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "supervision_plan"
HEAD = ("项目", "种类", "监督内容", "监督对象", "月份", "承办", "计划次数", "已开展", "已结案", "状态")
COLUMNS = (
    vm.Column(label="监督内容和对象", kind="main"), vm.Column(label="种类", kind="short"),
    vm.Column(label="月份", kind="short"), vm.Column(label="计划", kind="number"),
    vm.Column(label="已开展", kind="number"), vm.Column(label="进度", kind="part"), vm.Column(label="情况"),
)  # fmt: skip


DESK = PlanDesk(PLAN, HERE, "删去的项目编号不再使用，已经执行它的监督案件仍然记在它名下。", "例如并入专项监督")


def choose(request: HttpRequest, visitor: Visitor, year: int | None = None) -> Chosen | None:
    """The plan asked for, of one's own organ where none is named; None out of reach."""
    code = str(request.GET.get("organ", "")) or visitor.organ.code
    organ = next((one for one in organs(reach=("",)) if one.code == code), None)
    if organ is None or not _reads(visitor, organ):
        return None
    return chosen_plan(DESK, organ, visitor, lambda _: year or asked_year(request) or visitor.day.year)


def _reads(visitor: Visitor, organ: OrganRead) -> bool:
    """A supervisor reads the plan of the own body, and of those within the reach."""
    return may(visitor.person, "supervision.read", organ.path, visitor.day) is None


def _state(one: Carried, plan: Plan) -> tuple[vm.Level, str]:
    planned = _count(one.item)
    if one.item in plan.pending:
        return "blue", "待批准"
    if one.begun >= planned:
        return "none", "已完成" if one.closed >= planned else "已开展，还没有全部结案"
    return "none", f"差 {planned - one.begun} 次"


def _count(item: Item) -> int:
    said = item.facts.get("oversight.plan_count")
    return said if isinstance(said, int) else 0


def _row(chosen: Chosen, one: Carried) -> vm.Row:
    item, (level, word) = one.item, _state(one, chosen.plan)
    open_it = chosen.href("supervision_plan_item", chosen.plan.year, item.number)
    return vm.Row(
        href=open_it if chosen.editing else chosen.home,
        cells=(
            vm.Cell(text=f"{item.number}. {item.text('oversight.plan_subject')}",
                    sub=item.text("oversight.plan_objects")),
            vm.Cell(text=item.text("oversight.plan_kind")), vm.Cell(text=months(item)),
            vm.Cell(text=f"{_count(item):,}"),
            vm.Cell(text=f"{one.begun:,}", sub=f"结案 {one.closed}" if one.begun else ""),
            vm.Cell(part=(one.begun, _count(item))), vm.Cell(text=word, level=level),
        ),
    )  # fmt: skip


def _export_rows(chosen: Chosen, lines: tuple[Carried, ...]) -> list[tuple[object, ...]]:
    return [
        (item_name(chosen.plan.year, one.item.number), one.item.text("oversight.plan_kind"),
         one.item.text("oversight.plan_subject"), one.item.text("oversight.plan_objects"), months(one.item),
         one.item.text("oversight.plan_lead"), _count(one.item), one.begun, one.closed, _state(one, chosen.plan)[1])
        for one in lines
    ]  # fmt: skip


def _actions(chosen: Chosen) -> tuple[vm.Action, ...]:
    plan, made = chosen.plan, []
    if chosen.adopting and plan.pending and plan.drafted:
        made.append(vm.Action(label="批准计划", href=chosen.href("supervision_plan_adopt", plan.year), primary=True))
    if chosen.editing:
        made.append(
            vm.Action(label="列入监督项目", href=chosen.href("supervision_plan_item_new", plan.year), primary=not made)
        )
        if plan.adoption and plan.drafted:
            made.append(vm.Action(label="立监督案件", href=reverse("supervise_whom")))
            made.append(vm.Action(label="报告执行情况", href=chosen.href("supervision_plan_report", plan.year)))
    if plan.drafted:
        made += [
            vm.Action(label=f"报告 {form.upper()}", href=chosen.href("supervision_plan_file", plan.year, form),
                      download=True)
            for form in ("docx", "pdf")
        ]  # fmt: skip
    return tuple(made)


def _state_of(chosen: Chosen) -> str:
    """How far the plan has come, in one line."""
    adoption = chosen.plan.adoption
    if adoption is None:
        return "还没有批准" if chosen.plan.drafted else "还没有列入项目"
    told = f"，{adoption.filed_on} 向{adoption.filed_with}报告执行情况" if adoption.filed_on else ""
    return f"{adoption.document}，{adoption.on} 批准{told}"


@require_safe
@signed_in("supervision.read")
def supervision_plan(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The items of a plan beside the cases of supervision that carry them out."""
    chosen = choose(request, visitor)
    if chosen is None:
        return missing(request, visitor)
    lines = carried_out(chosen.organ.code, chosen.plan)
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export(f"{chosen.plan.year}年度监督计划", HEAD, _export_rows(chosen, lines), form)
    rule = plan_rule(visitor.day)
    law = law_mark(rule.cite, status=rule.status) if rule else None
    pending = bool(chosen.plan.pending and chosen.plan.drafted)
    page = vm.ListPage(
        title=f"{chosen.plan.year} 年度监督计划", lead=f"{chosen.organ.name} · {_state_of(chosen)}",
        actions=_actions(chosen),
        lacks=(vm.Lack(what="有项目等负责人批准", law=law, hint="" if chosen.adopting else "由本机关负责人批准"),)
        if pending
        else (),
        table=vm.TableView(
            caption="年度监督计划", columns=COLUMNS, rows=tuple(_row(chosen, one) for one in lines),
            filters=year_filters(chosen, visitor.day.year, visitor.day.year + 1),
            exports=tuple(
                vm.Action(label=form.upper(), href=f"{chosen.home}&format={form}", download=True)
                for form in ("csv", "xlsx")
            )
            if lines
            else (),
            empty=vm.Empty(
                what=f"还没有 {chosen.plan.year} 年的监督计划",
                how="逐项列入监督种类、内容、对象和次数，负责人批准；立监督案件时写明执行哪一项。",
            ),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision_plan.edit")
def item(request: HttpRequest, visitor: Visitor, year: int, number: int = 0) -> HttpResponse:
    """Enter an item of the plan, or put one in other words."""
    return item_page(request, visitor, choose(request, visitor, year), number)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision_plan.edit")
def strike(request: HttpRequest, visitor: Visitor, year: int, number: int) -> HttpResponse:
    """Take an item out of the plan."""
    return strike_page(request, visitor, choose(request, visitor, year), number)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision_plan.adopt")
def adopt(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """The head agrees to the plan as drafted."""
    chosen = choose(request, visitor, year)
    if chosen is None or not chosen.adopting:
        return missing(request, visitor)
    typed: Typed = typed_of(request)
    refused = None
    if request.method == "POST":
        said = typed.get("document", "")
        refused = adopt_supervision_plan(chosen.organ.code, year, document=said, actor=visitor.actor)
        if refused is None:
            return to_plan(request, chosen, f"{year} 年度监督计划已批准")
    return simple_page(
        request, visitor, chosen, lead=_state_of(chosen),
        title=f"批准 {year} 年度监督计划", verb="批准", refused=refused,
        place=chosen.href("supervision_plan_adopt", year),
        fields=[typed_document(typed, chosen)],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision_plan.edit")
def report(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """How the plan was carried out was reported to somebody."""
    chosen = choose(request, visitor, year)
    if chosen is None or not chosen.editing:
        return missing(request, visitor)
    typed: Typed = typed_of(request)
    refused: Refusal | None = None
    if request.method == "POST":
        on = read_day(typed, "on", "报告日期")
        refused = on if isinstance(on, Refusal) else report_supervision_plan(
            chosen.organ.code, year, to=typed.get("to", ""), on=on, actor=visitor.actor
        )  # fmt: skip
        if refused is None:
            return to_plan(request, chosen, "报告已登记，当日的数字已经留存")
    return simple_page(
        request, visitor, chosen, lead=_state_of(chosen),
        title=f"报告 {year} 年度监督计划执行情况", verb="登记", refused=refused,
        place=chosen.href("supervision_plan_report", year),
        fields=[
            admin_forms.text("to", "报告给谁", typed.get("to", ""), hint="例如 区人民政府、市司法局"),
            admin_forms.day("on", "报告日期", typed.get("on", str(visitor.day))),
        ],
    )  # fmt: skip


@require_safe
@signed_in("supervision.read")
def report_file(request: HttpRequest, visitor: Visitor, year: int, form: str) -> HttpResponse:
    """The report on the plan as a file."""
    chosen = choose(request, visitor, year)
    if chosen is None or form not in FORMS:
        return missing(request, visitor)
    reach = visitor.reach("supervision.read")
    organ = Reporter(chosen.organ.code, chosen.organ.name, reach, span("recurrence", visitor.day))
    paper = plan_report(organ, chosen.plan, day=visitor.day)

    def place(form: str) -> str:
        return chosen.href("supervision_plan_file", year, form)

    return paper_file(request, visitor, paper, form, name=paper.title, here=HERE, place=place)


URLS = [
    path("oversight/plan", supervision_plan, name="supervision_plan"),
    path("oversight/plan/<int:year>/items", item, name="supervision_plan_item_new"),
    path("oversight/plan/<int:year>/items/<int:number>", item, name="supervision_plan_item"),
    path("oversight/plan/<int:year>/items/<int:number>/strike", strike, name="supervision_plan_item_strike"),
    path("oversight/plan/<int:year>/adopt", adopt, name="supervision_plan_adopt"),
    path("oversight/plan/<int:year>/report", report, name="supervision_plan_report"),
    path("oversight/plan/<int:year>/file/<str:form>", report_file, name="supervision_plan_file"),
]
