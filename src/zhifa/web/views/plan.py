"""The yearly inspection plan: what an organ means to inspect beside what it has inspected; its head's agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.planning import PLAN, adopt_plan, file_plan, plan_rule
from zhifa.core.planning import Plan
from zhifa.core.values import Refusal
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import OrganRead
from zhifa.store.readers.plans import inspections_by_item, planning_organs
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import read_day, typed_of
from zhifa.web.exports import export
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
from zhifa.web.plan_table import EXPORT_HEAD, Progress, export_rows, plan_table, tiles, to_adopt, usual_year, waiting
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

AHEAD = timedelta(days=100)
"""So long before a year begins its plan is offered to be drawn up."""


DESK = PlanDesk(
    PLAN, "plan", "删去的项目编号不再使用，已经执行它的检查仍然记在它名下。", "例如对象已经关闭、并入联合检查"
)


def _usual(within: Sequence[OrganRead], visitor: Visitor) -> OrganRead | None:
    """One's own organ where it plans; a supervisor, whose organ does not, begins with the first that does."""
    own = next((one for one in within if one.code == visitor.organ.code), None)
    if own and visitor.may("plan.edit"):
        return own
    planning = planning_organs()
    return next((one for one in within if one.code in planning), own or (within[0] if within else None))


def choose(request: HttpRequest, visitor: Visitor, year: int | None = None) -> Chosen | None:
    """The plan asked for; without a word of it that of one's own organ. None out of reach."""
    within = organs(reach=visitor.reach("plan.read"))
    asked = str(request.GET.get("organ", ""))
    organ = next((one for one in within if one.code == asked), None) if asked else _usual(within, visitor)
    if organ is None:
        return None
    return chosen_plan(
        DESK, organ, visitor, lambda years: year or asked_year(request) or usual_year(years, visitor.day)
    )


def _actions(chosen: Chosen) -> tuple[vm.Action, ...]:
    plan, made = chosen.plan, []
    if chosen.adopting and plan.pending and plan.drafted:
        made.append(vm.Action(label="批准计划", href=chosen.href("plan_adopt", plan.year), primary=True))
    if chosen.editing:
        label = "列入检查项目"
        made.append(vm.Action(label=label, href=chosen.href("plan_item_new", plan.year), primary=not made))
        if plan.adoption and plan.adoption.filed_on is None:
            made.append(vm.Action(label="登记备案", href=chosen.href("plan_file", plan.year)))
    return tuple(made)


def _state(plan: Plan) -> str:
    """How far the plan has come, in one line."""
    if plan.adoption is None:
        return "还没有批准；批准以前，检查不能写明是执行这个计划" if plan.drafted else "还没有列入项目"
    said = f"{plan.adoption.document}，{plan.adoption.on} 批准"
    return f"{said}，{plan.adoption.filed_on} 报{plan.adoption.filed_with}备案" if plan.adoption.filed_on else said


def _choices(visitor: Visitor, chosen: Chosen) -> tuple[vm.Filter, ...]:
    """The organs whose plans may be read, where there are several."""
    within, year = organs(reach=visitor.reach("plan.read")), chosen.plan.year
    if len(within) < 2:
        return ()
    here, place, planning = chosen.organ.code, reverse("plan"), planning_organs(year)
    return tuple(
        vm.Filter(
            label=organ.short,
            href=f"{place}?{urlencode({'organ': organ.code, 'year': str(year)})}",
            here=organ.code == here,
            count="" if organ.code in planning else "没有计划",
        )
        for organ in within
    )


