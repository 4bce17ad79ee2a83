"""A planted fault from red finding to opinion, answer, re-check and closed, as four people see it."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdf
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
    supervisor.page.locator(".papers a", has_text="行政执法监督意见书").first.click()
    supervisor.shot("85-opinion")
    supervisor.page.get_by_role("button", name="制作并编号").click()
    supervisor.page.locator("dialog[open] button.primary").click()
    supervisor.page.wait_for_url("**/papers/**")
    assert "监意〔" in supervisor.text
    supervisor.open(f"/cases/{case}")
    supervisor.take("issue", by=("沈监",))

    theirs = Case.objects.get(procedure="supervision.received")
    town_head.open(f"/cases/{theirs.pk}")
    town_head.shot("86-received")
    town_head.page.locator(".papers a", has_text="行政执法监督意见书").first.click()
    assert "撤销后重新告知" in town_head.text
    assert "审批表" not in town_head.text
    town_head.open(f"/cases/{theirs.pk}")
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
    print_the_monthly_notice(supervisor)


def print_the_monthly_notice(supervisor: Screen) -> None:
    """Last month's notice is made for good and taken along as PDF."""
    supervisor.open("/digests")
    organ = supervisor.page.url.split("/digests/")[1].split("/")[0]
    last = today().replace(day=1) - timedelta(days=1)
    supervisor.open(f"/digests/{organ}/month/{last:%Y-%m}")
    supervisor.page.get_by_role("button", name="制发").click()
    supervisor.page.get_by_role("button", name="确定").click()
    supervisor.page.get_by_text("已制发").first.wait_for()
    supervisor.shot("88-notice")
    with supervisor.page.expect_download() as download:
        supervisor.page.get_by_role("link", name="PDF").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    said = "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    assert f"{last.year}年{last.month}月" in said
    assert "通报" in said


def test_the_page_of_a_finding_on_a_phone(screen: Open, fault: str) -> None:
    officer = screen("周强", width=390)
    officer.open(f"/oversight/findings/{fault}")
    assert officer.overflow() == 0
    officer.shot("89-finding-phone")
    officer.open("/oversight/work")
    assert officer.overflow() == 0
    officer.shot("89-work-phone")


def test_the_plan_and_the_registers_fit_every_screen(screen: Open, fault: str) -> None:
    supervisor = screen("沈监")
    year = today().year
    supervisor.open(f"/oversight/plan/{year}/items")
    form = supervisor.page.locator("form[data-step='plan-item']")
    item = {
        "oversight.plan_kind": "重点监督", "oversight.plan_subject": "行政处罚告知程序和听证权利告知的专项检查",
        "oversight.plan_objects": "全区镇街和综合行政执法支队", "plan.months": ["3月", "4月", "5月"],
        "oversight.plan_count": "4",
    }  # fmt: skip
    supervisor.fill(form, item)
    supervisor.submit(form)
    assert "第 1 项已列入" in supervisor.text
    bureau_head = screen("秦局")
    bureau_head.open(f"/oversight/plan/{year}/adopt")
    form = bureau_head.page.locator("form[data-step='plan']")
    bureau_head.fill(form, {"document": "渝北司发〔2026〕3号"})
    bureau_head.submit(form)
    officer = screen("王立", width=390)
    officer.open("/oversight/interventions/new")
    form = officer.page.locator("form[data-step='intervention']")
    officer.fill(form, {"case": Case.objects.get(kind="penalty").number, "who": "某副镇长", "post": "洛碛镇人民政府",
                        "way": "电话", "content": "要求从轻处理"})  # fmt: skip
    officer.shot("90-intervention-new")
    officer.submit(form)
    assert "只有监督人员和您本人看得到" in officer.text
    supervisor.open("/oversight/liabilities/new?organ=lq")
    form = supervisor.page.locator("form[data-step='liability']")
    told = {"person": "王立", "level": "直接责任", "kind": "批评教育", "reason": "未经告知作出决定",
            "decided_by": "洛碛镇人民政府", "decided_on": today().isoformat()}  # fmt: skip
    supervisor.fill(form, told)
    supervisor.shot("91-liability-new")
    supervisor.submit(form)
    supervisor.shot("91-liability")
    phone = screen("韩监", width=390)
    for name, place in (("92-plan", "/oversight/plan"), ("93-interventions", "/oversight/interventions"),
                        ("94-liabilities", "/oversight/liabilities"), ("95-whom", "/oversight/supervise"),
                        ("96-instruments", "/oversight/instruments")):  # fmt: skip
        for one in (supervisor, phone):
            one.open(place)
            assert one.overflow() == 0, place
            one.shot(name)
