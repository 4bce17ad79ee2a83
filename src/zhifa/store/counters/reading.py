"""What statements of `core.statistics` read in the place of the outcome rows, and whether both agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from zhifa.core.statistics import COLUMNS, Indicator
from zhifa.store.counters.keys import DAY, FIRST, KEYS, MONTH, SUMS, YEAR, as_day

_READ: Final = ", ".join((*KEYS, *SUMS))


def covers(wanted: Sequence[Indicator], group: str = "") -> bool:
    """Whether counters hold every column these indicators filter on, and the one they are grouped by."""
    asked = {column for indicator in wanted for column, _ in indicator.where} | ({group} & set(COLUMNS))
    return asked <= set(KEYS)


def relation(start: date, end: date) -> str:
    """Counters of the longest span that fits a period, and what is not yet added up, as a relation of outcomes."""
    counted = f"counter_{span(start, end)}"
    return f"(SELECT {_READ} FROM {counted} UNION ALL SELECT {_READ} FROM counter_delta)"


def organ_years() -> set[tuple[str, int]]:
    """Every organ and year in which anything is counted; a few rows, however many cases there are."""
    found: dict[tuple[str, int], int] = {}
    with connection.cursor() as cursor:
        for source in ("counter_year", "counter_delta"):
            cursor.execute(f"SELECT organ_id, counted_on, SUM(count) FROM {source} GROUP BY organ_id, counted_on")
            for organ, day, count in cursor.fetchall():
                key = (organ, as_day(day).year)
                found[key] = found.get(key, 0) + int(count)
    return {key for key, count in found.items() if count}


def span(start: date, end: date) -> str:
    """Years where a period is made of whole years, months where it is made of whole months, else days."""
    after = end + timedelta(days=1)
    whole = (name for name in (YEAR, MONTH) if FIRST[name](start) == start and FIRST[name](after) == after)
    return next(whole, DAY)


def strays() -> Iterator[tuple[str, tuple[Any, ...], int, int]]:
    """Where counters and outcome rows differ: the span, the key, and count and amount by which counters are above.

    Read inside one state of the database. Years and months are held against the days, the days against the rows.
    """
    keys = ", ".join(KEYS)
    found: dict[tuple[Any, ...], list[int]] = {}
    for table, sign in ((relation(date(1, 1, 1), date(1, 1, 2)), 1), ("outcome", -1)):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {keys}, SUM(count), SUM(amount_fen) FROM {table} o GROUP BY {keys}")
            for *key, count, amount in cursor.fetchall():
                held = found.setdefault(tuple(map(str, key)), [0, 0])
                held[0] += sign * int(count)
                held[1] += sign * int(amount)
    yield from ((DAY, key, *held) for key, held in sorted(found.items()) if any(held))  # type: ignore[misc]
    for longer in (MONTH, YEAR):
        yield from _against_days(longer)


def _against_days(longer: str) -> Iterator[tuple[str, tuple[Any, ...], int, int]]:
    groups = ", ".join(name for name in KEYS if name != "counted_on")
    width = 7 if longer == MONTH else 4
    found: dict[tuple[Any, ...], list[int]] = {}
    with connection.cursor() as cursor:
        for name, sign in ((longer, 1), (DAY, -1)):
            cursor.execute(
                f"SELECT counted_on, {groups}, SUM(count), SUM(amount_fen) FROM counter_{name}"
                f" GROUP BY counted_on, {groups}"
            )
            for day, *key, count, amount in cursor.fetchall():
                held = found.setdefault((str(day)[:width], *key), [0, 0])
                held[0] += sign * int(count)
                held[1] += sign * int(amount)
    yield from ((longer, key, *held) for key, held in sorted(found.items()) if any(held))  # type: ignore[misc]
