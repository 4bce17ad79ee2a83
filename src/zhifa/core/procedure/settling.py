"""Settling: effects of silence written into the journal, because what depends on today cannot be rebuilt from acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhifa.core.events import EFFECT_AROSE, NewEvent
from zhifa.core.facts import Json
from zhifa.core.procedure.case import Case, Taken
from zhifa.core.procedure.periods import Obligation, obligations
from zhifa.core.procedure.state import Context, Scope, State, unfold
from zhifa.core.procedure.taking import effect_arose, effect_withdrawn
from zhifa.core.values import Moment, show_date


def settle(case: Case, *, context: Context, day: date) -> list[NewEvent]:
    """The effects that arose by a day and are not yet written, and written ones that no longer hold.

    One pass settles one generation of effects; an effect may start another period, so callers settle until nothing
    is left.
    """
    state = unfold(case, context, day=day)
    return unsettled(case, state, obligations(state, day), day=day)


def unsettled(case: Case, state: State, running: Sequence[Obligation], *, day: date) -> list[NewEvent]:
    """The same, for a state and its obligations that are at hand already."""
    warranted = {item.key: item for item in running if _lapses(state, item, day)}
    written = {f"{taken.proceeding}/{taken.period}/": taken for taken in case.taken if taken.is_deemed}
    events = [
        _arise(state, item) for key, item in warranted.items() if f"{item.proceeding}/{item.code}/" not in written
    ]
    arisen = {event.version: event for event in case.events if event.type == EFFECT_AROSE}
    for key, taken in written.items():
        if day.isoformat() <= str(arisen[taken.version].payload["due_on"]):
            continue  # looked at from a day on which the effect had not arisen yet: nothing takes it away
        if not any(f"{item.proceeding}/{item.code}/" == key for item in warranted.values()):
            events.append(_withdraw(taken, running, day, cite=str(arisen[taken.version].payload["cite"])))
    return events


def _lapses(state: State, item: Obligation, day: date) -> bool:
    lapse = item.period.on_lapse if item.period else None
    if lapse is None or not lapse.deems or item.state not in {"lapsed", "late"} or item.due_on is None:
        return False
    if lapse.condition is None:
        return True
    # Judged as things stood when the period ended: what came too late changes nothing.
    then = unfold(state.case, state.context, day=item.due_on)
    return lapse.condition.holds(Scope(then, item.proceeding, item.due_on)) is True


def _legal_day(item: Obligation) -> Moment:
    dated = item.period.on_lapse.dated if item.period and item.period.on_lapse else "due"
    if dated == "start" and item.started is not None:
        return Moment(item.started.day)
    assert item.due_on is not None
    return Moment(item.due_on)


def _arise(state: State, item: Obligation) -> NewEvent:
    assert item.period is not None
    assert item.period.on_lapse is not None
    assert item.due_on is not None
    lapse = item.period.on_lapse
    facts: dict[str, Json] = dict(lapse.facts)
    return effect_arose(
        state.runs[item.proceeding].proceeding,
        period=item.code,
        cite=item.cite,
        deems=lapse.deems,
        at=_legal_day(item),
        due_on=item.due_on,
        facts=facts,
        say=lapse.say or f"“{item.title}”于 {show_date(item.due_on)} 届满",
    )


def _withdraw(taken: Taken, running: Sequence[Obligation], day: date, *, cite: str) -> NewEvent:
    period = next((i for i in running if i.proceeding == taken.proceeding and i.code == taken.period), None)
    title = period.title if period else taken.period
    met = f"：补录显示 {show_date(period.met_on.day)} 已办理" if period and period.met_on else ""
    reason = f"“{title}”届满的法律后果因事后补录而撤回{met}"
    return effect_withdrawn(taken, at=Moment(day), reason=reason, cite=cite)
