"""Obligations: the periods of the law as they run in one case, each with its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, cast

from zhifa.core.conditions import Condition, Unknown
from zhifa.core.conditions.tree import NO_BINDINGS, Bindings
from zhifa.core.facts import Value
from zhifa.core.lawbook import counting_for
from zhifa.core.procedure.model import Period
from zhifa.core.procedure.reading import repealed
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Context, Instance, State
from zhifa.core.values import Moment, before
from zhifa.core.worktime import NATURAL, Counting, Due, Extension, Unit, due


@dataclass(frozen=True, slots=True)
class Obligation:
    """One period as it runs: since when, until when, whose, and how it stands.

    States: waiting (not begun), running, paused, met, late (met after its end), lapsed (ended unmet), ended (the
    proceeding ended first).
    """

    proceeding: str
    code: str
    title: str
    kind: str
    of: str
    cite: str
    status: str
    state: str
    started: Moment | None = None
    due_on: date | None = None
    due_at: Moment | None = None
    met_on: Moment | None = None
    due: Due | None = None
    item: str = ""
    """For a period that runs for each row of a list: which row."""
    period: Period | None = None

    @property
    def trace(self) -> tuple[str, ...]:
        """The arithmetic, line by line, in Chinese."""
        return tuple(line.text for line in self.due.trace) if self.due else ()

    @property
    def provisional(self) -> bool:
        return bool(self.due and self.due.provisional)

    @property
    def key(self) -> str:
        return f"{self.proceeding}/{self.code}/{self.item}"


SETTLED: Final = ("met", "late")
WRITTEN: Final = {"natural": NATURAL, "work": Counting("work", "本期限自己的规定", every=True)}
"""Ways of counting a period may name for itself, against what its statute says of others."""


def counting(context: Context, period: Period, day: date) -> Counting:
    """The statute's own way of counting its periods, from the instrument the period cites."""
    return WRITTEN.get(period.count) or counting_for(context.rules(day), period.cite)


def obligations(state: State, day: date) -> list[Obligation]:
    """Every period of every proceeding of a case, as of a day."""
    found: list[Obligation] = []
    for key, run in state.runs.items():
        unfound = run.proceeding.unfound.keys()
        for period in _periods(state, key):
            begun = _of_period(state, key, period, day)
            # Of what a list tells only that can be judged whose beginning and end it tells; nothing runs in it. The
            # same holds where the file does not tell whether the step that ends it was taken.
            untold = state.listed(key) or not unfound.isdisjoint(period.met_by)
            found += (item for item in begun if item.state in SETTLED) if untold else begun
    return found


def _periods(state: State, proceeding: str) -> Iterator[Period]:
    """The periods of the procedure as it stands, and repealed ones: what began under them runs on as written."""
    procedure = state.procedure(proceeding)
    standing = procedure.periods if procedure else ()
    yield from standing
    owner = state.runs[proceeding].proceeding.procedure
    codes: set[str] | None = None
    for last, period in repealed(state.context.book, owner):
        if last < state.day and period.pin == "start":
            codes = codes if codes is not None else {item.code for item in standing}
            if period.code not in codes:
                yield period


def of_period(state: State, proceeding: str, code: str, day: date) -> list[Obligation]:
    """The obligations of one period, searched in the proceeding and above it."""
    # Days are compared: as part of the key a day would be pinned down (`core.tracing`).
    asked: list[tuple[date, list[Obligation]]] = state.remembered(("period", proceeding, code), list)
    found = next((due for on, due in asked if on == day), None)
    if found is None:
        found = _of_code(state, proceeding, code, day)
        asked.append((day, found))
    return found


def _of_code(state: State, proceeding: str, code: str, day: date) -> list[Obligation]:
    current = proceeding
    while current in state.runs:
        for period in _periods(state, current):
            if period.code == code:
                begun = _of_period(state, current, period, day)
                return [item for item in begun if item.state != "waiting"]
        current = state.runs[current].proceeding.parent
    return []


