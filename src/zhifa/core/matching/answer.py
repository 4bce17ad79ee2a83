"""The answer to a text: every matter scored, the best of the whole and of its parts, and whether to trust them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

from zhifa.core.matching.lexicon import LONGEST, Lexicon, runs
from zhifa.core.matching.model import Answer, Match

_WORD: Final = 2.2
"""What an everyday word found in the text is worth beside the pairs of characters."""
_SPREAD: Final = 0.55
"""Of that, what is left where its characters stand in order but apart: 砍了十几棵树 is 砍树."""
_SAYING: Final = 9.0
"""What a sentence of the catalogue is worth that says the same."""
_LEAST: Final = 2.4
"""Below this score nothing is said at all."""
_SURE: Final = 7.0
_AHEAD: Final = 1.12
"""The first answer is sure when its score is this high and this many times the second's."""
_BESIDE_BEST: Final = 0.3
_CLAUSE: Final = re.compile(r"[，。；！？、,;!?\s]+")
_PART: Final = 0.85
"""A part of the text speaks for itself when its best matter reaches this share of the whole's best."""


@dataclass(slots=True)
class _Scores:
    total: list[float]
    words: dict[int, list[str]]


def match(text: str, among: Lexicon, *, limit: int = 3) -> Answer:
    """The matters nearest to a text, best first, and whether the first of them may be trusted."""
    scores = _score(text, among)
    order = sorted(
        (place for place, score in enumerate(scores.total) if score >= _LEAST),
        key=lambda place: (-scores.total[place], among.subjects[place].code),
    )
    if not order:
        return Answer((), True)
    best = scores.total[order[0]]
    order = [place for place in order if scores.total[place] >= best * _BESIDE_BEST]
    second = scores.total[order[1]] if len(order) > 1 else 0.0
    sure = best >= _SURE and best >= second * _AHEAD
    chosen = _with_parts(text, among, order, limit)
    found = tuple(
        Match(
            among.subjects[place],
            round(scores.total[place], 4),
            tuple(_why(text, among, place, scores)),
            sure and number == 0,
        )
        for number, place in enumerate(chosen)
    )
    return Answer(found, not sure)


def _score(text: str, among: Lexicon) -> _Scores:
    """What every matter has in common with the text."""
    total = [0.0] * len(among.subjects)
    pairs = dict.fromkeys(among.signs(text))
    for gram in pairs:
        for place, worth in among.pairs.get(gram, ()):
            total[place] += worth
    said: dict[int, list[str]] = {}
    for word, share in _words(text, among):
        worth, places = among.words[word]
        for place in places:
            if word not in said.setdefault(place, []):
                said[place].append(word)
                total[place] += _WORD * share * worth
    for place, likeness in _sayings(pairs, among).items():
        total[place] += _SAYING * likeness
    return _Scores(total, said)


def _words(text: str, among: Lexicon) -> Iterator[tuple[str, float]]:
    """The everyday words of the catalogue that stand in the text, whole or in order but apart."""
    plain = "".join(runs(text))
    whole: set[str] = set()
    for start in range(len(plain)):
        for size in range(2, LONGEST + 1):
            if (word := plain[start : start + size]) in among.words:
                whole.add(word)
    for word in sorted(whole):
        yield word, 1.0
    for word in sorted({word for sign in set(plain) for word in among.first.get(sign, ())} - whole):
        if _spread(word, plain):
            yield word, _SPREAD


def _spread(word: str, text: str) -> bool:
    """Whether the characters of a word stand in the text in order and not far apart."""
    start = text.find(word[0])
    while start >= 0:
        place = start
        for character in word[1:]:
            place = text.find(character, place + 1, place + 6)
            if place < 0:
                break
        else:
            return True
        start = text.find(word[0], start + 1)
    return False


def _sayings(pairs: dict[str, None], among: Lexicon) -> dict[int, float]:
    """How near the nearest sentence of each matter comes, between 0 and 1."""
    shared: dict[int, float] = {}
    size = 0.0
    for gram in pairs:
        rare = among.rarity.get(gram)
        if rare is None:
            continue
        size += rare * rare
        for number, worth in among.sayings.get(gram, ()):
            shared[number] = shared.get(number, 0.0) + worth
    norm = sqrt(size) or 1.0
    nearest: dict[int, float] = {}
    for number, worth in shared.items():
        likeness = worth / (norm * among.norms[number])
        place = among.owners[number]
        if likeness > nearest.get(place, 0.0):
            nearest[place] = likeness
    return nearest


def _with_parts(text: str, among: Lexicon, order: list[int], limit: int) -> list[int]:
    """The best of the whole text, with the best of each of its clauses moved up: two offences are two answers."""
    clauses = [part for part in _CLAUSE.split(text) if len(part) >= 4]
    chosen = order[:1]
    if len(clauses) > 1:
        ranked = set(order)
        for clause in clauses:
            scores = _score(clause, among).total
            place = max(range(len(scores)), key=lambda item: scores[item], default=-1)
            if place in ranked and place not in chosen and scores[place] >= _SURE:
                chosen.append(place)
    chosen = chosen[:2] if limit > 2 else chosen
    return (chosen + [place for place in order if place not in chosen])[:limit]


def _why(text: str, among: Lexicon, place: int, scores: _Scores) -> Iterator[str]:
    """The words of the text that carried a matter, the longest stretches first shown."""
    words = scores.words.get(place, [])
    yield from words[:3]
    own = {
        gram for gram in dict.fromkeys(among.signs(text)) if any(item == place for item, _ in among.pairs.get(gram, ()))
    }
    left = 4 - min(len(words), 3)
    for stretch in _stretches(text, own):
        if left and not any(stretch in word for word in words):
            yield stretch
            left -= 1


def _stretches(text: str, pairs: set[str]) -> Iterator[str]:
    """The longest stretches of the text made of shared pairs."""
    for run in runs(text):
        start = 0
        while start < len(run) - 1:
            end = start
            while end < len(run) - 1 and run[end : end + 2] in pairs:
                end += 1
            if end > start:
                yield run[start : end + 1]
            start = max(end, start + 1)
