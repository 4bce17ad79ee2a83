"""Figures of a contradiction that stand together by chance: in a whole report most near one another do.

A contradiction is not believed where another figure of the text makes it right, where its figures are parts of one
another, or where they differ by far more than a slip of the hand and nothing said how they belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.quotients.stray import (
    apart_from,
    each_told,
    far_off,
    of_another_number,
    stray_difference,
    stray_growth,
    stray_rate,
)
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.sums.stray import of_its_name, stray_sum

SUMS: Final = frozenset({"total", "sum"})
_RATES: Final = frozenset({"rate", "share", "bound"})
_NOT_ALL: Final = re.compile(r"(?:最[多少高低大小]|至少|平均|每[^，。；]{1,4})[^，。；\d]{0,4}$")
_NOT_WITH: Final = re.compile(r"(?:不能|不应|不得|不可|无法)[与和同]$")
_HAVING: Final = re.compile(r"^.*(?:包含|包括|下设|下辖|含|设|有)")
_ANYTHING: Final = frozenset("个处")
_TWICE: Final = 2
_THREE: Final = 3


def by_chance(check: Check, figures: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the figures of a contradiction were brought together by chance."""
    if check.kind in SUMS and len(figures) > _TWICE:
        return stray_sum(figures[0], figures[1:], reading, lexicon)
    if check.adds and len(figures) == _THREE and of_its_name(figures[-1], figures[:-1], reading):
        return True
    if check.kind == "part" and any(_NOT_ALL.search(f.lead) for f in figures):
        return True  # a mean is no whole, and the greatest no part
    if check.kind == "part" and any(_NOT_WITH.search(f.lead) for f in figures):
        return True  # 其中2件不能与12件直接相加
    if check.kind == "part" and _content(*figures[:_TWICE]):
        return True
    three = len(figures) == _THREE and all(f.counted for f in figures[:_TWICE])
    if check.kind in _RATES and three and figures[-1].token.percent:
        return stray_rate(figures[:-1], figures[-1], reading)
    if check.kind == "growth" and figures[-1].token.percent:
        return stray_growth(figures[:-1], figures[-1], reading)
    if check.kind == "growth" and three and figures[-1].unit == figures[0].unit:
        return stray_difference(figures[:-1], figures[-1], reading)
    if check.kind == "average" and three and each_told(*figures):
        return False
    if check.kind == "average" and three:
        return apart_from(figures, reading) or far_off(check, figures) or of_another_number(figures, reading)
    if check.kind == "average":
        return apart_from(figures, reading)
    if "." in check.kind and check.exceeds and len(figures) == _TWICE and not _told_next(*figures):
        more, less = (max(f.value for f in figures), min(f.value for f in figures))
        return more > less * _TWICE
    return False


def _content(whole: Figure, part: Figure) -> bool:
    """下辖1个大队（含6个中队）: what is inside the things counted, and none of them; 个 counts everything."""
    names = [re.sub(_HAVING, "", f.noun or f.label) for f in (whole, part)]
    if whole.unit != part.unit or whole.unit not in _ANYTHING or part.depth <= whole.depth or not all(names):
        return False
    return not any(names[0][at : at + _TWICE] in names[1] for at in range(len(names[0]) - 1))


def _told_next(one: Figure, other: Figure) -> bool:
    """Whether what is too large stands right behind what bounds it: 移送3件，司法机关受理7件."""
    return other.index == one.index + 1 and other.value > one.value
