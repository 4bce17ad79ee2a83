"""Under whose rules of procedure a case is opened: from the matter and the organ, refused where not open, corrected."""

from __future__ import annotations

import pytest

from zhifa.acts.cases import Opening, StepEntry, correct_opening, open_case, take_step
from zhifa.acts.work import Actor, Recorded
from zhifa.core.procedure.taking import Reopened
from zhifa.core.values import Moment, Refusal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people

BOTH = ("王立", "李明")

AT = "2026-10-{}T09:00"


@pytest.fixture
def bureau(town: Organ) -> Organ:
    """The organ of the tests as a bureau of market regulation."""
    town.level, town.functions = "区县", [{"function": "market", "from": None, "to": None}]
    town.save()
    return town


def step(code: str, day: int, facts: dict[str, object], by: tuple[str, ...] = BOTH) -> StepEntry:
    return StepEntry(code, facts, by, Moment.parse(AT.format(day)))


def market_matter() -> str:
    from zhifa.ports.rules import rulebook

    rules = rulebook().as_of(Moment.parse(AT.format(12)).day)
    return next(
        key for key, entry in rules.entries("matter").items()
        if entry.data.get("department") == "市场监督管理部门" and entry.data.get("kind") == "处罚"
        and "penalty.ordinary" in entry.data.get("procedures", ())
    )  # fmt: skip


def request(**more: object) -> StepEntry:
    facts = {"case.title": "经营过期食品", "filing.reason": "检查发现", "matter.code": market_matter()}
    return step("filing_request", 12, {**facts, **more})


def opened(actor: Actor, *steps: StepEntry, procedure: str = "penalty.ordinary") -> Recorded | Refusal:
    return open_case(Opening("lq", procedure, Moment.parse(AT.format(12)), {}, BOTH), actor=actor, steps=steps)


def procedures(case: Recorded | Refusal) -> list[str]:
    assert isinstance(case, Recorded), case
    return list(rows.Proceeding.objects.filter(case=case.case_id).values_list("procedure", flat=True))


def test_a_bureau_opens_the_procedure_of_its_ministry(bureau: Organ, wang: Actor) -> None:
    assert procedures(opened(wang, request())) == ["penalty.ordinary.market"]


def test_a_bureau_may_not_choose_the_law_of_all_instead(bureau: Organ, wang: Actor) -> None:
    refused = opened(wang, request(**{"matter.regime": "一般规定"}))
    assert isinstance(refused, Refusal)
    assert "市场监管" in refused.remedy


def test_a_township_opens_the_law_of_all_or_what_it_chooses(town: Organ, wang: Actor) -> None:
    assert procedures(opened(wang, request())) == ["penalty.ordinary"]
    assert procedures(opened(wang, request(**{"matter.regime": "市场监管"}))) == ["penalty.ordinary.market"]


def test_a_clue_keeps_the_rules_that_are_proposed_and_opens_by_them(bureau: Organ, wang: Actor) -> None:
    seen = {"clue.source": "举报", "clue.summary": "经营过期食品", "matter.code": market_matter()}
    case = opened(wang, step("register", 12, seen), procedure="clue")
    assert isinstance(case, Recorded)
    found = {"clue.verification": "属实", "clue.violation_found": True, "clue.within_jurisdiction": True}
    for entry in (step("verify", 13, found), step("to_penalty", 14, {})):
        assert isinstance(take_step(case.case_id, entry, actor=wang), Recorded)
    assert set(procedures(case)) == {"clue", "penalty.ordinary.market"}


def test_steps_of_a_running_procedure_name_no_other_rules(town: Organ, wang: Actor) -> None:
    case = opened(wang)
    assert isinstance(case, Recorded)
    refused = take_step(case.case_id, request(**{"matter.regime": "市场监管"}), actor=wang)
    assert isinstance(refused, Refusal)
    assert "更正程序的启动" in refused.remedy


def test_a_wrongly_chosen_procedure_is_corrected_and_its_periods_follow(town: Organ, wang: Actor) -> None:
    town.level = "区县"
    town.save()
    case = opened(wang, request(**{"matter.regime": "一般规定"}))
    assert procedures(case) == ["penalty.ordinary"]
    assert isinstance(case, Recorded)
    key = rows.Proceeding.objects.get(case=case.case_id).pk
    head = Actor(people(["周强"])["周强"], "周强")
    filing = step("filing", 13, {"filing.handlers": "王立、李明"}, ("周强",))
    assert isinstance(take_step(case.case_id, filing, actor=head), Recorded)
    mended = correct_opening(
        case.case_id, Reopened(key, "王立", "主管部门的程序规定适用", "penalty.ordinary.market"), actor=wang
    )
    assert isinstance(mended, Recorded), mended
    assert procedures(case) == ["penalty.ordinary.market"]
    decide = rows.Obligation.objects.get(proceeding=key, code="penalty.decide")
    assert decide.cite.startswith("市场监督管理行政处罚程序规定")
