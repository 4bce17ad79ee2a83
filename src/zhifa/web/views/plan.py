"""The yearly inspection plan: what an organ means to inspect beside what it has inspected; its head's agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.planning import adopt_plan, enter_plan_item, file_plan, plan_rule, strike_plan_item
from zhifa.acts.work import context
from zhifa.core.permission import may
from zhifa.core.planning import Item, Plan
from zhifa.core.values import Refusal
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import OrganRead
from zhifa.store.readers.plans import inspections_by_item, plan_years, planning_organs, read_plan
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import read_day, typed_of
from zhifa.web.exports import export
from zhifa.web.forms import field_view, text_of
from zhifa.web.marks import law_mark
from zhifa.web.plan_table import EXPORT_HEAD, Progress, export_rows, plan_table, tiles, to_adopt, usual_year, waiting
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

AHEAD = timedelta(days=100)
"""So long before a year begins its plan is offered to be drawn up."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan of one organ and year, and what the visitor may do to it."""

    organ: OrganRead
    plan: Plan
    years: tuple[int, ...]
    editing: bool
    adopting: bool

    def href(self, name: str, *args: object, **more: str | int) -> str:
        asked: dict[str, str | int] = {"organ": self.organ.code, **more}
        return f"{reverse(name, args=args)}?{urlencode(asked)}"

    @property
    def back(self) -> vm.Action:
        return vm.Action(label="回到计划", href=self.href("plan", year=self.plan.year))


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
    years = plan_years(organ.code)
    typed = str(request.GET.get("year", ""))
    wanted = year or (int(typed) if typed.isdecimal() and len(typed) == 4 else usual_year(years, visitor.day))
    plan = read_plan(organ.code, wanted, context().book.vocabulary)

    def allowed(action: str) -> bool:
        return may(visitor.person, action, organ.path, visitor.day) is None

    return Chosen(organ, plan, years, allowed("plan.edit"), allowed("plan.adopt"))


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


def _years(chosen: Chosen, today: date) -> tuple[vm.Filter, ...]:
    offered = sorted({*chosen.years, today.year, (today + AHEAD).year, chosen.plan.year}, reverse=True)
    return tuple(
        vm.Filter(label=f"{year} 年", href=chosen.href("plan", year=year), here=year == chosen.plan.year)
        for year in offered
    )


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
        table=plan_table(progress, chosen.organ.code, place=place, years=_years(chosen, visitor.day),
                         editing=chosen.editing),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "plan"))


def _asked(visitor: Visitor) -> tuple[Sequence[str], Sequence[str]]:
    """The facts an item must say, and those it may."""
    rule = plan_rule(visitor.day)
    return (rule.data["asks"], rule.data.get("may_ask", ())) if rule else ((), ())


def _fields(visitor: Visitor, typed: Mapping[str, object]) -> list[vm.FieldView]:
    vocabulary = context().book.vocabulary
    asks, may_ask = _asked(visitor)
    return [
        field_view(vocabulary[code], required=code in asks, typed=typed.get(code), procedure="inspection")
        for code in (*asks, *may_ask)
    ]


def _typed(request: HttpRequest, visitor: Visitor) -> dict[str, object]:
    """What was posted of an item, lists as lists."""
    vocabulary = context().book.vocabulary
    asks, may_ask = _asked(visitor)
    return {
        code: request.POST.getlist(code)
        if vocabulary[code].type == "choices"
        else str(request.POST.get(code, "")).strip()
        for code in (*asks, *may_ask)
    }


