"""`zhifa check-report`, as people type it: answers, exit codes, and our own report in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acts.conftest import town, wang  # noqa: F401 - fixtures
from tests.acts.yearbook import a_year
from zhifa.acts.work import Actor
from zhifa.cli.main import main

GOOD = "某镇2024年报告\n行政处罚201件，其中警告9件，罚款192件。"
BAD = GOOD.replace("201件", "205件").replace("警告9件", "其他9件")


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_sound_report_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(GOOD, encoding="utf-8")
    assert main(["check-report", str(file), "--json"]) == 0
    answer = told(capsys)
    assert {"label": "罚款", "value": 192, "unit": "件", "line": 2}.items() <= answer["figures"][2].items()
    (total,) = [one for one in answer["identities"] if one["kind"] == "total"]
    assert set(total) >= {"kind", "expression", "holds", "severity", "lines", "explain"}
    assert (total["holds"], total["severity"], total["lines"]) == (True, None, [2])


def test_a_contradiction_ends_with_1_and_shows_the_arithmetic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(BAD.encode("gb18030"))
    assert main(["check-report", str(file), "--json"]) == 1
    (wrong,) = [one for one in told(capsys)["identities"] if one["severity"] == "contradiction"]
    assert (wrong["holds"], wrong["expression"]) == (False, "9 + 192 = 201 ≠ 205")
    assert main(["check-report", str(file)]) == 1
    said = capsys.readouterr().out
    assert "矛盾　第 2 行" in said
    assert "9 + 192 = 201 ≠ 205" in said


def test_what_is_unexplained_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("柔性执法24起，其中不予处罚1起，从轻处罚1起。", encoding="utf-8")
    assert main(["check-report", str(file)]) == 0


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        (None, [], "没有"),
        (b"", [], "空的"),
        (b"\x00\x01\x02" * 99, [], "编码"),
        (b"a", ["--against", "lq", "last"], "四位数字"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(
    content: bytes | None, words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.txt"
    if content is not None:
        file.write_bytes(content)
    assert main(["check-report", str(file), *words]) == 2
    assert said in capsys.readouterr().err


def test_our_own_report_is_read_and_agrees_with_its_cases(
    wang: Actor,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_year(wang)
    assert main(["report", "lq", "2024", "--out", str(tmp_path), "--format", "html,docx", "--json"]) == 0
    for path in told(capsys)["files"].values():
        main(["check-report", path, "--against", "lq", "2024", "--json"])
        answer = told(capsys)
        assert [
            one for one in answer["identities"] if one["severity"] == "contradiction" and one["kind"] != "staff.balance"
        ] == []
        compared = {one["figure"]: one["same"] for one in answer["against"]}
        assert compared.get("penalty.total") is True, path
        assert compared.get("inspection.total") is True, path
        assert False not in compared.values(), answer["against"]


def test_another_organ_is_not_there_to_be_compared(
    wang: Actor,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(GOOD, encoding="utf-8")
    assert main(["check-report", str(file), "--against", "nowhere", "2024"]) == 2
    assert "没有代码或者名称为“nowhere”的机关" in capsys.readouterr().err
    assert main(["check-report", str(file), "--against", "lq", "2024"]) == 1
    assert "不同　第 2 行　" in capsys.readouterr().out
