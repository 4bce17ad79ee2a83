"""The register of interventions: seen by supervisors and by whoever entered it, never by heads of the organ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhifa.core.permission import Person, may, reach
from zhifa.store.readers.cases import within
from zhifa.store.supervision.models import Intervention


@dataclass(frozen=True, slots=True)
class InterventionRead:
    """An entry as pages show it."""

    id: str
    case_id: str
    case_number: str
    organ: str
    entered_by: str
    entered_name: str
    entered_on: date
    happened_on: date
    who: str
    post: str
    way: str
    content: str
    response: str
    handled_on: date | None
    handling: str
    path: str


def is_head(person: Person | None, path: str, day: date) -> bool:
    """Whether somebody heads the organ at a place on a day, or acts for its head."""
    return person is not None and any(
        held.role == "head" and path.startswith(held.path) and held.validity.contains(day) for held in person.roles
    )


def may_judge(person: Person | None, path: str, day: date) -> bool:
    """Supervisors read and handle entries, unless they head that organ themselves."""
    return may(person, "intervention.judge", path, day) is None and not is_head(person, path, day)


def _visible(person: Person, day: date) -> Q:
    """What somebody may see: as a supervisor, or because they entered it; nothing of an organ they head."""
    heads = [held.path for held in person.roles if held.role == "head" and held.validity.contains(day)]
    seen = within(reach(person, "intervention.judge", day)) | Q(entered_by_id=person.id)
    return seen & ~(within(heads) if heads else Q(pk__in=[]))


def interventions(
    person: Person, day: date, *, after: tuple[date, str] | None = None, limit: int = 50
) -> tuple[list[InterventionRead], bool]:
    """The entries a person may see, newest first; whether more follow."""
    found = Intervention.objects.filter(_visible(person, day))
    if after:
        last_day, last = after
        found = found.filter(Q(entered_on__lt=last_day) | Q(entered_on=last_day, id__lt=last), entered_on__lte=last_day)
    rows = list(found.select_related("case__organ", "entered_by").order_by("-entered_on", "-id")[: limit + 1])
    return [_read(row) for row in rows[:limit]], len(rows) > limit


def intervention(key: str, person: Person, day: date) -> InterventionRead | None:
    """One entry, where the person may see it."""
    found = Intervention.objects.select_related("case__organ", "entered_by")
    row = found.filter(_visible(person, day), pk=key).first()
    return _read(row) if row else None


def _read(row: Intervention) -> InterventionRead:
    return InterventionRead(
        row.pk, row.case_id, row.case.number, row.case.organ.short, row.entered_by_id, row.entered_by.name,
        row.entered_on, row.happened_on, row.who, row.post, row.way, row.content, row.response, row.handled_on,
        row.handling, row.path,
    )  # fmt: skip
