"""Figures of a contradiction that stand together by chance: in a whole report most near one another do.

A contradiction is not believed where another figure of the text makes it right, where its figures are parts of one
another, or where they differ by far more than a slip of the hand and nothing said how they belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from zhifa.core.footing.checks import Check, rounded, together
from zhifa.core.footing.quotients.means import misplaced
from zhifa.core.footing.quotients.pairs import COMPARED_WITH
from zhifa.core.footing.quotients.ratios import HUNDRED, fits
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import (
    digits,
    mended,
    mistyped,
    mistyped_within,
    opposites,
    shifted,
    slip,
    turned,
)
from zhifa.core.footing.reading.periods import LAST_YEAR, THIS_YEAR
from zhifa.core.footing.sums.claims import REST

SUMS: Final = frozenset({"total", "sum"})
_RATES: Final = frozenset({"rate", "share", "bound"})
_NESTED: Final = re.compile(r"^(?:个|家|件|人)?(?:里|中|当中|之中|在内的)")
"""剩下的15个里4个: what is told next is inside what was told before."""
_BOUND: Final = re.compile(r"其中|包括|分别|^[\u4e00-\u9fff]{0,6}中")
_NOT_ALL: Final = re.compile(r"(?:最[多少高低大小]|至少|平均|每[^，。；]{1,4})[^，。；\d]{0,4}$")
_NOT_WITH: Final = re.compile(r"(?:不能|不应|不得|不可|无法)[与和同]$")
_CATEGORY: Final = re.compile(r"(?:对象|来源|方式|类型|性质|主体)为")
"""处罚对象为企业49件 is one kind of a list and no whole."""
_OF: Final = re.compile(r"占[^，。；\d]{0,4}?([一-龥]{2,6})(?:总[数量])?的$")
_OVERALL: Final = re.compile(r"占(?:全部|全年|全[市县区镇局])?总[数量]?的?$")
_OVERALL_OF: Final = re.compile(r"占(?:全部|总)")
_GROWN: Final = re.compile(r"([一-龥]{4})(?:同比|环比)")
_ON_YEAR: Final = re.compile(r"同比|环比|上年|去年")
_MONEY: Final = re.compile(r"金额|款额|罚没款|罚款额|资金|经费")
_HAVING: Final = re.compile(r"^.*(?:包含|包括|下设|下辖|含|设|有)")
_ANYTHING: Final = frozenset("个处")
_DENIED: Final = re.compile(r"[不未没无]")
_SPAN: Final = re.compile(r"季度?|半年|月份?")
_BACK: Final = 24
_GROSS: Final = Decimal(5)
"""A sum that misses its whole by more than a fifth misses it by no slip."""
_POINTS: Final = Decimal(25)
_TWICE: Final = 2
_THREE: Final = 3
_FEW: Final = 4
_LITTLE: Final = 20
_DIGIT: Final = 10
_PARAGRAPHS: Final = 3
_FACTOR: Final = Decimal(3)
_PER_MANY: Final = re.compile(r"每[十百千万]")
_OUT_OF_PROPORTION: Final = Decimal(150)


def by_chance(check: Check, figures: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the figures of a contradiction were brought together by chance."""
    if check.kind in SUMS and len(figures) > _TWICE:
        return _of_sum(figures[0], figures[1:], reading, lexicon)
    if check.adds and len(figures) == _THREE and _of_its_name(figures[-1], figures[:-1], reading):
        return True
    if check.kind == "part" and any(_NOT_ALL.search(f.lead) for f in figures):
        return True  # a mean is no whole, and the greatest no part
    if check.kind == "part" and any(_NOT_WITH.search(f.lead) for f in figures):
        return True  # 其中2件不能与12件直接相加
    if check.kind == "part" and _content(*figures[:_TWICE]):
        return True
    three = len(figures) == _THREE and all(f.counted for f in figures[:_TWICE])
    if check.kind in _RATES and three and figures[-1].token.percent:
        return _of_rate(figures[:-1], figures[-1], reading)
    if check.kind == "growth" and figures[-1].token.percent:
        return _of_growth(figures[:-1], figures[-1], reading)
    if check.kind == "growth" and three and figures[-1].unit == figures[0].unit:
        return _of_difference(figures[:-1], figures[-1], reading)
    if check.kind == "average" and three and _each_told(*figures):
        return False
    if check.kind == "average" and three:
        return _apart(figures, reading) or _far_off(check, figures) or _of_another_number(figures, reading)
    if check.kind == "average":
        return _apart(figures, reading)
    if "." in check.kind and check.exceeds and len(figures) == _TWICE and not _told_next(*figures):
        more, less = (max(f.value for f in figures), min(f.value for f in figures))
        return more > less * _TWICE
    return False


