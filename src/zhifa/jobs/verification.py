"""Carries out the verifications of the journal that somebody asked for, one by one, and says how far they are."""

from __future__ import annotations

import time
from threading import Event
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError

from zhifa.acts.verification import (
    Claimed,
    abandon_verification,
    claim_verification,
    conclude_verification,
    report_progress,
    verify_journal,
)

log = structlog.get_logger("zhifa.verification")
EVERY_SECONDS: Final = 2
TOLD_EVERY: Final = 1.0
"""Seconds between two notes of progress."""


def run_once() -> int:
    """Carry out everything that waits; how many verifications were done."""
    done = 0
    while claimed := claim_verification():
        try:
            conclude_verification(claimed, verify_journal(_Teller(claimed)))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("verification.failed", verification=claimed.id)
            abandon_verification(claimed)
        done += 1
    return done


def run(stop: Event) -> None:
    """Wait for verifications until told to stop; a database that is away for a while is waited for."""
    while not stop.is_set():
        try:
            if done := run_once():
                log.info("verification.done", number=done)
        except (OperationalError, InterfaceError) as error:
            log.warning("verification.waits", error=type(error).__name__)
        stop.wait(EVERY_SECONDS)


class _Teller:
    """Notes progress now and then: the first time at once, then no more than once a second."""

    def __init__(self, claimed: Claimed) -> None:
        self.id, self.told = claimed.id, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.told >= TOLD_EVERY:
            self.told = now
            report_progress(self.id, done, total)
