"""What a line of a statute's text is: a heading, the beginning of an article, the beginning of an annex, or words.

Texts come from many hands: with and without blanks after 第五条, as Markdown, with tables, with a slip of the pen in a
number. What can be meant in one way only is read so; everything else is left to the reader of the whole text to name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhifa.core.numerals import chinese_number, number_of

NUMBER = "[零〇一二三四五六七八九十百千两]+"
LEVELS = ("编", "分编", "章", "节")
"""The divisions of a statute, the widest first."""

_ARTICLE = re.compile(rf"第({NUMBER}|[0-9]{{1,4}})条(?:之({NUMBER}|[0-9]{{1,3}}))?([\s　]+|$)?(.*)", re.DOTALL)
_UNREADABLE = re.compile(r"(第[^\s，。；：、（）()《》条]{1,8}条)[\s　].*", re.DOTALL)
_SLIPPED = re.compile(
    rf"第[\s　]*([{NUMBER[1:-2]}\s　－—–\-ー]{{1,9}})[\s　]*条(?:[\s　]*之({NUMBER}))?(.*)", re.DOTALL
)
_HEADING = re.compile(rf"第({NUMBER})(分编|编|章|节)(?:[\s　]+|$)(.*)")
_HEADING_TIGHT = re.compile(rf"第({NUMBER})(分编|编|章|节)([^\s，。；：、第条的之规和至]{{2,30}})")
_SECTION = re.compile(rf"({NUMBER})、(.*)")
_ANNEX = re.compile(r"附(?![\s　]*则)[\s　]*(?:件|录|表|图)?[\s　]*[0-9０-９一二三四五六七八九十]*(?:[\s　:：].*)?")
_INSIDE = re.compile(rf"(?<=[。；])[\s　]+(?=第{NUMBER}条(?:之{NUMBER})?[\s　])")
_REFERENCE = re.compile(
    rf"(?:[、，；。]|和|或|至|到|的|及|与|所[称列指规]|中(?![华国央小外])|规定|修改为|改为|第{NUMBER}[款项条]|[（(]{NUMBER}[）)]项)"
)
_COMMENT = re.compile(r"<!--.*?-->|<style\b.*?</style>", re.DOTALL)
_TAG = re.compile(r"</?(?:table|thead|tbody|tr|td|th|br|div|span|p|img|a|b|strong|center)\b[^>]*>")
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u2009\xad]")
_DASHES = "－—–-ー"


@dataclass(frozen=True, slots=True)
class Line:
    """One line with words, and where it stands; `marked` when Markdown makes a heading of it."""

    number: int
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """A line that may begin an article.

    `spaced`: a blank follows the number, as it does where an article begins. `slip`: the number as it is written,
    where it can only be read by mending it.
    """

    place: tuple[int, int]
    rest: str
    spaced: bool
    slip: str = ""


def lines_of(text: str) -> list[Line]:
    """The lines with words, without marks of layout; two articles on one line are two lines."""
    plain = _COMMENT.sub(lambda gone: "\n" * gone[0].count("\n"), text)
    found = []
    for number, raw in enumerate(plain.splitlines(), 1):
        words = _TAG.sub("", _UNSEEN.sub("", raw)).strip().replace("**", "")
        bare = words.lstrip("#").lstrip("*").strip()
        if re.fullmatch(r"[\W_]*", bare):
            continue
        parts = _INSIDE.split(bare)
        found += [Line(number, part.strip(), words.startswith("#") and n == 0) for n, part in enumerate(parts)]
    return found


def beginning(text: str) -> Beginning | None:
    """How a line begins an article; None for words, also words that begin by naming an article, as 第三条规定的."""
    found = _ARTICLE.fullmatch(text)
    if found:
        spaced, rest = found[3] is not None, found[4]
        if not spaced and _REFERENCE.match(rest):
            return None
        if not (_sound(found[1]) and _sound(found[2] or "一")):
            return None
        rest = rest.removeprefix("条") if not spaced else rest
        return Beginning((number_of(found[1]), number_of(found[2]) if found[2] else 0), rest.strip(), spaced)
    slipped = _SLIPPED.fullmatch(text)
    if slipped and not _REFERENCE.match(slipped[3].strip()):
        mended = re.sub(r"[\s　]", "", slipped[1]).translate(str.maketrans(_DASHES, "一" * len(_DASHES)))
        if re.fullmatch(NUMBER, mended) and _sound(mended):
            place = (number_of(mended), number_of(slipped[2]) if slipped[2] else 0)
            slip = f"第{slipped[1].strip()}条" if any(dash in slipped[1] for dash in _DASHES) else ""
            return Beginning(place, slipped[3].strip(), spaced=True, slip=slip)
    return None


def _sound(written: str) -> bool:
    """Whether a number is written as numbers are: 一百零五 and 一百〇五, but not 十十."""
    if written.isdigit():
        return True

    def plain(number: str) -> str:
        return re.sub("[零〇]", "", number).replace("一十", "十").replace("两", "二")

    return plain(chinese_number(number_of(written))) == plain(written)


def unreadable(text: str) -> str:
    """The number of a line that looks like the beginning of an article and has no number that can be read: 第叁条."""
    found = _UNREADABLE.fullmatch(text)
    return found[1] if found and beginning(text) is None else ""


def heading(line: Line) -> tuple[str, str, str] | None:
    """The level, the number and the name of a heading: 第二章　管辖; None for anything else."""
    found = _HEADING.fullmatch(line.text) or _HEADING_TIGHT.fullmatch(line.text)
    if found is None or (not line.marked and re.search(r"[。；]$", line.text)):
        return None
    return found[2], f"第{found[1]}{found[2]}", re.sub(r"[\s　]+", "", found[3])


def section(text: str) -> tuple[int, str] | None:
    """The number and the words of a line beginning 三、."""
    found = _SECTION.fullmatch(text)
    return (number_of(found[1]), found[2].strip()) if found else None


def unnumbered(text: str) -> bool:
    """A heading that has no number: 总则 and 附则, as they stand in texts that are not divided further."""
    return re.fullmatch(r"[总附分][\s　]*则", text) is not None


def begins_annex(line: Line) -> bool:
    """Whether lists and forms begin here that are no articles: 附件, 附表二, 附：."""
    return _ANNEX.fullmatch(line.text) is not None and len(line.text) < 60


@dataclass(slots=True)
class Path:
    """Where in the divisions of a statute the reading stands."""

    _held: dict[str, str] = field(default_factory=dict)

    def enter(self, level: str, number: str, name: str) -> None:
        """Go into a division; what is narrower ends."""
        kept = LEVELS[: LEVELS.index(level)]
        self._held = {one: said for one, said in self._held.items() if one in kept}
        self._held[level] = f"{number}　{name}".strip("　")

    def named(self, level: str, name: str) -> None:
        """The name of the division, where it stands on a line of its own."""
        self._held[level] = f"{self._held[level]}　{name}"

    def only(self, name: str) -> None:
        """A division without rank, as 一、证据 in an interpretation."""
        self._held = {"章": name}

    def unnamed(self) -> str:
        """The innermost division, where its name has not been said."""
        last = next(reversed(self._held), "")
        return last if last and "　" not in self._held[last] else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._held.values())
