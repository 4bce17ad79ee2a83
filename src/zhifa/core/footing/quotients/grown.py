"""A statement of growth held against one pair of amounts: its direction, whether the pair allows it, the check."""

from __future__ import annotations

import re
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import HOLDS
from zhifa.core.footing.quotients.pairs import Pair
from zhifa.core.footing.quotients.quotas import HUNDRED, Quotient
from zhifa.core.footing.quotients.ratios import DOWN, UP

_STOPS: Final = re.compile(r"[，。；：（]")
_HIGHER: Final = re.compile(r"涨|高出?了?$")
_LOWER: Final = re.compile(r"低了?$")


def way_of(lead: str) -> int:
    """Whether the words before a statement say that something rose, 1, or fell, -1."""
    last = _STOPS.split(lead)[-1]
    return bool(UP.search(last) or _HIGHER.search(last)) - bool(DOWN.search(last) or _LOWER.search(last))


def allowed(pair: Pair, quotient: Quotient, way: int) -> bool:
    growth = pair.growth
    if quotient.times:
        meant = [growth + HUNDRED, *([growth] if way > 0 else [])]
        return any(quotient.allows(value, pair.slack) for value in meant)
    if way * growth < 0:
        return False
    return quotient.allows(abs(growth), pair.slack)


def stated(pair: Pair, quotient: Quotient, state: str) -> Check:
    then, now = plain(pair.then.value), plain(pair.now.value)
    if quotient.times:
        arithmetic = f"{now} ÷ {then} = {plain(rounded((pair.growth + HUNDRED) / HUNDRED))}"
    else:
        arithmetic = f"({pair.difference}) ÷ {then} = {rounded(abs(pair.growth))}%"
    sign = "" if state == HOLDS else f" ≠ {quotient.printed}"
    figures = [*pair.figures, *([quotient.figure] if quotient.figure else [])]
    explain = f"{quotient.said}：由 {named(pair.then.figure)} 到 {named(pair.now.figure)}"
    return check("growth", state, f"{arithmetic}{sign}", explain, figures)
