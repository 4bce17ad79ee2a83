"""What the pages of yearly plans share, of inspections and of supervision alike: the plan chosen, items as forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.work import context
from zhifa.acts.yearplans import PlanKind, enter_item, plan_rule, strike_item
from zhifa.core.permission import may
from zhifa.core.planning import Item, Plan
from zhifa.core.values import Refusal
from zhifa.store.readers.people import OrganRead
from zhifa.store.readers.plans import plan_years, read_plan
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.forms import field_view, text_of
from zhifa.web.marks import law_mark
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell

NO_ITEM = "没有这个计划项目，或者它不在您的权限范围内。"


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """Where a kind of plan stands among the pages: `route` is the plan, `route_item` an item of it, and so on."""

    kind: PlanKind
    route: str
    struck: str
    """What is to be known before an item is struck."""
    why: str
    """An example of a reason to strike one."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan of one organ and year, and what the visitor may do to it."""

    desk: PlanDesk
    organ: OrganRead
    plan: Plan
    years: tuple[int, ...]
    editing: bool
    adopting: bool

    def href(self, name: str, *args: object, **more: str | int) -> str:
        asked: dict[str, str | int] = {"organ": self.organ.code, **more}
        return f"{reverse(name, args=args)}?{urlencode(asked)}"

    @property
    def home(self) -> str:
        return self.href(self.desk.route, year=self.plan.year)

    @property
    def back(self) -> vm.Action:
        return vm.Action(label="回到计划", href=self.home)

    @property
    def title(self) -> str:
        return f"{self.plan.year} 年{self.desk.kind.noun}"


def asked_year(request: HttpRequest) -> int:
    """The year asked for in the address; 0 for none."""
    typed = str(request.GET.get("year", ""))
    return int(typed) if typed.isdecimal() and len(typed) == 4 else 0


def chosen_plan(desk: PlanDesk, organ: OrganRead, visitor: Visitor, usual: Callable[[tuple[int, ...]], int]) -> Chosen:
    """The plan of an organ for the year that `usual` picks among those it has plans for."""
    years = plan_years(organ.code, desk.kind.stream)
    plan = read_plan(organ.code, usual(years), context().book.vocabulary, desk.kind.stream)

    def allowed(action: str) -> bool:
        return may(visitor.person, action, organ.path, visitor.day) is None

    return Chosen(desk, organ, plan, years, allowed(desk.kind.edit), allowed(desk.kind.adopt))


def year_filters(chosen: Chosen, *ahead: int) -> tuple[vm.Filter, ...]:
    """The years with a plan, and those one may be drawn up for."""
    offered = sorted({*chosen.years, *ahead, chosen.plan.year}, reverse=True)
    return tuple(
        vm.Filter(label=f"{year} 年", href=chosen.href(chosen.desk.route, year=year), here=year == chosen.plan.year)
        for year in offered
    )


def _asked(desk: PlanDesk, visitor: Visitor) -> tuple[Sequence[str], Sequence[str]]:
    """The facts an item must say, and those it may."""
    rule = plan_rule(desk.kind, visitor.day)
    return (rule.data["asks"], rule.data.get("may_ask", ())) if rule else ((), ())


def _fields(desk: PlanDesk, visitor: Visitor, typed: Mapping[str, object]) -> list[vm.FieldView]:
    vocabulary = context().book.vocabulary
    asks, may_ask = _asked(desk, visitor)
    return [
        field_view(vocabulary[code], required=code in asks, typed=typed.get(code), procedure=desk.kind.rule)
        for code in (*asks, *may_ask)
    ]


def _typed(request: HttpRequest, desk: PlanDesk, visitor: Visitor) -> dict[str, object]:
    """What was posted of an item, lists as lists."""
    vocabulary = context().book.vocabulary
    asks, may_ask = _asked(desk, visitor)
    return {
        code: request.POST.getlist(code)
        if vocabulary[code].type == "choices"
        else str(request.POST.get(code, "")).strip()
        for code in (*asks, *may_ask)
    }


def _known(known: Item | None) -> dict[str, object]:
    vocabulary = context().book.vocabulary
    return {
        code: list(value) if isinstance(value, tuple) else text_of(value, vocabulary[code])
        for code, value in (known.facts.items() if known else ())
    }


