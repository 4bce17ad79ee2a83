"""Verification of the whole journal: every hash derived again, the order, the tree, the checkpoints, the values."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connections
from django.db.backends.utils import CursorWrapper

from zhifa.core.journal.audit import ALG, ID, Auditor, Bad, Batch, Beside, Flaw, Row, check_personal
from zhifa.core.journal.checkpoint import Checkpoint, Note, read_note
from zhifa.core.journal.tree import Frontier
from zhifa.store.journal import guards, locating
from zhifa.store.journal.rows import E_COLUMNS, is_postgresql, rewrite, suites
from zhifa.store.journal.sequencing import State, load

WINDOW: Final = 256
_LEAVES: Final = "SELECT event_id, hash FROM journal_leaf WHERE position >= %s AND position < %s ORDER BY position"


@dataclass(frozen=True, slots=True)
class Verified:
    """What verification found: how many events were checked, the first bad one if any, and what holds the rest."""

    events: int
    valid: bool
    first_bad: Bad | None
    seconds: float
    placed: int
    checkpoints: int

    @property
    def reason(self) -> str:
        return self.first_bad.reason if self.first_bad else ""


def verify(
    progress: Callable[[int, int], None] | None = None,
    *,
    trusted: Callable[[Note], bool] | None = None,
    kept: Sequence[Note] = (),
    rows: Callable[[], Bad | None] = lambda: None,
    using: str = "default",
) -> Verified:
    """Check everything; stops at the first event that does not hold.

    `progress(done, placed)` is called now and then. `trusted(note)` says whether a stored checkpoint carries the
    right signature. `kept` are checkpoints somebody else held: only these prove that nothing was cut off together
    with its checkpoints. `rows()` asks whoever keeps rows worked out from streams, as cases do, and remembers the last
    event of each: on PostgreSQL the end of a stream that is removed before it is placed leaves no other trace.
    """
    began = time.perf_counter()
    with connections[using].cursor() as cursor, _uncollected():
        try:
            run = _Run(cursor, using, progress)
        except ValueError as error:
            return Verified(0, False, Bad(f"总序的登记读不出来，被改动：{error}"), time.perf_counter() - began, 0, 0)
        bad = run.checkpoints(trusted, kept) or run.placed() or run.unplaced() or run.counted() or rows()
        bad = bad or run.guarded()
    seconds = time.perf_counter() - began
    return Verified(run.events, bad is None, bad, seconds, run.frontier.size, len(run.expected))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector: the pass makes no cycles, and looking for them takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _among(column: str, ids: Sequence[int]) -> str:
    """The condition that covers the ids: a range where they lie close, as they nearly always do, else a list."""
    low, high = min(ids), max(ids)
    if high - low < 2 * WINDOW:
        return f"{column} >= {int(low)} AND {column} <= {int(high)}"
    return f"{column} IN ({','.join(str(int(one)) for one in ids)})"


class _Run:
    """One pass over the journal."""

    def __init__(self, cursor: CursorWrapper, using: str, progress: Callable[[int, int], None] | None) -> None:
        self.cursor = cursor
        self.using = using
        self.progress = progress
        # The payload as bytes, because bytes are hashed; text would be decoded only to be encoded again.
        payload = "convert_to(e.payload, 'UTF8')" if is_postgresql(using) else "CAST(e.payload AS BLOB)"
        self.select = f"SELECT e.id, {E_COLUMNS.replace('e.payload', payload)} FROM journal_event e"
        self.suites = suites()
        self.state: State = load(cursor)
        self.frontier = Frontier(self.suites[self.state.alg])
        self.auditor = Auditor(self.suites, self.find_head, rewrite())
        self.expected: list[Checkpoint] = []
        self.events = 0
        self.good_size = 0
        """The largest size at which the root was confirmed by a checkpoint."""

    def find_head(self, kind: str, stream: str, version: int, before: int | None) -> bytes | None:
        sql = (
            "SELECT e.hash FROM journal_event e LEFT JOIN journal_leaf l ON l.event_id = e.id WHERE e.stream_kind = %s"
        )
        sql += " AND e.stream_id = %s AND e.version = %s" + ("" if before is None else " AND l.position < %s")
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, [kind, stream, version, *([] if before is None else [before])])
            row = cursor.fetchone()
        return bytes(row[0]) if row else None

    def checkpoints(self, trusted: Callable[[Note], bool] | None, kept: Sequence[Note]) -> Bad | None:
        """Read the stored checkpoints; all must be readable, signed and within the size of the tree."""
        self.cursor.execute("SELECT size, root, note FROM journal_checkpoint ORDER BY id")
        notes = list(kept)
        for size, root, text in self.cursor.fetchall():
            try:
                note = read_note(text)
            except ValueError as error:
                return Bad(f"登记的检查点读不出来：{error}", size - 1)
            if (note.checkpoint.size, note.checkpoint.root) != (size, bytes(root)):
                return Bad("检查点的登记与其文本不符", size - 1)
            if trusted and not trusted(note):
                return Bad("检查点的签名不符", size - 1)
            notes.append(note)
        self.expected = sorted({note.checkpoint for note in notes}, key=lambda one: one.size)
        foreign = next((one for one in self.expected if one.alg != self.state.alg), None)
        return Bad(f"检查点用的是算法“{foreign.alg}”，与账簿不同", foreign.size - 1) if foreign else None

    def placed(self) -> Bad | None:
        """The events in the tree, in order of position, with the roots at every checkpoint and at the end."""
        size, pending = self.state.frontier.size, list(self.expected)
        while self.frontier.size < size:
            stop = min(size, self.frontier.size + WINDOW)
            if pending:
                stop = min(stop, pending[0].size)
            if bad := self._window(self.frontier.size, stop):
                return bad
            while pending and pending[0].size == self.frontier.size:
                if pending.pop(0).root != self.frontier.root():
                    return self._locate("检查点")
                self.good_size = self.frontier.size
            if self.progress:
                self.progress(self.events, size)
        if self.frontier.peaks != self.state.frontier.peaks:
            return self._locate("总序登记的根")
        if pending:
            cut = pending[0].size
            return Bad(f"检查点登记了 {cut} 个事件，总序中只有 {size} 个，后面的事件被截去", size)
        return None

    def _window(self, start: int, stop: int) -> Bad | None:
        self.cursor.execute(_LEAVES, [start, stop])
        leaves = self.cursor.fetchall()
        if len(leaves) != stop - start:
            gap = locating.first_gap(self.cursor, start, stop)
            return self._leaves(start, leaves[: gap - start]) or Bad("总序中缺少这个位置，登记被删除", gap)
        if bad := self._leaves(start, leaves):
            return bad
        kept = self.frontier.extend([leaf[1] for leaf in leaves])
        if kept and not locating.nodes_agree(self.cursor, kept):
            return self._locate("总序登记的子树")
        return None

    def _leaves(self, start: int, leaves: Sequence[tuple[int, bytes]]) -> Bad | None:
        """Check the events of consecutive leaves; an event that is gone is bad after those before it were checked."""
        if not leaves:
            return None
        ids = [leaf[0] for leaf in leaves]
        self.cursor.execute(f"{self.select} WHERE {_among('e.id', ids)} ORDER BY e.id")
        rows: list[Row] = self.cursor.fetchall()
        missing = None
        if [row[ID] for row in rows] != ids:
            by_id = {row[ID]: row for row in rows}
            missing = next((index for index, one in enumerate(ids) if one not in by_id), None)
            rows = [by_id[one] for one in ids[:missing]]
        bad = self._check(Batch(rows, start, [leaf[1] for leaf in leaves]))
        if bad is None and missing is not None:
            bad = Bad("总序中登记的事件不见了，事件被删除", start + missing, ids[missing])
        return bad

    def _check(self, batch: Batch) -> Bad | None:
        """Check rows and their personal values; whichever is wrong first."""
        marked, flaw = self.auditor.check(batch)
        sound = len(batch.rows) if flaw is None else flaw.index
        ids = [batch.rows[index][ID] for index in marked if index < sound]
        if ids:
            values = self._beside(ids)
            for index, payload in marked.items():
                row = batch.rows[index]
                if index < sound and (reason := self._personal(row, payload, values)):
                    flaw, sound = Flaw(index, reason), index
        self.events += sound
        return batch.bad(flaw) if flaw else None

    def _beside(self, ids: Sequence[int]) -> dict[int, list[Beside]]:
        """The personal values beside some events; as plain tuples, for there may be millions."""
        found: dict[int, list[Beside]] = {}
        self.cursor.execute(f"SELECT event_id, path, salt, value FROM journal_personal WHERE {_among('event_id', ids)}")
        for event_id, path, salt, value in self.cursor.fetchall():
            found.setdefault(event_id, []).append((path, salt, value))
        return found

    def _personal(self, row: Row, payload: object, values: dict[int, list[Beside]]) -> str | None:
        return check_personal(row, payload, values.get(row[ID], ()), self._erased, self.suites[row[ALG]])

    def _erased(self, kind: str, stream: str) -> set[tuple[int, str]]:
        """The places that personal.erased events of a stream name."""
        self.cursor.execute(
            "SELECT payload FROM journal_event WHERE stream_kind = %s AND stream_id = %s AND type = 'personal.erased'",
            [kind, stream],
        )
        named = set()
        for (text,) in self.cursor.fetchall():
            for place in json.loads(text)["values"]:
                named |= {(place["version"], path) for path in place["paths"]}
        return named

    def _locate(self, against: str) -> Bad:
        return locating.broken_order(
            self.cursor, self.suites[self.state.alg], self.good_size, self.frontier.size, against
        )

    def unplaced(self) -> Bad | None:
        """The committed events the sequencer has not placed yet."""
        last = self.state.settled_id
        while True:
            self.cursor.execute(
                f"{self.select} WHERE e.id > %s AND NOT EXISTS"
                " (SELECT 1 FROM journal_leaf l WHERE l.event_id = e.id) ORDER BY e.id LIMIT %s",
                [last, WINDOW],
            )
            rows: list[Row] = self.cursor.fetchall()
            if not rows:
                return None
            if bad := self._check(Batch(rows)):
                return bad
            last = rows[-1][ID]

    def counted(self) -> Bad | None:
        """Events below the settled id that are in no position, and ids SQLite gave out that are gone."""
        return locating.unlisted(self.cursor, self.state.settled_id) or (
            None if is_postgresql(self.using) else locating.missing_id(self.cursor)
        )

    def guarded(self) -> Bad | None:
        """Whether the triggers that refuse changes stand: every event may still be sound, but nothing keeps it so."""
        gone = guards.missing(self.using)
        return Bad(f"拒绝修改账簿的触发器不见了或者被改动：{'、'.join(gone)}") if gone else None
