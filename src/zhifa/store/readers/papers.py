"""Papers: the content as it was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhifa.core.papers import Document
from zhifa.core.papers.stored import load_document
from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import within


@dataclass(frozen=True, slots=True)
class PaperRead:
    """An issued paper with its content."""

    row: rows.Paper
    document: Document | None
    """None when the content was lawfully erased."""


def read_paper(token: str, *, reach: Sequence[str]) -> PaperRead | None:
    """A paper within the reach."""
    row = rows.Paper.objects.select_related("case", "organ").filter(within(reach, "case__path"), pk=token).first()
    if row is None:
        return None
    return PaperRead(row, load_document(row.frozen) if row.frozen else None)
