"""A statute text read into addressable articles.

Nothing is lost without a word: what cannot be given an address is named as a `Flaw` with its place and what mends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zhifa.core.lawlines import (
    Beginning,
    Line,
    Path,
    beginning,
    begins_annex,
    heading,
    lines_of,
    section,
    unnumbered,
    unreadable,
)
from zhifa.core.lawparts import (
    ITEM,
    RANGE,
    Article,
    Flaw,
    Paragraph,
    Place,
    Statute,
    article_of,
    paragraphs_of,
    words_at,
)
from zhifa.core.numerals import chinese_number, number_of

__all__ = ["Article", "Flaw", "Paragraph", "Statute", "article_of", "called", "parse_statute", "words_at"]

_NAME = re.compile(r"\w{2,16}")
"""A heading whose number is lost: a few words without a stop, alone between the end of an article and the next."""


def parse_statute(text: str, *, title: str = "", numbered_by: str = "") -> Statute:
    """Read a text into articles; documents numbered by （六） have those numbers as articles.

    Without `numbered_by` the text itself decides: 条, the running （六） of policy documents, or 一、二、.
    """
    lines = lines_of(text)
    way = numbered_by or numbering(lines)
    reading = _Reading(lines)
    if way == "条":
        reading.articles()
    elif way == "项":
        reading.running()
    else:
        reading.sections()
    return reading.statute(title or (lines[0].text if lines else ""), way)


READER = 2
"""Counted up whenever texts are read differently, so that they are read again."""


def said_numbering(numbered_by: str) -> str:
    """What the index says of an instrument's numbers, where it says more than the usual: 条 may also be 一、二、."""
    return "" if numbered_by == "条" else numbered_by


def numbering(lines: Sequence[Line]) -> str:
    """What a text is divided into: 条; 项 where （一）（二） run through the whole; 段 where 一、二、 divide it."""
    if any(found and found.place == (1, 0) for found in (beginning(line.text) for line in lines)):
        return "条"
    if sum(1 for line in lines if beginning(line.text)) > 1:
        return "条"
    items, part, holding = [], 0, set()
    for line in lines:
        if found := ITEM.fullmatch(line.text):
            items.append(number_of(found[1]))
            holding.add(part)
        elif section(line.text):
            part += 1
    if items and items == list(range(1, len(items) + 1)) and (len(holding) > 1 or not part):
        return "项"
    return "段" if part else "条"


