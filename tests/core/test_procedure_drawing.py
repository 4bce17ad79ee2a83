"""Procedures in words and as pictures."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from zhifa.cli.main import main
from zhifa.core.conditions import parse
from zhifa.core.procedure.differing import ADDED, CHANGED, REMOVED, SAME, WORDS, compare
from zhifa.core.procedure.drawing import draw
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.layout import ACROSS, edges, lay_out
from zhifa.core.procedure.model import Procedure
from zhifa.core.procedure.reading import procedure
from zhifa.core.procedure.wording import said
from zhifa.ports.rules import rulebook

CODES = [entry.key for entry in rulebook().section("procedure")]
DAY = date(2026, 11, 20)
SVG = "{http://www.w3.org/2000/svg}"


def of(code: str) -> Procedure:
    found = procedure(rulebook().as_of(DAY), code)
    assert found is not None
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_picture_is_one_sound_document_with_every_step_inside_it(code: str) -> None:
    found = of(code)
    root = ElementTree.fromstring(draw(found))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    boxes = [box for box in root.iter(f"{SVG}rect") if box.find(f"{SVG}title") is not None]
    assert len(boxes) == len(found.steps)
    for box in boxes:
        x, y, w, h = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height
    words = "".join(text.text or "" for text in root.iter(f"{SVG}text"))
    for step in found.steps.values():
        assert step.title in words
    assert not [node for node in root.iter() if "style" in node.attrib or node.tag == f"{SVG}script"]


@pytest.mark.parametrize("code", CODES)
def test_no_two_boxes_overlap_and_lines_lead_down(code: str) -> None:
    layout = lay_out(of(code))
    boxes = [spot for spot in layout.spots.values() if spot.step or spot.point]
    for first, second in combinations(boxes, 2):
        apart = abs(first.x - second.x) >= (first.width + second.width) / 2
        above = abs(first.y - second.y) >= (first.height + second.height) / 2
        assert apart or above, (first.code, second.code)
    assert len(layout.bands) == len({step.phase for step in of(code).steps.values()})


@pytest.mark.parametrize("code", CODES)
def test_lines_say_what_waits_for_what_and_nothing_twice(code: str) -> None:
    found = of(code)
    drawn = set(edges(found))
    written = {(c, step.code) for step in found.steps.values() for group in step.after for c in group}
    assert {pair for pair in drawn if pair[1] in found.steps} <= written
    for step in found.steps.values():
        if step.after:
            assert any(target == step.code for _, target in drawn)


@pytest.mark.parametrize("code", CODES)
def test_no_title_is_cut_and_every_period_of_a_step_stands_on_it(code: str) -> None:
    found = of(code)
    layout = lay_out(found)
    for step in found.steps.values():
        spot = layout.spots[step.code]
        assert "".join(spot.title) == step.title
        assert all(len(line) <= ACROSS for line in spot.title)
    chips = [chip for spot in layout.spots.values() for chip in spot.chips]
    assert sorted(chips) == sorted(p.code for p in found.periods if p.start_steps and p.start_steps[0] in found.steps)
    said = "".join(text.text or "" for text in ElementTree.fromstring(draw(found)).iter(f"{SVG}text"))
    for period in found.periods:
        assert period.title.removesuffix("期限") in said, period.code


def test_the_main_path_of_a_penalty_stands_in_one_column() -> None:
    layout = lay_out(of("penalty.ordinary"))
    column = [spot.x for code in ("investigation_report", "notice", "decision", "delivery", "closing", "archive")
              if (spot := layout.spots[code])]  # fmt: skip
    assert max(column) - min(column) < layout.spots["notice"].width / 2
    assert not layout.spots["no_filing"].main
    assert layout.spots["performed"].main


def test_two_variants_are_drawn_as_a_difference_by_sign_and_word() -> None:
    base, variant = of("penalty.ordinary.police"), of("penalty.fast")
    difference = compare(base, variant)
    kinds = {code: mark.kind for code, mark in difference.steps.items()}
    assert kinds["consent"] == ADDED
    assert kinds["hearing_request"] == REMOVED
    assert kinds["investigation_report"] == CHANGED
    assert kinds["archive"] == SAME
    assert "登记" in difference.steps["investigation_report"].differs
    assert difference.periods["fast.decide"].kind == ADDED
    assert difference.periods["penalty.decide"].kind == REMOVED
    picture = draw(variant, difference)
    root = ElementTree.fromstring(picture)
    words = [text.text or "" for text in root.iter(f"{SVG}text")]
    for kind, sign in ((ADDED, "＋"), (REMOVED, "－"), (CHANGED, "≠")):
        of_kind = difference.count(kind)
        assert of_kind
        steps = sum(mark.kind == kind for mark in difference.steps.values())
        assert words.count(WORDS[kind]) == steps
        assert words.count(sign) == steps
    assert any(word.startswith("改动：") for word in words)
    assert compare(base, base).count(SAME) == len(base.steps) + len(base.periods)


def test_the_commands_list_show_and_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {item["code"] for item in listed["procedures"]} == set(CODES)
    assert main(["procedures", "show", "penalty.ordinary"]) == 0
    text = capsys.readouterr().out
    for word in (
        "法制审核",
        "行政处罚法(2021)#58.1",
        "作出处罚决定期限：90日",
        "行政处罚决定书",
        "持证人员不少于 2 名",
        "先要完成",
    ):
        assert word in text
    assert "done(" not in text
    assert main(["procedures", "show", "permit", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"steps", "points", "periods"} <= set(shown)
    out = tmp_path / "flow.svg"
    assert main(["procedures", "draw", "permit", "--out", str(out)]) == 0
    assert ElementTree.parse(out).getroot().tag == f"{SVG}svg"
    other = tmp_path / "difference.svg"
    assert main(["procedures", "draw", "penalty.ordinary.market", "penalty.ordinary", "--out", str(other)]) == 0
    assert "案件审核" in other.read_text(encoding="utf-8")
    assert main(["procedures", "draw", "permit", "permitt"]) == 2
    capsys.readouterr()
    assert main(["procedures", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["valid"] is True


def test_a_wrong_code_or_day_is_answered_with_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["procedures", "show", "penalty.ordinry"]) == 2
    assert "penalty.ordinary 吗" in capsys.readouterr().err
    assert main(["procedures", "show", "penalty.ordinary", "--on", "2000-01-01"]) == 1
    assert "2021-07-15" in capsys.readouterr().err
    assert main(["procedures", "show", "permit", "--on", "yesterday"]) == 2
    assert main(["procedures", "draw", "permit", "--out", str(tmp_path / "no" / "x.svg")]) == 1
    assert "写不进" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("decision.fine <= notice.fine", "“罚款金额”不超过告知的罚款金额"),
        ("not done('notice') and ever('defence')", "尚未完成“notice”，且曾有过“defence”"),
        ("not (case.complex or done('hearing'))", "“案情复杂疑难”为否，且尚未完成“hearing”"),
        ("decision.fine > 20000", "“罚款金额”超过200 元"),
        ("'罚款' not in decision.kinds", "“处罚种类”不含“罚款”"),
        ("party.kind in ['个人', '个体工商户']", "“当事人类型”是“个人”、“个体工商户”之一"),
        ("all(g.quantity > 0 for g in seizure.goods)", "各项均“数量”超过0"),
    ],
)
def test_conditions_read_as_sentences(text: str, wanted: str) -> None:
    words = rulebook().vocabulary
    condition = parse(text, words, FUNCTIONS)
    spoken = said(condition, words, lambda kind, code: code)
    wanted = wanted.replace("案情复杂疑难", words.label("case.complex"))
    assert wanted in spoken
