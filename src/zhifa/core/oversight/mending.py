"""What a late correction, or an act entered behind a later one, made vanish.

Findings are derived, so that a correction mends them; whoever wants a fault unseen need only correct it. Where the
fault stood for days before, the correction itself is shown, with what it took away. Nothing is kept for that: the
journal is read up to the event, and with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhifa.core.events import STEP_CORRECTED, STEP_TAKEN, Event
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.findings import RED, Finding, findings
from zhifa.core.procedure.view import View
from zhifa.core.values import SHANGHAI, before

REMEMBERED = 4_096
"""So many events are remembered with what they took away: the journal up to an event never changes."""
Told = tuple[str, str, str, int]
"""What makes a fault the same before and after: its proceeding, code, step and event; never its words."""


@dataclass(frozen=True, slots=True)
class Mending:
    """An event that took faults away: which, on which day, and what they were."""

    version: int
    on: date
    how: str
    gone: tuple[Finding, ...]


_FOUND: dict[Any, Mending | None] = {}


def mendings(view: View, days: int) -> Iterator[Mending]:
    """Every event of a case that made faults vanish more than so many days after what was at fault was entered."""
    events = view.case.events
    latest: Event | None = None
    for place, event in enumerate(events):
        if event.type == STEP_TAKEN and (latest is None or not before(event.occurred, latest.occurred)):
            latest = event
            continue  # in the order in which it happened, as nearly everything is
        entries = _entries(event, events[:place], days)
        if entries and (found := _remembered(view, place, event, entries, days)):
            yield found


def _remembered(view: View, place: int, event: Event, entries: frozenset[int], days: int) -> Mending | None:
    """The same as `_mending`: what an event took away stays so while rules and persons do, and every later act asks."""
    told = [one.payload.get("by") for one in view.case.events[: place + 1]]
    named = sorted({str(key) for by in told if isinstance(by, list | tuple) for key in by})
    key = (event.hash, view.state.context.book.digest, days, tuple(view.people(person) for person in named))
    if not event.hash:
        return _mending(view, place, event, entries)
    if key not in _FOUND:
        while len(_FOUND) >= REMEMBERED:
            _FOUND.pop(next(iter(_FOUND), key), None)
        _FOUND[key] = _mending(view, place, event, entries)
    return _FOUND[key]


def _mending(view: View, place: int, event: Event, entries: frozenset[int]) -> Mending | None:
    """What one event took away, if anything."""
    events = view.case.events
    standing, left = _faults(view, events[:place], event), _faults(view, events[: place + 1], event)
    corrected = event.type == STEP_CORRECTED
    gone = [
        finding for told, finding in standing.items() if told not in left and (corrected or finding.version in entries)
    ]
    if not gone:
        return None
    return Mending(event.version, _day(event), "更正" if corrected else "补录在前的步骤", tuple(gone))


def _entries(event: Event, earlier: Sequence[Event], days: int) -> frozenset[int]:
    """The entries that were long there: what a correction corrects, or what an act entered only now came before.

    A step said never to have happened is no fault mended: an entry made twice is taken away so.
    """
    if event.type == STEP_CORRECTED and not event.payload.get("void"):
        wanted = event.payload["supersedes"]
        found = [one for one in earlier if one.type == STEP_TAKEN and one.version == wanted]
    elif event.type == STEP_TAKEN and not event.part:
        found = [one for one in earlier if one.type == STEP_TAKEN and before(event.occurred, one.occurred)]
    else:
        return frozenset()
    return frozenset(one.version for one in found if (_day(event) - _day(one)).days > days)


def _faults(view: View, events: Sequence[Event], event: Event) -> dict[Told, Finding]:
    """The breaches of a case as its journal had it, on the day of the event."""
    case = fold(view.case.id, events, view.state.vocabulary)
    if case is None:
        return {}
    found = findings(case, context=view.state.context, people=view.people, day=_day(event))
    return {(one.proceeding, one.code, one.step, one.version): one for one in found if one.level == RED}


def _day(event: Event) -> date:
    return event.recorded_at.astimezone(SHANGHAI).date()
