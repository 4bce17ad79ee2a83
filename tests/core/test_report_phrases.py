"""Every assertion written as data says what its examples say: right ones hold, wrong ones are contradictions."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.reported import examined, words
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import read_figures
from zhifa.core.footing.reading.passages import Line, document
from zhifa.core.footing.words.phrases import phrases
from zhifa.core.rulebook import Entry
from zhifa.ports.rules import compiled

TITLE = "云台县综合行政执法局2024年度行政执法工作报告"
ENTRIES = list(compiled("reports").as_of(date(2025, 1, 31)).entries("report_phrase").values())


def said(text: str, code: str) -> set[str]:
    """What the phrase alone says of a sentence."""
    reading = read_figures(document([Line(1, TITLE), Line(2, text)], words().columns), words())
    return {check.state for check in phrases(reading, words()) if check.kind == code}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.key))
def test_an_assertion_is_read_as_its_examples_say(entry: Entry) -> None:
    for text in entry.data["right"]:
        assert said(text, entry.key) == {HOLDS}, text
        assert [c for c in examined(f"{TITLE}\n{text}").checks if c.state == CONTRADICTION] == [], text
    for text in entry.data["wrong"]:
        assert CONTRADICTION in said(text, entry.key), text
        assert [c for c in examined(f"{TITLE}\n{text}").checks if c.state == CONTRADICTION], text
    for text in entry.data.get("other", ()):
        assert CONTRADICTION not in said(text, entry.key), f"{text} says something else"
