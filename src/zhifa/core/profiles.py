"""Profiles: the totals an organ published for a year, and how a simulated year is spread to reach them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from zhifa.core.rulebook import Rules

Number: TypeAlias = "int | Decimal"


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure: amounts in fen, otherwise in the unit of its indicator."""

    figure: str
    value: Number
    line: int
    """The line of the published report it was read from."""
    reading: str = ""
    """How it was read, where the report leaves more than one reading."""


@dataclass(frozen=True, slots=True)
class PenaltyShare:
    """So many penalties of one matter, each with the same kind and fine."""

    matter: str
    kind: str
    count: int
    fine_fen: int


@dataclass(frozen=True, slots=True)
class InspectionShare:
    """So many inspections of one matter."""

    matter: str
    enterprise: bool
    count: int


@dataclass(frozen=True, slots=True)
class PermitShare:
    """So many permits of one matter."""

    matter: str
    permit_kind: str
    count: int


@dataclass(frozen=True, slots=True)
class SeizureShare:
    """So many cases of one matter, in each of which so many things are seized."""

    matter: str
    cases: int
    items: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One organ's year."""

    code: str
    title: str
    organ: str
    report: str
    year: int
    kinds_named: tuple[str, ...]
    figures: tuple[Published, ...]
    penalties: tuple[PenaltyShare, ...]
    inspections: tuple[InspectionShare, ...]
    permits: tuple[PermitShare, ...]
    seizures: tuple[SeizureShare, ...]
    usual_facts: Mapping[str, Any]
    """Facts of the ordinary penalty case, as typed."""
    seizure_facts: Mapping[str, Any]
    """Facts of a penalty case in which goods were seized, as typed."""

    def value(self, figure: str) -> Number | None:
        """The published value of a figure; None where the report does not give it."""
        return next((item.value for item in self.figures if item.figure == figure), None)


def profile(rules: Rules, code: str) -> Profile | None:
    """The profile of a code; None when there is none."""
    entry = rules.entry("profile", code)
    if entry is None:
        return None
    data = entry.data
    return Profile(
        code=entry.key,
        title=str(data["title"]),
        organ=str(data["organ"]),
        report=str(data.get("report", "")),
        year=int(data["year"]),
        kinds_named=tuple(str(kind) for kind in data.get("kinds_named", ())),
        figures=tuple(_published(item) for item in data.get("figures", ())),
        penalties=tuple(
            PenaltyShare(str(i["matter"]), str(i["kind"]), int(i["count"]), int(i["fine"]))
            for i in _items(data, "penalties")
        ),
        inspections=tuple(
            InspectionShare(str(i["matter"]), bool(i["enterprise"]), int(i["count"]))
            for i in _items(data, "inspections")
        ),
        permits=tuple(
            PermitShare(str(i["matter"]), str(i["permit_kind"]), int(i["count"])) for i in _items(data, "permits")
        ),
        seizures=tuple(
            SeizureShare(str(i["matter"]), int(i["cases"]), int(i["items"])) for i in _items(data, "seizures")
        ),
        usual_facts=dict(data.get("usual_facts", {})),
        seizure_facts=dict(data.get("seizure_facts", {})),
    )


def _items(data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = data.get(key, ())
    return found


def _published(item: Mapping[str, Any]) -> Published:
    raw = item["value"]
    value: Number = Decimal(raw) if isinstance(raw, str) else int(raw)
    return Published(str(item["figure"]), value, int(item.get("line", 0)), str(item.get("reading", "")))
