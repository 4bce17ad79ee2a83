"""Four published years imported as lists: their reports say what was published, figure for figure, and where the
published one contradicts itself the writer is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from zhifa.acts.annual_document import document
from zhifa.acts.annual_report import ReportModel, annual_report
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.report_check import examine_file
from zhifa.acts.report_entries import Entered, enter_report_facts
from zhifa.acts.report_finishing import finish_report
from zhifa.acts.work import INSTALLER, Actor
from zhifa.cli.cases import installer
from zhifa.core.footing import CONTRADICTION
from zhifa.core.footing.examining import Examination
from zhifa.core.papers import words
from zhifa.core.values import Refusal
from zhifa.jobs.bureau.playing import play
from zhifa.jobs.bureau.profile import bureaus, scaled
from zhifa.ports.render import render_docx, render_page
from zhifa.ports.rules import rulebook
from zhifa.store.imports.models import AsideRow
from zhifa.store.registry.people import people
from zhifa.store.reports.models import AnnualReport

pytestmark = pytest.mark.django_db
ALL = ("",)
Played = Callable[..., ReportModel]


@pytest.fixture
def actor(db: None) -> Actor:
    return installer()


@pytest.fixture
def played(actor: Actor, tmp_path: Path) -> Played:
    def found(code: str, scale: float = 1) -> ReportModel:
        bureau = scaled(bureaus(rulebook())[code], scale)
        author = play(bureau, rulebook(), "x", tmp_path, actor=actor)
        assert isinstance(author, str), author
        assert list(AsideRow.objects.values_list("faults", flat=True)) == []
        model = annual_report(author, bureau.year, reach=ALL)
        assert isinstance(model, ReportModel), model
        return model

    return found


def differences(model: ReportModel) -> dict[str, tuple[str, str]]:
    assert model.published is not None
    return {one.code: (one.published, one.found) for one in model.published.differences}


def told(model: ReportModel) -> list[str]:
    assert model.published is not None
    return [check.explain for check in model.published.checks]


def contradictions(model: ReportModel) -> list[str]:
    """What the checker of anybody's report says against this one, as DOCX and as HTML."""
    paper = document(model)
    found = []
    for content, name in ((render_docx(paper), "r.docx"), (render_page(paper).encode(), "r.html")):
        examined = examine_file(content, name)
        assert isinstance(examined, Examination), examined
        found += [f"{name}: {one.explain}" for one in examined.checks if one.state == CONTRADICTION]
    return found


def test_a_town_with_an_unexplained_remainder(played: Played) -> None:
    model = played("gulu-2023")
    assert model.kind == "town"
    assert differences(model) == {}
    said = " ".join(told(model))
    assert "相差 34，须说明原因" in said
    assert "交通领域执法 216" in said
    text = words(document(model))
    assert "整改率98.62%" in text
    assert "年内没有作出决定的34件" in text
    assert contradictions(model) == []


def test_a_town_of_tianjin_with_last_year_from_print(played: Played) -> None:
    model = played("yangliuqing-2023")
    assert model.kind == "tianjin"
    assert differences(model) == {}
    assert any("24" in line and "相差 22，须说明原因" in line for line in told(model))
    text = words(document(model))
    assert "与上年相比，简易程序下降7.69%，一般程序增长87.50%" in text
    assert "以其他方式处理22起" in text
    assert model.figures["penalty.ordinary"].before_source.startswith("《杨柳青镇")
    assert contradictions(model) == []


def test_a_justice_bureau_adds_up_its_district(played: Played) -> None:
    model = played("yubei-justice-2024")
    assert model.kind == "justice"
    # No whole number of matters gives 71.345 %: the nearest is printed, and the writer is told.
    assert differences(model) == {"reform.matters.share": ("71.345", "71.35")}
    assert any("无论除以哪个整数，都得不出 71.345%" in line for line in told(model))
    towns = [one for one in model.members if one.values["penalty.total"]]
    assert (len(towns), len(model.members)) == (22, 22 + 36 + 1)
    assert sum(one.values["penalty.total"] for one in model.members) == model.figures["penalty.total"].value == 1915
    assert any(line.startswith("还没有定稿的 58 个单位") for line in model.member_notes)
    assert contradictions(model) == []


def test_a_bureau_of_police_in_small(played: Played) -> None:
    model = played("yubei-police-2024", 0.001)
    assert model.kind == "police"
    bureau = scaled(bureaus(rulebook())["yubei-police-2024"], 0.001)
    figures = {code: one.value for code, one in model.figures.items()}
    said = bureau.penalties
    assert (figures["penalty.total"], figures["penalty.simple"], figures["penalty.ordinary"]) == (
        said.total, said.simple, said.ordinary,
    )  # fmt: skip
    assert figures["penalty.unstated"] == said.unstated
    assert figures["penalty.amount"] == said.fines_yuan * 100
    assert figures["measure.total"] == bureau.seized + bureau.other_measures
    assert figures["permit.granted"] == bureau.permits["granted"]
    # Every figure that does not come from cases is the published one, whatever the scale.
    assert {code for code in differences(model) if not model.indicators[code].is_counted} == set()
    lines = told(model)
    assert any("应等于（行政复议：维持 10 + 行政复议：撤回 2 + 行政复议：驳回 3 = 15）" in line for line in lines)
    assert any("简易程序处罚 91490 + 一般程序处罚 20247 = 111737" in line for line in lines)
    assert any("20248" in line and "20247" in line and "须说明原因" in line for line in lines)
    assert any("标题写 5 类，列出 6 类" in line for line in lines)
    assert not any("899" in line or "140" in line or "18123" in line for line in lines)
    assert contradictions(model) == []


def test_the_reports_of_its_organs_are_held_against_their_cases(
    played: Played, actor: Actor, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    played("yubei-justice-2024", 0.02)
    refused = annual_report("x-sf", 2024, reach=("x/x-sf/",))
    assert isinstance(refused, Refusal)
    assert "超出了您的权限" in refused.message
    town = "x-z01"
    role = RoleGiven("head", f"x/{town}/")
    assert register_officer(Registration("镇长", "镇长", town, (role,)), actor=INSTALLER) is None
    head = Actor(people(["镇长"])["镇长"], "镇长")
    units = {"people.law_unit": 8, "people.law_office": 3, "people.law_brigade": 4}
    assert isinstance(enter_report_facts(town, 2024, units, actor=head), Entered)
    assert isinstance(finish_report(town, 2024, actor=head), Entered)
    moved = AnnualReport.objects.get(organ=town, year=2024)
    said = moved.figures | {"penalty.total": "99"}
    AnnualReport.objects.filter(pk=moved.pk).update(figures=said, published_on=date(2025, 2, 1))
    with django_assert_max_num_queries(57):  # of 59 organs; one for each month
        model = annual_report("x-sf", 2024, reach=ALL)
    assert isinstance(model, ReportModel)
    member = next(one for one in model.members if one.code == town)
    assert member.state == "2025-02-01 周六 逾期公开"
    counted = member.values["penalty.total"]
    assert f"{member.short}的年报写行政处罚合计 99，案件计出 {counted}" in model.member_notes
    assert any("综合执法机构人员等于办公室和大队之和" in line for line in model.member_notes)
    assert any(line.startswith("还没有定稿的 57 个单位") for line in model.member_notes)
