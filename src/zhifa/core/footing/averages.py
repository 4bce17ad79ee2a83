"""Averages and orders: 平均每件罚款, 人均办案, 最多的是…其次是…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.figures import THIS_YEAR, Figure, Reading, Sentence
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.lexicon import Lexicon

_EACH: Final = re.compile(r"平均每([\u4e00-\u9fff]{1,6})|([人户件家案次])均(?!衡)")
_FIRST: Final = re.compile(r"最[多高大](?:的)?(?:是|为|，)|首位的?(?:是|为)|第一的?(?:是|为)")
_NEXT: Final = re.compile(r"其次(?:是|为)?|次之|第二(?:位)?(?:是|为)|紧随其后|再次(?:是|为)")
_PERSON: Final = re.compile(r"人|名")


def averages(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every average whose amount and number stand in its sentence, and every order of size."""
    for sentence in reading.sentences:
        for figure in sentence.figures:
            if figure.counted and figure.exact and (each := _EACH.search(figure.lead)):
                made = _average(sentence, figure, each[1] or each[2])
                if made:
                    yield made
        yield from _ordered(sentence)


def _average(sentence: Sentence, figure: Figure, each: str) -> Check | None:
    earlier = [f for f in sentence.figures if f.index < figure.index and f.counted and f.exact and not f.moved]
    earlier = [f for f in earlier if f.period == THIS_YEAR and not f.group]
    amounts = [f for f in earlier if f.unit == figure.unit and f.value > figure.value]
    numbers = [f for f in earlier if f.value > 1 and _divides(f, each)]
    for amount in amounts:
        for number in numbers:
            if amount is not number and _fits(amount.value / number.value, figure):
                return _said(amount, number, figure, HOLDS)
    if len(amounts) == 1 and len(numbers) == 1 and amounts[0] is not numbers[0]:
        return _said(amounts[0], numbers[0], figure, CONTRADICTION)
    return None


def _divides(figure: Figure, each: str) -> bool:
    """Whether a figure counts what the average is for each of."""
    if _PERSON.match(each):
        return figure.near == "person"
    unit = figure.token.unit.word if figure.token.unit else ""
    return bool(unit) and (each.startswith(unit) or (len(each) > 1 and each[-2:] in figure.noun))


def _fits(value: Decimal, figure: Figure) -> bool:
    return abs(value - figure.value) < figure.token.step


def _said(amount: Figure, number: Figure, figure: Figure, state: str) -> Check:
    value = (amount.value / number.value).quantize(Decimal("0.01"))
    sign = "=" if state == HOLDS else "≠"
    expression = f"{plain(amount.value)} ÷ {plain(number.value)} = {plain(value)} {sign} {plain(figure.value)}"
    return check("average", state, expression, f"{named(figure)}：由 {named(amount)} 和 {named(number)} 算", [amount, number, figure])


def _ordered(sentence: Sentence) -> Iterator[Check]:
    """最多的是A，其次是B: the second is not more than the first."""
    figures: Sequence[Figure] = [f for f in sentence.figures if f.counted and not f.moved and not f.group]
    for first, second in zip(figures, figures[1:], strict=False):
        begins = _FIRST.search(first.lead) or _NEXT.search(first.lead)
        if not begins or not _NEXT.search(second.lead) or first.same != second.same or "；" in second.lead:
            continue
        if second.value > first.value and first.exact and second.exact:
            explain = f"{named(first)} 说在前，{named(second)} 说在后，却更多"
            yield check("order", CONTRADICTION, f"{plain(second.value)} > {plain(first.value)}", explain, [first, second])
