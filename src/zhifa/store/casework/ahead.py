"""Rows of cases worked out before the cases are locked: what differs from what is stored, written only where it holds.

Working a case out takes a hundred times longer than writing down what came of it. The daily watch therefore reads
without a lock, on as many processors as there are, and locks only to write; a case somebody wrote to in between is
left for an ordinary act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from django.db import connection, models

from zhifa.core.procedure.view import View
from zhifa.store.casework.models import Case, Outcome
from zhifa.store.casework.projector import BY_TIME, TABLES, case_row, derived_rows, digest_of, statements
from zhifa.store.counters import moved
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, columns


@dataclass(frozen=True, slots=True)
class Ahead:
    """What has to be written for one case, if it still is as it was read: plain values, handed between processes."""

    case_id: str
    read: Values
    """Version, day and rules of the row when it was read: while they stand, what was worked out of them holds."""
    changed: tuple[str, ...]
    """The columns of the case that become different, in the order of the model."""
    values: Values
    tables: tuple[tuple[str, bool, tuple[Values, ...]], ...]
    """Other tables: their model, whether it held no row of the case before, and the rows as they are now."""


def work_ahead(view: View, *, organ: Organ, old: Case, whole: bool = False) -> Ahead:
    """What `project` would write for a view of a case, with the row it was read with.

    Where nothing happened and the rules are the same, only what time alone can change is worked out; `whole` works
    everything out.
    """
    row = case_row(view, organ=organ)
    row.digests = dict(old.digests)
    same = (old.version, old.rules) == (row.version, row.rules) and not whole
    tables = []
    for model, rows in derived_rows(view, organ, only=BY_TIME if same else ()):
        digest, before = digest_of(rows), old.digests.get(model.__name__, "")
        if digest != before:
            row.digests[model.__name__] = digest
            if not digest:
                del row.digests[model.__name__]
            tables.append((model.__name__, not before and not whole, tuple(rows)))
    names = tuple(name for name in _columns() if _plain(getattr(row, name)) != _plain(getattr(old, name)))
    values = tuple(getattr(row, name) for name in names)
    return Ahead(old.pk, _read(old), names, values, tuple(tables))


def as_it_stands(old: Case, *, day: date, rules: str) -> Ahead:
    """What has to be written for a case whose rows are right: that they are right on this day, under these rules."""
    said = {"as_of": day, "rules": rules}
    names = tuple(name for name, value in said.items() if getattr(old, name) != value)
    return Ahead(old.pk, _read(old), names, tuple(said[name] for name in names), ())


def write_ahead(some: Iterable[Ahead]) -> list[str]:
    """Write what was worked out, in the transaction of the caller; the cases that are no longer as they were read."""
    ready = sorted(some, key=lambda one: one.case_id)
    locked = Case.objects.select_for_update().filter(pk__in=[one.case_id for one in ready]).order_by("pk")
    standing = {key: (version, as_of, rules) for key, version, as_of, rules in locked.values_list("pk", *READ)}
    held = [one for one in ready if standing.get(one.case_id) == one.read]
    _update(held)
    for name in dict.fromkeys(name for one in held for name, _, _ in one.tables):
        _replace(
            name, [(one.case_id, fresh, rows) for one in held for table, fresh, rows in one.tables if table == name]
        )
    return [one.case_id for one in ready if standing.get(one.case_id, one.read) != one.read]


READ = ("version", "as_of", "rules")


def _read(row: Case) -> Values:
    return tuple(getattr(row, name) for name in READ)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@cache
def _columns() -> tuple[str, ...]:
    return tuple(field.name for field in Case._meta.concrete_fields if not field.primary_key and field.name != "organ")


def _update(held: Sequence[Ahead]) -> None:
    """Cases in which the same columns change share one statement: an index nothing changes in is not touched."""

    def which(one: Ahead) -> tuple[str, ...]:
        return one.changed

    with connection.cursor() as cursor:
        for names, some in groupby(sorted((one for one in held if one.changed), key=which), key=which):
            fields: list[Any] = [Case._meta.get_field(name) for name in names]
            listed = ", ".join(f'"{field.column}" = %s' for field in fields)
            cursor.executemany(
                f'UPDATE "{Case._meta.db_table}" SET {listed} WHERE id = %s',
                [(*map(_stored, fields, one.values), one.case_id) for one in some],
            )


def _stored(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _replace(name: str, found: Sequence[tuple[str, bool, tuple[Values, ...]]]) -> None:
    model: type[models.Model] = TABLES[name]
    names, (delete, insert) = columns(model), statements(model)
    if model is Outcome:
        there = [case_id for case_id, fresh, _ in found if not fresh]
        before = Outcome.objects.filter(case_id__in=there).values_list(*names)
        moved(names, before, (row for _, _, rows in found for row in rows))
    with connection.cursor() as cursor:
        if gone := [(case_id,) for case_id, fresh, _ in found if not fresh]:
            cursor.executemany(delete, gone)
        if rows := [row for _, _, rows in found for row in rows]:
            cursor.executemany(insert, rows)
