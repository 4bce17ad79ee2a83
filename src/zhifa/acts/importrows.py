"""Rows of an imported list: worked out one after another, wherever there is a processor, and dealt with in one
transaction: entered as cases, known from before, or put aside."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from zhifa.acts.casting import Cast
from zhifa.acts.importbeside import Beside, NoCase, case_joined, open_beside
from zhifa.acts.importknown import Variants
from zhifa.acts.light import Light, LightCase, LightStep, Listed, write_casts
from zhifa.acts.work import Actor, today
from zhifa.core.imports import Column, Fault, Layout, ListedRow, Plan, RowReader
from zhifa.core.imports.keys import Keys
from zhifa.core.permission import may
from zhifa.core.values import Refusal
from zhifa.store.imports.models import AsideRow
from zhifa.store.journal.rows import write_rows
from zhifa.store.readers.imports import Taken, taken_before
from zhifa.store.registry.models import Organ

_TAKEN: Final = ("source_id", "key", "seal", "run", "number", "case")
NUMBER_LENGTH: Final = 60
"""A case is called by the number of its document; a longer one is only kept as a fact."""

SELDOM: Final = 300_000
"""After so many new things the cycle collector looks through them."""

Numbered = tuple[int, Sequence[str]]
"""A row of the file: its number and its cells."""


@dataclass(frozen=True, slots=True)
class Job:
    """What whoever works on the rows of a run has to know; it can be sent to another process."""

    run: str
    source: int
    salt: bytes
    plan: Plan
    actor: str


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of a row before anything is written: a case, a row that was taken before, or its faults."""

    number: int
    faults: Sequence[Fault] = ()
    said: str = ""
    """The number of its document."""
    key: bytes = b""
    seal: bytes = b""
    organ: str = ""
    cast: Cast | None = None
    beside: tuple[Beside, ...] = ()
    """Proceedings besides: of its own case, or of the one it belongs to."""
    joins: str = ""
    """The number of the case it belongs to; it has none of its own then."""
    case: str = ""
    """The case it became, or the one it belongs to."""


class RowWorker:
    """Reads rows and works their cases out; keeps what it learns of kinds."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._reader = RowReader(job.plan)
        self._keys = Keys(job.salt, job.plan.layout, job.plan.places)
        self._variants = Variants()
        self._lights: dict[tuple[str, date], Light] = {}

    def work(self, rows: Iterable[Numbered]) -> list[Worked]:
        """Some rows; empty ones and lines of totals are left out."""
        with seldom_collected():
            return self._work(rows)

    def _work(self, rows: Iterable[Numbered]) -> list[Worked]:
        worked: list[Worked] = []
        fresh: list[tuple[int, ListedRow]] = []
        for number, cells in rows:
            read = self._reader.read(number, cells)
            if isinstance(read, ListedRow):
                fresh.append((len(worked), read))
                key, seal = self._keys.of(read.number, cells)
                worked.append(Worked(number, (), read.number, key, seal, read.organ))
            elif read is not None:
                worked.append(Worked(number, read))
        known = taken_before(self.job.source, [one.key for one in worked if one.key])
        by_organ: dict[str, list[tuple[int, ListedRow]]] = {}
        for place, row in fresh:
            if worked[place].key not in known:
                by_organ.setdefault(row.organ, []).append((place, row))
        for organ, some in by_organ.items():
            alone = [(place, row) for place, row in some if not row.joins]
            casts = self._light(organ).cast([self._case(row) for _, row in alone])
            for (place, _), cast in zip(alone, casts, strict=True):
                worked[place] = _with(worked[place], cast)
            for place, row in some:
                if row.joins or row.beside:
                    worked[place] = self._beside(worked[place], row)
        return worked

    def _beside(self, one: Worked, row: ListedRow) -> Worked:
        """The row with the proceedings it tells of besides; one that joins a case is such a proceeding itself."""
        if one.faults:
            return one
        light = self._light(row.organ)
        cases = [self._case(row)] if row.joins else []
        for told in row.beside:
            procedure = self._variants.of(row.organ, told.procedure or row.procedure, row.matter, row.begun)
            steps = tuple(LightStep(step.step, step.at, step.by, step.facts) for step in told.steps)
            cases.append(LightCase(procedure, steps, listed=Listed()))
        besides: list[Beside] = []
        for case in cases:
            steps_ = light.read(case)
            if isinstance(steps_, Refusal):
                return Worked(one.number, [_refused(one.number, steps_)])
            besides.append(Beside(case.procedure, steps_))
        if not row.joins and row.beside and not row.beside[0].procedure:
            besides[0] = replace(besides[0], procedure="")
        return replace(one, beside=tuple(besides), joins=row.joins)

    def _light(self, organ: str) -> Light:
        key = (organ, today())
        if key not in self._lights:
            self._lights[key] = Light(Organ.objects.get(pk=organ), self.job.actor)
        return self._lights[key]

    def _case(self, row: ListedRow) -> LightCase:
        return LightCase(
            procedure=self._variants.of(row.organ, row.procedure, row.matter, row.begun),
            steps=tuple([LightStep(one.step, one.at, one.by, one.facts) for one in row.steps]),
            number=row.number if len(row.number) <= NUMBER_LENGTH else "",
            listed=Listed(row.facts, row.officers),
        )


def _with(one: Worked, cast: Cast | Refusal) -> Worked:
    if isinstance(cast, Refusal):
        return Worked(one.number, [_refused(one.number, cast)])
    return Worked(one.number, (), one.said, one.key, one.seal, one.organ, cast, case=cast.case_id)


def _refused(number: int, why: Refusal) -> Fault:
    return Fault(number, "整行", "", why.message, why.remedy or "核对这一行")


@contextmanager
def seldom_collected() -> Iterator[None]:
    """The cycle collector looks at what has been there before no more, and rarely at the rest: rows are a great many
    small things and no cycles, and going through them takes a third of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@dataclass(slots=True)
