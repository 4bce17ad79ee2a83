"""The cases of discretion_cases.toml, and what must hold of every interval: inside the law, never lower for worse."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhifa.core.discretion import Range, range_for
from zhifa.core.discretion.arithmetic import interval_of
from zhifa.core.discretion.lighter import condition_of
from zhifa.core.discretion.model import Bounds, Circumstances, Facts
from zhifa.core.facts import FactError, Value
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Refusal, parse_yuan
from zhifa.ports import rules

CASES = tomllib.loads((Path(__file__).parent / "discretion_cases.toml").read_text(encoding="utf-8"))["case"]
DAY = date(2024, 3, 5)
RANK = {"减轻": 0, "从轻": 1, "一般": 2, "从重": 3}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return rules.rulebook()


def read(book: Rulebook, typed: Mapping[str, Any]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for code, raw in typed.items():
        value = book.vocabulary.read(code, raw)
        assert not isinstance(value, FactError), value
        found[code] = value
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_case(book: Rulebook, case: Mapping[str, Any]) -> None:
    facts = read(book, {"party.kind": "个人", **case.get("facts", {})})
    facts |= {f"discretion.{side}": tuple(case[side]) for side in ("lighter", "heavier") if side in case}
    day = date.fromisoformat(case.get("on", DAY.isoformat()))
    result = range_for(book=book, matter=case["matter"], facts=facts, happened_on=day)
    if "refused" in case:
        assert isinstance(result, Refusal)
        assert case["refused"] in result.message
        assert result.remedy
        assert result.cite.endswith(tuple(case["cites"]))
        return
    assert isinstance(result, Range), result
    assert [result.tier, result.min_fen, result.max_fen] == [case["tier"], *map(parse_yuan, case["yuan"])]
    cited = " ".join(line.cite + " " for line in result.trace)
    assert all(f"{place} " in cited for place in case.get("cites", ()))
    assert not any(f"{place} " in cited for place in case.get("uncited", ()))


def sides(book: Rulebook) -> tuple[list[str], list[str]]:
    options = [book.vocabulary[f"discretion.{side}"].options for side in ("lighter", "heavier")]
    return list(options[0]), list(options[1])


def fined(book: Rulebook) -> list[str]:
    """Every matter that fines a person."""
    return sorted(
        key
        for key, entry in book.as_of(DAY).entries("matter").items()
        if any(row["party"] in ("个人", "任何") for row in entry.data.get("fines", ()))
    )


KNOWN: Mapping[str, Value] = {
    "party.kind": "个人", "conduct.value": 100_000, "conduct.gains": 3_000_000, "conduct.goods_value": 3_000_000,
    "conduct.cost": 5_000_001, "conduct.count": 3, "conduct.area": 7, "conduct.refused": True, "conduct.overdue": True,
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_one_more_reason_to_be_heavier_never_lowers_and_to_be_lighter_never_raises(data: st.DataObject) -> None:
    book = rules.rulebook()
    lighter, heavier = sides(book)
    held = data.draw(st.sets(st.sampled_from(lighter), max_size=3)), data.draw(st.sets(st.sampled_from(heavier)))
    more = data.draw(st.sampled_from([*lighter, *heavier]))
    matter, reduce = data.draw(st.sampled_from(fined(book))), data.draw(st.booleans())
    fixed: dict[str, Value] = {**KNOWN, "conduct.corrected": data.draw(st.booleans())}

    def at(named: set[str]) -> Range | Refusal:
        facts = fixed | {"discretion.reduce": reduce and bool(held[0])}
        facts |= {f"discretion.{side}": tuple(sorted(named & set(options))) for side, options in given_sides}
        return range_for(book=book, matter=matter, facts=facts, happened_on=DAY)

    given_sides = (("lighter", lighter), ("heavier", heavier))
    before, after = at(held[0] | held[1]), at(held[0] | held[1] | {more})
    if isinstance(before, Refusal) or isinstance(after, Refusal):
        assert isinstance(before, Refusal) and isinstance(after, Refusal)  # noqa: PT018
        return
    if before.kind != "罚款" or after.kind != "罚款":
        return
    low, high = (after, before) if more in lighter else (before, after)
    assert low.min_fen <= high.min_fen
    assert low.max_fen <= high.max_fen


@settings(max_examples=300, deadline=None)
@given(
    low=st.integers(0, 10**9),
    span=st.integers(0, 10**10),
    part=st.integers(1, 7),
    tier=st.sampled_from(["减轻", "从轻", "一般", "从重", "综合衡量"]),
)
def test_no_interval_leaves_the_article_and_the_tiers_stand_in_order(low: int, span: int, part: int, tier: str) -> None:
    given_rules = rules.rulebook().as_of(DAY)
    bottom, top = Fraction(low, part), Fraction(low + span, part)
    bounds = Bounds("range" if bottom else "cap", bottom, top, "")
    (least, most), _ = interval_of(given_rules, tier, bounds, Circumstances((), (), ()))
    assert least >= 0
    assert most <= top
    assert tier == "减轻" or least >= bottom
    if tier == "减轻" and bottom:
        assert most < bottom or most == 0


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_the_tier_of_a_benchmark_never_falls_when_the_facts_are_worse(data: st.DataObject) -> None:
    """Every published and derived benchmark: harm, refusal, repetition, size and value only push upwards."""
    book = rules.rulebook()
    benchmark = data.draw(st.sampled_from(sorted({e.key for e in book.section("benchmark")})))
    tiers = book.versions("benchmark", benchmark)[-1].data["tiers"]
    asked = sorted({c for t in tiers if t.get("when") for c in condition_of(book, t["when"]).facts()})
    worse = [code for code in asked if code in WORSE]
    if not worse:
        return
    facts = {code: data.draw(WORSE[code]) for code in worse}
    code = data.draw(st.sampled_from(worse))
    raised = {**facts, code: max(facts[code], data.draw(WORSE[code]))}
    ranks = []
    for known in (facts, raised):
        scope = Facts(book.vocabulary, known)
        held = [t for t in tiers if not t.get("when") or condition_of(book, t["when"]).holds(scope) is True]
        ranks.append(RANK[held[0]["tier"]])
    assert ranks[0] <= ranks[1], (benchmark, facts, raised)


WORSE: Mapping[str, st.SearchStrategy[Any]] = {
    "conduct.harm": st.booleans(),
    "conduct.refused": st.booleans(),
    "conduct.overdue": st.booleans(),
    "conduct.previous": st.integers(0, 5),
    "conduct.area": st.integers(0, 5000),
    "conduct.count": st.integers(0, 500),
    "conduct.value": st.integers(0, 10**8),
    "conduct.goods_value": st.integers(0, 10**8),
    "conduct.gains": st.integers(0, 10**8),
    "conduct.cost": st.integers(0, 10**10),
}
