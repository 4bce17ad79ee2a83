"""`zhifa export outcomes` and `zhifa statistics`, as people type them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.acts.conftest import town, wang  # noqa: F401 - fixtures
from tests.acts.yearbook import a_year
from zhifa.acts.work import Actor
from zhifa.cli.main import main
from zhifa.store.counters.models import DayCounter

pytest.importorskip("duckdb", reason="cells are added up by DuckDB: zhifa[columns]")
pytest.importorskip("pyarrow", reason="cells are Parquet: zhifa[columns]")
Told = dict[str, Any]


@pytest.fixture
def cases(wang: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:  # noqa: F811
    monkeypatch.setattr(settings, "ZHIFA_DATA", tmp_path / "data")
    (tmp_path / "data").mkdir()
    return a_year(wang)


@pytest.fixture
def cell(cases: dict[str, str], tmp_path: Path) -> Path:
    assert main(["export", "outcomes", "--out", str(tmp_path / "cell")]) == 0
    return tmp_path / "cell"


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> Told:
    capsys.readouterr()
    assert main(["statistics", "--json", *words]) == 0
    told: Told = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.parametrize("form", ["chongqing", "2019", "2021"])
def test_counters_rows_and_cells_print_the_same_tables(
    form: str, cell: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ("--form", form, "--year", "2024")
    counted = asked(capsys, *known)
    assert counted["engine"] == "counters"
    assert asked(capsys, *known, "--engine", "rows")["tables"] == counted["tables"]
    of_cells = asked(capsys, *known, "--cells", str(cell), "--key", str(cell / "cell.pub"))
    assert of_cells["tables"] == counted["tables"]
    assert (of_cells["engine"], of_cells["cells"][0]["key_from_elsewhere"]) == ("duckdb", True)
    assert of_cells["cells"][0]["journal"] > 20
    assert any(figure != "0" for table in counted["tables"] for figure in table["total"])


def test_the_text_shows_figures_and_warns_of_a_key_that_proves_nothing(
    cell: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["statistics", "--year", "2024", "--cells", str(cell)]) == 0
    said = capsys.readouterr().out
    assert "表二　行政处罚" in said
    assert "给出从别处取得的公钥" in said


def test_a_cell_that_was_changed_gives_no_tables(cell: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = next(cell.rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    assert main(["statistics", "--year", "2024", "--cells", str(cell)]) == 1
    told = capsys.readouterr()
    assert "可能被改动过" in told.err
    assert "行政处罚" not in told.out


def test_the_same_cell_twice_is_refused(cell: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "outcomes", "--out", str(tmp_path / "again")]) == 0
    assert main(["statistics", "--year", "2024", "--cells", str(cell), str(tmp_path / "again")]) == 1
    assert "重复计数" in capsys.readouterr().err
    assert main(["export", "outcomes", "--out", str(cell)]) == 1
    assert "空的目录" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--year", "24"), "四位数字"),
        (("--year", "2024", "--engine", "spark"), "可用：counters、rows"),
        (("--year", "2024", "--form", "2035"), "可用：chongqing、2019、2021"),
        (("--year", "1990"), "还没有统计报表"),
        (("--year", "2024", "--cells", "x", "--organ", "lq"), "只用于本系统"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_asked(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statistics", *words]) == 2
    told = capsys.readouterr()
    assert said in told.err + told.out


def test_counters_are_checked_and_made_anew(cases: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["work", "--once"]) == 0
    assert main(["statistics", "--check"]) == 0
    DayCounter.objects.update(count=9)
    assert main(["statistics", "--check"]) == 1
    assert "--recount" in capsys.readouterr().err
    assert main(["statistics", "--recount"]) == 0
    assert main(["statistics", "--check"]) == 0


def test_without_duckdb_or_pyarrow_the_command_says_what_to_install(
    cell: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("zhifa.ports.engines.find_spec", lambda _: None)
    monkeypatch.setattr("zhifa.ports.cells.writing.find_spec", lambda _: None)
    for engine, extra in (("duckdb", "zhifa[columns]"), ("spark", "zhifa[cluster]")):
        assert main(["statistics", "--year", "2024", "--cells", str(cell), "--engine", engine]) == 1
        assert extra in capsys.readouterr().err
    assert main(["export", "outcomes", "--out", str(tmp_path / "other")]) == 1
    assert "zhifa[columns]" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
    assert main(["statistics", "--year", "2024"]) == 0, "this installation's own tables need neither"
