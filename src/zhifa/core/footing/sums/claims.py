"""A whole and its parts as the text claims them, and whether the claim can be true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, summed, together, worth
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.quotients.ratios import HUNDRED, fits
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import (
    crosses,
    digits,
    mended,
    near,
    of_its_kind,
    opposites,
    parallel,
    slip,
    turned,
)
from zhifa.core.footing.reading.numbers import EXACT

REST: Final = re.compile(r"^(?:其他|其它|其余|剩余|另外|余下)")
_REST_NAMED: Final = re.compile(rf"{REST.pattern}[\u4e00-\u9fff]{{2}}")
_SAME_THING: Final = frozenset({"case", "person", "person_time", "money"})
"""Units in which one thing may be counted under several words: 件、起、宗. A 台 is no 辆."""
_JOINED: Final = ("", "、", "和", "与", "及")
_NEAR_MISS: Final = Decimal("0.1")
_TWICE: Final = Decimal("1.5")
_SEVENTH: Final = 7
_DIGITS: Final = 3
"""Fewer are alike by chance, but behind 万 or 亿: 300亿元, 其中120万元、86万元、54万元、40万元."""
_WIDER: Final = Decimal("0.25")
"""How far two parts that leave nothing between them may miss their whole and still surely be its parts."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text says: these are parts of one of these. `complete` when it says that they are all of it."""

    wholes: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    complete: bool
    subset: bool = False
    """Only some of the parts are named, as 等 and 主要 say."""
    ends: bool = False
    """Whether the list ends its sentence."""
    near: bool = True
    """Whether the whole stands right before its parts, so that it is surely the whole."""


def judge(claim: Claim, lexicon: Lexicon) -> Check | None:
    """Whether what the text says of a whole and its parts can be true; None where it says nothing."""
    for whole in claim.wholes:
        for many in range(len(claim.parts), 0, -1):
            parts = claim.parts[:many]
            following = claim.parts[many : many + 1]
            goes_on = following and following[0].unit == parts[-1].unit and following[0].lead.startswith("、")
            if following and (goes_on or claim.complete) and following[0].same == whole.same:
                continue  # a list does not end within one enumeration
            if (many > 1 or len(claim.parts) == 1) and agrees(whole, parts):
                return added_up(whole, parts)
    firm = tuple(f for f in claim.wholes if not f.token.weak)
    return _differs(replace(claim, wholes=firm), lexicon) if firm else None


