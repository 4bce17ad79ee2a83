"""An amount, a number and what comes to each of it, in whatever order a text tells them.

15名网格员上报4350条，人均290条 · 每套1360元，125套共17万元 · 常住人口55万人…每万人拥有5.2人. What is said of each
is found by its words; amount and number are the only ones around that count so. Any pair that gives the mean saves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.each import EXTREME, Each, each_of, is_number, spelt_numbers
from zhifa.core.footing.quotients.stretches import stretch
from zhifa.core.footing.quotients.terms import Term
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import digits, swapped
from zhifa.core.footing.reading.periods import THIS_YEAR

_TIMES: Final = re.compile(r"(?:个)?(?:工作日|[天日周月年]|季度?|小时)")
_MEAN: Final = re.compile(r"每[^，。；]{0,12}$|平均|[人户件案家次月日]均[^，。；]{0,8}$")
_PAST: Final = re.compile(r"[上去前]一?年|同期|20\d\d年")
_THAN: Final = re.compile(rf"[比较与](?:{_PAST.pattern})[^，。；]*$")
"""1180宗，比上年的1475宗下降20%，平均每月98宗: what is only compared with."""
_OTHERS: Final = re.compile(r"其[他余它][^，。；]{0,8}各$")
"""石渡、白塘各2支，其他乡镇各1支: what each of some has is no mean."""
_TOTAL: Final = re.compile(r"共|合计|总|累计|全|支出|花费|需|应|发放")
_BACK: Final = 2
_WINDOW: Final = 200
_TIE: Final = 2
_NAMED: Final = 4
_NEARLY: Final = Decimal("0.05")
_POINTS: Final = (10, 100, 1000, 10_000)
_SCALED: Final = (10_000, 100_000_000)


def means(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every mean whose amount and number stand near it."""
    for sentence in reading.sentences:
        for place, mean in enumerate(sentence.figures):
            if mean.token.percent or mean.moved or not mean.value:
                continue
            if mean.near in ("", "points", "times") or _OTHERS.search(mean.lead):
                continue
            before = sentence.figures[place - 1] if place else None
            each = each_of(reading, sentence, mean, before)
            if each and (made := _judged(reading, sentence, mean, each, lexicon)):
                yield made


def _judged(reading: Reading, sentence: Sentence, mean: Figure, each: Each, lexicon: Lexicon) -> Check | None:
    """What the nearest figures make of a mean; where they count a part only, what those further off make of it."""
    nearest = None
    for around in _scopes(reading, sentence, mean, each):
        amounts = [f for f in around if _is_amount(f, mean) and not _is_mean(reading, f)]
        amounts = [f for f in amounts if f.unit == mean.unit] or amounts
        if _TIMES.match(each.word):
            told, sure = stretch(reading, sentence, mean, each.word)
            counts = [Term(many, f"{many}") for many in told]
        else:
            sure = True
            own = [f for f in around if f is not mean and f.period in (mean.period, THIS_YEAR)]
            counts = [Term(f.value, f.said, (f,)) for f in own if is_number(f, each)]
            counts += list(spelt_numbers(reading, sentence, each, lexicon))
            counts = [c for c in counts if c.value >= each.scale]
        if each.scale > 1:
            most = max((c.value for c in counts), default=0)
            amounts = [f for f in amounts if f.value < most]
        amounts = [f for f in amounts if _is_meant(f, mean, sentence)]
        if amounts and counts and (made := _said(reading, mean, amounts, counts, each, rough=not sure)):
            count = [reading.figures[at] for at in made.figures[-_TIE:-1]]
            if made.state == HOLDS or all(is_main(reading, f) for f in count):
                return made
            nearest = nearest or made
    return nearest


