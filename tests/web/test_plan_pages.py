"""The pages of the yearly inspection plan, from an empty year to inspections that carry it out."""

from __future__ import annotations

import re

from tests.acts.test_planning import FACTORIES, YEAR, inspection, planned
from tests.web.conftest import BOTH, SUPERVISOR, SignedIn
from tests.web.test_administration import said
from zhifa.acts.work import Actor, Recorded
from zhifa.core.planning import ITEM, item_name
from zhifa.store.casework.models import Case, Proceeding
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

POSTED = {**FACTORIES, "plan.visits": "12"}


def test_a_plan_is_entered_adopted_and_filed_on_its_pages(house: Organ, signed_in: SignedIn) -> None:
    officer, head = signed_in("王立"), signed_in("周强")
    assert "还没有" in said(officer.get("/plan"))
    page = said(officer.post(f"/plan/{YEAR}/items?organ=lq", {**POSTED, "plan.visits": "0"}), 422)
    assert "至少 1 次" in page
    assert "辖区工业企业" in page, "what was typed stays"
    assert officer.post(f"/plan/{YEAR}/items?organ=lq", POSTED).status_code == 303
    listed = said(officer.get("/plan"))
    assert "安全生产检查" in listed
    assert "待批准" in listed
    assert f"/plan/{YEAR}/adopt" not in listed, "the officer does not adopt"
    assert f"/plan/{YEAR}/adopt" in said(head.get("/plan"))
    asked = said(head.get(f"/plan/{YEAR}/adopt?organ=lq"))
    assert "辖区工业企业" in asked, "the head sees what is agreed to"
    assert head.post(f"/plan/{YEAR}/adopt?organ=lq", {"document": "3号"}).status_code == 303
    filed = officer.post(f"/plan/{YEAR}/filing?organ=lq", {"with": "区司法局"})
    assert filed.status_code == 303
    assert "报区司法局备案" in said(officer.get("/plan"))
    kept = said(officer.get(f"/plan/{YEAR}/items/1?organ=lq"))
    assert 'value="4月" checked' in kept
    assert officer.post(f"/plan/{YEAR}/items/1/strike?organ=lq", {"reason": "并入"}).status_code == 303
    assert "待批准删去" in said(officer.get("/plan"))


def test_inspections_say_which_item_they_carry_out(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    planned(wang, Actor(people(["周强"])["周强"], "周强"))
    officer, name = signed_in("王立"), item_name(YEAR, 1)
    form = said(officer.get("/inspections?new=1"))
    assert f'value="{name}"' in form
    assert "计划外的检查" in form
    common = {
        "inspection.kind": "日常检查", "inspection.task_source": "年度检查计划", "inspection.items": "安全",
        "inspection.basis": "安全生产法", "inspection.enterprise": "是", "inspection.count_this_year": "0",
        "by": BOTH,
    }  # fmt: skip
    for more in ({"party.name": "计划内厂", ITEM: name}, {"party.name": "计划外厂", "inspection.cap": "3"}):
        assert officer.post("/inspections", common | more).status_code == 303
    assert Case.objects.count() == 2
    under = said(officer.get(f"/cases?kind=inspection&organ=lq&plan={name}"))
    assert "计划内厂" in under
    assert "计划外厂" not in under
    outside = said(officer.get(f"/cases?kind=inspection&organ=lq&plan=-&year={YEAR}"))
    assert "计划外厂" in outside
    assert "计划内厂" not in outside
    exported = said(officer.get("/cases?kind=inspection&format=csv"))
    assert f",{name}\r\n" in exported
    assert ",计划外\r\n" in exported
    seen = said(signed_in(SUPERVISOR).get("/plan?organ=lq"))
    assert "安全生产检查" in seen
    assert "列入检查项目" not in seen, "a supervisor reads"


def test_a_forgotten_item_is_named_afterwards(house: Organ, wang: Actor, signed_in: SignedIn) -> None:
    """Correcting the first step offers the same choice, and taking the item away makes the inspection one outside."""
    planned(wang, Actor(people(["周强"])["周强"], "周强"))
    done = inspection(wang, **{"inspection.cap": 4})
    assert isinstance(done, Recorded)
    officer, name = signed_in("王立"), item_name(YEAR, 1)
    place = f"/cases/{done.case_id}/corrections/{done.version}"
    page = said(officer.get(place))
    assert f'value="{name}"' in page
    typed = {
        "inspection.kind": "日常检查", "inspection.task_source": "年度检查计划", "inspection.items": "安全生产",
        "inspection.basis": "安全生产法", "inspection.enterprise": "是", "inspection.count_this_year": "0",
        "inspection.cap": "4", "party.name": "示例厂", "by": BOTH, "reason": "漏填", "void": "否",
        "occurred": re.search(r'name="occurred"[^>]*value="([^"]+)"', page)[1],
    }  # fmt: skip
    assert officer.post(place, typed | {ITEM: name}).status_code == 303
    assert Proceeding.objects.get(case_id=done.case_id).plan_item == name
    assert officer.post(place, typed | {ITEM: ""}).status_code == 303
    assert Proceeding.objects.get(case_id=done.case_id).plan_item == ""
