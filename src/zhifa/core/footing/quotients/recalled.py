"""Means whose amount or number stands in a paragraph before: 65件结案案件案均罚没款约8500元, with 罚没款38.2万元 told.

What the own clause gives is one term; the other is the one figure before that has the name the mean gives it. Of a
number that is not named only a mean with one digit wrong is believed: 罚没款144.5万元，平均每件6332元 of 271件.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.quotients.each import Each, each_of, is_number
from zhifa.core.footing.quotients.means import is_main
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import mistyped
from zhifa.core.footing.reading.numbers import ABOUT, EXACT
from zhifa.core.footing.reading.periods import THIS_YEAR

_MEASURE: Final = re.compile(r"均([\u4e00-\u9fff]{2,6}?)(?:约|为|达到?|是)*$")
_STOPS: Final = re.compile(r"[，。；：]")
_EACH: Final = re.compile(r"均|每")
_BACK: Final = 6
"""How many paragraphs back a term may stand."""
_ROUGH: Final = Decimal("0.25")
_SLIP: Final = Decimal("0.005")
_FAR: Final = 20
_THOUSAND: Final = 1000


def recalled(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every such mean that its terms deny."""
    for sentence in reading.sentences:
        for place, mean in enumerate(sentence.figures):
            if mean.near != "money" or mean.token.bound not in (EXACT, ABOUT) or mean.moved or not mean.value:
                continue
            each = each_of(reading, sentence, mean, sentence.figures[place - 1] if place else None)
            if each and each.scale == 1 and (made := _judged(reading, sentence, mean, each, lexicon)):
                yield made


def _judged(reading: Reading, sentence: Sentence, mean: Figure, each: Each, lexicon: Lexicon) -> Check | None:
    told = [f for f in sentence.figures if f.index < mean.index and f.exact and not f.moved]
    clause = _STOPS.split(sentence.text[: mean.token.start - sentence.start])[-1]
    begins = mean.token.start - len(clause)
    numbers = [f for f in told if is_number(f, each) and f.token.start >= begins]
    amounts = [f for f in told if f.unit == mean.unit and not _EACH.search(f.lead)]
    if len(numbers) == 1 and not amounts and (measure := _MEASURE.search(clause)):
        known = [f for f in _before(reading, mean) if f.unit == mean.unit and f.label.endswith(measure[1])]
        return _held(mean, known, numbers[0]) if len({f.value for f in known}) == 1 else None
    if len(amounts) == 1 and not any(is_number(f, each) for f in told) and mean.exact:
        known = [f for f in _before(reading, mean) if is_number(f, each) and lexicon.words["stages"].search(f.label)]
        right = [rounded(amounts[0].value / f.value, mean.token.step) for f in known]
        slack = [amounts[0].token.slack / f.value for f in known]
        apart = [abs(one - mean.value) for one in right]
        if any(by <= mean.token.step + off for by, off in zip(apart, slack, strict=True)):
            return None
        slips = [f for f, one, off in zip(known, right, slack, strict=True) if _slipped(one, mean.value, off)]
        return _said(mean, amounts[0], slips[0]) if len({f.value for f in slips}) == 1 else None
    return None


def _before(reading: Reading, mean: Figure) -> list[Figure]:
    """What the report counted for all of the year in the paragraphs before."""
    told = [f for f in reading.figures[: mean.index] if 0 <= mean.passage - f.passage <= _BACK and f.value > 0]
    told = [f for f in told if f.counted and f.exact and f.period == THIS_YEAR and not f.moved and not f.partial]
    return [f for f in told if f.sentence != mean.sentence and is_main(reading, f) and not _EACH.search(f.lead)]


def _held(mean: Figure, amounts: Sequence[Figure], number: Figure) -> Check | None:
    value = amounts[0].value / number.value
    apart = abs(value - mean.value)
    near = value * _ROUGH if mean.token.bound == ABOUT else mean.token.step + amounts[0].token.slack / number.value
    far = max(value, mean.value) > min(value, mean.value) * _FAR
    return None if far or apart <= near else _said(mean, amounts[0], number)


def _slipped(value: Decimal, printed: Decimal, slack: Decimal) -> bool:
    """Whether a mean of four digits or more has one of its first digits wrong, whatever the rounding of the amount."""
    if value < _THOUSAND or slack > value * _SLIP:
        return False
    step = Decimal(10).scaleb(len(str(int(slack))) - 1) if slack >= 1 else Decimal(1)
    return mistyped(value // step, printed // step)


def _said(mean: Figure, amount: Figure, number: Figure) -> Check:
    value = rounded(amount.value / number.value)
    expression = f"{plain(amount.value)} ÷ {plain(number.value)} = {plain(value)} ≠ {plain(mean.value)}"
    explain = f"{named(mean)}：由 {named(amount)}、{named(number)} 算"
    return check("average", CONTRADICTION, expression, explain, [amount, number, mean])