def agrees(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether parts are their whole, as far as the printed digits tell."""
    slack = rounding(whole, parts)
    total = together(parts)
    return abs(total - whole.value) <= slack


def inside(reading: Reading, part: Figure, figure: Figure) -> bool:
    """Whether a figure is some of the part before it, as the rate behind says: 抽检30批，不合格11批，不合格率36.7%."""
    rate = next(
        (f for f in reading.figures[figure.index + 1 : figure.index + 2] if f.sentence == figure.sentence), None
    )
    if rate is None or not rate.token.percent or figure.index != part.index + 1 or figure.value > part.value:
        return False
    return "率" in rate.lead and part.value > 0 and fits(figure.value * HUNDRED / part.value, rate)


def rounding(whole: Figure, parts: Sequence[Figure]) -> Decimal:
    """How far a sum may be off because its figures were rounded. Beside 0.6万元 the part 2万元 is no rounded one."""
    finest = min(part.token.slack for part in parts)
    return whole.token.slack + finest * len(parts)


def _differs(claim: Claim, lexicon: Lexicon) -> Check | None:
    """What a claim that does not add up is: wrong, open, or nothing the text says."""
    whole = _whole_of(claim)
    parts = _of_one_unit(whole, _up_to_rest(claim.parts))
    if not whole.exact or any(part.token.bound != EXACT for part in parts):
        return None
    if found := _too_large(claim, whole, parts):
        return found
    total = together(parts)
    if found := _wrong_scale(whole, parts, total):
        return found
    alike = all(part.same == whole.same for part in parts)
    slipped = alike and len(parts) > 1 and not claim.subset and turned(whole, parts)
    close = abs(whole.value - total) <= whole.value * _WIDER
    both = _composed(whole, parts) or ((close or claim.complete) and opposites(parts, lexicon))
    behind = whole.index > parts[-1].index and total < whole.value
    ends_row = len(parts) > 2 and REST.match(parts[-1].label) and all(p.lead.startswith("、") for p in parts[1:])
    crossing = not (both or behind or ends_row) and crosses(parts, lexicon)
    rest = any(REST.match(part.label) for part in parts) and len(parts) > 1
    if total > whole.value and not (slipped and claim.near):
        return _more(claim, whole, parts, total, lexicon, crossing=crossing, rest=rest)
    if claim.subset or len(parts) == 1 or not (claim.complete or rest or claim.near):
        return _some(whole, parts)
    if slipped or not crossing and (claim.complete or rest or both or _near_miss(claim, whole, parts, total, lexicon)):
        return narrowly_missed(whole, parts)
    if whole.token.step > parts[0].token.step or whole.same != parts[0].same:
        return _some(whole, parts)
    words, apart = "、".join(named(part) for part in parts), worth(whole.value - total, whole)
    explain = f"{named(whole)}，列出的部分之和为 {worth(total, whole)}，其余 {apart} 没有说明（{words}）"
    return check("total", UNEXPLAINED, summed(whole, parts, "<"), explain, [whole, *parts])


def _up_to_rest(parts: Sequence[Figure]) -> Sequence[Figure]:
    """The list up to what is told to be the rest: what follows 其他处罚33件 divides the whole in another way."""
    return parts[: next((at for at, p in enumerate(parts, 1) if at > 1 and REST.match(p.label)), len(parts))]


def _of_one_unit(whole: Figure, parts: Sequence[Figure]) -> Sequence[Figure]:
    """The parts up to the first that counts something else: 14场，其中上半年5场、下半年7场，发放4,300份.

    The rest of a list may have another word for what it counts: 应受未受17条…其他问题27个, but not 其余10个部门.
    """
    if whole.same != parts[0].same:
        return parts
    alike = whole.unit == parts[0].unit and whole.same not in _SAME_THING
    many = next(
        (
            at
            for at, p in enumerate(parts)
            if p.same != whole.same or (alike and p.unit != whole.unit and not _REST_NAMED.match(p.label))
        ),
        len(parts),
    )
    return parts[:many] if many > 1 or alike else parts


def _composed(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the name of the whole is made of the names of its parts: 投诉举报 or 投诉和举报 of 投诉 and 举报."""
    names = [part.label for part in parts]
    if len(names) != 2 or not all(2 <= len(name) <= 4 for name in names):
        return False
    return any(f"{one}{joined}{other}" in whole.label for joined in _JOINED for one, other in (names, names[::-1]))


def _more(
    claim: Claim,
    whole: Figure,
    parts: Sequence[Figure],
    total: Decimal,
    lexicon: Lexicon,
    *,
    crossing: bool,
    rest: bool,
) -> Check | None:
    """Parts that are more than their whole."""
    if not claim.near and any(f.value >= total for f in claim.wholes):
        return None
    alike, apart = all(part.same == whole.same for part in parts), total - whole.value
    slipped = len(parts) > 2 and apart * 20 <= whole.value and slip(apart)
    crossing = crossing and not (claim.complete and alike and slipped)
    made = claim.ends and len(parts) > 2 and _exclusive(parts, lexicon)
    paid = any(lexicon.words["paid"].search(part.said) for part in (whole, *parts))
    money = whole.near == "money" and not paid and total <= whole.value * _TWICE
    if not (claim.complete or rest or money or made or _apart(whole, parts, total, lexicon)):
        return None if _one_in_another(parts) else _left_open(whole, parts)
    if crossing or not (alike or rest):
        return None if whole.same != parts[0].same else _left_open(whole, parts)
    return narrowly_missed(whole, parts)


def _exclusive(parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the names of a list are no traits or measures one thing may have side by side."""
    side = [lexicon.words[name] for name in ("traits", "together", "on one person")]
    several = any(part.lead.endswith("的") or word.search(part.said) for word in side for part in parts)
    return parallel(parts, lexicon) and not several


def _one_in_another(parts: Sequence[Figure]) -> bool:
    """Whether one name holds another, so that they are stages: 应结案972件，结案911件."""
    names = [part.label for part in parts]
    return any(len(a) > 1 and a in b and a != b for a in names for b in names)


def _apart(whole: Figure, parts: Sequence[Figure], total: Decimal, lexicon: Lexicon) -> bool:
    """Whether parts nobody calls complete exclude one another: one enumeration, or a total missed by a slip."""
    values = [part.value for part in parts]
    listed = all(part.lead.startswith("、") and not part.label.endswith("的") for part in parts[1:])
    kinds = total - whole.value <= min(values) and of_its_kind(whole, parts, lexicon) and not crosses(parts, lexicon)
    return listed or kinds or near(whole.value, total, values) or mended(whole.value, values)


def _some(whole: Figure, parts: Sequence[Figure]) -> Check:
    words = "、".join(named(part) for part in parts)
    return check("part", HOLDS, summed(whole, parts, "≤"), f"{words} 是 {named(whole)} 的一部分", [whole, *parts])


def _whole_of(claim: Claim) -> Figure:
    """The whole the parts most likely belong to: the nearest that is large enough, else the largest."""
    largest = max(part.value for part in claim.parts)
    same = [f for f in claim.wholes if f.same == claim.parts[0].same] or list(claim.wholes)
    return next((f for f in same if f.value >= largest), max(same, key=lambda figure: figure.value))


def _too_large(claim: Claim, whole: Figure, parts: Sequence[Figure]) -> Check | None:
    """A part that exceeds every figure it could be a part of, counted in the same unit."""
    largest = max(parts, key=lambda part: part.value)
    first = next((at for at, f in enumerate(claim.wholes) if "；" in f.lead), len(claim.wholes))
    wholes = claim.wholes[: first + 1] if claim.wholes[0].index == parts[0].index - 1 else claim.wholes
    if wholes[0].same != largest.same or any(f.value >= largest.value or f.partial != largest.partial for f in wholes):
        return None
    whole = whole if whole in wholes else wholes[0]
    explain = f"{named(largest)} 是 {named(whole)} 的一部分，却比它大"
    return check("part", CONTRADICTION, f"{plain(largest.value)} > {plain(whole.value)}", explain, [whole, largest])


def _wrong_scale(whole: Figure, parts: Sequence[Figure], total: Decimal) -> Check | None:
    """The right digits behind the wrong point: 18.6万元 of 1.52万元 and 0.34万元."""
    if len(parts) < 2 or not total or not whole.value:
        return None
    ratio = max(whole.value, total) / min(whole.value, total)
    if ratio not in (10, 100, 1000, 10**4, 10**8) or (len(digits(total)) < _DIGITS and ratio < 10**4):
        return None
    explain = f"各部分之和为 {plain(total)}，而 {named(whole)}：数字相同，差 {plain(ratio)} 倍"
    return check("unit", CONTRADICTION, summed(whole, parts, "≠"), explain, [whole, *parts])


def _left_open(whole: Figure, parts: Sequence[Figure]) -> Check:
    words = "、".join(named(part) for part in parts)
    explain = f"各部分之和大于 {named(whole)}：可能一件列入几项，报告没有说明（{words}）"
    return check("total", UNEXPLAINED, summed(whole, parts, ">"), explain, [whole, *parts])


def _near_miss(claim: Claim, whole: Figure, parts: Sequence[Figure], total: Decimal, lexicon: Lexicon) -> bool:
    """Three or more parts that leave out less than half of the smallest: nobody leaves so little unnamed.

    A list of names that ends its sentence leaves out no seventh. What was received and is still being dealt with may
    remain in any number, and what was inspected be of more kinds, so that these are never a near miss.
    """
    if all(lexicon.words["favourable"].search(part.label) for part in parts):
        return False
    if len(parts) == 2:
        return _two_near(whole, parts, total, lexicon)
    if len(parts) < 3 or lexicon.words["inputs"].search(whole.label + whole.noun) or whole.same != parts[0].same:
        return False
    least = min((part.value for part in parts if part.value), default=Decimal(0))
    apart = whole.value - total
    exact = whole.token.step <= min(part.token.step for part in parts)
    if exact and claim.ends and all(part.label for part in parts) and parallel(parts, lexicon):
        return apart * _SEVENTH <= whole.value or (apart <= least and apart <= whole.value * _WIDER)
    if apart <= least and mended(whole.value, [part.value for part in parts]):
        return True
    return apart * 2 <= least and apart <= whole.value * _NEAR_MISS


def _two_near(whole: Figure, parts: Sequence[Figure], total: Decimal, lexicon: Lexicon) -> bool:
    """Two names of one make that leave out less than half of the smaller."""
    if whole.same != parts[0].same or parts[0].same != parts[1].same or not parallel([whole, *parts], lexicon):
        return False
    apart = whole.value - total
    return apart * 2 < min(part.value for part in parts) and apart <= whole.value * _NEAR_MISS


def added_up(whole: Figure, parts: Sequence[Figure]) -> Check:
    """That parts are their whole."""
    words = " + ".join(named(part) for part in parts)
    figures = [whole, *parts]
    return check("total", HOLDS, summed(whole, parts, "="), f"{named(whole)} 等于各部分之和（{words}）", figures)


def narrowly_missed(whole: Figure, parts: Sequence[Figure], kind: str = "total") -> Check:
    """That parts miss their whole, by how much. A `sum` is one the text itself calls so."""
    total = together(parts)
    words = "、".join(named(part) for part in parts)
    apart = worth(abs(whole.value - total), whole)
    explain = f"各部分之和为 {worth(total, whole)}，而 {named(whole)}，相差 {apart}（{words}）"
    return check(kind, CONTRADICTION, summed(whole, parts, "≠"), explain, [whole, *parts])
