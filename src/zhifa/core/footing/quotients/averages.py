"""Averages and orders: 平均每件罚款, 人均办案, 最多的是…其次是…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import THIS_YEAR, Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.numbers import EXACT

_EACH: Final = re.compile(
    r"平均每([\u4e00-\u9fff]{1,6})|([人户件家案次月日场村])均(?!衡)|(?:^|，)每([局镇乡街村区县所队站家户人次季轮期批件起宗例名台辆]{1,2})(?:抽查|抽取|评查|检查|报送|平均)?$"
    r"|(?:^|，)每[个名]?([\u4e00-\u9fff]{1,4})平均[^，。；\d]{0,6}$"
)
_FIRST: Final = re.compile(r"最[多高大](?:的)?(?:是|为|，)|首位的?(?:是|为)|第一的?(?:是|为)")
_NEXT: Final = re.compile(r"其次(?:是|为)?|次之|第二(?:位)?(?:是|为)|紧随其后|再次(?:是|为)")
_EXTREME: Final = re.compile(r"最[高低多少]|单笔")
_PERSON: Final = re.compile(r"人|名")
_PERIODS: Final = {"日": 365, "天": 365, "月": 12, "个月": 12, "季度": 4, "个季度": 4, "周": 52}
_DAYS: Final = 365
_WORKING: Final = (248, 252)
"""Days of work in a year, as offices count them."""
_STRETCH: Final = re.compile(r"期间|月至|[-—~至]\d{1,2}月|工作日|假期|行动|以来|起|\d天|截至")
_TOLD_DAYS: Final = re.compile(
    r"[按以][^，。；\d]{0,6}(?:\d{4}年)?(\d{1,3})(?:个?工作日|天|日|周|个月)[^，。；]{0,3}计"
)
"""按全年365天计算: over how much time the mean is taken."""
_ALIKE: Final = frozenset({"户", "家"})
_MONTH: Final = re.compile(r"(?<!\d)\d{1,2}月|[首当本]月|季度|半年")
_SCALES: Final = {"百": 100, "千": 1000, "万": 10000}
"""平均每百户, 每万人."""
_SLIP: Final = 8
"""How many times smaller than a mean a slip in it is, where its number is only guessed."""
_SUMMED: Final = re.compile(r"^，(?:总?共计?|合计|总计|累计)$")
_MEAN: Final = re.compile(r"平均[^，；、\d]{0,8}$")
_BASIS: Final = re.compile(r"^（按[^，。；）]{0,10}$")


def averages(reading: Reading, lexicon: Lexicon, known: frozenset[int]) -> Iterator[Check]:
    """Every average whose amount and number stand in its sentence, and every order of size."""
    for sentence in reading.sentences:
        for figure in sentence.figures:
            if figure.index in known:
                continue
            if figure.counted and figure.exact and not figure.moved and (each := _EACH.search(figure.lead)):
                made = _average(reading, sentence, figure, each[1] or each[2] or each[3] or each[4])
                if made:
                    yield made
        yield from _ordered(sentence)
        yield from _outside(sentence)


def _outside(sentence: Sentence) -> Iterator[Check]:
    """最高95分，最低82分，平均96.5分: a mean lies between the greatest and the least, whatever weighs in it."""
    told = [f for f in sentence.figures if f.exact and not f.moved and f.period == THIS_YEAR]
    for mean in told:
        if not _MEAN.search(re.split(r"[，；、]", mean.lead)[-1]) or "每" in mean.lead:
            continue
        beside = [
            f for f in told if f.unit == mean.unit and f is not mean and "；" not in _lead_between(sentence, f, mean)
        ]
        high = [f for f in beside if re.search(r"最[高多大长][^，；、]{0,8}$", f.lead)]
        low = [f for f in beside if re.search(r"最[低少小短][^，；、]{0,8}$", f.lead)]
        if len(high) == len(low) == 1 and not low[0].value <= mean.value <= high[0].value:
            expression = f"{plain(mean.value)} ∉ {plain(low[0].value)} 至 {plain(high[0].value)}"
            explain = f"{named(mean)} 不在 {named(low[0])} 和 {named(high[0])} 之间"
            yield check("average", CONTRADICTION, expression, explain, [low[0], high[0], mean])


def _lead_between(sentence: Sentence, one: Figure, other: Figure) -> str:
    """The text between two figures."""
    first, last = sorted((one, other), key=lambda figure: figure.index)
    return sentence.text[first.token.end - sentence.start : last.token.start - sentence.start]


def _average(reading: Reading, sentence: Sentence, figure: Figure, each: str) -> Check | None:
    earlier = [f for f in sentence.figures if f.index < figure.index and f.counted and f.exact and not f.moved]
    earlier = [f for f in earlier if f.period == figure.period and not f.group and not _EXTREME.search(f.label)]
    amounts = [f for f in earlier if _alike(f, figure) and f.value > figure.value]
    amounts = amounts or [f for f in sentence.figures if f.index == figure.index + 1 and _SUMMED.match(f.lead)]
    amounts = [f for f in amounts if _alike(f, figure)]
    if each[0] in _SCALES:
        return _per_many(reading, amounts, figure, each)
    long = next((period for period in _PERIODS if each.startswith(period) and len(each) > len(period)), "")
    if long and _STRETCH.search(sentence.text) and not _TOLD_DAYS.search(sentence.text):
        return None
    each = long or each
    if each in _PERIODS and (told := _TOLD_DAYS.search(sentence.text)):
        return _periodic(amounts or _nearly(reading, figure, int(told[1])), figure, int(told[1]), told=True)
    if each in _PERIODS:
        if _PERIODS[each] == _DAYS and (_STRETCH.search(sentence.text) or _MONTH.search(sentence.text)):
            return None
        return _periodic(amounts, figure, _PERIODS[each])
    basis = [f for f in sentence.figures if f.index == figure.index + 1 and _BASIS.match(f.lead)]
    numbers = basis or [f for f in earlier if f.value > 1 and _divides(f, each)]
    if len(amounts) == 1 and not numbers:
        numbers = _before(reading, sentence, each) or _first_of(reading, amounts[0], figure, each)
    if not amounts:
        return _of_the_first(reading, sentence, figure, each)
    for amount in amounts:
        for number in numbers:
            if amount is not number and _fits(amount.value / number.value, figure):
                return _said(amount, number, figure, HOLDS)
    if len(numbers) == 1 and (beside := [f for f in amounts if f.index == numbers[0].index + 1]):
        amounts = beside
    if len(amounts) == 1 and len(numbers) == 1 and amounts[0] is not numbers[0]:
        return _said(amounts[0], numbers[0], figure, CONTRADICTION)
    return None


def _per_many(reading: Reading, amounts: Sequence[Figure], figure: Figure, each: str) -> Check | None:
    """平均每百户经营主体31.7件: what the sentence counts first, over what the report says there is of them."""
    scale, unit, thing = _SCALES[each[0]], each[1:2], each[2:]
    numbers = [f for f in reading.figures[: figure.index] if f.unit == unit and f.counted and f.exact and not f.moved]
    numbers = [f for f in numbers if f.value > scale and (thing in f.said if thing else f.sentence == figure.sentence)]
    for amount in amounts:
        for number in numbers:
            if _fits(amount.value * scale / number.value, figure):
                return _said(amount, number, figure, HOLDS, scale)
    if not amounts or len({f.value for f in numbers}) != 1:
        return None
    return _said(amounts[0], numbers[0], figure, CONTRADICTION, scale)


def _before(reading: Reading, sentence: Sentence, each: str) -> list[Figure]:
    """The one number of the paragraph that is no part of another: 查处312件，其中…。罚没款4,127万元，平均每件…."""
    found: list[Figure] = []
    for earlier in reading.sentences_of(sentence.passage):
        cut = earlier.text.find("其中")
        for figure in earlier.figures:
            whole = cut < 0 or figure.token.start < earlier.start + cut
            if earlier.number < sentence.number and whole and figure.counted and figure.exact and not figure.moved:
                found += [figure] if _divides(figure, each) and not figure.group else []
    return found if len(found) == 1 else []


def _first_of(reading: Reading, amount: Figure, figure: Figure, each: str) -> list[Figure]:
    """The first number of the report the average may be for each of, if it is nearly that."""
    told = [f for f in reading.figures[: amount.index] if f.counted and f.exact and not f.moved and f.value > 1]
    first = next((f for f in told if _divides(f, each) and f.depth == 0), None)
    if first is None or abs(amount.value / first.value - figure.value) * _SLIP > figure.value:
        return []
    return [first]


def _of_the_first(reading: Reading, sentence: Sentence, figure: Figure, each: str) -> Check | None:
    """发现问题428个…。平均每卷2.7个: of what the paragraph counted first over what the report did."""
    told = [f for f in reading.of_passage(figure.passage) if f.sentence < sentence.number and not f.moved]
    amounts = [f for f in told if _alike(f, figure) and f.counted and f.value > figure.value]
    numbers = [f for f in reading.figures[: figure.index] if f.counted and f.value > 1 and _divides(f, each)]
    pairs = [(a, n) for a in amounts for n in numbers if a is not n and a.exact and n.exact]
    for amount, number in pairs:
        if _fits(amount.value / number.value, figure):
            return _said(amount, number, figure, HOLDS)
    if pairs and abs(pairs[0][0].value / pairs[0][1].value - figure.value) * 2 <= figure.value:
        return _said(*pairs[0], figure, CONTRADICTION)
    return None


def _alike(amount: Figure, figure: Figure) -> bool:
    """户次 and 次 are counted alike: so many visits, so many times each."""
    return amount.unit == figure.unit or (bool(figure.unit) and amount.unit.endswith(figure.unit))


def _nearly(reading: Reading, figure: Figure, many: int) -> list[Figure]:
    """The amounts of the paragraph a mean over so many days may be of: one that gives it, else one that nearly does."""
    told = [f for f in reading.of_passage(figure.passage) if f.index < figure.index and f.unit == figure.unit]
    told = [f for f in told if f.exact and not f.moved and f.value > figure.value]
    apart = {f.index: abs(f.value / many - figure.value) for f in told}
    right = [f for f in told if apart[f.index] < figure.token.step]
    return right[:1] or [f for f in told if apart[f.index] * _SLIP <= figure.value][:1]


def _periodic(amounts: Sequence[Figure], figure: Figure, many: int, *, told: bool = False) -> Check | None:
    """月均: the amount of the year over its months. Writers round as they like, so a whole unit is allowed."""
    if len(amounts) != 1 or figure.token.bound != EXACT:
        return None
    value = amounts[0].value / many
    whole = many == _DAYS and not told
    meant = [amounts[0].value / days for days in (_DAYS, *_WORKING)] if whole else [value]
    rough = 0 if told else value / 20
    right = any(abs(one - figure.value) < figure.token.step or abs(one - figure.value) <= rough for one in meant)
    shown = plain(rounded(value))
    expression = f"{plain(amounts[0].value)} ÷ {many} = {shown} {'=' if right else '≠'} {plain(figure.value)}"
    state = HOLDS if right else CONTRADICTION
    return check("average", state, expression, f"{named(figure)}：由 {named(amounts[0])} 算", [amounts[0], figure])


def _divides(figure: Figure, each: str) -> bool:
    """Whether a figure counts what the average is for each of."""
    if _PERSON.match(each):
        return figure.near == "person"
    unit = figure.token.unit.word if figure.token.unit else ""
    if each[0] == "案":
        return figure.same == "case"
    if each in _ALIKE or each in ("场", "次"):
        return unit in _ALIKE if each in _ALIKE else unit in ("场", "次")
    if each == "村":
        return unit == "个" and bool(re.match(r"[^，。；]{0,3}村", figure.noun))
    return bool(unit) and (each.startswith(unit) or each[-2:] in figure.noun[: len(each) + 6])


def _fits(value: Decimal, figure: Figure) -> bool:
    return abs(value - figure.value) < figure.token.step


def _said(amount: Figure, number: Figure, figure: Figure, state: str, scale: int = 1) -> Check:
    value = rounded(amount.value * scale / number.value)
    sign = "=" if state == HOLDS else "≠"
    by = f" × {scale}" if scale > 1 else ""
    expression = f"{plain(amount.value)} ÷ {plain(number.value)}{by} = {plain(value)} {sign} {plain(figure.value)}"
    return check(
        "average",
        state,
        expression,
        f"{named(figure)}：由 {named(amount)} 和 {named(number)} 算",
        [amount, number, figure],
    )


def _ordered(sentence: Sentence) -> Iterator[Check]:
    """最多的是A，其次是B: the second is not more than the first."""
    figures: Sequence[Figure] = [f for f in sentence.figures if f.counted and not f.moved and not f.group]
    for first, second in zip(figures, figures[1:], strict=False):
        begins = _FIRST.search(first.lead) or _NEXT.search(first.lead)
        if not begins or not _NEXT.search(second.lead) or first.same != second.same:
            continue
        if second.value > first.value and first.exact and second.exact:
            explain = f"{named(first)} 说在前，{named(second)} 说在后，却更多"
            yield check(
                "order", CONTRADICTION, f"{plain(second.value)} > {plain(first.value)}", explain, [first, second]
            )
