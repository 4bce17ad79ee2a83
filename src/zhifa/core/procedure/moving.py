"""Due dates that were shown and are others now: what a correction, or a calendar that came late, has moved.

Somebody may have relied on the day that was shown. It is written into the journal before the new one takes its place.
A pause or an extension is no such change: the arithmetic of the period tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from zhifa.core.events import DUE_MOVED, EFFECT_WITHDRAWN, PROCEEDING_CORRECTED, STEP_CORRECTED, Event, NewEvent
from zhifa.core.procedure.case import LAW
from zhifa.core.procedure.periods import Obligation
from zhifa.core.values import Moment

CORRECTING: Final = frozenset({STEP_CORRECTED, PROCEEDING_CORRECTED, EFFECT_WITHDRAWN})
OTHER_RULES: Final = "规则或者日历有了新的版本"
MENDED: Final = "更正了登记"


def why_moved(fresh: Sequence[Event], *, other_rules: bool) -> str:
    """What may have moved a due date by these events; empty where nothing but ordinary steps happened."""
    if any(event.type in CORRECTING for event in fresh):
        return MENDED
    return OTHER_RULES if other_rules else ""


def due_moved(
    shown: Mapping[str, date], obligations: Sequence[Obligation], *, why: str, on: date
) -> tuple[NewEvent, ...]:
    """One event naming every due date that was shown, by the key of its obligation, and no longer holds."""
    dues = [
        {
            "proceeding": item.proceeding,
            "period": item.code,
            **({"item": item.item} if item.item else {}),
            "was": shown[item.key].isoformat(),
            "due_on": item.due_on.isoformat(),
        }
        for item in obligations
        if item.key in shown and item.due_on is not None and item.due_on != shown[item.key]
    ]
    if not dues:
        return ()
    return (NewEvent(type=DUE_MOVED, occurred=Moment(on), actor=LAW, payload={"dues": dues, "why": why}),)
