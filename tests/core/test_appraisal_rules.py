"""What is wrong with rules of appraisal is said before anybody is scored by them."""

from __future__ import annotations

from typing import Any

import pytest

from zhifa.core.procedure.checking.appraisals import appraisal_rules
from zhifa.core.procedure.checking.survey import Survey
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.ports.rules import rulebook

STANDARD: dict[str, Any] = {
    "code": "tried", "title": "试", "cite": "", "full": 100, "failed": "不合格",
    "grades": [{"title": "合格", "least": 60}, {"title": "不合格", "least": 0}],
}  # fmt: skip
ITEM: dict[str, Any] = {
    "code": "tried.item", "title": "试", "standards": ["tried"], "part": "主体", "cite": "", "points": 5,
    "findings": ["*/officers"],
}  # fmt: skip


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _entry(section: str, data: dict[str, Any]) -> str:
    return f"[[{section}]]\n" + "\n".join(f"{key} = {_toml(value)}" for key, value in data.items()) + "\n"


def wrong(*, standard: dict[str, Any] | None = None, item: dict[str, Any] | None = None) -> str:
    texts = _entry("appraisal_standard", STANDARD | (standard or {})) + _entry("appraisal_item", ITEM | (item or {}))
    book = compile_rules({"tried.toml": texts}, rulebook())
    assert isinstance(book, Rulebook), book
    return "\n".join(p.message for p in appraisal_rules(Survey(book)) if p.path == "tried.toml")


def test_a_sound_standard_passes() -> None:
    assert wrong() == ""


@pytest.mark.parametrize(
    ("item", "word"),
    [
        ({"points": 0}, "不能都写、都不写"),
        ({"fatal": True}, "不能都写、都不写"),
        ({"by_hand": True}, "二者取一"),
        ({"findings": []}, "二者取一"),
        ({"findings": ["no_such_step/officers"]}, "没有“no_such_step”这一步骤"),
        ({"findings": ["*/period:no.such"]}, "没有这样的问题"),
        ({"findings": ["*/certificat"]}, "没有这样的问题"),
        ({"findings": ["*/paper:no.such"]}, "没有这样的问题"),
        ({"papers": ["no-such-paper"]}, "不是任何文书的代码"),
        ({"kinds": ["penalties"]}, "这一类程序"),
        ({"procedures": ["penalty.none"]}, "这一程序"),
        ({"standards": ["none", "tried"]}, "这一标准"),
    ],
)
def test_an_item_that_looks_at_nothing_is_refused(item: dict[str, Any], word: str) -> None:
    assert word in wrong(item=item)


def test_grades_run_from_the_best_down_and_hold_the_failed_one() -> None:
    grades = [{"title": "不合格", "least": 0}, {"title": "合格", "least": 60}]
    assert "从高到低" in wrong(standard={"grades": grades})
    assert "failed" in wrong(standard={"failed": "差"})


def test_no_measure_of_organs_counts_fines() -> None:
    quality = {
        "code": "tried", "title": "试", "cite": "", "limits": "", "periods": ["年度"], "grades": STANDARD["grades"],
        "items": [{"code": "fines", "title": "罚款", "points": 90, "measure": "fines", "say": ""}],
    }  # fmt: skip
    book = compile_rules({"tried.toml": _entry("quality", quality)}, rulebook())
    assert isinstance(book, Rulebook)
    said = "\n".join(p.message for p in appraisal_rules(Survey(book)) if p.path == "tried.toml")
    assert "系统不计算“fines”" in said
    assert "合计应为 100" in said
