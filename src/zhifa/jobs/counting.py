"""Adds up what acts appended to the counters, every few seconds: readers then have little left to add themselves."""

from __future__ import annotations

from threading import Event
from typing import Final

import structlog
from django.db import DatabaseError

from zhifa.store import counters

log = structlog.get_logger("zhifa.counting")
EVERY_SECONDS: Final = 5.0


def run_once() -> int:
    """Add up everything that waits; how many changes there were."""
    return counters.fold_all()


def run(stop: Event) -> None:
    """Work until told to stop; a database that is away for a while is waited for."""
    while not stop.is_set():
        try:
            if done := run_once():
                log.info("counting.folded", changes=done)
        except DatabaseError as error:
            log.warning("counting.waits", error=type(error).__name__)
        stop.wait(EVERY_SECONDS)
