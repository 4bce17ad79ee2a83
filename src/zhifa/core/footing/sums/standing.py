"""Lists that stand alone: their total is said elsewhere in the report.

道路客运1,986件、道路货运5,210件… under a heading of its own. Far from its
parts a total is only recognised by what it amounts to: a sum that hits a total of the report is that total, and one
that misses it as a slip of the hand does is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import THAN, banded, crosses, mistyped, parallel, slip, turned
from zhifa.core.footing.reading.numbers import EXACT
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.sums.claims import added_up, agrees, narrowly_missed
from zhifa.core.footing.sums.closing import complement, of_family, rest_told

_TOTAL: Final = re.compile(r"全年|共|总|累计|合计|一年来|20\d\d年|全[局镇县市区队街乡省系]")
_LOOSE: Final = re.compile(rf"等(?:[^级]|$)|主要|其中|同比|上年|去年|{THAN}|增|减|下降|以来")
_GROUP: Final = re.compile(r"^[^中]*[\u4e00-\u9fff]{2}的$")
"""制止在萌芽状态的162条，移交乡镇处理的41条，立案查处的35条."""
_PAIR, _LEAST = 2, 3
_QUARTERS: Final = 4
_SMALLEST: Final = 30
_SENTENCES: Final = 6
_NARROW: Final = 14
_WINDOW: Final = Decimal("0.04")


def standing(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every list of the report that stands alone."""
    totals = [figure for figure in reading.figures if _is_total(figure, reading)]
    for sentence in reading.sentences:
        for list_ in _alone(sentence, lexicon):
            if _told_here(reading, list_):
                continue
            if found := _before(reading, list_, lexicon) or _elsewhere(list_, totals, sentence):
                yield found


def _is_total(figure: Figure, reading: Reading) -> bool:
    if not figure.counted or not figure.exact or figure.moved or figure.depth or figure.period != THIS_YEAR:
        return False
    sentence = reading.sentences[figure.sentence]
    told = sentence.text[: figure.token.start - sentence.start]
    return figure.value >= _SMALLEST and not figure.partial and bool(_TOTAL.search(told)) and "其中" not in told


def _alone(sentence: Sentence, lexicon: Lexicon) -> Iterator[list[Figure]]:
    """The figures of a sentence, or of a piece between semicolons, that are nothing but a list."""
    cuts = [0, *(sign.end() for sign in re.finditer("；", sentence.text)), len(sentence.text)]
    for start, end in dict.fromkeys([(0, len(sentence.text)), *pairwise(cuts)]):
        inside = [f for f in sentence.figures if start <= f.token.start - sentence.start < end]
        if list_ := _list(sentence.text[start:end], inside, lexicon):
            yield list_


def _list(text: str, inside: Sequence[Figure], lexicon: Lexicon) -> list[Figure]:
    figures = [f for f in inside if f.counted and not f.moved and f.depth == 0]
    list_ = [f for f in figures if f.same == figures[0].same]
    if len(list_) < _PAIR or _LOOSE.search(text.replace("等", "") if rest_told(list_[-1], lexicon) else text):
        return []
    if figures[0].index != inside[0].index or any(f.token.bound != EXACT for f in list_):
        return []
    if any("；" in f.lead or _TOTAL.search(f.lead) for f in list_[1:]):
        return []
    pair = len(figures) == len(list_) == _PAIR and _all_told(list_, lexicon)
    if _TOTAL.search(figures[0].lead) and not pair:
        return []  # 全年立案61件 is a total, 全年适用简易程序296件、普通程序132件 are not
    quarters = bool(re.search(r"四个?季度", figures[0].lead)) and len(list_) >= _QUARTERS
    list_ = list_[:_QUARTERS] if quarters else list_
    names = len(list_) >= _LEAST and parallel(list_, lexicon) and not crosses(list_, lexicon)
    told = pair or (len(list_) >= _LEAST and _all_told(list_, lexicon))
    return list_ if (names and all(f.label for f in list_)) or quarters or told else []


def _all_told(list_: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the form of a list leaves nothing out: a rest, two that deny each other, bands, groups, a family."""
    if rest_told(list_[-1], lexicon) or banded(list_) or all(_GROUP.search(f.lead) for f in list_):
        return True
    return complement(list_[0], list_[1], lexicon) if len(list_) == _PAIR else of_family(list_, lexicon)


def _told_here(reading: Reading, list_: Sequence[Figure]) -> bool:
    """Whether a figure of the paragraph is what a list amounts to."""
    total = together(list_)
    return any(f.value == total and f.same == list_[0].same for f in reading.of_passage(list_[0].passage))


def _before(reading: Reading, list_: Sequence[Figure], lexicon: Lexicon) -> Check | None:
    """A list that leaves nothing out and misses by a slip what a sentence before it in its paragraph began with."""
    if not _all_told(list_, lexicon) or any(f.partial for f in list_):
        return None
    total, most = together(list_), max(f.value for f in list_)
    here = [s for s in reading.sentences_of(list_[0].passage) if 0 <= list_[0].sentence - s.number <= _SENTENCES]
    if any(lexicon.words[name].search(s.text) for name in ("carried", "overlap", "excluded") for s in here):
        return None
    for sentence in reversed(here):
        told = [f for f in sentence.figures if f.same == list_[0].same and f.index < list_[0].index and f.counted]
        fits = [f for f in told[:1] if f.period == list_[0].period and f.exact and not f.moved and not f.depth]
        if not fits or fits[0].token.step > min(f.token.step for f in list_):
            continue
        whole, apart = told[0], abs(told[0].value - total)
        slipped = (apart * _NARROW <= whole.value) or (whole.value >= _SMALLEST and mistyped(whole.value, total))
        if (slipped and whole.value > most) or turned(whole, list_, all_told=True):
            return narrowly_missed(whole, list_)
    return None


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
