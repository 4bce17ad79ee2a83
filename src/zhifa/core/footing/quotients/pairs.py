"""The same thing at two times: the amounts a statement of growth may be held against, whatever it states.

由40天压缩到30天 · 2022年末229人…2023年末241人 · 增加8件, which gives the one amount where the other was told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import plain
from zhifa.core.footing.quotients.moments import moments
from zhifa.core.footing.quotients.ratios import DOWN, HUNDRED, UP
from zhifa.core.footing.quotients.terms import Term, term
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import SHARE_OF
from zhifa.core.footing.reading.naming import called
from zhifa.core.footing.reading.periods import LAST_YEAR, THIS_YEAR

MOVED: Final = re.compile(
    r"(?:增长|上升|增加|提高|提升|增幅|升幅|涨幅|上涨|增|升|涨|下降|合并|整合|归并|减少|降低|压减|降幅|减幅|缩短|精简|压缩|缩减|回落|减|降|少|多|翻|增至|提速)"
    r"(?:了|幅度|比例|率|超过?|近|约|达到?|为|到|出|整整|将近|接近|不足|出了)*$"
)
EMPTY: Final = re.compile(
    r"(?:同比|环比|比例|较|比|与|上年度?|去年|上一年度?|前一年|前年|同期|相比|年均|的|了|也就是说|换言之|其中|即|净|约|已|共|累计|整体|总体|总数|数量"
    r"|绝对数|幅度?|率|度|为|达到?|是|有所|明显|大幅|新|又|进一步|一年[间中来]?|\d{4}年?|每年|均|相差|相当于|案件|今年|本年度?|当年|总量|直接|整治前|两年|连续|指标|[两三]项"
    r"|分别|后者|前者|用时|使|，|、|；|（|）|。|：|时)+"
)
_APART: Final = re.compile(
    r"(?:[净新]?增加?|净?减少?|多|少|上升|下降|提[升高]|降低|增长|缩短|压缩|压减|(?<!提)高(?=出?了?$)|(?<!降)低(?=了?$))(?:了|出)?[\u4e00-\u9fff]{0,3}$"
)
_AND: Final = re.compile(r"、|和|，|以及|与")
_COMPARED: Final = re.compile(r"比|较|环|间|一年[中来]|每年|三项|两项|分别|相差")
_FROM_TO: Final = re.compile(
    r"(?:[降减缩增升涨落变]|压缩|压减|提高|提升|扩大|追加|调整|精简|优化|整合|归并|合并)[\u4e00-\u9fff]{0,2}?[至到为成](?!功|立|效)(?:\d{4}年)?[^，。；\d]{0,6}$"
)
_SAME: Final = re.compile(r"(?:即|也就是)?(?:由|从)?(?:上年|去年|原来?|\d{4}年)?的?[^，。；]?")
"""What stands before an amount that is of the same thing as the statement before it."""
_AFTER: Final = re.compile(r"而?(?:[上去前]一?年|同期|\d{4}年)")
_NUMBERS: Final = re.compile(r"\d+月份?|月份")
_PRIOR: Final = re.compile(r"同比|[比较与](?:上年|去年|20\d\d年)")
_YEAR_AGO: Final = re.compile(r"同比|环比|[较比与](?:上年|去年|\d{4}年)?(?:相比)?|\d{4}年相比|[上去]年相比|了")
_MEASURE: Final = re.compile(r"^(?:全年|其中|上述)|(?:总?[数量额]|[件起次户人宗]数|总[件起次人]数)$")
_BASE: Final = re.compile(rf"{SHARE_OF}[^，。；]*$")
"""占县级事项1408项的8.4%: what something is a share of did not grow by what is told next."""
COMPARED_WITH: Final = re.compile(r"[比较][^，。；]{0,10}[年期月]的$")
"""较2024年的: what an amount is compared with."""
_LEFT_OUT: Final = re.compile(r"不(?:含|包括|计)[^，。；）]*$")
"""不含上年旧存28802件 is no amount of last year."""
_CARRIED: Final = re.compile(r"[上去]一?年度?(?:旧存|结转|未结|接转|转入)")
"""What was left over from last year is no figure of last year."""
_BACK: Final = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing at an earlier and a later time."""

    then: Term
    now: Term
    years: tuple[int, int] = (0, 0)
    """Of which years they are, where it is known."""

    @property
    def growth(self) -> Decimal:
        return (self.now.value - self.then.value) * HUNDRED / self.then.value

    @property
    def slack(self) -> Decimal:
        """How far the growth may be off because the amounts were rounded."""
        then = self.then.value
        return (self.now.slack + self.now.value * self.then.slack / then) * HUNDRED / then

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (*self.then.figures, *self.now.figures)

    @property
    def difference(self) -> str:
        """The arithmetic from the earlier to the later, the greater first."""
        less, more = sorted((self.then.value, self.now.value))
        return f"{plain(more)} − {plain(less)}"


