"""Which matter of the catalogue an item of an imported list is: by the article it rests on and by its words.

A sure answer is taken, a doubtful one is reported with what it may be. Two matters of one article differ by a word, so
the name decides among those of the article, and only a clear lead counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.core.bigrams import sought
from zhifa.core.citations import Citation, Index, parse_all
from zhifa.core.powerlist.model import Layout, PowerItem, squeezed
from zhifa.core.rulebook import Rules

SURE: Final = 0.6
"""So much of the shorter name stands in the other, weighed by pairs of characters."""
LEAD: Final = 0.15
"""So much nearer than the next."""
NEAR: Final = 0.4
SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """A matter as it is compared."""

    code: str
    kind: str
    titles: tuple[str, ...]
    grams: frozenset[str]
    cites: tuple[Citation, ...]


class Linker:
    """The catalogue of one day, by article and by name."""

    def __init__(self, rules: Rules, index: Index, layout: Layout) -> None:
        self.index = index
        self._by_title: dict[tuple[str, str], list[Subject]] = {}
        self._by_article: dict[tuple[str, int, int], list[Subject]] = {}
        self.codes = frozenset(rules.entries("matter"))
        for entry in rules.entries("matter").values():
            kind = layout.kinds.find(str(entry.data.get("kind", "")))
            cites = [*parse_all(entry.data.get("applied")), *parse_all(entry.data.get("violated"))]
            said = (str(entry.data.get("title", "")), str(entry.data.get("conduct", "")))
            subject = Subject(
                entry.key, kind.code if kind else "", said, sought("".join(said)),
                tuple(index.canonical(cite) for cite in cites),
            )  # fmt: skip
            for title in dict.fromkeys(squeezed(text) for text in said if text):
                self._by_title.setdefault((subject.kind, title), []).append(subject)
            for place in dict.fromkeys((c.title, c.article or 0, c.sub) for c in subject.cites):
                self._by_article.setdefault(place, []).append(subject)

    def link(self, item: PowerItem, cites: Sequence[Citation]) -> tuple[str, tuple[str, ...]]:
        """The matter an item is, or none and those it may be, the nearest first."""
        if item.matter:
            return item.matter, ()
        exact = self._by_title.get((item.kind, squeezed(item.name)), [])
        if len(exact) == 1:
            return exact[0].code, ()
        ranked = self._ranked(item, cites)
        if not ranked:
            return "", ()
        best, score = ranked[0]
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        if score >= SURE and score - second >= LEAD:
            return best.code, ()
        return "", tuple(subject.code for subject, near in ranked[:SHOWN] if near >= NEAR)

    def _ranked(self, item: PowerItem, cites: Iterable[Citation]) -> list[tuple[Subject, float]]:
        """Matters of the same kind that rest on one of the articles, by how near their words are."""
        said = sought(named(item.name))
        every = list(cites)
        found: dict[str, tuple[Subject, float]] = {}
        for cite in every:
            for subject in self._by_article.get((cite.title, cite.article or 0, cite.sub), ()):
                if subject.kind == item.kind and subject.code not in found:
                    against = any(_elsewhere(one, subject.cites) for one in every)
                    found[subject.code] = (subject, _nearness(said, subject.grams) * (0.5 if against else 1.0))
        return sorted(found.values(), key=lambda each: (-each[1], each[0].code))


def named(title: str) -> str:
    """The conduct in an item's name: 对…的处罚 says nothing by its frame."""
    name = title.strip()
    for head in ("对违反规定", "对"):
        name = name.removeprefix(head)
    for tail in (
        "的行政处罚",
        "行为的处罚",
        "的处罚",
        "行政处罚",
        "的监督检查",
        "的行政检查",
        "的检查",
        "处罚",
        "行为",
    ):
        name = name.removesuffix(tail)
    return name or title


def _nearness(said: frozenset[str], held: frozenset[str]) -> float:
    return len(said & held) / len(said) if said else 0.0


def _elsewhere(cite: Citation, cites: Iterable[Citation]) -> bool:
    """Whether a matter rests on another paragraph or item of this article: then it is another matter."""
    same = [own for own in cites if (own.title, own.article, own.sub) == (cite.title, cite.article, cite.sub)]
    return bool(same) and not any(_fits(cite, own) for own in same)


def _fits(cite: Citation, own: Citation) -> bool:
    """Whether paragraph and item agree where both say them."""
    parts = ((own.paragraph, cite.paragraph), (own.item, cite.item))
    return all(one is None or other is None or one == other for one, other in parts)


def usual_words(matters: Mapping[str, str], codes: Sequence[str]) -> str:
    """Matters it may be, for people."""
    return "、".join(f"{matters.get(code, code)}（{code}）" for code in codes)
