"""The yearly inspection plan: who may enter and adopt it, what stands, and which inspections carry it out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.acts.conftest import TOWN
from tests.acts.test_administration import person, place
from tests.web.conftest import BOTH, ago
from zhifa.acts.cases import Opening, StepEntry, correct_step, open_case
from zhifa.acts.planning import adopt_plan, enter_plan_item, file_plan, plan_rule, strike_plan_item
from zhifa.acts.work import Actor, Recorded, context, today
from zhifa.core.planning import ITEM, Plan, item_name, read_name
from zhifa.core.procedure.taking import Correction
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import differences
from zhifa.store import journal
from zhifa.store.casework.models import Proceeding
from zhifa.store.readers.plans import Carried, inspections_by_item, items_of_cases, plan_years, read_plan
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

YEAR = today().year
FACTORIES: dict[str, object] = {
    "matter.code": "inspection.work_safety",
    "plan.objects": "辖区工业企业",
    "plan.way": "双随机",
    "plan.visits": "12",
    "plan.share": "25",
    "plan.months": ["3月", "4月"],
    "inspection.enterprise": "是",
    "inspection.cap": "2",
}


@pytest.fixture
def head(town: Organ) -> Actor:
    return Actor(people(["周强"])["周强"], "周强")


def plan() -> Plan:
    return read_plan(TOWN, YEAR, context().book.vocabulary)


def planned(wang: Actor, head: Actor) -> None:
    assert enter_plan_item(TOWN, YEAR, FACTORIES, actor=wang) == 1
    assert adopt_plan(TOWN, YEAR, document="洛碛府发〔2024〕3号", actor=head) is None


def inspection(wang: Actor, **more: object) -> Recorded | Refusal:
    facts = {
        "inspection.kind": "日常检查",
        "inspection.task_source": "年度检查计划",
        "inspection.items": "安全生产",
        "inspection.basis": "安全生产法",
        "inspection.enterprise": True,
        "inspection.count_this_year": 0,
        "party.name": "示例厂",
        **more,
    }
    opening = Opening(TOWN, "inspection", None, {}, BOTH)
    return open_case(opening, actor=wang, steps=[StepEntry("plan", facts, BOTH)])


def test_the_rules_ask_only_for_declared_facts(town: Organ) -> None:
    rule = plan_rule(today())
    assert rule is not None
    assert all(code in context().book.vocabulary for code in (*rule.data["asks"], *rule.data["may_ask"]))


def test_an_item_stands_once_the_head_agrees(wang: Actor, head: Actor) -> None:
    assert enter_plan_item(TOWN, YEAR, FACTORIES, actor=wang) == 1
    assert (plan().standing, len(plan().pending)) == ((), 1)
    assert isinstance(adopt_plan(TOWN, YEAR, document="3号", actor=wang), Refusal), "only the head"
    assert place(adopt_plan(TOWN, YEAR, document=" ", actor=head)) == ("document",)
    assert place(adopt_plan(TOWN, YEAR, document="3号", actor=head, on=ago(-1).day)) == ("on",)
    assert adopt_plan(TOWN, YEAR, document="3号", actor=head) is None
    (item,) = plan().standing
    assert (item.visits, item.text("plan.months"), item.text("plan.share")) == (12, "3月、4月", "25")
    assert plan().pending == ()
    assert place(adopt_plan(TOWN, YEAR, document="3号", actor=head)) == ("plan",), "nothing new to agree to"
    assert plan_years(TOWN) == (YEAR,)


def test_a_change_waits_for_the_head_again(wang: Actor, head: Actor) -> None:
    planned(wang, head)
    assert place(enter_plan_item(TOWN, YEAR, FACTORIES, actor=wang, number=1)) == ("matter.code",), "no change"
    assert enter_plan_item(TOWN, YEAR, {**FACTORIES, "plan.visits": "20"}, actor=wang, number=1) == 1
    assert [item.visits for item in plan().standing] == [12]
    assert [item.visits for item in plan().pending] == [20]
    assert place(strike_plan_item(TOWN, YEAR, 1, reason=" ", actor=wang)) == ("reason",)
    assert strike_plan_item(TOWN, YEAR, 1, reason="并入联合检查", actor=wang) is None
    assert len(plan().standing) == 1, "struck only once the head agrees"
    assert place(adopt_plan(TOWN, YEAR, document="4号", actor=head)) == ("plan",), "an empty plan is none"
    assert enter_plan_item(TOWN, YEAR, FACTORIES, actor=wang) == 2, "a number is not given twice"
    assert adopt_plan(TOWN, YEAR, document="4号", actor=head) is None
    assert [item.number for item in plan().standing] == [2]
    kinds = [event.type for event in journal.read_stream("plan", f"{TOWN}/{YEAR}")]
    assert kinds.count("plan.item_entered") == 3


def test_a_plan_is_filed_after_it_was_adopted_and_anew_with_every_change(wang: Actor, head: Actor) -> None:
    assert place(file_plan(TOWN, YEAR, with_whom="区司法局", on=today(), actor=wang)) == ("plan",)
    planned(wang, head)
    assert place(file_plan(TOWN, YEAR, with_whom="", on=today(), actor=wang)) == ("with",)
    assert place(file_plan(TOWN, YEAR, with_whom="区司法局", on=ago(1).day, actor=wang)) == ("on",)
    assert file_plan(TOWN, YEAR, with_whom="区司法局", on=today(), actor=wang) is None
    adoption = plan().adoption
    assert adoption is not None
    assert adoption.filed_on == today()
    assert enter_plan_item(TOWN, YEAR, FACTORIES, actor=wang) == 2
    assert adopt_plan(TOWN, YEAR, document="5号", actor=head) is None
    adoption = plan().adoption
    assert adoption is not None
    assert adoption.filed_on is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"matter.code": ""}, "matter.code"),
        ({"matter.code": "inspection.invented"}, "matter.code"),
        ({"plan.visits": "0"}, "plan.visits"),
        ({"plan.visits": "多次"}, "plan.visits"),
        ({"plan.way": "随便"}, "plan.way"),
        ({"plan.months": []}, "plan.months"),
        ({"plan.months": ["13月"]}, "plan.months"),
        ({"inspection.cap": "0"}, "inspection.cap"),
    ],
)
def test_an_unreadable_item_is_refused_and_nothing_stays(wang: Actor, changed: dict[str, object], field: str) -> None:
    assert place(enter_plan_item(TOWN, YEAR, FACTORIES | changed, actor=wang)) == (field,)
    assert plan().items == ()


def test_nobody_plans_for_another_organ(wang: Actor) -> None:
    Organ.objects.create(code="yz", path="500112/yz/", name="玉峰山", short="玉峰山", mark="", level="乡镇")
    for actor in (wang, person("监", "supervisor", path="500112/")):
        assert isinstance(enter_plan_item("yz", YEAR, FACTORIES, actor=actor), Refusal)
    assert place(enter_plan_item(TOWN, 24, FACTORIES, actor=wang)) == ("year",)


def test_inspections_carry_out_what_the_head_agreed_to_and_nothing_else(wang: Actor, head: Actor) -> None:
    name = item_name(YEAR, 1)
    assert enter_plan_item(TOWN, YEAR, FACTORIES, actor=wang) == 1
    assert place(inspection(wang, **{ITEM: name, "inspection.cap": 4})) == (ITEM,), "not yet adopted"
    assert adopt_plan(TOWN, YEAR, document="3号", actor=head) is None
    for wrong in (item_name(YEAR, 2), item_name(YEAR - 1, 1), "第1项"):
        assert place(inspection(wang, **{ITEM: wrong, "inspection.cap": 4})) == (ITEM,)
    under = inspection(wang, **{ITEM: name})
    assert isinstance(under, Recorded), under
    outside = inspection(wang, **{"inspection.task_source": "投诉举报", "inspection.cap": 4})
    assert isinstance(outside, Recorded)
    assert inspections_by_item(TOWN, YEAR) == {name: Carried(1, 0), "": Carried(1, 0)}
    assert items_of_cases([under.case_id, outside.case_id]) == {under.case_id: name, outside.case_id: ""}
    assert list(differences([under.case_id, outside.case_id])) == []


def test_the_yearly_cap_of_the_item_is_the_cap_of_its_inspections(wang: Actor, head: Actor) -> None:
    """The gate against too many inspections of one enterprise uses what the plan says, unless somebody says else."""
    planned(wang, head)
    done = inspection(wang, **{ITEM: item_name(YEAR, 1)})
    assert isinstance(done, Recorded), done
    assert done.events[-1].payload["facts"]["inspection.cap"] == 2  # type: ignore[index,call-overload]
    refused = inspection(wang, **{ITEM: item_name(YEAR, 1), "inspection.count_this_year": 2})
    assert isinstance(refused, Refusal)
    assert any("年度频次上限" in gate.message for gate in refused.gates)


def test_a_correction_names_only_a_standing_item(wang: Actor, head: Actor) -> None:
    planned(wang, head)
    done = inspection(wang, **{"inspection.cap": 4})
    assert isinstance(done, Recorded)
    correction = Correction(done.events[-1].version, "王立", "漏填", facts={ITEM: item_name(YEAR, 9)})
    assert place(correct_step(done.case_id, correction, actor=wang)) == (ITEM,)
    mended = correct_step(done.case_id, replace(correction, facts={ITEM: item_name(YEAR, 1)}), actor=wang)
    assert isinstance(mended, Recorded), mended
    assert Proceeding.objects.get(case_id=done.case_id).plan_item == item_name(YEAR, 1)


def test_names_are_read_back() -> None:
    assert read_name(item_name(2024, 3)) == (2024, 3)
    assert read_name("2024年第x项") is None
