"""Assessments of officers, and what can be counted of a person's work in a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhifa.core.assessment import Measured
from zhifa.core.events import STEP_CORRECTED
from zhifa.store.casework import models as casework
from zhifa.store.journal.models import EventRow
from zhifa.store.personnel.models import Assessment, Sitting
from zhifa.store.readers.cases import within

REVIEWED = ("penalty.reviewed", "permit.reviewed")
SENT_BACK = ("penalty.review_corrected", "permit.review_corrected")
"""Outcomes of legal review: how often, and how often it sent a case back."""


def cases_of(person: str, path: str, first: date, last: date) -> list[str]:
    """Cases of an organ in whose charge a person is and that ran in a period."""
    found = casework.Case.objects.filter(path__startswith=path, opened_on__lte=last).exclude(closed_on__lt=first)
    return [key for key, officers in found.values_list("id", "officers") if person in officers]


def measures(person: str, path: str, first: date, last: date, *, hours: tuple[int, int]) -> Mapping[str, Measured]:
    """What is counted of a person in a period. No fine and no number of penalties is among it (行政处罚法 74.3)."""
    cases = cases_of(person, path, first, last)
    duties = casework.Obligation.objects.filter(case_id__in=cases, kind="duty", of="organ", due_on__range=(first, last))
    states = list(duties.values_list("state", flat=True))
    met, late = states.count("met"), states.count("late")
    faulty = casework.Finding.objects.filter(case_id__in=cases, level="red", found_on__lte=last)
    wrong = len(set(faulty.values_list("case_id", flat=True)))
    reviews = casework.Outcome.objects.filter(case_id__in=cases, counted_on__range=(first, last))
    all_reviews = reviews.filter(code__in=REVIEWED).count()
    returned = reviews.filter(code__in=SENT_BACK).count()
    sat = Sitting.objects.filter(person_id=person, passed__isnull=False, exam__opens_on__range=(first, last))
    best = max(((row.score or 0, row.exam.full_marks) for row in sat.select_related("exam")), default=(0, 0))
    mended = EventRow.objects.filter(stream_kind="case", type=STEP_CORRECTED, actor=person, stream_id__in=cases).count()
    return {
        "on_time": Measured(met, met + late),
        "clean": Measured(len(cases) - wrong, len(cases)),
        "agreed": Measured(all_reviews - returned, all_reviews),
        "hours": Measured(*hours),
        "exam": Measured(*best),
        "handled": Measured(len(cases), len(cases)),
        "corrected": Measured(mended, mended),
    }


@dataclass(frozen=True, slots=True)
class AssessmentRead:
    """An assessment as pages show it."""

    id: str
    person: str
    name: str
    organ: str
    organ_name: str
    path: str
    standard: str
    period: str
    items: tuple[Mapping[str, Any], ...]
    score: int
    grade: str
    entered_on: date
    entered_by: str
    objection: str
    objected_on: date | None
    answer: str
    answered_on: date | None


def _read(row: Assessment) -> AssessmentRead:
    return AssessmentRead(
        row.pk, row.person_id, row.person.name, row.organ_id, row.organ.short, row.organ.path, row.standard,
        row.period, tuple(row.items), row.score, row.grade, row.entered_on, row.entered_by, row.objection,
        row.objected_on, row.answer, row.answered_on,
    )  # fmt: skip


def assessments(*, reach: Sequence[str], period: str = "", person: str = "") -> list[AssessmentRead]:
    """Assessments within the reach, the latest first; objections without an answer lead."""
    found = Assessment.objects.filter(within(reach, "organ__path")).select_related("person", "organ")
    found = found.filter(period=period) if period else found
    found = found.filter(person_id=person) if person else found
    rows = [_read(row) for row in found.order_by("-period", "person__name", "id")]
    return sorted(rows, key=lambda row: not (row.objection and not row.answer))


def assessment(key: str) -> AssessmentRead | None:
    """One assessment."""
    row = Assessment.objects.filter(pk=key).select_related("person", "organ").first()
    return _read(row) if row else None
