"""Discretion ranges of Chongqing Order 355: tiers, several circumstances, multiples, and the lighter law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from zhifa.core.discretion import Range, range_for, reasons
from zhifa.core.facts import Value
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.core.values import Refusal
from zhifa.ports import rules

DAY = date(2024, 3, 5)
YOUNG, DISABLED = "已满十四周岁不满十八周岁", "因残疾或者重大疾病等生活确有困难"
VIOLENT, AGAIN = "妨碍查处、暴力抗法", "多次实施同一违法行为且已受过处罚"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rules.rulebook()


def found(book: Rulebook, matter: str, day: date = DAY, decided: date | None = None, **facts: Value) -> Range:
    given: dict[str, Value] = {"party.kind": "个人"}
    given |= {code.replace("__", "."): value for code, value in facts.items()}
    result = range_for(book=book, matter=matter, facts=given, happened_on=day, decided_on=decided)
    assert isinstance(result, Range), result
    return result


def interval(result: Range) -> tuple[str, int, int]:
    return result.tier, result.min_fen, result.max_fen


def test_the_ordinary_tier_leaves_out_both_of_its_ends(book: Rulebook) -> None:
    # 50–500 yuan: 30% is 185, 70% is 365, and neither belongs to the ordinary tier (第355号令 16(2))
    assert interval(found(book, "city.stall.shopfront")) == ("一般", 18_501, 36_499)


def test_the_lighter_and_the_heavier_tier_include_their_ends(book: Rulebook) -> None:
    lighter = found(book, "city.stall.shopfront", discretion__lighter=(YOUNG,))
    heavier = found(book, "city.stall.shopfront", discretion__heavier=(VIOLENT,))
    assert interval(lighter) == ("从轻", 5_000, 18_500)
    assert interval(heavier) == ("从重", 36_500, 50_000)


def test_a_reduced_penalty_lies_below_the_statutory_minimum(book: Rulebook) -> None:
    reduced = found(book, "city.stall.shopfront", discretion__lighter=(YOUNG,), discretion__reduce=True)
    assert interval(reduced) == ("减轻", 0, 4_999)


def test_reducing_without_any_ground_is_refused_and_says_what_to_do(book: Rulebook) -> None:
    facts: Mapping[str, Value] = {"party.kind": "个人", "discretion.reduce": True}
    result = range_for(book=book, matter="city.stall.shopfront", facts=facts, happened_on=DAY)
    assert isinstance(result, Refusal)
    assert "报请调整适用" in result.remedy


def test_an_article_with_only_a_maximum_is_divided_from_nothing(book: Rulebook) -> None:
    # 消防条例 63(2): up to 500 yuan; lighter is 10–30% of it, reduced below 10% (第355号令 16(3))
    assert interval(found(book, "fire.burning", discretion__lighter=(YOUNG,))) == ("从轻", 5_000, 15_000)
    assert interval(found(book, "fire.burning")) == ("一般", 15_001, 34_999)
    reduced = found(book, "fire.burning", discretion__lighter=(YOUNG,), discretion__reduce=True)
    assert interval(reduced) == ("减轻", 0, 4_999)


def test_multiples_follow_the_value_they_are_counted_from(book: Rulebook) -> None:
    # 森林法 76.2: three to five times 1,000 yuan; heavier from 3000 + 2000 × 70%
    heavier = found(book, "forest.illegal_felling", conduct__value=100_000, discretion__heavier=(VIOLENT,))
    assert interval(heavier) == ("从重", 440_000, 500_000)


def test_a_multiple_without_its_base_asks_for_the_value(book: Rulebook) -> None:
    facts: Mapping[str, Value] = {"party.kind": "个人"}
    result = range_for(book=book, matter="forest.illegal_felling", facts=facts, happened_on=DAY)
    assert isinstance(result, Refusal)
    assert result.missing == ("conduct.value",)


def test_two_circumstances_on_one_side_go_to_its_end(book: Rulebook) -> None:
    lowest = found(book, "city.stall.shopfront", discretion__lighter=(YOUNG, DISABLED))
    highest = found(book, "city.stall.shopfront", discretion__heavier=(VIOLENT, AGAIN))
    assert interval(lowest) == ("从轻", 5_000, 5_000)
    assert interval(highest) == ("从重", 50_000, 50_000)


def test_circumstances_on_both_sides_are_weighed_within_the_statute(book: Rulebook) -> None:
    both = found(book, "city.stall.shopfront", discretion__lighter=(YOUNG,), discretion__heavier=(VIOLENT,))
    assert interval(both) == ("综合衡量", 5_000, 50_000)
    assert both.trace[-1].cite.endswith("#17(3)")


def test_the_benchmark_decides_where_no_circumstance_is_named(book: Rulebook) -> None:
    corrected = found(book, "city.litter", conduct__corrected=True)
    repeated = found(book, "city.litter", conduct__previous=2)
    assert interval(corrected) == ("从轻", 5_000, 9_500)
    assert interval(repeated) == ("从重", 15_500, 20_000)


def test_a_heavier_circumstance_against_a_lighter_benchmark_is_weighed(book: Rulebook) -> None:
    result = found(book, "city.litter", conduct__corrected=True, discretion__heavier=(VIOLENT,))
    assert interval(result) == ("综合衡量", 5_000, 20_000)


def test_a_tier_may_name_a_warning_instead_of_a_fine(book: Rulebook) -> None:
    result = found(book, "fire.passage", conduct__corrected=True)
    assert (result.kind, result.max_fen) == ("警告", 0)


def test_individuals_and_organisations_have_their_own_columns(book: Rulebook) -> None:
    shop = range_for(book=book, matter="city.litter", facts={"party.kind": "个体工商户"}, happened_on=DAY)
    firm = range_for(book=book, matter="city.litter", facts={"party.kind": "法人"}, happened_on=DAY)
    assert isinstance(shop, Range)
    assert isinstance(firm, Range)
    assert (shop.statutory_max, firm.statutory_max) == (20_000, 200_000)


def test_without_the_kind_of_party_nothing_is_guessed(book: Rulebook) -> None:
    result = range_for(book=book, matter="city.litter", facts={}, happened_on=DAY)
    assert isinstance(result, Refusal)
    assert result.missing == ("party.kind",)


def test_a_fine_that_presupposes_refusal_is_not_yet_allowed(book: Rulebook) -> None:
    before = found(book, "village.clutter")
    after = found(book, "village.clutter", conduct__refused=True)
    assert (before.tier, before.max_fen) == ("不得罚款", 0)
    assert interval(after) == ("一般", 15_001, 34_999)


def test_a_serious_case_uses_its_own_range(book: Rulebook) -> None:
    serious = found(book, "city.posting", conduct__gravity="严重")
    assert (serious.statutory_min, serious.statutory_max) == (50_000, 500_000)


def test_who_must_not_be_penalised_is_not(book: Rulebook) -> None:
    child = found(book, "city.litter", discretion__exempt=("不满十四周岁",))
    assert (child.tier, child.max_fen) == ("不予处罚", 0)


def test_the_later_law_applies_where_it_is_lighter(book: Rulebook) -> None:
    act, decision = date(2026, 8, 1), date(2026, 9, 1)
    grill = found(book, "environment.barbecue", act, decision)
    waste = found(book, "environment.household_waste", act, decision)
    # barbecue: 20,000 became 5,000 (lighter: new); household waste of a person: 500 became 1,000 (heavier: old)
    assert (grill.statutory_max, grill.basis) == (500_000, ("生态环境法典(2026)#1132.3",))
    assert (waste.statutory_max, waste.basis) == (50_000, ("固体废物污染环境防治法(2020)#111.2",))


BEFORE, DECIDED = date(2026, 8, 10), date(2026, 9, 10)


def heads(result: Range) -> list[str]:
    return [line.text for line in result.trace if "（新规定较轻）" in line.text or "（旧规定较轻）" in line.text]


def test_a_barbecue_before_the_code_is_fined_by_the_lower_ceiling_and_the_paper_says_why(book: Rulebook) -> None:
    result = found(book, "environment.barbecue", BEFORE, DECIDED)
    assert (result.statutory_min, result.statutory_max) == (50_000, 500_000)
    assert heads(result) == ["罚款上限：旧 20,000 元；新 5,000 元（新规定较轻）"]
    said = reasons(result, 200_000)
    assert "《大气污染防治法》第一百一十八条第三款" in said
    assert "《行政处罚法》第三十七条" in said


def test_after_a_refusal_the_old_floor_is_the_lighter_one(book: Rulebook) -> None:
    result = found(book, "environment.barbecue", BEFORE, DECIDED, conduct__refused=True)
    assert result.statutory_min == 50_000
    assert heads(result) == ["罚款下限：旧 500 元；新 5,000 元（旧规定较轻）"]


@pytest.mark.parametrize(("zone", "law"), [(True, "大气污染防治法"), (None, "大气污染防治法"), (False, "生态环境法典")])
def test_straw_keeps_the_old_law_unless_burnt_outside_a_banned_zone(
    book: Rulebook, zone: bool | None, law: str
) -> None:
    known: dict[str, Value] = {} if zone is None else {"conduct__banned_zone": zone}
    result = found(book, "environment.straw", BEFORE, DECIDED, **known)
    assert law in result.basis[0]
    assert result.kind == ("不予处罚" if zone is False else "罚款")
    assert ("conduct.banned_zone" in result.missing) == (zone is None)


def test_an_act_after_the_code_is_judged_by_the_code(book: Rulebook) -> None:
    after = found(book, "environment.straw", date(2026, 8, 15))
    before = found(book, "environment.straw", date(2026, 8, 14))
    assert (before.basis, after.basis) == (("大气污染防治法(2018)#119.1",), ("生态环境法典(2026)#1131.1",))


def test_before_the_order_there_is_only_the_statutory_range(book: Rulebook) -> None:
    assert interval(found(book, "city.litter", date(2022, 5, 1))) == ("法定幅度", 5_000, 20_000)


def test_departing_from_the_benchmark_opens_the_whole_range_and_says_what_it_takes(book: Rulebook) -> None:
    result = found(book, "city.litter", discretion__departure=True)
    assert interval(result) == ("法定幅度", 5_000, 20_000)
    assert "批准" in result.trace[-1].text


def test_the_decision_explains_the_tier_and_refuses_a_sum_outside_it(book: Rulebook) -> None:
    result = found(book, "city.litter", conduct__corrected=True)
    said = reasons(result, 6_000)
    assert "第四十五条第二款" in said
    assert "从轻" in said
    assert said.endswith("本机关决定罚款 60 元。")
    with pytest.raises(ValueError, match="不在"):
        reasons(result, 10_000)


def test_every_matter_that_may_be_fined_yields_a_range_inside_its_statute(book: Rulebook) -> None:
    day = date(2026, 10, 1)
    facts: dict[str, Value] = {
        "conduct.value": 100_000, "conduct.refused": True, "conduct.overdue": True, "conduct.banned_zone": True,
        "conduct.gains": 3_000_000, "conduct.goods_value": 3_000_000, "conduct.cost": 5_000_000,
        "conduct.area": Decimal("12.5"), "conduct.count": 3, "conduct.gravity": "严重", "conduct.harm": True,
    }  # fmt: skip
    seen = 0
    for code, entry in book.as_of(day).entries("matter").items():
        parties = {row["party"] for row in entry.data.get("fines", ())}
        for party, kind in (("个人", "个人"), ("单位", "法人")):
            if not parties & {party, "任何"}:
                continue
            result = range_for(book=book, matter=code, facts={**facts, "party.kind": kind}, happened_on=day)
            assert isinstance(result, Range), (code, result)
            assert (
                result.statutory_min <= result.min_fen <= result.max_fen <= result.statutory_max
                or result.kind != "罚款"
            )
            seen += 1
    assert seen > 350


def test_a_delegated_power_says_how_far_it_reaches(book: Rulebook) -> None:
    # 重庆市森林防火条例 48: the forestry station of a township may warn or fine up to 200 yuan, not more
    result = found(book, "forest.field_fire")
    assert result.limit_fen == 20_000
    assert result.max_fen > result.limit_fen
    assert result.trace[-1].cite == "重庆市森林防火条例(2018)#48"


def test_a_matter_of_another_organ_says_whose_it_is(book: Rulebook) -> None:
    assert "公安机关" in found(book, "fire.fireworks").trace[-1].text


def test_combined_penalties_follow_the_side_of_the_circumstances() -> None:
    book = compile_rules(
        {
            **{p: t for p, t in rules.sources().items() if p.startswith(("facts/", "benchmarks/"))},
            "m.toml": """
[[matter]]
code = "x"
title = "某事项"
may_combine = true
applied = ["行政处罚法(2021)#9"]
fines = [{ party = "任何", min = 10000, max = 20000 }]
""",
        }
    )
    assert isinstance(book, Rulebook)
    assert found(book, "x", discretion__lighter=(YOUNG,)).concurrence == "单处"
    assert found(book, "x", discretion__heavier=(VIOLENT,)).concurrence == "并处"
    assert found(book, "x").concurrence == ""


def test_an_act_before_the_recorded_law_is_told_which_days_there_are(book: Rulebook) -> None:
    """治安管理处罚法 of 2012 is not in the catalogue: the refusal says so and does not deny that there is a matter."""
    given: dict[str, Value] = {"party.kind": "个人"}
    early = range_for(book=book, matter="police.assault", facts=given, happened_on=date(2025, 12, 20))
    assert isinstance(early, Refusal)
    assert "自 2026-01-01 起施行" in early.message
    assert early.remedy.startswith("核对违法行为发生日期")
