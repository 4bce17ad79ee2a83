"""Complaints and petitions: the register with what came of each, tied to its case; who complained stays out of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import SignedIn, ago, proceeding_of
from tests.web.test_social_pages import guests, who
from zhifa.acts.cases import Opening, StepEntry, correct_step, hand_over, open_case, record_steps, take_step
from zhifa.acts.work import Recorded, context, today
from zhifa.core.events import STEP_TAKEN
from zhifa.core.permission import EVERYWHERE
from zhifa.core.procedure.taking import Correction
from zhifa.core.values import Refusal
from zhifa.store.casework.models import Case
from zhifa.store.journal import read_stream
from zhifa.store.readers.cases import read_case
from zhifa.store.registry.people import people

__all__ = ["guests"]
SAID = {
    "complaint.kind": "执法投诉",
    "complaint.source": "来电",
    "complaint.standing": "初信初访",
    "complaint.summary": "处罚时没有出示证件",
    "complaint.person": "吴某某",
    "complaint.phone": "13800138000",
}

ANSWER = {"complaint.outcome": "部分属实", "complaint.answer": "已批评教育", "complaint.mending": "重新培训"}


def complain(about: str = "", *, answered: bool = True, people: str = "") -> str:
    opened = open_case(Opening("lq", "complaint", ago(9), {}, ("赵敏",)), actor=who("赵敏"))
    assert isinstance(opened, Recorded), opened
    facts = SAID | ({"complaint.about_case": about} if about else {})
    facts |= {"complaint.about_people": people} if people else {}
    steps = [
        StepEntry("register", facts, ("赵敏",), ago(9)),
        StepEntry("accept", {"complaint.route": "核查后答复"}, ("赵敏",), ago(8)),
        StepEntry("check", {"complaint.check": "调看记录仪"}, ("赵敏",), ago(7)),
    ]
    if answered:
        steps.append(StepEntry("answer", ANSWER, ("周强",), ago(6)))
    done = record_steps(opened.case_id, steps, actor=who("赵敏"))
    assert not isinstance(done, Refusal), done
    return opened.case_id


def test_the_register_says_what_came_of_it_and_not_who_complained(
    guests: None, waiting: str, signed_in: SignedIn
) -> None:
    complain(Case.objects.get(pk=waiting).number)
    head = signed_in("镇长")
    page = head.get("/complaints").content.decode()
    assert "部分属实" in page
    assert f"/cases/{waiting}" in page
    for place in ("/complaints", "/complaints?format=csv"):
        text = head.get(place).content.decode()
        assert "处罚时没有出示证件" in text
        assert "吴某某" not in text
        assert "13800138000" not in text


@pytest.mark.parametrize("name", ["外督", "外长", "员甲", "王立", "李明", "外镇"])
def test_strangers_and_the_officers_themselves_do_not_see_the_register(
    name: str, guests: None, signed_in: SignedIn
) -> None:
    complain()
    for place in ("/complaints", "/complaints?format=csv", "/complaints?format=xlsx"):
        answer = signed_in(name).get(place)
        assert answer.status_code in (200, 403)
        if answer.status_code == 200 and "xlsx" not in place:
            assert "处罚时没有出示证件" not in answer.content.decode()
    if name in ("王立", "李明", "员甲"):
        assert signed_in(name).get("/complaints").status_code == 403


def test_figures_open_their_cases(guests: None, signed_in: SignedIn) -> None:
    case = complain()
    complain(answered=False)
    page = signed_in("周强").get("/complaints").content.decode()
    parts = page.split('href="')
    links = [part.split('"')[0].replace("&amp;", "&") for part in parts if "statistics/cases" in part[:40]]
    assert links
    shown = [signed_in("周强").get(link).content.decode() for link in links]
    assert sum(case in text for text in shown) == 2


def test_a_longer_register_asks_no_more_of_the_database(guests: None, signed_in: SignedIn) -> None:
    complain()
    client = signed_in("周强")
    counts = []
    for _ in range(2):
        client.get("/complaints")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/complaints").status_code == 200
        counts.append(len(asked))
        for _ in range(4):
            complain()
    assert counts[0] == counts[1]


FIGURE = "/statistics/cases?organ=lq&year={year}&figure=complaint.received"
PLACES = (
    "/", "/cases", "/cases?q=渝洛碛案", "/cases?format=csv", "/oversight/findings", "/oversight/findings?format=csv",
    "/oversight/near", "/oversight/work", "/people/赵敏", FIGURE, f"{FIGURE}&format=csv",
)  # fmt: skip


def test_an_officer_meets_a_complaint_nowhere(guests: None, signed_in: SignedIn) -> None:
    """Neither in lists nor by its address; whoever deals with it finds it in the same places."""
    case = complain(answered=False)
    number = Case.objects.get(pk=case).number
    seen = {"王立": [], "赵敏": [], "周强": []}  # type: dict[str, list[str]]
    for name, told in seen.items():
        client = signed_in(name)
        for place in PLACES:
            answer = client.get(place.format(year=today().year))
            assert answer.status_code == 200, place
            told += [place for _ in range(1) if number in answer.content.decode()]
    assert seen["王立"] == []
    assert {"/cases", "/cases?format=csv", PLACES[-1]} <= set(seen["赵敏"])
    assert {"/cases", "/cases?format=csv", PLACES[-1]} <= set(seen["周强"])
    inside = proceeding_of(case, "complaint")
    for place in (
        "",
        "/casefile",
        "/casefile/zip",
        f"/p/{inside}/periods/complaint.reply",
        "/responsibility",
        "/record",
    ):
        assert signed_in("王立").get(f"/cases/{case}{place}").status_code == 404, place
        assert signed_in("赵敏").get(f"/cases/{case}{place}").status_code == 200, place


def test_an_officer_does_not_deal_with_complaints(guests: None, signed_in: SignedIn) -> None:
    case = complain(answered=False)
    officer = signed_in("王立")
    assert "登记投诉" not in officer.get("/new").content.decode()
    assert officer.get("/new/complaint").status_code == 404
    assert "登记投诉" in signed_in("赵敏").get("/complaints").content.decode()
    refused = record_steps(case, [StepEntry("answer", ANSWER, ("周强",), ago(1))], actor=who("王立"))
    assert isinstance(refused, Refusal)


def test_whoever_is_complained_about_finds_it_on_no_desk_and_cannot_take_a_step(
    guests: None, signed_in: SignedIn
) -> None:
    """The head is named: his workbench, his queue and the case offer him nothing, and the act refuses him."""
    ours, other = complain(answered=False, people="周强"), complain(answered=False)
    head = signed_in("周强")
    for place in ("/", "/review"):
        page = head.get(place).content.decode()
        assert f"/{ours}" not in page.replace(f'href="/cases/{ours}"', ""), place  # recent cases still name it
        assert f"/{other}" in page, place
    page = head.get(f"/cases/{ours}").content.decode()
    assert "周强是被反映的人员，应当回避" in page
    assert 'id="step-answer"' not in page
    assert 'id="step-answer"' in head.get(f"/cases/{other}").content.decode()
    file = head.get(f"/review/{ours}/{proceeding_of(ours, 'complaint')}/answer").content.decode()
    assert "这一件不能由您办理" in file
    refused = take_step(ours, StepEntry("answer", ANSWER, ("周强",)), actor=who("周强"))
    assert isinstance(refused, Refusal)
    assert "信访工作条例(2022)#28.3" in refused.cite
    assert refused.remedy
    assert "移交" not in page
    assert "更正</a>" not in page
    assert isinstance(take_step(other, StepEntry("answer", ANSWER, ("周强",)), actor=who("周强")), Recorded)


def test_nobody_registers_the_complaint_against_himself(guests: None, signed_in: SignedIn) -> None:
    typed = SAID | {"complaint.about_people": "赵敏、李明", "by": "赵敏"}
    answer = signed_in("赵敏").post("/new/complaint", typed)
    assert answer.status_code == 422
    assert "赵敏是被反映的人员，应当回避" in answer.content.decode()
    assert signed_in("周强").post("/new/complaint", typed | {"by": "周强"}).status_code == 303


def test_whoever_is_complained_about_neither_corrects_the_complaint_nor_hands_it_over(guests: None) -> None:
    """Who could take his own name out, or choose who deals with it, would deal with it all the same."""
    case = complain(answered=False, people="周强、赵敏")
    first = next(event.version for event in read_stream("case", case) if event.type == STEP_TAKEN)
    mended = Correction(first, "赵敏", "写错了", facts=SAID | {"complaint.about_people": "李明"})
    tries = (
        correct_step(case, mended, actor=who("赵敏")),
        hand_over(case, ("赵敏",), "换人办理", actor=who("周强")),
        record_steps(case, [StepEntry("answer", ANSWER, ("赵敏",), ago(6))], actor=who("周强")),
    )
    for refused in tries:
        assert isinstance(refused, Refusal)
        assert refused.code == "recused"


def test_those_in_charge_of_the_case_complained_about_are_recused_unasked(waiting: str, guests: None) -> None:
    case = Case.objects.get(pk=waiting)
    named = people(case.officers)
    complaint = complain(case.number, answered=False, people="赵敏")
    read = read_case(complaint, reach=EVERYWHERE, context=context(), day=today())
    assert read is not None
    said = str(read.view.state.fact(proceeding_of(complaint, "complaint"), "complaint.about_people"))
    assert said.split("、") == ["赵敏", *(named[key].name for key in case.officers)]


def test_a_step_the_recused_took_on_paper_is_kept_and_is_a_finding(guests: None) -> None:
    case = complain(answered=False, people="周强")
    done = record_steps(case, [StepEntry("answer", ANSWER, ("周强",), ago(6))], actor=who("赵敏"))
    assert isinstance(done, Recorded)
    assert "recused" in {gate.code for gate in done.findings}


def test_a_desk_asks_the_database_once_more_however_many_complaints_wait(guests: None, signed_in: SignedIn) -> None:
    client, counts = signed_in("周强"), []
    for _ in range(2):
        for _ in range(3):
            complain(answered=False, people="周强")
        client.get("/review")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/review").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
