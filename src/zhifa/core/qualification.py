"""Whether an officer's certificate goes on: yearly hours of training and examinations against the rule of the place.

A certificate lapses on the day the rule names after a year in which hours were short or an examination was failed.
Where the organ recorded no training at all in a year nobody can be judged: not knowing is a question, not a breach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from zhifa.core.rulebook import Entry, Rulebook
from zhifa.core.values import Validity

HOURS, EXAM = "学时不足", "考试不合格"
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """What a place asks of its officers in a year, and the day of the next year on which a certificate lapses."""

    code: str
    title: str
    within: str
    hours: int
    exam: str
    lapses: str
    """Month and day of the following year, `01-31`."""
    prorate: bool
    """Who held a certificate for part of the year owes the hours of its whole months."""
    warn_days: int
    cite: str
    exam_cite: str
    status: str
    validity: Validity

    def lapse_day(self, year: int) -> date:
        """The day on which a certificate lapses for what was missing in a year."""
        return date.fromisoformat(f"{year + 1}-{self.lapses}")


def rule_of(entry: Entry) -> Rule:
    """A rule as written."""
    data = entry.data
    return Rule(
        code=entry.code,
        title=str(data["title"]),
        within=str(data["within"]),
        hours=int(data["hours"]),
        exam=str(data.get("exam", "")),
        lapses=str(data["lapses"]),
        prorate=bool(data.get("prorate")),
        warn_days=int(data.get("warn_days", 90)),
        cite=entry.cite,
        exam_cite=str(data.get("exam_cite", entry.cite)),
        status=entry.status,
        validity=entry.validity,
    )


def rule_for(book: Rulebook, path: str, year: int) -> Rule | None:
    """The rule of the last day of a year for an organ at a place: the one written for the nearest part of the tree."""
    entries = book.as_of(date(year, 12, 31)).entries("qualification").values()
    rules = [rule_of(entry) for entry in entries if path.startswith(str(entry.data["within"]))]
    return max(rules, key=lambda rule: len(rule.within), default=None)


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of one person in one year: hours attended, results of examinations by kind, in their order."""

    hours: int = 0
    recorded: bool = False
    """Whether any training of that year is recorded for the organ."""
    results: tuple[tuple[str, bool], ...] = ()
    """Kind of examination and whether it was passed, for every sitting that has been marked."""

    def failed(self, kind: str) -> bool:
        """Whether examinations of a kind were sat and none of them was passed."""
        sat = [passed for one, passed in self.results if one == kind]
        return bool(sat) and not any(sat)


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate as the rule looks at it: since when, and until when it stood for reasons of its own."""

    number: str
    issued_on: date
    ends_on: date | None = None
    """The last day before it expired, was cancelled or replaced; None while it stands."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """A certificate that ends by rule: for which year, from which day, why, how much was there of how much."""

    year: int
    on: date
    ground: str
    had: int
    needed: int
    cite: str

    @property
    def say(self) -> str:
        """The reason as pages and refusals tell it."""
        if self.ground == HOURS:
            return f"{self.year} 年培训 {self.had} 学时，应有 {self.needed} 学时"
        return f"{self.year} 年考试不合格"


def needed(rule: Rule, held: Held, year: int) -> int:
    """The hours owed in a year: all, or those of the whole months for which the certificate was held."""
    if not rule.prorate or held.issued_on < date(year, 1, 1):
        return rule.hours
    months = MONTHS - held.issued_on.month + (1 if held.issued_on.day == 1 else 0)
    return rule.hours * min(months, MONTHS) // MONTHS


def shortfall(rule: Rule, held: Held, year: int, known: Year) -> Lapse | None:
    """What would make the certificate lapse for a year as things are recorded now; None when nothing does."""
    if held.issued_on > date(year, 12, 31):
        return None
    on = rule.lapse_day(year)
    if held.ends_on is not None and held.ends_on < on:
        return None
    if rule.exam and known.failed(rule.exam):
        return Lapse(year, on, EXAM, 0, 1, rule.exam_cite)
    owed = needed(rule, held, year)
    if known.recorded and known.hours < owed:
        return Lapse(year, on, HOURS, known.hours, owed, rule.cite)
    return None


def lapses(
    book: Rulebook, path: str, held: Held, known: Mapping[int, Year], *, today: date
) -> tuple[Sequence[Lapse], Sequence[Lapse]]:
    """The first lapse the rules have brought by today, if any, and those that will come if nothing is done.

    After a lapse nothing further can lapse: a certificate issued anew begins again.
    """
    came: list[Lapse] = []
    coming: list[Lapse] = []
    for year in range(held.issued_on.year, today.year + 1):
        rule = rule_for(book, path, year)
        found = shortfall(rule, held, year, known.get(year, Year())) if rule else None
        if rule is None or found is None:
            continue
        if found.on <= today:
            return [found], []
        if found.on - timedelta(days=rule.warn_days) <= today:
            coming.append(found)
    return came, coming
