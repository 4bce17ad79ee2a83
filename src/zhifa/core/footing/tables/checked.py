"""Tables: their total rows and columns, their differences and rates, and what their column heads relate.

A table states its sums by naming a total. Which columns a total covers is seen from the rows that add up; a row
that then does not is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.reading.figures import LAST_YEAR, THIS_YEAR, Figure
from zhifa.core.footing.reading.grids import Cell, Grid
from zhifa.core.footing.reading.lexicon import Lexicon, Unit
from zhifa.core.footing.reading.numbers import Token
from zhifa.core.footing.reading.shapes import NOT_ADDED, Shape, added, shape_of, turned
from zhifa.core.footing.tables.accounts import kept
from zhifa.core.footing.tables.columns import compared, rated, shared
from zhifa.core.footing.tables.laws import laws

_TOTAL: Final = re.compile(r"合计|总计|共计|总数|小计|^全(?:[省市州县区镇乡局湖域系统]|支队|大队|辖区)(?:（.*）)?$")
_GRAND: Final = re.compile(r"^(?:总?合计|总计|共计|全[区市县省镇乡街道局州系统]{1,2}(?:合计|总计)?|合计.{0,6})$")
_SUB: Final = re.compile(r"小计")
_SECTION: Final = re.compile(r"[一二三四五六七八九十]{1,3}、")
"""A row that heads a section: the rows below it are its parts."""
_INNER: Final = re.compile(r"^其中|^#|^—|^　")
_AMOUNT: Final = re.compile(r"（(?:万|亿)?元）")
_MONEY: Final = re.compile(r"金额|万元|（元）|罚没款")
_CELL: Final = Unit("", "cell", "cell")
_WAN: Final = Unit("元", "money", "money")
_PENALTIES: Final = re.compile(r"简易程序|一般程序|普通程序|警告.*罚款")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年")
_EARLIER: Final = re.compile(r"上年|去年|上期|同期|增减|同比|增长")
_COUNTED: Final = re.compile(r"（([^（）\d%]{1,3})）$")
"""The unit a head gives: what is counted in 家 is no part of what is counted in 个."""
_PART: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|第?[一二三四1-4]季度")
_STRETCH: Final = re.compile(r"季度|半年|\d{1,2}月|[一二三四五六七八九十]月")
"""A row of a part of the year, in which more may be closed than came."""
_MONTH: Final = re.compile(r"^(?:第?[一二三四1-4]个?季度|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?)$")
_KINDS_AT_LEAST: Final = 3
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
            yield from laws(shape)
            yield from kept(shape, lexicon)


def _down(shape: Shape, lexicon: Lexicon) -> Iterator[Check]:
    """The total row against the rows it covers."""
    totals = [at for at, label in enumerate(shape.labels) if _GRAND.match(label)]
    totals = totals or [at for at, label in enumerate(shape.labels) if _SUB.search(label)]
    if not totals and len(shape.labels) > _KINDS_AT_LEAST and all(_MONTH.search(at) for at in shape.labels[:-1]):
        totals = [len(shape.labels) - 1] if shape.labels[-1] == "全年" else []
    if len(totals) != 1:
        return
    total = totals[0]
    if 0 < total < len(shape.rows) - 1:
        return
    rest = [at for at in range(len(shape.rows)) if at != total and not NOT_ADDED.search(shape.labels[at])]
    ways = _ways(shape, rest)
    columns = added(shape)
    held = {way: [at for at in columns if _sum_fits(shape, way, total, at)] for way in ways if len(way) > 1}
    if not held:
        return
    way = max(held, key=lambda rows: (len([at for at in held[rows] if shape.value(total, at)]), len(rows)))
    real = [at for at in columns if shape.value(total, at) is not None]
    broken = [at for at in real if not any(at in fits for fits in held.values())]
    sure = len(broken) < len(real) or len(real) == 1
    for at in real:
        apart = lexicon.words["distinct"].search(shape.names[at]) and _once_each(shape, way, total, at)
        yield _column_check(shape, way, total, at, broken=at in broken, sure=sure and not apart)


def _once_each(shape: Shape, rows: Sequence[int], total: int, column: int) -> bool:
    """Whether a total may count once what several rows count: 涉及单位14、23、17个, 30 in all."""
    values = [shape.value(at, column) or Decimal(0) for at in rows]
    whole = shape.value(total, column) or Decimal(0)
    return max(values, default=Decimal(0)) <= whole < sum(values, Decimal(0))


def _ways(shape: Shape, rest: Sequence[int]) -> list[tuple[int, ...]]:
    """Which rows a total may cover: all, those that are not 其中, the subtotals, all but the subtotals."""
    outer = tuple(at for at in rest if not _INNER.match(shape.labels[at]))
    subs = tuple(at for at in outer if _SUB.search(shape.labels[at]))
    plain_rows = tuple(at for at in outer if not _SUB.search(shape.labels[at]))
    heads = tuple(at for at in rest if _SECTION.match(shape.labels[at]))
    return list(dict.fromkeys([tuple(rest), outer, subs, plain_rows, heads]))


def _sum_fits(shape: Shape, rows: Sequence[int], total: int, column: int) -> bool:
    values = [shape.value(at, column) for at in rows]
    whole = shape.value(total, column)
    if whole is None or any(value is None for value in values):
        return False
    added = sum((value for value in values if value is not None), Decimal(0))
    return abs(added - whole) <= _slack([*[v for v in values if v is not None], whole])


def _slack(values: Sequence[Decimal]) -> Decimal:
    """Half the last digit of every number with decimals."""
    return sum((Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2 for value in values if value % 1), Decimal(0))


def _column_check(shape: Shape, rows: Sequence[int], total: int, column: int, *, broken: bool, sure: bool) -> Check:
    values = [shape.value(at, column) or Decimal(0) for at in rows]
    whole = shape.value(total, column) or Decimal(0)
    name = shape.names[column] or f"第 {column + 1} 列"
    expression = _sum_said(values, whole, "≠" if broken else "=")
    lines = tuple(sorted({shape.line(at) for at in (*rows, total)}))
    if not broken:
        return Check("table", HOLDS, expression, f"表中“{name}”一列：各行之和等于合计", lines)
    state = CONTRADICTION if sure else UNEXPLAINED
    explain = f"表中“{name}”一列：各行之和为 {plain(sum(values, Decimal(0)))}，合计写 {plain(whole)}"
    return Check("table", state, expression, explain, lines)


def _sum_said(values: Sequence[Decimal], whole: Decimal, sign: str) -> str:
    shown = [value for value in values if value] if len(values) > 4 else list(values)
    left = " + ".join(plain(value) for value in shown) or "0"
    total = plain(sum(values, Decimal(0)))
    if len(shown) == 1 or (sign == "=" and sum(values, Decimal(0)) == whole):
        return f"{left} {sign} {plain(whole)}"
    return f"{left} = {total} {sign} {plain(whole)}"


def _across(shape: Shape) -> Iterator[Check]:
    """The total column against the columns it covers, row by row."""
    columns = added(shape)
    if len(columns) > _WIDEST:
        return
    for total in [at for at in columns if _TOTAL.search(shape.names[at]) and not _MONEY.search(shape.names[at])]:
        best: tuple[int, ...] = ()
        held: list[int] = []
        for way in _covers(shape, columns, total):
            fits = [row for row in range(len(shape.rows)) if _row_fits(shape, row, way, total)]
            telling = [row for row in fits if shape.value(row, total)]
            if not best or len(telling) > len([row for row in held if shape.value(row, total)]):
                best, held = way, fits
        if best:
            yield from _row_checks(shape, best, total, held)


def _covers(shape: Shape, columns: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    usable = [at for at in columns if not _MONEY.search(shape.names[at]) and not _INNER.match(shape.names[at])]
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
        if _TOTAL.search(shape.names[at]):
            break
        found.append(at)
    return found


def _row_fits(shape: Shape, row: int, columns: Sequence[int], total: int) -> bool:
    values = [shape.value(row, at) for at in columns]
    whole = shape.value(row, total)
    if whole is None or any(value is None for value in values):
        return False
    numbers = [value for value in values if value is not None]
    return abs(sum(numbers, Decimal(0)) - whole) <= _slack([*numbers, whole])


def _row_checks(shape: Shape, columns: Sequence[int], total: int, held: Sequence[int]) -> Iterator[Check]:
    broken = [row for row in range(len(shape.rows)) if row not in held and shape.value(row, total) is not None]
    told = len([row for row in held if shape.value(row, total)])
    kinds = _named_kinds(shape, columns)
    sure = told > len(broken) or kinds or (told >= 1 and len(broken) == 1)
    if broken and not sure and len(shape.rows) > 1 and not kinds:
        return
    for row in range(len(shape.rows)):
        values = [shape.value(row, at) or Decimal(0) for at in columns]
        whole = shape.value(row, total)
        if whole is None:
            continue
        label = shape.labels[row] or f"第 {row + 1} 行"
        expression = _sum_said(values, whole, "≠" if row in broken else "=")
        if row not in broken:
            yield Check("table", HOLDS, expression, f"表中“{label}”一行：各栏之和等于合计", (shape.line(row),))
            continue
        explain = f"表中“{label}”一行：各栏之和为 {plain(sum(values, Decimal(0)))}，合计写 {plain(whole)}"
        yield Check("table", CONTRADICTION if sure else UNEXPLAINED, expression, explain, (shape.line(row),))


_KIND: Final = re.compile(
    r"警告|通报批评|罚款|没收|暂扣|降低资质|吊销|限制|责令停产|责令关闭|拘留|其他|简易|一般|普通|查封|扣押|冻结"
)


def _named_kinds(shape: Shape, columns: Sequence[int]) -> bool:
    """Whether the covered columns are the kinds of the annual forms, which are complete by themselves."""
    named = [at for at in columns if _KIND.search(shape.names[at])]
    return len(columns) >= 2 and len(named) == len(columns)


def table_figures(grid: Grid, number: int, first: int, lexicon: Lexicon) -> list[list[Figure]]:
    """The cells of a table as figures, grouped as their relations are read: by row, or down a column of labels."""
    shape = shape_of(grid)
    if shape is None:
        return []
    wide = len(shape.columns) >= _KINDS_AT_LEAST or len(shape.rows) == 1
    subject = _subject(grid, shape, lexicon)
    groups: list[list[Figure]] = []
    count = first
    old_rows, old_columns = _earlier(shape.labels), _earlier(shape.names)
    charted = any(_is_axis(row) for row in grid.rows)
    grand = [row for row, label in enumerate(shape.labels) if _GRAND.match(label)]
    whole = grand[0] if len(grand) == 1 else 0 if len(shape.rows) == 1 else -1
    spans = (
        [[(row, at) for at in shape.columns] for row in range(len(shape.rows))]
        if wide
        else [[(row, at) for row in range(len(shape.rows))] for at in shape.columns]
    )
    for cells in spans:
        group: list[Figure] = []
        for row, at in cells:
            cell = shape.rows[row][at] if at < len(shape.rows[row]) else None
            if cell is None or cell.value is None:
                continue
            name = shape.names[at] if wide else shape.labels[row]
            place = (number, row, 0 if wide and row == whole else 1)
            money = _AMOUNT.search(shape.labels[row])
            name = f"{name}{money[0]}" if money and money[0] not in name else name
            made = _cell_figure(cell, name or shape.labels[row], subject, count, place)
            group.append(
                replace(
                    made,
                    row=shape.labels[row],
                    partial=charted or bool(_STRETCH.search(shape.labels[row])),
                    period=LAST_YEAR if old_rows[row] or old_columns[at] else THIS_YEAR,
                )
            )
            count += 1
        groups.append(group)
    return groups


def _is_axis(row: Sequence[Cell]) -> bool:
    """Whether a row is the axis of a chart: months or quarters and nothing else, wherever the numbers stand."""
    texts = [cell.text.strip() for cell in row if not cell.blank]
    return len(texts) > 2 and all(_PART.fullmatch(text) for text in texts)


def _earlier(heads: Sequence[str]) -> list[bool]:
    """Which heads are of an earlier year: those that name one before another's, or the year before."""
    named = [_YEAR.search(head) for head in heads]
    latest = max((int(found[1]) for found in named if found), default=0)
    return [
        bool(found and int(found[1]) < latest) or bool(_EARLIER.search(head))
        for found, head in zip(named, heads, strict=True)
    ]


