"""The pages about people as people use them: an examination sat in the browser, hours entered, an objection made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.conftest import ADMIN, SignedIn
from zhifa.acts.exams import questions_of
from zhifa.acts.work import today
from zhifa.store.personnel.models import Equipment, Exam, Posting, Session, Sitting
from zhifa.store.readers.training import exam as read_exam
from zhifa.store.registry.models import Certificate, Organ

LAST = today().year - 1


def set_exam(signed_in: SignedIn, *candidates: str) -> str:
    said = {
        "title": "岗前考试", "blueprint": "before", "opens_on": str(today()),
        "closes_on": str(today() + timedelta(days=2)), "candidates": list(candidates),
    }  # fmt: skip
    answer = signed_in("周强").post("/exams/new?organ=lq", said)
    assert answer.status_code == 303, answer.content.decode()
    return Exam.objects.get().pk


def test_an_examination_from_the_call_to_the_marked_paper(signed_in: SignedIn) -> None:
    key = set_exam(signed_in, "王立")
    officer = signed_in("王立")
    assert "等您作答" in officer.get("/exams").content.decode()
    found = read_exam(key)
    assert found is not None
    shown = officer.get(f"/exams/{key}").content.decode()
    assert str(found.draw["seed"]) not in shown, "who knows the seed can draw the paper"
    assert officer.get(f"/exams/{key}/sit").status_code == 404, "not before it was begun"
    assert officer.post(f"/exams/{key}/begin").status_code == 303
    paper = officer.get(f"/exams/{key}/sit").content.decode()
    assert "data-countdown" in paper
    assert "解析" not in paper
    pool = questions_of(found.opens_on)
    right = {one["code"]: [str(n) for n in pool[one["code"]].answer] for one in found.paper}
    assert "已存" in officer.post(f"/exams/{key}/save", right).content.decode()
    again = officer.get(f"/exams/{key}/sit").content.decode()
    assert again.count(" checked") == sum(len(chosen) for chosen in right.values())
    assert officer.post(f"/exams/{key}/sit", right).status_code == 303
    marked = officer.get(f"/exams/{key}/sit").content.decode()
    assert "100 分，合格" in marked
    assert Sitting.objects.get().passed is True
    assert "100" in signed_in("周强").get(f"/exams/{key}").content.decode()


def test_hours_are_entered_and_change_what_the_page_of_a_person_says(signed_in: SignedIn) -> None:
    head = signed_in("周强")
    said = {"organ": "lq", "title": "年度轮训", "kind": "集中授课", "on": f"{LAST}-06-03", "hours": "60"}
    assert head.post("/training/new", said).status_code == 303
    key = Session.objects.get().pk
    attended = {"persons": ["王立", "李明"], "hours-李明": "44"}
    assert head.post(f"/training/{key}/attendance", attended).status_code == 303
    page = signed_in("李明").get("/people/李明").content.decode()
    assert "今天不能执法" in page
    assert "应有 60 学时" in page
    assert head.post(f"/training/{key}/attendance", {"persons": ["王立", "李明"]}).status_code == 303
    page = signed_in("李明").get("/people/李明").content.decode()
    assert "今天可以执法" in page
    assert "因补录撤回" in page, "a lapse taken back is always told"


def test_an_officer_sees_only_their_own_assessment_and_objects(signed_in: SignedIn) -> None:
    head = signed_in("周强")
    said = {"person": "王立", "period": str(LAST), "conduct": "12", "conduct.why": "一次迟到"}
    assert head.post("/assessments/new", said).status_code == 303
    place = f"/assessments/王立/{LAST}"
    assert signed_in("李明").get(place).status_code == 404
    officer = signed_in("王立")
    assert officer.post(place, {"said": ""}).status_code == 422
    assert officer.post(place, {"said": "那天请了假"}).status_code == 303
    assert "等答复" in head.get("/assessments").content.decode()
    assert head.post(place, {"said": "查实，重新评定"}).status_code == 303
    assert "查实" in officer.get(place).content.decode()


def test_equipment_goes_out_and_comes_back(signed_in: SignedIn) -> None:
    head = signed_in("周强")
    said = {
        "organ": "lq",
        "kind": "recorder",
        "name": "执法记录仪",
        "serial": "R-9",
        "quantity": "1",
        "on": f"{LAST}-03-04",
    }
    assert head.post("/equipment/new", said).status_code == 303
    key = Equipment.objects.get().pk
    assert head.post(f"/equipment/{key}/issue", {"person": "王立", "on": f"{LAST}-03-05"}).status_code == 303
    assert "R-9" in head.get("/people/王立").content.decode()
    assert head.post(f"/equipment/{key}/check", {"on": f"{LAST}-09-02", "said": ""}).status_code == 422
    assert head.post(f"/equipment/{key}/return", {"on": f"{LAST}-10-02", "said": "完好"}).status_code == 303
    assert head.post(f"/equipment/{key}/scrap", {"on": f"{LAST}-10-03", "said": "老化"}).status_code == 303
    assert head.get(f"/equipment/{key}/juggle").status_code == 404


def test_a_posting_is_entered_and_ended(signed_in: SignedIn, house: Organ) -> None:
    head = signed_in("周强")
    said = {"person": "王立", "station": "yz", "place": "便民中心", "weekdays": ["1", "3"], "start": f"{LAST}-03-04"}
    assert head.post("/postings/new", said).status_code == 303
    assert "周一、三" in head.get("/postings").content.decode()
    assert "不能办理玉峰山镇的案件" in head.get("/people/王立").content.decode()
    key = Posting.objects.get().pk
    assert head.post(f"/postings/{key}/end", {"on": f"{LAST}-09-30", "reason": "轮换"}).status_code == 303


@pytest.mark.parametrize(
    ("kind", "said", "what"),
    [
        ("check", {"number": "渝王立", "year": str(LAST), "passed": "yes", "on": str(today())}, "年审已登记"),
        ("replace", {"number": "渝王立", "new_number": "新1", "on": str(today()), "reason": "遗失"}, "证件已换发"),
        ("return", {"number": "渝孙悦", "on": str(today()), "to": "区司法局"}, "证件收回已登记"),
    ],
)
def test_the_administrator_keeps_the_life_of_a_certificate(
    signed_in: SignedIn, kind: str, said: dict[str, str], what: str
) -> None:
    admin = signed_in(ADMIN)
    assert "form=check" in admin.get("/people/王立").content.decode()
    assert admin.post(f"/people/act/{kind}?person=王立", {}).status_code == 422
    answer = admin.post(f"/people/act/{kind}?person=王立", said, follow=True)
    assert what in answer.content.decode()


def test_a_suspension_is_ended_early(signed_in: SignedIn) -> None:
    admin, start = signed_in(ADMIN), today() - timedelta(days=9)
    stop = {"number": "渝王立", "start": str(start), "reason": "调查"}
    assert admin.post("/people/act/suspend?person=王立", stop).status_code == 303
    said = {"stop": f"渝王立@{start}", "on": str(today()), "reason": "查清"}
    assert admin.post("/people/act/restore?person=王立", said).status_code == 303
    assert Certificate.objects.get(pk="渝王立").suspended == [[str(start), str(today() - timedelta(days=1))]]
    assert admin.post("/people/act/restore?person=王立", {**said, "stop": "渝王立@x"}).status_code == 422


def test_a_scripted_case_is_played_to_its_end(signed_in: SignedIn) -> None:
    officer = signed_in("王立")
    page = officer.get("/teaching/seize-urgent?did=0.3.2").content.decode()
    assert "不得实施" in page
    assert "再来一遍" in page
