"""From what somebody saw to the matters it may be: everyday words and pairs of characters, nothing learned.

The same words give the same answer on every machine. When nothing is near enough the answer is empty: a wrong
matter on the first page costs the officer more than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from zhifa.core.rulebook import Entry, Rules

_RUN: Final = re.compile(r"[㐀-鿿]+|[0-9a-z]+")
_WORD: Final = 2.0
"""What an everyday word is worth beside the pairs of characters of title and conduct."""
_TITLE: Final = 1.0
_CONDUCT: Final = 0.6
_LEAST_SHARE: Final = 0.5
"""So much of an everyday word must be there before it counts at all."""
_SPREAD: Final = 0.7
"""What a word is worth whose characters stand in order but apart: 砍了十几棵树 is 砍树."""
_LEAST: Final = 1.2
"""Below this sum nothing is said."""
_BESIDE_BEST: Final = 0.35
"""A match weaker than this share of the best one is left out."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A matter as matching sees it, with what the page needs to show it."""

    code: str
    title: str
    kind: str
    conduct: str
    words: tuple[str, ...]
    articles: tuple[str, ...]
    procedures: tuple[str, ...]
    levels: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Match:
    """A matter that may fit, how strongly, and the words of the text that carried it."""

    subject: Subject
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Indexed:
    subject: Subject
    words: tuple[tuple[str, frozenset[str]], ...]
    title: frozenset[str]
    conduct: frozenset[str]


class Lexicon:
    """The matters in force on a day, prepared for matching."""

    __slots__ = ("_rare", "subjects")

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self.subjects = tuple(_index(subject) for subject in subjects)
        seen = Counter(
            pair
            for item in self.subjects
            for pair in item.title | item.conduct | frozenset(p for _, pairs in item.words for p in pairs)
        )
        top = log(len(self.subjects) + 1) or 1.0
        self._rare = {pair: log((len(self.subjects) + 1) / count) / top for pair, count in seen.items()}

    def rare(self, pair: str) -> float:
        """Between 0 (in every matter) and 1 (in one): how much a pair of characters tells."""
        return self._rare.get(pair, 0.0)


def lexicon(rules: Rules) -> Lexicon:
    """The matters in force under these rules."""
    return rules.built("matching", lambda given: Lexicon(map(_subject, given.entries("matter").values())))


def _subject(entry: Entry) -> Subject:
    data = entry.data
    return Subject(
        code=entry.key,
        title=str(data.get("title", entry.key)),
        kind=str(data.get("kind", "")),
        conduct=str(data.get("conduct", "")),
        words=tuple(str(word) for word in data.get("words", ())),
        articles=tuple(str(cite) for cite in data.get("applied", ())) or ((entry.cite,) if entry.cite else ()),
        procedures=tuple(str(code) for code in data.get("procedures", ())),
        levels=tuple(str(level) for level in data.get("levels", ())),
        status=entry.status,
    )


def _runs(text: str) -> Iterator[str]:
    yield from _RUN.findall(text.lower())


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[n : n + 2] for run in _runs(text) for n in range(len(run) - 1))


def _index(subject: Subject) -> _Indexed:
    words = tuple((word, _pairs(word)) for word in subject.words)
    return _Indexed(subject, words, _pairs(subject.title), _pairs(subject.conduct))


def match(text: str, among: Lexicon, *, limit: int = 3) -> Sequence[Match]:
    """The matters nearest to a text, best first; none when nothing is near enough."""
    said = _pairs(text)
    found = [made for item in among.subjects if (made := _judge(text, said, item, among)) is not None]
    found.sort(key=lambda item: (-item.score, item.subject.code))
    return [item for item in found if item.score >= found[0].score * _BESIDE_BEST][:limit]


def _judge(text: str, said: frozenset[str], item: _Indexed, among: Lexicon) -> Match | None:
    plain = "".join(_runs(text))
    why: list[str] = []
    score = 0.0
    for word, pairs in item.words:
        share = len(pairs & said) / len(pairs) if pairs else 0.0
        worth = 1.0 if word in plain else max(_SPREAD if _spread(word, plain) else 0.0, share * _SPREAD)
        if worth >= _LEAST_SHARE * _SPREAD:
            score += _WORD * worth
            why.append(word)
    titled, told = item.title & said, (item.conduct - item.title) & said
    # Sums run in a fixed order: floating point is not associative, sets have no order.
    score += _TITLE * sum(among.rare(pair) for pair in sorted(titled))
    score += _CONDUCT * sum(among.rare(pair) for pair in sorted(told))
    if score < _LEAST:
        return None
    return Match(item.subject, round(score, 4), tuple(dict.fromkeys([*why, *_stretches(text, titled | told)]))[:4])


def _spread(word: str, text: str) -> bool:
    """Whether the characters of a word stand in the text in order and not far apart."""
    start = text.find(word[0])
    while start >= 0:
        place = start
        for character in word[1:]:
            place = text.find(character, place + 1)
            if place < 0:
                return False
        if place - start <= 2 * len(word) + 2:
            return True
        start = text.find(word[0], start + 1)
    return False


def _stretches(text: str, pairs: frozenset[str]) -> Iterator[str]:
    """The longest stretches of the text made of shared pairs, to show what carried the match."""
    for run in _runs(text):
        start = 0
        while start < len(run) - 1:
            end = start
            while end < len(run) - 1 and run[end : end + 2] in pairs:
                end += 1
            if end > start:
                yield run[start : end + 1]
            start = max(end, start + 1)