def _subject(grid: Grid, shape: Shape, lexicon: Lexicon) -> str:
    """The kind of act a table is about, from its title."""
    found = lexicon.words["acts"].search(grid.title)
    if found or not _PENALTIES.search("".join(shape.names)):
        return found[0] if found else ""
    return "行政处罚"


def _cell_figure(cell: Cell, name: str, subject: str, index: int, place: tuple[int, int, int]) -> Figure:
    """A cell as a figure; `place` is its table, its row, and 1 for a cell that does not speak for the whole table."""
    assert cell.value is not None
    table, row, inner = place
    exponent = int(cell.value.as_tuple().exponent)
    scale = 10**4 if "万元" in name else 1
    counted = _COUNTED.search(name)
    unit = _WAN if _MONEY.search(name) else replace(_CELL, same=counted[1]) if counted else _CELL
    token = Token(0, 0, cell.value * scale, Decimal(1).scaleb(exponent) * scale, unit, percent=cell.percent)
    label = re.sub(r"（[^）]*）|\([^)]*\)|(?:实施)?数量$|次数$", "", name)
    return Figure(
        index=index, token=token, label=label, noun="", lead=subject, passage=-1 - table, sentence=-1 - row,
        group=0, depth=inner, period=THIS_YEAR, line=cell.line, printed=cell.text,
    )  # fmt: skip
