"""What was told just before, counted once more: 在职干部87人，为这87人全部办理; 吊销4张，上述4张均已公示."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, amount, check, named
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.likeness import mistyped

_THESE: Final = re.compile(r"(?<!在)(?<!入)(?:这|上述|前述)(?:被[^，。；：、]{1,4}的)?$")
"""Of what was 计入上述 or 在上述 something else is said."""
_BACK: Final = 12
_SENTENCES: Final = 2


def these(reading: Reading) -> Iterator[Check]:
    """Every figure that points back to what was told."""
    for figure in reading.figures:
        if figure.exact and figure.counted and not figure.moved and _THESE.search(figure.lead):
            told = [f for f in reading.around(figure, _BACK) if f.index < figure.index and _may_be(f, figure)]
            if told:
                yield from _judged(told, figure)


def _may_be(told: Figure, figure: Figure) -> bool:
    near = figure.sentence - told.sentence <= _SENTENCES
    return near and told.unit == figure.unit and told.counted and not told.moved and told.period == figure.period


def _judged(told: Sequence[Figure], figure: Figure) -> Iterator[Check]:
    """It is one of those told, or several of them together; where it is none, the only one it may be is meant."""
    for start in range(len(told)):
        for end in range(start + 1, len(told) + 1):
            if sum((f.value for f in told[start:end]), Decimal(0)) == figure.value:
                words = " + ".join(amount(f) for f in told[start:end])
                yield check(
                    "repeat",
                    HOLDS,
                    f"{words} = {amount(figure)}",
                    f"{named(figure)}：即前面所说",
                    [*told[start:end], figure],
                )
                return
    meant = told if len(told) == 1 and "这" in figure.lead else [f for f in told if mistyped(f.value, figure.value)]
    if len({f.value for f in meant}) == 1 and all(f.exact for f in meant):
        one = meant[-1]
        explain = f"{named(figure)} 指前面说的 {named(one)}，两处不同"
        yield check("repeat", CONTRADICTION, f"{amount(one)} ≠ {amount(figure)}", explain, [one, figure])
