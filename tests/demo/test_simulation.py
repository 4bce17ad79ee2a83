"""A small year through the acts: exact totals, nothing unlawful but what is meant to be, the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from zhifa.acts.annual_document import document
from zhifa.acts.annual_report import ReportModel, annual_report
from zhifa.acts.cases import StepEntry, take_step
from zhifa.acts.report_check import examine_file
from zhifa.acts.work import Actor
from zhifa.core.footing import CONTRADICTION
from zhifa.core.footing.examining import Examination
from zhifa.core.planning import item_name
from zhifa.core.values import Refusal
from zhifa.jobs.simulation.figures import compare
from zhifa.jobs.simulation.plan import plan
from zhifa.jobs.simulation.profile import (
    InspectionShare,
    PenaltyShare,
    PermitShare,
    PlannedShare,
    Profile,
    PublishedFigure,
    SeizureShare,
    profiles,
    read_profile,
)
from zhifa.jobs.simulation.run import Simulated, simulate
from zhifa.jobs.simulation.town import ACCOUNTS, PASSWORD, TOWN
from zhifa.ports import clock
from zhifa.ports.render import render_docx, render_page
from zhifa.ports.rules import calendar, rulebook
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.readers.plans import inspections_by_item, read_plan
from zhifa.store.registry.models import Account
from zhifa.store.registry.people import people

pytestmark = pytest.mark.django_db

FIGURES = {
    "permit.applied": 3,
    "permit.accepted": 3,
    "permit.granted": 3,
    "permit.decided.village_building": 2,
    "permit.decided.forest_felling": 1,
    "inspection.total": 12,
    "inspection.enterprise": 4,
    "measure.items": 8,
    "penalty.kind.warning": 1,
    "penalty.kind.fine": 6,
    "penalty.total": 7,
    "penalty.fine_amount": 40_000,
    "people.officers": 5,
    "people.added": 1,
    "people.removed": 2,
    "people.before": 6,
    "training.lectures": 2,
}
SMALL = Profile(
    code="small-2024",
    title="小年",
    organ="重庆市渝北区洛碛镇人民政府",
    year=2024,
    figures=tuple(PublishedFigure(code, value) for code, value in FIGURES.items()),
    penalties=(
        PenaltyShare("city.stall.roadside", "罚款", 2, 10_000),
        PenaltyShare("city.litter", "罚款", 4, 5_000),
        PenaltyShare("fire.passage", "警告", 1, 0),
    ),
    inspections=(
        InspectionShare("inspection.work_safety", True, 4),
        InspectionShare("inspection.city", False, 6),
        InspectionShare("inspection.fire", False, 2),
    ),
    planned=(
        PlannedShare(
            "inspection.work_safety",
            True,
            {
                "plan.objects": "企业",
                "plan.way": "重点",
                "plan.visits": 5,
                "plan.months": ["1月"],
                "inspection.cap": 2,
            },
        ),
        PlannedShare(
            "inspection.city",
            False,
            {"plan.objects": "门店", "plan.way": "日常", "plan.visits": 6, "plan.months": ["12月"]},
        ),
    ),
    permits=(
        PermitShare("permit.village_building", "乡村建设规划许可", 2),
        PermitShare("permit.forest_felling", "林木采伐许可", 1),
    ),
    seizures=(SeizureShare("city.stall.roadside", 2, 4),),
    seizure_facts={"conduct.refused": True, "discretion.lighter": ["主动消除或者减轻危害后果"]},
    usual_facts={"conduct.corrected": True},
)


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: Any) -> Iterator[Simulated]:
    """The year played once for all tests here, and taken back at their end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield simulate(SMALL)
        transaction.set_rollback(True)


def test_the_report_of_the_year_stands_the_checker_of_anybodys(small: Simulated) -> None:
    model = annual_report(TOWN, SMALL.year, reach=("",))
    assert isinstance(model, ReportModel)
    assert model.kind == "town"
    paper = document(model)
    for content, name in ((render_docx(paper), "r.docx"), (render_page(paper).encode(), "r.html")):
        examined = examine_file(content, name)
        assert isinstance(examined, Examination)
        assert [check.explain for check in examined.checks if check.state == CONTRADICTION] == []


def test_totals_are_those_of_the_profile(small: Simulated) -> None:
    lines = compare(SMALL, TOWN, rulebook())
    assert [(line.title, line.published, line.found) for line in lines if not line.same] == []
    assert len(lines) == len(FIGURES)


def test_a_figure_that_differs_is_seen(small: Simulated) -> None:
    said = replace(SMALL, figures=(PublishedFigure("penalty.total", 8), PublishedFigure("training.app", 1)))
    lines = compare(said, TOWN, rulebook())
    assert [(line.published, line.found, line.same) for line in lines] == [("8", "7", False), ("1", "—", False)]


