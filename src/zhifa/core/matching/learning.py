"""What is learned from: every sentence of the catalogue with the matter it speaks of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from zhifa.core.matching.model import Subject
from zhifa.core.rulebook import Rulebook

OUTSIDE: Final = "outside/"
"""Begins the code of what is no matter of enforcement; the key of its rule follows."""


class Lesson(NamedTuple):
    """One sentence and the matter, or the kind of affair outside the catalogue, that it speaks of."""

    text: str
    code: str


def lessons(book: Rulebook) -> Iterator[Lesson]:
    """The titles, conducts, words and sentences of every version of every matter, and what is said beside the point."""
    seen: set[Lesson] = set()
    for lesson in _all(book):
        if lesson.text and lesson not in seen:
            seen.add(lesson)
            yield lesson


def _all(book: Rulebook) -> Iterator[Lesson]:
    for entry in book.section("matter"):
        subject = Subject.of(entry)
        for text in subject.texts if subject.described else ():
            yield Lesson(text, entry.key)
    for entry in book.section("saying"):
        for text in entry.data["texts"]:
            yield Lesson(text, entry.key)
    for entry in book.section("outside"):
        for text in (entry.data["title"], *entry.data["texts"]):
            yield Lesson(text, OUTSIDE + entry.key)


def digest_of(found: Iterable[Lesson]) -> str:
    """Changes when any sentence does, whatever their order."""
    lines = sorted(f"{lesson.code}\t{lesson.text}" for lesson in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
