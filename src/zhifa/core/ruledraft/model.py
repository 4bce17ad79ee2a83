"""How far a draft of rules has come, as its journal tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from zhifa.core.events import (
    RULES_APPROVED,
    RULES_DRAFTED,
    RULES_PUBLISHED,
    RULES_REFUSED,
    RULES_RESCINDED,
    RULES_WITHDRAWN,
    Event,
)

WAITING, APPROVED, PUBLISHED, REFUSED, WITHDRAWN, RESCINDED = (
    "waiting", "approved", "published", "refused", "withdrawn", "rescinded"
)  # fmt: skip
CLOSED: Final = frozenset({REFUSED, WITHDRAWN, RESCINDED})
"""Nothing more becomes of these; they are kept with their reasons."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of rules: its words, the day from which they shall apply, who wrote, approved and published them."""

    id: str
    number: int = 0
    text: str = ""
    effective: date | None = None
    reason: str = ""
    state: str = WAITING
    authors: tuple[str, ...] = ()
    """Everybody who wrote at the text: none of them may approve it."""
    entered_on: date | None = None
    approver: str = ""
    approved_on: date | None = None
    publisher: str = ""
    published_on: date | None = None
    file: str = ""
    content: str = ""
    """What was written to the file; the journal is the truth of it."""
    closed_by: str = ""
    closed_on: date | None = None
    why: str = ""
    """Why it was refused, withdrawn or rescinded."""
    version: int = 0

    @property
    def author(self) -> str:
        """Whoever wrote at it last."""
        return self.authors[-1] if self.authors else ""


def fold(key: str, events: Iterable[Event]) -> Draft:
    """The draft its journal tells of."""
    draft = Draft(key)
    for event in events:
        draft = replace(_after(draft, event), version=event.version)
    return draft


def _after(draft: Draft, event: Event) -> Draft:
    payload: Any = event.payload
    day, actor = event.occurred.day, event.actor
    if event.type == RULES_DRAFTED:
        return replace(
            draft,
            number=payload["number"],
            text=payload["text"],
            effective=date.fromisoformat(payload["effective"]),
            reason=payload["reason"],
            state=WAITING,
            authors=(*(one for one in draft.authors if one != actor), actor),
            entered_on=day,
            approver="",
            approved_on=None,
        )
    if event.type == RULES_APPROVED:
        return replace(draft, state=APPROVED, approver=actor, approved_on=day)
    if event.type == RULES_PUBLISHED:
        made = replace(draft, state=PUBLISHED, publisher=actor, published_on=day)
        return replace(made, file=payload["file"], content=payload["content"])
    states = {RULES_REFUSED: REFUSED, RULES_WITHDRAWN: WITHDRAWN, RULES_RESCINDED: RESCINDED}
    if event.type in states:
        return replace(draft, state=states[event.type], closed_by=actor, closed_on=day, why=payload["reason"])
    return draft
