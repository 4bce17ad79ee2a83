"""The matters in force on a day, prepared for matching: which pairs, words and sentences belong to which."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log, sqrt
from operator import add
from typing import Final

from zhifa.core.matching.model import Subject
from zhifa.core.rulebook import Rules

_RUN: Final = re.compile(r"[㐀-鿿]+|[a-z]+")
_FIELD_WEIGHTS: Final[Mapping[str, float]] = {"words": 2.0, "title": 2.0, "heard": 1.0, "conduct": 1.2}
_SATURATION: Final = 1.2
_LENGTH: Final = 0.4
_SINGLE: Final = 0.25
"""What a single character is worth beside a pair, where few matters have it: 狗, 坟, 蜂."""
_SINGLE_AT_MOST: Final = 0.03
_COMMON: Final = 0.25
"""A pair in more than this share of the matters says nothing."""
_CONCEPT: Final = 1.3
"""What the thing a word stands for is worth beside a pair of the word itself."""
MARK: Final = "#"
"""Begins the name of a thing among the signs of a text."""
LONGEST: Final = 8


def runs(text: str) -> list[str]:
    """The stretches of Chinese or Latin characters of a text, in one form of writing."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower())


class Concepts:
    """The things everyday words stand for: where they stand in a text, found by their first character."""

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


class Lexicon:
    """What the matters say, turned round: from a pair, a word, a sentence to the matters that have it.

    `concepts` gives for an everyday word the things it stands for, so that 串串店 and 饭馆 have something in common.
    """

    __slots__ = ("concepts", "first", "norms", "owners", "pairs", "rarity", "sayings", "subjects", "words")

    def __init__(self, subjects: Iterable[Subject], concepts: Concepts | None = None) -> None:
        self.subjects = tuple(subjects)
        self.concepts = concepts or Concepts()
        written = [self._weighted(subject) for subject in self.subjects]
        self.rarity = _rarity(written)
        self.pairs = self._postings(written)
        self.words = self._words()
        self.first: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            if 2 <= len(word) <= 4:
                self.first[word[0]].append(word)
        self.owners: list[int] = []
        self.norms: list[float] = []
        self.sayings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, subject in enumerate(self.subjects):
            for sentence in subject.heard:
                self._say(place, sentence)

    def signs(self, text: str) -> list[str]:
        """What of a text is compared: single characters, pairs, and the things its everyday words stand for."""
        found: list[str] = []
        for run in runs(text):
            found += run
            found += map(add, run, run[1:])
            found += self.concepts.of(run)
        return found

    def _weighted(self, subject: Subject) -> dict[str, float]:
        """How often each sign stands in a matter; an everyday word counts for more than a sentence."""
        counts: dict[str, float] = {}
        for key, weight in _FIELD_WEIGHTS.items():
            value = getattr(subject, key)
            for sign in self.signs("。".join(value) if isinstance(value, tuple) else value):
                counts[sign] = counts.get(sign, 0.0) + weight
        return counts

    def _postings(self, written: list[dict[str, float]]) -> dict[str, list[tuple[int, float]]]:
        """For every pair the matters it stands in, with what it is worth there."""
        usual = sum(sum(counts.values()) for counts in written) / (len(written) or 1)
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counts in enumerate(written):
            length = 1 - _LENGTH + _LENGTH * sum(counts.values()) / (usual or 1)
            for gram, count in counts.items():
                rare = self.rarity.get(gram, 0.0)
                if rare:
                    worth = count * (_SATURATION + 1) / (count + _SATURATION * length)
                    found[gram].append((place, rare * worth))
        return dict(found)

    def _words(self) -> dict[str, tuple[float, tuple[int, ...]]]:
        """For every everyday word how much it tells and the matters that have it."""
        held: dict[str, list[int]] = defaultdict(list)
        for place, subject in enumerate(self.subjects):
            for word in dict.fromkeys("".join(runs(word)) for word in subject.words):
                if len(word) >= 2:
                    held[word].append(place)
        top = log(len(self.subjects) + 1) or 1.0
        return {
            word: (log((len(self.subjects) + 1) / len(places)) / top * sqrt(min(len(word), 6)), tuple(places))
            for word, places in held.items()
        }

    def _say(self, place: int, sentence: str) -> None:
        number = len(self.owners)
        weights = {sign: self.rarity.get(sign, 0.0) for sign in self.signs(sentence)}
        self.owners.append(place)
        self.norms.append(sqrt(sum(weight * weight for weight in weights.values())) or 1.0)
        for gram, weight in weights.items():
            if weight:
                self.sayings[gram].append((number, weight * weight))


def _rarity(written: list[dict[str, float]]) -> dict[str, float]:
    """Between 0 and 1 for every pair and every telling single character: 1 where one matter alone has it."""
    whole = len(written)
    top = log(whole + 1) or 1.0
    held = Counter(gram for counts in written for gram in counts)
    found: dict[str, float] = {}
    for gram, count in held.items():
        single = len(gram) == 1
        if count > max((_SINGLE_AT_MOST if single else _COMMON) * whole, 3):
            continue
        worth = _SINGLE if single else _CONCEPT if gram.startswith(MARK) else 1.0
        found[gram] = log((whole + 1) / count) / top * worth
    return found


def lexicon(rules: Rules) -> Lexicon:
    """The matters in force under these rules."""
    return rules.built("matching", _built)


def _built(rules: Rules) -> Lexicon:
    """Matters nobody would describe in words of their own, such as a measure or a registration, are not looked for."""
    words: dict[str, list[str]] = defaultdict(list)
    for entry in rules.entries("concept").values():
        for word in entry.data.get("words", ()):
            words[str(word)].append(entry.key)
    said = {key: tuple(entry.data["texts"]) for key, entry in rules.entries("saying").items()}
    subjects = (Subject.of(entry, said.get(key, ())) for key, entry in rules.entries("matter").items())
    return Lexicon((subject for subject in subjects if subject.words or subject.heard), Concepts(words))
