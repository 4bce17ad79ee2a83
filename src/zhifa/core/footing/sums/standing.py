"""Lists that stand alone: their total is said elsewhere in the report, or counts them by number.

道路客运1,986件、道路货运5,210件… under a heading of its own; 三项合计受理101件 behind three paragraphs. Far from its
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
from zhifa.core.footing.reading.likeness import crosses, mistyped, near, opposites, parallel, slip
from zhifa.core.footing.reading.numbers import EXACT
from zhifa.core.footing.sums.claims import added_up, agrees, narrowly_missed
from zhifa.core.numerals import number_of

_TOTAL: Final = re.compile(r"全年|共|总|累计|合计|一年来|20\d\d年|全[局镇县市区队街乡省系]")
_COUNTED: Final = re.compile(
    r"(?:^|[，；。：])(以上|上述|前|后)?([二两三四五六七八九十]|\d{1,2})(?:项|类|个[\u4e00-\u9fff]{0,6}?|家|[种类]情形|种|地|级|者)(?:合计|共计|总计|共)([\u4e00-\u9fff]{0,4}?)$"
)
_LOOSE: Final = re.compile(r"等(?:[^级]|$)|主要|其中|同比|上年|去年|较|增|减|下降|以来")
_LEAST: Final = 3
_QUARTERS: Final = 4
_MADE_OF: Final = (("上半年", 0, 2), ("下半年", 2, 4), ("前三季度", 0, 3), ("前三个季度", 0, 3))
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
            if "季度" in list_[0].lead and len(list_) == _QUARTERS:
                yield from _stretches(reading, list_)
        for figure in sentence.figures:
            if found := _recounted(reading, figure):
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


def _stretches(reading: Reading, quarters: Sequence[Figure]) -> Iterator[Check]:
    """上半年合计6,452件 behind the four quarters: the sum of the quarters it is made of."""
    last = quarters[-1]
    for figure in reading.of_passage(last.passage):
        if figure.index <= last.index or figure.same != last.same or figure.moved or not figure.exact:
            continue
        parts = next((quarters[a:b] for word, a, b in _MADE_OF if figure.label.startswith(word)), ())
        if parts and agrees(figure, parts):
            yield added_up(figure, parts)
        elif parts and not _LOOSE.search(figure.lead):
            yield narrowly_missed(figure, parts)


def _recounted(reading: Reading, figure: Figure) -> Check | None:
    """三项合计受理101件: as many figures before it as it says, of the same name."""
    said = _COUNTED.search(figure.lead)
    if not said or not figure.counted or not figure.exact:
        return None
    many, verb = number_of(said[2]), said[3]
    earlier = [f for f in reading.figures[: figure.index] if f.same == figure.same and f.counted and not f.moved]
    if verb and (named := [f for f in earlier if f.label.endswith(verb)]):
        earlier = named
    own = [f for f in earlier if f.sentence == figure.sentence]
    parts = own[:many] if said[1] == "前" else earlier[-many:]
    if len(parts) < many or many < 2 or (not verb and parts[0].passage != figure.passage):
        return None
    if agrees(figure, parts):
        return added_up(figure, parts)
    total = together(parts)
    if all(f.exact for f in parts) and (
        near(figure.value, total, [f.value for f in parts]) or slip(figure.value - total)
    ):
        return narrowly_missed(figure, parts)
    return None
