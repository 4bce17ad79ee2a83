"""How matters are used: cases by matter, organ and year, and the open cases a change of the catalogue touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractYear

from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import FIELDS, CaseLine, within


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
    found = rows.Case.objects.filter(within(reach), matter=matter).order_by("-opened_on", "-id")
    return [CaseLine(*row) for row in found.values_list(*FIELDS)[:limit]]


def used_in(organ: str, *, reach: Sequence[str], first: date, last: date) -> Mapping[str, int]:
    """By matter, how many cases one organ opened in a period; matters it never took up are missing."""
    found = rows.Case.objects.filter(within(reach), organ_id=organ, opened_on__range=(first, last)).exclude(matter="")
    return dict(found.values_list("matter").annotate(Count("id")).order_by("matter"))


def open_by_organ(matters: Sequence[str], *, reach: Sequence[str]) -> list[tuple[str, str, str, int]]:
    """The open cases of these matters: matter, organ, its short name, how many."""
    found = (
        rows.Case.objects.filter(within(reach), matter__in=list(matters), state="open")
        .values_list("matter", "organ_id", "organ__short")
        .annotate(cases=Count("id"))
        .order_by("matter", "organ_id")
    )
    return list(found)
