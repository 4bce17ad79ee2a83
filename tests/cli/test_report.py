"""`zhifa report`, as people type it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.acts.conftest import town, wang  # noqa: F401 - fixtures
from tests.acts.yearbook import a_year
from zhifa.acts.work import Actor
from zhifa.cli.main import main
from zhifa.jobs import annual_report as job
from zhifa.ports.render import NoFont


@pytest.fixture
def cases(wang: Actor) -> dict[str, str]:  # noqa: F811
    return a_year(wang)


def test_the_report_is_written_and_told_as_json(
    cases: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "洛碛镇", "2024", "--out", str(tmp_path), "--format", "json,html", "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert set(told) >= {"tables", "figures", "checks", "source", "files"}
    assert told["figures"]["penalty.amount"]["value"] == 35000
    assert told["figures"]["penalty.amount"]["shown"] == "0.035"
    assert told["tables"]["penalty"]["total"]["values"][14:16] == [4, 35000]
    assert told["tables"]["penalty"]["total"]["shown"][14:16] == ["4", "0.035"]
    assert {check["holds"] for check in told["checks"]} <= {True, False, None}
    assert told["source"]["journal"]["waiting"] == 0
    kept = json.loads(Path(told["files"]["json"]).read_text(encoding="utf-8"))
    assert kept["figures"] == told["figures"]
    assert sorted(told["files"]) == ["html", "json"]


def test_the_text_names_the_files_and_what_does_not_agree(
    cases: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "lq", "2024", "--out", str(tmp_path / "new" / "folder"), "--format", "docx"]) == 0
    said = capsys.readouterr().out
    assert "关于2024年行政执法总体情况的报告.docx" in said
    assert re.search(r"核对数字之间的关系 (\d+) 项，相符 \1 项", said), (
        "who left because the certificate ran out is counted as gone"
    )
    assert "罚款类处罚：公布 192，本报告 3" in said
    assert "扣押财物件数 185，属于行政强制" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere", "2024"], 1, "没有代码或者名称为“nowhere”的机关"),
        (["lq", "2999"], 1, "还没有开始"),
        (["lq", "1999"], 1, "还没有年度报告制度"),
        (["lq", "去年"], 2, "四位数字"),
        (["lq", "2024", "--format", "doc"], 2, "没有“doc”这种格式"),
        (["lq", "2024", "--format", ""], 2, "这种格式"),
        (["lq", "2024", "--dated", "2025-02-30"], 2, "不是日期"),
    ],
)
def test_wrong_questions_are_told_in_chinese(
    cases: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    said: str,
) -> None:
    assert main(["report", *words, "--out", str(tmp_path / "out")]) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_out_is_demanded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "lq", "2024"]) == 2
    assert "缺少参数：--out" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(
    cases: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert main(["report", "lq", "2024", "--out", str(tmp_path / "file"), "--format", "json"]) == 1
    assert "写不了文件" in capsys.readouterr().err


@pytest.mark.parametrize(("formats", "code"), [("pdf,json", 0), ("pdf", 1)])
def test_without_a_chinese_font_the_pdf_says_so(
    cases: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    formats: str,
    code: int,
) -> None:
    monkeypatch.setattr(job, "render_pdf", lambda document: NoFont(()))
    assert main(["report", "lq", "2024", "--out", str(tmp_path), "--format", formats]) == code
    assert "没有中文字体" in capsys.readouterr().err
    assert bool(list(tmp_path.glob("*.json"))) == ("json" in formats)
