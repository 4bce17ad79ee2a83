"""Below the statutory minimum only by a ground: a tier that somebody typed is none."""

from __future__ import annotations

from dataclasses import replace

from tests.acts.test_cases import BOTH, PARTY
from tests.web.conftest import DECIDED, INVESTIGATED
from zhifa.acts.cases import Opening, open_case, record_steps, take_step
from zhifa.acts.work import Actor, Recorded
from zhifa.core.values import Refusal
from zhifa.store.registry.people import people

HOME = {"party.address": "人民路1号"}


def test_a_tier_typed_by_hand_does_not_open_the_way_below_the_article(wang: Actor) -> None:
    opened = open_case(Opening("lq", "penalty.ordinary", INVESTIGATED[0].at, PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded), opened
    known = [
        replace(step, facts={**step.facts, "party.address": "人民路1号"})
        if step.step == "investigation_report"
        else step
        for step in INVESTIGATED
    ]
    assert isinstance(record_steps(opened.case_id, [*known, DECIDED[0]], actor=wang), Recorded)
    head = Actor(people(["周强"])["周强"], "周强")
    typed = {**DECIDED[1].facts, "decision.fine": "20", "discretion.tier": "减轻"}
    refused = take_step(opened.case_id, replace(DECIDED[1], facts=typed), actor=head)
    assert isinstance(refused, Refusal)
    said = " ".join(f"{gate.message} {gate.remedy}" for gate in refused.gates)
    assert "低于法定下限" in said
    assert "登记情节并决定减轻" in said
