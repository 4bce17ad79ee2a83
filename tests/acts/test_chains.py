"""Approval chains: a step that needs one waits for every signature; recorded without them it is a finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.web.conftest import DECIDED, INVESTIGATED, PARTY, ago, entry
from zhifa.acts.cases import Opening, StepEntry, open_case, record_steps, take_step
from zhifa.acts.chains import sign
from zhifa.acts.registry import Registration, RoleGiven, issue_certificate, register_officer
from zhifa.acts.work import INSTALLER, Actor, Recorded
from zhifa.core.values import Moment, Refusal
from zhifa.jobs.sequencer import place_all
from zhifa.jobs.tallying import run_once
from zhifa.store.activity.models import Awaited, Conformity
from zhifa.store.casework.models import Finding, Proceeding
from zhifa.store.readers.chains import awaited, conformity
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

pytestmark = pytest.mark.django_db
ORGAN, PATH = "ga", "500112/ga/"
STAFF = {
    "甲": "officer", "乙": "officer", "丙": "officer", "法": "department_reviewer", "科": "in_charge",
    "审": "legal_reviewer", "局": "head",
}  # fmt: skip
CHAIN = ("甲", "法", "科", "审", "局")


def who(name: str) -> Actor:
    return Actor(people([name])[name], name)


@pytest.fixture
def police() -> Organ:
    """An organ that uses 三级五关, with a person for each checkpoint."""
    organ = Organ.objects.create(
        code=ORGAN, path=PATH, name="示例区公安分局", short="示例分局", mark="示公", level="区县"
    )
    for name, role in STAFF.items():
        given = (RoleGiven(role, PATH),)
        person = Registration(name, name, ORGAN, given, joined_on=date(2020, 1, 1))
        assert register_officer(person, actor=INSTALLER) is None
        assert (
            issue_certificate(f"证{name}", name, issued_on=date(2020, 1, 1), expires_on=None, actor=INSTALLER) is None
        )
    return organ


def of_police(step: StepEntry) -> StepEntry:
    """A step of the town's case taken by the people of the police."""
    names = {"王立": "甲", "李明": "乙", "赵敏": "审", "周强": "局"}
    return replace(step, by=tuple(names[name] for name in step.by))


@pytest.fixture
def case(police: Organ) -> str:
    """A penalty investigated, notified and reviewed; the decision is next."""
    opened = open_case(Opening(ORGAN, "penalty.ordinary", ago(40, "09:00"), PARTY, ("甲", "乙")), actor=who("甲"))
    assert isinstance(opened, Recorded), opened
    done = record_steps(opened.case_id, [*map(of_police, (*INVESTIGATED, DECIDED[0]))], actor=who("甲"))
    assert isinstance(done, Recorded), done
    return opened.case_id


def proceeding(case: str) -> str:
    return Proceeding.objects.get(case_id=case, procedure="penalty.ordinary").pk


def signs(
    case: str, name: str, *, agreed: bool = True, opinion: str = "", at: Moment | None = None
) -> Recorded | Refusal:
    return sign(case, proceeding(case), "decision", agreed=agreed, opinion=opinion, actor=who(name), at=at)


def decision(case: str) -> set[str]:
    """What stands in the way of the decision today, by code."""
    step = of_police(DECIDED[1])
    result = take_step(case, replace(step, at=ago(0)), actor=who("局"))
    return {gate.code for gate in result.gates} if isinstance(result, Refusal) else set()


def test_the_decision_waits_for_every_signature_in_order(case: str) -> None:
    assert "chain" in decision(case)
    for place, name in enumerate(CHAIN):
        for later in CHAIN[place + 1 :]:
            early = signs(case, later)
            assert isinstance(early, Refusal), (name, later)
        done = signs(case, name)
        assert isinstance(done, Recorded), done
        assert ("chain" in decision(case)) == (name != CHAIN[-1])
    again = signs(case, "局")
    assert isinstance(again, Refusal)
    assert again.message == "各关都已签批"


def test_each_checkpoint_is_signed_by_another_and_the_first_by_who_handles_the_case(case: str) -> None:
    stranger = signs(case, "丙")
    assert isinstance(stranger, Refusal)
    assert stranger.code == "separation"
    assert isinstance(signs(case, "甲"), Recorded)
    again = signs(case, "甲")
    assert isinstance(again, Refusal)
    assert again.code == "role"
    register_officer(
        Registration("甲", "甲", ORGAN, (RoleGiven("officer", PATH), RoleGiven("department_reviewer", PATH))),
        actor=INSTALLER,
    )
    both = signs(case, "甲")
    assert isinstance(both, Refusal)
    assert both.code == "separation"


