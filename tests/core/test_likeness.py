"""Like cases: where an amount stands, when it stands alone, and what differs then."""

from __future__ import annotations

import statistics
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.discretion.likeness import HIGH, LOW, UNSAID, USUAL, Likeness, differences, likeness

USUALLY = [(5_000, 4), (8_000, 6), (10_000, 8), (12_000, 2)]


def placed(amount: int) -> Likeness:
    found = likeness(USUALLY, amount)
    assert found is not None
    return found


def test_the_distribution_says_how_many_and_the_middle_half() -> None:
    found = placed(10_000)
    assert (found.count, found.least, found.lower, found.median, found.upper, found.most) == (
        20, 5_000, 8_000, 9_000, 10_000, 12_000,
    )  # fmt: skip
    assert (found.below, found.same, found.verdict) == (10, 8, USUAL)


def test_an_amount_far_outside_the_middle_half_stands_alone() -> None:
    assert placed(13_000).verdict == USUAL  # 10,000 + 1.5 × 2,000
    assert placed(13_001).verdict == HIGH
    assert placed(4_999).verdict == LOW
    assert placed(5_000).verdict == USUAL


def test_four_like_cases_are_too_few_to_say_anything() -> None:
    found = likeness([(5_000, 4)], 1_000_000)
    assert found is not None
    assert (found.verdict, found.outlier) == (UNSAID, False)
    assert likeness([], 5_000) is None


def test_an_outlier_is_told_by_what_differs_from_most() -> None:
    usual = [{"conduct.corrected": True, "conduct.area": "3"}] * 8 + [{"conduct.harm": True, "conduct.area": "4"}]
    mine = {"conduct.harm": True, "conduct.area": "40", "discretion.heavier": ["妨碍查处、暴力抗法"]}
    absent = {"conduct.harm": False, "conduct.corrected": False, "discretion.heavier": ()}
    found = {item.code: item for item in differences(mine, usual, absent)}
    assert set(found) == {"conduct.harm", "conduct.area", "conduct.corrected", "discretion.heavier"}
    assert (found["conduct.corrected"].usual, found["conduct.corrected"].share) == (True, 88)
    assert list(differences(usual[0], usual, absent)) == []


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=60), st.integers(0, 10**6))
def test_quartiles_are_those_of_the_plain_list_and_the_rank_counts_everybody(sums: list[int], amount: int) -> None:
    found = likeness(list(Counter(sums).items()), amount)
    assert found is not None
    plain = statistics.quantiles(sums, n=4, method="inclusive")
    assert all(abs(a - b) <= 1 for a, b in zip((found.lower, found.median, found.upper), plain, strict=True))
    assert found.below == sum(one < amount for one in sums)
    assert found.least <= found.lower <= found.median <= found.upper <= found.most


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=60))
def test_the_middle_half_never_stands_alone(sums: list[int]) -> None:
    spread = list(Counter(sums).items())
    plain = likeness(spread)
    assert plain is not None
    for amount in (plain.lower, plain.median, plain.upper):
        found = likeness(spread, amount)
        assert found is not None
        assert not found.outlier
