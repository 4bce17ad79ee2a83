"""Rows of many tables laid ready before the transaction that writes them, so that it is short.

On SQLite one process writes and the others wait. The rows are therefore laid into tables of the connection's own
memory first, and one statement a table takes them over: no row passes through Python while others wait. On PostgreSQL
nobody waits; the rows are kept and copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import connections
from django.db.backends.utils import CursorWrapper

from zhifa.store.journal.rows import COLUMNS, is_postgresql, write_rows

Table = tuple[Sequence[str], Sequence[Sequence[Any]]]
"""Columns and rows."""
EVENTS, PERSONAL = "journal_event", "journal_personal"
EVENT_COLUMNS: Final = ("id", *(name.strip() for name in COLUMNS.split(",")))
PERSONAL_COLUMNS: Final = ("event_id", "path", "salt", "value", "erasable")
"""Both begin with the number of an event, which is counted from 0 until the rows are written."""


class Staged:
    """Rows that are ready to be written."""

    def __init__(self, tables: Mapping[str, Table], using: str) -> None:
        self._tables = {name: table for name, table in tables.items() if table[1]}
        self._using = using

    def lay(self) -> None:
        """Lay them into memory, where the database has use for that."""
        if is_postgresql(self._using):
            return
        with connections[self._using].cursor() as cursor, _at_once(cursor):
            for name, (columns, rows) in self._tables.items():
                cursor.execute(f'CREATE TEMP TABLE "{_laid(name)}" ({_listed(columns)})')
                write_rows(_laid(name), columns, rows, using=self._using)

    def forget(self) -> None:
        """Take them out of memory."""
        if is_postgresql(self._using):
            return
        with connections[self._using].cursor() as cursor:
            for name in self._tables:
                cursor.execute(f'DROP TABLE IF EXISTS temp."{_laid(name)}"')

    def write(self) -> None:
        """Inside a transaction: write them in the order in which the tables were given."""
        with connections[self._using].cursor() as cursor:
            ids = take_ids(cursor, len(self._tables[EVENTS][1]), self._using) if EVENTS in self._tables else range(0)
            for name, (columns, rows) in self._tables.items():
                numbered = name in (EVENTS, PERSONAL)
                if is_postgresql(self._using):
                    known = [(ids[row[0]], *row[1:]) for row in rows] if numbered else rows
                    write_rows(name, columns, known, using=self._using)
                else:
                    first = f'{ids[0]} + "{columns[0]}", ' if numbered else ""
                    taken = first + _listed(columns[1:] if numbered else columns)
                    cursor.execute(
                        f'INSERT INTO main."{name}" ({_listed(columns)}) SELECT {taken} FROM temp."{_laid(name)}"'
                    )


@contextmanager
def _at_once(cursor: CursorWrapper) -> Iterator[None]:
    """Rows laid into memory together. SQLite, left to itself, makes each a transaction of its own, which takes as
    long as the row; this one locks nothing, since it touches nothing but memory."""
    driver = cursor.cursor.connection
    if driver.in_transaction:
        yield
        return
    with driver:
        driver.execute("BEGIN")
        yield


def _laid(table: str) -> str:
    return f"laid_{table}"


def _listed(columns: Sequence[str]) -> str:
    return ", ".join([f'"{name}"' for name in columns])


@contextmanager
def staged(tables: Mapping[str, Table], *, using: str = "default") -> Iterator[Staged]:
    """Lay rows ready; what was not written by the end of the block is forgotten."""
    rows = Staged(tables, using)
    try:
        rows.lay()
        yield rows
    finally:
        rows.forget()


def take_ids(cursor: CursorWrapper, count: int, using: str) -> Sequence[int]:
    """Ids for so many events, inside the transaction that writes them."""
    if is_postgresql(using):
        # The sequencer tells by this lock who may still be holding ids; an INSERT takes it by itself.
        cursor.execute("LOCK TABLE journal_event IN ROW EXCLUSIVE MODE")
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('journal_event', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal_event'")
    first = (cursor.fetchone() or (0,))[0] + 1
    return range(first, first + count)
