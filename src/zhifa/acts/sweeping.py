"""The sweep: rules of supervision over many cases, worked out for a day and written in the place of the last ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import Any

from django.db import transaction

from zhifa.acts.work import context, today
from zhifa.core.oversight import Alert, alerts
from zhifa.core.oversight.patterns import READERS, Found
from zhifa.core.oversight.patterns.model import DEEDS, ORGANS, VISITS
from zhifa.store.oversight.projector import Written, project_patterns
from zhifa.store.readers import patterns as reader

_SOURCES: Mapping[str, Callable[[date, int], Sequence[Any]]] = {
    DEEDS: reader.deeds,
    VISITS: reader.visits,
    ORGANS: reader.organ_years,
}
HOME = "home"
"""The parameter that says by which names a place is known to be at home."""


def patterns_on(day: date) -> Iterator[tuple[Alert, Found]]:
    """What many cases show on a day, rule by rule. Nothing is written."""
    rules = alerts(context().rules(day)).readers()
    widest: dict[str, int] = {}
    for alert in rules:
        source = READERS[alert.reader].source
        widest[source] = max(widest.get(source, 0), alert.looks_back)
    kept: dict[tuple[str, int], Sequence[Any]] = {}
    for alert in rules:
        named, window = READERS[alert.reader], alert.looks_back
        place = (named.source, window if named.source == ORGANS else widest[named.source])
        if place not in kept:
            kept[place] = _SOURCES[named.source](day, place[1])
        rows = _within(kept[place], named.source, day - timedelta(days=window))
        yield from map(partial(_under, alert), named.find(rows, _at_home(alert.parameters), day))


def _within(rows: Sequence[Any], source: str, since: date) -> Sequence[Any]:
    """The widest window is read once, in the order of days; others are parts of it. Organs are of no one day."""
    return rows if source == ORGANS else rows[bisect_right(rows, since, key=attrgetter("day")) :]


def _at_home(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters of a rule; to the names of the home district belong those of the districts registered here."""
    if HOME not in parameters:
        return parameters
    return {**parameters, HOME: [*parameters[HOME], *reader.districts()]}


def _under(alert: Alert, found: Found) -> tuple[Alert, Found]:
    return alert, found


def sweep_patterns() -> Written:
    """Work out the patterns of today and write them; those that no longer hold are gone."""
    day = today()
    found = list(patterns_on(day))
    since = {alert.code: day - timedelta(days=alert.looks_back) for alert in alerts(context().rules(day)).readers()}
    with transaction.atomic():
        return project_patterns(found, calendar=context().calendar, since=since)