def item_page(request: HttpRequest, visitor: Visitor, chosen: Chosen | None, number: int) -> HttpResponse:
    """Enter an item of a plan, or put one in other words."""
    known = chosen.plan.item(number) if chosen and number else None
    if chosen is None or not chosen.editing or (number and (known is None or known.struck)):
        return missing(request, visitor, NO_ITEM)
    desk, year, typed, refused = chosen.desk, chosen.plan.year, _known(known), None
    if request.method == "POST":
        typed = _typed(request, desk, visitor)
        done = enter_item(desk.kind, chosen.organ.code, year, typed, actor=visitor.actor, number=number)
        if not isinstance(done, Refusal):
            return to_plan(request, chosen, f"第 {done} 项已{'改写' if number else '列入'}，负责人批准以后生效")
        refused = done
    rule = plan_rule(desk.kind, visitor.day)
    args = (f"{desk.route}_item", year, number) if number else (f"{desk.route}_item_new", year)
    made = admin_forms.form(
        code="plan-item", title=desk.kind.item, verb="保存" if number else "列入",
        action=chosen.href(str(args[0]), *args[1:]), refused=refused, fields=_fields(desk, visitor, typed),
        note=str(rule.data.get("note", "")) if rule else "",
    )  # fmt: skip
    strike = chosen.href(f"{desk.route}_item_strike", year, number) if number else ""
    page = vm.FormPage(
        title=f"{chosen.title}第 {number} 项" if number else f"列入 {chosen.title}",
        lead=chosen.organ.name,
        form=replace(made, law=law_mark(rule.cite, status=rule.status) if rule else None),
        back=chosen.back,
        more=(vm.Action(label="删去这一项", href=strike),) if number else (),
    )
    return show_page(request, page, shell=shell(request, visitor, desk.route), status=422 if refused else 200)


def strike_page(request: HttpRequest, visitor: Visitor, chosen: Chosen | None, number: int) -> HttpResponse:
    """Take an item out of a plan, with the reason."""
    known = chosen.plan.item(number) if chosen else None
    if chosen is None or not chosen.editing or known is None or known.struck:
        return missing(request, visitor, NO_ITEM)
    desk, year, typed, refused = chosen.desk, chosen.plan.year, typed_of(request), None
    if request.method == "POST":
        reason = typed.get("reason", "")
        refused = strike_item(desk.kind, chosen.organ.code, year, number, reason=reason, actor=visitor.actor)
        if refused is None:
            later = "，负责人批准以后生效" if chosen.plan.adoption else ""
            return to_plan(request, chosen, f"第 {number} 项已删去{later}")
    return simple_page(
        request, visitor, chosen, title=f"删去 {chosen.title}第 {number} 项", verb="删去", lead=desk.struck,
        place=chosen.href(f"{desk.route}_item_strike", year, number), refused=refused,
        fields=[admin_forms.text("reason", "理由", typed.get("reason", ""), hint=desk.why)],
    )  # fmt: skip


def simple_page(
    request: HttpRequest, visitor: Visitor, chosen: Chosen, *, title: str, verb: str, lead: str, place: str,
    fields: list[vm.FieldView], refused: Refusal | None, facts: tuple[vm.FactGroup, ...] = (),
) -> HttpResponse:  # fmt: skip
    """One question about a plan."""
    page = vm.FormPage(
        title=title,
        lead=f"{chosen.organ.name} · {lead}",
        form=admin_forms.form(code="plan", title=title, verb=verb, action=place, fields=fields, refused=refused),
        facts=facts,
        back=chosen.back,
    )
    status = 422 if refused else 200
    return show_page(request, page, shell=shell(request, visitor, chosen.desk.route), status=status)


def to_plan(request: HttpRequest, chosen: Chosen, said: str) -> HttpResponse:
    """Back to the plan with what was done."""
    messages.success(request, said)
    return HttpResponseRedirect(chosen.home, status=303)


def typed_document(typed: Typed, chosen: Chosen) -> vm.FieldView:
    """The paper by which the head agreed."""
    before = chosen.plan.adoption.document if chosen.plan.adoption else ""
    return admin_forms.text("document", "计划文件", typed.get("document", before), hint="文件名称和文号")
