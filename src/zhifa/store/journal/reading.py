"""Reading streams and the global order. Personal values come back in their places while they exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

from zhifa.core.events import Event
from zhifa.core.journal.canonical import MARK, Sealed
from zhifa.core.journal.sealing import unseal
from zhifa.store.journal.rows import E_COLUMNS, MANY, groups, read_personal

_SELECT = f"SELECT e.id, l.position, {E_COLUMNS} FROM journal_event e LEFT JOIN journal_leaf l ON l.event_id = e.id"
PAYLOAD = 9


def to_sealed(row: Sequence[Any]) -> Sealed:
    """The sealed event of a row in the order of COLUMNS."""
    return Sealed(*row[:-2], bytes(row[-2]), bytes(row[-1]))  # type: ignore[call-arg]


def _events(cursor: CursorWrapper, rows: Sequence[Sequence[Any]]) -> list[Event]:
    personal = read_personal(cursor, [row[0] for row in rows if MARK in row[2 + PAYLOAD]])
    return [unseal(to_sealed(row[2:]), personal.get(row[0], ()), row[1]) for row in rows]


def read_stream(
    stream_kind: str, stream_id: str, upto_version: int | None = None, *, using: str = "default"
) -> list[Event]:
    """The events of one stream in order of version; an unknown stream is empty."""
    sql, parameters = f"{_SELECT} WHERE e.stream_kind = %s AND e.stream_id = %s", [stream_kind, stream_id]
    with connections[using].cursor() as cursor:
        if upto_version is None:
            cursor.execute(f"{sql} ORDER BY e.version", parameters)
        else:
            cursor.execute(f"{sql} AND e.version <= %s ORDER BY e.version", [*parameters, upto_version])
        return _events(cursor, cursor.fetchall())


def read_streams(stream_kind: str, stream_ids: Iterable[str], *, using: str = "default") -> dict[str, list[Event]]:
    """The events of many streams of one kind; every asked id has an entry, empty where there is no stream."""
    found: dict[str, list[Event]] = {one: [] for one in stream_ids}
    with connections[using].cursor() as cursor:
        for some in groups(found, MANY):
            cursor.execute(
                f"{_SELECT} WHERE e.stream_kind = %s AND e.stream_id IN ({', '.join(['%s'] * len(some))})"
                " ORDER BY e.stream_id, e.version",
                [stream_kind, *some],
            )
            for event in _events(cursor, cursor.fetchall()):
                found[event.stream_id].append(event)
    return found


def streams_since(stream_kind: str, position: int, *, using: str = "default") -> set[str]:
    """The streams of a kind that have an event at or behind a global position, or one not placed yet."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT e.stream_id FROM journal_leaf l JOIN journal_event e ON e.id = l.event_id"
            " WHERE l.position >= %s AND e.stream_kind = %s",
            [position, stream_kind],
        )
        found = {str(row[0]) for row in cursor.fetchall()}
        cursor.execute(
            "SELECT DISTINCT e.stream_id FROM journal_event e LEFT JOIN journal_leaf l ON l.event_id = e.id"
            " WHERE e.id > COALESCE((SELECT settled_id FROM journal_tree WHERE id = 1), 0)"
            " AND l.event_id IS NULL AND e.stream_kind = %s",
            [stream_kind],
        )
        return found | {str(row[0]) for row in cursor.fetchall()}


def read_from(position: int, limit: int, *, using: str = "default") -> list[Event]:
    """The events from a global position on, at most `limit`; only what the sequencer has placed is seen."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, l.position, {E_COLUMNS} FROM journal_leaf l JOIN journal_event e ON e.id = l.event_id"
            " WHERE l.position >= %s ORDER BY l.position LIMIT %s",
            [position, limit],
        )
        return _events(cursor, cursor.fetchall())


def next_position(consumer: str, *, using: str = "default") -> int:
    """The position a consumer reads next; locked until the end of the transaction where there is one."""
    connection = connections[using]
    lock = " FOR UPDATE" if connection.in_atomic_block and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT position FROM journal_consumer WHERE name = %s{lock}", [consumer])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def advance(consumer: str, position: int, *, using: str = "default") -> None:
    """Remember the position a consumer reads next; called in the transaction of its output."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_consumer (name, position) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
            [consumer, position],
        )
