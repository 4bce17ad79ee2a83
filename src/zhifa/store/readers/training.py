"""Training, examinations and what they make of a person's year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum

from zhifa.core.qualification import Year
from zhifa.store.personnel.models import Attendance, Exam, Session, Sitting
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Person


def years_of(persons: Iterable[str]) -> Mapping[str, Mapping[int, Year]]:
    """Hours and results of these persons by year. Training is recorded for a person when their organ, or one above it,
    held any that year, or when they attended any.
    """
    wanted = sorted(set(persons))
    hours: dict[tuple[str, int], int] = defaultdict(int)
    attended = Attendance.objects.filter(person_id__in=wanted, session__struck="")
    for person, day, had in attended.values_list("person_id", "session__held_on", "hours"):
        hours[person, day.year] += had
    results: dict[tuple[str, int], list[tuple[str, bool]]] = defaultdict(list)
    sat = Sitting.objects.filter(person_id__in=wanted, passed__isnull=False).order_by("exam__opens_on", "exam_id")
    for person, kind, day, passed in sat.values_list("person_id", "exam__kind", "exam__opens_on", "passed"):
        results[person, day.year].append((kind, bool(passed)))
    held = _years_held()
    found: dict[str, dict[int, Year]] = defaultdict(dict)
    for person, path in Person.objects.filter(pk__in=wanted).values_list("pk", "organ__path"):
        years = {year for place, some in held.items() if path.startswith(place) for year in some}
        years |= {year for one, year in (*hours, *results) if one == person}
        for year in years:
            recorded = any(path.startswith(place) and year in some for place, some in held.items())
            said = tuple(results.get((person, year), ()))
            had = hours.get((person, year), 0)
            found[person][year] = Year(had, recorded or bool(had), said)
    return found


def _years_held() -> Mapping[str, set[int]]:
    """In which years organs held training, by their place in the tree."""
    found: dict[str, set[int]] = defaultdict(set)
    for path, year in Session.objects.filter(struck="").values_list("organ__path", "held_on__year").distinct():
        found[path].add(year)
    return found


@dataclass(frozen=True, slots=True)
class SessionRead:
    """A training with how many attended."""

    id: str
    organ: str
    organ_name: str
    path: str
    title: str
    kind: str
    held_on: date
    hours: int
    teacher: str
    content: str
    courseware: tuple[Mapping[str, str], ...]
    struck: str
    attended: int
    person_hours: int


def _session(row: Session) -> SessionRead:
    counted: Any = row
    return SessionRead(
        row.pk, row.organ_id, row.organ.short, row.organ.path, row.title, row.kind, row.held_on, row.hours,
        row.teacher, row.content, tuple(row.courseware), row.struck, counted.attended or 0, counted.person_hours or 0,
    )  # fmt: skip


def _sessions(where: Q) -> list[SessionRead]:
    found = Session.objects.filter(where).select_related("organ").order_by("-held_on", "id")
    return [_session(r) for r in found.annotate(attended=Count("attendances"), person_hours=Sum("attendances__hours"))]


def above(path: str) -> Sequence[str]:
    """A place in the tree with all above it: training held there concerns it too."""
    parts = path.strip("/").split("/")
    return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


def sessions(organ_path: str, year: int) -> list[SessionRead]:
    """Training of a year that concerns an organ: its own, and of those above and below it."""
    near = Q(organ__path__startswith=organ_path) | Q(organ__path__in=above(organ_path))
    return _sessions(near & Q(held_on__year=year))


def session(key: str) -> SessionRead | None:
    """One training."""
    return next(iter(_sessions(Q(pk=key))), None)


def session_years(organ_path: str) -> list[int]:
    """The years with training that concerns an organ, the latest first."""
    near = Q(organ__path__startswith=organ_path) | Q(organ__path__in=above(organ_path))
    return sorted(set(Session.objects.filter(near).values_list("held_on__year", flat=True)), reverse=True)


def attendance(key: str) -> Mapping[str, int]:
    """Who attended a training, with their hours."""
    return dict(Attendance.objects.filter(session_id=key).values_list("person_id", "hours"))


@dataclass(frozen=True, slots=True)
class Attended:
    """A training a person attended."""

    session: str
    title: str
    kind: str
    held_on: date
    hours: int


def attended_by(person: str) -> list[Attended]:
    """What a person attended, the latest first."""
    found = Attendance.objects.filter(person_id=person, session__struck="").order_by("-session__held_on")
    columns = ("session_id", "session__title", "session__kind", "session__held_on", "hours")
    return [Attended(*row) for row in found.values_list(*columns)]


def sessions_by_kind(organs: Sequence[str], year: int) -> Mapping[str, int]:
    """How many trainings of each kind these organs held in a year: figures for a report."""
    found = Session.objects.filter(organ_id__in=list(organs), held_on__year=year, struck="").values_list("kind")
    return dict(found.annotate(Count("id")))


@dataclass(frozen=True, slots=True)
class ExamRead:
    """An examination with how many sat and passed."""

    id: str
    organ: str
    organ_name: str
    path: str
    title: str
    kind: str
    opens_on: date
    closes_on: date
    minutes: int
    pass_mark: int
    full_marks: int
    paper: tuple[Mapping[str, Any], ...]
    draw: Mapping[str, Any]
    candidates: tuple[str, ...]
    where: str
    sat: int
    passed: int
    waiting: int
    """Handed in and not yet marked."""


def _exams(where: Q) -> list[ExamRead]:
    counted = Exam.objects.filter(where).select_related("organ").order_by("-opens_on", "id").annotate(
        sat=Count("sittings", filter=Q(sittings__handed_in_at__isnull=False) | Q(sittings__score__isnull=False)),
        passed_count=Count("sittings", filter=Q(sittings__passed=True)),
        waiting=Count("sittings", filter=Q(sittings__handed_in_at__isnull=False, sittings__passed__isnull=True)),
    )  # fmt: skip
    found = []
    for row in counted:
        more: Any = row
        found.append(
            ExamRead(
                row.pk, row.organ_id, row.organ.short, row.organ.path, row.title, row.kind, row.opens_on,
                row.closes_on, row.minutes, row.pass_mark, row.full_marks, tuple(row.paper), row.draw,
                tuple(row.candidates), row.where, more.sat, more.passed_count, more.waiting,
            )
        )  # fmt: skip
    return found


def exams(*, reach: Sequence[str]) -> list[ExamRead]:
    """Examinations of the organs within the reach, the latest first."""
    return _exams(within(reach, "organ__path"))


def exams_for(person: str) -> list[ExamRead]:
    """Examinations a person is to sit or sat."""
    # Whether a JSON list holds a name cannot be asked in the same words of both databases.
    called = {key for key, names in Exam.objects.values_list("pk", "candidates") if person in names}
    called |= set(Sitting.objects.filter(person_id=person).values_list("exam_id", flat=True))
    return _exams(Q(pk__in=called))


def exam(key: str) -> ExamRead | None:
    """One examination."""
    return next(iter(_exams(Q(pk=key))), None)


@dataclass(frozen=True, slots=True)
class SittingRead:
    """A person at an examination."""

    person: str
    name: str
    begun_at: datetime | None
    due_at: datetime | None
    handed_in_at: datetime | None
    answers: Mapping[str, Any]
    marks: Mapping[str, int]
    score: int | None
    passed: bool | None


def sittings(key: str) -> list[SittingRead]:
    """Everybody who has begun an examination, by name."""
    found = Sitting.objects.filter(exam_id=key).select_related("person").order_by("person__name", "person_id")
    return [_sitting(row) for row in found]


def sitting(key: str, person: str) -> SittingRead | None:
    """How far a person has come at an examination; None before they begin."""
    row = Sitting.objects.filter(exam_id=key, person_id=person).select_related("person").first()
    return _sitting(row) if row else None


def _sitting(row: Sitting) -> SittingRead:
    return SittingRead(
        row.person_id, row.person.name, row.begun_at, row.due_at, row.handed_in_at, row.answers, row.marks,
        row.score, row.passed,
    )  # fmt: skip


def overdue_sittings(now: datetime) -> list[tuple[str, str]]:
    """Sittings whose time is over and that nobody handed in: examination and person."""
    found = Sitting.objects.filter(due_at__lt=now, handed_in_at__isnull=True, begun_at__isnull=False)
    return list(found.order_by("exam_id", "person_id").values_list("exam_id", "person_id"))


@dataclass(frozen=True, slots=True)
class Result:
    """A marked examination of a person."""

    exam: str
    title: str
    kind: str
    on: date
    score: int
    passed: bool


def results_of(person: str) -> list[Result]:
    """The results of a person, the latest first."""
    found = Sitting.objects.filter(person_id=person, passed__isnull=False).order_by("-exam__opens_on", "exam_id")
    columns = ("exam_id", "exam__title", "exam__kind", "exam__opens_on", "score", "passed")
    return [Result(*row) for row in found.values_list(*columns)]
