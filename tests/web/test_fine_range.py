"""The range beside a fine: the one on record, and a plain word where the facts lead to another."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.acts.conftest import TOWN
from tests.web.conftest import BOTH, DECIDED, INVESTIGATED, PARTY, SignedIn, ago, ordinary, proceeding_of
from zhifa.acts.cases import Opening, open_case, record_steps
from zhifa.acts.work import Actor, Recorded
from zhifa.store.registry.models import Organ

RECORDED = "裁量区间 50–500 元"
WORKED_OUT = "“一般” 185.01–364.99 元"


def ranges(client: SignedIn, case_id: str) -> list[str]:
    """What stands beside the fine of the decision, as the head who must decide sees it."""
    said = client("周强").get(f"/cases/{case_id}?p={proceeding_of(case_id)}&step=decision").content.decode()
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r'<span class="range">(.*?)</span>', said)]


def test_the_recorded_range_is_shown_and_the_difference_said(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    case = ordinary(wang, *DECIDED[:1])
    beside = [said for said in ranges(signed_in, case) if RECORDED in said]
    assert beside, "the decision is judged by the range on record, so that is the one to show"
    assert all(WORKED_OUT in said and "两者不一致" in said for said in beside)
    proof = signed_in("周强").get(f"/cases/{case}/p/{proceeding_of(case)}/discretion").content.decode()
    assert "在案区间为 50–500 元，与上面按在案事实算得的不一致" in re.sub(r"<[^>]+>", "", proof)


def test_a_range_the_facts_bear_out_raises_no_doubt(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    steps = [
        replace(step, facts={code: value for code, value in step.facts.items() if not code.startswith("discretion.")})
        for step in INVESTIGATED
    ]
    opened = open_case(Opening(TOWN, "penalty.ordinary", ago(40, "09:00"), PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    assert isinstance(record_steps(opened.case_id, [*steps, *DECIDED[:1]], actor=wang), Recorded)
    beside = [said for said in ranges(signed_in, opened.case_id) if "185.01–364.99 元" in said]
    assert beside
    assert all("（在案，一般）" in said and "不一致" not in said for said in beside)
