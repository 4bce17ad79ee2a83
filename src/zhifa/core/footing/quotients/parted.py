"""Shares and rates whose part and whole the words around them bind, in whatever order they are told.

24个工地中有22个达标，达标率91.7% · 占全部诉求的34%，诉求总量1500件 · 优秀卷占28% with 优秀卷35卷 a sentence before ·
应出庭96件，实际出庭84件，出庭率87.5%. What is bound by words is believed; where only the whole is meant, the text
must leave one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, rounded
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.bindings import bound, explicit
from zhifa.core.footing.quotients.claims import NEAR, SURE, Claim, Context, in_rows
from zhifa.core.footing.quotients.quotas import HUNDRED, Quotient, inside, quotients
from zhifa.core.footing.quotients.terms import Term, term
from zhifa.core.footing.quotients.wholes import OF as NAMED
from zhifa.core.footing.quotients.wholes import shared
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon

_SHARE: Final = re.compile(r"占|的$|比例|比重|相当于|贡献")
RATE: Final = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{1,10})(?:率|(?<=意)度)(?:就|已|仅|高|均|继续|持续|始终|一直|稳定|保持|维持|在)*(?:为|是|达到?|高达|约|近|超过?)?$"
)
_LIMIT: Final = re.compile(
    r"目标|(?:任务|计划|指标)[^，。；]{0,4}$|不(?:低|高|少|多)于|要求|力争|确保|同比|环比|[比较][上去]年|[上去]一?年[^，。；]{0,12}$|[低高]于[^，。；]{0,8}$|[由从][^，。；]{0,10}$|平均"
)
_ONLY: Final = re.compile(r"[，（](?:占比最[多大高]，达?|约?占比?为?)")
_MOVES: Final = re.compile(r"增|减|升|降|提|缩|压|多|少|涨|落")
_SPAN: Final = re.compile(r"[一二三四]季度|[上下]半年|\d{1,2}月份?")
BOUND: Final = "bound"
"""The kind of a check whose part and whole the words of the text bind."""
_BACK: Final = 2
_ODDS: Final = Decimal("0.2")
"""How many of the readings tried may give a share by chance."""
_FAR: Final = 25
"""Points by which no rate is mistaken in words."""
_MOST: Final = 24
"""How many amounts before a share it may be of."""


def parted(reading: Reading, lexicon: Lexicon) -> Iterator[tuple[Quotient, Check, bool]]:
    """Every share and rate whose part and whole are bound, and whether the words bind both."""
    for sentence in reading.sentences:
        text = reading.document.passages[sentence.passage].text
        told = quotients(sentence, text)
        around = [f for f in _around(reading, sentence) if not inside(f, told)] if told else []
        names = in_rows(around)
        named: Term | None = None
        for quotient in told:
            if quotient.times or quotient.high <= 0 or _LIMIT.search(quotient.lead):
                continue
            context = Context(
                sentence, quotient, _beside(around, quotient), _near(told, quotient), names, reading, lexicon
            )
            both = [named and _carried(context, named), _judged(context)]
            found = next((one for one in both if one and one[0].state == HOLDS), both[0] or both[1])
            if found:
                whole = reading.figures[found[0].figures[0]]
                named = term(whole) if NAMED.search(context.clause) and whole.counted else named
                yield quotient, *found


def _beside(around: Sequence[Figure], quotient: Quotient) -> tuple[Figure, ...]:
    """The amounts nearest to a share: no list is longer, and a monstrous text ends."""
    here = quotient.sentence.number
    before = [f for f in around if f.sentence < here or (f.sentence == here and f.token.start < quotient.start)]
    return tuple(around[max(0, len(before) - _MOST) : len(before) + _MOST // 2])


def _near(told: Sequence[Quotient], quotient: Quotient) -> tuple[Quotient, ...]:
    """The shares nearest to one."""
    at = told.index(quotient)
    return tuple(told[max(0, at - _MOST // 2) : at + _MOST // 2])


def _around(reading: Reading, sentence: Sentence) -> list[Figure]:
    """The amounts of a sentence, of the two before and of the one behind it."""
    told = [s for s in reading.sentences_of(sentence.passage) if -1 <= sentence.number - s.number <= _BACK]
    return [f for s in told for f in s.figures if _usable(f)]


def _usable(figure: Figure) -> bool:
    wanted = figure.near not in ("", "points", "times", "time", "score") or figure.same == "bare"
    return wanted and not figure.token.percent and not figure.moved and figure.value > 0


def _judged(context: Context) -> tuple[Check, bool] | None:
    rate = RATE.search(context.clause)
    bare = not rate and not _SHARE.search(context.clause)
    if bare and (context.quotient.figure is not None or _MOVES.search(context.clause)):
        return None
    if rate and re.search("和(?!解)|[及与]", rate["stem"]):
        return None  # a rate of several grades
    span = _SPAN.search(context.clause)
    if span and not any(span[0] in f.lead for f in context.around):
        return None  # 上半年…；二季度不合格率2.49%: of amounts nobody told
    claims = list(explicit(context, rate)) or bound(context, rate)
    for claim in claims:
        if context.quotient.allows(claim.value, claim.slack):
            return _said(context.quotient, claim, rate, HOLDS), claim.sure >= NEAR
    best = claims[0] if claims else None
    if best is None or not best.part.exact or not best.whole.exact:
        return None
    quotient = context.quotient
    spoken = quotient.figure is None and rate
    if best.sure < SURE and spoken and max(quotient.low - best.value, best.value - quotient.high) > _FAR:
        return None  # 农药使用量186吨；回收包装废弃物41.3吨，回收率达到八成
    if best.sure < SURE and (_saved(context, best) or _told_after(quotient, best)):
        return None
    return _said(context.quotient, best, rate, CONTRADICTION), best.sure >= NEAR


def _carried(context: Context, whole: Term) -> tuple[Check, bool] | None:
    """144份，占检查工地数的40%；18份，占5%: of what the share before it named."""
    part = context.before
    if part is None or not _ONLY.fullmatch(context.quotient.lead) or part.sentence != context.sentence.number:
        return None
    claim = Claim(term(part), whole)
    if part in whole.figures or "其中" in part.lead or part.value > whole.value or part.lead.startswith("、"):
        return None
    held = context.quotient.allows(claim.value, claim.slack)
    return _said(context.quotient, claim, None, HOLDS if held else CONTRADICTION), False


def _told_after(quotient: Quotient, claim: Claim) -> bool:
    """女队员27人，占三分之一。党员52人: what a sentence of its own tells afterwards is no whole of it."""
    return all(figure.sentence > quotient.sentence.number for figure in claim.whole.figures)


def _saved(context: Context, claim: Claim) -> bool:
    """Whether another figure beside it makes the share right, and hardly by chance.

    The part of another whole, the part together with another, the whole without it or with it: what is printed exactly
    says much, and 三成 is said of many pairs.
    """
    part, whole = claim.part.value, claim.whole.value
    own = (*claim.part.figures, *claim.whole.figures)
    told = [f for f in context.around if f.same == own[0].same and f not in own]
    if claim.sure == NEAR:
        told = [f for f in told if f.token.end <= context.quotient.start]
    others = [f.value for f in told]
    apart = "；" in own[0].lead  # 36人，占80%；船员18人，占四成: no share of another part
    ahead = [f for f in told if f.token.end <= context.quotient.start]
    readings = [
        [(part, f.value) for f in ahead if not (apart and shared(context, f))],
        [(part + other, whole) for other in others],
        [(part, whole - other) for other in others],
        [(part, whole + other) for other in others],
    ]
    tried = 0
    for pairs in readings:
        tried += len(pairs)
        if any(w > 0 and w >= p and context.quotient.near(p * HUNDRED / w) for p, w in pairs):
            return tried * context.quotient.width <= _ODDS
    return False


def _said(quotient: Quotient, claim: Claim, rate: re.Match[str] | None, state: str) -> Check:
    kind = BOUND if claim.sure == SURE else "share" if claim.sure == NEAR or not rate else "rate"
    value = rounded(claim.value)
    sign = "" if state == HOLDS else f" ≠ {quotient.printed}"
    told = dict.fromkeys([*claim.whole.figures, *claim.part.figures, *([quotient.figure] if quotient.figure else [])])
    explain = f"{quotient.said}：由 {'、'.join(named(f) for f in told)} 算"
    left = "1 − " if claim.left else ""
    expression = f"{left}{plain(claim.part.value)} ÷ {plain(claim.whole.value)} = {value}%{sign}"
    return check(kind, state, expression, explain, list(told))
