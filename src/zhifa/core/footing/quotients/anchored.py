"""Growth whose base its own words give: 共3982件，同比增长12.5%（上年3540件）, 与2023年的28件相比增长32.1%.

The amount of the time before stands right behind the percentage or right before it. What it is compared with is the
amount of this time that the words name, else the one told last, else the first of the sentence before. Where a
difference stands between (比2023年的64件增加9件，增长14.1%), nothing else is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import Final, NamedTuple

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.grown import allowed, stated, way_of
from zhifa.core.footing.quotients.pairs import EMPTY, Pair, usable
from zhifa.core.footing.quotients.quotas import Quotient
from zhifa.core.footing.quotients.ratios import DOWN, UP
from zhifa.core.footing.quotients.terms import Term, term
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.naming import core_label
from zhifa.core.footing.reading.periods import LAST_YEAR, THIS_YEAR

_NAME: Final = r"[^，。；（）\d较比与同占]{0,8}?"
_PRIOR: Final = re.compile(r"同比|环比|[较比与][上去]一?年|[较比与]20\d\d年|[上去]年同期|相比")
_NOTHING: Final = re.compile(r"(?:[，（）]|基本持平|相比|同比|环比|20\d\d年|[今本当]年)*")
"""What may stand between a base and the growth from it."""
_ARRIVED: Final = re.compile(r"，?(?:达到?|[增升涨降减]至|[增升涨降减]到|为|至)")
_AND: Final = ("、", "和", "与", "及")
_MEASURE: Final = re.compile(r"^(?:全年|其中|上述)|(?:总?[数量额]|[件起次户人宗]数|总[件起次人]数)$")
_STOPS: Final = re.compile(r"[，。；：（）]")
_EACH: Final = re.compile("均|每")
_BACK: Final = 24
"""So many paragraphs lie between an amount and a growth that names it."""
_FAR: Final = 5
"""What is not named is no more than so many times its base, or so small a part of it."""
_ALIKE: Final = 2


class _Forms(NamedTuple):
    """How a text gives the amount of a time before: behind a growth, compared with, or in a clause of its own."""

    behind: re.Pattern[str]
    than: re.Pattern[str]
    clause: re.Pattern[str]


@cache
def _forms(time: str) -> _Forms:
    return _Forms(
        re.compile(rf"[，（](?P<name>{_NAME})(?:{time})(?P<after>{_NAME})(?:则?[为是有])?"),
        re.compile(
            rf"(?P<name>[\u4e00-\u9fff]{{0,10}}?)(?:[较比与同]|相比于)(?:{time})(?:相比)?的?(?P<after>[^，。；（）\d]{{0,6}})（?$"
        ),
        re.compile(rf"(?:^|[，。；（：])(?:{time})(?P<after>{_NAME})(?:则?[为是有共])?$"),
    )


def anchored(reading: Reading, sentence: Sentence, quotient: Quotient, lexicon: Lexicon) -> Check | None:
    """A growth held against the base of its own words; None where they give none, or another amount makes it true."""
    grown = quotient.figure
    if grown is None or quotient.times:
        return None
    way = way_of(quotient.lead)
    pair, others = _between(reading, sentence, grown, lexicon) or _pair(
        reading, sentence, grown, quotient.lead, lexicon
    )
    if pair is None or _has_own(sentence, grown, pair):
        return None
    right = allowed(pair, quotient, way)
    if not right and any(allowed(other, quotient, way) for other in others):
        return None
    return stated(pair, quotient, HOLDS if right else CONTRADICTION)


def _has_own(sentence: Sentence, grown: Figure, pair: Pair) -> bool:
    """Whether last year's amount of another thing stands behind in brackets: 死亡5人，损失增长8.1%（上年22万元）."""
    behind = [f for f in sentence.figures if f.index == grown.index + 1 and f.period == LAST_YEAR]
    return any(f.depth > grown.depth and f.unit != pair.then.figure.unit for f in behind)


def moved_from(reading: Reading, sentence: Sentence, apart: Figure, lexicon: Lexicon) -> Check | None:
    """A difference held against the base of its own words: 与上年（22件）相比减少5件, with 17件 told before.

    Percentage points are the difference of two percentages.
    """
    pair, others = _pair(reading, sentence, apart, apart.lead, lexicon)
    if pair is None or not (way := way_of(apart.lead)):
        return None
    right = _comes_to(pair, apart, way)
    if not right and any(_comes_to(other, apart, way) for other in others):
        return None
    expression = f"{pair.difference} = {plain(abs(pair.now.value - pair.then.value))}"
    kind = "points" if apart.near == "points" else "growth"
    if right:
        return check(kind, HOLDS, expression, named(apart), [*pair.figures, apart])
    explain = f"{named(apart)}：{named(pair.then.figure)} 与 {named(pair.now.figure)} 的差不是它"
    figures = [*pair.figures, apart]
    return check(kind, CONTRADICTION, f"{expression} ≠ {plain(apart.value)}", explain, figures)


