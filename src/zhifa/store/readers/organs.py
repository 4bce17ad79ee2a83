"""Organs within a reach, and how much work lies with each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from zhifa.store.casework import models as cases
from zhifa.store.readers.cases import within
from zhifa.store.readers.people import OrganRead
from zhifa.store.registry import models as rows


def organs(*, reach: Sequence[str], limit: int = 500) -> list[OrganRead]:
    """Organs in the order of the tree."""
    found = rows.Organ.objects.filter(within(reach)).order_by("path")
    read = found.values_list("code", "path", "name", "short", "level")[:limit]
    return [OrganRead(*row) for row in read]


def open_cases(*, reach: Sequence[str]) -> Mapping[str, int]:
    """How many open cases each person is in charge of."""
    found = cases.Case.objects.filter(within(reach), state="open").values_list("officers", flat=True)
    return Counter(person for officers in found for person in officers)


def years_counted(codes: Sequence[str]) -> tuple[int, ...]:
    """The years in which anything was counted for these organs, the latest first."""
    found = cases.Outcome.objects.filter(organ_id__in=list(codes)).dates("counted_on", "year", order="DESC")
    return tuple(day.year for day in found)
