"""Columns of a table that follow from others: differences and growth between two years, rates, shares of the total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.shapes import TOTAL, Shape, added

_THIS: Final = re.compile(r"本年|今年|当年|本期|本年度")
_LAST: Final = re.compile(r"上年|去年|上期|上年度|同期")
_DIFFERENCE: Final = re.compile(
    r"^(?:增减(?:数|量|额|值)?|增加(?:数|量)?|增量|差额|变化(?:数|量)?|比上年增减)(?:（.*）)?$"
)
_GROWTH: Final = re.compile(r"同比|增长率|增幅|增减率|增减幅|增减（?%|增减百分比|变化率|增减比例")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年")
_RATE: Final = re.compile(r"([\u4e00-\u9fff]{2})率")
_SHARE: Final = re.compile(r"占比|比例|比重|占.{0,8}%|占[全总]")
_DONE: Final = re.compile(r"完成|达成|达标|执行|进度|到位")
"""A share of what was planned, and not of all."""
_FEWEST: Final = 3


def compared(shape: Shape) -> Iterator[Check]:
    """Columns of two years with their difference and growth."""
    this, last = _years(shape)
    if this is None or last is None:
        return
    for at in shape.columns:
        name = shape.names[at]
        share = _SHARE.search(name) and not _DIFFERENCE.match(name)
        growth = _GROWTH.search(name) or (not share and any(row[at].percent for row in shape.rows))
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
        signed = any((shape.value(at_row, at) or 0) < 0 for at_row in range(len(shape.rows)))
        right = told == now - then if signed else abs(told) == abs(now - then)
        expression = f"{plain(now)} − {plain(then)} = {plain(now - then)} {'=' if right else '≠'} {plain(told)}"
    else:
        step = Decimal(1).scaleb(int(told.as_tuple().exponent))
        value = (now - then) * 100 / then
        right = abs(abs(value) - abs(told)) < max(step, Decimal("0.01"))
        shown = rounded(value)
        expression = f"({plain(now)} − {plain(then)}) ÷ {plain(then)} = {shown}% {'=' if right else '≠'} {plain(told)}%"
    what = "增幅" if growth else "增减"
    if right:
        return Check("table", HOLDS, expression, f"表中“{label}”一行：{what}相符", shape.lines(row))
    return Check("table", CONTRADICTION, expression, f"表中“{label}”一行：{what}与两年的数字不符", shape.lines(row))


def rated(shape: Shape, lexicon: Lexicon) -> Iterator[Check]:
    """Columns of rates and of shares: the columns most rows follow are meant, and the rows that do not are wrong."""
    counts = added(shape)
    for at in shape.columns:
        name = shape.names[at]
        if at in counts:
            continue
        if _GROWTH.search(name):
            if None in _years(shape):
                pairs = [(one, other) for one in counts for other in counts if one != other]
                yield from _best(shape, at, pairs, growth=True)
            continue
        if stem := _RATE.search(name):
            key = lexicon.words.get(f"rate {stem[1]}") or re.compile(stem[1])
            parts = [c for c in counts if key.search(shape.names[c])]
            parts = parts or (counts if _DONE.search(name) else [])
            yield from _best(shape, at, [(part, whole) for part in parts for whole in counts if whole != part])
        elif _SHARE.search(name):
            ratios = [(one, other) for one in counts for other in counts if one != other]
            yield from _best(shape, at, [*((part, -1) for part in counts), *(ratios if _DONE.search(name) else [])])


def shared(shape: Shape) -> Iterator[Check]:
    """A row of shares under a row of numbers: each is the number over the total of its row."""
    for base, row in shape.shares:
        counts = [at for at in shape.columns if shape.value(base, at) is not None and at < len(row)]
        total = next((at for at in counts if TOTAL.search(shape.names[at])), None)
        parts = [at for at in counts if at != total and row[at].value is not None]
        summed = sum((shape.value(base, at) or Decimal(0) for at in parts), Decimal(0))
        whole = (shape.value(base, total) if total is not None else summed) or Decimal(0)
        if not whole or len(parts) < _FEWEST:
            continue
        told = [(at, row[at].value or Decimal(0), (shape.value(base, at) or Decimal(0)) * 100 / whole) for at in parts]
        wrong = [(at, said, value) for at, said, value in told if abs(said - value) >= _step(said)]
        if len(wrong) * 2 >= len(told):
            continue
        for at, said, value in wrong:
            shown = rounded(value)
            explain = f"表中“{shape.names[at]}”的占比写 {plain(said)}%，由上一行的数字应为 {shown}%"
            yield Check("table", CONTRADICTION, f"{shown}% ≠ {plain(said)}%", explain, (row[0].line,))


def _step(said: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(said.as_tuple().exponent))


def _best(shape: Shape, at: int, pairs: list[tuple[int, int]], *, growth: bool = False) -> Iterator[Check]:
    """The pair of columns that gives most of the rates; -1 stands for the total row of the part's own column.

    `growth` asks by how much the first of a pair differs from the second.
    """
    all_rows = range(len(shape.rows))
    found = {pair: [row for row in all_rows if _rate_fits(shape, row, at, pair, growth=growth)] for pair in pairs}
    if not found:
        return
    pair = max(found, key=lambda tried: len(found[tried]))
    rows = [row for row in range(len(shape.rows)) if _worked_out(shape, row, pair) is not None]
    rows = [row for row in rows if at < len(shape.rows[row]) and shape.rows[row][at].value is not None]
    broken = [row for row in rows if row not in found[pair]]
    if len(found[pair]) < 2 or len(broken) >= len(found[pair]):
        return
    for row in rows:
        value, told = _worked_out(shape, row, pair, growth=growth), shape.rows[row][at].text.rstrip("%")
        shown = rounded(value or Decimal(0))
        label = shape.labels[row] or f"第 {row + 1} 行"
        if row not in broken:
            yield Check("table", HOLDS, f"{shown}% = {told}%", f"表中“{label}”一行：比率相符", shape.lines(row))
            continue
        explain = f"表中“{label}”一行：{shape.names[at]}写 {told}%，由同一行的数字应为 {shown}%"
        yield Check("table", CONTRADICTION, f"{shown}% ≠ {told}%", explain, shape.lines(row))


def _worked_out(shape: Shape, row: int, pair: tuple[int, int], *, growth: bool = False) -> Decimal | None:
    part, whole = pair
    below = shape.value(row, whole) if whole >= 0 else _grand(shape, part)
    above = shape.value(row, part)
    if above is None or not below:
        return None
    return (above - below) * 100 / below if growth else above * 100 / below


def _grand(shape: Shape, column: int) -> Decimal | None:
    """The total of a column: its total row, else the sum of its rows."""
    for row, label in enumerate(shape.labels):
        if TOTAL.search(label):
            return shape.value(row, column)
    values = [shape.value(row, column) for row in range(len(shape.rows))]
    return sum((value for value in values if value is not None), Decimal(0)) or None


def _rate_fits(shape: Shape, row: int, at: int, pair: tuple[int, int], *, growth: bool) -> bool:
    told = shape.rows[row][at].value if at < len(shape.rows[row]) else None
    value = _worked_out(shape, row, pair, growth=growth)
    if told is None or value is None:
        return False
    return abs(value - told) < Decimal(1).scaleb(int(told.as_tuple().exponent))
