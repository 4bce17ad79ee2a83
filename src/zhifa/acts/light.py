"""Light cases: finished cases of a simple kind entered in bulk, each one event, in one transaction.

Traffic monitoring makes them by the hundred thousand. They are cases like any other: read, judged, counted and listed
by the same functions, with findings where something was wrong. Whatever happens to one later is an ordinary act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction

from zhifa.acts.casting import Cast, Caster, Raw, Ready, Setting, first_moment
from zhifa.acts.matters import CODE, with_matter
from zhifa.acts.numbers import take_numbers
from zhifa.acts.opening import CASE_NUMBER
from zhifa.acts.powers import FACTS as POWER_FACTS
from zhifa.acts.powers import MODE, holding, with_power_of
from zhifa.acts.watching import look_again
from zhifa.acts.work import Actor, context, new_ids, today
from zhifa.core.facts import FactError, Value
from zhifa.core.permission import Person, may
from zhifa.core.procedure.entered import LISTED, EnteredStep
from zhifa.core.procedure.model import Procedure, Step
from zhifa.core.procedure.reading import procedure as find_procedure
from zhifa.core.procedure.taking import bad_input, read_request
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Moment, Refusal, show_date
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.bulk import sheet_tables
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import KnownPeople
from zhifa.store.rowvalues import Values

TOGETHER = 500
"""So many cases are worked out before they are written: memory stays small, statements stay long."""


@dataclass(slots=True)  # one for each row: frozen takes three times as long
class LightStep:
    """One step as it was taken: when, by whom, with which facts as typed."""

    step: str
    at: Moment
    by: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)  # one for each row: frozen takes three times as long
class Listed:
    """What a row of a list tells of no one step: facts of the whole, such as the party, and who was in charge.

    A case that is known from a list alone is not judged by what the list does not tell.
    """

    facts: Mapping[str, object] = field(default_factory=dict)
    officers: tuple[str, ...] = ()


@dataclass(slots=True)  # one for each row: frozen takes three times as long
class LightCase:
    """A case of a procedure that allows light cases, with its steps in the order in which they were taken."""

    procedure: str
    steps: tuple[LightStep, ...]
    number: str = ""
    """The number the case has where it comes from; without one it gets the organ's next."""
    listed: Listed | None = None
    """What a row of a list tells besides, where that is all that is known of the case."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a batch: the cases that are there now, and the rows nobody could store, by their place."""

    case_ids: tuple[str, ...]
    refused: tuple[tuple[int, Refusal], ...] = ()
    findings: int = 0


Casting = Callable[[str, str, Sequence[Sequence["LightCase"]]], Iterable[Sequence["Cast | Refusal"]]]
"""Casts groups of cases that bear their own numbers, in order, for an organ and an actor: in other processes."""


def enter_light(
    organ_code: str, cases: Sequence[LightCase], *, actor: Actor, casting: Casting | None = None
) -> Entered | Refusal:
    """Enter finished cases. A row that cannot be read is left out and named; one that was unlawful gets findings.

    Where every case bears a number of its own, `casting` may work them out elsewhere.
    """
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input(f"没有代码为“{organ_code[:40]}”的机关", place="organ")
    if refused := may(actor.person, "case.act", organ.path, today()):
        return refused
    groups = [cases[start : start + TOGETHER] for start in range(0, len(cases), TOGETHER)]
    elsewhere = casting is not None and all(case.number for case in cases)
    ids: list[str] = []
    wrong: list[tuple[int, Refusal]] = []
    findings = 0
    with transaction.atomic():
        here = Light(organ, actor.id)
        found = casting(organ_code, actor.id, groups) if casting and elsewhere else map(here.cast, groups)
        for done in found:
            place = len(ids) + len(wrong)
            wrong += [(place + n, one) for n, one in enumerate(done, 1) if isinstance(one, Refusal)]
            casts = [one for one in done if isinstance(one, Cast)]
            with staged_casts(casts) as rows:
                rows.write()
            settle(casts)
            ids += [one.case_id for one in casts]
            findings += sum(one.findings for one in casts)
    return Entered(tuple(ids), tuple(wrong), findings)


