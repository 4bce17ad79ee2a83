"""What speaks for and against a figure being worked out in one way: traits, each with a weight that was learned.

A trait never looks at whether the arithmetic comes out: it is learned from right reports which ways do, and a report
with a mistake has the same traits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from zhifa.core.footing.derived.derivations import ACCOUNT, AGAIN, Derivation
from zhifa.core.footing.derived.quotient_traits import TWO, of_two, standings
from zhifa.core.footing.derived.sum_traits import of_sum
from zhifa.core.footing.derived.views import COUNT, View, Views, apart
from zhifa.core.footing.reading.lexicon import Trait

_EIGHTHS: Final = 8


def of_target(target: View) -> Iterator[Trait]:
    """The traits of a figure that is worked out from nothing."""
    figure, lead = target.figure, target.lead
    yield ("kind", target.kind)
    yield ("lead1", target.kind, lead[-1:])
    yield ("lead2", target.kind, lead[-2:])
    yield ("lead3", target.kind, lead[-3:])
    yield ("cues", target.kind, target.cued)
    yield ("behind", target.kind, target.clause[:1])
    yield ("unit", target.kind, target.unit)
    yield ("period", target.kind, figure.period)
    yield ("place", target.kind, figure.depth > 0, figure.partial)
    yield ("sign", target.kind, target.sign)
    yield from (("cue", target.kind, cue) for cue in target.cues)


def of_derivations(views: Views, target: View, ways: Sequence[Derivation]) -> Iterator[Iterator[Trait]]:
    """The traits of a figure being worked out in each of some ways, one after the other."""
    standing = standings(target, ways)
    for way in ways:
        if way.kind == AGAIN:
            yield _again(views, target, way.terms[0])
        elif way.kind == ACCOUNT:
            yield _account(target, way)
        elif way.kind in TWO:
            yield of_two(views, target, way, standing)
        else:
            yield of_sum(views, target, way)


def _account(target: View, way: Derivation) -> Iterator[Trait]:
    """Of four amounts in a row, `t` the figure, `-` the one taken away."""
    away = way.terms[-1]
    row = sorted((target, *way.terms), key=lambda view: view.index)
    order = "".join("t" if view is target else "-" if view is away else "+" for view in row)
    told = [f"{sign}{view.account}" for sign, view in zip(order, row, strict=True)]
    yield ()
    yield ("order", order)
    yield ("row", *told)
    yield ("accounts", order, *(view.account for view in row))
    yield ("set", *sorted(told))
    yield ("spans", min(row[-1].figure.sentence - row[0].figure.sentence, 3))
    yield ("apart", min(max(other.index - one.index for one, other in pairwise(row)), 4))
    yield ("own", told[row.index(target)], order)
    yield ("cued", target.cued)
    yield ("signs", *(view.sign for view in row[1:]))
    yield ("period", *(view.figure.period for view in row))
    yield ("unit", target.unit)
    yield ("depth", len({view.figure.depth for view in row}))
    yield ("among", any("among" in view.cues for view in row[1:]), order)
    yield ("lead2", target.lead[-2:])
    yield from (("word", word, order) for word in told)


def _again(views: Views, target: View, other: View) -> Iterator[Trait]:
    """Of a figure told before under a name like its own."""
    figure, told, cell = target.figure, other.figure, other.cell
    alike = _eighths(target.names, other.names)
    labels = _eighths(target.labels, other.labels)
    away = apart(target, other)
    inside, around = target.labels <= other.names, other.labels <= target.names
    between = () if cell else views.between(other.index, target.index)
    rivals = sum(v.kind == COUNT and v.figure.same == figure.same and bool(v.names & target.names) for v in between)
    rivals = -1 if cell else min(rivals, 3)
    yield ()
    yield ("alike", alike)
    yield ("shared", min(len(target.names & other.names), 6))
    yield ("labels", labels)
    yield ("apart", away)
    yield ("inside", inside, around, cell)
    yield ("apart alike", away, alike)
    yield ("unit", target.unit, cell)
    yield ("rivals", rivals)
    yield ("rivals alike", rivals, alike)
    yield ("cued", target.cued)
    yield ("cued other", other.cued)
    yield ("cued both", target.cued, other.cued)
    yield ("lead2", target.lead[-2:], cell)
    yield ("period", figure.period, told.period)
    yield ("noun", figure.noun[:4] == told.noun[:4], cell)
    yield ("named", bool(target.labels), bool(target.nouns), bool(other.labels), bool(other.nouns))
    yield ("labels cell", labels, cell)
    yield ("first", other.first, target.first)
    yield ("whole", other.whole, target.whole, cell)
    yield ("depth", figure.depth, told.depth)
    yield ("partial", figure.partial, told.partial)
    yield ("label", figure.label == told.label, len(figure.label) > 3, cell)
    yield ("alike inside", alike, inside, around, target.first)
    yield ("lead begins", target.lead[:2])
    yield ("behind", target.clause[:2])
    yield ("lead alike", target.lead[:3], alike)
    yield ("noun alike", figure.noun[:2], alike)


def _eighths(one: frozenset[str], other: frozenset[str]) -> int:
    return int(_EIGHTHS * len(one & other) / max(1, len(one | other)))
