"""Exports what this installation counted as a signed cell, for a city to add up with those of others."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from zhifa.core.journal.canonical import instant
from zhifa.jobs.sequencer import installation_signer, origin, run_once
from zhifa.ports.cells import COLUMNS, CellWriter, Manifest, Unit
from zhifa.ports.rules import rulebook
from zhifa.store import journal
from zhifa.store.readers import outcomes
from zhifa.store.readers.statistics import standing


def export_cell(place: Path, *, now: datetime) -> Manifest:
    """Write every outcome row of this installation to a new folder, signed, with a fresh checkpoint of the journal.

    BadCell where the folder is not empty or Parquet cannot be written here.
    """
    with CellWriter.at(place) as writer:
        run_once(now=now, sign=True)
        with outcomes.snapshot():
            held, note = standing(), journal.last_checkpoint()
            units = [Unit(*unit) for unit in outcomes.units()]
            for rows in outcomes.outcome_batches([name for name, _ in COLUMNS]):
                writer.add(rows)
        return writer.finish(
            origin=origin(),
            exported_at=instant(now),
            rules=rulebook().digest,
            checkpoint=note.text() if note else "",
            beyond=held.position + held.waiting - held.checkpoint_size,
            units=units,
            signer=installation_signer(),
        )
