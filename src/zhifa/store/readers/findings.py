"""Findings of cases and patterns of organs in one list: the reader of everybody who works with them.

A finding of a case and a pattern of many cases read alike: a key, a rule of supervision, an organ, a colour, who must
answer by when. Every list is limited to the reach, newest first, and goes on after the last line's day and key.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhifa.store.casework import models as casework
from zhifa.store.oversight import models as oversight
from zhifa.store.readers.cases import readable, within

PAGE = 50
CASE, PATTERN = "case", "pattern"
"""Where a finding comes from: one case, or many together."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as a list shows it. What only a case has is empty for a pattern."""

    key: str
    alert: str
    group: str
    colour: str
    organ: str
    organ_name: str
    path: str
    message: str
    remedy: str
    cite: str
    found_on: date
    known_on: date
    answers: str
    answer_by: date
    case_id: str = ""
    case_number: str = ""
    case_title: str = ""
    case_party: str = ""
    case_officers: tuple[str, ...] = ()
    proceeding: str = ""
    step: str = ""
    version: int = 0
    code: str = ""
    level: str = ""
    subject: str = ""

    @property
    def source(self) -> str:
        return CASE if self.case_id else PATTERN


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings a list shows, and where its page begins. An empty value asks nothing."""

    organ: str = ""
    """The id of one organ."""
    path: str = ""
    """The place of an organ in the tree, everything below it included."""
    group: str = ""
    colour: str = ""
    alert: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    """Only what could first be seen within these days, both included."""
    answer_until: date | None = None
    """Only what must be answered by this day."""
    after: tuple[date, str] | None = None
    """Day and key of the last line of the page before."""


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A page of findings and whether another follows."""

    lines: tuple[FindingLine, ...]
    more: bool


SHARED = (
    "key", "alert", "group", "colour", "organ_id", "organ__short", "path", "message", "remedy", "cite", "found_on",
    "known_on", "answers", "answer_by",
)  # fmt: skip
OF_CASE = (
    *SHARED, "case_id", "case__number", "case__title", "case__party", "case__officers", "proceeding", "step",
    "version", "code", "level",
)  # fmt: skip
OF_PATTERN = (*SHARED, "subject")
_NAMES = {"organ_id": "organ", "organ__short": "organ_name"}


def _line(fields: Sequence[str], row: Sequence[Any]) -> FindingLine:
    said = {_NAMES.get(name, name.replace("__", "_")): value for name, value in zip(fields, row, strict=True)}
    return FindingLine(**said | {"case_officers": tuple(said.get("case_officers", ()))})


def _seen(model: type[Any], reach: Sequence[str]) -> Q:
    """What may be read: a pattern of many cases belongs to its organ, a finding to its case."""
    return within(reach) if model is oversight.Pattern else readable(reach, "case__")


def _matching(found: QuerySet[Any], wanted: FindingFilter, reach: Sequence[str]) -> QuerySet[Any]:
    found = found.filter(_seen(found.model, reach))
    same = {"organ_id": wanted.organ, "group": wanted.group, "colour": wanted.colour, "alert": wanted.alert}
    found = found.filter(**{field: value for field, value in same.items() if value})
    if wanted.path:
        found = found.filter(path__startswith=wanted.path)
    if wanted.since:
        found = found.filter(known_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(known_on__lte=wanted.until)
    if wanted.answer_until:
        found = found.filter(answer_by__lte=wanted.answer_until)
    return found


def _sources(wanted: FindingFilter, reach: Sequence[str]) -> list[tuple[str, QuerySet[Any]]]:
    every: list[tuple[str, QuerySet[Any]]] = [
        (CASE, casework.Finding.objects.all()),
        (PATTERN, oversight.Pattern.objects.all()),
    ]
    return [(name, _matching(found, wanted, reach)) for name, found in every if wanted.source in ("", name)]


def findings(wanted: FindingFilter, *, reach: Sequence[str], limit: int = PAGE) -> FindingPage:
    """A page of findings, those first seen last before the others."""
    read: list[list[FindingLine]] = []
    for name, found in _sources(wanted, reach):
        if wanted.after:
            day, last = wanted.after
            # The second condition says nothing new; by it the database finds the place in its index.
            found = found.filter(Q(known_on__lt=day) | Q(known_on=day, key__lt=last), known_on__lte=day)
        fields = OF_CASE if name == CASE else OF_PATTERN
        rows = found.order_by("-known_on", "-key").values_list(*fields)[: limit + 1]
        read.append([_line(fields, row) for row in rows])
    lines = list(heapq.merge(*read, key=lambda item: (item.known_on, item.key), reverse=True))
    return FindingPage(tuple(lines[:limit]), len(lines) > limit)


def finding(key: str, *, reach: Sequence[str]) -> FindingLine | None:
    """One finding by its key, of a case or of many alike; None when it no longer stands or lies outside the reach."""
    row = casework.Finding.objects.filter(readable(reach, "case__"), key=key).values_list(*OF_CASE).first()
    if row is not None:
        return _line(OF_CASE, row)
    row = oversight.Pattern.objects.filter(within(reach), key=key).values_list(*OF_PATTERN).first()
    return None if row is None else _line(OF_PATTERN, row)


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many findings an organ has in a group and colour."""

    organ: str
    organ_name: str
    group: str
    colour: str
    number: int


def counts(*, reach: Sequence[str], wanted: FindingFilter | None = None) -> tuple[FindingCount, ...]:
    """Findings by organ, group and colour; organs and groups without any do not appear."""
    total: dict[tuple[str, str, str, str], int] = {}
    for _, found in _sources(wanted or FindingFilter(), reach):
        grouped = found.order_by().values_list("organ_id", "organ__short", "group", "colour").annotate(Count("pk"))
        for *place, number in grouped:
            total[tuple(place)] = total.get(tuple(place), 0) + number
    return tuple(FindingCount(*place, number) for place, number in sorted(total.items()))


def counts_by_alert(*, reach: Sequence[str]) -> dict[str, int]:
    """How many findings stand under each rule of supervision."""
    total: dict[str, int] = {}
    for _, found in _sources(FindingFilter(), reach):
        for alert, number in found.order_by().values_list("alert").annotate(Count("pk")):
            total[alert] = total.get(alert, 0) + number
    return dict(sorted(total.items()))


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A case, and the event in it, by which a pattern is shown."""

    case_id: str
    case_number: str
    case_title: str
    case_party: str
    version: int
    happened_on: date
    note: str


def causes(key: str, *, reach: Sequence[str], limit: int = 500) -> tuple[CauseLine, ...]:
    """The cases by which a pattern is shown, as far as they lie in the reach, in the order in which they happened."""
    found = oversight.Cause.objects.filter(readable(reach, "case__", "case__path"), pattern_id=key)
    read = found.order_by("happened_on", "case_id", "version").values_list(
        "case_id", "case__number", "case__title", "case__party", "version", "happened_on", "note"
    )
    return tuple(CauseLine(*row) for row in read[:limit])
