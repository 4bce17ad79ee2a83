"""Rows of patterns: who is one and the same party."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.acts.conftest import town, wang  # noqa: F401 - fixtures
from tests.acts.lists import row, write
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.work import Actor
from zhifa.store.readers.patterns import deeds

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 31)


def parties(tmp_path: Path, actor: Actor, *changed: dict[str, str]) -> list[str]:
    place = write(tmp_path / "a.csv", [row(n, **one) for n, one in enumerate(changed)])
    done = import_cases(Order(path=place, organ="lq"), actor=actor)
    assert isinstance(done, Imported)
    assert not done.aside
    return [deed.party for deed in deeds(LAST, 60)]


def test_a_party_whose_number_was_left_out_once_is_the_one_of_that_name_in_the_organ(
    tmp_path: Path,
    wang: Actor,  # noqa: F811
) -> None:
    first, second, third = parties(
        tmp_path, wang, {}, {"公民身份号码": ""}, {"公民身份号码": "", "行政相对人名称": "罗不成"}
    )
    assert first == second != third


def test_a_name_with_two_numbers_stands_for_nobody(tmp_path: Path, wang: Actor) -> None:  # noqa: F811
    other = {"公民身份号码": "110105198806053718"}
    found = parties(tmp_path, wang, {}, other, {"公民身份号码": ""})
    assert len(set(found)) == 3
