"""Papers: the content as it was issued, marked where it was withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhifa.core.papers import Document
from zhifa.core.papers.stored import load_document, withdrawn
from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import readable


@dataclass(frozen=True, slots=True)
class PaperRead:
    """An issued paper with its content."""

    row: rows.Paper
    document: Document | None
    """None when the content was lawfully erased. A withdrawn paper says so itself: no page can forget to."""


def read_paper(token: str, *, reach: Sequence[str]) -> PaperRead | None:
    """A paper within the reach."""
    row = (
        rows.Paper.objects.select_related("case", "organ")
        .filter(readable(reach, "case__", "case__path"), pk=token)
        .first()
    )
    if row is None:
        return None
    document = load_document(row.frozen) if row.frozen else None
    if document and row.withdrawn_on:
        document = withdrawn(document, row.withdrawn_on, row.withdrawn_why)
    return PaperRead(row, document)
