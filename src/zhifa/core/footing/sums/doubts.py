"""What takes a sum back: whether the passage also says that parts are no division of their whole.

Cases counted under several heads, accounts of what came and went, another figure the list amounts to, stages of one
procedure, a rest of which no number is told. Asked of every sum whose terms the text does not itself add.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import CERTAIN, GUESS, LIKELY, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import banded, mended, near, opposites, turned
from zhifa.core.footing.sums import beside
from zhifa.core.footing.sums.claims import REST
from zhifa.core.footing.sums.closing import clause_of, complement, rest_told
from zhifa.core.numerals import number_of

_NET: Final = re.compile(r"净[增减]")
_ARRIVED: Final = re.compile(r"(?:调整|减|降|增|升|压减|下降|增加|上升)(?:至|到|为)[^，。；]{0,8}$|再到[^，。；]{0,8}$")
"""Behind these words stands what a figure became, and no part of it."""
_ENDS: Final = re.compile(r"最[高低][^，；、]{0,4}$")
"""The least and the greatest of several amounts are not all of them."""
_ONE_THING: Final = frozenset({"case", "person", "money", "team"})
"""Units whose words may change within one list: 件、起、宗; 人、名; 辆、架."""
_DUE: Final = re.compile(r"应(?!急|诉)|实际")
_LEFT: Final = re.compile(r"未|尚|空编|缺编|空缺|在办|正在|另")
_KINDS: Final = re.compile(r"([二三四五六七八九十])(?:个|大)?(?:类|种|方面|部分)")
_UNSAID: Final = re.compile(r"[^，。；、\d]{0,8}[，；](?:其余|其他|其它|剩余|余下)[^，。；\d]*(?:[，。；]|$)")
_DONE: Final = re.compile(r"整改|完成|办结|结案|审结|销号|到位")
"""What became of them: 重大隐患3家，整改完成50家 of 52家 are no division."""
_NORM: Final = re.compile(r"编制.*(?:实有|空编|缺编|在编)|核定.*实有")
_BAND: Final = re.compile(r"以上|以下|以内")
_REST_OF: Final = re.compile(r"(?:其余|其他|其它|剩余|余下)的?$")
_ORDINAL: Final = re.compile(r"第[一二三四五六七八九十\d]+")
_SHORT: Final = 3
_PAIR: Final = 2
_CLOSER: Final = 20
_INVOLVED: Final = re.compile(r"^，(?:共|合计)?涉(?:及|案)")
"""What some of a whole involved is no other part of it: 同时处罚的21起，涉及处罚42件."""
_OPEN: Final = re.compile(r"([^，。；：]*)等(?!其[他它]|[级次]|\d|[两二三四五六七八九十])")


def no_sum(whole: Figure, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a figure is certainly no whole of these, or one of these no part: whatever they amount to.

    其余为养犬、噪声等，共15宗; 较年初减少4人（退休7人）; 占重点项目236个的一半; the first of several bands.
    """
    if lexicon.words["no whole"].search(whole.lead) or any(lexicon.words["larger whole"].search(p.lead) for p in parts):
        return True
    if len(parts) > 1 and _ORDINAL.search(whole.label) and _bare(whole) == _bare(parts[0]):
        return True  # 第一期168人，第二期96人，…
    if len(parts) > 1 and all(_BAND.match(f.lead) for f in (whole, *parts)):
        return True
    if whole.index == parts[-1].index + 1 and "，" not in whole.lead and _REST_OF.search(parts[-1].lead):
        return True  # 其余10个部门共43件
    if beside.in_shares((whole, *parts), reading):
        return True
    if parts[0].index == whole.index + 1 and parts[0].depth == whole.depth and parts[0].lead.startswith("、"):
        return True  # 执法记录仪198台、对讲机160部: one of the list
    return beside.told_again(whole, parts) or any(
        f.value == together(parts) and f.same == whole.same and f.sentence == parts[0].sentence
        for f in reading.figures[whole.index + 1 : parts[0].index]
        if len(parts) > 1 and f.counted and not f.moved
    )


def _bare(figure: Figure) -> str:
    return _ORDINAL.sub("#", figure.label)


