"""A statute text as addressable articles: 条, 款 (paragraphs) and 项 (items in Chinese brackets)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhifa.core.citations import Citation
from zhifa.core.numerals import number_of

_NUMBER = "[零〇一二三四五六七八九十百千两]+"
_ARTICLE = re.compile(rf"[#*\s　]*第({_NUMBER})条(?:之({_NUMBER}))?(?:\*\*)?(?:[\s　]+|$)(.*)", re.DOTALL)
_HEADING = re.compile(rf"#+\s|[#*\s　]*第{_NUMBER}(?:编|分编|章|节)(?:[\s　]|$)")
_ITEM = re.compile(rf"[\s　]*[（(]({_NUMBER})[）)](.*)", re.DOTALL)
_POINT = re.compile(r"[\s　]*(\d{1,2})[.．、](.*)", re.DOTALL)
_SECTION = re.compile(rf"[#*\s　]*{_NUMBER}、")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 款: its opening words and its items by number."""

    lead: str
    items: Mapping[int, str]

    @property
    def text(self) -> str:
        return "\n".join([self.lead, *self.items.values()])


@dataclass(frozen=True, slots=True)
class Article:
    """One 条 with its paragraphs in order."""

    number: int
    sub: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Statute:
    """One text of one instrument."""

    title: str
    articles: Mapping[tuple[int, int], Article]

    @property
    def highest(self) -> int:
        return max((number for number, _ in self.articles), default=0)

    def find(self, citation: Citation) -> str | None:
        """The words of the cited place (an item with the opening words of its paragraph); None when there is none."""
        if citation.article is None:
            return "\n".join(article.text for article in self.articles.values())
        article = self.articles.get((citation.article, citation.sub))
        if article is None:
            return None
        paragraphs = article.paragraphs
        if citation.paragraph is not None:
            paragraphs = paragraphs[citation.paragraph - 1 : citation.paragraph]
        if citation.item is not None:
            return next((f"{p.lead}\n{p.items[citation.item]}" for p in paragraphs if citation.item in p.items), None)
        return "\n".join(p.text for p in paragraphs) if paragraphs else None


def parse_statute(text: str, *, title: str = "", numbered_by: str = "条") -> Statute:
    """Read a text into articles; documents numbered by （六） have those numbers as articles."""
    first = next((line.lstrip("# ").strip() for line in text.splitlines() if line.strip()), "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    articles: dict[tuple[int, int], Article] = {}
    for key, block in _document(lines) if numbered_by == "项" else _articles(lines):
        articles.setdefault(key, Article(key[0], key[1], _paragraphs(block)))
    return Statute(title or first, articles)


def _articles(lines: list[str]) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Blocks of lines by article; a line beginning 第三条规定的… inside an article is not a heading."""
    key, block = (0, 0), list[str]()
    for line in lines:
        found = _ARTICLE.fullmatch(line)
        place = (number_of(found[1]), number_of(found[2]) if found[2] else 0) if found else None
        if found and place and _follows(place, key):
            if key[0]:
                yield key, block
            key, block = place, [found[3]] if found[3].strip() else []
        elif not _HEADING.match(line):
            block.append(line)
    if key[0]:
        yield key, block


def _follows(place: tuple[int, int], last: tuple[int, int]) -> bool:
    return place == (last[0], last[1] + 1) or (place[1] == 0 and last[0] < place[0] <= last[0] + 3)


def _document(lines: list[str]) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Blocks of a policy document by its running （一）（二） number."""
    number, block = 0, list[str]()
    for line in lines:
        found = _ITEM.fullmatch(line.lstrip("#* "))
        following = found and number_of(found[1]) == number + 1
        if found and following:
            if number:
                yield (number, 0), block
            number, block = number + 1, [found[2]]
        elif not _SECTION.match(line):
            block.append(line)
    if number:
        yield (number, 0), block


def _paragraphs(block: list[str]) -> tuple[Paragraph, ...]:
    done: list[tuple[list[str], dict[int, str]]] = []
    last = 0
    for line in block:
        item = _ITEM.fullmatch(line)
        if item and done:
            last = number_of(item[1])
            done[-1][1].setdefault(last, item[2].strip())
        elif _POINT.fullmatch(line) and done and done[-1][1]:
            done[-1][1][last] += "\n" + line
        else:
            done.append(([line], {}))
    return tuple(Paragraph("\n".join(lead), items) for lead, items in done)
