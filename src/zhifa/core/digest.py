"""What an organ did and left undone in a day, a week or a month: 日清、周结、月通报, as numbers and short lists.

A digest is made once and kept as it was made, with the place in the journal it stands on. Numbers of work and of
amounts are not in it: how much an organ fines is no merit and no fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

from zhifa.core.facts import Json

DAY, WEEK, MONTH = "day", "week", "month"
KINDS: Final[Mapping[str, str]] = {DAY: "日清", WEEK: "周结", MONTH: "月通报"}
FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    "came_in": ("新收案件", "件"),
    "decided": ("作出决定", "件"),
    "closed": ("办结案件", "件"),
    "open": ("在办案件", "件"),
    "late": ("现已超期", "项"),
    "soon": ("七天内到期", "项"),
    "begun": ("新出现问题", "项"),
    "ended": ("已改正", "项"),
    "again": ("改后复发", "项"),
    "standing": ("期末未改正", "项"),
    "overdue": ("逾期未整改", "项"),
    "active": ("活跃执法人员", "人"),
    "officers": ("持证在岗", "人"),
}
"""Every number of a digest: what it is called and its unit."""
_FORMS: Final = {DAY: r"\d{4}-\d{2}-\d{2}", WEEK: r"(\d{4})-W(\d{2})", MONTH: r"(\d{4})-(\d{2})"}


@dataclass(frozen=True, slots=True)
class Span:
    """A day, a week from Monday on, or a month; `name` is 2024-11-05, 2024-W45 or 2024-11."""

    kind: str
    name: str
    first: date
    last: date

    @property
    def title(self) -> str:
        """How the span is named in a title."""
        if self.kind == DAY:
            return f"{self.first.year}年{self.first.month}月{self.first.day}日"
        if self.kind == MONTH:
            return f"{self.first.year}年{self.first.month}月"
        first, last = self.first, self.last
        return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"


def span(kind: str, name: str) -> Span | None:
    """The span of this name; None where there is no such day, week or month."""
    if kind not in KINDS or not re.fullmatch(_FORMS[kind], name):
        return None
    try:
        if kind == DAY:
            first = last = date.fromisoformat(name)
        elif kind == WEEK:
            first = date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
            last = first + timedelta(days=6)
        else:
            first = date(int(name[:4]), int(name[5:]), 1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    except ValueError:
        return None
    return Span(kind, name, first, last)


def span_of(kind: str, day: date) -> Span:
    """The span of a kind in which a day lies."""
    year, week, _ = day.isocalendar()
    name = {DAY: day.isoformat(), WEEK: f"{year}-W{week:02d}", MONTH: f"{day:%Y-%m}"}[kind]
    found = span(kind, name)
    assert found is not None
    return found


def months_to(last: Span, count: int) -> tuple[Span, ...]:
    """This month and those before it, the earliest first."""
    found = [last]
    while len(found) < count:
        found.append(span_of(MONTH, found[-1].first - timedelta(days=1)))
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: the case, what is to be done or was begun, and the day; nothing about the party."""

    case: str
    number: str
    what: str
    on: str


@dataclass(frozen=True, slots=True)
class OrganLine:
    """The numbers of one organ."""

    code: str
    name: str
    numbers: Mapping[str, int]

    def number(self, code: str) -> int:
        return int(self.numbers.get(code, 0))

    @property
    def trouble(self) -> int:
        """Duties late and faults not put right, for a hundred cases in hand; 1 where there are any at all."""
        wrong = self.number("late") + self.number("standing")
        return max(round(wrong * 100 / max(self.number("open"), 1)), 1) if wrong else 0


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Faults of one kind: begun, put right, came back, left."""

    group: str
    begun: int
    ended: int
    again: int
    standing: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """The numbers of one month of the row that ends with the digest's own."""

    name: str
    numbers: Mapping[str, int]

    def number(self, code: str) -> int:
        return int(self.numbers.get(code, 0))

    @property
    def share(self) -> int | None:
        """Active officers in percent; None where nobody held a certificate."""
        return round(self.number("active") * 100 / self.number("officers")) if self.number("officers") else None


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as it was made: of whom, of when, on which day and at which place in the journal."""

    kind: str
    name: str
    organ: str
    organ_name: str
    made_on: str
    position: int
    rules: str
    whole: Mapping[str, int]
    organs: tuple[OrganLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    came_in: tuple[Item, ...] = ()
    due: tuple[Item, ...] = ()
    left: tuple[Item, ...] = ()
    months: tuple[MonthLine, ...] = ()
    """Month against month, the digest's own last; only monthly notices have it."""

    @property
    def span(self) -> Span:
        found = span(self.kind, self.name)
        assert found is not None
        return found

    @property
    def title(self) -> str:
        if self.kind == MONTH:
            return f"关于{self.span.title}行政执法监督情况的通报"
        return f"{self.span.title}行政执法{KINDS[self.kind]}"

    def number(self, code: str) -> int:
        return int(self.whole.get(code, 0))


def dump(digest: Digest) -> dict[str, Json]:
    """A digest as the journal keeps it."""
    return asdict(digest)


_LISTS: Final[Mapping[str, type]] = {
    "organs": OrganLine, "groups": GroupLine, "came_in": Item, "due": Item, "left": Item, "months": MonthLine,
}  # fmt: skip


def load(said: Mapping[str, Any]) -> Digest:
    """A digest as it was kept; what later digests say besides is left out."""
    known = {field.name for field in fields(Digest)}
    parts: dict[str, Any] = {name: value for name, value in said.items() if name in known}
    for name, made in _LISTS.items():
        parts[name] = tuple(made(**line) for line in parts.get(name, ()))
    return Digest(**parts)


def ranked(lines: Sequence[OrganLine]) -> tuple[list[OrganLine], list[OrganLine]]:
    """The organs without anything late or wrong, the busiest first; and the others, those with most of it first.

    An organ with nothing in hand and nothing wrong is in neither: there is nothing to praise or to blame.
    """
    clean = [one for one in lines if not one.trouble and one.number("open")]
    wrong = [one for one in lines if one.trouble]
    return (
        sorted(clean, key=lambda one: (-one.number("open"), one.code)),
        sorted(wrong, key=lambda one: (-one.trouble, -one.number("late"), one.code)),
    )
