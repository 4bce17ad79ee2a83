"""The sweep: patterns come, stay the same, go; another day is looked at without writing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.acts.bureau import stranger
from tests.acts.conftest import town, wang  # noqa: F401
from tests.acts.test_cases import BOTH, PARTY
from tests.store.test_rulings import decided
from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.supervising import dismiss_finding
from zhifa.acts.work import Actor, Recorded
from zhifa.cli.main import main
from zhifa.core.supervising import GROUNDS
from zhifa.core.values import Moment
from zhifa.jobs import watch
from zhifa.jobs.sweep import look_from, sweep
from zhifa.ports import clock
from zhifa.store.casework.models import Case, Ruling
from zhifa.store.oversight.models import Cause, Pattern
from zhifa.store.oversight.projector import Written
from zhifa.store.registry.models import Organ

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


def test_time_alone_puts_nothing_right(town: Organ, wang: Actor) -> None:  # noqa: F811
    """A party fined twice for one act, and nobody said a word: two years later it is still asked about."""
    twice(wang)
    with clock.at(NOW):
        sweep()
    row = Pattern.objects.get(alert="pattern.twice")
    with clock.at(NOW + timedelta(days=800)):
        sweep()
        assert Pattern.objects.get(alert="pattern.twice").answer_by == row.answer_by, "its period does not begin anew"
        supervisor = stranger("沈监", town, "supervisor", "500112/")
        assert dismiss_finding(row.key, ground=GROUNDS[0], reason="两次行为", actor=supervisor) is None
        sweep()
    assert not Pattern.objects.filter(alert="pattern.twice").exists()


def seen_at(actor: Actor, place: str) -> str:
    """A scene looked at by two officers of 洛碛镇."""
    at = Moment.parse("2024-06-03T09:00")
    opened = open_case(Opening("lq", "penalty.ordinary", at, PARTY, BOTH), actor=actor)
    assert isinstance(opened, Recorded), opened
    asked = {"case.title": "占道堆物", "filing.reason": "巡查发现", "matter.code": "city.litter"}
    looked = {"evidence.scene_place": place, "evidence.scene_record": "已拍照", "evidence.certificates_shown": True}
    for step, facts in (("filing_request", asked), ("inspect_scene", looked)):
        done = take_step(opened.case_id, StepEntry(step, facts, BOTH, at), actor=actor)
        assert isinstance(done, Recorded), done
    return opened.case_id


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("示例镇新街3号", True),
        ("洛碛镇示例镇路3号", False),
        ("示例镇路3号", False),
        ("洛碛镇与示例镇交界处", False),
        ("人民路3号", False),
    ],
)
def test_a_place_that_bears_the_name_of_a_sister_town_is_not_the_towns_own(
    wang: Actor,  # noqa: F811
    place: str,
    *,
    found: bool,
) -> None:
    Organ.objects.create(code="sl", path="500112/sl/", name="示例镇人民政府", short="示例镇", mark="渝示", level="乡镇")
    with clock.at(NOW):
        case = seen_at(wang, place)
        sweep()
    shown = Cause.objects.filter(pattern__alert="pattern.over_boundary").values_list("case_id", flat=True)
    assert list(shown) == ([case] if found else [])


def test_a_firm_of_the_registered_district_is_at_home_whatever_the_rules_call_home(wang: Actor) -> None:  # noqa: F811
    firm = {"party.kind": "法人", "party.name": "示例商贸有限公司", "party.credit_code": "91500112MA5U00000X"}
    head = Organ.objects.create(code="qu", path="500199/", name="示区人民政府", short="江示区", mark="江", level="区县")
    with clock.at(datetime(2026, 7, 1, 2, tzinfo=UTC)):
        for number in range(1, 7):
            decided(wang, f"2026-06-{number:02d}", "200", {**firm, "party.address": f"江示区新街{number}号"})
        assert "pattern.strangers_money" in sweep().findings
        Organ.objects.filter(pk="lq").update(parent=head)
        assert "pattern.strangers_money" not in sweep().findings


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
