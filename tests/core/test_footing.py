"""Cross-footing: identities that hold, that contradict, that need explaining, and that cannot be judged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhifa.core.footing import BadIdentity, Footing, foot, identities
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.core.statistics import indicators
from zhifa.ports.rules import rulebook

DAY = date(2024, 12, 31)
RULES = rulebook().as_of(DAY)
TITLES = {code: indicator.title for code, indicator in indicators(RULES).items()}


def published() -> tuple[dict[str, int | Decimal], list[str]]:
    """The figures 洛碛镇 published for 2024; whatever the form asks and the report leaves out is 0."""
    profile = RULES.entry("profile", "luoqi-2024")
    assert profile is not None
    found: dict[str, int | Decimal] = {}
    for item in profile.data["figures"]:
        raw = item["value"]
        found[item["figure"]] = Decimal(raw) if isinstance(raw, str) else raw
    return found, list(profile.data["kinds_named"])


def judge(figures: dict[str, int | Decimal], named: list[str] | None = None) -> dict[str, Footing]:
    return {item.identity.code: item for item in foot(identities(RULES), figures, titles=TITLES, kinds_named=named)}


def full(**more: int) -> dict[str, int | Decimal]:
    figures: dict[str, int | Decimal] = dict.fromkeys(indicators(RULES), 0)
    return {**figures, **{code.replace("__", "."): value for code, value in more.items()}}


def test_the_published_report_seizes_goods_under_a_kind_of_act_it_does_not_name() -> None:
    found = judge(*published())
    assert found["named.measure"].state == "unexplained"
    assert "扣押财物件数 185" in found["named.measure"].explain
    assert found["named.penalty"].holds is True


def test_what_the_report_states_agrees_with_itself() -> None:
    found = judge(*published())
    assert found["people.balance"].holds is True
    assert found["permit.decided.kinds"].holds is True
    assert found["permit.closed"].holds is True


def test_what_the_report_does_not_state_cannot_be_judged() -> None:
    found = judge(*published())
    assert found["penalty.procedures"].state == "undecidable"
    assert found["penalty.procedures"].holds is None
    assert "简易程序处罚" in found["penalty.procedures"].explain


def test_kinds_that_do_not_add_up_contradict() -> None:
    figures = full(penalty__total=202, penalty__kind__warning=9, penalty__kind__fine=192)
    result = judge(figures)["penalty.kinds"]
    assert result.state == "contradiction"
    assert "相差 1" in result.explain
    assert result.expression == "202 == 9 + 192 = 201"


def test_applications_still_open_need_an_explanation_but_do_not_contradict() -> None:
    # 243 applications and 209 permits, as another town published: 34 are unexplained
    figures = full(permit__applied=243, permit__accepted=243, permit__granted=209, permit__decided=209)
    result = judge(figures)["permit.closed"]
    assert result.state == "unexplained"
    assert "相差 34" in result.explain


def test_a_part_larger_than_the_whole_contradicts() -> None:
    assert judge(full(inspection__total=10, inspection__enterprise=11))["inspection.part"].state == "contradiction"


def test_a_year_without_any_act_foots() -> None:
    assert {item.state for item in judge(full(), ["行政检查"]).values()} == {"holds"}


def test_every_identity_speaks_of_figures_that_exist() -> None:
    used = {code for identity in identities(RULES) for code in (*identity.left, *identity.right)}
    assert used - set(indicators(RULES)) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('left = ["a"]\nright = ["b"]\nseverity = "bad"', "severity 只能是"),
        ('left = ["a"]\nright = ["b"]\nrelation = "~"', "relation 只能是"),
        ('left = ["a"]', "须写 left"),
    ],
)
def test_a_wrong_identity_is_named(text: str, said: str) -> None:
    book = compile_rules({"i.toml": f'[[identity]]\ncode = "bad"\nsay = "x"\n{text}'})
    assert isinstance(book, Rulebook)
    with pytest.raises(BadIdentity, match=said):
        identities(book.as_of(DAY))
