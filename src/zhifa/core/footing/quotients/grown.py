"""Growth, multiples and differences between two times, found by when each amount was and not by where it stands.

2023年末有持证人员241人。2022年末为229人，一年间净增12人 · 投诉由325件减到260件，减少两成 · 这两个数字分别为….
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.moments import moments
from zhifa.core.footing.quotients.quotas import HUNDRED, Quotient, quotients
from zhifa.core.footing.quotients.ratios import DOWN, UP
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence

_MOVED: Final = re.compile(
    r"(?:增长|上升|增加|提高|提升|增幅|升幅|涨幅|上涨|增|升|涨|下降|减少|降低|压减|降幅|减幅|缩短|精简|压缩|缩减|回落|减|降|少|多|翻|增至|提速)"
    r"(?:了|幅度|比例|率|超过?|近|约|达到?|为|到|出|整整|将近|接近|不足|出了)*$"
)
_TIMES: Final = re.compile(r"(?:是|为|相当于|达到?|约为)[^，。；\d]{2,14}?的?[^，。；\d]{0,8}$|的$")
_APART: Final = re.compile(
    r"(?:净?增加?|净?减少?|多|少|上升|下降|提[升高]|降低|增长|缩短|压缩|压减)(?:了|出)?[\u4e00-\u9fff]{0,3}$"
)
_RISES: Final = re.compile(r"[涨和及与]|回升|回落|提速")
_AND: Final = re.compile(r"、|和|，|以及|与")
_COMPARED: Final = re.compile(r"比|较|环|间|一年[中来]|每年|三项|两项|分别|相差")
_FROM_TO: Final = re.compile(
    r"(?:[降减缩增升涨落变]|压缩|压减|提高|提升|扩大|追加|调整|精简|优化)[\u4e00-\u9fff]{0,2}?[至到为成](?!功|立|效)[^，。；\d]{0,6}$"
)
_EMPTY: Final = re.compile(
    r"(?:同比|环比|较|比|与|上年度?|去年|上一年度?|前一年|前年|同期|相比|年均|的|了|也就是说|换言之|其中|即|净|约|已|共|累计|整体|总体|总数|数量"
    r"|绝对数|幅度?|率|度|为|达到?|是|有所|明显|大幅|新|又|进一步|一年[间中来]?|\d{4}年?|每年|均|相差|相当于|案件|今年|本年度?|当年|总量|直接|整治前|两年|连续|指标|[两三]项"
    r"|分别|后者|前者|用时|使|，|、|；|（|）|。|：|时)+"
)
_YEARS: Final = re.compile(r"(\d{4})年(?:度)?(?:较|比|与|约?为|约?是|相当于)(\d{4})年")
_SAME: Final = re.compile(r"(?:即|也就是)?(?:由|从)?(?:上年|去年|原来?|\d{4}年)?的?[^，。；]?")
"""What stands before an amount that is of the same thing as the statement before it."""
_AFTER: Final = re.compile(r"而?(?:[上去前]一?年|同期|\d{4}年)")
_PRIOR: Final = re.compile(r"[较比与][上去]一?年|同比")
_NUMBERS: Final = re.compile(r"\d+月份?|月份")
_PAST: Final = re.compile(r"[上去前]一?年|上[月周]|同期|同比|环比|\d{4}年")
_BACK: Final = 2
_ALIKE: Final = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing at an earlier and a later time."""

    then: Figure
    now: Figure
    years: tuple[int, int] = (0, 0)
    """Of which years they are, where it is known."""

    @property
    def growth(self) -> Decimal:
        return (self.now.value - self.then.value) * HUNDRED / self.then.value

    @property
    def slack(self) -> Decimal:
        """How far the growth may be off because the amounts were rounded."""
        then = self.then.value
        return (self.now.token.slack + self.now.value * self.then.token.slack / then) * HUNDRED / then


def grown(reading: Reading, known: frozenset[int]) -> Iterator[Check]:
    """Every statement of growth between amounts told near it, but those of which something is known already."""
    for sentence in reading.sentences:
        text = reading.document.passages[sentence.passage].text
        told = [q for q in quotients(sentence, text) if _grows(q)]
        for place, quotient in enumerate(told):
            if quotient.figure is None or quotient.figure.index not in known:
                yield from _judged(reading, sentence, quotient, place, len(told))
        apart = [f for f in sentence.figures if _apart(f, sentence)]
        for figure in apart:
            beside = [f for f in apart if f.unit == figure.unit]
            if figure.index not in known:
                yield from _differs(reading, sentence, figure, beside.index(figure), len(beside))


def _grows(quotient: Quotient) -> bool:
    last = re.split(r"[，。；：（]", quotient.lead)[-1]
    if re.search(r"占|目标|计划|不(?:低|高|少|多)于", last):
        return False
    if quotient.times:
        return bool(_MOVED.search(last) or _TIMES.search(last) or quotient.printed.startswith("翻"))
    return bool(_MOVED.search(last)) and not re.search(r"[升降增减高低少长][至到为]$", last)


