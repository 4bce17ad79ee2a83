"""Light cases: finished cases of a simple kind entered in bulk, each one event, in one transaction.

Traffic monitoring makes them by the hundred thousand. They are cases like any other: read, judged, counted and listed
by the same functions, with findings where something was wrong. Whatever happens to one later is an ordinary act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from zhifa.acts.matters import CODE, with_matter
from zhifa.acts.numbers import take_numbers
from zhifa.acts.opening import CASE_NUMBER
from zhifa.acts.powers import FACTS as POWER_FACTS
from zhifa.acts.powers import MODE, with_power
from zhifa.acts.watching import look_again
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.events import Event, NewEvent
from zhifa.core.facts import FactError, Value
from zhifa.core.permission import Person, may
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.entered import EnteredStep, entered
from zhifa.core.procedure.model import Procedure, Step
from zhifa.core.procedure.reading import procedure as find_procedure
from zhifa.core.procedure.settling import unsettled
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import bad_input, read_request
from zhifa.core.procedure.view import View, view
from zhifa.core.values import Moment, Refusal, show_date
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.bulk import project_new
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people_at

TOGETHER = 500
"""So many cases are worked out before they are written: memory stays small, statements stay long."""


@dataclass(frozen=True, slots=True)
class LightStep:
    """One step as it was taken: when, by whom, with which facts as typed."""

    step: str
    at: Moment
    by: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LightCase:
    """A case of a procedure that allows light cases, with its steps in the order in which they were taken."""

    procedure: str
    steps: tuple[LightStep, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    """What is known of the whole proceeding and of no one step, such as the party."""
    listed: bool = False
    """A row of a list is all that is known: what it does not tell is not judged."""
    officers: tuple[str, ...] = ()
    """Persons in charge besides those who took the steps."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a batch: the cases that are there now, and the rows nobody could store, by their place."""

    case_ids: tuple[str, ...]
    refused: tuple[tuple[int, Refusal], ...] = ()
    findings: int = 0


def enter_light(organ_code: str, cases: Sequence[LightCase], *, actor: Actor) -> Entered | Refusal:
    """Enter finished cases. A row that cannot be read is left out and named; one that was unlawful gets findings."""
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input(f"没有代码为“{organ_code[:40]}”的机关", place="organ")
    if refused := may(actor.person, "case.act", organ.path, today()):
        return refused
    given = context()
    reader = _Reader(organ, given, people_at(organ.path, _named(cases)))
    ready: list[_Ready] = []
    wrong: list[tuple[int, Refusal]] = []
    for number, case in enumerate(cases, 1):
        one = reader.read(case)
        if isinstance(one, Refusal):
            wrong.append((number, one))
        else:
            ready.append(one)
    ids: list[str] = []
    findings = 0
    with transaction.atomic():
        for start in range(0, len(ready), TOGETHER):
            seen = _write(ready[start : start + TOGETHER], reader, actor)
            ids += [one.case.id for one in seen]
            findings += sum(len(one.findings) for one in seen)
    return Entered(tuple(ids), tuple(wrong), findings)


