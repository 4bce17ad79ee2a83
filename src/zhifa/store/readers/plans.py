"""Yearly plans of inspections and of supervision, and the inspections carried out under them or beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from zhifa.core.facts import Vocabulary
from zhifa.core.planning import Plan, fold
from zhifa.store import journal
from zhifa.store.casework.models import Outcome, Proceeding
from zhifa.store.journal.models import EventRow

INSPECTION, DONE = "inspection", "inspection.done"
"""The procedure of inspections, and the outcome by which one counts as done."""
INSPECTIONS, SUPERVISION = "plan", "supervision_plan"
"""The kinds of journal in which plans are kept."""
OUTSIDE = "-"
"""Asks a list of inspections for those that name no item of the plan."""


def plan_stream(organ: str, year: int) -> str:
    """The journal's name for the plan of an organ and year."""
    return f"{organ}/{year}"


def read_plan(organ: str, year: int, vocabulary: Vocabulary, stream: str = INSPECTIONS) -> Plan:
    """The plan of an organ for a year; an empty one where nothing was entered."""
    return fold(year, journal.read_stream(stream, plan_stream(organ, year)), vocabulary)


@dataclass(frozen=True, slots=True)
class Carried:
    """Inspections begun and those of them concluded."""

    begun: int = 0
    done: int = 0


def inspections_by_item(organ: str, year: int) -> Mapping[str, Carried]:
    """Inspections of an organ by the item they name, and under the empty name those of the year that name none."""
    done = Outcome.objects.filter(case=OuterRef("case"), proceeding=OuterRef("pk"), code=DONE, standing=1)
    found = Proceeding.objects.filter(
        Q(plan_item="", opened_on__year=year) | Q(plan_item__startswith=f"{year}年"),
        procedure=INSPECTION,
        case__organ_id=organ,
    )
    counted = found.values("plan_item").annotate(begun=Count("pk"), done=Count("pk", filter=Exists(done)))
    return {row["plan_item"]: Carried(row["begun"], row["done"]) for row in counted.order_by("plan_item")}


def items_of_cases(cases: Sequence[str]) -> Mapping[str, str]:
    """Which plan item the inspection of each case carries out; empty for an inspection outside the plan."""
    found = Proceeding.objects.filter(case_id__in=list(cases), procedure=INSPECTION).order_by("-plan_item")
    named: dict[str, str] = {}
    for case, item in found.values_list("case_id", "plan_item"):
        named.setdefault(case, item)
    return named


def planning_organs(year: int = 0) -> frozenset[str]:
    """The organs that have entered a plan, for a year or for any."""
    found = EventRow.objects.filter(stream_kind=INSPECTIONS, version=1)
    found = found.filter(stream_id__endswith=f"/{year}") if year else found
    return frozenset(stream.rpartition("/")[0] for stream in found.values_list("stream_id", flat=True))


def plan_years(organ: str, stream: str = INSPECTIONS) -> tuple[int, ...]:
    """The years for which an organ has entered a plan, the latest first."""
    found = EventRow.objects.filter(stream_kind=stream, stream_id__startswith=f"{organ}/", version=1)
    years = (int(stream.rpartition("/")[2]) for stream in found.values_list("stream_id", flat=True))
    return tuple(sorted(years, reverse=True))