def of_sum(whole: Figure, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon, *, family: bool) -> str:
    """Of parts and their whole. A `family` is divided by law, however its sentence goes."""
    total = together(parts)
    if _no_division(whole, parts, lexicon) or _of_others(whole, parts, total, reading, lexicon):
        return GUESS
    if whole.index > parts[-1].index and _done_otherwise(whole, parts, reading, lexicon):
        return LIKELY
    if total < whole.value and left_unsaid(parts[-1], reading):
        return GUESS
    if any(_INVOLVED.match(p.lead) for p in parts[1:]) and not re.search("涉及|涉案", parts[0].lead):
        return GUESS
    slipped = len(parts) > 1 and turned(whole, parts)
    if _explained(whole, parts, total, reading, lexicon, slipped=slipped):
        return LIKELY
    if not family and _severed(whole, parts, total, reading):
        return LIKELY
    if _together(whole, parts, total, lexicon) or not (slipped or _one_division(whole, parts, total, lexicon)):
        return LIKELY
    alike = whole.same in _ONE_THING or len({f.unit for f in (whole, *parts) if not REST.match(f.label)}) == 1
    return CERTAIN if alike else LIKELY


def _no_division(whole: Figure, parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the words of parts say that they are an account, grades, differences or limits."""
    if any(_ARRIVED.search(part.lead) or _ENDS.search(part.lead) for part in parts) or _NET.search(whole.lead):
        return True  # 由160处减至92处, 净减25项：删去31项，增补6项
    if len(parts) == 1:
        return False
    if lexicon.words["favourable"].search(whole.label) or _account(parts, lexicon):
        return True  # 良好105卷 is a grade beside 合格 and 不合格
    return bool(_NORM.search("".join(part.label for part in parts[:_SHORT])))  # 编制68名，实有61名，空编7名


def _of_others(whole: Figure, parts: Sequence[Figure], total: Decimal, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether another figure is what parts come to, is what a whole was taken from, or is one of them again."""
    inside, several = parts[0].depth > whole.depth, len(parts) > 1
    same = not (inside or opposites(parts, lexicon)) and any(part.value == whole.value for part in parts)
    if several and (same or beside.completed(whole, parts, reading)):
        return True
    if _fewer(whole, parts, total, reading) or beside.pair_makes(whole, parts, lexicon):
        return True
    apart = abs(total - whole.value)
    if beside.set_apart(parts, apart, reading) or beside.doubly(whole, parts, total, reading, lexicon):
        return True
    others = beside.figures_of(whole, parts, reading)
    sums = [] if inside else [f for f in others if f.value == total]
    if any(f.same != whole.same or beside.of_an_earlier(f, parts, whole, lexicon) for f in sums):
        return True
    left = lexicon.words["pending"].search(clause_of(parts[-1])) or rest_told(parts[-1], lexicon)
    if left and any(f.value - whole.value == parts[-1].value for f in others if f.index < whole.index):
        return True  # 受理312件，办结298件，其中满意281件，仍有14件在办
    if whole.index > parts[-1].index and beside.made_of_some(whole, reading):
        return True
    named = inside or beside.INSIDE.search(parts[0].lead) is not None
    return several and not named and beside.sibling(whole, parts, total, reading)


def _explained(
    whole: Figure, parts: Sequence[Figure], total: Decimal, reading: Reading, lexicon: Lexicon, *, slipped: bool
) -> bool:
    """Whether the text says why parts do not come to their whole: some left out or open, some counted twice."""
    if total < whole.value and named_open(whole, parts):
        return True
    if total > whole.value and all(lexicon.words["on one person"].search(part.said) for part in parts):
        return True  # 处分334人（其中党纪处分315人、政务处分40人）
    clause = _clause(whole, parts, reading)
    told = clause if slipped or opposites(parts, lexicon) else _told(clause, parts, reading)
    twice = (total > whole.value or len(parts) == _PAIR) and lexicon.words["overlap"].search(told)
    return bool(twice or lexicon.words["excluded"].search(clause))


def _fewer(whole: Figure, parts: Sequence[Figure], total: Decimal, reading: Reading) -> bool:
    """Whether the text says of more kinds than the list names: 三类基准共86项，其中许可类12项，处罚类68项."""
    sentence = reading.sentences[parts[0].sentence]
    said = _KINDS.findall(sentence.text[: parts[0].token.start - sentence.start])
    return bool(said) and total < whole.value and (number_of(said[-1]) or 0) > len(parts) > 1


def _done_otherwise(whole: Figure, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether a total is of another stage than its list: 受理案件中，一审48件、二审17件，共审结60件."""
    if len(parts) == _PAIR and complement(parts[0], parts[1], lexicon):
        return False
    sentence = reading.sentences[parts[0].sentence]
    stages = lexicon.words["stages"]
    outcome = parts[0].label if lexicon.words["outcomes"].search(parts[0].label) else ""
    told = stages.findall(sentence.text[: parts[0].token.start - sentence.start].removesuffix(outcome))
    own = stages.findall(re.split(r"[，。；]", whole.lead)[-1])
    return bool(told and own and not set(told) & set(own))


def left_unsaid(last: Figure, reading: Reading) -> bool:
    """Whether the text goes on with a rest of which it gives no number: 其余列入下年计划."""
    text = reading.document.passages[last.passage].text[last.token.end :]
    return bool(_UNSAID.match(text))


def named_open(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether words before a whole name its parts and leave them open: 针对城管、消防等领域制发14份，其中城管5份."""
    opened = _OPEN.search(whole.lead)
    return opened is not None and sum(len(p.label) > 1 and p.label in opened[1] for p in parts) > 1


def _together(whole: Figure, parts: Sequence[Figure], total: Decimal, lexicon: Lexicon) -> bool:
    """Whether parts are penalties of which one case may have several, and too many by more than a slip."""
    several = sum(bool(lexicon.words["together"].search(part.said)) for part in parts) > 1
    values = [part.value for part in parts]
    slip = near(whole.value, total, values) or mended(whole.value, values) or max(values) > whole.value
    return several and whole.same == "case" and total > whole.value and not slip


def _one_division(whole: Figure, parts: Sequence[Figure], total: Decimal, lexicon: Lexicon) -> bool:
    """Whether the names of a short list may be one division: no traits a thing may have side by side.

    网上投诉300件，夜间投诉220件 and 男性260名，35岁以下170名 are two divisions, of each of which one part is told.
    """
    if (
        not 1 < len(parts) <= _SHORT
        or opposites(parts, lexicon)
        or banded(parts)
        or any(REST.match(part.label) for part in parts)
    ):
        return True
    if whole.index > parts[-1].index:
        return True  # the text adds them itself
    names = [part.label or part.noun for part in parts]
    if _LEFT.match(names[-1]):
        return True
    if any(_DUE.search(name) for name in names):
        return False
    if any(lexicon.words["traits"].search(name) for name in names):
        return False
    if whole.near == "money" and any(lexicon.words["paid"].search(name) for name in names):
        return any(name.startswith("未") for name in names)
    listed = all(part.lead.startswith(("、", "和", "及", "与", "以及")) for part in parts[1:])
    listed = listed or parts[0].depth > whole.depth
    done = [bool(_DONE.search(name)) for name in names]
    graded = any(lexicon.words["crossing"].search(name) for name in names)
    if len(parts) == _PAIR and not listed and sum(done) == 1 and (graded or total > whole.value):
        return False
    people = (
        whole.near == "person" and len(parts) == _PAIR and total > whole.value and not beside.SEVERAL.search(whole.lead)
    )
    organs = all(lexicon.words["organs"].search(name) for name in names)
    return listed or not people or organs or names[0][-1:] == names[1][-1:]


def _account(parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether figures are an account and no division: 年初391处、新增37处、停用12处."""
    said = [part.label + part.noun for part in parts]

    def some(word: str) -> bool:
        return any(lexicon.words[word].search(one) for one in said)

    gone = some("account went") or some("account closing")
    if some("account came") and (some("account undone") or (some("account went") and parts[0].lead.startswith("，年"))):
        return True
    return any(_NET.search(one) for one in said) or (some("account opening") and gone)


def _clause(whole: Figure, parts: Sequence[Figure], reading: Reading) -> str:
    """The words from a whole to the semicolon or the stop behind its last part."""
    text = reading.document.passages[parts[-1].passage].text
    ends = [figure.token.end for figure in (whole, *parts) if figure.sentence == parts[-1].sentence]
    begin = reading.sentences[parts[0].sentence].start
    behind = re.split(r"[；。]", text[max(ends) :])[0]
    before = re.split("；", text[begin : min(ends)])[-1]
    return before + text[min(ends) : max(ends)] + behind


def _severed(whole: Figure, parts: Sequence[Figure], total: Decimal, reading: Reading) -> bool:
    """Whether two parts stand in clauses of their own, so that the second is of something else, and it is no slip."""
    slipped = abs(total - whole.value) * _CLOSER <= whole.value or mended(whole.value, [part.value for part in parts])
    if len(parts) != _PAIR or (slipped and total > whole.value):
        return False
    text = reading.document.passages[parts[0].passage].text
    return "；" in text[parts[0].token.end : parts[1].token.start]


def _told(clause: str, parts: Sequence[Figure], reading: Reading) -> str:
    """The clause of a list and the sentence behind it, where a report explains how it counted."""
    following = [s for s in reading.sentences_of(parts[0].passage) if s.number == parts[-1].sentence + 1]
    own = [s.text for s in following if not s.figures or not s.figures[0].counted or s.figures[0].near == parts[0].near]
    return clause + "".join(own)
