"""A step taken now in a case known from a list: what the list did not tell and the step needs is entered first.

Elsewhere nothing is concluded from a list's silence. A power used today cannot be: whether a fine is overdue, and may
be collected by force, depends on the day of delivery whoever tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from zhifa.core.procedure.attempt import Attempt, People
from zhifa.core.procedure.case import Case
from zhifa.core.procedure.gates import gates, step_gates
from zhifa.core.procedure.model import Procedure, Step
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.speaking import spoken_of
from zhifa.core.procedure.state import Context, State
from zhifa.core.values import Gate, Moment

UNTOLD: Final = "untold"
"""The code of a gate that asks to enter first what a list did not tell; it is about `proceeding/step`."""
_OF_THE_CASE: Final = frozenset({"order", "needs", "check"})
"""Gates about what happened before; the others are about the step itself."""


def gates_now(case: Case, context: Context, state: State, attempt: Attempt, people: People) -> list[Gate]:
    """What stands in the way of a step taken now; where only a list's silence does, the steps that would tell."""
    listed = _listed(state, attempt.proceeding)
    if not listed:
        return gates(state, attempt, people)
    own = attempt.proceeding in listed
    whole = unfold(as_told(case), context, at=attempt.at) if own else state
    return _narrowed(
        whole, attempt, gates(whole, attempt, people), gates(state, attempt, people) if own else (), listed
    )


def step_gates_now(state: State, whole: State, proceeding: str, step: Step, at: Moment) -> list[Gate]:
    """The same of the step itself, before anybody fills it in. `whole` is the state `as_told`."""
    listed = _listed(state, proceeding)
    if not listed:
        return step_gates(state, proceeding, step, at)
    own = proceeding in listed
    attempt = Attempt(proceeding, step, at, {}, ())
    found = step_gates(whole if own else state, proceeding, step, at)
    return _narrowed(whole, attempt, found, step_gates(state, proceeding, step, at) if own else (), listed)


def as_told(case: Case) -> Case:
    """The case as if what is entered were all there was."""
    return replace(case, proceedings={key: replace(one, listed=False) for key, one in case.proceedings.items()})


def _listed(state: State, proceeding: str) -> list[str]:
    """The proceeding and those above it that are known from a list."""
    found = []
    while proceeding in state.runs:
        if state.listed(proceeding):
            found.append(proceeding)
        proceeding = state.runs[proceeding].proceeding.parent
    return found


def _narrowed(
    whole: State, attempt: Attempt, found: Sequence[Gate], sure: Sequence[Gate], listed: Sequence[str]
) -> list[Gate]:
    """Of the gates there would be if what is entered were all, those a list's silence makes are one: who would tell."""
    certain = {(gate.code, gate.message) for gate in sure if not gate.unknown}
    kept: list[Gate] = []
    asked: dict[str, Step] = {}
    cites: list[str] = []
    for gate in found:
        silent = gate.code in _OF_THE_CASE and (gate.code, gate.message) not in certain
        tellers = dict(_tellers(whole, attempt, gate.about, listed)) if silent else {}
        if tellers:
            asked |= tellers
            cites.append(gate.cite)
        else:
            kept.append(gate)
    return [*kept, *_gate(attempt, asked, cites)]


def _gate(attempt: Attempt, asked: dict[str, Step], cites: Sequence[str]) -> Iterator[Gate]:
    if asked:
        titles = "”“".join(dict.fromkeys(step.title for step in asked.values()))
        yield Gate(
            UNTOLD,
            f"本案由清单录入，清单没有写“{titles}”：不能判断现在能否“{attempt.step.title}”",
            cites[0],
            f"先补录“{titles}”，再办理这一步",
            unknown=True,
            about=tuple(asked),
        )


def _tellers(state: State, attempt: Attempt, about: Iterable[str], listed: Sequence[str]) -> Iterator[tuple[str, Step]]:
    """The steps of listed proceedings nobody told of, from which one would know what a gate speaks of.

    Those that need not happen in a case, and those of others (whether somebody has paid is known by who acts now), are
    asked for only where there is no other.
    """
    found: dict[str, Step] = {}
    for key in listed:
        procedure = state.procedure(key)
        for code in spoken_of(procedure, about) if procedure else ():
            for step in _telling(state, key, procedure, code, attempt):
                if step.code != attempt.step.code and not step.is_laws and not state.done(key, step.code):
                    found.setdefault(f"{key}/{step.code}", step)
    needed = {place: step for place, step in found.items() if not step.optional and not step.is_outsiders}
    yield from sorted((needed or found).items(), key=lambda item: item[1].rank)


def _telling(state: State, key: str, procedure: Procedure | None, code: str, attempt: Attempt) -> Iterator[Step]:
    """The step of that code, or the first one that records the fact, where nobody recorded it."""
    assert procedure is not None
    if code in procedure.steps:
        yield procedure.steps[code]
    elif code in state.vocabulary and code not in attempt.step.facts and not state.is_recorded(key, code):
        steps = sorted(procedure.steps.values(), key=lambda step: step.rank)
        yield from [step for step in steps if code in step.facts][:1]
