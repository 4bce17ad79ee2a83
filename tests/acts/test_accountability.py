"""The yearly plan of supervision, accountability, and the register of interventions: who may write and who may see."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bench import town
from tests.acts import bureau
from tests.acts.bureau import actor
from zhifa.acts.accountability import LiabilityEntry, kinds, record_liability, strike_liability
from zhifa.acts.interventions import Meddling, enter_intervention, handle_intervention
from zhifa.acts.supervising import Matter, open_supervision
from zhifa.acts.supervision_planning import (
    adopt_supervision_plan,
    carried_out,
    enter_supervision_item,
    report_supervision_plan,
    strike_supervision_item,
)
from zhifa.acts.supervision_report import Reporter, plan_report
from zhifa.acts.work import Actor, Recorded, context, today
from zhifa.core.papers import blocks as b
from zhifa.core.planning import Plan
from zhifa.core.values import Refusal
from zhifa.store import journal
from zhifa.store.casework.models import Case
from zhifa.store.journal.models import EventRow, PersonalValue
from zhifa.store.readers.accountability import liabilities
from zhifa.store.readers.interventions import intervention, interventions
from zhifa.store.readers.plans import SUPERVISION, read_plan
from zhifa.store.registry.models import Organ

YEAR = today().year
ITEM = {
    "oversight.plan_kind": "重点监督", "oversight.plan_subject": "处罚告知程序", "oversight.plan_objects": "全区镇街",
    "plan.months": ["3月", "4月"], "oversight.plan_count": "2",
}  # fmt: skip


@pytest.fixture
def case(db: None) -> Case:
    town.found_town()
    bureau.found_bureau()
    return Case.objects.get(pk=bureau.faulty_case())


def plan() -> Plan:
    return read_plan(bureau.BUREAU, YEAR, context().book.vocabulary, SUPERVISION)


def seen(who: Actor) -> list[str]:
    assert who.person is not None
    return [one.id for one in interventions(who.person, today())[0]]


def test_a_plan_is_drawn_up_carried_out_and_reported(case: Case) -> None:
    assert isinstance(enter_supervision_item(bureau.BUREAU, YEAR, ITEM, actor=actor("周强")), Refusal)
    nothing = enter_supervision_item(bureau.BUREAU, YEAR, {**ITEM, "oversight.plan_count": "0"}, actor=actor("沈监"))
    assert isinstance(nothing, Refusal)
    assert enter_supervision_item(bureau.BUREAU, YEAR, ITEM, actor=actor("沈监")) == 1
    assert enter_supervision_item(bureau.BUREAU, YEAR, ITEM, actor=actor("沈监")) == 2
    assert strike_supervision_item(bureau.BUREAU, YEAR, 2, reason="重复", actor=actor("沈监")) is None
    name = f"{YEAR}年第1项"
    matter = Matter("lq", "处罚告知程序", "抽查案卷", "重点监督", plan_item=name)
    assert isinstance(open_supervision(matter, actor=actor("沈监")), Refusal), "not adopted yet"
    assert isinstance(adopt_supervision_plan(bureau.BUREAU, YEAR, document="1号", actor=actor("沈监")), Refusal)
    assert isinstance(report_supervision_plan(bureau.BUREAU, YEAR, to="区政府", on=None, actor=actor("沈监")), Refusal)
    assert adopt_supervision_plan(bureau.BUREAU, YEAR, document="渝北司〔2026〕1号", actor=actor("秦局")) is None
    assert isinstance(open_supervision(matter, actor=actor("沈监")), Recorded)
    (one,) = carried_out(bureau.BUREAU, plan())
    assert (one.item.number, one.begun, one.closed) == (1, 1, 0)
    assert report_supervision_plan(bureau.BUREAU, YEAR, to="区人民政府", on=today(), actor=actor("沈监")) is None
    adoption = plan().adoption
    assert adoption is not None
    assert adoption.filed_with == "区人民政府"
    kept = EventRow.objects.get(type="supervision_plan.reported")
    assert json.loads(str(kept.payload))["figures"] == [[1, 1, 0]]
    paper = plan_report(Reporter(bureau.BUREAU, "区司法局", ("500112/",), 365), plan(), day=today())
    (table,) = [block for block in paper.blocks if isinstance(block, b.Table)]
    assert [[run.text for run in cell] for cell in table.rows[0]][4:] == [["2"], ["1"], ["0"]]


def test_accountability_is_recorded_as_the_texts_name_it(case: Case) -> None:
    def entry(**more: object) -> LiabilityEntry:
        said: dict[str, object] = {
            "organ": "lq", "kind": "批评教育", "reason": "未经告知作出决定", "decided_by": "洛碛镇人民政府",
            "decided_on": today(), "person": "王立", "level": "直接责任", "case_number": case.number,
        }  # fmt: skip
        return LiabilityEntry(**{**said, **more})  # type: ignore[arg-type]

    supervisor = actor("沈监")
    for wrong in ({"kind": "游街"}, {"level": ""}, {"person": ""}, {"case_number": "没有的案号"}, {"reason": " "},
                  {"kind": "通报批评"}, {"person": "沈监"}, {"decided_on": today() + timedelta(days=1)}):  # fmt: skip
        assert isinstance(record_liability(entry(**wrong), actor=supervisor), Refusal), wrong
    assert isinstance(record_liability(entry(), actor=actor("周强")), Refusal), "the head does not record it"
    assert all(one.cite for one in kinds(today()))
    key = record_liability(entry(), actor=supervisor)
    assert isinstance(key, str)
    whole = record_liability(entry(kind="通报批评", person="", level="", case_number=""), actor=supervisor)
    assert isinstance(whole, str)
    (lines, _) = liabilities(reach=("500112/lq/",), person="王立")
    assert [(one.name, one.kind, one.level, one.case_id) for one in lines] == [
        ("王立", "批评教育", "直接责任", case.pk)
    ]
    assert liabilities(reach=("500112/yz/",)) == ([], False)
    assert isinstance(strike_liability(key, reason="记错人", actor=actor("周强")), Refusal)
    assert strike_liability(key, reason="记错人", actor=supervisor) is None
    assert liabilities(reach=("500112/",), person="王立")[0][0].struck == "记错人"
    assert isinstance(strike_liability(key, reason="再撤", actor=supervisor), Refusal)


def test_an_intervention_is_seen_by_supervisors_and_its_author_never_by_heads(case: Case) -> None:
    other = Organ.objects.create(
        code="yz", path="500112/yz/", name="玉峰山镇", short="玉峰山镇", mark="渝玉", level="乡镇"
    )
    far = Organ.objects.create(code="cq", path="500103/", name="渝中区", short="渝中区", mark="渝中", level="区县")
    outsider = bureau.stranger("外镇", other, "officer", "500112/yz/")
    elsewhere = bureau.stranger("外监督", far, "supervisor", "500103/")
    said = Meddling(case.number, "某副镇长", "洛碛镇人民政府", "电话", "要求从轻", "已说明依法办理", today())
    assert isinstance(enter_intervention(said, actor=outsider), Refusal)
    assert isinstance(enter_intervention(said, actor=actor("周强")), Refusal), "the head does not enter"
    key = enter_intervention(said, actor=actor("王立"))
    assert isinstance(key, str)
    assert seen(actor("王立")) == [key]
    assert seen(actor("沈监")) == [key]
    for name in ("周强", "李明", "赵敏"):
        assert seen(actor(name)) == [], name
    assert seen(outsider) == []
    assert seen(elsewhere) == []
    head = actor("周强").person
    assert head is not None
    assert intervention(key, head, today()) is None
    for who in (actor("周强"), actor("王立"), elsewhere):
        assert isinstance(handle_intervention(key, handling="已核实", actor=who), Refusal)
    assert handle_intervention(key, handling="已约谈", actor=actor("沈监")) is None
    event = EventRow.objects.get(type="intervention.entered")
    assert "要求从轻" not in str(event.payload), "only a commitment enters the chain"
    assert PersonalValue.objects.filter(event=event).exists()
    assert journal.verify().valid


def test_a_supervisor_who_heads_the_organ_sees_nothing_of_it(case: Case) -> None:
    key = enter_intervention(
        Meddling(case.number, "某人", "某局", "当面", "过问进展", "", today()), actor=actor("王立")
    )
    assert isinstance(key, str)
    both = bureau.stranger("双职", Organ.objects.get(pk="lq"), "head", "500112/lq/")
    assert seen(both) == []
    assert seen(actor("秦局")) == [key], "the head of the bureau heads another organ"
