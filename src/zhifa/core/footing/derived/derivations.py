"""What a figure may be worked out from: every sum, share, change, mean, account and repetition that lies near enough.

Nothing is asked here of whether the text means it, and nothing of whether it comes out: only what could be tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.derived.views import CHANGE, COUNT, GROWTH, SHARE, View, Views
from zhifa.core.footing.quotients.ratios import HUNDRED
from zhifa.core.footing.reading.naming import pairs_of_words
from zhifa.core.footing.reading.periods import THIS_YEAR

SHARED, GREW, DIFFERS, MEAN, ADDED, CLOSED, ACCOUNT, AGAIN = (
    "share", "growth", "difference", "mean", "sum", "closing", "account", "again",
)  # fmt: skip
"""A share of a whole; growth from a base; what is left of a whole; a mean; the sum of what follows; of what went
before; what came and went; the same told before."""
_OF: Final = re.compile(
    r"(?<![侵强])占(?:了|到)?(?P<of>.{0,16}?)(?:总数|总量|总额|总)?的?(?:比例?|比重|比率)?(?:约?为|达到?|是|约)?$"
)
_SUBJECT: Final = re.compile(r"^(.*?)(?:比|较|与|同比|环比)")
_EACH: Final = re.compile(r"[均每](.{0,6})$")
_LEAST: Final = {SHARE: Decimal(0), GROWTH: Decimal(0), COUNT: Decimal(9), CHANGE: Decimal(4)}
"""Smaller numbers come out of others by chance too often to be asked."""
_AGAIN: Final = 19
_BEFORE, _BEHIND = 12, 4
_PART: Final = 7
_TWICE: Final = 2
_LONGEST: Final = 8
_APART: Final = 4
"""How many figures of other kinds may stand between two parts of a sum."""
_FOUR: Final = 4
_FEW: Final = 4
_THOUSANDS: Final = 1000


@dataclass(frozen=True, slots=True)
class Derivation:
    """One way in which a figure may be worked out: its kind, the figures it is worked out from, and what they give."""

    kind: str
    terms: tuple[View, ...]
    value: Decimal


def asked(view: View) -> bool:
    """Whether a figure is large and exact enough to be asked what it is worked out from."""
    return view.figure.exact and view.kind in _LEAST and view.figure.value > _LEAST[view.kind]


def derivations(views: Views, target: View) -> list[Derivation]:
    """All that a figure may be worked out from, each way once."""
    found: dict[tuple[str, tuple[int, ...]], Derivation] = {}
    for one in _all(views, target):
        found.setdefault((one.kind, tuple(term.index for term in one.terms)), one)
    return list(found.values())


def each(target: View) -> str:
    """What a mean is of each of: 件 of 平均每件; empty where none is named."""
    said = _EACH.search(target.lead)
    return said[1] if said else ""


def of_whole(target: View) -> frozenset[str] | None:
    """The pairs of characters of the whole a share names itself (占检查总数的); None where it names none."""
    said = _OF.search(target.lead)
    return pairs_of_words(said["of"]) if said else None


def _all(views: Views, target: View) -> Iterator[Derivation]:
    if target.kind in (SHARE, GROWTH):
        yield from _quotients(views, target)
    if target.kind in (COUNT, CHANGE):
        yield from _differences(views, target)
    if target.kind == COUNT:
        yield from _means(views, target)
        yield from _sums(views, target)
        yield from _accounts(views, target)
        yield from _again(views, target)


def _around(views: Views, target: View, before: int, behind: int) -> list[View]:
    """The amounts that stand near a figure, in its paragraph or the one before or behind."""
    near = views.told[max(0, target.index - before) : target.index + behind + 1]
    return [
        one
        for one in near
        if one is not target and one.kind == COUNT and abs(one.figure.passage - target.figure.passage) <= 1
    ]


def _far(views: Views, target: View, names: frozenset[str], many: int, fits: Callable[[View], bool]) -> list[View]:
    """The amounts elsewhere in the report, in text and tables, that are called most like some names."""
    others = (one for one in (*views.told, *views.cells) if not _is_near(target, one) and fits(one))
    return _likest(target, names, others, many)


def _likest(target: View, names: frozenset[str], others: Iterable[View], many: int) -> list[View]:
    found: list[tuple[float, int, int, View]] = []
    for one in others:
        alike = len(names & one.names) if one.kind == COUNT and one is not target else 0
        if alike:
            found.append((-alike / (2 + len(one.names)) ** 0.5, abs(one.index - target.index), -one.index, one))
    found.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in found[:many]]


def _is_near(target: View, other: View) -> bool:
    apart = target.index - other.index
    beside = abs(other.figure.passage - target.figure.passage) <= 1
    return not other.cell and beside and -_BEHIND <= apart <= _BEFORE


def _quotients(views: Views, target: View) -> Iterator[Derivation]:
    wide = [one for one in _around(views, target, _BEFORE, _BEHIND) if one.figure.value > 0]
    for part in wide:
        if abs(part.index - target.index) <= _PART:
            for whole in wide:
                yield from _quotient(target, part, whole, near=True)
    near = [one for one in _around(views, target, 4, _TWICE) if one.figure.value > 0]
    of_parts, of_wholes = names_meant(target)
    parts = _far(views, target, of_parts, _FEW, lambda one: one.figure.value > 0)
    wholes = _far(views, target, of_wholes, _FEW, lambda one: one.figure.value > 0)
    for part in (*near, *parts):
        for whole in (*near, *wholes):
            if part not in near or whole not in near:
                yield from _quotient(target, part, whole, near=False)


def names_meant(target: View) -> tuple[frozenset[str], frozenset[str]]:
    """What the part and the whole of a percentage are called: 罚款 and 处罚 of 罚款占处罚的40%."""
    if said := _OF.search(target.lead):
        own = target.labels if said.start() < _TWICE else frozenset[str]()
        return pairs_of_words(target.lead[: said.start()]) | own, pairs_of_words(said["of"])
    subject = _SUBJECT.search(target.figure.label)
    names = pairs_of_words(subject[1]) if subject and len(subject[1]) > 1 else target.labels
    return names, names


def _quotient(target: View, part: View, whole: View, *, near: bool) -> Iterator[Derivation]:
    one, other = part.figure, whole.figure
    alike = one.same == other.same
    money = (part.unit == "money", whole.unit == "money")
    if part is whole or (money[0] != money[1]) or (near and any(money) and part.unit != whole.unit):
        return
    later = one.period != THIS_YEAR or other.period != THIS_YEAR
    over = near and other.value > one.value / _TWICE and one.period == other.period and one.index < other.index
    if target.kind == SHARE and (one.value <= other.value or over):
        yield Derivation(SHARED, (part, whole), one.value * HUNDRED / other.value)
    based = other.period != THIS_YEAR or target.kind == GROWTH
    if alike and (based if near else later and target.kind == GROWTH):
        yield Derivation(GREW, (part, whole), abs(one.value - other.value) * HUNDRED / other.value)


def _differences(views: Views, target: View) -> Iterator[Derivation]:
    alike = [one for one in _around(views, target, _LONGEST, 3) if one.figure.same == target.figure.same]
    for whole in alike:
        for part in alike:
            close = min(abs(one.index - target.index) for one in (whole, part)) <= _TWICE
            if close and whole.figure.value > part.figure.value:
                yield Derivation(DIFFERS, (whole, part), whole.figure.value - part.figure.value)


def _means(views: Views, target: View) -> Iterator[Derivation]:
    if not _EACH.search(target.lead):
        return
    same, near = target.figure.same, _around(views, target, 14, 4)
    amounts = [one for one in near if one.figure.same == same]
    amounts += _far(views, target, target.names, 3, lambda one: one.figure.same == same)
    numbers = [one for one in near if one.figure.same != same]
    numbers += _far(
        views, target, target.names | pairs_of_words(each(target)), _FEW, lambda one: one.figure.same != same
    )
    for amount in amounts:
        for number in numbers:
            if number.figure.value > 1 and amount.figure.value * _THOUSANDS >= number.figure.value:
                yield Derivation(MEAN, (amount, number), amount.figure.value / number.figure.value)


def _sums(views: Views, target: View) -> Iterator[Derivation]:
    """Runs of amounts of one unit: three behind the figure they may begin at, or ending at one of the two before it."""
    same = target.figure.same
    behind = [one for one in _around(views, target, 0, 24) if one.figure.same == same]
    before = [one for one in _around(views, target, 24, 0) if one.figure.same == same]
    for begin in range(min(3, len(behind))):
        for end in range(begin + 2, min(begin + _LONGEST, len(behind)) + 1):
            run = behind[begin:end]
            if _scattered(run):
                break
            yield _sum(ADDED, run)
    for end in range(len(before), max(len(before) - 2, 0), -1):
        for begin in range(end - 2, max(end - _LONGEST, 0) - 1, -1):
            run = before[begin:end]
            if _scattered(run):
                break
            yield _sum(CLOSED, run)


def _scattered(run: Sequence[View]) -> bool:
    return run[-1].index - run[0].index > _APART * (len(run) - 1)


def _sum(kind: str, run: Sequence[View]) -> Derivation:
    return Derivation(kind, tuple(run), sum((one.figure.value for one in run), Decimal(0)))


def _accounts(views: Views, target: View) -> Iterator[Derivation]:
    """Four amounts in a row: two of them are what the other two are. 上年结转5件，新收47件，审结44件，未结8件."""
    alike = sorted(
        [target, *(one for one in _around(views, target, 7, 5) if one.figure.same == target.figure.same)],
        key=lambda one: one.index,
    )
    at = alike.index(target)
    for begin in range(max(0, at - 3), at + 1):
        four = alike[begin : begin + _FOUR]
        others = [one for one in four if one is not target]
        if len(four) < _FOUR:
            continue
        for away in others:
            one, other = (term for term in others if term is not away)
            value = one.figure.value + other.figure.value - away.figure.value
            if value >= 0:
                yield Derivation(ACCOUNT, (one, other, away), value)


def _again(views: Views, target: View) -> Iterator[Derivation]:
    own = target.figure
    if own.value <= _AGAIN:
        return

    def same(one: View) -> bool:
        unit = one.figure.same == own.same or (one.cell and one.unit in ("", target.unit))
        return unit and (one.cell or one.figure.sentence != own.sentence)

    others = filter(same, (*views.told[: target.index], *views.cells))
    for one in _likest(target, target.names, others, _FEW + 1):
        yield Derivation(AGAIN, (one,), one.figure.value)
