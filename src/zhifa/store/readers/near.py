"""Duties near their end: what will be a finding when nobody acts. They are read from the periods themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from zhifa.store.casework.models import Obligation, Proceeding
from zhifa.store.readers.cases import readable

PAGE = 50


@dataclass(frozen=True, slots=True)
class NearDuty:
    """A duty of an organ that ends soon or today."""

    id: int
    case_id: str
    number: str
    title: str
    party: str
    organ: str
    organ_name: str
    procedure: str
    code: str
    said: str
    verb: str
    due_on: date
    cite: str


def near_duties(
    *, reach: Sequence[str], day: date, organ: str = "", after: tuple[date, int] | None = None, limit: int = PAGE
) -> tuple[list[NearDuty], bool]:
    """A page of duties whose time to warn has come and that have not ended, the nearest first; whether more follow."""
    found = Obligation.objects.filter(
        readable(reach, "case__", "case__path"), kind="duty", of="organ", state="running", case__state="open",
        due_on__gte=day, yellow_on__lte=day,
    )  # fmt: skip
    if organ:
        found = found.filter(case__organ_id=organ)
    if after:
        due, last = after
        found = found.filter(Q(due_on__gt=due) | Q(due_on=due, id__gt=last), due_on__gte=due)
    named = Subquery(Proceeding.objects.filter(pk=OuterRef("proceeding")).values("procedure")[:1])
    read = found.annotate(procedure=named).order_by("due_on", "id").values_list(
        "id", "case_id", "case__number", "case__title", "case__party", "case__organ_id", "case__organ__short",
        "procedure", "code", "title", "verb", "due_on", "cite",
    )[: limit + 1]  # fmt: skip
    lines = [NearDuty(*row) for row in read]
    return lines[:limit], len(lines) > limit
