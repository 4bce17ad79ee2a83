"""A step that somebody takes or took, as gates are asked about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhifa.core.facts import Value
from zhifa.core.permission import Person
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.values import Moment

People = Callable[[str], Person | None]
"""Who a person is, with certificates and roles of all times."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A step somebody takes, or took."""

    proceeding: str
    step: Step
    at: Moment
    facts: Mapping[str, Value]
    by: tuple[str, ...]
    erased: frozenset[str] = frozenset()
    """Facts the step carried until they were lawfully erased."""
    listed: bool = False
    """A list told of it, and nothing else is known of it."""


def title_of(state: State, proceeding: str, code: str) -> str:
    return Scope(state, proceeding, state.day).title("step", code)
