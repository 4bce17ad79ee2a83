"""One number told with two neighbouring digits turned: 烟花爆竹检查241家次, with 214 in the row 烟花爆竹 of a table.

Two numbers of three digits or more that differ so seldom do by chance. If they count the same, are called alike and
nothing else supports the one that stands in the text, one of the two is wrong, however far they are apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.identities import HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import digits, swapped
from zhifa.core.footing.reading.naming import pairs_said
from zhifa.core.footing.reading.periods import LAST_YEAR
from zhifa.core.footing.reading.shapes import GRAND
from zhifa.core.footing.twice.sameness import compared

_WORKED_OUT: Final = frozenset({"total", "part", "share", "rate", "growth", "average", "points"})
"""Identities that support a number: nobody turns its digits and all that is worked out from it."""
_MEASURE: Final = re.compile(r"（.*?）|总?(?:次数|数量|金额|[家户人件]次|小计|总额|数)$")
_NOUN: Final = 8
_PAIR: Final = 2
_LEAST: Final = 3


def transposed(
    reading: Reading, figures: Sequence[Figure], checks: Sequence[Check], lexicon: Lexicon
) -> Iterator[Check]:
    """Every figure of the text that is another one with two digits turned."""
    held = {at for one in checks if one.state == HOLDS and one.kind in _WORKED_OUT for at in one.figures}
    counted = [f for f in figures if f.counted and f.exact and not f.moved]
    told = Counter((f.value, f.unit) for f in counted)
    for figure in reading.figures:
        ok = figure.counted and figure.exact and not figure.moved and figure.period != LAST_YEAR
        if not ok or figure.index in held or told[figure.value, figure.unit] > 1:
            continue
        near = [f for f in counted if _turned(f, figure) and _alike(figure, f, reading, lexicon)]
        if len({f.value for f in near}) == 1:
            yield compared(figure.label or figure.noun, near[0], figure)


def _turned(one: Figure, other: Figure) -> bool:
    return len(digits(one.value)) >= _LEAST and swapped(one.value, other.value)


def _alike(figure: Figure, other: Figure, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether two figures are called alike; a cell by its row, and that of a total by its column."""
    if other.passage < 0:
        name = other.label if GRAND.match(other.row) else other.row
        core = _MEASURE.sub("", name)
        return other.unit in ("", figure.unit) and len(core) >= _PAIR and core in figure.label
    again = figure.noun and other.index < figure.index  # 针对查获的169起案件: a number before its noun is known
    if other.unit != figure.unit or other.sentence == figure.sentence or other.period == LAST_YEAR or not again:
        return False
    fields = [set(lexicon.words["fields"].findall(f.said)) for f in (figure, other)]
    if all(fields) and not fields[0] & fields[1]:
        return False
    apart = abs(figure.value - other.value)
    if any(f.value == apart and f.same == figure.same for f in reading.of_passage(figure.passage)):
        return False  # 案卷120卷：普通程序102卷，简易程序18卷
    names = [pairs_said(f"{f.label}，{f.noun[:_NOUN]}") for f in (figure, other)]
    return bool(names[0] & names[1])
