"""What organs were given over matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhifa.core.jurisdiction import Holder, Power
from zhifa.core.values import Validity
from zhifa.store.readers.cases import within
from zhifa.store.registry import models as rows
from zhifa.store.registry.functions import carried_of


def powers_of(organ: str) -> tuple[Power, ...]:
    """Everything registered for one organ, of all times, in the order in which it began."""
    return tuple(map(_power, rows.Power.objects.filter(organ_id=organ).order_by("valid_from", "id")))


def holder_of(code: str) -> Holder | None:
    """One organ as its competence is judged; None when it is not registered."""
    row = rows.Organ.objects.filter(pk=code).values_list("level", "functions").first()
    return Holder(row[0], carried_of(row[1]), powers_of(code)) if row else None


def _power(row: rows.Power) -> Power:
    return Power(
        id=row.pk,
        organ=row.organ_id,
        mode=row.mode,
        scope=tuple(row.scope),
        document=row.document,
        principal=row.principal,
        principal_code=row.principal_organ_id or "",
        reconsideration=row.reconsideration,
        court=row.court,
        published_on=row.published_on,
        validity=Validity(row.valid_from, row.valid_to),
        finishes=row.finishes,
    )


@dataclass(frozen=True, slots=True)
class PowerLine:
    """A registered power as lists show it."""

    power: Power
    organ: str
    path: str
    ended_why: str


def powers(*, reach: Sequence[str]) -> list[PowerLine]:
    """Everything registered in the reach, by organ and day."""
    found = rows.Power.objects.filter(within(reach, "organ__path")).select_related("organ")
    return [
        PowerLine(_power(row), row.organ.short, row.organ.path, row.ended_why)
        for row in found.order_by("organ__path", "valid_from", "id")
    ]
