"""Lists that sort something spoken of before: 按程序分…；按来源分…, 从类型看…, 在编人员中….

Such a list is said to be all of it. What it is all of stands in a sentence or a paragraph before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import BREAK, LOOSE_END, banded, crosses, mistyped, near, parallel, turned
from zhifa.core.footing.reading.naming import canonical
from zhifa.core.footing.sums.claims import REST, Claim, added_up, agrees, judge, narrowly_missed

_AMONG: Final = re.compile(r"^(?:在(?![编岗职册建]))?(?:全部|全体|所有)?([\u4e00-\u9fff]{2,12})(?:当中|之中|中|里)，")
_CASES: Final = re.compile(r"(?:的?案件|的)$")
_PASSAGES: Final = 16
"""How many paragraphs back the whole of a list may stand."""
_LEAST: Final = 3
_WIDER: Final = Decimal("0.25")


def sortings(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every such list of the report."""
    for sentence in reading.sentences:
        for start, end in _clauses(sentence):
            yield from _clause(reading, sentence, start, end, lexicon)


def _clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """The sentence as a whole and each piece between semicolons."""
    cuts = [0, *(found.end() for found in re.finditer("；", sentence.text)), len(sentence.text)]
    pieces = [(0, len(sentence.text)), *zip(cuts, cuts[1:], strict=False)]
    return [(sentence.start + a, sentence.start + b) for a, b in dict.fromkeys(pieces)]


def _clause(reading: Reading, sentence: Sentence, start: int, end: int, lexicon: Lexicon) -> Iterator[Check]:
    text = reading.document.passages[sentence.passage].text[start:end]
    opening, among = lexicon.words["sorting"].search(text), _AMONG.search(text)
    inside = [f for f in sentence.figures if start <= f.token.start < end and f.counted and not f.moved]
    if not inside or not (opening or among):
        return
    begins = start + (among.end() if among else opening.end() if opening else 0)
    if not among and not (opening and re.search(r"(?:^|[，：；])$", text[: opening.start()])):
        return
    inside = [f for f in inside if f.token.start >= begins - 1]
    if not inside:
        return
    for unit in dict.fromkeys(f.same for f in inside):
        parts = _parts([f for f in inside if f.same == unit])
        if len(parts) < 2 or not all(part.token.bound == "" for part in parts):
            continue
        if among:
            yield from _of_those(reading, parts, among[1], lexicon)
        elif unit == inside[0].same or len(parts) >= _LEAST:
            yield from _of_something(reading, sentence, parts, text, lexicon)


def _parts(figures: Sequence[Figure]) -> list[Figure]:
    if not figures:
        return []
    parts = [f for f in figures if f.depth == figures[0].depth and f.period == figures[0].period]
    return parts[: next((at for at, f in enumerate(parts) if at and BREAK.search(f.lead)), len(parts))]


def _of_something(
    reading: Reading, sentence: Sentence, parts: Sequence[Figure], text: str, lexicon: Lexicon
) -> Iterator[Check]:
    total = together(parts)
    wholes = [f for f in _earlier(reading, parts[0]) if not _is_part(reading, f, lexicon)]
    wholes = [f for f in wholes if f.value * 4 >= total * 3]
    if found := next((f for f in wholes if agrees(f, parts)), None):
        yield added_up(found, parts)
        return
    if _open(text, parts, reading, lexicon) or crosses(parts, lexicon):
        return
    largest = max(f.value for f in parts)
    here = [f for f in wholes if f.value >= largest and f.passage == parts[0].passage and f.sentence < sentence.number]
    own = [f for f in wholes if f.passage == parts[0].passage and f.exact and turned(f, parts, all_told=True)]
    if own and len(parts) >= _LEAST:
        yield narrowly_missed(own[0], parts)
        return
    if len(parts) >= _LEAST and here:
        if made := judge(Claim(tuple(here), tuple(parts), True), lexicon):
            yield made
        return
    rest = bool(REST.match(parts[-1].label)) and len(parts) >= _LEAST
    for whole in wholes:
        apart, values = abs(whole.value - total), [f.value for f in parts]
        close = near(whole.value, total, values) or (len(parts) > 1 and mistyped(whole.value, total))
        beside = whole.passage >= parts[0].passage - 1
        if whole.exact and (close or (rest and beside and apart <= whole.value * _WIDER)):
            yield narrowly_missed(whole, parts)
            return


def _open(text: str, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the list says that it is not all: 等, the largest few. Bands from 以下 to 以上 are all."""
    shared = any(f.token.percent for f in reading.figures[parts[0].index + 1 : parts[-1].index + 2])
    loose = bool(LOOSE_END.search(text)) or (
        any(lexicon.words["extremes"].search(f.label) for f in parts) and not banded(parts)
    )
    return loose and not shared


def _of_those(reading: Reading, parts: Sequence[Figure], named: str, lexicon: Lexicon) -> Iterator[Check]:
    """在编人员中: the figure before that has these very words is the whole; the list need not be all of it."""
    wanted = canonical(named, lexicon)
    total = together(parts)
    earlier = _earlier(reading, parts[0])
    wholes = [f for f in earlier if wanted and canonical(f.label, lexicon) == wanted] or [
        f
        for f in earlier
        if f.label
        and len(named) > 2
        and (f.label.endswith((named[:2], named, _CASES.sub("", named))) or named in f.noun)
    ]
    for whole in wholes[:1]:
        if whole.value == total:
            yield added_up(whole, parts)
        elif len(parts) >= _LEAST and whole.exact and not crosses(parts, lexicon):
            more = total > whole.value and parallel(parts, lexicon)
            if more or near(whole.value, total, [f.value for f in parts]):
                yield narrowly_missed(whole, parts)


def _earlier(reading: Reading, first: Figure) -> list[Figure]:
    """The figures a list may be all of, the nearest first: those of the paragraph, then of the ones before it."""
    found: list[Figure] = []
    for at in range(first.passage, max(-1, first.passage - _PASSAGES), -1):
        found += reversed([f for f in reading.of_passage(at) if f.index < first.index])
    usable = [f for f in found if f.counted and not f.moved and f.depth == 0 and f.same == first.same]
    return [f for f in usable if f.period == first.period and f.partial == first.partial]


def _is_part(reading: Reading, figure: Figure, lexicon: Lexicon) -> bool:
    """Whether a figure stands in a sorting list itself."""
    text = reading.document.passages[figure.passage].text
    sentence = reading.sentences[figure.sentence]
    told = text[sentence.start : figure.token.start].rpartition("；")[2]
    opening = lexicon.words["sorting"].search(told)
    return bool(opening and opening.start() <= 1)
