"""Part and whole of a share as words bind them: 24个中有22个, 占140起的七成, 优秀卷占28%, 共5件，占…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from zhifa.core.footing.quotients.claims import (
    DENIED,
    MEANT,
    NEAR,
    SURE,
    Claim,
    Context,
    by_name,
    headed,
    quoted_between,
    together,
)
from zhifa.core.footing.quotients.terms import Term, term
from zhifa.core.footing.quotients.wholes import close, wholes
from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.likeness import SHARE_OF

_SUBJECT: Final = re.compile(
    r"^(?:其中|同时|而)?(?P<name>[\u4e00-\u9fff“”]{2,14}?)(?:最[多大高低少]，|居首，)?(?:分别|各|约|仅|就|已|均|只)*"
    rf"(?:{SHARE_OF}|相当于|是|为|所占|的?比例|的?比重)"
)
_ANY: Final = "个"
"""处罚自然人213人，占处罚对象284个的75%: counts whatever there is."""
_BARE: Final = re.compile(
    r"[，（]?(?:(?:占比|比例|数量|总数|仍|均|高?居|位居|排在?|列|为|全[市县区镇局])*(?:最[多大高]|[首第][位一]|前列)，)?(?:约|仅|只|就|恰好?|正好|刚好|超过?|接?近|将近|不足|不到|已|也|，|即|，)*(?:占|为|达到?|是)?(?:了|到|比|总数|总量|全部|仅|高)*"
    r"(?:为|达|的)?(?:超过?|接?近|将近|不足|不到|约)?(?:[^，。；\d占]{1,14}的)?"
)
"""Between an amount and a share of it nothing is named but what the share is of."""
_IS: Final = re.compile(
    r"(?:占|为|是|(?<!下)达到?|相当于|不到|超过|不足)[^，。；]{0,10}$|完成[^，。；\d]{0,6}(?:任务|计划|目标|指标)[数量]?$"
)
_ENDED: Final = re.compile(r"[，。；、）（]|以上|多|左右|有余|强|弱|$")
"""Behind a share in words that is of what stands before it; 六成企业 is of what follows."""
_BEHIND: Final = re.compile(
    r"[\u4e00-\u9fff“”]{0,12}，[^，。；\d]{0,8}?(?:即|共计?|计|均?为|有|达|也就是|约)[^，。；\d]{0,8}"
)
_THAT_IS: Final = re.compile(r"[^，。；（）\d]{0,12}(?:，即|（即?|，也就是)")
"""约六成涉及小微企业，即79起中的48起."""
_AMONG: Final = re.compile(r"[^，。；（）\d]{0,14}[中里]，?[^。；\d中里]{0,24}")
_OF_IT: Final = re.compile(r"[^。；\d]{0,10}其中[^。；\d]{0,18}")
_TOGETHER_TAIL: Final = re.compile(r"(?:案件)?(?:[两二三四]大?[个类项者种])?(?:案件)?(?:合计|共计|一?共|总计)?$")
_TOGETHER: Final = re.compile(r"合计|两项|两类|之和|相加|三项|[和及与]")


def explicit(context: Context, rate: re.Match[str] | None) -> Iterator[Claim]:
    """What words bind: 24个中有22个 beside the share, 98起占140起的七成."""
    before, behind, lead = context.before, context.behind, context.quotient.lead
    told = context.around
    if before is not None and re.fullmatch(r"）?[\u4e00-\u9fff]{0,8}的", lead):
        if _IS.search(before.lead) and before.sentence == context.sentence.number:
            yield from (Claim(part, term(before), sure=SURE) for part in _listed(context, before))
        return
    after = context.sentence.text[context.quotient.end - context.sentence.start :]
    for whole, part in zip(told, told[1:], strict=False):
        if not (direct := _one_of(whole, part)) or part.sentence != context.sentence.number:
            continue
        if behind is whole and _THAT_IS.match(after):
            yield Claim(term(part), term(whole), sure=direct)
        if behind is part and before is whole and not rate and _BEHIND.match(part.lead):
            yield Claim(term(part), term(whole), sure=NEAR)
        if before is part and "；" not in lead and not quoted_between(context, part):
            denied = bool(DENIED.search(context.called(part))) != bool(DENIED.search(context.clause))
            if (
                rate
                and headed(context, rate["stem"], part)
                and not denied
                or not rate
                and _BARE.fullmatch(_led(context, part))
            ):
                yield Claim(term(part), term(whole), sure=direct)


def _listed(context: Context, before: Figure) -> list[Term]:
    """The amounts before one: of an enumeration all together and the last, else the last."""
    told = [f for f in context.around if f.index < before.index and f.sentence == before.sentence]
    own = [f for f in told if f.same == before.same]
    if not own and before.unit == _ANY and told and told[-1].index == before.index - 1:
        own = [f for f in told[-1:] if f.value <= before.value]
    return together(own)


def _one_of(whole: Figure, part: Figure) -> int:
    """How surely the words say that the second is some of the first."""
    near = part.index - whole.index == 1 and whole.same == part.same and part.sentence == whole.sentence
    if not near or whole.value < part.value or whole.depth > part.depth or whole.period != part.period:
        return MEANT
    return NEAR if _OF_IT.fullmatch(part.lead) else SURE if _AMONG.fullmatch(part.lead) else MEANT


def bound(context: Context, rate: re.Match[str] | None) -> list[Claim]:
    """Part and whole by their names and places; the first claim is the one meant."""
    parts, left = _parts(context, rate)
    claims: list[Claim] = []
    for part in parts:
        if rate and not _follows(context, part):
            continue
        found, sure = wholes(context, part, rate)
        claims += [Claim(part, whole, left, max(sure, close(context, part, whole))) for whole in found]
    fitting = [c for c in claims if context.quotient.allows(c.value, c.slack)]
    if fitting:
        return fitting
    values = {(c.part.value, c.whole.value) for c in claims}
    return claims if len(values) == 1 or (claims and len(claims[0].part.figures) > 1) else []


def _follows(context: Context, part: Term) -> bool:
    """Whether a rate stands right behind its part, or only others of the list between."""
    own = part.figures[-1]
    here = context.sentence.start
    between = [f for f in context.around if own.index < f.index and f.token.end <= context.quotient.start]
    if own.token.start > context.quotient.start:
        return own is context.behind and bool(
            DENIED.match(own.label) or context.sentence.text[context.quotient.end - here] == "（"
        )
    if own.sentence != context.sentence.number:
        return not [f for f in between if f.sentence == context.sentence.number]
    text = context.sentence.text[own.token.end - here : context.quotient.start - here]
    return all(f.same == own.same for f in between) and "；" not in text and not quoted_between(context, own)


def _parts(context: Context, rate: re.Match[str] | None) -> tuple[list[Term], bool]:
    """What a share is the share of; and whether it is of what is left, as 合格率 is beside 不合格."""
    before, behind, quotient = context.before, context.behind, context.quotient
    text = context.sentence.text
    between = (
        text[quotient.end - context.sentence.start : behind.token.start - context.sentence.start] if behind else ""
    )
    if behind is not None and re.fullmatch(r"（(?:即|共)?", between):
        return [term(behind)], False
    subject = _SUBJECT.search(context.clause)
    name = rate["stem"] if rate else subject["name"] if subject else ""
    if name:
        if not rate and not re.search("[各均]|分别", context.clause) and (both := _both(context, name)):
            return [both], False
        called = by_name(context, name, denied=False, rate=bool(rate))
        called = [f for f in called if headed(context, name, f)] if rate else called
        if len(called) > 1 and _TOGETHER.search(re.split("[。；]", quotient.lead)[-1]):
            return [Term(sum((f.value for f in called), Decimal(0)), "", tuple(called))], False
        if called:
            return [term(f) for f in called], False
        if rate:
            called = [f for f in by_name(context, name, denied=True, rate=True) if headed(context, name, f)]
            return [term(f) for f in called], True
    here = before is not None and before.sentence == context.sentence.number
    if not rate and before is not None and here and _BARE.fullmatch(_led(context, before)) and "占" in quotient.lead:
        return together([f for f in context.around if f.index <= before.index and f.sentence == before.sentence]), False
    if behind is not None and not rate and _BEHIND.fullmatch(between):
        return [term(behind)], False
    if quotient.printed.startswith("每"):
        name = between.split("，")[0][1:]
        return [term(f) for f in by_name(context, name, denied=False, rate=True)], False
    ended = _ENDED.match(text[quotient.end - context.sentence.start :])
    if not rate and before is not None and here and ended and _BARE.fullmatch(_led(context, before)):
        return [term(before)], False
    return [], False


def _both(context: Context, name: str) -> Term | None:
    """市容环卫与渣土运输两大类合计: what two names or more count together."""
    pieces = [_TOGETHER_TAIL.sub("", piece) for piece in re.split("[、和及与]", name)]
    found = [[f for f in context.around if piece and piece in context.called(f)] for piece in pieces]
    told = tuple(figures[0] for figures in found if len(figures) == 1)
    if len(told) < len(pieces) or len(pieces) == 1 or len({f.same for f in told}) > 1:
        return None
    return Term(sum((f.value for f in told), Decimal(0)), "", told)


def _led(context: Context, before: Figure) -> str:
    """The words between an amount and the share behind it, without what the amount counts."""
    return context.quotient.lead.removeprefix(before.noun)
