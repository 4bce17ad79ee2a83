"""Rows of a list differ in their days above all: what is filled in for other days is what judging them would say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.acts.lists import row, write
from zhifa.acts.casting import caster
from zhifa.acts.importing import Imported, Order, import_cases
from zhifa.acts.work import Actor
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ

MANY = 90


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases that were judged by themselves."""
    found: list[str] = []
    before = caster.by_itself

    def count(setting, given, made):  # type: ignore[no-untyped-def]
        found.append(given.case_id)
        return before(setting, given, made)

    monkeypatch.setattr(caster, "by_itself", count)
    return found


def days(random: Random) -> dict[str, str]:
    """The days of an ordinary case, over holidays and changes of law; now and then in an order they cannot have."""
    filed = date(2021, 9, 1) + timedelta(random.randrange(1_700))
    decided = filed + timedelta(random.choice((-3, 0, 1, 20, 60, 89, 90, 91, 120)))
    return {
        "程序": "一般程序",
        "违法日期": str(filed - timedelta(random.choice((0, 1, 40, 800)))),
        "立案日期": str(filed),
        "法制审核日期": str(decided - timedelta(random.choice((0, 1, 2)))),
        "处罚决定日期": str(decided),
        "送达日期": str(decided + timedelta(random.choice((0, 3, 7, 8, 15)))),
        "执法人员": random.choice(("王立、李明", "李明、王立", "王立")),
    }


def test_other_days_are_filled_in_as_they_would_be_judged(
    town: Organ, wang: Actor, tmp_path: Path, judged: list[str]
) -> None:
    random = Random(5)
    done = import_cases(
        Order(path=write(tmp_path / "a.csv", [row(n, **days(random)) for n in range(MANY)]), organ="lq"), actor=wang
    )
    assert isinstance(done, Imported)
    assert done.written > MANY / 2, done.faults[:3]
    keys = list(rows.Case.objects.values_list("id", flat=True))
    assert list(differences(keys)) == []
    assert journal.verify().valid
    assert rows.Finding.objects.values("code").distinct().count() > 1, "some were late, some in a wrong order"


def test_cases_of_a_year_without_a_change_are_judged_once(
    town: Organ, wang: Actor, tmp_path: Path, judged: list[str]
) -> None:
    spring = [date(2025, 6, 2) + timedelta(n) for n in range(60)]
    lists = [row(n, **{"违法日期": str(day), "处罚决定日期": str(day)}) for n, day in enumerate(spring)]
    done = import_cases(Order(path=write(tmp_path / "a.csv", lists), organ="lq"), actor=wang)
    assert isinstance(done, Imported)
    assert (done.written, done.aside) == (60, 0)
    assert len(judged) <= 4, "sixty days, of which the law asks no more than whether an office works on them"
    assert set(rows.Case.objects.values_list("decided_on", flat=True)) == set(spring)
    assert list(differences(rows.Case.objects.values_list("id", flat=True))) == []
