"""The order in which things happened in law, and the state of a case that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import groupby

from zhifa.core.procedure.case import Case, Taken, content_key
from zhifa.core.procedure.establishing import own_facts
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Context, State
from zhifa.core.values import Moment, before


def happenings(state: State, day: date | None = None) -> Iterator[Taken]:
    """What happened, in the order the law sees it. The caller applies each before asking for the next.

    Where one day, or one minute, leaves the order open, a step waits while an earlier instance of it still stands,
    and of several the one that does not count comes first: a review returned, the report redone, the review agreed.
    """
    known = [t for t in state.case.taken if t.proceeding in state.runs and (day is None or t.known_on <= day)]
    for _, today in groupby(sorted(known, key=_known_on), key=_known_on):
        at_once: dict[time, list[Taken]] = {}  # what happened within a minute, and at the end what has no time at all
        for item in today:
            at_once.setdefault(_minute(item), []).append(item)
        for minute in sorted(at_once):
            yield from _in_turn(state, at_once[minute])


def _known_on(taken: Taken) -> date:
    return taken.known_on


def _minute(taken: Taken) -> time:
    """What the law deems done is there when its day begins: the period ended the day before."""
    return time.min if taken.is_deemed else taken.at.at or time.max


def _in_turn(state: State, waiting: list[Taken]) -> Iterator[Taken]:
    while waiting:
        chosen = min(waiting, key=lambda item: _precedence(state, item)) if len(waiting) > 1 else waiting[0]
        waiting.remove(chosen)
        yield chosen


def _precedence(state: State, taken: Taken) -> tuple[bool, int, bool, str]:
    key = taken.key or content_key(taken.facts, taken.by, state.vocabulary)
    step = state.step(taken.proceeding, taken.step, taken.at.day)
    if step is None:
        return (False, 999, False, key)
    again = any(item.standing and item.counts for item in state.instances(taken.proceeding, taken.step))
    counts = step.counts_if is None or (
        step.counts_if.holds(Scope(state, taken.proceeding, taken.at.day, own_facts(step, taken, state.vocabulary)))
        is True
    )
    return (again, step.rank, counts, key)


def unfold(case: Case, context: Context, *, day: date | None = None, at: Moment | None = None) -> State:
    """The state of a case on a day: everything that had happened in law by then, applied in order.

    With a moment, what is known to have happened later on that day is left out.
    """
    state = State(case, context)
    for taken in happenings(state, at.day if at else day):
        if at is None or taken.is_deemed or before(at, taken.at) is not True:
            state.apply(taken)
    day = at.day if at else day
    if day is not None:
        state.on(day)
    return state
