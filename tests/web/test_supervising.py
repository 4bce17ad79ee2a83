"""The pages of supervision: what each visitor sees of a finding, and the way from a finding to a closed paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import town
from tests.acts import bureau
from zhifa.acts.work import today
from zhifa.core.supervising import GROUNDS, MEASURES
from zhifa.store.casework.models import Case, Finding, Task
from zhifa.store.registry.models import Account, Organ

PEOPLE = ("王立", "周强", "沈监", "秦局")


def client(name: str) -> Client:
    made = Client()
    made.force_login(Account.objects.get_or_create(username=name, defaults={"person_id": name})[0])
    return made


@pytest.fixture
def fault(db: None) -> str:
    town.found_town()
    bureau.found_bureau()
    return bureau.red_finding(bureau.faulty_case())


def page(name: str, address: str, status: int = 200) -> str:
    answer = client(name).get(address)
    assert answer.status_code == status, (name, address, answer.status_code)
    return str(answer.content.decode())


def test_a_finding_shows_each_visitor_the_one_next_thing(fault: str) -> None:
    place = reverse("finding", args=[fault])
    officer, supervisor = page("周强", place), page("沈监", place)
    assert "提交说明" in officer
    assert "认定不成立" not in officer
    assert "发监督文书" not in officer
    assert "提交说明" not in supervisor
    assert "发监督文书" in supervisor
    assert "打开案件" in supervisor
    sent = client("周强").post(reverse("finding_answer", args=[fault]), {"measure": MEASURES[0], "text": ""})
    assert sent.status_code == 422
    assert "请填写说明" in sent.content.decode()
    sent = client("周强").post(reverse("finding_answer", args=[fault]), {"measure": MEASURES[0], "text": "已重新告知"})
    assert sent.status_code == 303
    assert "等监督人员审核" in page("周强", place)
    assert "已重新告知" in page("沈监", place)
    day = (today() + timedelta(days=5)).isoformat()
    for data, status in (
        ({"reason": "缺凭据", "answer_by": "昨天"}, 422),
        ({"reason": "缺凭据", "answer_by": day}, 303),
    ):
        assert client("沈监").post(reverse("finding_return", args=[fault]), data).status_code == status
    again = page("周强", place)
    assert "退回的理由：缺凭据" in again
    assert "提交说明" in again


def test_from_a_finding_to_an_opinion_in_one_form(fault: str) -> None:
    place = reverse("finding_raise", args=[fault])
    assert "监督意见书" in page("沈监", place)
    typed = {"instrument": "监督意见书", "source": "系统预警", "title": "先决定后告知", "problem": "决定在告知之前"}
    refused = client("沈监").post(place, {**typed, "problem": ""})
    assert refused.status_code == 422
    done = client("沈监").post(place, typed)
    assert done.status_code == 303
    case = Case.objects.get(kind="supervision")
    shown = page("沈监", done["Location"])
    assert "起草监督文书" in shown
    assert "洛碛镇" in shown
    page("周强", reverse("case", args=[case.pk]), 404)
    own = page("周强", reverse("finding", args=[fault]))
    assert "已发监督文书" in own
    assert reverse("case", args=[case.pk]) not in own, "the organ does not see the bureau's case"
    assert case.number in page("沈监", reverse("finding", args=[fault]))
    assert "起草审批" in page("沈监", reverse("instruments"))


def test_strangers_see_neither_findings_nor_papers(fault: str) -> None:
    other = Organ.objects.create(
        code="yz", path="500112/yz/", name="玉峰山镇", short="玉峰山镇", mark="渝玉", level="乡镇"
    )
    far = Organ.objects.create(code="cq", path="500103/", name="渝中区", short="渝中区", mark="渝中", level="区县")
    bureau.stranger("外镇长", other, "head", "500112/yz/")
    bureau.stranger("外监督", far, "supervisor", "500103/")
    bureau.stranger("特邀", far, "invited_supervisor", "500112/")
    raised = {"instrument": "监督意见书", "source": "系统预警", "title": "先决定后告知", "problem": "决定在告知之前"}
    assert client("沈监").post(reverse("finding_raise", args=[fault]), raised).status_code == 303
    message = Finding.objects.get(key=fault).message
    for name, status in (("外镇长", 404), ("外监督", 404), ("特邀", 403)):
        page(name, reverse("finding", args=[fault]), status)
        for act in ("answer", "accept", "return", "dismiss", "raise"):
            sent = client(name).post(reverse(f"finding_{act}", args=[fault]), raised | {"ground": GROUNDS[0]})
            assert sent.status_code in {403, 404}, (name, act)
    for place in (
        reverse("finding_work"),
        reverse("finding_work") + "?format=csv",
        reverse("finding_work") + "?state=raised",
    ):
        for name in ("外镇长", "外监督"):
            said = page(name, place)
            assert message[:12] not in said
            assert "渝洛碛" not in said
    assert "先决定后告知" not in page("外监督", reverse("instruments"))
    assert "先决定后告知" not in page("外监督", reverse("instruments") + "?format=csv")
    page("周强", reverse("instruments"), 403)
    page("外监督", reverse("supervise", args=["lq"]), 404)


def test_lists_and_downloads_hold_what_they_name(fault: str) -> None:
    line = Finding.objects.get(key=fault)
    waiting = page("沈监", reverse("finding_work"))
    assert line.message[:20] in waiting
    assert (
        client("周强")
        .post(reverse("finding_answer", args=[fault]), {"measure": MEASURES[0], "text": "已改"})
        .status_code
        == 303
    )
    assert fault in page("沈监", reverse("finding_work") + "?state=answered")
    assert fault not in page("沈监", reverse("finding_work"))
    for form in ("csv", "xlsx"):
        for state in ("waiting", "overdue", "answered", "closed"):
            answer = client("沈监").get(reverse("finding_work"), {"state": state, "format": form})
            assert answer.status_code == 200
            assert answer["Content-Disposition"].startswith("attachment")
    assert client("沈监").get(reverse("instruments"), {"format": "xlsx"}).status_code == 200


def test_the_head_of_the_bureau_is_asked_for_the_bureaus_steps_and_no_others(fault: str) -> None:
    raised = {"instrument": "监督意见书", "source": "系统预警", "title": "先决定后告知", "problem": "决定在告知之前"}
    assert client("沈监").post(reverse("finding_raise", args=[fault]), raised).status_code == 303
    case = Case.objects.get(kind="supervision")
    assert "起草监督文书" in page("沈监", "/")
    Task.objects.filter(case=case, step="draft").update(role="head")
    town_step = Task.objects.filter(case__organ_id="lq", role="head", demanded=True).values_list("title", flat=True)
    shown = page("秦局", "/")
    assert "起草监督文书" in shown
    waiting = shown.partition("等我办理")[2].partition("已超期")[0]
    assert not [title for title in town_step if title in waiting]
    assert "起草监督文书" not in page("周强", "/")


def test_the_lists_ask_as_often_for_many_findings_as_for_few(fault: str) -> None:
    def asked(place: str) -> int:
        visitor = client("沈监")
        visitor.get(place)
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(place).status_code == 200
        return len(queries)

    answered = Finding.objects.filter(answers="head").values_list("key", flat=True)
    places = (reverse("finding_work"), reverse("finding_work") + "?state=answered", reverse("instruments"))
    sent = client("周强").post(reverse("finding_answer", args=[answered[0]]), {"measure": MEASURES[0], "text": "已改"})
    assert sent.status_code == 303
    few = [asked(place) for place in places]
    for _ in range(2):
        bureau.faulty_case()
    for key in answered[1:4]:
        client("周强").post(reverse("finding_answer", args=[key]), {"measure": MEASURES[0], "text": "已改"})
    raised = {"instrument": "监督意见书", "source": "系统预警", "title": "先决定后告知", "problem": "决定在告知之前"}
    for key in Finding.objects.filter(answers="officer").values_list("key", flat=True)[:2]:
        assert client("沈监").post(reverse("finding_raise", args=[key]), raised).status_code == 303
    assert [asked(place) for place in places[:2]] == few[:2]
    assert asked(places[2]) <= few[2] + 1, "the numbers of papers are read at once"
