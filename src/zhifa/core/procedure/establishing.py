"""What one step establishes: what was entered with it, what the step fixes, and the day it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhifa.core.facts import Value, Vocabulary
from zhifa.core.procedure.case import Taken
from zhifa.core.procedure.model import Step
from zhifa.core.values import Moment


def own_facts(step: Step | None, taken: Taken, vocabulary: Vocabulary) -> dict[str, Value]:
    """The facts one step establishes: what was entered, what the step fixes, and the day it was taken."""
    if step is None:
        return dict(taken.facts)
    return established(step, taken.at, taken.facts, vocabulary)


def established(step: Step, at: Moment, entered: Mapping[str, Value], vocabulary: Vocabulary) -> dict[str, Value]:
    """What a step on a day establishes, given the facts entered with it."""
    facts = dict(entered)
    facts.update((code, tuple(raw) if isinstance(raw, list) else raw) for code, raw in step.sets)
    if step.dated_as and step.dated_as not in facts:
        facts[step.dated_as] = dated(step.dated_as, at, vocabulary)
    return facts


def dated(code: str, at: Moment, vocabulary: Vocabulary) -> Value:
    """The day of a step as the fact that names it keeps it: with its time, or the bare date."""
    declared = vocabulary.get(code)
    return at if declared and declared.type == "moment" else at.day


def merge_rows(old: Value, new: Value, key: str) -> Value:
    """Rows of a list joined by their key; later columns add to earlier ones."""
    if not (isinstance(old, tuple) and isinstance(new, tuple)):
        return new
    rows: dict[Any, dict[str, Value]] = {}
    for number, item in enumerate((*old, *new)):
        if isinstance(item, Mapping):
            rows.setdefault(item.get(key, ("unnamed", number)), {}).update(item)
    return tuple(rows.values())
