"""What the text beside a table says of the sums it leaves to the reader: 罚款合计158.9万元，详见下表.

A table without a row of totals is added up. That a figure of the text speaks of a column is sure where another figure
beside it is the sum of another column, or where the text points at the table and misses the sum narrowly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, arithmetic, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.likeness import mistyped
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.reading.shapes import GRAND, NOT_ADDED, TOTAL, Shape, added, rounding, shape_of
from zhifa.core.footing.tables.sections import INNER, SUB

_BEFORE: Final = 3
_BEHIND: Final = 2
"""How many lines from its table a sum may be told."""
_POINTS: Final = re.compile(r"下表|上表|附表|见表|如表|由表|表中|情况如下|如下")
_SUMMED: Final = re.compile(r"合计|共|总|之和|累计|全部")
_STRONG: Final = re.compile(r"合计|总计|之和|总量|总数|总额")
_SOME: Final = re.compile(r"前[一二三四五六七八九十\d]|部分|主要|典型|例如|较[多高大]|其中")
_BARE: Final = re.compile(r"（[^）]*）|数量?$|次数$|金额$|总额$")
_FEWEST: Final = 3
_NARROW: Final = 14
_SMALL: Final = 9


def introduced(reading: Reading) -> Iterator[Check]:
    """Every table without totals, against the figures of the text beside it."""
    for shape in filter(None, map(shape_of, reading.document.grids)):
        sentences = [s for s in reading.sentences if _beside(reading.document.passages[s.passage].line(s.start), shape)]
        text = "".join(sentence.text for sentence in sentences)
        figures = [f for sentence in sentences for f in sentence.figures if _usable(f) and not _inside(f, sentence)]
        rows = [at for at, label in enumerate(shape.labels) if not GRAND.match(label)]
        title = "" if shape.grid.title.endswith("。") else shape.grid.title
        if not figures or _SOME.search(title) or any(_ranked(shape.labels[at]) for at in rows):
            continue
        points = bool(_POINTS.search(text))
        if len(shape.rows) == 1 and points:
            yield from _across(shape, figures)
        elif len(rows) > 1 and not _SOME.search(text.replace("其中", "")):
            yield from _down(shape, rows, figures, points=points)


def _beside(line: int, shape: Shape) -> bool:
    first, last = shape.grid.lines[0], shape.grid.lines[-1]
    return 0 < first - line <= _BEFORE or 0 < line - last <= _BEHIND


def _usable(figure: Figure) -> bool:
    compared = figure.period != THIS_YEAR and re.search(r"[比较与]", figure.lead)
    whole = figure.counted and not compared and not figure.partial
    return whole and figure.exact and not figure.moved and not figure.group


def _inside(figure: Figure, sentence: Sentence) -> bool:
    """Whether a figure is a part of what its sentence told before."""
    return "其中" in sentence.text[: figure.token.start - sentence.start]


def _ranked(label: str) -> bool:
    """A row that is a subtotal or a part of another row: the table adds up by itself, or cannot be added up."""
    return bool(SUB.search(label) or INNER.match(label) or NOT_ADDED.search(label))


def _across(shape: Shape, figures: Sequence[Figure]) -> Iterator[Check]:
    """One row of kinds, and their total in the text."""
    columns = added(shape)
    if (
        len(columns) < _FEWEST
        or len(columns) < len(shape.columns)
        or any(TOTAL.search(shape.names[c]) for c in columns)
    ):
        return
    values = [shape.value(0, at) or Decimal(0) for at in columns]
    total = sum(values, Decimal(0))
    told = [f for f in figures if _SUMMED.search(f.lead[-12:]) and f.near != "money"]
    if len(told) != 1 or any(_money(name) for name in shape.names) or any(f.value == total for f in figures):
        return
    if _STRONG.search(told[0].lead[-12:]) or _narrow(told[0].value, total):
        yield _said(told[0], total, values, "各栏", shape.lines(0))


def _down(shape: Shape, rows: Sequence[int], figures: Sequence[Figure], *, points: bool) -> Iterator[Check]:
    sums: dict[int, tuple[Decimal, list[Decimal]]] = {}
    own = [at for at in range(len(shape.rows)) if at not in rows]
    for at in added(shape):
        values = [value for row in rows if (value := shape.value(row, at)) is not None]
        scale = _scale(shape.names[at])
        if len(values) == len(rows):
            total = shape.value(own[-1], at) if own else None
            sums[at] = ((total or sum(values, Decimal(0))) * scale, [value * scale for value in values])
    right = {
        at: f for at, (total, values) in sums.items() for f in figures if _equal(f, total, values, shape.names[at])
    }
    held = {f.index for f in right.values()}
    witness = any(sums[at][0] > _SMALL for at in right)
    for at, (total, values) in sums.items():
        alike = [f for f in figures if _called(f, shape.names[at]) and f.index not in held and f.value not in values]
        if at in right or len(alike) != 1:
            continue
        figure = alike[0]
        narrow = _narrow(figure.value, total)
        summed = bool(_SUMMED.search(figure.lead[-12:])) and (narrow or len(rows) == len(shape.rows))
        if (witness and (narrow or summed)) or (points and narrow and summed):
            yield _said(figure, total, values, shape.names[at], shape.grid.lines[:1])


def _equal(figure: Figure, total: Decimal, values: Sequence[Decimal], name: str) -> bool:
    """Whether the text says what the table does: what its total row prints, or what that should have printed."""
    apart = min(abs(figure.value - said) for said in (total, sum(values, Decimal(0))))
    return (figure.near == "money") == _money(name) and apart <= rounding(values)


def _money(name: str) -> bool:
    return "元" in name or "金额" in name


def _scale(name: str) -> int:
    return 10**8 if "亿元" in name else 10**4 if "万元" in name else 1


def _called(figure: Figure, name: str) -> bool:
    """Whether a figure is named like a column: 罚款合计 like 罚款（万元）, 1263起 like 起数."""
    if (figure.near == "money") != _money(name):
        return False
    core = _BARE.sub("", name)
    return core in figure.said if len(core) > 1 else bool(core) and core == figure.unit


def _narrow(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) * _NARROW <= other or mistyped(one, other)


def _said(figure: Figure, total: Decimal, values: Sequence[Decimal], name: str, lines: Sequence[int]) -> Check:
    state = HOLDS if total == figure.value else CONTRADICTION
    expression = arithmetic(values, figure.value, right=state == HOLDS)
    explain = f"{named(figure)}，而表中“{name}”相加是 {plain(total)}"
    return Check("total", state, expression, explain, tuple(sorted({figure.line, *lines})), (figure.index,))
