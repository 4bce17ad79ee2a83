"""Which column of a file is which column of the layout: proposed from names, kept for the source, changed by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.core.imports.model import Column, Layout, squeezed

LOOK: Final = 15
"""The header stands in one of so many first rows."""
ADDED: Final = ("原行号", "有误的栏目", "原来的内容", "为什么没有录入", "怎样改")
"""Columns that a file of rows put aside has behind its own."""
RUN: Final = "导入批次"
"""How the line above the header of such a file begins."""


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a file: in which row it stands (the first is 1), and its cells."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Columns of the layout by code, each with the name it has in the file."""

    columns: Mapping[str, str]

    def places(self, head: Head) -> dict[str, int]:
        """Where each column stands in a file; columns the file does not have are left out."""
        at = {squeezed(cell): place for place, cell in reversed(list(enumerate(head.cells))) if cell.strip()}
        return {code: at[squeezed(name)] for code, name in self.columns.items() if squeezed(name) in at}

    def twice(self, head: Head) -> str:
        """A name that two columns of the file have, where rows are read from one of them."""
        cells = [squeezed(cell) for cell in head.cells]
        return next((name for name in self.columns.values() if cells.count(squeezed(name)) > 1), "")

    def missing(self, layout: Layout, head: Head) -> list[Column]:
        """Columns without which no row can be read."""
        there = self.places(head)
        return [c for c in layout.columns if c.required and not c.usual and c.code not in there]


def find_head(rows: Sequence[Sequence[str]], layouts: Sequence[Layout]) -> Head | None:
    """The row among the first ones that names most columns of any of the layouts; at least two."""
    known = {name for layout in layouts for column in layout.columns for name in _names(column)}
    best: tuple[int, int] = (1, -1)
    for number, row in enumerate(rows[:LOOK], 1):
        named = len({word for cell in row for word in _words(cell)} & known)
        if named > best[0]:
            best = (named, number)
    return Head(best[1], tuple(cell.strip() for cell in rows[best[1] - 1])) if best[1] > 0 else None


def propose(head: Head, layout: Layout) -> Mapped:
    """Columns recognised by name: as the layout prints them, then as others write them, then without brackets."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for words in (_own, _others, _loose):
        for column in layout.columns:
            if column.code in found:
                continue
            cell = next((c for c in head.cells if c and c not in taken and words(column, c)), None)
            if cell is not None:
                found[column.code] = cell
                taken.add(cell)
    return Mapped(found)


def best_layout(head: Head, layouts: Sequence[Layout]) -> Layout | None:
    """The layout that recognises most columns of a file and lacks none it must have; its own names count first."""

    def fits(layout: Layout) -> tuple[bool, int, int]:
        mapped = propose(head, layout)
        own = sum(_own(layout.column(code), cell) for code, cell in mapped.columns.items())
        return (not mapped.missing(layout, head), len(mapped.columns), own)

    ranked = sorted(layouts, key=fits, reverse=True)
    return ranked[0] if ranked and fits(ranked[0])[1] >= 2 else None


def _own(column: Column, cell: str) -> bool:
    return squeezed(cell) == squeezed(column.title)


def _others(column: Column, cell: str) -> bool:
    return squeezed(cell) in {squeezed(name) for name in column.names}


def _loose(column: Column, cell: str) -> bool:
    """Without what stands in brackets; a column of sums must name its unit."""
    return column.type not in ("yuan", "wan") and not set(_words(cell)).isdisjoint(_names(column))


def _names(column: Column) -> set[str]:
    return {squeezed(name) for name in (column.title, *column.names)}


def _words(cell: str) -> tuple[str, ...]:
    return (squeezed(cell), squeezed(re.sub(r"[（(].*?[）)]", "", cell))) if cell.strip() else ()
