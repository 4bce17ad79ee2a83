"""Where the steps of a procedure stand in its picture: rows by phase and order, columns by who waits for whom.

What every case goes through stands in one column, the rest beside it. A line that would pass a whole phase on its way
to something optional is not drawn: the box says in words what it comes after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from zhifa.core.conditions.tree import Constant
from zhifa.core.procedure.model import Point, Procedure, Step

WIDE, POINT_TALL, GAP, ROW_GAP, BEND = 172.0, 64.0, 18.0, 34.0, 10.0
EDGE, TITLE, SMALL, CHIP = 9.0, 16.0, 13.0, 16.0
"""Heights inside a box: its margin, a line of its title, a line of small print, a period."""
HEAVY: Final = 60.0
"""How much more the main path keeps to its column than anything else to its place."""
ACROSS: Final = 11
"""Characters of a title side by side."""
MOST: Final = 7
"""Steps side by side before a row is broken."""
SWEEPS: Final = 12


@dataclass(slots=True)
class Spot:
    """One thing in the picture: a step, a point, or the bend of a line that passes a row."""

    code: str
    row: int
    step: Step | None = None
    point: Point | None = None
    x: float = 0.0
    y: float = 0.0
    tall: float = 0.0
    """The height of its row: a line passes it straight."""
    title: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    """Codes of the periods that begin with it."""
    main: bool = False
    """Whether every case goes through it."""

    @property
    def width(self) -> float:
        return WIDE if self.step or self.point else BEND

    @property
    def height(self) -> float:
        if self.step is None:
            return POINT_TALL if self.point else 0.0
        small = SMALL * (1 + len(self.notes))
        return 2 * EDGE + TITLE * len(self.title) + small + CHIP * len(self.chips)


@dataclass(frozen=True, slots=True)
class Line:
    """One line from a step to what waits for it, through its bends; `either` where one of several is enough."""

    source: str
    target: str
    bends: tuple[str, ...] = ()
    either: bool = False


@dataclass(slots=True)
class Layout:
    """The picture before it is drawn."""

    spots: dict[str, Spot] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    bands: list[tuple[str, float, float]] = field(default_factory=list)
    """Phases with their top and bottom."""
    width: float = 0.0
    height: float = 0.0


def edges(procedure: Procedure) -> dict[tuple[str, str], bool]:
    """Who waits for whom, without what follows from the rest; the value says that one of several is enough."""
    found: dict[tuple[str, str], bool] = {}
    for step in procedure.steps.values():
        for group in step.after:
            for code in group:
                if code in procedure.steps or code in procedure.points:
                    found[code, step.code] = len(group) > 1
    for point in procedure.points.values():
        for call in point.when.calls():
            first = call.arguments[0] if call.arguments else None
            if call.function.name in {"done", "ever"} and isinstance(first, Constant):
                code = str(first.held)
                if code in procedure.steps:
                    found[code, point.code] = False
    kept: dict[tuple[str, str], bool] = {}
    for (source, target), either in found.items():
        if source != target and not _leads(kept, target, source):
            kept[source, target] = either
    return {pair: either for pair, either in kept.items() if not _leads(kept, *pair, but=pair)}


def _leads(pairs: Iterable[tuple[str, str]], start: str, end: str, but: tuple[str, str] | None = None) -> bool:
    following: dict[str, list[str]] = {}
    for pair in pairs:
        if pair != but:
            following.setdefault(pair[0], []).append(pair[1])
    waiting, seen = list(following.get(start, ())), set()
    while waiting:
        code = waiting.pop()
        if code == end:
            return True
        if code not in seen:
            seen.add(code)
            waiting += following.get(code, ())
    return False


def lay_out(procedure: Procedure, notes: Mapping[str, Sequence[str]] | None = None) -> Layout:
    """Place every step and point of a procedure; `notes` are lines of small print some boxes have besides."""
    pairs = edges(procedure)
    phase = _phases(procedure, pairs)
    rows = _rows(procedure, pairs, phase)
    mains, far = main_path(procedure, pairs), _far(procedure, pairs, phase)
    layout = Layout()
    for code, row in rows.items():
        step, point = procedure.steps.get(code), procedure.points.get(code)
        said = [*(f"{line}之后" for line in far.get(code, ())), *(notes or {}).get(code, ())]
        layout.spots[code] = Spot(
            code,
            row,
            step,
            point,
            title=tuple(wrapped(step.title if step else point.title if point else "", ACROSS)),
            notes=tuple(line for text in said for line in wrapped(text, ACROSS + 3)),
            chips=tuple(p.code for p in procedure.periods if step and p.start_steps[:1] == (code,)),
            main=code in mains,
        )
    drawn = {pair: either for pair, either in pairs.items() if pair[0] not in _left_out(procedure, far, pair[1])}
    _thread(layout, drawn | dict.fromkeys(_spine(mains, rows), False))
    ranks = _ranks(layout)
    _order(layout, ranks)
    _settle(layout, ranks)
    _heights(layout, ranks, phase, procedure)
    return layout


def wrapped(text: str, size: int) -> list[str]:
    """A text in lines of nearly equal length; nothing of it is lost."""
    count = -(-len(text) // size)
    even = -(-len(text) // count) if count else size
    return [text[start : start + even] for start in range(0, len(text), even)] or [""]


def main_path(procedure: Procedure, pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """What every case goes through: steps nobody may leave out, and the points between them."""
    steps = {
        step.code
        for step in procedure.steps.values()
        if not (step.optional or step.is_outsiders or step.needed_if is not None or step.by == ("system",))
    }
    before = {source for source, target in pairs if target in steps}
    return frozenset(steps | {code for code in procedure.points if code in before})


def _spine(mains: frozenset[str], rows: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The main path from each of its places to the next below."""
    path = sorted(mains, key=lambda code: rows[code])
    for first, second in zip(path, path[1:], strict=False):
        if rows[second] > rows[first]:
            yield first, second


