"""How much more likely one number was printed by mistake for another than the two are so alike by chance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from zhifa.core.footing.derived.derivations import (
    ACCOUNT,
    ADDED,
    CLOSED,
    DIFFERS,
    GREW,
    MEAN,
    SHARED,
    Derivation,
)
from zhifa.core.footing.derived.views import View
from zhifa.core.footing.quotients.ratios import HUNDRED
from zhifa.core.footing.reading.likeness import digits, exchanged, mistyped, reordered, shifted

_TURNED, _ONE_DIGIT, _POINT, _REORDERED = 0.3, 0.45, 0.2, 0.08
"""Of the numbers printed wrongly, so many have two digits turned, one wrong, another point or unit, another order."""
_ALIKE: Final = 3
"""Figures worked out from others are so much more like them than numbers drawn by lot."""
_ODDS_ELSE: Final = -2.3
_MOST: Final = 0.6
_PAIR: Final = 2
_TENS: Final = range(3)


def odds(target: View, way: Derivation) -> float:
    """The logarithm of the odds that a mistake was made, if a figure is worked out so: the likeliest of all mistakes.

    The figure may be wrong, or any of those it is worked out from: the more there are, the more chance has to offer.
    """
    return max(_odds(printed, meant, tries) for printed, meant, tries in _mistakes(target, way))


def _mistakes(target: View, way: Derivation) -> Iterator[tuple[Decimal, Decimal, int]]:
    """What is printed, what it should be if all else is right, and how many figures could be the wrong one."""
    printed, many = target.figure.value, len(way.terms)
    yield printed, _to(way.value, target), 1
    missing = printed - way.value
    if way.kind in (ADDED, CLOSED, DIFFERS, ACCOUNT):
        away = way.terms[-1] if way.kind in (DIFFERS, ACCOUNT) else None
        for term in way.terms:
            meant = term.figure.value + (-missing if term is away else missing)
            if meant > 0:
                yield term.figure.value, meant, many
    if way.kind in (SHARED, MEAN, GREW) and printed:
        yield from _of_quotient(printed, way)
    if way.kind == MEAN:
        one, other = way.terms
        rough = [_to(one.figure.value / other.figure.value, target, 10**ten) for ten in _TENS]
        yield from ((printed, near, 1) for near in rough if shifted(near, printed))


def _of_quotient(printed: Decimal, way: Derivation) -> Iterator[tuple[Decimal, Decimal, int]]:
    one, other = way.terms
    factor = HUNDRED if way.kind == SHARED else Decimal(1)
    if way.kind == GREW:
        sign = 1 if one.figure.value > other.figure.value else -1
        meant = [(one, _to(other.figure.value * (1 + sign * printed / HUNDRED), one))]
    else:
        meant = [
            (one, _to(printed * other.figure.value / factor, one)),
            (other, _to(one.figure.value * factor / printed, other)),
        ]
    yield from ((term.figure.value, value, 2) for term, value in meant if mistyped(value, term.figure.value))


def _to(value: Decimal, like: View, times: int = 1) -> Decimal:
    """A number to the digits a figure is printed with."""
    step = like.figure.token.step * times
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _odds(printed: Decimal, meant: Decimal, tries: int) -> float:
    if printed <= 0 or meant <= 0:
        return _ODDS_ELSE
    many = max(_PAIR, len(digits(printed)), len(digits(meant)))
    numbers = 9 * 10 ** (many - 1)
    if mistyped(printed, meant):
        if exchanged(printed, meant):
            return math.log(_TURNED / min(1, _ALIKE * tries * (many - 1) / numbers))
        return math.log(_ONE_DIGIT / min(_MOST, 2.5 * tries * 9 * many / numbers))
    if shifted(printed, meant):
        return math.log(_POINT / (0.02 * tries)) if many > _PAIR else 0.5
    if reordered(printed, meant):
        return math.log(_REORDERED / min(1, 18 * tries / numbers))
    return _ODDS_ELSE
