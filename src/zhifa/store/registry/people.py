"""Persons as the core knows them, read from their rows; and the projector that writes those rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from zhifa.core import permission
from zhifa.core.events import Event
from zhifa.core.values import Validity
from zhifa.store.registry.models import Certificate, Organ, Person, Power, Role, Succession

_PERSONS = """
    SELECT p.id, p.name, r.role, r.path, r.valid_from, r.valid_to, r.acting_for,
           c.number, c.issued_on, c.expires_on, c.cancelled_on, c.suspended,
           c.lapsed_on, c.lapsed_why
    FROM registry_person p
    LEFT JOIN registry_role r ON r.person_id = p.id
    LEFT JOIN registry_certificate c ON c.person_id = p.id
    WHERE p.id IN ({places}) ORDER BY p.id, r.id, c.number
"""


def people_at(path: str, ids: Iterable[str], former: Iterable[str] = ()) -> dict[str, permission.Person]:
    """The persons of these ids as they may act, or once acted, in a case at its places in the tree of organs."""
    return {key: person.within(path, *former) for key, person in people(ids).items()}


class KnownPeople(dict[str, permission.Person]):
    """The persons met so far, as they may act for an organ."""

    def __init__(self, path: str) -> None:
        self._path, self._asked = path, set[str]()

    def read(self, keys: set[str]) -> None:
        self.update(people_at(self._path, keys - self._asked))
        self._asked |= keys


def people(ids: Iterable[str]) -> dict[str, permission.Person]:
    """The persons of these ids with their roles and certificates of all times, in one query."""
    # Nobody's id holds a null character, and PostgreSQL would not even be asked for one.
    wanted = sorted({key for key in ids if "\0" not in key})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS.format(places=", ".join(["%s"] * len(wanted))), wanted)
        rows = cursor.fetchall()
    found: dict[str, tuple[str, dict[Any, permission.RoleHeld], dict[str, permission.Certificate]]] = {}
    for key, name, role, path, start, end, acting, number, issued, expires, cancelled, suspended, lapsed, why in rows:
        _, roles, certificates = found.setdefault(key, (name, {}, {}))
        if role:
            held = permission.RoleHeld(role, path, Validity(_day(start), _day(end)), bool(acting))
            roles[held] = held
        if number:
            certificates[number] = permission.Certificate(
                number=number,
                validity=Validity(_day(issued), _day(expires)),
                suspended=tuple(Validity(_day(first), _day(last)) for first, last in _list(suspended)),
                cancelled_on=_day(cancelled),
                lapsed=_lapsed(_day(lapsed), why),
            )
    return {
        key: permission.Person(key, name, tuple(roles.values()), tuple(certificates.values()))
        for key, (name, roles, certificates) in found.items()
    }


def _lapsed(on: date | None, why: str) -> permission.Lapsed | None:
    return permission.Lapsed(on, why) if on else None


def _list(stored: Any) -> list[list[str]]:
    """A JSON column as the driver hands it over: text on SQLite, parsed or text on PostgreSQL."""
    return json.loads(stored) if isinstance(stored, str) else (stored or [])


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else text or None


ORGAN_TEXTS = ("name", "short", "mark", "level", "superior", "court", "bank", "bank_account", "address", "phone")
"""What the journal says of an organ besides its place in the tree and its days."""


def _organ(code: str, payload: Any) -> None:
    said = {name: payload[name] for name in ORGAN_TEXTS}
    Organ.objects.update_or_create(
        pk=code,
        defaults={
            **said,
            "path": payload["path"],
            "parent_id": payload["parent"] or None,
            "valid_from": _day(payload["from"]),
            "valid_to": _day(payload["to"]),
            "functions": payload.get("functions", []),
        },
    )


def _power(event: Event) -> dict[str, Any]:
    payload: Any = event.payload
    return {
        "organ_id": payload["organ"],
        "mode": payload["mode"],
        "scope": payload["scope"],
        "document": payload["document"],
        "principal": payload.get("principal", ""),
        "principal_organ_id": payload.get("principal_organ") or None,
        "reconsideration": payload.get("reconsideration", ""),
        "court": payload.get("court", ""),
        "published_on": _day(payload.get("published_on")),
        "valid_from": date.fromisoformat(payload["from"]),
        "valid_to": _day(payload.get("to")),
        "ended_why": "",
        "finishes": False,
        "version": event.version,
    }


def _ended(stop: list[str], start: str, last: str) -> list[str]:
    """A suspension that began on a day, now with its last day."""
    return [stop[0], last] if stop[0] == start else stop


def _certificate(event: Event, **said: Any) -> None:
    Certificate.objects.filter(pk=event.stream_id).update(version=event.version, **said)


def project(event: Event) -> None:
    """Bring the rows of organs, persons and certificates into line with one event."""
    payload: Any = event.payload
    match event.type:
        case "organ.registered":
            _organ(event.stream_id, payload)
        case "organ.succeeded":
            Succession.objects.update_or_create(
                pk=event.stream_id,
                defaults={
                    "successor_id": payload["successor"],
                    "since": event.occurred.day,
                    "document": payload["document"],
                },
            )
        case "power.registered":
            Power.objects.update_or_create(pk=event.stream_id, defaults=_power(event))
        case "power.ended":
            Power.objects.filter(pk=event.stream_id).update(
                valid_to=date.fromisoformat(payload["to"]),
                ended_why=payload["reason"],
                finishes=payload["finishes"],
                version=event.version,
            )
        case "officer.registered":
            Person.objects.update_or_create(
                pk=event.stream_id,
                defaults={
                    "name": payload["name"] or "（已清除）",
                    "organ_id": payload["organ"],
                    "post": payload.get("post", ""),
                    "joined_on": _day(payload.get("joined_on")),
                    "left_on": _day(payload.get("left_on")),
                    "law_licence": payload.get("law_licence", ""),
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
        case "certificate.restored":
            row = Certificate.objects.get(pk=event.stream_id)
            row.suspended = [_ended(stop, payload["from"], payload["to"]) for stop in row.suspended]
            row.version = event.version
            row.save(update_fields=["suspended", "version"])
        case "certificate.checked":
            row = Certificate.objects.get(pk=event.stream_id)
            kept = [check for check in row.checks if check["year"] != payload["year"]]
            said = {"year": payload["year"], "on": event.occurred.day.isoformat()}
            row.checks = [*kept, {**said, "passed": payload["passed"], "note": payload.get("note", "")}]
            row.version = event.version
            row.save(update_fields=["checks", "version"])
        case "certificate.returned":
            _certificate(event, returned_on=event.occurred.day)
        case "certificate.replaced":
            gone = {"cancelled_on": event.occurred.day, "cancelled_why": payload["reason"]}
            _certificate(event, replaced_by=payload["number"], **gone)
        case "certificate.lapsed":
            _certificate(event, lapsed_on=event.occurred.day, lapsed_why=payload["say"], lapse_withdrawn_on=None)
        case "certificate.lapse_withdrawn":
            _certificate(event, lapsed_on=None, lapsed_why="", lapse_withdrawn_on=event.occurred.day)
        case "certificate.cancelled":
            Certificate.objects.filter(pk=event.stream_id).update(
                cancelled_on=_day(payload["cancelled_on"]),
                cancelled_why=payload.get("reason", ""),
                version=event.version,
            )
