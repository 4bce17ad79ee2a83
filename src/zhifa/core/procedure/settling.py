"""Settling: effects of silence written into the journal, because what depends on today cannot be rebuilt from acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from zhifa.core.events import (
    EFFECT_AROSE,
    PROCEEDING_COMPLETED,
    PROCEEDING_CORRECTED,
    STEP_CORRECTED,
    STEP_TAKEN,
    NewEvent,
)
from zhifa.core.facts import Json
from zhifa.core.procedure.case import Case, Taken
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.periods import Obligation, obligations
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Context, State
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
    lapsed = [item for item in running if _lapses(state, item)] + _before_begun_again(case, state)
    warranted = {(item.key, str(item.due_on), str(_legal_day(item))): item for item in lapsed}
    arisen = {event.version: event for event in case.events if event.type == EFFECT_AROSE}
    events: list[NewEvent] = []
    for taken in [taken for taken in case.taken if taken.is_deemed]:
        key = f"{taken.proceeding}/{taken.period}/{taken.item}"
        payload = arisen[taken.version].payload
        due_on = date.fromisoformat(str(payload["due_on"]))
        if warranted.pop((key, str(due_on), str(taken.at)), None) is not None:
            continue
        others = [place for place in warranted if place[0] == key]
        if day <= due_on:  # looked at from a day on which the effect had not arisen yet: nothing takes it away
            for place in others:
                del warranted[place]
        elif not _arose(case, state, taken, key, due_on):
            moved = warranted[others[0]] if others else None
            events.append(_withdraw(case, taken, moved, running, day, cite=str(payload["cite"])))
    return events + [_arise(state, item) for item in warranted.values()]


def _before_begun_again(case: Case, state: State) -> list[Obligation]:
    """Lapses of a period that began anew since: what arose then is not undone by the new beginning."""
    days: set[date] = set()
    for key in state.runs:
        procedure = state.procedure(key)
        for period in procedure.periods if procedure else ():
            if period.on_lapse and period.on_lapse.deems:
                begun = [i.taken.at.day for step in period.start_steps for i in state.instances(key, step)]
                days |= set(sorted(begun)[1:])
    found: list[Obligation] = []
    for day in sorted(days):
        then = unfold(case, state.context, day=day - timedelta(days=1))
        found += [item for item in obligations(then, day) if _lapses(then, item)]
    return found


def _arose(case: Case, state: State, effect: Taken, key: str, due_on: date) -> bool:
    """Whether an effect arose when its period ended, as things stood at the end of that day and without itself."""
    bare = replace(case, taken=tuple(taken for taken in case.taken if taken is not effect))
    then = unfold(bare, state.context, day=due_on)
    lapsed = (item for item in obligations(then, due_on + timedelta(days=1)) if item.key == key)
    return any(i.due_on == due_on and _lapses(then, i) and _legal_day(i) == effect.at for i in lapsed)


def _lapses(state: State, item: Obligation) -> bool:
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
        item=item.item,
    )


ENTRIES = frozenset({STEP_TAKEN, STEP_CORRECTED, PROCEEDING_CORRECTED, PROCEEDING_COMPLETED})


def _withdraw(
    case: Case, taken: Taken, moved: Obligation | None, running: Sequence[Obligation], day: date, *, cite: str
) -> NewEvent:
    period = moved or next((i for i in running if i.proceeding == taken.proceeding and i.code == taken.period), None)
    title = period.title if period else taken.period
    by_entry = any(event.version > taken.version and event.type in ENTRIES for event in case.events)
    cause = "事后补录" if by_entry else "日历或者规则更新"
    met = f"：补录显示 {show_date(period.met_on.day)} 已办理" if period and period.met_on and not moved else ""
    if moved and moved.due_on:
        met = f"：起算或者届满日已经变动，改按 {show_date(moved.due_on)} 届满另行计算"
    reason = f"“{title}”届满的法律后果因{cause}而撤回{met}"
    return effect_withdrawn(taken, at=Moment(day), reason=reason, cite=cite, by_entry=by_entry)
