"""The daily watch: every case in which a period ends or an alert turns today is settled and worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Event

import structlog
from django.db import InterfaceError, OperationalError

from zhifa.acts.certificates import settle_certificates
from zhifa.acts.exams import close_overdue
from zhifa.acts.watching import due, look_again, look_at_all, put_off
from zhifa.acts.work import today

log = structlog.get_logger("zhifa.watch")

EVERY_SECONDS = 60.0
TOGETHER = 50
"""So many cases are read and written together: an officer who wants one of them waits a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Cases looked at, effects of silence written down, and cases that could not be worked out."""

    cases: int
    effects: int
    failed: tuple[str, ...]


def run_once(stop: Event | None = None) -> Watched:
    """Take everything that is due today. A case that fails is put off until tomorrow and named in the log.

    A database that is away is not the case's fault: that error goes to the caller.
    """
    seen: set[str] = set()
    failed: list[str] = []
    effects = 0
    while fresh := [case_id for case_id in due() if case_id not in seen]:
        for start in range(0, len(fresh), TOGETHER):
            if stop is not None and stop.is_set():
                return Watched(len(seen), effects, tuple(failed))
            some = fresh[start : start + TOGETHER]
            seen.update(some)
            effects += _look_at(some, failed)
    return Watched(len(seen), effects, tuple(failed))


def of_people(settled: date | None = None) -> date:
    """Examinations whose time is over are handed in; on a new day certificates lapse or come back by rule. The day."""
    close_overdue()
    if settled != today():
        settle_certificates()
    return today()


def _look_at(some: Sequence[str], failed: list[str]) -> int:
    """Events written for some cases; when one of them cannot be worked out, each is taken by itself."""
    try:
        return look_at_all(some)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        return sum(_look_at_one(case_id, failed) for case_id in some)


def _look_at_one(case_id: str, failed: list[str]) -> int:
    try:
        return look_again(case_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("watch.failed", case=case_id)
        failed.append(case_id)
        put_off(case_id)
        return 0


def run(stop: Event) -> None:
    """Watch until told to stop; new days and new cases are noticed within a minute."""
    settled: date | None = None
    while not stop.is_set():
        try:
            settled = of_people(settled)
            done = run_once(stop)
        except (OperationalError, InterfaceError) as error:
            log.warning("watch.waits", error=type(error).__name__)
        else:
            if done.cases:
                log.info("watch.done", cases=done.cases, effects=done.effects, failed=len(done.failed))
        stop.wait(EVERY_SECONDS)
