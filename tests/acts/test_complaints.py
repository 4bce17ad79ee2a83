"""Complaints handed on between organs, and petitions handed up: each side sees its own case, the answer comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.acts.bureau import actor, found_bureau
from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.work import Recorded, context, today
from zhifa.core.permission import reach
from zhifa.core.values import Moment, Refusal
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.store.casework.models import Case
from zhifa.store.readers.cases import CaseFilter, CaseRead, case_page, read_case
from zhifa.store.readers.complaints import complaints
from zhifa.store.registry.models import Organ

SAID = {
    "complaint.kind": "信访",
    "complaint.source": "来信",
    "complaint.standing": "初信初访",
    "complaint.summary": "收钱不开票",
    "complaint.person": "吴某某",
}
ANSWER = {"complaint.outcome": "属实", "complaint.answer": "已退还", "complaint.mending": "使用电子票据"}


@pytest.fixture
def bureau(town: Organ) -> Organ:
    return found_bureau()


def did(case: str, step: str, who: str, facts: Mapping[str, object] | None = None) -> Recorded:
    entry = StepEntry(step, facts or {}, (who,), Moment(today()))
    done = take_step(case, entry, actor=actor(who))
    assert isinstance(done, Recorded), done
    return done


def begun(organ: str, procedure: str, who: str, facts: Mapping[str, object]) -> str:
    at = Moment(today())
    steps = [StepEntry("register", facts, (who,), at)]
    opened = open_case(Opening(organ, procedure, at, officers=(who,)), actor=actor(who), steps=steps)
    assert isinstance(opened, Recorded), opened
    return opened.case_id


def other_case(organ: str, besides: str) -> Case:
    return Case.objects.exclude(pk=besides).get(organ_id=organ)


def read(case: str, who: str) -> CaseRead | None:
    allowed = reach(actor(who).person, "case.read", today())
    return read_case(case, reach=allowed, context=context(), day=today())


def handed_on(to: str = "洛碛镇") -> str:
    case = begun("sf", "complaint", "吕文", SAID)
    by = today() + timedelta(days=30)
    did(case, "hand_on", "吕文", {
        "letter.to": to, "complaint.handing": "交办", "complaint.denounces": False, "complaint.feedback_by": str(by),
    })  # fmt: skip
    return case


def test_what_the_bureau_hands_on_comes_back_answered(bureau: Organ) -> None:
    case = handed_on()
    theirs = other_case("lq", case).pk
    assert read(theirs, "赵敏") is not None
    assert read(theirs, "王立") is None, "an officer of the organ it is about"
    assert read(case, "赵敏") is None, "the bureau's own case"
    did(case, "urge", "吕文", {"complaint.urging": "请抓紧", "complaint.feedback_by": str(today() + timedelta(days=9))})
    did(theirs, "accept", "赵敏", {"complaint.route": "核查后答复"})
    did(theirs, "check", "赵敏", {"complaint.check": "调阅票据"})
    did(theirs, "answer", "周强", ANSWER)
    there = read(theirs, "周强")
    here = read(case, "吕文")
    assert there
    assert "urged" in [one.step for one in there.view.case.taken]
    assert here
    assert [one.step for one in here.view.case.taken][-1] == "feedback"
    line = complaints(
        CaseFilter(), reach=reach(actor("吕文").person, "complaint.read", today()), context=context(), day=today()
    ).lines
    assert [(one.outcome, one.other) for one in line] == [("属实", "洛碛镇")]
    assert not list(differences(all_cases()))


def test_an_objection_gives_it_back(bureau: Organ) -> None:
    case = handed_on()
    theirs = other_case("lq", case).pk
    early = take_step(case, StepEntry("accept", {"complaint.route": "自办"}, ("吕文",), None), actor=actor("吕文"))
    assert isinstance(early, Refusal), "handed on, and dealt with here as well"
    did(theirs, "decline", "赵敏", {"complaint.decline_reason": "属于区财政局的职权"})
    did(case, "accept", "吕文", {"complaint.route": "由本机关核查"})


def test_a_higher_organ_looks_again_and_its_opinion_arrives(bureau: Organ) -> None:
    case = begun("lq", "complaint", "赵敏", SAID)
    for step, who, facts in (
        ("accept", "赵敏", {"complaint.route": "核查后答复"}),
        ("check", "赵敏", {"complaint.check": "调阅票据"}),
        ("answer", "周强", ANSWER | {"complaint.outcome": "不属实"}),
        ("ask_review", "赵敏", {"complaint.review_reason": "没有问我"}),
        ("hand_up", "赵敏", {"letter.to": "区司法局"}),
    ):
        did(case, step, who, facts)
    theirs = other_case("sf", case).pk
    did(theirs, "examine", "秦局", {"complaint.examination": "调阅案卷"})
    did(theirs, "opinion", "秦局", {"complaint.review_result": "责令重新处理", "complaint.opinion": "没有听取意见"})
    here = read(case, "周强")
    assert here
    assert here.view.state.recorded(here.view.headline.main, "complaint.review_result") == "责令重新处理"
    closed = take_step(case, StepEntry("close", {}, ("赵敏",), None), actor=actor("赵敏"))
    assert isinstance(closed, Refusal)
    found = case_page(CaseFilter(kind="complaint"), reach=reach(actor("王立").person, "case.read", today()))
    assert found.lines == ()
