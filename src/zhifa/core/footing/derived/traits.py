"""What speaks for and against a figure being worked out in one way: traits, each with a weight that was learned.

A trait never looks at whether the arithmetic comes out: it is learned from right reports which ways do, and a report
with a mistake has the same traits.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from zhifa.core.footing.derived.derivations import (
    ACCOUNT,
    ADDED,
    AGAIN,
    DIFFERS,
    GREW,
    MEAN,
    SHARED,
    Derivation,
    each,
    of_whole,
)
from zhifa.core.footing.derived.views import COUNT, GROWTH, SHARE, View, Views, pairs
from zhifa.core.footing.reading.lexicon import Trait

_ONE_BY_ONE: Final = 4
_STEPS: Final = ((6, 5), (9, 7))
_FAR: Final = 10
_NEAR: Final = 12
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


def of_derivation(views: Views, target: View, way: Derivation) -> Iterator[Trait]:
    """The traits of a figure being worked out in one way."""
    if way.kind == AGAIN:
        return _again(views, target, way.terms[0])
    if way.kind == ACCOUNT:
        return _account(target, way)
    if way.kind in (SHARED, GREW, DIFFERS, MEAN):
        return _of_two(views, target, way)
    return _sum(views, target, way)


def _apart(target: View, other: View) -> int | str:
    """How far a term stands from a figure: figures between them, or paragraphs, or in a table."""
    if other.cell:
        return "cell"
    apart, passages = target.index - other.index, abs(target.figure.passage - other.figure.passage)
    if passages > 1 or abs(apart) > _NEAR:
        return f"p{min(passages, _ONE_BY_ONE)}"
    return _rough(apart)


def _rough(apart: int) -> int:
    size = abs(apart)
    if size > _ONE_BY_ONE:
        size = next((step for most, step in _STEPS if size <= most), _FAR)
    return size if apart >= 0 else -size


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    return min(len(one & other), 3)


def _of_two(views: Views, target: View, way: Derivation) -> Iterator[Trait]:
    """Of a share, a growth, a difference or a mean: `one` is the part, this year's or the amount, `other` the rest."""
    one, other = way.terms
    figure, first, second = target.figure, one.figure, other.figure
    a, b = _apart(target, one), _apart(target, other)
    far = isinstance(a, str), isinstance(b, str)
    mine, its, both = (
        _shared(target.names, one.names),
        _shared(target.names, other.names),
        _shared(one.names, other.names),
    )
    rivals = _rivals(views, one, target, first.same, far[0], one)
    wholes = _rivals(views, other, target, second.same, far[1], one)
    larger = any(rival.figure.value >= second.value for rival in wholes)
    begin = min(one.index, other.index)
    told = views.between(begin, target.index) if begin < target.index and not any(far) else ()
    percents = sum(view.kind in (SHARE, GROWTH) for view in told)
    behind = views.told[other.index + 1 : target.index + 1] if not far[1] else ()
    among = any("among" in view.cues for view in behind)
    of = of_whole(target)
    named = -1 if of is None else _shared(of, other.names)
    sentences = first.sentence == figure.sentence, second.sentence == figure.sentence
    cued, two, three = target.cued, target.lead[-2:], target.lead[-3:]
    yield ()
    yield ("a", a)
    yield ("b", b)
    yield ("ab", a, b)
    yield ("sentences", *sentences)
    yield ("passages", figure.passage - first.passage, figure.passage - second.passage)
    yield ("ab2", a, b, two)
    yield ("unit", one.unit == other.unit, first.same == second.same)
    yield ("units", one.unit, other.unit)
    yield ("names", mine, its)
    yield ("both", both)
    yield ("all", mine, its, both)
    yield ("mine", mine, a)
    yield ("its", its, b)
    yield ("period", figure.period, first.period, second.period)
    yield ("rivals", larger, bool(rivals), bool(wholes))
    yield ("first", one.first, other.first)
    yield ("whole", other.whole, one.whole)
    yield ("percents", min(percents, 3))
    yield ("among", among, larger)
    yield ("of", named)
    yield ("of larger", named, larger, other.first)
    yield ("cued", cued, a, b)
    yield ("lead1", target.lead[-1:], a)
    yield ("lead2", two)
    yield ("lead3", three)
    yield ("depth", first.depth - figure.depth, second.depth - figure.depth)
    yield ("partial", first.partial, second.partial, figure.partial)
    yield ("lead one", one.lead[-2:])
    yield ("cued one", one.cued)
    yield ("cued other", other.cued)
    yield ("sign one", one.lead[:1], a)
    yield ("noun", first.noun[:2] == second.noun[:2])
    yield ("whole first", other.first, other.whole, *sentences)
    yield ("kinds", target.kind, first.period, second.period)
    yield ("sign", target.sign, a)
    yield ("order", one.index < target.index, other.index < target.index, one.index < other.index)
    yield ("far", *far, mine, its)
    if all(far):
        yield ("cells", first.row == second.row, first.label == second.label, one.whole, other.whole, a, b)
    yield ("crossing", target.crossing)
    yield ("behind one", one.clause[:2], a)
    yield ("behind other", other.clause[:2], b)
    yield ("many", min(len(rivals), 3), min(len(wholes), 3))
    yield ("lead larger", three, min(len(rivals), 2), larger)
    yield ("noun one", bool(one.nouns & target.names), bool(one.labels & target.names), a)
    yield ("noun other", bool(other.nouns & target.names), bool(other.labels & target.names), b)
    yield ("label", len(figure.label) > 6, mine > 0, its > 0)
    yield ("said", target.said[:3])
    yield ("cued both", one.cued, other.cued)
    yield ("cued mine", cued, one.cued, a)
    yield from (("cue", cue, a, b) for cue in target.cues)
    yield from (("cue one", cue) for cue in one.cues)
    yield from (("cue other", cue) for cue in other.cues)
    if way.kind == MEAN:
        yield from _mean(target, other, its, a, b, far_number=far[1])
    elif way.kind == SHARED:
        yield ("over", first.value > second.value)
        yield ("of named", named, its, b)
    else:
        risen = ("up" in target.cues) - ("down" in target.cues)
        yield ("direction", risen, first.value > second.value)
        yield ("years", second.period == "last", not first.period, a, b)


