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
from itertools import combinations, pairwise
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import BREAK, LOOSE_END, crosses, mistyped, opposites, parallel, slip
from zhifa.core.footing.sums.claims import inside, narrowly_missed
from zhifa.core.numerals import number_of

_MARK: Final = re.compile(r"其中|中[，：]|：|包括|包含|分别|依次|分为|分成|即")
_REST: Final = re.compile(r"(?:^|[，；、。（])(?:其余|剩余|余下|剩下|其他|其它|缺编|空编|空缺)[^，；、。]*$")
_OTHER: Final = re.compile(
    r"(?:^|[，；、。（])(?:另|还有|尚有|仍有|有[^，；、。]{0,4}[未不]|[^，；、。]{0,4}[未不]|因|由于|正在|在办|在审|待)[^，；、。]{0,20}$"
)
_TOTAL: Final = re.compile(r"(?:(?<!公)共(?![同享建用])计?|合计|总计|累计|一共|总共|总数)[^，。；：（\d]{0,8}$")
_MORE: Final = re.compile(r"[^。；]{0,16}若干|[^，；、。（）\d]{0,4}等(?!其[他它])")
_DUE: Final = re.compile(r"应(?!急|诉)|实际|实缴|实收|实到")
"""What should be and what was: 应出庭45件，实际出庭38件 are no two parts."""
_NESTED: Final = re.compile(r"；[^，；]{1,12}中[，：]|中[，：]$")
_CARRIED: Final = re.compile(r"结转|上年|遗留")
_YEARS: Final = re.compile(r"[两二三四五]年")
_LEFT: Final = re.compile(r"^(?:正?在|未|尚|仍|跨年)")
"""What stands behind a number that is the rest: 13件在办, 7件未到期."""
_COUNTED: Final = re.compile(
    r"([二两三四五六七八九十]|\d{1,2})(?:项|类|种|家|个|者|级|地)[^，。；]{0,6}(?:合计|共计|总计|共)"
)
"""三项合计: a total that says of how many it is."""
_CUT: Final = re.compile(r"同比|环比|较上|较去|比上|比去|上年|去年")
_NARROW: Final = 14
"""A difference is narrow up to a fourteenth of the total: about seven per cent."""
_SMALL: Final = 2
"""So far may the total of a small number be missed."""
_MANY, _LARGE = 4, 100
"""An enumeration of so many that makes so large a total but for a digit makes it."""
_CLOSER: Final = 20
_LONGEST: Final = 24
_AROUND: Final = 10
_FEW: Final = 8
_GAP: Final = 2
_SAME_THING: Final = frozenset({"case", "person", "money"})


