"""The daily watch: every case in which a period ends or an alert turns today is settled and worked out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Event

import structlog
from django.db import InterfaceError, OperationalError

from zhifa.acts.certificates import settle_certificates
from zhifa.acts.exams import close_overdue
from zhifa.acts.sweeping import sweep_patterns
from zhifa.acts.watching import due, everyone, look_again, look_at_all, put_off, write_looked
from zhifa.acts.work import today
from zhifa.jobs.looking import batches, looks

log = structlog.get_logger("zhifa.watch")

EVERY_SECONDS = 60.0
TOGETHER = 200
"""So many cases are written together: an officer who wants one of them waits some hundredths of a second."""
LOCKED = 20
"""So many are worked out together under the lock, where something happens in them."""
MANY = 1000
"""From so many due cases on, other processes help to work them out: starting them takes a second."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Cases looked at, effects of silence written down, and cases that could not be worked out."""

    cases: int
    effects: int
    failed: tuple[str, ...]


Told = Callable[[str, int], None]
"""Told after each batch: the last case looked at, and how many so far."""


def run_once(stop: Event | None = None, *, workers: int | None = None) -> Watched:
    """Take everything that is due today. A case that fails is put off until tomorrow and named in the log.

    A database that is away is not the case's fault: that error goes to the caller. `workers` is how many processes
    work cases out beside this one, 0 for none; by default one for each other processor, where many cases are due.
    """
    return _all(due(), stop, workers=workers)


def recheck(
    stop: Event | None = None, *, after: str = "", told: Told | None = None, workers: int | None = None
) -> Watched:
    """Work every case out anew, due or not, in the order of ids from the one after `after`: what was broken off
    goes on there. Rows that were right are not written again."""
    return _all(everyone(after), stop, whole=True, workers=workers, told=told)


def _all(
    ids: Iterator[str],
    stop: Event | None,
    *,
    whole: bool = False,
    workers: int | None = None,
    told: Told | None = None,
) -> Watched:
    cases = effects = 0
    failed: list[str] = []
    for some, looked in looks(batches(ids, TOGETHER), whole=whole, many=MANY, workers=workers):
        if stop is not None and stop.is_set():
            break
        cases += len(some)
        left = write_looked(looked)
        effects += sum(_look_at(few, failed) for few in batches(left, LOCKED))
        if told:
            told(some[-1], cases)
    return Watched(cases, effects, tuple(failed))


def of_people(settled: date | None = None) -> date:
    """Examinations whose time is over are handed in; on a new day certificates lapse or come back by rule. The day."""
    close_overdue()
    if settled != today():
        settle_certificates()
    return today()


def of_many() -> None:
    """What many cases show together, worked out anew; what goes wrong is named in the log and tried again tomorrow."""
    try:
        done = sweep_patterns()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("sweep.failed")
    else:
        log.info("sweep.done", new=done.new, changed=done.changed, gone=done.gone)


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
            before, settled = settled, of_people(settled)
            done = run_once(stop)
            if before != settled:
                of_many()
        except (OperationalError, InterfaceError) as error:
            log.warning("watch.waits", error=type(error).__name__)
        else:
            if done.cases:
                log.info("watch.done", cases=done.cases, effects=done.effects, failed=len(done.failed))
        stop.wait(EVERY_SECONDS)
