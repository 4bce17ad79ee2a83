"""Circles of reckoning: a period that begins when itself ends, a point that waits for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from zhifa.core.conditions import BadCondition
from zhifa.core.conditions.tree import Constant
from zhifa.core.procedure.checking.expressions import read
from zhifa.core.procedure.checking.survey import Expression, Survey, problem
from zhifa.core.rulebook import Problem

Place: TypeAlias = "tuple[str, str, str]"
"""What is reckoned (period, point, or whether a step is needed), in which procedure, under which code."""
ASKS: Final[Mapping[str, str]] = {
    "passed": "period", "running": "period", "ends": "period", "point": "point", "needed": "step",
}  # fmt: skip
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "period": ("starts", "until", "only_if", "met_by", "shorter_if"),
    "point": ("when",),
    "step": ("needed_if",),
}


def circles(survey: Survey) -> Iterator[Problem]:
    """Each circle once, at the entry that comes first in it."""
    asked: dict[Place, set[Place]] = {}
    for expression in survey.expressions:
        keys = KEYS.get(expression.entry.section, ())
        if expression.key.partition("[")[0] in keys:
            asked.setdefault(_place(expression), set()).update(_asked(survey, expression))
    done: set[Place] = set()
    for start in sorted(asked):
        circle = _circle(asked, start, [], done)
        if circle:
            entry = survey.own(circle[0][1], circle[0][0])[circle[0][2]][0]
            said = " → ".join(code for _, _, code in (*circle, circle[0]))
            yield problem(entry, f"自己等待自己，永远算不出来：{said}")
            return


def _place(expression: Expression) -> Place:
    entry = expression.entry
    return (entry.section, str(entry.data.get("procedure", "")), entry.code)


def _asked(survey: Survey, expression: Expression) -> Iterator[Place]:
    try:
        found = read(survey, expression)
    except BadCondition:
        return
    for call in found.calls():
        kind, first = ASKS.get(call.function.name), call.arguments[0] if call.arguments else None
        if kind is None or not isinstance(first, Constant):
            continue
        for owner in survey.above(str(expression.entry.data.get("procedure", ""))):
            if str(first.held) in survey.own(owner, kind):
                yield (kind, owner, str(first.held))
                break


def _circle(asked: Mapping[Place, set[Place]], place: Place, path: list[Place], done: set[Place]) -> list[Place]:
    """The circle met on the way from a place, if any."""
    if place in path:
        return path[path.index(place) :]
    if place in done:
        return []
    for following in sorted(asked.get(place, ())):
        if found := _circle(asked, following, [*path, place], done):
            return found
    done.add(place)
    return []
