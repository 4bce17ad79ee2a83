"""Rows of many new cases at once: worked out by the same projector, as plain values, and made ready table by table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection

from zhifa.core.procedure.view import View
from zhifa.store.casework.models import Case, Outcome
from zhifa.store.casework.projector import TABLES, case_row, content, derived_rows
from zhifa.store.counters import writing as counters
from zhifa.store.journal import Table
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, columns


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one new case: the values of its own, in the order of `CASE`, and those of each table, with what
    `digest_of` reads of them."""

    case: Values
    tables: Mapping[str, tuple[Values, ...]]
    contents: Mapping[str, str]


@cache
def _fields() -> tuple[Any, ...]:
    return tuple(Case._meta.concrete_fields)


@cache
def place(name: str) -> int:
    """Where a column of a case stands among the values of `Sheet.case`."""
    return [field.name for field in _fields()].index(name)


def sheet(view: View, *, organ: Organ) -> Sheet:
    """The rows of a case just entered; digests and search text are left to whoever knows its words."""
    row = case_row(view, organ=organ)
    tables: dict[str, tuple[Values, ...]] = {}
    contents: dict[str, str] = {}
    for model, rows in derived_rows(view, organ):
        if rows:
            tables[model.__name__] = tuple(tuple(map(_plain, one)) for one in rows)
            contents[model.__name__] = content(rows)
    case = [_plain(field.get_db_prep_save(getattr(row, field.attname), connection)) for field in _fields()]
    for at in apart():
        case[at] = None
    return Sheet(tuple(case), tables, contents)


def _plain(value: Any) -> Any:
    """A day as text, which either database takes: SQLite would have each turned into one anew."""
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value


@cache
def apart() -> tuple[int, ...]:
    """The places of what is worked out for each case by itself: search text, digests, head, instant, officers."""
    return tuple(map(place, ("sought", "digests", "head", "recorded_at", "officers")))


def stored_moment(moment: datetime) -> Any:
    """An instant as the driver takes it."""
    return Case._meta.get_field("recorded_at").get_db_prep_save(moment, connection)


def sheet_tables(cases: Sequence[Values], tables: Iterable[tuple[str, Sequence[Values]]]) -> dict[str, Table]:
    """The rows of cases just entered by their tables, to be `staged`; none of them may be there yet."""
    found: dict[str, Table] = {Case._meta.db_table: (tuple(field.column for field in _fields()), cases)}
    for name, rows in tables:
        model = TABLES[name]
        named = {field.attname: str(field.column) for field in model._meta.concrete_fields}
        found[model._meta.db_table] = ([named[name] for name in columns(model)], rows)
        if model is Outcome:
            found[counters.TABLE] = (counters.COLUMNS, counters.moves(columns(model), (), rows))
    return found
