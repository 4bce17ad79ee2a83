"""Taking in a list of finished cases: every row becomes a case with its journal entry, or is put aside with its faults.

A chunk of rows is one transaction, which writes the cases, remembers their rows, puts the faulty ones aside and moves
the mark up to which the file was dealt with: killed at any moment, a run goes on where its last chunk ended. A row
taken from the source before is known by its number and not taken again, so a mended file may simply come back whole.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import F

from zhifa.acts.importknown import known_at
from zhifa.acts.importrows import Dealt, Job, Numbered, RowTaker, RowWorker, Worked, seldom_collected
from zhifa.acts.importsources import Prepared, keep_mapping, mend_of, plan_of, prepare, write
from zhifa.acts.work import Actor, new_id, today
from zhifa.core.events import IMPORT_FINISHED
from zhifa.core.imports import Fault
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.ports.casetables import CaseTable, open_table
from zhifa.ports.tables import Unreadable
from zhifa.store.imports.models import DONE, RUNNING, AsideRow, Run, Source

CHUNK: Final = 4_000
"""So many rows are written in one transaction: what is done again when the machine stops, and what memory holds."""
SHOWN: Final = 200
"""So many faults are carried along for whoever watches; all of them are kept with the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to import: a file, for which organ, from which source, in which layout (empty: the one that fits)."""

    path: Path
    organ: str = ""
    name: str = ""
    """What the file is called, where its path does not say it."""
    layout: str = ""
    source: str = ""
    mapping: Mapping[str, str] | None = None
    """Columns of the layout with their names in the file, where somebody said so."""
    mend: bool = False
    """The file holds rows that were put aside and are mended now."""
    resume: bool = False
    dry_run: bool = False
    chunk: int = CHUNK


@dataclass(slots=True)
class Imported:
    """What became of a file so far; the figures of a resumed run count what was done before."""

    run: str = ""
    source: str = ""
    layout: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    read: int = 0
    written: int = 0
    unchanged: int = 0
    aside: int = 0
    findings: int = 0
    faults: list[Fault] = field(default_factory=list)
    seconds: float = 0.0
    rate: float = 0.0
    """Rows a second, since this process began."""
    left: float = 0.0
    """Seconds the rest of the file will take at that rate."""


Heard = Callable[[Imported], None]
Working = Callable[[Job, Iterable[Sequence[Numbered]]], Iterable[list[Worked]]]
"""Works chunks of rows out, in their order: other processes may do it."""


def here(job: Job, chunks: Iterable[Sequence[Numbered]]) -> Iterable[list[Worked]]:
    """Work them out in this process, one chunk when the one before it is written."""
    return map(RowWorker(job).work, chunks)


def import_cases(
    order: Order, *, actor: Actor, heard: Heard | None = None, working: Working = here
) -> Imported | Refusal:
    """Take in a list of cases. What is wrong with one row puts it aside, what is wrong with the whole refuses it."""
    try:
        table = open_table(order.path)
        prepared = mend_of(table, order.organ) if order.mend else _prepared(table, order)
        if isinstance(prepared, Refusal):
            return prepared
        if refused := may(actor.person, "cases.import", prepared.organ.path, today()):
            return refused
        if not order.dry_run and (refused := keep_mapping(prepared, actor=actor)):
            return refused
        return _Importing(order, table, prepared, actor, working).take(heard)
    except Unreadable as error:
        return bad_input(error.reason, error.remedy, place="file")
    except OSError as error:
        return bad_input(f"文件读不出来（{error.strerror or error}）", "核对路径和权限", place="file")


def _prepared(table: CaseTable, order: Order) -> Prepared | Refusal:
    return prepare(table, order.organ, layout=order.layout, source=order.source, mapping=order.mapping)


class _Importing:
    """One run over one file."""

    def __init__(self, order: Order, table: CaseTable, prepared: Prepared, actor: Actor, working: Working) -> None:
        self.order, self.table, self.prepared, self.actor, self.working = order, table, prepared, actor, working
        self.run = self._run()
        self.again = self._again()
        self.done = Imported(
            run=self.run.pk, source=prepared.source.name, layout=prepared.layout.code, columns=prepared.mapped.columns,
            read=self.run.read, written=self.run.written, unchanged=self.run.unchanged, aside=self.run.aside,
            findings=self.run.findings,
        )  # fmt: skip
        self.taker = RowTaker(self.run.pk, prepared.source.pk or 0, prepared.layout, actor)

    def _run(self) -> Run:
        """The run to go on with, or a new one; of a trial nothing is kept."""
        prepared, digest = self.prepared, self.table.digest()
        if self.order.resume and not self.order.dry_run:
            begun = Run.objects.filter(source=prepared.source, digest=digest, state=RUNNING)
            if found := begun.order_by("-began_at", "-id").first():
                return found
        row = Run(
            id=new_id(), source=prepared.source, path=prepared.organ.path, digest=digest, mends=prepared.mends,
            file=(self.order.name or self.order.path.name)[:255], header=list(prepared.head.cells),
            layout=prepared.layout.code, position=prepared.head.row, actor=self.actor.id, began_at=clock.now(),
        )  # fmt: skip
        if not self.order.dry_run:
            row.save(force_insert=True)
        return row

    def _again(self) -> list[str]:
        """Runs over the very same file before this one: what they put aside is dealt with anew."""
        same = Run.objects.filter(source=self.run.source_id, digest=self.run.digest).exclude(pk=self.run.pk)
        return list(same.values_list("pk", flat=True))

    def take(self, heard: Heard | None) -> Imported:
        """Every chunk of the file, then the end of the run."""
        began, before = time.perf_counter(), self.done.read
        prepared, position = self.prepared, self.run.position
        job = Job(
            self.run.pk, prepared.source.pk or 0, bytes.fromhex(prepared.source.salt),
            plan_of(prepared, known_at(prepared.organ.path)), self.actor.id,
        )  # fmt: skip
        under_way: deque[Sequence[Numbered]] = deque()
        with seldom_collected():
            for worked in self.working(job, self._chunks(position, under_way)):
                self._chunk(under_way.popleft(), worked)
                self.done.seconds = time.perf_counter() - began
                self.done.rate = (self.done.read - before) / self.done.seconds
                self.done.left = self.done.seconds * (1 / max(self.table.fraction, 1e-6) - 1)
                if heard:
                    heard(self.done)
        if not self.order.dry_run:
            self._finish()
        self.done.seconds, self.done.left = time.perf_counter() - began, 0.0
        return self.done

    def _chunks(self, last: int, under_way: deque[Sequence[Numbered]]) -> Iterator[Sequence[Numbered]]:
        """The rows behind the last one that was dealt with; each chunk that is given away is put into `under_way`."""
        rows: Iterator[Numbered] = islice(enumerate(self.table.rows(), 1), last, None)
        while chunk := list(islice(rows, self.order.chunk)):
            under_way.append(chunk)
            yield chunk

    def _chunk(self, rows: Sequence[Numbered], worked: Sequence[Worked]) -> None:
        """Deal with some rows, and move the mark, in one transaction."""
        trial = self.order.dry_run
        with transaction.atomic():
            if not trial:
                Source.objects.select_for_update().get(pk=self.prepared.source.pk)
            dealt = self.taker.deal(worked)
            if trial:
                transaction.set_rollback(True)
            else:
                self.taker.remember(dealt, dict(rows))
                self._came_back(rows)
                self._mark(rows[-1][0], len(worked), dealt)
        if trial:
            self.taker.keep_in_mind(dealt)
        self._count(len(worked), dealt)

    def _mark(self, position: int, read: int, dealt: Dealt) -> None:
        Run.objects.filter(pk=self.run.pk).update(
            position=position,
            read=F("read") + read,
            written=F("written") + len(dealt.cases),
            unchanged=F("unchanged") + dealt.unchanged,
            aside=F("aside") + len(dealt.aside),
            findings=F("findings") + dealt.findings,
        )

    def _came_back(self, rows: Sequence[Numbered]) -> None:
        """Rows that come again wait no longer where they were put aside: they are taken, or put aside anew."""
        if self.again:
            AsideRow.objects.filter(run__in=self.again, number__range=(rows[0][0], rows[-1][0])).delete()
        place = self.prepared.came_from
        if self.prepared.mends is None or place < 0:
            return
        said = (cells[place].strip() for _, cells in rows if place < len(cells))
        numbers = [int(text) for text in said if text.isascii() and text.isdigit()]
        AsideRow.objects.filter(run=self.prepared.mends, number__in=numbers).delete()

    def _count(self, read: int, dealt: Dealt) -> None:
        done = self.done
        done.read += read
        done.written += len(dealt.cases)
        done.unchanged += dealt.unchanged
        done.aside += len(dealt.aside)
        done.findings += dealt.findings
        room = max(SHOWN - len(done.faults), 0)
        done.faults += islice((fault for _, faults in dealt.aside for fault in faults), room)

    def _finish(self) -> None:
        with transaction.atomic():
            Run.objects.filter(pk=self.run.pk).update(state=DONE, ended_at=clock.now())
            Source.objects.select_for_update().get(pk=self.prepared.source.pk)
            done = self.done
            write(
                self.prepared.source,
                IMPORT_FINISHED,
                {
                    "run": self.run.pk, "file": self.run.file, "digest": self.run.digest, "layout": done.layout,
                    "read": done.read, "written": done.written, "unchanged": done.unchanged, "aside": done.aside,
                    "findings": done.findings,
                },
                self.actor,
            )  # fmt: skip
