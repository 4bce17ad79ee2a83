"""Sums nobody meant: amounts near one another that the text does not add up.

A sum is not believed where another figure of the text makes it right, where its parts are parts of one another, or
where it misses its whole by far more than a slip of the hand and nothing said how they belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import together
from zhifa.core.footing.quotients.pairs import COMPARED_WITH
from zhifa.core.footing.quotients.ratios import HUNDRED, fits
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import mended, mistyped, opposites, shifted, slip, turned
from zhifa.core.footing.sums.claims import REST

_NESTED: Final = re.compile(r"^(?:个|家|件|人)?(?:里|中|当中|之中|在内的)")
"""剩下的15个里4个: what is told next is inside what was told before."""
_BOUND: Final = re.compile(r"其中|包括|分别|^[\u4e00-\u9fff]{0,6}中")
_NOT_ALL: Final = re.compile(r"(?:最[多少高低大小]|至少|平均|每[^，。；]{1,4})[^，。；\d]{0,4}$")
_CATEGORY: Final = re.compile(r"(?:对象|来源|方式|类型|性质|主体)为")
"""处罚对象为企业49件 is one kind of a list and no whole."""
_SPAN: Final = re.compile(r"季度?|半年|月份?")
_BACK: Final = 24
_GROSS: Final = Decimal(5)
"""A sum that misses its whole by more than a fifth misses it by no slip."""
_TWICE: Final = 2
_FEW: Final = 4
_LITTLE: Final = 20
_DIGIT: Final = 10
_PARAGRAPHS: Final = 3


def stray_sum(whole: Figure, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether nobody says that these parts make this whole."""
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
    if of_its_name(whole, parts, reading):
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


def of_its_name(whole: Figure, parts: Sequence[Figure], reading: Reading) -> bool:
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
