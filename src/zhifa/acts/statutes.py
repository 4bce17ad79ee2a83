"""The words of an article, where this site has loaded the texts of the law."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from zhifa.acts.work import context
from zhifa.core.citations import Citation, Index, Standing
from zhifa.core.lawbook import index_of
from zhifa.ports.statutes import StatuteFolder


@cache
def law_index() -> Index:
    """The index of instruments of this installation."""
    return index_of(context().book)


@cache
def _folder(place: str) -> StatuteFolder | None:
    try:
        return StatuteFolder(Path(place), law_index())
    except FileNotFoundError:
        return None


def article_text(standing: Standing) -> str:
    """The text of the cited place in the version that was meant; empty where the site has not loaded it."""
    place = os.environ.get("ZHIFA_LAWS", "")
    texts = _folder(place) if place else None
    if texts is None or standing.version is None:
        return ""
    found = law_index().find(standing.citation.title)
    statute = texts.get((found.title, standing.version)) if found else None
    return (statute.find(standing.citation) or "") if statute else ""


def readable(text: str) -> Citation | None:
    """A citation, or None when it cannot be read."""
    try:
        return Citation.parse(text)
    except ValueError:
        return None
