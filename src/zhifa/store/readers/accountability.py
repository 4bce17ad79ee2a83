"""Who was made to answer for unlawful enforcement, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from zhifa.store.readers.cases import within
from zhifa.store.supervision.models import Liability


@dataclass(frozen=True, slots=True)
class LiabilityRead:
    """An entry as pages show it."""

    id: str
    organ: str
    person: str
    name: str
    case_id: str
    case_number: str
    kind: str
    level: str
    reason: str
    decided_by: str
    decided_on: date
    document: str
    struck: str
    path: str


def _read(row: Liability) -> LiabilityRead:
    return LiabilityRead(
        row.pk, row.organ.short, row.person_id or "", row.person.name if row.person else "", row.case_id or "",
        row.case.number if row.case else "", row.kind, row.level, row.reason, row.decided_by, row.decided_on,
        row.document, row.struck, row.path,
    )  # fmt: skip


def liabilities(
    *, reach: Sequence[str], person: str = "", case: str = "", after: tuple[date, str] | None = None, limit: int = 50
) -> tuple[list[LiabilityRead], bool]:
    """Entries within the reach, newest first; whether more follow."""
    found = Liability.objects.filter(within(reach))
    if person:
        found = found.filter(person_id=person)
    if case:
        found = found.filter(case_id=case)
    if after:
        day, last = after
        found = found.filter(Q(decided_on__lt=day) | Q(decided_on=day, id__lt=last), decided_on__lte=day)
    rows = list(found.select_related("organ", "person", "case").order_by("-decided_on", "-id")[: limit + 1])
    return [_read(row) for row in rows[:limit]], len(rows) > limit


def liability(key: str, *, reach: Sequence[str]) -> LiabilityRead | None:
    """One entry within the reach."""
    row = Liability.objects.select_related("organ", "person", "case").filter(within(reach), pk=key).first()
    return _read(row) if row else None


def liability_counts(*, reach: Sequence[str]) -> list[tuple[str, int]]:
    """How many entries stand of each kind."""
    found = Liability.objects.filter(within(reach), struck="").values_list("kind").annotate(Count("pk"))
    return list(found.order_by("kind"))
