"""How matters are used: cases by matter, organ and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max
from django.db.models.functions import ExtractYear

from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import FIELDS, CaseLine, readable, within


@dataclass(frozen=True, slots=True)
class UsedBy:
    """Cases of a matter in one organ and year."""

    organ: str
    short: str
    year: int
    cases: int


def used_by(matter: str, *, reach: Sequence[str]) -> list[UsedBy]:
    """The cases of a matter by organ and year of opening, the latest year first."""
    found = (
        rows.Case.objects.filter(within(reach), matter=matter)
        .annotate(year=ExtractYear("opened_on"))
        .values_list("organ_id", "organ__short", "year")
        .annotate(cases=Count("id"))
        .order_by("-year", "organ_id")
    )
    return [UsedBy(*row) for row in found]


def recent_cases(matter: str, *, reach: Sequence[str], limit: int = 8) -> list[CaseLine]:
    """The last cases of a matter."""
    found = rows.Case.objects.filter(readable(reach), matter=matter).order_by("-opened_on", "-id")
    return [CaseLine(*row) for row in found.values_list(*FIELDS)[:limit]]


@dataclass(frozen=True, slots=True)
class MatterYear:
    """Cases of a matter that one organ opened in a year, and the day of the last of them."""

    organ: str
    matter: str
    year: int
    cases: int
    last_on: date


def used_by_year(*, reach: Sequence[str], organ: str = "", until: int = 9999) -> list[MatterYear]:
    """How often each matter was taken up, by organ and year of opening up to a year; what never was is missing."""
    whole = rows.Case.objects.filter(within(reach), opened_on__lte=date(until, 12, 31)).exclude(matter="")
    found = (
        (whole.filter(organ_id=organ) if organ else whole)
        .annotate(year=ExtractYear("opened_on"))
        .values_list("organ_id", "matter", "year")
        .annotate(cases=Count("id"), last=Max("opened_on"))
        .order_by("organ_id", "matter", "year")
    )
    return [MatterYear(*row) for row in found]


def used_between(*, reach: Sequence[str], first: date, last: date) -> Mapping[str, int]:
    """By matter, the cases opened in a period; matters nobody in the reach took up are missing."""
    found = rows.Case.objects.filter(within(reach), opened_on__range=(first, last)).exclude(matter="")
    return dict(found.values_list("matter").annotate(Count("id")).order_by("matter"))
