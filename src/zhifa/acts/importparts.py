"""Parts of an imported list taken in: rows are entered as cases, known from before, or put aside.

A part is one transaction. It writes the cases, remembers their rows, puts the faulty ones aside and says that the
part is done; there is no state in which a row is a case and not known as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, Final

from django.db import IntegrityError, transaction

from zhifa.acts.importbeside import NoCase, case_joined, open_beside
from zhifa.acts.importrows import Job, Numbered, RowWorker, Worked, refused_row, seldom_collected
from zhifa.acts.light import settle, staged_casts
from zhifa.acts.work import today
from zhifa.core.imports import Column, Fault, storable
from zhifa.core.permission import may
from zhifa.core.values import Refusal
from zhifa.store.imports.models import AsideRow
from zhifa.store.imports.parts import done_rows, keep_part
from zhifa.store.readers.imports import Taken
from zhifa.store.registry.models import Organ

_TAKEN: Final = ("source_id", "key", "seal", "run", "number", "case")
TRIES: Final = 3
"""So many times a part is worked out anew because somebody else took one of its rows meanwhile."""
SHOWN: Final = 200
"""So many faults are carried along for whoever watches; all of them are kept with the run."""

Turn = AbstractContextManager[Any]
"""Held while a part is written, where only one process can write at a time."""


@dataclass(frozen=True, slots=True)
class PartDone:
    """What became of some rows."""

    read: int
    written: int
    unchanged: int
    aside: int
    findings: int
    faults: tuple[Fault, ...]
    """Some of them."""


@dataclass(slots=True)
class _Dealt:
    cases: list[Worked] = field(default_factory=list)
    aside: list[tuple[Worked, Sequence[Fault]]] = field(default_factory=list)
    unchanged: int = 0


class PartTaker:
    """Takes parts of a file in; keeps what it learns of kinds."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._worker = RowWorker(job)
        self._seen: dict[bytes, Taken] = {}
        """Rows of a run that only tries: nothing of it is remembered in the store."""
        self._refusals: dict[str, Refusal | None] = {}

    def take(self, rows: Sequence[Numbered], turn: Turn | None = None) -> PartDone:
        """Take some rows in, each of them once, whoever else is at the same file or source."""
        with seldom_collected():
            for left in reversed(range(TRIES)):
                try:
                    return self._take(rows, turn or nullcontext())
                except IntegrityError:
                    if not left:
                        raise
                    done = done_rows(self.job.run)
                    rows = [row for row in rows if row[0] not in done]
        raise AssertionError("the last try returns or raises")

    def _take(self, rows: Sequence[Numbered], turn: Turn) -> PartDone:
        worked, known = self._worker.work(rows, self._seen)
        dealt = self._deal(worked, known)
        casts = [one.cast for one in dealt.cases if one.cast]
        with staged_casts(casts, imports_takenrow=(_TAKEN, self._taken(dealt))) as cases, turn, transaction.atomic():
            cases.write()
            settle(casts)
            done = self._done(worked, dealt)
            if self.job.trial:
                transaction.set_rollback(True)
            elif rows:
                self._remember(rows, dealt, done)
        if self.job.trial:
            self._seen |= {one.key: Taken(one.seal, self.job.run, one.number, "") for one in dealt.cases}
        return done

    def _done(self, worked: Sequence[Worked], dealt: _Dealt) -> PartDone:
        """With the cases written: open what their rows tell of besides, and count."""
        findings = sum(one.cast.findings for one in dealt.cases if one.cast)
        for one in dealt.cases:
            if one.beside:
                findings += open_beside(one.case, one.beside, under=not one.joins, actor=self.job.actor)
        return PartDone(
            len(worked), len(dealt.cases), dealt.unchanged, len(dealt.aside), findings,
            tuple(fault for _, faults in dealt.aside for fault in faults)[:SHOWN],
        )  # fmt: skip

    def _deal(self, worked: Sequence[Worked], known: dict[bytes, Taken]) -> _Dealt:
        dealt = _Dealt()
        for one in worked:
            if one.faults:
                dealt.aside.append((one, one.faults))
            elif earlier := known.get(one.key):
                self._came_again(one, earlier, dealt)
            elif refused := self._may_not(one.organ):
                dealt.aside.append((one, [refused_row(one.number, refused)]))
            elif isinstance(found := self._joined(one), NoCase):
                dealt.aside.append((one, [self._no_case(one, found)]))
            else:
                known[one.key] = Taken(one.seal, self.job.run, one.number, "")
                dealt.cases.append(found)
        return dealt

    def _joined(self, one: Worked) -> Worked | NoCase:
        """The row with the case it belongs to, where it names one."""
        if not one.joins:
            return one
        found = case_joined(self._naming().of, one.joins, one.organ, one.beside)
        return found if isinstance(found, NoCase) else replace(one, case=found)

    def _naming(self) -> Column:
        return next(column for column in self.job.plan.layout.columns if column.type == "case")

    def _no_case(self, one: Worked, why: NoCase) -> Fault:
        return Fault(one.number, self._naming().title, one.joins, why.reason, why.remedy)

    def _may_not(self, organ: str) -> Refusal | None:
        if organ not in self._refusals:
            path = Organ.objects.values_list("path", flat=True).get(pk=organ)
            self._refusals[organ] = may(self.job.actor.person, "case.act", path, today())
        return self._refusals[organ]

    def _came_again(self, one: Worked, earlier: Taken, dealt: _Dealt) -> None:
        if earlier.run == self.job.run:
            said = f"与第 {earlier.number} 行的文书号相同"
            dealt.aside.append((one, [self._numbered(one, said, "删去重复的一行，或者改正文书号")]))
        elif earlier.seal == one.seal:
            dealt.unchanged += 1
        else:
            said = "这个文书号以前已经录入，内容与现在的不同"
            remedy = "在案件页更正原来的案件；确是另一件的，改正文书号"
            dealt.aside.append((one, [self._numbered(one, said, remedy)]))

    def _numbered(self, one: Worked, reason: str, remedy: str) -> Fault:
        layout = self.job.plan.layout
        column = layout.column(layout.number).title if layout.number else "整行"
        return Fault(one.number, column, one.said, reason, remedy)

    def _taken(self, dealt: _Dealt) -> list[tuple[Any, ...]]:
        """Which rows are cases now; in the order of their keys, so that no two processes wait for each other."""
        job = self.job
        rows = [(job.source, one.key, one.seal, job.run, one.number, one.case) for one in dealt.cases]
        return sorted(rows, key=itemgetter(1))

    def _remember(self, rows: Sequence[Numbered], dealt: _Dealt, done: PartDone) -> None:
        """Write down which rows were put aside, with their cells, which came back mended, and that all are done."""
        cells: Mapping[int, Sequence[str]] = dict(rows)
        AsideRow.objects.bulk_create(
            AsideRow(
                run_id=self.job.run,
                number=one.number,
                cells=list(map(storable, cells[one.number])),
                faults=[[fault.column, storable(fault.value), fault.reason, fault.remedy] for fault in faults],
            )
            for one, faults in dealt.aside
        )
        self._came_back(cells)
        keep_part(
            self.job.run, list(cells), read=done.read, written=done.written, unchanged=done.unchanged,
            aside=done.aside, findings=done.findings,
        )  # fmt: skip

    def _came_back(self, rows: Mapping[int, Sequence[str]]) -> None:
        """Rows that come again wait no longer where they were put aside: they are taken, or put aside anew."""
        if self.job.again:
            AsideRow.objects.filter(run_id__in=self.job.again, number__in=list(rows)).delete()
        place = self.job.came_from
        if not self.job.mends or place < 0:
            return
        said = (cells[place].strip() for cells in rows.values() if place < len(cells))
        numbers = [int(text) for text in said if text.isascii() and text.isdigit()]
        AsideRow.objects.filter(run_id=self.job.mends, number__in=numbers).delete()
