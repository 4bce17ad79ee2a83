"""Yearly plans of supervision, as their streams tell them."""

from __future__ import annotations

from typing import Final

from zhifa.core.facts import Vocabulary
from zhifa.core.planning import Plan, fold
from zhifa.store import journal
from zhifa.store.journal.models import EventRow

STREAM: Final = "supervision_plan"


def plan_stream(organ: str, year: int) -> str:
    """The journal's name for the plan of an organ and year."""
    return f"{organ}/{year}"


def read_supervision_plan(organ: str, year: int, vocabulary: Vocabulary) -> Plan:
    """The plan of an organ for a year; an empty one where nothing was entered."""
    return fold(year, journal.read_stream(STREAM, plan_stream(organ, year)), vocabulary)


def supervision_plan_years(organ: str) -> tuple[int, ...]:
    """The years for which an organ has a plan."""
    found = EventRow.objects.filter(stream_kind=STREAM, stream_id__startswith=f"{organ}/")
    names = found.values_list("stream_id", flat=True).distinct()
    return tuple(sorted({int(name.rpartition("/")[2]) for name in names}, reverse=True))
