"""A matter beside the words of the articles it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from math import log
from typing import Final

from zhifa.core.bigrams import sought
from zhifa.core.citations import Citation, Index, parse_all
from zhifa.core.lawcheck import Texts, squeeze
from zhifa.core.lawtext import Statute
from zhifa.core.numerals import number_of
from zhifa.core.rulebook import Entry

DIGITS: Final = "零〇一二三四五六七八九十百千万亿两0-9"
_CLAUSE: Final = re.compile(r"[^。；\n]*[。；\n]?")
_ITEMS: Final = re.compile(rf"第（?([{DIGITS}]+)）?项(?:至第（?([{DIGITS}]+)）?项)?")
_EXCEPT: Final = re.compile(r"除[^，。；]*项[^，。；]*(?:以外|之外|外)")
_ELSEWHERE: Final = re.compile(rf"第[{DIGITS}]+条(?:第[{DIGITS}]+款)?(?:[、至和或]?第（?[{DIGITS}]+）?项)*")


class Articles:
    """The loaded texts as a matter's citations ask for them, and how rare a pair of characters is in each."""

    def __init__(self, index: Index, texts: Texts) -> None:
        self.index, self.texts = index, texts
        self._rarities: dict[tuple[str, str], Mapping[str, float]] = {}

    def _statute(self, cite: Citation, day: date | None) -> tuple[tuple[str, str], Statute | None]:
        found = self.index.find(cite.title)
        if found is None:
            return ("", ""), None
        version = found.version(cite.version) if cite.version else found.on(day) if day else found.versions[-1]
        key = (found.title, version.label) if version else ("", "")
        return key, self.texts.get(key)

    def items(self, cite: Citation, day: date | None) -> Mapping[int, str]:
        """The items that stand beside the cited one, without the opening words they share; empty where it has none."""
        _, statute = self._statute(cite, day)
        article = statute.articles.get((cite.article or 0, cite.sub)) if statute else None
        at = (cite.paragraph or 1) - 1
        held = article.paragraphs[at : at + 1] if article and cite.paragraph else article.paragraphs if article else ()
        found = next((paragraph.items for paragraph in held if cite.item in paragraph.items), {})
        return {number: squeeze(text) for number, text in found.items()}

    def words(self, cite: Citation, day: date | None) -> tuple[str, Mapping[str, float]] | None:
        """The words of a cited place, without spaces, and how rare each pair is in the articles of its law."""
        key, statute = self._statute(cite, day)
        text = statute.find(cite) if statute else None
        if text is None or statute is None:
            return None
        if key not in self._rarities:
            self._rarities[key] = _rarities([sought(article.text) for article in statute.articles.values()])
        return squeeze(text), self._rarities[key]


def _rarities(articles: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """How rare each pair of a law is, between 0 and 1; a pair that no article has would be 1."""
    whole = len(articles) + 1
    counted = Counter(chain.from_iterable(articles))
    return {pair: log((whole + 1) / (count + 1)) / log(whole + 1) for pair, count in counted.items()}


@dataclass(frozen=True, slots=True)
class Read:
    """One version of a matter with the words of its articles."""

    entry: Entry
    applied: str
    violated: str
    rarities: tuple[Mapping[str, float], ...]
    """One for each law that is cited."""
    articles: Articles

    def cited(self, key: str) -> list[Citation]:
        return [self.articles.index.canonical(cite) for cite in parse_all(self.entry.data.get(key))]


def read_matter(entry: Entry, articles: Articles) -> Read | None:
    """The matter with the words of its articles; None while one of the texts is not loaded."""
    day = entry.validity.start
    cited = parse_all(entry.data.get("applied"))
    applied = [articles.words(cite, day) for cite in cited]
    violated = [articles.words(cite, day) for cite in parse_all(entry.data.get("violated"))]
    read = [found for found in (*applied, *violated) if found]
    if len(read) < len(applied) + len(violated):
        return None
    punished = [_of_items(found[0], cite, cited) for found, cite in zip(applied, cited, strict=True) if found]
    return Read(
        entry,
        "\n".join(punished),
        "\n".join(found[0] for found in violated if found),
        tuple({id(rarities): rarities for _, rarities in read}.values()),
        articles,
    )


def _of_items(text: str, cite: Citation, cited: list[Citation]) -> str:
    """What a paragraph says of the items that are cited beside it: 有前款第一项、第七项行为之一的，处……."""
    items = {other.item for other in cited if (other.title, other.article) == (cite.title, cite.article) and other.item}
    if cite.item or not items:
        return text
    return "".join(clause for clause in _CLAUSE.findall(text) if _is_of(clause, items))


def _is_of(clause: str, items: set[int]) -> bool:
    """Whether a clause is said of these items, or of no items in particular; 除第三项以外 is said of the others."""
    named = _items(clause)
    return not named or bool(named & items) != bool(_EXCEPT.search(clause))


def _items(clause: str) -> frozenset[int]:
    """The items of its own article that a clause names, 第五项至第八项 included; none where it names none."""
    own = _ELSEWHERE.sub("", clause)
    named: set[int] = set()
    for first, last in _ITEMS.findall(own):
        named |= set(range(number_of(first), number_of(last or first) + 1))
    return frozenset(named)
