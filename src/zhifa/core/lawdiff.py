"""Two texts of law beside each other: which article answers to which, and where their words differ.

A comparison says only that words differ. Whether law differs is for whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from zhifa.core.bigrams import grams
from zhifa.core.lawtext import Article

_Place: TypeAlias = tuple[int, int]
Change: TypeAlias = Literal["same", "changed", "moved", "gone", "new"]

ALIKE = 0.4
"""Share of common pairs of characters from which two articles of other numbers are taken for one another."""
ISLAND = 2
"""So few unchanged characters between two changes are read with them: a text in shreds cannot be read."""
_TOKEN = re.compile(r"[A-Za-z]+|[0-9０-９.]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words; `changed` when the other text does not have it there."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """An article and what answers to it; one side is empty where it is new or gone."""

    old: Article | None
    new: Article | None

    @property
    def change(self) -> Change:
        if self.old is None:
            return "new"
        if self.new is None:
            return "gone"
        if self.old.printed != self.new.printed:
            return "changed"
        return "same" if (self.old.number, self.old.sub) == (self.new.number, self.new.sub) else "moved"


def marked(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in stretches, with what the other does not have marked."""
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    one: list[tuple[str, bool]] = []
    other: list[tuple[str, bool]] = []
    for at, (kind, i, j, k, m) in enumerate(steps):
        same = "".join(left[i:j])
        inner = 0 < at < len(steps) - 1
        changed = kind != "equal" or (inner and len(same) <= ISLAND and not re.search(r"[，。；：、\n]", same))
        one.append((same, changed))
        other.append(("".join(right[k:m]), changed))
    return _joined(one), _joined(other)


def _joined(parts: Sequence[tuple[str, bool]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for text, changed in parts:
        if pieces and pieces[-1].changed == changed:
            pieces[-1] = Piece(pieces[-1].text + text, changed)
        elif text:
            pieces.append(Piece(text, changed))
    return tuple(pieces)


def paired(old: Sequence[Article], new: Sequence[Article]) -> list[Pair]:
    """The articles of two versions: same words first, then same number, then most alike; in the order of the new.

    What is gone stands where it stood, behind what came before it.
    """
    partner: dict[_Place, _Place] = {}
    taken: set[_Place] = set()
    olds, news = {_place(a): a for a in old}, {_place(a): a for a in new}
    _same_words(olds, news, partner, taken)
    _same_number(olds, news, partner, taken)
    _most_alike(olds, news, partner, taken)
    found = {mine: Pair(olds[mine], news[theirs]) for mine, theirs in partner.items()}
    answering = {theirs: mine for mine, theirs in partner.items()}
    pairs = [found[answering[place]] if place in answering else Pair(None, article) for place, article in news.items()]
    for place, article in olds.items():
        if place not in partner:
            pairs.insert(_behind(place, pairs), Pair(article, None))
    return pairs


def _place(article: Article) -> _Place:
    return article.number, article.sub


def _same_words(
    olds: Mapping[_Place, Article], news: Mapping[_Place, Article], partner: dict[_Place, _Place], taken: set[_Place]
) -> None:
    words: dict[str, list[_Place]] = {}
    for place, article in news.items():
        words.setdefault(article.printed, []).append(place)
    for place, article in olds.items():
        if waiting := words.get(article.printed):
            partner[place] = waiting.pop(waiting.index(place) if place in waiting else 0)
            taken.add(partner[place])


def _same_number(
    olds: Mapping[_Place, Article], news: Mapping[_Place, Article], partner: dict[_Place, _Place], taken: set[_Place]
) -> None:
    for place, article in olds.items():
        other = news.get(place)
        if place not in partner and other and place not in taken and likeness(article, other) >= ALIKE:
            partner[place] = place
            taken.add(place)


def _most_alike(
    olds: Mapping[_Place, Article], news: Mapping[_Place, Article], partner: dict[_Place, _Place], taken: set[_Place]
) -> None:
    left = [(place, article) for place, article in olds.items() if place not in partner]
    right = [(place, article) for place, article in news.items() if place not in taken]
    mine_of = [(place, grams(article.printed)) for place, article in left]
    theirs_of = [(place, grams(article.printed)) for place, article in right]
    shares = ((_share(a, b), mine, theirs) for mine, a in mine_of for theirs, b in theirs_of)
    ranked = sorted((each for each in shares if each[0] >= ALIKE), key=lambda each: -each[0])
    for _, mine, theirs in ranked:
        if mine not in partner and theirs not in taken:
            partner[mine] = theirs
            taken.add(theirs)


def _behind(place: _Place, pairs: Sequence[Pair]) -> int:
    """Where an article that is gone stands: behind the last that came before it in the old text."""
    before = [n for n, pair in enumerate(pairs) if pair.old and _place(pair.old) < place]
    return before[-1] + 1 if before else 0


def likeness(one: Article, other: Article) -> float:
    """The share of pairs of characters two articles have in common, from 0 to 1."""
    return _share(grams(one.printed), grams(other.printed))


def _share(a: Set[str], b: Set[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0
