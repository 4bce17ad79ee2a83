"""Papers of a case: what is missing is said in words, numbers are taken only when the paper exists."""

from __future__ import annotations

from tests.acts.test_cases import BOTH, PARTY, at
from zhifa.acts.cases import Opening, StepEntry, open_case
from zhifa.acts.papers import Draft, issue_paper, preview_paper
from zhifa.acts.work import Actor, Recorded
from zhifa.core.papers import Missing
from zhifa.core.values import Refusal
from zhifa.store.casework import models as rows

REQUEST = StepEntry(
    "filing_request",
    {"case.title": "占道堆放", "filing.reason": "巡查发现", "matter.code": "city.litter"},
    BOTH,
    at("2024-06-03T09:00"),
)


def filed(wang: Actor) -> tuple[str, str]:
    opened = open_case(
        Opening("lq", "penalty.ordinary", at("2024-06-03T08:30"), PARTY, BOTH), actor=wang, steps=[REQUEST]
    )
    assert isinstance(opened, Recorded), opened
    return opened.case_id, rows.Proceeding.objects.get(case=opened.case_id).pk


def test_what_a_decision_still_lacks_is_said_in_the_words_of_the_facts(wang: Actor) -> None:
    case, proceeding = filed(wang)
    seen = preview_paper(case, proceeding, "penalty-decision", actor=wang)
    assert isinstance(seen, Draft)
    missing = seen.found
    assert isinstance(missing, Missing)
    assert "处罚种类" in missing.message
    assert "==" not in missing.message
    assert "decision." not in missing.message


def test_a_paper_that_cannot_be_issued_takes_no_number(wang: Actor) -> None:
    case, proceeding = filed(wang)
    before = rows.NumberUse.objects.count()
    assert isinstance(issue_paper(case, proceeding, "penalty-decision", actor=wang), Refusal)
    assert rows.NumberUse.objects.count() == before
    assert not rows.Paper.objects.exists()
