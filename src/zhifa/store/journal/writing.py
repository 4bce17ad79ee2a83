"""Appending to streams, inside the caller's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.db.backends.utils import CursorWrapper

from zhifa.core.events import Event, NewEvent
from zhifa.core.journal.sealing import Head, Prepared, seal
from zhifa.store.journal.rows import COLUMNS, WIDTH, groups, is_postgresql, preferred, values
from zhifa.store.journal.staging import EVENT_COLUMNS, EVENTS, PERSONAL, PERSONAL_COLUMNS, Table, staged

_PLACES = "(" + ", ".join(["%s"] * WIDTH) + ")"
_PERSONAL = "INSERT INTO journal_personal (event_id, path, salt, value, erasable) VALUES (%s, %s, %s, %s, %s)"
_AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class StaleStream:
    """Somebody else has written to the stream since the caller read it; nothing of this append may remain.

    The caller rolls its transaction back, reads again and decides again.
    """

    stream_kind: str
    stream_id: str
    expected_version: int
    found_version: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The new events of one stream, for bulk_append."""

    stream_kind: str
    stream_id: str
    events: Sequence[NewEvent]
    head: Head = Head()


def head(stream_kind: str, stream_id: str, *, using: str = "default") -> Head:
    """The last event of a stream; version 0 where there is none."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT version, hash FROM journal_event WHERE stream_kind = %s AND stream_id = %s"
            " ORDER BY version DESC LIMIT 1",
            [stream_kind, stream_id],
        )
        row = cursor.fetchone()
    return Head(row[0], bytes(row[1])) if row else Head()


def append(
    stream_kind: str,
    stream_id: str,
    expected_version: int,
    new_events: Sequence[NewEvent],
    *,
    recorded_at: datetime,
    last_hash: bytes | None = None,
    captured_at: datetime | None = None,
    using: str = "default",
) -> list[Event] | StaleStream:
    """Write events behind version `expected_version` of a stream (0: a new one), or say that it has moved on.

    With `last_hash` (the hash of that version, which the caller read with the case it locked) nothing is read: one
    INSERT for the events and one for their personal values, if any. ValueError when an event cannot be written down.
    Where a version was taken meanwhile, the innermost transaction block is marked for rollback, so that no half of
    the append can be committed by mistake.
    """
    if not new_events:
        return []
    _demand_transaction(using)
    if last_hash is None and expected_version:
        known = head(stream_kind, stream_id, using=using)
        if known.version != expected_version:
            return StaleStream(stream_kind, stream_id, expected_version, known.version)
    else:
        known = Head(expected_version, last_hash) if last_hash and expected_version else Head()
    prepared = seal(
        stream_kind=stream_kind,
        stream_id=stream_id,
        head=known,
        proposed=new_events,
        recorded_at=recorded_at,
        captured_at=captured_at,
        salts=secrets.token_bytes,
        suite=preferred(),
    )
    with connections[using].cursor() as cursor:
        for some in groups(prepared, _AT_ONCE):
            ids = _insert(cursor, some, using)
            if ids is None:
                return StaleStream(stream_kind, stream_id, expected_version)
            _insert_personal(cursor, ((ids[one.sealed.version], one) for one in some))
    return [one.event for one in prepared]


def _demand_transaction(using: str) -> None:
    if not connections[using].in_atomic_block:
        raise RuntimeError("append belongs into the transaction of its effect: open transaction.atomic() around it")


def _insert(cursor: CursorWrapper, prepared: Sequence[Prepared], using: str) -> dict[int, int] | None:
    """Insert the rows in one statement; version → id, or None when a version is taken.

    On PostgreSQL an error would spoil the whole transaction, so the conflict is passed over and seen in what comes
    back. On SQLite an error undoes the statement alone, and leaves no gap in the ids as passing over would.
    """
    clause = " ON CONFLICT DO NOTHING" if is_postgresql(using) else ""
    sql = f"INSERT INTO journal_event ({COLUMNS}) VALUES {', '.join([_PLACES] * len(prepared))}{clause}"
    parameters = [value for one in prepared for value in values(one.sealed)]
    try:
        cursor.execute(f"{sql} RETURNING version, id", parameters)
        ids = dict(cursor.fetchall())
    except IntegrityError:
        ids = {}
    if len(ids) == len(prepared):
        return ids
    transaction.set_rollback(True, using=using)
    return None


def _insert_personal(cursor: CursorWrapper, prepared: Iterable[tuple[int, Prepared]]) -> None:
    rows = [
        (event_id, value.path, value.salt, value.value, True) for event_id, one in prepared for value in one.personal
    ]
    if len(rows) == 1:
        cursor.execute(_PERSONAL, rows[0])
    elif rows:
        cursor.executemany(_PERSONAL, rows)


def bulk_append(
    batches: Iterable[Batch],
    *,
    recorded_at: datetime,
    captured_at: datetime | None = None,
    using: str = "default",
) -> list[Event] | StaleStream:
    """Write the events of many streams, for imports and light cases; what was written, or the first conflict.

    All or nothing. Each stream is named at most once; its head is taken as given, a new stream by default.
    """
    _demand_transaction(using)
    written: list[Event] = []
    suite = preferred()
    for some in groups(batches, 2000):
        prepared = [
            one
            for batch in some
            for one in seal(
                stream_kind=batch.stream_kind,
                stream_id=batch.stream_id,
                head=batch.head,
                proposed=batch.events,
                recorded_at=recorded_at,
                captured_at=captured_at,
                salts=secrets.token_bytes,
                suite=suite,
            )
        ]
        try:
            tables = sealed_tables(list(map(_line, prepared)))
            with transaction.atomic(using=using), staged(tables, using=using) as rows:
                rows.write()
        except IntegrityError:
            stale = _conflict(some, using)
            transaction.set_rollback(True, using=using)
            return stale
        written += [one.event for one in prepared]
    return written


@dataclass(slots=True)  # one for each row: frozen takes three times as long
class Line:
    """A sealed event as its row, and path, salt and text of each personal value: plain, to be handed over processes."""

    row: tuple[Any, ...]
    personal: tuple[tuple[str, bytes, str], ...] = ()


def _line(one: Prepared) -> Line:
    return Line(values(one.sealed), tuple((item.path, item.salt, item.value) for item in one.personal))


def sealed_tables(lines: Sequence[Line]) -> dict[str, Table]:
    """The rows of first events of new streams that were sealed elsewhere, to be `staged`; writing them fails with
    IntegrityError where such a stream is there."""
    events = [(number, *one.row) for number, one in enumerate(lines)]
    personal = [(number, *value, True) for number, one in enumerate(lines) for value in one.personal]
    return {EVENTS: (EVENT_COLUMNS, events), PERSONAL: (PERSONAL_COLUMNS, personal)}


def _conflict(batches: Sequence[Batch], using: str) -> StaleStream:
    """Which of the batches met a stream that had moved on, or was named twice."""
    seen: set[tuple[str, str]] = set()
    for batch in batches:
        key = (batch.stream_kind, batch.stream_id)
        found = head(*key, using=using)
        if found.version != batch.head.version or key in seen:
            return StaleStream(*key, batch.head.version, found.version)
        seen.add(key)
    return StaleStream(batches[0].stream_kind, batches[0].stream_id, batches[0].head.version)
