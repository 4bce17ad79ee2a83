"""Some rows of an imported list, dealt with in one transaction: entered as cases, known from before, or put aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import connection

from zhifa.acts.casting import Cast
from zhifa.acts.light import Casting, Light, LightCase, LightStep, Listed, enter_light
from zhifa.acts.work import Actor
from zhifa.core.imports import Fault, Layout, ListedRow
from zhifa.core.values import Refusal
from zhifa.store.imports.models import AsideRow
from zhifa.store.readers.imports import Taken, taken_before
from zhifa.store.registry.models import Organ

_TAKE = 'INSERT INTO imports_takenrow (source_id, "key", seal, run, "number", "case") VALUES (%s, %s, %s, %s, %s, %s)'


NUMBER_LENGTH: Final = 60
"""A case is called by the number of its document; a longer one is only kept as a fact."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number, its cells, and what reading made of it."""

    number: int
    cells: Sequence[str]
    read: ListedRow | None
    faults: Sequence[Fault] = ()
    key: bytes = b""
    seal: bytes = b""


@dataclass(slots=True)
class Dealt:
    """What became of some rows."""

    cases: list[tuple[Line, str]] = field(default_factory=list)
    aside: list[tuple[Line, Sequence[Fault]]] = field(default_factory=list)
    unchanged: int = 0
    findings: int = 0


@dataclass(slots=True)
class RowTaker:
    """Enters the rows of one run."""

    run: str
    source: int
    layout: Layout
    actor: Actor
    variant: Callable[[ListedRow], str]
    casting: Casting | None = None
    """Other processes that work cases out; without them this one does, and keeps what it learns of kinds."""
    seen: dict[bytes, Taken] = field(default_factory=dict)
    """Rows of a run that only tries: nothing of it is remembered in the store."""
    _lights: dict[str, Light] = field(default_factory=dict)

    def deal(self, lines: Sequence[Line]) -> Dealt:
        """Inside a transaction: enter what is new. Nothing is remembered yet."""
        dealt = Dealt()
        fresh = list(self._sorted(lines, dealt))
        by_organ: dict[str, list[tuple[Line, ListedRow]]] = {}
        for line, row in fresh:
            by_organ.setdefault(row.organ, []).append((line, row))
        for organ, rows in by_organ.items():
            self._enter(organ, rows, dealt)
        return dealt

    def _sorted(self, lines: Sequence[Line], dealt: Dealt) -> Iterable[tuple[Line, ListedRow]]:
        """Rows that are no case yet; the rest is counted or put aside."""
        known = self.seen | taken_before(self.source, [line.key for line in lines if line.key])
        for line in lines:
            if line.read is None:
                dealt.aside.append((line, line.faults))
                continue
            earlier = known.get(line.key)
            if earlier is None:
                known[line.key] = Taken(line.seal, self.run, line.number, "")
                yield line, line.read
            elif earlier.run == self.run:
                said = f"与第 {earlier.number} 行的文书号相同"
                dealt.aside.append((line, [self._numbered(line, said, "删去重复的一行，或者改正文书号")]))
            elif earlier.seal == line.seal:
                dealt.unchanged += 1
            else:
                said = "这个文书号以前已经录入，内容与现在的不同"
                remedy = "在案件页更正原来的案件；确是另一件的，改正文书号"
                dealt.aside.append((line, [self._numbered(line, said, remedy)]))

    def _numbered(self, line: Line, reason: str, remedy: str) -> Fault:
        column = self.layout.column(self.layout.number).title if self.layout.number else "整行"
        return Fault(line.number, column, line.read.number if line.read else "", reason, remedy)

    def _enter(self, organ: str, rows: Sequence[tuple[Line, ListedRow]], dealt: Dealt) -> None:
        entered = enter_light(
            organ, [self._case(row) for _, row in rows], actor=self.actor, casting=self.casting or self._here
        )
        if isinstance(entered, Refusal):
            dealt.aside += [(line, [_refused(line, entered)]) for line, _ in rows]
            return
        refused = dict(entered.refused)
        dealt.aside += [(rows[at - 1][0], [_refused(rows[at - 1][0], why)]) for at, why in refused.items()]
        stored = [line for at, (line, _) in enumerate(rows, 1) if at not in refused]
        dealt.cases += zip(stored, entered.case_ids, strict=True)
        dealt.findings += entered.findings

    def _here(self, organ: str, actor: str, groups: Sequence[Sequence[LightCase]]) -> Iterable[list[Cast | Refusal]]:
        if organ not in self._lights:
            self._lights[organ] = Light(Organ.objects.get(pk=organ), actor)
        return map(self._lights[organ].cast, groups)

    def _case(self, row: ListedRow) -> LightCase:
        return LightCase(
            procedure=self.variant(row),
            steps=tuple(LightStep(one.step, one.at, one.by, one.facts) for one in row.steps),
            number=row.number if len(row.number) <= NUMBER_LENGTH else "",
            listed=Listed(row.facts, row.officers),
        )

    def remember(self, dealt: Dealt) -> None:
        """Write down which rows are cases now and which were put aside."""
        taken = [(self.source, line.key, line.seal, self.run, line.number, case) for line, case in dealt.cases]
        if taken:
            with connection.cursor() as cursor:
                cursor.executemany(_TAKE, taken)
        AsideRow.objects.bulk_create(
            AsideRow(
                run_id=self.run,
                number=line.number,
                cells=list(line.cells),
                faults=[[one.column, one.value, one.reason, one.remedy] for one in faults],
            )
            for line, faults in dealt.aside
        )

    def keep_in_mind(self, dealt: Dealt) -> None:
        """The same for a run that only tries."""
        self.seen |= {line.key: Taken(line.seal, self.run, line.number, case) for line, case in dealt.cases}


def _refused(line: Line, why: Refusal) -> Fault:
    return Fault(line.number, "整行", "", why.message, why.remedy or "核对这一行")
