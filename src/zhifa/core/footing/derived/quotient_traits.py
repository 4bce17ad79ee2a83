"""The traits of a figure worked out from two others: a share, a growth, a difference, a mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.core.footing.derived.derivations import (
    DIFFERS,
    GREW,
    MEAN,
    SHARED,
    Derivation,
    each,
    names_meant,
    of_whole,
)
from zhifa.core.footing.derived.views import COUNT, GROWTH, SHARE, View, Views, apart, shared
from zhifa.core.footing.reading.lexicon import Trait
from zhifa.core.footing.reading.naming import pairs_of_words

TWO: Final = frozenset({SHARED, GREW, DIFFERS, MEAN})
"""What is worked out from two others."""
_LONG: Final = 6
"""Characters of a name that says more than what is counted."""
_QUARTERS: Final = 4
_FAR: Final = 10**6


@dataclass(frozen=True, slots=True)
class Standing:
    """How well a term is called what the figure names, in quarters, beside all that could stand in its place.

    `nearer` are called as well and stand nearer, `better` are called better; both are counted up to two.
    """

    covered: int
    best: bool
    nearer: int
    better: int


Standings = Mapping[tuple[str, int, int], Standing]
"""By kind of derivation, place of the term in it, and index of the term."""


def standings(target: View, ways: Sequence[Derivation]) -> Standings:
    """Of every term of the ways to work a figure out from two others."""
    meant = names_meant(target)
    rows: dict[tuple[str, int], dict[int, tuple[int, int]]] = {}
    for way in ways:
        for place, term in enumerate(way.terms) if way.kind in TWO else ():
            away = _FAR if term.cell else abs(target.index - term.index)
            rows.setdefault((way.kind, place), {})[term.index] = _covered(meant[place], term.names), away
    return {
        (*row, index): Standing(
            covered,
            best=all(other <= covered for other, _ in told.values()),
            nearer=min(2, sum(other >= covered and near < away for other, near in told.values())),
            better=min(2, sum(other > covered for other, _ in told.values())),
        )
        for row, told in rows.items()
        for index, (covered, away) in told.items()
    }


def _covered(name: frozenset[str], names: frozenset[str]) -> int:
    return int(_QUARTERS * len(name & names) / len(name)) if name else -1


@dataclass(frozen=True, slots=True)
class _Two:
    """A figure with `one`, the part, this year's or the amount, and `other`, the rest.

    `a` and `b` say how far these stand, `mine` and `its` how much of their names is the figure's. `rivals` and
    `wholes` are the amounts of their units between them and the figure.
    """

    target: View
    one: View
    other: View
    a: int | str
    b: int | str
    mine: int
    its: int
    rivals: Sequence[View]
    wholes: Sequence[View]

    @property
    def far(self) -> tuple[bool, bool]:
        """Whether each stands paragraphs away or in a table."""
        return isinstance(self.a, str), isinstance(self.b, str)

    @property
    def larger(self) -> bool:
        """Whether something as large as `other` stands nearer."""
        return any(rival.figure.value >= self.other.figure.value for rival in self.wholes)

    @property
    def sentences(self) -> tuple[bool, bool]:
        """Whether each stands in the sentence of the figure."""
        mine = self.target.figure.sentence
        return self.one.figure.sentence == mine, self.other.figure.sentence == mine


def of_two(views: Views, target: View, way: Derivation, standing: Standings) -> Iterator[Trait]:
    """The traits of a share, a growth, a difference or a mean."""
    one, other = way.terms
    a, b = apart(target, one), apart(target, other)
    two = _Two(
        target, one, other, a, b, shared(target.names, one.names), shared(target.names, other.names),
        _between(views, one, target, one, far=isinstance(a, str)),
        _between(views, other, target, one, far=isinstance(b, str)),
    )  # fmt: skip
    yield ()
    yield from _places(two)
    yield from _times(two)
    yield from _names(two)
    yield from _words(two)
    yield from _company(views, two)
    yield from _called(two, *(standing[way.kind, place, term.index] for place, term in enumerate(way.terms)))
    if way.kind == MEAN:
        yield from _mean(two)
    elif way.kind == SHARED:
        yield ("over", one.figure.value > other.figure.value)
        yield ("of named", _named(two), two.its, b)
    else:
        risen = ("up" in target.cues) - ("down" in target.cues)
        yield ("direction", risen, one.figure.value > other.figure.value)
        yield ("years", other.figure.period == "last", not one.figure.period, a, b)


def _between(views: Views, term: View, target: View, but: View, *, far: bool) -> list[View]:
    if far or term.index >= target.index:
        return []
    near = views.between(term.index, target.index)
    return [view for view in near if view.kind == COUNT and view.figure.same == term.figure.same and view is not but]


def _places(two: _Two) -> Iterator[Trait]:
    target, one, other, a, b = two.target, two.one, two.other, two.a, two.b
    figure, first, second = target.figure, one.figure, other.figure
    yield ("a", a)
    yield ("b", b)
    yield ("ab", a, b)
    yield ("sentences", *two.sentences)
    yield ("passages", figure.passage - first.passage, figure.passage - second.passage)
    yield ("order", one.index < target.index, other.index < target.index, one.index < other.index)
    yield ("depth", first.depth - figure.depth, second.depth - figure.depth)
    yield ("first", one.first, other.first)
    yield ("whole first", other.first, other.whole, *two.sentences)
    yield ("sign", target.sign, a)
    yield ("sign one", one.lead[:1], a)
    yield ("crossing", target.crossing)
    if all(two.far):
        yield ("cells", first.row == second.row, first.label == second.label, one.whole, other.whole, a, b)


def _times(two: _Two) -> Iterator[Trait]:
    figure, first, second = two.target.figure, two.one.figure, two.other.figure
    yield ("period", figure.period, first.period, second.period)
    yield ("kinds", two.target.kind, first.period, second.period)
    yield ("partial", first.partial, second.partial, figure.partial)


def _names(two: _Two) -> Iterator[Trait]:
    target, one, other, mine, its = two.target, two.one, two.other, two.mine, two.its
    both = shared(one.names, other.names)
    yield ("unit", one.unit == other.unit, one.figure.same == other.figure.same)
    yield ("units", one.unit, other.unit)
    yield ("names", mine, its)
    yield ("both", both)
    yield ("all", mine, its, both)
    yield ("mine", mine, two.a)
    yield ("its", its, two.b)
    yield ("far", *two.far, mine, its)
    yield ("of", _named(two))
    yield ("of larger", _named(two), two.larger, other.first)
    yield ("noun", one.figure.noun[:2] == other.figure.noun[:2])
    yield ("noun one", bool(one.nouns & target.names), bool(one.labels & target.names), two.a)
    yield ("noun other", bool(other.nouns & target.names), bool(other.labels & target.names), two.b)
    yield ("label", len(target.figure.label) > _LONG, mine > 0, its > 0)
    yield ("whole", other.whole, one.whole)


def _named(two: _Two) -> int:
    """How much of the name of `other` the figure says itself (占检查总数的); -1 where it names no whole."""
    of = of_whole(two.target)
    return -1 if of is None else shared(of, two.other.names)


def _called(two: _Two, one: Standing, other: Standing) -> Iterator[Trait]:
    """Whether the terms are what the figure names, and nothing else is as much."""
    a, b, target = two.a, two.b, two.target
    first, second = (one.best, one.nearer, one.better), (other.best, other.nearer, other.better)
    both = one.best, one.nearer, other.best, other.nearer
    yield ("covered", one.covered, other.covered)
    yield ("covered one", one.covered, a)
    yield ("covered other", other.covered, b)
    yield ("standing one", *first)
    yield ("standing other", *second)
    yield ("standing one at", *first, a)
    yield ("standing other at", *second, b)
    yield ("standings", *both)
    yield ("standings lead2", *both, target.lead[-2:])
    yield ("standings cued", *first, *second, target.cued)


def _words(two: _Two) -> Iterator[Trait]:
    target, one, other, a, b = two.target, two.one, two.other, two.a, two.b
    yield ("ab2", a, b, target.lead[-2:])
    yield ("lead1", target.lead[-1:], a)
    yield ("lead2", target.lead[-2:])
    yield ("lead3", target.lead[-3:])
    yield ("lead one", one.lead[-2:])
    yield ("behind one", one.clause[:2], a)
    yield ("behind other", other.clause[:2], b)
    yield ("said", target.said[:3])
    yield ("cued", target.cued, a, b)
    yield ("cued one", one.cued)
    yield ("cued other", other.cued)
    yield ("cued both", one.cued, other.cued)
    yield ("cued mine", target.cued, one.cued, a)
    yield from (("cue", cue, a, b) for cue in target.cues)
    yield from (("cue one", cue) for cue in one.cues)
    yield from (("cue other", cue) for cue in other.cues)


def _company(views: Views, two: _Two) -> Iterator[Trait]:
    """What stands between: other amounts that may be meant, other percentages, a word that begins a part (其中)."""
    target, other, rivals, wholes, larger = two.target, two.other, two.rivals, two.wholes, two.larger
    begin = min(two.one.index, other.index)
    told = views.between(begin, target.index) if begin < target.index and not any(two.far) else ()
    behind = views.told[other.index + 1 : target.index + 1] if not two.far[1] else ()
    yield ("rivals", larger, bool(rivals), bool(wholes))
    yield ("many", min(len(rivals), 3), min(len(wholes), 3))
    yield ("lead larger", target.lead[-3:], min(len(rivals), 2), larger)
    yield ("percents", min(sum(view.kind in (SHARE, GROWTH) for view in told), 3))
    yield ("among", any("among" in view.cues for view in behind), larger)


def _mean(two: _Two) -> Iterator[Trait]:
    said, unit = each(two.target), two.other.figure.unit
    yield ("each", said[:1])
    yield ("each unit", bool(unit) and unit[0] in said, two.a, two.b)
    yield ("each of", said[-2:], unit)
    yield ("each named", bool(pairs_of_words(said) & two.other.names))
    yield ("each said", unit in said, two.its, two.far[1])
