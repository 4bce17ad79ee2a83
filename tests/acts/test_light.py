"""Light cases: many finished cases in one transaction, and each a case like any other from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from zhifa.acts.cases import StepEntry, correct_step, take_step
from zhifa.acts.erasure import erase_person
from zhifa.acts.light import Entered, LightCase, LightStep, enter_light
from zhifa.acts.work import Actor
from zhifa.core.permission import Person, RoleHeld
from zhifa.core.procedure.taking import RECORDED, Correction
from zhifa.core.values import Moment, Refusal
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ

MONITORING = "penalty.simple.monitoring"
BY = ("王立",)


def step(code: str, at: str, facts: Mapping[str, object] | None = None, by: tuple[str, ...] = BY) -> LightStep:
    return LightStep(code, Moment.parse(at), by, facts or {})


def light(plate: str = "渝A00001", **changed: Mapping[str, object]) -> LightCase:
    """A record of a red light run on 2026-04-28, handled, paid and archived in June."""
    facts: dict[str, dict[str, object]] = {
        "capture": {
            "vehicle.plate": plate,
            "monitoring.device": "示-滨江-03",
            "simple.place": "滨江路口",
            "matter.code": "JT-001",
            "case.title": "不按交通信号灯通行",
            "case.happened_on": "2026-04-28",
            "party.kind": "个人",
            "party.name": "罗成",
        },
        "enter": {"monitoring.clear": True, "monitoring.published": True, "monitoring.queryable_on": "2026-05-08"},
        "tell_owner": {"monitoring.told_by": "手机短信"},
        "come_in": {"monitoring.came_by": "自助处理平台", "delivery.electronic_consent": True},
        "tell": {
            "matter.code": "JT-001",
            "simple.facts": "不按交通信号灯通行",
            "notice.kinds": ["罚款"],
            "notice.fine": "200",
            "notice.basis": "道路交通安全法第九十条",
            "notice.rights_told": True,
        },
        "hear": {"defence.offered": False},
        "decision": {
            "decision.kinds": ["罚款"],
            "decision.fine": "200",
            "decision.facts": "不按交通信号灯通行",
            "decision.basis": "道路交通安全法第九十条",
            "decision.term": "十五日内缴纳",
            "decision.remedies_told": True,
        },
        "delivery": {"delivery.method": "电子送达", "delivery.arrived_at": "2026-06-10T14:05"},
        "report_filing": {},
        "payment": {"payment.amount": "200", "payment.total": "200"},
        "archive": {"archive.number": "2026-电-1"},
    }
    days = {
        "capture": "2026-04-28T08:31", "enter": "2026-05-08T10:00", "tell_owner": "2026-05-12",
        "come_in": "2026-06-10T14:00", "tell": "2026-06-10T14:01", "hear": "2026-06-10T14:02",
        "decision": "2026-06-10T14:03", "delivery": "2026-06-10T14:05", "report_filing": "2026-06-11",
        "payment": "2026-06-10T14:10", "archive": "2026-06-12",
    }  # fmt: skip
    outsiders = {"come_in": ("当事人",), "payment": ("当事人",)}
    return LightCase(
        MONITORING,
        tuple(
            step(code, days[code], facts[code] | dict(changed.get(code, {})), outsiders.get(code, BY)) for code in facts
        ),
    )


@pytest.fixture(autouse=True)
def in_autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 1, 2, tzinfo=UTC))


def done(result: Entered | Refusal) -> Entered:
    assert isinstance(result, Entered), result
    return result


def test_many_cases_are_written_at_once_and_each_is_one_event(town: Organ, wang: Actor) -> None:
    entered = done(enter_light("lq", [light(f"渝A{n:05}") for n in range(60)], actor=wang))
    assert (len(entered.case_ids), entered.refused, entered.findings) == (60, (), 0)
    numbers = list(rows.Case.objects.order_by("number").values_list("number", flat=True))
    assert len(set(numbers)) == 60
    assert rows.NumberUse.objects.filter(state="issued").count() == 60
    first = rows.Case.objects.get(pk=entered.case_ids[0])
    assert (first.state, first.closed_on, first.decided_on, first.version) == (
        "closed", date(2026, 6, 12), date(2026, 6, 10), 1,
    )  # fmt: skip
    assert len(journal.read_stream("case", first.pk)) == 1
    counted = rows.Outcome.objects.filter(code="penalty.decided", counted_on=date(2026, 6, 10))
    assert counted.count() == 60
    assert sum(counted.values_list("amount_fen", flat=True)) == 60 * 20000
    assert list(differences(entered.case_ids)) == []
    assert journal.verify().valid


def test_a_row_nobody_can_store_is_named_and_the_rest_is_there(town: Organ, wang: Actor) -> None:
    bad = light(decision={"decision.fine": "二百"})
    strange = LightCase("penalty.ordinary", (step("filing", "2026-06-01"),))
    stranger = replace(light(), steps=(step("capture", "2026-04-28", by=("路人",)),))
    future = LightCase(MONITORING, (step("capture", "2026-12-01"),))
    asked = [light(), bad, strange, stranger, future, LightCase(MONITORING, ())]
    entered = done(enter_light("lq", asked, actor=wang))
    assert len(entered.case_ids) == 1
    assert [number for number, _ in entered.refused] == [2, 3, 4, 5, 6]
    assert "不能作为轻案" in entered.refused[1][1].message


def test_what_was_unlawful_is_stored_with_findings(town: Organ, wang: Actor) -> None:
    late = light(decision={"decision.fine": "500"}, enter={"monitoring.published": False})
    entered = done(enter_light("lq", [late], actor=wang))
    said = " ".join(rows.Finding.objects.filter(case_id=entered.case_ids[0]).values_list("message", flat=True))
    assert "不得超过二百元" in said
    assert "向社会公布" in said
    assert entered.findings == rows.Finding.objects.count()


def test_a_case_still_open_has_its_obligations(town: Organ, wang: Actor) -> None:
    whole = light()
    entered = done(enter_light("lq", [replace(whole, steps=whole.steps[:3])], actor=wang))
    row = rows.Case.objects.get(pk=entered.case_ids[0])
    assert row.state == "open"
    running = dict(rows.Obligation.objects.filter(case=row).values_list("code", "state"))
    assert running["monitoring.come_in"] == "lapsed"
    assert running["monitoring.review"] == "met"


def test_a_light_case_goes_on_as_an_ordinary_one(town: Organ, wang: Actor) -> None:
    key = done(enter_light("lq", [light()], actor=wang)).case_ids[0]
    filed = StepEntry("remedy_filed", {"remedy.kind": "行政复议"}, (), Moment.parse("2026-07-01"))
    assert not isinstance(take_step(key, filed, actor=wang, mode=RECORDED), Refusal)
    result = StepEntry("remedy_result", {"remedy.result": "撤销"}, (), Moment.parse("2026-08-20"))
    assert not isinstance(take_step(key, result, actor=wang, mode=RECORDED), Refusal)
    assert rows.Outcome.objects.get(case_id=key, code="penalty.decided").standing == 0
    told = [event.type for event in journal.read_stream("case", key)]
    assert told.count("step.taken") == 2
    assert told[0] == "case.entered"
    assert list(differences([key])) == []


def test_one_step_of_a_light_case_is_corrected_and_no_other(town: Organ, wang: Actor) -> None:
    key = done(enter_light("lq", [light()], actor=wang)).case_ids[0]
    decision = next(n for n, one in enumerate(light().steps, 1) if one.step == "decision")
    mended = Correction(1, "王立", "金额写错", facts={"decision.fine": "150"}, part=decision)
    assert not isinstance(correct_step(key, mended, actor=wang), Refusal)
    assert rows.Outcome.objects.get(case_id=key, code="penalty.fined").amount_fen == 15000
    refused = correct_step(key, Correction(1, "王立", "没有这一步", part=99), actor=wang)
    assert isinstance(refused, Refusal)
    assert list(differences([key])) == []


def test_what_a_light_case_says_of_a_person_can_be_erased(town: Organ, wang: Actor) -> None:
    key = done(enter_light("lq", [light()], actor=wang)).case_ids[0]
    guard = Actor(Person("安全", "安全", (RoleHeld("security_admin", ""),)), "安全")
    gone = erase_person(key, reason="保存期满", basis="个人信息保护法第四十七条", actor=guard)
    assert not isinstance(gone, Refusal)
    assert gone.values == 2  # the plate and the name
    row = rows.Case.objects.get(pk=key)
    assert "罗成" not in row.party
    assert list(differences([key])) == []
    assert journal.verify().valid


def test_nobody_from_elsewhere_enters_cases(town: Organ, wang: Actor) -> None:
    stranger = Actor(Person("外", "外", (RoleHeld("officer", "500113/x/"),)), "外")
    assert isinstance(enter_light("lq", [light()], actor=stranger), Refusal)
    assert isinstance(enter_light("nowhere", [light()], actor=wang), Refusal)
    assert rows.Case.objects.count() == 0
