"""Clauses that count the same of one kind after another: 其中，食品类119件、12.8万元；药品类272件、98万元；….

Each clause is a row and each thing counted a column, as in a table nobody drew. Where the clauses are all of what one
column counts, they are all of what the others count; where none adds up, a total must be missed by a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
        columns = [column for first in rows[0] if (column := _column(first, rows))]
        held = [(_wholes(column, before), column) for column in columns]
        right = [(whole, column) for some, column in held for whole in some if agrees(whole, column)]
        yield from (added_up(whole, column) for whole, column in right)
        for wholes, column in held:
            if len({whole.value for whole in wholes}) == 1 and not any(column is one for _, one in right):
                yield from _missed(wholes[-1], column, lexicon, sure=bool(right))


def may_share(whole: Figure, total: Decimal) -> bool:
    """Whether parts may be more than their whole because one person or firm is in several of them."""
    return total > whole.value and (whole.same == "person" or whole.unit in _COUNTED_ONCE)


def _rows(reading: Reading, sentence: Sentence) -> tuple[list[list[Figure]], list[Figure]]:
    """The figures of each clause of a list that begin alike, and those its wholes are among."""
    opened = _MARK.search(sentence.text)
    begin = opened.end() if opened else 0
    ends = [*(found.end() for found in re.finditer("；", sentence.text) if found.end() > begin), len(sentence.text)]
    usable = [f for f in sentence.figures if _usable(f)]
    cut = [[f for f in usable if a <= f.token.start - sentence.start < b] for a, b in pairwise([begin, *ends])]
    first = cut[0][:1]
    rows = list(takewhile(lambda row: row and first and row[0].unit == first[0].unit and _begins(row[0]), cut))
    before = [f for f in usable if f.token.start - sentence.start < begin]
    if not before and rows and not usable[0].depth and sentence.number:
        ahead = reading.sentences[sentence.number - 1]
        before = [f for f in ahead.figures if _usable(f)] if ahead.passage == sentence.passage else []
    return rows, before


def _usable(figure: Figure) -> bool:
    return figure.counted and figure.exact and not figure.moved and not figure.depth


def _begins(figure: Figure) -> bool:
    """Whether a figure is the first thing its clause tells, under a name."""
    return bool(figure.label) and not _TURN.search(re.split("；", figure.lead)[-1])


def _column(first: Figure, rows: Sequence[Sequence[Figure]]) -> list[Figure]:
    """What every clause counts so, once each; empty where one does not."""
    alike = [[f for f in row if f.unit == first.unit] for row in rows]
    if any(len(row) != 1 or _TURN.search(re.split("；", row[0].lead)[-1]) for row in alike):
        return []
    column = [row[0] for row in alike]
    return column if len({f.period for f in column}) == 1 else []


def _wholes(column: Sequence[Figure], before: Sequence[Figure]) -> list[Figure]:
    return [f for f in before if (f.unit, f.period) == (column[0].unit, column[0].period) and not _TURN.search(f.label)]


def _missed(whole: Figure, column: Sequence[Figure], lexicon: Lexicon, *, sure: bool) -> Iterator[Check]:
    """A column that does not make its whole."""
    total = together(column)
    if not sure and (len(column) < _LEAST or crosses(column, lexicon)):
        return
    if may_share(whole, total) and not mistyped(total, whole.value):
        return
    values = [figure.value for figure in column]
    apart, slipped = abs(total - whole.value), mistyped(total, whole.value) or mended(whole.value, values)
    ahead = whole.sentence < column[0].sentence  # else what stands behind a semicolon may be of another matter
    if sure or (slipped and (apart * _NARROW <= whole.value or ahead)):
        yield narrowly_missed(whole, column, "sum")
    elif ahead and max(values) > whole.value:
        yield too_large(whole, max(column, key=lambda figure: figure.value))
