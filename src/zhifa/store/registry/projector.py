"""From the journal to the rows of organs, powers, persons, roles and certificates; nothing else writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from zhifa.core.events import Event
from zhifa.store.registry.models import Certificate, Organ, Person, Power, Role, Succession

Payload = Mapping[str, Any]


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


ORGAN_TEXTS = ("name", "short", "mark", "level", "superior", "court", "bank", "bank_account", "address", "phone")
"""What the journal says of an organ besides its place in the tree and its days."""


def _organ(event: Event, said: Payload) -> None:
    Organ.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            **{name: said[name] for name in ORGAN_TEXTS},
            "path": said["path"],
            "parent_id": said["parent"] or None,
            "valid_from": _day(said["from"]),
            "valid_to": _day(said["to"]),
            "functions": said.get("functions", []),
        },
    )


def _succeeded(event: Event, said: Payload) -> None:
    Succession.objects.update_or_create(
        pk=event.stream_id,
        defaults={"successor_id": said["successor"], "since": event.occurred.day, "document": said["document"]},
    )


def _power(event: Event, said: Payload) -> None:
    Power.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            "organ_id": said["organ"],
            "mode": said["mode"],
            "scope": said["scope"],
            "document": said["document"],
            "principal": said.get("principal", ""),
            "principal_organ_id": said.get("principal_organ") or None,
            "reconsideration": said.get("reconsideration", ""),
            "court": said.get("court", ""),
            "published_on": _day(said.get("published_on")),
            "valid_from": date.fromisoformat(said["from"]),
            "valid_to": _day(said.get("to")),
            "ended_why": "",
            "finishes": False,
            "version": event.version,
        },
    )


def _power_ended(event: Event, said: Payload) -> None:
    Power.objects.filter(pk=event.stream_id).update(
        valid_to=date.fromisoformat(said["to"]), ended_why=said["reason"], finishes=said["finishes"],
        version=event.version,
    )  # fmt: skip


def _officer(event: Event, said: Payload) -> None:
    Person.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            "name": said["name"] or "（已清除）",
            "organ_id": said["organ"],
            "post": said.get("post", ""),
            "joined_on": _day(said.get("joined_on")),
            "left_on": _day(said.get("left_on")),
            "law_licence": said.get("law_licence", ""),
            "version": event.version,
        },
    )
    Role.objects.filter(person_id=event.stream_id, acting_for="").delete()
    Role.objects.bulk_create(
        Role(
            person_id=event.stream_id, role=held["role"], path=held["path"], valid_from=_day(held.get("from")),
            valid_to=_day(held.get("to")),
        )
        for held in said["roles"]
    )  # fmt: skip


def _appointed(event: Event, said: Payload) -> None:
    Role.objects.create(
        person_id=event.stream_id, role=said["role"], path=said["path"], valid_from=_day(said["from"]),
        valid_to=_day(said["to"]), acting_for=said["for"],
    )  # fmt: skip


def _issued(event: Event, said: Payload) -> None:
    Certificate.objects.create(
        number=event.stream_id, person_id=said["person"], kind=said.get("kind", ""),
        issued_on=date.fromisoformat(said["issued_on"]), expires_on=_day(said.get("expires_on")),
        version=event.version,
    )  # fmt: skip


def _certificate(event: Event, **said: Any) -> None:
    Certificate.objects.filter(pk=event.stream_id).update(version=event.version, **said)


def _suspended(event: Event, said: Payload) -> None:
    row = Certificate.objects.get(pk=event.stream_id)
    _certificate(event, suspended=[*row.suspended, [said["from"], said.get("to")]])


def _restored(event: Event, said: Payload) -> None:
    row = Certificate.objects.get(pk=event.stream_id)
    _certificate(event, suspended=[_ended(stop, said["from"], said["to"]) for stop in row.suspended])


def _ended(stop: list[str], start: str, last: str) -> list[str]:
    """A suspension that began on a day, now with its last day."""
    return [stop[0], last] if stop[0] == start else stop


def _checked(event: Event, said: Payload) -> None:
    row = Certificate.objects.get(pk=event.stream_id)
    kept = [check for check in row.checks if check["year"] != said["year"]]
    passed = {"passed": said["passed"], "note": said.get("note", "")}
    _certificate(event, checks=[*kept, {"year": said["year"], "on": event.occurred.day.isoformat(), **passed}])


def _replaced(event: Event, said: Payload) -> None:
    gone = {"cancelled_on": event.occurred.day, "cancelled_why": said["reason"]}
    _certificate(event, replaced_by=said["number"], **gone)


PROJECTORS: Mapping[str, Callable[[Event, Payload], None]] = {
    "organ.registered": _organ,
    "organ.succeeded": _succeeded,
    "power.registered": _power,
    "power.ended": _power_ended,
    "officer.registered": _officer,
    "acting.appointed": _appointed,
    "certificate.issued": _issued,
    "certificate.suspended": _suspended,
    "certificate.restored": _restored,
    "certificate.checked": _checked,
    "certificate.returned": lambda event, said: _certificate(event, returned_on=event.occurred.day),
    "certificate.replaced": _replaced,
    "certificate.lapsed": lambda event, said: _certificate(
        event, lapsed_on=event.occurred.day, lapsed_why=said["say"], lapse_withdrawn_on=None
    ),
    "certificate.lapse_withdrawn": lambda event, said: _certificate(
        event, lapsed_on=None, lapsed_why="", lapse_withdrawn_on=event.occurred.day
    ),
    "certificate.cancelled": lambda event, said: _certificate(
        event, cancelled_on=_day(said["cancelled_on"]), cancelled_why=said.get("reason", "")
    ),
}


def project(event: Event) -> None:
    """Bring the rows into line with one event; of what is said of a person elsewhere there are no rows here."""
    if row := PROJECTORS.get(event.type):
        row(event, event.payload)