def _named(cases: Sequence[LightCase]) -> set[str]:
    """Everybody the cases name."""
    acting = {key for case in cases for step in case.steps for key in step.by}
    return acting.union(*(case.officers for case in cases))


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row that was read: nothing but writing is left."""

    procedure: str
    steps: tuple[EnteredStep, ...]
    facts: Mapping[str, Value]
    listed: bool
    officers: tuple[str, ...]


class _Reader:
    """Reads rows of one batch; what the catalogue and the register of powers say of a matter is asked once a day."""

    def __init__(self, organ: Organ, given: Context, people: Mapping[str, Person]) -> None:
        self.organ, self.given, self.people = organ, given, people
        self.day = today()
        self._powers: dict[tuple[str, str, date], Mapping[str, object]] = {}

    def read(self, case: LightCase) -> _Ready | Refusal:
        """A row with typed facts, or the first thing in it that cannot be stored."""
        if not case.steps:
            return bad_input("没有步骤", "至少写明一个步骤", place="steps")
        begun = min(step.at.day for step in case.steps)
        matter = next((step.facts[CODE] for step in case.steps if CODE in step.facts), case.facts.get(CODE))
        steps: list[EnteredStep] = []
        for one in case.steps:
            if one.at.day > self.day:
                return bad_input(f"日期 {show_date(one.at.day)} 晚于今天 {show_date(self.day)}", place="occurred")
            found = find_procedure(self.given.rules(one.at.day), case.procedure)
            step = found.steps.get(one.step) if found else None
            if found is None or step is None:
                return bad_input(
                    f"{show_date(one.at.day)} 没有“{case.procedure}”程序的“{one.step[:60]}”步骤", place="step"
                )
            if refused := self._heavy(found, step, one, listed=case.listed):
                return refused
            facts = self._facts(step, one, begun, matter)
            if isinstance(facts, Refusal):
                return facts
            steps.append(EnteredStep(one.step, one.at, one.by, facts))
        said = self._said(case.facts)
        return (
            said
            if isinstance(said, Refusal)
            else _Ready(case.procedure, tuple(steps), said, case.listed, case.officers)
        )

    def _said(self, typed: Mapping[str, object]) -> dict[str, Value] | Refusal:
        facts: dict[str, Value] = {}
        for code, raw in typed.items():
            value = self.given.book.vocabulary.read(code, raw)
            if isinstance(value, FactError):
                return bad_input(value.message, value.remedy, place=value.place)
            facts[code] = value
        return facts

    def _heavy(self, found: Procedure, step: Step, one: LightStep, *, listed: bool) -> Refusal | None:
        """What a light case cannot carry: another procedure, a step that opens one, people nobody registered."""
        if not (found.listed if listed else found.light):
            return bad_input(f"{found.title}不能作为轻案成批录入", "逐件办理，或者在案件页事后补录", place="procedure")
        if step.opens and not listed:
            return bad_input(f"“{step.title}”打开别的程序，不能成批录入", "这一件逐步办理", place="step")
        unknown = [key for key in one.by if key not in self.people] if not step.is_outsiders else []
        if unknown:
            return bad_input(f"没有登记编号为“{unknown[0][:40]}”的人员", "从人员名单中选择", place="by")
        return None

    def _facts(self, step: Step, one: LightStep, begun: date, matter: object) -> Mapping[str, Value] | Refusal:
        typed = with_matter(self.given.book, step, begun, one.facts)
        if matter and not step.facts.isdisjoint(POWER_FACTS) and not one.facts.get(MODE):
            key = (step.code, str(matter), one.at.day)
            if key not in self._powers:
                self._powers[key] = with_power(self.organ, step, one.at.day, begun, str(matter), {})
            typed = {**self._powers[key], **typed}
        return read_request(self.given.book.vocabulary, step, typed)


def _write(ready: Sequence[_Ready], reader: _Reader, actor: Actor) -> list[View]:
    """Number, seal and project some cases; how each stands now."""
    given, moment = reader.given, clock.now()
    ids = [new_id() for _ in ready]
    numbers = _numbers(reader.organ, ids, ready)
    batches = [
        journal.Batch("case", case_id, [_event(case_id, numbers[case_id], one, reader, actor)])
        for case_id, one in zip(ids, ready, strict=True)
    ]
    written = journal.bulk_append(batches, recorded_at=moment)
    if isinstance(written, journal.StaleStream):
        raise RuntimeError("新案件的编号已被占用")
    views = [_seen(event, given, reader) for event in written]
    project_new(views, organ=reader.organ)
    for seen in views:
        if unsettled(seen.case, seen.state, seen.obligations, day=reader.day):
            look_again(seen.case.id)
    return views


def _numbers(organ: Organ, ids: Sequence[str], ready: Sequence[_Ready]) -> dict[str, str]:
    """Case numbers, those of one year one after another in the order of the rows."""
    years: dict[int, list[str]] = {}
    for case_id, one in zip(ids, ready, strict=True):
        years.setdefault(min(step.at.day for step in one.steps).year, []).append(case_id)
    found: dict[str, str] = {}
    for year in sorted(years):
        taken = take_numbers(organ, CASE_NUMBER, year, tokens=years[year])
        found |= {case_id: str(number) for case_id, number in zip(years[year], taken, strict=True)}
    return found


def _event(case_id: str, number: str, one: _Ready, reader: _Reader, actor: Actor) -> NewEvent:
    acting = (*one.officers, *(key for step in one.steps for key in step.by))
    officers = list(dict.fromkeys(key for key in acting if key in reader.people))
    about = {"organ": reader.organ.pk, "number": number, "officers": officers, "rules": reader.given.book.digest}
    vocabulary = reader.given.book.vocabulary
    # Its one proceeding bears the id of the case: nobody tells the two apart before a second one is opened.
    return entered(
        case_id, one.procedure, one.steps, actor=actor.id, vocabulary=vocabulary, facts=one.facts, about=about,
        listed=one.listed,
    )  # fmt: skip


def _seen(event: Event, given: Context, reader: _Reader) -> View:
    case = fold(event.stream_id, [event], given.book.vocabulary)
    assert case is not None
    return view(case, context=given, people=reader.people.get, day=reader.day)
