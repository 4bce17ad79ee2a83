"""The cells of a table as figures, so that what is said of figures of the text can be said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.grids import Cell, Grid
from zhifa.core.footing.reading.lexicon import Lexicon, Unit
from zhifa.core.footing.reading.numbers import Token
from zhifa.core.footing.reading.passages import Document
from zhifa.core.footing.reading.periods import LAST_YEAR, THIS_YEAR
from zhifa.core.footing.reading.shapes import GRAND, MONEY, Shape, shape_of

_AMOUNT: Final = re.compile(r"（(?:万|亿)?元）")
_MANY: Final = re.compile(r"（万[\u4e00-\u9fff]")
_CELL: Final = Unit("", "cell", "cell")
_WAN: Final = Unit("元", "money", "money")
_TOLD: Final = re.compile(r"金额单位(?:均|统一)?[为是：:]?\s*(万)?元")
_PENALTIES: Final = re.compile(r"简易程序|一般程序|普通程序|警告.*罚款")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年")
_EARLIER: Final = re.compile(r"上年|去年|上期|同期|增减|同比|增长")
_COUNTED: Final = re.compile(r"（([^（）\d%]{1,3})）$")
"""The unit a head gives: what is counted in 家 is no part of what is counted in 个."""
_PART: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|第?[一二三四1-4]季度")
_STRETCH: Final = re.compile(r"季度|半年|\d{1,2}月|[一二三四五六七八九十]月")
"""A row of a part of the year, in which more may be closed than came."""
_WIDE: Final = 3
"""So many columns of numbers are read row by row; of two the row of totals."""


def money_in(document: Document) -> int:
    """How many yuan one is in the tables of a report that says so once for all: 金额单位为万元."""
    told = next((found for passage in document.passages if (found := _TOLD.search(passage.text))), None)
    return 10**4 if told and told[1] else 1


def table_figures(grid: Grid, number: int, first: int, lexicon: Lexicon, yuan: int = 1) -> list[list[Figure]]:
    """The cells of a table as figures, grouped as their relations are read: by row, or down a column of labels.

    Amounts of money whose column names no unit are in `yuan`.
    """
    shape = shape_of(grid)
    if shape is None:
        return []
    wide = len(shape.columns) >= _WIDE or len(shape.rows) == 1
    subject = _subject(grid, shape, lexicon)
    groups: list[list[Figure]] = []
    count = first
    old_rows, old_columns = _earlier(shape.labels), _earlier(shape.names)
    charted = any(_is_axis(row) for row in grid.rows)
    grand = [row for row, label in enumerate(shape.labels) if GRAND.match(label) or label == "全年"]
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
            total = row == whole and (wide or bool(shape.names[at] and len(shape.columns) == _WIDE - 1))
            name = shape.names[at] if wide or total else shape.labels[row]
            place = (number, row, 0 if total else 1)
            money = _AMOUNT.search(shape.labels[row])
            name = f"{name}{money[0]}" if money and money[0] not in name else name
            made = _cell_figure(cell, name or shape.labels[row], subject, count, place, yuan)
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


def _cell_figure(cell: Cell, name: str, subject: str, index: int, place: tuple[int, int, int], yuan: int) -> Figure:
    """A cell as a figure; `place` is its table, its row, and 1 for a cell that does not speak for the whole table."""
    assert cell.value is not None
    table, row, inner = place
    exponent = int(cell.value.as_tuple().exponent)
    many = _MANY.search(name)
    bare = MONEY.search(name) and "元" not in name and not cell.percent
    scale = 10**4 if "万元" in name or many else yuan if bare else 1
    counted = _COUNTED.search(name)
    unit = _WAN if MONEY.search(name) else replace(_CELL, same=counted[1]) if counted else _CELL
    token = Token(0, 0, cell.value * scale, Decimal(1).scaleb(exponent) * scale, unit, percent=cell.percent)
    label = re.sub(r"（[^）]*）|\([^)]*\)|(?:实施)?数量$|次数$", "", name)
    return Figure(
        index=index, token=token, label=label, noun="", lead=subject, passage=-1 - table, sentence=-1 - row,
        group=0, depth=inner, period=THIS_YEAR, line=cell.line, printed=cell.text,
    )  # fmt: skip
