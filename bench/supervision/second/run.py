"""The second hand's measurement: faults by lot over its organs, what the rules say, and the truth last of all."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bench.supervision.measuring import Outcome, Seen, measure
from bench.supervision.planted import Label
from bench.supervision.second import (
    faults_examined,
    faults_force,
    faults_others,
    faults_penalty,
    faults_rest,
    faults_unfinished,
    lawful,
    many,
)
from bench.supervision.second.courses import course
from bench.supervision.second.lists import STALL, Rows, enter_lists, publish_powers
from bench.supervision.second.many_again import AGAIN
from bench.supervision.second.places import Place, found_places
from bench.supervision.second.staging import LATE, LIVE, PAPER, Stage
from zhifa.acts.sweeping import sweep_patterns
from zhifa.ports import clock
from zhifa.store.oversight.models import Cause, Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

MANNERS = (LIVE, PAPER)
LOOKED = [date(2025, month, 28) for month in range(2, 13)] + [date(2025, 12, 31)]
"""Days on which the rules over many cases look."""
QUOTA = range(3, 10)
"""Months in which an organ with a quota does that many and no more."""
QUIET = date(2025, 5, 1)
"""From this day a silent organ does nothing more."""


USED = (STALL,)
UNUSED = (
    "city.stall.bridge", "city.stall.underpass", "city.hanging", "city.leaflets", "city.posting", "city.roadwork_dirty",
    "crop.residue", "crop.pathogen", "crop.pesticide_dump", STALL,
)  # fmt: skip


class Hand:
    """One run: who plays what where, and what was planted."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"{seed}/second")
        with clock.at(datetime(2020, 1, 6, tzinfo=UTC)):
            self.places = found_places()
        self.stage = Stage()
        self.lists = {place.code: Rows(place) for place in self.places}
        self.labels: list[Label] = []
        self.cases: list[tuple[str, Place, object, str]] = []
        self.clean = 0
        self.idle: set[str] = set()
        """Organs whose list holds much that they never do."""

    def plant(self) -> None:
        """Faults of single cases turn by turn, then those of many, each of these in an organ of its own."""
        order = list(self.places)
        self.rng.shuffle(order)
        apart = iter(order)
        plants = [
            (kind, number, plant, next(apart))
            for kind in many.KINDS
            for number, plant in enumerate((*kind.plants, *AGAIN.get(kind.code, ())))
        ]
        counted = [place for kind, _, _, place in plants if kind.code == "quota"]
        for kind, number, plant, place in plants:
            others = self.rng.sample([one for one in self.places if one is not place and one not in counted], 5)
            planting = many.Planting(f"{kind.code}/{number}", place, others, lambda one: self.lists[one.code])
            plant(planting)
            self.cases += [
                (f"{planting.key}/{n}", where, found, manner) for n, (where, found, manner) in enumerate(planting.cases)
            ]
            scripts = (planting.key, *(f"{planting.key}/{n}" for n in range(len(planting.cases))))
            self.labels.append(Label(kind.code, place.code, scripts, kind.expected, kind.also, kind.whole))
        number = 0
        for single in (
            *faults_force.KINDS,
            *faults_penalty.KINDS,
            *faults_others.KINDS,
            *faults_rest.KINDS,
            *faults_examined.KINDS,
            *faults_unfinished.KINDS,
        ):
            for place_in_kind, variant in enumerate(single.variants):
                number += 1
                found, key = variant(), f"{single.code}/{place_in_kind}"
                place = next((one for one in self.places if one.code == found.organ), self.rng.choice(self.places))
                manner = LATE if single.code == "long_after" else MANNERS[number % 2]
                self.cases.append((key, place, found, manner))
                self.labels.append(Label(single.code, place.code, (key,), single.expected, single.also))

    def fill(self) -> None:
        """Lawful cases beside them."""
        quiet = {label.organ for label in self.labels if label.kind == "silent"}
        self.idle = {label.organ for label in self.labels if label.kind == "unused"}
        counted = {label.organ for label in self.labels if label.kind == "quota"}
        number = 0
        named = [(name, course(name)) for name in lawful.COURSES] + list(lawful.edges())
        for name, found in named:
            for manner in MANNERS:
                number += 1
                place = self.places[number % len(self.places)]
                if place.code in quiet:
                    place = self.places[(number + 1) % len(self.places)]
                self.cases.append((f"clean/{name}/{manner}", place, found, manner))
        for number, place in enumerate(self.places):
            lawful.fillers(self.lists[place.code], number, without=QUOTA if place.code in counted else range(0))
            if place.code in quiet:
                rows = self.lists[place.code].rows
                rows[:] = [row for row in rows if row[1] < QUIET]
        self.clean = sum(key.startswith("clean/") for key, *_ in self.cases)
        self.clean += sum(row[0].startswith("clean/") for rows in self.lists.values() for row in rows.rows)

    def play(self) -> list[Seen]:
        """Every case and list, then the looks at many cases."""
        for place in self.places:
            publish_powers(place, UNUSED if place.code in self.idle else USED)
        for number, (key, place, found, manner) in enumerate(self.cases):
            self.stage.play(key, _alone(found, number), place, manner)  # type: ignore[arg-type]
        enter_lists(self.stage, [rows for rows in self.lists.values() if rows.rows])
        patterns: dict[str, Seen] = {}
        for day in LOOKED:
            with clock.at(datetime(day.year, day.month, day.day, 2, tzinfo=UTC)):
                sweep_patterns()
            shown: dict[str, list[str]] = {}
            for pattern, case in Cause.objects.order_by("pattern_id", "case_id").values_list("pattern_id", "case_id"):
                shown.setdefault(pattern, []).append(self.stage.scripts[case])
            for one in Pattern.objects.order_by("key"):
                scripts = tuple(dict.fromkeys(shown.get(one.key, ())))
                patterns[one.key] = Seen(one.key, one.alert, one.organ_id, scripts, one.message)
        return [*self.stage.seen, *patterns.values()]


def _alone(found: object, number: int) -> object:
    """Every case has a party of its own, unless the fault is about one party."""
    from bench.supervision.second.courses import Course

    assert isinstance(found, Course)
    name = str(found.facts.get("party.name", ""))
    if not name or "示例" in name:
        return found
    return found.party(name=f"{name}{number}", credit_code=None)


def run(seed: int) -> tuple[Outcome, dict[str, int]]:
    """Plant, play, look, and only then read the labels."""
    hand = Hand(seed)
    hand.plant()
    hand.fill()
    with tempfile.TemporaryDirectory() as hidden:
        truth = Path(hidden) / "labels.json"
        truth.write_text(json.dumps([asdict(label) for label in hand.labels], ensure_ascii=False), encoding="utf-8")
        hand.labels = []
        seen = hand.play()
        labels = _read(truth)
    faulty = sum(1 for key, *_ in hand.cases if not key.startswith("clean/"))
    faulty += sum(not row[0].startswith("clean/") for rows in hand.lists.values() for row in rows.rows)
    outcome = measure([*seen, *hand.stage.asked], labels, {one.key: one.alert for one in hand.stage.asked})
    return outcome, {
        "organs": len(hand.places), "clean": hand.clean, "faulty": faulty, "acts": hand.stage.acts,
        "recorded": hand.stage.recorded,
    }  # fmt: skip


def _read(truth: Path) -> Sequence[Label]:
    rows = json.loads(truth.read_text(encoding="utf-8"))
    return [
        Label(r["kind"], r["organ"], tuple(r["scripts"]), tuple(r["expected"]), tuple(r["also"]), r["whole"])
        for r in rows
    ]
