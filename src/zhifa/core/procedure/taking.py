"""Taking a step: performed through the system, where gates refuse, or recorded afterwards, where they become findings.

A power not yet used can be refused; a fact that happened never is. What cannot be stored at all is bad input: a fact
nobody declared, a value of the wrong type, a day before the case or after today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhifa.core.events import (
    EFFECT_AROSE,
    EFFECT_WITHDRAWN,
    PROCEEDING_CORRECTED,
    PROCEEDING_OPENED,
    STEP_CORRECTED,
    STEP_TAKEN,
    NewEvent,
)
from zhifa.core.facts import FactError, Json, Value, Vocabulary, dump_value
from zhifa.core.kinship import variant
from zhifa.core.procedure.attempt import Attempt, People
from zhifa.core.procedure.case import LAW, Case, Proceeding, Taken
from zhifa.core.procedure.gates import gates, step_gates
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.reading import lasting
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Context, State
from zhifa.core.procedure.untold import gates_now
from zhifa.core.regimes import FACT as REGIME
from zhifa.core.values import Gate, Moment, Refusal, before, show_date

PERFORMED, RECORDED = "performed", "recorded"


@dataclass(frozen=True, slots=True)
class Request:
    """A step somebody wants to take: in which proceeding, when, by whom, with which facts as typed."""

    proceeding: str
    step: str
    at: Moment
    facts: Mapping[str, object]
    by: tuple[str, ...]
    actor: str
    mode: str = PERFORMED
    also: tuple[str, ...] = ()
    """Other proceedings the same event concerns, as with joint offenders."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Events to write, and what was wrong with a step recorded afterwards."""

    events: tuple[NewEvent, ...]
    findings: tuple[Gate, ...] = ()
    opened: tuple[str, ...] = field(default=())


def bad_input(message: str, remedy: str = "", *, place: str = "") -> Refusal:
    """Input that can never be stored."""
    return Refusal("bad_input", message, remedy, "", (place,) if place else ())


def read_request(vocabulary: Vocabulary, step: Step, raw: Mapping[str, object]) -> dict[str, Value] | Refusal:
    """The step's facts as typed values; the first thing that cannot be read is named with its place."""
    facts: dict[str, Value] = {}
    for code, item in raw.items():
        if item is None or item == "":
            continue
        value = vocabulary.read(code, item)
        if isinstance(value, FactError):
            return bad_input(value.message, value.remedy, place=value.place)
        if code not in step.facts:
            return bad_input(
                f"“{step.title}”不登记“{vocabulary.label(code)}”（{code}）", "删去该项，或选择登记它的步骤", place=code
            )
        facts[code] = value
    return facts


def check_day(case: Case, at: Moment, today: date) -> Refusal | None:
    """No act before the case began, none after today. Of a case known from a list nobody knows when it began."""
    if at.day > today:
        return bad_input(
            f"日期 {show_date(at.day)} 晚于今天 {show_date(today)}", "填写已经发生的日期", place="occurred"
        )
    if at.day < case.opened.day and not any(one.listed for one in case.proceedings.values()):
        return bad_input(
            f"日期 {show_date(at.day)} 早于本案开始的 {show_date(case.opened.day)}",
            "核对日期；如案件开始日期有误，请先更正案件开始日期",
            place="occurred",
        )
    return None


def take(
    case: Case, request: Request, *, context: Context, people: People, today: date, ids: Sequence[str]
) -> Accepted | Refusal:
    """Take one step. `ids` are fresh identifiers for proceedings the step may open: the core has no randomness."""
    if request.proceeding not in case.proceedings:
        return bad_input(f"本案没有编号为“{request.proceeding[:40]}”的程序", place="proceeding")
    day = check_day(case, request.at, today)
    if day is not None:
        return day
    state = unfold(case, context, at=request.at)
    found = state.procedure(request.proceeding, request.at.day)
    step = state.step(request.proceeding, request.step, request.at.day) if found else None
    if step is None:
        name = found.title if found else case.proceedings[request.proceeding].procedure
        return bad_input(f"{name}在 {show_date(request.at.day)} 没有“{request.step[:60]}”这一步骤", place="step")
    facts = read_request(state.vocabulary, step, request.facts)
    if isinstance(facts, Refusal):
        return facts
    mode = RECORDED if step.is_outsiders else request.mode
    found_gates: list[Gate] = []
    for proceeding in (request.proceeding, *request.also):
        if proceeding not in case.proceedings:
            return bad_input(f"本案没有编号为“{proceeding[:40]}”的程序", place="also")
        if state.step(proceeding, step.code, request.at.day) is None:
            return bad_input(f"编号为“{proceeding[:40]}”的程序没有“{step.title}”这一步骤", place="also")
        attempt = Attempt(proceeding, step, request.at, facts, request.by)
        if mode != PERFORMED:
            found_gates += gates(state, attempt, people)
        else:
            found_gates += gates_now(case, context, state, attempt, people)
            found_gates += _closed_since(case, context, attempt, found_gates)
    if found_gates and mode == PERFORMED:
        return refusal(step, found_gates)
    events = [_taken_event(state.vocabulary, request, step, facts, mode)]
    openings = _openings(state, request, step, facts, ids)
    return Accepted((*events, *openings), tuple(found_gates), tuple(str(e.payload["proceeding"]) for e in openings))


