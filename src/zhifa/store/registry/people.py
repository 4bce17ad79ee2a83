"""Persons as the core knows them, read from their rows; and the projector that writes those rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhifa.core import permission
from zhifa.core.events import Event
from zhifa.core.values import Validity
from zhifa.store.registry.models import Certificate, Person, Role


def people(ids: Iterable[str]) -> dict[str, permission.Person]:
    """The persons of these ids with their roles and certificates of all times: three queries."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = Person.objects.filter(pk__in=wanted).prefetch_related("roles", "certificates")
    return {row.pk: as_person(row) for row in rows}


def as_person(row: Person) -> permission.Person:
    return permission.Person(
        id=row.pk,
        name=row.name,
        roles=tuple(
            permission.RoleHeld(r.role, r.path, Validity(r.valid_from, r.valid_to), bool(r.acting_for))
            for r in row.roles.all()
        ),
        certificates=tuple(
            permission.Certificate(
                number=c.number,
                validity=Validity(c.issued_on, c.expires_on),
                suspended=tuple(Validity(_day(first), _day(last)) for first, last in c.suspended),
                cancelled_on=c.cancelled_on,
            )
            for c in row.certificates.all()
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def project(event: Event) -> None:
    """Bring the rows of persons and certificates into line with one event."""
    payload: Any = event.payload
    match event.type:
        case "officer.registered":
            Person.objects.update_or_create(
                pk=event.stream_id,
                defaults={
                    "name": payload["name"] or "（已清除）",
                    "organ_id": payload["organ"],
                    "post": payload.get("post", ""),
                    "joined_on": _day(payload.get("joined_on")),
                    "left_on": _day(payload.get("left_on")),
                    "version": event.version,
                },
            )
            Role.objects.filter(person_id=event.stream_id, acting_for="").delete()
            Role.objects.bulk_create(
                Role(
                    person_id=event.stream_id,
                    role=held["role"],
                    path=held["path"],
                    valid_from=_day(held.get("from")),
                    valid_to=_day(held.get("to")),
                )
                for held in payload["roles"]
            )
        case "acting.appointed":
            Role.objects.create(
                person_id=event.stream_id,
                role=payload["role"],
                path=payload["path"],
                valid_from=_day(payload["from"]),
                valid_to=_day(payload["to"]),
                acting_for=payload["for"],
            )
        case "certificate.issued":
            Certificate.objects.create(
                number=event.stream_id,
                person_id=payload["person"],
                kind=payload.get("kind", ""),
                issued_on=date.fromisoformat(payload["issued_on"]),
                expires_on=_day(payload.get("expires_on")),
                version=event.version,
            )
        case "certificate.suspended":
            row = Certificate.objects.get(pk=event.stream_id)
            row.suspended = [*row.suspended, [payload["from"], payload.get("to")]]
            row.version = event.version
            row.save(update_fields=["suspended", "version"])
        case "certificate.cancelled":
            Certificate.objects.filter(pk=event.stream_id).update(
                cancelled_on=_day(payload["cancelled_on"]),
                cancelled_why=payload.get("reason", ""),
                version=event.version,
            )
