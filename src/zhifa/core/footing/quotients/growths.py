"""Growth worked out again: this year's amount against last year's, or the difference the text gives against either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.ratios import (
    DOWN,
    HUNDRED,
    UP,
    Ratio,
    before,
    change,
    fits,
    integer_between,
    judge,
    whole_number,
)
from zhifa.core.footing.reading.figures import LAST_YEAR, THIS_YEAR, Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.naming import called

_TWO: Final = 2
_BESIDE: Final = 14
"""How many characters may stand between an amount and its growth where last year's amount is not given."""


def growth(reading: Reading, lexicon: Lexicon, sentence: Sentence, figure: Figure, words: str) -> Check | None:
    """同比增长: this year's figure against last year's; without last year's, whether any whole number fits."""
    down = bool(DOWN.search(words)) and not UP.search(words)
    other = re.search(r"(\d{4})年(?:度)?[比较]", words)
    if other and reading.year and int(other[1]) != reading.year:
        return None
    earlier = [f for f in before(sentence, figure) if f.counted]
    now = [f for f in earlier if f.period == THIS_YEAR and not f.moved]
    subject = now[-1] if now else None
    if made := _of_then(sentence, figure, earlier):
        return made
    if subject is None and (made := _grown(reading, figure, earlier, lexicon, down=down)):
        return made
    if subject is None or subject.partial != figure.partial:
        return None
    then = [f for f in _clause(sentence, figure) if f.period == LAST_YEAR and f.counted and f.value and not f.moved]
    then = [f for f in then if any(f.same == other.same for other in now)]
    if len({f.same for f in then}) > 1:
        return None
    if then:
        beside = min(then, key=lambda f: abs(f.index - figure.index))
        alike = [f for f in now if f.same == beside.same]
        return _against_last_year(figure, alike, [f for f in then if f.same == beside.same], down=down)
    moved = [f for f in earlier if f.moved and f.same == subject.same and f.index > subject.index]
    if moved:
        base = subject.value + moved[-1].value if down else subject.value - moved[-1].value
        if base > 0:
            words = f"{plain(moved[-1].value)} ÷ {plain(base)}"
            return judge("growth", figure, [Ratio(moved[-1].value * HUNDRED / base, words, (subject, moved[-1]))])
        return None
    close = subject.index == figure.index - 1 and not subject.group and len(figure.lead) <= _BESIDE
    return _possible_growth(subject, figure, down=down) if close else None


def _of_then(sentence: Sentence, figure: Figure, earlier: Sequence[Figure]) -> Check | None:
    """与上年的317起相比，增加64起，增长20.2%: the difference over last year's amount."""
    two = earlier[-2:]
    if len(two) < _TWO or two[1].index != figure.index - 1 or two[0].index != figure.index - 2:
        return None
    then, moved = two
    if not moved.moved or then.moved or then.period != LAST_YEAR or then.same != moved.same or not then.value:
        return None
    words = f"{plain(moved.value)} ÷ {plain(then.value)}"
    return judge("growth", figure, [Ratio(moved.value * HUNDRED / then.value, words, (then, moved))])


def _grown(
    reading: Reading, figure: Figure, earlier: Sequence[Figure], lexicon: Lexicon, *, down: bool
) -> Check | None:
    """立案数增加8件，增长14.3%: the amount itself stands in a sentence before."""
    moved = earlier[-1] if earlier and earlier[-1].index == figure.index - 1 and earlier[-1].moved else None
    if moved is None:
        return None
    name = re.sub(
        r"同比|环比|[较比与](?:上年|去年|\d{4}年)?(?:相比)?|\d{4}年相比|[上去]年相比|了",
        "",
        UP.sub("", DOWN.sub("", moved.label)),
    )
    now = called(reading, name, moved, lexicon) if name else _first_before(reading, moved)
    if now is None:
        return None
    base = now.value + moved.value if down else now.value - moved.value
    if base <= 0 or len(figure.lead) > 14:
        return None
    said = f"{plain(moved.value)} ÷ {plain(base)}"
    return judge("growth", figure, [Ratio(moved.value * HUNDRED / base, said, (now, moved))])


