"""Lists that stand alone: their total is said elsewhere in the report.

道路客运1,986件、道路货运5,210件… under a heading of its own. Far from its
parts a total is only recognised by what it amounts to: a sum that hits a total of the report is that total, and one
that misses it as a slip of the hand does is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import THIS_YEAR, Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import crosses, mistyped, opposites, parallel, slip
from zhifa.core.footing.reading.numbers import EXACT
from zhifa.core.footing.sums.claims import added_up, agrees, narrowly_missed

_TOTAL: Final = re.compile(r"全年|共|总|累计|合计|一年来|20\d\d年|全[局镇县市区队街乡省系]")
_LOOSE: Final = re.compile(r"等(?:[^级]|$)|主要|其中|同比|上年|去年|较|增|减|下降|以来")
_LEAST: Final = 3
_QUARTERS: Final = 4
_SMALLEST: Final = 30
_WINDOW: Final = Decimal("0.04")


def standing(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every list of the report that stands alone."""
    totals = [figure for figure in reading.figures if _is_total(figure, reading)]
    for sentence in reading.sentences:
        for list_ in _alone(sentence, lexicon):
            if _told_here(reading, list_):
                continue
            if found := _elsewhere(list_, totals, sentence):
                yield found


def _is_total(figure: Figure, reading: Reading) -> bool:
    if not figure.counted or not figure.exact or figure.moved or figure.depth or figure.period != THIS_YEAR:
        return False
    sentence = reading.sentences[figure.sentence]
    told = sentence.text[: figure.token.start - sentence.start]
    return figure.value >= _SMALLEST and not figure.partial and bool(_TOTAL.search(told)) and "其中" not in told


def _alone(sentence: Sentence, lexicon: Lexicon) -> Iterator[list[Figure]]:
    """The figures of a sentence that are nothing but a list, from its first figure on."""
    figures = [f for f in sentence.figures if f.counted and not f.moved and f.depth == 0]
    if len(figures) < 2 or _LOOSE.search(sentence.text):
        return
    list_ = [f for f in figures if f.same == figures[0].same]
    if figures[0].index != sentence.figures[0].index or any(f.token.bound != EXACT for f in list_):
        return
    if any("；" in f.lead for f in list_[1:]):
        return
    if _TOTAL.search(figures[0].lead) and not (len(figures) == len(list_) and opposites(list_, lexicon)):
        return  # 全年立案61件 is a total, 全年适用简易程序296件、普通程序132件 are not
    quarters = bool(re.search(r"四个?季度", figures[0].lead)) and len(list_) >= _QUARTERS
    list_ = list_[:_QUARTERS] if quarters else list_
    names = len(list_) >= _LEAST and parallel(list_, lexicon) and not crosses(list_, lexicon)
    if (names and all(f.label for f in list_)) or quarters or opposites(list_, lexicon):
        yield list_


def _told_here(reading: Reading, list_: Sequence[Figure]) -> bool:
    """Whether a figure of the paragraph is what a list amounts to."""
    total = together(list_)
    return any(f.value == total and f.same == list_[0].same for f in reading.of_passage(list_[0].passage))


def _elsewhere(list_: Sequence[Figure], totals: Sequence[Figure], sentence: Sentence) -> Check | None:
    total = together(list_)
    usable = [f for f in totals if f.same == list_[0].same and f.sentence != sentence.number]
    if found := next((f for f in usable if agrees(f, list_)), None):
        return added_up(found, list_)
    for whole in usable:
        apart = abs(whole.value - total)
        if apart <= whole.value * _WINDOW and (slip(apart) or mistyped(whole.value, total)):
            return narrowly_missed(whole, list_)
    return None
