"""Goods in custody: what an organ holds, what it owes for what it held, overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import readable

PAGE = 100
NEVER = date(9999, 12, 31)
"""In the order of the list, where something has no date of its own."""


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One item as the list shows it; `due_on` is None where nothing must be decided."""

    id: int
    case_id: str
    case_number: str
    party: str
    organ: str
    proceeding: str
    procedure: str
    list: str
    no: str
    name: str
    specification: str
    quantity: str
    unit: str
    value_fen: int | None
    kept_at: str
    keeper: str
    taken_on: date | None
    state: str
    held: int
    disposal: str
    counted_on: date | None
    found: str
    short: int
    due_on: date | None
    verb: str


@dataclass(frozen=True, slots=True)
class CustodyFilter:
    """Which items: those held or all, of one state, procedure or organ, overdue on a day, or by words."""

    held: bool = True
    state: str = ""
    procedure: str = ""
    organ: str = ""
    overdue_on: date | None = None
    short: bool = False
    query: str = ""
    after: tuple[date, int] | None = None
    """Due day (`NEVER` for none) and id of the last item of the page before."""


@dataclass(frozen=True, slots=True)
class CustodyPage:
    """A page of items and whether another follows."""

    lines: tuple[CustodyLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class CustodyCounts:
    """How many items are held, of them overdue, short at the last count; and by state."""

    held: int
    overdue: int
    short: int
    states: tuple[tuple[str, int], ...]


FIELDS = (
    "id", "case_id", "case__number", "case__party", "case__organ__short", "proceeding", "procedure", "list", "no",
    "name", "specification", "quantity", "unit", "value_fen", "kept_at", "keeper", "taken_on", "state", "held",
    "disposal", "counted_on", "found", "short", "due_on", "verb",
)  # fmt: skip


def _wanted(wanted: CustodyFilter, reach: Sequence[str]) -> QuerySet[rows.Custody]:
    found = rows.Custody.objects.filter(readable(reach, "case__", "case__path"))
    if wanted.held:
        found = found.filter(held=1)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.procedure:
        found = found.filter(procedure=wanted.procedure)
    if wanted.organ:
        found = found.filter(case__organ_id=wanted.organ)
    if wanted.overdue_on:
        found = found.filter(due_on__lt=wanted.overdue_on)
    if wanted.short:
        found = found.filter(short=1)
    if wanted.query:
        asked = wanted.query
        found = found.filter(
            Q(name__icontains=asked)
            | Q(kept_at__icontains=asked)
            | Q(case__number__icontains=asked)
            | Q(case__party__icontains=asked)
        )
    return found


def custody_page(wanted: CustodyFilter, *, reach: Sequence[str], limit: int = PAGE) -> CustodyPage:
    """Items in the order of what must be decided first."""
    found = _wanted(wanted, reach).annotate(turn=Coalesce("due_on", Value(NEVER)))
    if wanted.after:
        day, last = wanted.after
        found = found.filter(Q(turn__gt=day) | Q(turn=day, id__gt=last))
    read = list(found.order_by("turn", "id").values_list(*FIELDS)[: limit + 1])
    return CustodyPage(tuple(CustodyLine(*row) for row in read[:limit]), len(read) > limit)


def custody_counts(*, reach: Sequence[str], day: date, organ: str = "") -> CustodyCounts:
    """The numbers above the list, of what is held."""
    held = _wanted(CustodyFilter(organ=organ), reach)
    sums = held.aggregate(
        held=Count("id"), overdue=Count("id", filter=Q(due_on__lt=day)), short=Count("id", filter=Q(short=1))
    )
    states = held.values_list("state").annotate(many=Count("id")).order_by("-many", "state")
    return CustodyCounts(sums["held"], sums["overdue"], sums["short"], tuple(states))


def custody_item(item: int, *, reach: Sequence[str]) -> CustodyLine | None:
    """One item; None when there is none in the reach."""
    found = rows.Custody.objects.filter(readable(reach, "case__", "case__path"), pk=item)
    row = found.values_list(*FIELDS).first()
    return CustodyLine(*row) if row else None


def custody_of_case(case_id: str, *, reach: Sequence[str]) -> list[CustodyLine]:
    """The items of one case, in the order of their lists."""
    found = rows.Custody.objects.filter(readable(reach, "case__", "case__path"), case_id=case_id)
    return [CustodyLine(*row) for row in found.order_by("proceeding", "list", "id").values_list(*FIELDS)]
