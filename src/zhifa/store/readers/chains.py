"""Whose signature cases wait for, and how far the rules without exception are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from zhifa.store.activity.models import Awaited, Conformity
from zhifa.store.casework.models import Case
from zhifa.store.readers.cockpit import organ_codes

PAGE = 50


@dataclass(frozen=True, slots=True)
class AwaitedLine:
    """A case that waits for a signature."""

    case_id: str
    proceeding: str
    step: str
    chain: str
    checkpoint: str
    handlers: bool
    since: date
    organ: str
    number: str
    title: str
    party: str
    officers: tuple[str, ...]


def awaited(*, reach: Sequence[str], roles: Sequence[str] = (), limit: int = 500) -> list[AwaitedLine]:
    """Cases that wait for a signature, those waiting longest first; of these roles where any are named."""
    found = Awaited.objects.filter(organ_id__in=organ_codes(reach)).select_related("organ")
    lines = [row for row in found.order_by("since", "case_id")[:limit] if not roles or set(roles) & set(row.roles)]
    cases = {row.pk: row for row in Case.objects.filter(pk__in=[row.case_id for row in lines])}
    return [
        AwaitedLine(
            row.case_id, row.proceeding, row.step, row.chain, row.checkpoint, row.handlers, row.since, row.organ.short,
            case.number, case.title, case.party, tuple(case.officers),
        )
        for row in lines
        if (case := cases.get(row.case_id))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """How many proceedings keep a rule, break it, or leave it open."""

    kept: int = 0
    broken: int = 0
    unknown: int = 0

    @property
    def asked(self) -> int:
        return self.kept + self.broken + self.unknown


def conformity(first: date, last: date, *, reach: Sequence[str]) -> Mapping[tuple[str, str], Kept]:
    """How far each rule is kept by each organ, of what was begun between two days."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    rows = Conformity.objects.filter(organ_id__in=organ_codes(reach), on__gte=first, on__lte=last)
    counted = rows.values_list("organ_id", "demand", "state").annotate(number=Count("pk"))
    for organ, demand, state, number in counted.order_by("organ_id", "demand", "state"):
        found.setdefault((organ, demand), {})[state] = number
    return {key: Kept(**said) for key, said in found.items()}


@dataclass(frozen=True, slots=True)
class ConformityLine:
    """A proceeding and whether it keeps a rule."""

    id: int
    case_id: str
    number: str
    title: str
    organ: str
    on: date
    state: str


def conformity_page(
    demand: str,
    state: str,
    first: date,
    last: date,
    *,
    reach: Sequence[str],
    after: tuple[date, int] | None = None,
    limit: int = PAGE,
) -> tuple[list[ConformityLine], bool]:
    """The proceedings behind a figure, newest first, and whether more follow; without a limit all of them."""
    found = Conformity.objects.filter(
        organ_id__in=organ_codes(reach), demand=demand, state=state, on__gte=first, on__lte=last
    ).select_related("organ")
    if after:
        found = found.filter(on__lte=after[0]).exclude(on=after[0], pk__gte=after[1])
    some = list(found.order_by("-on", "-pk")[: limit + 1] if limit else found.order_by("-on", "-pk"))
    shown = some[:limit] if limit else some
    known = {
        key: (number, title)
        for key, number, title in Case.objects.filter(pk__in={row.case_id for row in shown}).values_list(
            "pk", "number", "title"
        )
    }
    lines = [
        ConformityLine(row.pk, row.case_id, *known.get(row.case_id, ("", "")), row.organ.short, row.on, row.state)
        for row in shown
    ]
    return lines, bool(limit) and len(some) > limit
