"""Who may act on a matter, and in what capacity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhifa.core.competence import UNRECORDED, Carried, Function, Functions, carried_on, changed
from zhifa.core.jurisdiction import (
    ENTRUST,
    GRANT,
    NONE,
    STATUTE,
    Holder,
    Power,
    Standing,
    agencies,
    goes_to,
    overlapping,
    standing,
)  # fmt: skip
from zhifa.core.rulebook import Entry
from zhifa.core.values import Validity

FELLING = Entry(
    "matter", "forest.felling", Validity(), "", "verified", "",
    {"title": "滥伐林木", "field": "林业", "department": "林业主管部门", "levels": ["区县", "乡镇"], "power": "委托"},
)  # fmt: skip
SPEEDING = replace(
    FELLING, key="traffic.speed", data={"department": "公安机关交通管理部门", "levels": ["区县"], "power": "移送"}
)
LENT = Power(
    id="1", organ="lq", mode=ENTRUST, scope=("forest.felling",), document="渝林委〔2025〕3号", principal="区林业局",
    validity=Validity(date(2025, 1, 1), date(2025, 12, 31)),
)  # fmt: skip
GIVEN = replace(LENT, id="2", mode=GRANT, principal="", scope=("领域:林业",), document="渝府发〔2025〕9号")


FUNCTIONS = Functions(
    [
        Function("forestry", "林业主管部门", aliases=("林业部门",)),
        Function("agriculture", "农业农村部门"),
        Function("culture", "文化旅游部门"),
        Function("police", "公安机关"),
        Function("traffic_police", "公安机关交通管理部门", within=("police",)),
        Function("fire", "消防救援机构", apart=True),
        Function("penalty", "行政处罚实施机关", everyone=True),
        Function("township", "乡镇人民政府", level="乡镇"),
        Function("subdistrict", "街道办事处", level="街道"),
    ]
)
DAY = date(2025, 6, 1)
VILLAGE = replace(
    FELLING, key="village.house", data={"department": "乡镇人民政府", "levels": ["乡镇"], "power": "法定"}
)


def held(entry: Entry, level: str, *powers: Power, day: date = DAY, begun: date | None = None) -> Standing:
    return standing(entry, Holder(level, (), powers), FUNCTIONS, day, begun=begun)


def transfer_to(entry: Entry, holder: Holder, functions: Functions, day: date) -> str:
    return standing(entry, holder, functions, day).goes_to


def bureau(*functions: str, powers: tuple[Power, ...] = ()) -> Holder:
    return Holder("区县", tuple(map(Carried, functions)), powers)


def test_the_catalogue_says_how_each_level_usually_holds_a_matter() -> None:
    assert [(item.level, item.mode) for item in agencies(FELLING)] == [("区县", STATUTE), ("乡镇", ENTRUST)]
    assert held(FELLING, "乡镇").mode == ENTRUST


def test_what_a_town_may_not_handle_goes_to_the_department() -> None:
    assert transfer_to(SPEEDING, Holder("乡镇"), FUNCTIONS, DAY) == "区县公安机关交通管理部门"
    found = held(SPEEDING, "乡镇")
    assert (found.mode, found.goes_to) == (NONE, "区县公安机关交通管理部门")


def test_an_entrustment_lasts_to_its_last_day_and_is_not_replaced_by_what_is_usual() -> None:
    assert held(FELLING, "乡镇", LENT, day=date(2025, 12, 31)).principal == "区林业局"
    after = held(FELLING, "乡镇", LENT, day=date(2026, 1, 1))
    assert not after.may_act
    assert "渝林委〔2025〕3号" in after.reason
    assert "2025-12-31" in after.reason
    assert after.goes_to == "区林业局"
    assert "还没有生效" in held(FELLING, "乡镇", LENT, day=date(2024, 12, 31)).reason


def test_the_organs_own_capacity_goes_before_one_in_another_name() -> None:
    assert held(FELLING, "乡镇", LENT, GIVEN, day=date(2025, 6, 1)).mode == GRANT


def test_cases_begun_under_a_moved_power_are_finished_only_where_the_rule_says_so() -> None:
    ended, begun = date(2026, 1, 5), date(2025, 12, 1)
    assert not held(FELLING, "乡镇", LENT, day=ended, begun=begun).may_act
    kept = replace(LENT, finishes=True)
    assert held(FELLING, "乡镇", kept, day=ended, begun=begun).mode == ENTRUST
    assert not held(FELLING, "乡镇", kept, day=ended, begun=ended).may_act


def test_the_same_power_twice_at_one_time_is_seen() -> None:
    again = replace(LENT, id="3", validity=Validity(date(2025, 12, 31), date(2026, 12, 31)))
    assert overlapping(again, (LENT,)) is LENT
    assert overlapping(replace(again, validity=Validity(date(2026, 1, 1))), (LENT,)) is None


# ---- departments ----
def test_an_organ_of_another_department_has_no_power_and_learns_where_the_matter_goes() -> None:
    found = standing(FELLING, bureau("culture"), FUNCTIONS, DAY)
    assert (found.mode, found.goes_to) == (NONE, "区县林业主管部门")
    assert found.reason == "登记的职能是文化旅游部门，这个事项由林业主管部门主管"
    assert standing(FELLING, bureau("forestry", "culture"), FUNCTIONS, DAY).mode == STATUTE
    assert standing(
        replace(FELLING, data={**FELLING.data, "department": "林业部门"}), bureau("forestry"), FUNCTIONS, DAY
    ).may_act


def test_the_police_hold_what_their_traffic_department_holds_and_not_the_other_way() -> None:
    assert standing(SPEEDING, bureau("police"), FUNCTIONS, DAY).may_act
    theft = replace(SPEEDING, data={**SPEEDING.data, "department": "公安机关"})
    assert not standing(theft, bureau("traffic_police"), FUNCTIONS, DAY).may_act
    blaze = replace(SPEEDING, data={**SPEEDING.data, "department": "消防救援机构"})
    assert transfer_to(blaze, bureau("police"), FUNCTIONS, DAY) == "消防救援机构", "its own organ, not the district's"


def test_a_matter_of_several_departments_is_held_by_each_of_them() -> None:
    both = replace(FELLING, data={**FELLING.data, "department": "农业农村部门、林业主管部门"})
    assert standing(both, bureau("agriculture"), FUNCTIONS, DAY).may_act
    assert transfer_to(both, bureau("culture"), FUNCTIONS, DAY) == "区县农业农村部门或者区县林业主管部门"


@pytest.mark.parametrize("level", ["区县", ""])
def test_an_organ_whose_functions_nobody_registered_holds_as_before_and_the_answer_says_so(level: str) -> None:
    found = held(FELLING, level)
    assert (found.mode, found.note) == (STATUTE, UNRECORDED)
    anybody = replace(FELLING, data={**FELLING.data, "department": "行政处罚实施机关"})
    assert held(anybody, level).note == ""
    assert standing(anybody, bureau("culture"), FUNCTIONS, DAY).may_act


def test_towns_hold_by_level_and_by_what_they_were_given_whatever_functions_are_registered() -> None:
    town = Holder("乡镇", (Carried("culture"),))
    assert standing(FELLING, town, FUNCTIONS, DAY).mode == ENTRUST
    assert standing(VILLAGE, town, FUNCTIONS, DAY).mode == STATUTE
    assert transfer_to(VILLAGE, bureau("forestry"), FUNCTIONS, DAY) == "所在地乡镇人民政府"
    assert transfer_to(VILLAGE, Holder("街道"), FUNCTIONS, DAY) == "所在地乡镇人民政府"
    shared = replace(VILLAGE, data={**VILLAGE.data, "levels": ["乡镇", "街道"]})
    assert goes_to(shared, FUNCTIONS) == "所在地乡镇人民政府或者街道办事处"


def test_concentrated_penalties_are_held_by_what_is_registered_beside_the_functions() -> None:
    """行政处罚法 18: the province may let one organ exercise the powers of others."""
    moved = replace(GIVEN, organ="zf", mode=STATUTE)
    assert standing(FELLING, bureau("culture", powers=(moved,)), FUNCTIONS, DAY).mode == STATUTE
    ended = standing(FELLING, bureau("forestry", powers=(moved,)), FUNCTIONS, date(2026, 1, 1))
    assert not ended.may_act, "what was registered decides alone"


def test_functions_come_and_go_by_the_day() -> None:
    moved = changed((Carried("culture"),), {"forestry"}, date(2025, 3, 1))
    organ = Holder("区县", moved)
    assert not standing(FELLING, organ, FUNCTIONS, date(2025, 2, 28)).may_act
    assert standing(FELLING, organ, FUNCTIONS, date(2025, 3, 1)).may_act
    assert carried_on(moved, date(2025, 3, 1)) == {"forestry"}
    assert changed(moved, {"forestry"}, date(2026, 1, 1)) == moved, "what stays is not begun anew"
    gone = Holder("区县", changed(moved, set(), date(2025, 6, 1)))
    assert "没有登记的职能" in standing(FELLING, gone, FUNCTIONS, DAY).reason


def test_without_a_day_functions_are_as_they_always_were() -> None:
    assert changed((Carried("culture"),), {"forestry"}, None) == (Carried("forestry"),)
    assert changed((Carried("culture"),), (), None) == (), "nothing is known again"
    late = changed((), {"forestry"}, date(2025, 3, 1))
    assert carried_on(late, date(2025, 2, 1)) is None, "of earlier days nothing was registered"
    assert changed(late, set(), date(2025, 1, 1)) == (), "never carried"
