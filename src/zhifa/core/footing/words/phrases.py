"""Sentences that assert a relation in so many words: 东线比西线多查3150辆, 人均43份, 三中队办案最多.

What they look like and what must hold is data (`rules/reports/phrases.toml`). Every number is an interval: as wide as
it was rounded, or as 约 and 近 leave open. A relation is broken where no numbers of the intervals satisfy it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, lines_of
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.pairs import COMPARED_WITH
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.phrasing import Phrase, index_of, is_sign, plainly, sign
from zhifa.core.footing.words.intervals import Span, Unknown, arithmetic, possible, span
from zhifa.core.numerals import number_of

_OTHERS: Final = frozenset({"times", "score", "time"})
_ONE_THING: Final = frozenset({"case", "person", "money", "copy"})
_STOPS: Final = "。；！？"
_MEANT: Final = 4
"""So many figures before a phrase are tried where it does not name the one it means."""


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
                made = _said(reading, phrase, masked, found)
                if made and not made.lines:  # words without a figure stand where they begin
                    begins = len(_printed(masked[: found.start()], reading))
                    made = replace(made, lines=(passage.line(begins),))
                if made:
                    yield made


def _masked(text: str, figures: list[Figure]) -> str:
    """A passage in which one sign stands for each figure."""
    parts, at = [], 0
    for figure in figures:
        parts += [plainly(text[at : figure.token.start]), sign(_kind(figure), figure.index)]
        at = figure.token.end
    return "".join([*parts, plainly(text[at:])])


def _kind(figure: Figure) -> str:
    if figure.token.percent:
        return "%"
    if figure.near == "points":
        return "."
    return {"time": ":", "money": "$"}.get(figure.near, "/" if figure.near in _OTHERS else "")


def _said(reading: Reading, phrase: Phrase, masked: str, found: re.Match[str]) -> Check | None:
    """What a place of the text that has the wording says; None where it takes it back or cannot be worked out."""
    if phrase.unless and phrase.unless.search(_sentence(masked, found)):
        return None
    given = {name: [reading.figures[index_of(mark)] for mark in found[name] if is_sign(mark)] for name in phrase.places}
    counted = {_thing(figure) for name in phrase.alike for figure in given[name]}
    things = {figure.unit for name in phrase.unlike for figure in given[name]}
    times = {figure.unit for some in given.values() for figure in some if figure.near == "time"}
    if len(counted) > 1 or len(things) < len(phrase.unlike) or len(times) > 1:
        return None
    values = {name: _value(phrase, name, found[name], given[name]) for name in phrase.places}
    if not phrase.before:
        return _judged(phrase, given, values, _printed(found[0], reading))
    first = min(figure.index for some in given.values() for figure in some)
    meant = [f for f in _told_before(reading, first) if _thing(f) in counted and not f.moved]
    made = [
        _judged(
            phrase, {**given, phrase.before: [one]}, {**values, phrase.before: span(one)}, _printed(found[0], reading)
        )
        for one in meant[-_MEANT:]
    ]
    right = next((one for one in made if one and one.state == HOLDS), None)
    named = len(meant) == 1 and not COMPARED_WITH.search(meant[0].lead)
    return right or (made[0] if named else None)


def _thing(figure: Figure) -> str:
    """What a figure counts: 件、起、宗 are one thing, 家次 and 批次 are two."""
    return figure.same if figure.same in _ONE_THING else figure.unit


def _judged(
    phrase: Phrase, given: Mapping[str, Sequence[Figure]], values: Mapping[str, Span], words: str
) -> Check | None:
    """A phrase with everything that stands in its places."""
    try:
        if phrase.given is not None and not possible(phrase.given, values):
            return None
        state = HOLDS if possible(phrase.holds, values) else CONTRADICTION
        expression = arithmetic(phrase.holds, values)
    except (Unknown, ZeroDivisionError, ValueError):
        return None
    told = {figure.index: figure for some in given.values() for figure in some}
    return Check(
        phrase.code, state, expression, f"{phrase.say}：“{words}”", lines_of(told.values()), tuple(sorted(told))
    )


def _told_before(reading: Reading, index: int) -> list[Figure]:
    """The figures of a sentence before one of it."""
    sentence = reading.sentences[reading.figures[index].sentence]
    return [figure for figure in sentence.figures if figure.index < index]


def _sentence(masked: str, found: re.Match[str]) -> str:
    start = max(masked.rfind(stop, 0, found.start()) for stop in _STOPS) + 1
    ends = [at for stop in _STOPS if (at := masked.find(stop, found.end())) >= 0]
    return masked[start : min(ends, default=len(masked))]


def _printed(masked: str, reading: Reading) -> str:
    """What stands in the text where a masked piece of it stands."""
    return "".join(reading.figures[index_of(mark)].printed if is_sign(mark) else mark for mark in masked)


def _value(phrase: Phrase, name: str, said: str, figures: list[Figure]) -> Span:
    """What stands in a place."""
    if phrase.places[name] == "#" and not figures:
        number = Decimal(number_of(said))
        return Span(number, number)
    return span(figures[0], rounded=name in phrase.rounded)
