"""Working a finding off: who answers, who judges, what a paper does, what comes back, and that both sides agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import count

import pytest

from bench import town
from tests.acts import bureau
from tests.acts.bureau import actor
from zhifa.acts.accountability import LiabilityEntry, record_liability
from zhifa.acts.cases import Opening, StepEntry, correct_step, open_case, record_steps, take_step
from zhifa.acts.erasure import Erasure, erase_person
from zhifa.acts.interventions import Meddling, enter_intervention
from zhifa.acts.papers import PaperIssued, issue_paper
from zhifa.acts.supervising import (
    Matter,
    accept_finding,
    answer_finding,
    dismiss_finding,
    open_supervision,
    return_finding,
    standing,
    why_not_answer,
)
from zhifa.acts.work import Recorded, context, today
from zhifa.core.permission import EVERYWHERE
from zhifa.core.procedure.taking import Correction
from zhifa.core.supervising import GROUNDS, MEASURES, RULE_WRONG
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.models import Case, Finding, Proceeding
from zhifa.store.readers.cases import read_case
from zhifa.store.readers.erasure import erasable_case
from zhifa.store.readers.findings import finding
from zhifa.store.readers.supervision import (
    dismissed_by_rule,
    instrument_page,
    recurred,
    recurrences,
    unanswered_page,
    working_page,
)
from zhifa.store.registry.models import Organ
from zhifa.store.supervision.models import Intervention, Liability, Working

DONE, UNTRUE = MEASURES[0], MEASURES[3]
ALL = ("500112/",)
MINUTES = count(1)
"""Steps of one test follow one another by the minute."""


@pytest.fixture
def fault(db: None) -> str:
    """The key of a red finding of the town."""
    town.found_town()
    bureau.found_bureau()
    return bureau.red_finding(bureau.faulty_case())


def state(key: str) -> str:
    found = standing(key)
    assert found is not None
    return found.state


def supervised(key: str, instrument: str = "监督意见书") -> str:
    """A case of supervision about a finding, with its first paper chosen; its id."""
    matter = Matter("lq", "先决定后告知", "决定在告知之前", "系统预警", findings=(key,))
    done = open_supervision(matter, actor=actor("沈监"))
    assert isinstance(done, Recorded), done
    step(done.case_id, "handle", "沈监", {"oversight.instrument": instrument}, "supervision")
    return done.case_id


def step(case_id: str, code: str, who: str, facts: Mapping[str, object] | None = None, place: str = "") -> Recorded:
    with clock.at(clock.now() + timedelta(minutes=next(MINUTES))):
        done = take_step(case_id, StepEntry(code, facts or {}, (who,), None, place), actor=actor(who))
    assert isinstance(done, Recorded), done
    return done


def issued(case_id: str, place: str = "supervision.opinion") -> Case:
    """The paper drafted, approved and sent; the case it began with the town."""
    draft = {
        "oversight.problem": "决定在告知之前", "oversight.demands": "撤销后重新告知",
        "oversight.report_by": (today() + timedelta(days=10)).isoformat(),
    }  # fmt: skip
    step(case_id, "draft", "沈监", draft, place)
    step(case_id, "approve", "秦局", {"oversight.approved": True}, place)
    step(case_id, "issue", "沈监", {}, place)
    return Case.objects.filter(organ_id="lq", procedure="supervision.received").latest("opened_on", "recorded_at")


def taken(case_id: str) -> list[str]:
    read = read_case(case_id, reach=("",), context=context(), day=today())
    assert read is not None
    return [item.step for item in read.view.case.taken]


def test_the_organ_answers_and_the_supervisor_returns_or_accepts(fault: str) -> None:
    assert state(fault) == "open"
    assert isinstance(accept_finding(fault, note="", actor=actor("沈监")), Refusal), "nothing to accept yet"
    assert isinstance(answer_finding(fault, measure=DONE, text=" ", actor=actor("王立")), Refusal)
    assert isinstance(answer_finding(fault, measure=DONE, text="已改", actor=actor("沈监")), Refusal), "not the organ"
    assert answer_finding(fault, measure=DONE, text="已经重新告知", actor=actor("周强")) is None
    assert isinstance(answer_finding(fault, measure=DONE, text="再说", actor=actor("周强")), Refusal), "it waits"
    assert isinstance(return_finding(fault, reason="没有凭据", answer_by=today(), actor=actor("沈监")), Refusal)
    again = today() + timedelta(days=7)
    assert isinstance(return_finding(fault, reason="没有凭据", answer_by=again, actor=actor("周强")), Refusal)
    assert return_finding(fault, reason="没有凭据", answer_by=again, actor=actor("沈监")) is None
    waiting, _ = unanswered_page(reach=ALL)
    assert [(line.key, line.answer_by) for line in waiting if line.returned] == [(fault, again)]
    assert answer_finding(fault, measure=DONE, text="附送达回证", actor=actor("周强")) is None
    assert accept_finding(fault, note="属实", actor=actor("沈监")) is None
    assert state(fault) == "accepted"
    assert isinstance(dismiss_finding(fault, ground=RULE_WRONG, reason="晚了", actor=actor("沈监")), Refusal)


def test_who_is_a_stranger_there_can_neither_answer_nor_judge(fault: str) -> None:
    other = Organ.objects.create(
        code="yz", path="500112/yz/", name="玉峰山镇", short="玉峰山镇", mark="渝玉", level="乡镇"
    )
    far = Organ.objects.create(code="cq", path="500103/", name="渝中区", short="渝中区", mark="渝中", level="区县")
    head = bureau.stranger("外镇长", other, "head", "500112/yz/")
    supervisor = bureau.stranger("外监督", far, "supervisor", "500103/")
    assert isinstance(answer_finding(fault, measure=DONE, text="已改", actor=head), Refusal)
    assert answer_finding(fault, measure=UNTRUE, text="告知在先", actor=actor("周强")) is None
    for who in (head, supervisor):
        assert isinstance(accept_finding(fault, note="", actor=who), Refusal)
        assert isinstance(dismiss_finding(fault, ground=GROUNDS[0], reason="误报", actor=who), Refusal)
        matter = Matter("lq", "先决定后告知", "决定在告知之前", "系统预警", findings=(fault,))
        assert isinstance(open_supervision(matter, actor=who), Refusal)
    assert state(fault) == "answered"


def test_an_unfounded_finding_counts_against_its_rule(fault: str) -> None:
    alert = Finding.objects.get(key=fault).alert
    assert isinstance(dismiss_finding(fault, ground="别的", reason="误报", actor=actor("沈监")), Refusal)
    assert dismiss_finding(fault, ground=RULE_WRONG, reason="同日告知在先", actor=actor("沈监")) is None
    assert dismissed_by_rule(reach=("",)) == {alert: 1}
    assert state(fault) == "dismissed"


def test_a_finding_that_is_mended_stays_readable_with_what_was_said(fault: str) -> None:
    assert answer_finding(fault, measure=DONE, text="更正了告知日期", actor=actor("周强")) is None
    Finding.objects.filter(key=fault).delete()  # as a correction of the record does
    found = standing(fault)
    assert found is not None
    assert (found.state, found.line) == ("mended", None)
    told = found.read.told
    assert told is not None
    assert told.finding["message"]
    assert told.answer["text"] == "更正了告知日期"
    lines, _ = working_page("mended", reach=ALL)
    assert [line.key for line in lines] == [fault]
    untouched = standing("0" * 32)
    assert untouched is None


def test_a_paper_goes_to_the_organ_and_both_sides_tell_the_same(fault: str) -> None:
    case_id = supervised(fault)
    assert state(fault) == "raised"
    theirs = issued(case_id)
    assert (theirs.party, theirs.next_due_title) == (
        "洛碛镇" if theirs.party == "洛碛镇" else theirs.party,
        "报告整改情况",
    )
    place = Proceeding.objects.get(case_id=case_id, procedure="supervision.opinion").pk
    paper = issue_paper(case_id, place, "supervision-opinion", actor=actor("沈监"))
    assert isinstance(paper, PaperIssued), paper
    assert "监意" in paper.number
    step(theirs.pk, "sign", "周强", {"oversight.signed_by": "周强"})
    step(theirs.pk, "report", "周强", {"oversight.report": "正在改"})
    again = (today() + timedelta(days=5)).isoformat()
    partly = {
        "oversight.check_result": "部分整改",
        "oversight.check_record": "缺回证",
        "oversight.report_again_by": again,
    }
    step(case_id, "check", "沈监", partly, "supervision.opinion")
    assert instrument_page(reach=ALL)[0][0].state == "待补充"
    step(theirs.pk, "supplement", "周强", {"oversight.report": "已补"})
    step(
        case_id,
        "check",
        "沈监",
        {"oversight.check_result": "已整改到位", "oversight.check_record": "已核"},
        "supervision.opinion",
    )
    step(case_id, "close", "秦局", {"oversight.result": "整改到位"}, "supervision.opinion")
    assert taken(theirs.pk) == ["received", "sign", "report", "checked", "supplement", "checked", "closed"]
    assert Case.objects.get(pk=theirs.pk).state == "closed"
    assert (Case.objects.get(pk=case_id).state, state(fault)) == ("closed", "closed")
    (line,), more = instrument_page(reach=ALL)
    assert (line.state, line.kind, line.number, more) == ("已结案", "行政执法监督意见书", paper.number, False)
    assert list(differences(all_cases())) == []
    assert journal.verify().valid


def test_a_paper_not_followed_is_raised_to_the_next(fault: str) -> None:
    case_id = supervised(fault, "监督通知书")
    theirs = issued(case_id, "supervision.notice")
    step(theirs.pk, "report", "周强", {"oversight.report": "不改"})
    why = {"oversight.raised_to": "监督意见书", "oversight.raise_reason": "拒不整改"}
    step(case_id, "raise", "沈监", why, "supervision.notice")
    assert taken(theirs.pk)[-1] == "raised"
    assert Case.objects.get(pk=theirs.pk).state == "closed"
    assert Case.objects.get(pk=case_id).state == "open"
    second = issued(case_id, "supervision.opinion")
    assert second.pk != theirs.pk
    assert {line.state for line in instrument_page(reach=ALL)[0]} == {"已转用", "待报告"}


def test_the_organ_asks_for_a_review_of_a_decision_and_is_told(fault: str) -> None:
    case_id = supervised(fault, "监督决定书")
    theirs = issued(case_id, "supervision.decision")
    step(theirs.pk, "ask_review", "周强", {"oversight.review_request": "告知在先"})
    result = {"oversight.review_result": "撤销", "oversight.review_reason": "告知在先"}
    step(case_id, "review_decide", "秦局", result, "supervision.decision")
    assert taken(theirs.pk) == ["received", "ask_review", "review_changed"]
    step(case_id, "close", "秦局", {"oversight.result": "撤销"}, "supervision.decision")
    assert Case.objects.get(pk=case_id).state == "closed"


def test_nobody_of_the_town_acts_in_the_bureaus_case_nor_a_supervisor_in_the_towns(fault: str) -> None:
    case_id = supervised(fault)
    faulty = finding(fault, reach=ALL)
    assert faulty is not None
    for person in ("周强", "王立"):
        assert isinstance(take_step(case_id, StepEntry("investigate", {}, (person,)), actor=actor(person)), Refusal)
    entry = StepEntry("closing", {}, ("沈监",))
    for mode in ("performed", "recorded"):
        assert isinstance(take_step(faulty.case_id, entry, actor=actor("沈监"), mode=mode), Refusal)
    assert read_case(case_id, reach=("500112/lq/",), context=context(), day=today()) is None


def test_a_supervisor_does_not_supervise_their_own_bureau(fault: str) -> None:
    matter = Matter(bureau.BUREAU, "自查", "自查", "日常监督")
    assert isinstance(open_supervision(matter, actor=actor("沈监")), Refusal)


def test_the_same_fault_again_within_the_span_is_a_recurrence(fault: str) -> None:
    first = Finding.objects.get(key=fault)
    assert answer_finding(fault, measure=DONE, text="已经重新告知", actor=actor("周强")) is None
    assert accept_finding(fault, note="", actor=actor("沈监")) is None
    Working.objects.filter(pk=fault).update(settled_on=first.known_on - timedelta(days=5))
    again = recurred(first.alert, "lq", first.known_on, span=30)
    assert again is not None
    assert again[0] == fault
    assert recurred(first.alert, "lq", first.known_on, span=4) is None, "too long ago"
    assert recurred(first.alert, "yz", first.known_on, span=30) is None, "another organ"
    assert recurred("other", "lq", first.known_on, span=30) is None, "another rule"
    assert recurrences(reach=ALL, span=30)["lq"] >= 1
    assert recurrences(reach=("500103/",), span=30) == {}


def test_the_organ_can_neither_close_nor_rewrite_what_the_bureau_wrote(fault: str) -> None:
    case_id = supervised(fault)
    theirs = issued(case_id)
    for code, facts in (("closed", {}), ("checked", {"oversight.check_result": "已整改到位"})):
        refused = take_step(theirs.pk, StepEntry(code, facts, ("周强",)), actor=actor("周强"))
        assert isinstance(refused, Refusal)
        assert refused.code == "senders_step"
        assert isinstance(record_steps(theirs.pk, [StepEntry(code, facts, ("周强",))], actor=actor("周强")), Refusal)
    read = read_case(theirs.pk, reach=("",), context=context(), day=today())
    assert read is not None
    (received,) = read.view.case.taken
    later = Correction(received.version, "周强", "改期", facts={"oversight.report_by": "2030-01-01"})
    assert isinstance(correct_step(theirs.pk, later, actor=actor("周强")), Refusal)
    assert Case.objects.get(pk=theirs.pk).state == "open"


def test_a_paper_that_came_on_paper_is_entered_by_whoever_received_it(fault: str) -> None:
    came = {
        "letter.from": "市司法局", "oversight.paper": "行政执法监督通知书", "oversight.problem": "告知不到位",
        "oversight.demands": "对照检查",
    }  # fmt: skip
    opened = open_case(Opening("lq", "supervision.received"), actor=actor("赵敏"))
    assert isinstance(opened, Recorded)
    step(opened.case_id, "received", "赵敏", came)
    step(opened.case_id, "report", "周强", {"oversight.report": "已改"})
    step(opened.case_id, "closed", "赵敏")
    assert Case.objects.get(pk=opened.case_id).state == "closed"


@pytest.mark.parametrize(("who", "may"), [("officer", {"王立", "周强"}), ("head", {"周强"})])
def test_who_must_answer_is_what_the_rule_says(fault: str, who: str, may: set[str]) -> None:
    """An officer's fault is answered by whoever has the case in hand, or by the head; the head's by the head alone."""
    town_organ = Organ.objects.get(pk="lq")
    bureau.stranger("孟奇", town_organ, "officer", town_organ.path)
    Finding.objects.filter(key=fault).update(answers=who)
    found = standing(fault)
    assert found is not None
    allowed = {name for name in ("王立", "孟奇", "周强") if why_not_answer(found, actor(name)) is None}
    assert allowed == may
    refused = answer_finding(fault, measure=DONE, text="已改", actor=actor("孟奇"))
    assert isinstance(refused, Refusal)
    assert ("王立" if who == "officer" else "负责人") in refused.message


def test_what_was_said_about_a_case_is_erased_with_it(fault: str) -> None:
    """Findings worked off, accountability and interventions speak of the same persons in journals of their own."""
    line = finding(fault, reach=EVERYWHERE)
    assert line is not None
    assert answer_finding(fault, measure=DONE, text="陈大海的案卷已经补正", actor=actor("周强")) is None
    why = "王立先决定后告知陈大海"
    entry = LiabilityEntry("lq", "批评教育", why, "镇政府", today(), "王立", "直接责任", line.case_number)
    liable = record_liability(entry, actor=actor("沈监"))
    meddled = enter_intervention(
        Meddling(line.case_number, "某科长", "某局", "电话", "替陈大海说情", "按规定办", today()), actor=actor("王立")
    )
    assert isinstance(liable, str)
    assert isinstance(meddled, str)
    town_path = Organ.objects.get(pk="lq").path
    keeper = bureau.stranger("安管", Organ.objects.get(pk="lq"), "security_admin", town_path)
    seen = erasable_case(line.case_number, reach=(town_path,), vocabulary=context().book.vocabulary)
    assert seen is not None
    assert {"过问案件的人", "对问题的说明和意见", "问题的内容", "理由"} <= {kind.label for kind in seen.kinds}
    done = erase_person(line.case_id, reason="保存期限届满", basis="个人信息保护法(2021)#47.1(2)", actor=keeper)
    assert isinstance(done, Erasure), done
    assert done.values == seen.going
    for kind, key in (("finding", fault), ("liability", liable), ("intervention", meddled)):
        told = str([event.payload for event in journal.read_stream(kind, key)])
        assert "陈大海" not in told, kind
    assert (Liability.objects.get(pk=liable).reason, Intervention.objects.get(pk=meddled).who) == ("", "")
    again = today() + timedelta(days=7)
    assert return_finding(fault, reason="再补", answer_by=again, actor=actor("沈监")) is None, "it goes on afterwards"
    assert journal.verify().valid
