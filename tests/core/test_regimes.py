"""Whose rules of procedure an organ follows: its ministry's where they bind it, else the law's own unless it chose."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa.core.kinship import family, kin, variant
from zhifa.core.regimes import Choice, choices
from zhifa.core.rulebook import Entry, Rules
from zhifa.ports.rules import rulebook

DAY = date(2026, 11, 20)


def rules() -> Rules:
    return rulebook().as_of(DAY)


def of(department: str, applied: str = "产品质量法(2018)#49") -> Entry:
    found = next(iter(rules().entries("matter").values()))
    said = {"department": department, "applied": [applied]}
    return Entry("matter", "x", found.validity, applied, "verified", "", said)


def chosen(matter: Entry, level: str, *carried: str) -> tuple[Choice, ...]:
    return choices(rules(), matter, level=level, carried=frozenset(carried) if carried else None)


@pytest.mark.parametrize(
    ("department", "function", "regime", "procedure"),
    [
        ("市场监督管理部门", "market", "市场监管", "penalty.ordinary.market"),
        ("住房城乡建设部门", "housing", "住房城乡建设", "penalty.ordinary.construction"),
        ("农业农村部门", "agriculture", "农业", "penalty.ordinary.agriculture"),
        ("交通运输部门", "transport", "交通运输", "penalty.ordinary.transport"),
    ],
)
def test_a_department_follows_the_rules_of_its_ministry_and_no_others(
    department: str, function: str, regime: str, procedure: str
) -> None:
    (only,) = chosen(of(department), "区县", function)
    assert (only.code, only.proposed, only.only) == (regime, True, True)
    assert "应当适用" in only.reason
    assert variant(rules(), "penalty.ordinary", regime) == procedure


def test_a_township_is_offered_the_rules_of_the_field_and_proposed_the_law() -> None:
    law, ministry = chosen(of("市场监督管理部门"), "乡镇")
    assert (law.code, law.proposed) == ("一般规定", True)
    assert (ministry.code, ministry.proposed, ministry.status) == ("市场监管", False, "configured")


def test_a_department_whose_functions_nobody_registered_may_still_choose() -> None:
    ministry, law = chosen(of("市场监督管理部门"), "区县")
    assert (ministry.code, ministry.proposed, ministry.only) == ("市场监管", True, False)
    assert law.code == "一般规定"


def test_the_police_follow_their_law_only_in_cases_of_public_order() -> None:
    assert [c.code for c in chosen(of("公安机关", "治安管理处罚法(2025)#51.1"), "区县", "police")] == ["治安"]
    assert chosen(of("公安机关", "禁毒法(2007)#62"), "区县", "police") == ()
    traffic = of("公安机关交通管理部门", "道路交通安全法(2021)#90")
    assert [c.code for c in chosen(traffic, "区县", "police")] == ["道路交通"]


def test_where_nothing_is_to_choose_nothing_is_said() -> None:
    assert chosen(of("民政部门"), "区县", "civil") == ()
    assert chosen(of("市场监督管理部门"), "区县", "culture") == ()
    assert choices(rules(), None, level="区县", carried=None) == ()


def test_before_a_matter_is_named_a_department_follows_the_only_rules_it_has() -> None:
    (only,) = choices(rules(), None, level="区县", carried=frozenset({"market"}))
    assert (only.code, only.proposed) == ("市场监管", True)
    assert choices(rules(), None, level="区县", carried=frozenset({"market", "agriculture"})) == ()
    assert choices(rules(), None, level="区县", carried=frozenset({"police"})) == ()


def test_whatever_speaks_of_the_base_speaks_of_its_variants() -> None:
    book = rulebook()
    assert kin(book, "penalty.fast") == ("penalty.fast", "penalty.ordinary.police", "penalty.ordinary")
    assert {"penalty.ordinary", "penalty.ordinary.market", "penalty.fast"} <= set(family(book, "penalty.ordinary"))
    assert variant(rules(), "penalty.ordinary", "一般规定") == "penalty.ordinary"
    assert variant(rules(), "permit", "市场监管") == "permit"
