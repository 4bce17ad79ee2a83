"""The traits of a figure that is the sum of a run of amounts: of those behind it, or of those that end before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhifa.core.footing.derived.derivations import ADDED, Derivation
from zhifa.core.footing.derived.views import COUNT, GROWTH, SHARE, View, Views, rough
from zhifa.core.footing.reading.lexicon import Trait


@dataclass(frozen=True, slots=True)
class _Run:
    """A figure and a run of amounts, and where the next of the unit stand before and behind the run.

    `sign` and `cued` are those of the one behind, where it stands in the same sentence. `skipped` amounts of the unit
    stand between the figure and the run; `signs` are those between the amounts; `inside` says how many are named like
    the figure.
    """

    target: View
    run: Sequence[View]
    gap: int
    skipped: int
    begins: str
    ends: str
    sign: str
    cued: str

    @property
    def signs(self) -> str:
        return "".join(sorted({view.sign for view in self.run[1:]}))

    @property
    def spans(self) -> int:
        """Over how many sentences more than one it goes."""
        return self.run[-1].figure.sentence - self.run[0].figure.sentence

    @property
    def inside(self) -> str:
        return _share([bool(view.labels & self.target.names) for view in self.run])

    @property
    def one_noun(self) -> bool:
        return len({view.figure.noun[:2] for view in self.run}) == 1

    @property
    def size(self) -> int:
        return min(len(self.run), 6)


def of_sum(views: Views, target: View, way: Derivation) -> Iterator[Trait]:
    """The traits of the sum of a run of amounts."""
    first, last, same = way.terms[0], way.terms[-1], target.figure.same
    added = way.kind == ADDED
    near = views.between(target.index, first.index) if added else views.between(last.index, target.index)
    skipped = sum(view.kind == COUNT and view.figure.same == same for view in near)
    gap = rough(target.index - (first.index if added else last.index))
    run = _Run(target, way.terms, gap, skipped, _begins(views, first, same), *_beyond(views, last, same))
    yield ()
    yield from _places(run)
    yield from _limits(run)
    yield from _names(run)
    yield from _words(run)
    yield from _frames(run)
    yield ("percents", _percents(views, run.run))


def _places(one: _Run) -> Iterator[Trait]:
    target, run, figure = one.target, one.run, one.target.figure
    first, last = run[0].figure, run[-1].figure
    yield ("many", one.size)
    yield ("gap", one.gap)
    yield ("skipped", min(one.skipped, 3))
    yield ("spans", min(one.spans, 4))
    yield ("signs", one.signs)
    yield ("apart", min(max(other.index - each.index for each, other in pairwise(run)), 4))
    yield ("sentence", min(abs(first.sentence - figure.sentence), 3))
    yield ("passages", first.passage - figure.passage, last.passage - figure.passage)
    yield ("depth", first.depth - figure.depth, len({view.figure.depth for view in run}))
    yield ("sign first", run[0].sign, one.skipped)
    yield ("first", target.first)
    yield ("crossing", run[0].crossing or run[-1].crossing)


def _limits(one: _Run) -> Iterator[Trait]:
    """Whether the run is a whole list: what of its unit stands before it and behind it."""
    last, more = one.run[-1], one.spans > 0
    yield ("ends sign", one.sign, one.signs)
    yield ("ends", one.ends, more)
    yield ("begins", one.begins, more)
    yield ("ends cued", one.cued)
    yield ("rest", last.rest, one.ends)
    yield ("more", last.more)
    yield ("larger", any(view.figure.value > one.target.figure.value for view in one.run))


def _names(one: _Run) -> Iterator[Trait]:
    target, run, figure = one.target, one.run, one.target.figure
    yield ("inside", one.inside)
    yield ("alike", _share([bool(each.labels & other.labels) for each, other in pairwise(run)]))
    yield ("nouns", one.one_noun, run[0].figure.noun[:2] == figure.noun[:2])
    yield ("unit", target.unit)
    yield ("period", all(view.figure.period == figure.period for view in run))
    yield ("partial", any(view.figure.partial for view in run), figure.partial)
    yield ("whole", any(view.whole for view in run), target.whole)


def _words(one: _Run) -> Iterator[Trait]:
    target, run, first, last = one.target, one.run, one.run[0], one.run[-1]
    yield ("cued", target.cued)
    yield ("lead2", target.lead[-2:])
    yield ("cued first", first.cued, one.skipped)
    yield ("lead first", first.lead[:3])
    yield ("behind2", last.clause[:2])
    yield ("behind1", last.clause[:1], one.ends)
    yield ("lead ends", first.lead[:2], one.signs, one.ends)
    yield ("behind target", target.clause[:2])
    yield ("said ends", first.said[:2], one.ends)
    yield from (("cue", cue) for cue in target.cues)
    yield from (("cue first", cue, min(one.skipped, 1)) for cue in first.cues)
    yield from (("cue part", cue) for cue in sorted({cue for view in run[1:] for cue in view.cues}))


def _frames(one: _Run) -> Iterator[Trait]:
    """Several of the others together."""
    target, first, few = one.target, one.run[0], min(one.skipped, 2)
    yield ("frame", one.ends, one.size, few, bool(one.spans), one.inside)
    yield ("frame nouns", one.ends, one.begins, one.one_noun, one.signs)
    yield ("frame cued", first.cued, one.ends, one.signs)
    yield ("frame target", target.cued, one.ends, one.begins, few)
    yield ("first ends", target.first, few, one.ends)
    yield ("size ends", one.size, one.signs, one.ends, one.inside)


def _share(told: list[bool]) -> str:
    return "all" if all(told) else "some" if any(told) else "none"


def _beyond(views: Views, last: View, same: str) -> tuple[str, str, str]:
    """Where the next amount of the unit stands behind a run, with the sign and the cues before it where it is near."""
    near = views.told[last.index + 1 : last.index + 4]
    one = next((view for view in near if view.kind == COUNT and view.figure.same == same), None)
    where = _where(one, last)
    return (where, one.sign, one.cued) if one is not None and where == "same" else (where, where, where)


def _begins(views: Views, first: View, same: str) -> str:
    near = reversed(views.told[max(0, first.index - 3) : first.index])
    return _where(next((view for view in near if view.kind == COUNT and view.figure.same == same), None), first)


def _where(one: View | None, other: View) -> str:
    if one is None:
        return "none"
    if one.figure.sentence == other.figure.sentence:
        return "same"
    return "passage" if one.figure.passage == other.figure.passage else "else"


def _percents(views: Views, run: Sequence[View]) -> int:
    """How many parts have a percentage right behind them."""
    behind = (views.told[view.index + 1] for view in run if view.index + 1 < len(views.told))
    return sum(view.kind in (SHARE, GROWTH) for view in behind)
