"""Whatever is typed: a message in Chinese that names the place, and nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bench import town
from tests.acts.test_acts_contract import everything
from zhifa.acts.cases import Opening, StepEntry, add_proceeding, correct_step, open_case, take_step
from zhifa.acts.papers import Draft, issue_paper, preview_paper
from zhifa.acts.work import Recorded
from zhifa.core.papers import Missing
from zhifa.core.procedure.taking import Correction
from zhifa.core.rulebook import compile_rules
from zhifa.core.values import Moment, Refusal
from zhifa.ports import clock
from zhifa.ports.rules import sources
from zhifa.store.casework import models as rows

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 12, 4, 0, tzinfo=UTC)


@pytest.fixture
def case(db: None) -> str:
    town.found_town()
    player = town.Player(town.scenario("penalty-ordinary-main"))
    for played in player.play():
        if played.step == "filing":
            break
    return player.case_id


SCENE = {"evidence.scene_place": "人民路", "evidence.scene_record": "砂石", "evidence.certificates_shown": True}
BAD: Mapping[str, tuple[Mapping[str, Any], str, str]] = {
    "unknown fact": ({"evidence.colour": "红"}, "evidence.colour", "没有"),
    "not a word": ({"罚款": "1"}, "罚款", "没有"),
    "a fact of another step": ({"decision.fine": "100"}, "decision.fine", "不登记"),
    "wrong type": ({"evidence.certificates_shown": "也许"}, "evidence.certificates_shown", "是"),
    "a list for a text": ({"evidence.scene_place": ["人民路"]}, "evidence.scene_place", "应为文字"),
    "a number for a text": ({"evidence.scene_place": 12}, "evidence.scene_place", "应为文字"),
    "20 MB": ({"evidence.scene_record": "长" * (7 * 1024 * 1024)}, "evidence.scene_record", "上限"),
    "a null byte": ({"evidence.scene_record": "砂石\x00"}, "evidence.scene_record", "U+0000"),
    "an escape": ({"evidence.scene_record": "\x1b[31m砂石"}, "evidence.scene_record", "U+001B"),
    "half an emoji": ({"evidence.scene_record": "\ud83d"}, "evidence.scene_record", "U+D83D"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("mode", ["performed", "recorded"])
def test_a_bad_fact_is_named_and_nothing_is_stored(case: str, name: str, mode: str) -> None:
    facts, place, said = BAD[name]
    before = everything()
    entry = StepEntry("inspect_scene", {**SCENE, **facts}, ("王立", "李明"), Moment.parse("2024-03-06T09:00"))
    with clock.at(NOW):
        result = take_step(case, entry, actor=town.actor("王立"), mode=mode)
    assert isinstance(result, Refusal)
    assert result.code == "bad_input"
    assert any(place in one for one in result.missing), result
    assert said in result.message
    assert len(result.message) < 400, "the message does not repeat what was typed"
    assert everything() == before


@pytest.mark.parametrize(
    ("fine", "said"),
    [
        ("100.123", "分"),
        ("1e5", "金额"),
        ("壹佰", "金额"),
        ("99999999999999999999", "超"),
        (True, "金额"),
        (1.5, "金额"),
    ],
)
def test_an_amount_that_is_none(case: str, fine: object, said: str) -> None:
    before = everything()
    report = StepEntry("investigation_report", {"report.fine": fine}, ("王立", "李明"), Moment.parse("2024-03-12"))
    with clock.at(NOW):
        result = take_step(case, report, actor=town.actor("王立"), mode="recorded")
    assert isinstance(result, Refusal), result
    assert result.missing == ("report.fine",)
    assert said in result.message
    assert everything() == before


def test_chinese_and_emoji_are_kept_as_typed(case: str) -> None:
    said = "𠮷野家门前，货架 3 个👨‍👩‍👧🚧；当事人称“马上搬”"
    entry = StepEntry(
        "inspect_scene", {**SCENE, "evidence.scene_record": said}, ("王立", "李明"), Moment.parse("2024-03-06")
    )
    with clock.at(NOW):
        result = take_step(case, entry, actor=town.actor("王立"))
    assert isinstance(result, Recorded)
    assert result.events[0].payload["facts"]["evidence.scene_record"] == said  # type: ignore[index, call-overload]


@pytest.mark.parametrize(("day", "word"), [("2024-02-01", "早于"), ("2024-03-13", "晚于")])
def test_a_day_before_the_case_or_after_today(case: str, day: str, word: str) -> None:
    before = everything()
    entry = StepEntry("inspect_scene", SCENE, ("王立", "李明"), Moment.parse(day))
    with clock.at(NOW):
        taken = take_step(case, entry, actor=town.actor("王立"), mode="recorded")
        begun = add_proceeding(case, "measure.seize", actor=town.actor("王立"), at=entry.at)
    for result in (taken, begun):
        assert isinstance(result, Refusal)
        assert (result.missing, word in result.message) == (("occurred",), True)
    assert everything() == before


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("seizure.extension_days", 10**12),
        ("seizure.extension_days", -1),
        ("extension.until", "9999-12-31"),
        ("extension.until", "0001-01-01"),
    ],
)
def test_what_no_calendar_can_reckon_with_is_refused(place: str, value: object) -> None:
    town.found_town()
    player = town.Player(town.scenario("seize-two-in-one-case"))
    for played in player.play():
        if played.step == "seize":
            break
    before = everything()
    seizure = player.places["measure.seize"]
    entry = StepEntry("extend", {place: value}, ("周强",), Moment.parse("2024-04-03"), seizure)
    with clock.at(datetime(2024, 4, 4, tzinfo=UTC)):
        result = take_step(player.case_id, entry, actor=town.actor("周强"), mode="recorded")
    assert isinstance(result, Refusal)
    assert result.missing == (place,)
    assert everything() == before


def test_names_nobody_knows(case: str) -> None:
    before = everything()
    wang, at = town.actor("王立"), Moment.parse("2024-03-06")
    with clock.at(NOW):
        results = {
            "case": take_step("no-such-case", StepEntry("filing", {}, ("王立",), at), actor=wang),
            "step": take_step(case, StepEntry("no_such_step", {}, ("王立",), at), actor=wang),
            "proceeding": take_step(case, StepEntry("filing", {}, ("王立",), at, "f" * 32), actor=wang),
            "by": take_step(case, StepEntry("inspect_scene", SCENE, ("王立", "没有此人"), at), actor=wang),
            "procedure": add_proceeding(case, "penalty.imaginary", actor=wang),
            "parent": add_proceeding(case, "measure.seize", actor=wang, parent="f" * 32),
            "organ": open_case(Opening("nowhere", "penalty.simple"), actor=wang),
            "officers": open_case(Opening("lq", "penalty.simple", officers=("没有此人",)), actor=wang),
            "version": correct_step(case, Correction(99, "王立", "误"), actor=wang),
            "paper": issue_paper(
                case, next(iter(rows.Proceeding.objects.values_list("id", flat=True))), "x", actor=wang
            ),
        }
    for place, result in results.items():
        assert isinstance(result, Refusal), (place, result)
        assert result.missing == (place,), result
        assert result.message
    unknown = open_case(Opening("lq", "penalty.imaginary", at), actor=wang)
    assert isinstance(unknown, Refusal)
    assert (unknown.missing, "2024" in unknown.message) == (("procedure",), True)
    assert everything() == before


def test_a_paper_with_a_missing_field_lists_it_and_takes_no_number(case: str) -> None:
    before = everything()
    root = rows.Proceeding.objects.get(case=case).pk
    with clock.at(NOW):
        preview = preview_paper(case, root, "penalty-decision", actor=town.actor("王立"))
        refused = issue_paper(case, root, "penalty-decision", actor=town.actor("王立"))
    assert isinstance(preview, Draft)
    assert isinstance(preview.found, Missing)
    assert isinstance(refused, Refusal)
    assert "decision.kinds" in refused.missing
    assert "处罚种类" in refused.message
    assert everything() == before


def changed(path: str, text: str) -> list[str]:
    """What the compiler says of the shipped rules with one more file."""
    found = compile_rules({**sources(), path: text})
    assert isinstance(found, list), "the rules compiled"
    return [str(problem) for problem in found]


def test_overlapping_versions_of_a_rule_are_named_with_both_files() -> None:
    said = changed(
        "thresholds/local.toml",
        '[[threshold]]\ncode="bench.x"\nvalue=1\nfrom="2020-01-01"\n[[threshold]]\ncode="bench.x"\nvalue=2\nfrom="2021-01-01"\n',
    )
    assert len(said) == 1
    assert "thresholds/local.toml" in said[0]
    assert "bench.x" in said[0]
    assert "有效期重叠" in said[0]


def test_a_rule_file_that_is_no_toml_is_named() -> None:
    assert any("broken.toml" in line and "TOML" in line for line in changed("broken.toml", "[[step"))
