"""Every indicator, and every table of every form, is the same number on each engine over the same rows.

The database under test (SQLite or PostgreSQL), DuckDB and Spark over one signed cell, all against the evaluator.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import pytest
from django.db import connection

from tests.store.test_figures_on_both_databases import END, START, TABLE, made_up
from zhifa.core.statistics import (
    Engine,
    Row,
    Span,
    ask_figures,
    ask_table,
    figures,
    form_tables,
    forms,
    indicators,
    tabulate,
)
from zhifa.ports.cells import CellWriter, Unit, open_cell
from zhifa.ports.engines import DUCKDB, SPARK, engine
from zhifa.ports.rules import rulebook
from zhifa.ports.signing import signer
from zhifa.store.readers.statistics import DATABASE

RULES = rulebook().as_of(END)
KNOWN = indicators(RULES)
COUNTED = [indicator for indicator in KNOWN.values() if indicator.is_counted]
ROWS = sorted(made_up(3000), key=lambda row: (str(row.organ_id), row.counted_on))
SPAN = Span(start=START, end=END, organs=("a",))
Opened: TypeAlias = Callable[[str], Engine]


@pytest.fixture(scope="module")
def cell(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows as a signed cell."""
    if find_spec("pyarrow") is None:
        pytest.skip("pyarrow is not installed: zhifa[columns]")
    folder = tmp_path_factory.mktemp("cells")
    with CellWriter.at(folder / "cell") as writer:
        writer.add(
            [
                (
                    row.organ_id, row.counted_on, row.code, row.count, row.amount_fen, row.standing, row.procedure,
                    row.matter, row.kind, row.permit_kind, row.enterprise, row.simple, "c", "p", 1,
                )
                for row in ROWS
            ]
        )  # fmt: skip
        writer.finish(
            origin="test", exported_at=datetime(2025, 1, 1, tzinfo=UTC).isoformat(), rules="", checkpoint="", beyond=0,
            units=[Unit("a", "甲", "甲", "a/"), Unit("b", "乙", "乙", "b/")], signer=signer(folder / "key.pem", "test"),
        )  # fmt: skip
    return folder / "cell"


def asked_of(name: str, cell: Path) -> Iterator[Engine]:
    if find_spec({DUCKDB: "duckdb", SPARK: "pyspark"}[name]) is None:
        pytest.skip(f"{name} is not installed: zhifa[{ {DUCKDB: 'columns', SPARK: 'cluster'}[name] }]")
    if name == SPARK and shutil.which("java") is None:
        pytest.skip("Spark needs Java 17, and there is none on this machine")
    with engine(name, open_cell(cell).files(), master="local[1]") as made:
        yield made


@pytest.fixture(scope="module")
def duckdb(cell: Path) -> Iterator[Engine]:
    yield from asked_of(DUCKDB, cell)


@pytest.fixture(scope="module")
def spark(cell: Path) -> Iterator[Engine]:
    yield from asked_of(SPARK, cell)


@pytest.fixture
def database(db: None) -> Engine:
    """The rows in a temporary table that stands before the real one of the same name."""
    columns = tuple(field.name for field in fields(Row))
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f"INSERT INTO outcome ({', '.join(columns)}) VALUES ({marks})",
            [[getattr(row, column) for column in columns] for row in ROWS],
        )
    return DATABASE


@pytest.fixture(params=["database", DUCKDB, SPARK])
def asked(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


def test_each_indicator_is_one_statement_with_one_answer(asked: Engine) -> None:
    mine = [row for row in ROWS if row.organ_id == "a"]
    expected = figures(mine, COUNTED, start=START, end=END)
    assert sum(1 for value in expected.values() if value) > len(COUNTED) // 2, "most figures would be 0 anyway"
    answered = {}
    for indicator in COUNTED:
        answered |= ask_figures(asked, [indicator], SPAN)
    assert answered == expected


@pytest.mark.parametrize("form", list(forms(RULES)))
def test_each_table_of_each_form(asked: Engine, form: str) -> None:
    for rule in form_tables(RULES, form):
        names = {"a": "甲", "b": "乙"} if rule.rows == "organ" else {}
        expected = tabulate(ROWS, rule, KNOWN, start=START, end=END, names=names)
        everything = Span(start=START, end=END)
        sheet, keys = ask_table(asked, rule, KNOWN, everything, units={"a": "甲", "b": "乙"})
        assert sheet.total == expected.total
        assert {line.name: line.values for line in sheet.lines} == {line.name: line.values for line in expected.lines}
        assert list(keys) == (["a", "b"] if rule.rows == "organ" else sorted(keys))


@pytest.mark.parametrize("name", [DUCKDB, SPARK])
def test_a_year_without_a_file_is_a_year_of_zeros(name: str) -> None:
    for made in asked_empty(name):
        found = ask_figures(made, COUNTED, Span(start=date(1999, 1, 1), end=date(1999, 12, 31)))
        assert set(found.values()) == {0}


def asked_empty(name: str) -> Iterator[Engine]:
    if find_spec({DUCKDB: "duckdb", SPARK: "pyspark"}[name]) is None or (name == SPARK and not shutil.which("java")):
        pytest.skip(f"{name} is not installed")
    with engine(name, [], master="local[1]") as made:
        yield made
