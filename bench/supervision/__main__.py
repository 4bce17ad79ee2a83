"""A district's year with planted faults, measured: `python -m bench.supervision [--quick] [--json] [--write]`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bench.site import fresh_site

if TYPE_CHECKING:
    from bench.supervision.clean import Writer
    from bench.supervision.measuring import Outcome, Seen
    from bench.supervision.planted import Kind, Label
    from bench.supervision.staging import District
    from zhifa.jobs.simulation.deeds import Deed, Script

FAULTS = 120
SPRING = date(2025, 4, 10)
"""Organs whose fault is how they go on as a whole do nothing else after this day."""
LEAST_FOUND, MOST_ON_CLEAN = 0.95, 0.03
RESULTS = Path(__file__).with_name("results.md")
PRECISION = Path(__file__).parents[2] / "src" / "zhifa" / "rules" / "alerts" / "z-measured.toml"


def main() -> int:
    """0 when the shares that were promised hold; 1 when they do not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand", choices=("first", "second"), help="one hand only; both, each in its own process")
    parser.add_argument("--quick", action="store_true", help="a sixth of the first hand's district")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep the figures, for results.md and the page of rules")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.hand is None:
        return max(_elsewhere(hand, args) for hand in ("first", "second"))
    towns, departments = (5, 6) if args.quick else (22, 36)
    began = time.monotonic()
    with fresh_site():
        if args.hand == "first":
            outcome, cases = run(towns, departments, seed=args.seed)
        else:
            from bench.supervision.second.run import run as run_second

            outcome, cases = run_second(args.seed)
    from bench.supervision import reporting

    data = reporting.as_data(outcome, cases, time.monotonic() - began)
    if args.write:
        reporting.keep(args.hand, data)
        RESULTS.write_text(reporting.report(reporting.kept()), encoding="utf-8")
        PRECISION.write_text(reporting.as_rules(reporting.kept()), encoding="utf-8")
    told = json.dumps(data, ensure_ascii=False) if args.json else reporting.report({args.hand: data})
    sys.stdout.write(f"{told}\n")
    return 0 if outcome.found_share >= LEAST_FOUND and outcome.clean_share <= MOST_ON_CLEAN else 1


def _elsewhere(hand: str, args: argparse.Namespace) -> int:
    """One hand in a process of its own: an installation is set up once in each."""
    words = [f"--{name}" for name in ("quick", "json", "write") if getattr(args, name)]
    command = [sys.executable, "-m", "bench.supervision", "--hand", hand, "--seed", str(args.seed), *words]
    return subprocess.run(command, check=False).returncode


def run(towns: int, departments: int, *, seed: int) -> tuple[Outcome, dict[str, int]]:
    """Write the year, play it, let the rules look, and only then read the labels."""
    from bench.supervision.district import YEAR, found_district
    from bench.supervision.planning import plans
    from bench.supervision.staging import District
    from zhifa.jobs.simulation.deeds import in_order
    from zhifa.jobs.simulation.run import instant
    from zhifa.ports import clock
    from zhifa.ports.rules import calendar, rulebook

    with clock.at(instant(datetime(YEAR, 1, 1, 8))):  # noqa: DTZ001 - the town's clock
        places = found_district(rulebook(), calendar(), seed=seed, towns=towns, departments=departments)
        plans(places)
    from bench.supervision.clean import Writer, year_of

    writers = [Writer(place) for place in places]
    planted, faulty, apart = plant(writers, seed)
    clean = [script for number, writer in enumerate(writers) for script in year_of(writer, number)]
    clean = [script for script in clean if script.key.partition("/")[0] not in apart or ended_by(script, SPRING)]
    with tempfile.TemporaryDirectory() as hidden:
        truth = Path(hidden) / "labels.json"
        truth.write_text(json.dumps([asdict(label) for label in planted], ensure_ascii=False), encoding="utf-8")
        del planted
        stage = District({script.key for script in faulty})
        found = play(stage, in_order([*clean, *faulty], [], until=datetime(YEAR + 1, 3, 20)))  # noqa: DTZ001
        return compare(stage, found, truth), {
            "organs": len(places),
            "clean": len(clean),
            "faulty": len(faulty),
            "acts": stage.acts,
            "recorded": stage.told.recorded,
        }


def ended_by(script: Script, last: date) -> bool:
    """Whether nothing of a case happened after a day."""
    return max(deed.at for deed in script.deeds).date() <= last


def plant(writers: Sequence[Writer], seed: int) -> tuple[list[Label], list[Script], set[str]]:
    """So many faults of every kind in turn, over the organs by lot; those of whole organs each in its own."""
    from bench.supervision import faults_many, faults_steps, faults_time
    from bench.supervision.planted import Label

    kinds: list[Kind] = [*faults_steps.KINDS, *faults_time.KINDS, *faults_many.KINDS]
    order = list(writers)
    Random(f"{seed}/faults").shuffle(order)
    alone = {kind.code: order.pop() for kind in kinds if kind.alone}
    wanted = max(len(kinds), FAULTS * len(writers) // 58)
    chosen = [*kinds, *[kind for kind in kinds if not kind.alone]][:wanted]
    labels, scripts = [], []
    for number, kind in enumerate(chosen):
        writer = alone.get(kind.code, order[number % len(order)])
        made = list(kind.plant(writer))
        labels.append(
            Label(kind.code, writer.place.code, tuple(s.key for s in made), kind.expected, kind.also, kind.alone)
        )
        scripts += made
    return labels, scripts, {writer.place.code for writer in alone.values()}


def play(stage: District, deeds: Sequence[Deed]) -> list[Seen]:
    """Every deed in order with the watch at dawn and the sweep at the end of each half month, as in life."""
    from bench.supervision.seeing import of_cases, of_patterns
    from zhifa.acts.sweeping import sweep_patterns
    from zhifa.jobs.simulation.run import instant
    from zhifa.ports import clock

    seen: dict[str, Seen] = {}
    last, swept = date.min, date.min
    for number, deed in enumerate(deeds):
        day = deed.at.date()
        if day != last:
            last = day
            with clock.at(instant(datetime(day.year, day.month, day.day, 6))):  # noqa: DTZ001
                stage.watch_all()
                if day - swept >= timedelta(days=14) and day.year == 2025:
                    swept = day
                    sweep_patterns()
                    seen |= of_patterns(stage)
        if number % 400 == 0:
            sys.stderr.write(f"\r{day} {100 * number // len(deeds)}%  ")
            sys.stderr.flush()
        stage.play(deed)
    with clock.at(instant(datetime(2026, 3, 20, 6))):  # noqa: DTZ001
        stage.watch_all()
    return [*seen.values(), *of_cases(stage)]


def compare(stage: District, found: Sequence[Seen], truth: Path) -> Outcome:
    """The labels are read here for the first time since they were written."""
    from bench.supervision.measuring import measure
    from bench.supervision.planted import Label
    from bench.supervision.seeing import asked

    rows = json.loads(truth.read_text(encoding="utf-8"))
    labels = [
        Label(r["kind"], r["organ"], tuple(r["scripts"]), tuple(r["expected"]), tuple(r["also"]), r["whole"])
        for r in rows
    ]
    return measure(found, labels, asked())


if __name__ == "__main__":
    raise SystemExit(main())
