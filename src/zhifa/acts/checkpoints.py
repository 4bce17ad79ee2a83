"""Placing what is committed and signing the tree: by the sequencer's loop, and where something is to stand on a
checkpoint of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from zhifa.core.journal.checkpoint import Note
from zhifa.ports.signing import Ed25519Signer, key_file, note_signer, signer
from zhifa.store import journal


def origin() -> str:
    """The name this installation's journal goes by in checkpoints."""
    return str(getattr(settings, "ZHIFA_JOURNAL_ORIGIN", "zhifa/journal"))


def installation_signer() -> Ed25519Signer:
    """The signer of this installation; its key is made at the first use."""
    return signer(key_file(Path(settings.ZHIFA_DATA)), origin())


def place_all() -> int:
    """Place everything that is committed and not yet placed; returns how many."""
    total = 0
    while placed := journal.sequence():
        total += placed
    return total


def sign_tree(at: datetime) -> Note | None:
    """A checkpoint over everything placed; the last one again where nothing was placed since."""
    return journal.checkpoint(origin=origin(), sign=note_signer(installation_signer()), at=at)
