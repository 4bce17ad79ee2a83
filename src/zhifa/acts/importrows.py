"""Rows of an imported list read and worked out, wherever there is a processor; nothing is written."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhifa.acts.casting import Cast
from zhifa.acts.importbeside import Beside
from zhifa.acts.importknown import Variants
from zhifa.acts.light import Light, LightCase, LightStep, Listed
from zhifa.acts.work import Actor, today
from zhifa.core.imports import Fault, ListedRow, Plan, RowReader
from zhifa.core.imports.keys import Keys
from zhifa.core.values import Refusal
from zhifa.store.readers.imports import Taken, taken_before
from zhifa.store.registry.models import Organ

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
    actor: Actor
    trial: bool
    """Nothing of it is kept."""
    mends: str = ""
    """The run whose rows put aside come back mended, and the column that says which."""
    came_from: int = -1
    again: tuple[str, ...] = ()
    """Runs over the very same file before this one: what they put aside is dealt with anew."""


@dataclass(slots=True)  # one for each row: frozen takes three times as long
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

    def work(self, rows: Iterable[Numbered], seen: Mapping[bytes, Taken]) -> tuple[list[Worked], dict[bytes, Taken]]:
        """Some rows; empty ones and lines of totals are left out. Those taken before, or `seen`, are not worked out."""
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
        known = dict(seen) | taken_before(self.job.source, [one.key for one in worked if one.key])
        by_organ: dict[str, list[tuple[int, ListedRow]]] = {}
        for place, row in fresh:
            if worked[place].key not in known:
                by_organ.setdefault(row.organ, []).append((place, row))
        for organ, some in by_organ.items():
            alone = [(place, row) for place, row in some if not row.joins]
            casts = self._light(organ).cast([self._case(row) for _, row in alone])
            for (place, _), cast in zip(alone, casts, strict=True):
                _finish(worked[place], cast)
            for place, row in some:
                if row.joins or row.beside:
                    worked[place] = self._beside(worked[place], row)
        return worked, known

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
                return Worked(one.number, [refused_row(one.number, steps_)])
            besides.append(Beside(case.procedure, steps_))
        if not row.joins and row.beside and not row.beside[0].procedure:
            besides[0] = replace(besides[0], procedure="")
        return replace(one, beside=tuple(besides), joins=row.joins)

    def _light(self, organ: str) -> Light:
        key = (organ, today())
        if key not in self._lights:
            self._lights[key] = Light(Organ.objects.get(pk=organ), self.job.actor.id)
        return self._lights[key]

    def _case(self, row: ListedRow) -> LightCase:
        return LightCase(
            procedure=self._variants.of(row.organ, row.procedure, row.matter, row.begun),
            steps=tuple([LightStep(one.step, one.at, one.by, one.facts) for one in row.steps]),
            number=row.number if len(row.number) <= NUMBER_LENGTH else "",
            listed=Listed(row.facts, row.officers),
        )


def _finish(one: Worked, cast: Cast | Refusal) -> None:
    if isinstance(cast, Refusal):
        one.faults, one.said, one.key, one.seal, one.organ = [refused_row(one.number, cast)], "", b"", b"", ""
    else:
        one.cast, one.case = cast, cast.case_id


def refused_row(number: int, why: Refusal) -> Fault:
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
