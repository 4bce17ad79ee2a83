"""What an act changed in the counts, appended in its own transaction: one statement, and no row that others write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, Final

from django.db import connection

from zhifa.store.counters.keys import KEYS, SUMS, Key
from zhifa.store.journal.rows import write_rows
from zhifa.store.rowvalues import Values

MANY: Final = 50
"""From so many rows on, as a batch of light cases has them, a COPY is quicker than an INSERT."""
TABLE: Final = "counter_delta"
COLUMNS: Final = (*KEYS, *SUMS)
_INSERT: Final = f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"


def moved(names: Sequence[str], before: Iterable[Sequence[Any]], after: Iterable[Sequence[Any]]) -> None:
    """Outcome rows went and came, in the transaction of the caller; what cancels out leaves no trace.

    Whoever writes outcome rows calls this with those that were there and those that are there now, as values in the
    order of `names`.
    """
    if told := moves(names, before, after):
        if len(told) > MANY:
            write_rows(TABLE, COLUMNS, told)
            return
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, told)


def moves(names: Sequence[str], before: Iterable[Sequence[Any]], after: Iterable[Sequence[Any]]) -> list[Values]:
    """The same as rows of `TABLE`, for who writes them himself."""
    key = itemgetter(*(names.index(name) for name in KEYS))
    count, amount = (names.index(name) for name in SUMS)
    sums: dict[Key, list[int]] = {}
    for rows, sign in ((before, -1), (after, 1)):
        for row in rows:
            held = sums.setdefault(key(row), [0, 0])
            held[0] += sign * row[count]
            held[1] += sign * row[amount]
    return [(*said, *held) for said, held in sums.items() if any(held)]
