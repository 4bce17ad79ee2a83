"""Rules and command words that cannot be: named with their place, in Chinese, with the exit code as designed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from zhifa.cli.main import main
from zhifa.ports.rules import folder

STEP = """
[[step]]
procedure = "penalty.simple"
code = "bench_step"
title = "试验步骤"
phase = "决定"
cite = "行政处罚法(2021)#52"
from = "2021-07-15"
optional = true
needs = "{needs}"
"""
VERSIONS = """
[[threshold]]
code = "bench.limit"
value = 100
cite = "行政处罚法(2021)#51"
from = "2021-07-15"
to = "2024-12-31"

[[threshold]]
code = "bench.limit"
value = 200
cite = "行政处罚法(2021)#51"
from = "2024-06-01"
"""
PLANTED = {
    "overlapping intervals": (VERSIONS, "threshold bench.limit", "有效期重叠"),
    "an unknown function": (STEP.format(needs="astrology('filing')"), "bench_step", "astrology"),
    "an unknown fact": (STEP.format(needs="decision.colour == '红'"), "bench_step", "decision.colour"),
    "more than conditions may say": (STEP.format(needs="__import__('os').system('true')"), "bench_step", ""),
    "no TOML": ("[[step", "planted.toml", "TOML"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_named_with_its_place(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, place, said = PLANTED[name]
    rules = tmp_path / "rules"
    shutil.copytree(folder(), rules, ignore=shutil.ignore_patterns("*.json"))
    (rules / "planted.toml").write_text(text, encoding="utf-8")
    assert main(["rules", "check", "--rules", str(rules), "--json"]) == 1
    found = [p for p in json.loads(capsys.readouterr().out)["problems"] if "planted.toml" in str(p)]
    assert found, "the planted file is named"
    assert any(place in str(p) and said in str(p) for p in found), found


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["workdays", "2024-02-30", "7"], 2),
        (["workdays", "2024-03-05", "七"], 2),
        (["period", "no.such.period", "--start", "2024-03-05"], 2),
        (["law", "没有这部法#1"], 1),
        (["no-such-command"], 2),
    ],
)
def test_bad_words_on_the_command_line(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == code
    caught = capsys.readouterr()
    complaint = caught.err or caught.out
    assert any("\u4e00" <= letter <= "\u9fff" for letter in complaint), complaint
    assert "Traceback" not in complaint