def staged_casts(casts: Sequence[Cast], **more: journal.Table) -> AbstractContextManager[journal.Staged]:
    """Events and rows of some cases, and of `more` tables, ready to be written."""
    tables: dict[str, list[Values]] = {}
    for one in casts:
        for name, rows in one.tables:
            tables.setdefault(name, []).extend(rows)
    events = journal.sealed_tables([one.line for one in casts])
    return journal.staged(events | sheet_tables([one.case for one in casts], tables.items()) | more)


def settle(casts: Sequence[Cast]) -> None:
    """In the transaction that wrote the cases: what the law has made of silence in one, as in every case."""
    for one in casts:
        if one.settles:
            look_again(one.case_id)


class Light:
    """Light cases of one organ, as one process works them out: what it has learned of their kinds it keeps."""

    def __init__(self, organ: Organ, actor: str) -> None:
        self.organ = organ
        given, people = context(), KnownPeople(organ.path)
        setting = Setting(
            organ=organ, context=given, day=today(), actor=actor, moment=clock.now(), suite=journal.preferred(),
            people=people,
        )  # fmt: skip
        self._reader = _Reader(organ, people)
        self._people, self._caster = people, Caster(setting, self._reader.read)

    @property
    def judged(self) -> int:
        """How many cases had to be judged by themselves: one of each kind."""
        return self._caster.judged

    def cast(self, cases: Sequence[LightCase]) -> list[Cast | Refusal]:
        """Some cases, worked out and sealed but not written; or what is wrong with one."""
        self._caster.setting = replace(self._caster.setting, moment=clock.now())
        self._meet(cases)
        ids = new_ids(len(cases))
        ready: Iterable[Ready | Refusal] = map(self._ready, cases)
        numbers = {key: case.number for key, case in zip(ids, cases, strict=True)}
        if not all(numbers.values()):  # else each is cast as soon as it is ready, and the next of its kind is not read
            ready = list(ready)
            fit = [one for one in zip(ids, cases, ready, strict=True) if isinstance(one[2], Ready)]
            numbers = _numbers(self.organ, [key for key, _, _ in fit], [case for _, case, _ in fit])
        return [
            self._caster.cast(one, key, numbers[key]) if isinstance(one, Ready) else one
            for key, one in zip(ids, ready, strict=True)
        ]

    def read(self, case: LightCase) -> tuple[EnteredStep, ...] | Refusal:
        """The steps of a case with typed facts, for whoever enters them elsewhere than in a case of their own."""
        self._meet([case])
        return self._reader.read(self._caster.setting.context.book, case.procedure, _raw(case))

    def _meet(self, cases: Sequence[LightCase]) -> None:
        self._people.read({key for case in cases for step in case.steps for key in step.by})
        self._people.read({key for case in cases if case.listed for key in case.listed.officers})

    def _ready(self, case: LightCase) -> Ready | Refusal:
        raw = _raw(case)
        if any(step == LISTED for step, _, _, _ in (raw[1:] if case.listed else raw)):
            return bad_input(f"没有“{LISTED}”步骤", "核对步骤的代码", place="step")
        return self._caster.ready(case.procedure, raw)


def _raw(case: LightCase) -> Raw:
    """The steps of a case as typed; before them what its row tells of no one step."""
    raw = tuple([(step.step, step.at, step.by, step.facts) for step in case.steps])
    if case.listed and raw:
        return ((LISTED, first_moment(raw), case.listed.officers, case.listed.facts), *raw)
    return raw


