"""The commands for working days, periods and the standing of an article."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from zhifa.cli import period as period_command
from zhifa.cli.main import main
from zhifa.core.rulebook import Rulebook, compile_rules

PERIODS = """
[[period]]
code = "sample.decide"
title = "决定期限"
procedure = "sample"
cite = "行政处罚法(2021)#60"
from = "2021-07-15"
length = 90
unit = "day"

[[period]]
code = "sample.tell"
title = "通知期限"
procedure = "sample"
cite = "行政处罚法(2021)#64.1(2)"
length = -7
unit = "day"

[[period]]
code = "sample.seize"
title = "扣押期限"
procedure = "sample"
cite = "行政强制法(2011)#25.1"
length = 30
unit = "day"
rolls = false
extended_by = [{ step = "extend", length = 30 }]

[[period]]
code = "sample.report"
title = "补办批准"
procedure = "sample"
cite = "行政强制法(2011)#19"
length = 24
unit = "hour"
rolls = false

[[period]]
code = "sample.agreed"
title = "约定期限"
procedure = "sample"
cite = "行政处罚法(2021)#66.2"
until = "deferral.until"

[[period]]
code = "sample.changed"
title = "改过的期限"
procedure = "sample"
cite = "行政处罚法(2021)#60"
from = "2024-01-01"
to = "2024-12-31"
length = 10
unit = "day"