def _closed_since(case: Case, context: Context, attempt: Attempt, known: Sequence[Gate]) -> list[Gate]:
    """A power that ended later on the same day is not used any more by naming an earlier minute."""
    if not any(taken.at.day == attempt.at.day and before(attempt.at, taken.at) is True for taken in case.taken):
        return []
    later = unfold(case, context, day=attempt.at.day)
    ended = step_gates(later, attempt.proceeding, attempt.step, attempt.at)
    return [gate for gate in ended if gate.code in CLOSING and gate not in known]


CLOSING = frozenset({"ended", "already", "times", "until"})


def refusal(step: Step, found: Sequence[Gate]) -> Refusal:
    """All that stands in the way of a step, led by what to mend first."""
    first = found[0]
    return Refusal(
        first.code,
        first.message if len(found) == 1 else f"{first.message}（另有 {len(found) - 1} 项）",
        first.remedy,
        first.cite,
        tuple(dict.fromkeys(code for gate in found for code in gate.missing)),
        tuple(found),
    )


def _taken_event(
    vocabulary: Vocabulary, request: Request, step: Step, facts: Mapping[str, Value], mode: str
) -> NewEvent:
    payload: dict[str, Json] = {
        "proceedings": [request.proceeding, *request.also],
        "step": step.code,
        "mode": mode,
        "by": list(request.by),
        "facts": {code: dump_value(value) for code, value in facts.items()},
    }
    return NewEvent(
        type=STEP_TAKEN,
        occurred=request.at,
        actor=request.actor,
        payload=payload,
        personal=personal_paths(vocabulary, facts),
    )