def _rivals(views: Views, term: View, target: View, same: str, far: bool, but: View) -> list[View]:
    """The amounts of a term's unit that stand between it and the figure."""
    if far or term.index >= target.index:
        return []
    between = views.between(term.index, target.index)
    return [view for view in between if view.kind == COUNT and view.figure.same == same and view is not but]


def _mean(target: View, number: View, its: int, a: int | str, b: int | str, *, far_number: bool) -> Iterator[Trait]:
    said, unit = each(target), number.figure.unit
    yield ("each", said[:1])
    yield ("each unit", bool(unit) and unit[0] in said, a, b)
    yield ("each of", said[-2:], unit)
    yield ("each named", bool(pairs(said) & number.names))
    yield ("each said", unit in said, its, far_number)


def _sum(views: Views, target: View, way: Derivation) -> Iterator[Trait]:
    """Of the sum of a run of amounts behind the figure, or of one that ends before it."""
    run, figure, added = way.terms, target.figure, way.kind == ADDED
    first, last, many = run[0], run[-1], len(way.terms)
    left_out = [
        view
        for view in (views.between(target.index, first.index) if added else views.between(last.index, target.index))
        if view.kind == COUNT and view.figure.same == figure.same
    ]
    skipped = len(left_out)
    spans = last.figure.sentence - first.figure.sentence
    signs = "".join(sorted({view.sign for view in run[1:]}))
    ends, sign, cued = _beyond(views, first, last, figure.same)
    begins = _begins(views, first, figure.same)
    alike = [bool(one.labels & other.labels) for one, other in pairwise(run)]
    inside = [bool(view.labels & target.names) for view in run]
    nouns = len({view.figure.noun[:2] for view in run}) == 1
    size, few = min(many, 6), min(skipped, 2)
    yield ()
    yield ("many", size)
    yield ("gap", _rough(figure.index - (first.index if added else last.index)))
    yield ("skipped", min(skipped, 3))
    yield ("spans", min(spans, 4))
    yield ("signs", signs)
    yield ("ends sign", sign, signs)
    yield ("ends", ends, spans > 0)
    yield ("begins", begins, spans > 0)
    yield ("apart", min(max(other.index - one.index for one, other in pairwise(run)), 4))
    yield ("larger", any(view.figure.value > figure.value for view in run))
    yield ("sentence", min(abs(first.figure.sentence - figure.sentence), 3))
    yield ("passages", first.figure.passage - figure.passage, last.figure.passage - figure.passage)
    yield ("inside", _share(inside))
    yield ("alike", _share(alike))
    yield ("depth", first.figure.depth - figure.depth, len({view.figure.depth for view in run}))
    yield ("nouns", nouns, first.figure.noun[:2] == figure.noun[:2])
    yield ("cued", target.cued)
    yield ("lead2", target.lead[-2:])
    yield ("cued first", first.cued, skipped)
    yield ("lead first", first.lead[:3])
    yield ("period", all(view.figure.period == figure.period for view in run))
    yield ("ends cued", cued)
    yield ("sign first", first.sign, skipped)
    yield ("frame", ends, size, few, bool(spans), _share(inside))
    yield ("frame nouns", ends, begins, nouns, signs)
    yield ("frame cued", first.cued, ends, signs)
    yield ("frame target", target.cued, ends, begins, few)
    yield ("unit", target.unit)
    yield ("first", target.first)
    yield ("first ends", target.first, few, ends)
    yield ("partial", any(view.figure.partial for view in run), figure.partial)
    yield ("whole", any(view.whole for view in run), target.whole)
    yield ("crossing", first.crossing or last.crossing)
    yield ("rest", last.rest, ends)
    yield ("behind2", last.clause[:2])
    yield ("behind1", last.clause[:1], ends)
    yield ("more", last.more)
    yield ("lead ends", first.lead[:2], signs, ends)
    yield ("percents", _percents(views, run))
    yield ("behind target", target.clause[:2])
    yield ("said ends", first.said[:2], ends)
    yield ("size ends", size, signs, ends, _share(inside))
    yield from (("cue", cue) for cue in target.cues)
    yield from (("cue first", cue, min(skipped, 1)) for cue in first.cues)
    yield from (("cue part", cue) for cue in sorted({cue for view in run[1:] for cue in view.cues}))


def _share(told: list[bool]) -> str:
    return "all" if all(told) else "some" if any(told) else "none"


def _beyond(views: Views, first: View, last: View, same: str) -> tuple[str, str, str]:
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


def _percents(views: Views, run: tuple[View, ...]) -> int:
    """How many parts have a percentage right behind them."""
    behind = (views.told[view.index + 1] for view in run if view.index + 1 < len(views.told))
    return sum(view.kind in (SHARE, GROWTH) for view in behind)


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
    apart = _apart(target, other)
    inside, around = target.labels <= other.names, other.labels <= target.names
    between = () if cell else views.between(other.index, target.index)
    rivals = sum(v.kind == COUNT and v.figure.same == figure.same and bool(v.names & target.names) for v in between)
    rivals = -1 if cell else min(rivals, 3)
    yield ()
    yield ("alike", alike)
    yield ("shared", min(len(target.names & other.names), 6))
    yield ("labels", labels)
    yield ("apart", apart)
    yield ("inside", inside, around, cell)
    yield ("apart alike", apart, alike)
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
