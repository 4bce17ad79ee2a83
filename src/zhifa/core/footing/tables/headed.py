"""Columns that follow from others because their heads say so: 四季度 of 10月, 11月, 12月; 累计; 人均办案; 平均分.

The head names the relation, so that one row that keeps it is enough to believe it of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, arithmetic, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.shapes import NOT_ADDED, TOTAL, Shape, added, is_level, rounding
from zhifa.core.numerals import number_of

_PERIOD: Final = re.compile(
    r"^(?:(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月份?|第?(?P<quarter>[一二三四1-4])个?季度|(?P<half>[上下])半年"
    r"|(?P<year>全年|年度合计|半年|季度合计))"
)
_RUNNING: Final = re.compile(r"累计|累积")
_PER: Final = re.compile(r"人均|件均|户均|案均|次均|宗均|日均|均值|单均|篇均|平均|均(?:金额|额|数|值)?$")
_MEAN: Final = re.compile(r"平均|均分|均值")
_FEWEST: Final = 3
_SOME: Final = 2


def headed(shape: Shape) -> Iterator[Check]:
    """Every column whose head says what it is made of."""
    yield from _periods(shape)
    yield from _running(shape)
    yield from _means(shape)


def _periods(shape: Shape) -> Iterator[Check]:
    """Months make a quarter, quarters a half and a year, halves a year; columns of one thing only."""
    told: dict[str, dict[tuple[str, int], int]] = {}
    for at in added(shape):
        found = _PERIOD.match(shape.names[at])
        if found and (stretch := _stretch(found)):
            told.setdefault(shape.names[at][found.end() :], {})[stretch] = at
    for columns in told.values():
        for (kind, number), whole in columns.items():
            parts = _parts(kind, number, columns)
            if parts:
                yield from _rows(shape, whole, parts)


def _stretch(found: re.Match[str]) -> tuple[str, int] | None:
    if found["month"]:
        month = int(found["month"]) if found["month"].isdigit() else number_of(found["month"])
        return ("month", month) if 1 <= month <= 12 else None
    if found["quarter"]:
        sign = found["quarter"]
        return "quarter", int(sign) if sign.isdigit() else number_of(sign)
    if found["half"]:
        return "half", 1 if found["half"] == "上" else 2
    return ("any half", 0) if found["year"] == "半年" else ("year", 0)


def _parts(kind: str, number: int, columns: dict[tuple[str, int], int]) -> list[int]:
    """The columns a stretch is made of, if all of them are there."""
    ways: list[list[tuple[str, int]]] = []
    if kind == "quarter":
        ways = [[("month", month) for month in range(3 * number - 2, 3 * number + 1)]]
    elif kind == "half":
        ways = [
            [("quarter", 2 * number - 1), ("quarter", 2 * number)],
            [("month", month) for month in range(6 * number - 5, 6 * number + 1)],
        ]
    elif kind == "any half":
        ways = [[("quarter", 1), ("quarter", 2)], [("quarter", 3), ("quarter", 4)]]
    elif kind == "year":
        ways = [
            [("half", 1), ("half", 2)],
            [("quarter", at) for at in range(1, 5)],
            [("month", at) for at in range(1, 13)],
        ]
    return next(([columns[part] for part in way] for way in ways if all(part in columns for part in way)), [])


def _rows(shape: Shape, whole: int, parts: Sequence[int]) -> Iterator[Check]:
    """Rows in which the parts make the whole, and those in which they do not; what is kept in stock is not added."""
    rows = [at for at in range(len(shape.rows)) if not NOT_ADDED.search(shape.labels[at])]
    told: list[tuple[int, list[Decimal], bool]] = []
    for row in rows:
        cells = [shape.value(row, at) for at in (whole, *parts)]
        numbers = [value for value in cells if value is not None]
        level = bool(numbers) and is_level(shape.labels[row], numbers[0], numbers[1:])
        if len(numbers) == len(cells) and any(numbers) and not level:
            told.append((row, numbers, abs(sum(numbers[1:], Decimal(0)) - numbers[0]) <= rounding(numbers)))
    if sum(right for *_, right in told) * _SOME < len(told):
        return
    for row, (total, *values), right in told:
        expression = arithmetic(values, total, right=right)
        explain = f"表中“{shape.labels[row]}”一行：{shape.names[whole]}写 {plain(total)}"
        yield Check("table", HOLDS if right else CONTRADICTION, expression, explain, shape.lines(row))


def _running(shape: Shape) -> Iterator[Check]:
    """当月 1340 and 累计 3360 behind 累计 2020: every row is the one before and what came."""
    columns = added(shape)
    whole = [at for at in columns if _RUNNING.search(shape.names[at])]
    rest = [at for at in columns if at not in whole]
    if len(whole) != 1 or len(rest) != 1 or len(shape.rows) < _FEWEST:
        return
    rows = [at for at in range(len(shape.rows)) if not TOTAL.search(shape.labels[at])]
    came, told = ([shape.value(row, at) for row in rows] for at in (rest[0], whole[0]))
    numbers = [value for value in (*came, *told) if value is not None]
    if len(numbers) < 2 * len(rows) or not rows:
        return
    carried = (told[0] or Decimal(0)) - (came[0] or Decimal(0))
    sums = [carried + sum((value or Decimal(0) for value in came[: at + 1]), Decimal(0)) for at in range(len(rows))]
    wrong = [at for at in range(len(rows)) if abs(sums[at] - (told[at] or Decimal(0))) > rounding(numbers)]
    if len(wrong) * _SOME >= len(rows):
        return
    for at in wrong:
        explain = f"表中“{shape.labels[rows[at]]}”一行：{shape.names[whole[0]]}应为 {plain(sums[at])}"
        lines = shape.lines(rows[at])
        yield Check("table", CONTRADICTION, f"{plain(sums[at])} ≠ {plain(told[at] or Decimal(0))}", explain, lines)


def _means(shape: Shape) -> Iterator[Check]:
    """人均办案 of 办案数 and 人数; 平均分 of 上半年 and 下半年."""
    for at in shape.columns:
        if not _PER.search(shape.names[at]) or any(row[at].percent for row in shape.rows if at < len(row)):
            continue
        others = [one for one in shape.columns if one != at]
        counts = [one for one in added(shape) if one != at]
        best: tuple[int, str, list[tuple[int, Decimal, bool]]] = (0, "", [])
        ways: list[tuple[str, tuple[int, ...]]] = [
            (f"{shape.names[a]} ÷ {shape.names[b]}", (a, b)) for a in counts for b in counts if a != b
        ]
        if (
            _MEAN.search(shape.names[at])
            and len(others) >= _SOME
            and not any(TOTAL.search(shape.names[o]) for o in others)
        ):
            ways.append((" + ".join(shape.names[one] for one in others), ()))
        for said, pair in ways:
            rows = list(_worked_out(shape, at, pair, others))
            right = sum(fits for *_, fits in rows)
            if right > best[0]:
                best = (right, said, rows)
        right, said, rows = best
        if right < _SOME or (len(rows) - right) * _SOME > right:
            continue
        for row, value, fits in rows:
            if not fits:
                stated = shape.value(row, at) or Decimal(0)
                shown = plain(rounded(value))
                explain = f"表中“{shape.labels[row]}”一行：{shape.names[at]}写 {plain(stated)}，由{said}应为 {shown}"
                yield Check("table", CONTRADICTION, f"{shown} ≠ {plain(stated)}", explain, shape.lines(row))


def _worked_out(
    shape: Shape, at: int, pair: tuple[int, ...], others: Sequence[int]
) -> Iterator[tuple[int, Decimal, bool]]:
    """For every row what the mean should be, and whether it is that; rounded or cut off."""
    for row in range(len(shape.rows)):
        stated = shape.value(row, at)
        values = [value for one in (pair or others) if (value := shape.value(row, one)) is not None]
        if stated is None or not stated or len(values) != len(pair or others) or (pair and not values[1]):
            continue
        value = values[0] / values[1] if pair else sum(values, Decimal(0)) / len(values)
        yield row, value, abs(value - stated) < Decimal(1).scaleb(int(stated.as_tuple().exponent))
