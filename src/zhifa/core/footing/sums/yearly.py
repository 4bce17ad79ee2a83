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
        for parts in _whole_years(timed):
            if whole := _called_so(parts, reading):
                yield added_up(whole, parts) if agrees(whole, parts) else narrowly_missed(whole, parts, "sum")
            elif parts == list(figures) and (whole := _said_before(parts, reading)):
                yield narrowly_missed(whole, parts, "sum")


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
    others = [f for f in alike if f.sentence != first.sentence and span_of(f) in (None, (1, MOST))]
    told = [f for f in others if _name(f) == name or called_alike(f, first)]
    if len(name) < _PAIR or len({f.value for f in told}) != 1:
        return None
    near = abs(told[0].value - together(parts)) <= told[0].value * _QUARTER
    return told[0] if near and max(f.value for f in parts) < told[0].value else None


def _name(figure: Figure) -> str:
    return _ALL.sub("", topic(figure))


def _said_before(parts: Sequence[Figure], reading: Reading) -> Figure | None:
    """办结案件1048件，…。 and, in a paragraph of its own: 一季度231件，…，四季度255件."""
    if len(parts) != QUARTERS:
        return None
    for at in range(parts[0].passage - 1, max(-1, parts[0].passage - _BACK), -1):
        told = [f for f in reading.of_passage(at) if f.unit == parts[0].unit and amount(f)]
        if told:
            missed = slip(abs(told[0].value - together(parts))) and told[0].period == parts[0].period
            return told[0] if missed and told[0].value > max(f.value for f in parts) else None
    return None
