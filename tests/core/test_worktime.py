"""Working days and due dates: the vectors of the law sheet, the edges, and properties against a naive count."""

from __future__ import annotations

import time
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.values import Moment
from zhifa.core.worktime import NATURAL, Calendar, Counting, Extension, due

RULES = Path(__file__).parents[2] / "src" / "zhifa" / "rules"
ONE = timedelta(1)


def entries(folder: str) -> list[dict[str, Any]]:
    """Every entry of every TOML file of a folder of the rules."""
    found = []
    for path in sorted((RULES / folder).glob("*.toml")):
        for section in tomllib.loads(path.read_text(encoding="utf-8")).values():
            found += section
    return found


@cache
def shipped() -> Calendar:
    return Calendar.load(entries("calendars"))


@cache
def countings() -> dict[str, Counting]:
    rules = tomllib.loads((RULES / "laws" / "counting.toml").read_text(encoding="utf-8"))
    return {rule["code"]: Counting.load(rule) for rule in rules["counting"]}


def day(text: str) -> date:
    return date.fromisoformat(text)


VECTORS = [
    ("2026-09-30", 7, "workday", "2026-10-15"),
    ("2026-09-30", 20, "workday", "2026-11-03"),
    ("2026-02-12", 5, "workday", "2026-02-26"),
    ("2026-09-22", 15, "day", "2026-10-08"),
    ("2026-07-03", 90, "day", "2026-10-08"),
    ("2026-04-28", 10, "workday", "2026-05-14"),
    ("2026-09-14", 20, "workday", "2026-10-16"),
]


@pytest.mark.parametrize(("start", "length", "unit", "end"), VECTORS)
def test_vectors_of_the_law_sheet(start: str, length: int, unit: Any, end: str) -> None:
    answer = due(shipped(), day(start), length, unit)
    assert answer.due_on == day(end)
    assert not answer.provisional


def test_each_statute_counts_its_own_way() -> None:
    rules, start = countings(), day("2026-09-30")

    def ends(statute: str, length: int) -> date:
        return due(shipped(), start, length, "day", counting=rules[statute]).due_on

    assert ends("行政处罚法", 7) == day("2026-10-15")
    assert ends("行政处罚法", 10) == day("2026-10-10")
    assert ends("行政处罚法", 15) == day("2026-10-15")
    assert ends("行政强制法", 10) == day("2026-10-20")
    assert ends("行政强制法", 30) == day("2026-10-30")
    assert ends("行政许可法", 20) == day("2026-11-03")
    assert ends("道路交通安全违法行为处理程序规定", 15) == day("2026-10-27")
    assert ends("行政复议法", 60) == day("2026-11-30"), "the sixtieth day, 11-29, is a Sunday"
    assert ends("市场监督管理行政处罚程序规定", 7) == day("2026-10-08"), "only 工作日 written out are working days"


def test_make_up_saturday_is_a_working_day_and_holidays_have_names() -> None:
    calendar = shipped()
    assert calendar.is_workday(day("2026-10-10"))
    assert calendar.name(day("2026-10-10")) == "国庆节调休上班"
    assert calendar.name(day("2026-10-06")) == "国庆节"
    assert calendar.name(day("2026-10-11")) == "周末"
    assert calendar.name(day("2026-10-12")) == ""
    assert calendar.is_workday(day("2018-12-29")), "a notice may reach back into December"
    assert not calendar.is_workday(day("2022-12-31"))


def test_statutory_holidays_are_not_all_days_off() -> None:
    calendar = shipped()
    assert calendar.is_statutory(day("2026-10-03"))
    assert not calendar.is_statutory(day("2026-10-04"))
    assert not calendar.is_statutory(day("2024-05-02"))
    assert calendar.is_statutory(day("2025-05-02")), "two days since 2025"
    assert calendar.is_statutory(day("2025-01-28")), "the eve of Spring Festival since 2025"
    assert not calendar.is_statutory(day("2024-02-09"))
    counted = {y: sum(calendar.is_statutory(date(y, 1, 1) + ONE * n) for n in range(365)) for y in (2023, 2024, 2026)}
    assert counted == {2023: 11, 2024: 11, 2026: 13}


def test_backwards_gives_the_latest_day_and_does_not_roll() -> None:
    assert due(shipped(), day("2026-10-12"), -7, "workday").due_on == day("2026-09-24")
    assert due(shipped(), day("2026-10-31"), -30, "day").due_on == day("2026-10-01")
    with pytest.raises(ValueError, match="倒算"):
        due(shipped(), day("2026-10-12"), -7, "workday", pauses=[(day("2026-10-01"), day("2026-10-02"))])


def test_at_once_is_the_same_day_even_on_a_holiday() -> None:
    answer = due(shipped(), day("2026-10-01"), 0, "day")
    assert answer.due_on == day("2026-10-01")
    assert "立即" in answer.trace[0].text


