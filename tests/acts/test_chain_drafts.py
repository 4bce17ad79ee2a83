"""An approval chain adopted by a draft: written by one, approved by another; from its day on a step waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acts.test_drafting import entered, site, staff, text_of, version
from tests.web.conftest import DECIDED, ordinary
from zhifa.acts.cases import StepEntry, take_step
from zhifa.acts.drafting import approve_draft, preview, publish_draft
from zhifa.acts.work import Actor, today
from zhifa.core.values import Refusal
from zhifa.ports.rules import rulebook
from zhifa.store.readers.rule_drafts import read_draft

__all__ = ["site", "staff"]
ADOPTED = """[[chain_use]]
code = "town-ordinary"
title = "洛碛镇普通程序的处罚决定"
chain = "two-three"
organs = ["lq"]
procedures = ["penalty.ordinary"]
begins = "investigation_report"
before = "decision"
"""


def problems(key: str) -> str:
    draft = read_draft(key)
    assert draft is not None
    return "；".join(one.message for one in preview(draft).problems)


@pytest.mark.django_db(transaction=True)
def test_a_town_adopts_a_chain_and_its_decision_waits_for_it(staff: dict[str, Actor], site: Path) -> None:
    key = entered(staff, ADOPTED, effective=today())
    assert problems(key) == ""
    assert isinstance(approve_draft(key, version(key), actor=staff["编甲"]), Refusal), "approved by its author"
    assert approve_draft(key, version(key), actor=staff["编乙"]) is None
    assert publish_draft(key, version(key), actor=staff["编乙"]) is None
    assert "town-ordinary" in rulebook().as_of(today()).entries("chain_use")
    case = ordinary(staff["王立"], DECIDED[0])
    decided = take_step(case, StepEntry("decision", DECIDED[1].facts, ("周强",), None), actor=staff["周强"])
    assert isinstance(decided, Refusal)
    assert "二级三关" in "；".join((decided.message, *(gate.message for gate in decided.gates)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ADOPTED.replace('["lq"]', '["没有这个"]'), "没有代码为“没有这个”的机关"),
        (ADOPTED.replace("two-three", "nine"), "没有“nine”这条审批链"),
        (ADOPTED.replace('"decision"', '"fly"'), "没有“fly”这一步骤"),
    ],
)
def test_a_draft_that_cannot_work_says_where(staff: dict[str, Actor], site: Path, wrong: str, said: str) -> None:
    key = entered(staff, wrong, effective=today())
    assert said in problems(key)
    assert isinstance(approve_draft(key, version(key), actor=staff["编乙"]), Refusal)


@pytest.mark.django_db
def test_what_stands_can_be_taken_as_the_beginning_of_a_draft(staff: dict[str, Actor], site: Path) -> None:
    for section, code in (("chain", "three-five"), ("chain_use", "police-ordinary"), ("conformance", "visible")):
        text = text_of(code, section).replace('organs = ["ga"]', 'organs = ["lq"]')
        assert problems(entered(staff, text, effective=today())) == ""
