"""The sweep as a job: cases that are due, or all of them, then the patterns; or a day looked at without writing."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zhifa.acts.sweeping import patterns_on, sweep_patterns
from zhifa.acts.watching import judged_on, look_again, look_at_all, put_off
from zhifa.acts.work import today
from zhifa.jobs import watch
from zhifa.store.readers.desk import all_after
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
    cases, failed = _every_case(progress) if full else _due_cases()
    sweep_patterns()
    return Swept(cases, counts_by_alert(reach=EVERYWHERE), failed, round(time.monotonic() - began, 1))


def look_from(day: date, *, progress: Progress | None = None) -> Swept:
    """What the rules of supervision would find on another day. Nothing is written."""
    if day == today():
        return sweep(full=True, progress=progress)
    began, found, cases, after = time.monotonic(), Counter[str](), 0, ""
    while some := all_after(after, opened_until=day, limit=watch.TOGETHER):
        found.update(judged_on(some, day))
        cases, after = cases + len(some), some[-1]
        if progress:
            progress(cases)
    found.update(alert.code for alert, _ in patterns_on(day))
    return Swept(cases, dict(sorted(found.items())), (), round(time.monotonic() - began, 1))


def _due_cases() -> tuple[int, tuple[str, ...]]:
    watched = watch.run_once()
    return watched.cases, watched.failed


def _every_case(progress: Progress | None) -> tuple[int, tuple[str, ...]]:
    cases, after, failed = 0, "", []
    while some := all_after(after, limit=watch.TOGETHER):
        try:
            look_at_all(some)
        except Exception:
            failed += [case_id for case_id in some if not _looked_at(case_id)]
        cases, after = cases + len(some), some[-1]
        if progress:
            progress(cases)
    return cases, tuple(failed)


def _looked_at(case_id: str) -> bool:
    """One case by itself; one that cannot be worked out is put off and named in the log."""
    try:
        look_again(case_id)
    except Exception:
        watch.log.exception("sweep.failed", case=case_id)
        put_off(case_id)
        return False
    return True
