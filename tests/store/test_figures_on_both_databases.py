"""The one statement of the annual figures gives the evaluator's numbers on the database under test."""

from __future__ import annotations

import random
from dataclasses import fields
from datetime import date, timedelta

import pytest
from django.db import connection

from zhifa.core.statistics import Row, Statement, drill, figures, indicators, statement
from zhifa.ports.rules import rulebook

START, END = date(2024, 1, 1), date(2024, 12, 31)
COLUMNS = tuple(field.name for field in fields(Row))
TABLE = """
CREATE TEMPORARY TABLE outcome (
  organ_id varchar(40), code varchar(60), counted_on date, count bigint, amount_fen bigint, standing smallint,
  procedure varchar(60), matter varchar(80), kind varchar(40), permit_kind varchar(60), enterprise smallint,
  simple smallint, case_id varchar(40) DEFAULT 'c', proceeding varchar(40) DEFAULT 'p', version integer DEFAULT 1
)
"""


def made_up(number: int) -> list[Row]:
    """Outcome rows of two organs around one year, the same in every run."""
    dice = random.Random(20240101)
    codes = sorted({entry.key for entry in rulebook().section("outcome")})
    return [
        Row(
            organ_id=dice.choice(["a", "b"]),
            code=dice.choice(codes),
            counted_on=date(2023, 12, 25) + timedelta(days=dice.randrange(380)),
            count=dice.randrange(1, 6),
            amount_fen=dice.randrange(0, 10**13),
            standing=dice.randrange(2),
            procedure=dice.choice(["penalty.simple", "penalty.ordinary", "permit", "inspection"]),
            matter="city.litter",
            kind=dice.choice(["罚款", "警告", ""]),
            permit_kind=dice.choice(["林木采伐许可", "乡村建设规划许可", ""]),
            enterprise=dice.randrange(2),
            simple=dice.randrange(2),
        )
        for _ in range(number)
    ]


def ask(made: Statement) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(made.sql, list(made.params))
        return [tuple(row) for row in cursor.fetchall()]


@pytest.fixture
def rows(db: None) -> list[Row]:
    """Rows in a temporary table that stands before the real one of the same name."""
    found = made_up(400)
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        marks = ", ".join(["%s"] * len(COLUMNS))
        cursor.executemany(
            f"INSERT INTO outcome ({', '.join(COLUMNS)}) VALUES ({marks})",
            [[getattr(row, column) for column in COLUMNS] for row in found],
        )
    return found


def test_every_counted_indicator_in_one_statement(rows: list[Row]) -> None:
    wanted = [i for i in indicators(rulebook().as_of(END)).values() if i.is_counted]
    made = statement(wanted, start=START, end=END, organs=["a"], mark="%s")
    answer = dict(zip(made.names, map(int, ask(made)[0]), strict=True))  # type: ignore[arg-type]
    counted = {indicator.code: indicator.value(answer[indicator.code]) for indicator in wanted}
    assert counted == figures([row for row in rows if row.organ_id == "a"], wanted, start=START, end=END)
    assert sum(answer.values()) > 0


def test_grouped_by_a_column(rows: list[Row]) -> None:
    known = indicators(rulebook().as_of(END))
    wanted = [known["permit.granted"], known["penalty.amount"]]
    made = statement(wanted, start=START, end=END, group="permit_kind", mark="%s")
    answer = {str(key): tuple(map(int, values)) for key, *values in ask(made)}  # type: ignore[call-overload]
    for kind, values in answer.items():
        mine = figures([row for row in rows if row.permit_kind == kind], wanted, start=START, end=END)
        assert values == tuple(mine.values())


def test_a_figure_opens_the_rows_it_is_made_of(rows: list[Row]) -> None:
    indicator = indicators(rulebook().as_of(END))["penalty.kind.fine"]
    made = drill(indicator, start=START, end=END, mark="%s")
    opened = ask(made)
    assert sum(int(row[made.names.index("count")]) for row in opened) == sum(  # type: ignore[call-overload]
        row.count for row in rows if indicator.takes(row) and START <= row.counted_on <= END
    )
