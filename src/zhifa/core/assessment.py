"""The assessment of officers: what the system can compute of a period, what the head enters, the score of both.

A standard is data. What did not happen in a period is not judged, and its points are shared out over the rest: nobody
gains or loses by a review that was never due. Amounts of fines and numbers of penalties are never computed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from zhifa.core.rulebook import Entry

DAILY, QUARTERLY, YEARLY = "日常", "季度", "年度"
_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
FULL: Final = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a standard."""

    code: str
    title: str
    points: int
    measure: str
    say: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: items, grades from the best down, and the law that limits what may count."""

    code: str
    title: str
    items: tuple[Item, ...]
    grades: tuple[tuple[str, int], ...]
    periods: tuple[str, ...]
    cite: str
    limits: str
    status: str
    exchange: Mapping[str, int]
    """Working days to object and to answer, where the conclusion is told to somebody."""


def standard_of(entry: Entry) -> Standard:
    """A standard as written."""
    data = entry.data
    return Standard(
        code=entry.code,
        title=str(data["title"]),
        items=tuple(
            Item(str(i["code"]), str(i["title"]), int(i["points"]), str(i.get("measure", "")), str(i.get("say", "")))
            for i in data["items"]
        ),
        grades=tuple((str(g["title"]), int(g["least"])) for g in data["grades"]),
        periods=tuple(map(str, data["periods"])),
        cite=entry.cite,
        limits=str(data["limits"]),
        status=entry.status,
        exchange={str(name): int(days) for name, days in data.get("exchange", {}).items()},
    )


@dataclass(frozen=True, slots=True)
class Period:
    """The days an assessment looks at, by the name it goes by: 2024, 2024Q3 or 2024-03-05."""

    name: str
    kind: str
    first: date
    last: date

    @property
    def title(self) -> str:
        if self.kind == YEARLY:
            return f"{self.name} 年度"
        return f"{self.name[:4]} 年第 {self.name[-1]} 季度" if self.kind == QUARTERLY else self.name


def read_period(text: str) -> Period | None:
    """A period by its name; None for any other text."""
    said = text.strip().upper()
    if found := _QUARTER.fullmatch(said):
        year, quarter = int(found[1]), int(found[2])
        following = date(year + (quarter == 4), quarter * 3 % 12 + 1, 1)
        return Period(said, QUARTERLY, date(year, quarter * 3 - 2, 1), following - timedelta(days=1))
    if re.fullmatch(r"[0-9]{4}", said) and said >= "2000":
        return Period(said, YEARLY, date(int(said), 1, 1), date(int(said), 12, 31))
    try:
        day = date.fromisoformat(said) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said) else None
    except ValueError:
        return None
    return Period(said, DAILY, day, day) if day else None


@dataclass(frozen=True, slots=True)
class Measured:
    """So much of so much; `whole` zero means that there was nothing to judge."""

    part: int
    whole: int

    @property
    def text(self) -> str:
        return f"{self.part}/{self.whole}" if self.whole else "没有发生"


@dataclass(frozen=True, slots=True)
class Scored:
    """An item with what was measured or entered and the points for it; None where it is not judged."""

    item: Item
    measured: Measured | None
    points: int | None
    said: str = ""

    @property
    def said_of(self) -> str:
        """What was measured, in words; of what is only shown the number alone."""
        if self.measured is None:
            return ""
        return self.measured.text if self.item.points else str(self.measured.part)


@dataclass(frozen=True, slots=True)
class Result:
    """An assessment: its lines, the score out of a hundred over what was judged, and the grade."""

    lines: tuple[Scored, ...]
    score: int
    grade: str


def assess(
    standard: Standard, measured: Mapping[str, Measured], entered: Mapping[str, int], reasons: Mapping[str, str]
) -> Result:
    """Score a period. `entered` are the points the head gives, `reasons` the head's words on an item."""
    lines = tuple(_line(item, measured, entered, reasons) for item in standard.items)
    judged = sum(line.item.points for line in lines if line.points is not None)
    got = sum(line.points for line in lines if line.points is not None)
    score = got * FULL // judged if judged else 0
    grade = next(title for title, least in standard.grades if score >= least)
    return Result(lines, score, grade)


def _line(
    item: Item, measured: Mapping[str, Measured], entered: Mapping[str, int], reasons: Mapping[str, str]
) -> Scored:
    said = reasons.get(item.code, "")
    if not item.measure:
        return Scored(item, None, min(entered[item.code], item.points) if item.code in entered else None, said)
    found = measured.get(item.measure, Measured(0, 0))
    if not item.points or not found.whole:
        return Scored(item, found, None, said)
    return Scored(item, found, item.points * min(found.part, found.whole) // found.whole, said)


def stored(result: Result) -> list[dict[str, Any]]:
    """The lines as the journal keeps them."""
    return [
        {
            "code": line.item.code,
            "title": line.item.title,
            "full": line.item.points,
            "points": line.points,
            "measured": line.said_of,
            "said": line.said,
        }
        for line in result.lines
    ]


def missing_items(standard: Standard, entered: Mapping[str, int]) -> Sequence[Item]:
    """Items the head has not judged."""
    return [item for item in standard.items if not item.measure and item.code not in entered]