def _comes_to(pair: Pair, apart: Figure, way: int) -> bool:
    slack = apart.token.slack + pair.now.slack + pair.then.slack
    return abs(pair.now.value - pair.then.value - way * apart.value) <= slack


_Found = tuple[Pair | None, Sequence[Pair]]
"""The pair meant, and what else of this time there is to the same base."""


def _pair(reading: Reading, sentence: Sentence, grown: Figure, lead: str, lexicon: Lexicon) -> _Found:
    """The base the words of a growth give, with what it has come to."""
    found = _base(reading, sentence, grown, lead, lexicon) or _of_row(reading, sentence, grown, lead, lexicon)
    if found is None:
        return None, ()
    base, name = found
    told = _told(reading, base, grown)
    now = _reached(sentence, base, grown)
    now = now or (_named(told, name, base) if name else _told_last(told, sentence, base, grown))
    return Pair(term(base), term(now)) if now else None, [Pair(term(base), term(f)) for f in told]


def _told(reading: Reading, base: Figure, grown: Figure) -> list[Figure]:
    """The amounts of this time that may be what a base has come to."""
    return [f for f in reading.figures if _may_be_now(reading, f, base, grown)]


def _between(reading: Reading, sentence: Sentence, grown: Figure, lexicon: Lexicon) -> _Found | None:
    """The base and what it has come to, where the difference of the two is told right before the percentage.

    比2023年的64件增加9件，增长14.1% · 2023年198件，2024年多收86件，增长43.4% · 增加14件（去年上半年44件），增幅31.8%.
    """
    forms = _forms(lexicon.words["time before"].pattern)
    at = grown.index - sentence.figures[0].index
    told = sentence.figures[max(at - _ALIKE, 0) : at]
    if len(told) < _ALIKE or told[0].unit != told[1].unit or any(_STOPS.split(grown.lead)[:-1]):
        return None
    if told[1].group and forms.behind.fullmatch(told[1].lead):
        apart, base = told
    elif not told[0].group and (forms.than.search(told[0].lead) or forms.clause.search(told[0].lead)):
        base, apart = told
    else:
        return None
    way = way_of(apart.lead)
    value = base.value + way * apart.value
    if not way or not base.exact or not apart.exact or value <= 0 or not base.value:
        return None
    others = [Pair(term(base), term(f)) for f in _told(reading, base, grown)]
    return Pair(term(base), Term(value, apart.said, (apart,))), others


def _base(
    reading: Reading, sentence: Sentence, grown: Figure, lead: str, lexicon: Lexicon
) -> tuple[Figure, str] | None:
    """The amount of the time before, and what the words call the thing that grew."""
    forms = _forms(lexicon.words["time before"].pattern)
    at = grown.index - sentence.figures[0].index
    said = _STOPS.split(lead)[-1]
    name = _plain(said, lexicon)
    for figure in sentence.figures[at + 1 : at + 2]:
        found = forms.behind.fullmatch(figure.lead)
        own = _plain(found["name"], lexicon) or _plain(found["after"], lexicon) if found else ""
        if found and _is_base(figure, sentence, reading, grown) and (not own or not name or set(own) & set(name)):
            return figure, name or own
    before = [f for f in sentence.figures[:at] if not (f.token.percent and f.moved)]
    for figure in before[-1:]:
        found = forms.than.search(figure.lead)
        found = found or (forms.clause.search(figure.lead) if figure.period != THIS_YEAR else None)
        if found and _is_base(figure, sentence, reading, grown) and _NOTHING.fullmatch(lead[: len(lead) - len(said)]):
            own = _plain(found.groupdict().get("name") or "", lexicon) or _plain(found["after"], lexicon)
            return figure, name or own
    if len(name) < _ALIKE or not _PRIOR.search(sentence.text):
        return None
    told = [f for f in reading.figures if abs(f.passage - sentence.passage) <= 1 and f.period == LAST_YEAR]
    told = [f for f in told if _is_base(f, reading.sentences[f.sentence], reading, grown) and _called(f, name)]
    return (told[0], name) if len({f.value for f in told}) == 1 else None


