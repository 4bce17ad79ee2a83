"""What several people say about one finding at the same moment, and a case of the organ that somebody holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from bench import town
from tests.acts import bureau
from tests.acts.bureau import actor
from tests.acts.test_supervising import issued, step, supervised
from tests.store.test_contract_concurrency import at_once
from zhifa.acts.cases import StepEntry, take_step
from zhifa.acts.supervising import answer_finding, dismiss_finding
from zhifa.acts.work import Recorded
from zhifa.core.supervising import MEASURES, RULE_WRONG
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.models import Case
from zhifa.store.journal.models import EventRow
from zhifa.store.supervision.models import Working
from zhifa.store.supervision.projector import project

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


@pytest.fixture
def fault() -> str:
    town.found_town()
    bureau.found_bureau()
    return bureau.red_finding(bureau.faulty_case())


def test_one_of_several_answers_stands(fault: str) -> None:
    head, supervisor = actor("周强"), actor("沈监")

    def answer(number: int) -> Callable[[], object]:
        return lambda: answer_finding(fault, measure=MEASURES[0], text=f"第 {number} 次", actor=head)

    results = at_once([answer(number) for number in range(4)])
    assert results.count(None) == 1, results
    assert EventRow.objects.filter(stream_kind="finding").count() == 1
    results = at_once([lambda: dismiss_finding(fault, ground=RULE_WRONG, reason="误报", actor=supervisor)] * 3)
    assert results.count(None) == 1, results
    assert Working.objects.get(pk=fault).state == "dismissed"


def test_what_the_bureau_tells_does_not_wait_for_a_case_somebody_holds(fault: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time: nobody waits for a row")
    case_id = supervised(fault)
    theirs = issued(case_id)
    step(theirs.pk, "report", "周强", {"oversight.report": "已改"})
    checked = {"oversight.check_result": "已整改到位", "oversight.check_record": "已核"}
    entry = StepEntry("check", checked, ("沈监",), None, "supervision.opinion")
    supervisor = actor("沈监")

    later = clock.now() + timedelta(hours=1)

    def check() -> object:
        with clock.at(later):
            return take_step(case_id, entry, actor=supervisor)

    with transaction.atomic():
        list(Case.objects.select_for_update().filter(pk=theirs.pk))
        (refused,) = at_once([check])
    assert isinstance(refused, Refusal), refused
    assert "稍后" in refused.remedy
    (done,) = at_once([check])
    assert isinstance(done, Recorded), done
    assert list(differences(all_cases())) == []


def test_rows_of_what_was_said_are_those_their_streams_tell(fault: str) -> None:
    assert answer_finding(fault, measure=MEASURES[0], text="已改", actor=actor("周强")) is None
    supervised(fault)
    before = list(Working.objects.order_by("key").values())
    Working.objects.all().delete()
    for event in journal.read_stream("finding", fault):
        project(event)
    assert list(Working.objects.order_by("key").values()) == before