def _is_meant(amount: Figure, mean: Figure, sentence: Sentence) -> bool:
    """Whether an amount may be what a mean is of: before it in its sentence, or called a total, or named alike.

    Of an amount told in a sentence before, the mean must be the first thing told since.
    """
    said = amount.label + amount.noun
    named_ = any(mean.label[at : at + _TIE] in said for at in range(len(mean.label) - 1))
    if amount.sentence == mean.sentence and amount.index < mean.index:
        return "其中" not in mean.lead  # 投入47.5万元，其中无人机每架8.5万元
    if amount.sentence == mean.sentence:
        others = [
            f for f in sentence.figures if f.unit == mean.unit and f.exact and f is not mean and _MEAN.search(f.lead)
        ]
        return not others and (named_ or bool(_TOTAL.search(amount.lead)))
    return named_ or all(EXTREME.search(f.lead) for f in sentence.figures if f.index < mean.index)


def _scopes(reading: Reading, sentence: Sentence, mean: Figure, each: Each) -> Iterator[list[Figure]]:
    """The figures around a mean, wider and wider: of its clause, of its sentence, of the sentences before.

    Last what its paragraph counted first of each unit, and what the report called by the name of the mean.
    """
    own = [f for f in sentence.figures if not f.token.percent and f.value > 0]
    ends = [f.index for f in own if "；" in f.lead]
    name = each.before[-_NAMED:]
    here = next((f.index for f in own if f is not mean and len(name) >= _TIE and name in f.said), mean.index)
    begin, end = (
        max((at for at in ends if at <= here), default=0),
        min((at for at in ends if at > here), default=mean.index + len(own) + 1),
    )
    yield [f for f in own if begin <= f.index < end]
    yield own
    for back in range(1, _BACK + 1):
        told = [s for s in reading.sentences_of(sentence.passage) if 0 <= sentence.number - s.number <= back]
        yield [f for s in told for f in s.figures if not f.token.percent and f.value > 0]
    firsts: dict[str, Figure] = {}
    for s in reading.sentences_of(sentence.passage):
        for figure in s.figures:
            if figure.index < mean.index and is_main(reading, figure):
                firsts.setdefault(figure.unit, figure)
    near = reading.figures[max(0, mean.index - _WINDOW) : mean.index]
    called = [f for f in near if f.exact and not f.partial and each.names(f) > _TIE]
    yield [*firsts.values(), *called]


def is_main(reading: Reading, figure: Figure) -> bool:
    """Whether a figure is no part of what was told before it."""
    sentence = reading.sentences[figure.sentence]
    told = sentence.text[: figure.token.start - sentence.start]
    return figure.counted and not figure.depth and "其中" not in told and not figure.lead.startswith("、")


def _is_amount(figure: Figure, mean: Figure) -> bool:
    alike = figure.unit == mean.unit or (bool(mean.unit) and figure.unit.endswith(mean.unit))
    alike = alike or (figure.same == mean.same == "person") or (figure.same == mean.same == "case")
    alike = alike or (figure.same == "person_time" and mean.same == "person")  # 出动2400人次，平均每次3人
    if _THAN.search(figure.lead) or EXTREME.search(figure.lead) or figure.moved or figure is mean:
        return False
    return alike and (figure.period == mean.period or (figure.period == THIS_YEAR and not _PAST.search(mean.lead)))


def _is_mean(reading: Reading, figure: Figure) -> bool:
    """Whether a figure is itself said of each."""
    if _MEAN.search(re.split(r"[，。；]", figure.lead)[-1]):
        return True
    return reading.document.passages[figure.passage].text[figure.token.end : figure.token.end + 1] in ("/", "／")


