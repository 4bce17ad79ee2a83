"""The page of an annual report: its kind, suggestions, last year, finishing, publication, and the desk before that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

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
