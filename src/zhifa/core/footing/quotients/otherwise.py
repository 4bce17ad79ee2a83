"""Other readings of a printed quotient: nothing is wrong that other figures beside it make right.

优秀162件、合格361件、不合格17件，合格以上的占96.9%: the first two of all three, whoever was taken for part and whole.
Many figures give many quotients, and some of them anything; so a reading is believed only while those tried, from
the nearest to the farthest, would hardly give the number printed by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, permutations
from typing import Final

from zhifa.core.footing.checks import Check, rounded, together
from zhifa.core.footing.quotients.ratios import DOWN, HUNDRED, UP, fits
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import mistyped, opposites
from zhifa.core.footing.reading.periods import THIS_YEAR

_ODDS: Final = Decimal("0.2")
"""How many of the readings tried may give the number printed by chance."""
_SLIPPED: Final = Decimal("0.005")
"""The same where the number is what it should be with a digit wrong: that is how mistakes look."""
_MOST: Final = 12
"""More figures than these before a quotient give anything."""
_LISTED: Final = 10
_BACK: Final = 2
_TWO: Final = 2
_GRADES: Final = 3
_STRAIGHT: Final = re.compile(r"[^，。；：（）]*")

_Read = tuple[Decimal, Decimal]
"""What a reading comes to, and the number it is divided by."""


def otherwise(check: Check, figures: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the figures told before it, in two sentences more, give the quotient a check calls wrong."""
    stated, terms = figures[-1], figures[:-1]
    should = check.comes_to
    slipped = should is not None and mistyped(rounded(should, stated.token.step), stated.value)
    tried = 0
    listed = [] if check.kind in _READINGS else [_of_all(stated, terms, reading)]
    more = _READINGS.get(check.kind, _shares)(stated, terms, _told(stated, reading), lexicon)
    for told in map(set, chain(listed, more)):
        tried += len(told)
        if right := [by for value, by in told if fits(value, stated)]:
            return tried * _likely(stated, max(right)) <= (_SLIPPED if slipped else _ODDS)
    return False


def _likely(stated: Figure, by: Decimal) -> Decimal:
    """How likely one reading gives a number as it is printed: the fewer digits it has and the less it divides by."""
    if stated.counted and stated.moved:
        return 1 / by
    printed = HUNDRED if stated.token.percent else stated.value
    return max(_TWO * stated.token.step / printed, 1 / by)


def _told(stated: Figure, reading: Reading) -> list[Figure]:
    sentences = [s for s in reading.sentences_of(stated.passage) if 0 <= stated.sentence - s.number <= _BACK]
    told = [f for s in sentences for f in s.figures if f.counted and f.value > 0 and f.index < stated.index]
    return told[-_MOST:]


def _of_all(stated: Figure, terms: Sequence[Figure], reading: Reading) -> list[_Read]:
    """Its part of all that its sentence counts alike; one of its terms of what is told behind it."""
    told = [f for f in reading.sentences[stated.sentence].figures if f.same == terms[-1].same and not f.moved]
    whole = together(told)
    part = min(f.value for f in terms)
    behind = [_part(f.value, w) for f in terms for w in told if w.index > stated.index and w.value >= f.value]
    return [*behind, (part * HUNDRED / whole, whole)] if whole else []


def _shares(stated: Figure, terms: Sequence[Figure], told: Sequence[Figure], lexicon: Lexicon) -> Iterator[list[_Read]]:
    """The list right before it, one of its terms and another figure, some together of a term; any two; any together."""
    own = {f.index for f in terms}
    last = [run for run in _runs(told[-_LISTED:]) if run[-1].index == stated.index - 1]
    before = {run[0].index - 1 for run in last} | own
    yield [_part(made, whole) for made, whole in _wholes(last, told) if whole.index in before]
    pairs = [(a, b) for a, b in permutations(told, _TWO) if a.same == b.same and a.value <= b.value]
    pairs = [(a, b) for a, b in pairs if not (fits(a.value * HUNDRED / b.value, stated) and opposites([a, b], lexicon))]
    yield [_part(a.value, b) for a, b in pairs if own & {a.index, b.index}]
    runs = _runs(told)
    yield [_part(m, w) for m, w in _wholes(runs, told) if w.index in own]
    yield [_part(a.value, b) for a, b in pairs]
    yield [_part(m, w) for m, w in _wholes(runs, told)]
    graded = [
        (run[0].value + much * run[1].value, together(run))
        for run in runs
        if len(run) == _GRADES and (much := lexicon.grade(run[1].label))
    ]
    yield [(good * HUNDRED / whole, whole) for good, whole in graded]
    parts = [(a.value + b.value, a) for a in terms for b in told if a.same == b.same and b.index not in own]
    yield [_part(both, w) for both, a in parts for w in told if w.same == a.same and w.value > both]


