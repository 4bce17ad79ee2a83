"""`zhifa discretion`: the range as JSON and as text, and what it says to bad input."""

from __future__ import annotations

import json

import pytest

from zhifa.cli.main import main


def test_the_range_comes_with_its_arithmetic_and_articles(capsys: pytest.CaptureFixture[str]) -> None:
    facts = '{"party.kind":"个人","conduct.corrected":true}'
    assert main(["discretion", "city.litter", "--facts", facts, "--on", "2024-03-05", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["tier"], said["min_fen"], said["max_fen"]) == ("从轻", 5_000, 9_500)
    assert [line["cite"] for line in said["trace"]][0] == "重庆市市容环境卫生管理条例(2018)#45.2"


def test_facts_that_could_change_the_tier_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    facts = '{"party.kind":"个人"}'
    assert main(["discretion", "city.stall.roadside", "--facts", facts, "--on", "2024-03-05"]) == 0
    assert "涉及面积" in capsys.readouterr().out


def test_a_missing_fact_refuses_and_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discretion", "city.litter", "--on", "2024-03-05"]) == 1
    assert "当事人类型" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["city.liter"], "相近的有：city.litter"),
        (["city.litter", "--facts", "{"], "不是合法的 JSON"),
        (["city.litter", "--facts", "[1]"], "应为一组事实"),
        (["city.litter", "--facts", "[" * 100_000], "嵌套太深"),
        (["city.litter", "--facts", '{"party.kind":"个人","party.kind":"法人"}'], "写了两次"),
        (["city.litter", "--facts", '{"conduct.value":NaN}'], "不是数"),
        (["city.litter", "--facts", '{"conduct.value":' + "9" * 5000 + "}"], "太大"),
        (["city.litter", "--facts", '{"conduct.value":-5}'], "不能小于零"),
        (["city.litter", "--facts", '{"conduct.previous":-1}'], "不能小于零"),
        (["city.litter", "--on", ""], "--on"),
        (["city.litter", "--facts", '{"party.kind":"火星人"}'], "不在可选范围"),
        (["city.litter", "--facts", '{"no.such":1}'], "没有名为“no.such”的事实"),
        (["city.litter", "--facts", '{"conduct.value":"1.234"}'], "最多两位小数"),
        (["city.litter", "--on", "2024-13-01"], "--on"),
        (["city.litter", "--on", "2024-03-05", "--decided", "2024-03-04"], "早于"),
    ],
)
def test_bad_input_is_named_with_its_place(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discretion", *words]) == 2
    assert said in capsys.readouterr().err
