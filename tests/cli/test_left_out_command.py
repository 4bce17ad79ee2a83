"""`zhifa import left-out`: rows put aside that need not come back, said on the server as on the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.town import found_town
from tests.acts.lists import row, write
from zhifa.cli.main import main
from zhifa.store import journal
from zhifa.store.imports.models import AsideRow, Source
from zhifa.store.registry.models import Organ

pytestmark = pytest.mark.django_db
WHY = ("--reason", "重复登记")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A list of which three rows wait: two without an amount, one with a kind nobody knows."""
    found_town()
    organ = Organ.objects.order_by("path").last()
    assert organ is not None
    bad = [{"罚款金额（元）": "二百"}, {"处罚类别": "打手心"}, {"罚款金额（元）": "三百"}]
    rows = [row(n, **{"执法人员": "", "违法日期": "2024-03-01", "处罚决定日期": "2024-03-05"} | one)
            for n, one in enumerate(bad)]  # fmt: skip
    assert main(["import", "cases", str(write(tmp_path / "a.csv", rows)), "--organ", organ.pk, "--json"]) == 1
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert AsideRow.objects.filter(run=told["run"]).count() == len(bad)
    return str(told["run"])


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["import", "left-out", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def events() -> list[Any]:
    found = journal.read_stream("import", str(Source.objects.get().pk))
    return [one.payload for one in found if one.type == "import.left_out"]


def test_rows_with_a_fault_are_left_out_and_the_journal_says_why(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = (run, "--column", "罚款金额（元）", *WHY)
    code, told = said(capsys, *chosen, "--dry-run")
    assert (code, told["left_out"], told["rows"]) == (0, 2, "2、4")
    assert {"column": "处罚类别", "kind": "不认得“…”", "faults": 1} in told["waiting"]
    assert (AsideRow.objects.count(), events()) == (3, [])
    code, told = said(capsys, *chosen)
    assert (code, told["left_out"], told["rows"], told["reason"]) == (0, 2, "2、4", "重复登记")
    assert [one.number for one in AsideRow.objects.all()] == [3]
    (event,) = events()
    assert (event["run"], event["rows"], event["reason"]) == (run, "2、4", "重复登记")
    assert said(capsys, *chosen)[0] == 1


@pytest.mark.parametrize("words", [["--reason", " "], ["--column", "没有这一栏", *WHY], ["--kind", "没有", *WHY]])
def test_a_refusal_says_what_to_do_and_leaves_the_rows(
    run: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said(capsys, run, *words)
    assert code == 1
    assert told["errors"][0]["mend"]
    assert AsideRow.objects.count() == 3


def test_an_import_nobody_made_and_a_reason_nobody_gave(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = said(capsys, "nothing", *WHY)
    assert (code, told["errors"][0]["what"]) == (1, "没有这次导入")
    assert main(["import", "left-out", run]) == 2


def test_people_are_told_which_rows(run: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "left-out", run, *WHY, "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "3 行将不再录：第 2–4 行" in out
    assert "罚款金额（元） · " in out
