"""What was judged on traced days holds for every day on which the guards hold, and is reckoned without judging."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhifa.core.permission import Certificate, Person, RoleHeld
from zhifa.core.procedure.reading import procedure
from zhifa.core.reckoning import Guards, Reckoning
from zhifa.core.stencil import Stencil, Texts, mark
from zhifa.core.tracing import (
    Trace,
    TracedBook,
    TracedCalendar,
    Untraceable,
    plain,
    traced_person,
)
from zhifa.core.values import Validity, show_date
from zhifa.core.worktime import Calendar, due
from zhifa.ports.rules import calendar, rulebook

DAYS = st.lists(st.dates(min_value=date(2022, 1, 1), max_value=date(2026, 10, 1)), min_size=3, max_size=3)


def judged(days: list[date], known: Calendar) -> str:
    """Something a judge might do with three days: compare, count on, count between, look a day up, write days down."""
    first, second, third = days
    end = due(known, first, 7, "workday").due_on
    said = [f"{end}" if second <= end else "late"]
    said.append("far" if (third - first).days > 30 else f"{max(second, third)!r}")
    said.append(str(known.workdays_between(first, second) >= 5))
    said.append("work" if known.is_workday(third) else f"{known.next_workday(third)}")
    said.append(f"{known.corresponding(second, 3)}" if second.year == 2024 else f"{first - timedelta(2)}")
    said.append("same" if first == second else "other" if second != third else "twins")
    return "；".join(said)


@settings(max_examples=400, deadline=None)
@given(DAYS, st.lists(DAYS, min_size=8, max_size=8), st.integers(-3, 3))
def test_where_the_guards_hold_the_answer_is_the_same_but_for_its_days(
    days: list[date], others: list[list[date]], near: int
) -> None:
    trace, known = Trace(), calendar()
    stencil = Stencil.of(judged(trace.given(days), TracedCalendar(known, trace)))  # type: ignore[arg-type]
    guards = Guards.of(trace.guards)
    assert guards.hold(Reckoning(days, known)), "the days it was judged on are days it holds for"
    for other in (days, *others, [day + timedelta(near) for day in days], [day + timedelta(7) for day in days]):
        reckoning = Reckoning(other, known)
        if guards.hold(reckoning):
            words = {}
            for how, number in trace.shown.items():
                day = reckoning.value(how)
                words |= {number: day.isoformat(), number + 1: repr(day)}
            assert stencil.fill(words) == judged(other, known)


def test_rules_asked_for_hold_until_just_these_change() -> None:
    """The catalogue changes every month, the procedure of penalties does not: only what was asked for is a bound."""
    book, trace = rulebook(), Trace()
    (day,) = trace.given([date(2024, 3, 5)])
    asked = TracedBook(book, trace).as_of(day).entry("matter", "traffic.red_light")
    assert asked is not None
    (bound,) = Guards.of(trace.guards).bounds
    assert bound[1:] == (asked.validity.start, asked.validity.end)
    assert TracedBook(book, trace).as_of(date(2024, 3, 5)) is book.as_of(date(2024, 3, 5)), "a plain day leaves none"


def test_a_procedure_holds_until_its_own_entries_change() -> None:
    """On every day on which its guards hold it is the very same, variants as well; other procedures may change."""
    book, day, known = rulebook(), date(2024, 3, 5), calendar()
    turns, last = [date(1990, 1, 1)], date(1990, 1, 1)
    while last := book.next_change(frozenset(book.sections()), last):  # type: ignore[assignment]
        turns += [last - timedelta(1), last]
    holding: dict[str, list[date]] = {}
    for code in book.as_of(day).entries("procedure"):
        trace = Trace()
        found = procedure(TracedBook(book, trace).as_of(*trace.given([day])), code)
        guards = Guards.of(trace.guards)
        holding[code] = [turn for turn in turns if guards.hold(Reckoning([turn], known))]
        assert [turn for turn in holding[code] if procedure(book.as_of(turn), code) != found] == []
    changed = date(2024, 11, 1)
    assert book.as_of(changed).entries("procedure") != book.as_of(day).entries("procedure")
    assert changed in holding["penalty.simple"]
    assert changed in holding["penalty.ordinary.traffic"], "a variant is cut where its base is, and nowhere else"
    assert date(2021, 7, 14) not in holding["penalty.simple"], "the law of penalties was another one"


def test_texts_are_filled_in_at_once_as_each_by_itself() -> None:
    texts = [f"甲{mark(3)}", "", f"100%{mark(12)}\n{mark(3)}", "乙"]
    words = {3: "张%三", 12: "李四"}
    assert Texts.of(texts).fill(words) == [Stencil.of(text).fill(words) for text in texts]
    assert Texts.of([]).fill(words) == []
    with pytest.raises(ValueError, match="no text has"):
        Texts.of(["甲\0乙"])


@pytest.mark.parametrize(
    "deed", [hash, lambda day: {day: 1}, lambda day: day.toordinal(), show_date, lambda day: f"{day:%d}"]
)
def test_what_cannot_be_followed_holds_for_fewer_days(deed: object) -> None:
    trace, known, day = Trace(), calendar(), date(2024, 3, 5)
    deed(*trace.given([day]))  # type: ignore[operator]
    guards = Guards.of(trace.guards)
    assert guards.hold(Reckoning([day], known))
    assert not guards.hold(Reckoning([day + timedelta(1)], known))


def test_a_person_is_asked_for_what_another_must_be_able_to() -> None:
    trace, day = Trace(), date(2024, 3, 5)
    held = Person("a", "甲", (RoleHeld("officer", ""),), (Certificate("1", Validity(date(2024, 1, 1), None)),))
    other = traced_person(held, id="x", name="y", place=0, trace=trace)
    (traced,) = trace.given([day])
    assert other.may_act_as(("officer",), traced)
    assert other.certificate_on(traced)
    assert trace.roles == {(0, ("given", 0)): frozenset({"officer"})}
    assert trace.certified == {(0, ("given", 0))}
    with pytest.raises(Untraceable):
        other.certificate_on(traced - timedelta(100))


def test_a_trace_is_left_off_again() -> None:
    trace = Trace()
    (day,) = trace.given([date(2024, 3, 5)])
    assert type(plain(day)) is date
    assert type(plain((day - date(2024, 3, 1)).days)) is int
