"""Drafts and files as pages read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import within


@dataclass(frozen=True, slots=True)
class DraftRead:
    """What was typed, field by field, and when it was kept."""

    content: dict[str, list[str]]
    saved_at: datetime


def drafts(account: int, prefix: str) -> dict[str, DraftRead]:
    """A person's drafts at places that begin with a prefix, by place."""
    found = rows.Draft.objects.filter(account_id=account, place__startswith=prefix)
    return {row.place: DraftRead(row.content, row.saved_at) for row in found}


@dataclass(frozen=True, slots=True)
class FileRead:
    """A kept file."""

    digest: str
    name: str
    media_type: str
    size: int
    added_at: datetime


def read_files(digests: Sequence[str], *, reach: Sequence[str]) -> dict[str, FileRead]:
    """The files of these digests that lie in the reach."""
    found = rows.File.objects.filter(within(reach), pk__in=list(digests))
    return {r.digest: FileRead(r.digest, r.name, r.media_type, r.size, r.added_at) for r in found}
