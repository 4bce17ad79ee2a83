"""Acts on the yearly plan of supervision: enter and strike items, the head's agreement, the report on how it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zhifa.acts.work import Actor, context, this_moment, today
from zhifa.core.events import (
    SUPERVISION_PLAN_ADOPTED,
    SUPERVISION_PLAN_ITEM_ENTERED,
    SUPERVISION_PLAN_ITEM_STRUCK,
    SUPERVISION_PLAN_REPORTED,
    NewEvent,
)
from zhifa.core.facts import FactError, Json, Value, dump_value
from zhifa.core.permission import may
from zhifa.core.planning import Item, Plan, item_name
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry
from zhifa.core.values import Moment, Refusal, show_date
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.readers.supervision import instruments_of_items
from zhifa.store.readers.supervision_plans import STREAM, plan_stream, read_supervision_plan
from zhifa.store.registry.models import Organ

KIND = "supervision"
COUNT = "oversight.plan_count"
YEARS = (2000, 2999)


@dataclass(frozen=True, slots=True)
class Carried:
    """Cases of supervision begun under an item of the plan, and those of them closed."""

    item: Item
    begun: int
    closed: int


def plan_rule(day: date) -> Entry | None:
    """What the rules of a day ask of an item of the plan of supervision."""
    return context().rules(day).entry("planning", KIND)


def carried_out(organ: str, plan: Plan) -> tuple[Carried, ...]:
    """Each item that stands or is drafted, with the cases of supervision that name it."""
    counted = instruments_of_items(organ, plan.year)
    return tuple(Carried(item, *counted.get(item_name(plan.year, item.number), (0, 0))) for item in plan.drafted)


def _open(organ_code: str, year: int, action: str, actor: Actor) -> tuple[Organ, Plan] | Refusal:
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input("没有这个机关", place="organ")
    if refused := may(actor.person, action, organ.path, today()):
        return refused
    if not YEARS[0] <= year <= YEARS[1]:
        return bad_input("年份写四位数", f"例如 {today().year}", place="year")
    return organ, read_supervision_plan(organ.pk, year, context().book.vocabulary)


def _facts(typed: Mapping[str, object]) -> dict[str, Value] | Refusal:
    rule, vocabulary = plan_rule(today()), context().book.vocabulary
    if rule is None:
        return bad_input("规则中没有年度监督计划", "请规则维护人员补上", place=COUNT)
    facts: dict[str, Value] = {}
    for code in (*rule.data["asks"], *rule.data.get("may_ask", ())):
        raw = typed.get(code)
        if raw in (None, "", [], ()):
            if code in rule.data["asks"]:
                return bad_input(f"请填写{vocabulary.label(code)}", vocabulary[code].hint or "填写后再保存", place=code)
            continue
        value = vocabulary.read(code, raw)
        if isinstance(value, FactError):
            return bad_input(value.message, value.remedy or "改正后再保存", place=code)
        facts[code] = value
    count = facts[COUNT]
    if not isinstance(count, int) or count < 1:
        return bad_input("计划开展次数至少 1 次", "不开展的不用列入计划", place=COUNT)
    return facts


def enter_supervision_item(
    organ_code: str, year: int, typed: Mapping[str, object], *, actor: Actor, number: int = 0
) -> int | Refusal:
    """Enter an item, or put one in other words; it stands once the head agrees. Its number."""
    found = _open(organ_code, year, "supervision_plan.edit", actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    known = plan.item(number) if number else None
    if number and (known is None or known.struck):
        return bad_input(f"{year} 年的监督计划没有第 {number} 项", "从计划中重新打开", place="number")
    facts = _facts(typed)
    if isinstance(facts, Refusal):
        return facts
    own = number or max((item.number for item in plan.items), default=0) + 1
    said: dict[str, Json] = {code: dump_value(value) for code, value in facts.items()}
    return _write(organ, plan, actor, SUPERVISION_PLAN_ITEM_ENTERED, {"number": own, "facts": said}) or own


def strike_supervision_item(organ_code: str, year: int, number: int, *, reason: str, actor: Actor) -> Refusal | None:
    """Take an item out of the plan, with the reason."""
    found = _open(organ_code, year, "supervision_plan.edit", actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    item = plan.item(number)
    if item is None or item.struck:
        return bad_input(f"{year} 年的监督计划没有第 {number} 项", "从计划中重新打开", place="number")
    if not reason.strip():
        return bad_input("删去计划项目应当写明理由", "填写理由", place="reason")
    payload: dict[str, Json] = {"number": number, "reason": reason.strip()[:200]}
    return _write(organ, plan, actor, SUPERVISION_PLAN_ITEM_STRUCK, payload)


def adopt_supervision_plan(organ_code: str, year: int, *, document: str, actor: Actor) -> Refusal | None:
    """The head of the supervising body agrees to the plan as it is drafted now."""
    found = _open(organ_code, year, "supervision_plan.adopt", actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    if not plan.drafted:
        return bad_input("计划中还没有项目", "先列入监督项目，再批准", place="plan")
    if not plan.pending:
        return bad_input("批准以后没有改动", "改动计划以后才需要再次批准", place="plan")
    if not document.strip():
        return bad_input("请填写计划文件", "文件名称和文号", place="document")
    return _write(organ, plan, actor, SUPERVISION_PLAN_ADOPTED, {"document": document.strip()[:200]})


def report_supervision_plan(organ_code: str, year: int, *, to: str, on: date | None, actor: Actor) -> Refusal | None:
    """How the plan was carried out was reported to somebody; the figures of that day are kept."""
    found = _open(organ_code, year, "supervision_plan.edit", actor)
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
    return _write(organ, plan, actor, SUPERVISION_PLAN_REPORTED, {"with": to.strip()[:60], "figures": figures}, day)


def _write(
    organ: Organ, plan: Plan, actor: Actor, type_: str, payload: dict[str, Json], on: date | None = None
) -> Refusal | None:
    occurred = Moment(on) if on and on != today() else this_moment()
    event = NewEvent(type=type_, occurred=occurred, actor=actor.id, payload=payload)
    with transaction.atomic():
        stream = plan_stream(organ.pk, plan.year)
        written = journal.append(STREAM, stream, plan.version, [event], recorded_at=clock.now())
        if isinstance(written, journal.StaleStream):
            return bad_input("计划刚被别人改过", "重新打开计划再改", place="plan")
    return None
