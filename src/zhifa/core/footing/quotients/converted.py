"""The same amount in two units: 8620公斤，折算为8.62吨. The factor is data of `rules/reports`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon

_SAID: Final = re.compile(
    r"^[，（]?(?:经)?(?:折算|换算|折合|相当于|约合|合(?!计)|即|具体|准确数?|精确数?|确切数?)(?:后)?(?:成|为|是|约|大约)*$"
)
_BRACKET: Final = re.compile(r"^（(?:约|合)?$")
_ABOUT: Final = re.compile(r"^，(?:大?约|近)$")
_ROUGH: Final = Decimal("0.02")
_ORDERS: Final = frozenset(Decimal(10) ** many for many in (-4, -3, -2, -1, 1, 2, 3, 4))


def converted(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every amount of the report that is told again in another unit."""
    for sentence in reading.sentences:
        for one, other in zip(sentence.figures, sentence.figures[1:], strict=False):
            factor = _factor(one, other, lexicon)
            each = one.unit == other.unit and "每" in one.lead  # 每件50条，折合16.17万条: of all of them
            if factor is None or each or not (one.counted and other.counted and one.value and other.value):
                continue
            if (
                _SAID.search(other.lead)
                or (_ABOUT.search(other.lead) and one.unit != other.unit)
                or (_BRACKET.search(other.lead) and _shifted(one, other, factor))
            ):
                told = [f for f in sentence.figures if f.index < one.index and f.unit == one.unit and f.counted]
                yield next((made for f in told if (made := _judged(f, other, factor)).state == HOLDS), None) or _judged(
                    one, other, factor
                )


def _factor(one: Figure, other: Figure, lexicon: Lexicon) -> Decimal | None:
    """How many of the second unit one of the first is; None where nobody says."""
    if one.unit == other.unit:
        return Decimal(1)
    return lexicon.conversions.get((one.unit, other.unit))


def _shifted(one: Figure, other: Figure, factor: Decimal) -> bool:
    """Whether two figures have the same digits, so that nothing but the point can be wrong."""
    ratio = one.value * factor / other.value
    return one.unit != other.unit or ratio == 1 or ratio in _ORDERS


def _judged(one: Figure, other: Figure, factor: Decimal) -> Check:
    meant = one.value * factor
    slack = max(other.token.slack, other.token.step / 2) + one.token.slack * factor + other.value * _ROUGH
    right = abs(meant - other.value) <= slack
    shown = plain(rounded(meant, Decimal("0.0001")))
    said = f" × {plain(rounded(factor, Decimal('0.000001')))}" if factor != 1 else ""
    expression = f"{plain(one.value)}{said} = {shown}{'' if right else f' ≠ {plain(other.value)}'}"
    explain = f"{named(other)}：由 {one.printed} 换算应为 {shown}{other.unit}"
    return check("unit", HOLDS if right else CONTRADICTION, expression, explain, [one, other])
