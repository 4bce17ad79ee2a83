"""The pieces of a year and the year told before or elsewhere: 全年检查112户。…上半年检查48户，下半年检查54户。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.likeness import slip
from zhifa.core.footing.sums.claims import added_up, agrees, narrowly_missed
from zhifa.core.footing.sums.stretches import (
    MOST,
    QUARTERS,
    amount,
    called_alike,
    span_of,
    tiles,
    timed_amounts,
    topic,
)

_BACK: Final = 6
_PAIR: Final = 2
_ALL: Final = re.compile(r"(?:总?金额|总[额数量件]|合计|共计?)$")
_QUARTER: Final = Decimal("0.25")


def yearly(reading: Reading) -> Iterator[Check]:
    """What lies end to end over a year, held against what the year is said to be."""
    for figures, timed in timed_amounts(reading):
        if len(figures) > _PAIR and (whole := _named_before(figures, timed) or _said_before(figures, timed, reading)):
            yield narrowly_missed(whole, [figure for figure, _ in timed], "sum")
        for parts in _whole_years(timed):
            if whole := _called_so(parts, reading):
                yield added_up(whole, parts) if agrees(whole, parts) else narrowly_missed(whole, parts, "sum")


def _whole_years(timed: Sequence[tuple[Figure, tuple[int, int]]]) -> Iterator[list[Figure]]:
    """The pieces of one sentence that make a year, one right behind the other."""
    for sentence in dict.fromkeys(figure.sentence for figure, _ in timed):
        pieces = [(figure, span) for figure, span in timed if figure.sentence == sentence]
        parts = tiles(pieces, (1, MOST))
        if len(parts) == len(pieces) > 1:
            yield parts


def _called_so(parts: Sequence[Figure], reading: Reading) -> Figure | None:
    """The amount of another sentence that is called like the first of a year's pieces, where there is but one."""
    name, first = _name(parts[0]), parts[0]
    alike = [f for f in reading.figures if f.unit == first.unit and f.period == first.period and amount(f)]
    told = [f for f in alike if f.sentence != first.sentence and span_of(f) in (None, (1, MOST)) and _name(f) == name]
    if len(name) < _PAIR or len({f.value for f in told}) != 1:
        return None
    near = abs(told[0].value - together(parts)) <= told[0].value * _QUARTER
    return told[0] if near and max(f.value for f in parts) < told[0].value else None


def _name(figure: Figure) -> str:
    return _ALL.sub("", topic(figure))


def _named_before(figures: Sequence[Figure], timed: Sequence[tuple[Figure, tuple[int, int]]]) -> Figure | None:
    """酒后驾驶614起，…。分季度看，酒后驾驶一季度151起…: what a year's pieces are called by name, and are not."""
    parts = [figure for figure, _ in timed]
    if len(parts) <= _PAIR or tiles(timed, (1, MOST)) != parts or len({f.sentence for f in parts}) > 1:
        return None
    told = [f for f in figures if f.sentence < parts[0].sentence and f.period == parts[0].period]
    wholes = [f for f in told if called_alike(f, parts[0])]
    if len({f.value for f in wholes}) != 1 or agrees(wholes[0], parts):
        return None
    return wholes[0] if max(f.value for f in parts) < wholes[0].value else None


def _said_before(
    figures: Sequence[Figure], timed: Sequence[tuple[Figure, tuple[int, int]]], reading: Reading
) -> Figure | None:
    """办结案件1048件，…。 and, in a paragraph of its own: 一季度231件，…，四季度255件."""
    parts = [figure for figure, _ in timed]
    if len(parts) != QUARTERS or parts != list(figures) or tiles(timed, (1, MOST)) != parts:
        return None
    for at in range(parts[0].passage - 1, max(-1, parts[0].passage - _BACK), -1):
        told = [f for f in reading.of_passage(at) if f.unit == parts[0].unit and amount(f)]
        if told:
            missed = slip(abs(told[0].value - together(parts))) and told[0].period == parts[0].period
            return told[0] if missed and told[0].value > max(f.value for f in parts) else None
    return None
