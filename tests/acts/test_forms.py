"""The forms of the annual tables differ in columns and in which of several kinds is the heaviest; totals do not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.acts.conftest import town, wang  # noqa: F401 - fixtures
from tests.acts.yearbook import FIRM, HEAD, PERSON, a_year, fined, permitted, recorded, step
from zhifa.acts.annual_report import figure_cases
from zhifa.acts.cases import record_steps
from zhifa.acts.work import Actor, Recorded
from zhifa.core.statistics import BadIndicator, Number, form_indicators, forms, indicators
from zhifa.core.values import Refusal
from zhifa.ports.rules import rulebook
from zhifa.store.casework.models import Proceeding
from zhifa.store.readers.statistics import form_sheets

RULES = rulebook().as_of(date(2024, 12, 31))


def totals(form: str, *, rows: bool = False) -> dict[str, dict[str, Number]]:
    """Figures of the totals by table and column, zeros left out."""
    return {
        sheet.rule.code: {
            column.title: value
            for column, value in zip(sheet.rule.columns, sheet.total.values, strict=True)
            if value
        }
        for sheet in form_sheets(form, 2024, None, RULES, rows=rows)
    }  # fmt: skip


def test_a_decision_of_several_kinds_is_one_in_the_heaviest_of_each_form(wang: Actor) -> None:  # noqa: F811
    fined(wang, "2024-03-01T09:00", "100", ("警告", "罚款"))
    fined(wang, "2024-03-02T09:00", "", ("警告", "通报批评"))
    fined(wang, "2024-03-03T09:00", "300", ("罚款", "降低资质等级"))
    fined(wang, "2024-03-04T09:00", "", ("吊销许可证件", "限制从业"))
    fined(wang, "2024-03-05T09:00", "", ("责令关闭",))
    newer = {"罚款": 1, "通报批评": 1, "降低资质等级": 1, "吊销许可证件": 1, "责令关闭": 1}
    amount = {"罚没金额（万元）": 40_000}
    assert totals("2021")["2021.penalty"] == newer | {"合计（宗）": 5} | amount
    assert totals("2019")["2019.penalty"] == {
        "罚款": 2, "警告": 1, "吊销许可证、执照": 1, "其他行政处罚": 1, "合计（宗）": 5,
    } | amount  # fmt: skip
    assert totals("chongqing")["penalty"] == newer | {"合计": 5, "简易程序": 5} | amount
    for form in forms(RULES):
        assert totals(form) == totals(form, rows=True)


def test_pages_of_a_figure_with_a_minus_and_a_plus_join_to_the_whole(wang: Actor) -> None:  # noqa: F811
    for day in range(1, 6):
        fined(wang, f"2024-03-0{day}T09:00", "300", ("罚款", "降低资质等级"))
    fined(wang, "2024-03-03T10:00", "100")
    for figure, count, rows in (("penalty.2019.fine", 6, 6), ("penalty.2019.other", 0, 10)):
        seen: list[tuple[str, int]] = []
        after = None
        while True:
            part = figure_cases("lq", 2024, figure, reach=("",), after=after, limit=1)
            assert not isinstance(part, Refusal)
            seen += [(row.case_id + row.code, row.count) for row in part.page.rows]
            if not part.page.more:
                break
            after = part.page.rows[-1].place
        assert (len(set(seen)), sum(n for _, n in seen)) == (rows, count)


def test_an_annulled_decision_stays_in_every_form(wang: Actor) -> None:  # noqa: F811
    a_year(wang)
    for form, table, column in (
        ("chongqing", "penalty", "合计"),
        ("2019", "2019.penalty", "合计（宗）"),
        ("2021", "2021.penalty", "合计（宗）"),
    ):
        assert totals(form)[table][column] == 4


def test_a_change_of_a_permit_counts_as_granted(wang: Actor) -> None:  # noqa: F811
    permitted(wang, "2024-04-01", "林木采伐许可")
    recorded(
        wang,
        "permit.change",
        "2024-05-06",
        PERSON,
        step("apply", "2024-05-06", {"application.permit_kind": "林木采伐许可"}, ()),
        step("decide", "2024-05-08", {"permit.result": "准予"}, HEAD),
    )
    assert totals("2019")["organ.permit"]["许可"] == 2


def test_a_penalty_after_an_inspection_and_the_faults_it_found(wang: Actor) -> None:  # noqa: F811
    recorded(
        wang,
        "inspection",
        "2024-07-01T09:00",
        FIRM,
        step("plan", "2024-07-01T09:00", {"inspection.kind": "日常检查", "inspection.enterprise": True}),
        step("conduct", "2024-07-01T10:00", {"inspection.place": "厂区", "inspection.certificates_shown": True}),
        step("result", "2024-07-01T11:00", {"inspection.result": "责令限期改正"}),
        step("check_correction", "2024-07-20T11:00", {"rectification.result": "已改正"}),
    )
    assert totals("chongqing")["inspection"] == {"检查次数": 1, "其中涉企检查": 1}
    found = figures_of("hazard.found", "hazard.ordered", "hazard.corrected", "hazard.open")
    assert found == {"hazard.found": 1, "hazard.ordered": 1, "hazard.corrected": 1, "hazard.open": 0}


def test_a_penalty_decided_after_an_inspection_of_the_same_case(wang: Actor) -> None:  # noqa: F811
    case = recorded(
        wang,
        "inspection",
        "2024-07-01T09:00",
        FIRM,
        step("plan", "2024-07-01T09:00", {"inspection.kind": "日常检查", "inspection.enterprise": True}),
        step("result", "2024-07-01T11:00", {
            "inspection.result": "发现涉嫌违法行为", "inspection.disposal": "适用普通程序",
        }),
    )  # fmt: skip
    [penalty] = Proceeding.objects.filter(case_id=case, procedure="penalty.ordinary").values_list("id", flat=True)
    decided = {"decision.kinds": ["罚款"], "decision.fine": "500", "decision.facts": "占道", "decision.basis": "条例"}
    done = record_steps(case, (step("decision", "2024-08-01T09:00", decided, HEAD, penalty),), actor=wang)
    assert isinstance(done, Recorded), done
    assert totals("chongqing")["inspection"]["检查后作出处罚"] == 1
    fined(wang, "2024-08-02T09:00", "100")
    assert totals("chongqing")["inspection"]["检查后作出处罚"] == 1


def test_clues_by_their_source(wang: Actor) -> None:  # noqa: F811
    for source in ("12345热线", "12345热线", "投诉", "网格上报"):
        recorded(
            wang, "clue", "2024-02-03T09:00", {},
            step("register", "2024-02-03T09:00", {"clue.source": source, "clue.summary": "占道经营"}),
        )  # fmt: skip
    found = figures_of("clue.registered", "clue.hotline", "clue.complaint", "clue.grid", "clue.inspection")
    assert list(found.values()) == [4, 2, 1, 1, 0]


def test_what_was_done_too_late(wang: Actor) -> None:  # noqa: F811
    decided = {"decision.kinds": ["罚款"], "decision.fine": "200", "decision.facts": "占道", "decision.basis": "条例"}
    for day in ("2024-04-08T10:00", "2024-06-20T10:00"):
        recorded(
            wang, "penalty.ordinary", "2024-01-08T09:00", PERSON,
            step("filing_request", "2024-01-08T09:00", {"filing.reason": "占道", "matter.code": "city.stall.roadside"}),
            step("filing", "2024-01-09T09:00", None, HEAD),
            step("decision", day, decided, HEAD),
        )  # fmt: skip
    recorded(
        wang, "permit", "2024-02-01", PERSON,
        step("apply", "2024-02-01", {"application.permit_kind": "林木采伐许可"}, ()), step("accept", "2024-02-02"),
        step("decide", "2024-04-01", {"permit.result": "准予"}, HEAD),
    )  # fmt: skip
    assert list(figures_of("overdue.penalty_decided", "overdue.permit_decided", "overdue.published").values()) == [
        1,
        1,
        0,
    ]


def figures_of(*codes: str) -> dict[str, Number]:
    from zhifa.store.readers.statistics import counted, year_of

    known = indicators(RULES)
    return {code: one.value for code, one in counted([known[code] for code in codes], year_of(2024), ["lq"]).items()}


def test_a_report_has_to_do_with_the_figures_of_its_own_form() -> None:
    mine = form_indicators(RULES, "chongqing")
    assert {"penalty.kind.fine", "clue.hotline", "soft.total"} <= set(mine)
    assert not {"penalty.2019.fine", "other.ruling"} & set(mine)
    assert "penalty.2019.fine" in form_indicators(RULES, "2019")


def test_a_form_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(BadIndicator, match="chongqing、2019、2021"):
        form_indicators(RULES, "2035")
    assert "2021" not in forms(rulebook().as_of(date(2020, 12, 31)))
