"""Tables: their total rows and columns, their differences and rates, and what their column heads relate.

A table states its sums by naming a total. Which columns a total covers is seen from the rows that add up; a row
that then does not is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, arithmetic, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.reading.grids import Grid
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.shapes import (
    GRAND,
    MONEY,
    NOT_ADDED,
    TOTAL,
    Shape,
    added,
    is_level,
    rounding,
    shape_of,
    turned,
)  # fmt: skip
from zhifa.core.footing.tables.accounts import kept
from zhifa.core.footing.tables.columns import compared, rated, shared
from zhifa.core.footing.tables.headed import headed
from zhifa.core.footing.tables.laws import laws
from zhifa.core.footing.tables.sections import INNER, SUB, ways_without, within

_SECTION: Final = re.compile(r"[一二三四五六七八九十]{1,3}、")
"""A row that heads a section: the rows below it are its parts."""
_MONTH: Final = re.compile(
    r"^(?:第?[一二三四1-4]个?季度|(?:\d{1,2}[-—~至])?\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|[上下]半年)$"
)
_STRETCH: Final = re.compile(r"月|季度|半年|周$")
_KINDS_AT_LEAST: Final = 3
_TEN: Final = 10
_HALF: Final = 2
_WIDEST: Final = 40


def tables(grids: Sequence[Grid], lexicon: Lexicon) -> Iterator[Check]:
    """Every table of the report."""
    for grid in grids:
        if shape := shape_of(grid):
            yield from _down(shape, lexicon)
            yield from _across(shape)
            yield from compared(shape)
            if on_side := turned(shape):
                yield from compared(on_side)
            yield from rated(shape, lexicon)
            yield from shared(shape)
            yield from laws(shape, lexicon)
            yield from within(shape)
            yield from headed(shape)
            yield from kept(shape, lexicon)


def _down(shape: Shape, lexicon: Lexicon) -> Iterator[Check]:
    """The total row against the rows it covers."""
    totals = [at for at, label in enumerate(shape.labels) if GRAND.match(label)]
    totals = totals or [at for at, label in enumerate(shape.labels) if SUB.search(label)]
    totals = totals or _last_of_all(shape)
    if len(totals) != 1:
        return
    total = totals[0]
    if 0 < total < len(shape.rows) - 1:
        return
    rest = [at for at in range(len(shape.rows)) if at != total and not NOT_ADDED.search(shape.labels[at])]
    ways = _ways(shape, rest)
    columns = [at for at in added(shape) if not _in_stock(shape, rest, (total, at), lexicon)]
    held = {
        way: [at for at in columns if _adds_up([(row, at) for row in way], (total, at), shape)]
        for way in ways
        if len(way) > 1
    }
    if not held:
        return
    way = max(held, key=lambda rows: (len([at for at in held[rows] if shape.value(total, at)]), len(rows)))
    real = [at for at in columns if shape.value(total, at) is not None]
    broken = [at for at in real if not any(at in fits for fits in held.values())]
    sure = len(broken) < len(real) or len(real) == 1
    for at in real:
        apart = lexicon.words["distinct"].search(shape.names[at]) and _once_each(shape, way, total, at)
        yield _column_check(shape, way, total, at, broken=at in broken, sure=sure and not apart)


def _last_of_all(shape: Shape) -> list[int]:
    """The last row: 全年 below months or quarters, or named otherwise where most columns are what stands above."""
    last = len(shape.rows) - 1
    if last < _KINDS_AT_LEAST - 1:
        return []
    if shape.labels[last] == "全年" and all(map(_MONTH.search, shape.labels[:last])):
        return [last]
    told = [at for at in added(shape) if (shape.value(last, at) or Decimal(0)) >= _TEN]
    right = [at for at in told if _adds_up([(row, at) for row in range(last)], (last, at), shape)]
    return [last] if len(right) > 1 and _HALF * len(right) > len(told) else []


def _in_stock(shape: Shape, rows: Sequence[int], cell: tuple[int, int], lexicon: Lexicon) -> bool:
    """Whether a column says what was there at the ends of months or quarters, which nobody adds: 期末未结."""
    name = shape.names[cell[1]]
    whole, parts = shape.value(*cell), [shape.value(row, cell[1]) or Decimal(0) for row in rows]
    stock = lexicon.words["account closing"].search(name) or lexicon.words["account opening"].search(name)
    return bool(parts and (stock or is_level(name, whole or Decimal(0), parts))) and all(
        _STRETCH.search(shape.labels[at]) for at in rows
    )


def _once_each(shape: Shape, rows: Sequence[int], total: int, column: int) -> bool:
    """Whether a total may count once what several rows count: 涉及单位14、23、17个, 30 in all."""
    values = [shape.value(at, column) or Decimal(0) for at in rows]
    whole = shape.value(total, column) or Decimal(0)
    return max(values, default=Decimal(0)) <= whole < sum(values, Decimal(0))


def _ways(shape: Shape, rest: Sequence[int]) -> list[tuple[int, ...]]:
    """Which rows a total may cover: all, those that are not 其中, the subtotals, all but the subtotals."""
    outer = tuple(at for at in rest if not INNER.match(shape.labels[at]))
    subs = tuple(at for at in outer if SUB.search(shape.labels[at]))
    plain_rows = tuple(at for at in outer if not SUB.search(shape.labels[at]))
    heads = tuple(at for at in rest if _SECTION.match(shape.labels[at]))
    return list(dict.fromkeys([tuple(rest), outer, subs, plain_rows, heads, *ways_without(shape, rest)]))


def _adds_up(cells: Sequence[tuple[int, int]], total: tuple[int, int], shape: Shape) -> bool:
    """Whether cells make another one; not where one is no number."""
    numbers = [value for cell in (total, *cells) if (value := shape.value(*cell)) is not None]
    told = len(numbers) == len(cells) + 1
    return told and abs(sum(numbers[1:], Decimal(0)) - numbers[0]) <= rounding(numbers)


def _column_check(shape: Shape, rows: Sequence[int], total: int, column: int, *, broken: bool, sure: bool) -> Check:
    values = [shape.value(at, column) or Decimal(0) for at in rows]
    whole = shape.value(total, column) or Decimal(0)
    name = shape.names[column] or f"第 {column + 1} 列"
    expression = arithmetic(values, whole, right=not broken)
    lines = tuple(sorted({shape.spot(at, column) for at in (*rows, total)}))
    if not broken:
        return Check("table", HOLDS, expression, f"表中“{name}”一列：各行之和等于合计", lines)
    state = CONTRADICTION if sure else UNEXPLAINED
    explain = f"表中“{name}”一列：各行之和为 {plain(sum(values, Decimal(0)))}，合计写 {plain(whole)}"
    return Check("table", state, expression, explain, lines)


def _across(shape: Shape) -> Iterator[Check]:
    """The total column against the columns it covers, row by row."""
    columns = added(shape)
    if len(columns) > _WIDEST:
        return
    for total in [at for at in columns if TOTAL.search(shape.names[at]) and not MONEY.search(shape.names[at])]:
        best: tuple[int, ...] = ()
        held: list[int] = []
        for way in _covers(shape, columns, total):
            fits = [row for row in range(len(shape.rows)) if _adds_up([(row, at) for at in way], (row, total), shape)]
            telling = [row for row in fits if shape.value(row, total)]
            if not best or len(telling) > len([row for row in held if shape.value(row, total)]):
                best, held = way, fits
        if best:
            yield from _row_checks(shape, best, total, held)


def _covers(shape: Shape, columns: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    usable = [at for at in columns if not MONEY.search(shape.names[at]) and not INNER.match(shape.names[at])]
    left, right = [at for at in usable if at < total], [at for at in usable if at > total]
    near_left = _until_total(shape, reversed(left))
    near_right = _until_total(shape, right)
    for way in (tuple(reversed(near_left)), tuple(near_right), tuple(left), tuple(right), tuple(left + right)):
        if len(way) >= 2:
            yield way
    for length in range(len(near_right) - 1, 1, -1):
        yield tuple(near_right[:length])


def _until_total(shape: Shape, columns: Iterator[int] | Sequence[int]) -> list[int]:
    found: list[int] = []
    for at in columns:
        if TOTAL.search(shape.names[at]):
            break
        found.append(at)
    return found


def _row_checks(shape: Shape, columns: Sequence[int], total: int, held: Sequence[int]) -> Iterator[Check]:
    broken = [row for row in range(len(shape.rows)) if row not in held and shape.value(row, total) is not None]
    told = len([row for row in held if shape.value(row, total)])
    kinds = _named_kinds(shape, columns) or _all_of_one(shape, columns, total)
    sure = told > len(broken) or kinds or (told >= 1 and len(broken) == 1)
    if broken and not sure and len(shape.rows) > 1 and not kinds:
        return
    for row in range(len(shape.rows)):
        values = [shape.value(row, at) or Decimal(0) for at in columns]
        whole = shape.value(row, total)
        if whole is None:
            continue
        label = shape.labels[row] or f"第 {row + 1} 行"
        expression = arithmetic(values, whole, right=row not in broken)
        if row not in broken:
            yield Check("table", HOLDS, expression, f"表中“{label}”一行：各栏之和等于合计", shape.lines(row))
            continue
        explain = f"表中“{label}”一行：各栏之和为 {plain(sum(values, Decimal(0)))}，合计写 {plain(whole)}"
        yield Check("table", CONTRADICTION if sure else UNEXPLAINED, expression, explain, shape.lines(row))


def _all_of_one(shape: Shape, columns: Sequence[int], total: int) -> bool:
    """Whether a table of one row has nothing but a list and, at its end, the total of it."""
    listed = [at for at in added(shape) if at != total]
    whole = len(shape.rows) == 1 and sorted(columns) == listed and len(listed) >= _KINDS_AT_LEAST
    return whole and total > listed[-1] and bool(GRAND.match(shape.names[total]))


_KIND: Final = re.compile(
    r"警告|通报批评|罚款|没收|暂扣|降低资质|吊销|限制|责令停产|责令关闭|拘留|其他|简易|一般|普通|查封|扣押|冻结"
)


def _named_kinds(shape: Shape, columns: Sequence[int]) -> bool:
    """Whether the covered columns are the kinds of the annual forms, which are complete by themselves."""
    named = [at for at in columns if _KIND.search(shape.names[at])]
    return len(columns) >= 2 and len(named) == len(columns)
