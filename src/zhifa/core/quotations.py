"""Statutes as papers quote them: 《行政处罚法》第五十八条第一款, read back into citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zhifa.core.citations import Citation, Index
from zhifa.core.numerals import number_of

_NUMBER = "[零〇一二三四五六七八九十百千两0-9]+"
_QUOTED = re.compile(
    rf"《([^《》]{{2,60}})》(?:[（(][^（）()]{{0,20}}[)）])?"
    rf"第({_NUMBER})条(?:之({_NUMBER}))?(?:第({_NUMBER})款)?(?:第[（(]?({_NUMBER})[)）]?项)?"
)


def quoted(text: str) -> Iterator[Citation]:
    """Every article a text quotes with its law; an article named without one is not guessed."""
    for title, article, sub, paragraph, item in _QUOTED.findall(text):
        yield Citation(
            title=title.removeprefix("中华人民共和国"),
            article=number_of(article),
            sub=number_of(sub) if sub else 0,
            paragraph=number_of(paragraph) if paragraph else None,
            item=number_of(item) if item else None,
        )


def dead(text: str, index: Index, days: tuple[date, ...]) -> list[tuple[Citation, tuple[Citation, ...]]]:
    """Articles a text quotes that were law on none of these days, each with what took its place.

    A decision may rest on the law of the day of the act or on that of the day of decision (从旧兼从轻), on no other.
    Instruments nobody has registered are left to the reader.
    """
    found = []
    for citation in dict.fromkeys(quoted(text)):
        standings = [index.status(citation, day) for day in days]
        if all(standing.status in ("repealed", "not yet", "no such article") for standing in standings):
            found.append((citation, next((s.successors for s in standings if s.successors), ())))
    return found
