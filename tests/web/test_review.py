"""The review queue: what waits, agreeing, sending back, asking, one's own work."""

from __future__ import annotations

import re

import pytest

from tests.acts.conftest import PATH, TOWN
from tests.web.conftest import ADMIN, DECIDED, STRANGER, SUPERVISOR, SignedIn, ordinary, proceeding_of
from zhifa.acts.erasure import erase_person
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor
from zhifa.core.events import CASE_ANSWERED, CASE_ASKED
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import differences
from zhifa.store import journal
from zhifa.store.casework.models import Question, Task
from zhifa.store.registry.models import Organ, Role
from zhifa.store.registry.people import people


def place(case_id: str, do: str = "") -> str:
    address = f"/review/{case_id}/{proceeding_of(case_id)}/legal_review"
    return f"{address}?do={do}" if do else address


def taken(case_id: str, step: str) -> list[dict[str, object]]:
    events = [e for e in journal.read_stream("case", case_id) if e.type == "step.taken" and e.payload["step"] == step]
    return [dict(e.payload["facts"]) for e in events]  # type: ignore[arg-type]


def test_the_reviewer_sees_proposal_proof_findings_and_why(waiting: str, signed_in: SignedIn) -> None:
    page = signed_in("赵敏").get("/review")
    said = page.content.decode()
    assert page.status_code == 200
    for words in (
        "第 1 件，共 1 件",
        "陈大海",
        "罚款金额 200 元（贰佰元整）",
        "在区间之内",
        "重大公共利益",
        "系统核对",
    ):
        assert words in said, words
    assert 'style="' not in said


def test_agreeing_needs_no_words_and_opens_the_next_file(waiting: str, wang: Actor, signed_in: SignedIn) -> None:
    second = ordinary(wang)
    reviewer = signed_in("赵敏")
    first, other = [line for line in (waiting, second) if place(line) in reviewer.get("/review").content.decode()]
    answer = reviewer.post(place(first, "agree"), {})
    assert (answer.status_code, answer["Location"]) == (303, place(other) if first < other else "/review")
    assert [fact["review.conclusion"] for fact in taken(first, "legal_review")] == ["同意"]
    assert "第 1 件，共 1 件" in reviewer.get("/review").content.decode()


def test_sending_back_asks_for_reasons_and_reopens_the_report(waiting: str, signed_in: SignedIn) -> None:
    reviewer = signed_in("赵敏")
    refused = reviewer.post(place(waiting, "return"), {})
    assert refused.status_code == 422
    assert "退回应当写明理由" in refused.content.decode()
    assert taken(waiting, "legal_review") == []
    said = {"legal_review.return.review.opinion": "现场笔录没有当事人签名"}
    assert reviewer.post(place(waiting, "return"), said).status_code == 303
    assert taken(waiting, "legal_review")[0]["review.conclusion"] == "退回"
    assert Task.objects.filter(case=waiting, step="investigation_report").exists()


def test_a_question_is_kept_in_the_case_and_shown(waiting: str, signed_in: SignedIn) -> None:
    reviewer = signed_in("赵敏")
    assert reviewer.post(place(waiting, "ask"), {"legal_review.ask.question": "砂石是谁的？"}).status_code == 303
    assert [e.payload["question"] for e in journal.read_stream("case", waiting) if e.type == CASE_ASKED] == [
        "砂石是谁的？"
    ]
    assert "砂石是谁的？" in reviewer.get(place(waiting)).content.decode()
    assert reviewer.post(place(waiting, "ask"), {}).status_code == 422


def test_nobody_reviews_their_own_work(waiting: str, signed_in: SignedIn) -> None:
    Role.objects.create(person_id="王立", role="legal_reviewer", path="500112/lq/")
    officer = signed_in("王立")
    said = officer.get(place(waiting)).content.decode()
    assert "这一件不能由您办理" in said
    assert "由未参与该步骤的人员办理" in said
    assert officer.post(place(waiting, "agree"), {}).status_code == 422
    assert taken(waiting, "legal_review") == []


def test_a_file_already_decided_leads_back_to_the_queue(decided: str, signed_in: SignedIn) -> None:
    answer = signed_in("赵敏").get(place(decided))
    assert (answer.status_code, answer["Location"]) == (302, "/review")


