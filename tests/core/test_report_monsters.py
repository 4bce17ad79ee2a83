"""Files nobody would write end soon, and what was not looked at is said."""

from __future__ import annotations

import re
import time

import pytest

from tests.core.reported import examined, of
from tests.core.test_report_sentences import HEAD, LINES, MARK

NUMBER = re.compile(r"[0-9]+(?:[.][0-9]+)?")

MONSTERS = {
    "one sentence": "其中一件1件，" * 20_000,
    "percentages": "办结1件，占5.5%；" * 12_000,
    "brackets": "（" * 40_000 + "1件" + "）" * 40_000,
    "one number": "1" * 200_000,
    "one numeral": "一" * 200_000,
    "a column of numbers": "\n".join(["警告", "1"] * 30_000),
    "rows of digits": "\n".join(["警告通报批评罚款没收违法所得暂扣许可证件其他合计", "1" * 60] * 200),
}


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS.keys())
def test_a_monster_ends(text: str) -> None:
    begun = time.process_time()
    examined(text)
    assert time.process_time() - begun < 30, "measured at 1 to 11 seconds of a slow processor"


def test_what_was_not_read_is_said() -> None:
    (check,) = [c for c in of(MONSTERS["one sentence"], "undecidable") if c.kind == "limit"]
    assert "没有核对" in check.explain


@pytest.mark.parametrize("number", ["0", "9999999999999999", "0.000000000000001", "\U000f0001"])
def test_no_number_breaks_a_sentence(number: str) -> None:
    """Sentences the checker knows, with nothing, too much, next to nothing and a sign of its own for numbers."""
    for line in LINES:
        examined(HEAD + NUMBER.sub(number, MARK.sub(r"\1", line)))
