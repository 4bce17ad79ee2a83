"""Procedures still to come, written as pure data: the engine carries them as it is.

Each file of `coming/rules` is a procedure of another field with its own facts; `coming/scenarios` plays it.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from tests.scenarios.test_scenarios import played
from zhifa.cli.rules import check, read_scenarios
from zhifa.core.procedure.checking import check_rules
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.ports.rules import sources

FOLDER = Path(__file__).parent / "coming"
RULES = sorted((FOLDER / "rules").glob("*.toml"))
SCENARIOS = sorted((FOLDER / "scenarios").glob("*.toml"))


@cache
def everything() -> Rulebook:
    """The rules that ship, and those to come beside them."""
    found = compile_rules({**sources(), **{f"coming/{path.name}": path.read_text(encoding="utf-8") for path in RULES}})
    assert isinstance(found, Rulebook), found
    return found


def test_what_is_to_come_passes_the_same_check_as_what_ships() -> None:
    scripts = {**read_scenarios(Path("tests/scenarios")), **read_scenarios(FOLDER / "scenarios")}
    assert [str(problem) for problem in check_rules(everything(), scenarios=scripts)] == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_scenario(path: Path) -> None:
    played(path, everything())


@pytest.mark.skipif(not os.environ.get("ZHIFA_LAWS"), reason="ZHIFA_LAWS names no folder of statute texts")
def test_what_an_entry_says_stands_in_the_article_it_cites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIFA_RULES", str(FOLDER / "rules"))
    problems, _ = check(laws=Path(os.environ["ZHIFA_LAWS"]))
    assert [str(problem) for problem in problems] == []
