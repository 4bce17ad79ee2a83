"""Percentages given in a row: A、B、C占比分别为x、y、z, 分别增长x、y、z（上年a、b、c）.

Each belongs to the figure in the same place. Nothing else may be read into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.figures import LAST_YEAR, Figure, Reading, Sentence
from zhifa.core.footing.ratios import DOWN, SHARE, Ratio, change, fits, judge, ratio

_JOINED: Final = re.compile(r"[、，]?(?:和|及|以及|与)?")


def groups(sentence: Sentence) -> list[list[Figure]]:
    """Percentages that follow one another with nothing but commas between them."""
    found: list[list[Figure]] = []
    for figure in sentence.figures:
        if not figure.token.percent:
            continue
        before = found[-1][-1] if found else None
        if before and figure.index == before.index + 1 and _JOINED.fullmatch(figure.lead):
            found[-1].append(figure)
        else:
            found.append([figure])
    return [group for group in found if len(group) > 1 or "分别" in group[0].lead]


def in_row(reading: Reading, sentence: Sentence, group: Sequence[Figure]) -> Iterator[Check]:
    """The checks of one row of percentages."""
    many = len(group)
    before = [f for f in sentence.figures if f.index < group[0].index and f.counted and not f.moved]
    subjects = [f for f in before if f.period != LAST_YEAR][-many:]
    if len(subjects) < many or not all(f.exact for f in (*group, *subjects)):
        return
    if SHARE.search(group[0].lead):
        yield from _shares(reading, subjects, group)
        return
    then = [f for f in sentence.figures if f.index > group[-1].index and f.period == LAST_YEAR and f.counted][:many]
    if len(then) == many and all(a.same == b.same and b.value for a, b in zip(subjects, then, strict=True)):
        down = bool(DOWN.search(group[0].lead))
        for now, earlier, figure in zip(subjects, then, group, strict=True):
            if made := judge("growth", figure, [change(now, earlier, down=down)]):
                yield made


def _shares(reading: Reading, subjects: Sequence[Figure], group: Sequence[Figure]) -> Iterator[Check]:
    """Shares of one whole: the one that fits all, or all but one, is meant."""
    earlier = [f for f in reading.around(subjects[0]) if f.index < subjects[0].index and f.value]
    wholes = [f.value for f in earlier if f.same == subjects[0].same]
    wholes.append(sum((f.value for f in subjects), Decimal(0)))
    best = max(wholes, key=lambda whole: sum(_fitting(subjects, group, whole)))
    fitting = _fitting(subjects, group, best)
    if sum(fitting) * 2 <= len(group) and len(group) > 1:
        return
    whole = next((f for f in earlier if f.value == best and f.same == subjects[0].same), None)
    for subject, figure in zip(subjects, group, strict=True):
        made = (
            ratio(subject, whole)
            if whole
            else Ratio(subject.value * 100 / best, f"{subject.value} ÷ {best}", (subject,))
        )
        if found := judge("share", figure, [made]):
            yield found


def _fitting(subjects: Sequence[Figure], group: Sequence[Figure], whole: Decimal) -> list[bool]:
    pairs = zip(subjects, group, strict=True)
    return [bool(whole) and fits(subject.value * 100 / whole, figure) for subject, figure in pairs]
