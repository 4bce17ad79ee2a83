"""The machine's appraisal of a file: each fatal item with a planted and a clean case, points, places, one score."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.play import PEOPLE, Play
from zhifa.core.appraisal import Deduction, Sheet, appraise, graded, standard_for, standards
from zhifa.core.events import PAPER_ISSUED, PAPER_SCANNED_BACK, NewEvent
from zhifa.core.papers import Document, DocumentNumber, Title, paragraph
from zhifa.core.papers.anchors import anchor
from zhifa.core.papers.casefile import lacks
from zhifa.core.procedure.taking import Accepted
from zhifa.core.procedure.view import View, view
from zhifa.core.values import Moment
from zhifa.ports.rules import rulebook

SCENARIOS = Path(__file__).parent.parent / "scenarios"
LOOKED_ON = date(2026, 11, 20)
Script = dict[str, Any]
Plant = Callable[[Script], None]


def script(name: str) -> Script:
    """A scenario as a file that was entered afterwards: what was refused in it did not happen."""
    read: Script = tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))
    read["when"] = [w for w in read["when"] if "step" in w and "refused" not in str(w.get("expect", ""))]
    return read


def played(given: Script) -> Play:
    first = given["when"][0]
    facts = {f"party.{name}": value for name, value in given["given"].get("party", {}).items()}
    facts |= given["given"].get("facts", {})
    play = Play(str(first.get("procedure") or given["given"]["procedure"]), str(given["given"]["start"]), facts)
    for when in given["when"]:
        named = str(when.get("procedure", ""))
        places = [p.id for p in play.case.proceedings.values() if p.procedure == named] if named else []
        owner = next(
            (p.id for p in play.case.proceedings.values()
             if play.context.book.versions("step", f"{p.procedure}/{when['step']}")), play.root,
        )  # fmt: skip
        done = play.do(
            str(when["step"]), str(when["on"]), when.get("facts", {}), by=when.get("by", ("王立", "李明")),
            mode="recorded", proceeding=places[0] if places else owner,
        )  # fmt: skip
        assert isinstance(done, Accepted), (when["step"], done)
    return play


def seen(play: Play) -> View:
    return view(play.case, context=play.context, people=PEOPLE.get, day=LOOKED_ON)


def sheet(play: Play, standard: str = "chongqing") -> Sheet:
    at = seen(play)
    rules = play.context.rules(LOOKED_ON)
    return appraise(at, standards(rules)[standard], lacks(at.state, rules))


def fatal(made: Sheet) -> set[str]:
    return {one.item for one in made.deductions if one.fatal and not one.ask}


def step(given: Script, code: str) -> dict[str, Any]:
    return next(when for when in given["when"] if when["step"] == code)


def says(code: str, **facts: object) -> Plant:
    """A plant: other facts of a step; `__` stands for the dot."""

    def change(given: Script) -> None:
        step(given, code)["facts"].update({name.replace("__", "."): value for name, value in facts.items()})

    return change


def without(*codes: str) -> Plant:
    def change(given: Script) -> None:
        given["when"] = [when for when in given["when"] if when["step"] not in codes]

    return change


def together(*plants: Plant) -> Plant:
    def change(given: Script) -> None:
        for plant in plants:
            plant(given)

    return change


def alone(given: Script) -> None:
    step(given, "interview")["by"] = ["王立"]


def nameless(given: Script) -> None:
    del given["given"]["party"]["address"]


def fined(yuan: str) -> Plant:
    return together(
        says("investigation_report", report__fine=yuan), says("notice", notice__fine=yuan),
        says("decision", decision__fine=yuan),
    )  # fmt: skip


ORDINARY, SEIZURE, PERMIT = "penalty-ordinary-main", "seize-unlawful-recorded", "permit-granted"
DEAD = "《中华人民共和国环境噪声污染防治法》第五十八条"
PLANTED: Sequence[tuple[str, str, str, Plant]] = (
    ("fatal.officers", "guangdong.qualification", ORDINARY, alone),
    ("fatal.powers", "guangdong.powers", ORDINARY, says("decision", matter__no_power=True)),
    ("fatal.party", "", ORDINARY, nameless),
    ("fatal.evidence", "guangdong.facts", ORDINARY, without("inspect_scene", "interview", "take_sample")),
    ("fatal.heard", "guangdong.heard", ORDINARY, says("notice", notice__rights_told=False)),
    ("fatal.hearing", "guangdong.heard", ORDINARY, fined("90000")),
    ("fatal.review", "guangdong.procedure", ORDINARY, says("investigation_report", case__public_interest=True)),
    ("fatal.remedies", "guangdong.heard", ORDINARY, says("decision", decision__remedies_told=False)),
    ("fatal.basis", "guangdong.law", ORDINARY, says("decision", decision__basis=DEAD)),
    ("fatal.amount", "guangdong.law", ORDINARY, fined("4000")),
    ("fatal.limitation", "guangdong.law", ORDINARY, says("filing_request", case__happened_on="2019-03-01")),
    ("fatal.order", "guangdong.procedure", ORDINARY, without("filing")),
    ("fatal.measure_limits", "guangdong.heard", SEIZURE, lambda given: None),
    ("fatal.permit_grounds", "guangdong.law", PERMIT, says("examine", examination__meets_conditions=False)),
)


@pytest.mark.parametrize(("ours", "theirs", "name", "plant"), PLANTED, ids=[one[0] for one in PLANTED])
def test_each_fatal_fault_fails_the_file(ours: str, theirs: str, name: str, plant: Plant) -> None:
    given = script(name)
    plant(given)
    play = played(given)
    made = sheet(play)
    assert ours in fatal(made)
    assert made.grade == "不合格"
    if theirs:
        assert theirs in fatal(sheet(play, "guangdong"))


@pytest.mark.parametrize("name", [ORDINARY, PERMIT, "seize-kept-and-counted", "penalty-simple-main", "penalty-hearing"])
def test_a_clean_file_has_no_fatal_fault(name: str) -> None:
    play = played(script(name))
    for standard in ("chongqing", "guangdong"):
        made = sheet(play, standard)
        assert not fatal(made), [one.message for one in made.deductions if one.fatal]


def test_every_fatal_item_a_machine_looks_at_is_planted() -> None:
    planted = {name for ours, theirs, *_ in PLANTED for name in (ours, theirs) if name}
    rules = rulebook().as_of(LOOKED_ON)
    for code in ("chongqing", "guangdong"):
        wanted = {item.code for item in standards(rules)[code].items if item.fatal and not item.by_hand}
        assert wanted <= planted


def test_the_same_file_has_the_same_score_and_says_what_it_stands_on() -> None:
    given = script(ORDINARY)
    alone(given)
    first, second = sheet(played(given)), sheet(played(given))
    assert first == second
    assert first.version == len(played(given).events)
    assert first.digest != sheet(played(given), "guangdong").digest


def test_one_fault_is_deducted_once() -> None:
    given = script(ORDINARY)
    together(alone, nameless)(given)
    play = played(given)
    faults = [finding for finding in seen(play).findings if finding.level == "red"]
    taken = [one for one in sheet(play).deductions if one.place != "missing" and not one.ask]
    assert sorted(one.message for one in taken if one.item != "discretion.said") == sorted(f.message for f in faults)


def issue(play: Play, code: str, on: str, at_step: str, token: str) -> None:
    payload: dict[str, Any] = {
        "proceeding": play.root, "paper": code, "title": code, "number": "", "token": token, "document": None,
        "digest": "", "step": at_step,
    }  # fmt: skip
    play.write([NewEvent(type=PAPER_ISSUED, occurred=Moment.parse(on), actor="王立", payload=payload)])


def test_a_missing_paper_costs_five_points_and_one_that_is_there_nothing() -> None:
    play = played(script(ORDINARY))
    before = sheet(play)
    missing = {one.paper: one for one in before.deductions if one.place == "missing"}
    assert missing["investigation-report"].points == 5
    assert missing["investigation-report"].step == "investigation_report"
    issue(play, "investigation-report", "2024-03-12", "investigation_report", "t1")
    after = sheet(play)
    assert after.score == before.score + 5
    assert "investigation-report" not in {one.paper for one in after.deductions}


def test_a_fault_of_a_step_opens_the_paper_the_step_made() -> None:
    given = script(ORDINARY)
    alone(given)
    play = played(given)
    fault = next(one for one in sheet(play).deductions if one.item == "fatal.officers")
    assert (fault.place, fault.step) == ("step", "interview")
    assert play.events[fault.version - 1].payload["step"] == "interview"
    issue(play, "investigation-report", "2024-03-12", "investigation_report", "t1")
    issue(play, "interview-record", "2024-03-06", "interview", "t2")
    fault = next(one for one in sheet(play).deductions if one.item == "fatal.officers")
    assert (fault.place, fault.token) == ("paper", "t2")


def test_papers_whose_days_go_backwards_lose_a_point() -> None:
    play = played(script(ORDINARY))
    issue(play, "penalty-notice", "2024-03-13", "notice", "t1")
    issue(play, "penalty-decision", "2024-03-12", "decision", "t2")
    wrong = [one for one in sheet(play).deductions if one.item == "order.papers"]
    assert [one.token for one in wrong] == ["t2"]


def test_a_seal_nobody_can_see_is_asked_about_and_costs_nothing() -> None:
    play = played(script(ORDINARY))
    issue(play, "penalty-decision", "2024-03-22", "decision", "t1")
    made = sheet(play)
    assert [one.token for one in made.deductions if one.item == "seal"] == ["t1"]
    payload: Mapping[str, Any] = {"token": "t1", "file": "f"}
    play.write([NewEvent(type=PAPER_SCANNED_BACK, occurred=Moment.parse("2024-03-23"), actor="王立", payload=payload)])
    sealed = sheet(play)
    assert not [one for one in sealed.deductions if one.item == "seal"]
    assert sealed.score == made.score


def test_late_delivery_shows_its_period_and_the_step_that_met_it() -> None:
    given = script(ORDINARY)
    step(given, "delivery")["on"] = "2024-05-20"
    fault = next(one for one in sheet(played(given)).deductions if one.item == "period.deliver")
    assert (fault.place, fault.period, fault.step) == ("period", "penalty.deliver", "delivery")


def deduction(item: str, points: int, *, fatal: bool = False, ask: bool = False) -> Deduction:
    return Deduction(item, item, points, fatal, ask, "", "", "file", "p1")


def test_grades_have_the_bounds_of_the_text() -> None:
    given = standards(rulebook().as_of(LOOKED_ON))["guangdong"]
    for lost, grade in ((10, "优秀"), (11, "良好"), (25, "良好"), (26, "合格"), (40, "合格"), (41, "不合格")):
        assert graded(given, [deduction("other", 1)] * lost) == (100 - lost, grade)
    assert graded(given, [deduction("other", 1)] * 200) == (0, "不合格")
    assert graded(given, [deduction("fatal", 0, fatal=True)]) == (100, "不合格")
    assert graded(given, [deduction("fatal", 0, fatal=True, ask=True)]) == (100, "优秀")
    most = given.item("paper.rest")
    assert most is not None
    assert graded(given, [deduction("paper.rest", 2)] * 9) == (100 - most.most, "优秀")


def test_a_site_has_the_standard_of_its_province_and_light_files_their_own() -> None:
    rules = rulebook().as_of(LOOKED_ON)
    codes = [standard_for(rules, path, light=light) for path, light in
             (("500112/lq/", False), ("440103/", False), ("500112/", True))]  # fmt: skip
    assert [one.code for one in codes if one] == ["chongqing", "guangdong", "light"]


def test_a_remark_about_a_paper_opens_its_paragraph() -> None:
    document = Document(
        "决定书",
        (Title("决定书"), DocumentNumber("渝示罚〔2024〕1号"), paragraph("经查，占道堆放。"),
         paragraph("现决定罚款500元，2024年3月22日。")),
    )  # fmt: skip
    assert anchor(document, "渝示罚〔2024〕1号：正文第 2 段：大写与小写不一致") == 3
    assert anchor(document, "渝示罚〔2024〕1号：文号：文号有误") == 1
    assert anchor(document, "期限于 2024-03-22 周五 届满") == 3
    assert anchor(document, "“占道堆放”没有证据") == 2
    assert anchor(document, "执法人员不足") is None
