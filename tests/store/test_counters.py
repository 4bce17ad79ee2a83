"""Counters say what the outcome rows say, after whatever acts did, folded or not, and whoever folds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import town as bench_town
from tests.acts.conftest import town, wang  # noqa: F401 - fixtures
from tests.acts.test_light import light
from tests.acts.yearbook import a_year
from tests.store.random_acts import Driver
from zhifa.acts.cases import correct_step
from zhifa.acts.light import Entered, enter_light
from zhifa.acts.watching import look_again
from zhifa.acts.work import Actor, Recorded
from zhifa.core.procedure.taking import Correction
from zhifa.core.statistics import indicators
from zhifa.core.values import Moment
from zhifa.jobs import watch
from zhifa.ports import clock
from zhifa.ports.rules import rulebook
from zhifa.store import counters
from zhifa.store.casework.models import Case, Outcome
from zhifa.store.counters.keys import KEYS, SUMS
from zhifa.store.counters.models import DayCounter, Delta, MonthCounter, YearCounter
from zhifa.store.readers.statistics import form_sheets
from zhifa.store.registry.models import Organ

RULES = rulebook().as_of(date(2024, 12, 31))


def printed(*, rows: bool) -> list[object]:
    return [(s.rule.code, s.lines, s.total) for s in form_sheets("chongqing", 2024, None, RULES, rows=rows)]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_counters_follow_random_acts_at_every_moment(seed: int) -> None:
    bench_town.found_town()
    driver = Driver(random.Random(seed))
    driver.run(50)
    assert Delta.objects.exists()
    assert list(counters.strays()) == []
    counters.fold_all()
    assert DayCounter.objects.exists()
    driver.run(50)
    assert list(counters.strays()) == []
    counters.fold_all()
    assert not Delta.objects.exists()
    assert list(counters.strays()) == []


@pytest.mark.django_db
def test_the_tables_of_a_year_are_the_same_from_counters_and_from_rows(wang: Actor) -> None:  # noqa: F811
    a_year(wang)
    before = printed(rows=True)
    assert printed(rows=False) == before
    counters.fold_all()
    assert printed(rows=False) == before
    assert any(total for _, _, line in before for total in line.values)  # type: ignore[misc,attr-defined]


@pytest.mark.django_db
def test_tables_from_rows_read_the_rows_of_their_figures_alone(wang: Actor) -> None:  # noqa: F811
    """A year of a bureau has three million rows; a table of some inspections does not go through all of them."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        printed(rows=True)
        statements = [one["sql"] for one in asked.captured_queries if " FROM outcome " in one["sql"]]
        assert len(statements) > 3
        for sql in statements:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert "(organ_id=? AND code=? AND counted_on>" in str(cursor.fetchone()[-1]), sql


@pytest.mark.django_db
def test_a_correction_moves_a_decision_to_another_year(wang: Actor) -> None:  # noqa: F811
    cases = a_year(wang)
    counters.fold_all()
    row = Outcome.objects.get(case_id=cases["fine"], code="penalty.decided")
    later = Moment.parse("2025-03-05T09:30")
    done = correct_step(
        cases["fine"],
        Correction(row.version, wang.id, "日期、金额写错", at=later, facts={"decision.fine": "150"}),
        actor=wang,
    )
    assert isinstance(done, Recorded), done
    assert list(counters.strays()) == []
    assert printed(rows=False) == printed(rows=True)
    counters.fold_all()
    assert list(counters.strays()) == []
    of_years = YearCounter.objects.filter(
        code="penalty.decided", procedure="penalty.simple", kind="罚款", organ_id="lq"
    )
    assert list(of_years.order_by("counted_on").values_list("counted_on__year", "count", "amount_fen")) == [
        (2023, 1, 10000),
        (2024, 1, 5000),
        (2025, 2, 25000),
    ]


@pytest.mark.django_db
def test_a_case_worked_out_anew_changes_nothing(wang: Actor) -> None:  # noqa: F811
    cases = a_year(wang)
    counters.fold_all()
    for case in cases.values():
        look_again(case)
    assert not Delta.objects.exists()


@pytest.mark.django_db
def test_what_went_astray_is_found_and_counted_anew(wang: Actor) -> None:  # noqa: F811
    a_year(wang)
    counters.fold_all()
    DayCounter.objects.filter(code="penalty.decided").update(count=7)
    YearCounter.objects.filter(code="permit.granted").delete()
    assert {span for span, *_ in counters.strays()} == {"day", "month", "year"}
    counters.recount()
    assert list(counters.strays()) == []
    assert printed(rows=False) == printed(rows=True)


@pytest.mark.django_db
def test_rows_the_watch_puts_right_are_counted_anew(wang: Actor) -> None:  # noqa: F811
    cases = a_year(wang)
    wrong = Outcome.objects.filter(case_id=cases["fine"], code="penalty.decided")
    wrong.update(amount_fen=1)
    counters.recount()
    row = Case.objects.get(pk=cases["fine"])
    row.rules, row.digests["Outcome"], row.next_check_on = "other rules", "of other rows", date(2024, 6, 1)
    row.save()
    with clock.at(datetime(2026, 11, 20, 2, tzinfo=UTC)):
        assert watch.run_once().failed == ()
    assert wrong.get().amount_fen == 10_000
    assert list(counters.strays()) == []


@pytest.mark.django_db
def test_light_cases_entered_in_bulk_are_counted(town: Organ, wang: Actor) -> None:  # noqa: F811
    done = enter_light("lq", [light(f"渝A{number:05}") for number in range(30)], actor=wang)
    assert isinstance(done, Entered), done
    assert Outcome.objects.filter(code="penalty.decided").count() == 30
    assert Delta.objects.count() <= 4, "what is alike is appended once for the batch"
    assert list(counters.strays()) == []


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "year"),
        (date(2020, 1, 1), date(2024, 12, 31), "year"),
        (date(2024, 2, 1), date(2024, 2, 29), "month"),
        (date(2023, 2, 1), date(2024, 1, 31), "month"),
        (date(2024, 1, 1), date(2024, 12, 30), "day"),
        (date(2024, 1, 2), date(2024, 12, 31), "day"),
    ],
)
def test_the_longest_span_that_fits(start: date, end: date, span: str) -> None:
    assert f"counter_{span} " in counters.relation(start, end)


def test_what_counters_do_not_know_is_read_from_the_rows() -> None:
    known = indicators(RULES)
    assert counters.covers(list(indicators(RULES).values()), "organ_id")
    assert not counters.covers([known["penalty.total"]], "matter")


@pytest.mark.django_db(transaction=True)
def test_two_that_fold_while_a_third_appends_count_everything_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    many, start = 300, Barrier(3)

    def append() -> None:
        for number in range(many):
            row = ("lq", date(2024, 1 + number % 12, 3), "penalty.decided", 1, "penalty.simple", "罚款", "", 0, 0, 1, 5)
            counters.moved((*KEYS, *SUMS), (), (row,))

    def fold() -> None:
        for _ in range(150):
            counters.fold(7)

    threads = [Thread(target=_alone(deed, start)) for deed in (append, fold, fold)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counters.fold_all()
    assert list(YearCounter.objects.values_list("count", flat=True)) == [many]
    assert sum(MonthCounter.objects.values_list("amount_fen", flat=True)) == many * 5


def _alone(deed: Callable[[], None], start: Barrier) -> Callable[[], None]:
    def run() -> None:
        try:
            start.wait()
            deed()
        finally:
            connection.close()

    return run