@require_safe
@signed_in("plan.read")
def plan(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The items of a plan beside the inspections carried out under them, and how many were carried out beside it."""
    chosen = choose(request, visitor)
    if chosen is None:
        return missing(request, visitor)
    progress = Progress(chosen.plan, inspections_by_item(chosen.organ.code, chosen.plan.year), visitor.day)
    if (kind := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        name = f"{chosen.organ.short}{chosen.plan.year}年度检查计划"
        return export(name, EXPORT_HEAD, export_rows(progress), kind)
    rule = plan_rule(visitor.day)
    place = chosen.href("plan", year=chosen.plan.year)
    page = vm.ListPage(
        title=f"{chosen.plan.year} 年度检查计划",
        lead=f"{chosen.organ.name} · {_state(chosen.plan)}",
        actions=_actions(chosen),
        choices=_choices(visitor, chosen),
        tiles=tiles(progress, chosen.organ.code) if chosen.plan.items or progress.outside.begun else (),
        lacks=waiting(chosen.plan, rule, deciding=chosen.adopting),
        table=plan_table(progress, chosen.organ.code, place=place,
                         years=year_filters(chosen, visitor.day.year, (visitor.day + AHEAD).year),
                         editing=chosen.editing),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "plan"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("plan.edit")
def item(request: HttpRequest, visitor: Visitor, year: int, number: int = 0) -> HttpResponse:
    """Enter an item of a plan, or put one in other words."""
    return item_page(request, visitor, choose(request, visitor, year), number)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("plan.edit")
def strike(request: HttpRequest, visitor: Visitor, year: int, number: int) -> HttpResponse:
    """Take an item out of a plan, with the reason."""
    return strike_page(request, visitor, choose(request, visitor, year), number)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("plan.adopt")
def adopt(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """The head agrees to the plan as drafted."""
    chosen = choose(request, visitor, year)
    if chosen is None or not chosen.adopting:
        return missing(request, visitor)
    typed, refused = typed_of(request), None
    if request.method == "POST":
        on = read_day(typed, "on", "批准日期")
        refused = on if isinstance(on, Refusal) else adopt_plan(
            chosen.organ.code, year, document=typed.get("document", ""), actor=visitor.actor, on=on
        )  # fmt: skip
        if refused is None:
            return to_plan(request, chosen, f"{year} 年度检查计划已批准，检查时可以选择其中的项目")
    drafted, fresh = chosen.plan.drafted, len(chosen.plan.pending)
    visits = sum(item.visits for item in drafted)
    return simple_page(
        request, visitor, chosen, title=f"批准 {year} 年度检查计划", verb="批准", refused=refused,
        lead=f"{len(drafted)} 项，全年 {visits} 次；新列入、改动 {fresh} 项",
        place=chosen.href("plan_adopt", year), facts=to_adopt(chosen.plan),
        fields=[
            typed_document(typed, chosen), admin_forms.day("on", "批准日期", typed.get("on", str(visitor.day))),
        ],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("plan.edit")
def filing(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """The adopted plan was sent to the justice bureau."""
    chosen = choose(request, visitor, year)
    if chosen is None or not chosen.editing:
        return missing(request, visitor)
    typed, refused = typed_of(request), None
    if request.method == "POST":
        on = read_day(typed, "on", "备案日期")
        refused = on if isinstance(on, Refusal) else file_plan(
            chosen.organ.code, year, with_whom=typed.get("with", ""), on=on or visitor.day, actor=visitor.actor
        )  # fmt: skip
        if refused is None:
            return to_plan(request, chosen, "备案已登记")
    return simple_page(
        request, visitor, chosen, title=f"{year} 年度检查计划报送备案", verb="登记", refused=refused,
        lead=_state(chosen.plan), place=chosen.href("plan_file", year),
        fields=[
            admin_forms.text("with", "备案机关", typed.get("with", ""), hint="例如 区司法局"),
            admin_forms.day("on", "备案日期", typed.get("on", str(visitor.day))),
        ],
    )  # fmt: skip


URLS = [
    path("plan", plan, name="plan"),
    path("plan/<int:year>/items", item, name="plan_item_new"),
    path("plan/<int:year>/items/<int:number>", item, name="plan_item"),
    path("plan/<int:year>/items/<int:number>/strike", strike, name="plan_item_strike"),
    path("plan/<int:year>/adopt", adopt, name="plan_adopt"),
    path("plan/<int:year>/filing", filing, name="plan_file"),
]
