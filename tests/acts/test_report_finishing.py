"""A report is finished at a checkpoint, comes out again byte for byte, is published in time or found late."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.acts.yearbook import a_year, fined
from zhifa.acts.annual_report import ReportModel, annual_report
from zhifa.acts.report_deadline import duty_for, open_duty
from zhifa.acts.report_entries import Entered, choose_kind, edit_passage, enter_before
from zhifa.acts.report_finishing import (
    FinishedReport,
    finish_report,
    finished_report,
    moved_since,
    record_publication,
    rewritten_since,
)
from zhifa.acts.report_reproducing import Reproduced, reproduce
from zhifa.acts.report_suggestions import judge_suggestion, suggestions
from zhifa.acts.sweeping import sweep_patterns
from zhifa.acts.work import Actor
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store.casework.models import Finding
from zhifa.store.oversight.models import Pattern
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

ALL = ("",)
LATE = "pattern.report_late"


@pytest.fixture
def zhao(town: Organ) -> Actor:
    """The clerk, who writes the report."""
    return Actor(people(["赵敏"])["赵敏"], "赵敏")


@pytest.fixture
def zhou(town: Organ) -> Actor:
    """The head, who finishes it."""
    return Actor(people(["周强"])["周强"], "周强")


@pytest.fixture
def cases(wang: Actor) -> dict[str, str]:
    return a_year(wang)


def report(kind: str = "") -> ReportModel:
    found = annual_report("lq", 2024, reach=ALL, report=kind)
    assert isinstance(found, ReportModel), found
    return found


def finished() -> FinishedReport:
    found = finished_report("lq", 2024)
    assert found is not None
    return found


def files(kept: FinishedReport) -> tuple[bytes | None, ...]:
    return tuple(kept.file(form) for form in ("docx", "html", "json", "pdf"))


def done(result: Entered | Refusal) -> Entered:
    assert isinstance(result, Entered), result
    return result


def test_what_was_finished_comes_out_again_whatever_happens_since(
    cases: dict[str, str], wang: Actor, zhou: Actor
) -> None:
    done(finish_report("lq", 2024, actor=zhou))
    first, before = files(finished()), report().figures["penalty.total"].value
    fined(wang, "2024-06-03T10:00", "50")
    done(edit_passage("lq", 2024, "problems", "后来改写的。", actor=zhou))
    assert report().figures["penalty.total"].value == before + 1
    assert files(finished()) == first
    assert [
        (one.code, one.then, one.now) for one in moved_since(finished(), report()) if one.code == "penalty.total"
    ] == [("penalty.total", str(before), str(before + 1))]
    assert rewritten_since(finished(), report()) == 1
    done(finish_report("lq", 2024, actor=zhou))
    assert finished().figures["penalty.total"] == str(before + 1)
    assert files(finished()) != first
    assert (moved_since(finished(), report()), rewritten_since(finished(), report())) == ((), 0)
    assert "statistics/cases" not in str(finished().file("html"))


def test_the_figures_of_the_checkpoint_can_be_counted_again(cases: dict[str, str], wang: Actor, zhou: Actor) -> None:
    done(finish_report("lq", 2024, actor=zhou))
    kept = finished().figures["penalty.total"]
    fined(wang, "2024-06-03T10:00", "50")
    found = reproduce("lq", 2024)
    assert isinstance(found, Reproduced)
    assert found.different == ()
    assert found.counted["penalty.total"] == int(kept)
    assert found.changed == 1
    assert report().figures["penalty.total"].value == int(kept) + 1


def test_only_the_head_finishes_and_only_a_year_that_is_over(cases: dict[str, str], zhao: Actor, zhou: Actor) -> None:
    assert isinstance(finish_report("lq", 2024, actor=zhao), Refusal)
    running = finish_report("lq", clock.now().year, actor=zhou)
    assert isinstance(running, Refusal)
    assert "还没有结束" in running.message


def test_publication_is_recorded_after_finishing_and_meets_the_duty(
    cases: dict[str, str], zhao: Actor, zhou: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 1, 20, 2, tzinfo=UTC))
    early = record_publication("lq", 2024, on=date(2025, 1, 20), where="区政府网站", reported_to="", actor=zhao)
    assert isinstance(early, Refusal)
    duty = open_duty("lq", date(2025, 1, 20))
    assert duty is not None
    assert (duty.due_on, duty.verb) == (date(2025, 1, 31), "编写年报")
    done(finish_report("lq", 2024, actor=zhou))
    unnamed = record_publication("lq", 2024, on=date(2025, 1, 20), where=" ", reported_to="", actor=zhao)
    assert isinstance(unnamed, Refusal)
    done(record_publication("lq", 2024, on=date(2025, 1, 20), where="区政府网站", reported_to="区政府", actor=zhao))
    assert open_duty("lq", date(2025, 1, 20)) is None
    met = duty_for("lq", 2024, date(2025, 2, 3))
    assert met is not None
    assert met.met_on == date(2025, 1, 20)


def test_a_late_report_is_a_finding_until_it_is_published(
    cases: dict[str, str], zhao: Actor, zhou: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 1, 31, 8, tzinfo=UTC))
    sweep_patterns()
    late = Pattern.objects.filter(alert=LATE, organ="lq", subject="2024")
    assert not late.exists()
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 2, 1, 8, tzinfo=UTC))
    sweep_patterns()
    assert not late.exists(), "where it finishes its reports elsewhere, nobody here knows"
    done(finish_report("lq", 2024, actor=zhou))
    sweep_patterns()
    row = late.get()
    assert (row.colour, row.cite) == ("red", "国办发〔2018〕118号#6")
    assert "2025-01-31 以前公开" in row.message
    done(record_publication("lq", 2024, on=date(2025, 2, 1), where="区政府网站", reported_to="", actor=zhao))
    sweep_patterns()
    assert not late.exists()


def test_last_years_printed_figures_take_the_place_of_what_is_known(cases: dict[str, str], zhao: Actor) -> None:
    assert report().figures["penalty.total"].before == 1
    values = {"penalty.total": "8", "penalty.amount": "0.16"}
    assert isinstance(enter_before("lq", 2024, values, "  ", actor=zhao), Refusal)
    assert isinstance(enter_before("lq", 2024, {"penalty.total": "八"}, "年报", actor=zhao), Refusal)
    done(enter_before("lq", 2024, values, "2023 年年报", actor=zhao))
    total, amount = (report().figures[code] for code in values)
    assert (total.before, total.before_source) == (8, "2023 年年报")
    assert amount.before == 160_000  # 0.16 万元 in fen


def test_a_change_against_nothing_is_no_percentage(cases: dict[str, str], zhao: Actor) -> None:
    done(enter_before("lq", 2024, {"penalty.total": "0", "inspection.total": "2"}, "2023 年年报", actor=zhao))
    from zhifa.acts.report_figures import change_percent, change_words

    model = report()
    total, inspections = model.figures["penalty.total"], model.figures["inspection.total"]
    assert change_percent(total) == "—（上年为 0）"
    assert change_words(model.indicators["penalty.total"], total) == "增加 4 宗"
    assert (change_percent(inspections), inspections.value) == ("持平", 2)


def test_another_kind_is_chosen_and_given_up(cases: dict[str, str], zhao: Actor) -> None:
    assert (report().kind, report("police").kind) == ("town", "police")
    assert isinstance(choose_kind("lq", 2024, "nothing", actor=zhao), Refusal)
    done(choose_kind("lq", 2024, "tianjin", actor=zhao))
    assert report().kind == "tianjin"
    done(choose_kind("lq", 2024, "", actor=zhao))
    assert report().kind == "town"


def test_a_suggestion_rests_on_findings_and_is_taken_once(
    wang: Actor, zhao: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 12, 30, 2, tzinfo=UTC))
    fined(wang, "2024-06-03T10:00", "50")
    assert Finding.objects.exists()
    model = report()
    offered = suggestions(model.frame, model.figures)
    assert offered
    assert all(one.count == sum(one.groups.values()) + len(one.figures) for one in offered if not one.figures)
    chosen = offered[0]
    for _ in range(2):
        done(judge_suggestion("lq", 2024, chosen.code, take=True, actor=zhao))
    problems = next(p for p in report().report.passages if p.edit == "problems")
    plans = next(p for p in report().report.passages if p.edit == "plans")
    assert (problems.text, plans.text) == (chosen.problem, chosen.plan)
    left = offered[-1]
    if left.code != chosen.code:
        done(judge_suggestion("lq", 2024, left.code, take=False, actor=zhao))
        again = {one.code: one.state for one in suggestions(report().frame, report().figures)}
        assert again[left.code] == "left"
    assert isinstance(judge_suggestion("lq", 2024, "nothing", take=True, actor=zhao), Refusal)
