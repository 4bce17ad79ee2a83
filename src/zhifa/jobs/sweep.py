"""The sweep as a job: cases that are due, or all of them, then the patterns; or a day looked at without writing."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from zhifa.acts.sweeping import patterns_on, sweep_patterns
from zhifa.acts.watching import judged_on
from zhifa.acts.work import context, today
from zhifa.core.permission import EVERYWHERE
from zhifa.jobs import watch
from zhifa.store.readers.desk import all_for_check, how_many
from zhifa.store.readers.findings import counts_by_alert

Progress = Callable[[int, int], None]
"""Told how many cases were looked at, and how many there are."""


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
    whole = how_many(opened_until=day)
    while some := all_for_check(after=after, opened_until=day, limit=watch.TOGETHER):
        found.update(judged_on(some, day))
        cases, after = cases + len(some), some[-1]
        if progress:
            progress(cases, whole)
    found.update(alert.code for alert, _ in patterns_on(day))
    return Swept(cases, dict(sorted(found.items())), (), round(time.monotonic() - began, 1))


def _due_cases() -> tuple[int, tuple[str, ...]]:
    watched = watch.run_once()
    return watched.cases, watched.failed


PLACE = "recheck.json"
"""Where a full recheck that was broken off says how far it came, in the data directory."""


def _every_case(progress: Progress | None) -> tuple[int, tuple[str, ...]]:
    """Every case worked out anew. One broken off today under the same rules goes on behind its last case."""
    kept, mark = Path(settings.ZHIFA_DATA) / PLACE, f"{today()} {context().book.digest}"
    after, before = _broken_off(kept, mark)
    whole = how_many()
    if progress:
        progress(before, whole)

    def told(last: str, cases: int) -> None:
        fresh = kept.with_suffix(".new")
        fresh.write_text(json.dumps({"mark": mark, "after": last, "cases": before + cases}), encoding="utf-8")
        fresh.replace(kept)  # whole or not at all: whoever is killed while writing begins no second time
        if progress:
            progress(before + cases, whole)

    done = watch.recheck(after=after, told=told)
    kept.unlink(missing_ok=True)
    return before + done.cases, done.failed


def _broken_off(kept: Path, mark: str) -> tuple[str, int]:
    try:
        said = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "", 0
    return (str(said["after"]), int(said["cases"])) if said.get("mark") == mark else ("", 0)