@dataclass(slots=True)
class _Reading:
    """A text being read, line by line."""

    lines: Sequence[Line]
    blocks: dict[Place, tuple[tuple[str, ...], list[str]]] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    path: Path = field(default_factory=Path)
    block: list[str] = field(default_factory=list)
    """Where words go: what was begun last."""
    divided: int = -1
    """The last line that was a heading."""

    def __post_init__(self) -> None:
        self.block = self.before

    def articles(self) -> None:
        """Read by 第五条; a line that begins 第三条规定的… inside an article begins none."""
        begun = [beginning(line.text) for line in self.lines]
        last = (0, 0)
        for at, (line, found) in enumerate(zip(self.lines, begun, strict=True)):
            if self.block is self.behind:
                self.behind.append(line.text)
            elif found and self._is_preface(found, last, begun[at + 1 :]):
                self._set_aside(line, last)
                last = found.place
                self._open(last, found.rest)
            elif found and self._begins(found, last, begun[at + 1 :]):
                if not last[0] and self.divided != at - 1:
                    self.path = Path()  # headings so far were those of a table of contents
                last = found.place
                if found.slip:
                    self._slip(line, found)
                self._open(last, found.rest)
            elif found and found.spaced and last[0] and self._restarts(found, begun[at + 1 :]):
                self._leave(line, f"条号从第{chinese_number(last[0])}条回到第一条，像是另一个文件或者附件")
            elif found and found.spaced and last[0]:
                self._repeat(line, found, last)
            elif written := unreadable(line.text):
                self._lose(line, written, f"条号“{written}”读不懂，这一段没有收录")
            elif last[0] and begins_annex(line):
                self.block = self.behind
                self.behind.append(line.text)
            elif self._divides(at, begun[at + 1] if at + 1 < len(begun) else None):
                self.divided = at
            else:
                self.block.append(line.text)

    def _begins(self, found: Beginning, last: Place, later: Sequence[Beginning | None]) -> bool:
        number, sub = found.place
        if found.slip:
            return found.place == (last[0] + 1, 0)
        if not found.spaced and any(one and one.spaced and one.place == found.place for one in later):
            return False
        if sub:
            return number == last[0] and sub > last[1]
        if number <= last[0]:
            return False
        skipped = range(last[0] + 1, number)
        return not skipped or not any(one and one.place[0] in skipped and not one.place[1] for one in later)

    def _is_preface(self, found: Beginning, last: Place, later: Sequence[Beginning | None]) -> bool:
        """Whether what was read so far is a piece of something else, and the text begins only here."""
        if found.place != (1, 0) or not last[0]:
            return False
        coming = {one.place[0] for one in later if one and not one.place[1]}
        return coming.issuperset(range(2, last[0] + 2))

    def _set_aside(self, line: Line, last: Place) -> None:
        gone = "\n".join(words for _, block in self.blocks.values() for words in block)
        self.before.append(gone)
        self.blocks.clear()
        said = f"第 {line.number} 行以前"
        why = f"第一条至{_named(last)}以后又从第一条开始，前面的一段没有收录"
        self.flaws.append(Flaw(said, why, "删去不属于本文件的一段；它才是正文的，另存为一个文件", lost=True))

    def _restarts(self, found: Beginning, later: Sequence[Beginning | None]) -> bool:
        return found.place == (1, 0) and any(one and one.place == (2, 0) for one in later)

    def _open(self, place: Place, rest: str) -> None:
        self.block = [rest] if rest else []
        self.blocks[place] = (tuple(self.path), self.block)

    def _slip(self, line: Line, found: Beginning) -> None:
        read = f"第{chinese_number(found.place[0])}条"
        said = f"条号写作“{found.slip}”，按{read}读"
        self.flaws.append(Flaw(f"第 {line.number} 行", said, f"把文件中的条号改为{read}"))

    def _leave(self, line: Line, why: str) -> None:
        self.block = self.behind
        self.behind.append(line.text)
        self.flaws.append(
            Flaw(
                f"第 {line.number} 行起",
                f"{why}，以后的内容只作附件收录，不能按条引用",
                "另存为一个文件并列入 INDEX.csv",
            )
        )

    def _repeat(self, line: Line, found: Beginning, last: Place) -> None:
        said, before = _named(found.place), _named(last)
        why = f"{said}重复" if found.place in self.blocks else f"{said}排在{before}之后"
        self._lose(line, found.slip or said, f"{why}，这一段没有收录")

    def _lose(self, line: Line, written: str, why: str) -> None:
        """The words from here to the next article have no address; they may not swell the article before."""
        self.block = []
        mend = "对照公报改正条号；是条文里引用的原文的，与上一行接成一行"
        self.flaws.append(Flaw(f"第 {line.number} 行 {written}", why, mend, lost=True))

    def _divides(self, at: int, following: Beginning | None) -> bool:
        """Whether the line is a heading; the path then leads on from it."""
        line = self.lines[at]
        if found := heading(line):
            self.path.enter(*found)
            return True
        name = re.sub(r"[\s　]+", "", line.text)
        if (level := self.path.unnamed()) and len(name) <= 20 and not re.search(r"[，。；：]", name):
            self.path.named(level, name)
            return True
        short = len(name) <= 24 and not re.search(r"[。；：]$", name)
        apart = following and self.blocks and self.lines[at - 1].text.endswith("。") and _NAME.fullmatch(name)
        if unnumbered(line.text) or apart or (section(line.text) and short and (line.marked or following)):
            self.path.only(name)
            return True
        return line.marked and self.block is not self.before

    def running(self) -> None:
        """Read by the （一）（二） that run through a policy document; 一、 divides it."""
        number = 0
        begun: Line | None = None
        for line in self.lines:
            found = ITEM.fullmatch(line.text)
            if found and number_of(found[1]) == number + 1:
                number += 1
                if begun:
                    self.before += self.block  # what introduces a division belongs to no number
                    begun = None
                self._open((number, 0), found[2].strip())
            elif section(line.text):
                self._unnumbered(begun)
                self.path.only(line.text)
                self.block, begun = [], line
            else:
                self.block.append(line.text)
        self._unnumbered(begun)

    def _unnumbered(self, begun: Line | None) -> None:
        """A division without numbers, such as 六、本意见自印发之日起施行: kept before or behind the articles."""
        if begun is None:
            return
        (self.behind if self.blocks else self.before).extend([begun.text, *self.block])
        if self.blocks:
            why = "这一部分没有（一）的编号，只作附件收录，不能引用"
            self.flaws.append(Flaw(f"第 {begun.number} 行起", why, "引用时写文件名称，不写条号"))

    def sections(self) -> None:
        """Read by 一、二、; （一） below them are items."""
        begun = [section(line.text) for line in self.lines]
        number = 0
        for at, (line, found) in enumerate(zip(self.lines, begun, strict=True)):
            later = {one[0] for one in begun[at + 1 :] if one}
            if self.block is self.behind:
                self.behind.append(line.text)
            elif found and found[0] > number and not later & set(range(number + 1, found[0])):
                number = found[0]
                self._open((number, 0), found[1])
            elif found and found[0] == 1 and number > 1 and 2 in later:
                self._leave(line, f"编号从{chinese_number(number)}、回到一、，像是另一个文件或者附件")
            elif number and begins_annex(line):
                self.block = self.behind
                self.behind.append(line.text)
            elif divided := heading(line):
                self.path.enter(*divided)
            else:
                self.block.append(line.text)

    def statute(self, title: str, way: str) -> Statute:
        read = {
            place: Article(place[0], place[1], paragraphs_of(block), path)
            for place, (path, block) in self.blocks.items()
        }
        flaws = [*self.flaws, *_gaps(tuple(read), way), *_bare_lists(read), *_twice(read), *_hollow(read)]
        before, behind = "\n".join(self.before), "\n".join(self.behind)
        return Statute(title, read, tuple(flaws), way, before, behind)


