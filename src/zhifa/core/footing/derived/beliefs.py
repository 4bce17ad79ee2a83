"""How likely the text means a figure to be worked out in each way that is possible, or in none of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from zhifa.core.footing.derived.derivations import Derivation, asked, derivations
from zhifa.core.footing.derived.traits import of_derivations, of_target
from zhifa.core.footing.derived.views import GROWTH, SHARE, View, Views, views
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon, Trait

Weights: TypeAlias = Mapping[str, Mapping[Trait, float]]
NONE: Final = "none"
MOST: Final = 1000
"""A text with more figures, ten times those of a long report, is not asked: each is tried with all called alike."""
_LITTLE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Believed:
    """One figure with every way it may be worked out in, and how likely each is."""

    target: View
    ways: tuple[tuple[Derivation, float], ...]

    @property
    def derived(self) -> float:
        """How likely it is worked out from others at all."""
        return sum(sure for _, sure in self.ways)

    @property
    def coming_out(self) -> tuple[tuple[Derivation, float], ...]:
        """The ways that give what is printed."""
        return tuple((way, sure) for way, sure in self.ways if comes_out(self.target, way))


def believed(reading: Reading, celled: Iterable[Figure], lexicon: Lexicon) -> list[Believed]:
    """Every figure large enough to be asked, with the ways in which it may be worked out."""
    if not lexicon.weights or len(reading.figures) > MOST:
        return []
    seen = views(reading, celled, lexicon)
    return [one for target in filter(asked, seen.told) if (one := _weighed(seen, target, lexicon.weights)) is not None]


def comes_out(target: View, way: Derivation) -> bool:
    """Whether one way gives what is printed; of a percentage the last digit may have been cut off."""
    apart = abs(way.value - target.figure.value)
    return apart * (1 if target.kind in (SHARE, GROWTH) else 2) <= target.figure.token.step


def log_odds(sure: float) -> float:
    """The logarithm of the odds for a probability."""
    return math.log(max(sure, _LITTLE) / max(1 - sure, _LITTLE))


def _weighed(views: Views, target: View, weights: Weights) -> Believed | None:
    ways = derivations(views, target)
    if not ways:
        return None
    none = _weight(weights, NONE, of_target(target))
    told = zip(ways, of_derivations(views, target, ways), strict=True)
    each = [_weight(weights, way.kind, traits) for way, traits in told]
    most = max(none, *each)
    shares = [math.exp(weight - most) for weight in each]
    total = math.exp(none - most) + sum(shares)
    return Believed(target, tuple((way, share / total) for way, share in zip(ways, shares, strict=True)))


def _weight(weights: Weights, kind: str, traits: Iterable[Trait]) -> float:
    known = weights.get(kind, {})
    return sum([known[trait] for trait in traits if trait in known])