def test_the_head_decides_from_the_queue_with_what_was_notified_filled_in(
    house: Organ, wang: Actor, signed_in: SignedIn
) -> None:
    case_id = ordinary(wang, DECIDED[0])
    head, address = signed_in("周强"), f"/review/{case_id}/{proceeding_of(case_id)}/decision"
    said = head.get("/review").content.decode()
    assert "作出处罚决定" in said
    fine = re.search(r'name="decision.agree.decision.fine" value="([^"]*)"', said)
    assert fine is not None
    assert fine[1] in {"200", "200.00"}
    typed = {
        "decision.kinds": "罚款",
        "decision.fine": "200",
        "decision.facts": "占道堆放砂石三立方米",
        "decision.basis": "《重庆市市容环境卫生管理条例》第十八条",
        "decision.reasons": "初次违法，及时清理",
        "decision.term": "十五日内到银行缴纳",
    }
    form = {f"decision.agree.{code}": value for code, value in typed.items()}
    refused = head.post(f"{address}?do=agree", form)
    assert refused.status_code == 422
    assert "初次违法，及时清理" in refused.content.decode()
    answer = head.post(f"{address}?do=agree", {**form, "decision.agree.decision.remedies_told": "是"})
    assert (answer.status_code, answer["Location"]) == (303, "/review")
    assert len(taken(case_id, "decision")) == 1


@pytest.mark.parametrize("name", ["王立", SUPERVISOR, STRANGER])
def test_the_queue_is_for_reviewers_and_heads(name: str, waiting: str, signed_in: SignedIn) -> None:
    assert signed_in(name).get("/review").status_code == 403
    assert signed_in(name).get(place(waiting)).status_code == 403
    assert signed_in(name).post(place(waiting, "agree"), {}).status_code == 403


def test_a_reviewer_of_another_town_finds_nothing(waiting: str, signed_in: SignedIn) -> None:
    Role.objects.create(person_id=STRANGER, role="legal_reviewer", path="500112/yz/")
    stranger = signed_in(STRANGER)
    assert "没有等待您审核" in stranger.get("/review").content.decode()
    assert stranger.get(place(waiting)).status_code == 404
    assert stranger.post(place(waiting, "agree"), {}).status_code == 404


def test_nobody_is_sent_to_sign_in(waiting: str, signed_in: SignedIn) -> None:
    answer = signed_in("").get(place(waiting))
    assert (answer.status_code, answer["Location"].startswith("/sign-in?next=")) == (302, True)


def question_of(case_id: str) -> int:
    return next(e.version for e in journal.read_stream("case", case_id) if e.type == CASE_ASKED)


def ask(signed_in: SignedIn, case_id: str, words: str = "砂石是谁的？") -> str:
    """The reviewer asks; the address at which the officers answer."""
    assert signed_in("赵敏").post(place(case_id, "ask"), {"legal_review.ask.question": words}).status_code == 303
    return f"/cases/{case_id}/questions/{question_of(case_id)}"


def test_a_question_waits_on_the_desk_of_the_officers_until_they_answer(waiting: str, signed_in: SignedIn) -> None:
    officer, reviewer = signed_in("王立"), signed_in("赵敏")
    assert "等我回答" not in officer.get("/").content.decode()
    door = ask(signed_in, waiting)
    desk = officer.get("/").content.decode()
    assert "等我回答" in desk
    assert f'href="/cases/{waiting}?p={proceeding_of(waiting)}#questions"' in desk
    assert f'action="{door}"' in officer.get(f"/cases/{waiting}").content.decode()
    assert "等回答" in reviewer.get(place(waiting)).content.decode()
    assert (officer.post(door, {"answer": "施工队的，已经问过笔录"}).status_code) == 303
    assert "等我回答" not in officer.get("/").content.decode()
    case = officer.get(f"/cases/{waiting}").content.decode()
    assert f'action="{door}"' not in case
    assert "施工队的，已经问过笔录" in case
    assert "承办人已回答" in reviewer.get("/").content.decode()
    file = reviewer.get(place(waiting)).content.decode()
    assert file.index("砂石是谁的？") < file.index("施工队的，已经问过笔录")
    assert "已回答" in file
    assert list(differences([waiting])) == []


