"""Orders law and practice give to two figures: 受理不多于申请, 审结不多于受理.

Which words mean which figure, and what a breach is worth, is data of `rules/reports`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.lexicon import Lexicon, Relation

_AMONG: Final = re.compile(r"中，?(?:仅|只)?有?$")
"""Behind these words stand some of what they name: 121件受理案件中有6件逾期."""
_PART: Final = re.compile(r"其中|(?:包括|包含)(?!在)|^（|：")
_TOGETHER: Final = re.compile(r"[合总共]计|总?共")


def comparable(one: Figure, other: Figure) -> bool:
    return one.near == other.near and one.period == other.period and one.partial == other.partial


def order(told: str, figures: Sequence[Figure], rule: Relation, context: str, lexicon: Lexicon) -> Iterator[Check]:
    """One order relation in one sentence: the figure that must not be larger beside the nearest it belongs to."""
    if rule.context and not rule.context.search(context):
        return
    if rule.unless and rule.unless.search(told):
        return
    carried = lexicon.words["carried"].search(told)
    for less in figures:
        if not rule.less.fits(less.label) or less.partial:
            continue
        others = [f for f in figures if f is not less and rule.more.fits(f.label) and comparable(f, less)]
        others = [f for f in others if not _AMONG.search(f.lead)]
        if not others:
            continue
        more = min(others, key=lambda figure: (figure.index > less.index, abs(figure.index - less.index)))
        if abs(more.index - less.index) > 4:
            continue
        if rule.severity != UNEXPLAINED and (_of_more(told, figures, less, more) or _of_both(figures, less, more)):
            continue
        own = lexicon.words["of the year"].search(told)
        if made := _ordered(less, more, others, rule, carried=bool(carried)):
            yield replace(made, state=CONTRADICTION) if own and made.exceeds else made


def _of_more(told: str, figures: Sequence[Figure], less: Figure, more: Figure) -> bool:
    """Whether the larger one is only a part of what the smaller one is of: 诉求618件，包括平台工单486件…；办结611件."""
    figures = _since_semicolon(figures, more)
    wider = [f for f in figures if f.index < more.index < less.index and comparable(f, less) and f.same == more.same]
    between = [f for f in figures if more.index < f.index < less.index and comparable(f, less)]
    if any(f.value >= less.value and _TOGETHER.search(f.lead + f.label) for f in between):
        return True
    listed = bool(_PART.search(more.lead)) or any(_PART.search(f.lead) for f in figures if f.index < more.index)
    return any(f.value >= less.value for f in wider) and listed


def _of_both(figures: Sequence[Figure], less: Figure, more: Figure) -> bool:
    """Whether the smaller is of more than the larger: 工单2495件，交办2388件，直办107件；按期回复2424件、逾期71件."""
    alike = [f for f in figures if comparable(f, less) and f.same == more.same and f.exact]
    between = [f.value for f in alike if more.index < f.index < less.index]
    behind = [f.value for f in alike if f.index > less.index]
    told = {f.value for f in alike if f.index < more.index}
    told |= {less.value + sum(behind[:many]) for many in range(1, len(behind) + 1)}
    return any(more.value + sum(between[:many]) in told for many in range(1, len(between) + 1))


def _since_semicolon(figures: Sequence[Figure], figure: Figure) -> Sequence[Figure]:
    """The figures from the last semicolon before one on."""
    begins = [f.index for f in figures if f.index <= figure.index and "；" in f.lead]
    return [f for f in figures if f.index >= max(begins, default=0)]


def _ordered(less: Figure, more: Figure, others: Sequence[Figure], rule: Relation, *, carried: bool) -> Check | None:
    pair = [more, less] if more.index < less.index else [less, more]
    law = {"cite": rule.cite, "status": rule.status}
    low, high = plain(less.value), plain(more.value)
    if less.value <= more.value:
        if rule.equal and less.value < more.value and less.exact and more.exact:
            rest = plain(more.value - less.value)
            explain = f"{named(more)}，{named(less)}，其余 {rest} 没有说明（可能在办、撤回或者不予许可）"
            return check(rule.code, UNEXPLAINED, f"{high} − {low} = {rest}", explain, pair, **law)
        return check(rule.code, HOLDS, f"{low} ≤ {high}", f"{rule.say}：{named(less)}，{named(more)}", pair, **law)
    if carried or not less.exact or not more.exact or any(f.value >= less.value for f in others):
        return None
    strict = less.same == more.same
    severity = rule.severity if strict else UNEXPLAINED
    explain = f"{rule.say}：{named(less)} 多于 {named(more)}，多 {plain(less.value - more.value)}"
    return check(rule.code, severity, f"{low} > {high}", explain, pair, **law)