def _of_period(state: State, proceeding: str, period: Period, day: date) -> Iterator[Obligation]:
    scope = Scope(state, proceeding, day)
    asked = period.only_if.holds(scope) if period.only_if else True
    if asked is False:
        return
    if isinstance(asked, Unknown):  # a period nobody can yet say runs is not lost: it waits
        yield _obligation(period, proceeding, "waiting")
        return
    if not period.each:
        yield from _one(state, scope, period, day, NO_BINDINGS, "")
        return
    rows = scope.fact(period.each)
    declared = scope.vocabulary.get(period.each)
    for number, row in enumerate(rows if isinstance(rows, tuple) else (), 1):
        if isinstance(row, Mapping):
            item = str(row.get(declared.key, number)) if declared and declared.key else str(number)
            yield from _one(state, scope, period, day, {"row": row}, item)


def _one(state: State, scope: Scope, period: Period, day: date, row: Bindings, item: str) -> Iterator[Obligation]:
    began = _start(state, scope, period, row)
    if began is not None and period.pin == "start":
        written = _as_written(state, scope, period, began.day)
        if written is None:
            return  # the law set no such period when this began
        period = written
    if began is None or (began.day > day and not period.backwards):
        yield _obligation(period, scope.proceeding, "waiting", started=began, item=item)
        return
    met = _met(state, scope, period, began, row)
    end = _end(state, scope, period, began, met, day, row)
    if end is None:
        yield _obligation(period, scope.proceeding, "waiting", started=began, item=item)
        return
    due_on = end if isinstance(end, date) else end.due_on
    reckoned = end if isinstance(end, Due) else None
    standing = _standing(state, scope.proceeding, period, met, end, day)
    yield _obligation(
        period,
        scope.proceeding,
        standing,
        started=began,
        due_on=due_on,
        due_at=reckoned.due_at if reckoned else None,
        met_on=met,
        due=reckoned,
        item=item,
    )


def _obligation(period: Period, proceeding: str, state: str, **more: Any) -> Obligation:
    return Obligation(
        proceeding=proceeding,
        code=period.code,
        title=period.title,
        kind=period.kind,
        of=period.of,
        cite=period.cite,
        status=period.status,
        state=state,
        period=period,
        **more,
    )


def _as_written(state: State, scope: Scope, period: Period, day: date) -> Period | None:
    """A running period keeps the text under which it began; None when the law of that day knew no such period."""
    procedure = state.procedure(scope.proceeding, day)
    if procedure is None:
        return period
    return next((candidate for candidate in procedure.periods if candidate.code == period.code), None)


def _start(state: State, scope: Scope, period: Period, row: Bindings) -> Moment | None:
    if period.start_steps:
        found = [state.standing(scope.proceeding, step) for step in period.start_steps]
        moments = [item.taken.at for item in found if item]
        return max(moments, key=lambda at: (at.day, str(at))) if moments else None
    if period.starts is None:
        return None
    return _moment(period.starts.value(scope, row))


def _moment(value: object) -> Moment | None:
    if isinstance(value, Moment):
        return value
    return Moment(value) if isinstance(value, date) else None


def _met(state: State, scope: Scope, period: Period, began: Moment, row: Bindings) -> Moment | None:
    """When the demand was first met; what the law deems done never meets it, what was later annulled did."""
    if period.met_if:
        held = period.met_if.value(scope, row)
        if isinstance(held, bool | Unknown):
            return Moment(scope.day) if held is True else None
        said = _moment(held)
        return said if said is not None and said.day <= scope.day else None  # a day still to come has met nothing
    moments = [
        item.taken.at
        for step in period.met_by
        for item in _occurrences(state, scope.proceeding, step)
        if not item.taken.is_deemed and (period.backwards or before(item.taken.at, began) is not True)
    ]
    return min(moments, key=lambda at: (at.day, str(at))) if moments else None


def _occurrences(state: State, proceeding: str, step: str) -> list[Instance]:
    """Instances that count, whether or not they still stand, unless they were sent back to be done again."""
    return [item for item in state.instances(proceeding, step) if item.counts and (item.standing or item.annulled)]


def _end(
    state: State, scope: Scope, period: Period, began: Moment, met: Moment | None, day: date, row: Bindings
) -> Due | date | None:
    if period.until is not None:
        last = _moment(period.until.value(scope, row))
        if last is None:
            return None
        if not period.length:
            return _until(state, scope, period, began, last.day, min(met.day, day) if met else day)
        began = last
    length, unit = period.length, period.unit
    for condition, shorter, other in period.shorter_if:
        if condition.holds(scope, row) is True:
            length, unit = shorter, other or unit
            break
    stop = min(met.day, day) if met else day
    pauses = () if unit == "hour" or length < 0 else tuple(_pauses(state, scope, period, began, stop))
    return due(
        state.context.calendar,
        began,
        length,
        cast(Unit, unit),
        counting=counting(state.context, period, began.day),
        rolls=True if period.rolls is None else period.rolls,
        pauses=pauses,
        extensions=tuple(_extensions(state, scope, period)),
    )


