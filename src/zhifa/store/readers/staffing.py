"""What the register of people adds up to: the life of certificates, and the share of legal reviewers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhifa.store.casework.models import Case
from zhifa.store.readers.cases import readable, within
from zhifa.store.registry.models import Certificate


@dataclass(frozen=True, slots=True)
class CertificateLife:
    """What became of a certificate after it was issued."""

    number: str
    person: str
    issued_on: date
    cancelled_why: str
    lapsed_on: date | None
    lapsed_why: str
    lapse_withdrawn_on: date | None
    replaced_by: str
    returned_on: date | None
    checks: tuple[Mapping[str, Any], ...]


def certificate_lives(*, reach: Sequence[str], person: str = "") -> list[CertificateLife]:
    """The certificates of people within the reach, or of one person."""
    found = Certificate.objects.filter(within(reach, "person__organ__path")).order_by("-issued_on", "number")
    found = found.filter(person_id=person) if person else found
    return [
        CertificateLife(
            row.number, row.person_id, row.issued_on, row.cancelled_why, row.lapsed_on, row.lapsed_why,
            row.lapse_withdrawn_on, row.replaced_by, row.returned_on, tuple(row.checks),
        )
        for row in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in somebody's charge."""

    id: str
    number: str
    title: str
    organ: str
    phase: str
    next_due_on: date | None
    red: int


def cases_in_charge(person: str, path: str, *, reach: Sequence[str]) -> list[CaseLine]:
    """Open cases of an organ in a person's charge, as far as they may be read, the nearest due first."""
    found = Case.objects.filter(readable(reach), path__startswith=path, state="open").select_related("organ")
    found = found.order_by("next_due_on", "id")
    return [
        CaseLine(row.pk, row.number, row.title, row.organ.short, row.phase, row.next_due_on, row.red_count)
        for row in found
        if person in row.officers
    ]