def _first_before(reading: Reading, moved: Figure) -> Figure | None:
    """与2022年相比增加了6件: what increased is the first thing the sentence before counted."""
    told = [f for f in reading.of_passage(moved.passage) if f.sentence == moved.sentence - 1 and f.counted]
    return next((f for f in told if f.same == moved.same and f.exact and not f.moved and f.period != LAST_YEAR), None)


def _clause(sentence: Sentence, figure: Figure) -> list[Figure]:
    """The figures between the semicolons around a figure."""
    found: list[Figure] = []
    here = False
    for other in sentence.figures:
        if "；" in other.lead:
            if here:
                break
            found = []
        found.append(other)
        here = here or other is figure
    return found if here else []


def _against_last_year(figure: Figure, now: Sequence[Figure], then: Sequence[Figure], *, down: bool) -> Check | None:
    ratios = [change(a, b, down=down) for a in reversed(now) for b in then]
    best = change(now[-1], then[0], down=down)
    if best.value < 0 and not any(fits(one.value, figure) for one in ratios) and len(now) == len(then) == 1:
        way = "下降" if down else "增长"
        explain = f"{named(figure)} 说{way}，而上年 {then[0].printed}，今年 {now[-1].printed}"
        sign = ">" if down else "<"
        expression = f"{plain(now[-1].value)} {sign} {plain(then[0].value)}"
        return check("growth", CONTRADICTION, expression, explain, [then[0], now[-1], figure])
    return judge("growth", figure, ratios, sure=len(now) <= 2 and len(then) <= 2)


def _possible_growth(subject: Figure, figure: Figure, *, down: bool) -> Check | None:
    """Whether any whole number of last year gives the growth printed."""
    if not whole_number(subject) or figure.value == 0:
        return None
    low, high = figure.value - figure.token.step, figure.value + figure.token.step
    rates_ = [(HUNDRED - p if down else HUNDRED + p) / HUNDRED for p in (low, high)]
    if min(rates_) <= 0:
        return None
    bounds = sorted(subject.value / rate for rate in rates_)
    if integer_between(bounds[0], bounds[1]):
        return None
    near = (
        subject.value / ((HUNDRED - figure.value if down else HUNDRED + figure.value) / HUNDRED)
    ).to_integral_value()
    if near <= 0:
        return None
    way = "下降" if down else "增长"
    expression = f"没有整数 N 使 {plain(subject.value)} 比 N {way} {figure.printed}"
    explain = f"{named(figure)}：{named(subject)}，上年无论是多少件都得不出这个比率（最近的上年数 {plain(near)}）"
    return check("growth", CONTRADICTION, expression, explain, [subject, figure])


def differed(sentence: Sentence, figure: Figure) -> Check | None:
    """同比增加12件, with both years' figures in the sentence."""
    words = figure.lead
    down = bool(DOWN.search(words)) and not UP.search(words)
    now = [f for f in before(sentence, figure) if f.counted and not f.moved and f.period != LAST_YEAR]
    if not now or now[-1].same != figure.same:
        return None
    then = [f for f in sentence.figures if f.period == LAST_YEAR and f.same == figure.same and not f.moved]
    if len(then) != 1 or len(now) != 1:
        return None
    difference = then[0].value - now[-1].value if down else now[-1].value - then[0].value
    arithmetic = f"{plain(now[-1].value)} − {plain(then[0].value)} = {plain(now[-1].value - then[0].value)}"
    figures = [then[0], now[-1], figure]
    if difference == figure.value:
        return check("growth", HOLDS, arithmetic, f"{named(figure)}：与两年的数字相符", figures)
    if not all(f.exact for f in figures):
        return None
    explain = f"{named(figure)}：今年 {now[-1].printed}，上年 {then[0].printed}，应相差 {plain(abs(difference))}"
    return check("growth", CONTRADICTION, f"{arithmetic} ≠ {plain(figure.value)}", explain, figures)
