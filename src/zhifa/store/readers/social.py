"""Invited supervisors, their meetings, consultations with their opinions, and what they add up to in a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Person, Role
from zhifa.store.social.models import Consultation, Meeting, Opinion, Term

PAGE = 50


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term with the person's name and how many opinions they gave in it."""

    id: str
    person: str
    name: str
    organ: str
    batch: str
    fields: str
    begins_on: date
    ends_on: date
    ended_on: date | None
    opinions: int

    def serves_on(self, day: date) -> bool:
        return self.begins_on <= day <= self.ends_on and not (self.ended_on and self.ended_on <= day)


def terms(*, reach: Sequence[str]) -> list[TermLine]:
    """The terms of invited supervisors, the latest first."""
    found = Term.objects.filter(within(reach, "organ__path")).select_related("person", "organ")
    rows = list(found.order_by("-begins_on", "person__name", "id"))
    given = Opinion.objects.filter(giver__in={row.person_id for row in rows}).values_list("giver", "given_on")
    by_giver: dict[str, list[date]] = {}
    for giver, on in given:
        by_giver.setdefault(giver, []).append(on)
    return [
        TermLine(
            row.pk, row.person_id, row.person.name, row.organ.short, row.batch, row.fields, row.begins_on, row.ends_on,
            row.ended_on, sum(row.begins_on <= on <= row.ends_on for on in by_giver.get(row.person_id, ())),
        )
        for row in rows
    ]  # fmt: skip


def term(key: str, *, reach: Sequence[str]) -> TermLine | None:
    return next((line for line in terms(reach=reach) if line.id == key), None)


def candidates(*, reach: Sequence[str]) -> list[tuple[str, str]]:
    """Persons registered as invited supervisors."""
    roles = Role.objects.filter(within(reach), role="invited_supervisor").values("person_id")
    return list(Person.objects.filter(pk__in=roles, left_on=None).order_by("name", "id").values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class MeetingRead:
    """A meeting with the names of those who came."""

    id: str
    organ: str
    organ_name: str
    path: str
    title: str
    held_on: date
    place: str
    minutes: str
    attended: tuple[str, ...]
    names: tuple[str, ...]


def meetings(*, reach: Sequence[str], attendee: str = "") -> list[MeetingRead]:
    """Meetings, the latest first; those one person attended where one is named."""
    found = Meeting.objects.filter(within(reach, "organ__path")).select_related("organ").order_by("-held_on", "id")
    rows = [row for row in found if not attendee or attendee in row.attended]
    names = dict(Person.objects.filter(pk__in={p for row in rows for p in row.attended}).values_list("pk", "name"))
    return [
        MeetingRead(
            row.pk, row.organ_id, row.organ.short, row.organ.path, row.title, row.held_on, row.place, row.minutes,
            tuple(row.attended), tuple(names.get(person, person) for person in row.attended),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpinionRead:
    """One opinion and its answer."""

    number: int
    giver: str
    name: str
    stance: str
    text: str
    given_on: date
    outcome: str
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class ConsultationRead:
    """A consultation as lists and its page show it. The case is for those who may see cases."""

    id: str
    kind: str
    organ: str
    organ_name: str
    path: str
    case_id: str
    title: str
    card: str
    asked: str
    opened_on: date
    due_on: date
    closed_on: date | None
    summary: str
    given: int
    answered: int
    opinions: tuple[OpinionRead, ...] = field(default=())


def _counted(found: QuerySet[Consultation]) -> QuerySet[Consultation]:
    return found.select_related("organ").annotate(
        given=Count("opinions"), answered=Count("opinions", filter=~Q(opinions__outcome=""))
    )


def _read(row: Consultation, opinions: tuple[OpinionRead, ...] = ()) -> ConsultationRead:
    return ConsultationRead(
        row.pk, row.kind, row.organ_id, row.organ.short, row.path, row.case_id, row.title, row.card, row.asked,
        row.opened_on, row.due_on, row.closed_on, row.summary, row.given, row.answered, opinions,  # type: ignore[attr-defined]
    )  # fmt: skip


def consultations(
    *, reach: Sequence[str], kind: str = "", state: str = "", after: tuple[date, str] | None = None, limit: int = PAGE
) -> tuple[list[ConsultationRead], bool]:
    """Consultations, newest first, and whether more follow."""
    found = _counted(Consultation.objects.filter(within(reach)))
    if kind:
        found = found.filter(kind=kind)
    if state in ("open", "closed"):
        found = found.filter(closed_on__isnull=state == "open")
    if after:
        found = found.filter(
            Q(opened_on__lt=after[0]) | Q(opened_on=after[0], id__lt=after[1]), opened_on__lte=after[0]
        )
    rows = list(found.order_by("-opened_on", "-id")[: limit + 1] if limit else found.order_by("-opened_on", "-id"))
    shown = rows[:limit] if limit else rows
    return [_read(row) for row in shown], bool(limit) and len(rows) > limit


def consultation(key: str, *, reach: Sequence[str]) -> ConsultationRead | None:
    """One consultation with its opinions; None outside the reach."""
    row = _counted(Consultation.objects.filter(within(reach), pk=key)).first()
    if row is None:
        return None
    said = list(Opinion.objects.filter(consultation_id=key).order_by("number"))
    names = dict(Person.objects.filter(pk__in={one.giver for one in said}).values_list("pk", "name"))
    return _read(
        row,
        tuple(
            OpinionRead(
                one.number, one.giver, names.get(one.giver, one.giver), one.stance, one.text, one.given_on, one.outcome,
                one.answer, one.answered_on,
            )
            for one in said
        ),
    )  # fmt: skip


def given_by(person: str) -> frozenset[str]:
    """The consultations in which somebody gave an opinion."""
    return frozenset(Opinion.objects.filter(giver=person).values_list("consultation_id", flat=True))


def social_figures(codes: Sequence[str], year: int) -> Mapping[str, int]:
    """Meetings, consultations, social reviews, opinions and opinions followed of these organs in a year."""
    asked = Consultation.objects.filter(organ_id__in=codes, opened_on__year=year)
    said = Opinion.objects.filter(consultation__organ_id__in=codes, given_on__year=year)
    return {
        "social.meetings": Meeting.objects.filter(organ_id__in=codes, held_on__year=year).count(),
        "social.consultations": asked.filter(kind="invited").count(),
        "social.reviews": asked.filter(kind="social").count(),
        "social.opinions": said.count(),
        "social.followed": said.filter(outcome__in=["采纳", "部分采纳"]).count(),
    }
