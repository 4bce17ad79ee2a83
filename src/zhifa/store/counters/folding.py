"""Adds up what acts appended, and makes all counters anew from the outcome rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, transaction

from zhifa.store.counters.keys import DAY, FIRST, KEYS, MONTH, SUMS, YEAR, Key, as_day

LIMIT: Final = 50_000
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
_DAYS: Final = (
    f"INSERT INTO counter (span, {_KEYS}, {_SUMS}) SELECT '{DAY}', {_KEYS}, SUM(count), SUM(amount_fen) FROM outcome"
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
        _add(cursor, taken, tuple(FIRST))
        return len(taken)


def fold_all() -> int:
    """Move everything that waits into the counters; returns how many changes there were."""
    total = 0
    while taken := fold():
        total += taken
    return total


def recount() -> int:
    """Make every counter anew from the outcome rows; returns how many days, organs and kinds of outcome there are.

    Rows, counters and changes are read from one state: what commits meanwhile keeps its changes, to be added later.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("DELETE FROM counter")
        cursor.execute("DELETE FROM counter_delta")
        cursor.execute(_DAYS)
        cursor.execute(f"SELECT {_KEYS}, {_SUMS} FROM counter")
        days = cursor.fetchall()
        _add(cursor, days, (MONTH, YEAR))
        # Until it knows how the spans are spread, PostgreSQL reads every day to find the years.
        cursor.execute("ANALYZE counter")
        return len(days)


def _add(cursor: Any, rows: Iterable[Sequence[Any]], spans: Sequence[str]) -> None:
    """Add rows to the counters of these spans."""
    sums: dict[Key, list[int]] = {}
    for organ, day, *dims, count, amount in rows:
        first = as_day(day)
        for span in spans:
            held = sums.setdefault((span, organ, FIRST[span](first), *dims), [0, 0])
            held[0] += count
            held[1] += amount
    if told := [(*key, *held) for key, held in sorted(sums.items()) if any(held)]:
        cursor.executemany(_ADD, told)
