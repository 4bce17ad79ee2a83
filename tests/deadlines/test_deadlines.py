"""Deadlines of 2019–2026 worked by hand, day by day, on the printed calendar: the engine must come to the same day.

`working` is the reckoning for a reader. Where it numbers working days, the numbers themselves are tried too.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zhifa.core.values import Moment
from zhifa.core.worktime import NATURAL, Calendar, Counting, Extension, due
from zhifa.ports import rules

FOLDER = Path(__file__).parent
ROWS = [
    pytest.param(row, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.toml"))
    for number, row in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["deadline"], 1)
]
_NUMBERED = re.compile(r"(\d+)月(\d+)日周(.)(（调休上班）)?第(\d+)")


@cache
def calendar() -> Calendar:
    return Calendar.load([entry.data for entry in rules.compiled("calendars").section("calendar")])


@cache
def counting(statute: str, day: date) -> Counting:
    """How the statute counted on that day; a row may not name a statute that was not yet in force."""
    for entry in rules.compiled("laws").section("counting"):
        if entry.code == statute and entry.validity.contains(day):
            return Counting.load(entry.data)
    raise AssertionError(f"{statute} says nothing on {day}")


def test_there_are_two_hundred_over_every_year() -> None:
    rows = [param.values[0] for param in ROWS]
    assert len(rows) >= 200
    assert {str(row["start"])[:4] for row in rows} >= {str(year) for year in range(2019, 2027)}  # type: ignore[index]
    assert len({str({**row, "case": ""}) for row in rows}) == len(rows), "no reckoning is there twice"  # type: ignore[dict-item]


@pytest.mark.parametrize("row", ROWS)
def test_the_engine_comes_to_the_day_that_was_worked_by_hand(row: dict[str, Any]) -> None:
    start = Moment.parse(row["start"])
    answer = due(
        calendar(),
        start,
        row["length"],
        row["unit"],
        counting=counting(row["statute"], start.day) if "statute" in row else NATURAL,
        rolls=row.get("rolls", True),
        pauses=[(date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.get("pauses", ())],
        extensions=[Extension(row["extend"], by_organ=True)] if "extend" in row else (),
    )
    assert str(answer.due_at or answer.due_on) == row["due"], row["working"]
    assert not answer.provisional
    assert answer.trace[-1].text.startswith("届满：" if row["length"] > 0 else "最迟：")


@pytest.mark.parametrize("row", ROWS)
def test_the_numbered_working_days_are_those_of_the_calendar(row: dict[str, Any]) -> None:
    """The reader's own lines hold: numbers run on, each day is a working day of its weekday, the last is the end."""
    found = _NUMBERED.findall(row["working"])
    year, before, number = int(row["start"][:4]), 0, 0
    for month, day, weekday, made_up, said in found:
        year += int(month) < before
        before, number = int(month), (number + 1 if said != "1" else 1)
        stands = date(year, int(month), int(day))
        assert "一二三四五六日"[stands.weekday()] == weekday
        assert calendar().is_workday(stands)
        assert bool(made_up) == (stands.weekday() > 4)
        assert number == int(said)
    if found and "顺延" not in row["working"]:
        assert stands.isoformat() == row["due"]