def pairs(reading: Reading, sentence: Sentence, unit: str | None, before: int) -> list[Pair]:
    """The amounts around that are of two times, the earlier with the later, in the order of the text.

    Those of one unit; without one all but percentages, since what grows by a percentage is an amount.
    """
    told = [s for s in reading.sentences_of(sentence.passage) if -1 <= sentence.number - s.number <= _BACK]
    figures = [f for s in told for f in s.figures if usable(f, s) and (f.unit == unit if unit else not f.token.percent)]
    figures = [f for f in figures if f.sentence <= sentence.number or _AFTER.match(f.lead)]
    found: list[Pair] = []
    for one, other in zip(figures, figures[1:], strict=False):
        if other.unit == one.unit and other.index == one.index + 1 and _FROM_TO.search(other.lead):
            found.append(Pair(term(one), term(other)))
    if found:
        found = [pair for pair in found if pair.then.figure.sentence == sentence.number] or found
        told_ = [f for f in figures if f.sentence == sentence.number and f.token.end <= before]
        found = [_again(pair, told_) if pair.now.figure.token.start > before else pair for pair in found]
        return [pair for pair in found if pair.now.figure.token.start < before or goes_on(pair)]
    when = moments(reading, told)
    for times in ([f for f in figures if f.unit == kind] for kind in dict.fromkeys(f.unit for f in figures)):
        found += _timed(times, when)
    told_last = [f for f in figures if f.token.end <= before and f.sentence == sentence.number][-1:]
    if not any(f in pair.figures for pair in found for f in told_last):
        found = list(_beside(figures, sentence)) or found
    found = found or list(_in_paragraphs(reading, sentence, unit))
    # 较2024年的98起下降12.2%，但仍比2022年的80起多6起: neither is what the other became
    return [pair for pair in found if not COMPARED_WITH.search(pair.now.figure.lead)]


def _again(pair: Pair, told: Sequence[Figure]) -> Pair:
    """事故6起，同比减少3起，由上年的8起降至6起: what was told first is told once more behind the difference."""
    now = pair.now.figure
    first = next((f for f in told if (f.value, f.unit, f.depth) == (now.value, now.unit, now.depth)), None)
    return pair if first is None else Pair(pair.then, term(first), pair.years)


def _in_paragraphs(reading: Reading, sentence: Sentence, unit: str | None) -> Iterator[Pair]:
    """2024年…。 2023年…。 同比…: a paragraph each, and one name for what both count."""
    if sentence.figures and _PRIOR.search(sentence.text):
        told = reading.sentences[max(0, sentence.number - _BACK) : sentence.number]
        when = moments(reading, told)
        figures = [f for s in told for f in s.figures if usable(f, s) and f.unit == (unit or f.unit) and f.counted]
        names = {f.index: EMPTY.sub("", _MEASURE.sub("", f.label)) for f in figures}
        for kind in dict.fromkeys((f.unit, names[f.index]) for f in figures):
            yield from _timed([f for f in figures if (f.unit, names[f.index]) == kind], when)


def _beside(figures: Sequence[Figure], sentence: Sentence) -> Iterator[Pair]:
    """受理1645件，上年1716件: the second names nothing but another time."""
    for one, other in zip(figures, figures[1:], strict=False):
        if one.unit != other.unit or one.sentence != sentence.number or other.index != one.index + 1:
            continue
        name = EMPTY.sub("", other.lead)
        if re.search("[由从]$", other.lead) or (other.period != one.period and (not name or name in one.said)):
            late = one.period == THIS_YEAR
            yield Pair(term(other), term(one)) if late else Pair(term(one), term(other))


def goes_on(pair: Pair) -> bool:
    """Whether the clause of a pair names nothing of its own: …减少六成，从250件降到100件."""
    return bool(_SAME.fullmatch(re.split(r"[，（：]", pair.then.figure.lead)[-1]))


