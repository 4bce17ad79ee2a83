"""A table understood: which rows are heads, which cells are labels, which columns hold numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.reading.grids import Cell, Grid

NOT_ADDED: Final = re.compile(r"率|占比|比例|比重|平均|均|排名|排序|位次|名次|序号|同比|增减|增长|增幅|%|％|得分|备注")

TOTAL: Final = re.compile(r"合计|总计|共计|总数|小计|^全(?:[省市州县区镇乡局湖域系统]|支队|大队|辖区)(?:（.*）)?$")
"""The head or label of a total of any rank."""
GRAND: Final = re.compile(
    r"^(?:总?合计|总计|共计|总数|[两二三四五六七八九十\d]{1,2}[年月季批期家个类项]{1,2}合计|[全本][年月季期](?:合计|累计|总计)"
    r"|全[区市县省镇乡街道局州系统]{1,2}(?:合计|总计)?|合计.{0,6})$"
)
"""The label of the total of the whole table."""
MONEY: Final = re.compile(r"金额|万元|（元）|罚没款")
_YEARS: Final = re.compile(r"(?:19|20)\d\d年|上年|去年")
_FEWEST_SHARES: Final = 3
_LEVEL: Final = re.compile(
    r"[年季月期周]末|[年季月期周]初|存量|在册|在编|在岗|保有|现有|结存|累计|^(?:执法|持证|执法辅助)[^，。；]{0,4}人[员数]"
)
UNIT: Final = re.compile(
    r"人次|家次|户次|车次|批次|次|件|起|宗|万元|元|项|个|人|名|份|条|处|场|期|家|户|公里|平方米|亩"
)
"""A column of its own that says in what unit a row counts."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table understood: names of columns, rows with their labels and numbers."""

    grid: Grid
    names: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    columns: tuple[int, ...]
    """The columns that hold numbers."""
    shares: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    """Rows of nothing but percentages, each with the number of the row it stands under."""

    def value(self, row: int, column: int) -> Decimal | None:
        """The number of a cell; a blank one counts nothing."""
        cells = self.rows[row]
        if column >= len(cells):
            return None
        cell = cells[column]
        return Decimal(0) if cell.blank else cell.value

    def line(self, row: int) -> int:
        return self.rows[row][0].line

    def lines(self, row: int) -> tuple[int, ...]:
        """The lines of a row; several where every cell stands on its own."""
        return tuple(sorted({cell.line for cell in self.rows[row]}))

    def spot(self, row: int, column: int) -> int:
        """The line of one cell."""
        cells = self.rows[row]
        return cells[min(column, len(cells) - 1)].line


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
    rows, shares = _apart(rows)
    if not rows:
        return None
    columns = tuple(at for at in range(width) if _numeric(rows, at))
    names = _names(heads, width)
    if "序号" in names:
        columns = tuple(at for at in columns if names[at] != "序号")
    if not columns:
        return None
    labels = tuple("".join(dict.fromkeys(_words(row, columns))) for row in rows)
    return Shape(grid, names, labels, tuple(rows), columns, shares)


def _apart(rows: Sequence[tuple[Cell, ...]]) -> tuple[list[tuple[Cell, ...]], tuple[tuple[int, tuple[Cell, ...]], ...]]:
    """Rows of shares, taken from among the rows of numbers they stand under."""
    counts: list[tuple[Cell, ...]] = []
    shares: list[tuple[int, tuple[Cell, ...]]] = []
    for row in rows:
        numbers = [cell for cell in row if cell.value is not None]
        if counts and len(numbers) >= _FEWEST_SHARES and all(cell.percent for cell in numbers):
            shares.append((len(counts) - 1, row))
        else:
            counts.append(row)
    return counts, tuple(shares)


def _words(row: Sequence[Cell], columns: Sequence[int]) -> list[str]:
    """The words of a row; a merged cell says them once."""
    found = [cell.text for at, cell in enumerate(row) if at not in columns and cell.value is None]
    if len(found) > 1 and UNIT.fullmatch(found[-1]):
        found[-1] = f"（{found[-1]}）"
    return found


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
    told = [[cell.text for cell in row] for row in heads]
    told = [["", *cells] if len(cells) == width - 1 else cells for cells in told]
    told = [cells for cells in told if len(cells) == width and len(set(cells)) > 1]
    for cells in _spread(told):
        for at, text in enumerate(cells):
            found[at] += text if text not in found[at] else ""
    return tuple(found)


def _spread(heads: Sequence[list[str]]) -> list[list[str]]:
    """Rows of heads, with a head that stands over several columns written over each: 一季度, blank above 立案, 结案."""
    upper = []
    for cells, below in zip(heads, heads[1:], strict=False):
        filled = list(cells)
        for at in range(1, len(filled)):
            if not filled[at] and filled[at - 1] and below[at] and below[at - 1]:
                filled[at] = filled[at - 1]
        upper.append(filled)
    return [*upper, *heads[-1:]]


def is_level(label: str, whole: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether numbers are what was there at the ends of stretches, which nobody adds: 季末 64、66、66、68, 全年 68."""
    ends = whole in (parts[0], parts[-1]) and sum(1 for part in parts if part) > 1
    return ends or bool(_LEVEL.search(label))


def added(shape: Shape) -> list[int]:
    """The columns whose numbers can be added."""
    return [
        at
        for at in shape.columns
        if not NOT_ADDED.search(shape.names[at]) and not any(row[at].percent for row in shape.rows if at < len(row))
    ]


def turned(shape: Shape) -> Shape | None:
    """A table on its side: years as rows, what was counted as columns; None for one that stands upright."""
    if not any(_YEARS.search(label) for label in shape.labels) or len(set(shape.labels)) < len(shape.labels):
        return None
    if any(at >= len(row) for row in shape.rows for at in shape.columns):
        return None
    rows = tuple(tuple(row[at] for row in shape.rows) for at in shape.columns)
    names = tuple(shape.names[at] for at in shape.columns)
    return Shape(shape.grid, shape.labels, names, rows, tuple(range(len(shape.labels))))


def rounding(values: Sequence[Decimal]) -> Decimal:
    """How far a sum may be off by rounding: half the last digit of every number with decimals."""
    return sum((Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2 for value in values if value % 1), Decimal(0))
