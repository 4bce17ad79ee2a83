"""Percentages given in a row: A、B、C占比分别为x、y、z, 分别增长x、y、z（上年a、b、c）.

Each belongs to the figure in the same place. Nothing else may be read into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, plain
from zhifa.core.footing.quotients.ratios import HUNDRED, SHARE, Ratio, fits, judge, ratio
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.likeness import SHARE_OF
from zhifa.core.footing.reading.periods import LAST_YEAR

_TWO: Final = 2
_FAR: Final = 40
"""How many figures back the whole of a row may stand."""
_ODDS: Final = Decimal("0.05")
"""How likely one share of a row may fit one of the wholes tried by chance."""
_OF: Final = re.compile(rf"{SHARE_OF}[^，。；]*$")
_ORDERED: Final = re.compile(r"[，（]?(?:各自|分别|各|依次)占")
_JOINED: Final = re.compile(r"[、，]?(?:和|及|以及|与)?")


def groups(sentence: Sentence) -> list[list[Figure]]:
    """Percentages that follow one another with nothing but commas between them."""
    found: list[list[Figure]] = []
    for figure in sentence.figures:
        if not figure.token.percent:
            continue
        before = found[-1][-1] if found else None
        if before and figure.index == before.index + 1 and _JOINED.fullmatch(figure.lead):
            found[-1].append(figure)
        else:
            found.append([figure])
    return [group for group in found if len(group) > 1 or "分别" in group[0].lead]


def in_row(reading: Reading, sentence: Sentence, group: Sequence[Figure]) -> Iterator[Check]:
    """The checks of one row of percentages."""
    many = len(group)
    before = [f for f in sentence.figures if f.index < group[0].index and f.counted and not f.moved]
    if not before and "分别" in group[0].lead:
        last = [s for s in reading.sentences_of(sentence.passage) if s.number == sentence.number - 1]
        before = [f for s in last for f in s.figures if f.counted and not f.moved]
    subjects = [f for f in before if f.period != LAST_YEAR]
    of_one = (
        subjects and group[0].lead.startswith("的") and _OF.search(subjects[-1].lead) and subjects[-1].value
    )  # 占总数840件的50%、…
    subjects = (subjects[:-1] if of_one else subjects)[-many:]
    if len(subjects) < many or not all(f.exact for f in (*group, *subjects)):
        return
    if of_one:
        yield from (
            one
            for f, share in zip(subjects, group, strict=True)
            if (one := judge("share", share, [ratio(f, before[-1])])) and f.same == before[-1].same
        )
        return
    if SHARE.search(group[0].lead) and len({f.same for f in subjects}) == many > 1:
        yield from _each_its_own(reading, subjects, group)
        return
    if SHARE.search(group[0].lead):
        yield from _shares(reading, subjects, group)
        return


def _each_its_own(reading: Reading, subjects: Sequence[Figure], group: Sequence[Figure]) -> Iterator[Check]:
    """148起、705.2万元，分别占20.1%和54.9%: each of the whole of its own unit; one that fits shows what is meant."""
    found: list[tuple[Figure, Figure, list[Ratio]]] = []
    for subject, figure in zip(subjects, group, strict=True):
        earlier = [f for f in reading.figures[max(0, subject.index - 40) : subject.index] if f.counted and not f.moved]
        wholes = [f for f in reversed(earlier) if f.same == subject.same and f.value >= subject.value > 0]
        wholes = [f for f in wholes if not _shared(reading, f)] or wholes
        found.append((subject, figure, [ratio(subject, f) for f in wholes]))
    fitting = [any(fits(one.value, figure) for one in ratios) for _, figure, ratios in found]
    for (_, figure, ratios), fit in zip(found, fitting, strict=True):
        if (fit or sum(fitting) * 2 >= len(fitting)) and (made := judge("share", figure, ratios)):
            yield made


def _shared(reading: Reading, figure: Figure) -> bool:
    """Whether a figure has its own share behind it: then it is one more part."""
    following = reading.figures[figure.index + 1]
    return following.token.percent and "占" in following.lead


def _shares(reading: Reading, subjects: Sequence[Figure], group: Sequence[Figure]) -> Iterator[Check]:
    """Shares of one whole: the one that fits all, or all but one, is meant."""
    earlier = [f for f in reading.around(subjects[0]) if f.index < subjects[0].index and f.value]
    most = max(f.value for f in subjects)
    if not any(f.same == subjects[0].same and f.value >= most for f in earlier):
        earlier = [f for f in reading.figures[max(0, subjects[0].index - _FAR) : subjects[0].index] if f.counted]
        earlier = [f for f in earlier if f.value >= most and not f.moved]
    wholes = [f.value for f in earlier if f.same == subjects[0].same]
    wholes.append(sum((f.value for f in subjects), Decimal(0)))
    best = max(wholes, key=lambda whole: sum(_fitting(subjects, group, whole)))
    fitting = _fitting(subjects, group, best)
    likely = len(set(wholes)) * max(figure.token.step for figure in group) * _TWO / HUNDRED
    certain = any(fitting) and likely < _ODDS  # one that fits says of what the others are
    if sum(fitting) * 2 <= len(group) and len(group) > 1 and not certain and not _exchanged(subjects, group):
        return
    whole = next((f for f in earlier if f.value == best and f.same == subjects[0].same), None)
    for subject, figure in zip(subjects, group, strict=True):
        made = (
            ratio(subject, whole)
            if whole
            else Ratio(subject.value * 100 / best, f"{subject.value} ÷ {best}", (subject,))
        )
        if found := judge("share", figure, [made]):
            yield found


def _exchanged(subjects: Sequence[Figure], group: Sequence[Figure]) -> bool:
    """168件和112件，分别占40%和60%: the right shares of all, in another order and no other names."""
    whole = sum((f.value for f in subjects), Decimal(0))
    first, last = (sorted(row, key=lambda f: f.value) for row in (subjects, group))
    return bool(_ORDERED.match(group[0].lead)) and all(_fitting(first, last, whole))


def _fitting(subjects: Sequence[Figure], group: Sequence[Figure], whole: Decimal) -> list[bool]:
    pairs = zip(subjects, group, strict=True)
    return [bool(whole) and fits(subject.value * 100 / whole, figure) for subject, figure in pairs]


def two(sentence: Sentence) -> Iterator[Check]:
    """6,208件，占64.0%；3,492件，占36.0%: two that are all, so that their sum is the whole of both."""
    shares = [
        f for f in sentence.figures if f.token.percent and f.exact and "占" in f.lead and not (f.moved or f.group)
    ]
    if len(shares) != _TWO:
        return
    parts = [f for share in shares for f in sentence.figures if f.index == share.index - 1 and f.counted and f.exact]
    if len(parts) != len(shares) or parts[0].same != parts[1].same:
        return
    if any(
        f.index in {share.index + 1 for share in shares} and re.match("，(?:计|为|共|有)", f.lead)
        for f in sentence.figures
    ):
        return  # 占65%，计364件: the amount stands behind its share
    whole = parts[0].value + parts[1].value
    fitting = zip(_fitting(parts, shares, whole), parts, shares, strict=True)
    sure = any(fit and (q.token.step < 1 or part.value * HUNDRED == q.value * whole) for fit, part, q in fitting)
    if sum(f.value for f in shares) != HUNDRED and not sure:  # 1% is the share of many
        return
    for part, figure in zip(parts, shares, strict=True):
        if whole and (made := judge("share", figure, [_of_sum(part, whole)])):
            yield made


def _of_sum(part: Figure, whole: Decimal) -> Ratio:
    return Ratio(part.value * HUNDRED / whole, f"{plain(part.value)} ÷ {plain(whole)}", (part,))
