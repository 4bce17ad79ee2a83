"""Totals missed narrowly: a list that is marked as one, and amounts to nearly what stands before or behind it.

In what offices print, a list behind 其中, a colon, in brackets, one that ends with the rest, and one that ends with its
total either leaves out a good deal or nothing. One that misses its total by a few per cent is a mistake, unless the
text gives the same total another reason: another list of the paragraph that makes it, or a figure that is the
difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.claims import narrowly_missed
from zhifa.core.footing.figures import Figure, Reading
from zhifa.core.footing.lexicon import Lexicon
from zhifa.core.footing.likeness import LOOSE_END, crosses, mistyped, parallel, slip

_MARK: Final = re.compile(r"其中|：|包括|包含|分别|依次|分为|分成|即")
_REST: Final = re.compile(r"(?:^|[，；、。（])(?:其余|剩余|余下|剩下|其他|其它)")
_OTHER: Final = re.compile(
    r"(?:^|[，；、。（])(?:另|还有|尚有|仍有|有[^，；、。]{0,4}[未不]|[^，；、。]{0,4}[未不])[^，；、。]{0,12}$"
)
_TOTAL: Final = re.compile(r"(?:共计?|合计|总计|累计|一共|总共|总数)[^，。；：（\d]{0,8}$")
_CUT: Final = re.compile(r"同比|环比|较上|较去|比上|比去|上年|去年")
_NARROW: Final = 14
"""A difference is narrow up to a fourteenth of the total: about seven per cent."""
_CLOSER: Final = 25
_LONGEST: Final = 10
_AROUND: Final = 10
_SAME_THING: Final = frozenset({"case", "person", "money"})


def narrow(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every total of the report that a list beside it misses narrowly."""
    for number in reading.passages:
        families: dict[str, list[Figure]] = {}
        for figure in reading.of_passage(number):
            if figure.counted and figure.exact and not figure.moved and figure.value > 0:
                families.setdefault(figure.same, []).append(figure)
        for figures in families.values():
            if len(figures) > 2:
                yield from _family(reading, figures, lexicon)


def _family(reading: Reading, figures: Sequence[Figure], lexicon: Lexicon) -> Iterator[Check]:
    """The figures of a paragraph that count the same."""
    wholes, parts = _bound(figures)
    for place, whole in enumerate(figures):
        if whole.index in wholes or whole.value < _NARROW:
            continue
        behind = _first(_runs(figures, place + 1, 1), whole, reading, lexicon, parts, ahead=False)
        before = _first(_runs(figures, place - 1, -1), whole, reading, lexicon, parts, ahead=True)
        for run in (behind, before):
            if run is not None:
                yield narrowly_missed(whole, run, _sum(run))
                break


def _sum(run: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in run), Decimal(0))


def _runs(figures: Sequence[Figure], start: int, step: int) -> Iterator[Sequence[Figure]]:
    """The lists that begin right behind, or end right before, a figure: the longest first."""
    for many in range(_LONGEST, 1, -1):
        if step > 0 and start + many <= len(figures):
            yield figures[start : start + many]
        elif step < 0 and start - many + 1 >= 0:
            yield figures[start - many + 1 : start + 1]


def _bound(figures: Sequence[Figure]) -> tuple[set[int], set[int]]:
    """The figures that a list of the paragraph makes exactly, and those such a list is made of."""
    wholes: set[int] = set()
    parts: set[int] = set()
    for place, whole in enumerate(figures):
        near = figures[max(0, place - _AROUND - 1) : place + _AROUND + 2]
        at = near.index(whole)
        runs = [near[a:b] for a in range(len(near)) for b in range(a + 2, len(near) + 1) if not a <= at < b]
        pairs = [(a, b) for a, b in combinations(near, 2) if whole not in (a, b)]
        for run in (*runs, *pairs):
            if _sum(run) == whole.value:
                wholes.add(whole.index)
                if run in runs:
                    parts |= {figure.index for figure in run}
    return wholes, parts


def _first(
    runs: Iterator[Sequence[Figure]], whole: Figure, reading: Reading, lexicon: Lexicon, parts: set[int], *, ahead: bool
) -> Sequence[Figure] | None:
    """The list that misses the total narrowly and is marked as one."""
    for run in runs:
        apart = abs(_sum(run) - whole.value)
        slack = whole.token.slack + sum((figure.token.slack for figure in run), Decimal(0))
        if not slack < apart <= whole.value / _NARROW or not _of_one_make(whole, run):
            continue
        if _explained(reading, whole, run, apart):
            continue
        if _ends_with(reading, run, whole) if ahead else _follows(reading, whole, run, parts, lexicon):
            return run
    return None


