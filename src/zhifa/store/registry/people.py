"""Persons as the core knows them, read from their rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from zhifa.core import permission
from zhifa.core.values import Validity

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
    """A day as the driver hands it over: text on SQLite."""
    return date.fromisoformat(text) if isinstance(text, str) and text else text or None
