"""Sentences that assert a relation in so many words: 东线比西线多查3150辆, 人均43份, 三中队办案最多.

What they look like and what must hold is data (`rules/reports/phrases.toml`). Every number is an interval: as wide as
it was rounded, or as 约 and 近 leave open. A relation is broken where no numbers of the intervals satisfy it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, lines_of
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.phrasing import Phrase, index_of, is_sign, sign
from zhifa.core.footing.words.intervals import Span, Unknown, Value, arithmetic, possible, span
from zhifa.core.numerals import number_of

_DAY: Final = re.compile(r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(\d{1,2})日")
_OTHERS: Final = frozenset({"times", "score", "time"})
_STOPS: Final = "。；！？"


def phrases(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every phrase of every passage."""
    for number, passage in enumerate(reading.document.passages):
        masked: str | None = None
        for phrase in lexicon.phrases:
            if phrase.cue and not phrase.cue.search(passage.text):
                continue
            if masked is None:
                masked = _masked(passage.text, reading.of_passage(number))
            for found in phrase.pattern.finditer(masked):
                if made := _said(reading, phrase, masked, found, passage.line(0)):
                    yield made


def _masked(text: str, figures: list[Figure]) -> str:
    """A passage in which one sign stands for each figure."""
    parts, at = [], 0
    for figure in figures:
        parts += [text[at : figure.token.start], sign(_kind(figure), figure.index)]
        at = figure.token.end
    return "".join([*parts, text[at:]])


def _kind(figure: Figure) -> str:
    if figure.token.percent:
        return "%"
    if figure.near == "points":
        return "."
    return {"time": ":"}.get(figure.near, "/" if figure.near in _OTHERS else "")


def _said(reading: Reading, phrase: Phrase, masked: str, found: re.Match[str], line: int) -> Check | None:
    """What a place of the text that has the wording says; None where it takes it back or cannot be worked out."""
    if phrase.unless and phrase.unless.search(_sentence(masked, found)):
        return None
    given = {name: [reading.figures[index_of(mark)] for mark in found[name] if is_sign(mark)] for name in phrase.places}
    marked = sorted({figure.index: figure for some in given.values() for figure in some}.values(), key=_place)
    if len({figure.same for name in phrase.alike for figure in given[name]}) > 1:
        return None
    if len({figure.unit for name in phrase.unlike for figure in given[name]}) < len(phrase.unlike):
        return None
    values = {name: _value(phrase, name, found[name], given[name], reading.year) for name in phrase.places}
    try:
        state = HOLDS if possible(phrase.holds, values) else CONTRADICTION
        expression = arithmetic(phrase.holds, values)
    except (Unknown, ZeroDivisionError, ValueError):
        return None
    words = _in_words(masked, found, reading)
    lines = lines_of(marked) or (line,)
    told = tuple(figure.index for figure in marked)
    return Check(phrase.code, state, expression, f"{phrase.say}：“{words}”", lines, told)


def _place(figure: Figure) -> int:
    return figure.index


def _sentence(masked: str, found: re.Match[str]) -> str:
    start = max(masked.rfind(stop, 0, found.start()) for stop in _STOPS) + 1
    ends = [at for stop in _STOPS if (at := masked.find(stop, found.end())) >= 0]
    return masked[start : min(ends, default=len(masked))]


def _in_words(masked: str, found: re.Match[str], reading: Reading) -> str:
    return "".join(reading.figures[index_of(mark)].printed if is_sign(mark) else mark for mark in found[0])


def _value(phrase: Phrase, name: str, said: str, figures: list[Figure], year: int) -> Value:
    """What stands in a place."""
    kind = phrase.places[name]
    if kind == "*":
        return tuple(figures)
    if kind == "=":
        return said
    if kind == "@":
        return _day(said, year)
    if kind == "#":
        number = Decimal(number_of(said))
        return Span(number, number)
    return span(figures[0], rounded=name in phrase.rounded)


def _day(said: str, year: int) -> Span:
    found = _DAY.match(said)
    assert found is not None
    try:
        number = Decimal(date(int(found[1] or year or 1), int(found[2]), int(found[3])).toordinal())
    except ValueError:
        number = Decimal(0)
    return Span(number, number)
