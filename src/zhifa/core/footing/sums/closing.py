"""Whether a list says that it is all there is: by a rest, by names that deny each other, by its number, in plain words.

其余5件; 已付8万元、未付3.5万元; 四个片区 before four amounts; 互不重复; 按来源分. Such a list is believed however far
it misses its whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from zhifa.core.footing.checks import together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import LOOSE_END, banded, opposites
from zhifa.core.footing.reading.naming import pairs_of
from zhifa.core.footing.sums.claims import agrees, rounding
from zhifa.core.numerals import number_of

_DENIED: Final = re.compile(r"(?:尚未|还未|没有|未能|不予|未予|[未不非无没缺])(?!收)(?=[\u4e00-\u9fff])")
_NUMBER: Final = re.compile(r"(?<![近前第])([两二三四五六七八九十]|(?<![\d.])\d{1,2})(?:个|大)?([^，。；：、\d]{1,8})")
_NUMBER_BEHIND: Final = re.compile(
    r"[^，。；、\d]{0,3}?(?:这|等)?([两二三四五六七八九十])(?:个|大)?([^，。；：、\d]{1,8})"
)
"""撤诉26件和调解16件两种情形."""
_LIMIT: Final = re.compile(r".{0,2}(?:以[上下内]|不[满足])")
_SOME: Final = re.compile(
    r"主要|较多|突出|典型|排名?[前在]|前[两二三四五六七八九十\d]|集中(?:在|于)|例如|重点|最[多高大]"
)
_MAKE: Final = re.compile(r"[\u4e00-\u9fff][级镇县区乡所队组站科村批院档]$")
_OFF: Final = re.compile(r"扣除|剔除|除去|减去|缺考|缺席|请假|未到|停用|免(?:考|检|于)|弃考")
_REAL: Final = re.compile(r"^实|实际|实有|实到|净|应参?考")
_LEFT: Final = re.compile(r"其余|剩|余|未|正在|[尚仍还]|待|在办|在审|空编|缺编")
_COMMON: Final = re.compile(r"案件|人员|企业|问题|单位|执法|行政|情况|数量|涉案|当事人")
"""Words nearly every label has: that two labels share one says nothing."""
_JOINT: Final = re.compile(r"[、和与]|以及")
_PAIR: Final = 2
_MANY: Final = 8
_SHORT: Final = 6
_AROUND: Final = 24
_NEAR: Final = 16


def closed(reading: Reading, whole: Figure, parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the text says that a list is all of its whole."""
    told = _words(reading, whole, parts)
    if LOOSE_END.search(told) or _SOME.search(told):
        return False
    if rest_told(parts[-1], lexicon) or banded(parts):
        return True
    text = reading.document.passages[whole.passage].text
    apart = parts[1].index > parts[0].index + 1 and "；" in text[parts[0].token.end : parts[1].token.start]
    if len(parts) == _PAIR and not apart and complement(parts[0], parts[1], lexicon):
        return True
    if len(parts) == _PAIR and deducted(parts):
        return True
    if _named_elsewhere(reading, whole, parts):
        return True
    return told_all(reading, whole, parts, lexicon) or _headed(reading, whole, parts, lexicon)


