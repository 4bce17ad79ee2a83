"""The parts of a statute's text: 条 with the 编章节 they stand in, 款 (paragraphs), 项 and 目."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhifa.core.citations import Citation
from zhifa.core.lawlines import NUMBER
from zhifa.core.numerals import chinese_number, number_of

ITEM = re.compile(rf"[\s　]*[（(]({NUMBER})[)）](.*)", re.DOTALL)
RANGE = re.compile(r"[\s　]*(?:(?:至|到|、|和)[\s　]*[（(]|项(?:[、，和至的]|规定|所列))")
"""Behind an item's number: words about items, as （一）至（三）项, and no item."""
_POINT = re.compile(r"[\s　]*(?:[（(](\d{1,2})[)）]|(\d{1,2})[.．、])(.*)", re.DOTALL)
_TABLE = re.compile(r"[\s　]*(?:\||</?(?:table|thead|tbody|tr|td|th|br)\b)")
Place = tuple[int, int]
"""The number of an article and its 之N, 0 where it has none."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a text of law that cannot be taken as it stands: where, what is wrong, what mends it.

    `lost`: the words there have no address and were left out; otherwise all was read and should be looked at.
    """

    place: str
    reason: str
    remedy: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 款: its opening words and its items by number."""

    lead: str
    items: Mapping[int, str]

    @property
    def text(self) -> str:
        return "\n".join([self.lead, *self.items.values()])

    @property
    def printed(self) -> str:
        """As the gazette prints it, with the number before each item."""
        return "\n".join([self.lead, *(f"（{chinese_number(n)}）{text}" for n, text in self.items.items())])

    def point(self, item: int, number: int) -> str | None:
        """One 目 of an item."""
        found = (_POINT.fullmatch(line) for line in self.items.get(item, "").split("\n")[1:])
        return next((each[3].strip() for each in found if each and int(each[1] or each[2]) == number), None)


@dataclass(frozen=True, slots=True)
class Article:
    """One 条 with its paragraphs in order, and the 编章节 it stands in, the widest first."""

    number: int
    sub: int
    paragraphs: tuple[Paragraph, ...]
    path: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def printed(self) -> str:
        """As the gazette prints it; `article_of` reads it again."""
        return "\n".join(paragraph.printed for paragraph in self.paragraphs)


def article_of(number: int, sub: int, printed: str, path: Sequence[str] = ()) -> Article:
    """An article from its words as they are kept."""
    return Article(number, sub, paragraphs_of(printed.split("\n")), tuple(path))


@dataclass(frozen=True, slots=True)
class Statute:
    """One text of one instrument: its articles, what stands before and behind them, and what could not be read."""

    title: str
    articles: Mapping[Place, Article]
    flaws: tuple[Flaw, ...] = ()
    numbered_by: str = "条"
    preface: str = ""
    annex: str = ""

    @property
    def highest(self) -> int:
        return max((number for number, _ in self.articles), default=0)

    def find(self, citation: Citation) -> str | None:
        """The words of the cited place (an item with the opening words of its paragraph); None when there is none."""
        if citation.article is None:
            return "\n".join(article.text for article in self.articles.values())
        article = self.articles.get((citation.article, citation.sub))
        return words_at(article, citation) if article else None


def words_at(article: Article, citation: Citation, *, printed: bool = False) -> str | None:
    """The words of a place in an article, with the opening words it hangs on; None when there is no such place.

    `printed`: with the numbers before the items, as people read it.
    """
    paragraphs = article.paragraphs
    if citation.paragraph is not None:
        paragraphs = paragraphs[citation.paragraph - 1 : citation.paragraph]
    if citation.item is None:
        return "\n".join(p.printed if printed else p.text for p in paragraphs) if paragraphs else None
    holding = next((p for p in paragraphs if citation.item in p.items), None)
    if holding is None:
        return None
    mark = f"（{chinese_number(citation.item)}）" if printed else ""
    if citation.point is None:
        return f"{holding.lead}\n{mark}{holding.items[citation.item]}"
    point = holding.point(citation.item, citation.point)
    opening = holding.items[citation.item].split("\n")[0]
    return None if point is None else f"{holding.lead}\n{mark}{opening}\n{point}"


def paragraphs_of(block: Sequence[str]) -> tuple[Paragraph, ...]:
    done: list[tuple[list[str], dict[int, str]]] = []
    last = 0
    for line in block:
        item = ITEM.fullmatch(line)
        number = number_of(item[1]) if item else 0
        if item and done and number not in done[-1][1] and not RANGE.match(item[2]):
            last = number
            done[-1][1][number] = item[2].strip()
        elif done and (_TABLE.match(line) or (_POINT.fullmatch(line) and (done[-1][1] or _opens(done[-1][0])))):
            _hang(done[-1], last, line)
        else:
            done.append(([line], {}))
    return tuple(Paragraph("\n".join(lead), items) for lead, items in done)


def _opens(lead: Sequence[str]) -> bool:
    """Whether the opening words announce a list that follows as 1. 2. 3."""
    return lead[0].rstrip().endswith(("：", ":"))


def _hang(paragraph: tuple[list[str], dict[int, str]], last: int, line: str) -> None:
    """Put a point or a row of a table to the item it belongs to, or to the paragraph."""
    lead, items = paragraph
    if items:
        items[last] += "\n" + line
    else:
        lead.append(line)
