"""A clue becomes a published decision, entirely through pages, in a real browser."""

from __future__ import annotations

import io

import pypdf
import pytest

from tests.browser.conftest import Open
from tests.browser.screen import Screen, case_of
from zhifa.acts.work import today

pytestmark = pytest.mark.browser

SEEN = "镇中路18号门前，商户把桌椅摆到人行道上，行人只能走车道"
PARTY, ADDRESS, IDENTITY, PHONE = "陈大海", "洛碛镇镇中路18号", "500112198001010012", "13800000000"
TWO = ("王立", "李明")


def register_clue(officer: Screen) -> None:
    """Type what was seen on the workbench, take the matter it suggests, complete the form of the clue desk."""
    officer.open("/")
    officer.page.locator("#ask").press_sequentially(SEEN[:4])
    officer.page.locator("#ask").fill(SEEN)
    offered = officer.page.locator("#matches .match", has_text="摆卖、经营")
    offered.wait_for()
    officer.shot("01-workbench")
    with officer.page.expect_navigation():
        offered.get_by_role("button", name="登记线索").click()
    form = officer.form("register")
    officer.shot("02-clue")
    assert form.locator("[name='clue.summary']").input_value() == SEEN
    assert form.locator("[name='matter.code']").input_value() == "city.stall.shopfront"
    officer.fill(form, {"clue.source": "投诉", "case.happened_on": "今天"})
    form.locator("[name='case.happened_on']").blur()
    assert form.locator("[name='case.happened_on']").input_value() == str(today())
    officer.submit(form)
    assert "“登记线索”已登记" in officer.text


def file_case(officer: Screen, head: Screen) -> None:
    """Verify the clue, pass it on to the ordinary procedure, have it filed."""
    known = {
        "party.kind": "个人",
        "party.name": PARTY,
        "party.address": ADDRESS,
        "party.id_number": IDENTITY,
        "party.phone": PHONE,
    }
    found = {"clue.verification": "现场查看属实", "clue.violation_found": True, "clue.within_jurisdiction": True}
    officer.take("verify", {**found, **known}, by=TWO)
    officer.shot("04-verified")
    officer.take("to_penalty", by=TWO)
    assert officer.page.locator(".tabs [aria-current]").inner_text().startswith("普通程序行政处罚")
    officer.shot("05-filing")
    officer.take("filing_request", {"case.title": "占道经营", "filing.reason": "现场发现桌椅占用人行道"}, by=TWO)
    head.open("/")
    assert "批准立案" in head.text
    head.shot("06-head")
    head.open(officer.page.url)
    head.take("filing", {"filing.handlers": "王立、李明"})


def investigate(officer: Screen) -> None:
    officer.page.reload()
    scene = {"evidence.scene_place": ADDRESS, "evidence.scene_record": "桌椅四套，占人行道约六平方米"}
    officer.take("inspect_scene", {**scene, "evidence.certificates_shown": True}, by=TWO)
    report = officer.form("investigation_report")
    officer.shot("07-report")
    assert report.locator("[name='report.fine']").count() == 1
    assert "裁量区间" in report.inner_text()
    answers = dict.fromkeys(("case.complicated", "case.major", "case.public_interest"), False)
    facts = {"report.facts": "摆放桌椅四套，占道六平方米，有勘验笔录", "report.proposal": "给予行政处罚"}
    penalty = {"report.kinds": ["罚款"], "report.fine": "200"}
    officer.take("investigation_report", {**facts, **answers, "case.complex": True, **penalty}, by=TWO)


def hear_party(officer: Screen) -> None:
    form = officer.form("notice")
    officer.shot("08-notice")
    assert form.locator("[name='notice.fine']").input_value() == "200"
    said = {"notice.facts": "占道摆放桌椅四套", "notice.basis": "《重庆市市容环境卫生管理条例》第十八条"}
    officer.take("notice", {**said, "notice.kinds": ["罚款"], "notice.rights_told": True}, by=TWO)
    officer.take("notice_delivery", {"delivery.method": "直接送达", "delivery.received_by": PARTY}, by=["王立"])
    officer.take("defence_waived", {"defence.waiver": "当事人书面声明放弃陈述、申辩"})
    officer.shot("09-heard")


