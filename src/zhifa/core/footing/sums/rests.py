"""What is left of a whole named further back: 受理1353件，不予受理41件，其余303件, with 收到1697件 a sentence before.

The rest closes a list, so the figures before it and the rest make one of the figures before them. Two names that leave
nothing between them (普通程序, 简易程序) do so, too. Where none of these is made exactly and one is missed narrowly,
that one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import opposites
from zhifa.core.footing.sums.claims import narrowly_missed

_REST: Final = re.compile(r"(?:^|[，；、。])(?:其余|剩余|余下|剩下|其他|其它|未[^，；、。]{0,10})[^，；、。]{0,6}$")
_STILL: Final = re.compile(r"(?:^|[，；、])(?:[尚还仍](?:有|余|剩)?)?$")
"""尚有8件正在办理, 1件仍在审理: what is left, as the words behind it say."""
_CLOSER: Final = 20
_LEAST: Final = 14
_MOST: Final = 7
_BACK: Final = 8
"""How many figures before a list its whole may stand."""
_ALL: Final = re.compile(r"[共应总][^，；。]{0,4}$")
_LONG: Final = 4
_WINDOW: Final = 24
"""Figures before a rest that are looked at."""
_SENTENCES: Final = 2


def rests(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every list of the report that ends with a rest, or that two opposites make."""
    for figures in reading.families(lambda f: f.same, _amount):
        for place in range(2, len(figures)):
            first = max(0, place - _WINDOW)
            if found := _closed(reading, figures[first : place + 2], place - first, lexicon):
                yield found


def _amount(figure: Figure) -> bool:
    return figure.counted and figure.exact and not figure.moved and not figure.depth and figure.value > 0


def _closed(reading: Reading, figures: Sequence[Figure], place: int, lexicon: Lexicon) -> Check | None:
    """The list that ends with a figure, held against the figures before it."""
    last = figures[place]
    text = reading.sentences[last.sentence].text
    if lexicon.words["overlap"].search(text) or lexicon.words["excluded"].search(text):
        return None
    left = _REST.search(last.lead) or (_STILL.search(last.lead) and lexicon.words["pending"].match(last.noun))
    if left:
        lists = [figures[place - many : place + 1] for many in range(1, min(_MOST, place - 1) + 1)]
    elif opposites(figures[place - 1 : place + 1], lexicon) and not _goes_on(figures, place):
        lists = [figures[place - 1 : place + 1]]
    else:
        return None
    tried = [(whole, run) for run in lists if _together(run) for whole in _wholes(figures, run)]
    if any(together(run) == whole.value for whole, run in tried):
        return None
    meant = [(whole, run) for whole, run in tried if _begins(figures, run) and _leads(figures, whole, run)]
    missed = [one for one in meant if _narrow(*one, abs(together(one[1]) - one[0].value))]
    if len({whole.value for whole, _ in missed}) != 1:
        return None
    return narrowly_missed(*missed[0])


def _goes_on(figures: Sequence[Figure], place: int) -> bool:
    following = figures[place + 1 : place + 2]
    return bool(following) and following[0].sentence == figures[place].sentence and "；" not in following[0].lead


def _begins(figures: Sequence[Figure], run: Sequence[Figure]) -> bool:
    """Whether a list begins its sentence or its clause, so that nothing of it stands before."""
    at = figures.index(run[0])
    before = figures[at - 1] if at else None
    return before is None or before.sentence != run[0].sentence or "；" in run[0].lead


def _leads(figures: Sequence[Figure], whole: Figure, run: Sequence[Figure]) -> bool:
    """Whether a figure is the first of an earlier sentence to count so, and no part of a list."""
    at = figures.index(whole)
    before = figures[at - 1] if at else None
    first = before is None or before.sentence != whole.sentence or "；" in whole.lead or bool(_ALL.search(whole.lead))
    first = first or (len(whole.label) >= _LONG and run[0].label.startswith(whole.label))
    return first and (whole.sentence != run[0].sentence or "；" in run[0].lead)


def _together(run: Sequence[Figure]) -> bool:
    """Whether the figures of a list stand in one sentence, of one year, in one unit."""
    first = run[0]
    alike = all((f.sentence, f.period, f.unit) == (first.sentence, first.period, first.unit) for f in run)
    return alike and not any("；" in f.lead or "其中" in f.lead for f in run[1:])


def _wholes(figures: Sequence[Figure], run: Sequence[Figure]) -> list[Figure]:
    """The figures a list may be all of."""
    at = figures.index(run[0])
    before = figures[max(0, at - _BACK) : at]
    return [f for f in before if run[0].sentence - f.sentence <= _SENTENCES and f.period == run[0].period]


def _narrow(whole: Figure, run: Sequence[Figure], apart: Decimal) -> bool:
    slack = whole.token.slack + sum((figure.token.slack for figure in run), Decimal(0))
    large = whole.value >= _LEAST and whole.value > max(figure.value for figure in run)
    return large and whole.unit == run[0].unit and slack < apart <= whole.value / _CLOSER
