"""A recheck of light cases: one of a kind is judged, the others are compared with it, and what differs is mended."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.acts.test_casting import named, written
from tests.acts.test_light import step
from zhifa.acts import work
from zhifa.acts.alike import OF_THE_DAY
from zhifa.acts.light import LightCase
from zhifa.acts.work import Actor
from zhifa.core.procedure.view import View
from zhifa.jobs import watch
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.store.casework.models import Case, Obligation
from zhifa.store.registry.models import Certificate, Organ

pytestmark = pytest.mark.django_db
NEXT_YEAR = datetime(2027, 3, 1, 2, tzinfo=UTC)
WRONG: dict[type[object], object] = {
    str: "别的", int: 7, date: date(2020, 1, 1), type(None): date(2020, 1, 1),
    datetime: datetime(2020, 1, 1, tzinfo=UTC), list: ["别人"], dict: {}, bytes: b"\x00" * 32,
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch, town: Organ) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases a recheck worked out by themselves."""
    found: list[str] = []
    look = work.Unlocked.look

    def told(one: work.Unlocked) -> View | None:
        found.append(one.row.pk)
        return look(one)

    monkeypatch.setattr(work.Unlocked, "look", told)
    return found


def rows_now() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in Case.objects.values()}


def test_one_of_a_kind_is_judged_and_nothing_is_written(wang: Actor, judged: list[str]) -> None:
    done = written([named(n, f"驾驶人{n}") for n in range(12)], wang)
    before = rows_now()
    assert watch.recheck().cases == 12
    assert judged == sorted(done.case_ids)[:1]
    assert rows_now() == before


@pytest.mark.parametrize(
    "column", sorted({f.name for f in Case._meta.concrete_fields} - {"id", "organ", "state", *OF_THE_DAY})
)
def test_whatever_differs_in_a_row_is_worked_out_and_mended(wang: Actor, judged: list[str], column: str) -> None:
    done = written([named(n, f"驾驶人{n}") for n in range(4)], wang)
    before, wrong = rows_now(), done.case_ids[-1]
    held = before[wrong][column]
    value = 0 if column == "version" else WRONG[bytes if isinstance(held, memoryview) else type(held)]
    Case.objects.filter(pk=wrong).update(**{column: value})
    watch.recheck()
    assert wrong in judged
    assert {key: {**row, "head": bytes(row["head"])} for key, row in rows_now().items()} == {
        key: {**row, "head": bytes(row["head"])} for key, row in before.items()
    }
    assert list(differences(done.case_ids)) == []


def test_rows_of_another_table_that_are_not_what_was_written_are_written_again(wang: Actor) -> None:
    done = written([named(n, f"驾驶人{n}") for n in range(4)], wang)
    wrong = Case.objects.get(pk=done.case_ids[-1])
    wrong.digests = {**wrong.digests, "Obligation": "0" * 24}
    wrong.save(update_fields=["digests"])
    Obligation.objects.filter(case=wrong).delete()
    watch.recheck()
    assert list(differences(done.case_ids)) == []


def test_another_day_is_noted_and_a_certificate_taken_back_since_is_a_finding(wang: Actor, judged: list[str]) -> None:
    kept, gone = named(1, "罗成"), named(2, "罗成")
    other = tuple(step(s.step, str(s.at), s.facts, ("李明",) if s.by == ("王立",) else s.by) for s in gone.steps)
    cases = [kept, named(3, "罗成"), LightCase(gone.procedure, other, number="8号"), named(4, "罗成")]
    done = written([*cases, LightCase(gone.procedure, other, number="9号")], wang)
    Certificate.objects.filter(person_id="李明").update(cancelled_on=date(2020, 1, 1))
    with pytest.MonkeyPatch.context() as later:
        later.setattr(clock, "now", lambda: NEXT_YEAR)
        watch.recheck()
    found = {row.pk: row.red_count > 0 for row in Case.objects.all()}
    assert [found[key] for key in done.case_ids] == [False, False, True, False, True]
    assert set(Case.objects.values_list("as_of", flat=True)) == {date(2027, 3, 1)}
    assert len(judged) < len(done.case_ids)
    assert list(differences(done.case_ids)) == []
