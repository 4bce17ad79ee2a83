"""The year a report is about, which it names again and again: in its title, 现将…2024年…报告如下, 一、2024年…情况.

The plans are of the year after, and the report is signed behind the year. What these places look like and how far the
year in them may be from that of the report is data (`report_year`). A place that leaves no choice has a voice in which
year the report is about. Reports on a part of a year or on several years are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.figures import Reading
from zhifa.core.footing.reading.lexicon import Lexicon, YearPlace
from zhifa.core.footing.reading.passages import Passage

_HEADS: Final = 4
"""How many passages the title may take."""
_SHORT: Final = 50
_LAST: Final = 6
"""Among so many last passages the day of signing stands."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A year the report names, where, and what it says of the year the report is about."""

    place: YearPlace
    year: int
    words: str
    line: int

    @property
    def own(self) -> int:
        """The year the report is about, if this is right; 0 where several are possible."""
        return self.year - self.place.least if self.place.least == self.place.most else 0

    def allows(self, year: int) -> bool:
        return self.place.least <= self.year - year <= self.place.most

    def against(self, year: int) -> str:
        """What is wrong with it in a report about a year."""
        if self.own:
            return f"{self.year} ≠ {year + self.place.least}"
        early = self.year < year + self.place.least
        return f"{self.year} {'<' if early else '>'} {year + (self.place.least if early else self.place.most)}"


def years(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every place that names another year than the rest of the report allows."""
    heads = [passage.text for passage in reading.document.passages[:_HEADS] if _is_title(passage)]
    if any(lexicon.words["not of one year"].search(head) for head in heads):
        return
    claims = list(_claims(reading.document.passages, lexicon))
    votes = Counter(claim.own for claim in claims if claim.own)
    if not votes:
        return
    year = votes.most_common(1)[0][0]  # of two years told as often the one told first
    meant = next(claim for claim in claims if claim.own == year)
    for claim in claims:
        if not claim.allows(year) and not (claim.place.weak and votes[year] == 1):
            lines = tuple(sorted({meant.line, claim.line}))
            explain = f"“{claim.words}”与“{meant.words}”不是同一年度的报告（{claim.place.say}）"
            yield Check("year", CONTRADICTION, claim.against(year), explain, lines)


def _is_title(passage: Passage) -> bool:
    return len(passage.text) < _SHORT and not passage.level and "。" not in passage.text


def _claims(passages: Sequence[Passage], lexicon: Lexicon) -> Iterator[_Claim]:
    heads = "".join(passage.text for passage in passages[:_HEADS])
    for number, passage in enumerate(passages):
        short = len(passage.text) < _SHORT
        where = {"any"}
        where |= {"title"} if number < _HEADS and _is_title(passage) else set()
        where |= {"heading"} if passage.level == 1 and short and "。" not in passage.text else set()
        where |= {"end"} if number >= len(passages) - _LAST and short else set()
        for place in lexicon.years:
            if place.where not in where:
                continue
            for found in (found for pattern in place.patterns for found in pattern.finditer(passage.text)):
                denied = place.unless and place.unless.search(_around(passage.text, found))
                if not denied and (found.groupdict().get("who") or "") in heads:
                    at = found.start("y")
                    yield _Claim(place, int(found["y"]), passage.text[at : found.end()], passage.line(at))


def _around(text: str, found: re.Match[str]) -> str:
    """The sentence of a year and the next one."""
    begins = text.rfind("。", 0, found.start("y")) + 1
    ends = [stop.end() for stop in re.finditer("。", text[found.end() :])][:2]
    return text[begins : found.end() + ends[-1]] if len(ends) > 1 else text[begins:]
