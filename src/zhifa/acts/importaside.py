"""Rows put aside: given back as a table to be mended, come back with a later file, or left out for good.

The table has the rows' own columns, and behind them what is wrong with each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from django.db import transaction

from zhifa.acts.importsources import write
from zhifa.acts.work import Actor, today
from zhifa.core.events import IMPORT_LEFT_OUT
from zhifa.core.imports.keys import number_key
from zhifa.core.imports.mapping import ADDED, RUN
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports.tablewriting import Written, xlsx_bytes
from zhifa.store.imports.models import DONE, AsideRow, Run, Source
from zhifa.store.readers.imports import rows_aside, taken_before

TOGETHER: Final = 1_000


def aside_table(run: str) -> Written:
    """The table of one run; what is mended in it comes back with `--mend`."""
    row = Run.objects.get(pk=run)
    head = [cell for cell in row.header if cell not in ADDED]
    kept = [place for place, cell in enumerate(row.header) if cell not in ADDED]
    return Written(f"{RUN}：{run}", "", [*head, *ADDED], list(_rows(run, kept)), [16] * (len(head) + len(ADDED)))


def _rows(run: str, kept: list[int]) -> Iterator[list[object]]:
    for row in rows_aside(run):
        said = [list(column) for column in zip(*row.faults, strict=True)] or [[], [], [], []]
        cells: list[object] = [row.cells[place] if place < len(row.cells) else "" for place in kept]
        yield [*cells, str(row.number), *("；".join(filter(None, part)) for part in said)]


def write_aside(run: str, place: Path) -> None:
    """The same as a file."""
    place.write_bytes(aside_bytes(run))


def aside_bytes(run: str) -> bytes:
    return xlsx_bytes([aside_table(run)])


def wait_once(run: Run, column: str) -> None:
    """Rows that earlier files of a source left waiting wait no longer when this one brought them again.

    Whoever mends the whole list and sends it again has mended these too: they are cases now, or wait with this run.
    `column` is what the file calls the number of the document; a row whose number was wrong is not known again.
    """
    salt = bytes.fromhex(run.source.salt)
    left = {key for _, key in _keys(run, column, salt)}
    earlier = Run.objects.filter(source=run.source_id, layout=run.layout, rows_aside__isnull=False).exclude(pk=run.pk)
    for other in earlier.distinct():
        waiting = list(_keys(other, column, salt))
        for start in range(0, len(waiting), TOGETHER):
            some = waiting[start : start + TOGETHER]
            taken = taken_before(run.source_id, [key for _, key in some])
            done = [pk for pk, key in some if key in left or (key in taken and taken[key].run == run.pk)]
            AsideRow.objects.filter(pk__in=done).delete()


def _keys(run: Run, column: str, salt: bytes) -> Iterator[tuple[int, bytes]]:
    """The waiting rows of a run, each with the key of its number."""
    place = run.header.index(column) if column in run.header else -1
    waiting = AsideRow.objects.filter(run=run).order_by("pk").values_list("pk", "cells")
    for pk, cells in waiting.iterator(chunk_size=TOGETHER) if place >= 0 else ():
        if place < len(cells) and cells[place].strip():
            yield pk, number_key(salt, cells[place])


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that need not come back: how many, and their numbers in the file as people write them."""

    many: int
    rows: str


def leave_out(
    key: str, *, column: str = "", kind: str = "", reason: str, actor: Actor, dry_run: bool = False
) -> LeftOut | Refusal:
    """Rows of a run that need not come back: a line written twice, one entered by hand, one of another organ.

    Those with a fault of a column and a kind, or all that wait. Their cells are forgotten, the journal of the source
    keeps their numbers and the reason. A dry run tells which rows they are and leaves them.
    """
    with transaction.atomic():
        run = Run.objects.filter(pk=key).first()
        if run is None:
            return bad_input("没有这次导入", "核对这次导入的编号，或者从案件导入重新打开", place="run")
        if refused := may(actor.person, "cases.import", run.path, today()):
            return refused
        source = Source.objects.select_for_update().get(pk=run.source_id)
        if run.state != DONE:
            return bad_input("这个文件还没有导完", "导完以后再看哪些行不用录", place="run")
        if not reason.strip():
            return bad_input("没有写明为什么不录", "例如：与第 12 行是同一件；已经在系统里办理", place="reason")
        numbers = [row.number for row in rows_aside(run.pk, column=column, kind=kind)]
        if not numbers:
            return bad_input("没有这样的行在等", "看这次导入还有哪些行待改，栏目和毛病照那里写", place="run")
        done = LeftOut(len(numbers), _stretches(numbers))
        if not dry_run:
            _forget(run, numbers)
            told = {"run": run.pk, "file": run.file, "rows": done.rows, "reason": reason.strip()}
            write(source, IMPORT_LEFT_OUT, told, actor)
        return done


def _forget(run: Run, numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), TOGETHER):
        AsideRow.objects.filter(run=run, number__in=numbers[start : start + TOGETHER]).delete()


def _stretches(numbers: Sequence[int]) -> str:
    """Ascending numbers as people write them: 3–5、9."""
    stretches = [[number for _, number in found] for _, found in groupby(enumerate(numbers), lambda at: at[1] - at[0])]
    return "、".join(str(one[0]) if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in stretches)
