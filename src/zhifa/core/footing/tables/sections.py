"""Rows of a table that are parts of the row above them, or summed up in the row below: 其中, （一）（二）, 小计.

Which rows are parts is said by 其中, by numbered marks and by 小计. Where the parts behind 其中 end is seen from the
marks of the next row, or from the total that only comes out right without them. Parts that miss their whole narrowly
are wrong; what misses it widely leaves something unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from zhifa.core.footing.checks import Check, arithmetic, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.likeness import mended, mistyped
from zhifa.core.footing.reading.passages import head_level
from zhifa.core.footing.reading.shapes import GRAND, NOT_ADDED, Shape, added, rounding

INNER: Final = re.compile(r"^(?:其中|#|—|　)")
SUB: Final = re.compile(r"小计$")
_MOST_WAYS: Final = 64
_NARROW: Final = 14
"""A miss of less than this part of the whole is a slip (decision 0045)."""


@dataclass(frozen=True, slots=True)
class Run:
    """A row and the rows that may be its parts."""

    whole: int
    parts: tuple[int, ...]


def inner_runs(shape: Shape) -> list[tuple[Run, ...]]:
    """For each 其中 every way its parts may end, the longest first."""
    found: list[tuple[Run, ...]] = []
    starts = [at for at, label in enumerate(shape.labels) if INNER.match(label) and at]
    starts = [at for at in starts if not INNER.match(shape.labels[at - 1])]
    for start in starts:
        whole = start - 1
        end = next((at for at in range(start + 1, len(shape.labels)) if _ends(shape, whole, at, starts)), None)
        last = len(shape.labels) if end is None else end
        every = all(INNER.match(shape.labels[at]) for at in range(start, last))
        sure = every or (end is not None and _level(shape, whole) == _level(shape, end) > 0)
        ends = (last,) if sure else range(last, start, -1)
        found.append(tuple(Run(whole, tuple(range(start, stop))) for stop in ends))
    return found


def ways_without(shape: Shape, rows: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The rows without those that are parts of others."""
    for count, chosen in enumerate(product(*inner_runs(shape))):
        if count == _MOST_WAYS:
            return
        inside = {at for run in chosen for at in run.parts}
        if inside:
            yield tuple(at for at in rows if at not in inside)


def within(shape: Shape) -> Iterator[Check]:
    """Every row with named parts, and every subtotal, of a table."""
    columns = added(shape)
    runs = [*_sure_runs(shape, columns), *_numbered(shape)]
    for run in runs:
        yield from _parts(shape, run, columns, trusted=False)
    subs = list(_subtotals(shape))
    right = sum(_right(shape, run, columns) for run in subs)
    for run in subs:
        yield from _parts(shape, run, columns, trusted=right > 0)


def _sure_runs(shape: Shape, columns: Sequence[int]) -> Iterator[Run]:
    """The parts behind each 其中, where it is known how far they go."""
    runs = inner_runs(shape)
    total = next((at for at, label in enumerate(shape.labels) if GRAND.match(label)), None)
    if all(len(ways) == 1 for ways in runs):
        yield from (ways[0] for ways in runs)
        return
    for count, chosen in enumerate(product(*runs)):
        if total is None or count == _MOST_WAYS:
            return
        inside = {at for run in chosen for at in run.parts}
        outer = [at for at in range(len(shape.rows)) if at not in inside and at != total]
        if any(_summed(shape, outer, at) == shape.value(total, at) for at in columns):
            yield from chosen
            return


def _numbered(shape: Shape) -> Iterator[Run]:
    """一、新收 with （一） and （二） below it."""
    levels = [_level(shape, at) for at in range(len(shape.labels))]
    for at, level in enumerate(levels):
        parts = []
        for below in range(at + 1, len(levels)):
            if not levels[below] or levels[below] <= level:
                break
            if levels[below] == level + 1:
                parts.append(below)
        if level and len(parts) > 1:
            yield Run(at, tuple(parts))


def _subtotals(shape: Shape) -> Iterator[Run]:
    """Each 小计 with the rows since the one before; none where it heads them."""
    subs = [at for at, label in enumerate(shape.labels) if SUB.search(label)]
    if subs and subs[0] == 0:
        return
    begin = 0
    for at in subs:
        parts = tuple(row for row in range(begin, at) if not GRAND.match(shape.labels[row]))
        begin = at + 1
        if len(parts) > 1:
            yield Run(at, parts)


def _ends(shape: Shape, whole: int, at: int, starts: Sequence[int]) -> bool:
    """Whether the parts of a row end before another: a total, a subtotal, the next row of its rank or with parts."""
    label = shape.labels[at]
    ranked = _level(shape, at) and _level(shape, at) <= _level(shape, whole)
    return bool(GRAND.match(label) or SUB.search(label) or ranked or at + 1 in starts)


def _level(shape: Shape, row: int) -> int:
    return head_level(shape.labels[row])[0]


def _summed(shape: Shape, rows: Sequence[int], column: int) -> Decimal | None:
    values = [shape.value(at, column) for at in rows]
    told = [value for value in values if value is not None]
    return sum(told, Decimal(0)) if len(told) == len(values) else None


def _right(shape: Shape, run: Run, columns: Sequence[int]) -> bool:
    wholes = [shape.value(run.whole, at) for at in columns]
    return any(wholes) and all(
        _summed(shape, run.parts, at) == whole for at, whole in zip(columns, wholes, strict=True)
    )


def _parts(shape: Shape, run: Run, columns: Sequence[int], *, trusted: bool) -> Iterator[Check]:
    if len(run.parts) < 2 or any(NOT_ADDED.search(shape.labels[at]) for at in (run.whole, *run.parts)):
        return
    for at in columns:
        whole, total = shape.value(run.whole, at), _summed(shape, run.parts, at)
        if whole is None or total is None or not total:
            continue
        values = [shape.value(row, at) or Decimal(0) for row in run.parts]
        lines = tuple(sorted({shape.spot(row, at) for row in (run.whole, *run.parts)}))
        label = shape.labels[run.whole]
        right = abs(total - whole) <= rounding([whole, *values])
        said = arithmetic(values, whole, right=right)
        narrow = abs(total - whole) * _NARROW <= whole or mistyped(total, whole) or mended(whole, values)
        if right:
            yield Check("table", HOLDS, said, f"表中“{label}”等于它的各部分之和", lines)
        elif trusted or narrow:
            explain = f"表中“{label}”写 {plain(whole)}，它的各部分之和为 {plain(total)}"
            yield Check("table", CONTRADICTION, said, explain, lines)