def _said(
    reading: Reading, mean: Figure, amounts: Sequence[Figure], counts: Sequence[Term], each: Each, *, rough: bool
) -> Check | None:
    told = [Term(f.value, f.said, (f,)) for f in amounts]
    listed = [f for f in amounts if f.index < mean.index]
    if len(listed) > 1 and any(c.value == len(listed) for c in counts):
        told = [Term(sum((f.value for f in listed), Decimal(0)), "", tuple(listed))]
    elif len(listed) > 1 and all(re.match("[、和及]", f.lead) for f in listed[1:]):
        told.append(Term(sum((f.value for f in listed), Decimal(0)), "", tuple(listed)))
    pairs = [(a, c) for a in told for c in counts if not set(c.figures) & set(a.figures)]
    for amount, count in pairs:
        if _fits(amount, count, mean, each, rough=rough):
            return _check(mean, amount, count, each.scale, HOLDS)
    amount_ = _only(told, mean)
    if amount_ is None or not amount_.exact:
        return None
    left = [c for c in counts if not set(c.figures) & set(amount_.figures)]
    if not rough:
        left = [c for c in left if len(each.before) >= _TIE and each.before[-_NAMED:] in c.said] or left
        most = max((each.names(f) for c in left for f in c.figures), default=0)
        left = [c for c in left if any(each.names(f) == most for f in c.figures)] or left
    left = [c for c in left if all(is_main(reading, f) for f in c.figures)] or left
    if len({c.value for c in left}) > 1:
        left = [c for c in left if _slipped(amount_.value * each.scale / c.value, mean)] or left
    several = len({c.value for c in left}) != 1 and not _TIMES.match(each.word)
    if not left or several or not left[0].exact:
        return None
    if not mean.exact and not misplaced(amount_.value * each.scale / left[0].value, mean):
        return None
    return _check(mean, amount_, left[0], each.scale, CONTRADICTION)


def misplaced(value: Decimal, mean: Figure) -> bool:
    """Whether a mean is what it should be but for its point; a rough one of two digits (约2.7万) but for 万 and 亿."""
    apart = max(value, mean.value) / min(value, mean.value)
    if mean.exact:
        return any(abs(apart / step - 1) < _NEARLY for step in _POINTS)
    printed = mean.token.step / 2 / mean.value
    if len(digits(mean.value)) > _TIE and any(abs(apart / step - 1) <= printed for step in _POINTS):
        return True  # 约14.60万元 for 1.46万元
    return any(abs(apart / step - 1) < max(_NEARLY, printed) for step in _SCALED)


def _slipped(value: Decimal, mean: Figure) -> bool:
    """Whether a mean is what it should be with its point in the wrong place or two digits swapped."""
    return misplaced(value, mean) or swapped(rounded(value, mean.token.step), mean.value)


def _only(amounts: Sequence[Term], mean: Figure) -> Term | None:
    """The one amount of the sentence of a mean, else of those before it."""
    own = [a for a in amounts if a.figures[-1].sentence == mean.sentence] or list(amounts)
    own = [a for a in own if len(a.figures) > 1] or own
    return own[0] if len({a.value for a in own}) == 1 else None


def _fits(amount: Term, count: Term, mean: Figure, each: Each, *, rough: bool) -> bool:
    value = amount.value * each.scale / count.value
    slack = amount.slack * each.scale / count.value + mean.token.step / 2 + value * count.slack / count.value
    apart = abs(value - mean.value)
    if each.whole and mean.near != "money" and mean.token.step == 1 and not slack - mean.token.step / 2:
        return apart == 0
    if each.scale > 1:
        return apart <= slack
    return apart < mean.token.step or apart <= slack or (rough and apart <= value / 100)


def _check(mean: Figure, amount: Term, count: Term, scale: int, state: str) -> Check:
    value = rounded(amount.value * scale / count.value)
    by = f" × {scale}" if scale > 1 else ""
    sign = "=" if state == HOLDS else "≠"
    expression = f"{plain(amount.value)} ÷ {plain(count.value)}{by} = {plain(value)} {sign} {plain(mean.value)}"
    of = "、".join(
        [named(f) for term in (amount, count) for f in term.figures] + ([] if count.figures else [count.said])
    )
    return check("average", state, expression, f"{named(mean)}：由 {of} 算", [*amount.figures, *count.figures, mean])
