"""What of a text is compared: characters and pairs of them, Latin words, the things everyday words stand for."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import add
from typing import Final

from zhifa.core.rulebook import Rulebook

_RUN: Final = re.compile(r"[㐀-鿿]+|[a-z]+|[0-9]+")
MARK: Final = "#"
"""Begins the name of a thing among the signs of a text."""


def runs(text: str) -> list[str]:
    """The stretches of Chinese characters, letters or figures of a text, in one form of writing."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower())


class Concepts:
    """The things everyday words stand for, so that 串串店 and 饭馆 have something in common."""

    __slots__ = ("_first",)

    def __init__(self, words: Mapping[str, Iterable[str]] | None = None) -> None:
        self._first: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for word, things in (words or {}).items():
            self._first[word[0]].append((word, tuple(MARK + thing for thing in things)))

    def of(self, run: str) -> list[str]:
        """The things named in a stretch of text, as often as they are named."""
        found: list[str] = []
        for start, sign in enumerate(run):
            for word, things in self._first.get(sign, ()):
                if run.startswith(word, start):
                    found += things
        return found

    def signs(self, text: str) -> list[str]:
        """Every sign of a text, as often as it stands there; letters and figures are signs only as whole words."""
        found: list[str] = []
        for run in runs(text):
            if run.isascii():
                found.append(run)
            else:
                found += run
                found += map(add, run, run[1:])
            found += self.of(run)
        return found


def concepts_of(book: Rulebook) -> Concepts:
    """The things of the rules: section `concept`."""
    return book.kept("concepts", lambda: _read(book))


def _read(book: Rulebook) -> Concepts:
    words: dict[str, list[str]] = defaultdict(list)
    for entry in book.section("concept"):
        for word in entry.data.get("words", ()):
            words[str(word)].append(entry.key)
    return Concepts(words)
