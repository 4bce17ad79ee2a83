"""Papers: the content as it was issued, and what anybody may learn who holds the code printed on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """What the code on a paper proves to whoever holds it: no name, no case content."""

    title: str
    number: str
    organ: str
    issued_on: date
    digest: str
    withdrawn_on: date | None
    withdrawn_why: str
    superior: str
    court: str
    simple: bool


def public_paper(token: str) -> PublicPaper | None:
    """The paper of a code, for anybody."""
    row = rows.Paper.objects.select_related("organ", "case").filter(pk=token).first()
    if row is None:
        return None
    return PublicPaper(
        title=row.title,
        number=row.number,
        organ=row.organ.name,
        issued_on=row.issued_on,
        digest=row.digest,
        withdrawn_on=row.withdrawn_on,
        withdrawn_why=row.withdrawn_why,
        superior=row.organ.superior,
        court=row.organ.court,
        simple=row.case.procedure == "penalty.simple",
    )
