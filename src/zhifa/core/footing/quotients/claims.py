"""What words call the part of a share: the name of a figure, in its row or by what it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.quotients.quotas import HUNDRED, Quotient
from zhifa.core.footing.quotients.terms import Term, term
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.naming import pairs_of
from zhifa.core.footing.reading.periods import THIS_YEAR

MEANT, NEAR, SURE = 0, 1, 2
EMPTY: Final = re.compile(
    r"[的了占率重数量为是共“”、]|比例|全部|全年|案件|情况|其中|达到|今年|本年度?|人数|件数|所有|总|合计|累计|领域|最[高多大]|居首"
)
DENIED: Final = re.compile(r"[不未无非]|超期|逾期|没有|尚")
_DUE: Final = re.compile(r"应(?!急|诉|用|对)[\u4e00-\u9fff]")
_DONE: Final = re.compile(r"实|已")
_HOW: Final = re.compile(
    r"按期|按时|及时|限时|准时|一次|首次|重复|提前|先行|当场|以上|上门|主动|自动|综合|平均|规范|有效"
)
"""A rate of what was done so says more than the rate."""
ALIKE: Final = 2
_WINDOW: Final = 200
"""How many figures back a report still speaks of the same."""


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
    reading: Reading
    lexicon: Lexicon

    @property
    def clause(self) -> str:
        """The last clause before a share; with the one before it where it says no more than 为."""
        return re.split(r"[。；：（）]|，(?!约?(?:占比?[^，。；]{0,8}|为|是|达到?)为?$)", self.quotient.lead)[-1]

    @property
    def before(self) -> Figure | None:
        return next((f for f in reversed(self.around) if f.token.end <= self.quotient.start), None)

    @property
    def behind(self) -> Figure | None:
        told = (f for f in self.around if f.token.start >= self.quotient.end and f.sentence == self.sentence.number)
        return next(told, None)

    def told_before(self, part: Figure) -> list[Figure]:
        """What the report counted of all the year before a part."""
        near = self.reading.figures[max(0, part.index - _WINDOW) : part.index]
        told = (f for f in near if f.counted and f.exact)
        told = (f for f in told if (f.near == "money") == (part.near == "money"))
        return [
            f
            for f in told
            if f.period == THIS_YEAR
            and not f.moved
            and not f.partial
            and f.value >= part.value
            and f.lead[-1:] not in ("由", "从")
        ]

    def called(self, figure: Figure) -> str:
        return self.names.get(figure.index) or figure.label[-14:] + figure.noun[:10]


def in_rows(around: Sequence[Figure]) -> dict[int, str]:
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


def by_name(context: Context, name: str, *, denied: bool, rate: bool) -> list[Figure]:
    """The figures of a name: the part of 优秀卷占28% and of 销号率."""
    wanted = EMPTY.sub("", name)
    known = context.lexicon.words.get(f"rate {name[-2:]}") if rate else None
    grams = pairs_of(wanted)
    found: list[tuple[int, Figure]] = []
    for figure in context.around:
        said = EMPTY.sub("", context.called(figure))
        other = bool(DENIED.search(said)) != bool(DENIED.search(wanted))
        if _DUE.search(figure.label) or other != denied:
            continue
        tied = sum(gram in said for gram in grams)
        if rate and (known.search(said) if known else set(wanted[-2:]) <= set(said[-8:])):
            tied = max(tied, 1)
        if rate and len(said) > 2 and wanted.startswith(said):
            continue  # 重点单位检查率 is a rate of the units and no share of them
        whole = tied == len(grams) or (len(said) > ALIKE and wanted.startswith(said))
        if tied and (tied * 3 >= len(grams) if rate else whole):
            found.append((tied, figure))
    own = [(many, f) for many, f in found if f.sentence == context.sentence.number] or found
    most = max((many for many, _ in own), default=0)
    return [f for many, f in own if many == most]


def headed(context: Context, stem: str, part: Figure) -> bool:
    """Whether a figure counts what a rate is called by: 已有253处销号, 销号率."""
    head = EMPTY.sub("", stem)[-2:]
    said = EMPTY.sub("", context.called(part))
    how = _HOW.search(stem)
    if how and how[0] not in said:
        return False
    known = context.lexicon.words.get(f"rate {head}")
    done = _DONE.search(part.label) and stem[:2] in said
    return bool(done or known.search(said)) if known else bool(done) or set(head) <= set(said[-10:])


def quoted_between(context: Context, part: Figure) -> bool:
    """Whether another share stands between a part and this one."""
    return any(part.token.end <= q.start < context.quotient.start for q in context.told)


def together(told: Sequence[Figure]) -> list[Term]:
    """The last of some figures, behind the sum of the enumeration it ends, if it ends one."""
    many = next((at for at, f in enumerate(reversed(told)) if not f.lead.startswith("、")), 0)
    listed = tuple(told[-many - 1 :]) if many else ()
    summed = [Term(sum((f.value for f in listed), Decimal(0)), "", listed)] if listed else []
    return [*summed, *(term(f) for f in told[-1:])]
