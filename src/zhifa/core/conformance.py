"""Rules without exception (五个一律): whether each case keeps them, by conditions that are data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.core.conditions import Condition, parse
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Run, State
from zhifa.core.rulebook import Entry, Rulebook, Rules
from zhifa.core.worktime import Calendar

KEPT, BROKEN, UNKNOWN = "kept", "broken", "unknown"


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule: of which procedures, once which step was taken, what must hold, how soon steps must be entered."""

    code: str
    title: str
    say: str
    says_of: str
    procedures: frozenset[str]
    once: str
    holds: Condition | None
    entered_within: int | None
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether one proceeding keeps a rule, since when it is asked."""

    demand: str
    proceeding: str
    on: date
    state: str


def demands(rules: Rules) -> Sequence[Demand]:
    """The rules of a day, in the order in which they were written."""
    return rules.built(
        "conformance", lambda given: [_demand(given.book, e) for e in given.entries("conformance").values()]
    )


def _demand(book: Rulebook, entry: Entry) -> Demand:
    data = entry.data
    within = data.get("entered_within")
    return Demand(
        entry.code,
        str(data["title"]),
        str(data["say"]),
        str(data["says_of"]),
        frozenset(map(str, data.get("procedures", ()))),
        str(data.get("once", "")),
        parse(str(data["holds"]), book.vocabulary, FUNCTIONS) if data.get("holds") else None,
        None if within is None else int(within),
        str(data.get("note", "")),
        entry.status,
    )


def kept(state: State, calendar: Calendar, recorded: Mapping[int, date], day: date) -> Iterator[Kept]:
    """What a case shows of every rule that asks something of one of its proceedings."""
    for demand in demands(state.context.rules(day)):
        for key, run in state.runs.items():
            if run.proceeding.procedure not in demand.procedures:
                continue
            begun = state.standing(key, demand.once) if demand.once else None
            if demand.once and begun is None:
                continue
            on = begun.taken.at.day if begun else run.proceeding.opened.day
            yield Kept(demand.code, key, on, _state(state, key, run, demand, calendar, recorded, day))


def _state(
    state: State, key: str, run: Run, demand: Demand, calendar: Calendar, recorded: Mapping[int, date], day: date
) -> str:
    if demand.entered_within is not None and any(
        calendar.workdays_between(item.taken.at.day, recorded[item.taken.version]) > demand.entered_within
        for item in run.instances
        if item.source is None and not item.taken.is_deemed and item.step is not None and not item.step.is_outsiders
    ):
        return BROKEN
    if demand.holds is None:
        return KEPT
    held = demand.holds.holds(Scope(state, key, day))
    return KEPT if held is True else BROKEN if held is False else UNKNOWN
