"""Adds up what acts appended, and makes all counters anew from the outcome rows."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from zhifa.store.counters.keys import FIRST, KEYS, SUMS, Key, as_day

LIMIT: Final = 20_000
_KEYS, _SUMS = ", ".join(KEYS), ", ".join(SUMS)
_TAKE: Final = (
    "DELETE FROM counter_delta WHERE id IN (SELECT id FROM counter_delta ORDER BY id LIMIT %s)"
    f" RETURNING {_KEYS}, {_SUMS}"
)
_ADD: Final = (
    f"INSERT INTO counter (span, {_KEYS}, {_SUMS}) VALUES ({', '.join(['%s'] * (1 + len(KEYS) + len(SUMS)))})"
    f" ON CONFLICT (span, {_KEYS}) DO UPDATE SET count = counter.count + excluded.count,"
    " amount_fen = counter.amount_fen + excluded.amount_fen"
)
_AGAIN: Final = (
    f"INSERT INTO counter_delta ({_KEYS}, {_SUMS}) SELECT {_KEYS}, SUM(count), SUM(amount_fen) FROM outcome"
    f" GROUP BY {_KEYS}"
)


def fold(limit: int = LIMIT) -> int:
    """Move at most `limit` changes into the counters; returns how many there were.

    Exactly the rows that are deleted are added, so two that fold at the same time cannot count anything twice, and
    what commits late under a lower id is taken the next time. Counters are written in order of their keys.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, [limit])
        taken = cursor.fetchall()
        sums: dict[Key, list[int]] = {}
        for organ, day, *rest in taken:
            *dims, count, amount = rest
            for span, first in FIRST.items():
                held = sums.setdefault((span, organ, first(as_day(day)), *dims), [0, 0])
                held[0] += count
                held[1] += amount
        if told := [(*key, *held) for key, held in sorted(sums.items()) if any(held)]:
            cursor.executemany(_ADD, told)
        return len(taken)


def recount() -> int:
    """Make every counter anew from the outcome rows; returns how many changes that took.

    Rows, counters and changes are read from one state: what commits meanwhile keeps its changes, to be added later.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("DELETE FROM counter")
        cursor.execute("DELETE FROM counter_delta")
        cursor.execute(_AGAIN)
    return fold_all()


def fold_all() -> int:
    """Move everything that waits into the counters; returns how many changes there were."""
    total = 0
    while taken := fold():
        total += taken
    return total
