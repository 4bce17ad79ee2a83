"""The page of an annual report: its kind, suggestions, last year, finishing, publication, and the desk before that."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.acts.yearbook import fined
from tests.web.conftest import SignedIn
from zhifa.acts.work import Actor
from zhifa.ports import clock

HEAD, CLERK = "周强", "赵敏"


@pytest.fixture
def january(wang: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fine of June that nobody published; it is the January after."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 12, 30, 2, tzinfo=UTC))
    fined(wang, "2024-06-03T10:00", "50")
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 1, 24, 2, tzinfo=UTC))


@pytest.mark.usefixtures("january")
def test_the_report_goes_from_the_desk_to_publication(signed_in: SignedIn) -> None:
    head = signed_in(HEAD)
    desk = head.get("/").content.decode()
    assert "编写年报" in desk
    assert "2025-01-31" in desk
    page = head.get("/report/2024?organ=lq").content.decode()
    assert "定稿" in page
    assert "给编写人员的说明" in page
    assert head.post("/report/2024/finish?organ=lq").status_code == 303
    assert "公开年报" in head.get("/").content.decode()
    first, again = (head.get("/report/2024/finished/docx?organ=lq").content for _ in range(2))
    assert first == again != b""
    clerk = signed_in(CLERK)
    refused = clerk.post("/report/2024/published?organ=lq", {"on": "2025-01-24", "where": ""})
    assert refused.status_code == 422
    sent = {"on": "2025-01-24", "where": "示例网站", "reported_to": "区政府"}
    assert clerk.post("/report/2024/published?organ=lq", sent).status_code == 303
    assert "年报" not in head.get("/").content.decode().partition("我的任务")[2].partition("本单位今天")[0]
    assert "在示例网站公开" in clerk.get("/report/2024?organ=lq").content.decode()


@pytest.mark.usefixtures("january")
def test_a_suggestion_is_taken_over_and_its_findings_open(signed_in: SignedIn) -> None:
    clerk = signed_in(CLERK)
    page = clerk.get("/report/2024?organ=lq").content.decode()
    assert "由当年的问题提出的建议" in page
    href = page.partition('class="grounds"><a href="')[2].partition('"')[0].replace("&amp;", "&")
    assert clerk.get(href).status_code == 200
    code = page.partition("/report/2024/suggestions/")[2].partition("?")[0]
    assert clerk.post(f"/report/2024/suggestions/{code}?organ=lq&take=1").status_code == 303
    after = clerk.get("/report/2024?organ=lq").content.decode()
    assert "已写进报告" in after
    assert f"{CLERK} 2025-01-24" in after


@pytest.mark.usefixtures("january")
def test_the_clerk_cannot_finish_and_a_kind_is_previewed_before_it_is_kept(signed_in: SignedIn) -> None:
    clerk = signed_in(CLERK)
    assert clerk.post("/report/2024/finish?organ=lq").status_code in (403, 404)
    seen = clerk.get("/report/2024?organ=lq&report=tianjin").content.decode()
    assert "洛碛镇2024年度行政执法情况报告" in seen
    assert "这份年报用这种体例" in seen
    assert "2024年行政执法总体情况的报告" in clerk.get("/report/2024?organ=lq").content.decode()
    assert clerk.post("/report/2024/kind?organ=lq&report=tianjin").status_code == 303
    assert "洛碛镇2024年度行政执法情况报告" in clerk.get("/report/2024?organ=lq").content.decode()


@pytest.mark.usefixtures("january")
def test_last_years_figures_are_entered_with_their_source(signed_in: SignedIn) -> None:
    clerk = signed_in(CLERK)
    assert clerk.post("/report/2024/before?organ=lq", {"penalty.total": "3", "source": ""}).status_code == 422
    said = {"penalty.total": "3", "permit.decided": "1", "inspection.total": "0", "source": "2023 年年报"}
    assert clerk.post("/report/2024/before?organ=lq", said).status_code == 303
    page = clerk.get("/report/2024?organ=lq").content.decode()
    assert "行政处罚下降66.67%" in page.replace("比上年", "").replace(" ", "")
    assert "据2023 年年报" in page


@pytest.fixture
def head(january: None, signed_in: SignedIn) -> Client:
    return signed_in(HEAD)


def _typed(page: Client, address: str) -> str:
    """Where the form of a page is sent."""
    found = re.search('action="(/report[^"]*)"', page.get(address).content.decode())
    assert found
    return found[1].replace("&amp;", "&")


def test_a_passage_keeps_its_paragraphs_on_the_page(head: Client) -> None:
    sent = {"text": "一是能力不足。\n\n二是经费不足。"}
    assert head.post(_typed(head, "/report/2024/passages/problems?organ=lq"), sent).status_code == 303
    page = head.get("/report/2024?organ=lq").content.decode()
    assert '<p class="r-para">一是能力不足。</p><p class="r-para">二是经费不足。</p>' in page


def test_two_who_write_one_passage_do_not_overwrite_each_other(head: Client) -> None:
    first = second = _typed(head, "/report/2024/passages/problems?organ=lq")
    assert head.post(first, {"text": "甲写的。"}).status_code == 303
    answer = head.post(second, {"text": "乙写的。"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "别人已经把这一段改为“甲写的。”" in page
    assert ">乙写的。</textarea>" in page
    again = page.partition('action="/report')[2].partition('"')[0].replace("&amp;", "&")
    assert head.post(f"/report{again}", {"text": "甲写的，乙写的。"}).status_code == 303


def test_two_who_enter_figures_do_not_overwrite_each_other(head: Client) -> None:
    address = "/report/2024/facts?organ=lq"
    assert head.post(_typed(head, address), {"training.online": "1"}).status_code == 303
    opened = _typed(head, address)
    assert head.post(opened, {"training.online": "2"}).status_code == 303
    # The second form still shows 1 beside what its writer typed.
    assert head.post(opened, {"training.online": "1", "training.lectures": "4"}).status_code == 303
    page = (
        head.get("/report/2024?organ=lq")
        .content.decode()
        .replace('<span class="entered" title="填报的数字，不来自案件">', "")
    )
    assert "组织网络培训2</span>次、法律专题讲授4</span>次" in page
    refused = head.post(opened, {"training.online": "3"})
    assert refused.status_code == 422
    assert "刚由别人填为 2" in refused.content.decode()


def test_a_passage_opened_alone_is_sent_without_a_passage_around_it(head: Client) -> None:
    alone = head.get("/report/2024/passages/problems?organ=lq").content.decode()
    within = head.get("/report/2024/passages/problems?organ=lq", headers={"HX-Request": "true"}).content.decode()
    assert ("hx-post" in alone, "hx-post" in within) == (False, True)


def test_the_page_says_what_changed_since_the_report_was_finished(head: Client) -> None:
    assert head.post(_typed(head, "/report/2024/facts?organ=lq"), {"training.online": "1"}).status_code == 303
    asked = head.get("/report/2024?organ=lq").content.decode()
    assert "段没有核实" in asked.partition("data-confirm=")[2][:80]
    assert head.post("/report/2024/finish?organ=lq").status_code == 303
    assert "定稿以后有变化的" not in head.get("/report/2024?organ=lq").content.decode()
    head.post(_typed(head, "/report/2024/facts?organ=lq"), {"training.online": "5"})
    head.post(_typed(head, "/report/2024/passages/problems?organ=lq"), {"text": "经费不足。"})
    page = head.get("/report/2024?organ=lq").content.decode()
    assert "定稿以后有变化的：1 个数字、1 段文字" in page
    assert "组织网络培训1次" in head.get("/report/2024/finished/html?organ=lq").content.decode()


def test_a_year_before_the_organ_came_here_is_not_late(head: Client) -> None:
    page = head.get("/report/2022?organ=lq").content.decode()
    assert "已超期" not in page
    assert "没有在本系统定稿" in page


def test_the_writer_sees_names_and_not_codes(head: Client) -> None:
    address = "/report/2024/passages/people?organ=lq"
    form = head.get(address).content.decode()
    assert "{{网络培训}}" in form
    assert "figure." not in form
    head.post(_typed(head, "/report/2024/facts?organ=lq"), {"training.online": "3"})
    assert head.post(_typed(head, address), {"text": "{{全年}}办了 {{网络培训}} 次网络培训。"}).status_code == 303
    assert "全年办了3次网络培训。" in head.get("/report/2024/file/html?organ=lq").content.decode()
    assert head.post(_typed(head, address), {"text": "{{没有的名称}}"}).status_code == 422
