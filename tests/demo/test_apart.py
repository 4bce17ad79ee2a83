"""In the demonstration nobody is in two places at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhifa.jobs.simulation.apart import APART, apart
from zhifa.jobs.simulation.deeds import Script

NINE = datetime(2024, 3, 4, 9, 0)  # noqa: DTZ001 - the town's clock
NEXT_DAY = NINE + timedelta(days=1)


def visit(key: str, at: datetime, *by: str) -> Script:
    script = Script(key)
    script.take(at - timedelta(minutes=30), "approve", by=("head",))
    script.take(at, "conduct", by=by)
    script.take(at + timedelta(minutes=20), "record", by=by)
    script.take(NEXT_DAY, "archive", by=by)
    return script


def minutes(script: Script) -> list[int]:
    return [int((deed.at - NINE).total_seconds() // 60) for deed in script.deeds]


def test_a_visit_that_would_meet_another_of_one_of_its_officers_begins_later_and_what_follows_with_it() -> None:
    first, second, third = apart([visit("a", NINE, "w", "l"), visit("b", NINE, "w", "s"), visit("c", NINE, "x", "y")])
    day = 24 * 60
    assert minutes(first) == [-30, 0, 20, day]
    assert minutes(second) == [-30, APART, 20 + APART, day], "what came before and the next day stay where they were"
    assert minutes(third) == minutes(first), "others go where they like"
