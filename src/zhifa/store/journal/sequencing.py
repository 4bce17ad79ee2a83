"""The sequencer: gives every committed event a gap-free global position and grows the tree over them.

One runs at a time (advisory lock on PostgreSQL, the write lock on SQLite). Ids say nothing about what was committed:
on PostgreSQL a lower id can appear after a higher one, so nothing here or elsewhere reads `id > cursor`. An id is
settled only when every transaction that may hold an equal or lower one has ended. A transaction that inserts events
holds ROW EXCLUSIVE on the table from before it takes an id until it ends, and pg_locks shows who does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from zhifa.core.journal.canonical import instant
from zhifa.core.journal.checkpoint import Checkpoint, Note, read_note
from zhifa.core.journal.hashing import EMPTY
from zhifa.core.journal.tree import Frontier, Kept
from zhifa.store.journal.rows import advisory_key, is_postgresql, preferred, suites

_LOCK = advisory_key("journal.sequencer")


@dataclass(slots=True)
class State:
    """The row of the tree, while a sequencer holds it."""

    alg: str
    frontier: Frontier
    link: bytes
    settled_id: int
    mark: tuple[int, frozenset[str]] | None


def sequence(limit: int = 20_000, *, using: str = "default") -> int:
    """Place at most `limit` committed events; returns how many. 0 also when another sequencer is at work."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if not _lock(cursor, using):
            return 0
        state = load(cursor)
        settles = _settles(cursor, state) if is_postgresql(using) else None
        rows = _waiting(cursor, state.settled_id, limit)
        if rows:
            _place(cursor, state, rows)
        before = state.settled_id
        if is_postgresql(using):
            if settles is not None and (len(rows) < limit or rows[-1][0] >= settles):
                state.settled_id, state.mark = settles, None
        elif rows:
            state.settled_id = rows[-1][0]
        if rows or before != state.settled_id or state.mark:
            _save(cursor, state)
        return len(rows)


def _lock(cursor: CursorWrapper, using: str) -> bool:
    if not is_postgresql(using):
        return True  # the transaction began IMMEDIATE: it holds the write lock already
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
    return bool(cursor.fetchone()[0])


def load(cursor: CursorWrapper) -> State:
    """The state of the tree; an empty one where no event was placed yet."""
    cursor.execute("SELECT alg, size, peaks, link, settled_id, mark FROM journal_tree WHERE id = 1")
    row = cursor.fetchone()
    if row is None:
        suite = preferred()
        return State(suite.name, Frontier(suite), EMPTY, 0, None)
    alg, size, peaks, link, settled, mark = row
    read = json.loads(mark) if mark else None
    return State(
        alg,
        Frontier.load(suites()[alg], size, bytes(peaks)),
        bytes(link),
        settled,
        (read[0], frozenset(read[1])) if read else None,
    )


def _save(cursor: CursorWrapper, state: State) -> None:
    mark = json.dumps([state.mark[0], sorted(state.mark[1])]) if state.mark else ""
    frontier = state.frontier
    cursor.execute(
        "INSERT INTO journal_tree (id, alg, size, peaks, link, settled_id, mark) VALUES (1, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (id) DO UPDATE SET size = excluded.size, peaks = excluded.peaks, link = excluded.link,"
        " settled_id = excluded.settled_id, mark = excluded.mark",
        [state.alg, frontier.size, frontier.dump(), state.link, state.settled_id, mark],
    )


def _holders(cursor: CursorWrapper) -> frozenset[str]:
    """The transactions that have written, or are about to write, to the table of events."""
    cursor.execute(
        "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE relation = 'journal_event'::regclass"
        " AND mode = 'RowExclusiveLock' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return frozenset(row[0] for row in cursor.fetchall())


def _settles(cursor: CursorWrapper, state: State) -> int | None:
    """The id that becomes settled with this run, if any. The order of the reads matters: id first, holders next,
    the events last; whoever held a lower id and is gone has committed before the events are read."""
    if state.mark is None:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM journal_event_id_seq")
        highest = cursor.fetchone()[0]
        if highest <= state.settled_id:
            return None
        state.mark = (highest, _holders(cursor))
    highest, holders = state.mark
    return highest if not holders or not holders & _holders(cursor) else None


def _waiting(cursor: CursorWrapper, settled: int, limit: int) -> list[tuple[int, bytes]]:
    cursor.execute(
        "SELECT e.id, e.hash FROM journal_event e WHERE e.id > %s"
        " AND NOT EXISTS (SELECT 1 FROM journal_leaf l WHERE l.event_id = e.id) ORDER BY e.id LIMIT %s",
        [settled, limit],
    )
    return [(row[0], bytes(row[1])) for row in cursor.fetchall()]


def _place(cursor: CursorWrapper, state: State, rows: Sequence[tuple[int, bytes]]) -> None:
    suite, position, leaves = suites()[state.alg], state.frontier.size, []
    for event_id, digest in rows:
        state.link = suite.link(state.link, digest)
        leaves.append((position, event_id, digest, state.link))
        position += 1
    kept = state.frontier.extend([row[1] for row in rows])
    cursor.executemany("INSERT INTO journal_leaf (position, event_id, hash, link) VALUES (%s, %s, %s, %s)", leaves)
    keep(cursor, kept)


def keep(cursor: CursorWrapper, kept: Sequence[Kept]) -> None:
    if kept:
        rows: list[tuple[Any, ...]] = list(kept)
        cursor.executemany('INSERT INTO journal_node (height, "index", hash) VALUES (%s, %s, %s)', rows)


def checkpoint(*, origin: str, sign: Callable[[Checkpoint], Note], at: datetime, using: str = "default") -> Note | None:
    """Sign the tree as it stands and keep the note; None while the tree is empty.

    Where nothing was placed since the last checkpoint of this origin, that one is given again.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if is_postgresql(using):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        state = load(cursor)
        if not state.frontier.size:
            return None
        last = last_checkpoint(using=using)
        if last and (last.checkpoint.size, last.checkpoint.origin) == (state.frontier.size, origin):
            return last
        root = state.frontier.root()
        note = sign(Checkpoint(origin, state.frontier.size, root, state.alg, at))
        cursor.execute(
            "INSERT INTO journal_checkpoint (size, root, recorded_at, note) VALUES (%s, %s, %s, %s)",
            [state.frontier.size, root, instant(at), note.text()],
        )
        return note


def last_checkpoint(*, using: str = "default") -> Note | None:
    """The newest checkpoint that is kept, if any."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT note FROM journal_checkpoint ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return read_note(row[0]) if row else None
