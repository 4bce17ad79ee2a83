"""The list of flexible enforcement: what it proposes, what it waits for, what it never forgives."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhifa.core.discretion import Lenient, leniency_for
from zhifa.core.discretion.leniency import lines, proposed
from zhifa.core.facts import Value
from zhifa.core.rulebook import Rulebook
from zhifa.ports import rules

DAY = date(2024, 3, 5)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rules.rulebook()


def listed(book: Rulebook, matter: str, day: date = DAY, **facts: Value) -> tuple[Lenient, ...]:
    given = {code.replace("__", "."): value for code, value in facts.items()}
    return leniency_for(book=book, matter=matter, facts=given, happened_on=day)


def test_the_list_has_at_least_the_twenty_three_items_of_a_town_and_every_item_holds_in_some_case(
    book: Rulebook,
) -> None:
    items = book.as_of(DAY).entries("leniency")
    assert len(items) >= 23
    assert {item.data["kind"] for item in items.values()} == {"轻微免罚", "首违不罚", "无过错不罚"}
    assert all(item.status == "configured" for item in items.values())
    clean: dict[str, Value] = {
        "conduct.corrected": True, "conduct.earlier": 0, "conduct.area": 1, "conduct.count": 1,
        "conduct.goods_value": 1000, "conduct.no_fault": True,
    }  # fmt: skip
    for item in items.values():
        start = max(DAY, item.validity.start or DAY)
        found = leniency_for(book=book, matter=str(item.data["matter"]), facts=clean, happened_on=start)
        assert {one.code: one.holds for one in found}[item.key] is True


def test_litter_picked_up_at_once_is_not_fined_and_the_party_is_educated(book: Rulebook) -> None:
    found = listed(book, "city.litter", conduct__corrected=True)
    best = proposed(found)
    assert best is not None
    assert (best.kind, best.verdict) == ("轻微免罚", "不予行政处罚")
    said = list(lines(book, found, DAY))
    assert [line.cite for line in said] == ["行政处罚法(2021)#33.1", "行政处罚法(2021)#33.3"]


def test_a_first_offence_may_be_forgiven_only_once(book: Rulebook) -> None:
    first = proposed(listed(book, "city.stall.roadside", conduct__corrected=True, conduct__earlier=0))
    assert first is not None
    assert first.verdict == "可以不予行政处罚"
    assert proposed(listed(book, "city.stall.roadside", conduct__corrected=True, conduct__earlier=1)) is None


def test_while_nobody_knows_of_earlier_cases_the_list_waits_and_says_for_what(book: Rulebook) -> None:
    (item,) = listed(book, "city.stall.roadside", conduct__corrected=True)
    assert (item.holds, item.missing) == (None, ("conduct.earlier",))
    assert "因同一事项被处理的次数" in next(lines(book, (item,), DAY)).text


def test_what_is_not_met_is_said_in_words(book: Rulebook) -> None:
    (item,) = listed(book, "green.damage", conduct__corrected=True, conduct__area=3)
    assert item.holds is False
    assert "涉及面积" in item.unmet[0]


def test_who_bought_expired_food_in_good_faith_is_free_of_fault_whatever_its_value(book: Rulebook) -> None:
    found = listed(book, "food.expired", conduct__no_fault=True, conduct__goods_value=10**8)
    best = proposed(found)
    assert best is not None
    assert (best.kind, best.cite) == ("无过错不罚", "行政处罚法(2021)#33.2")


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_worse_facts_never_bring_an_act_onto_the_list(data: st.DataObject) -> None:
    book = rules.rulebook()
    matter = data.draw(st.sampled_from(sorted({str(e.data["matter"]) for e in book.section("leniency")})))
    facts: dict[str, Value] = {
        "conduct.corrected": data.draw(st.booleans()),
        "conduct.harm": data.draw(st.booleans()),
        "conduct.refused": data.draw(st.booleans()),
        "conduct.earlier": data.draw(st.integers(0, 3)),
        "conduct.previous": data.draw(st.integers(0, 3)),
        "conduct.area": data.draw(st.integers(0, 40)),
        "conduct.count": data.draw(st.integers(0, 100)),
        "conduct.goods_value": data.draw(st.integers(0, 10**6)),
    }
    worse = dict(facts)
    changed = data.draw(st.sampled_from(sorted(facts)))
    held = facts[changed]
    worse[changed] = (changed != "conduct.corrected") if isinstance(held, bool) else int(str(held)) + 7
    before, after = (
        {item.code for item in leniency_for(book=book, matter=matter, facts=known, happened_on=DAY) if item.holds}
        for known in (facts, worse)
    )
    assert after <= before
