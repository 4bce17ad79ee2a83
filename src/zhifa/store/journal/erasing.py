"""Lawful erasure of personal values: the chain keeps its commitments, the values go, and the journal says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connections
from django.db.backends.utils import CursorWrapper

from zhifa.core.events import PERSONAL_ERASED, Event, NewEvent
from zhifa.core.facts import Json
from zhifa.core.values import Moment
from zhifa.store.journal.rows import is_postgresql
from zhifa.store.journal.writing import StaleStream, append

Place = tuple[int, str]
"""The version of an event in its stream and the path of a value in its payload."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many values are gone, how many are held back by a duty to keep them, and the event that records it."""

    values: int
    held: int
    event: Event | None


def erase(
    stream_kind: str,
    stream_id: str,
    expected_version: int,
    *,
    actor: str,
    occurred: Moment,
    reason: str,
    basis: str,
    recorded_at: datetime,
    only: Collection[Place] | None = None,
    using: str = "default",
) -> Erased | StaleStream:
    """Erase the personal values of a stream, or only those at the given places (个人信息保护法 47 条).

    The event personal.erased is written first and names every place; `reason` and `basis` must not themselves hold
    personal data. Values on hold stay and are counted. Where nothing is left to erase, nothing is written.
    """
    with connections[using].cursor() as cursor:
        rows = [row for row in _present(cursor, stream_kind, stream_id, using) if only is None or row[1:3] in only]
        going = [row for row in rows if row[3]]
        if not going:
            return Erased(0, len(rows), None)
        event = NewEvent(
            type=PERSONAL_ERASED, occurred=occurred, actor=actor, payload=_record(going, reason=reason, basis=basis)
        )
        written = append(stream_kind, stream_id, expected_version, [event], recorded_at=recorded_at, using=using)
        if isinstance(written, StaleStream):
            return written
        cursor.executemany("DELETE FROM journal_personal WHERE id = %s", [(row[0],) for row in going])
        return Erased(len(going), len(rows) - len(going), written[0])


def _present(cursor: CursorWrapper, kind: str, stream: str, using: str) -> list[tuple[int, int, str, bool]]:
    lock = " FOR UPDATE OF p" if is_postgresql(using) else ""
    cursor.execute(
        "SELECT p.id, e.version, p.path, p.erasable FROM journal_event e JOIN journal_personal p ON p.event_id = e.id"
        f" WHERE e.stream_kind = %s AND e.stream_id = %s ORDER BY e.version, p.path{lock}",
        [kind, stream],
    )
    return [(row[0], row[1], row[2], bool(row[3])) for row in cursor.fetchall()]


def _record(rows: list[tuple[int, int, str, bool]], *, reason: str, basis: str) -> Mapping[str, Json]:
    places: dict[int, list[str]] = {}
    for _, version, path, _ in rows:
        places.setdefault(version, []).append(path)
    listed: list[Json] = [{"version": version, "paths": paths} for version, paths in sorted(places.items())]
    return {"reason": reason, "basis": basis, "values": listed}


def hold(stream_kind: str, stream_id: str, *, keep: bool, using: str = "default") -> int:
    """Put the personal values of a stream on hold, or release them; returns how many were changed.

    A hold keeps values that a pending remedy or an archive period still needs from being erased.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "UPDATE journal_personal SET erasable = %s WHERE erasable <> %s AND event_id IN"
            " (SELECT id FROM journal_event WHERE stream_kind = %s AND stream_id = %s)",
            [not keep, not keep, stream_kind, stream_id],
        )
        return int(cursor.rowcount)
