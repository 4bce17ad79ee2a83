"""Single sentences as reports write them: right, with one figure wrong, and only looking wrong."""

from __future__ import annotations

import re
from pathlib import Path

from tests.core.reported import of

HEAD = "云台县综合行政执法局2024年度行政执法工作报告\n"
MARK = re.compile(r"\{([^|{}]*)\|([^{}]*)\}")
LINES = [
    line.replace("\\n", "\n")
    for line in (Path(__file__).parent / "report_sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
WRONG = [line for line in LINES if MARK.search(line)]


def test_what_is_right_is_no_contradiction() -> None:
    found = {line: of(HEAD + MARK.sub(r"\1", line), "contradiction") for line in LINES}
    assert {line: checks for line, checks in found.items() if checks} == {}


def test_what_is_wrong_is_a_contradiction() -> None:
    assert [line for line in WRONG if not of(HEAD + MARK.sub(r"\2", line), "contradiction")] == []


def test_there_are_sentences_of_both_sorts() -> None:
    assert len(WRONG) > 100
    assert len(LINES) - len(WRONG) > 100