def _timed(figures: Sequence[Figure], when: dict[int, Decimal]) -> Iterator[Pair]:
    """Of one unit: as many of one time as of the other, each with the one in its place; else those of one name."""
    stages: dict[Decimal, list[Figure]] = {}
    for figure in figures:
        stages.setdefault(when[figure.index], []).append(figure)
    order = sorted(stages)
    for early, late in zip(order, order[1:], strict=False):
        years = (int(early), int(late))
        if len(stages[early]) == len(stages[late]):
            both = zip(stages[early], stages[late], strict=True)
            percent = figures[0].token.percent
            yield from (Pair(term(then), term(now), years) for then, now in both if not percent or _alike(then, now))
            continue
        for then in stages[early]:
            name = EMPTY.sub("", then.label)
            alike = [f for f in stages[late] if name and name in EMPTY.sub("", f.label)]
            if len(alike) == 1:
                yield Pair(term(then), term(alike[0]), years)


def _alike(then: Figure, now: Figure) -> bool:
    """Whether two rates may be of the same thing: one names it, and the other the same or nothing."""
    one, other = (_NUMBERS.sub("", EMPTY.sub("", figure.label)) for figure in (then, now))
    return not one or not other or one in other or other in one


def moved(reading: Reading, sentence: Sentence, figure: Figure, lexicon: Lexicon, way: str = "") -> list[Pair]:
    """立案数增加8件，增长14.3%: the difference and one of the amounts give the other.

    `way` are the words that say up or down, where they do not stand right before it.
    """
    way = way or figure.lead
    by = -figure.value if DOWN.search(way) and not UP.search(way) else figure.value
    told = [f for f in sentence.figures if f.index < figure.index and f.unit == figure.unit and usable(f, sentence)]
    behind = sentence.figures[figure.index - sentence.figures[0].index + 1 :][:1]
    if _prior(behind, figure):
        return [Pair(term(behind[0]), Term(behind[0].value + by, figure.said, (figure,)))]
    told = [f for f in told if not _BASE.search(f.lead)]
    if told and told[-1].period == LAST_YEAR:
        return [Pair(term(told[-1]), Term(told[-1].value + by, figure.said, (figure,)))]
    name = _YEAR_AGO.sub("", UP.sub("", DOWN.sub("", figure.label)))
    if told:
        named = [f for f in told if name and name[:_BACK] in f.said]
        now: Figure | None = (named if len(named) == 1 else told)[-1]
    else:
        now = called(reading, name, figure, lexicon) if EMPTY.sub("", name) else _first_before(reading, figure)
    if now is None or now.value <= by:
        return []
    return [Pair(Term(now.value - by, figure.said, (figure,)), term(now))]


def _first_before(reading: Reading, moved: Figure) -> Figure | None:
    """与2022年相比增加了6件: what increased is the first thing the sentence before counted."""
    told = [f for f in reading.of_passage(moved.passage) if 0 < moved.sentence - f.sentence <= _BACK and f.counted]
    return next((f for f in told if f.same == moved.same and f.exact and not f.moved and f.period != LAST_YEAR), None)


def apart(figure: Figure, sentence: Sentence) -> bool:
    """Whether a figure says how far two amounts are apart."""
    if not figure.exact or figure.token.percent or figure.near == "times":
        return False
    last = re.split(r"[，。；：]", figure.lead)[-1]
    told = bool(_APART.search(last))
    if _FROM_TO.search(last):
        return False
    if figure.moved or (told and (figure.near == "points" or _COMPARED.search(figure.lead))):
        return True
    place = figure.index - sentence.figures[0].index
    if told and _prior(sentence.figures[place + 1 : place + 2], figure):
        return True
    if place < 1:
        return False
    before = sentence.figures[place - 1]
    if told and "，" not in figure.lead and _COMPARED.search(before.lead):
        return True
    alone = _FROM_TO.search(before.lead) or not EMPTY.sub("", UP.sub("", DOWN.sub("", last)))
    if told and figure.unit == before.unit and alone:
        return True
    return bool(_AND.fullmatch(figure.lead)) and apart(before, sentence)


def _prior(following: Sequence[Figure], figure: Figure) -> bool:
    """减少11.06万元（上年53.79万元）: what stands in brackets behind a difference is what it is taken from."""
    return any(
        f.unit == figure.unit and f.period == LAST_YEAR and f.lead.startswith("（") and "，" not in f.lead
        for f in following
    )


def usable(figure: Figure, sentence: Sentence) -> bool:
    """Whether a figure is an amount or a share at one time and no difference of two."""
    ok = figure.exact and figure.value > 0 and not figure.moved and figure.near not in ("times", "points", "")
    value = not MOVED.search(figure.lead) or bool(re.search(r"[至到为]$", figure.lead))
    share = figure.token.percent and figure.exact and not figure.moved and value
    left = _LEFT_OUT.search(figure.lead) or _CARRIED.search(figure.label)
    return (ok or share) and not apart(figure, sentence) and not left
