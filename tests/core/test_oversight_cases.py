"""What supervision looks for in one case: the fault is found, and the lawful case beside it is left alone."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.play import PEOPLE, Play
from tests.scenarios.test_scenarios import Stage
from zhifa.core.facts import Json
from zhifa.core.oversight.judging import Judged, judge
from zhifa.core.procedure.taking import Accepted
from zhifa.core.procedure.view import view

SCENARIOS = Path(__file__).parent.parent / "scenarios"
Script = dict[str, Any]


def findings(play: Play, day: str) -> tuple[Judged, ...]:
    """What the rules of supervision say of a case on a day."""
    play.settle(date.fromisoformat(day))
    seen = view(play.case, context=play.context, people=PEOPLE.get, day=date.fromisoformat(day))
    return judge(seen).findings


def found(play: Play, day: str) -> set[str]:
    """The rules of supervision a case falls under on a day."""
    return {one.alert.code for one in findings(play, day)}


def scenario(name: str) -> Script:
    """A scenario without what it expects to be refused, and without what it looks at."""
    script = tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))
    done = [when for when in script["when"] if "refused" not in str(when.get("expect", ""))]
    return {**script, "when": done, "then": []}


def judged(script: Script, day: str) -> tuple[Judged, ...]:
    stage = Stage(script)
    for when in script["when"]:
        stage.act({**when, "expect": "anything"})
    return findings(stage.play, day)


def played(script: Script, day: str) -> set[str]:
    return {one.alert.code for one in judged(script, day)}


def changed(script: Script, step: str, **facts: Json) -> Script:
    """The scenario with other facts in one of its steps."""
    named = {code.replace("__", "."): value for code, value in facts.items()}
    steps = [{**when, "facts": {**when.get("facts", {}), **named}} if when.get("step") == step else when
             for when in script["when"]]  # fmt: skip
    return {**script, "when": steps}


def clue(*, violation: bool = True, ours: bool = True, then: Iterable[tuple[str, str]] = ()) -> Play:
    play = Play("clue", "2024-03-01")
    told = {"clue.source": "举报", "clue.summary": "人民路有人占道堆砂", "clue.informant": "吴某"}
    seen = {"clue.verification": "已到现场", "clue.violation_found": violation, "clue.within_jurisdiction": ours}
    assert isinstance(play.do("register", "2024-03-01T09:00", told), Accepted)
    assert isinstance(play.do("verify", "2024-03-04T09:00", seen), Accepted)
    for step, on in then:
        by = ("周强",) if step == "not_file" else ("王立", "李明")
        assert isinstance(play.do(step, on, {"clue.disposal_reason": "情节轻微，已经改正"}, by=by), Accepted)
    return play


def test_a_clue_found_true_and_left_lying_should_have_been_filed() -> None:
    assert "clue.shelved" in found(clue(), "2024-04-10")
    assert "clue.shelved" not in found(clue(), "2024-03-20"), "not yet a month"
    assert "clue.shelved" not in found(clue(violation=False), "2024-04-10")
    assert "clue.shelved" not in found(clue(ours=False), "2024-04-10")
    for step in ("to_penalty", "not_file"):
        assert "clue.shelved" not in found(clue(then=[(step, "2024-03-06T09:00")]), "2024-04-10"), step


def test_an_informant_with_a_name_is_told_also_where_nothing_more_is_done() -> None:
    play = clue(violation=False)
    dropped = play.do("no_further", "2024-03-06T09:00", {"clue.disposal_reason": "现场未见"}, by=("王立",))
    assert isinstance(dropped, Accepted)
    assert "time.clue_reply" in found(play, "2024-03-20")
    assert isinstance(play.do("reply", "2024-03-11T09:00", {"clue.reply": "已经告知"}, by=("王立",)), Accepted)
    assert "time.clue_reply" not in found(play, "2024-03-20")


@pytest.mark.parametrize(
    ("number", "born", "under_age"),
    [
        ("500112201105051234", "", True),
        ("500112199005051234", "", False),
        ("500112201105051234", "1990-05-05", False),
        ("E12345678", "", False),
        ("500112201113451234", "", False),
        ("", "2011-05-05", True),
    ],
)
def test_the_age_of_a_party_is_known_from_the_citizens_number(number: str, born: str, under_age: bool) -> None:
    script = scenario("penalty-ordinary-main")
    party = script["given"]["party"]
    party |= {"id_number": number} if number else {}
    party |= {"born_on": born} if born else {}
    assert ("minor.child" in played(script, "2024-05-01")) == under_age


def test_who_is_a_child_on_the_day_of_the_decision_was_one_when_it_acted() -> None:
    script = scenario("penalty-simple-main")
    assert "case.happened_on" not in str(script), "on the spot nobody enters the day of the act"
    script["given"]["party"] |= {"id_number": "500112201306011234"}
    assert "minor.child" in played(script, "2024-06-01")
    script["given"]["party"] |= {"id_number": "500112200906011234"}
    assert "minor.child" not in played(script, "2024-06-01")


def _sealed(script: Script) -> Script:
    shown: list[Script] = [
        {"procedure": "publication", "step": "redact", "on": "2026-06-05T09:00", "by": ["王立"], "facts": {
            "publication.category": "行政处罚", "publication.decision_number": "示例罚〔2026〕1号",
            "publication.content": "陈某殴打他人，罚款五百元", "publication.masked": ["姓名"],
            "publication.redaction_passed": True}},
        {"procedure": "publication", "step": "publish", "on": "2026-06-05T10:00", "by": ["王立"], "facts": {
            "publication.channel": "政府门户网站", "publication.address": "http://example.invalid/1"}},
    ]  # fmt: skip
    return {**script, "when": [*script["when"], *shown]}


def _late(script: Script) -> Script:
    steps = [{**when, "on": "2025-03-10"} if when.get("step") == "court_application" else when
             for when in script["when"] if not str(when.get("step")).startswith(("court_r", "court_e"))]  # fmt: skip
    return {**script, "when": steps}


@pytest.mark.parametrize(
    ("rule", "name", "spoil", "day"),
    [
        ("publication.sealed", "penalty-police-main", _sealed, "2026-06-08"),
        ("court.late", "penalty-unpaid-court", _late, "2025-03-20"),
        ("hearing.unsigned", "penalty-hearing", lambda s: changed(s, "hearing", hearing__signed=False), "2024-04-03"),
        ("duty.untold", "duty-main", lambda s: changed(s, "order", duty__remedies_told=False), "2024-03-26"),
    ],
)
def test_a_fault_is_found_and_the_lawful_case_is_left_alone(
    rule: str, name: str, spoil: Callable[[Script], Script], day: str
) -> None:
    assert rule in played(spoil(scenario(name)), day)
    assert rule not in played(scenario(name), day)


NO_SUCH = "《某某管理条例》第十二条"


@pytest.mark.parametrize(
    ("rule", "name", "spoil", "day"),
    [
        ("basis", "penalty-ordinary-main", lambda s: changed(s, "decision", decision__basis=NO_SUCH), "2024-05-01"),
        ("basis", "penalty-simple-main", lambda s: changed(s, "decision", decision__basis=NO_SUCH), "2024-06-01"),
        ("measure", "seize-kept-and-counted", lambda s: changed(s, "seize", seizure__basis=NO_SUCH), "2024-03-20"),
        ("measure", "vehicle-late", lambda s: changed(s, "detain", detained__basis=NO_SUCH), "2026-05-26"),
        ("duty", "duty-main", lambda s: changed(s, "order", duty__basis=NO_SUCH), "2024-03-26"),
    ],
)
def test_a_law_nobody_registered_is_asked_about_and_nobody_is_accused(
    rule: str, name: str, spoil: Callable[[Script], Script], day: str
) -> None:
    ours = f"{rule}.unregistered"
    before, after = judged(scenario(name), day), judged(spoil(scenario(name)), day)
    (asked,) = (one for one in after if one.alert.code == ours)
    assert (asked.finding.level, asked.colour) == ("question", "blue")
    assert ours not in {one.alert.code for one in before}
    accused = [{one.alert.code for one in some if one.finding.level == "red"} for some in (before, after)]
    assert accused[0] == accused[1], "the unknown law is no fault besides"


def test_who_will_not_sign_the_record_of_a_hearing_is_written_down() -> None:
    noted = changed(scenario("penalty-hearing"), "hearing", hearing__signed=False, hearing__record="当事人拒绝签字")
    assert "hearing.unsigned" not in played(noted, "2024-04-03")


def test_a_talk_that_found_a_violation_needs_a_clue() -> None:
    assert "soft.instead" in played(scenario("soft-talk"), "2024-06-20")
    assert "soft.instead" not in played(scenario("soft-talk"), "2024-05-20"), "not yet a month"
    mild = changed(scenario("soft-talk"), "act", soft__violation=False)
    assert "soft.instead" not in played(mild, "2024-06-20")


def test_a_second_seizure_does_not_owe_the_return_of_the_first() -> None:
    script = scenario("seize-unclaimed")
    assert "time.goods_back" not in played(script, "2024-05-21")


def test_a_surcharge_is_paid_beside_the_fine_and_not_as_part_of_it() -> None:
    """Five hundred paid three days late, and three times three per cent of it (行政处罚法 72)."""
    script = scenario("penalty-ordinary-main")
    beside = changed(script, "payment", payment__total="500", payment__surcharge="45")
    assert "money.over" not in played(beside, "2024-05-01")
    assert "money.over" in played(changed(script, "payment", payment__total="545"), "2024-05-01")
