"""Figures worked out from other figures: a share in percent, a sum, what a total has beyond its parts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from zhifa.core.statistics.indicators import Derived, Indicator, Number

HUNDRED: Final = Decimal(100)


def derive(known: Mapping[str, Indicator], values: Mapping[str, Number]) -> dict[str, Number]:
    """The derived ones of these indicators from the values of the others, in the order in which they are written.

    A share of nothing is left out: no percentage can be said of it.
    """
    found: dict[str, Number] = {}
    for code, indicator in known.items():
        if indicator.derived and (value := _value(indicator.derived, {**values, **found})) is not None:
            found[code] = value
    return found


def _value(way: Derived, values: Mapping[str, Number]) -> Number | None:
    of: Number = sum((values.get(code, 0) for code in way.of), 0)
    taken: Number = sum((values.get(code, 0) for code in way.less), 0)
    if way.way != "share":
        return of - taken
    whole: Number = sum((values.get(code, 0) for code in way.within), 0)
    return percent(of - taken, whole, way.decimals) if whole else None


def percent(part: Number, whole: Number, decimals: int) -> Decimal:
    """A part of a whole in percent, rounded half up; the whole must not be 0."""
    return (Decimal(part) * HUNDRED / Decimal(whole)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def possible(part: Number, share: Decimal) -> int | None:
    """A whole number of which this part is this share, rounded to the share's own digits; None where there is none."""
    decimals = max(-int(share.as_tuple().exponent), 0)
    if share <= 0:
        return None
    near = int(Decimal(part) * HUNDRED / share)
    return next((whole for whole in range(max(near - 1, 1), near + 3) if percent(part, whole, decimals) == share), None)
