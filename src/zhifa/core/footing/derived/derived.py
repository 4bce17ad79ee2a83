"""Figures that are not what the text works them out from, where no rule knew its words.

Right reports show in which places and words a figure is the sum, share, change or repetition of which others. What was
learned from them says here how likely a figure is meant so; where it is, and does not come out, and what is printed
looks like a slip of the hand for what should be, it is wrong (decision 0052).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from zhifa.core.footing.checks import CENT, Check, amount, check, named, plain, rounded, summed
from zhifa.core.footing.derived.beliefs import Believed, comes_out, log_odds
from zhifa.core.footing.derived.derivations import (
    ACCOUNT,
    ADDED,
    AGAIN,
    CLOSED,
    DIFFERS,
    GREW,
    MEAN,
    SHARED,
    Derivation,
)
from zhifa.core.footing.derived.slips import odds
from zhifa.core.footing.derived.views import View
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.twice.sameness import compared

ENOUGH: Final = 2.7
"""How far the odds that a figure is wrong must outweigh those that it is meant otherwise."""
_SLIP: Final = 1.4
"""How much the odds of a slip count beside those of what is meant."""
_SHORT: Final = 1.1
_MEANT: Final = 0.67
"""How sure it must be that a figure is worked out from others at all."""
_LIKELY: Final = 0.12
"""How likely one way must be to be asked."""
DOUBT: Final = 0.02
"""How likely a way that gives what is printed may be beside it."""
_TWO: Final = 2
_ADDED: Final = frozenset({"total", "part", "balance"})
_WORKED_OUT: Final = frozenset({"total", "part", "balance", "share", "rate", "growth", "average", "points"})


def derived(told: Sequence[Believed], found: Iterable[Check]) -> Iterator[Check]:
    """What is wrong with figures no other check has settled or contradicted."""
    checks = list(found)
    known = {at for one in checks if one.state == CONTRADICTION for at in one.figures}
    settled = _settled(checks, told)
    said: list[set[int]] = []
    wrong = sorted(filter(None, (_wrong(one, settled) for one in told)), key=lambda one: -one[0])
    for _, target, way in wrong:
        figures = {target.index, *(term.index for term in way.terms)}
        if not known & figures and all(len(figures & other) < _TWO for other in said):
            said.append(figures)
            yield contradicted(target, way)


def _settled(checks: Iterable[Check], told: Iterable[Believed]) -> set[int]:
    """The figures that come out as they are printed, by a check that holds or in a way that is likely enough."""
    found: set[int] = set()
    for one in checks:
        family = one.kind.partition(".")[0]
        if one.state == HOLDS and family in _WORKED_OUT:
            found |= set(one.figures if family in _ADDED else one.figures[:1] + one.figures[-1:])
    for figure in told:
        for way, sure in figure.coming_out:
            if sure > _LIKELY:
                found.add(figure.target.index)
                if way.kind in (ADDED, CLOSED, DIFFERS, ACCOUNT):
                    found |= {term.index for term in way.terms}
    return found


def _wrong(one: Believed, settled: set[int]) -> tuple[float, View, Derivation] | None:
    """The way in which a figure is meant to be worked out and does not come out, and how sure; None where it is not."""
    target = one.target
    if target.index in settled or one.derived < _MEANT or sum(sure for _, sure in one.coming_out) > DOUBT:
        return None
    wrong = [
        (log_odds(sure) + _SLIP * odds(target, way) - _SHORT * _falls_short(target, way), target, way)
        for way, sure in one.ways
        if sure > _LIKELY and not comes_out(target, way) and _exact(way, settled) and not _of_itself(way)
    ]
    best = max(wrong, key=lambda entry: entry[0], default=None)
    return best if best and best[0] > ENOUGH else None


def _of_itself(way: Derivation) -> bool:
    """Whether a share is of the same number told again: 受理2647件…办理2647件，满意率93.2% is of those asked."""
    return way.kind == SHARED and way.terms[0].figure.value == way.terms[-1].figure.value


def _falls_short(target: View, way: Derivation) -> bool:
    """Whether a list comes to less than its whole: it may be not all, where one that comes to more is wrong."""
    missing = target.figure.value - way.value
    return (way.kind == ADDED and missing > 0) or (way.kind == DIFFERS and missing < 0)


def _exact(way: Derivation, settled: set[int]) -> bool:
    """Whether nothing a figure is worked out from is rough, or is taken from what comes out otherwise."""
    taken = way.kind in (DIFFERS, ACCOUNT) and any(term.index in settled for term in way.terms)
    return not taken and all(term.figure.exact for term in way.terms)


def contradicted(target: View, way: Derivation) -> Check:
    """What is said of a figure that is not what it is worked out to be."""
    figure, terms = target.figure, [term.figure for term in way.terms]
    if way.kind == AGAIN:
        return compared(figure.label or figure.noun, terms[0], figure)
    if way.kind in (ADDED, CLOSED):
        explain = f"{'、'.join(map(named, terms))}，合计与{named(figure)}不符"
        return check("total", CONTRADICTION, summed(figure, terms, "≠"), explain, [figure, *terms])
    kind, signs = _ARITHMETIC[way.kind]
    words = signs.format(*map(amount, terms))
    comes = plain(rounded(way.value, min(figure.token.step, CENT)))
    explain = f"按{'、'.join(map(named, terms))}计算，{named(figure)}不符"
    percent = "%" if figure.token.percent else ""
    return check(
        kind, CONTRADICTION, f"{words} = {comes}{percent} ≠ {amount(figure)}{percent}", explain, [*terms, figure]
    )


_ARITHMETIC: Final = {
    SHARED: ("share", "{0} ÷ {1}"),
    GREW: ("growth", "({0} − {1}) ÷ {1}"),
    DIFFERS: ("balance", "{0} − {1}"),
    MEAN: ("average", "{0} ÷ {1}"),
    ACCOUNT: ("balance", "{0} + {1} − {2}"),
}
