"""Outcome rows as they are exported: all of them, in order, from one state of the database, without holding it up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection

from zhifa.store.casework.models import Outcome
from zhifa.store.readers.statistics import one_state
from zhifa.store.registry.models import Organ

BATCH: Final = 65_536
ORDER: Final = "organ_id, counted_on, code, case_id, proceeding, version"


@contextmanager
def snapshot() -> Iterator[None]:
    """One state for a long reading. On SQLite nobody who writes waits for it, as they would for `one_state`."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with one_state():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def outcome_batches(columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    """Every outcome row with these columns, by organ and day, so many at a time; read inside `snapshot`."""
    listed = ", ".join(f'"{name}"' for name in columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {Outcome._meta.db_table} ORDER BY {ORDER}")
        while rows := cursor.fetchmany(BATCH):
            yield rows


def units() -> list[tuple[str, str, str, str]]:
    """Code, name, short name and place in the tree of every organ."""
    return list(Organ.objects.order_by("path").values_list("code", "name", "short", "path"))