def test_an_answer_is_given_once_by_the_officers_in_charge_and_not_empty(waiting: str, signed_in: SignedIn) -> None:
    door = ask(signed_in, waiting)
    assert signed_in("周强").post(door, {"answer": "我来说"}).status_code == 422, (
        "the head is not in charge of the case"
    )
    assert f'action="{door}"' not in signed_in("周强").get(f"/cases/{waiting}").content.decode()
    assert signed_in(SUPERVISOR).post(door, {"answer": "我来说"}).status_code == 403
    assert signed_in(STRANGER).post(door, {"answer": "我来说"}).status_code == 404
    officer = signed_in("李明")
    assert "请写明回答" in officer.post(door, {"answer": "  "}).content.decode()
    long = "长" * 2001
    assert long in officer.post(door, {"answer": long}).content.decode(), "what was typed is not lost"
    assert officer.post(f"/cases/{waiting}/questions/1", {"answer": "没有人问"}).status_code == 422
    assert officer.post(door, {"answer": "施工队的"}).status_code == 303
    assert officer.post(door, {"answer": "又变了"}).status_code == 422
    answers = [e.payload["answer"] for e in journal.read_stream("case", waiting) if e.type == CASE_ANSWERED]
    assert answers == ["施工队的"]


def test_a_question_waits_no_longer_once_the_opinion_is_given(waiting: str, signed_in: SignedIn) -> None:
    ask(signed_in, waiting)
    assert signed_in("赵敏").post(place(waiting, "agree"), {}).status_code == 303
    assert "等我回答" not in signed_in("王立").get("/").content.decode()
    assert 'id="questions"' not in signed_in("王立").get(f"/cases/{waiting}").content.decode()
    assert Question.objects.get(case=waiting).state == "overtaken"
    assert list(differences([waiting])) == []


def test_an_erased_question_and_answer_are_gone_from_rows_and_pages(waiting: str, signed_in: SignedIn) -> None:
    door = ask(signed_in, waiting, "陈大海何时到案？")
    signed_in("王立").post(door, {"answer": "陈大海当日到案"})
    given = (RoleGiven("security_admin", PATH),)
    assert register_officer(Registration("安全", "安全", TOWN, given), actor=INSTALLER) is None
    security = Actor(people(["安全"])["安全"], "安全")
    done = erase_person(waiting, reason="依法清除", basis="个人信息保护法(2021)#47.1(2)", actor=security)
    assert not isinstance(done, Refusal), done
    page = signed_in("赵敏").get(place(waiting)).content.decode()
    assert "到案" not in page
    assert Question.objects.get(case=waiting).text == ""
    assert list(differences([waiting])) == []


def test_the_officers_read_the_question_on_the_case(waiting: str, signed_in: SignedIn) -> None:
    signed_in("赵敏").post(place(waiting, "ask"), {"legal_review.ask.question": "砂石是谁的？"})
    said = signed_in("王立").get(f"/cases/{waiting}").content.decode()
    assert "询问承办人" in said
    assert "砂石是谁的？" in said


def test_an_amount_outside_the_benchmark_is_the_first_finding(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    firm = {"party.kind": "法人", "party.name": "洛碛砂石有限公司", "party.credit_code": "91500112MA5U00000X"}
    case_id = ordinary(wang, party=firm)
    said = signed_in("赵敏").get(place(case_id)).content.decode()
    assert "拟处罚款 200 元，低于区间下限 750.01 元" in said
    assert "超出法定幅度" in said
    assert "未发现问题" not in said


def test_the_bar_counts_what_waits_for_each(waiting: str, signed_in: SignedIn) -> None:
    assert '审核<span class="count">1</span>' in signed_in("赵敏").get("/review").content.decode()
    assert "审核<span" not in signed_in("周强").get("/review").content.decode()


def test_on_a_phone_the_queue_is_one_touch_away(waiting: str, signed_in: SignedIn) -> None:
    bar = re.search(r'<nav class="tabbar".*?<details>', signed_in("赵敏").get("/").content.decode(), re.DOTALL)
    assert bar is not None
    assert 'href="/review"' in bar[0]


def test_an_administrator_lands_on_a_page_of_their_own(house: Organ, signed_in: SignedIn) -> None:
    answer = signed_in(ADMIN).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/people")


def test_what_was_decided_is_no_longer_called_a_proposal(waiting: str, decided: str, signed_in: SignedIn) -> None:
    client = signed_in("赵敏")
    assert "拟作决定" in client.get(place(waiting)).content.decode()
    page = client.get(f"/review/{decided}/{proceeding_of(decided, 'publication')}/redact").content.decode()
    assert "已作决定" in page
    assert "拟作决定" not in page
