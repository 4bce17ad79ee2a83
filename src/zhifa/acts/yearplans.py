"""Yearly plans, of inspections and of supervision alike: items entered and struck, the head's agreement, its telling.

A plan is a stream of the journal per organ and year. Nothing is changed in place: an item entered again replaces
what it said before, and both stay written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from zhifa.acts.streams import write_behind
from zhifa.acts.work import Actor, context, today
from zhifa.core.facts import FactError, Json, Value, dump_value
from zhifa.core.permission import may
from zhifa.core.planning import Plan
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.plans import plan_stream, read_plan
from zhifa.store.registry.models import Organ

YEARS = (2000, 2999)
Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PlanKind:
    """A kind of yearly plan: its rule and journal, what it is called, who may do what, and its events."""

    rule: str
    """Which of the `planning` rules says what an item must say."""
    stream: str
    noun: str
    item: str
    edit: str
    adopt: str
    entered: str
    struck: str
    adopted: str
    sensible: Callable[[Facts], Refusal | None]


def plan_rule(kind: PlanKind, day: date) -> Entry | None:
    """What the rules of a day ask of an item of the plan."""
    return context().rules(day).entry("planning", kind.rule)


def open_plan(kind: PlanKind, organ_code: str, year: int, action: str, actor: Actor) -> tuple[Organ, Plan] | Refusal:
    """The organ and its plan, if the actor may do this to it."""
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input("没有这个机关", place="organ")
    if refused := may(actor.person, action, organ.path, today()):
        return refused
    if not YEARS[0] <= year <= YEARS[1]:
        return bad_input("年份写四位数", f"例如 {today().year}", place="year")
    return organ, read_plan(organ.pk, year, context().book.vocabulary, kind.stream)


def enter_item(
    kind: PlanKind, organ_code: str, year: int, typed: Mapping[str, object], *, actor: Actor, number: int = 0
) -> int | Refusal:
    """Enter an item, or put it in other words where `number` names one; it stands once the head agrees. Its number."""
    found = open_plan(kind, organ_code, year, kind.edit, actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    known = plan.item(number) if number else None
    if number and (known is None or known.struck):
        return _no_item(kind, year, number)
    facts = _facts(kind, typed)
    if isinstance(facts, Refusal):
        return facts
    if known and known.facts == facts:
        return bad_input("没有改动", "改写以后再保存", place=next(iter(facts)))
    own = number or max((item.number for item in plan.items), default=0) + 1
    said: dict[str, Json] = {code: dump_value(value) for code, value in facts.items()}
    return write_plan(kind, organ, plan, actor, kind.entered, {"number": own, "facts": said}) or own


def _no_item(kind: PlanKind, year: int, number: int) -> Refusal:
    return bad_input(f"{year} 年的{kind.noun}没有第 {number} 项", "从计划中重新打开", place="number")


def _facts(kind: PlanKind, typed: Mapping[str, object]) -> dict[str, Value] | Refusal:
    """What was typed into an item as facts; the first thing missing or unreadable is named."""
    rule, vocabulary = plan_rule(kind, today()), context().book.vocabulary
    if rule is None:
        return bad_input(f"规则中没有年度{kind.noun}", "请规则维护人员补上", place="plan")
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
    return kind.sensible(facts) or facts


def strike_item(
    kind: PlanKind, organ_code: str, year: int, number: int, *, reason: str, actor: Actor
) -> Refusal | None:
    """Take an item out of the plan, with the reason; out of an adopted plan once the head agrees."""
    found = open_plan(kind, organ_code, year, kind.edit, actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    item = plan.item(number)
    if item is None or item.struck:
        return _no_item(kind, year, number)
    if not reason.strip():
        return bad_input("删去计划项目应当写明理由", "填写理由", place="reason")
    return write_plan(kind, organ, plan, actor, kind.struck, {"number": number, "reason": reason.strip()[:200]})


def adopt(
    kind: PlanKind, organ_code: str, year: int, *, document: str, actor: Actor, on: date | None = None
) -> Refusal | None:
    """The head agrees to the plan as it is drafted now; from then on its items may be carried out."""
    found = open_plan(kind, organ_code, year, kind.adopt, actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    if not plan.drafted:
        return bad_input("计划中还没有项目", f"先列入{kind.item}，再批准", place="plan")
    if not plan.pending:
        return bad_input("批准以后没有改动", "改动计划以后才需要再次批准", place="plan")
    if not document.strip():
        return bad_input("请填写计划文件", "文件名称和文号，例如 洛碛府发〔2024〕3号", place="document")
    day = on or today()
    if day > today():
        return bad_input(f"日期 {show_date(day)} 晚于今天", "填写批准的日期", place="on")
    return write_plan(kind, organ, plan, actor, kind.adopted, {"document": document.strip()[:200]}, day)


def write_plan(
    kind: PlanKind, organ: Organ, plan: Plan, actor: Actor, type_: str, payload: Mapping[str, Json],
    on: date | None = None,
) -> Refusal | None:  # fmt: skip
    """Write an event of a plan behind what was read."""
    stream = (kind.stream, plan_stream(organ.pk, plan.year))
    return write_behind(stream, plan.version, type_, payload, actor, on=on, what="计划")
