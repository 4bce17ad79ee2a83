"""The profile of 洛碛镇 2024: its shares reach its totals, and every share is lawful."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from zhifa.core.discretion import Range, range_for
from zhifa.core.facts import FactError, Value
from zhifa.core.statistics import indicators
from zhifa.ports.rules import rulebook

BOOK = rulebook()
DAY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def town() -> Mapping[str, Any]:
    found = BOOK.as_of(DAY).entry("profile", "luoqi-2024")
    assert found is not None
    return found.data


def test_the_shares_reach_the_published_totals(town: Mapping[str, Any]) -> None:
    def penalties(kind: str) -> list[Mapping[str, Any]]:
        return [share for share in town["penalties"] if share["kind"] == kind]

    reached = {
        "penalty.kind.warning": sum(share["count"] for share in penalties("警告")),
        "penalty.kind.fine": sum(share["count"] for share in penalties("罚款")),
        "penalty.total": sum(share["count"] for share in town["penalties"]),
        "penalty.fine_amount": sum(share["count"] * share["fine"] for share in town["penalties"]),
        "inspection.total": sum(share["count"] for share in town["inspections"]),
        "inspection.enterprise": sum(share["count"] for share in town["inspections"] if share["enterprise"]),
        "permit.decided": sum(share["count"] for share in town["permits"]),
        "measure.items": sum(share["cases"] * share["items"] for share in town["seizures"]),
    }
    assert reached == {item["figure"]: item["value"] for item in town["figures"] if item["figure"] in reached}


def test_every_figure_is_an_indicator_and_every_matter_exists(town: Mapping[str, Any]) -> None:
    matters = BOOK.as_of(DAY).entries("matter")
    assert {item["figure"] for item in town["figures"]} - set(indicators(BOOK.as_of(DAY))) == set()
    named = [*town["penalties"], *town["inspections"], *town["permits"], *town["seizures"]]
    assert {share["matter"] for share in named} - set(matters) == set()


def test_every_penalty_lies_inside_the_discretion_of_its_matter(town: Mapping[str, Any]) -> None:
    seized = {share["matter"] for share in town["seizures"]}
    for share in town["penalties"]:
        for raw in [town["usual_facts"], *([town["seizure_facts"]] if share["matter"] in seized else [])]:
            facts: dict[str, Value] = {"party.kind": "个人"}
            for code, value in raw.items():
                read = BOOK.vocabulary.read(code, value)
                assert not isinstance(read, FactError)
                facts[code] = read
            found = range_for(book=BOOK, matter=share["matter"], facts=facts, happened_on=DAY)
            assert isinstance(found, Range)
            assert found.kind == share["kind"], share
            assert found.min_fen <= share["fine"] <= found.max_fen, (share, found.tier)


def test_goods_are_seized_only_where_the_regulation_gives_the_power_and_there_are_enough_cases(
    town: Mapping[str, Any],
) -> None:
    for share in town["seizures"]:
        entry = BOOK.as_of(DAY).entry("matter", share["matter"])
        assert entry is not None
        assert entry.data["seizure"]
        assert share["cases"] <= sum(p["count"] for p in town["penalties"] if p["matter"] == share["matter"])
