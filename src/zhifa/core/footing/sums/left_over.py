"""What is left of a whole, told apart: 抽检320批次，合格304批次。…在抽检的320批次中，不合格的26批次.

A sentence says the whole again beside what was not so; another says the whole and what was. Both together are all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.sums.claims import added_up, agrees, narrowly_missed

_NOT: Final = re.compile(r"(?:^|[的，、])(?:不|未)(?P<name>[\u4e00-\u9fff]{2,4}?)的?$")
_LEAST: Final = 20
"""Smaller wholes are the same number by chance."""


def left_over(reading: Reading) -> Iterator[Check]:
    """Every amount of what was not so, beside its whole, held against what was so."""
    for rest in filter(_usable, reading.figures):
        named = _NOT.search(rest.label)
        whole = _whole_beside(rest, reading) if named else None
        if named is None or whole is None:
            continue
        told = {part.value: part for part in _parts(whole, named["name"], reading) if part.sentence != rest.sentence}
        if len(told) == 1:
            parts = [*told.values(), rest]
            yield added_up(whole, parts) if agrees(whole, parts) else narrowly_missed(whole, parts, "sum")


def _usable(figure: Figure) -> bool:
    return figure.counted and figure.exact and not figure.moved


def _whole_beside(rest: Figure, reading: Reading) -> Figure | None:
    """The amount right before it that it is told to be some of: 在抽检的320批次样品中，不合格的26批次."""
    whole = reading.figures[rest.index - 1] if rest.index else rest
    beside = whole.sentence == rest.sentence and whole.unit == rest.unit and whole.period == rest.period
    return whole if beside and _usable(whole) and rest.value < whole.value > _LEAST else None


def _parts(whole: Figure, name: str, reading: Reading) -> Iterator[Figure]:
    """What was so, right behind the same whole elsewhere."""
    for one, part in zip(reading.figures, reading.figures[1:], strict=False):
        same = one.value == whole.value and one.unit == whole.unit == part.unit and one.period == whole.period
        if same and one.sentence == part.sentence and _usable(part) and part.label.removesuffix("的") == name:
            yield part