def _content(whole: Figure, part: Figure) -> bool:
    """下辖1个大队（含6个中队）: what is inside the things counted, and none of them; 个 counts everything."""
    names = [re.sub(_HAVING, "", f.noun or f.label) for f in (whole, part)]
    if whole.unit != part.unit or whole.unit not in _ANYTHING or part.depth <= whole.depth or not all(names):
        return False
    return not any(names[0][at : at + _TWICE] in names[1] for at in range(len(names[0]) - 1))


def _told_next(one: Figure, other: Figure) -> bool:
    """Whether what is too large stands right behind what bounds it: 移送3件，司法机关受理7件."""
    return other.index == one.index + 1 and other.value > one.value


def _of_sum(whole: Figure, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    values = [part.value for part in parts]
    total = sum(values, Decimal(0))
    if any(part.period != whole.period for part in parts) and not _carried(parts):
        return True
    if any(_NESTED.match(part.lead) for part in parts[1:]) or any(_NOT_ALL.search(part.lead) for part in parts):
        return True
    if _within_another(parts):
        return True
    if _divided_again(parts) and not turned(whole, parts):
        return True
    if COMPARED_WITH.search(whole.lead) or _CATEGORY.search(whole.label):
        return True
    signs = [part.lead[:1] for part in parts[1:]]
    ended = whole.index < parts[0].index and "其中" in parts[0].lead and "；" in signs and set(signs) != {"；"}
    aside = (
        len(parts) > _TWICE and parts[1].index > parts[0].index + 1
    )  # some of the first part, told before its semicolon
    if ended and aside:
        ended = not (mistyped(whole.value, total) or mended(whole.value, values))
    if ended or (len(parts) == _TWICE and 0 in values):
        return True  # 其中撤销33件；引发的诉讼167件，审结144件: the list is over; and none is no part of two
    if _shared_out(whole, parts, reading) or _closed_otherwise(whole, parts, reading, lexicon):
        return True
    if _goes_on(whole, parts, reading):
        return True
    if _of_its_name(whole, parts, reading):
        return True
    if lexicon.words["sum said"].search(whole.lead):
        return False
    before = [
        f for at in range(_PARAGRAPHS + 1) for f in reading.of_passage(whole.passage - at) if f.unit == whole.unit
    ]
    bound = parts[0].index == whole.index + 1 and _BOUND.search(parts[0].lead) is not None
    if not bound and any(f.value == total + whole.value and f.index < whole.index and f.counted for f in before):
        return True  # the first of the list was taken for its whole
    own = {whole.index, *(part.index for part in parts)}
    told = [f for f in reading.of_passage(whole.passage) if f.index not in own and f.unit == whole.unit and f.counted]
    told = [f for f in told if f.index < parts[0].index and not f.moved]
    if any(f.value in (total, total + whole.value) for f in told if abs(f.sentence - whole.sentence) <= (not bound)):
        return True
    begun = len(parts) >= _FEW and parts[-1].sentence > parts[-_TWICE].sentence
    if begun and any(f.value == together(parts[:-1]) for f in told):
        return True  # 受理624件，结案618件。甲类351件；乙类142件；其他131件。诉转案16件: the list was over
    apart = abs(total - whole.value)
    slipped = slip(apart) or mistyped(whole.value, total) or mended(whole.value, values)
    slipped = slipped or any(shifted(part, whole.value - total + part) for part in values if whole.value > total - part)
    if bound and opposites(parts, lexicon):
        return False
    if whole.value < _LITTLE and apart < _DIGIT and parts[0].index == whole.index + 1 and "其中" in parts[0].lead:
        return False  # of a number with one digit every slip is a large one
    return apart * _GROSS > whole.value and not slipped


def _goes_on(whole: Figure, parts: Sequence[Figure], reading: Reading) -> bool:
    """Whether all that a sentence tells makes a total told before it, its list going on behind a semicolon.

    隐患1932条。整改1874条，未到期32条；重大隐患销号24条，尚有2条: 1874 and 32 are not all, nor 24 and 2 of the 32.
    """
    told = [f for f in reading.sentences[parts[-1].sentence].figures if f.unit == whole.unit and f.exact]
    inside = whole in told
    before = [whole] if not inside else reading.figures[max(0, told[0].index - _BACK) : told[0].index]
    all_ = together(f for f in told if inside or f.index >= parts[0].index)
    more = len(told) > len(parts) + inside
    return more and any(f.value == all_ and f.unit == whole.unit and f.index < told[0].index for f in before)


def _closed_otherwise(whole: Figure, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a list has a total of its own behind it: 三个月分别为1032件、986件、975件，合计2993件."""
    behind = next((f for f in reading.sentences[parts[-1].sentence].figures if f.index == parts[-1].index + 1), None)
    if behind is None or behind is whole or behind.value != together(parts):
        return False
    return lexicon.words["sum said"].search(behind.lead) is not None


def _of_its_name(whole: Figure, parts: Sequence[Figure], reading: Reading) -> bool:
    """Whether the figures that bear the name of a total make it: 参考86人，合格79人；参考45人；合计参考131人.

    What is told behind it may divide it once more: 上半年110卷，下半年130卷，共240卷，其中优秀96卷….
    """
    if whole.index < min(part.index for part in parts):
        return False
    told = [f for f in reading.sentences[whole.sentence].figures if f.index < whole.index and f.same == whole.same]
    alike = [f for f in told if f.label and f.label[-_TWICE:] == whole.label[-_TWICE:]]
    return len(alike) >= _TWICE and together(alike) == whole.value


def _shared_out(whole: Figure, parts: Sequence[Figure], reading: Reading) -> bool:
    """Whether percentages beside a list say that it is not all of what was taken for its whole.

    优秀38人、及格76人，及格率95.0%: so much of the 120. 110件，占42.3%；62件，占23.8%；其余占33.9%: each has its share.
    """
    told = [f for f in reading.sentences[parts[-1].sentence].figures if f.token.percent and f.value < HUNDRED]
    rate = next((f for f in told if f.index == parts[-1].index + 1), None)
    if rate and whole.value and fits(together(parts) * HUNDRED / whole.value, rate):
        return True
    shares = [f for f in told if "占" in f.lead]
    if len(shares) == len(parts) and together(shares) > HUNDRED + len(shares):
        return True  # 本科以上68人，占85%；35岁以下28人，占35%: one may be both
    apart = abs(together(shares) - HUNDRED)
    return len(shares) == len(parts) + 1 and apart < sum((f.token.step for f in shares), Decimal(0))


def _apart(figures: Sequence[Figure], reading: Reading) -> bool:
    """A quotient of before (由2.4次降至1.5次), or one with a term behind it in another clause: 人均28件；逾期3件."""
    mean = figures[-1]
    sentence = reading.sentences[mean.sentence]
    behind = [f for f in figures[:_TWICE] if f.index > mean.index and f.sentence == mean.sentence]
    between = [sentence.text[mean.token.end - sentence.start : f.token.start - sentence.start] for f in behind]
    return mean.lead.endswith(("由", "从")) or any("；" in one for one in between)


def _each_told(amount: Figure, number: Figure, mean: Figure) -> bool:
    """培训91期，参训4053人次，平均每期193人次: the three in a row, and the mean by the name of the number."""
    first, last = sorted((amount, number), key=lambda f: f.index)
    row = first.index + 1 == last.index == mean.index - 1 and first.sentence == mean.sentence
    amount, number = (first, last) if last.unit != mean.unit else (last, first)
    return row and amount.unit == mean.unit and bool(number.unit) and f"每{number.unit}" in mean.lead


def _of_another_number(figures: Sequence[Figure], reading: Reading) -> bool:
    """Whether another number told before gives a mean of three digits as it is printed: 立案29起，查结27起."""
    mean, (amount, number) = figures[-1], sorted(figures[:_TWICE], key=lambda f: f.unit != figures[-1].unit)
    told = reading.figures[max(0, mean.index - _BACK) : mean.index]
    others = {f.value for f in told if f.unit == number.unit and f.counted and f.value and f.period == number.period}
    others -= {number.value}
    return len(digits(mean.value)) >= _THREE and any(fits(amount.value / value, mean) for value in others)


def _far_off(check: Check, figures: Sequence[Figure]) -> bool:
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


def _within_another(parts: Sequence[Figure]) -> bool:
    """Whether some parts are told to be of another: 判刑29人；判刑者中11人; 修改27件，有效的（含修改后有效）361件; and
    what stands behind 58件全部经过审核 is of those."""
    pairs = [(one.label, re.escape(other.label)) for one in parts for other in parts if one is not other]
    of_it = any(name and re.search(f"含{name}|{name}[者的]?中$", label) for label, name in pairs)
    return of_it or any(part.noun.startswith("全部") for part in parts[:-1])


def _carried(parts: Sequence[Figure]) -> bool:
    """上年结转31件、新收246件: the only parts of two years that make one whole."""
    return any("结转" in part.said or "上年" in part.said for part in parts)


def _divided_again(parts: Sequence[Figure]) -> bool:
    """Whether one of some parts is made of those right behind it: 限期改正46处、限期改正的到期44处、未到期2处.

    One quarter or month is never made of others.
    """
    if all(_SPAN.search(part.label) for part in parts):
        return False
    for at, part in enumerate(parts):
        for end in range(at + 3, len(parts) + 1):
            inner = parts[at + 1 : end]
            rest = REST.match(parts[-1].label) is not None  # of all the row
            signs = {one.lead[:1] for one in parts[1:]}
            one_row = (signs == {"、"} and (rest or part.value < _LITTLE)) or (signs == {"，"} and rest)
            all_behind = end == len(parts) <= _FEW and (at > 0 or part.value > HUNDRED)
            last = all_behind and not one_row  # in one row 9 is 6 and 3 by chance
            longer = bool(part.label) and part.label in inner[0].label and part.label != inner[0].label
            named = "其中" in inner[0].lead or longer or last
            if named and sum((one.value for one in inner), Decimal(0)) == part.value:
                return True
    return False


def _of_rate(amounts: Sequence[Figure], rate: Figure, reading: Reading) -> bool:
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


def _of_growth(amounts: Sequence[Figure], rate: Figure, reading: Reading) -> bool:
    """Whether two other amounts of the sentence grew so, or those it was held against grew out of all proportion."""
    sentence = reading.sentences[rate.sentence]
    subject = sentence.text[: rate.token.start - sentence.start]
    of_money = _MONEY.search(rate.label) or (_MONEY.search(subject) and not any(f.counted for f in sentence.figures))
    if of_money and all(f.near != "money" for f in amounts):
        return True
    grown = [abs(a.value - b.value) * HUNDRED / b.value for a, b in permutations(amounts, _TWICE) if b.value]
    return bool(grown) and not any(one <= rate.value + _OUT_OF_PROPORTION for one in grown)


def _of_difference(amounts: Sequence[Figure], moved: Figure, reading: Reading) -> bool:
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
