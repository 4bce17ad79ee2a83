"""The narrow rows patterns are made of, and what is found in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

DEEDS, VISITS, ORGANS = "deeds", "visits", "organs"
"""Decisions, officers in places, organs as a whole."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A standing decision that fines or confiscates. Sums are fen."""

    case: str
    version: int
    organ: str
    day: date
    matter: str
    party: str
    """What stands for the party: the digest of its number, else its name."""
    name: str
    party_kind: str
    tier: str
    fine: int
    gains: int
    happened_on: date | None
    simple: bool
    ordered: bool
    seat: str

    @property
    def sum(self) -> int:
        return self.fine + self.gains

    @property
    def acted_on(self) -> date | None:
        """The day of the act; one fined on the spot was done that day."""
        return self.happened_on or (self.day if self.simple else None)


@dataclass(frozen=True, slots=True)
class Visit:
    """Officers in one place at one time."""

    case: str
    version: int
    organ: str
    day: date
    minute: int | None
    entered_on: date
    kind: str
    officers: tuple[str, ...]
    place: str
    party: str
    name: str
    enterprise: bool
    daily: bool
    plan_item: str
    assisted: bool
    said: str
    abroad: str = ""
    """The town whose name stands in the place, where it is not the town of the officers."""


@dataclass(frozen=True, slots=True)
class OrganYear:
    """An organ in a year: what it may do and what it did."""

    organ: str
    officers: int
    """Persons with a valid certificate."""
    since: date
    """From when on it could have acted."""
    last_on: date | None
    """The last day on which a case was opened."""
    matters: tuple[str, ...]
    """Titles of the matters of its power list that are linked to the catalogue."""
    unused: tuple[str, ...]
    """Those of them nobody took up in the window."""
    published: tuple[int, ...] = ()
    """The years whose annual report it has published."""
    reported: tuple[int, ...] = ()
    """The years whose annual report it has finished here."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case, and the event in it, by which something is shown."""

    case: str
    version: int
    day: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What many cases of an organ show: about whom or what, in words, since which day."""

    organ: str
    subject: str
    message: str
    day: date
    shown: tuple[Shown, ...] = ()


Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """A named pattern: which rows it needs, which parameters its rule must give, and the function."""

    source: str
    parameters: tuple[str, ...]
    find: Callable[[Sequence[Any], Parameters, date], Iterator[Found]]


def source_of(reader: Reader) -> str:
    """Which rows a reader needs."""
    return reader.source


MOST_SHOWN: Final = 500
"""What an organ as a whole does is shown by its latest cases: of half a million nobody opens each."""


def shown_by(rows: Sequence[Deed | Visit]) -> tuple[Shown, ...]:
    """Each row as a cause, in the order in which they happened, each event once; the latest where there are many."""
    causes = sorted({(row.day, row.case, row.version) for row in rows})
    return tuple(Shown(case, version, day) for day, case, version in causes[-MOST_SHOWN:])


def yuan(fen: int) -> str:
    """A sum as people read it."""
    return f"{fen // 100:,}" + (f".{fen % 100:02d}" if fen % 100 else "") + " 元"
