"""The sequencer's loop: every committed event gets its place within seconds, and now and then the tree is signed.

A checkpoint is worth as much as the distance it travels: besides the row, the newest lies as a file in
`checkpoints/latest.txt` of the data directory, to be fetched, mailed or printed by somebody else.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import structlog
from django.conf import settings
from django.db import DatabaseError

from zhifa.acts.checkpoints import installation_signer, origin, place_all, sign_tree
from zhifa.core.journal.checkpoint import Note
from zhifa.ports.clock import now

__all__ = ["Sequenced", "installation_signer", "origin", "place_all", "run", "run_once"]

log = structlog.get_logger("zhifa.sequencer")

EVERY_SECONDS = 2.0
CHECKPOINT_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sequenced:
    """What one run did: events placed, and the checkpoint if one was made."""

    placed: int
    note: Note | None


def run_once(*, now: datetime, sign: bool) -> Sequenced:
    """Place what is waiting; with `sign`, make a checkpoint as well and lay it out for others to fetch."""
    placed = place_all()
    note = sign_tree(now) if sign else None
    if note:
        _lay_out(note)
    return Sequenced(placed, note)


def _lay_out(note: Note) -> None:
    folder = Path(settings.ZHIFA_DATA) / "checkpoints"
    folder.mkdir(exist_ok=True)
    draft = folder / f".latest.{os.getpid()}"
    draft.write_text(note.text(), encoding="utf-8")
    draft.replace(folder / "latest.txt")


def run(stop: Event, *, clock: Callable[[], datetime] = now) -> None:
    """Work until told to stop; a database that is away for a while is waited for.

    Checkpoints carry the time of the installation's clock, which in a demonstration is not that of the machine.
    """
    signed_at: datetime | None = None
    while not stop.is_set():
        instant = clock()
        due = signed_at is None or instant - signed_at >= CHECKPOINT_EVERY
        try:
            done = run_once(now=instant, sign=due)
        except DatabaseError as error:
            log.warning("sequencer.waits", error=type(error).__name__)
        else:
            signed_at = instant if due else signed_at
            if done.placed:
                log.info("sequencer.placed", events=done.placed)
        stop.wait(EVERY_SECONDS)