def test_rolls_only_where_the_rule_says_so() -> None:
    assert due(shipped(), day("2026-09-01"), 30, "day", rolls=False).due_on == day("2026-10-01")
    assert due(shipped(), day("2026-09-01"), 30, "day").due_on == day("2026-10-08")


def test_months_and_years_end_on_the_corresponding_day() -> None:
    def ends(start: str, length: int, unit: Any) -> str:
        return due(shipped(), day(start), length, unit, rolls=False).due_on.isoformat()

    assert ends("2024-01-31", 1, "month") == "2024-02-29"
    assert ends("2023-01-31", 1, "month") == "2023-02-28"
    assert ends("2024-02-29", 1, "year") == "2025-02-28"
    assert ends("2024-02-29", 4, "year") == "2028-02-29"
    assert ends("2023-11-30", 3, "month") == "2024-02-29"
    assert ends("2024-12-15", 6, "month") == "2025-06-15"
    assert ends("2024-03-31", -1, "month") == "2024-02-29"


def test_hours_run_on_the_clock() -> None:
    answer = due(shipped(), Moment.parse("2026-09-30T14:30"), 24, "hour")
    assert str(answer.due_at) == "2026-10-01T14:30"
    assert answer.due_on == day("2026-10-01"), "a holiday does not stop the clock"


def test_hours_from_a_bare_date_are_an_interval() -> None:
    answer = due(shipped(), Moment.parse("2024-03-05"), 24, "hour")
    assert answer.due_at is None
    assert (str(answer.earliest), str(answer.latest)) == ("2024-03-06T00:00", "2024-03-06T23:59")
    assert answer.due_on == day("2024-03-06")


def test_pauses_do_not_run_and_overlapping_ones_count_once() -> None:
    pauses = [(day("2024-05-10"), day("2024-05-14")), (day("2024-05-12"), day("2024-05-20"))]
    plain = due(shipped(), day("2024-05-06"), 30, "day", rolls=False)
    paused = due(shipped(), day("2024-05-06"), 30, "day", rolls=False, pauses=pauses)
    assert paused.due_on - plain.due_on == 11 * ONE
    month = due(shipped(), day("2024-05-06"), 1, "month", rolls=False, pauses=pauses)
    assert month.due_on == day("2024-06-17")
    with pytest.raises(ValueError, match="早于始日"):
        due(shipped(), day("2024-05-06"), 30, "day", pauses=[(day("2024-05-14"), day("2024-05-10"))])


def test_extension_adds_to_the_unrolled_end() -> None:
    start = day("2026-07-03")
    assert due(shipped(), start, 90, "day").due_on == day("2026-10-08")
    longer = due(shipped(), start, 90, "day", extensions=[Extension(30)])
    assert longer.due_on == due(shipped(), start, 120, "day").due_on == day("2026-11-02")
    assert due(shipped(), day("2024-11-30"), 3, "month", extensions=[Extension(1)]).due_on == day("2025-03-31")


def test_extension_granted_after_expiry_does_not_count() -> None:
    late = Extension(30, granted_on=day("2026-10-09"))
    answer = due(shipped(), day("2026-07-03"), 90, "day", extensions=[late])
    assert answer.due_on == day("2026-10-08")
    assert any("不计延长" in line.text for line in answer.trace)
    in_time = Extension(30, granted_on=day("2026-10-08"))
    assert due(shipped(), day("2026-07-03"), 90, "day", extensions=[in_time]).due_on > answer.due_on


def test_extension_to_a_day() -> None:
    answer = due(shipped(), day("2024-03-04"), 15, "day", extensions=[Extension(to=day("2024-04-10"))])
    assert answer.due_on == day("2024-04-10")
    back = due(shipped(), day("2024-03-04"), 15, "day", extensions=[Extension(to=day("2024-03-10"))])
    assert back.due_on == day("2024-03-19")


def test_a_missing_year_is_provisional_until_its_notice_arrives() -> None:
    early = due(shipped(), day("2026-12-20"), 15, "workday")
    assert early.provisional
    assert any("暂定" in line.text and "2027" in line.text for line in early.trace)
    assert not shipped().is_workday(day("2027-10-01")), "fixed holidays are known without a notice"
    assert shipped().is_provisional(day("2026-12-29")), "next year's notice may still move the last days of this one"
    assert not shipped().is_provisional(day("2026-12-20"))
    notice = {
        "year": 2027,
        "off": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-06"}],
        "work": [{"name": "元旦", "day": "2027-01-09"}],
    }
    settled = due(Calendar.load([*entries("calendars"), notice]), day("2026-12-20"), 15, "workday")
    assert not settled.provisional
    assert (early.due_on, settled.due_on) == (day("2027-01-11"), day("2027-01-13"))


def test_only_results_that_touch_the_missing_year_are_provisional() -> None:
    assert not due(shipped(), day("2026-12-01"), 5, "workday").provisional
    assert not due(shipped(), day("2026-12-01"), 60, "day", rolls=False).provisional
    assert due(shipped(), day("2026-12-01"), 60, "day").provisional, "whether the last day is a holiday is not settled"


