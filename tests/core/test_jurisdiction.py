"""Who may act on a matter, and in what capacity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhifa.core.jurisdiction import ENTRUST, GRANT, NONE, STATUTE, Power, agencies, overlapping, standing, transfer_to
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


def test_the_catalogue_says_how_each_level_usually_holds_a_matter() -> None:
    assert [(item.level, item.mode) for item in agencies(FELLING)] == [("区县", STATUTE), ("乡镇", ENTRUST)]
    assert standing(FELLING, "乡镇", (), date(2025, 6, 1)).mode == ENTRUST


def test_what_a_town_may_not_handle_goes_to_the_department() -> None:
    assert transfer_to(SPEEDING, "乡镇") == "区县公安机关交通管理部门"
    found = standing(SPEEDING, "乡镇", (), date(2025, 6, 1))
    assert (found.mode, found.goes_to) == (NONE, "区县公安机关交通管理部门")


def test_an_entrustment_lasts_to_its_last_day_and_is_not_replaced_by_what_is_usual() -> None:
    assert standing(FELLING, "乡镇", (LENT,), date(2025, 12, 31)).principal == "区林业局"
    after = standing(FELLING, "乡镇", (LENT,), date(2026, 1, 1))
    assert not after.may_act
    assert "渝林委〔2025〕3号" in after.reason
    assert "2025-12-31" in after.reason
    assert after.goes_to == "区林业局"
    assert "还没有生效" in standing(FELLING, "乡镇", (LENT,), date(2024, 12, 31)).reason


def test_the_organs_own_capacity_goes_before_one_in_another_name() -> None:
    assert standing(FELLING, "乡镇", (LENT, GIVEN), date(2025, 6, 1)).mode == GRANT


def test_cases_begun_under_a_moved_power_are_finished_only_where_the_rule_says_so() -> None:
    ended, begun = date(2026, 1, 5), date(2025, 12, 1)
    assert not standing(FELLING, "乡镇", (LENT,), ended, begun=begun).may_act
    kept = replace(LENT, finishes=True)
    assert standing(FELLING, "乡镇", (kept,), ended, begun=begun).mode == ENTRUST
    assert not standing(FELLING, "乡镇", (kept,), ended, begun=ended).may_act


def test_the_same_power_twice_at_one_time_is_seen() -> None:
    again = replace(LENT, id="3", validity=Validity(date(2025, 12, 31), date(2026, 12, 31)))
    assert overlapping(again, (LENT,)) is LENT
    assert overlapping(replace(again, validity=Validity(date(2026, 1, 1))), (LENT,)) is None
