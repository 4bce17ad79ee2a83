"""Quotients and differences nobody meant: a percentage, a mean, a change beside amounts it is not of.

One is not believed where another amount of the text gives it, or where what is printed is far from what it would be
and no digit of it or of its terms is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from zhifa.core.footing.checks import Check, rounded
from zhifa.core.footing.quotients.means import misplaced
from zhifa.core.footing.quotients.ratios import HUNDRED, fits
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.likeness import digits, mistyped, mistyped_within, shifted
from zhifa.core.footing.reading.periods import LAST_YEAR, THIS_YEAR

_OF: Final = re.compile(r"占[^，。；\d]{0,4}?([一-龥]{2,6})(?:总[数量])?的$")
_OVERALL: Final = re.compile(r"占(?:全部|全年|全[市县区镇局])?总[数量]?的?$")
_OVERALL_OF: Final = re.compile(r"占(?:全部|总)")
_GROWN: Final = re.compile(r"([一-龥]{4})(?:同比|环比)")
_ON_YEAR: Final = re.compile(r"同比|环比|上年|去年")
_MONEY: Final = re.compile(r"金额|款额|罚没款|罚款额|资金|经费")
_DENIED: Final = re.compile(r"[不未没无]")
_BACK: Final = 24
_POINTS: Final = Decimal(25)
_TWICE: Final = 2
_THREE: Final = 3
_DIGIT: Final = 10
_FACTOR: Final = Decimal(3)
_PER_MANY: Final = re.compile(r"每[十百千万]")
_OUT_OF_PROPORTION: Final = Decimal(150)


def stray_rate(amounts: Sequence[Figure], rate: Figure, reading: Reading) -> bool:
    """Whether a percentage is of other amounts than these, or of none that is told."""
    if _MONEY.search(rate.label) and all(f.near != "money" for f in amounts):
        return True
    if _OVERALL_OF.search(rate.label) and max(amounts, key=lambda figure: figure.value).index > rate.index:
        return True  # 占全部检查的17.0%；…检查468次: all was told before
    if rate.period == LAST_YEAR and all(f.period == THIS_YEAR for f in amounts):
        return True  # 普通程序所占比例由上年的58.2%上升到64.6%
    if rate.printed.endswith("‰") and not any(one < rate.value * _DIGIT for one in _ratios(amounts)):
        return True  # 过火5.7公顷，受害1.9公顷，受害率0.015‰: of all the forest
    if rate.value == HUNDRED and amounts[0].unit != amounts[1].unit:
        return True  # 事项增加到26项；提出修改意见19件，采纳率100%
    quotients = _ratios(amounts)
    left = any(_DENIED.search(f.said) for f in amounts) and not _DENIED.search(rate.label)
    if left and any(fits(HUNDRED - one, rate) for one in quotients):
        return True  # the rate of the others: 9人未通过，通过率93.4%
    least = min(amounts, key=lambda figure: figure.value)
    told = reading.figures[max(0, rate.index - _BACK) : rate.index]
    base = _OF.search(rate.label)
    right = [f for f in reading.figures if f.counted and f.value and fits(least.value * HUNDRED / f.value, rate)]
    named = base is not None and any(base[1] in f.said for f in amounts)
    if base and any(base[1] in f.label or (f.unit == least.unit and not named) for f in right):
        return True  # 占报送单位的15.8%, where nothing near is called so and 57个 is told far above
    if _OVERALL.search(rate.label):
        told = reading.figures[: rate.index]  # 占总数的9.6%: the total of a section before
    whole = max(amounts, key=lambda figure: figure.value)
    if whole.index + 1 == least.index == rate.index - 1 and whole.sentence == rate.sentence:
        told = reading.sentences[rate.sentence].figures  # nothing stands between the three
    wholes = [f for f in told if f.unit == least.unit and f not in amounts and f.value > least.value and f.counted]
    if any(fits(least.value * HUNDRED / f.value, rate) for f in wholes):
        return True
    if rate.value == HUNDRED and least.value * _TWICE < max(f.value for f in amounts):
        return True  # what is all but told to be all is not less than half of it
    of_both = HUNDRED / (1 + amounts[1].value / amounts[0].value) if amounts[0].value else HUNDRED
    near = [rounded(one, rate.token.step) for one in (*quotients, of_both, HUNDRED - of_both)]
    possible = [*near, *(HUNDRED - one for one in near)]
    if left or _DENIED.search(rate.label):
        near = possible
    low, high = ((rate.value + sign * rate.token.step / 2) / HUNDRED for sign in (-1, 1))
    if low > 0 and any(
        mistyped_within(a.value, low * b.value, high * b.value, a.token.step)
        or mistyped_within(a.value, b.value / high, b.value / low, a.token.step)
        for a, b in permutations(amounts, _TWICE)
    ):
        return False  # 10 of 86 printed for 80, beside 93.0 %
    apart = min(abs(one - rate.value) for one in near)
    shifted = any(rate.value in (one * _DIGIT, one / _DIGIT) for one in near)
    return apart > _POINTS and not shifted and not any(mistyped(one, rate.value) for one in possible)


def _ratios(amounts: Sequence[Figure]) -> list[Decimal]:
    return [a.value * HUNDRED / b.value for a, b in permutations(amounts, _TWICE) if b.value]


def stray_growth(amounts: Sequence[Figure], rate: Figure, reading: Reading) -> bool:
    """Whether two other amounts of the sentence grew so, or those it was held against grew out of all proportion."""
    sentence = reading.sentences[rate.sentence]
    subject = sentence.text[: rate.token.start - sentence.start]
    of_money = _MONEY.search(rate.label) or (_MONEY.search(subject) and not any(f.counted for f in sentence.figures))
    if of_money and all(f.near != "money" for f in amounts):
        return True
    grown = [abs(a.value - b.value) * HUNDRED / b.value for a, b in permutations(amounts, _TWICE) if b.value]
    return bool(grown) and not any(one <= rate.value + _OUT_OF_PROPORTION for one in grown)


def stray_difference(amounts: Sequence[Figure], moved: Figure, reading: Reading) -> bool:
    """Whether two other amounts of the sentence differ so, or nothing told last year's that the text compares with."""
    told = [f for f in reading.sentences[moved.sentence].figures if f.unit == moved.unit and f is not moved]
    others = ((a, b) for a, b in permutations(told, _TWICE) if {a.index, b.index} != {f.index for f in amounts})
    if any(abs(a.value - b.value) == moved.value for a, b in others):
        return True
    sentence = reading.sentences[moved.sentence]
    clause = sentence.text[: moved.token.start - sentence.start].rpartition("，")[2]
    if (own := _GROWN.search(clause)) and not any(own[1] in f.said for f in amounts):
        return True  # 处罚决定同比增加572件；许可决定上年为32906件
    if _ON_YEAR.search(clause) and all(f.period == THIS_YEAR for f in amounts):
        return True
    beside = [f for f in sentence.figures if abs(f.index - moved.index) == 1]
    if any("分别" in moved.lead + f.lead and _differ_so(f, sentence.figures) for f in beside):
        return False  # 11期、4437人次，上年为1期、1653人次，分别增加1期、2784人次: the other of the row is right
    apart = abs(amounts[0].value - amounts[1].value)
    if not apart or not moved.value or mistyped(apart, moved.value) or shifted(apart, moved.value):
        return False
    return max(apart, moved.value) > min(apart, moved.value) * _FACTOR