def review(reviewer: Screen, case_url: str) -> None:
    """Another person reviews the file in the queue."""
    assert reviewer.page.locator(".nav", has_text="审核").inner_text().count("1") == 1
    reviewer.page.get_by_role("link", name="审核").first.click()
    assert PARTY in reviewer.text
    reviewer.shot("10-review")
    form = reviewer.page.locator("form[data-step='legal_review.agree']")
    form.locator("textarea").fill("事实清楚，证据充分，程序合法，适用依据和裁量适当。")
    reviewer.submit(form)
    assert "“法制审核”已记入" in reviewer.page.locator(".notices").inner_text()
    reviewer.open(case_url)
    assert "法制审核" in reviewer.page.locator(".timeline").inner_text()


def decide(head: Screen, case_url: str) -> None:
    head.open(case_url)
    form = head.form("decision")
    head.shot("11-decision")
    assert form.locator("[name='decision.fine']").input_value() == "200"
    told = {"decision.remedies_told": True, "decision.surcharge_told": True}
    words = {
        "decision.facts": "占道摆放桌椅四套",
        "decision.reasons": "当事人首次违法，经责令后及时改正，没有造成危害后果，按一般档次确定罚款数额。",
    }
    head.take("decision", {**words, "decision.term": "自收到决定书之日起十五日内缴纳罚款。", **told})


def issue_decision(officer: Screen, case_url: str) -> str:
    """Issue the decision paper and take it along as PDF; its number."""
    officer.open(case_url)
    officer.page.locator(".papers a", has_text="行政处罚决定书").click()
    officer.shot("12-draft")
    officer.page.get_by_role("button", name="制作并编号").click()
    officer.page.get_by_role("button", name="确定").click()
    officer.page.get_by_role("link", name="下载 PDF").wait_for()
    officer.shot("13-issued")
    number = officer.page.locator(".notices").inner_text()
    number = number.split("已制作")[1].split("；")[0].strip()
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="下载 PDF").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    said = "".join(said.split())
    for words in (number, PARTY, "贰佰元整", "占道摆放桌椅四套"):
        assert words in said, words
    return number


def publish(officer: Screen, case_url: str, number: str) -> None:
    officer.open(case_url)
    officer.take("delivery", {"delivery.method": "直接送达", "delivery.received_by": PARTY}, by=["王立"])
    officer.tab("执法决定公示")
    officer.form("redact")
    officer.shot("14-redact")
    checked = {
        "publication.category": "行政处罚",
        "publication.decision_number": number,
        "publication.content": "占道经营，罚款 200 元",
        "publication.masked": ["姓名", "身份证件号码", "住址", "联系方式"],
        "publication.redaction_passed": True,
    }
    officer.take("redact", checked)
    officer.take("publish", {"publication.channel": "政府门户网站", "publication.address": "https://example.invalid/1"})
    officer.shot("15-published")
    assert officer.page.locator(".case-findings").count() == 0, officer.page.locator(".case-findings").inner_text()


def test_clue_to_published_decision(screen: Open) -> None:
    officer, head = screen("王立"), screen("周强")
    register_clue(officer)
    file_case(officer, head)
    investigate(officer)
    hear_party(officer)
    case_url = officer.page.url
    reviewer = screen("赵敏")
    review(reviewer, case_url)
    decide(head, case_url)
    number = issue_decision(officer, case_url)
    publish(officer, case_url, number)
    anybody = screen()
    anybody.open("/public")
    anybody.shot("16-public")
    assert number in anybody.text
    anybody.page.get_by_role("link", name="行政处罚").first.click()
    anybody.shot("17-decision")
    assert number in anybody.text
    assert "200" in anybody.text
    for secret in (PARTY, ADDRESS, IDENTITY, PHONE):
        assert secret not in anybody.page.content(), secret
    assert case_of(officer) not in anybody.page.content()
