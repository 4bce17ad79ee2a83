"""Acts on yearly inspection plans: what all plans share, filing with the supervising body, what an inspection names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from zhifa.acts import yearplans
from zhifa.acts.work import Actor, context, today
from zhifa.acts.yearplans import Facts, PlanKind, open_plan, write_plan
from zhifa.core.events import PLAN_ADOPTED, PLAN_FILED, PLAN_ITEM_ENTERED, PLAN_ITEM_STRUCK
from zhifa.core.planning import CAP, ITEM, MATTER, VISITS, Item, read_name
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.plans import INSPECTIONS, read_plan


def _sensible(facts: Facts) -> Refusal | None:
    entry = context().rules(today()).entry("matter", str(facts[MATTER]))
    if entry is None:
        return bad_input("事项目录中没有这个检查事项", "没有公布的检查事项不得检查，从列表中选择", place=MATTER)
    visits, cap = facts[VISITS], facts.get(CAP)
    if not isinstance(visits, int) or visits < 1:
        return bad_input("计划检查次数至少 1 次", "不检查的不用列入计划", place=VISITS)
    if isinstance(cap, int) and cap < 1:
        return bad_input("频次上限至少 1 次", "没有上限的不填", place=CAP)
    return None


PLAN: Final = PlanKind(
    "inspection", INSPECTIONS, "检查计划", "检查项目", "plan.edit", "plan.adopt", PLAN_ITEM_ENTERED, PLAN_ITEM_STRUCK,
    PLAN_ADOPTED, _sensible,
)  # fmt: skip


def plan_rule(day: date) -> Entry | None:
    """What the rules of a day ask of an item of the plan."""
    return yearplans.plan_rule(PLAN, day)


def enter_plan_item(
    organ_code: str, year: int, typed: Mapping[str, object], *, actor: Actor, number: int = 0
) -> int | Refusal:
    """Enter an item, or put it in other words where `number` names one; it stands once the head agrees. Its number."""
    return yearplans.enter_item(PLAN, organ_code, year, typed, actor=actor, number=number)


def strike_plan_item(organ_code: str, year: int, number: int, *, reason: str, actor: Actor) -> Refusal | None:
    """Take an item out of the plan, with the reason; out of an adopted plan once the head agrees."""
    return yearplans.strike_item(PLAN, organ_code, year, number, reason=reason, actor=actor)


def adopt_plan(organ_code: str, year: int, *, document: str, actor: Actor, on: date | None = None) -> Refusal | None:
    """The head agrees to the plan as it is drafted now; from then on inspections may name its items."""
    return yearplans.adopt(PLAN, organ_code, year, document=document, actor=actor, on=on)


def file_plan(organ_code: str, year: int, *, with_whom: str, on: date, actor: Actor) -> Refusal | None:
    """The adopted plan was sent to the supervising body; a plan adopted anew is filed anew."""
    found = open_plan(PLAN, organ_code, year, PLAN.edit, actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    if plan.adoption is None:
        return bad_input("计划还没有批准", "负责人批准以后再报送备案", place="plan")
    if not with_whom.strip():
        return bad_input("请填写备案机关", "例如 区司法局", place="with")
    if not plan.adoption.on <= on <= today():
        return bad_input(f"备案日期应在批准日 {show_date(plan.adoption.on)} 和今天之间", "核对日期", place="on")
    return write_plan(PLAN, organ, plan, actor, PLAN_FILED, {"with": with_whom.strip()[:60]}, on)


def with_plan(organ: str, step: Step, typed: Mapping[str, object]) -> Mapping[str, object] | Refusal:
    """What was typed into a step that may name a plan item, with the item's yearly cap where nobody wrote one."""
    item = carried_out(organ, typed) if ITEM in step.facts else None
    if isinstance(item, Refusal):
        return item
    cap = item.facts.get(CAP) if item and CAP in step.facts else None
    return typed if cap is None or typed.get(CAP) not in (None, "") else {**typed, CAP: cap}


def carried_out(organ: str, typed: Mapping[str, object]) -> Item | Refusal | None:
    """The item that facts name, None where they name none; only an item the head agreed to can be carried out."""
    named = str(typed.get(ITEM) or "").strip()
    if not named:
        return None
    said = read_name(named)
    standing = read_plan(organ, said[0], context().book.vocabulary).standing if said else ()
    found = next((item for item in standing if said and item.number == said[1]), None)
    return found or bad_input(
        f"批准的年度检查计划中没有“{named[:20]}”", "从批准的计划中选择；计划外的检查不填这一项", place=ITEM
    )