def _apart(figure: Figure, sentence: Sentence) -> bool:
    """Whether a figure says how far two amounts are apart."""
    if not figure.exact or figure.token.percent or figure.near == "times":
        return False
    last = re.split(r"[，。；：]", figure.lead)[-1]
    if figure.moved or (_APART.search(last) and (figure.near == "points" or _COMPARED.search(figure.lead))):
        return True
    place = figure.index - sentence.figures[0].index
    if place < 1:
        return False
    before = sentence.figures[place - 1]
    if _APART.search(last) and "，" not in figure.lead and _COMPARED.search(before.lead):
        return True
    return bool(_AND.fullmatch(figure.lead)) and _apart(before, sentence)


def _pairs(reading: Reading, sentence: Sentence, unit: str | None, before: int) -> list[Pair]:
    """The amounts around that are of two times, the earlier with the later, in the order of the text."""
    told = [s for s in reading.sentences_of(sentence.passage) if -1 <= sentence.number - s.number <= _BACK]
    when = moments(reading, told)
    figures = [f for s in told for f in s.figures if _usable(f, s) and (unit is None or f.unit == unit)]
    figures = [f for f in figures if f.sentence <= sentence.number or _AFTER.match(f.lead)]
    found: list[Pair] = []
    for one, other in zip(figures, figures[1:], strict=False):
        if other.unit == one.unit and other.index == one.index + 1 and _FROM_TO.search(other.lead):
            found.append(Pair(one, other))
    if found:
        found = [pair for pair in found if pair.then.sentence == sentence.number] or found
        return [pair for pair in found if pair.now.token.start < before or _goes_on(pair)]
    for times in ([f for f in figures if f.unit == kind] for kind in dict.fromkeys(f.unit for f in figures)):
        found += _timed(times, when)
    return found


def _goes_on(pair: Pair) -> bool:
    """Whether the clause of a pair names nothing of its own: …减少六成，从250件降到100件."""
    return bool(_SAME.fullmatch(re.split(r"[，（：]", pair.then.lead)[-1]))


def _timed(figures: Sequence[Figure], when: dict[int, Decimal]) -> Iterator[Pair]:
    """Of one unit: as many of one time as of the other, each with the one in its place; else those of one name."""
    stages: dict[Decimal, list[Figure]] = {}
    for figure in figures:
        stages.setdefault(when[figure.index], []).append(figure)
    order = sorted(stages)
    for early, late in zip(order, order[1:], strict=False):
        if len(stages[early]) == len(stages[late]) and figures[0].token.percent:
            both = zip(stages[early], stages[late], strict=True)
            yield from (Pair(then, now, (int(early), int(late))) for then, now in both if _alike(then, now))
        elif len(stages[early]) == len(stages[late]):
            both = zip(stages[early], stages[late], strict=True)
            yield from (Pair(then, now, (int(early), int(late))) for then, now in both)
        else:
            for then in stages[early]:
                name = _EMPTY.sub("", then.label)
                alike = [f for f in stages[late] if name and name in _EMPTY.sub("", f.label)]
                if len(alike) == 1:
                    yield Pair(then, alike[0], (int(early), int(late)))


def _alike(then: Figure, now: Figure) -> bool:
    """Whether two rates may be of the same thing: one names it, and the other the same or nothing."""
    one, other = (_NUMBERS.sub("", _EMPTY.sub("", figure.label)) for figure in (then, now))
    return not one or not other or one in other or other in one


def _usable(figure: Figure, sentence: Sentence) -> bool:
    ok = figure.exact and figure.value > 0 and not figure.moved and figure.near not in ("times", "points", "")
    value = not _MOVED.search(figure.lead) or bool(re.search(r"[至到为]$", figure.lead))
    share = figure.token.percent and figure.exact and not figure.moved and value
    return (ok or share) and not _apart(figure, sentence)


def _meant(pairs: Sequence[Pair], words: str, place: int, many: int) -> tuple[list[Pair], Pair | None]:
    """The pairs a statement may be of, and the one it must be of: the one its words name, or the one in its place."""
    said = re.split(r"[，。；：]", words)[-1]
    if _PRIOR.search(words):
        pairs = [p for p in pairs if p.years[1] > p.years[0] or not p.years[0]]
    chain = (
        [Pair(a.then, b.now, (a.years[0], b.years[1])) for at, a in enumerate(pairs) for b in pairs[at:]]
        if _in_a_row(pairs)
        else []
    )
    if years := _YEARS.search(said):
        wanted = (int(years[2]), int(years[1]))
        chain = [p for p in chain or pairs if p.years == wanted]
        return chain, chain[-1] if chain else None
    name = _EMPTY.sub("", _RISES.sub("", UP.sub("", DOWN.sub("", said))))
    if name and not (len(pairs) == 1 and pairs[0].then.lead[-1:] in "由从" and _goes_on(pairs[0])):
        grams = [name[at : at + _ALIKE] for at in range(max(1, len(name) - 1))]
        tied = [p for p in pairs if any(gram in p.now.said + p.then.said for gram in grams)]
        if not tied and (many != len(pairs) or many == 1):
            return [], None
        if len(tied) == 1 and many != len(pairs):
            return tied, tied[0]
    if len(pairs) == many:
        return list(pairs), pairs[place] if pairs else None
    return [*pairs, *chain], pairs[-1] if chain else None


