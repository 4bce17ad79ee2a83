"""Where it went wrong: questions verification asks when a count or a root does not agree."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from zhifa.core.journal.audit import Bad
from zhifa.core.journal.hashing import EMPTY, Suite
from zhifa.core.journal.tree import Kept


def first_gap(cursor: CursorWrapper, start: int, stop: int) -> int:
    """The first position between the two that no leaf holds."""
    cursor.execute("SELECT position FROM journal_leaf WHERE position >= %s AND position < %s", [start, stop])
    held = {row[0] for row in cursor.fetchall()}
    return next(at for at in range(start, stop) if at not in held)


def nodes_agree(cursor: CursorWrapper, kept: Sequence[Kept]) -> bool:
    """Whether the kept subtrees are those that were just computed."""
    for height, index, digest in kept:
        cursor.execute('SELECT hash FROM journal_node WHERE height = %s AND "index" = %s', [height, index])
        row = cursor.fetchone()
        if row is None or bytes(row[0]) != digest:
            return False
    return True


def broken_order(cursor: CursorWrapper, suite: Suite, start: int, end: int, against: str) -> Bad:
    """The first event whose link does not follow, between a size that was confirmed and one that was not.

    Every event by itself was sound, so the order was changed, or all of it rewritten; then the links agree with
    the forgery and only the range can be named.
    """
    cursor.execute(
        "SELECT l.position, l.hash, l.link, e.id, e.stream_kind, e.stream_id, e.version FROM journal_leaf l"
        " LEFT JOIN journal_event e ON e.id = l.event_id"
        " WHERE l.position >= %s AND l.position < %s ORDER BY l.position",
        [max(start - 1, 0), end],
    )
    link, first = EMPTY, None
    for position, digest, stored, event_id, kind, stream, version in cursor:
        if position >= start:
            first = first or (position, event_id, kind, stream, version)
            if suite.link(link, bytes(digest)) != bytes(stored):
                return Bad(
                    "顺序与登记不符，事件被调换、删除或者插入", position, event_id, kind or "", stream or "", version
                )
        link = bytes(stored)
    reason = f"与{against}不符，改动在总序第 {start} 至 {end - 1} 个位置之间"
    if first is None:
        return Bad(reason, start)
    return Bad(reason, first[0], first[1], first[2] or "", first[3] or "", first[4])


def unlisted(cursor: CursorWrapper, settled: int) -> Bad | None:
    """An event with a settled id that stands in no position: it was put in afterwards."""
    cursor.execute(
        "SELECT (SELECT count(*) FROM journal_event WHERE id <= %s)"
        " - (SELECT count(*) FROM journal_leaf WHERE event_id <= %s)",
        [settled, settled],
    )
    if cursor.fetchone()[0] == 0:
        return None
    cursor.execute(
        "SELECT e.id, e.stream_kind, e.stream_id, e.version FROM journal_event e WHERE e.id <= %s"
        " AND NOT EXISTS (SELECT 1 FROM journal_leaf l WHERE l.event_id = e.id) ORDER BY e.id LIMIT 1",
        [settled],
    )
    row = cursor.fetchone()
    if row is None:
        return None
    return Bad("事件不在总序中，是事后插入的", None, row[0], row[1], row[2], row[3])


def missing_id(cursor: CursorWrapper) -> Bad | None:
    """On SQLite ids have no gaps, for a rolled back transaction gives them back: a gap is a deleted event."""
    cursor.execute(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'journal_event'), 0), count(*), max(id)"
        " FROM journal_event"
    )
    given, count, highest = cursor.fetchone()
    if count == given:
        return None
    cursor.execute(
        "SELECT e.id + 1 FROM (SELECT 0 AS id UNION ALL SELECT id FROM journal_event) e"
        " WHERE NOT EXISTS (SELECT 1 FROM journal_event n WHERE n.id = e.id + 1) ORDER BY e.id LIMIT 1"
    )
    missing = cursor.fetchone()[0]
    return Bad("事件被删除：编号有空缺", None, missing if missing <= given else highest)
