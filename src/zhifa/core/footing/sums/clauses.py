"""Clauses that count the same of one kind after another: 其中，食品类119件、12.8万元；药品类272件、98万元；….

Each clause is a row and each thing counted a column, as in a table nobody drew. Where the clauses are all of what one
column counts, they are all of what the others count; where none adds up, a total must be missed by a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import LOOSE_END, SHARE_OF, crosses, mended, mistyped
from zhifa.core.footing.sums.claims import added_up, agrees, narrowly_missed
from zhifa.core.footing.sums.subsets import too_large

_MARK: Final = re.compile(r"其中|分别|包括|分为|：")
_TURN: Final = re.compile(
    rf"同比|环比|[较比](?:上|去|\d)|上年|去年|平均|每|另|此外|同时|累计|共计?|合计|率|{SHARE_OF}|最"
)
_TOTAL: Final = re.compile(r"^[。；]?(?:以上|全[年县市区镇局])?[^，。；]{0,4}(?:合计|共计?|总计|累计)[^，。；]{0,8}$")
_EACH: Final = re.compile("平均|每|率")
_OPEN: Final = ("overlap", "excluded", "carried")
_PAIR, _LEAST = 2, 3
_NARROW: Final = 14
_COUNTED_ONCE: Final = frozenset({"家", "户"})


def clauses(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every such list of the report, held against what stands before it."""
    for sentence in reading.sentences:
        rows, before = _rows(reading, sentence)
        told = "".join(s.text for s in reading.sentences_of(sentence.passage) if 0 <= s.number - sentence.number <= 1)
        if len(rows) < _PAIR or LOOSE_END.search(sentence.text) or any(lexicon.words[w].search(told) for w in _OPEN):
            continue
        yield from _again(rows, before)
        held = [*_columns(rows, before), *_columns(rows, _behind(reading, sentence))]
        right = [(whole, column) for some, column in held for whole in some if agrees(whole, column)]
        yield from (added_up(whole, column) for whole, column in right)
        marked = len(rows) >= _LEAST or _MARK.search(sentence.text) is not None
        marked = marked or ("上半年" in rows[0][0].label and "下半年" in rows[1][0].label)
        for wholes, column in held:
            if len({whole.value for whole in wholes}) == 1 and not any(column is one for _, one in right):
                apart = any(whole.unit == wholes[-1].unit for whole, _ in right)
                yield from _missed(wholes[-1], column, lexicon, sure=bool(right) and marked, apart=apart)


def _again(rows: Sequence[Sequence[Figure]], before: Sequence[Figure]) -> Iterator[Check]:
    """立案的19件中，不实的13件，迟报的6件；罚款的15件，仅警告的6件: the second division is of the same as the first."""
    first = rows[0]
    if not before and len(first) > _PAIR and agrees(first[0], first[1:]):
        before, rows = first[:1], [first[1:], *rows[1:]]
    whole = before[-1] if before else None
    several = all(len(row) > 1 and {f.unit for f in row} == {row[0].unit} for row in rows)
    if whole is None or not several or rows[0][0].unit != whole.unit or not agrees(whole, rows[0]):
        return
    for row in rows[1:]:
        total, least = together(row), min(figure.value for figure in row)
        alike = all(figure.label.endswith("的") for figure in (*rows[0], *row))
        if alike and not agrees(whole, row) and abs(total - whole.value) * _PAIR <= least:
            yield narrowly_missed(whole, row, "sum")


def may_share(whole: Figure, total: Decimal) -> bool:
    """Whether parts may be more than their whole because one person or firm is in several of them."""
    return total > whole.value and (whole.same == "person" or whole.unit in _COUNTED_ONCE)


def _rows(reading: Reading, sentence: Sentence) -> tuple[list[list[Figure]], list[Figure]]:
    """The figures of each clause of a list that begin alike, and those its wholes are among."""
    opened = _MARK.search(sentence.text)
    begin = opened.end() if opened else 0
    usable = [f for f in sentence.figures if _usable(f)]
    cut = _cut(sentence, begin, usable)
    first = cut[0][:1]
    rows = list(takewhile(lambda row: row and first and row[0].unit == first[0].unit and _begins(row[0]), cut))
    before = [f for f in usable if f.token.start - sentence.start < begin]
    if not before and rows and not usable[0].depth and sentence.number:
        ahead = reading.sentences[sentence.number - 1]
        before = [f for f in ahead.figures if _usable(f)] if ahead.passage == sentence.passage else []
    return rows, before