[[period]]
code = "sample.changed"
title = "改过的期限"
procedure = "sample"
cite = "行政处罚法(2021)#60"
from = "2025-01-01"
length = 20
unit = "day"
status = "configured"
"""


@pytest.fixture
def periods(monkeypatch: pytest.MonkeyPatch) -> None:
    """The period command reads these periods instead of the shipped ones; laws and calendars stay real."""
    book = compile_rules({"periods/sample.toml": PERIODS})
    assert isinstance(book, Rulebook)
    real = period_command.rules.compiled
    monkeypatch.setattr(period_command.rules, "compiled", lambda part: book if part == "periods" else real(part))
    monkeypatch.setattr(period_command.rules, "rulebook", lambda: book)


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_workdays_forwards_and_backwards(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = answer(capsys, "workdays", "2026-09-30", "7")
    assert (code, said["due_on"], said["provisional"]) == (0, "2026-10-15", False)
    assert any("国庆节" in line for line in said["trace"])
    code, said = answer(capsys, "workdays", "2026-10-15", "-7")
    assert (code, said["due_on"]) == (0, "2026-09-30")
    code, said = answer(capsys, "workdays", "2026-12-28", "10")
    assert (code, said["provisional"]) == (0, True)


def test_workdays_as_text_is_the_trace(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workdays", "2026-02-12", "5"]) == 0
    assert "届满：2026-02-26 周四" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-02-30", "5"], "“2026-02-30”不是日期"),
        (["昨天", "5"], "“昨天”不是日期"),
        (["2026-02-12", "五"], "“五”不是整数"),
        (["9999-12-31", "5"], "超出可推算的年份"),
        (["2026-02-12", "99999999"], "超出可推算的年份"),
        (["2026-02-12"], "缺少参数"),
        (["20260212", "5"], "不是日期"),
        (["2026-W07-4", "5"], "不是日期"),
        (["2026-02-12", "1_0"], "不是整数"),
        (["2026-02-12", "３"], "不是整数"),
        (["2026-02-12", "9" * 5000], "（共 5000 字）"),
        (["\x07", "5"], "<U+0007>"),
    ],
)
def test_workdays_that_cannot_be_read_name_the_place(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["workdays", *words]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_workdays_is_quick_as_a_process(tmp_path: Path) -> None:
    """Processor time, so that a machine busy with other tests does not decide; the bench measures the clock.

    An installation keeps its modules compiled: the first of the processes compiles them, wherever tests may not.
    """
    command = [sys.executable, "-m", "zhifa.cli.main", "workdays", "2026-09-30", "7", "--json"]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(tmp_path)
    times = []
    for _ in range(5):
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=kept)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime)
    assert json.loads(done.stdout)["due_on"] == "2026-10-15"
    assert min(times) < 0.3


def test_workdays_loads_no_checker_of_reports() -> None:
    """Each command pays only for what it uses: the reading of reports is a third of what a start would load."""
    command = [sys.executable, "-X", "importtime", "-m", "zhifa.cli.main", "workdays", "2026-09-30", "7"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert "zhifa.core.worktime" in loaded
    assert "zhifa.core.footing" not in loaded


def test_law_says_status_and_successor(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = answer(capsys, "law", "大气污染防治法#119", "--on", "2026-09-01")
    assert code == 0
    assert said["status"] == "repealed"
    assert (said["valid_from"], said["valid_to"]) == ("2018-10-26", "2026-08-14")
    assert said["successors"] == ["生态环境法典(2026)#1131"]
    code, said = answer(capsys, "law", "大气污染防治法#119", "--on", "2026-08-14")
    assert (code, said["status"]) == (0, "in force")
    code, said = answer(capsys, "law", "行政处罚法(2021)#58.1(2)", "--on", "2024-05-01")
    assert said["citation"] == "行政处罚法(2021)#58.1(2)"
    assert (said["status"], said["valid_to"], said["successors"]) == ("in force", None, [])


def test_law_that_is_not_there_is_exit_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "行政处罚法#99"]) == 1
    assert "共 86 条" in capsys.readouterr().err
    assert main(["law", "行政处法#9"]) == 1
    assert "行政处罚法" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["行政处罚法#五"], "阿拉伯数字"),
        (["#5"], "缺法名"),
        (["行政处罚法#5", "--on", "2026-2"], "不是日期"),
        (["行政处罚法#5", "--on", ""], "不是日期"),
        (["行政处罚法(20211)#5"], "版本“20211”"),
        (["(2021)#5"], "缺法名"),
        (["行政处罚法#" + "9" * 5000], "处读不懂"),
    ],
)
def test_law_that_cannot_be_read_is_exit_two(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert main(["law", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("periods")
def test_period_counts_as_its_statute_does(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = answer(capsys, "period", "sample.decide", "--start", "2026-07-03")
    assert (code, said["due_on"]) == (0, "2026-10-08")
    code, said = answer(capsys, "period", "sample.tell", "--start", "2026-10-12")
    assert said["due_on"] == "2026-09-24", "seven days are working days by 行政处罚法 85"
    code, said = answer(capsys, "period", "sample.report", "--start", "2026-09-30T14:30")
    assert said["due_at"] == "2026-10-01T14:30"


@pytest.mark.usefixtures("periods")
def test_period_with_pauses_and_extension(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--start", "2026-09-01", "--suspend", "2026-09-10..2026-09-12", "--suspend", "2026-09-12..2026-09-14"]
    code, said = answer(capsys, "period", "sample.seize", *words)
    assert said["due_on"] == "2026-10-06", "thirty days and five, not moved by the holiday"
    assert any("扣除" in line for line in said["trace"])
    code, said = answer(capsys, "period", "sample.seize", *words, "--extend", "30")
    assert said["due_on"] == "2026-11-05"
    code, said = answer(capsys, "period", "sample.decide", "--start", "2026-07-03", "--extend", "30")
    assert any("没有规定这一期限可以延长" in line for line in said["trace"])


@pytest.mark.usefixtures("periods")
def test_an_extension_granted_by_the_organ_runs_in_the_days_of_the_period(capsys: pytest.CaptureFixture[str]) -> None:
    """强制法 69 counts the periods of the Law in working days, not ten days a head grants on top of thirty."""
    _, said = answer(capsys, "period", "sample.seize", "--start", "2026-09-05", "--extend", "10")
    assert said["due_on"] == "2026-10-15", "forty natural days, not thirty and ten working days over the holiday"


def test_a_period_of_several_procedures_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _, first = answer(capsys, "period", "penalty.deliver", "--start", "2026-01-20")
    assert (first["due_on"], first["procedure"]) == ("2026-01-29", "penalty.ordinary")
    assert any("--procedure penalty.simple" in line for line in first["trace"])
    _, other = answer(capsys, "period", "penalty.deliver", "--start", "2026-01-20", "--procedure", "penalty.simple")
    assert other["due_on"] == "2026-01-20"


def test_a_period_before_its_law_is_said_to_be_a_mere_reckoning(capsys: pytest.CaptureFixture[str]) -> None:
    _, said = answer(capsys, "period", "penalty.decide", "--start", "2020-01-20")
    assert said["due_on"] == "2020-04-20"
    assert any("自 2021-07-15 起施行" in line for line in said["trace"])


def test_a_refusal_with_json_is_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    for words, status in (
        (["period", "penalty.decid", "--start", "2026-07-03"], 2),
        (["workdays", "2026-02-30", "5"], 2),
        (["workdays", "2026-02-12"], 2),
        (["procedures", "show", "nothing"], 2),
    ):
        assert main([*words, "--json"]) == status
        (said,) = json.loads(capsys.readouterr().out)["errors"]
        assert all(said[part] for part in ("what", "where", "mend")), words
    code, said = answer(capsys, "law", "行政处罚法#99")
    assert (code, said["status"]) == (1, "no such article"), "what has an answer of its own keeps it"


@pytest.mark.usefixtures("periods")
def test_period_follows_the_version_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    _, old = answer(capsys, "period", "sample.changed", "--start", "2024-03-04")
    _, new = answer(capsys, "period", "sample.changed", "--start", "2025-03-03")
    assert (old["due_on"], new["due_on"]) == ("2024-03-14", "2025-03-24")
    assert any("本地设定" in line for line in new["trace"])


@pytest.mark.usefixtures("periods")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["sample.decid", "--start", "2026-07-03"], 2, "sample.decide"),
        (["sample.decide", "--start", "2026-07-33"], 2, "不是日期"),
        (["sample.decide", "--start", "2026-07-03", "--suspend", "2026-07-05"], 2, "不是区间"),
        (["sample.decide", "--start", "2026-07-03", "--suspend", "2026-07-05..2026-07-01"], 2, "早于始日"),
        (["sample.decide", "--start", "2026-07-03", "--extend", "三十"], 2, "不是整数"),
        (["sample.decide", "--start", "2020-07-03"], 1, "没有规则"),
        (["sample.decide", "--start", "2026-07-03T10"], 2, "不是日期"),
        (["sample.decide", "--start", "2026-07-03T10:00+08:00"], 2, "不是日期"),
        (["sample.decide", "--start", "20260703"], 2, "不是日期"),
        (["sample.decide", "--start", "2026-07-03", "--extend", ""], 2, "不是整数"),
        (["sample.decide", "--start", "2026-07-03", "--extend=-5"], 2, "小于 0"),
        (["sample.decide", "--start", "2026-07-03", "--procedure", "other"], 2, "--procedure"),
        (["sample.decide", "--start", "2100-12-31"], 2, "核对起算日"),
        (["sample.agreed", "--start", "2026-07-03"], 1, "没有固定的长度"),
        (["sample.tell", "--start", "2026-07-03", "--extend", "3"], 2, "倒算"),
    ],
)
def test_period_complaints(capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str) -> None:
    assert main(["period", *words]) == code
    assert said in capsys.readouterr().err


def test_shipped_periods_with_a_length_all_come_out(capsys: pytest.CaptureFixture[str]) -> None:
    book = period_command.rules.rulebook()
    fixed = sorted({e.code for e in book.section("period") if isinstance(e.data.get("length"), int)})
    assert "penalty.decide" in fixed
    for code in fixed:
        assert main(["period", code, "--start", "2026-09-01", "--json"]) == 0, code
        assert json.loads(capsys.readouterr().out)["due_on"] >= "2026-07-01"
