"""The annual report, from cases made through the acts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from tests.acts.yearbook import PERSON, a_year, fined, recorded, step
from zhifa.acts.annual_document import document
from zhifa.acts.annual_report import ReportModel, annual_report, figure_cases
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.report_check import examine_file
from zhifa.acts.report_entries import Entered, edit_passage, enter_report_fact, enter_report_facts
from zhifa.acts.work import INSTALLER, Actor
from zhifa.core.events import REPORT_PASSAGE_EDITED, NewEvent
from zhifa.core.papers import Bars, Heading, Paragraph, Table, Title, plain
from zhifa.core.values import Moment, Refusal
from zhifa.jobs import annual_report as job
from zhifa.ports import clock
from zhifa.ports.render import NoFont
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

ALL = ("",)
COUNTED = {
    "penalty.total": 4,
    "penalty.kind.warning": 1,
    "penalty.kind.fine": 3,
    "penalty.amount": 35000,
    "penalty.fine_amount": 35000,
    "penalty.simple": 3,
    "penalty.ordinary": 1,
    "permit.applied": 2,
    "permit.accepted": 2,
    "permit.granted": 1,
    "permit.refused": 1,
    "permit.decided": 2,
    "inspection.total": 2,
    "inspection.enterprise": 1,
    "measure.seize": 1,
    "measure.items": 5,
}


@pytest.fixture
def zhao(town: Organ) -> Actor:
    """The clerk, who may enter figures."""
    return Actor(people(["赵敏"])["赵敏"], "赵敏")


@pytest.fixture
def cases(wang: Actor) -> dict[str, str]:
    return a_year(wang)


def report(year: int = 2024, organ: str = "lq") -> ReportModel:
    found = annual_report(organ, year, reach=ALL)
    assert isinstance(found, ReportModel), found
    return found


def texts(model: ReportModel) -> str:
    return "\n".join(passage.text for passage in model.report.passages)


def test_figures_come_from_the_cases_of_the_calendar_year(cases: dict[str, str]) -> None:
    figures = report().figures
    assert {code: figures[code].value for code in COUNTED} == COUNTED
    assert figures["penalty.fine_amount"].shown == "0.035"


def test_one_decision_of_two_kinds_counts_once_in_the_heavier(cases: dict[str, str]) -> None:
    opened = figure_cases("lq", 2024, "penalty.kind.fine", reach=ALL)
    warned = figure_cases("lq", 2024, "penalty.kind.warning", reach=ALL)
    assert not isinstance(opened, Refusal)
    assert not isinstance(warned, Refusal)
    assert cases["both"] in {row.case_id for row in opened.page.rows}
    assert [row.case_id for row in warned.page.rows] == [cases["warning"]]


def test_an_annulled_decision_stays_counted_and_is_marked(cases: dict[str, str]) -> None:
    model = report()
    assert (model.figures["penalty.total"].value, model.figures["penalty.total"].annulled) == (4, 1)
    assert model.figures["penalty.amount"].annulled == 20000
    notes = [plain(block.runs) for block in document(model).blocks if hasattr(block, "runs")]
    assert any("行政处罚合计 4 宗中，1 宗后经撤销，仍计数" in note for note in notes)
    opened = figure_cases("lq", 2024, "penalty.total", reach=ALL)
    assert not isinstance(opened, Refusal)
    assert [row.case_id for row in opened.page.rows if not row.standing] == [cases["annulled"]]


def test_a_review_sent_back_is_a_review_done_not_a_decision_annulled(wang: Actor) -> None:
    sent_back = {"review.conclusion": "退回", "review.opinion": "事实不清"}
    case = recorded(
        wang,
        "penalty.ordinary",
        "2024-05-06T10:00",
        PERSON,
        step("filing_request", "2024-05-06", {"filing.reason": "占道", "matter.code": "city.stall.roadside"}),
        step("investigation_report", "2024-05-07", {"report.facts": "占道", "report.proposal": "给予行政处罚"}),
        step("legal_review", "2024-05-08", sent_back, ("赵敏",)),
        step("investigation_report", "2024-05-09", {"report.facts": "占道三日", "report.proposal": "给予行政处罚"}),
        step("legal_review", "2024-05-10", {"review.conclusion": "同意", "review.opinion": "同意"}, ("赵敏",)),
    )
    kept = rows.Outcome.objects.filter(case=case, code="penalty.reviewed").order_by("version")
    assert [row.standing for row in kept] == [0, 1]
    figures = report().figures
    assert (figures["penalty.reviewed"].value, figures["penalty.review_corrected"].value) == (2, 1)
    assert figures["penalty.reviewed"].annulled == 0


def test_every_counted_figure_opens_exactly_the_rows_it_is_the_sum_of(cases: dict[str, str]) -> None:
    model = report()
    seen = 0
    for code, figure in model.figures.items():
        if figure.source != "cases":
            continue
        opened = figure_cases("lq", 2024, code, reach=ALL)
        assert not isinstance(opened, Refusal)
        amounts = opened.indicator.sum == "amount_fen"
        assert sum(r.amount_fen if amounts else r.count for r in opened.page.rows) == figure.value, code
        seen += len(opened.page.rows)
    assert seen > 20


def test_a_line_of_a_table_opens_its_own_cases(cases: dict[str, str]) -> None:
    opened = figure_cases("lq", 2024, "permit.applied", reach=ALL, group="permit_kind", value="林木采伐许可")
    assert not isinstance(opened, Refusal)
    assert [row.case_id for row in opened.page.rows] == [cases["forest"]]


def test_pages_of_cases_join_to_the_whole(cases: dict[str, str]) -> None:
    whole = figure_cases("lq", 2024, "penalty.total", reach=ALL)
    assert not isinstance(whole, Refusal)
    seen: list[str] = []
    after = None
    for _ in range(10):
        part = figure_cases("lq", 2024, "penalty.total", reach=ALL, after=after, limit=1)
        assert not isinstance(part, Refusal)
        seen += [row.case_id for row in part.page.rows]
        if not part.page.more:
            break
        after = part.page.rows[-1].place
    assert seen == [row.case_id for row in whole.page.rows]


def test_the_months_add_up_to_the_year_and_are_drawn_in_the_paper(cases: dict[str, str]) -> None:
    model = report()
    assert {code: sum(values) for code, values in model.months.items()} == {
        code: model.figures[code].value for code in model.months
    }
    decided = [
        row.counted_on.month for row in rows.Outcome.objects.filter(code="penalty.decided", counted_on__year=2024)
    ]
    assert model.months["penalty.total"] == tuple(decided.count(month) for month in range(1, 13))
    drawn = {block.title: block for block in document(model).blocks if isinstance(block, Bars)}
    assert drawn["行政处罚各月数量"].sets[0].values == model.months["penalty.total"]
    assert drawn["行政处罚各月数量"].labels[0] == "1月"


def test_a_year_that_still_runs_is_drawn_as_far_as_it_has_come(
    cases: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 9, 2, 2, tzinfo=UTC))
    drawn = next(block for block in document(report()).blocks if isinstance(block, Bars))
    assert drawn.labels[-1] == "9月"


def test_only_what_the_report_deals_with_is_checked(cases: dict[str, str]) -> None:
    assert [check.explain for check in report().checks if check.holds is None] == []


def test_an_empty_year_still_makes_a_report(town: Organ) -> None:
    model = report(2022)
    assert all(not figure.value for figure in model.figures.values() if figure.source == "cases")
    assert "没有实施行政强制措施" in texts(model)
    assert "0 件" not in texts(model).partition("附件")[0]
    assert not model.compared
    tables = [block for block in document(model).blocks if isinstance(block, Table)]
    assert len(tables) == len(model.tables) == 6
    assert all(plain(cell) == "0" for table in tables for cell in table.rows[-1][1:])


def test_the_year_before_stands_beside(cases: dict[str, str]) -> None:
    model = report()
    assert model.figures["penalty.total"].before == 1
    table = next(b for b in document(model).blocks if isinstance(b, Table) and b.caption == "主要数字与上年比较")
    line = next(row for row in table.rows if plain(row[0]).startswith("行政处罚合计"))
    assert [plain(cell) for cell in line[1:]] == ["1", "4", "＋3", "＋300.00%"]


def test_organs_below_are_counted_with_their_own_line(cases: dict[str, str], town: Organ) -> None:
    below = Organ.objects.create(
        code="lq-zf", path=f"{town.path}zf/", name="洛碛镇综合行政执法大队", short="执法大队", mark="洛执", level="内设"
    )
    role = RoleGiven("officer", below.path)
    assert register_officer(Registration("钱一", "钱一", below.pk, (role,)), actor=INSTALLER) is None
    fined(Actor(people(["钱一"])["钱一"], "钱一"), "2024-02-02T10:00", "50", organ=below.pk)
    model = report()
    penalty = next(table for table in model.tables if table.rule.code == "penalty")
    assert [(line.label, line.cells[14].shown) for line in penalty.lines] == [
        ("洛碛镇", "4"),
        ("执法大队", "1"),
        ("合计", "5"),
    ]
    own = figure_cases("lq", 2024, "penalty.total", reach=ALL, group="organ", value="lq-zf")
    assert not isinstance(own, Refusal)
    assert len(own.page.rows) == 1
    outside = figure_cases("lq-zf", 2024, "penalty.total", reach=ALL, group="organ", value="lq")
    assert not isinstance(outside, Refusal)
    assert outside.page.rows == ()


def test_a_stranger_sees_no_report(cases: dict[str, str], zhao: Actor) -> None:
    for reach in ((), ("500112/other/",)):
        assert isinstance(annual_report("lq", 2024, reach=reach), Refusal)
        assert isinstance(figure_cases("lq", 2024, "penalty.total", reach=reach), Refusal)


def test_years_that_cannot_be_reported_are_refused(town: Organ) -> None:
    for year, word in ((2999, "还没有开始"), (1999, "还没有年度报告制度"), (0, "不能统计")):
        refused = annual_report("lq", year, reach=ALL)
        assert isinstance(refused, Refusal)
        assert word in refused.message
    assert isinstance(annual_report("nowhere", 2024, reach=ALL), Refusal)


def test_the_published_report_is_compared_and_its_silence_told(cases: dict[str, str]) -> None:
    published = report().published
    assert published is not None
    assert {d.code: (d.published, d.found) for d in published.differences}["penalty.fine_amount"] == ("1.165", "0.035")
    assert [check.identity.code for check in published.checks] == ["named.measure"]
    assert "扣押财物件数 185" in published.checks[0].explain


def test_what_only_people_know_is_entered_and_replaced(town: Organ, zhao: Actor) -> None:
    before = report()
    assert "training.online" in {figure.code for figure in before.missing}
    done = enter_report_facts("lq", 2024, {"training.online": 1, "expropriation.house_area": "22905.56"}, actor=zhao)
    assert isinstance(done, Entered)
    assert isinstance(enter_report_fact("lq", 2024, "training.online", 2, actor=zhao), Entered)
    figures = report().figures
    assert (figures["training.online"].value, figures["training.online"].source) == (2, "entered")
    assert figures["expropriation.house_area"].value == Decimal("22905.56")
    assert report(2023).figures["training.online"].source == "missing"
    assert [event.actor for event in journal.read_stream("report", "lq/2024")] == ["赵敏"] * 3


@pytest.mark.parametrize(
    ("figure", "value", "said"),
    [
        ("penalty.total", 5, "由案件计出"),
        ("people.officers", 5, "由人员库计出"),
        ("no.such", 5, "没有名为"),
        ("training.online", "1.5", "应是整数"),
        ("training.online", "-1", "应在 0"),
        ("training.online", "许多", "应是数字"),
        ("training.online", "NaN", "应在 0"),
        ("expropriation.land", "1.23456", "最多 4 位小数"),
    ],
)
def test_bad_entries_are_refused(zhao: Actor, figure: str, value: int | str, said: str) -> None:
    refused = enter_report_facts("lq", 2024, {"training.app": 1, figure: value}, actor=zhao)
    assert isinstance(refused, Refusal)
    assert said in refused.message
    assert journal.read_stream("report", "lq/2024") == []


def test_only_clerks_and_heads_of_the_organ_enter(wang: Actor) -> None:
    refused = enter_report_fact("lq", 2024, "training.online", 1, actor=wang)
    assert isinstance(refused, Refusal)
    assert refused.code == "forbidden"


def test_a_passage_is_rewritten_and_brought_back(zhao: Actor, cases: dict[str, str]) -> None:
    own = "二、我镇人手不足。全年处罚 {{figure.penalty.total}} 件，走访 30 户。"
    done = edit_passage("lq", 2024, "problems", own, actor=zhao)
    assert isinstance(done, Entered)
    assert done.typed == ("30",)
    model = report()
    assert "我镇人手不足。全年处罚 4 件" in texts(model)
    assert isinstance(edit_passage("lq", 2024, "problems", "", actor=zhao), Entered)
    assert "基层执法涉及的领域多" in texts(report())


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("problems", "{{figure.no.such}}", "没有名为“no.such”的指标"),
        ("problems", "{{ 件", "占位符"),
        ("nowhere", "文字", "没有名为“nowhere”"),
        ("problems", "响铃\x07", "控制字符"),
        ("problems", "长" * 5001, "最多 5000"),
    ],
)
def test_bad_passages_are_refused(zhao: Actor, name: str, text: str, said: str) -> None:
    refused = edit_passage("lq", 2024, name, text, actor=zhao)
    assert isinstance(refused, Refusal)
    assert said in refused.message


def test_the_report_says_what_it_stands_on(cases: dict[str, str]) -> None:
    waiting = report().standing
    assert (waiting.position, waiting.waiting > 0) == (0, True)
    while journal.sequence():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM journal_event")
        total = cursor.fetchone()[0]
    assert (report().standing.position, report().standing.waiting) == (total, 0)


def test_a_running_year_says_so(cases: dict[str, str]) -> None:
    with clock.at(datetime(2024, 12, 31, 10, tzinfo=UTC)):
        assert not report().complete
    with clock.at(datetime(2024, 12, 31, 17, tzinfo=UTC)):  # already 1 January in Shanghai
        assert report().complete


def test_files_are_written_and_the_same_again(cases: dict[str, str], tmp_path: Path) -> None:
    first = job.build("lq", 2024, tmp_path / "a", ("docx", "html", "json"), day=date(2025, 1, 20))
    again = job.build("lq", 2024, tmp_path / "b", ("docx", "html", "json"), day=date(2025, 1, 20))
    assert isinstance(first, job.Built)
    assert isinstance(again, job.Built)
    assert first.paths["docx"].name == "重庆市渝北区洛碛镇人民政府关于2024年行政执法总体情况的报告.docx"
    for kind in ("docx", "html", "json"):
        assert first.paths[kind].read_bytes() == again.paths[kind].read_bytes()
    assert first.figures["penalty.amount"] == 35000
    assert sorted(path.suffix for path in (tmp_path / "a").iterdir()) == [".docx", ".html", ".json"]
    html = first.paths["html"].read_text(encoding="utf-8")
    assert 'href="/statistics/cases?organ=lq&amp;year=2024&amp;figure=penalty.total"' in html
    assert "http" not in html.split("<body", 1)[1]


def test_without_a_font_the_rest_goes_on(
    cases: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "render_pdf", lambda document: NoFont(()))
    built = job.build("lq", 2024, tmp_path)
    assert isinstance(built, job.Built)
    assert built.no_font is not None
    assert sorted(built.paths) == ["docx", "html", "json"]


def test_a_long_name_stays_within_a_file_name(cases: dict[str, str], tmp_path: Path) -> None:
    Organ.objects.filter(pk="lq").update(name="重庆市某某自治县/" + "某某" * 50 + "人民政府")
    built = job.build("lq", 2024, tmp_path, ("html",))
    assert isinstance(built, job.Built)
    assert built.paths["html"].name.endswith("…2024年行政执法总体情况的报告.html")
    assert len(built.paths["html"].name.encode()) < 255


def test_the_paper_has_the_form_of_the_published_report(cases: dict[str, str]) -> None:
    blocks = document(report()).blocks
    assert Title("重庆市渝北区洛碛镇人民政府\n关于2024年行政执法总体情况的报告") in blocks
    assert blocks.index(Heading(1, "附件", flush=True)) + 1 == blocks.index(Title("2024年行政执法统计表"))
    said = [plain(block.runs) for block in blocks if isinstance(block, Paragraph)]
    assert "行政检查：2次，其中涉企行政检查1次。" in said
    penalty = next(b for b in blocks if isinstance(b, Table) and b.caption == "表二　行政处罚（2024年）")
    spans = [(cell.text, cell.colspan) for cell in penalty.head[0] if cell.colspan > 1]
    assert spans == [("法制审核", 2)]
    assert sum(cell.colspan for cell in penalty.head[0]) == len(penalty.columns) == 23


def test_a_passage_that_no_longer_fits_the_rules_falls_back(zhao: Actor) -> None:
    # As if a later version of the rules had dropped the indicator the passage names.
    event = NewEvent(
        type=REPORT_PASSAGE_EDITED,
        occurred=Moment(date(2025, 1, 2)),
        actor=zhao.id,
        payload={"passage": "plans", "text": "今年 {{figure.dropped}} 件。"},
    )
    journal.append("report", "lq/2024", 0, [event], recorded_at=clock.now())
    model = report()
    assert model.stale == ("plans",)
    assert "制定 2025 年执法人员培训计划" in texts(model)


@pytest.mark.parametrize("form", ["docx", "html", "pdf"])
def test_our_own_report_passes_the_check_of_reports(cases: dict[str, str], tmp_path: Path, form: str) -> None:
    """What is drawn leaves numbers in the file too; none of it may look like a contradiction to whoever checks it."""
    built = job.build("lq", 2024, tmp_path, (form,))
    assert isinstance(built, job.Built)
    if form not in built.paths:
        pytest.skip("no Chinese font on this machine")
    found = examine_file(built.paths[form].read_bytes(), f"report.{form}")
    assert not isinstance(found, Refusal)
    assert len(found.checks) > 10
    assert [check.explain for check in found.contradictions] == []


def test_a_year_that_still_runs_is_not_compared_and_not_called_whole(
    cases: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 12, 30, 2, tzinfo=UTC))
    model = report()
    said = texts(model)
    assert "今年以来" in said
    assert "全年" not in said
    assert "与上年相比" not in said
    assert "12 月 30 日" in said
    captions = [block.caption for block in document(model).blocks if isinstance(block, Table)]
    assert "主要数字与上年比较" not in captions
