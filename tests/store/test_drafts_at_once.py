"""Two drafts of one rule, approved or published at the same moment: the second is judged with the first standing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bench import town
from tests.store.test_contract_concurrency import at_once
from zhifa.acts import drafting
from zhifa.acts.drafting import Written, approve_draft, enter_draft, publish_draft
from zhifa.acts.publishing import compare
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.rulecheck import Checked, tried
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.ruledraft import starting_text
from zhifa.core.values import Refusal
from zhifa.ports.rules import rulebook
from zhifa.store.readers.rule_drafts import draft_lines
from zhifa.store.registry.people import people

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)
STALL = "city.stall.roadside"
TODAY = today()
"""The tests of what happens at once set a clock of their own."""


@pytest.fixture
def editors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    monkeypatch.setenv("ZHIFA_RULES", str(tmp_path))
    town.found_town()
    for name in ("jia", "yi"):
        given = (RoleGiven("catalogue_editor", "500112/"),)
        assert register_officer(Registration(name, name, "lq", given), actor=INSTALLER) is None
    return [Actor(people([name])[name], name) for name in ("jia", "yi")]


@pytest.fixture(autouse=True)
def judged_unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying a draft out takes seconds: nobody does it while others wait for the lock."""

    def look(*given: Any) -> Checked:
        assert not connection.in_atomic_block
        return tried(*given)

    monkeypatch.setattr(drafting, "tried", look)


def drafted(title: str, days: int, author: Actor) -> str:
    text = starting_text(rulebook().as_of(TODAY).entries("matter")[STALL])
    written = Written(text.replace("在主次干道两侧设置经营性摊点", title), TODAY + timedelta(days), "改名")
    key = enter_draft(written, actor=author)
    assert isinstance(key, str)
    return key


def test_of_two_drafts_for_one_day_one_is_approved(editors: list[Actor]) -> None:
    one, other = editors
    keys = [drafted("甲", 1, one), drafted("乙", 1, one)]

    def approve(key: str) -> Callable[[], object]:
        return lambda: approve_draft(key, 1, actor=other)

    results = at_once([approve(key) for key in keys])
    assert results.count(None) == 1, results
    assert all("重叠" in result.message for result in results if isinstance(result, Refusal))
    assert sorted(line.state for line in draft_lines()) == ["approved", "waiting"]


def test_numbers_are_given_once_and_files_are_written_whole(editors: list[Actor]) -> None:
    one, other = editors

    def write(days: int) -> Callable[[], object]:
        return lambda: drafted(f"第{days}日", days, one)

    keys = [str(key) for key in at_once([write(days) for days in (1, 2)])]
    assert sorted(line.number for line in draft_lines()) == [1, 2]
    for key in keys:
        assert approve_draft(key, 1, actor=other) is None

    def publish(key: str) -> Callable[[], object]:
        return lambda: publish_draft(key, 2, actor=one)

    assert at_once([publish(key) for key in keys]) == [None, None]
    assert compare().agrees
    titles = [rulebook().as_of(TODAY + timedelta(day)).entries("matter")[STALL].data["title"] for day in (1, 2)]
    assert titles == ["第1日", "第2日"]
