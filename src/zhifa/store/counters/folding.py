"""Adds up what acts appended, and makes all counters anew from the outcome rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, transaction

from zhifa.store.counters.keys import FIRST, KEYS, MONTH, SUMS, YEAR, Key, as_day

LIMIT: Final = 50_000
_KEYS, _SUMS = ", ".join(KEYS), ", ".join(SUMS)
_TAKE: Final = (
    "DELETE FROM counter_delta WHERE id IN (SELECT id FROM counter_delta ORDER BY id LIMIT %s)"
    f" RETURNING {_KEYS}, {_SUMS}"
)
_ADD: Final = {
    span: f"INSERT INTO counter_{span} ({_KEYS}, {_SUMS}) VALUES ({', '.join(['%s'] * len((*KEYS, *SUMS)))})"
    f" ON CONFLICT ({_KEYS}) DO UPDATE SET count = counter_{span}.count + excluded.count,"
    f" amount_fen = counter_{span}.amount_fen + excluded.amount_fen"
    for span in FIRST
}
_DAYS: Final = (
    f"INSERT INTO counter_day ({_KEYS}, {_SUMS}) SELECT {_KEYS}, SUM(count), SUM(amount_fen) FROM outcome"
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
        for table in (*(f"counter_{span}" for span in FIRST), "counter_delta"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(_DAYS)
        cursor.execute(f"SELECT {_KEYS}, {_SUMS} FROM counter_day")
        days = cursor.fetchall()
        _add(cursor, days, (MONTH, YEAR))
        return len(days)


def _add(cursor: Any, rows: Iterable[Sequence[Any]], spans: Sequence[str]) -> None:
    """Add rows to the counters of these spans."""
    sums: dict[str, dict[Key, list[int]]] = {span: {} for span in spans}
    for organ, day, *dims, count, amount in rows:
        first = as_day(day)
        for span in spans:
            held = sums[span].setdefault((organ, FIRST[span](first), *dims), [0, 0])
            held[0] += count
            held[1] += amount
    for span, found in sums.items():
        if told := [(*key, *held) for key, held in sorted(found.items()) if any(held)]:
            cursor.executemany(_ADD[span], told)
