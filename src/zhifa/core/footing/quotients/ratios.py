"""One percentage and the numbers it may come from: the arithmetic, the rounding, the verdict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Sentence

UP: Final = re.compile(r"增长|上升|增加|提高|提升|增幅|升幅|增|升|多")
DOWN: Final = re.compile(r"下降|合并|整合|归并|减少|降低|压减|降幅|减幅|缩短|精简|压缩|减|降|少")
SHARE: Final = re.compile(r"占|比例|比重|达到?[^，]{0,20}(?:总数|总量|全部)的$")
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One reading of a percentage: what it would be, and of what."""

    value: Decimal
    words: str
    figures: tuple[Figure, ...]


def fits(value: Decimal, figure: Figure) -> bool:
    """Rounded, cut off or rounded up to the printed digits."""
    token = figure.token
    return abs(value - token.value) < token.step


def judge(
    kind: str, figure: Figure, ratios: Sequence[Ratio], *, severity: str = CONTRADICTION, sure: bool = True
) -> Check | None:
    """Holds where any reading fits; a contradiction where the text leaves only readings that do not."""
    for one in ratios:
        if fits(one.value, figure):
            expression = f"{one.words} = {percent(one.value, figure)}"
            explain = f"{named(figure)}：由 {one.words} 算得 {percent(one.value, figure)}，相符"
            return check(kind, HOLDS, expression, explain, [*one.figures, figure])
    if not ratios or not sure or not all(f.exact for one in ratios for f in one.figures):
        return None
    best = min(ratios, key=lambda one: abs(one.value - figure.value))
    even = best.value % figure.token.step == 0  # numbers that come out even were not rounded
    if not even and abs(best.value - figure.value) <= _rounding(best) + figure.token.step / 2:
        return None
    expression = f"{best.words} = {percent(best.value, figure)} ≠ {figure.printed}"
    explain = f"{named(figure)}：由 {best.words} 应为 {percent(best.value, figure)}"
    return check(kind, severity, expression, explain, [*best.figures, figure])


def _rounding(one: Ratio) -> Decimal:
    """How far a percentage may be off because the amounts it comes from were rounded: 0.1 with 71.2万元 of 86.7万元."""
    least = min((f.value for f in one.figures if f.value), default=Decimal(1))
    return sum((f.token.slack for f in one.figures), Decimal(0)) * HUNDRED / least


def percent(value: Decimal, figure: Figure) -> str:
    """A ratio as the explanation prints it: never with fewer digits than the report."""
    places = max(2, -int(figure.token.step.as_tuple().exponent))
    return f"{rounded(value, Decimal(1).scaleb(-places))}%"


def ratio(part: Figure, whole: Figure) -> Ratio:
    """A part of a whole."""
    words = f"{plain(part.value)} ÷ {plain(whole.value)}"
    return Ratio(part.value * HUNDRED / whole.value, words, (part, whole))


def before(sentence: Sentence, figure: Figure) -> list[Figure]:
    """The figures of a sentence before one that are no percentages."""
    return [f for f in sentence.figures if f.index < figure.index and not f.token.percent]


def integer_between(low: Decimal, high: Decimal) -> bool:
    """Whether a whole number lies strictly between two bounds."""
    first = low.to_integral_value(ROUND_FLOOR) + 1
    return first < high


def whole_number(figure: Figure) -> bool:
    """Whether a figure counts whole things and was not rounded."""
    return figure.exact and figure.token.step == 1 and figure.counted and figure.near != "money" and figure.value > 0
