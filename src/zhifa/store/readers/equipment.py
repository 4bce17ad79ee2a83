"""Equipment of organs, and who sits where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from zhifa.store.personnel.models import Equipment, Posting
from zhifa.store.readers.cases import within


@dataclass(frozen=True, slots=True)
class EquipmentRead:
    """A piece of equipment as pages show it."""

    id: str
    organ: str
    organ_name: str
    path: str
    kind: str
    name: str
    serial: str
    quantity: int
    source: str
    state: str
    holder: str
    holder_name: str
    holder_left: date | None
    bought_on: date
    issued_on: date | None
    checked_on: date | None
    check_result: str
    next_check_on: date | None
    scrapped_on: date | None


def _read(row: Equipment) -> EquipmentRead:
    return EquipmentRead(
        row.pk, row.organ_id, row.organ.short, row.organ.path, row.kind, row.name, row.serial, row.quantity,
        row.source, row.state, row.holder_id or "", row.holder.name if row.holder else "",
        row.holder.left_on if row.holder else None, row.bought_on, row.issued_on, row.checked_on, row.check_result,
        row.next_check_on, row.scrapped_on,
    )  # fmt: skip


def equipment(*, reach: Sequence[str]) -> list[EquipmentRead]:
    """Everything of the organs within the reach; what was scrapped comes last."""
    found = Equipment.objects.filter(within(reach, "organ__path")).select_related("organ", "holder")
    rows = [_read(row) for row in found.order_by("organ_id", "kind", "name", "serial", "id")]
    return sorted(rows, key=lambda row: row.state == "报废")


def equipment_item(key: str) -> EquipmentRead | None:
    """One piece of equipment."""
    row = Equipment.objects.filter(pk=key).select_related("organ", "holder").first()
    return _read(row) if row else None


def given_out(organ: str, kind: str) -> list[EquipmentRead]:
    """Things of a kind that people of an organ carry now."""
    found = Equipment.objects.filter(organ_id=organ, kind=kind, state="领用").select_related("organ", "holder")
    return [_read(row) for row in found.order_by("serial", "id")]


def held_by(person: str) -> list[EquipmentRead]:
    """What a person was given and has not brought back."""
    found = Equipment.objects.filter(holder_id=person).select_related("organ", "holder")
    return [_read(row) for row in found.order_by("kind", "name", "id")]


def equipment_in(organs: Sequence[str], day: date) -> Mapping[str, int]:
    """How many (or how much) of each kind these organs had on a day: figures for a report."""
    there = Equipment.objects.filter(organ_id__in=list(organs), bought_on__lte=day)
    there = there.filter(Q(scrapped_on__isnull=True) | Q(scrapped_on__gt=day))
    return dict(there.values_list("kind").annotate(Sum("quantity")))


@dataclass(frozen=True, slots=True)
class PostingRead:
    """A posting as pages show it."""

    id: str
    person: str
    name: str
    organ: str
    organ_name: str
    path: str
    station: str
    station_name: str
    place: str
    weekdays: tuple[int, ...]
    duties: str
    document: str
    valid_from: date
    valid_to: date | None
    ended_why: str

    def here_on(self, day: date) -> bool:
        """Whether the person sits there on a day."""
        runs = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return runs and day.isoweekday() in self.weekdays


def _posting(row: Posting) -> PostingRead:
    return PostingRead(
        row.pk, row.person_id, row.person.name, row.organ_id, row.organ.short, row.organ.path, row.station_id,
        row.station.short, row.place, tuple(row.weekdays), row.duties, row.document, row.valid_from, row.valid_to,
        row.ended_why,
    )  # fmt: skip


def _of(found: QuerySet[Posting]) -> list[PostingRead]:
    rows = found.select_related("person", "organ", "station").order_by("station_id", "organ_id", "valid_from", "id")
    return [_posting(row) for row in rows]


def postings(*, reach: Sequence[str]) -> list[PostingRead]:
    """Postings from or to the organs within the reach."""
    return _of(Posting.objects.filter(within(reach, "organ__path") | within(reach, "station__path")))


def postings_of(person: str) -> list[PostingRead]:
    """Where a person sits or sat."""
    return _of(Posting.objects.filter(person_id=person))


def posting(key: str) -> PostingRead | None:
    """One posting."""
    return next(iter(_of(Posting.objects.filter(pk=key))), None)
