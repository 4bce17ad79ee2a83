"""Statutes as papers quote them, 《行政处罚法》第五十八条第一款, read back: citations, dead ones, unknown laws."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from zhifa.core.citations import Citation, Index
from zhifa.core.numerals import number_of

_NUMBER = "[零〇一二三四五六七八九十百千两0-9]+"
_QUOTED = re.compile(
    rf"《([^《》]{{2,60}})》(?:[（(][^（）()]{{0,20}}[)）])?"
    rf"第({_NUMBER})条(?:之({_NUMBER}))?(?:第({_NUMBER})款)?(?:第[（(]?({_NUMBER})[)）]?项)?"
)
_NAMED = re.compile(
    r"《(?P<name>[^《》]*(?:《[^《》]*》[^《》]*)?)》"
    rf"(?P<behind>\s*(?:[（(][^（()）]*[)）]\s*)*)第\s*{_NUMBER}\s*条"
)
"""A title with an article of it, and what stands in brackets between them."""
_OWN_NUMBER = r"[〔［\[][0-9]{4}[〕］\]]\s*[0-9]+\s*号"
"""As offices number their documents: 渝府发〔2020〕5号. Laws are promulgated by orders, which have no year."""
_NUMBERED = re.compile(rf"{_OWN_NUMBER}(?:文件?)?$")
_SHORT = re.compile(r"简称\s*[：:]?\s*[《“\"]?([^《》“”\"（()），。；、]+)")
"""What a text says it will call a law."""
_ISSUE = re.compile(r"(?:[0-9]{4}\w{0,4})?(?:[（(][^（()）]*[)）])*$")
"""Which text of a law is meant, at the end of its title: （2021年修订）, （试行）, 2021修正."""


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


def _plain(title: str) -> str:
    """A title as all who write it have it: without the name of the state, marks, or which text is meant."""
    said = re.sub(r"[\s、，,·“”\"‘’']|中华人民共和国", "", title)
    said = re.sub("[〈<＜]", "《", re.sub("[〉>＞]", "》", said)).replace("(", "（").replace(")", "）")
    return _ISSUE.sub("", said)


def names_of(index: Index) -> frozenset[str]:
    """The names of all laws the index knows, as `unregistered` compares them."""
    return frozenset(_plain(name) for one in index.instruments for name in (one.title, one.short, *one.aliases) if name)


def unregistered(text: str, names: Collection[str], endings: Collection[str]) -> list[str]:
    """Laws of which a text quotes an article and that have none of these names.

    What is called a law ends as laws do (`endings`). A known one may be cited without the place it begins with or the
    law it serves. What an office numbers as its own document is no law, and what the text itself calls by a short name
    has been named before. An index that knows nothing says nothing.
    """
    found: dict[str, str] = {}
    for cited in _NAMED.finditer(text) if names else ():
        title = _plain(cited["name"])
        own = _NUMBERED.search(text[: cited.start()]) or re.search(_OWN_NUMBER, cited["behind"])
        if not own and title.endswith(tuple(endings)) and not any(known.endswith(title) for known in names):
            found[title] = cited["name"]
    return [name for title, name in found.items() if title not in map(_plain, _SHORT.findall(text))]
