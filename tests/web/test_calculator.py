"""The calculator: what it answers, where its facts come from, and that nobody learns of cases outside their reach."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.web.conftest import (
    DECIDED,
    INVESTIGATED,
    PARTY,
    STRANGER,
    SignedIn,
    ago,
    entry,
    ordinary,
    proceeding_of,
)
from zhifa.acts.cases import Opening, open_case, record_steps
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.work import Actor, Recorded
from zhifa.store.registry.models import Organ

LITTER = "/calculator?matter=city.litter&party.kind=个人&on=2024-03-05"


def said(client: SignedIn, address: str, who: str = "王立") -> str:
    """The words of a page."""
    answer = client(who).get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_a_matter_is_found_by_everyday_words(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    assert "乱丢果皮、纸屑、烟头等废弃物" in said(signed_in, "/calculator?q=乱丢")
    assert "没有与“飞碟绕月”相近的处罚事项" in said(signed_in, "/calculator?q=飞碟绕月")
    assert "柔性执法清单（" in said(signed_in, "/calculator")


def test_the_answer_has_interval_proof_list_and_guidance(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    page = said(signed_in, LITTER + "&conduct.corrected=是")
    assert "50 元至 95 元" in page
    assert "符合柔性执法清单“轻微免罚”：不予行政处罚" in page
    assert "50 + 150 × 30% = 95 元" in page
    assert "乱丢废弃物：当场处罚的三个易错处" in page
    assert "拟处罚款 200 元高于区间上限" in said(signed_in, LITTER + "&conduct.corrected=是&amount=200")
    assert "不能这样处罚" in said(signed_in, LITTER + "&amount=201")


def test_until_the_kind_of_party_is_chosen_nothing_is_guessed(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    assert "先选当事人类型" in said(signed_in, "/calculator?matter=city.litter")


def test_what_was_typed_wrongly_stays_and_is_named(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    page = signed_in("王立").get(LITTER.replace("2024-03-05", "2024-13-01") + "&amount=一百").content.decode()
    assert 'value="2024-13-01"' in page
    assert "不是日期" in page
    assert 'value="一百"' in page


def test_both_laws_stand_side_by_side(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    page = said(signed_in, "/calculator?matter=environment.barbecue&party.kind=个人&on=2026-08-10&decided=2026-09-10")
    assert re.search(r"20,000 元\s*5,000 元（较轻）", page)
    assert "适用新的规定" in page


def test_no_ground_no_reduction_and_the_way_out_is_said(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    page = said(signed_in, LITTER + "&discretion.reduce=是")
    assert "没有法定的从轻或者减轻情节" in page
    assert "报请调整适用" in page


def test_the_facts_of_a_case_come_along_and_only_for_who_may_see_it(
    house: Organ, decided: str, signed_in: SignedIn
) -> None:
    address = f"/calculator?case={decided}&p={proceeding_of(decided)}"
    mine = signed_in("王立").get(address).content.decode()
    assert PARTY["party.name"] in mine
    assert 'name="case"' in mine
    foreign = signed_in(STRANGER).get(address + "&matter=city.litter")
    assert PARTY["party.name"] not in foreign.content.decode()


def test_like_cases_are_shown_with_the_place_of_the_amount(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    for number in range(5):
        ordinary(wang, *DECIDED, party={**PARTY, "party.name": f"赵{number}"})
    address = "/calculator?matter=city.stall.roadside&party.kind=个人&amount=364"
    page = said(signed_in, address)
    assert "同一事项“一般”阶次 5 件：最低 200 元" in page
    assert "364 元：偏高，5 件比它低" in page


def test_the_case_page_leads_to_the_calculator_and_shows_guidance(
    house: Organ, waiting: str, signed_in: SignedIn
) -> None:
    page = signed_in("王立").get(f"/cases/{waiting}").content.decode()
    assert f"/calculator?case={waiting}" in page
    assert "占道摆摊：取什么证据" in page


def test_a_decision_off_the_benchmark_prints_why_and_who_agreed(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    departed = {
        "discretion.tier": "法定幅度",
        "discretion.departure": True,
        "discretion.departure_from": "本机关制定",
        "discretion.departure_reason": "道路施工改道，客观情况发生变化",
    }
    steps = [
        replace(step, facts={**step.facts, **departed}) if step.step == "investigation_report" else step
        for step in INVESTIGATED
    ]
    approved = entry(
        "departure_approval",
        34,
        {
            "discretion.departure_by": "集体讨论通过",
            "discretion.departure_opinion": "同意",
            "discretion.departure_document": "第七次案件集体讨论记录",
        },
        ("周强",),
    )
    decision = replace(DECIDED[1], facts={k: v for k, v in DECIDED[1].facts.items() if k != "decision.reasons"})
    opened = open_case(Opening("lq", "penalty.ordinary", ago(40, "09:00"), PARTY, ("王立", "李明")), actor=wang)
    assert isinstance(opened, Recorded)
    done = record_steps(opened.case_id, [*steps, approved, DECIDED[0], decision], actor=wang)
    assert isinstance(done, Recorded), done
    assert not any("调整适用" in gate.message for gate in done.findings)
    proceeding = proceeding_of(opened.case_id)
    made = issue_paper(opened.case_id, proceeding, "penalty-decision", actor=wang, at=ago(7))
    assert isinstance(made, PaperIssued), made
    printed = said(signed_in, f"/papers/{made.token}/print")
    assert "本机关调整适用：道路施工改道，客观情况发生变化" in printed
    assert "调整适用经集体讨论通过" in printed
    assert "批准材料：第七次案件集体讨论记录" in printed
    assert "按裁量基准为“一般”" in printed
    panel = said(signed_in, f"/cases/{opened.case_id}/p/{proceeding}/papers/departure-approval")
    assert "调整适用行政处罚裁量基准审批表" in panel
