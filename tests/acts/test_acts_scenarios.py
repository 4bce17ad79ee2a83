"""Every scenario again, through the acts and the database: what the engine allows and refuses, acts do as well."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import pytest

from bench import town
from zhifa.acts.work import Recorded
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import differences
from zhifa.store import journal

SCRIPTS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(town.SCENARIOS.glob("*.toml"))}
"""Acts stand on the shipped rules, so the few scenarios that change the rules are the engine's alone."""


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, script in SCRIPTS.items() if "rule" not in script])
def test_scenario_through_acts(name: str) -> None:
    town.found_town()
    player = town.Player(SCRIPTS[name])
    for played in player.play():
        where = f"{played.step}: {played.result}"
        if isinstance(played.expected, Mapping) and "refused" in played.expected:
            assert isinstance(played.result, Refusal), where
            gates = (f"{gate.code} {gate.message} {gate.cite}" for gate in played.result.gates)
            said = " ".join([played.result.code, played.result.message, *gates])
            assert all(word in said for word in played.expected["refused"]), where
        else:
            assert isinstance(played.result, Recorded), where
    assert list(differences([player.case_id])) == []
    assert journal.verify().valid
