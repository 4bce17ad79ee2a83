"""A bureau's year written as lists: totals met to the last row, and faults that an import names one by one."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.work import Actor
from zhifa.cli.cases import installer
from zhifa.jobs.bureau.faults import KINDS_OF_FAULT, TWICE
from zhifa.jobs.bureau.lists import HEADS
from zhifa.jobs.bureau.profile import Bureau, added_up, bureaus, scaled
from zhifa.jobs.bureau.registering import register_bureau
from zhifa.jobs.bureau.writing import LABELS, write_year
from zhifa.jobs.rebuild import differences
from zhifa.ports.rules import rulebook
from zhifa.store.casework.models import Case, Finding, Outcome
from zhifa.store.imports.models import AsideRow
from zhifa.store.readers.statistics import form_sheets

CODE = "ybga"


def bureau(scale: float) -> Bureau:
    return scaled(bureaus(rulebook())["yubei-police-2024"], scale)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_published_totals_are_those_of_the_profile() -> None:
    said = bureaus(rulebook())["yubei-police-2024"]
    assert sum(said.penalties.kinds.values()) == said.penalties.total == 1_072_365
    assert said.penalties.unstated == 960_628
    assert said.permits["granted"] + said.permits["refused"] == 458_186
    assert said.seized + said.other_measures == 18_123


@pytest.mark.parametrize("scale", [0.0005, 0.003, 0.02])
def test_every_total_is_met(tmp_path: Path, scale: float) -> None:
    made = bureau(scale)
    write_year(made, rulebook(), tmp_path, seed=3, suffix="csv")
    rows = read(tmp_path / "penalties.csv")
    year = [row for row in rows if row["处罚决定日期"].startswith("2024")]
    assert len(year) == made.penalties.total
    assert Counter(row["处罚类别"] for row in year) == Counter(made.penalties.kinds)
    assert sum(row["程序"] == "一般程序" for row in year) == made.penalties.ordinary
    assert sum(row["程序"] == "简易程序" for row in year) == made.penalties.simple
    fines = [int(row["罚款金额（元）"]) for row in year if row["罚款金额（元）"]]
    assert sum(fines) == made.penalties.fines_yuan
    assert min(fines) > 0
    assert sum(bool(row["法制审核日期"]) for row in rows) == made.penalties.reviewed
    assert len({row["行政处罚决定书文号"] for row in rows}) == len(rows)
    results = Counter(row["许可结果"] for row in read(tmp_path / "permits.csv"))
    assert results == {
        "准予": made.permits["granted"],
        "不予": made.permits["refused"],
        "撤销": made.permits["revoked"],
    }


@pytest.fixture
def registered(db: None) -> Actor:
    assert register_bureau(bureau(0.001), CODE) is None
    return installer()


def take(path: Path, actor: Actor) -> Imported:
    done = import_cases(Order(path=path, organ=CODE), actor=actor)
    assert isinstance(done, Imported), done
    return done


def test_a_year_is_imported_without_a_fault_or_a_finding(registered: Actor, tmp_path: Path) -> None:
    made = bureau(0.0005)
    counts: Mapping[str, int] = {
        one.kind: take(one.path, registered).written
        for one in write_year(made, rulebook(), tmp_path, seed=1, suffix="csv")
        if one.rows
    }
    assert AsideRow.objects.count() == 0
    # An inspection that led to a penalty is part of its case.
    assert Case.objects.count() == sum(counts.values()) - made.penalised
    assert list(Finding.objects.values_list("message", flat=True)) == []
    decided = Outcome.objects.filter(code="penalty.decided", counted_on__year=2024)
    assert decided.count() == made.penalties.total
    by_procedure = Counter(
        "" if not procedure else ".".join(procedure.split(".")[:2])
        for procedure in decided.values_list("procedure", flat=True)
    )
    assert by_procedure == {
        "penalty.simple": made.penalties.simple, "penalty.ordinary": made.penalties.ordinary,
        "": made.penalties.unstated,
    }  # fmt: skip
    assert Outcome.objects.filter(code="permit.granted").count() == made.permits["granted"]
    assert Outcome.objects.filter(code="inspection.done").count() == made.inspections


def test_every_printed_figure_comes_from_the_lists(registered: Actor, tmp_path: Path) -> None:
    """All 28 of them, transfers and what inspections led to among them; from counters and from rows."""
    small = bureau(0.001)
    made = replace(small, penalties=replace(small.penalties, transferred=5, accepted=2), penalised=4)
    for one in write_year(made, rulebook(), tmp_path, seed=1, suffix="csv"):
        assert take(one.path, registered).aside == 0
    rules = rulebook().as_of(date(2024, 12, 31))
    wanted = added_up(made)
    assert len(wanted) == 28
    for rows in (False, True):
        sheets = [*form_sheets("chongqing", 2024, None, rules, rows=rows), *form_sheets("2019", 2024, None, rules)]
        found = {
            column.indicator: value
            for sheet in sheets
            for column, value in zip(sheet.rule.columns, sheet.total.values, strict=True)
        }
        assert {code: found.get(code) for code in wanted} == wanted
    assert list(Finding.objects.values_list("message", flat=True)) == []
    further = list(Case.objects.filter(version__gt=1).values_list("id", flat=True))
    assert 5 <= len(further) <= 5 + 4  # one case may be both
    assert list(differences(further)) == []


@pytest.mark.parametrize("kind", HEADS)
def test_planted_faults_wait_by_row_and_column_and_come_back_mended(
    registered: Actor, tmp_path: Path, kind: str
) -> None:
    """Of every list thirty kinds of bad rows and more: each waits with its column, none is stored, all come back."""
    small = bureau(0.0003)
    made = replace(small, sold=90, seized=10, other_measures=80, inspections=90, penalised=3)
    count = len(KINDS_OF_FAULT[kind]) + 1
    assert count > 30
    folder = tmp_path / "lists"
    write_year(made, rulebook(), folder, seed=2, suffix="csv", faults=count)
    labels = [label for label in read(folder / LABELS) if label["list"] == kind]
    assert len(labels) == count
    assert len({label["kind"] for label in labels}) >= 30
    if kind == "inspections":  # they belong to penalties
        assert take(folder / "penalties.csv", registered).written
    path, before = folder / f"{kind}.csv", Case.objects.count()
    rows = read(path)
    done = take(path, registered)
    waiting = {row.number: row.faults for row in AsideRow.objects.filter(run=done.run)}
    assert [label for label in labels if int(label["row"]) not in waiting] == []
    assert (done.read, done.written, done.aside) == (len(rows), len(rows) - count, count), done.faults
    assert sorted(waiting) == sorted(int(label["row"]) for label in labels)
    for label in labels:
        # Of two rows with one number the second waits; a number lost stands in the column of the number.
        faults = waiting[int(label["row"])]
        assert label["shown"] in {fault[0] for fault in faults}, (label, faults)
        assert all(fault[2] and fault[3] for fault in faults)
    assert any(label["kind"] == TWICE for label in labels)
    for label in labels:
        rows[int(label["row"]) - 2][label["column"]] = label["right"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    again = take(path, registered)
    assert (again.written, again.unchanged, again.aside) == (count, len(rows) - count, 0), again.faults
    joined = made.penalised if kind == "inspections" else 0
    assert Case.objects.count() == before + len(rows) - joined


def test_parquet_is_read_as_csv_is(registered: Actor, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    made = bureau(0.0002)
    write_year(made, rulebook(), tmp_path / "p", seed=1, suffix="parquet")
    write_year(made, rulebook(), tmp_path / "c", seed=1, suffix="csv")
    first = take(tmp_path / "p" / "penalties.parquet", registered)
    again = take(tmp_path / "c" / "penalties.csv", registered)
    assert (first.aside, again.written, again.unchanged) == (0, 0, first.written)
    assert first.written == made.penalties.total + 1
