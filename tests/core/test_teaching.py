"""Scripted cases: in every scene just one choice can be done, and every refusal names its article."""

from __future__ import annotations

import pytest

from zhifa.core.procedure.state import Context
from zhifa.core.rulebook import Entry
from zhifa.core.teaching import play, script_of
from zhifa.ports.rules import calendar, rulebook

CONTEXT = Context(rulebook(), calendar())
ENTRIES = list(rulebook().section("teaching"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_scene_has_one_way_and_says_why_the_others_are_none(entry: Entry) -> None:
    script = script_of(entry)
    way: list[int] = []
    for scene in script.scenes:
        good = []
        for number, choice in enumerate(scene.choices):
            turn = play(script, [*way, number], CONTEXT).turns[-1]
            if turn.good:
                good.append(number)
                continue
            told = choice.cite or all(gate.cite for gate in turn.gates)
            assert told, (choice.text, turn)
            assert not any(gate.code == "bad_input" for gate in turn.gates), (choice.text, turn.gates)
        assert len(good) == 1, [
            (scene.choices[n].text, play(script, [*way, n], CONTEXT).turns[-1].gates) for n in range(len(scene.choices))
        ]
        way += good
    assert play(script, way, CONTEXT).over


def test_a_wrong_choice_leaves_the_case_as_it_was() -> None:
    script = script_of(next(entry for entry in ENTRIES if entry.code == "simple-spot"))
    played = play(script, [0, 0, 1], CONTEXT)
    assert [turn.good for turn in played.turns] == [False, False, True]
    assert any("辅助人员" in gate.message for gate in played.turns[0].gates)
    assert play(script, [9], CONTEXT).turns == ()
