"""Rows of many new cases at once, worked out by the same projector and written table by table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from zhifa.core.procedure.view import View
from zhifa.store.casework.models import Case, Outcome
from zhifa.store.casework.projector import case_row, columns, derived_rows, digest_of
from zhifa.store.counters import moved
from zhifa.store.registry.models import Organ


def project_new(views: Sequence[View], *, organ: Organ) -> None:
    """Write the rows of cases just entered, of one organ; none of them may be there yet."""
    cases: list[Case] = []
    tables: dict[type[models.Model], list[models.Model]] = {}
    for seen in views:
        row = case_row(seen, organ=organ)
        for model, rows in derived_rows(seen, organ):
            row.digests[model.__name__] = digest_of(rows)
            tables.setdefault(model, []).extend(rows)
        cases.append(row)
    fields, statement = _case_insert()
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [[f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields] for row in cases]
        )
        for model, rows in tables.items():
            names, _, insert = columns(model)
            if rows:
                cursor.executemany(insert, [tuple(getattr(row, name) for name in names) for row in rows])
    moved((), tables.get(Outcome, ()))


@cache
def _case_insert() -> tuple[tuple[Any, ...], str]:
    """The columns of a case and the statement that writes a new one."""
    fields = tuple(Case._meta.concrete_fields)
    listed, places = ", ".join(f'"{f.column}"' for f in fields), ", ".join(["%s"] * len(fields))
    return fields, f'INSERT INTO "{Case._meta.db_table}" ({listed}) VALUES ({places})'
