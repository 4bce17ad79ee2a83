"""The published figures and those the cases give, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhifa.core.rulebook import Rulebook
from zhifa.core.statistics import Indicator, Number, indicators, show
from zhifa.jobs.simulation.profile import Profile
from zhifa.store.readers import reports
from zhifa.store.readers import statistics as read
from zhifa.store.readers.people import staff_figures

CASES, REGISTER, ENTERED = "案件", "人员库", "填报"


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of the report beside what this installation gives."""

    code: str
    title: str
    unit: str
    published: str
    found: str
    source: str
    same: bool


def compare(profile: Profile, organ: str, book: Rulebook) -> list[Compared]:
    """Every figure of the profile, counted from cases, read from the register, or entered for the report."""
    known = indicators(book.as_of(date(profile.year, 12, 31)))
    counted = read.counted([known[f.code] for f in profile.figures], read.year_of(profile.year), [organ])
    people = registered(organ, profile.year)
    entered = reports.report_entries(organ, profile.year).facts
    lines: list[Compared] = []
    for figure in profile.figures:
        indicator = known[figure.code]
        value: Number | None
        if figure.code in counted:
            source, value = CASES, counted[figure.code].value
        elif figure.code in people:
            source, value = REGISTER, people[figure.code]
        else:
            source, value = ENTERED, entered[figure.code].number if figure.code in entered else None
        lines.append(_line(indicator, Decimal(figure.value), value, source))
    return lines


def _line(indicator: Indicator, published: Decimal, value: Number | None, source: str) -> Compared:
    found = "—" if value is None else show(indicator, value)
    same = value is not None and Decimal(value) == published
    exact: Number = int(published) if published == published.to_integral_value() else published
    return Compared(indicator.code, indicator.title, indicator.unit, show(indicator, exact), found, source, same)


def registered(organ: str, year: int) -> Mapping[str, int]:
    """Figures of the staff, from the certificates."""
    staff = staff_figures([organ], year)
    return {
        "people.officers": staff.at_end,
        "people.added": staff.added,
        "people.removed": staff.removed,
        "people.before": staff.at_start,
    }


def to_enter(profile: Profile, book: Rulebook) -> dict[str, int | str]:
    """Figures of the profile no case can give: somebody enters them."""
    known = indicators(book.as_of(date(profile.year, 12, 31)))
    wanted = {code for code, indicator in known.items() if not indicator.is_counted and indicator.source != "registry"}
    return {f.code: f.value for f in profile.figures if f.code in wanted}
