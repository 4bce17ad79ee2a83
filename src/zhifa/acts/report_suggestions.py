"""Problems and plans an annual report could name, drawn from the year's own findings and figures.

A suggestion is only that: the writer takes its words over into the passages on problems and plans, or leaves it; both
are events. Which findings speak for it can be opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhifa.acts.report_entries import Entered, editable, write_events
from zhifa.acts.report_figures import Figure, report_figures
from zhifa.acts.report_frame import Frame, passages
from zhifa.acts.work import Actor, this_moment
from zhifa.core.events import REPORT_PASSAGE_EDITED, REPORT_SUGGESTION_JUDGED, NewEvent
from zhifa.core.facts import Json
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.store.readers import statistics as read
from zhifa.store.readers.findings import FindingFilter, counts

TAKEN, LEFT, OPEN = "taken", "left", ""
PROBLEMS, PLANS = "problems", "plans"
"""The passages a suggestion is taken over into, by the names every kind of report gives them."""
_COUNT: Final = "{{count}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the report could say: the problem with its number, the plan, and which findings or figures speak for it."""

    code: str
    title: str
    problem: str
    plan: str
    count: int
    groups: Mapping[str, int]
    """Findings of the year by group of supervision."""
    figures: tuple[str, ...]
    state: str = OPEN


def suggestions(given: Frame, figures: Mapping[str, Figure]) -> tuple[Suggestion, ...]:
    """The suggestions of a year, those with most behind them first."""
    found = _found(given)
    made = [one for entry in given.rules.entries("report_suggestion").values()
            if (one := _suggestion(given, entry.key, entry.data, found, figures))]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (-one.count, one.code)))


def _found(given: Frame) -> dict[str, int]:
    """How many findings of the year stand in each group, in the organs the report counts."""
    period = read.year_of(given.year)
    place = read.above_of(given.scope) if given.aggregates else given.scope.path
    total: dict[str, int] = {}
    for line in counts(reach=(place,), wanted=FindingFilter(since=period.start, until=period.end)):
        total[line.group] = total.get(line.group, 0) + line.number
    return total


def _suggestion(
    given: Frame, code: str, data: Mapping[str, Any], found: Mapping[str, int], figures: Mapping[str, Figure]
) -> Suggestion | None:
    groups = {group: found[group] for group in data.get("groups", ()) if found.get(group)}
    named = tuple(one for one in data.get("figures", ()) if one in figures and figures[one].value)
    count = sum(groups.values()) + sum(int(figures[one].value) for one in named)
    if count < int(data.get("least", 1)):
        return None
    judged = given.entries.suggestions.get(code)
    return Suggestion(
        code=code,
        title=str(data["title"]),
        problem=str(data["problem"]).replace(_COUNT, str(count)),
        plan=str(data["plan"]),
        count=count,
        groups=groups,
        figures=named,
        state=judged.text if judged else OPEN,
    )


def judge_suggestion(organ_code: str, year: int, code: str, *, take: bool, actor: Actor) -> Entered | Refusal:
    """Take a suggestion over into the report's own words, or leave it. Taken over twice it stands there once."""
    given = editable(organ_code, year, actor)
    if isinstance(given, Refusal):
        return given
    chosen = next((one for one in suggestions(given, report_figures(given)) if one.code == code), None)
    if chosen is None:
        return bad_input("没有这条建议，或者当年的问题已经更正", "刷新以后再看", place="suggestion")
    judged: dict[str, Json] = {"suggestion": code, "state": TAKEN if take else LEFT}
    events = [_event(REPORT_SUGGESTION_JUDGED, actor, judged)]
    if take and chosen.state != TAKEN:
        events += _taken_over(given, chosen, actor)
    return write_events(given, events)


def _taken_over(given: Frame, chosen: Suggestion, actor: Actor) -> Iterator[NewEvent]:
    """The words of a suggestion at the end of the two passages; the number is what it was when it was taken."""
    texts = passages(given)
    for name, words in ((PROBLEMS, chosen.problem), (PLANS, chosen.plan)):
        if name in texts:
            own = given.entries.passages.get(name)
            text = "\n".join(part for part in (own.text if own else "", words) if part)
            yield _event(REPORT_PASSAGE_EDITED, actor, {"passage": name, "text": text})


def _event(kind: str, actor: Actor, payload: dict[str, Json]) -> NewEvent:
    return NewEvent(type=kind, occurred=this_moment(), actor=actor.id, payload=payload)