def _of_one_make(whole: Figure, run: Sequence[Figure]) -> bool:
    """Whether all are of one sentence, one period, one pair of brackets, and counted in one unit."""
    if any(f.sentence != whole.sentence or f.period != whole.period for f in run) or max(run, key=_value) is whole:
        return False
    if any((f.depth, f.group) != (run[0].depth, run[0].group) for f in run):
        return False
    if any(f.partial != run[0].partial for f in run) or run[0].depth not in (whole.depth, whole.depth + 1):
        return False
    return whole.same in _SAME_THING or len({f.unit for f in (whole, *run)}) == 1


def _value(figure: Figure) -> Decimal:
    return figure.value


def _explained(reading: Reading, whole: Figure, run: Sequence[Figure], apart: Decimal) -> bool:
    """Whether the text says otherwise what the list amounts to, or names the difference, be it in another unit."""
    if any(f.value == _sum(run) and f.same == whole.same for f in reading.around(whole, _AROUND)):
        return True
    own = {whole.index, *(figure.index for figure in run)}
    near = [f for f in reading.of_passage(whole.passage) if abs(f.sentence - whole.sentence) <= 1]
    inside = range(min(own), max(own) + 2)
    return any(
        f.value == apart and (f.same == whole.same or f.index in inside) and f.index not in own and f.counted
        for f in near
    )


def _text(reading: Reading, one: Figure, other: Figure) -> str:
    return reading.document.passages[one.passage].text[one.token.end : other.token.start]


def _follows(reading: Reading, whole: Figure, run: Sequence[Figure], parts: set[int], lexicon: Lexicon) -> bool:
    """Whether a list behind a figure is marked as what it is made of."""
    told = _text(reading, whole, run[0])
    inside = _text(reading, whole, run[-1])
    after = reading.document.passages[whole.passage].text[run[-1].token.end :][:8]
    if _CUT.search(inside) or LOOSE_END.search(re.split(r"[，；。）]", after)[0]) or LOOSE_END.search(inside):
        return False
    if told.startswith("、") or _extreme(run, lexicon) or ("分别" in told and _one_of_several(reading, whole)):
        return False
    if _MARK.search(told) or run[0].depth > whole.depth:
        return not _open(run, lexicon)
    if _REST.search(run[-1].lead):
        return True
    if _OTHER.search(run[-1].lead):
        return not (lexicon.words["carried"].search(reading.document.passages[whole.passage].text))
    apart = abs(_sum(run) - whole.value)
    slipped = slip(apart) or mistyped(whole.value, _sum(run))
    bound = whole.index in parts or any(figure.index in parts for figure in run)
    alike = bool(whole.label) and whole.label[-1] == run[0].label[-1:]
    if alike or bound or apart * _CLOSER > whole.value or not slipped or crosses(run, lexicon):
        return False
    return _names(whole, run, lexicon)


def _one_of_several(reading: Reading, whole: Figure) -> bool:
    """县级120卷、乡镇80卷，分别为54卷、21卷: each of the list belongs to one of those before it."""
    before = reading.figures[whole.index - 1] if whole.index else whole
    return before.sentence == whole.sentence and before.same == whole.same and before is not whole


def _open(run: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether a list names only what turned out well, or the largest of what there is."""
    return all(lexicon.words["favourable"].search(f.label) for f in run) or _extreme(run, lexicon)


def _extreme(run: Sequence[Figure], lexicon: Lexicon) -> bool:
    return any(lexicon.words["extremes"].search(f.label) for f in run)


def _names(whole: Figure, run: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the labels of an unmarked list are names and no stages: 局机关28名，五个所84名."""
    stages = lexicon.words["stages"]
    return parallel(run, lexicon) and all(f.label and not stages.search(f.label) for f in run)


def _ends_with(reading: Reading, run: Sequence[Figure], whole: Figure) -> bool:
    """Whether a figure behind a list is called its total."""
    told = _text(reading, run[-1], whole)
    inside = _text(reading, run[0], run[-1])
    return bool(_TOTAL.search(told)) and "。" not in told and not _CUT.search(inside + told) and "每" not in inside
