"""The sweep as a job: cases that are due, or all of them, then the patterns; or a day looked at without writing."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zhifa.acts.sweeping import patterns_on, sweep_patterns
from zhifa.acts.watching import judged_on
from zhifa.acts.work import today
from zhifa.jobs import watch
from zhifa.store.readers.desk import all_for_check
from zhifa.store.readers.findings import counts_by_alert

EVERYWHERE = ("",)
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Swept:
    """Cases looked at, findings that stand by rule, cases that could not be worked out, seconds."""

    cases: int
    findings: dict[str, int]
    failed: tuple[str, ...]
    seconds: float


def sweep(*, full: bool = False, progress: Progress | None = None) -> Swept:
    """Bring findings to today: cases in which time may have changed something, or all; then what many cases show."""
    began = time.monotonic()
    told = (lambda _, cases: progress(cases)) if progress else None
    done = watch.recheck(told=told) if full else watch.run_once()
    sweep_patterns()
    return Swept(done.cases, counts_by_alert(reach=EVERYWHERE), done.failed, round(time.monotonic() - began, 1))


def look_from(day: date, *, progress: Progress | None = None) -> Swept:
    """What the rules of supervision would find on another day. Nothing is written."""
    if day == today():
        return sweep(full=True, progress=progress)
    began, found, cases, after = time.monotonic(), Counter[str](), 0, ""
    while some := all_for_check(after=after, opened_until=day, limit=watch.TOGETHER):
        found.update(judged_on(some, day))
        cases, after = cases + len(some), some[-1]
        if progress:
            progress(cases)
    found.update(alert.code for alert, _ in patterns_on(day))
    return Swept(cases, dict(sorted(found.items())), (), round(time.monotonic() - began, 1))