def _behind(reading: Reading, sentence: Sentence) -> list[Figure]:
    """The totals of a sentence right behind: 上半年检查41次、处罚27件；下半年…。全年共检查60次、处罚75件."""
    following = [s for s in reading.sentences_of(sentence.passage) if s.number == sentence.number + 1]
    told = [f for s in following for f in s.figures]
    if not told or not _TOTAL.search(told[0].lead):
        return []
    many = next((at for at, f in enumerate(told) if at and not f.lead.startswith(("、", "，"))), len(told))
    return [f for f in told[:many] if _usable(f) and "其中" not in f.lead]


def _usable(figure: Figure) -> bool:
    return figure.counted and figure.exact and not figure.moved and not figure.depth


def _begins(figure: Figure) -> bool:
    """Whether a figure is the first thing its clause tells, under a name."""
    return bool(figure.label) and not _TURN.search(re.split("；", figure.lead)[-1])


def _cut(sentence: Sentence, begin: int, usable: Sequence[Figure]) -> list[list[Figure]]:
    """The figures between semicolons; where there are none between commas, each with several: 甲64人、267人，乙…."""
    for sign in "；，":
        ends = [found.end() for found in re.finditer(sign, sentence.text) if found.end() > begin + 1]
        bounds = pairwise([begin, *ends, len(sentence.text)])
        cut = [[f for f in usable if a <= f.token.start - sentence.start < b] for a, b in bounds]
        if sign == "；" and ends:
            return cut
    return cut if all(len(row) > 1 for row in cut) else [[]]


def _columns(
    rows: Sequence[Sequence[Figure]], before: Sequence[Figure]
) -> Iterator[tuple[Sequence[Figure], Sequence[Figure]]]:
    """What every clause counts, as often as the others, with what it may be of.

    合格238卷 of 评查349卷 and then 处罚340卷，合格193卷；许可309卷，合格45卷: the second of one unit is of the second.
    """
    for unit in dict.fromkeys(f.unit for f in rows[0]):
        alike = [[f for f in row if f.unit == unit] for row in rows]
        many = len(alike[0])
        wholes = [f for f in before if f.unit == unit and not _EACH.search(f.label)]
        for at in range(many):
            column = [row[at] for row in alike if len(row) == many]
            own = [f for f in (wholes if many == 1 else wholes[at : at + 1]) if f.period == column[0].period]
            turned = any(_TURN.search(re.split("；", f.lead)[-1]) for f in column)
            if len(column) < len(rows) or turned or len({f.period for f in column}) > 1:
                continue
            named = all(f.label[-_PAIR:] == one.label[-_PAIR:] for f in own for one in column)
            if many == 1 or (len(wholes) == many and (at == 0 or named)):
                yield own, column


def _missed(whole: Figure, column: Sequence[Figure], lexicon: Lexicon, *, sure: bool, apart: bool) -> Iterator[Check]:
    """A column that does not make its whole; `apart` where nobody is in two of the clauses."""
    total = together(column)
    if not sure and (len(column) < _LEAST or crosses(column, lexicon)):
        return
    if not apart and may_share(whole, total) and not mistyped(total, whole.value):
        return
    values = [figure.value for figure in column]
    gap, slipped = abs(total - whole.value), mistyped(total, whole.value) or mended(whole.value, values)
    ahead = whole.sentence < column[0].sentence  # else what stands behind a semicolon may be of another matter
    if sure or (slipped and (gap * _NARROW <= whole.value or ahead)):
        yield replace(narrowly_missed(whole, column, "sum"), shown=sure)
    elif ahead and max(values) > whole.value:
        yield too_large(whole, max(column, key=lambda figure: figure.value))
