"""The sweep: patterns come, stay the same, go; another day is looked at without writing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tests.acts.conftest import town, wang  # noqa: F401
from tests.acts.test_cases import PARTY
from tests.store.test_rulings import decided
from zhifa.acts.work import Actor
from zhifa.cli.main import main
from zhifa.jobs import watch
from zhifa.jobs.sweep import look_from, sweep
from zhifa.ports import clock
from zhifa.store.casework.models import Case, Ruling
from zhifa.store.oversight.models import Cause, Pattern
from zhifa.store.oversight.projector import Written

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 7, 1, 2, tzinfo=UTC)


def twice(actor: Actor) -> list[str]:
    """One act fined in two cases."""
    happened = {"case.happened_on": "2024-06-03"}
    with clock.at(NOW):
        return [decided(actor, day, "60", PARTY, **happened) for day in ("2024-06-03", "2024-06-05")]


def test_a_pattern_names_its_cases_and_goes_when_it_no_longer_holds(wang: Actor) -> None:  # noqa: F811
    cases = twice(wang)
    with clock.at(NOW):
        done = sweep()
        assert done.findings["pattern.twice"] == 1
        row = Pattern.objects.get(alert="pattern.twice")
        assert sorted(Cause.objects.filter(pattern=row).values_list("case_id", flat=True)) == sorted(cases)
        from zhifa.acts.sweeping import sweep_patterns

        assert sweep_patterns() == Written(0, 0, 0)
        Ruling.objects.filter(case_id=cases[0]).update(standing=0)
        assert "pattern.twice" not in sweep().findings
    assert not Pattern.objects.filter(alert="pattern.twice").exists()


def test_another_day_is_only_looked_at(wang: Actor) -> None:  # noqa: F811
    twice(wang)
    before = list(Case.objects.order_by("id").values_list("id", "as_of", "version"))
    with clock.at(NOW):
        early = look_from(date(2024, 6, 4))
        late = look_from(date(2024, 6, 20))
    assert early.cases == 1
    assert "time.publication" not in early.findings
    assert late.findings["time.publication"] == 2
    assert not Pattern.objects.exists()
    assert list(Case.objects.order_by("id").values_list("id", "as_of", "version")) == before


def test_a_full_sweep_takes_every_case(wang: Actor) -> None:  # noqa: F811
    twice(wang)
    told: list[tuple[int, int]] = []
    with clock.at(NOW):
        done = sweep(full=True, progress=lambda cases, whole: told.append((cases, whole)))
    assert (done.cases, told, done.failed) == (2, [(0, 2), (2, 2)], ())


def test_the_command_says_what_it_found(wang: Actor, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    twice(wang)
    with clock.at(NOW):
        assert main(["sweep", "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["findings"]["pattern.twice"] == 1
        assert set(said) >= {"cases", "findings", "seconds"}
        assert main(["sweep", "--on", "昨天"]) == 2


def test_the_daily_watch_works_the_patterns_out_too(wang: Actor) -> None:  # noqa: F811
    twice(wang)
    with clock.at(NOW):
        watch.of_many()
        assert Pattern.objects.filter(alert="pattern.twice").count() == 1