def called(number: int, sub: int, way: str = "条") -> str:
    """How an article is called where it stands: 第五条之一, （五） or 五、."""
    said = chinese_number(number)
    if way != "条":
        return f"（{said}）" if way == "项" else f"{said}、"
    return f"第{said}条" + (f"之{chinese_number(sub)}" if sub else "")


def _named(place: Place) -> str:
    return called(*place)


def _gaps(places: Sequence[Place], way: str) -> Iterator[Flaw]:
    """Numbers that are missing between the first article and the last."""
    for (before, _), (after, _) in pairwise([(0, 0), *places]):
        if after > before + 1:
            missing = [called(number, 0, way) for number in range(before + 1, after)]
            said = missing[0] if len(missing) == 1 else f"{missing[0]}至{missing[-1]}"
            place = f"{called(before, 0, way)}之后" if before else "文首"
            yield Flaw(place, f"缺{said}", "对照公报补上缺少的条文，或者改正条号")


def _hollow(articles: Mapping[Place, Article]) -> Iterator[Flaw]:
    for place, article in articles.items():
        if not article.text.strip():
            yield Flaw(_named(place), "只有条号，没有内容", "对照公报补上条文", lost=True)


def _bare_lists(articles: Mapping[Place, Article]) -> Iterator[Flaw]:
    """Lists whose （一）（二） were lost on the way: what is an item stands there as a paragraph."""
    found = []
    for place, article in articles.items():
        leads = [paragraph.lead for paragraph in article.paragraphs if not paragraph.items]
        if any(a.endswith(("：", ":")) and b.endswith(("；", ";")) for a, b in pairwise(leads)):
            found.append(_named(place))
    if found:
        said = "、".join(found[:6]) + (f"等 {len(found)} 条" if len(found) > 6 else "")
        yield Flaw(said, "列举的各项没有（一）（二）的编号，不能按项引用，款的次序也不可靠", "对照公报补上项的编号")


def _twice(articles: Mapping[Place, Article]) -> Iterator[Flaw]:
    """An item whose number was there before: it stands as a paragraph of its own, its words are not lost."""
    for place, article in articles.items():
        for before, after in pairwise(article.paragraphs):
            item = ITEM.fullmatch(after.lead)
            if item and number_of(item[1]) in before.items and not RANGE.match(item[2]):
                said = f"第（{item[1]}）项出现两次"
                yield Flaw(_named(place), f"{said}，第二次的按一款收录", "对照公报改正项的编号")