def test_nothing_performed_through_the_system_is_unlawful(small: Simulated) -> None:
    recorded_afterwards = {
        event.stream_id
        for event in journal.read_from(0, limit=100_000)
        if event.type == "step.taken" and event.payload["mode"] == "recorded"
    }
    # A clue nobody looked into is an omission, as a period that ran out is: no act of anybody's.
    faults = rows.Finding.objects.exclude(code__startswith="period:").exclude(alert="clue.untouched")
    assert {fault.case_id for fault in faults} <= recorded_afterwards


def test_inspections_are_counted_under_the_plan_or_outside_it(small: Simulated) -> None:
    plan = read_plan(TOWN, 2024, rulebook().vocabulary)
    assert plan.adoption is not None
    assert (plan.adoption.by, plan.adoption.filed_with, plan.pending) == ("zhenzhang", "渝北区司法局", ())
    found = inspections_by_item(TOWN, 2024)
    done = {item_name(2024, item.number): found[item_name(2024, item.number)].done for item in plan.standing}
    assert done == {"2024年第1项": 4, "2024年第2项": 6}
    assert found[""].done == 2, "fire inspections were not planned"


def test_the_journal_holds(small: Simulated) -> None:
    result = journal.verify()
    assert result.valid
    assert result.events == result.placed
    assert result.checkpoints == 1


def test_cases_are_numbered_in_the_order_in_which_they_began(small: Simulated) -> None:
    cases = rows.Case.objects.filter(organ=TOWN, opened_on__year=2024).order_by("recorded_at")
    first = {}
    for case in cases:
        first[int(case.number.split("〕")[1].rstrip("号"))] = journal.read_stream("case", case.pk)[0].recorded_at
    assert sorted(first) == list(range(1, len(first) + 1))
    assert [first[number] for number in sorted(first)] == sorted(first.values())


def test_every_decision_was_issued_as_a_paper(small: Simulated) -> None:
    decided = rows.Outcome.objects.filter(code="penalty.decided").values_list("case_id", flat=True)
    papers = rows.Paper.objects.filter(code__in=["on-the-spot-penalty-decision", "penalty-decision"])
    assert sorted(decided) == sorted(papers.values_list("case_id", flat=True))
    assert rows.Paper.objects.filter(code="permit-decision").count() == 3
    assert rows.Paper.objects.filter(code="seizure-decision").count() == 2


def test_rows_stand_as_of_the_day_of_the_demonstration(small: Simulated) -> None:
    assert f"{small.now:%Y-%m-%d %H:%M}" == "2025-01-10 09:30"
    assert not rows.Case.objects.filter(next_check_on__lte=date(2025, 1, 10)).exists()


def test_accounts_sign_in_and_a_stranger_may_not_act(small: Simulated) -> None:
    for account in ACCOUNTS:
        assert Account.objects.get(username=account.username).check_password(PASSWORD)
    case = rows.Case.objects.filter(organ=TOWN, state="open").first()
    assert case is not None
    stranger = Actor(people(["sl01"])["sl01"], "sl01")
    refused = take_step(case.pk, StepEntry("register", {}, ("sl01",)), actor=stranger)
    assert isinstance(refused, Refusal)
    assert refused.code == "forbidden"


def test_the_same_seed_writes_the_same_year() -> None:
    one, two = (plan(SMALL, rulebook(), calendar(), seed=3) for _ in range(2))
    other = plan(SMALL, rulebook(), calendar(), seed=4)
    said = [(deed.at, deed.case, getattr(deed.action, "step", "")) for deed in one.deeds]
    assert said == [(deed.at, deed.case, getattr(deed.action, "step", "")) for deed in two.deeds]
    assert said != [(deed.at, deed.case, getattr(deed.action, "step", "")) for deed in other.deeds]


def test_the_shipped_profile_adds_up() -> None:
    for code in profiles(rulebook()):
        profile = read_profile(rulebook(), code)
        assert profile is not None
        assert sum(p.count for p in profile.penalties) == profile.figure("penalty.total")
        assert sum(p.count * p.fine for p in profile.penalties) == profile.figure("penalty.fine_amount")
        assert sum(i.count for i in profile.inspections) == profile.figure("inspection.total")
        assert sum(i.count for i in profile.inspections if i.enterprise) == profile.figure("inspection.enterprise")
        assert sum(s.cases * s.items for s in profile.seizures) == profile.figure("measure.items")
        assert sum(p.count for p in profile.permits) == profile.figure("permit.granted")


def test_a_demonstrations_clock_goes_on_from_its_own_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / clock.DEMONSTRATION).write_text('{"shift_seconds": -86400}', encoding="utf-8")
    monkeypatch.setattr(django_settings, "ZHIFA_DATA", tmp_path)
    clock.shift.cache_clear()
    try:
        behind = datetime.now(UTC) - clock.now()
    finally:
        clock.shift.cache_clear()
    assert round(behind.total_seconds()) == 86_400
