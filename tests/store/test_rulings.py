"""Rulings: written with the decision, read by matter and tier inside the reach, counted against the same party."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.acts.conftest import town, wang  # noqa: F401
from tests.acts.test_cases import BOTH, DECIDE, HEAR, SHOW, TELL, at
from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.work import Actor, Recorded, context
from zhifa.core.statistics import indicators
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.store.casework.models import Ruling
from zhifa.store.readers.rulings import earlier_rulings, like_cases
from zhifa.store.readers.statistics import counted, year_of

PARTY = {"party.kind": "个人", "party.name": "张示例", "party.id_number": "11010119900307797X"}


def decided(actor: Actor, day: str, fine: str, party: dict[str, str], **more: object) -> str:
    opened = open_case(Opening("lq", "penalty.simple", at(f"{day}T09:00"), party, BOTH), actor=actor)
    assert isinstance(opened, Recorded), opened
    told = {**TELL.facts, "matter.code": "city.litter", "notice.fine": fine, "conduct.corrected": True, **more}
    facts = {**DECIDE.facts, "decision.fine": fine}
    for step in (SHOW, replace(TELL, facts=told), HEAR, replace(DECIDE, facts=facts)):
        done = take_step(opened.case_id, replace(step, at=at(f"{day}T09:10")), actor=actor)
        assert isinstance(done, Recorded), done
    return opened.case_id


@pytest.mark.django_db
def test_a_decision_leaves_a_ruling_with_tier_sum_and_circumstances(wang: Actor) -> None:  # noqa: F811
    case = decided(wang, "2024-06-03", "60", PARTY)
    row = Ruling.objects.get(case_id=case)
    assert (row.matter, row.tier, row.fined, row.fine_fen, row.standing) == ("city.litter", "从轻", 1, 6_000, 1)
    assert "11010119900307797X" not in row.identity + row.facts
    assert list(differences(all_cases())) == []


@pytest.mark.django_db
def test_like_cases_are_counted_inside_the_reach_and_without_the_case_itself(wang: Actor) -> None:  # noqa: F811
    mine = decided(wang, "2024-06-03", "60", PARTY)
    for day, fine in (("2024-06-04", "60"), ("2024-06-05", "80")):
        decided(wang, day, fine, {**PARTY, "party.id_number": "", "party.name": f"王{day}"})
    assert like_cases("city.litter", "从轻", reach=["500112/"], but=mine).sums == ((6_000, 1), (8_000, 1))
    assert like_cases("city.litter", "从重", reach=["500112/"]).sums == ()
    assert like_cases("city.litter", "从轻", reach=["500113/"]).sums == ()
    assert like_cases("city.litter", "从轻", reach=[]).sums == ()


@pytest.mark.django_db
def test_the_same_party_is_known_by_its_number_and_else_by_its_name(wang: Actor) -> None:  # noqa: F811
    first = decided(wang, "2024-06-03", "60", PARTY)
    known = {"before": date(2024, 7, 1), "reach": ["500112/"]}
    by_number = earlier_rulings("city.litter", party="张示例", number="11010119900307797X", **known)
    assert (by_number.count, by_number.sure, by_number.latest[0].case_id) == (1, True, first)
    by_name = earlier_rulings("city.litter", party="张示例", **known)
    assert (by_name.count, by_name.sure) == (1, False)
    other = earlier_rulings("city.litter", party="张示例", number="110101199003074690", **known)
    assert other.count == 0
    assert earlier_rulings("city.posting", party="张示例", **known).count == 0
    assert earlier_rulings("city.litter", party="", **known).count == 0
    assert earlier_rulings("city.litter", party="张示例", before=date(2024, 6, 2), reach=["500112/"]).count == 0


@pytest.mark.django_db
def test_the_year_counts_who_was_spared_and_who_was_fined_lightly(wang: Actor) -> None:  # noqa: F811
    decided(wang, "2024-06-03", "60", PARTY)
    opened = open_case(Opening("lq", "penalty.simple", at("2024-06-06T09:00"), PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    spared = StepEntry(
        "no_penalty",
        {
            "matter.code": "city.litter",
            "decision.no_penalty_ground": "违法行为轻微并及时改正，没有造成危害后果",
            "decision.education": "当场讲明危害，发放提示单",
            "decision.leniency": "轻微免罚",
        },
        BOTH,
        at("2024-06-06T09:10"),
    )
    for step in (replace(SHOW, at=at("2024-06-06T09:00")), spared):
        assert isinstance(take_step(opened.case_id, step, actor=wang), Recorded)
    assert used(2024) == {"none": 1, "none.minor": 1, "none.first": 0, "none.faultless": 0, "lighter": 1, "reduced": 0}
    assert not any(used(2023).values())


def used(year: int) -> dict[str, int]:
    """The figures of leniency of a year, as statistics count them."""
    known = [
        one for code, one in indicators(context().rules(date(year, 12, 31))).items() if code.startswith("lenient.")
    ]
    found = counted(known, year_of(year), ["lq"])
    return {code.removeprefix("lenient."): figure.value for code, figure in found.items()}
