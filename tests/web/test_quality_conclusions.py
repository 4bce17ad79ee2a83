"""Conclusions about organs' quality: kept as told, objected to once and in time, recounted only from the cases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.web.conftest import DECIDED, SUPERVISOR, SignedIn, ago, ordinary
from zhifa.acts.quality import period_of
from zhifa.acts.quality_conclusions import RECOUNTED, UPHELD, answer_quality, conclude_quality, object_to_quality
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.assessment import Period
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store.appraisal.models import QualityConclusion
from zhifa.store.journal.models import EventRow
from zhifa.store.registry.models import Account
from zhifa.store.registry.people import people


def who(name: str) -> Actor:
    return Actor(people([name])[name], name)


@pytest.fixture
def span(decided: str) -> Period:
    found = period_of("", ago(60).day, ago(1).day)
    assert found is not None
    return found


def told(span: Period) -> QualityConclusion:
    assert conclude_quality(span, actor=who(SUPERVISOR)) == 1
    return QualityConclusion.objects.get()


def later(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def test_it_is_told_once_and_stays_as_it_was_told(span: Period, wang: Actor) -> None:
    row = told(span)
    again = conclude_quality(span, actor=who(SUPERVISOR))
    assert isinstance(again, Refusal)
    before = (row.score, row.items)
    ordinary(wang, *DECIDED[:-1])
    row.refresh_from_db()
    assert (row.score, row.items) == before
    assert EventRow.objects.filter(stream_kind="quality").count() == 1
    assert row.object_by > today()


def test_a_period_that_still_runs_is_not_concluded(decided: str) -> None:
    running = period_of(str(today().year))
    assert running is not None
    refused = conclude_quality(running, actor=who(SUPERVISOR))
    assert isinstance(refused, Refusal)
    assert "还没有结束" in refused.message
    assert isinstance(conclude_quality(running, actor=who("周强")), Refusal)


def test_an_objection_comes_once_in_time_and_from_the_organ(span: Period) -> None:
    row = told(span)
    assert isinstance(object_to_quality(row.pk, "不对", actor=who("王立")), Refusal), "an officer"
    assert isinstance(object_to_quality(row.pk, "", actor=who("周强")), Refusal), "no reasons"
    assert object_to_quality(row.pk, "第三项按期率算错", actor=who("周强")) is None
    assert isinstance(object_to_quality(row.pk, "再说一次", actor=who("周强")), Refusal)
    assert isinstance(answer_quality(row.pk, "维持", UPHELD, actor=who("周强")), Refusal), "by whom it is about"
    assert answer_quality(row.pk, "数据无误", UPHELD, actor=who(SUPERVISOR)) is None
    row.refresh_from_db()
    assert (row.score, row.answer) == (row.first_score, "数据无误")
    assert isinstance(answer_quality(row.pk, "再答", UPHELD, actor=who(SUPERVISOR)), Refusal)


def test_after_its_days_no_objection_is_taken(span: Period) -> None:
    row = told(span)
    with clock.at(later((row.object_by - today()).days + 1)):
        refused = object_to_quality(row.pk, "晚了", actor=who("周强"))
    assert isinstance(refused, Refusal)
    assert "届满" in refused.message


def test_recounting_takes_what_the_cases_say_now(span: Period, wang: Actor) -> None:
    row = told(span)
    assert object_to_quality(row.pk, "漏了案件", actor=who("周强")) is None
    ordinary(wang, *DECIDED)
    assert answer_quality(row.pk, "补录后重新计算", RECOUNTED, actor=who(SUPERVISOR)) is None
    row.refresh_from_db()
    said = {item["title"]: item["said"] for item in row.items}
    assert said["没有违法问题"].endswith("/2")


def test_the_page_leads_from_the_score_to_the_objection(span: Period, signed_in: SignedIn) -> None:
    given = Registration("镇长", "镇长", "lq", (RoleGiven("head", "500112/lq/"),))
    assert register_officer(given, actor=INSTALLER) is None
    Account.objects.create_user("镇长", "a long enough secret", person_id="镇长")
    row = told(span)
    place = f"/appraisal/quality/{row.pk}"
    head, watcher = signed_in("镇长"), signed_in(SUPERVISOR)
    asked = f"/appraisal/quality?first={span.first}&last={span.last}"
    assert place in head.get(asked).content.decode()
    assert "提出异议" in head.get(place).content.decode()
    assert "提出异议" not in watcher.get(place).content.decode()
    assert head.post(place, {"objection": "第三项算错"}).status_code == 303
    assert "答复异议" in watcher.get(place).content.decode()
    assert "答复异议" not in head.get(place).content.decode()
    wrong = watcher.post(place, {"answer": "再核对", "outcome": ""})
    assert wrong.status_code == 422
    assert "再核对" in wrong.content.decode()
    assert watcher.post(place, {"answer": "数据无误", "outcome": UPHELD}).status_code == 303
    for form in ("docx", "pdf"):
        assert head.get(f"{place}/file.{form}").status_code == 200
    assert "第三项算错" in watcher.get("/appraisal/quality/conclusions?format=csv").content.decode()