def _differ_so(moved: Figure, figures: Sequence[Figure]) -> bool:
    """Whether two amounts told before a difference differ by it."""
    told = [f for f in figures if f.unit == moved.unit and f.index < moved.index]
    return any(abs(a.value - b.value) == moved.value for a, b in permutations(told, _TWICE))


def apart_from(figures: Sequence[Figure], reading: Reading) -> bool:
    """A quotient of before (由2.4次降至1.5次), or one with a term behind it in another clause: 人均28件；逾期3件."""
    mean = figures[-1]
    sentence = reading.sentences[mean.sentence]
    behind = [f for f in figures[:_TWICE] if f.index > mean.index and f.sentence == mean.sentence]
    between = [sentence.text[mean.token.end - sentence.start : f.token.start - sentence.start] for f in behind]
    return mean.lead.endswith(("由", "从")) or any("；" in one for one in between)


def each_told(amount: Figure, number: Figure, mean: Figure) -> bool:
    """培训91期，参训4053人次，平均每期193人次: the three in a row, and the mean by the name of the number."""
    first, last = sorted((amount, number), key=lambda f: f.index)
    row = first.index + 1 == last.index == mean.index - 1 and first.sentence == mean.sentence
    amount, number = (first, last) if last.unit != mean.unit else (last, first)
    return row and amount.unit == mean.unit and bool(number.unit) and f"每{number.unit}" in mean.lead


def of_another_number(figures: Sequence[Figure], reading: Reading) -> bool:
    """Whether another number told before gives a mean of three digits as it is printed: 立案29起，查结27起."""
    mean, (amount, number) = figures[-1], sorted(figures[:_TWICE], key=lambda f: f.unit != figures[-1].unit)
    told = reading.figures[max(0, mean.index - _BACK) : mean.index]
    others = {f.value for f in told if f.unit == number.unit and f.counted and f.value and f.period == number.period}
    others -= {number.value}
    return len(digits(mean.value)) >= _THREE and any(fits(amount.value / value, mean) for value in others)


def far_off(check: Check, figures: Sequence[Figure]) -> bool:
    """Whether an average is neither near what it comes to nor off by its point."""
    mean, amounts = figures[-1], [f.value for f in figures[:_TWICE]]
    if not (mean.value and all(amounts)) or _PER_MANY.search(mean.lead):
        return False
    terms = [amounts[0] / amounts[1], amounts[1] / amounts[0], amounts[0] * amounts[1]]
    if check.comes_to and "×" in check.expression:
        terms.append(check.comes_to)
    ratios = [max(one, mean.value) / min(one, mean.value) for one in terms]
    if any(mistyped(rounded(one, mean.token.step), mean.value) for one in terms):
        return False
    amount, number = figures[:_TWICE]
    least, most = mean.value - mean.token.step / 2, mean.value + mean.token.step / 2
    if mistyped_within(amounts[0], least * amounts[1], most * amounts[1], amount.token.step):
        return False
    if least > 0 and mistyped_within(amounts[1], amounts[0] / most, amounts[0] / least, number.token.step):
        return False
    off = any(misplaced(one, mean) for one in terms if one)
    return min(ratios) > _FACTOR and not off