def personal_paths(vocabulary: Vocabulary, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """Where in a payload personal data stands, so that only commitments to it enter the chain."""
    return tuple(f"/facts/{code}" for code in facts if code in vocabulary and vocabulary[code].personal)


def _openings(
    state: State, request: Request, step: Step, facts: Mapping[str, Value], ids: Sequence[str]
) -> list[NewEvent]:
    """Proceedings that open with the step, such as publication with the decision."""
    fresh = iter(ids)
    return [
        open_proceeding(
            next(fresh),
            _meant(state, proceeding, request.at.day, facts, opening.procedure),
            request.at,
            request.actor,
            parent=proceeding,
        )
        for proceeding in (request.proceeding, *request.also)
        for opening in step.opens
        if opening.condition is None or opening.condition.holds(Scope(state, proceeding, request.at.day, facts)) is True
    ]


def _meant(state: State, proceeding: str, day: date, facts: Mapping[str, Value], code: str) -> str:
    """Of the procedure to open, the variant whose rules the case follows, or those of the procedure that opens it."""
    rules = state.context.rules(day)
    held = Scope(state, proceeding, day, facts).fact(REGIME) if REGIME in state.vocabulary else None
    opener = rules.entry("procedure", state.runs[proceeding].proceeding.procedure)
    own = str(opener.data.get("regime", "")) if opener else ""
    return variant(rules, code, held if isinstance(held, str) and held else own)


def open_proceeding(
    proceeding: str,
    code: str,
    at: Moment,
    actor: str,
    *,
    parent: str = "",
    about: Sequence[str] = (),
    facts: Mapping[str, Value] | None = None,
    vocabulary: Vocabulary | None = None,
) -> NewEvent:
    """The event with which a proceeding begins."""
    given = facts or {}
    return NewEvent(
        type=PROCEEDING_OPENED,
        occurred=at,
        actor=actor,
        payload={
            "proceeding": proceeding,
            "procedure": code,
            "parent": parent,
            "about": list(about),
            "facts": {name: dump_value(value) for name, value in given.items()},
        },
        personal=personal_paths(vocabulary, given) if vocabulary else (),
    )


@dataclass(frozen=True, slots=True)
class Correction:
    """What was entered wrongly about an earlier step: the right day, facts or persons, or that it never happened."""

    version: int
    actor: str
    reason: str
    at: Moment | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    by: tuple[str, ...] | None = None
    void: bool = False
    part: int = 0
    """Which step of a light case, whose event carries several."""


def correct(case: Case, correction: Correction, *, context: Context, today: date) -> Accepted | Refusal:
    """Supersede an earlier step. Nothing is undone: obligations recompute, what rests on the step is flagged."""
    wanted = (correction.version, correction.part)
    old = next((taken for taken in case.taken if (taken.version, taken.part) == wanted), None)
    if old is None or old.is_deemed:
        return bad_input(f"本案没有可以更正的第 {correction.version} 号记录", place="version")
    if not correction.reason.strip():
        return bad_input("更正应当写明理由", "填写更正理由", place="reason")
    at = correction.at or old.at
    if refused := check_day(case, at, today):
        return refused
    state = unfold(case, context)
    step = state.step(old.proceeding, old.step, at.day)
    if step is None:
        return bad_input(f"当日没有“{old.step}”这一步骤", place="occurred")
    facts = read_request(state.vocabulary, step, correction.facts)
    if isinstance(facts, Refusal):
        return facts
    payload: dict[str, Json] = {
        "supersedes": correction.version,
        **({"part": correction.part} if correction.part else {}),
        "reason": correction.reason.strip(),
        "facts": {code: dump_value(value) for code, value in facts.items()},
        "removed": list(correction.removed),
        "void": correction.void,
    }
    if correction.by is not None:
        payload["by"] = list(correction.by)
    return Accepted(
        (
            NewEvent(
                type=STEP_CORRECTED,
                occurred=at,
                actor=correction.actor,
                payload=payload,
                personal=personal_paths(state.vocabulary, facts),
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Reopened:
    """What was entered wrongly when a proceeding was opened: its procedure, its day, the facts it was opened with."""

    proceeding: str
    actor: str
    reason: str
    procedure: str = ""
    at: Moment | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def correct_opening(case: Case, mending: Reopened, *, context: Context, today: date) -> NewEvent | Refusal:
    """Correct how a proceeding was opened. Its steps stay as they were taken; findings and periods recompute."""
    old = case.proceedings.get(mending.proceeding)
    if old is None:
        return bad_input(f"本案没有编号为“{mending.proceeding[:40]}”的程序", place="proceeding")
    if not mending.reason.strip():
        return bad_input("更正应当写明理由", "填写更正理由", place="reason")
    at = mending.at or old.opened
    if refused := check_day(case, at, today):
        return refused
    code = mending.procedure or old.procedure
    if lasting(context.book, code, at.day) is None:
        return bad_input(f"{show_date(at.day)} 没有代码为“{code[:60]}”的程序", place="procedure")
    facts: dict[str, Value] = {}
    for name, raw in mending.facts.items():
        value = context.book.vocabulary.read(name, raw)
        if isinstance(value, FactError):
            return bad_input(value.message, value.remedy, place=value.place)
        facts[name] = value
    return NewEvent(
        type=PROCEEDING_CORRECTED,
        occurred=at,
        actor=mending.actor,
        payload={
            "proceeding": old.id,
            "reason": mending.reason.strip(),
            "procedure": mending.procedure,
            "facts": {name: dump_value(value) for name, value in facts.items()},
            "removed": list(mending.removed),
        },
        personal=personal_paths(context.book.vocabulary, facts),
    )


def effect_arose(
    taken_by: Proceeding,
    *,
    period: str,
    cite: str,
    deems: str,
    at: Moment,
    due_on: date,
    facts: Mapping[str, Json],
    say: str,
    item: str = "",
) -> NewEvent:
    """What the law makes of silence, written down when it arises: its legal date and its day of arising differ."""
    return NewEvent(
        type=EFFECT_AROSE,
        occurred=at,
        actor=LAW,
        payload={
            "proceeding": taken_by.id,
            "period": period,
            "cite": cite,
            "deems": deems,
            "due_on": due_on.isoformat(),
            "facts": facts,
            "say": say,
            **({"item": item} if item else {}),
        },
    )


def effect_withdrawn(effect: Taken, *, at: Moment, reason: str, cite: str, by_entry: bool = True) -> NewEvent:
    """An effect of silence taken away. By a later entry it always alerts; by a calendar that came later it need not."""
    return NewEvent(
        type=EFFECT_WITHDRAWN,
        occurred=at,
        actor=LAW,
        payload={
            "proceeding": effect.proceeding,
            "period": effect.period,
            "supersedes": effect.version,
            "reason": reason,
            "cite": cite,
            **({} if by_entry else {"by_entry": False}),
        },
    )
