"""Shares and rates whose part and whole the words around them bind, in whatever order they are told.

24个工地中有22个达标，达标率91.7% · 占全部诉求的34%，诉求总量1500件 · 优秀卷占28% with 优秀卷35卷 a sentence before ·
应出庭96件，实际出庭84件，出庭率87.5%. What is bound by words is believed; where only the whole is meant, the text
must leave one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.quotas import HUNDRED, Quotient, inside, quotients
from zhifa.core.footing.quotients.terms import Term
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import opposites

_SHARE: Final = re.compile(r"占|的$|比例|比重|相当于|贡献")
_RATE: Final = re.compile(r"(?P<stem>[\u4e00-\u9fff]{1,10})率(?:就|已|仅|高|均)?(?:为|是|达到?|高达|约|近|超过?)?$")
_OF: Final = re.compile(
    r"占(?:到|了)?(?P<of>(?![到了比])[\u4e00-\u9fff]{2,14}?)的?(?:比例|比重)?(?:为|达)?$|相当于(?P<like>[\u4e00-\u9fff]{2,14}?)的$"
)
_SUBJECT: Final = re.compile(
    r"^(?:其中|同时|而)?(?P<name>[\u4e00-\u9fff“”]{2,14}?)(?:分别|各|约|仅|就|已|均|只)*(?:占|相当于|所占|的?比例|的?比重)"
)
_ALL: Final = re.compile(r"^(?:全部|全年|全体|总数量?|总量|总人数|总额|全[市县区镇街局队省]|该类|其)*的?$")
_BARE: Final = re.compile(
    r"[，（]?(?:约|仅|只|就|恰好?|正好|刚好|超过?|接?近|将近|不足|不到|已|也|，|即|，)*(?:占|为|达到?|是)?(?:了|到|比|总数|总量|全部)*"
    r"(?:为|达|的)?(?:超过?|接?近|将近|不足|不到|约)?(?:[^，。；\d占]{1,14}的)?"
)
"""Between an amount and a share of it nothing is named but what the share is of."""
_BEHIND: Final = re.compile(
    r"[\u4e00-\u9fff“”]{0,12}，[^，。；\d]{0,8}?(?:即|共计?|计|均?为|有|达|也就是|约)[^，。；\d]{0,8}"
)
_AMONG: Final = re.compile(r"[^，。；（）\d]{0,14}[中里]，?[^。；\d中里]{0,24}")
_OF_IT: Final = re.compile(r"[^。；\d]{0,10}其中[^。；\d]{0,18}")
_THAT_IS: Final = re.compile(r"[，（](?:即|也就是说?|其中)?|：")
_LIMIT: Final = re.compile(
    r"目标|不(?:低|高|少|多)于|要求|力争|确保|同比|环比|[比较][上去]年|[上去]一?年[^，。；]{0,12}$|[低高]于[^，。；]{0,8}$|[由从][^，。；]{0,10}$|平均"
)
_DUE: Final = re.compile(r"应(?!急|诉|用|对)(?P<what>[\u4e00-\u9fff]{1,2})")
_DONE: Final = re.compile(r"实|已")
_HOW: Final = re.compile(
    r"按期|按时|及时|限时|准时|一次|首次|重复|提前|先行|当场|以上|上门|主动|自动|综合|平均|规范|有效"
)
"""A rate of what was done so says more than the rate."""
_MEANT, _NEAR, _SURE = 0, 1, 2
_EMPTY: Final = re.compile(
    r"[的了占率重数量为是共“”]|比例|全部|全年|案件|情况|其中|达到|今年|本年度?|人数|件数|所有|总|合计|累计"
)
_DENIED: Final = re.compile(r"[不未无非]|超期|逾期|没有|尚")
_SPANS: Final = re.compile(r"季度|半年|\d月")
_TOGETHER: Final = re.compile(r"合计|两项|两类|之和|相加|三项|[和及与]")
_MOVES: Final = re.compile(r"增|减|升|降|提|缩|压|多|少|涨|落")
BOUND: Final = "bound"
"""The kind of a check whose part and whole the words of the text bind."""
_BACK: Final = 2
_ALIKE: Final = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """A part and its whole, whether the rate is of what is left, and how sure it is that they are meant."""

    part: Term
    whole: Term
    left: bool = False
    sure: int = 0

    @property
    def value(self) -> Decimal:
        share = self.part.value * HUNDRED / self.whole.value
        return HUNDRED - share if self.left else share

    @property
    def slack(self) -> Decimal:
        return (self.part.slack + self.part.value * self.whole.slack / self.whole.value) * HUNDRED / self.whole.value


@dataclass(frozen=True, slots=True)
class Context:
    """What a share is judged by: the words of its clause, and the amounts around it with their names."""

    sentence: Sentence
    quotient: Quotient
    around: tuple[Figure, ...]
    told: tuple[Quotient, ...]
    names: Mapping[int, str]
    lexicon: Lexicon

    @property
    def clause(self) -> str:
        return re.split(r"[，。；：（）]", self.quotient.lead)[-1]

    @property
    def before(self) -> Figure | None:
        return next((f for f in reversed(self.around) if f.token.end <= self.quotient.start), None)

    @property
    def behind(self) -> Figure | None:
        told = (f for f in self.around if f.token.start >= self.quotient.end and f.sentence == self.sentence.number)
        return next(told, None)

    def called(self, figure: Figure) -> str:
        return self.names.get(figure.index) or figure.label[-14:] + figure.noun[:10]


def parted(reading: Reading, lexicon: Lexicon) -> Iterator[tuple[Quotient, Check, bool]]:
    """Every share and rate whose part and whole are bound, and whether the words bind both."""
    for sentence in reading.sentences:
        text = reading.document.passages[sentence.passage].text
        told = quotients(sentence, text)
        around = [f for f in _around(reading, sentence) if not inside(f, told)] if told else []
        names = _in_rows(around)
        for quotient in told:
            if quotient.times or quotient.high <= 0 or _LIMIT.search(quotient.lead):
                continue
            context = Context(sentence, quotient, tuple(around), tuple(told), names, lexicon)
            if found := _judged(context):
                yield quotient, *found


def _in_rows(around: Sequence[Figure]) -> dict[int, str]:
    """即办件与承诺件分别为910件和390件: the name of each in its place."""
    found: dict[int, str] = {}
    for place, figure in enumerate(around):
        said = re.search(r"([^，。；：]{3,60}?)(?:分别|依次)[^，。；\d]{0,8}$", figure.lead)
        if said is None:
            continue
        row = [figure]
        for other in around[place + 1 :]:
            if not re.fullmatch(r"[、，]?(?:和|及|与|以及)?", other.lead):
                break
            row.append(other)
        names = re.split(r"[、和及与]|以及", said[1])
        if len(names) == len(row) > 1:
            found.update((f.index, name) for f, name in zip(row, names, strict=True))
    return found


def _around(reading: Reading, sentence: Sentence) -> list[Figure]:
    """The amounts of a sentence, of the two before and of the one behind it."""
    told = [s for s in reading.sentences_of(sentence.passage) if -1 <= sentence.number - s.number <= _BACK]
    return [f for s in told for f in s.figures if _usable(f)]


def _usable(figure: Figure) -> bool:
    wanted = figure.near not in ("", "points", "times", "time", "score") or figure.same == "bare"
    return wanted and not figure.token.percent and not figure.moved and figure.value > 0


def _judged(context: Context) -> tuple[Check, bool] | None:
    rate = _RATE.search(context.clause)
    bare = not rate and not _SHARE.search(context.clause)
    if bare and (context.quotient.figure is not None or _MOVES.search(context.clause)):
        return None
    if rate and re.search("[和及与]", rate["stem"]):
        return None  # a rate of several grades
    claims = list(_explicit(context, rate)) or _bound(context, rate)
    for claim in claims:
        if context.quotient.allows(claim.value, claim.slack):
            return _said(context.quotient, claim, rate, HOLDS), claim.sure >= _NEAR
    best = claims[0] if claims else None
    if best is None or not best.part.exact or not best.whole.exact:
        return None
    if best.sure < _SURE and (_saved(context, best) or _spoken(context, best)):
        return None
    return _said(context.quotient, best, rate, CONTRADICTION), best.sure >= _NEAR


def _saved(context: Context, claim: Claim) -> bool:
    """Whether the share is right of the part with another figure, or of the whole without one."""
    part, whole = claim.part.value, claim.whole.value
    own = (*claim.part.figures, *claim.whole.figures)
    for figure in context.around:
        if figure.same != own[0].same or figure in own:
            continue
        if claim.sure == _NEAR and figure.token.end > context.quotient.start:
            continue
        other = figure.value
        pairs = [(part + other, whole), (part, whole + other), (part, whole - other), (part, other)]
        if any(w > 0 and w >= p and context.quotient.near(p * HUNDRED / w) for p, w in pairs):
            return True
    return False


def _spoken(context: Context, claim: Claim) -> bool:
    """Whether the words are of rates no two counts give."""
    return len(claim.part.figures) == 1 and bool(context.lexicon.words["averaged"].search(context.quotient.lead))


def _explicit(context: Context, rate: re.Match[str] | None) -> Iterator[Claim]:
    """What words bind: 24个中有22个 beside the share, 98起占140起的七成."""
    before, behind, lead = context.before, context.behind, context.quotient.lead
    told = context.around
    if before is not None and re.fullmatch(r"）?[\u4e00-\u9fff]{0,8}的", lead):
        if re.search(r"占|为|是|达|相当于|不到|超过|不足", before.lead) and before.sentence == context.sentence.number:
            yield from (Claim(part, _term(before), sure=_SURE) for part in _listed(context, before))
        return
    after = context.sentence.text[context.quotient.end - context.sentence.start :]
    for whole, part in zip(told, told[1:], strict=False):
        if not (direct := _one_of(whole, part)) or part.sentence != context.sentence.number:
            continue
        if behind is whole and re.match("，即|（即?|，也就是", after):
            yield Claim(_term(part), _term(whole), sure=direct)
        if behind is part and before is whole and not rate and _BEHIND.match(part.lead):
            yield Claim(_term(part), _term(whole), sure=_NEAR)
        if before is part and "；" not in lead and not _quoted_between(context, part):
            denied = bool(_DENIED.search(context.called(part))) != bool(_DENIED.search(context.clause))
            if (
                rate
                and _headed(context, rate["stem"], part)
                and not denied
                or not rate
                and _BARE.fullmatch(_led(context, part))
            ):
                yield Claim(_term(part), _term(whole), sure=direct)


def _listed(context: Context, before: Figure) -> list[Term]:
    """The amounts before one: of an enumeration all together and the last, else the last."""
    told = [f for f in context.around if f.index < before.index and f.same == before.same]
    return _together([f for f in told if f.sentence == before.sentence])


def _together(told: Sequence[Figure]) -> list[Term]:
    """The last of some figures, behind the sum of the enumeration it ends, if it ends one."""
    many = next((at for at, f in enumerate(reversed(told)) if not f.lead.startswith("、")), 0)
    listed = tuple(told[-many - 1 :]) if many else ()
    summed = [Term(sum((f.value for f in listed), Decimal(0)), "", listed)] if listed else []
    return [*summed, *(_term(f) for f in told[-1:])]


def _quoted_between(context: Context, part: Figure) -> bool:
    """Whether another share stands between a part and this one."""
    return any(part.token.end <= q.start < context.quotient.start for q in context.told)


def _one_of(whole: Figure, part: Figure) -> int:
    """How surely the words say that the second is some of the first."""
    near = part.index - whole.index == 1 and whole.same == part.same and part.sentence == whole.sentence
    if not near or whole.value < part.value or whole.depth > part.depth or whole.period != part.period:
        return _MEANT
    return _NEAR if _OF_IT.fullmatch(part.lead) else _SURE if _AMONG.fullmatch(part.lead) else _MEANT


def _headed(context: Context, stem: str, part: Figure) -> bool:
    """Whether a figure counts what a rate is called by: 已有253处销号, 销号率."""
    head = _EMPTY.sub("", stem)[-2:]
    said = _EMPTY.sub("", context.called(part))
    how = _HOW.search(stem)
    if how and how[0] not in said:
        return False
    known = context.lexicon.words.get(f"rate {head}")
    done = _DONE.search(part.label) and stem[:2] in said
    return bool(done or known.search(said)) if known else bool(done) or set(head) <= set(said[-10:])


def _bound(context: Context, rate: re.Match[str] | None) -> list[Claim]:
    """Part and whole by their names and places; the first claim is the one meant."""
    parts, left = _parts(context, rate)
    claims: list[Claim] = []
    for part in parts:
        if rate and not _follows(context, part):
            continue
        wholes, sure = _wholes(context, part, rate)
        claims += [Claim(part, whole, left, max(sure, _close(context, part, whole))) for whole in wholes]
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
            _DENIED.match(own.label) or context.sentence.text[context.quotient.end - here] == "（"
        )
    if own.sentence != context.sentence.number:
        return not [f for f in between if f.sentence == context.sentence.number]
    text = context.sentence.text[own.token.end - here : context.quotient.start - here]
    return all(f.same == own.same for f in between) and "；" not in text and not _quoted_between(context, own)


def _close(context: Context, part: Term, whole: Term) -> int:
    """Whether whole, part and share follow one another in one sentence, with nothing else to choose from."""
    own, all_ = part.figures[-1], whole.figures[-1]
    beside = own is context.before and all_.index == own.index - 1 and all_.sentence == own.sentence
    larger = [f for f in context.around if f.same == own.same and f.value >= own.value and f is not own]
    here = own.sentence == context.sentence.number and "；" not in context.quotient.lead
    return _NEAR if beside and here and len(larger) == 1 else _MEANT


def _parts(context: Context, rate: re.Match[str] | None) -> tuple[list[Term], bool]:
    """What a share is the share of; and whether it is of what is left, as 合格率 is beside 不合格."""
    before, behind, quotient = context.before, context.behind, context.quotient
    text = context.sentence.text
    between = (
        text[quotient.end - context.sentence.start : behind.token.start - context.sentence.start] if behind else ""
    )
    if behind is not None and re.fullmatch(r"（(?:即|共)?", between):
        return [_term(behind)], False
    subject = _SUBJECT.search(context.clause)
    name = rate["stem"] if rate else subject["name"] if subject else ""
    if name:
        called = _named(context, name, denied=False, rate=bool(rate))
        called = [f for f in called if _headed(context, name, f)] if rate else called
        if len(called) > 1 and _TOGETHER.search(re.split("[。；]", quotient.lead)[-1]):
            return [Term(sum((f.value for f in called), Decimal(0)), "", tuple(called))], False
        if called:
            return [_term(f) for f in called], False
        if rate:
            called = [f for f in _named(context, name, denied=True, rate=True) if _headed(context, name, f)]
            return [_term(f) for f in called], True
    here = before is not None and before.sentence == context.sentence.number
    if not rate and before is not None and here and _BARE.fullmatch(_led(context, before)) and "占" in quotient.lead:
        return _together(
            [f for f in context.around if f.index <= before.index and f.sentence == before.sentence]
        ), False
    if behind is not None and not rate and _BEHIND.fullmatch(between):
        return [_term(behind)], False
    if quotient.printed.startswith("每"):
        name = between.split("，")[0][1:]
        return [_term(f) for f in _named(context, name, denied=False, rate=True)], False
    if not rate and before is not None and here and _BARE.fullmatch(_led(context, before)):
        return [_term(before)], False
    return [], False


def _led(context: Context, before: Figure) -> str:
    """The words between an amount and the share behind it, without what the amount counts."""
    return context.quotient.lead.removeprefix(before.noun)


def _named(context: Context, name: str, *, denied: bool, rate: bool) -> list[Figure]:
    """The figures of a name: the part of 优秀卷占28% and of 销号率."""
    wanted = _EMPTY.sub("", name)
    known = context.lexicon.words.get(f"rate {name[-2:]}") if rate else None
    grams = {wanted[at : at + _ALIKE] for at in range(len(wanted) - 1)}
    found: list[tuple[int, Figure]] = []
    for figure in context.around:
        said = _EMPTY.sub("", context.called(figure))
        other = bool(_DENIED.search(said)) != bool(_DENIED.search(wanted))
        if _DUE.search(figure.label) or other != denied:
            continue
        tied = sum(gram in said for gram in grams)
        if rate and (known.search(said) if known else set(wanted[-2:]) <= set(said[-8:])):
            tied = max(tied, 1)
        if rate and len(said) > 2 and wanted.startswith(said):
            continue  # 重点单位检查率 is a rate of the units and no share of them
        if tied and (tied * 3 >= len(grams) if rate else tied == len(grams)):
            found.append((tied, figure))
    own = [(many, f) for many, f in found if f.sentence == context.sentence.number] or found
    most = max((many for many, _ in own), default=0)
    return [f for many, f in own if many == most]


def _wholes(context: Context, part: Term, rate: re.Match[str] | None) -> tuple[list[Term], int]:
    """What a share is a share of, the likeliest alone where there is one; and how sure it is."""
    own = part.figures[-1]
    others = [f for f in context.around if f not in part.figures and f.same == own.same and f.period == own.period]
    if rate and (due := _due(others, own)):
        return [_term(due)], _SURE
    if (said := _OF.search(context.clause)) and not _ALL.match(said["of"] or said["like"]):
        name = _EMPTY.sub("", said["of"] or said["like"])
        tied = [f for f in others if f.value >= part.value and len(name) >= _ALIKE]
        full = [f for f in tied if name in _EMPTY.sub("", context.called(f))]
        tied = full or [f for f in tied if name[-2:] in context.called(f)]
        return [_term(f) for f in tied], _SURE if len(full) == 1 else _MEANT
    rest = [f for f in others if _beside(context, f, own)]
    larger = [f for f in others if f.value >= part.value and f not in rest and not _shared(context, f)]
    if rate:
        alike = _named(context, rate["stem"], denied=False, rate=True)
        larger = [f for f in larger if f not in alike and "；" not in _between(context, f, own)]
    if rest and not larger:
        row = own.index in context.names and rest[0].index in context.names
        return [Term(part.value + rest[0].value, "", (*part.figures, rest[0]))], _SURE if row else _MEANT
    main = _main(context, larger, part)
    return ([_term(main)] if main is not None else [_term(f) for f in larger]), _MEANT


def _due(others: Sequence[Figure], own: Figure) -> Figure | None:
    """应出庭96件 beside 实际出庭84件: what should have been is the whole of what was."""
    found = []
    for figure in others:
        due = _DUE.search(figure.label)
        if due and figure.sentence == own.sentence and figure.value >= own.value:
            if due["what"] in own.said or _DONE.search(own.label):
                found.append(figure)
    return found[0] if len(found) == 1 else None


def _shared(context: Context, figure: Figure) -> bool:
    """Whether a figure is followed by its own share, so that it is one more part."""
    if figure.sentence != context.sentence.number:
        return False
    text = context.sentence.text[figure.token.end - context.sentence.start :]
    return bool(re.match(r"[^，。；\d]{0,6}[，（](?:约|仅)?占", text))


def _between(context: Context, one: Figure, other: Figure) -> str:
    """The text between two figures of one sentence."""
    first, last = sorted((one, other), key=lambda figure: figure.index)
    if first.sentence != context.sentence.number or last.sentence != first.sentence:
        return ""
    return context.sentence.text[first.token.end - context.sentence.start : last.token.start - context.sentence.start]


def _beside(context: Context, other: Figure, own: Figure) -> bool:
    """Whether two figures are the two halves of a whole nobody counted."""
    if opposites([other, own], context.lexicon) or (_SPANS.search(other.label) and _SPANS.search(own.label)):
        return True
    if own.index in context.names and other.index in context.names:
        return True
    near = abs(own.index - other.index) == 1 and other.sentence == own.sentence
    return near and other.value < own.value and bool(_DENIED.match(other.label))


def _main(context: Context, larger: Sequence[Figure], part: Term) -> Figure | None:
    """The whole that other shares of the sentence are of, or that its parts make."""
    for whole in sorted(larger, key=lambda f: -f.value):
        others = [f for f in context.around if f is not whole and f.same == whole.same and f.value < whole.value]
        witness = [
            q for q in context.told
            if q is not context.quotient and any(q.allows(f.value * HUNDRED / whole.value) for f in others)
        ]  # fmt: skip
        inner = [f for f in others if f.index > whole.index]
        if witness or sum(f.value for f in inner) == whole.value:
            return whole
    return None


def _term(figure: Figure) -> Term:
    return Term(figure.value, figure.said, (figure,))


def _said(quotient: Quotient, claim: Claim, rate: re.Match[str] | None, state: str) -> Check:
    kind = BOUND if claim.sure == _SURE else "share" if claim.sure == _NEAR or not rate else "rate"
    value = claim.value.quantize(Decimal("0.01"))
    sign = "" if state == HOLDS else f" ≠ {quotient.printed}"
    told = dict.fromkeys([*claim.whole.figures, *claim.part.figures, *([quotient.figure] if quotient.figure else [])])
    explain = f"{quotient.said}：由 {'、'.join(named(f) for f in told)} 算"
    left = "1 − " if claim.left else ""
    expression = f"{left}{plain(claim.part.value)} ÷ {plain(claim.whole.value)} = {value}%{sign}"
    return check(kind, state, expression, explain, list(told))
