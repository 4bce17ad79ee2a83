"""Next steps: what may be done now, what is one condition away, and why the rest must wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhifa.core.conditions import Unknown
from zhifa.core.procedure.gates import may_begin
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.procedure.untold import as_told, step_gates_now
from zhifa.core.values import Gate, Moment

OPEN, NEAR, WAITING = "open", "near", "waiting"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step not yet done: open, one condition away, or waiting; with the root reasons."""

    proceeding: str
    step: Step
    state: str
    gates: tuple[Gate, ...]
    demanded: bool
    """True when the law demands it in every case; False when it is a possibility."""


def next_steps(state: State, day: date) -> list[NextStep]:
    """The steps of every open proceeding, those that may be taken first."""
    found: list[NextStep] = []
    listed = any(state.listed(key) for key in state.runs)
    whole = unfold(as_told(state.case), state.context, day=day) if listed else state
    for key in state.runs:
        procedure = state.procedure(key, day)
        for step in procedure.steps.values() if procedure else ():
            if step.is_laws:
                continue
            if (item := _next(state, whole, key, step, day)) is not None:
                found.append(item)
    order = {OPEN: 0, NEAR: 1, WAITING: 2}
    return sorted(found, key=lambda item: order[item.state])


def open_steps(state: State, day: date) -> list[NextStep]:
    """Only the steps that may be taken now, in the same order: an act needs these and no reasons for the rest.

    A proceeding known from a list asks nobody for anything.
    """
    found: list[NextStep] = []
    for key in state.runs:
        procedure = None if state.listed(key) else state.procedure(key, day)
        ended = procedure is not None and state.ended(key) is not None
        for step in procedure.steps.values() if procedure else ():
            if step.is_laws or (ended and not step.even_after_end) or not may_begin(state, key, step, day):
                continue
            if (needed := _needed(state, key, step, day)) is not False:
                found.append(NextStep(key, step, OPEN, (), _demanded(state, key, step, needed)))
    return found


def _next(state: State, whole: State, proceeding: str, step: Step, day: date) -> NextStep | None:
    gates = step_gates_now(state, whole, proceeding, step, Moment(day))
    if any(gate.code in {"ended", "already", "times", "until"} for gate in gates):
        return None
    needed = _needed(state, proceeding, step, day)
    if needed is False:
        return None
    where = OPEN if not gates else NEAR if len(gates) == 1 else WAITING
    return NextStep(proceeding, step, where, tuple(gates), _demanded(state, proceeding, step, needed))


def _needed(state: State, proceeding: str, step: Step, day: date) -> bool | Unknown:
    return step.needed_if is None or step.needed_if.holds(Scope(state, proceeding, day))


def _demanded(state: State, proceeding: str, step: Step, needed: bool | Unknown) -> bool:
    """Whether the law waits for the step: one that may be taken again is demanded until it was taken once."""
    if needed is not True or step.optional:
        return False
    return not step.repeat or state.standing(proceeding, step.code) is None
