"""The machine's appraisal of casefiles: results by organ, grades, the worst items, lists of files and one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zhifa.core import appraisal as core
from zhifa.store.appraisal.models import Appraisal, Deduction
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Organ

PAGE = 50


@dataclass(frozen=True, slots=True)
class Span:
    """Which files are looked at: decided within these days, of one organ or all, light ones or the others."""

    first: date
    last: date
    organ: str = ""
    light: bool = False


@dataclass(frozen=True, slots=True)
class OrganResult:
    """What the files of one organ look like."""

    code: str
    name: str
    files: int
    average: float
    failed: int
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How often an item took points, and in how many files."""

    item: str
    title: str
    times: int
    files: int
    fatal: bool
    ask: bool


@dataclass(frozen=True, slots=True)
class AppraisedLine:
    """A file in a list."""

    case: str
    number: str
    title: str
    organ: str
    party: str
    decided_on: date
    score: int
    grade: str
    fatal: int
    asks: int


@dataclass(frozen=True, slots=True)
class AppraisedPage:
    lines: tuple[AppraisedLine, ...]
    more: bool


def _organs(reach: Sequence[str], span: Span) -> list[str]:
    """The organs looked at, by code: an index stands on them, and a place in the tree is no index."""
    found = Organ.objects.filter(within(reach))
    return list(found.filter(pk=span.organ).values_list("pk", flat=True) if span.organ else
                found.order_by("path").values_list("pk", flat=True))  # fmt: skip


def _rows(reach: Sequence[str], span: Span) -> QuerySet[Appraisal]:
    days = (span.first, span.last)
    organs = _organs(reach, span)
    return Appraisal.objects.filter(organ_id__in=organs, decided_on__range=days, light=int(span.light))


def grades_of(*, reach: Sequence[str], span: Span | None = None) -> dict[str, int]:
    """How many files have each grade."""
    organs = _organs(reach, span or Span(date.min, date.max))
    found = _rows(reach, span) if span else Appraisal.objects.filter(organ_id__in=organs)
    return dict(found.values_list("grade").annotate(files=Count("*")).order_by("-files", "grade"))


def scores_of(*, reach: Sequence[str], span: Span) -> dict[int, int]:
    """How many files without a fatal fault have each score."""
    found = _rows(reach, span).filter(fatal=0)
    return dict(found.values_list("score").annotate(files=Count("*")).order_by("score"))


def latest_day(*, reach: Sequence[str]) -> date | None:
    """The day of the youngest appraised file within the reach."""
    organs = list(Organ.objects.filter(within(reach)).values_list("pk", flat=True))
    found = Appraisal.objects.filter(organ_id__in=organs).order_by("-decided_on", "-case_id")
    return found.values_list("decided_on", flat=True).first()


def by_organ(*, reach: Sequence[str], span: Span) -> list[OrganResult]:
    """The organs with files, the lowest average first."""
    found = _rows(reach, span).values("organ_id", "grade").annotate(files=Count("*"), points=Sum("score"))
    told: dict[str, dict[str, tuple[int, int]]] = {}
    for row in found.order_by("organ_id", "grade"):
        told.setdefault(row["organ_id"], {})[row["grade"]] = (row["files"], row["points"])
    failed = dict(
        _rows(reach, span).filter(fatal__gt=0).values_list("organ_id").annotate(files=Count("*")).order_by("organ_id")
    )
    names = dict(Organ.objects.filter(pk__in=list(told)).values_list("pk", "short"))
    results = [
        OrganResult(
            code, names[code], files := sum(count for count, _ in grades.values()),
            round(sum(points for _, points in grades.values()) / files, 1), failed.get(code, 0),
            {grade: count for grade, (count, _) in grades.items()},
        )
        for code, grades in told.items()
    ]  # fmt: skip
    return sorted(results, key=lambda one: (one.average, one.name))


def _taken(reach: Sequence[str], span: Span) -> QuerySet[Deduction]:
    days = (span.first, span.last)
    return Deduction.objects.filter(organ_id__in=_organs(reach, span), light=int(span.light), decided_on__range=days)