def _far(
    procedure: Procedure, pairs: Mapping[tuple[str, str], bool], phase: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """By step beside the main path, the titles of what it comes after more than one phase above."""
    mains = main_path(procedure, pairs)
    found: dict[str, tuple[str, ...]] = {}
    for step in procedure.steps.values():
        above = [source for source, target in pairs if target == step.code]
        if step.code not in mains and above and all(phase[step.code] - phase[source] > 1 for source in above):
            found[step.code] = tuple(_title(procedure, source) for source in above[:2])
    return found


def _left_out(procedure: Procedure, far: Mapping[str, tuple[str, ...]], target: str) -> Iterable[str]:
    return (*procedure.steps, *procedure.points) if target in far else ()


def _title(procedure: Procedure, code: str) -> str:
    return procedure.steps[code].title if code in procedure.steps else procedure.points[code].title


def _phases(procedure: Procedure, pairs: Mapping[tuple[str, str], bool]) -> dict[str, int]:
    """The phase of every step; a point stands where the first step waiting for it stands."""
    order = {name: number for number, name in enumerate(procedure.phases)}
    found = {step.code: order.get(step.phase, len(order)) for step in procedure.steps.values()}
    for point in procedure.points:
        before = [found[source] for source, target in pairs if target == point and source in found]
        found[point] = max(before, default=0)
    return found


def _rows(procedure: Procedure, pairs: Mapping[tuple[str, str], bool], phase: Mapping[str, int]) -> dict[str, int]:
    """Rows count through the phases; within a phase a step stands below what it waits for."""
    local: dict[str, int] = {}

    def depth(code: str) -> int:
        if code not in local:
            before = [s for s, target in pairs if target == code and phase[s] == phase[code]]
            local[code] = max((depth(source) + 1 for source in before), default=0)
        return local[code]

    codes = [*procedure.steps, *procedure.points]
    rows: dict[str, int] = {}
    top = 0
    for number in sorted({phase[code] for code in codes}):
        mine = [code for code in codes if phase[code] == number]
        for level in range(max(depth(code) for code in mine) + 1):
            level_codes = [code for code in mine if depth(code) == level]
            for place, code in enumerate(level_codes):
                rows[code] = top + place // MOST
            top += (len(level_codes) - 1) // MOST + 1
    return rows


def _thread(layout: Layout, pairs: Mapping[tuple[str, str], bool]) -> None:
    """Lines that pass rows are given a bend in each, so that they run between the steps."""
    for (source, target), either in pairs.items():
        first, last = layout.spots[source].row, layout.spots[target].row
        bends = []
        for row in range(first + 1, last):
            code = f"{source}>{target}@{row}"
            layout.spots[code] = Spot(code, row)
            bends.append(code)
        layout.lines.append(Line(source, target, tuple(bends), either))


def _ranks(layout: Layout) -> list[list[str]]:
    ranks: list[list[str]] = [[] for _ in range(max(spot.row for spot in layout.spots.values()) + 1)]
    for spot in layout.spots.values():
        ranks[spot.row].append(spot.code)
    return ranks


def _neighbours(layout: Layout) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for line in layout.lines:
        chain = (line.source, *line.bends, line.target)
        for first, second in zip(chain, chain[1:], strict=False):
            below.setdefault(first, []).append(second)
            above.setdefault(second, []).append(first)
    return above, below


def _order(layout: Layout, ranks: list[list[str]]) -> None:
    """Each row is ordered by the middle of what its steps are tied to, down and up, until lines cross little."""
    above, below = _neighbours(layout)
    for sweep in range(SWEEPS):
        ties = above if sweep % 2 == 0 else below
        place = {code: number / max(len(rank), 1) for rank in ranks for number, code in enumerate(rank)}
        for rank in ranks if sweep % 2 == 0 else reversed(ranks):
            middle = {
                code: sum(place[t] for t in ties[code]) / len(ties[code]) if ties.get(code) else place[code]
                for code in rank
            }
            rank.sort(key=lambda code: middle[code])
            place.update({code: number / max(len(rank), 1) for number, code in enumerate(rank)})


def _settle(layout: Layout, ranks: Sequence[Sequence[str]]) -> None:
    """Columns: every step moves towards what it is tied to, keeping its order and its distance."""
    above, below = _neighbours(layout)
    spots = layout.spots
    both = {code: [*above.get(code, ()), *below.get(code, ())] for code in spots}
    for rank in ranks:
        _spread(layout, rank, [0.0] * len(rank))
    for sweep in range(SWEEPS * 5):
        ties = dict((above, below, both)[sweep % 3])
        ties.update((code, both[code]) for code in spots if spots[code].width == BEND)
        for rank in ranks:
            wanted = [
                0.0 if spots[c].main else sum(spots[t].x for t in ties[c]) / len(ties[c]) if ties.get(c) else spots[c].x
                for c in rank
            ]
            _spread(layout, rank, wanted)
    left = min(spot.x - spot.width / 2 for spot in spots.values())
    for spot in spots.values():
        spot.x -= left
    layout.width = max(spot.x + spot.width / 2 for spot in spots.values())


def _spread(layout: Layout, rank: Sequence[str], wanted: Sequence[float]) -> None:
    """Put a row as near to where it wants to be as its order and its distances allow (least squares)."""
    spots = [layout.spots[code] for code in rank]
    offsets = [0.0]
    for first, second in zip(spots, spots[1:], strict=False):
        offsets.append(offsets[-1] + _distance(first, second))
    blocks: list[tuple[float, float, int]] = []
    for spot, want, offset in zip(spots, wanted, offsets, strict=False):
        blocks.append((want - offset, HEAVY if spot.main else 1.0, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (mean, weight, size), (other, more, count) = blocks.pop(), blocks.pop()
            blocks.append(((mean * weight + other * more) / (weight + more), weight + more, size + count))
    places = [mean for mean, _, size in blocks for _ in range(size)]
    for spot, place, offset in zip(spots, places, offsets, strict=False):
        spot.x = place + offset


def _distance(first: Spot, second: Spot) -> float:
    return (first.width + second.width) / 2 + GAP


def _heights(layout: Layout, ranks: list[list[str]], phase: Mapping[str, int], procedure: Procedure) -> None:
    y, band, top = 0.0, -1, 0.0
    names = [*procedure.phases, "其他"]
    for rank in ranks:
        mine = [phase[code] for code in rank if code in phase]
        if mine and mine[0] != band:
            if band >= 0:
                layout.bands.append((names[band], top, y))
            band, top = mine[0], y
            y += ROW_GAP / 2
        tall = max(layout.spots[code].height for code in rank)
        for code in rank:
            layout.spots[code].y, layout.spots[code].tall = y + tall / 2, tall
        y += tall + ROW_GAP
    layout.bands.append((names[band], top, y))
    layout.height = y