def _wholes(runs: Sequence[Sequence[Figure]], told: Sequence[Figure]) -> Iterator[tuple[Decimal, Figure]]:
    """What lists come to, and every figure that they may be some of."""
    for run in runs:
        made = together(run)
        for whole in told:
            apart = whole.index < run[0].index or run[-1].index < whole.index
            if apart and whole.same == run[0].same and made <= whole.value:
                yield made, whole


def _grown(stated: Figure, terms: Sequence[Figure], told: Sequence[Figure], lexicon: Lexicon) -> Iterator[list[_Read]]:
    """A difference of an earlier amount; two amounts of two times. Of its own terms only the one over the other."""
    own, meant = {f.index for f in terms}, (terms[-1].index, terms[0].index)
    pairs = alike = [(a, b) for a, b in permutations(told, _TWO) if a.unit == b.unit]
    if stated.near == "times":
        yield [(a.value / b.value, b.value) for a, b in pairs if not {a.index, b.index} <= own]
        return
    pairs = [(a, b) for a, b in pairs if b.period != THIS_YEAR]
    pairs = [(a, b) for a, b in pairs if not {a.index, b.index} <= own or (a.index, b.index) == meant]
    down, up = bool(DOWN.search(stated.lead)), bool(UP.search(stated.lead))
    ways = [(a, b) for a, b in pairs if down == up or (a.value > b.value) == up]
    if not stated.token.percent:
        ways = [(a, b) for a, b in ways if a.unit == stated.unit and a.period == THIS_YEAR and b.index in own]
        yield [(abs(a.value - b.value), max(a.value, b.value)) for a, b in ways]
        return
    added = [(a, b) for a, b in pairs if _differs(a) and (b is not terms[-1] or _straight(b, a))]
    yield [_part(a.value, b) for a, b in added]
    yield [_part(abs(a.value - b.value), b) for a, b in ways if not _differs(a)]
    changed = [
        (a.value, b.value + (a.value if down else -a.value))
        for a, b in alike
        if _differs(a) and not {a.index, b.index} <= own
    ]
    yield [(by * HUNDRED / then, then) for by, then in changed if then > 0]


def _means(stated: Figure, terms: Sequence[Figure], told: Sequence[Figure], lexicon: Lexicon) -> Iterator[list[_Read]]:
    """Another amount or number; some amounts together over some numbers together."""
    own = {f.index for f in terms}
    amounts = [f for f in told if f.unit == stated.unit]
    numbers = [f for f in told if f.unit != stated.unit]
    pairs = [(a, b) for a in amounts for b in numbers if not {a.index, b.index} <= own]
    yield [(a.value / b.value, b.value) for a, b in pairs]
    all_ = [together(run) for run in (*_runs(amounts), *([f] for f in amounts))]
    many = [together(run) for run in (*_runs(numbers), *([f] for f in numbers))]
    yield [(a / b, b) for a in all_ for b in many]


_READINGS: Final = {"growth": _grown, "average": _means}


def _runs(figures: Sequence[Figure]) -> list[Sequence[Figure]]:
    """Every list of figures that follow one another and count the same."""
    found: list[Sequence[Figure]] = []
    for begin, first in enumerate(figures):
        for end in range(begin + 1, len(figures)):
            if figures[end].same != first.same:
                break
            found.append(figures[begin : end + 1])
    return found


def _part(value: Decimal, whole: Figure) -> _Read:
    return value * HUNDRED / whole.value, whole.value


def _straight(before: Figure, figure: Figure) -> bool:
    """Whether nothing stands between two figures but words: 比2023年的64件增加9件."""
    return before.sentence == figure.sentence and bool(_STRAIGHT.fullmatch(figure.lead))


def _differs(figure: Figure) -> bool:
    """Whether a figure says how far two amounts are apart: 罚款减少11.06万元."""
    return figure.moved or bool(UP.search(figure.lead[-4:]) or DOWN.search(figure.lead[-4:]))
