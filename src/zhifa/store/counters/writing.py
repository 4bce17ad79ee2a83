"""What an act changed in the counts, appended in its own transaction: one statement, and no row that others write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db import connection

from zhifa.store.counters.keys import KEYS, SUMS, Key

_INSERT: Final = (
    f"INSERT INTO counter_delta ({', '.join((*KEYS, *SUMS))}) VALUES ({', '.join(['%s'] * len((*KEYS, *SUMS)))})"
)


def moved(before: Iterable[Any], after: Iterable[Any]) -> None:
    """Outcome rows went and came, in the transaction of the caller; what cancels out leaves no trace.

    Whoever writes outcome rows calls this with those that were there and those that are there now.
    """
    sums: dict[Key, list[int]] = {}
    for rows, sign in ((before, -1), (after, 1)):
        for row in rows:
            held = sums.setdefault(tuple(getattr(row, name) for name in KEYS), [0, 0])
            held[0] += sign * row.count
            held[1] += sign * row.amount_fen
    if told := [(*key, *held) for key, held in sums.items() if any(held)]:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, told)
