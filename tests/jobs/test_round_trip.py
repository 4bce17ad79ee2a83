"""A year exported as lists and imported by an organ that had nothing gives the same tables, from every layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhifa.acts.exporting import export_cases
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.cli.cases import installer
from zhifa.jobs.bureau.profile import Bureau, bureaus, scaled
from zhifa.jobs.bureau.registering import register_bureau
from zhifa.jobs.bureau.writing import write_year
from zhifa.ports.rules import rulebook
from zhifa.store.casework.models import Case, Finding, Outcome, Proceeding
from zhifa.store.imports.models import AsideRow
from zhifa.store.readers.statistics import form_sheets, organ_scope

LAYOUTS = ("penalty", "permit", "measure", "compulsion", "inspection")
"""Penalties before the inspections that led to them."""
YEAR = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}
COUNTED = (
    "code",
    "procedure",
    "counted_on",
    "count",
    "amount_fen",
    "kind",
    "matter",
    "permit_kind",
    "enterprise",
    "standing",
)


def small() -> Bureau:
    made = scaled(bureaus(rulebook())["yubei-police-2024"], 0.00005)
    said = replace(made.penalties, transferred=4, accepted=2)
    return replace(made, penalties=said, sold=3, seized=4, inspections=9, penalised=3, pending=2)


def take(path: Path, organ: str) -> int:
    done = import_cases(Order(path=path, organ=organ), actor=installer())
    assert isinstance(done, Imported), done
    assert done.aside == 0, done.faults
    return done.written


def tables(organ: str, *, rows: bool) -> list[Any]:
    scope = organ_scope(organ, reach=("",))
    rules = rulebook().as_of(date(2024, 12, 31))
    return [
        [(column.title, value) for column, value in zip(sheet.rule.columns, sheet.total.values, strict=True)]
        for form in ("chongqing", "2019", "2021")
        for sheet in form_sheets(form, 2024, scope, rules, rows=rows)
    ]


def counted(organ: str) -> list[tuple[Any, ...]]:
    return sorted(Outcome.objects.filter(organ=organ).values_list(*COUNTED))


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_what_is_exported_is_imported_elsewhere_with_the_same_tables(tmp_path: Path, suffix: str) -> None:
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    made = small()
    assert register_bureau(made, "first") is None
    assert (
        register_bureau(replace(made, area="500199", mark="渝北公乙"), "second") is None
    )  # the same names, other certificates
    for one in write_year(made, rulebook(), tmp_path, seed=5, suffix="csv"):
        take(one.path, "first")
    for layout in LAYOUTS:
        path = tmp_path / f"{layout}.{suffix}"
        there = export_cases("first", layout, path, **YEAR, actor=installer())
        assert there == take(path, "second"), layout
    assert tables("first", rows=False) == tables("second", rows=False) == tables("second", rows=True)
    assert any(value for sheet in tables("second", rows=False) for _, value in sheet)
    assert counted("first") == counted("second")
    for model in (Proceeding, Finding):
        mine = model.objects.filter(case__organ="first").count()
        assert mine == model.objects.filter(case__organ="second").count(), model
    assert Case.objects.filter(organ="first").count() == Case.objects.filter(organ="second").count()
    assert AsideRow.objects.count() == 0