def _of_row(
    reading: Reading, sentence: Sentence, grown: Figure, lead: str, lexicon: Lexicon
) -> tuple[Figure, str] | None:
    """The one of several bases told together that counts what the words name.

    与上年的102宗、287.3亩相比，宗数下降18.6%，面积下降35.3% · 数量下降13.9%，金额上升6.5%（去年同期137份、982.5万元）.
    """
    said = _STOPS.split(lead)[-1]
    name = _plain(said, lexicon)
    row = _row(sentence, grown, lexicon)
    own = [f for f in row if f.token.unit and re.search(rf"{f.token.unit.word}次?数", said)]
    if len(own) == 1:
        return own[0], ""
    known = [f for f in row if len(name) >= _ALIKE and _named(_told(reading, f, grown), name, f)]
    return (known[0], name) if len(known) == 1 else None


def _row(sentence: Sentence, grown: Figure, lexicon: Lexicon) -> list[Figure]:
    """The amounts of the time before that are told together, before some growths or in brackets behind them."""
    forms = _forms(lexicon.words["time before"].pattern)
    for at, figure in enumerate(sentence.figures[:-1]):
        ahead = figure.index < grown.index
        given = forms.than.search(figure.lead) if ahead else forms.behind.fullmatch(figure.lead)
        if not given or figure.token.percent:
            continue
        row = [figure, *takewhile(lambda f: f.lead in _AND and not f.token.percent, sentence.figures[at + 1 :])]
        low, high = (row[-1].index, grown.index) if ahead else (grown.index, figure.index)
        between = [f for f in sentence.figures if low < f.index < high]
        if len(row) > 1 and all(f.token.percent and f.moved for f in between):
            return row
    return []


def _reached(sentence: Sentence, base: Figure, grown: Figure) -> Figure | None:
    """较上年的246件上升9.3%，达到296件: where it arrived stands right behind."""
    at = grown.index - sentence.figures[0].index
    behind = [f for f in sentence.figures[at + 1 : at + _ALIKE] if f.unit == base.unit and _ARRIVED.fullmatch(f.lead)]
    return behind[0] if behind and base.index < grown.index else None


def _is_base(figure: Figure, sentence: Sentence, reading: Reading, grown: Figure) -> bool:
    own = f"{reading.year}年" in figure.lead and not re.search(r"季度|月|平均", figure.lead)
    return usable(figure, sentence) and not own and figure.token.percent == (grown.near == "points")


def _plain(words: str, lexicon: Lexicon) -> str:
    """What words name, without the time, the direction and the measure: 投诉量同比 is 投诉."""
    return _MEASURE.sub("", EMPTY.sub("", lexicon.words["how far moved"].sub("", UP.sub("", DOWN.sub("", words)))))


def _may_be_now(reading: Reading, figure: Figure, base: Figure, grown: Figure) -> bool:
    near = abs(grown.passage - figure.passage) <= _BACK
    near = near and (figure.index < grown.index or figure.passage != grown.passage)
    alike = figure.unit == base.unit and figure.index != base.index and figure.period == THIS_YEAR
    whole = not figure.partial or figure.sentence == grown.sentence
    return near and alike and whole and usable(figure, reading.sentences[figure.sentence])


def _told_last(told: Sequence[Figure], sentence: Sentence, base: Figure, grown: Figure) -> Figure | None:
    """The amount told last in the sentence, else the first of the sentence before; no mean, and of the base's size."""
    first = min(base.index, grown.index)
    told = [f for f in told if f.index < first and not _EACH.search(f.lead)]
    own = [f for f in told if f.sentence == sentence.number]
    ahead = sentence.text[: grown.token.start - sentence.start]
    own = [f for f in own if "；" not in ahead[f.token.end - sentence.start :]]
    before = [f for f in told if f.sentence == sentence.number - 1 and f.passage == sentence.passage]
    begins = sentence.figures[0].index in (base.index, grown.index)
    meant = own[-1] if own else before[0] if before and begins else None
    if meant is None or not base.value <= meant.value * _FAR <= base.value * _FAR * _FAR:
        return None
    return meant


def _named(told: Sequence[Figure], name: str, base: Figure) -> Figure | None:
    """The amount the words name: its label is so, ends so, or has the characters in their order, and no other's."""
    name = name.removesuffix(base.token.unit.word if base.token.unit else "") or name
    told = [f for f in told if f"{name}中" not in f.label]
    for fits in (_is, _called, _spells):
        if found := [f for f in told if fits(f, name)]:
            return found[0] if len({f.value for f in found}) == 1 else None
    return None


def _is(figure: Figure, name: str) -> bool:
    return core_label(figure.label) == name


def _called(figure: Figure, name: str) -> bool:
    return figure.label.endswith(name) or figure.noun.startswith(name)


def _spells(figure: Figure, name: str) -> bool:
    rest = iter(figure.said)
    return all(sign in rest for sign in name)
