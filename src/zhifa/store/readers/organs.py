"""Organs within a reach, and how much work lies with each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.core.competence import Carried
from zhifa.store import counters
from zhifa.store.casework import models as cases
from zhifa.store.readers.cases import within
from zhifa.store.readers.people import OrganRead
from zhifa.store.registry import models as rows
from zhifa.store.registry.functions import carried_of


def organs(*, reach: Sequence[str], limit: int = 500) -> list[OrganRead]:
    """Organs in the order of the tree."""
    found = rows.Organ.objects.filter(within(reach)).order_by("path")
    return [
        OrganRead(row.code, row.path, row.name, row.short, row.level, carried_of(row.functions))
        for row in found.only("code", "path", "name", "short", "level", "functions")[:limit]
    ]


def name_of(code: str) -> str:
    """The short name of one organ; empty when it is not registered."""
    return rows.Organ.objects.filter(pk=code).values_list("short", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class OrganDetail:
    """An organ with everything papers and remedies say of it."""

    code: str
    path: str
    parent: str
    parent_name: str
    name: str
    short: str
    mark: str
    level: str
    superior: str
    court: str
    bank: str
    bank_account: str
    address: str
    phone: str
    valid_from: date | None
    valid_to: date | None
    carried: tuple[Carried, ...] = ()
    """The functions it carries, and from when to when."""


def organ_details(*, reach: Sequence[str]) -> list[OrganDetail]:
    """Organs in the order of the tree, whole."""
    return [
        OrganDetail(
            row.code, row.path, row.parent_id or "", row.parent.short if row.parent else "", row.name, row.short,
            row.mark, row.level, row.superior, row.court, row.bank, row.bank_account, row.address, row.phone,
            row.valid_from, row.valid_to, carried_of(row.functions),
        )
        for row in rows.Organ.objects.filter(within(reach)).select_related("parent").order_by("path")
    ]  # fmt: skip


def open_cases(*, reach: Sequence[str]) -> Mapping[str, int]:
    """How many open cases each person is in charge of."""
    found = cases.Case.objects.filter(within(reach), state="open").values_list("officers", flat=True)
    return Counter(person for officers in found for person in officers)


def counted_organs(*, reach: Sequence[str]) -> set[str]:
    """Codes of the organs for which anything was ever counted."""
    known = set(rows.Organ.objects.filter(within(reach)).values_list("code", flat=True))
    return {organ for organ, _ in counters.organ_years()} & known


def years_counted(codes: Sequence[str]) -> tuple[int, ...]:
    """The years in which anything was counted for these organs, the latest first."""
    wanted = set(codes)
    return tuple(sorted({year for organ, year in counters.organ_years() if organ in wanted}, reverse=True))
