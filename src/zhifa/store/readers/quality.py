"""What is counted of the quality of an organ's enforcement in a period. No fine and no number of penalties is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum

from zhifa.core.assessment import FULL, Measured
from zhifa.store.appraisal.models import Appraisal, RoundFile, Suggestion
from zhifa.store.casework import models as rows
from zhifa.store.readers.assessments import REVIEWED, SENT_BACK
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Organ

PUBLISHED = "publication."


@dataclass(frozen=True, slots=True)
class Judged:
    """An organ with what was counted of it."""

    code: str
    name: str
    measured: Mapping[str, Measured]


def _pairs(found: Iterable[Any]) -> dict[str, tuple[int, int]]:
    return {organ: (int(part or 0), int(whole or 0)) for organ, part, whole in found}


def measures_of(first: date, last: date, *, reach: Sequence[str]) -> list[Judged]:
    """The organs within the reach with what is counted of each, in as many queries for many as for one."""
    organs = dict(Organ.objects.filter(within(reach)).order_by("path").values_list("pk", "short"))
    codes = list(organs)
    told: dict[str, dict[str, tuple[int, int]]] = {
        **_files(codes, first, last),
        **_periods(codes, first, last),
        "clean": _clean(codes, first, last),
        "reviewed": _reviewed(codes, first, last),
        "upheld": _upheld(codes, first, last),
        "mended": _mended(codes, first, last),
    }
    return [
        Judged(code, name, {key: Measured(*found.get(code, (0, 0))) for key, found in told.items()})
        for code, name in organs.items()
    ]


def _files(codes: list[str], first: date, last: date) -> dict[str, dict[str, tuple[int, int]]]:
    """Points of all files, those people scored as they scored them, and files without a fatal fault."""
    files = Appraisal.objects.filter(organ_id__in=codes, decided_on__range=(first, last), light=0)
    counted = files.values_list("organ_id").annotate(
        n=Count("*"), points=Sum("score"), sound=Count("pk", filter=Q(fatal=0))
    )
    given = {organ: [n, int(points or 0), sound] for organ, n, points, sound in counted.order_by("organ_id")}
    judged = RoundFile.objects.filter(
        organ_id__in=codes, state="final", case__appraisals__decided_on__range=(first, last), case__appraisals__light=0
    )
    latest: dict[str, tuple[str, int, int]] = {}
    for case, organ, score, machine in judged.order_by("final_on", "id").values_list(
        "case_id", "organ_id", "score", "case__appraisals__score"
    ):
        latest[case] = (organ, int(score or 0), int(machine))
    for organ, score, machine in latest.values():
        given[organ][1] += score - machine
    return {
        "appraised": {organ: (points, n * FULL) for organ, (n, points, _) in given.items()},
        "passed": {organ: (sound, n) for organ, (n, _, sound) in given.items()},
    }


def _periods(codes: list[str], first: date, last: date) -> dict[str, dict[str, tuple[int, int]]]:
    """Duties of the organ that ended in the period, and among them those to publish."""
    duties = rows.Obligation.objects.filter(
        case__organ_id__in=codes,
        kind="duty",
        of="organ",
        due_on__range=(first, last),
        state__in=["met", "late", "lapsed"],
    )

    def kept(some: Any) -> dict[str, tuple[int, int]]:
        counted = some.values_list("case__organ_id").annotate(met=Count("pk", filter=Q(state="met")), n=Count("*"))
        return _pairs(counted.order_by("case__organ_id"))

    return {"on_time": kept(duties), "published": kept(duties.filter(code__startswith=PUBLISHED))}


def _clean(codes: list[str], first: date, last: date) -> dict[str, tuple[int, int]]:
    cases = rows.Case.objects.filter(organ_id__in=codes, opened_on__lte=last).exclude(closed_on__lt=first)
    counted = cases.values_list("organ_id").annotate(sound=Count("pk", filter=Q(red_count=0)), n=Count("*"))
    return _pairs(counted.order_by("organ_id"))


def _reviewed(codes: list[str], first: date, last: date) -> dict[str, tuple[int, int]]:
    reviews = rows.Outcome.objects.filter(
        organ_id__in=codes, counted_on__range=(first, last), code__in=(*REVIEWED, *SENT_BACK)
    )
    counted = reviews.values_list("organ_id").annotate(
        n=Count("pk", filter=Q(code__in=REVIEWED)), back=Count("pk", filter=Q(code__in=SENT_BACK))
    )
    return {organ: (n - back, n) for organ, n, back in counted.order_by("organ_id")}


def _upheld(codes: list[str], first: date, last: date) -> dict[str, tuple[int, int]]:
    decided = rows.Ruling.objects.filter(case__organ_id__in=codes, decided_on__range=(first, last))
    counted = decided.values_list("case__organ_id").annotate(stands=Count("pk", filter=Q(standing=1)), n=Count("*"))
    return _pairs(counted.order_by("case__organ_id"))


def _mended(codes: list[str], first: date, last: date) -> dict[str, tuple[int, int]]:
    due = Suggestion.objects.filter(organ_id__in=codes, mend_by__range=(first, last))
    counted = due.values_list("organ_id").annotate(
        done=Count("pk", filter=Q(replied_on__lte=F("mend_by"))), n=Count("*")
    )
    return _pairs(counted.order_by("organ_id"))
