"""Annual figures: what is counted, and that SQL gives the numbers of the pure evaluator."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.core.statistics import (
    BadIndicator,
    Indicator,
    Row,
    drill,
    figures,
    indicators,
    show,
    statement,
    tables,
    tabulate,
)
from zhifa.ports.rules import rulebook

START, END = date(2024, 1, 1), date(2024, 12, 31)
FINE = Row("town", "penalty.decided", date(2024, 5, 6), 1, 5_000, 1, "penalty.simple", "city.litter", "罚款", "", 0, 1)
WARNING = replace(FINE, kind="警告", amount_fen=0)
GRANT = Row("town", "permit.granted", date(2024, 3, 1), procedure="permit", permit_kind="林木采伐许可")


@pytest.fixture(scope="module")
def known() -> dict[str, Indicator]:
    return dict(indicators(rulebook().as_of(END)))


def total(known: dict[str, Indicator], code: str, *rows: Row) -> object:
    return figures(rows, [known[code]], start=START, end=END)[code]


def test_a_decision_is_counted_once_in_its_kind_and_in_the_total(known: dict[str, Indicator]) -> None:
    rows = (FINE, FINE, WARNING)
    assert total(known, "penalty.kind.fine", *rows) == 2
    assert total(known, "penalty.kind.warning", *rows) == 1
    assert total(known, "penalty.total", *rows) == 3
    assert total(known, "penalty.amount", *rows) == 10_000


def test_the_year_includes_both_its_ends_and_nothing_beyond(known: dict[str, Indicator]) -> None:
    days = (date(2023, 12, 31), START, END, date(2025, 1, 1))
    assert total(known, "penalty.total", *(replace(FINE, counted_on=day) for day in days)) == 2


def test_an_annulled_decision_stays_counted(known: dict[str, Indicator]) -> None:
    assert total(known, "penalty.total", replace(FINE, standing=0)) == 1


def test_an_indicator_may_count_only_what_stands(known: dict[str, Indicator]) -> None:
    standing = replace(known["penalty.total"], standing_only=True)
    assert figures([FINE, replace(FINE, standing=0)], [standing], start=START, end=END)["penalty.total"] == 1


def test_simple_and_ordinary_follow_the_procedure(known: dict[str, Indicator]) -> None:
    rows = (FINE, replace(FINE, procedure="penalty.ordinary"))
    assert (total(known, "penalty.simple", *rows), total(known, "penalty.ordinary", *rows)) == (1, 1)


def test_items_are_summed_not_counted(known: dict[str, Indicator]) -> None:
    assert (
        total(
            known,
            "measure.items",
            Row("town", "measure.items", END, count=4),
            Row("town", "measure.items", END, count=5),
        )
        == 9
    )


def test_entered_figures_come_from_people_and_are_zero_without_them(known: dict[str, Indicator]) -> None:
    wanted = [known["expropriation.land"], known["expropriation.house_area"]]
    given_ = figures([], wanted, start=START, end=END, entered={"expropriation.house_area": Decimal("22905.56")})
    assert given_ == {"expropriation.land": 0, "expropriation.house_area": Decimal("22905.56")}


def test_a_quantity_is_counted_in_its_smallest_part_and_what_was_entered_stands_in_its_place(
    known: dict[str, Indicator],
) -> None:
    wanted = [known["expropriation.land"], known["expropriation.house_area"]]
    rows = [
        Row("town", "expropriation.land", END, count=8_905_000),
        Row("town", "expropriation.land", END, count=3_565_000),
        Row("town", "expropriation.house_area", END, count=2_290_556),
    ]
    counted = figures(rows, wanted, start=START, end=END)
    assert {code: show(known[code], value) for code, value in counted.items()} == {
        "expropriation.land": "1247",
        "expropriation.house_area": "22905.56",
    }
    given_ = figures(rows, wanted, start=START, end=END, entered={"expropriation.land": 1300})
    assert given_["expropriation.land"] == 1300


def test_amounts_are_shown_in_ten_thousands_without_loss(known: dict[str, Indicator]) -> None:
    assert show(known["penalty.fine_amount"], 1_165_000) == "1.165"
    assert show(known["penalty.fine_amount"], 100_000_000) == "100"
    assert show(known["penalty.fine_amount"], 1) == "0.000001"
    assert show(known["expropriation.house_area"], Decimal("22905.560")) == "22905.56"


def test_the_permit_table_has_a_row_for_each_kind_and_a_total(known: dict[str, Indicator]) -> None:
    rule = tables(rulebook().as_of(END))["permit"]
    rows = [GRANT, replace(GRANT, permit_kind="乡村建设规划许可"), GRANT]
    sheet = tabulate(rows, rule, known, start=START, end=END)
    granted = [column.indicator for column in rule.columns].index("permit.granted")
    assert {line.name: line.values[granted] for line in sheet.lines} == {"林木采伐许可": 2, "乡村建设规划许可": 1}
    assert sheet.total.values[granted] == 3


def test_a_table_prints_a_zero_row_for_an_organ_without_acts(known: dict[str, Indicator]) -> None:
    rule = tables(rulebook().as_of(END))["inspection"]
    sheet = tabulate([], rule, known, start=START, end=END, names={"town": "洛碛镇"})
    assert [(line.name, line.values) for line in sheet.lines] == [("洛碛镇", (0,) * len(rule.columns))]


def test_the_form_lists_thirteen_kinds_of_penalty_and_the_rest(known: dict[str, Indicator]) -> None:
    rule = tables(rulebook().as_of(END))["penalty"]
    kinds = [c for c in rule.columns if c.indicator.startswith("penalty.kind.")]
    options = rulebook().vocabulary["decision.kinds"].options
    assert [c.title for c in kinds if c.title != "其他"] == [option for option in options if option != "其他"]
    ranked = rulebook().as_of(END).entry("kind_order", "penalty")
    assert ranked is not None
    assert sorted(ranked.data["order"]) == sorted(options)


def test_every_counted_indicator_names_outcomes_that_exist(known: dict[str, Indicator]) -> None:
    declared = {entry.key for entry in rulebook().section("outcome")}
    used = {code for indicator in known.values() for code in indicator.outcomes}
    assert used - declared == set()


rows = st.builds(
    Row,
    organ_id=st.sampled_from(["a", "b"]),
    code=st.sampled_from(["penalty.decided", "penalty.fined", "permit.granted", "inspection.done", "measure.items"]),
    counted_on=st.dates(date(2023, 12, 30), date(2025, 1, 2)),
    count=st.integers(0, 5),
    amount_fen=st.integers(0, 10**12),
    standing=st.integers(0, 1),
    procedure=st.sampled_from(["penalty.simple", "penalty.ordinary", "permit"]),
    matter=st.just("m"),
    kind=st.sampled_from(["罚款", "警告", ""]),
    permit_kind=st.sampled_from(["林木采伐许可", "乡村建设规划许可", ""]),
    enterprise=st.integers(0, 1),
    simple=st.integers(0, 1),
)


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(":memory:") as connection:
        connection.execute(
            "CREATE TABLE outcome (organ_id, code, counted_on, count INTEGER, amount_fen INTEGER, standing INTEGER,"
            " procedure, matter, kind, permit_kind, enterprise INTEGER, simple INTEGER,"
            " case_id DEFAULT 'c', proceeding DEFAULT 'p', version DEFAULT 1)"
        )
        yield connection


def load(database: sqlite3.Connection, given_: list[Row]) -> None:
    database.execute("DELETE FROM outcome")
    columns = ", ".join(field.name for field in fields(Row))
    marks = ", ".join("?" * 12)
    for row in given_:
        values = [item.isoformat() if isinstance(item, date) else item for item in astuple(row)]
        database.execute(f"INSERT INTO outcome ({columns}) VALUES ({marks})", values)


def plain(params: tuple[str | int | date, ...]) -> list[str | int]:
    return [item.isoformat() if isinstance(item, date) else item for item in params]


@settings(max_examples=60, deadline=None)
@given(given_=st.lists(rows, max_size=30), organs=st.sampled_from([(), ("a",), ("a", "b")]))
def test_sql_and_the_evaluator_agree(
    database: sqlite3.Connection, known: dict[str, Indicator], given_: list[Row], organs: tuple[str, ...]
) -> None:
    load(database, given_)
    wanted = [indicator for indicator in known.values() if indicator.is_counted]
    made = statement(wanted, start=START, end=END, organs=organs)
    answer = database.execute(made.sql, plain(made.params)).fetchone()
    mine = [row for row in given_ if not organs or row.organ_id in organs]
    assert dict(zip(made.names, answer, strict=True)) == figures(mine, wanted, start=START, end=END)


@settings(max_examples=40, deadline=None)
@given(given_=st.lists(rows, max_size=30))
def test_grouped_sql_agrees_with_the_table(
    database: sqlite3.Connection, known: dict[str, Indicator], given_: list[Row]
) -> None:
    load(database, given_)
    printed = tables(rulebook().as_of(END))["permit"]
    rule = replace(printed, columns=tuple(c for c in printed.columns if known[c.indicator].is_counted))
    wanted = [known[column.indicator] for column in rule.columns]
    made = statement(wanted, start=START, end=END, group="permit_kind")
    answer = {key or "未分类": tuple(values) for key, *values in database.execute(made.sql, plain(made.params))}
    sheet = tabulate(given_, rule, known, start=START, end=END)
    assert {line.name: line.values for line in sheet.lines} == {
        k: v for k, v in answer.items() if k in {x.name for x in sheet.lines}
    }
    assert all(not any(values) for key, values in answer.items() if key not in {x.name for x in sheet.lines})


@settings(max_examples=40, deadline=None)
@given(given_=st.lists(rows, max_size=30), code=st.sampled_from(["penalty.kind.fine", "inspection.enterprise"]))
def test_a_figure_is_the_sum_of_the_rows_it_opens(
    database: sqlite3.Connection, known: dict[str, Indicator], given_: list[Row], code: str
) -> None:
    load(database, given_)
    made = drill(known[code], start=START, end=END)
    opened = database.execute(made.sql, plain(made.params)).fetchall()
    assert sum(row[made.names.index("count")] for row in opened) == total(known, code, *given_)


def test_what_people_enter_has_neither_sql_nor_cases(known: dict[str, Indicator]) -> None:
    for make in (
        lambda: statement([known["people.officers"]], start=START, end=END),
        lambda: drill(known["people.officers"], start=START, end=END),
    ):
        with pytest.raises(BadIndicator, match="由人填报"):
            make()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('outcome = ["x"]\nwhere = { colour = "red" }', "没有名为“colour”的栏目"),
        ('outcome = ["x"]\nsum = "price"', "只能对"),
        ("", "须写明 outcome"),
    ],
)
def test_a_wrong_indicator_is_named(text: str, said: str) -> None:
    book = compile_rules({"i.toml": f'[[indicator]]\ncode = "bad"\n{text}'})
    assert isinstance(book, Rulebook)
    with pytest.raises(BadIndicator, match=said):
        indicators(book.as_of(END))
