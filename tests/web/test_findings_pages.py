"""The pages of findings and of the rules of supervision."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.acts.test_cases import BOTH, DECIDE, HEAR, PARTY, SHOW, TELL, at
from tests.store.test_findings import faulty
from tests.web.conftest import STRANGER, SUPERVISOR, SignedIn
from zhifa.acts.cases import Opening, open_case, record_steps
from zhifa.acts.watching import look_again
from zhifa.acts.work import Actor, Recorded, today
from zhifa.ports import clock
from zhifa.store.casework.models import Finding, Obligation

pytestmark = pytest.mark.django_db


def test_a_supervisor_sees_what_is_wrong_whose_it_is_and_by_when(signed_in: SignedIn, wang: Actor) -> None:
    faulty(wang)
    said = signed_in(SUPERVISOR).get("/oversight/findings").content.decode()
    for word in ("决定的处罚重于告知的处罚", "执法人员少于两人", "洛碛镇", "红色", "处罚法 §45.2"):
        assert word in said
    key = Finding.objects.filter(alert="notice.more").values_list("key", flat=True)[0]
    assert f"/oversight/findings/{key}" in said


def test_the_list_is_narrowed_by_rule_group_and_colour(signed_in: SignedIn, wang: Actor) -> None:
    faulty(wang)
    client = signed_in(SUPERVISOR)
    said = client.get("/oversight/findings?alert=notice.more").content.decode()
    assert "执法人员少于两人" not in said
    assert "决定的处罚重于告知的处罚" in said
    assert "执法人员少于两人" not in client.get("/oversight/findings?group=告知").content.decode()
    assert "没有符合条件的问题" in client.get("/oversight/findings?source=pattern").content.decode()
    assert "没有符合条件的问题" in client.get("/oversight/findings?until=2000-01-01").content.decode()


def test_a_stranger_sees_none_of_it_on_the_page_or_in_a_file(signed_in: SignedIn, wang: Actor) -> None:
    faulty(wang)
    client = signed_in(STRANGER)
    for address in ("/oversight/findings", "/oversight/findings?format=csv", "/oversight/findings?organ=lq"):
        said = client.get(address).content.decode()
        assert "告知的处罚" not in said
        assert "张示例" not in said
    counted = client.get("/oversight/rules?format=csv").content.decode("utf-8-sig")
    assert {row["现有"] for row in csv.DictReader(io.StringIO(counted))} == {"0"}


def test_a_download_holds_what_is_listed(signed_in: SignedIn, wang: Actor) -> None:
    faulty(wang)
    said = signed_in(SUPERVISOR).get("/oversight/findings?group=告知&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert {row["类别"] for row in rows} == {"告知"}
    assert len(rows) == Finding.objects.filter(group="告知").count()


def test_the_number_of_queries_does_not_grow_with_the_rows(signed_in: SignedIn, wang: Actor) -> None:
    client = signed_in(SUPERVISOR)
    faulty(wang)
    client.get("/oversight/findings")
    with CaptureQueriesContext(connection) as few:
        client.get("/oversight/findings")
    faulty(wang)
    faulty(wang)
    with CaptureQueriesContext(connection) as many:
        client.get("/oversight/findings")
    assert len(many) == len(few)


def test_the_page_of_rules_says_what_each_looks_at_and_what_is_on_trial(signed_in: SignedIn, wang: Actor) -> None:
    faulty(wang)
    said = signed_in(SUPERVISOR).get("/oversight/rules").content.decode()
    for word in ("应当法制审核而没有审核就决定", "跨案件：近", "期限：线索核查期限", "试行", "精确率"):
        assert word in said
    rules = signed_in(SUPERVISOR).get("/oversight/rules?group=告知&format=csv").content.decode("utf-8-sig")
    rows = {row["代码"]: row for row in csv.DictReader(io.StringIO(rules))}
    assert rows["notice.more"]["现有"] == "1"


def test_a_case_shows_its_findings_under_their_rules(signed_in: SignedIn, wang: Actor) -> None:
    case = faulty(wang)
    said = signed_in(SUPERVISOR).get(f"/cases/{case}").content.decode()
    assert "决定的处罚重于告知的处罚" in said
    assert "/oversight/findings/" in said


def test_a_duty_near_its_end_is_blue_before_the_day_and_yellow_on_it(signed_in: SignedIn, wang: Actor) -> None:
    decided_now(wang)
    due = Obligation.objects.get(code="publication.penalty").due_on
    client = signed_in(SUPERVISOR)
    for day, word in ((due - timedelta(days=1), "蓝色"), (due, "黄色")):
        with clock.at(datetime(day.year, day.month, day.day, 2, tzinfo=UTC)):
            said = client.get("/oversight/near?format=csv").content.decode("utf-8-sig")
            (row,) = [r for r in csv.DictReader(io.StringIO(said)) if r["规则"] == "执法决定没有按期公示"]
            assert (row["颜色"], row["届满"]) == (word, due.isoformat())
            assert "执法决定没有按期公示" not in signed_in(STRANGER).get("/oversight/near").content.decode()
    with clock.at(datetime(due.year, due.month, due.day, 2, tzinfo=UTC) - timedelta(days=30)):
        assert "没有临近届满的期限" in client.get("/oversight/near").content.decode()


def decided_now(actor: Actor) -> None:
    """A stall fined today, its decision not published yet."""
    day = today().isoformat()
    opened = open_case(Opening("lq", "penalty.simple", at(day), PARTY, BOTH), actor=actor)
    assert isinstance(opened, Recorded)
    steps = [replace(step, at=at(day)) for step in (SHOW, TELL, HEAR, DECIDE)]
    assert isinstance(record_steps(opened.case_id, steps, actor=actor), Recorded)


def test_a_period_that_ran_out_shows_the_event_from_which_it_ran_and_its_arithmetic(
    signed_in: SignedIn, wang: Actor
) -> None:
    decided_now(wang)
    due = Obligation.objects.get(code="publication.penalty")
    late = datetime(due.due_on.year, due.due_on.month, due.due_on.day, 2, tzinfo=UTC) + timedelta(days=1)
    with clock.at(late):
        look_again(due.case_id)
        key = Finding.objects.get(alert="time.publication").key
        said = signed_in(SUPERVISOR).get(f"/oversight/findings/{key}").content.decode()
    assert "当场作出处罚决定" in said
    assert "工作日" in said
