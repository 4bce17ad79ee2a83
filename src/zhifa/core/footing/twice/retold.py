"""Totals of a table told in the text with a digit wrong: 罚款167.6万元 beside a column that adds up to 176.6.

A total the text never names is looked for among the figures that are called like its column, count the same, stand in
no table and are a slip away from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import digits, mistyped, slip, swapped
from zhifa.core.footing.reading.naming import canonical
from zhifa.core.footing.reading.periods import THIS_YEAR

_LEAST: Final = 30
_NEAR: Final = Decimal("0.1")
_SHORTEST: Final = 2
_HUNDREDS: Final = 100
_LONG: Final = 4
"""Numbers of so many digits are not alike by chance."""
_MOST: Final = 1500


def retold(reading: Reading, lexicon: Lexicon, celled: Sequence[Figure]) -> Iterator[Check]:
    """Every total of a table that the text gives wrongly."""
    if not celled:
        return
    told = {figure.value for figure in reading.figures}
    shown = {cell.value for cell in celled}
    figures = [f for f in reading.figures[:_MOST] if _usable(f) and f.value not in shown and not _of_part(f, reading)]
    names = {f.index: canonical(f.label, lexicon) for f in figures}
    for cell in celled[:_MOST]:
        name = canonical(cell.label, lexicon)
        if cell.depth or cell.value < _LEAST or cell.value in told or cell.token.percent or cell.period != THIS_YEAR:
            continue
        rows = {other.row for other in celled[:_MOST] if other.passage == cell.passage and other.depth}
        alike = [f for f in figures if _of_one_unit(f, cell) and _called(names[f.index], name)]
        alike = [f for f in alike if not any(len(row) >= _SHORTEST and row in f.label for row in rows)]
        if any(abs(f.value - cell.value) <= f.token.slack for f in alike):
            continue  # 144.5万元 of 1445030元
        alike = [f for f in alike if _slipped(f, cell, sure=names[f.index] == name)]
        if len({f.value for f in alike}) == 1:
            figure = alike[0]
            explain = f"{named(figure)}，而第 {cell.line} 行表中{cell.label}合计是 {cell.printed}"
            expression = f"{plain(figure.value)} ≠ {plain(cell.value)}"
            yield check("repeat", CONTRADICTION, expression, explain, [figure, cell])


def _usable(figure: Figure) -> bool:
    whole = figure.counted and figure.exact and not figure.moved and not figure.partial
    return whole and figure.period == THIS_YEAR and not figure.group


def _of_part(figure: Figure, reading: Reading) -> bool:
    """Whether a figure is told behind 其中: 其中第一批参考104人、合格82人."""
    sentence = reading.sentences[figure.sentence]
    return "其中" in re.split("[；：]", sentence.text[: figure.token.start - sentence.start])[-1]


def _slipped(figure: Figure, cell: Figure, *, sure: bool) -> bool:
    """Whether one is the other with two digits swapped or one wrong; the right digits behind a wrong point are, too.

    `sure` says that both have one name; then, and for long numbers, the digit may be the first.
    """
    one, other = figure.value, cell.value
    if not one or max(one, other) / min(one, other) in (10, 100, 1000, 10000):
        return len(digits(other)) > _SHORTEST
    apart = abs(one - other)
    if swapped(one, other) and other >= _HUNDREDS:
        return True
    if mistyped(one, other) and (sure or len(digits(other)) >= _LONG):
        return True
    return apart <= other * _NEAR and (mistyped(one, other) or (one % 1 == other % 1 == 0 and slip(apart)))


def _of_one_unit(figure: Figure, cell: Figure) -> bool:
    if "元" in (figure.unit, cell.unit):
        return figure.unit == cell.unit
    return cell.same in ("cell", figure.unit)


def _called(label: str, name: str) -> bool:
    """Whether a label and the head of a column are names of the same."""
    if min(len(label), len(name)) < _SHORTEST:
        return False
    return name in label or label in name or name[-_SHORTEST:] in label[-6:]
