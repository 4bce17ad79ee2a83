"""A case that runs across the day on which a lighter law takes effect."""

from __future__ import annotations

from dataclasses import replace

from tests.acts.conftest import TOWN
from tests.web.conftest import BOTH, INVESTIGATED, PARTY
from zhifa.acts.cases import Opening, StepEntry, open_case, record_steps, take_step
from zhifa.acts.work import Actor, Recorded
from zhifa.core.values import Moment, Refusal
from zhifa.store.registry.people import people

FINE, OLD = "3000", "《大气污染防治法》第一百一十八条第三款"
CHANGED = {
    "matter.code": "environment.barbecue", "case.happened_on": "2026-08-08", "report.fine": FINE, "notice.fine": FINE,
    "notice.basis": OLD, "discretion.max": "14149.99", "discretion.min": "0", "discretion.basis": OLD,
}  # fmt: skip


def august(entry: StepEntry, number: int) -> StepEntry:
    """The same step in the days before the Code, of a barbecue."""
    facts = {code: CHANGED.get(code, value) for code, value in entry.facts.items()}
    if entry.step == "investigation_report":
        facts |= {code: CHANGED[code] for code in ("discretion.min", "discretion.basis", "case.happened_on")}
    return replace(entry, facts=facts, at=Moment.parse(f"2026-08-{10 + number // 3}T{9 + number % 3 * 2:02}:00"))


def test_what_was_proposed_under_the_old_law_is_not_decided_under_it(wang: Actor) -> None:
    opened = open_case(Opening(TOWN, "penalty.ordinary", Moment.parse("2026-08-10T08:30"), PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    done = record_steps(opened.case_id, [august(one, at) for at, one in enumerate(INVESTIGATED)], actor=wang)
    assert isinstance(done, Recorded), done
    decided = {
        "decision.kinds": ["罚款"], "decision.fine": FINE, "decision.facts": "露天烧烤", "decision.basis": OLD,
        "decision.reasons": "初次违法", "decision.term": "十五日内缴纳", "decision.remedies_told": True,
    }  # fmt: skip
    step = StepEntry("decision", decided, ("周强",), Moment.parse("2026-09-10T09:00"))
    head = Actor(people(["周强"])["周强"], "周强")
    refused = take_step(opened.case_id, step, actor=head)
    assert isinstance(refused, Refusal)
    assert refused.code == "discretion.law_changed"
    assert "《生态环境法典》第一千一百三十二条第三款" in refused.message
    assert "再次告知" in refused.remedy
    assert isinstance(take_step(opened.case_id, step, actor=wang, mode="recorded"), Recorded), "what happened is kept"
