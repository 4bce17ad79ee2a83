"""Activity of officers: whatever is added to a month by way of padding, no one becomes active by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhifa.core.activity import COPY, CROWD, LATE, SERIES, Deed, Measure, active, judged

LIMITS = Measure(recorded_within=3, apart_minutes=15, copies=3, least_words=8, most_persons=4)
DAY = date(2024, 3, 5)
HONEST = Deed("王立", "c1", 3, 0, "inspection", "inspect", DAY, 9 * 60, 0, 2, "aa")


def padding(person: str) -> list[Deed]:
    """A month somebody made up: a round of visits three minutes apart, copies without a time."""
    series = [replace(HONEST, person=person, case=f"s{n}", minute=600 + 3 * n, words=f"w{n}") for n in range(6)]
    copies = [replace(HONEST, person=person, case=f"k{n}", minute=None, words="same") for n in range(3)]
    return [*series, *copies]


def test_an_honest_deed_makes_active() -> None:
    assert active(judged([HONEST], LIMITS)) == {"王立"}


def test_a_series_and_copies_make_nobody_active() -> None:
    said = judged([HONEST, *padding("赵虚")], LIMITS)
    assert active(said) == {"王立"}
    assert {deed.flaw for deed in said if deed.person == "赵虚"} == {SERIES, COPY}


def test_the_first_of_a_series_counts_no_more_than_the_rest() -> None:
    two = [replace(HONEST, person="赵虚", case="a", minute=600), replace(HONEST, person="赵虚", case="b", minute=614)]
    assert active(judged(two, LIMITS)) == frozenset()
    apart = [two[0], replace(two[1], minute=615)]
    assert active(judged(apart, LIMITS)) == {"赵虚"}


def test_several_steps_of_one_case_are_no_series() -> None:
    steps = [HONEST, replace(HONEST, version=4, minute=9 * 60 + 2)]
    assert all(deed.counts for deed in judged(steps, LIMITS))


def test_what_was_copied_is_doubted_whoever_wrote_it_and_two_alike_may_be_chance() -> None:
    alike = [replace(HONEST, person=name, case=name, minute=None) for name in ("甲", "乙", "丙")]
    assert active(judged(alike, LIMITS)) == frozenset()
    assert active(judged(alike[:2], LIMITS)) == {"甲", "乙"}


def test_a_deed_counts_again_once_its_neighbours_are_corrected() -> None:
    """What neighbours showed is judged anew; what the deed itself shows stays."""
    before = judged([HONEST, replace(HONEST, case="c2", minute=9 * 60 + 5, words="bb")], LIMITS)
    assert [deed.flaw for deed in before] == [SERIES, SERIES]
    assert active(judged(before[:1], LIMITS)) == {"王立"}
    assert judged([replace(HONEST, flaw=LATE)], LIMITS)[0].flaw == LATE


deeds = st.lists(
    st.builds(
        Deed,
        person=st.sampled_from(["甲", "乙", "丙"]),
        case=st.uuids().map(str),
        version=st.just(1),
        part=st.just(0),
        procedure=st.just("inspection"),
        step=st.sampled_from(["inspect", "decide"]),
        on=st.sampled_from([DAY, date(2024, 3, 6)]),
        minute=st.none() | st.integers(0, 1439),
        delay=st.just(0),
        persons=st.just(2),
        words=st.sampled_from(["", "a", "b", "c", "d"]),
        flaw=st.sampled_from(["", LATE, CROWD]),
    ),
    max_size=12,
)


@given(deeds)
def test_padding_never_raises_activity(month: list[Deed]) -> None:
    """Copies of what is there, visits minutes apart, back-dated entries and crowds add no active officer."""
    before = active(judged(month, LIMITS))
    copied = [replace(deed, case=f"{deed.case}{n}", person="丁") for deed in month if deed.words for n in range(3)]
    backdated = [replace(HONEST, person="戊", case=f"b{n}", minute=None, words=str(n), flaw=LATE) for n in range(5)]
    crowd = [
        replace(HONEST, person=f"众{n}", case="crowd", persons=9, flaw=CROWD, words="", minute=None) for n in range(9)
    ]
    after = active(judged([*month, *padding("己"), *copied, *backdated, *crowd], LIMITS))
    assert after <= before
