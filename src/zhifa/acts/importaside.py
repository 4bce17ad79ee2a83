"""Rows put aside, given back as a table to be mended: their own columns, and behind them what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from zhifa.core.imports.keys import number_key
from zhifa.core.imports.mapping import ADDED, RUN
from zhifa.ports.tablewriting import Written, xlsx_bytes
from zhifa.store.imports.models import AsideRow, Run
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