def test_sent_back_the_chain_begins_anew_and_needs_a_reason(case: str) -> None:
    for name in CHAIN[:3]:
        assert isinstance(signs(case, name), Recorded)
    silent = signs(case, "审", agreed=False)
    assert isinstance(silent, Refusal)
    assert silent.missing == ("opinion",)
    assert isinstance(signs(case, "审", agreed=False, opinion="事实不清"), Recorded)
    assert isinstance(signs(case, "审"), Refusal)
    assert [line.checkpoint for line in awaited(reach=("",))] == ["handler"]
    for name in CHAIN:
        assert isinstance(signs(case, name), Recorded)
    assert "chain" not in decision(case)


def test_a_report_done_again_asks_for_new_signatures(case: str) -> None:
    for name in CHAIN:
        assert isinstance(signs(case, name, at=ago(9)), Recorded)
    assert "chain" not in decision(case)
    returned = replace(
        of_police(DECIDED[0]), facts={"review.opinion": "事实不清", "review.conclusion": "退回"}, at=ago(8)
    )
    report = replace(of_police(INVESTIGATED[3]), at=ago(7))
    done = record_steps(case, [returned, report], actor=who("甲"))
    assert isinstance(done, Recorded), done
    assert "chain" in decision(case)


def test_recorded_without_signatures_it_is_a_finding_that_signatures_mend(case: str) -> None:
    done = record_steps(case, [of_police(DECIDED[1])], actor=who("甲"))
    assert isinstance(done, Recorded), done
    found = Finding.objects.filter(case_id=case, code="chain")
    assert found.count() == 1
    assert "还差" in found.get().message
    for name in CHAIN:
        assert isinstance(signs(case, name, at=ago(8)), Recorded)
    assert not Finding.objects.filter(case_id=case, code="chain").exists()


def test_who_must_sign_next_stands_in_the_queue(case: str) -> None:
    place_all()
    run_once()
    assert [line.checkpoint for line in awaited(reach=(PATH,), roles=("officer",))] == ["handler"]
    assert awaited(reach=("500112/lq/",)) == []
    assert isinstance(signs(case, "甲"), Recorded)
    assert [line.checkpoint for line in awaited(reach=(PATH,), roles=("department_reviewer",))] == [
        "department_reviewer"
    ]
    assert awaited(reach=(PATH,), roles=("officer",)) == []
    for name in CHAIN[1:]:
        signs(case, name)
    assert not Awaited.objects.exists()


def test_rules_without_exception_are_judged_case_by_case(case: str) -> None:
    place_all()
    run_once()
    said = dict(Conformity.objects.filter(case_id=case).values_list("demand", "state"))
    assert said == {"online": "broken"}
    done = record_steps(case, [of_police(DECIDED[1])], actor=who("甲"))
    assert isinstance(done, Recorded), done
    place_all()
    run_once()
    said = dict(Conformity.objects.filter(case_id=case).values_list("demand", "state"))
    assert said == {"online": "broken", "reviewed": "kept"}
    counted = conformity(ago(60).day, ago(0).day, reach=(PATH,))
    assert counted[ORGAN, "reviewed"].kept == 1
    assert conformity(ago(60).day, ago(0).day, reach=("500112/lq/",)) == {}


def test_an_organ_without_a_chain_decides_as_before(police: Organ) -> None:
    Organ.objects.create(code="other", path="500112/ot/", name="示例局", short="示例局", mark="示", level="区县")
    given = (RoleGiven("officer", "500112/ot/"),)
    assert register_officer(Registration("丁", "丁", "other", given), actor=INSTALLER) is None
    opened = open_case(Opening("other", "penalty.ordinary", ago(0), PARTY, ("丁",)), actor=who("丁"))
    assert isinstance(opened, Recorded), opened
    refused = take_step(opened.case_id, entry("decision", 0, {}, ("丁",)), actor=who("丁"))
    assert isinstance(refused, Refusal)
    assert "chain" not in {gate.code for gate in refused.gates}