def of_family(parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether names are outcomes of one family nothing is outside of, each told once: 维持, 撤回, 驳回."""
    for family in lexicon.partitions:
        titles = [title for part in parts for title, word in family.parts if word.fits(part.label)]
        if family.complete and len(parts) == len(titles) == len(set(titles)):
            return True
    return False


def _named_elsewhere(reading: Reading, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the same number stands elsewhere under the names of just these parts: 采伐、建设许可申请共计41件."""
    names = [_pairs(part.label) for part in parts]
    own = [name.difference(*(other for other in names if other is not name)) for name in names]
    again = [f for f in reading.figures if (f.value, f.same) == (whole.value, whole.same)]
    labels = [f.label for f in again if f.sentence != whole.sentence and not LOOSE_END.search(f.label)]
    told = [_pairs(label) for label in labels if len(_JOINT.findall(label)) == len(parts) - 1]
    return all(own) and any(all(len(one & pairs) * 2 > len(one) for one in own) for pairs in told)


def of_one_make(parts: Sequence[Figure]) -> bool:
    """Whether three names or more end in one kind of place or class, so that nothing is under two: 省级, 市级."""
    ends = {part.label[-1:] for part in parts}
    return len(parts) > _PAIR and len(ends) == 1 and bool(_MAKE.search(parts[0].label))


def told_all(reading: Reading, whole: Figure, parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the text says in so many words that these are all: their number, nothing else, each but once."""
    if _composed(whole, parts) or lexicon.words["all told"].search(_around(reading, whole, parts)):
        return True
    return _counted(reading, whole, parts, lexicon)


def deducted(parts: Sequence[Figure]) -> bool:
    """What is taken off and what then really is: 扣除停用的52台，实际检验1378台."""
    return len(parts) == _PAIR and bool(_OFF.search(clause_of(parts[0])) and _REAL.search(clause_of(parts[1])))


def rest_told(figure: Figure, lexicon: Lexicon) -> bool:
    """Whether a figure is told to be what is left."""
    return bool(lexicon.words["rest told"].search(re.split(r"[，。；、]", figure.lead)[-1]))


def complement(one: Figure, other: Figure, lexicon: Lexicon) -> bool:
    """Whether two names leave nothing between them: 合格 and 不合格, 办结 and 尚在办理."""
    if opposites([one, other], lexicon):
        return True
    said = [clause_of(figure) for figure in (one, other)]
    for left, right in (said, said[::-1]):
        if _DENIED.search(right) and not _DENIED.search(left):
            stem = _DENIED.split(right, maxsplit=1)[1]
            bare = len(_COMMON.sub("", stem)) >= _PAIR
            if _pairs(left, bare=bare) & _pairs(stem, bare=bare):
                return True
    return bool(
        lexicon.words["pending"].search(said[1])
        and lexicon.words["finished"].search(said[0])
        and not lexicon.words["pending"].search(said[0])
    )


def explained(
    reading: Reading, whole: Figure, parts: Sequence[Figure], figures: Sequence[Figure], *, some: bool
) -> bool:
    """Whether the figures that count the same offer another sum.

    Some of the list make the whole; the difference is told; the whole is one more of the list, whose total stands
    elsewhere; a rest is what is left of one of the list; the list is two lists of the same.
    """
    total, largest = together(parts), (whole, *parts)
    beside = [f for f in figures if f not in largest and abs(f.index - whole.index) <= _AROUND]
    if any(abs(f.value - total) <= rounding(f, parts) or agrees(f, largest) for f in beside):
        return True
    apart = abs(whole.value - total)
    near = [f for f in reading.around(parts[-1], _NEAR) if f not in largest and f.near == whole.near]
    if any(f.value == apart and 0 <= f.sentence - whole.sentence <= parts[-1].sentence + 1 for f in near):
        return True
    few = parts[:_MANY] if some else []
    if any(agrees(whole, some) for many in range(_PAIR, len(few)) for some in combinations(few, many)):
        return True
    for at, one in enumerate(largest[:-_PAIR] if _LEFT.search(clause_of(parts[-1])) else ()):
        if any(agrees(one, (*some, parts[-1])) for some in _selections(largest[at + 1 : -1])):
            return True
    return any(together(largest[:cut]) == together(largest[cut:]) for cut in range(_PAIR, len(largest) - 1))


def _selections(figures: Sequence[Figure]) -> Iterator[Sequence[Figure]]:
    few = figures[-_MANY:]
    return (some for many in range(1, len(few) + 1) for some in combinations(few, many))


def _composed(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the name of the whole is made of the names of its parts: 移送和交办 of 上级交办 and 部门移送."""
    names = [_pairs(part.label) & _pairs(whole.label) for part in parts]
    joined = re.search(r"[和与及、]", whole.label) or len(whole.label) <= _SHORT
    return bool(joined) and all(names) and not set.intersection(*names) and len(parts) == _PAIR


def clause_of(figure: Figure) -> str:
    """What is said of a figure in its own clause, before and behind it."""
    return re.split(r"[，。；、（）：]", figure.lead)[-1] + figure.noun


def _pairs(text: str, *, bare: bool = True) -> set[str]:
    """The pairs of characters of a name, without the words nearly every name has."""
    return pairs_of(_COMMON.sub("", text) if bare else text)


def _words(reading: Reading, whole: Figure, parts: Sequence[Figure]) -> str:
    """The wording from the clause of the whole to the end of the list."""
    text = reading.document.passages[whole.passage].text
    return text[whole.token.end : parts[-1].token.end + 1]


def _around(reading: Reading, whole: Figure, parts: Sequence[Figure]) -> str:
    """The sentences from the whole to the one behind the list."""
    told = reading.sentences_of(whole.passage)
    return "".join(s.text for s in told if whole.sentence <= s.number <= parts[-1].sentence + 1)


def _counted(reading: Reading, whole: Figure, parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the words before the list say how many items it has: 分布在四个片区，."""
    text = reading.document.passages[whole.passage].text
    before = text[reading.sentences[whole.sentence].start : parts[0].token.start]
    if (behind := _NUMBER_BEHIND.match(text, parts[-1].token.end)) and lexicon.words["kinds counted"].match(behind[2]):
        return number_of(behind[1]) == len(parts)
    for said in _NUMBER.finditer(before):
        if _LIMIT.match(said[2]):
            continue  # 判处5年以上有期徒刑的
        begins = lexicon.words["kinds counted"].match(said[2])
        if begins and number_of(said[1]) == len(parts) and said.end() != whole.token.end:
            told = [bool(re.search(rf"第[一二三四五六七八九十\d]+{begins[0]}", part.label)) for part in parts]
            return all(told) or not any(told)  # 三期…其中第一期86人次，缺席9人次，补训9人次
    return False


def _headed(reading: Reading, whole: Figure, parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the list begins with what it sorts by: 从种植结构看，."""
    text = reading.document.passages[whole.passage].text
    begins = min(whole.token.end, reading.sentences[parts[0].sentence].start)
    before = text[begins if whole.sentence == parts[0].sentence else whole.token.end : parts[0].token.start]
    return bool(lexicon.words["list headed"].search(before))