def test_trace_can_be_checked_by_hand() -> None:
    lines = [str(line) for line in due(shipped(), day("2026-09-30"), 7, "workday").trace]
    assert lines[0].startswith("起算：2026-09-30 周三 当日不计入")
    assert "8—10、12—15 日，计 7 个" in lines[1]
    assert "1—7 日国庆节" in lines[1]
    assert lines[-1] == "届满：2026-10-15 周四"
    rolled = [str(line) for line in due(shipped(), day("2026-09-22"), 15, "day").trace]
    assert any("顺延至其后第一个工作日 2026-10-08" in line for line in rolled)
    by_law = due(shipped(), day("2026-09-30"), 7, "day", counting=countings()["行政处罚法"])
    assert "行政处罚法(2021)#85" in by_law.trace[0].text


def test_days_outside_the_calendar_are_named() -> None:
    with pytest.raises(ValueError, match="超出可推算的年份"):
        due(shipped(), date.max, 3, "workday")
    with pytest.raises(ValueError, match="超出可推算的年份"):
        due(shipped(), day("2026-01-01"), 10**6, "workday")
    with pytest.raises(ValueError, match="超出可推算的年份"):
        due(shipped(), day("2026-01-01"), 10**9, "day")
    with pytest.raises(ValueError, match="超出可推算的年份"):
        shipped().corresponding(day("2026-01-01"), 12 * 9000)


# --- properties ----------------------------------------------------------------------------------------------------

days = st.dates(min_value=date(2019, 1, 1), max_value=date(2027, 12, 31))
lengths = st.integers(min_value=1, max_value=90)
units = st.sampled_from(["day", "workday"])


@st.composite
def pause_lists(draw: st.DrawFn) -> list[tuple[date, date]]:
    firsts = draw(st.lists(st.dates(min_value=date(2019, 1, 1), max_value=date(2027, 12, 31)), max_size=4))
    return [(first, first + ONE * draw(st.integers(min_value=0, max_value=40))) for first in firsts]


def naive(start: date, length: int, unit: str, pauses: list[tuple[date, date]]) -> date:
    """Count one day at a time."""
    cursor, left = start, length
    while left:
        cursor += ONE
        if any(first <= cursor <= last for first, last in pauses):
            continue
        left -= unit == "day" or shipped().is_workday(cursor)
    return cursor


@given(days, lengths, units, pause_lists())
def test_agrees_with_counting_day_by_day(start: date, length: int, unit: Any, pauses: list[tuple[date, date]]) -> None:
    assert due(shipped(), start, length, unit, rolls=False, pauses=pauses).due_on == naive(start, length, unit, pauses)


@given(days, lengths, units, pause_lists())
def test_longer_is_later(start: date, length: int, unit: Any, pauses: list[tuple[date, date]]) -> None:
    shorter = due(shipped(), start, length, unit, pauses=pauses).due_on
    assert shorter <= due(shipped(), start, length + 1, unit, pauses=pauses).due_on


@given(days, lengths, units, pause_lists(), days)
def test_a_pause_never_shortens(
    start: date, length: int, unit: Any, pauses: list[tuple[date, date]], more: date
) -> None:
    before = due(shipped(), start, length, unit, pauses=pauses).due_on
    assert before <= due(shipped(), start, length, unit, pauses=[*pauses, (more, more + 3 * ONE)]).due_on


@given(days, st.integers(min_value=-90, max_value=90).filter(bool))
def test_a_count_of_working_days_ends_on_one_and_can_be_counted_back(start: date, number: int) -> None:
    calendar = shipped()
    end = calendar.add_workdays(start, number)
    assert calendar.is_workday(end)
    between = calendar.workdays_between(start, end)
    assert between == number if number > 0 else between in (number, number + 1)


@given(days, lengths)
def test_a_rolled_end_is_a_working_day_and_skips_none(start: date, length: int) -> None:
    plain = due(shipped(), start, length, "day", rolls=False).due_on
    rolled = due(shipped(), start, length, "day").due_on
    assert shipped().is_workday(rolled)
    assert not any(shipped().is_workday(plain + ONE * n) for n in range((rolled - plain).days))


@given(days, lengths, units, pause_lists())
def test_every_answer_can_be_explained(start: date, length: int, unit: Any, pauses: list[tuple[date, date]]) -> None:
    answer = due(shipped(), start, length, unit, counting=NATURAL, pauses=pauses)
    assert answer.trace[-1].text.startswith(f"届满：{answer.due_on}")


def test_fast_enough_for_every_obligation_of_a_district() -> None:
    calendar, start = shipped(), day("2026-03-02")
    began = time.perf_counter()
    for number in range(20_000):
        due(calendar, start, number % 90 + 1, "workday")
    assert time.perf_counter() - began < 1.0, "at least 20,000 a second even on a busy machine; 50,000 when idle"
