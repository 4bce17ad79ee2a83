"""Parts that several steps share are joined with them when the rules are compiled."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhifa.core.rulebook import Rulebook, compile_rules

PART = """
[[step_part]]
code = "proof"
from = "2020-01-01"
records = ["a.how", "a.who"]
checks = [{ if = "a.day == $on", say = "日期", cite = "某法#1" }]

"""
STEP = """
[[step]]
code = "give"
procedure = "p"
records = ["a.who"]
checks = [{ if = "a.x", say = "自己的", cite = "某法#2" }]
parts = [{ use = "proof", on = "a.given_on" }]
"""


BEGIN = date(2024, 1, 1)


def step(text: str, day: date = BEGIN) -> dict[str, Any]:
    book = compile_rules({"a.toml": text})
    assert isinstance(book, Rulebook), book
    entry = book.as_of(day).entry("step", "p/give")
    assert entry is not None
    return dict(entry.data)


def faults(text: str) -> str:
    found = compile_rules({"a.toml": text})
    assert isinstance(found, list)
    return "；".join(problem.message for problem in found)


def test_a_step_has_its_own_words_first_and_the_shared_ones_in_their_places() -> None:
    data = step(PART + STEP)
    assert data["records"] == ["a.who", "a.how"]
    assert [check["if"] for check in data["checks"]] == ["a.x", "a.day == a.given_on"]
    assert "parts" not in data


def test_a_part_that_changes_makes_a_new_version_of_the_step() -> None:
    later = PART.replace("2020-01-01", "2025-01-01").replace('"a.how", ', '"a.how", "a.where", ')
    old = PART.replace('from = "2020-01-01"', 'to = "2024-12-31"')
    assert "a.where" not in step(old + later + STEP)["records"]
    assert "a.where" in step(old + later + STEP, date(2025, 1, 1))["records"]
    assert step(later + STEP)["records"] == ["a.who"]


def test_what_a_step_names_wrongly_is_said() -> None:
    assert "没有名为“proofs”" in faults(PART + STEP.replace('"proof"', '"proofs"'))
    assert "应写明 on" in faults(PART + STEP.replace(', on = "a.given_on"', ""))
    assert "没有 at 这一处" in faults(PART + STEP.replace("on =", 'at = "x", on ='))
    assert "parts 应写作" in faults(PART + STEP.replace('[{ use = "proof", on = "a.given_on" }]', '["proof"]'))
