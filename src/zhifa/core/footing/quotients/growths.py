"""Growth, multiples and differences between two times: 增长8.1%, 是去年的1.5倍, 净增12人, 提高4.7个百分点.

What is stated is read here and held against the pairs of amounts around it (`pairs.py`). Any pair that makes it true
saves it; it is wrong only of the pair its words or its place name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.anchored import anchored, moved_from
from zhifa.core.footing.quotients.grown import allowed, stated, way_of
from zhifa.core.footing.quotients.pairs import EMPTY, MOVED, Pair, apart, goes_on, moved, pairs, usable
from zhifa.core.footing.quotients.quotas import Quotient, quotients
from zhifa.core.footing.quotients.ratios import DOWN, UP
from zhifa.core.footing.quotients.shares import possible_share
from zhifa.core.footing.quotients.terms import term
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.periods import THIS_YEAR

_TIMES: Final = re.compile(r"(?:是|为|相当于|达到?|约为)[^，。；\d]{2,14}?的?[^，。；\d]{0,8}$|的$")
_RISES: Final = re.compile(r"[涨和及与]|回升|回落|提速")
_YEARS: Final = re.compile(r"(\d{4})年(?:度)?(?:较|比|与|约?为|约?是|相当于)(\d{4})年")
_THAN: Final = re.compile(r"[较比与](?P<then>\d{4})年|(?P<now>\d{4})年同比")
_PRIOR: Final = re.compile(r"[较比与][上去]一?年|同比")
_PAST: Final = re.compile(r"[上去前]一?年|上[月周]|同期|同比|环比|\d{4}年")
_STOPS: Final = re.compile(r"[，。；：（]")
_JOINED: Final = re.compile(r"(?:[、，和及与]|以及|上升|下降|增长|减少|增加|降低)*")
_BARE: Final = re.compile(r"[，、]?(?:同比|环比)?(?:增长|增幅|上升|下降|降幅|减少|增加)了?为?")
_ALIKE: Final = 2


def growths(reading: Reading, lexicon: Lexicon, known: frozenset[int]) -> Iterator[Check]:
    """Every statement of growth between amounts told near it, but those of which something is known already."""
    for sentence in reading.sentences:
        text = reading.document.passages[sentence.passage].text
        told = [q for q in quotients(sentence, text) if _grows(q)]
        rows = [row for q in told if (row := _row(sentence, text, q))]
        for row in rows:
            yield from _in_order(reading, sentence, lexicon, row)
        listed = {one.start for row in rows for _, one in row}
        for quotient in told:
            checks = _respectively(reading, sentence, lexicon, quotient, text) if quotient.start not in listed else {}
            yield from checks.values()
            listed |= checks.keys()
        for place, quotient in enumerate(told):
            if quotient.start in listed:
                continue
            if quotient.figure is None or quotient.figure.index not in known:
                bound = anchored(reading, sentence, quotient, lexicon)
                made = [bound] if bound else list(_judged(reading, sentence, lexicon, quotient, place, len(told)))
                yield from made or _of_nothing(sentence, quotient)
        differences = [f for f in sentence.figures if apart(f, sentence)]
        for figure in differences:
            beside = [f for f in differences if f.unit == figure.unit]
            if figure.index not in known:
                bound = moved_from(reading, sentence, figure, lexicon)
                yield from (
                    [bound]
                    if bound
                    else _differs(reading, sentence, lexicon, figure, beside.index(figure), len(beside))
                )


def _row(sentence: Sentence, text: str, first: Quotient) -> list[tuple[Figure, Quotient]]:
    """减少11起、146人，分别下降16.9%和15.0%: each difference of a row with the percentage in its place."""
    if "分别" not in first.lead:
        return []
    row: list[Figure] = []
    for figure in reversed([f for f in sentence.figures if f.token.end <= first.start]):
        if not apart(figure, sentence) or (row and "；" in row[0].lead):
            break
        row.insert(0, figure)
    told = [q for q in quotients(sentence, text) if q.start >= first.start][: len(row)]
    return list(zip(row, told, strict=False)) if len(row) > 1 else []


def _respectively(
    reading: Reading, sentence: Sentence, lexicon: Lexicon, first: Quotient, text: str
) -> dict[int, Check]:
    """47份、583万元，上年52份、690万元，分别下降9.6%和15.5%: one for each pair, in the order one of them shows.

    The checks by where each percentage begins.
    """
    if "分别" not in first.lead or first.times:
        return {}
    behind = (one for one in quotients(sentence, text) if one.start > first.start)
    row = [first, *takewhile(lambda one: _JOINED.fullmatch(one.lead) and not one.times, behind)]
    found = sorted(pairs(reading, sentence, None, first.start), key=lambda pair: pair.now.figure.index)
    way = way_of(first.lead)
    if not 1 < len(row) == len(found) or not all(pair.then.value for pair in found):
        return {}
    right = [allowed(pair, one, way_of(one.lead) or way) for pair, one in zip(found, row, strict=True)]
    if not any(right):
        return {}
    told = zip(found, row, right, strict=True)
    made = {one.start: stated(pair, one, HOLDS if held else CONTRADICTION) for pair, one, held in told}
    return {start: replace(check, shown=True) for start, check in made.items()}


def _in_order(
    reading: Reading, sentence: Sentence, lexicon: Lexicon, row: Sequence[tuple[Figure, Quotient]]
) -> Iterator[Check]:
    """What a row holds; nothing where its order cannot be told."""
    if len({figure.unit for figure, _ in row}) < len(row) or not all(_JOINED.fullmatch(q.lead) for _, q in row[1:]):
        return
    way = ""
    for figure, quotient in row:
        way = figure.lead if UP.search(figure.lead) or DOWN.search(figure.lead) else way
        for pair in moved(reading, sentence, figure, lexicon, way):
            right = pair.then.value and allowed(pair, quotient, 0)
            yield stated(pair, quotient, HOLDS if right else CONTRADICTION)


def _grows(quotient: Quotient) -> bool:
    last = re.split(r"[，。；：（]", quotient.lead)[-1]
    if re.search(r"占|目标|计划|不(?:低|高|少|多)于", last):
        return False
    if quotient.times:
        return bool(MOVED.search(last) or _TIMES.search(last) or quotient.printed.startswith("翻"))
    return bool(MOVED.search(last)) and not re.search(r"[升降增减高低少长][至到为]$", last)


def _meant(
    found: Sequence[Pair], words: str, place: int, many: int, told: Sequence[Figure]
) -> tuple[list[Pair], Pair | None]:
    """The pairs a statement may be of, and the one it must be of: the one its words name, or the one in its place."""
    said = re.split(r"[，。；：]", words)[-1]
    if _PRIOR.search(words):
        found = [p for p in found if p.years[1] > p.years[0] or not p.years[0]]
    chain = (
        [Pair(a.then, b.now, (a.years[0], b.years[1])) for at, a in enumerate(found) for b in found[at:]]
        if _in_a_row(found)
        else []
    )
    if years := _YEARS.search(said):
        wanted = (int(years[2]), int(years[1]))
        chain = [p for p in chain or found if p.years == wanted]
        return chain, chain[-1] if chain else None
    if chain and (than := _THAN.search(said)):
        then = int(than["then"] or int(than["now"]) - 1)
        chain = [p for p in chain if p.years[0] == then and p.years[1] == int(than["now"] or p.years[1])] or chain
        return chain, chain[-1]
    name = EMPTY.sub("", _RISES.sub("", UP.sub("", DOWN.sub("", said))))
    begun = len(found) == 1 and re.search(r"[由从][^，。；]{0,6}$|^（", found[0].figures[0].lead) and goes_on(found[0])
    grams = [name[at : at + _ALIKE] for at in range(max(1, len(name) - 1))]
    others = [f.said for f in told if not any(f in p.figures for p in found)]
    other = len(name) >= _ALIKE and any(gram in said for said in others for gram in grams)
    if name and (other or not begun):
        ties = [sum(gram in p.now.said + p.then.said for gram in grams) for p in found]
        tied = [p for p, tie in zip(found, ties, strict=True) if tie and tie == max(ties)]
        if not tied and (many != len(found) or many == 1 or other):
            return [], None  # 损失214.7万元，起数下降9.0%（上年201起），损失上升6.3%
        if len(tied) == 1 and many != len(found):
            return tied, tied[0]
    if len(found) == many:
        return list(found), found[place] if found else None
    return [*found, *chain], found[-1] if chain else None


def _judged(
    reading: Reading, sentence: Sentence, lexicon: Lexicon, quotient: Quotient, place: int, many: int
) -> Iterator[Check]:
    told = [f for f in sentence.figures if f.token.end <= quotient.start]
    beside = told[-1:]
    found = pairs(reading, sentence, None, quotient.start)
    if not found and beside and beside[0].group and len(told) > 1 and apart(told[-_ALIKE], sentence):
        found = moved(reading, sentence, told[-_ALIKE], lexicon)
    elif beside and apart(beside[0], sentence):
        found = [p for p in found if p.now.figure.unit == beside[0].unit]
        if not found and (found := moved(reading, sentence, beside[0], lexicon)):
            place, many = 0, 1
    difference = beside and any(beside[0] in pair.figures for pair in found)
    if not difference and not _told_last(sentence, quotient.start, found):
        return
    if _in_a_row(found):  # 40万元，50万元，环比增长25%；60万元，…: what is told later is no later time of it
        found = [p for p in found if p.now.figure.token.end <= quotient.start] or found
    amounts = [f for f in told if f.counted and not f.moved]
    found = [p for p in found if p.then.value and not _of_another(sentence, p.then.figure, quotient)]
    found, one = _meant(found, quotient.lead, place, many, amounts)
    if one is None and beside and not _STOPS.search(quotient.lead):
        own = [
            p
            for p in found
            if p.now.figure.period == THIS_YEAR and all(f.sentence == sentence.number for f in p.figures)
        ]
        one = next((p for p in own if beside[0].index in {f.index for f in p.figures}), None)
    way = way_of(quotient.lead)
    for pair in found:
        if allowed(pair, quotient, way):
            yield stated(pair, quotient, HOLDS)
            yield from _with_it(sentence, pair, quotient)
            return
    if one is not None:
        away = way * one.growth < 0 and not quotient.times
        told = [quotient.figure] if quotient.figure else []
        yield _wrong_way(one, quotient.said, way, told) if away else stated(one, quotient, CONTRADICTION)


def _of_nothing(sentence: Sentence, quotient: Quotient) -> Iterator[Check]:
    """下半年比上半年多9件，增长34.2%: nine more are so much more than no whole number."""
    before = [f for f in sentence.figures if f.token.end <= quotient.start][-1:]
    if quotient.figure is not None and before and apart(before[0], sentence) and _BARE.fullmatch(quotient.lead):
        found = possible_share(before[0], quotient.figure, "growth")
        yield from [found] if found else []


def _with_it(sentence: Sentence, pair: Pair, quotient: Quotient) -> Iterator[Check]:
    """减少5起（2023年112起），下降13.4%: the difference told beside a growth that holds is of the same amounts."""
    beside = [f for f in sentence.figures if f.token.end <= quotient.start][-_ALIKE:]
    for figure in beside:
        between = sentence.text[figure.token.end - sentence.start : quotient.start - sentence.start]
        told = {f.index for f in pair.figures}
        if (
            figure.index in told
            or figure.unit != pair.now.figure.unit
            or not apart(figure, sentence)
            or "；" in between
        ):
            continue
        difference = abs(pair.now.value - pair.then.value)
        if abs(difference - figure.value) > figure.token.slack + pair.now.slack + pair.then.slack:
            explain = f"{named(figure)}：{named(pair.then.figure)} 与 {named(pair.now.figure)} 的差不是它"
            expression = f"{pair.difference} = {plain(difference)} ≠ {plain(figure.value)}"
            yield check("growth", CONTRADICTION, expression, explain, [*pair.figures, figure])


def _of_another(sentence: Sentence, base: Figure, quotient: Quotient) -> bool:
    """Whether an amount in brackets is what another growth, told later and right before it, is taken from."""
    if not base.group or base.sentence != sentence.number or base.index == sentence.figures[0].index:
        return False
    before = sentence.figures[base.index - sentence.figures[0].index - 1]
    return before.token.percent and before.moved and before.token.start > quotient.start


def _told_last(
    sentence: Sentence, at: int, found: Sequence[Pair], *, percent: bool = False, unit: str | None = None
) -> bool:
    """Whether the amount right before a statement is one of those compared, and no other thing that grew; of a row
    (事故6起、死亡4人，分别减少2起、3人) the last of its `unit`."""
    before = [f for f in sentence.figures if f.token.end <= at and usable(f, sentence) and f.token.percent == percent]
    before = [f for f in before if unit is None or f.unit == unit]
    told = {f.index for pair in found for f in pair.figures}
    return not before or before[-1].index in told


def _in_a_row(found: Sequence[Pair]) -> bool:
    """The same thing over several years."""
    return bool(found) and all(a.now == b.then for a, b in zip(found, found[1:], strict=False))


def _wrong_way(pair: Pair, said: str, way: int, figures: Sequence[Figure]) -> Check:
    then, now = named(pair.then.figure), named(pair.now.figure)
    explain = f"{said} 说{'下降' if way < 0 else '上升'}，而此前是 {then}，此后是 {now}"
    expression = f"{plain(pair.now.value)} {'>' if way < 0 else '<'} {plain(pair.then.value)}"
    return check("growth", CONTRADICTION, expression, explain, [*pair.figures, *figures])


def _differs(
    reading: Reading, sentence: Sentence, lexicon: Lexicon, figure: Figure, place: int, many: int
) -> Iterator[Check]:
    """净增12人, 多3150辆, 提升4.7个百分点."""
    unit, kind = ("%", "points") if figure.near == "points" else (figure.unit, "growth")
    found = pairs(reading, sentence, unit, figure.token.start)
    ordered = bool(found)
    if not found:
        told = [f for f in sentence.figures if f.unit == unit and usable(f, sentence) and f.index < figure.index]
        other = "比" in figure.lead and not _PAST.search(figure.lead)
        found = [Pair(term(told[0]), term(told[1]))] if len(told) == _ALIKE and other else []
        many, place = 1, 0
    row = unit if "分别" in figure.lead else None
    if not _told_last(sentence, figure.token.start, found, percent=unit == "%", unit=row):
        return
    found, one = _meant(found, figure.lead, place, many, [])
    for pair in found:
        difference = abs(pair.now.value - pair.then.value)
        if abs(difference - figure.value) <= figure.token.slack + pair.now.slack + pair.then.slack:
            figures = [*pair.figures, figure]
            if (way := way_of(figure.lead) if ordered else 0) * (pair.now.value - pair.then.value) < 0:
                yield _wrong_way(pair, f"{named(figure)}", way, [figure])
            else:
                yield check(kind, HOLDS, f"{pair.difference} = {plain(difference)}", named(figure), figures)
            return
    if one is not None:
        arithmetic = f"{one.difference} = {plain(abs(one.now.value - one.then.value))}"
        explain = f"{named(figure)}：{named(one.then.figure)} 与 {named(one.now.figure)} 的差不是它"
        yield check(kind, CONTRADICTION, f"{arithmetic} ≠ {plain(figure.value)}", explain, [*one.figures, figure])
