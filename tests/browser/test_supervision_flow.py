"""A planted fault from red finding to opinion, answer, re-check and closed, as four people see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acts import bureau
from tests.browser.conftest import Open
from tests.browser.screen import Screen, case_of
from tests.browser.setting import PASSWORD
from zhifa.acts.work import today
from zhifa.store.casework.models import Case
from zhifa.store.registry.models import Account, Organ

pytestmark = pytest.mark.browser


@pytest.fixture
def fault(town: Organ) -> str:
    """A case of the town in which the decision came before the notice, seen by the bureau."""
    bureau.found_bureau()
    for name in bureau.STAFF:
        Account.objects.create_user(name, PASSWORD, person_id=name)
    return bureau.red_finding(bureau.faulty_case())


def do(screen: Screen, form: str, values: dict[str, str]) -> None:
    """Fill and send one of the forms of a finding."""
    panel = screen.page.locator(f"#do-{form}")
    if panel.get_attribute("open") is None:
        panel.locator("> summary").click()
    found = screen.page.locator(f"form[data-step='{form}']")
    screen.fill(found, values)
    screen.submit(found)
    assert screen.page.locator(".refusal").count() == 0, screen.text


def in_days(number: int) -> str:
    return (today() + timedelta(days=number)).isoformat()


def test_a_planted_fault_is_followed_until_it_is_put_right(screen: Open, fault: str) -> None:
    supervisor, town_head, bureau_head = screen("沈监"), screen("周强"), screen("秦局")
    supervisor.open("/oversight/work")
    supervisor.shot("80-finding-work")
    supervisor.page.locator(f"a[href='/oversight/findings/{fault}']").first.click()
    assert "红色" in supervisor.text
    assert supervisor.overflow() == 0
    supervisor.shot("81-finding-open")

    town_head.open(f"/oversight/findings/{fault}")
    do(town_head, "answer", {"measure": "正在改正", "text": "正在联系当事人重新告知"})
    assert "等监督人员审核说明" in town_head.text
    town_head.shot("82-finding-answered")

    supervisor.open(f"/oversight/findings/{fault}")
    do(supervisor, "return", {"reason": "写明何时改完", "answer_by": in_days(5)})
    supervisor.page.locator("a", has_text="发监督文书").click()
    form = supervisor.page.locator("form[data-step='raise']")
    supervisor.fill(form, {"instrument": "监督意见书", "title": "先决定后告知"})
    supervisor.shot("83-raise")
    supervisor.submit(form)
    draft = {
        "oversight.problem": "决定在告知之前",
        "oversight.demands": "撤销后重新告知",
        "oversight.report_by": in_days(10),
    }
    supervisor.take("draft", draft, by=("沈监",))
    case = case_of(supervisor)
    supervisor.shot("84-opinion-drafted")

    bureau_head.open(f"/cases/{case}")
    bureau_head.take("approve", {"oversight.approved": True}, by=("秦局",))
    supervisor.open(f"/cases/{case}")
    supervisor.take("issue", by=("沈监",))
    supervisor.page.locator(".papers a", has_text="行政执法监督意见书").first.click()
    supervisor.shot("85-opinion")
    supervisor.page.get_by_role("button", name="制作并编号").click()
    supervisor.page.locator("dialog[open] button.primary").click()
    supervisor.page.wait_for_url("**/papers/**")
    assert "监意〔" in supervisor.text

    theirs = Case.objects.get(procedure="supervision.received")
    town_head.open(f"/cases/{theirs.pk}")
    town_head.shot("86-received")
    town_head.take("sign", {"oversight.signed_by": "周强"}, by=("周强",))
    town_head.take("report", {"oversight.report": "已撤销原决定，重新告知"}, by=("周强",))

    supervisor.open(f"/cases/{case}")
    checked = {"oversight.check_result": "已整改到位", "oversight.check_record": "调阅案卷，已重新告知"}
    supervisor.take("check", checked, by=("沈监",))
    bureau_head.open(f"/cases/{case}")
    bureau_head.take("close", {"oversight.result": "整改到位"}, by=("秦局",))

    for looker in (supervisor, town_head):
        looker.open(f"/oversight/findings/{fault}")
        assert "已办结" in looker.text
    supervisor.shot("87-closed")
    supervisor.open("/oversight/instruments")
    assert "已结案" in supervisor.text
    supervisor.shot("88-instruments")
    # The monthly notice is printed here, once there is a page of it.


def test_the_page_of_a_finding_on_a_phone(screen: Open, fault: str) -> None:
    officer = screen("周强", width=390)
    officer.open(f"/oversight/findings/{fault}")
    assert officer.overflow() == 0
    officer.shot("89-finding-phone")
    officer.open("/oversight/work")
    assert officer.overflow() == 0
    officer.shot("89-work-phone")
