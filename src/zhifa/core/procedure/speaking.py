"""What a gate speaks of, with points and periods taken apart into the steps they rest on; and of what nobody can tell,
because a completed file does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhifa.core.conditions import Condition
from zhifa.core.procedure.model import Procedure

if TYPE_CHECKING:
    from zhifa.core.procedure.state import State


def spoken_of(procedure: Procedure, about: Iterable[str]) -> list[str]:
    """The codes themselves, and those behind the points and periods among them."""
    waiting, seen = list(about), dict[str, None]()
    while waiting:
        code = waiting.pop(0)
        if code in seen:
            continue
        seen[code] = None
        if code in procedure.points:
            waiting += _named(procedure.points[code].when)
        for period in procedure.periods:
            if period.code == code:
                waiting += [*period.start_steps, *(_named(period.starts) if period.starts else ())]
    return list(seen)


def _named(condition: Condition) -> list[str]:
    return [*condition.named(), *sorted(condition.facts())]


def behind(procedure: Procedure, steps: Iterable[str]) -> set[str]:
    """Some steps, and all that come after one of them wherever the procedure leads."""
    found = set(steps)
    while more := {
        step.code
        for step in procedure.steps.values()
        if step.code not in found and any(found.intersection(alternatives) for alternatives in step.after)
    }:
        found |= more
    return found


def facts_unfound(state: State, proceeding: str) -> frozenset[str]:
    """The facts of steps of which the file does not tell, in a proceeding and above it."""
    found: frozenset[str] = frozenset()
    while proceeding in state.runs:
        run = state.runs[proceeding].proceeding
        steps = (state.step(proceeding, code, state.day) for code in run.unfound)
        found = found.union(*(step.facts for step in steps if step))
        proceeding = run.parent
    return found
