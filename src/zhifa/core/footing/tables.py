"""Tables: their total rows and columns, their differences and rates, and what their column heads relate.

A table states its sums by naming a total. Which columns a total covers is seen from the rows that add up; a row
that then does not is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, plain
from zhifa.core.footing.figures import THIS_YEAR, Figure
from zhifa.core.footing.grids import Cell, Grid
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.lexicon import Lexicon, Unit
from zhifa.core.footing.numbers import Token

_TOTAL: Final = re.compile(r"合计|总计|共计|总数|小计")
_GRAND: Final = re.compile(r"^(?:总?合计|总计|共计|全[区市县省]合计|合计.{0,6})$")
_SUB: Final = re.compile(r"小计")
_INNER: Final = re.compile(r"^其中|^#|^—|^　")
_NOT_ADDED: Final = re.compile(r"率|占比|比例|比重|平均|均|排名|排序|序号|同比|增减|增长|增幅|%|％|得分|备注")
_THIS: Final = re.compile(r"本年|今年|当年|本期|本年度")
_LAST: Final = re.compile(r"上年|去年|上期|上年度|同期")
_DIFFERENCE: Final = re.compile(
    r"^(?:增减(?:数|量|额|值)?|增加(?:数|量)?|增量|差额|变化(?:数|量)?|比上年增减)(?:（.*）)?$"
)
_GROWTH: Final = re.compile(r"同比|增长率|增幅|增减率|增减幅|增减（?%|增减百分比|变化率|增减比例")
_MONEY: Final = re.compile(r"金额|万元|（元）|罚没款")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年")
_CELL: Final = Unit("", "cell", "cell")
_WAN: Final = Unit("元", "money", "money")
_KINDS_AT_LEAST: Final = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """A table understood: names of columns, rows with their labels and numbers."""

    grid: Grid
    names: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    columns: tuple[int, ...]
    """The columns that hold numbers."""

    def value(self, row: int, column: int) -> Decimal | None:
        """The number of a cell; a blank one counts nothing."""
        cells = self.rows[row]
        if column >= len(cells):
            return None
        cell = cells[column]
        return Decimal(0) if cell.blank else cell.value

    def line(self, row: int) -> int:
        return self.rows[row][0].line


def shape_of(grid: Grid) -> Shape | None:
    """Heads, labels and numbers of a table; None where it cannot be understood."""
    first = next((at for at, row in enumerate(grid.rows) if _has_numbers(row)), None)
    if first is None:
        return None
    heads, rows = grid.rows[:first], [row for row in grid.rows[first:] if any(c.value is not None for c in row)]
    rows = [row for row in rows if not _counts_columns(row)]
    if not rows:
        return None
    width = max(len(row) for row in rows)
    rows = [row for row in rows if len(row) == width]
    columns = tuple(at for at in range(width) if _numeric(rows, at))
    names = _names(heads, width)
    if "序号" in names:
        columns = tuple(at for at in columns if names[at] != "序号")
    if not columns:
        return None
    labels = tuple("".join(c.text for at, c in enumerate(row) if at not in columns and c.value is None) for row in rows)
    return Shape(grid, names, labels, tuple(rows), columns)


def _has_numbers(row: Sequence[Cell]) -> bool:
    numbers = [cell for cell in row if cell.value is not None]
    years = [cell for cell in numbers if cell.value is not None and 1990 <= cell.value <= 2100]
    return bool(numbers) and len(years) < len(numbers) and not _counts_columns(row)


def _counts_columns(row: Sequence[Cell]) -> bool:
    """A row that numbers the columns: 1 2 3 4."""
    values = [cell.value for cell in row if cell.value is not None]
    return len(values) >= 3 and values == [Decimal(at) for at in range(1, len(values) + 1)]


def _numeric(rows: Sequence[Sequence[Cell]], at: int) -> bool:
    values = [row[at] for row in rows if not row[at].blank]
    return bool(values) and all(cell.value is not None for cell in values)


def _names(heads: Sequence[Sequence[Cell]], width: int) -> tuple[str, ...]:
    """The head of each column, read downwards; rows of heads of another width name nothing."""
    found = [""] * width
    for row in heads:
        cells = [cell.text for cell in row]
        if len(cells) == width - 1:
            cells = ["", *cells]
        if len(cells) != width or len(set(cells)) == 1:
            continue
        for at, text in enumerate(cells):
            found[at] += text if text not in found[at] else ""
    return tuple(found)


def tables(grids: Sequence[Grid]) -> Iterator[Check]:
    """Every table of the report."""
    for grid in grids:
        if shape := shape_of(grid):
            yield from _down(shape)
            yield from _across(shape)
            yield from _compared(shape)


def _added(shape: Shape) -> list[int]:
    """The columns whose numbers can be added."""
    return [
        at
        for at in shape.columns
        if not _NOT_ADDED.search(shape.names[at]) and not any(row[at].percent for row in shape.rows if at < len(row))
    ]


def _down(shape: Shape) -> Iterator[Check]:
    """The total row against the rows it covers."""
    totals = [at for at, label in enumerate(shape.labels) if _GRAND.match(label)]
    if len(totals) != 1:
        return
    total = totals[0]
    if 0 < total < len(shape.rows) - 1:
        return
    rest = [at for at in range(len(shape.rows)) if at != total and not _NOT_ADDED.search(shape.labels[at])]
    ways = _ways(shape, rest)
    columns = _added(shape)
    held = {way: [at for at in columns if _sum_fits(shape, way, total, at)] for way in ways if len(way) > 1}
    if not held:
        return
    way = max(held, key=lambda rows: (len([at for at in held[rows] if shape.value(total, at)]), len(rows)))
    real = [at for at in columns if shape.value(total, at) is not None]
    broken = [at for at in real if not any(at in fits for fits in held.values())]
    sure = len(broken) < len(real) or len(real) == 1
    for at in real:
        yield _column_check(shape, way, total, at, broken=at in broken, sure=sure)


def _ways(shape: Shape, rest: Sequence[int]) -> list[tuple[int, ...]]:
    """Which rows a total may cover: all, those that are not 其中, the subtotals, all but the subtotals."""
    outer = tuple(at for at in rest if not _INNER.match(shape.labels[at]))
    subs = tuple(at for at in outer if _SUB.search(shape.labels[at]))
    plain_rows = tuple(at for at in outer if not _SUB.search(shape.labels[at]))
    return list(dict.fromkeys([tuple(rest), outer, subs, plain_rows]))


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
    columns = _added(shape)
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


def _compared(shape: Shape) -> Iterator[Check]:
    """Columns of two years with their difference and growth."""
    this, last = _years(shape)
    if this is None or last is None:
        return
    for at in shape.columns:
        name = shape.names[at]
        growth = _GROWTH.search(name) or any(row[at].percent for row in shape.rows)
        if at in (this, last) or not (growth or _DIFFERENCE.match(name)):
            continue
        for row in range(len(shape.rows)):
            if made := _row_compared(shape, row, this, last, at, growth=bool(growth)):
                yield made


def _years(shape: Shape) -> tuple[int | None, int | None]:
    this = next((at for at in shape.columns if _THIS.search(shape.names[at])), None)
    last = next((at for at in shape.columns if _LAST.search(shape.names[at]) and at != this), None)
    dated = sorted((int(m[1]), at) for at in shape.columns if (m := _YEAR.search(shape.names[at])))
    if len(dated) == 2 and dated[0][0] + 1 == dated[1][0]:
        return dated[1][1], dated[0][1]
    last_named = last is not None and not _DIFFERENCE.match(shape.names[last]) and not _GROWTH.search(shape.names[last])
    return this, last if last_named else None


def _row_compared(shape: Shape, row: int, this: int, last: int, at: int, *, growth: bool) -> Check | None:
    now, then, told = shape.value(row, this), shape.value(row, last), shape.rows[row][at].value
    if now is None or then is None or told is None or (growth and not then):
        return None
    label = shape.labels[row] or f"第 {row + 1} 行"
    if not growth:
        right = abs(told) == abs(now - then)
        expression = f"{plain(now)} − {plain(then)} = {plain(now - then)} {'=' if right else '≠'} {plain(told)}"
    else:
        step = Decimal(1).scaleb(int(told.as_tuple().exponent))
        value = (now - then) * 100 / then
        right = abs(abs(value) - abs(told)) < max(step, Decimal("0.01"))
        shown = value.quantize(Decimal("0.01"))
        expression = f"({plain(now)} − {plain(then)}) ÷ {plain(then)} = {shown}% {'=' if right else '≠'} {plain(told)}%"
    what = "增幅" if growth else "增减"
    if right:
        return Check("table", HOLDS, expression, f"表中“{label}”一行：{what}相符", (shape.line(row),))
    return Check("table", CONTRADICTION, expression, f"表中“{label}”一行：{what}与两年的数字不符", (shape.line(row),))


def table_figures(grid: Grid, number: int, first: int, lexicon: Lexicon) -> list[list[Figure]]:
    """The cells of a table as figures, grouped as their relations are read: by row, or down a column of labels."""
    shape = shape_of(grid)
    if shape is None:
        return []
    wide = len(shape.columns) >= _KINDS_AT_LEAST or len(shape.rows) == 1
    subject = _subject(grid, shape, lexicon)
    groups: list[list[Figure]] = []
    count = first
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
            group.append(_cell_figure(cell, name or shape.labels[row], subject, count, number, row))
            count += 1
        groups.append(group)
    return groups


def _subject(grid: Grid, shape: Shape, lexicon: Lexicon) -> str:
    """The kind of act a table is about, from its title."""
    found = lexicon.words["acts"].search(grid.title)
    return found[0] if found else ""


def _cell_figure(cell: Cell, name: str, subject: str, index: int, table: int, row: int) -> Figure:
    assert cell.value is not None
    exponent = int(cell.value.as_tuple().exponent)
    scale = 10**4 if "万元" in name else 1
    unit = _WAN if _MONEY.search(name) else _CELL
    token = Token(0, 0, cell.value * scale, Decimal(1).scaleb(exponent) * scale, unit, percent=cell.percent)
    label = re.sub(r"（[^）]*）|\([^)]*\)|(?:实施)?数量$|次数$", "", name)
    return Figure(
        index=index, token=token, label=label, noun="", lead=subject, passage=-1 - table, sentence=-1 - row,
        group=0, depth=0, period=THIS_YEAR, line=cell.line, printed=cell.text,
    )  # fmt: skip
