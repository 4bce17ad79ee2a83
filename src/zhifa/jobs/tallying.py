"""The loop that keeps deeds, spells of faults and monthly tallies near to what the journal says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import Event

import structlog
from django.db import InterfaceError, OperationalError

from zhifa.acts import fault_spells, tallying
from zhifa.acts.work import today

log = structlog.get_logger("zhifa.tallying")
EVERY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Tallied:
    """Events read, faults that are new, faults that are gone."""

    events: int
    begun: int
    ended: int


def run_once(stop: Event | None = None) -> Tallied:
    """Read the journal to its end and compare the findings with those of the last look."""
    events = 0
    while read := tallying.follow():
        events += read
        if stop is not None and stop.is_set():
            break
    return Tallied(events, *fault_spells.compare())


def count() -> date:
    """Count the officers of every organ for the month that runs. The day."""
    tallying.count_officers(today())
    return today()


def run(stop: Event) -> None:
    """Tally until told to stop; on a new day the officers of every organ are counted."""
    counted: date | None = None
    while not stop.is_set():
        try:
            done = run_once(stop)
            if counted != today():
                counted = count()
        except (OperationalError, InterfaceError) as error:
            log.warning("tallying.waits", error=type(error).__name__)
        else:
            if done.events:
                log.info("tallying.done", events=done.events, begun=done.begun, ended=done.ended)
        stop.wait(EVERY_SECONDS)
