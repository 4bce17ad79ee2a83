"""`zhifa export findings`: every finding tells its colour, events, article, who must answer and by when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.town import Player, found_town, scenario
from zhifa.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_wrong() -> None:
    """A case that was decided before the party was told."""
    found_town()
    list(Player(scenario("penalty-decision-before-notice")).play())


def test_a_finding_tells_all_five_things(one_wrong: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "findings", "--alert", "notice.before", "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    found = told["findings"][0]
    assert told["number"] == len(told["findings"])
    assert (found["colour"], found["answers"], found["cite"][:5]) == ("红", "机关负责人", "行政处罚法")
    assert found["answer_by"] > found["known_on"]
    (event,) = found["events"]
    assert event["step"] == "decision"
    assert event["on"] == "2024-03-13"
    assert event["version"] > 1


def test_findings_are_written_as_a_table(one_wrong: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "问题.csv"
    assert main(["export", "findings", "--out", str(place)]) == 0
    lines = place.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("编号,规则代码,问题")
    assert any("没有事先告知就作出处罚决定" in line for line in lines)
    assert main(["export", "findings", "--colour", "blue", "--alert", "nobody"]) == 0
    assert "没有问题" in capsys.readouterr().out
    assert main(["export", "findings", "--out", "问题.txt"]) == 2
