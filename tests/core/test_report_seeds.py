"""Five published reports: what cannot be right in them, what they do not explain, and what holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.reported import of

WRONG = {
    "000": set[str](), "001": {"没有整数 N 使 1026 ÷ N = 71.345%"}, "002": set[str](), "003": set[str](),
    "004": {"10 + 2 + 3 = 15 ≠ 16", "91490 + 20247 = 111737 ≠ 1072365", "5 ≠ 6"},
}  # fmt: skip
LEFT = {
    "000": {"行政强制 = ? （185件）"},
    "001": set[str](),
    "002": {"243 − 209 = 34", "216起 ∉ {行政许可、行政检查、行政处罚}"},
    "003": {"1 + 1 + 0 = 2 < 24"},
    "004": {"20248 > 20247"},
}
RIGHT = {
    "000": {"9 + 192 = 201", "32 + 9 = 41"},
    "001": {"(12 − 5) ÷ 12 = 58.33%"},
    "002": {"8 + 14 = 22", "502 ÷ 509 = 98.62%"},
    "003": {"12 + 15 = 27"},
    "004": {
        "125 + 613 + 36 + 86 + 7 + 11 + 16 + 5 = 899", "17 + 80 + 14 + 2 + 27 = 140", "457920 + 266 = 458186",
        "184253 + 883204 + 86 + 1837 + 45 + 733 + 2174 + 33 = 1072365", "609 + 17514 = 18123",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def seeds(laws: Path) -> dict[str, str]:
    folder = laws.parent / "seeds"
    if not folder.is_dir():
        pytest.skip(f"no published reports in {folder}")
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}


@pytest.mark.parametrize("seed", sorted(WRONG))
def test_what_a_published_report_cannot_mean_and_what_it_leaves_open(seeds: dict[str, str], seed: str) -> None:
    assert {check.expression for check in of(seeds[seed], "contradiction")} == WRONG[seed]
    assert {check.expression for check in of(seeds[seed], "unexplained")} == LEFT[seed]


@pytest.mark.parametrize("seed", sorted(RIGHT))
def test_what_holds_in_a_published_report(seeds: dict[str, str], seed: str) -> None:
    assert RIGHT[seed] <= {check.expression for check in of(seeds[seed], "holds")}