def _known(known: Item | None) -> dict[str, object]:
    if known is None:
        return {}
    vocabulary = context().book.vocabulary
    return {
        code: list(value) if isinstance(value, tuple) else text_of(value, vocabulary[code])
        for code, value in known.facts.items()
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("plan.edit")
def item(request: HttpRequest, visitor: Visitor, year: int, number: int = 0) -> HttpResponse:
    """Enter an item of a plan, or put one in other words."""
    chosen = choose(request, visitor, year)
    known = chosen.plan.item(number) if chosen and number else None
    if chosen is None or not chosen.editing or (number and (known is None or known.struck)):
        return missing(request, visitor, "没有这个计划项目，或者它不在您的权限范围内。")
    typed, refused = _known(known), None
    if request.method == "POST":
        typed = _typed(request, visitor)
        done = enter_plan_item(chosen.organ.code, year, typed, actor=visitor.actor, number=number)
        if not isinstance(done, Refusal):
            messages.success(request, f"第 {done} 项已{'改写' if number else '列入'}，负责人批准以后生效")
            return HttpResponseRedirect(chosen.href("plan", year=year), status=303)
        refused = done
    rule = plan_rule(visitor.day)
    place = chosen.href("plan_item", year, number) if number else chosen.href("plan_item_new", year)
    made = admin_forms.form(
        code="plan-item", title="检查项目", verb="保存" if number else "列入", action=place, refused=refused,
        fields=_fields(visitor, typed), note=str(rule.data.get("note", "")) if rule else "",
    )  # fmt: skip
    page = vm.FormPage(
        title=f"{year} 年检查计划第 {number} 项" if number else f"列入 {year} 年检查计划",
        lead=chosen.organ.name,
        form=replace(made, law=law_mark(rule.cite, status=rule.status) if rule else None),
        back=chosen.back,
        more=(vm.Action(label="删去这一项", href=chosen.href("plan_item_strike", year, number)),) if number else (),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "plan"), status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("plan.edit")
def strike(request: HttpRequest, visitor: Visitor, year: int, number: int) -> HttpResponse:
    """Take an item out of a plan, with the reason."""
    chosen = choose(request, visitor, year)
    known = chosen.plan.item(number) if chosen else None
    if chosen is None or not chosen.editing or known is None or known.struck:
        return missing(request, visitor, "没有这个计划项目，或者它不在您的权限范围内。")
    typed, refused = typed_of(request), None
    if request.method == "POST":
        reason = typed.get("reason", "")
        refused = strike_plan_item(chosen.organ.code, year, number, reason=reason, actor=visitor.actor)
        if refused is None:
            messages.success(request, f"第 {number} 项已删去{'，负责人批准以后生效' if chosen.plan.adoption else ''}")
            return HttpResponseRedirect(chosen.href("plan", year=year), status=303)
    page = vm.FormPage(
        title=f"删去 {year} 年检查计划第 {number} 项",
        lead=f"{chosen.organ.name} · 删去的项目编号不再使用，已经执行它的检查仍然记在它名下。",
        form=admin_forms.form(
            code="plan-strike", title="删去项目", verb="删去", refused=refused,
            action=chosen.href("plan_item_strike", year, number),
            fields=[admin_forms.text("reason", "理由", typed.get("reason", ""), hint="例如对象已经关闭、并入联合检查")],
        ),
        back=chosen.back,
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "plan"), status=422 if refused else 200)


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
            messages.success(request, f"{year} 年度检查计划已批准，检查时可以选择其中的项目")
            return HttpResponseRedirect(chosen.href("plan", year=year), status=303)
    before = chosen.plan.adoption.document if chosen.plan.adoption else ""
    drafted, fresh = chosen.plan.drafted, len(chosen.plan.pending)
    visits = sum(item.visits for item in drafted)
    page = vm.FormPage(
        title=f"批准 {year} 年度检查计划",
        lead=f"{chosen.organ.name} · {len(drafted)} 项，全年 {visits} 次；新列入、改动 {fresh} 项",
        form=admin_forms.form(
            code="plan-adopt", title="批准计划", verb="批准", refused=refused,
            action=chosen.href("plan_adopt", year),
            fields=[
                admin_forms.text("document", "计划文件", typed.get("document", before),
                                 hint="文件名称和文号，例如 2024 年度涉企行政检查计划（洛碛府发〔2024〕3号）"),
                admin_forms.day("on", "批准日期", typed.get("on", str(visitor.day))),
            ],
        ),
        facts=to_adopt(chosen.plan),
        back=chosen.back,
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "plan"), status=422 if refused else 200)


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
            messages.success(request, "备案已登记")
            return HttpResponseRedirect(chosen.href("plan", year=year), status=303)
    page = vm.FormPage(
        title=f"{year} 年度检查计划报送备案",
        lead=f"{chosen.organ.name} · {_state(chosen.plan)}",
        form=admin_forms.form(
            code="plan-file", title="登记备案", verb="登记", refused=refused, action=chosen.href("plan_file", year),
            fields=[
                admin_forms.text("with", "备案机关", typed.get("with", ""), hint="例如 区司法局"),
                admin_forms.day("on", "备案日期", typed.get("on", str(visitor.day))),
            ],
        ),
        back=chosen.back,
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "plan"), status=422 if refused else 200)


URLS = [
    path("plan", plan, name="plan"),
    path("plan/<int:year>/items", item, name="plan_item_new"),
    path("plan/<int:year>/items/<int:number>", item, name="plan_item"),
    path("plan/<int:year>/items/<int:number>/strike", strike, name="plan_item_strike"),
    path("plan/<int:year>/adopt", adopt, name="plan_adopt"),
    path("plan/<int:year>/filing", filing, name="plan_file"),
]
