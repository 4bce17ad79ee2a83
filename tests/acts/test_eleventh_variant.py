"""A made-up bureau brings a procedure of its own: data in its rules folder and nothing else (tests/acts/island)."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import town
from zhifa.acts.annual_report import figure_cases
from zhifa.acts.papers import issue_paper
from zhifa.acts.work import Recorded
from zhifa.cli.rules import read_scenarios
from zhifa.core.papers.uses import read_papers
from zhifa.core.procedure.checking import check_rules
from zhifa.core.values import Refusal
from zhifa.jobs.rebuild import differences
from zhifa.ports import clock
from zhifa.ports.rules import rulebook
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ

ISLAND = Path(__file__).parent / "island"
ISSUED = [
    "scene-record",
    "island-survey",
    "investigation-report",
    "penalty-notice",
    "penalty-decision",
]


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The bureau's own rules folder."""
    place = tmp_path / "rules"
    shutil.copytree(ISLAND / "rules", place)
    monkeypatch.setenv("ZHIFA_RULES", str(place))
    yield place
    monkeypatch.undo()
    rulebook()


@pytest.fixture
def bureau(db: None) -> Organ:
    organ = town.found_town()
    organ.level, organ.functions = "区县", [{"function": "island_fishing", "from": None, "to": None}]
    organ.save()
    return organ


def test_the_folder_holds_nothing_but_data_and_passes_the_check() -> None:
    assert {path.suffix for path in ISLAND.rglob("*.*")} == {".toml"}
    book = rulebook()
    papers, problems = read_papers(book)
    script = tomllib.loads((ISLAND / "scenario.toml").read_text(encoding="utf-8"))
    script["given"]["procedure"] = "penalty.ordinary.island"
    script["when"][0]["procedure"] = "penalty.ordinary.island"
    script["then"] = [{"on": "2024-03-12", "obligations": [{"code": "island.sail"}, {"code": "penalty.decide"}]}]
    scenarios = {**read_scenarios(Path("tests/scenarios")), "island": script}
    assert [str(p) for p in [*problems, *check_rules(book, papers=papers, scenarios=scenarios)]] == []


def test_the_case_is_opened_driven_to_the_archive_counted_and_found_behind_the_figure(bureau: Organ) -> None:
    player = town.Player(tomllib.loads((ISLAND / "scenario.toml").read_text(encoding="utf-8")))
    for played in player.play():
        if isinstance(played.expected, dict) and "refused" in played.expected:
            assert isinstance(played.result, Refusal)
            assert all(word in str(played.result) for word in played.expected["refused"])
        else:
            assert isinstance(played.result, Recorded), f"{played.step}: {played.result}"
    # Opened as the ordinary procedure, it follows the bureau's own rules.
    penalty = rows.Proceeding.objects.get(case=player.case_id, parent="")
    assert penalty.procedure == "penalty.ordinary.island"
    assert penalty.ended_on is not None
    periods = {o.code: (str(o.due_on), o.state) for o in rows.Obligation.objects.filter(proceeding=penalty.pk)}
    assert periods["island.sail"] == ("2024-03-12", "met")
    assert periods["penalty.decide"] == ("2024-05-06", "met")
    assert rows.Proceeding.objects.filter(case=player.case_id, procedure="publication").exists()
    assert player.latest is not None
    with clock.at(player.latest):
        for template in ISSUED:
            issued = issue_paper(player.case_id, penalty.pk, template, actor=town.actor("王立"))
            assert not isinstance(issued, Refusal), f"{template}: {issued}"
    assert sorted(rows.Paper.objects.values_list("code", flat=True)) == sorted(ISSUED)
    counted = set(rows.Outcome.objects.filter(case=player.case_id).values_list("code", flat=True))
    assert {"penalty.decided", "penalty.fined"} <= counted
    for figure in ("penalty.total", "penalty.ordinary"):
        opened = figure_cases("lq", 2024, figure, reach=("",))
        assert not isinstance(opened, Refusal)
        assert [row.case_id for row in opened.page.rows] == [player.case_id], figure
    assert list(differences([player.case_id])) == []
