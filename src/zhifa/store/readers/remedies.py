"""Reconsideration, suits and claims of compensation against an organ, so that every one of a year is accounted for.

What was carried over and what came in is what was ended, by result, and what is still pending: the sum closes because
each case stands in exactly one of these places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import within
from zhifa.store.readers.statistics import Period

RECEIVED = "remedy.received"
ENDED = ("remedy.ended", "remedy.compensated")
LIMIT = 5000
"""More remedies against the organs of one reach in one year than any page shows; the count says so."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One remedy against an act of an organ: when it came, and how it ended, if it has."""

    case_id: str
    proceeding: str
    number: str
    party: str
    title: str
    organ: str
    procedure: str
    received_on: date
    ended_on: date | None
    result: str
    carried: bool
    """Whether it came in before the span looked at."""

    @property
    def pending(self) -> bool:
        return self.ended_on is None


def remedies(period: Period, *, reach: Sequence[str]) -> list[Remedy]:
    """Every remedy of a span: carried over or come in, ended in it or pending at its end; newest first."""
    counted = rows.Outcome.objects.filter(within(reach, "case__path"), counted_on__lte=period.end)
    ended: dict[str, tuple[date, str]] = {}
    for proceeding, day, kind in (
        counted.filter(code__in=ENDED).order_by("counted_on", "version").values_list("proceeding", "counted_on", "kind")
    ):
        ended[proceeding] = (day, kind)
    read = counted.filter(code=RECEIVED).order_by("-counted_on", "-case_id")
    found = []
    for case_id, proceeding, number, party, title, organ, procedure, day in read.values_list(
        "case_id", "proceeding", "case__number", "case__party", "case__title", "organ__short", "procedure", "counted_on"
    ):
        last, result = ended.get(proceeding, (None, ""))
        if last is not None and last < period.start:
            continue  # over before the span began
        carried = day < period.start
        found.append(Remedy(case_id, proceeding, number, party, title, organ, procedure, day, last, result, carried))
    return found[:LIMIT]
