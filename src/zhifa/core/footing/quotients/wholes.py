"""What a share is a share of: the figure its words name, what should have been, the whole of two halves, or all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from zhifa.core.footing.checks import rounded
from zhifa.core.footing.quotients.claims import ALIKE, DENIED, EMPTY, MEANT, NEAR, SURE, Context, by_name, headed
from zhifa.core.footing.quotients.quotas import HUNDRED
from zhifa.core.footing.quotients.ratios import fits
from zhifa.core.footing.quotients.terms import Term, term
from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.likeness import SHARE_OF, mistyped, opposites
from zhifa.core.footing.reading.naming import core_label
from zhifa.core.footing.reading.periods import THIS_YEAR

OF: Final = re.compile(
    rf"{SHARE_OF}(?:到|了)?(?P<of>(?![到了比])[\u4e00-\u9fff]{{2,14}}?)的?(?:比例|比重)?(?:已|约)?(?:为|达到?)?"
    r"(?:超过?|逾|接近|将近|近|高于|低于|不到|不足)?$|(?:相当于|是|为)(?P<like>[\u4e00-\u9fff]{2,14}?)的$"
)
_BARE: Final = re.compile(rf"[，、；](?:而|其次是?)?[\u4e00-\u9fff“”]{{2,14}}?{SHARE_OF}比?(?:为|达)?")
"""A share that names its part and not what it is of."""
_ALL: Final = re.compile(r"^(?:全部|全年|全体|总数量?|总量|总人数|总额|全[市县区镇街局队省]|该类|其中?)*的?$")
_AMONG: Final = re.compile(r"([\u4e00-\u9fff]{2,6})(?:当?中|里)(?!的?是|标|介)[^。；]{2,16}$")
_OWN_SHARE: Final = re.compile(r"[^，。；\d]{0,6}[，（](?:约|仅)?占")
_KIND: Final = re.compile(r"(?<!各)类")
_SPANS: Final = re.compile(r"季度|半年|\d月")
_HALF: Final = re.compile(r"上半年|下半年|\d月")
_LAST: Final = re.compile(r"其他|其余|剩余|余下")
"""What ends a list that is all."""
_FEW: Final = 4
_TIMES: Final = 3
"""A share of what the report begins with is printed neither thrice nor a third of what it is."""


def wholes(context: Context, part: Term, rate: re.Match[str] | None) -> tuple[list[Term], int]:
    """What a share is a share of, the likeliest alone where there is one; and how sure it is."""
    own = part.figures[-1]
    others = [f for f in context.around if f not in part.figures and f.same == own.same and f.period == own.period]
    said = OF.search(context.clause) or _as_before(context)
    name = re.sub("金?额$", "", EMPTY.sub("", said["of"] or said["like"])) if said else ""
    if said and not _ALL.match(said["of"] or said["like"]) and (len(name) >= ALIKE or said["like"]):
        tied = tied_ = [f for f in others if f.value >= part.value and len(name) >= ALIKE]
        names = {f.index: EMPTY.sub("", core_label(context.called(f))) for f in tied}
        full = [f for f in tied if names[f.index].startswith(name)]
        tied = full or [f for f in tied if names[f.index].endswith(name) and not _KIND.search(names[f.index])]
        before = [f for f in tied_ if f.index < own.index]
        tied = tied or [f for f in before if _bears(name, names[f.index]) and not _KIND.search(names[f.index])]
        if not tied and said["of"] and own.period == THIS_YEAR:
            tied = _far(context, own, name)
        beside = [f for f in others if {f.index, own.index} <= context.names.keys()]
        if not beside and "总" in context.clause and own.label and own.label[-ALIKE:] in context.clause:
            joined = [f for f in others if _joined(f, own)]  # 45家、15家，养老机构占检查总数的75%
            first = min(f.index for f in (own, *joined))
            beside = [] if any(f.index < first for f in others) else joined
        if beside and not tied:  # 罚款与没收分别为86万元和14万元，罚款占罚没总额的86%
            return [Term(sum((f.value for f in beside), part.value), "", (*part.figures, *beside))], NEAR
        return [term(f) for f in tied], SURE if len(full) == 1 else MEANT
    among = _AMONG.search(own.lead)
    if among and (tied := _far(context, own, EMPTY.sub("", core_label(among[1])))):
        return [term(f) for f in tied], MEANT
    rest = [f for f in others if _beside(context, f, own)]
    larger = [f for f in others if f.value >= part.value and f not in rest and not shared(context, f)]
    larger = [f for f in larger if not (_SPANS.search(f.label) and _SPANS.search(own.label))]
    larger = [f for f in larger if rate or not _joined(f, own)]
    of_all = said and (not name or _ALL.match(said["of"] or said["like"])) and re.search("总|全", said[0])
    if of_all and own.period == THIS_YEAR:
        larger = _of_all(context, part, larger)
    if rate:
        stem = rate["stem"]
        alike = [f for f in by_name(context, stem, denied=False, rate=True) if headed(context, stem, f)]
        larger = [f for f in larger if f not in alike and "；" not in between_(context, f, own)]
    if rest and not larger:
        row = own.index in context.names and rest[0].index in context.names
        return [Term(part.value + rest[0].value, "", (*part.figures, rest[0]))], SURE if row else MEANT
    behind = [f for f in others if f.index > own.index and f.sentence == own.sentence]
    listed = context.quotient.figure is None or not (
        rate or any(shared(context, f) or f.token.end > context.quotient.start for f in behind)
    )
    if not larger and listed and behind and _LAST.match(behind[-1].label):
        return [Term(sum((f.value for f in behind), part.value), "", (*part.figures, *behind))], MEANT
    if not (rate or larger) and (witnessed := _witnessed(context, part)):
        return [term(witnessed)], MEANT
    main = _main(context, larger, part)
    return ([term(main)] if main is not None else [term(f) for f in larger]), MEANT


def _as_before(context: Context) -> re.Match[str] | None:
    """滥伐案件占查结案件的33%，野外用火案件占14%: of what the share before it is, where none is named."""
    last = next((q for q in reversed(context.told) if q.end <= context.quotient.start), None)
    bare = last and _BARE.fullmatch(context.quotient.lead)
    return OF.search(re.split("[。；：，（）]", last.lead)[-1]) if last and bare else None


def _bears(name: str, said: str) -> bool:
    """受理总数 of 共受理行政案件3860起, 检查对象 of 检查各类对象: a longer name has its characters in their order."""
    rest = iter(said)
    return name in said or (len(name) > ALIKE and all(sign in rest for sign in name))


def _far(context: Context, part: Figure, name: str) -> list[Figure]:
    """What the report counted under a name, of the unit of a part or else of any: where it is one number."""
    told = [f for f in context.told_before(part) if _bears(name, EMPTY.sub("", f.label + f.noun[:4]))]
    found = [f for f in told if f.same == part.same] or told
    return _only_one(found) if len(name) >= ALIKE else []


def _of_all(context: Context, part: Term, larger: Sequence[Figure]) -> list[Figure]:
    """All is nothing smaller than what was told before; of what the report begins with, if the share is near it."""
    told = [f for f in context.told_before(part.figures[-1]) if f.same == part.figures[-1].same]
    most = max((f.value for f in told), default=part.value)
    printed, right = (context.quotient.low + context.quotient.high) / 2, part.value * HUNDRED / most
    near = max(printed, right) < min(printed, right) * _TIMES or mistyped(rounded(right, Decimal("0.1")), printed)
    headline = [f for f in told[:1] if f.value == most and not f.depth]
    return ([f for f in larger if f.value >= most] or headline) if near else []


def _only_one(found: list[Figure]) -> list[Figure]:
    return found if len({f.value for f in found}) == 1 else []


def _joined(one: Figure, other: Figure) -> bool:
    """死亡947人、受伤989人: two side by side are no part and whole."""
    first, last = sorted((one, other), key=lambda figure: figure.index)
    return last.index == first.index + 1 and last.lead.startswith("、") and last.sentence == first.sentence


def shared(context: Context, figure: Figure) -> bool:
    """Whether a figure is followed by its own share, so that it is one more part."""
    text = context.reading.document.passages[figure.passage].text
    return bool(_OWN_SHARE.match(text, figure.token.end))


def close(context: Context, part: Term, whole: Term) -> int:
    """Whether whole, part and share follow one another in one sentence, with nothing else to choose from."""
    own, all_ = part.figures[-1], whole.figures[-1]
    row = [f for f in context.around if all_.index < f.index <= own.index and f.same == own.same]
    listed = len(row) == own.index - all_.index and all(f.lead.startswith("、") for f in row[1:])
    beside = own is context.before and listed and all_.sentence == own.sentence
    larger = [f for f in context.around if f.same == own.same and f.value >= own.value and f not in (own, *row)]
    here = own.sentence == context.sentence.number and "；" not in context.quotient.lead
    return NEAR if beside and here and len(larger) == 1 else MEANT


def between_(context: Context, one: Figure, other: Figure) -> str:
    """The text between two figures of one sentence."""
    first, last = sorted((one, other), key=lambda figure: figure.index)
    if first.sentence != context.sentence.number or last.sentence != first.sentence:
        return ""
    return context.sentence.text[first.token.end - context.sentence.start : last.token.start - context.sentence.start]


def _beside(context: Context, other: Figure, own: Figure) -> bool:
    """Whether two figures are the two halves of a whole nobody counted."""
    if opposites([other, own], context.lexicon) or (_HALF.search(other.label) and _HALF.search(own.label)):
        return True
    if own.index in context.names and other.index in context.names:
        stages = [context.lexicon.words["stages"].findall(context.names[f.index])[-1:] for f in (own, other)]
        return stages[0] == stages[1]  # 受理数和办结数分别为…: not two halves of one whole
    near = abs(own.index - other.index) == 1 and other.sentence == own.sentence
    return near and other.value < own.value and bool(DENIED.match(other.label))


def _witnessed(context: Context, part: Term) -> Figure | None:
    """What the report counted before, of which two other amounts of the paragraph have their share and most of them."""
    own = part.figures[-1]
    told = [f for f in context.reading.around(own) if f.counted or f.token.percent]
    shares = [(f, q) for f, q in pairwise(told) if q.token.percent and "占" in q.lead and f.same == own.same]
    shares = [(f, q) for f, q in shares if f is not own and f.counted and q.exact]
    before = [f for f in context.told_before(own) if f.same == own.same]
    headline = before[0] if before and before[0].value == max(f.value for f in before) else None
    for whole in reversed(before):
        right = sum(fits(f.value * HUNDRED / whole.value, q) for f, q in shares)
        if right * 2 > len(shares) and (right > 1 or whole is headline):
            return whole
    return None


def _main(context: Context, larger: Sequence[Figure], part: Term) -> Figure | None:
    """The whole that other shares of the sentence are of, or that its parts make."""
    for whole in sorted(larger, key=lambda f: -f.value)[:_FEW]:
        others = [f for f in context.around if f is not whole and f.same == whole.same and f.value < whole.value]
        witness = [
            q for q in context.told
            if q is not context.quotient and any(q.allows(f.value * HUNDRED / whole.value) for f in others)
        ]  # fmt: skip
        inner = [f for f in others if f.index > whole.index]
        if witness or sum(f.value for f in inner) == whole.value:
            return whole
    return None
