"""Drafts of rules: what one says, what it changes, and how far it has come."""

from zhifa.core.ruledraft.changes import Change, FieldChange, changes, cited_laws, matters_touched
from zhifa.core.ruledraft.model import (
    APPROVED,
    CLOSED,
    PUBLISHED,
    REFUSED,
    RESCINDED,
    WAITING,
    WITHDRAWN,
    Draft,
    fold,
)
from zhifa.core.ruledraft.reading import (
    LONGEST,
    ORDER,
    SECTIONS,
    Said,
    file_name,
    file_text,
    read_text,
    retroactive,
    rewritten,
    starting_text,
)

__all__ = [
    "APPROVED", "CLOSED", "LONGEST", "ORDER", "PUBLISHED", "REFUSED", "RESCINDED", "SECTIONS", "WAITING", "WITHDRAWN",
    "Change", "Draft", "FieldChange", "Said", "changes", "cited_laws", "file_name", "file_text", "fold",
    "matters_touched", "read_text", "retroactive", "rewritten", "starting_text",
]  # fmt: skip
