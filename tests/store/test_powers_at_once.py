"""What several people register for one organ at the same moment is held against each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bench import town
from tests.store.test_contract_concurrency import at_once
from zhifa.acts.powers import PowerEntry, end_power, register_power
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.values import Refusal
from zhifa.store.readers.powers import powers_of
from zhifa.store.registry.people import people

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


@pytest.fixture
def editor() -> Actor:
    town.found_town()
    given = (RoleGiven("catalogue_editor", "500112/"),)
    assert register_officer(Registration("bian", "编辑", "lq", given), actor=INSTALLER) is None
    return Actor(people(["bian"])["bian"], "bian")


def granted(start: date) -> PowerEntry:
    return PowerEntry(
        organ="lq", mode="赋权", scope=("city.stall.roadside",), document="渝府发〔2023〕3号", start=start
    )


def test_one_matter_is_given_to_an_organ_once(editor: Actor) -> None:
    def register() -> object:
        return register_power(granted(date(2024, 1, 1)), actor=editor)

    results = at_once([register] * 4)
    assert [isinstance(result, str) for result in results].count(True) == 1, results
    assert all("已经按赋权登记" in r.message for r in results if isinstance(r, Refusal))
    assert len(powers_of("lq")) == 1


def test_two_who_end_a_power_at_once_leave_one_end_in_its_days(editor: Actor) -> None:
    key = register_power(granted(date(2024, 1, 1)), actor=editor)
    assert isinstance(key, str)

    def end(on: date) -> Callable[[], object]:
        return lambda: end_power(key, on=on, reason="收回", actor=editor)

    results = at_once([end(today()), end(date(2024, 6, 30))])
    assert results[1] is None, results
    assert results[0] is None or isinstance(results[0], Refusal), results
    assert powers_of("lq")[0].validity.end == date(2024, 6, 30)
