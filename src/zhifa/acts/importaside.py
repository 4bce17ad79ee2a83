"""Rows put aside, given back as a table to be mended: their own columns, and behind them what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhifa.core.imports.mapping import ADDED, RUN
from zhifa.ports.tablewriting import Written, xlsx_bytes
from zhifa.store.imports.models import Run
from zhifa.store.readers.imports import rows_aside


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