def _until(state: State, scope: Scope, period: Period, began: Moment, last: date, stop: date) -> Due | date:
    """A period to a stated day; suspended or prolonged, it goes on for as many days as that took."""
    pauses, extensions = tuple(_pauses(state, scope, period, began, stop)), tuple(_extensions(state, scope, period))
    if last < began.day or not (pauses or extensions):
        return last
    length = (last - began.day).days
    rolls = period.rolls is True
    return due(state.context.calendar, began, length, "day", rolls=rolls, pauses=pauses, extensions=extensions)


def _moments_of(state: State, scope: Scope, name: str) -> list[Moment]:
    """Days a pause names: of a step, of one of several (`a|b`), of a fact. A step that came to nothing counts not."""
    found: list[Moment] = []
    for part in name.split("|"):
        home = state.home(scope.proceeding, part) if "." not in part else None
        if home:
            found += [i.taken.at for i in state.instances(home, part) if i.standing and i.counts]
        elif "." in part and (moment := _moment(scope.fact(part))):
            found.append(moment)
    return sorted(found, key=lambda at: (at.day, str(at)))


def _pauses(state: State, scope: Scope, period: Period, began: Moment, stop: date) -> Iterator[tuple[date, date]]:
    for pause in period.paused_by:
        ends = [at.day for at in _moments_of(state, scope, pause.end)]
        for start in (at.day for at in _moments_of(state, scope, pause.start)):
            ended = next((end for end in ends if end >= start), None)
            last = stop if ended is None else ended - timedelta(days=1) if pause.end_counts else ended
            first = max(start, began.day)
            if last >= first:
                yield (first, last)


def _extensions(state: State, scope: Scope, period: Period) -> list[Extension]:
    """In the order in which they were granted: each lengthens what the one before it left."""
    return sorted(_granted(state, scope, period), key=lambda item: item.granted_on or date.min)


def _granted(state: State, scope: Scope, period: Period) -> Iterator[Extension]:
    for extension in period.extended_by:
        for instance in state.instances(scope.proceeding, extension.step):
            if not (instance.standing and instance.counts):
                continue
            facts: Mapping[str, Value] = instance.taken.facts
            granted = instance.taken.at.day
            if extension.to:
                last = _moment(facts.get(extension.to))
                yield Extension(to=last.day if last else None, granted_on=granted)
            else:
                named = facts.get(extension.fact) if extension.fact else None
                if isinstance(named, int):
                    yield Extension(length=named, granted_on=granted, by_organ=True)
                else:
                    yield Extension(length=extension.length, granted_on=granted)


def _standing(state: State, proceeding: str, period: Period, met: Moment | None, end: Due | date, day: date) -> str:
    due_on = end if isinstance(end, date) else end.due_on
    if met is not None and not _after(met, end):
        return "met"
    finished = state.ended(proceeding)
    if finished and not period.survives and not _ended_late(finished, end):
        return "ended"  # nothing was due any more, whatever was done after the end
    if met is not None:
        return "late"
    if day > due_on:
        return "lapsed"
    return "paused" if isinstance(end, Due) and end.pauses and end.pauses[-1][1] >= day else "running"


def _ended_late(finished: Instance, end: Due | date) -> bool:
    """Whether a proceeding ended only after the period had run out: of hours, by the clock of that very day."""
    if isinstance(end, Due) and end.latest is not None:
        return _after(finished.taken.at, end)
    return finished.taken.known_on > (end if isinstance(end, date) else end.due_on)


def _after(met: Moment, end: Due | date) -> bool:
    if isinstance(end, date):
        return met.day > end
    if end.latest is not None:
        return before(end.latest, met) is True
    return met.day > end.due_on


def pending(condition: Condition | None, scope: Scope) -> bool:
    """Whether a condition could not be judged yet."""
    return condition is not None and isinstance(condition.holds(scope), Unknown)