def worst_items(*, reach: Sequence[str], span: Span, limit: int = 12) -> list[ItemResult]:
    """The items that cost most files points; what is only asked comes after."""
    found = _taken(reach, span)
    counted = found.values("item", "title", "fatal", "ask").annotate(
        times=Count("*"), files=Count("case", distinct=True)
    )
    return [
        ItemResult(r["item"], r["title"], r["times"], r["files"], bool(r["fatal"]), bool(r["ask"]))
        for r in counted.order_by("ask", "-fatal", "-files", "item")[:limit]
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files of a span a list shows: those with these scores and no fatal fault, with one, or with an item."""

    low: int | None = None
    high: int = 100
    failed: bool = False
    item: str = ""
    grade: str = ""


EVERY = Wanted()


def _beyond(found: QuerySet[Any], after: tuple[date, str] | None) -> QuerySet[Any]:
    """What stands behind a place in a list of the latest first."""
    if after is None:
        return found
    day, last = after
    return found.filter(Q(decided_on__lt=day) | Q(decided_on=day, case_id__lt=last), decided_on__lte=day)


def appraised(
    *,
    reach: Sequence[str],
    span: Span,
    wanted: Wanted = EVERY,
    after: tuple[date, str] | None = None,
    limit: int = PAGE,
) -> AppraisedPage:
    """Files, the latest first."""
    found = _rows(reach, span)
    if wanted.low is not None:
        found = found.filter(score__range=(wanted.low, wanted.high), fatal=0)
    found = found.filter(fatal__gt=0) if wanted.failed else found
    found = found.filter(grade=wanted.grade) if wanted.grade else found
    if wanted.item:  # an item may be rare: its own index finds its files
        ids = _beyond(_taken(reach, span).filter(item=wanted.item), after).order_by("-decided_on", "-case_id")
        found = found.filter(case_id__in=list(ids.values_list("case_id", flat=True).distinct()[: limit + 1]))
    listed = _beyond(found, after).order_by("-decided_on", "-case_id").values_list(
        "case_id", "case__number", "case__title", "organ__short", "case__party", "decided_on", "score", "grade",
        "fatal", "asks",
    )  # fmt: skip
    read = [AppraisedLine(*row) for row in listed[: limit + 1]]
    return AppraisedPage(tuple(read[:limit]), len(read) > limit)


@dataclass(frozen=True, slots=True)
class SheetRead:
    """The machine's sheet of one file with its deductions."""

    case: str
    number: str
    title: str
    party: str
    organ: str
    path: str
    decided_on: date
    standard: str
    digest: str
    version: int
    score: int
    grade: str
    fatal: int
    asks: int
    deductions: tuple[core.Deduction, ...]


def read_sheet(case_id: str, *, reach: Sequence[str]) -> SheetRead | None:
    """The sheet of one file within the reach; None before it is appraised."""
    found = Appraisal.objects.filter(within(reach, "organ__path"), case_id=case_id).select_related("case", "organ")
    row = found.first()
    if row is None:
        return None
    case = row.case
    return SheetRead(
        case_id, case.number, case.title, case.party, row.organ.name, row.organ.path, row.decided_on, row.standard,
        row.digest, row.version, row.score, row.grade, row.fatal, row.asks,
        tuple(map(_deduction, Deduction.objects.filter(case_id=case_id).order_by("number"))),
    )  # fmt: skip


def _deduction(row: Deduction) -> core.Deduction:
    return core.Deduction(
        item=row.item, title=row.title, points=row.points, fatal=bool(row.fatal), ask=bool(row.ask),
        message=row.message, cite=row.cite, place=row.place, proceeding=row.proceeding, step=row.step,
        version=row.version, token=row.token, paper=row.paper, period=row.period,
    )  # fmt: skip


def next_file(case_id: str, decided_on: date, *, reach: Sequence[str], span: Span) -> str:
    """The file after this one in the list; empty for the last."""
    page = appraised(reach=reach, span=span, after=(decided_on, case_id), limit=1)
    return page.lines[0].case if page.lines else ""
