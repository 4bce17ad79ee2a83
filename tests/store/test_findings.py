"""Findings as lists read them: under their rule, inside the reach, page by page, patterns among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.acts.conftest import town, wang  # noqa: F401
from tests.acts.test_cases import BOTH, DECIDE, HEAR, PARTY, SHOW, TELL, at
from zhifa.acts.cases import Opening, open_case, record_steps
from zhifa.acts.work import Actor, Recorded
from zhifa.jobs.rebuild import all_cases, differences
from zhifa.store.casework.models import Case, Finding
from zhifa.store.oversight.models import Cause, Pattern
from zhifa.store.readers import findings as reader
from zhifa.store.readers.findings import FindingFilter

REACH = ["500112/"]
pytestmark = pytest.mark.django_db


def faulty(actor: Actor) -> str:
    """A stall fined by one officer, more than was told, entered afterwards."""
    opened = open_case(Opening("lq", "penalty.simple", at("2024-06-03T09:00"), PARTY, BOTH), actor=actor)
    assert isinstance(opened, Recorded)
    alone = replace(DECIDE, by=("王立",), facts={**DECIDE.facts, "decision.fine": "150"})
    done = record_steps(opened.case_id, [SHOW, TELL, HEAR, alone], actor=actor)
    assert isinstance(done, Recorded), done
    return opened.case_id


def pattern(organ: str, path: str, day: date) -> Pattern:
    """What many cases show, as the sweep would have written it."""
    return Pattern.objects.create(
        key="f" * 32, alert="pattern.split", group="裁量", colour="yellow", organ_id=organ, path=path, subject="甲",
        message="一个月内三次", found_on=day, known_on=day, answers="head", answer_by=day,
    )  # fmt: skip


def test_a_finding_stands_under_its_rule_with_colour_and_who_answers_by_when(wang: Actor) -> None:  # noqa: F811
    case = faulty(wang)
    found = {line.alert: line for line in reader.findings(FindingFilter(), reach=REACH).lines if line.case_id == case}
    assert {"who.officers", "notice.more"} <= set(found)
    more = found["notice.more"]
    assert (more.colour, more.group, more.answers, more.organ_name) == ("red", "告知", "head", "洛碛镇")
    assert more.answer_by > more.known_on >= more.found_on == date(2024, 6, 3)
    assert Case.objects.get(pk=case).red_count == sum(line.colour == "red" for line in found.values())
    assert reader.finding(more.key, reach=REACH) == more
    assert list(differences(all_cases())) == []


def test_a_stranger_sees_no_finding_by_list_count_or_key(wang: Actor) -> None:  # noqa: F811
    faulty(wang)
    many = pattern("lq", "500112/lq/", date(2024, 7, 1))
    elsewhere = ["500113/"]
    key = Finding.objects.values_list("key", flat=True)[0]
    for reach in (elsewhere, []):
        assert reader.findings(FindingFilter(), reach=reach).lines == ()
        assert reader.counts(reach=reach) == ()
        assert reader.counts_by_alert(reach=reach) == {}
        assert reader.finding(key, reach=reach) is reader.finding(many.key, reach=reach) is None


def test_pages_go_on_where_the_last_ended_and_patterns_stand_among_findings(wang: Actor) -> None:  # noqa: F811
    case = faulty(wang)
    known = Finding.objects.values_list("known_on", flat=True)[0]
    many = pattern("lq", "500112/lq/", known)
    Cause.objects.create(pattern=many, case_id=case, version=1, happened_on=known)
    whole = reader.findings(FindingFilter(), reach=REACH, limit=50)
    assert not whole.more
    assert many.key in {line.key for line in whole.lines}
    walked: list[str] = []
    wanted = FindingFilter()
    while True:
        page = reader.findings(wanted, reach=REACH, limit=1)
        walked += [line.key for line in page.lines]
        if not page.more:
            break
        wanted = replace(wanted, after=(page.lines[-1].known_on, page.lines[-1].key))
    assert walked == [line.key for line in whole.lines]
    assert [line.case_id for line in reader.causes(many.key, reach=REACH)] == [case]
    assert reader.causes(many.key, reach=["500113/"]) == ()


def test_filters_and_counts_agree(wang: Actor) -> None:  # noqa: F811
    faulty(wang)
    for count in reader.counts(reach=REACH):
        wanted = FindingFilter(organ=count.organ, group=count.group, colour=count.colour)
        assert len(reader.findings(wanted, reach=REACH).lines) == count.number
    for alert, number in reader.counts_by_alert(reach=REACH).items():
        assert len(reader.findings(FindingFilter(alert=alert), reach=REACH).lines) == number
