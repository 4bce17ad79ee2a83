"""How rows of the journal are spelt in SQL and read back; every other module of this app uses these."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper

from zhifa.core.journal.audit import Rewrite
from zhifa.core.journal.canonical import Disclosed, Sealed
from zhifa.core.journal.hashing import Suite

T = TypeVar("T")

COLUMNS: Final = (
    "stream_kind, stream_id, version, type, type_version, occurred, recorded_at, captured_at, actor, payload,"
    " alg, prev_hash, hash"
)
E_COLUMNS: Final = ", ".join(f"e.{name.strip()}" for name in COLUMNS.split(","))
WIDTH: Final = COLUMNS.count(",") + 1
MANY: Final = 500
"""How many values one IN list carries."""


@cache
def _hashing() -> Any:
    # Named by a setting, because the store knows no port; the port knows what this machine can compute.
    return import_module(getattr(settings, "ZHIFA_HASHING", "zhifa.ports.hashing"))


def suites() -> Mapping[str, Suite]:
    """Every hash suite this machine can verify."""
    found: Mapping[str, Suite] = _hashing().suites()
    return found


def rewrite() -> Rewrite | None:
    """A quick way of writing JSON canonically anew, where the machine has one."""
    found: Rewrite | None = getattr(_hashing(), "rewrite", None)
    return found


def preferred() -> Suite:
    """The suite new events are sealed with."""
    found: Suite = _hashing().preferred()
    return found


def is_postgresql(using: str) -> bool:
    return connections[using].vendor == "postgresql"


def advisory_key(name: str) -> int:
    """A stable 63-bit number for a named lock."""
    return int.from_bytes(hashlib.sha256(f"zhifa.{name}".encode()).digest()[:8], "big") >> 1


def groups(items: Iterable[T], size: int = MANY) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def write_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, using: str = "default") -> None:
    """Insert many rows in the quickest way the database has: COPY on PostgreSQL."""
    if not rows:
        return
    connection = connections[using]
    listed = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if is_postgresql(using):
            with connection.wrap_database_errors, cursor.cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            # The driver is asked itself: Django would turn every value and look through the text for its parameters.
            with connection.wrap_database_errors:
                statement = f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join("?" * len(columns))})'
                cursor.cursor.connection.executemany(statement, rows)


def values(sealed: Sealed) -> tuple[Any, ...]:
    """The columns of an event in the order of COLUMNS."""
    return (
        sealed.stream_kind, sealed.stream_id, sealed.version, sealed.type, sealed.type_version, sealed.occurred,
        sealed.recorded_at, sealed.captured_at, sealed.actor, sealed.payload, sealed.alg, sealed.prev_hash, sealed.hash,
    )  # fmt: skip


def read_personal(cursor: CursorWrapper, event_ids: Sequence[int]) -> dict[int, list[Disclosed]]:
    """The personal values that still exist beside these events."""
    found: dict[int, list[Disclosed]] = {}
    for some in groups(event_ids):
        # Whole numbers from our own rows, written out: SQLite limits how many parameters a statement takes.
        listed = ",".join(str(int(one)) for one in some)
        cursor.execute(
            f"SELECT event_id, path, salt, value FROM journal_personal WHERE event_id IN ({listed}) ORDER BY id"
        )
        for event_id, path, salt, value in cursor.fetchall():
            found.setdefault(event_id, []).append(Disclosed(path, bytes(salt), value))
    return found
