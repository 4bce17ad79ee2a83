"""Contradictions that rest on a way of working a figure out which its place and words do not bear out.

A rule pairs figures by the words it knows. Where what was learned from right reports holds that pairing unlikely, and
what is printed is no slip of the hand for what it gives, the rule has most likely read the sentence wrongly. The figure
may be wrong all the same: where it is surely worked out from others and no likely way gives it, the likeliest is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from zhifa.core.footing.checks import Check, rounded
from zhifa.core.footing.derived.beliefs import Believed
from zhifa.core.footing.derived.derivations import Derivation
from zhifa.core.footing.derived.derived import DOUBT, contradicted
from zhifa.core.footing.derived.slips import odds
from zhifa.core.footing.identities import CONTRADICTION, UNEXPLAINED
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import longer

_UNLIKELY: Final = 0.1
_NO_SLIP: Final = -2
"""The logarithm of the odds of a slip, below which what is printed is none."""
_SURELY, _HALF = 0.9, 0.5
"""How sure it must be that a figure is worked out from others, and by which way."""


def doubted(checks: Iterable[Check], told: Sequence[Believed], lexicon: Lexicon) -> Iterator[Check]:
    """The checks without the contradictions nothing speaks for, or with the likelier one in their place.

    Of a sum that is missed the rest stays unexplained. What a text says in so many words is not doubted.
    """
    by_index = {one.target.index: one for one in told}
    worded = {phrase.code for phrase in lexicon.phrases}
    for check in checks:
        open_to_doubt = check.state == CONTRADICTION and check.kind not in worded and not check.shown
        open_to_doubt = open_to_doubt and not (check.kind == "growth" and check.turned_round)
        asked = [one for at in check.figures if (one := by_index.get(at))] if open_to_doubt else []
        weighed = [(one, way) for one in asked if (way := _meant(check, one))]
        doubt = weighed and all(_no_slip(one, way) and _unlikely(one, way) for one, way in weighed)
        if not doubt:
            yield check
        elif instead := next(filter(None, (_instead(one) for one, _ in weighed)), None):
            yield instead
        elif check.adds:
            yield replace(check, state=UNEXPLAINED)


def _instead(one: Believed) -> Check | None:
    """What is contradicted of a figure that is wrong however it is read."""
    way, sure = max(one.ways, key=lambda entry: entry[1])
    right = sum(likely for _, likely in one.coming_out)
    if one.derived < _SURELY or sure < _HALF or right > DOUBT or not all(term.figure.exact for term in way.terms):
        return None
    return contradicted(one.target, way)


def _meant(check: Check, one: Believed) -> Derivation | None:
    """The way of working a figure out that a contradiction rests on, where it is among those weighed."""
    others = set(check.figures) - {one.target.index}
    ways = (way for way, _ in one.ways if {term.index for term in way.terms} == others)
    return next((way for way in ways if check.comes_to == rounded(way.value)), None)


def _no_slip(one: Believed, way: Derivation) -> bool:
    printed = one.target.figure
    step = printed.token.step
    return odds(one.target, way) < _NO_SLIP and not longer(printed.value, rounded(way.value, step), step)


def _unlikely(one: Believed, way: Derivation) -> bool:
    """Whether neither this way nor another that gives the same, from a figure told twice, is likely."""
    return sum(sure for other, sure in one.ways if rounded(other.value) == rounded(way.value)) < _UNLIKELY
