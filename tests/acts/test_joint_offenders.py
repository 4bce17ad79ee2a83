"""Joint offenders: one act for several proceedings, each with its own party, gates and what it opens."""

from __future__ import annotations

from tests.acts.test_cases import BOTH, PARTY, at
from zhifa.acts.cases import Opening, StepEntry, add_proceeding, open_case, take_step
from zhifa.acts.work import Actor, Recorded
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import differences
from zhifa.store import journal
from zhifa.store.casework import models as rows

FACTS = {"case.title": "占道堆放", "filing.reason": "巡查发现", "matter.code": "city.litter"}


def test_one_request_files_two_offenders_and_stands_once_in_the_journal(wang: Actor) -> None:
    opened = open_case(Opening("lq", "penalty.ordinary", at("2024-06-03T08:30"), PARTY, BOTH), actor=wang)
    assert isinstance(opened, Recorded)
    added = add_proceeding(opened.case_id, "penalty.ordinary", actor=wang, at=at("2024-06-03T08:40"))
    assert isinstance(added, Recorded)
    first, second = (
        rows.Proceeding.objects.filter(case=opened.case_id).order_by("opened_on", "pk").values_list("pk", flat=True)
    )
    entry = StepEntry("filing_request", FACTS, BOTH, at("2024-06-03T09:00"), first, also=(second,))
    assert isinstance(take_step(opened.case_id, entry, actor=wang), Recorded)
    (event,) = [e for e in journal.read_stream("case", opened.case_id) if e.type == "step.taken"]
    assert event.payload["proceedings"] == [first, second]
    refused = take_step(
        opened.case_id, StepEntry("filing_request", FACTS, BOTH, at("2024-06-03T10:00"), second), actor=wang
    )
    assert isinstance(refused, Refusal)
    assert refused.code == "already"
    assert list(differences([opened.case_id])) == []
