"""Acts on yearly inspection plans: enter and strike items, the head's agreement, filing; and what an inspection names.

A plan is a stream of the journal per organ and year. Nothing is changed in place: an item entered again replaces
what it said before, and both stay written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from zhifa.acts.work import Actor, context, this_moment, today
from zhifa.core.events import PLAN_ADOPTED, PLAN_FILED, PLAN_ITEM_ENTERED, PLAN_ITEM_STRUCK, NewEvent
from zhifa.core.facts import FactError, Value, dump_value
from zhifa.core.permission import may
from zhifa.core.planning import CAP, ITEM, MATTER, VISITS, Item, Plan, read_name
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry
from zhifa.core.values import Moment, Refusal, show_date
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.readers.plans import plan_stream, read_plan
from zhifa.store.registry.models import Organ

KIND = "inspection"
"""Which of the `planning` rules says what an item must say."""
YEARS = (2000, 2999)


def plan_rule(day: date) -> Entry | None:
    """What the rules of a day ask of an item of the plan."""
    return context().rules(day).entry("planning", KIND)


def _open(organ_code: str, year: int, action: str, actor: Actor) -> tuple[Organ, Plan] | Refusal:
    """The organ and its plan, if the actor may do this to it."""
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input("没有这个机关", place="organ")
    if refused := may(actor.person, action, organ.path, today()):
        return refused
    if not YEARS[0] <= year <= YEARS[1]:
        return bad_input("年份写四位数", f"例如 {today().year}", place="year")
    return organ, read_plan(organ.pk, year, context().book.vocabulary)


def enter_plan_item(
    organ_code: str, year: int, typed: Mapping[str, object], *, actor: Actor, number: int = 0
) -> int | Refusal:
    """Enter an item, or put it in other words where `number` names one; it stands once the head agrees. Its number."""
    found = _open(organ_code, year, "plan.edit", actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    known = plan.item(number) if number else None
    if number and (known is None or known.struck):
        return bad_input(f"{year} 年的计划没有第 {number} 项", "从计划中重新打开", place="number")
    facts = _facts(typed)
    if isinstance(facts, Refusal):
        return facts
    if known and known.facts == facts:
        return bad_input("没有改动", "改写以后再保存", place=next(iter(facts)))
    own = number or max((item.number for item in plan.items), default=0) + 1
    said = {code: dump_value(value) for code, value in facts.items()}
    return _write(organ, plan, actor, PLAN_ITEM_ENTERED, {"number": own, "facts": said}) or own


def _facts(typed: Mapping[str, object]) -> dict[str, Value] | Refusal:
    """What was typed into an item as facts; the first thing missing or unreadable is named."""
    rule, vocabulary = plan_rule(today()), context().book.vocabulary
    if rule is None:
        return bad_input("规则中没有年度检查计划", "请规则维护人员补上", place=MATTER)
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
    return _sensible(facts) or facts


def _sensible(facts: Mapping[str, Value]) -> Refusal | None:
    entry = context().rules(today()).entry("matter", str(facts[MATTER]))
    if entry is None:
        return bad_input("事项目录中没有这个检查事项", "没有公布的检查事项不得检查，从列表中选择", place=MATTER)
    visits, cap = facts[VISITS], facts.get(CAP)
    if not isinstance(visits, int) or visits < 1:
        return bad_input("计划检查次数至少 1 次", "不检查的不用列入计划", place=VISITS)
    if isinstance(cap, int) and cap < 1:
        return bad_input("频次上限至少 1 次", "没有上限的不填", place=CAP)
    return None


def strike_plan_item(organ_code: str, year: int, number: int, *, reason: str, actor: Actor) -> Refusal | None:
    """Take an item out of the plan, with the reason; out of an adopted plan once the head agrees."""
    found = _open(organ_code, year, "plan.edit", actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    item = plan.item(number)
    if item is None or item.struck:
        return bad_input(f"{year} 年的计划没有第 {number} 项", "从计划中重新打开", place="number")
    if not reason.strip():
        return bad_input("删去计划项目应当写明理由", "填写理由", place="reason")
    return _write(organ, plan, actor, PLAN_ITEM_STRUCK, {"number": number, "reason": reason.strip()[:200]})


def adopt_plan(organ_code: str, year: int, *, document: str, actor: Actor, on: date | None = None) -> Refusal | None:
    """The head agrees to the plan as it is drafted now; from then on inspections may name its items."""
    found = _open(organ_code, year, "plan.adopt", actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    if not plan.drafted:
        return bad_input("计划中还没有项目", "先列入检查项目，再批准", place="plan")
    if not plan.pending:
        return bad_input("批准以后没有改动", "改动计划以后才需要再次批准", place="plan")
    if not document.strip():
        return bad_input("请填写计划文件", "文件名称和文号，例如 洛碛府发〔2024〕3号", place="document")
    day = on or today()
    if day > today():
        return bad_input(f"日期 {show_date(day)} 晚于今天", "填写批准的日期", place="on")
    return _write(organ, plan, actor, PLAN_ADOPTED, {"document": document.strip()[:200]}, day)


def file_plan(organ_code: str, year: int, *, with_whom: str, on: date, actor: Actor) -> Refusal | None:
    """The adopted plan was sent to the supervising body; a plan adopted anew is filed anew."""
    found = _open(organ_code, year, "plan.edit", actor)
    if isinstance(found, Refusal):
        return found
    organ, plan = found
    if plan.adoption is None:
        return bad_input("计划还没有批准", "负责人批准以后再报送备案", place="plan")
    if not with_whom.strip():
        return bad_input("请填写备案机关", "例如 区司法局", place="with")
    if not plan.adoption.on <= on <= today():
        return bad_input(f"备案日期应在批准日 {show_date(plan.adoption.on)} 和今天之间", "核对日期", place="on")
    return _write(organ, plan, actor, PLAN_FILED, {"with": with_whom.strip()[:60]}, on)


def _write(
    organ: Organ, plan: Plan, actor: Actor, type_: str, payload: dict[str, object], on: date | None = None
) -> Refusal | None:
    occurred = Moment(on) if on and on != today() else this_moment()
    event = NewEvent(type=type_, occurred=occurred, actor=actor.id, payload=payload)  # type: ignore[arg-type]
    with transaction.atomic():
        stream = plan_stream(organ.pk, plan.year)
        written = journal.append("plan", stream, plan.version, [event], recorded_at=clock.now())
        if isinstance(written, journal.StaleStream):
            return bad_input("计划刚被别人改过", "重新打开计划再改", place="plan")
    return None


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
