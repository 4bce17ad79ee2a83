"""The profile of a published year: its totals, and how the simulated cases are spread over matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhifa.core.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One total of the published report: an indicator, its value in the indicator's smallest unit, the line."""

    code: str
    value: int | str
    line: int = 0
    reading: str = ""
    """How an ambiguous wording of the report is read."""


@dataclass(frozen=True, slots=True)
class PenaltyShare:
    """So many penalties of one matter; `fine` in fen for each."""

    matter: str
    kind: str
    count: int
    fine: int


@dataclass(frozen=True, slots=True)
class InspectionShare:
    """So many inspections of one matter, of enterprises or not."""

    matter: str
    enterprise: bool
    count: int


@dataclass(frozen=True, slots=True)
class PlannedShare:
    """An item of the yearly inspection plan, under which the inspections of one share are carried out."""

    matter: str
    enterprise: bool
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PermitShare:
    """So many permits applied for and granted."""

    matter: str
    permit_kind: str
    count: int


@dataclass(frozen=True, slots=True)
class SeizureShare:
    """So many cases of a matter in each of which so many items are seized."""

    matter: str
    cases: int
    items: int


@dataclass(frozen=True, slots=True)
class ExpropriationShare:
    """One project for which land and houses were expropriated; areas as written, in mu and square metres."""

    project: str
    land: str
    houses: int
    house_area: str
    funds: str
    approval: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A year of one organ as its report told it."""

    code: str
    title: str
    organ: str
    year: int
    figures: tuple[PublishedFigure, ...] = ()
    penalties: tuple[PenaltyShare, ...] = ()
    inspections: tuple[InspectionShare, ...] = ()
    planned: tuple[PlannedShare, ...] = ()
    permits: tuple[PermitShare, ...] = ()
    seizures: tuple[SeizureShare, ...] = ()
    expropriations: tuple[ExpropriationShare, ...] = ()
    soft: int = 0
    """So many times somebody was talked over, warned or taught; reports do not number them."""
    seizure_facts: Mapping[str, object] = field(default_factory=dict)
    usual_facts: Mapping[str, object] = field(default_factory=dict)
    """Facts on which the benchmark is read in cases with and without a seizure."""

    def figure(self, code: str, default: int = 0) -> int:
        """A published total; `default` where the report does not give it."""
        return next((int(item.value) for item in self.figures if item.code == code), default)


def read_profile(book: Rulebook, code: str) -> Profile | None:
    """The profile of this code from the rules, or None where there is none that can be played case by case."""
    entry = next((item for item in book.section("profile") if item.key == code and "penalties" in item.data), None)
    if entry is None:
        return None
    data: Mapping[str, Any] = entry.data
    return Profile(
        code=code,
        title=str(data["title"]),
        organ=str(data["organ"]),
        year=int(data["year"]),
        figures=tuple(
            PublishedFigure(f["figure"], f["value"], int(f.get("line", 0)), str(f.get("reading", "")))
            for f in data["figures"]
        ),
        penalties=tuple(PenaltyShare(p["matter"], p["kind"], p["count"], p["fine"]) for p in data["penalties"]),
        inspections=tuple(InspectionShare(i["matter"], i["enterprise"], i["count"]) for i in data["inspections"]),
        planned=tuple(PlannedShare(p["matter"], p["enterprise"], dict(p["facts"])) for p in data.get("planned", ())),
        permits=tuple(PermitShare(p["matter"], p["permit_kind"], p["count"]) for p in data["permits"]),
        seizures=tuple(SeizureShare(s["matter"], s["cases"], s["items"]) for s in data.get("seizures", ())),
        expropriations=tuple(
            ExpropriationShare(e["project"], e["land"], e["houses"], e["house_area"], e["funds"], e["approval"])
            for e in data.get("expropriations", ())
        ),
        soft=int(data.get("soft", 0)),
        seizure_facts=dict(data.get("seizure_facts", {})),
        usual_facts=dict(data.get("usual_facts", {})),
    )


def profiles(book: Rulebook) -> list[str]:
    """The codes of the profiles that can be played case by case; others are written as lists (`jobs.bureau`)."""
    return sorted({entry.key for entry in book.section("profile") if "penalties" in entry.data})
