"""Making proofs for people outside: of the events of one stream, and of one checkpoint growing into another."""

from __future__ import annotations

from functools import lru_cache

from django.db import connections
from django.db.backends.utils import CursorWrapper

from zhifa.core.journal.canonical import Disclosed
from zhifa.core.journal.checkpoint import Note
from zhifa.core.journal.hashing import Suite
from zhifa.core.journal.proof import Proof, Proven
from zhifa.core.journal.tree import TILE_HEIGHT, Subtree, consistency, inclusion
from zhifa.store.journal.reading import to_sealed
from zhifa.store.journal.rows import E_COLUMNS, read_personal, suites


def _stored(cursor: CursorWrapper, suite: Suite) -> Subtree:
    """Complete subtrees from the kept ones: a tile of 256 hashes is read at a time, the rest is computed."""

    @lru_cache(maxsize=64)
    def tile(height: int, number: int) -> list[bytes]:
        first = number << TILE_HEIGHT
        if height:
            cursor.execute(
                'SELECT hash FROM journal_node WHERE height = %s AND "index" >= %s AND "index" < %s ORDER BY "index"',
                [height, first, first + (1 << TILE_HEIGHT)],
            )
        else:
            cursor.execute(
                "SELECT hash FROM journal_leaf WHERE position >= %s AND position < %s ORDER BY position",
                [first, first + (1 << TILE_HEIGHT)],
            )
        return [bytes(row[0]) for row in cursor.fetchall()]

    def subtree(height: int, index: int) -> bytes:
        if height % TILE_HEIGHT == 0:
            return tile(height, index >> TILE_HEIGHT)[index % (1 << TILE_HEIGHT)]
        return suite.node(subtree(height - 1, 2 * index), subtree(height - 1, 2 * index + 1))

    return subtree


def prove(
    stream_kind: str,
    stream_id: str,
    note: Note,
    public_key: str,
    *,
    with_personal: bool = False,
    using: str = "default",
) -> Proof:
    """The proof that the events of a stream stand under a checkpoint; later ones are left out.

    Personal values are shown only when asked for: the commitments alone prove the record.
    """
    size = note.checkpoint.size
    suite = suites()[note.checkpoint.alg]
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, l.position, {E_COLUMNS} FROM journal_event e JOIN journal_leaf l ON l.event_id = e.id"
            " WHERE e.stream_kind = %s AND e.stream_id = %s AND l.position < %s ORDER BY e.version",
            [stream_kind, stream_id, size],
        )
        rows = cursor.fetchall()
        personal: dict[int, list[Disclosed]] = read_personal(cursor, [row[0] for row in rows]) if with_personal else {}
        subtree = _stored(cursor, suite)
        proven = tuple(
            Proven(
                to_sealed(row[2:]),
                row[1],
                tuple(inclusion(row[1], size, subtree, suite)),
                tuple(personal.get(row[0], ())),
            )
            for row in rows
        )
    return Proof(note, public_key, proven)


def prove_consistency(first: int, second: int, *, alg: str, using: str = "default") -> list[bytes]:
    """The hashes that show the journal of size `first` to be the beginning of that of size `second`."""
    suite = suites()[alg]
    with connections[using].cursor() as cursor:
        return consistency(first, second, _stored(cursor, suite), suite)