def _judged(reading: Reading, sentence: Sentence, quotient: Quotient, place: int, many: int) -> Iterator[Check]:
    pairs = [p for p in _pairs(reading, sentence, None, quotient.start) if not p.then.token.percent]
    beside = [f for f in sentence.figures if f.token.end <= quotient.start][-1:]
    if beside and _apart(beside[0], sentence):
        pairs = [p for p in pairs if p.now.unit == beside[0].unit]
    if not _told_last(sentence, quotient.start, pairs):
        return
    pairs, one = _meant([p for p in pairs if p.then.value], quotient.lead, place, many)
    last = re.split(r"[，。；：（]", quotient.lead)[-1]
    down, up = bool(DOWN.search(last)), bool(UP.search(last) or "涨" in last)
    for pair in pairs:
        if _right(pair, quotient, down=down and not up, up=up and not down):
            yield _said(pair, quotient, HOLDS)
            return
    if one is not None:
        yield _said(one, quotient, CONTRADICTION)


def _told_last(sentence: Sentence, at: int, pairs: Sequence[Pair]) -> bool:
    """Whether the amount right before a statement is one of those compared, and no other thing that grew."""
    before = [f for f in sentence.figures if f.token.end <= at and _usable(f, sentence) and not f.token.percent]
    told = {f.index for pair in pairs for f in (pair.then, pair.now)}
    return not before or before[-1].index in told


def _in_a_row(pairs: Sequence[Pair]) -> bool:
    """The same thing over several years."""
    return bool(pairs) and all(a.now is b.then for a, b in zip(pairs, pairs[1:], strict=False))


def _right(pair: Pair, quotient: Quotient, *, down: bool, up: bool) -> bool:
    growth = pair.growth
    if quotient.times:
        meant = [growth + HUNDRED, *([growth] if up else [])]
        return any(quotient.allows(value, pair.slack) for value in meant)
    if (down and growth > 0) or (up and growth < 0):
        return False
    return quotient.allows(abs(growth), pair.slack)


def _said(pair: Pair, quotient: Quotient, state: str) -> Check:
    shown = rounded(pair.growth)
    then, now = plain(pair.then.value), plain(pair.now.value)
    if quotient.times:
        arithmetic = f"{now} ÷ {then} = {plain(rounded((pair.growth + HUNDRED) / HUNDRED))}"
    else:
        arithmetic = f"({now} − {then}) ÷ {then} = {shown}%"
    sign = "" if state == HOLDS else f" ≠ {quotient.printed}"
    figures = [pair.then, pair.now, *([quotient.figure] if quotient.figure else [])]
    explain = f"{quotient.said}：由 {named(pair.then)} 到 {named(pair.now)}"
    return check("growth", state, f"{arithmetic}{sign}", explain, figures)


def _differs(reading: Reading, sentence: Sentence, figure: Figure, place: int, many: int) -> Iterator[Check]:
    """净增12人, 多3150辆, 提升4.7个百分点."""
    points = figure.near == "points"
    pairs = _pairs(reading, sentence, "%" if points else figure.unit, figure.token.start)
    if not pairs:
        told = [f for f in sentence.figures if f.unit == ("%" if points else figure.unit) and _usable(f, sentence)]
        told = [f for f in told if f.index < figure.index]
        other = "比" in figure.lead and not _PAST.search(figure.lead)
        pairs = [Pair(told[0], told[1])] if len(told) == _ALIKE and other else []
        many, place = 1, 0
    if not _told_last(sentence, figure.token.start, pairs):
        return
    pairs, one = _meant(pairs, figure.lead, place, many)
    for pair in pairs:
        apart = abs(pair.now.value - pair.then.value)
        slack = figure.token.slack + pair.now.token.slack + pair.then.token.slack
        if abs(apart - figure.value) <= slack:
            yield check(
                "growth", HOLDS, f"{plain(apart)} = {plain(figure.value)}", named(figure), [pair.then, pair.now, figure]
            )
            return
    if one is not None:
        pair = one
        arithmetic = f"{plain(pair.now.value)} − {plain(pair.then.value)} = {plain(pair.now.value - pair.then.value)}"
        explain = f"{named(figure)}：{named(pair.then)} 与 {named(pair.now)} 的差不是它"
        figures = [pair.then, pair.now, figure]
        yield check("growth", CONTRADICTION, f"{arithmetic} ≠ {plain(figure.value)}", explain, figures)
