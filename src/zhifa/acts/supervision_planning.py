"""Acts on the yearly plan of supervision: what all plans share, and the report on how it was carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhifa.acts import yearplans
from zhifa.acts.work import Actor, today
from zhifa.acts.yearplans import Facts, PlanKind, open_plan, write_plan
from zhifa.core.events import (
    SUPERVISION_PLAN_ADOPTED,
    SUPERVISION_PLAN_ITEM_ENTERED,
    SUPERVISION_PLAN_ITEM_STRUCK,
    SUPERVISION_PLAN_REPORTED,
)
from zhifa.core.facts import Json
from zhifa.core.planning import Item, Plan, item_name
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.plans import SUPERVISION
from zhifa.store.readers.supervision import instruments_of_items

COUNT = "oversight.plan_count"


@dataclass(frozen=True, slots=True)
class Carried:
    """Cases of supervision begun under an item of the plan, and those of them closed."""

    item: Item
    begun: int
    closed: int


def _sensible(facts: Facts) -> Refusal | None:
    count = facts[COUNT]
    if not isinstance(count, int) or count < 1:
        return bad_input("计划开展次数至少 1 次", "不开展的不用列入计划", place=COUNT)
    return None


PLAN: Final = PlanKind(
    "supervision", SUPERVISION, "监督计划", "监督项目", "supervision_plan.edit", "supervision_plan.adopt",
    SUPERVISION_PLAN_ITEM_ENTERED, SUPERVISION_PLAN_ITEM_STRUCK, SUPERVISION_PLAN_ADOPTED, _sensible,
)  # fmt: skip


def plan_rule(day: date) -> Entry | None:
    """What the rules of a day ask of an item of the plan of supervision."""
    return yearplans.plan_rule(PLAN, day)


def carried_out(organ: str, plan: Plan) -> tuple[Carried, ...]:
    """Each item that stands or is drafted, with the cases of supervision that name it."""
    counted = instruments_of_items(organ, plan.year)
    return tuple(Carried(item, *counted.get(item_name(plan.year, item.number), (0, 0))) for item in plan.drafted)


def enter_supervision_item(
    organ_code: str, year: int, typed: Mapping[str, object], *, actor: Actor, number: int = 0
) -> int | Refusal:
    """Enter an item, or put one in other words; it stands once the head agrees. Its number."""
    return yearplans.enter_item(PLAN, organ_code, year, typed, actor=actor, number=number)


def strike_supervision_item(organ_code: str, year: int, number: int, *, reason: str, actor: Actor) -> Refusal | None:
    """Take an item out of the plan, with the reason."""
    return yearplans.strike_item(PLAN, organ_code, year, number, reason=reason, actor=actor)


def adopt_supervision_plan(organ_code: str, year: int, *, document: str, actor: Actor) -> Refusal | None:
    """The head of the supervising body agrees to the plan as it is drafted now."""
    return yearplans.adopt(PLAN, organ_code, year, document=document, actor=actor)


def report_supervision_plan(organ_code: str, year: int, *, to: str, on: date | None, actor: Actor) -> Refusal | None:
    """How the plan was carried out was reported to somebody; the figures of that day are kept."""
    found = open_plan(PLAN, organ_code, year, PLAN.edit, actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    if plan.adoption is None:
        return bad_input("计划还没有批准", "负责人批准以后再报告执行情况", place="plan")
    if not to.strip():
        return bad_input("请填写报告给谁", "例如 区人民政府", place="to")
    day = on or today()
    if not plan.adoption.on <= day <= today():
        return bad_input(f"报告日期应在批准日 {show_date(plan.adoption.on)} 和今天之间", "核对日期", place="on")
    figures: list[Json] = [[one.item.number, one.begun, one.closed] for one in carried_out(organ.pk, plan)]
    payload: dict[str, Json] = {"with": to.strip()[:60], "figures": figures}
    return write_plan(PLAN, organ, plan, actor, SUPERVISION_PLAN_REPORTED, payload, day)
