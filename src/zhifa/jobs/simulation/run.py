"""Plays a profile's year on an empty installation and says what it took."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from zhifa.acts.report_entries import enter_report_facts
from zhifa.acts.verification import request_verification
from zhifa.core.values import SHANGHAI, Refusal
from zhifa.jobs import tallying, verification
from zhifa.jobs.sequencer import place_all, run_once
from zhifa.jobs.simulation.diary import at
from zhifa.jobs.simulation.figures import to_enter
from zhifa.jobs.simulation.plan import Plan, plan
from zhifa.jobs.simulation.profile import Profile
from zhifa.jobs.simulation.stage import Refused, Stage
from zhifa.jobs.simulation.town import AUDITOR, TOWN, found
from zhifa.ports import clock
from zhifa.ports.rules import calendar, rulebook

Progress = Callable[[date, int, int], None]
"""Told the simulated day, how many deeds are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulation did."""

    acts: int
    deeds: int
    cases: int
    findings: int
    """Faults found in acts recorded afterwards; acts performed through the system have none."""
    seconds: float
    now: datetime


def silent(_: date, __: int, ___: int) -> None:
    """No progress shown."""


def simulate(profile: Profile, *, seed: int = 1, progress: Progress = silent) -> Simulated:
    """Build the year of a profile through the acts, day by day, with the daily watch at dawn."""
    begun = time.perf_counter()
    made = plan(profile, rulebook(), calendar(), seed=seed)
    with _clock(at(date(profile.year, 1, 1), 8)):
        found(profile, made.staff, made.population)
    stage = Stage()
    play(stage, made, progress)
    with _clock(made.now):
        stage.watch_all()
        _enter_figures(stage, made)
        _tally()
    run_once(now=instant(made.now), sign=True)
    with _clock(made.now):
        _verify(stage)
    seconds = time.perf_counter() - begun
    return Simulated(stage.acts, len(made.deeds), len(stage.cases), stage.findings, seconds, made.now)


def play(stage: Stage, made: Plan, progress: Progress) -> None:
    """Every deed in order; before the first of a day the watch passes over what fell due."""
    seen = date.min
    for done, deed in enumerate(made.deeds):
        day = deed.at.date()
        if day != seen:
            if seen != date.min and (day.year, day.month) != (seen.year, seen.month):
                with _clock(at(day.replace(day=1) - timedelta(days=1), 23)):
                    _tally()
            seen = day
            with _clock(at(day, 6)):
                stage.watch_all()
        if done % 40 == 0:
            progress(day, done, len(made.deeds))
        stage.play(deed)
    progress(made.now.date(), len(made.deeds), len(made.deeds))


def _tally() -> None:
    """At the end of a month: which faults are new, which are gone, which officers were active."""
    place_all()
    tallying.run_once()
    tallying.count()


def _enter_figures(stage: Stage, made: Plan) -> None:
    """What no case gives (training, equipment, land) is entered for the report by the head."""
    values = to_enter(made.profile, rulebook())
    if values:
        head = stage.actor(made.staff.first("head"))
        result = enter_report_facts(TOWN, made.profile.year, values, actor=head)
        if isinstance(result, Refusal):
            raise Refused(f"填报年报数字：{result.message}")
        stage.acts += 1


def _verify(stage: Stage) -> None:
    """The audit administrator has the whole journal verified."""
    asked = request_verification(actor=stage.actor(AUDITOR))
    if isinstance(asked, Refusal):
        raise Refused(f"核验日志：{asked.message}")
    verification.run_once()
    place_all()


def instant(moment: datetime) -> datetime:
    """A minute on the town's clock as an instant."""
    return moment.replace(tzinfo=SHANGHAI).astimezone(UTC)


def _clock(moment: datetime) -> AbstractContextManager[None]:
    return clock.at(instant(moment))