class _Reader:
    """Reads rows of one batch."""

    def __init__(self, organ: Organ, people: Mapping[str, Person]) -> None:
        self.people = people
        self.holder = holding(organ)
        self.day = today()

    def read(self, book: Rulebook, procedure: str, raw: Raw) -> tuple[EnteredStep, ...] | Refusal:
        """The steps of a row with typed facts, or the first thing in it that cannot be stored."""
        if not raw:
            return bad_input("没有步骤", "至少写明一个步骤", place="steps")
        begun = min(at.day for _, at, _, _ in raw)
        matter = next((facts[CODE] for _, _, _, facts in raw if CODE in facts), None)
        steps: list[EnteredStep] = []
        listed = raw[0][0] == LISTED
        if listed:
            told = self._told(book, raw[0][3])
            if isinstance(told, Refusal):
                return told
            steps.append(EnteredStep(*raw[0][:3], told))
        for code, at, by, typed in raw[1:] if listed else raw:
            if at.day > self.day:
                return bad_input(f"日期 {show_date(at.day)} 晚于今天 {show_date(self.day)}", place="occurred")
            found = find_procedure(book.as_of(at.day), procedure)
            step = found.steps.get(code) if found else None
            if found is None or step is None:
                return bad_input(f"{show_date(at.day)} 没有“{procedure}”程序的“{code[:60]}”步骤", place="step")
            if refused := self._heavy(found, step, by, listed=listed):
                return refused
            facts = self._facts(book, step, at.day, begun, matter, typed)
            if isinstance(facts, Refusal):
                return facts
            steps.append(EnteredStep(code, at, by, facts))
        return tuple(steps)

    def _told(self, book: Rulebook, listed: Mapping[str, object]) -> dict[str, Value] | Refusal:
        """The facts of the whole, typed."""
        facts: dict[str, Value] = {}
        for code, raw in listed.items():
            value = book.vocabulary.read(code, raw)
            if isinstance(value, FactError):
                return bad_input(value.message, value.remedy, place=value.place)
            facts[code] = value
        return facts

    def _heavy(self, found: Procedure, step: Step, by: tuple[str, ...], *, listed: bool) -> Refusal | None:
        """What a light case cannot carry: another procedure, a step that opens one, people nobody registered."""
        if not (found.listed if listed else found.light):
            return bad_input(f"{found.title}不能作为轻案成批录入", "逐件办理，或者在案件页事后补录", place="procedure")
        if step.opens and not listed:
            return bad_input(f"“{step.title}”打开别的程序，不能成批录入", "这一件逐步办理", place="step")
        unknown = [key for key in by if key not in self.people] if not step.is_outsiders else []
        if unknown:
            return bad_input(f"没有登记编号为“{unknown[0][:40]}”的人员", "从人员名单中选择", place="by")
        return None

    def _facts(
        self, book: Rulebook, step: Step, day: date, begun: date, matter: object, typed: Mapping[str, object]
    ) -> Mapping[str, Value] | Refusal:
        known = with_matter(book, step, begun, typed)
        if matter and not step.facts.isdisjoint(POWER_FACTS) and not typed.get(MODE):
            held = with_power_of(lambda: self.holder, book.as_of(day), step, day, begun, str(matter), {})
            known = {**held, **known}
        return read_request(book.vocabulary, step, known)


def _numbers(organ: Organ, ids: Sequence[str], cases: Sequence[LightCase]) -> dict[str, str]:
    """Their own numbers; to those without, numbers of the organ, those of one year one after another in their order."""
    years: dict[int, list[str]] = {}
    found = {key: case.number for key, case in zip(ids, cases, strict=True)}
    for case_id, case in zip(ids, cases, strict=True):
        if not case.number:
            years.setdefault(min(step.at.day for step in case.steps).year, []).append(case_id)
    for year in sorted(years):
        taken = take_numbers(organ, CASE_NUMBER, year, tokens=years[year])
        found |= {case_id: str(number) for case_id, number in zip(years[year], taken, strict=True)}
    return found
