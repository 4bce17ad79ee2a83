"""What a hurried officer is told: what is missing, by which article, what to do now; and nothing typed is lost.

The same breaches, entered afterwards as they happened, are stored and stay visible as findings.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator

from tests.browser.cases import FILED, HEARD, NOTICE, REPORT, REPORTED, TWO, ago, penalty
from tests.browser.conftest import Open
from tests.browser.screen import Screen, put, typed

pytestmark = pytest.mark.browser
DECISION = {
    "decision.kinds": ["罚款"],
    "decision.fine": "200",
    "decision.facts": "占道摆放桌椅四套",
    "decision.basis": "《重庆市市容环境卫生管理条例》第十八条",
    "decision.reasons": "首次违法，及时改正。",
    "decision.term": "自收到决定书之日起十五日内缴纳",
    "decision.remedies_told": True,
}
SCENE = {
    "evidence.scene_place": "镇中路18号",
    "evidence.scene_record": "桌椅四套，占人行道约六平方米，当事人在场",
    "evidence.certificates_shown": True,
}


def assert_teaches(screen: Screen, panel: Locator, says: str, article: str) -> None:
    """The refusal names what is missing, marks the article (which opens) and says what to do."""
    lack = panel.locator(".lack", has_text=re.compile(says)).first
    assert lack.is_visible(), panel.inner_text()
    mark = lack.locator("a.law")
    assert mark.inner_text().replace(" ", "") == article.replace(" ", "")
    assert lack.locator(".hint").inner_text(), "no remedy"
    assert "已填写的内容都还在" in panel.inner_text()
    mark.click()
    opened = screen.page.locator("#panel[open]")
    opened.wait_for()
    assert "《" in opened.inner_text()
    screen.page.keyboard.press("Escape")
    opened.wait_for(state="hidden")


def test_one_officer_only(screen: Open, town: object) -> None:
    address = penalty(FILED[:2])
    officer = screen("王立")
    officer.open(address)
    officer.refused("inspect_scene", SCENE, by=["王立"])
    form = officer.form("inspect_scene")
    officer.shot("20-one-officer")
    assert_teaches(officer, form.locator(".refusal"), "两人|2 名|二名|两名", "处罚法 §42.1")
    officer.take("inspect_scene", by=TWO)


def test_expired_certificate(screen: Open, town: object) -> None:
    address = penalty(FILED[:2])
    officer = screen("王立")
    officer.open(address)
    form = officer.form("inspect_scene")
    expired = form.locator("input[name='by'][value='孙悦']")
    assert expired.is_disabled()
    assert "2024-02-29" in form.locator("label", has=officer.page.locator("input[value='孙悦']")).inner_text()
    expired.evaluate("box => { box.disabled = false; box.checked = true; }")
    officer.choose(form, "王立", "孙悦")
    officer.refused("inspect_scene", SCENE)
    form = officer.form("inspect_scene")
    officer.shot("21-expired")
    assert_teaches(officer, form.locator(".refusal"), "孙悦.*2024-02-29.*到期", "处罚法 §42.1")


def test_decision_before_notice(screen: Open, town: object) -> None:
    address = penalty(HEARD)
    officer, head = screen("王立"), screen("周强")
    reviewer = screen("赵敏")
    reviewer.open(address)
    reviewer.take("legal_review", {"review.opinion": "同意。", "review.conclusion": "同意"})
    head.open(address)
    form = head.form("decision")
    head.fill(form, DECISION)
    officer.open(address)
    entry = officer.page.locator(".timeline > li", has_text="处罚事先告知")
    entry.get_by_role("link", name="更正").click()
    strike = officer.page.locator("form[data-step='notice']")
    put(strike, "void", True)
    put(strike, "reason", "告知书没有制作，误登")
    officer.submit(strike)
    assert "“处罚事先告知”已更正" in officer.text
    struck = officer.page.locator(".timeline .superseded")
    assert "处罚事先告知" in struck.inner_text()
    assert "告知书没有制作，误登" in struck.inner_text()
    head.submit(form)
    form = head.form("decision")
    head.shot("22-before-notice")
    assert_teaches(head, form.locator(".refusal"), "尚未完成“处罚事先告知”", "处罚法 §44")
    for code, value in DECISION.items():
        assert typed(form, code) == value, code


def test_own_review(screen: Open, town: object) -> None:
    address = penalty(HEARD, officers=("吴双", "李明"))
    both = screen("吴双")
    both.page.get_by_role("link", name="审核").first.click()
    both.page.get_by_role("heading", name="这一件不能由您办理").first.wait_for()
    both.shot("23-own-review-queue")
    assert both.page.locator(".verdict form").count() == 0
    both.open(address)
    both.refused("legal_review", {"review.opinion": "经审核，同意。", "review.conclusion": "同意"})
    both.shot("24-own-review")
    assert_teaches(both, both.form("legal_review").locator(".refusal"), "吴双", "处罚法 §58.1")


def test_fine_above_the_range(screen: Open, town: object) -> None:
    address = penalty(FILED)
    officer = screen("王立")
    officer.open(address)
    officer.refused("investigation_report", {**REPORT, "report.fine": "5000"}, by=TWO)
    form = officer.form("investigation_report")
    officer.shot("25-above")
    assert_teaches(officer, form.locator(".refusal"), "超出法定幅度", "处罚法 §4")
    assert_teaches(officer, form.locator(".refusal"), "超出裁量基准的上限", "处罚法 §34")
    officer.take("investigation_report", {"report.fine": "200"}, by=TWO)


def test_recorded_afterwards_they_are_stored_with_their_findings(screen: Open, town: object) -> None:
    address = penalty()
    officer = screen("王立")
    officer.open(address)
    officer.page.get_by_role("link", name="事后补录").click()
    form = officer.page.locator("form.batch")
    steps: list[tuple[str, int, dict[str, object], tuple[str, ...]]] = [
        ("filing_request", 20, {**FILED[0][2], "case.happened_on": str(ago(21))}, ("王立",)),
        ("filing", 19, dict(FILED[1][2]), ("周强",)),
        ("inspect_scene", 18, dict(SCENE), ("王立", "孙悦")),
        ("investigation_report", 17, {**REPORT, "report.fine": "5000"}, ("吴双", "李明")),
        ("legal_review", 16, {"review.opinion": "同意。", "review.conclusion": "同意"}, ("吴双",)),
        ("decision", 14, {**DECISION, "decision.fine": "5000"}, ("周强",)),
        ("notice", 12, {**NOTICE, "notice.fine": "5000"}, TWO),
    ]
    for step, days, facts, by in steps:
        box = form.locator("fieldset", has=officer.page.locator(f"input[name='step'][value$='/{step}']"))
        tick = box.locator("input[name='step']")
        tick.check()
        prefix = f"{tick.get_attribute('value')}."
        officer.fill(box, facts, prefix=prefix)  # type: ignore[arg-type]
        put(box, f"{prefix}occurred", str(ago(days)))
        officer.choose(box, *by, name=f"{prefix}by")
    with officer.page.expect_navigation():
        form.get_by_role("button", name="核对").click()
    officer.shot("26-batch")
    checked = officer.page.locator("form.batch")
    assert checked.locator(".finding").count() >= 5
    with officer.page.expect_navigation():
        checked.get_by_role("button", name="按实记入案卷").click()
    assert "已补录 7 个步骤" in officer.text
    officer.shot("27-recorded")
    found = officer.page.locator(".case-findings").inner_text()
    for says in ("两名|2 名", "孙悦.*到期", "超出法定幅度", "处罚事先告知", "吴双"):
        assert re.search(says, found), (says, found)
    assert officer.page.locator(".timeline .event-recorded").count() == 7


def test_what_was_cleared_stays_cleared(screen: Open, town: object) -> None:
    """Nothing typed is lost, and nothing taken away comes back."""
    officer = screen("王立")
    officer.open(penalty(REPORTED))
    form = officer.form("notice")
    assert typed(form, "notice.kinds") == ["罚款"]
    assert "可不填" not in form.locator(".field", has=officer.page.locator("[name='notice.fine']")).inner_text()
    officer.refused("notice", {**NOTICE, "notice.kinds": [], "notice.fine": ""}, by=TWO)
    officer.take("notice", {"notice.kinds": ["罚款"], "notice.fine": "200"}, by=TWO)