class Dealt:
    """What became of some rows."""

    cases: list[Worked] = field(default_factory=list)
    aside: list[tuple[Worked, Sequence[Fault]]] = field(default_factory=list)
    unchanged: int = 0
    findings: int = 0


@dataclass(slots=True)
class RowTaker:
    """Enters the rows of one run."""

    run: str
    source: int
    layout: Layout
    actor: Actor
    seen: dict[bytes, Taken] = field(default_factory=dict)
    """Rows of a run that only tries: nothing of it is remembered in the store."""
    _refusals: dict[str, Refusal | None] = field(default_factory=dict)

    def deal(self, worked: Sequence[Worked]) -> Dealt:
        """Inside a transaction: enter what is new. Nothing is remembered yet."""
        dealt = Dealt()
        known = self.seen | taken_before(self.source, [one.key for one in worked if one.key])
        for one in worked:
            if one.faults:
                dealt.aside.append((one, one.faults))
            elif earlier := known.get(one.key):
                self._came_again(one, earlier, dealt)
            elif refused := self._may_not(one.organ):
                dealt.aside.append((one, [_refused(one.number, refused)]))
            elif isinstance(found := self._joined(one), NoCase):
                dealt.aside.append((one, [self._no_case(one, found)]))
            else:
                one = found
                known[one.key] = Taken(one.seal, self.run, one.number, "")
                dealt.cases.append(one)
        casts = [one.cast for one in dealt.cases if one.cast]
        write_casts(casts)
        dealt.findings = sum(cast.findings for cast in casts)
        for one in dealt.cases:
            if one.beside:
                dealt.findings += open_beside(one.case, one.beside, under=not one.joins, actor=self.actor)
        return dealt

    def _joined(self, one: Worked) -> Worked | NoCase:
        """The row with the case it belongs to, where it names one."""
        if not one.joins:
            return one
        found = case_joined(self._naming().of, one.joins, one.organ, one.beside)
        return found if isinstance(found, NoCase) else replace(one, case=found)

    def _naming(self) -> Column:
        return next(column for column in self.layout.columns if column.type == "case")

    def _no_case(self, one: Worked, why: NoCase) -> Fault:
        return Fault(one.number, self._naming().title, one.joins, why.reason, why.remedy)

    def _may_not(self, organ: str) -> Refusal | None:
        if organ not in self._refusals:
            path = Organ.objects.values_list("path", flat=True).get(pk=organ)
            self._refusals[organ] = may(self.actor.person, "case.act", path, today())
        return self._refusals[organ]

    def _came_again(self, one: Worked, earlier: Taken, dealt: Dealt) -> None:
        if earlier.run == self.run:
            said = f"与第 {earlier.number} 行的文书号相同"
            dealt.aside.append((one, [self._numbered(one, said, "删去重复的一行，或者改正文书号")]))
        elif earlier.seal == one.seal:
            dealt.unchanged += 1
        else:
            said = "这个文书号以前已经录入，内容与现在的不同"
            remedy = "在案件页更正原来的案件；确是另一件的，改正文书号"
            dealt.aside.append((one, [self._numbered(one, said, remedy)]))

    def _numbered(self, one: Worked, reason: str, remedy: str) -> Fault:
        column = self.layout.column(self.layout.number).title if self.layout.number else "整行"
        return Fault(one.number, column, one.said, reason, remedy)

    def remember(self, dealt: Dealt, rows: Mapping[int, Sequence[str]]) -> None:
        """Write down which rows are cases now and which were put aside, with their cells."""
        taken = [(self.source, one.key, one.seal, self.run, one.number, one.case) for one in dealt.cases]
        write_rows("imports_takenrow", _TAKEN, taken)
        AsideRow.objects.bulk_create(
            AsideRow(
                run_id=self.run,
                number=one.number,
                cells=list(rows[one.number]),
                faults=[[fault.column, fault.value, fault.reason, fault.remedy] for fault in faults],
            )
            for one, faults in dealt.aside
        )

    def keep_in_mind(self, dealt: Dealt) -> None:
        """The same for a run that only tries."""
        self.seen |= {one.key: Taken(one.seal, self.run, one.number, "") for one in dealt.cases}
