"""Taking in a list of finished cases: every row becomes a case with its journal entry, or is put aside with its faults.

Rows are taken in parts (`acts.importparts`), each in one transaction and maybe in several processes at once; when all
above a row is done, the mark up to which the file was dealt with moves: killed at any moment, a run goes on with the
rows that are not done. A row taken from the source before is known by its number and not taken again, so a mended
file may simply come back whole.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from django.db import transaction

from zhifa.acts.importaside import wait_once
from zhifa.acts.importknown import known_at
from zhifa.acts.importparts import SHOWN, PartDone, PartTaker, Turn
from zhifa.acts.importrows import Job, Numbered, seldom_collected
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
from zhifa.store.imports.models import DONE, RUNNING, Run, Source
from zhifa.store.imports.parts import done_rows, figures_of, move_mark

CHUNK: Final = 4_000
"""So many rows are written in one transaction: what is done again when the machine stops, and what memory holds."""


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
    run: str = ""
    """The run to go on with, where it is known which."""
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
    fraction: float = 0.0
    """So much of the file has been read."""


Heard = Callable[[Imported], None]


class Working(Protocol):
    """Who takes the rows in: this process, or others."""

    shares: int
    """Into so many parts it divides what it is given."""

    @property
    def turn(self) -> Turn:
        """Held by whoever else writes meanwhile."""

    def rows(self, job: Job, chunks: Iterable[Sequence[Numbered]]) -> Iterable[Sequence[PartDone]]:
        """Take chunks of rows in and tell of each, in their order, what became of it."""


class Here:
    """This process takes them in, one chunk when the one before it is written."""

    shares = 1
    turn: Turn = nullcontext()

    def rows(self, job: Job, chunks: Iterable[Sequence[Numbered]]) -> Iterable[Sequence[PartDone]]:
        taker = PartTaker(job)
        return ([taker.take(chunk)] if chunk else [] for chunk in chunks)


def import_cases(
    order: Order, *, actor: Actor, heard: Heard | None = None, working: Working | None = None
) -> Imported | Refusal:
    """Take in a list of cases. What is wrong with one row puts it aside, what is wrong with the whole refuses it."""
    with readable() as told:
        opened = open_list(order, actor=actor)
        if isinstance(opened, Refusal):
            return opened
        return _Importing(order, *opened, actor, working or Here()).take(heard)
    return told.refusal


@dataclass(slots=True)
class Told:
    """Why a file cannot be read."""

    refusal: Refusal = field(default_factory=lambda: bad_input("文件读不出来", place="file"))


@contextmanager
def readable() -> Iterator[Told]:
    """Whatever a file has that nobody can read becomes a refusal."""
    told = Told()
    try:
        yield told
    except Unreadable as error:
        told.refusal = bad_input(error.reason, error.remedy, place="file")
    except OSError as error:
        told.refusal = bad_input(f"文件读不出来（{error.strerror or error}）", "核对路径和权限", place="file")


def open_list(order: Order, *, actor: Actor) -> tuple[CaseTable, Prepared] | Refusal:
    """Look at the head of a list, and remember which column is which."""
    table = open_table(order.path)
    prepared = (
        mend_of(table, order.organ)
        if order.mend
        else prepare(table, order.organ, layout=order.layout, source=order.source, mapping=order.mapping)
    )
    if isinstance(prepared, Refusal):
        return prepared
    if refused := may(actor.person, "cases.import", prepared.organ.path, today()):
        return refused
    if not order.dry_run and (refused := keep_mapping(prepared, actor=actor)):
        return refused
    return table, prepared


def new_run(order: Order, table: CaseTable, prepared: Prepared, actor: Actor, state: str = RUNNING) -> Run:
    """A run over a file of which nothing is done; of a trial nothing is kept."""
    row = Run(
        id=new_id(), source=prepared.source, path=prepared.organ.path, digest=table.digest(), mends=prepared.mends,
        file=(order.name or order.path.name)[:255], header=list(prepared.head.cells), state=state,
        layout=prepared.layout.code, position=prepared.head.row, actor=actor.id, began_at=clock.now(),
    )  # fmt: skip
    if not order.dry_run:
        row.save(force_insert=True)
    return row


class _Importing:
    """One run over one file."""

    def __init__(self, order: Order, table: CaseTable, prepared: Prepared, actor: Actor, working: Working) -> None:
        self.order, self.table, self.prepared, self.actor, self.working = order, table, prepared, actor, working
        self.run = self._run()
        self.done = Imported(
            run=self.run.pk,
            source=prepared.source.name,
            layout=prepared.layout.code,
            columns=prepared.mapped.columns,
        )
        for name, figure in figures_of(self.run).items():
            setattr(self.done, name, figure)

    def _run(self) -> Run:
        """The run to go on with, or a new one."""
        if self.order.run:
            return Run.objects.get(pk=self.order.run)
        if self.order.resume and not self.order.dry_run:
            begun = Run.objects.filter(source=self.prepared.source, digest=self.table.digest(), state=RUNNING)
            if found := begun.order_by("-began_at", "-id").first():
                return found
        return new_run(self.order, self.table, self.prepared, self.actor)

    def _again(self) -> tuple[str, ...]:
        """Runs over the very same file before this one: what they put aside is dealt with anew."""
        same = Run.objects.filter(source=self.run.source_id, digest=self.run.digest).exclude(pk=self.run.pk)
        return tuple(same.order_by("began_at", "pk").values_list("pk", flat=True))

    def take(self, heard: Heard | None) -> Imported:
        """Every chunk of the file, then the end of the run."""
        began, before = time.perf_counter(), self.done.read
        prepared, position = self.prepared, self.run.position
        job = Job(
            self.run.pk, prepared.source.pk or 0, bytes.fromhex(prepared.source.salt),
            plan_of(prepared, known_at(prepared.organ.path)), self.actor, self.order.dry_run,
            prepared.mends.pk if prepared.mends else "", prepared.came_from, self._again(),
        )  # fmt: skip
        under_way: deque[int] = deque()
        with seldom_collected():
            for parts in self.working.rows(job, self._chunks(position, under_way)):
                self._taken(under_way.popleft(), parts)
                self.done.seconds = time.perf_counter() - began
                self.done.rate = (self.done.read - before) / self.done.seconds
                self.done.fraction = self.table.fraction
                self.done.left = self.done.seconds * (1 / max(self.done.fraction, 1e-6) - 1)
                if heard:
                    heard(self.done)
        if not self.order.dry_run:
            self._finish()
        self.done.seconds, self.done.left = time.perf_counter() - began, 0.0
        return self.done

    def _chunks(self, last: int, under_way: deque[int]) -> Iterator[Sequence[Numbered]]:
        """The rows behind the mark that are not done; the last row of each chunk given away is put into `under_way`."""
        rows: Iterator[Numbered] = islice(enumerate(self.table.rows(), 1), last, None)
        done = done_rows(self.run.pk)
        while chunk := list(islice(rows, self.order.chunk * self.working.shares)):
            under_way.append(chunk[-1][0])
            yield [row for row in chunk if row[0] not in done] if done else chunk

    def _taken(self, last: int, parts: Sequence[PartDone]) -> None:
        """Everything up to a row is done."""
        if not self.order.dry_run:
            with self.working.turn, transaction.atomic():
                move_mark(self.run.pk, last)
        done = self.done
        for part in parts:
            done.read += part.read
            done.written += part.written
            done.unchanged += part.unchanged
            done.aside += part.aside
            done.findings += part.findings
            done.faults += part.faults[: max(SHOWN - len(done.faults), 0)]

    def _finish(self) -> None:
        with transaction.atomic():
            Run.objects.filter(pk=self.run.pk).update(state=DONE, ended_at=clock.now())
            Source.objects.select_for_update().get(pk=self.prepared.source.pk)
            wait_once(self.run, self.prepared.mapped.columns.get(self.prepared.layout.number, ""))
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