def narrow(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every total of the report that a list beside it misses narrowly."""
    for figures in reading.families(lambda f: f.same, lambda f: f.counted and f.exact and not f.moved and f.value > 0):
        if len(figures) > 2:
            yield from _of_family(reading, figures, lexicon)


def _of_family(reading: Reading, figures: Sequence[Figure], lexicon: Lexicon) -> Iterator[Check]:
    """The figures of a paragraph that count the same."""
    wholes, parts = _bound(figures)
    for place, whole in enumerate(figures):
        if whole.value < _NARROW:
            continue
        made = wholes.get(whole.index, set())
        behind = before = None
        if not made & {f.index for f in figures[place + 1 : place + 3]}:
            behind = _first(_runs(figures, place + 1, 1), whole, reading, lexicon, parts | made, ahead=False)
        if not made & {f.index for f in figures[max(0, place - 2) : place]}:
            before = _first(_runs(figures, place - 1, -1), whole, reading, lexicon, parts, ahead=True)
        for run in (behind, before):
            if run is not None:
                yield narrowly_missed(whole, run)
                break


def _runs(figures: Sequence[Figure], start: int, step: int) -> Iterator[Sequence[Figure]]:
    """The lists that begin right behind, or end right before, a figure: the longest first."""
    for many in range(_LONGEST, 1, -1):
        if step > 0 and start + many <= len(figures):
            yield figures[start : start + many]
        elif step < 0 and start - many + 1 >= 0:
            yield figures[start - many + 1 : start + 1]


def _bound(figures: Sequence[Figure]) -> tuple[dict[int, set[int]], set[int]]:
    """What figures are made of exactly, where a list beside them makes them; and the figures such lists are made of."""
    wholes: dict[int, set[int]] = {}
    parts: set[int] = set()
    for place, whole in enumerate(figures):
        near = figures[max(0, place - _AROUND) : place + _AROUND + 1]
        at = near.index(whole)
        runs = [near[a:b] for a in range(len(near)) for b in range(a + 2, len(near) + 1) if _beside(a, b, at)]
        own = [f for f in near if f.sentence == whole.sentence and f is not whole]
        pairs = combinations(own, 2) if len(own) < _FEW else ()
        for run in (*runs, *pairs):
            if together(run) == whole.value:
                wholes.setdefault(whole.index, set()).update(figure.index for figure in run)
                parts |= {figure.index for figure in run} if run in runs else set()
    return wholes, parts


def _beside(start: int, end: int, at: int) -> bool:
    """Whether a list stands no further from a figure than one other."""
    return 0 < start - at <= _GAP or at == end


def _first(
    runs: Iterator[Sequence[Figure]], whole: Figure, reading: Reading, lexicon: Lexicon, parts: set[int], *, ahead: bool
) -> Sequence[Figure] | None:
    """The list that misses the total narrowly and is marked as one."""
    tried = list(runs)
    if any(together(run) == whole.value for run in tried):
        return None
    for run in tried:
        apart = abs(together(run) - whole.value)
        slack = whole.token.slack + sum((figure.token.slack for figure in run), Decimal(0))
        most = max(whole.value / _NARROW, Decimal(_SMALL))
        listed = len(run) >= _MANY and all(f.lead.startswith("、") for f in run[1:])
        if listed and whole.value >= _LARGE and mistyped(whole.value, together(run)):
            most = apart
        if any(inside(reading, one, other) for one, other in pairwise(run)):
            continue
        if not slack < apart <= most or not _of_one_make(whole, run, ahead=ahead):
            continue
        if _cut_short(reading, run, whole):
            continue
        if _ends_with(reading, run, whole) if ahead else _follows(reading, whole, run, parts, lexicon):
            return run
    return None


def _of_one_make(whole: Figure, run: Sequence[Figure], *, ahead: bool) -> bool:
    """Whether all are of one sentence, one period, one pair of brackets, and counted in one unit.

    交通（1204件）、城管（967件），合计2171件: or each in brackets of its own, before their total.
    """
    carried = any(_CARRIED.search(f.lead) for f in run) or bool(_YEARS.search(whole.label))
    if any(f.sentence != whole.sentence or (f.period != whole.period and not carried) for f in run):
        return False
    if max(run, key=_value) is whole or any(f.depth != run[0].depth for f in run):
        return False
    groups = {f.group for f in run}
    if len(groups) > 1 and not (ahead and len(groups) == len(run)):
        return False
    if run[0].depth not in (whole.depth, whole.depth + 1):
        return False
    return whole.same in _SAME_THING or len({f.unit for f in (whole, *run)}) == 1


def _value(figure: Figure) -> Decimal:
    return figure.value


def _cut_short(reading: Reading, run: Sequence[Figure], whole: Figure) -> bool:
    """Whether a list goes on behind or before what was taken of it, with the same sign between its items."""
    told = reading.sentences[run[0].sentence].figures
    alike = [f for f in told if f.same == run[0].same and f.depth == run[0].depth and f is not whole and f.counted]
    following = next((f for f in alike if f.index > run[-1].index), None)
    before = next((f for f in reversed(alike) if f.index < run[0].index), None)
    inner = run[1].lead[:1]
    if any("其中" in f.lead or _NESTED.search(f.lead) for f in run[1:]):
        return True
    if following is not None and whole.index < run[0].index and following.lead[:1] == inner:
        return not BREAK.search(following.lead) and not _TOTAL.search(following.lead)
    return before is not None and whole.index > run[-1].index and run[0].lead[:1] == inner


def _loose(reading: Reading, run: Sequence[Figure]) -> bool:
    """Whether 等 stands behind a number of the list, so that more is meant than it names."""
    text = reading.document.passages[run[0].passage].text
    return any(_MORE.match(text, figure.token.end) for figure in run)


def _text(reading: Reading, one: Figure, other: Figure) -> str:
    return reading.document.passages[one.passage].text[one.token.end : other.token.start]


def _follows(reading: Reading, whole: Figure, run: Sequence[Figure], parts: set[int], lexicon: Lexicon) -> bool:
    """Whether a list behind a figure is marked as what it is made of."""
    told = _text(reading, whole, run[0])
    inside = _text(reading, whole, run[-1])
    passage = reading.document.passages[whole.passage].text
    if _CUT.search(inside) or LOOSE_END.search(told) or _loose(reading, run):
        return False
    if told.startswith("、") or _extreme(run, lexicon) or ("分别" in told and _one_of_several(reading, whole)):
        return False
    made_up = any(figure.index in parts for figure in (whole, *run))
    overlap = bool(lexicon.words["overlap"].search(_sentences(reading, whole)))
    if any(lexicon.words["account opening"].search(f.label) or _DUE.search(f.label) for f in run):
        return False
    if _MARK.search(told) or run[0].depth > whole.depth:
        return not _open(run, lexicon)
    if _REST.search(run[-1].lead):
        return True
    if _OTHER.search(run[-1].lead) or _LEFT.search(run[-1].noun):
        return not lexicon.words["carried"].search(passage)
    if opposites(run, lexicon) and not overlap and not made_up:
        return True
    if not _leads(reading, whole, lexicon):
        return False
    apart = abs(together(run) - whole.value)
    slipped = slip(apart) or mistyped(whole.value, together(run))
    alike = bool(whole.label) and whole.label[-1] == run[0].label[-1:]
    if (
        overlap
        or alike
        or made_up
        or _open(run, lexicon)
        or apart * _CLOSER > whole.value
        or not slipped
        or crosses(run, lexicon)
    ):
        return False
    return _names(whole, run, lexicon)


def _sentences(reading: Reading, figure: Figure) -> str:
    """The sentence of a figure and the next, where a report explains how it counted."""
    told = reading.sentences_of(figure.passage)
    return "".join(sentence.text for sentence in told if 0 <= sentence.number - figure.sentence <= 1)


def _one_of_several(reading: Reading, whole: Figure) -> bool:
    """县级120卷、乡镇80卷，分别为54卷、21卷: each of the list belongs to one of those before it."""
    before = reading.figures[whole.index - 1] if whole.index else whole
    return before.sentence == whole.sentence and before.same == whole.same and before is not whole


def _open(run: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether a list names only what turned out well, or the largest of what there is."""
    return all(lexicon.words["favourable"].search(f.label) for f in run) or _extreme(run, lexicon)


def _extreme(run: Sequence[Figure], lexicon: Lexicon) -> bool:
    return any(lexicon.words["extremes"].search(f.label) for f in run)


def _leads(reading: Reading, whole: Figure, lexicon: Lexicon) -> bool:
    """Whether a figure is the first of its sentence or its clause to count so, and no item of a list that sorts."""
    sentence = reading.sentences[whole.sentence]
    told = reading.document.passages[whole.passage].text[sentence.start : whole.token.start]
    clause = sentence.start + told.rfind("；") + 1
    before = [f for f in sentence.figures if clause <= f.token.start < whole.token.start and f.same == whole.same]
    return not before and not lexicon.words["sorting"].search(told) and not _MARK.search(told)


def _names(whole: Figure, run: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the labels of an unmarked list are names and no stages: 局机关28名，五个所84名."""
    stages = lexicon.words["stages"]
    return parallel(run, lexicon) and all(f.label and not stages.search(f.label) for f in run)


def _ends_with(reading: Reading, run: Sequence[Figure], whole: Figure) -> bool:
    """Whether a figure behind a list is called its total."""
    told = _text(reading, run[-1], whole)
    inside = _text(reading, run[0], run[-1])
    many = _COUNTED.search(told)
    if many and told[: many.start()].endswith("前"):
        return False
    if not _TOTAL.search(told) or "。" in told or "每" in inside or (many and number_of(many[1]) != len(run)):
        return False
    return not _CUT.search(_CARRIED.sub("", inside + told))
