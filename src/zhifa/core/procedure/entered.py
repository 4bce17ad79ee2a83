"""A finished case as one event: a light case, such as one of a million records of traffic monitoring.

Entered afterwards in bulk, it stands for what would else be a dozen events: the case, its proceeding, each step. Who
reads the case sees those, told apart by `part`; what happens to it later are ordinary events of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from zhifa.core.events import CASE_ENTERED, CASE_OPENED, PROCEEDING_OPENED, STEP_TAKEN, Event, NewEvent
from zhifa.core.facts import Json, Value, Vocabulary, dump_value
from zhifa.core.values import Moment

LISTED: Final = "listed"
"""Stands in the place of a step for what a row of a list tells of no one step."""


@dataclass(frozen=True, slots=True)
class EnteredStep:
    """One step of a light case: when, by whom, with which facts."""

    step: str
    at: Moment
    by: tuple[str, ...]
    facts: Mapping[str, Value]


def entered(
    proceeding: str,
    procedure: str,
    steps: Sequence[EnteredStep],
    *,
    actor: str,
    vocabulary: Vocabulary,
    facts: Mapping[str, Value],
    about: Mapping[str, Json],
) -> NewEvent:
    """The event of a light case. `about` is what the opening of any case says: organ, number, officers, rules.

    Where a row of a list is all that is known, what it tells of the whole comes first among the steps, as `LISTED`.
    """
    listed = bool(steps) and steps[0].step == LISTED
    if listed:
        facts, steps = {**facts, **steps[0].facts}, steps[1:]
    return NewEvent(
        type=CASE_ENTERED,
        occurred=min((step.at for step in steps), key=lambda at: (at.day, str(at))),
        actor=actor,
        payload={
            **about,
            "proceeding": proceeding,
            "procedure": procedure,
            **({"listed": True} if listed else {}),
            "facts": {code: dump_value(value) for code, value in facts.items()},
            "steps": [
                {
                    "step": one.step,
                    "at": str(one.at),
                    "by": list(one.by),
                    "facts": {code: dump_value(value) for code, value in one.facts.items()},
                }
                for one in steps
            ],
        },
        personal=(
            *(f"/facts/{code}" for code in facts if _personal(vocabulary, code)),
            *(
                f"/steps/{number}/facts/{code}"
                for number, one in enumerate(steps)
                for code in one.facts
                if _personal(vocabulary, code)
            ),
        ),
    )


def _personal(vocabulary: Vocabulary, code: str) -> bool:
    fact = vocabulary.get(code)
    return fact is not None and fact.personal


def opened_beside(
    proceeding: str,
    procedure: str,
    steps: Sequence[EnteredStep],
    *,
    actor: str,
    vocabulary: Vocabulary,
    parent: str,
) -> list[NewEvent]:
    """The events of a proceeding a row of a list tells of, in a case that is there already; as listed as a case is."""
    told: Mapping[str, Value] = {}
    if steps and steps[0].step == LISTED:
        told, steps = steps[0].facts, steps[1:]
    opened = NewEvent(
        type=PROCEEDING_OPENED,
        occurred=min((step.at for step in steps), key=lambda at: (at.day, str(at))),
        actor=actor,
        payload={
            "proceeding": proceeding,
            "procedure": procedure,
            "parent": parent,
            "listed": True,
            "facts": {code: dump_value(value) for code, value in told.items()},
        },
        personal=tuple(f"/facts/{code}" for code in told if _personal(vocabulary, code)),
    )
    return [opened, *taken_beside(proceeding, steps, actor=actor, vocabulary=vocabulary)]


def taken_beside(
    proceeding: str, steps: Sequence[EnteredStep], *, actor: str, vocabulary: Vocabulary
) -> list[NewEvent]:
    """The events of steps a list tells of beside those entered with their case."""
    return [
        NewEvent(
            type=STEP_TAKEN,
            occurred=one.at,
            actor=actor,
            payload={
                "proceedings": [proceeding],
                "step": one.step,
                "mode": "recorded",
                "by": list(one.by),
                "listed": True,
                "facts": {code: dump_value(value) for code, value in one.facts.items()},
            },
            personal=tuple(f"/facts/{code}" for code in one.facts if _personal(vocabulary, code)),
        )
        for one in steps
        if one.step != LISTED
    ]


def expanded(event: Event) -> tuple[Event, ...]:
    """The events an event stands for: itself, but for a light case its opening, its proceeding and its steps."""
    if event.type != CASE_ENTERED:
        return (event,)
    payload: Any = event.payload
    about = {code: payload[code] for code in ("organ", "number", "officers", "rules")}
    begun = {code: payload[code] for code in ("proceeding", "procedure", "listed", "facts") if code in payload}
    return (
        replace(event, type=CASE_OPENED, payload=about, erased=()),
        replace(event, type=PROCEEDING_OPENED, payload=begun),
        *(_step(event, number, one) for number, one in enumerate(payload["steps"])),
    )


def _step(event: Event, number: int, one: Mapping[str, Any]) -> Event:
    payload: Any = event.payload
    place = f"/steps/{number}"
    return replace(
        event,
        type=STEP_TAKEN,
        part=number + 1,
        occurred=Moment.parse(one["at"]),
        payload={
            "proceedings": [payload["proceeding"]],
            "step": one["step"],
            "mode": "recorded",
            "by": one["by"],
            "listed": bool(payload.get("listed")),
            "facts": one["facts"],
        },
        erased=tuple(path.removeprefix(place) for path in event.erased if path.startswith(f"{place}/")),
    )
