"""The words of an article, where this site has loaded the texts of the law."""

from __future__ import annotations

import os
from pathlib import Path

from zhifa.acts.work import context, today
from zhifa.core.citations import Citation, Index, Standing
from zhifa.core.lawbook import index_of
from zhifa.core.lawtext import words_at
from zhifa.core.rulebook import Entry
from zhifa.ports.statutes import StatuteFolder
from zhifa.store.readers.library import article_read


def law_index() -> Index:
    """The index of instruments of this installation."""
    book = context().book
    return book.kept("index", lambda: index_of(book))


def ground(code: str) -> Entry:
    """The article, and the words for it, by which a page or a refusal outside the procedures asks for something."""
    return context().rules(today()).entries("ground")[code]


def _folder(place: str) -> StatuteFolder | None:
    """The texts in a folder, read once for the rules that name its files."""

    def read() -> StatuteFolder | None:
        try:
            return StatuteFolder(Path(place), law_index())
        except FileNotFoundError:
            return None

    return context().book.kept(("texts", place), read)


def article_text(standing: Standing) -> str:
    """The text of the cited place in the version that was meant; empty where the site has not loaded it.

    A folder of texts the site names is read first, then the library.
    """
    found = law_index().find(standing.citation.title)
    if standing.version is None or found is None:
        return ""
    place = os.environ.get("ZHIFA_LAWS", "")
    texts = _folder(place) if place else None
    cited = standing.citation
    if cited.article is None:
        return ""
    statute = texts.get((found.title, standing.version)) if texts else None
    article = statute.articles.get((cited.article, cited.sub)) if statute else None
    article = article or article_read(found.title, standing.version, cited.article, cited.sub)
    return (words_at(article, cited, printed=True) or "") if article else ""


def readable(text: str) -> Citation | None:
    """A citation, or None when it cannot be read."""
    try:
        return Citation.parse(text)
    except ValueError:
        return None
