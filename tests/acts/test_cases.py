"""Acts on cases, on the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, Recorded
from zhifa.core.values import Moment, Refusal
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

BOTH = ("王立", "李明")
PARTY = {"party.kind": "个人", "party.name": "张示例"}


def at(text: str) -> Moment:
    return Moment.parse(text)


@pytest.fixture
def simple(wang: Actor) -> str:
    opened = open_case(Opening("lq", "penalty.simple", at("2024-06-03T09:00"), PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    return opened.case_id


def steps(case: str, wang: Actor, *entries: StepEntry) -> list[Recorded | Refusal]:
    return [take_step(case, entry, actor=wang) for entry in entries]


SHOW = StepEntry("show_certificates", {"simple.place": "洛碛镇农贸市场"}, BOTH, at("2024-06-03T09:00"))
TELL = StepEntry(
    "tell",
    {
        "matter.code": "city.stall",
        "simple.facts": "占用人行道摆摊",
        "notice.kinds": ["罚款"],
        "notice.fine": "100",
        "notice.basis": "见决定书",
        "notice.rights_told": True,
    },
    BOTH,
    at("2024-06-03T09:05"),
)
HEAR = StepEntry("hear", {"defence.offered": False}, BOTH, at("2024-06-03T09:06"))
DECIDE = StepEntry(
    "decision",
    {
        "decision.kinds": ["罚款"],
        "decision.fine": "100",
        "decision.facts": "占用人行道摆摊",
        "decision.basis": "见决定书",
        "decision.term": "收到决定书之日起十五日内",
        "decision.remedies_told": True,
    },
    BOTH,
    at("2024-06-03T09:08"),
)


def test_a_stall_is_fined_on_the_spot(simple: str, wang: Actor) -> None:
    for result in steps(simple, wang, SHOW, TELL, HEAR, DECIDE):
        assert isinstance(result, Recorded), result
        assert result.findings == ()
    row = rows.Case.objects.get(pk=simple)
    assert (row.number, row.kind, row.party, row.decided_on) == (
        "渝洛碛案〔2024〕1号",
        "penalty",
        "张示例",
        date(2024, 6, 3),
    )
    due = {o.code: o.due_on for o in row.obligations.all()}
    assert due["publication.penalty"] == date(2024, 6, 13)  # 七个工作日，端午 6 月 10 日不算
    assert journal.verify().valid is True


def test_a_refusal_leaves_nothing_behind(simple: str, wang: Actor) -> None:
    before = len(journal.read_stream("case", simple))
    refused = take_step(simple, DECIDE, actor=wang)
    assert isinstance(refused, Refusal)
    assert "出示执法证件" in refused.message
    assert refused.remedy == "先完成“出示执法证件”"
    assert len(journal.read_stream("case", simple)) == before


def test_the_same_step_recorded_afterwards_is_stored_with_its_findings(simple: str, wang: Actor) -> None:
    stored = take_step(simple, DECIDE, actor=wang, mode="recorded")
    assert isinstance(stored, Recorded)
    assert {finding.code for finding in stored.findings} >= {"order"}
    assert rows.Finding.objects.filter(case=simple, level="red").exists()


def test_a_head_of_another_organ_is_no_head_here(town: Organ, wang: Actor) -> None:
    """Somebody who is an officer here and a head elsewhere approves nothing here."""
    Organ.objects.create(
        code="sl", path="500112/sl/", name="示例镇人民政府", short="示例镇", mark="渝示例", level="乡镇"
    )
    roles = (RoleGiven("officer", "500112/lq/"), RoleGiven("head", "500112/sl/"))
    assert register_officer(Registration("钱两", "钱两", "lq", roles), actor=INSTALLER) is None
    both = Actor(people(["钱两"])["钱两"], "钱两")
    request = StepEntry(
        "filing_request",
        {"case.title": "占道堆放", "filing.reason": "巡查发现", "matter.code": "city.litter"},
        BOTH,
        at("2024-06-03T09:00"),
    )
    opened = open_case(
        Opening("lq", "penalty.ordinary", at("2024-06-03T08:30"), PARTY, BOTH), actor=wang, steps=[request]
    )
    assert isinstance(opened, Recorded)
    filing = StepEntry("filing", {"filing.handlers": "王立、李明"}, ("钱两",), at("2024-06-03T10:00"))
    refused = take_step(opened.case_id, filing, actor=both)
    assert isinstance(refused, Refusal)
    assert refused.code == "role"
    stored = take_step(opened.case_id, filing, actor=both, mode="recorded")
    assert isinstance(stored, Recorded)
    assert rows.Finding.objects.filter(case=opened.case_id, code="role").exists()


def test_a_decision_on_the_spot_cannot_cite_a_law_repealed_before_the_act(wang: Actor) -> None:
    happened = at("2026-08-20T20:00")
    opened = open_case(Opening("lq", "penalty.simple", happened, PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    told = {**TELL.facts, "matter.code": "environment.barbecue", "case.happened_on": "2026-08-20"}
    # on the spot at most 200 yuan: below the tenth of 5,000 that makes a fine a reduced one
    told |= {"discretion.lighter": ["主动消除或者减轻危害后果"], "discretion.reduce": True}
    decided = {**DECIDE.facts, "decision.basis": "《大气污染防治法》第一百一十八条第三款"}
    shown = [replace(SHOW, at=happened), replace(TELL, at=happened, facts=told), replace(HEAR, at=happened)]
    assert all(isinstance(done, Recorded) for done in steps(opened.case_id, wang, *shown))
    (refused,) = steps(opened.case_id, wang, replace(DECIDE, at=happened, facts=decided))
    assert isinstance(refused, Refusal)
    assert "不施行" in refused.message
    assert "接替的条文" in refused.remedy
    (done,) = steps(opened.case_id, wang, replace(DECIDE, at=happened))
    assert isinstance(done, Recorded)


@pytest.mark.parametrize(
    ("matter", "applied", "displaced", "why"),
    [
        (
            "environment.barbecue",
            "《生态环境法典》第一千一百三十二条第三款",
            "《大气污染防治法》第一百一十八条第三款",
            "适用新的规定",
        ),
        (
            "environment.straw",
            "《大气污染防治法》第一百一十九条第一款",
            "《生态环境法典》第一千一百三十一条第一款",
            "适用违法行为发生时的规定",
        ),
    ],
)
def test_a_decision_cites_the_law_that_was_chosen_as_the_lighter(
    wang: Actor, matter: str, applied: str, displaced: str, why: str
) -> None:
    """An act of 2026-08-10 decided on 2026-09-10: both laws were law on one of the days, only one is the lighter."""
    when = at("2026-09-10T20:00")
    opened = open_case(Opening("lq", "penalty.simple", when, PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    told = {**TELL.facts, "matter.code": matter, "case.happened_on": "2026-08-10", "conduct.banned_zone": True}
    told |= {"discretion.lighter": ["主动消除或者减轻危害后果"], "discretion.reduce": True}
    shown = [replace(SHOW, at=when), replace(TELL, at=when, facts=told), replace(HEAR, at=when)]
    assert all(isinstance(done, Recorded) for done in steps(opened.case_id, wang, *shown))
    (refused,) = steps(
        opened.case_id, wang, replace(DECIDE, at=when, facts={**DECIDE.facts, "decision.basis": displaced})
    )
    assert isinstance(refused, Refusal)
    assert "不是裁量适用的那一部法" in refused.message
    (done,) = steps(opened.case_id, wang, replace(DECIDE, at=when, facts={**DECIDE.facts, "decision.basis": applied}))
    assert isinstance(done, Recorded)
    written = str([event.payload for event in done.events])
    assert f"'discretion.basis': '{applied}'" in written
    assert why in written, "the paper prints why"
