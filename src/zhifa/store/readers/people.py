"""People of an organ with their certificates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhifa.core.competence import Carried
from zhifa.core.permission import Person
from zhifa.store.readers.cases import within
from zhifa.store.registry import models as rows
from zhifa.store.registry.functions import carried_of
from zhifa.store.registry.people import people


@dataclass(frozen=True, slots=True)
class OrganRead:
    """An organ as pages name it."""

    code: str
    path: str
    name: str
    short: str
    level: str = ""
    """区县、乡镇、街道…: which matters it may handle follows from it."""
    carried: tuple[Carried, ...] = ()
    """In a district, from the functions too."""


def account_holder(account: int) -> tuple[Person, OrganRead] | None:
    """The person behind an account and their organ; None for a deactivated account or one without a person."""
    row = (
        rows.Account.objects.filter(pk=account, is_active=True, person__isnull=False)
        .values_list(
            "person_id",
            "person__organ_id",
            "person__organ__path",
            "person__organ__name",
            "person__organ__short",
            "person__organ__level",
            "person__organ__functions",
        )  # fmt: skip
        .first()
    )
    if row is None:
        return None
    key, code, path, name, short, level, functions = row
    return people([key])[key], OrganRead(code, path, name, short, level, carried_of(functions))


def names_of(keys: Iterable[str]) -> Mapping[str, str]:
    """The names of these persons, as far as they are registered."""
    return dict(rows.Person.objects.filter(pk__in=set(keys)).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person as the list of people shows them."""

    person: Person
    organ: str
    post: str
    joined_on: date | None
    left_on: date | None
    path: str
    """The place of the organ in the tree."""
    law_licence: str = ""


def staff(*, reach: Sequence[str]) -> list[StaffLine]:
    """Everybody registered in the reach."""
    read = list(
        rows.Person.objects.filter(within(reach, "organ__path"))
        .order_by("organ_id", "id")
        .values_list("id", "organ__short", "post", "joined_on", "left_on", "organ__path", "law_licence")
    )
    found = people(row[0] for row in read)
    return [StaffLine(found[row[0]], *row[1:]) for row in read]


@dataclass(frozen=True, slots=True)
class StaffFigures:
    """Movement of officers in a year: certified at its beginning and end, added, removed."""

    at_start: int
    added: int
    removed: int
    at_end: int


def staff_figures(organs: Sequence[str], year: int) -> StaffFigures:
    """Officers with a certificate, counted from their certificates: what begins and what ends in the year, be it
    cancelled, lapsed or run out, so that those before, with those added and less those gone, are those at its end.

    A certificate that takes the place of another neither adds nor removes anybody.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = list(
        rows.Certificate.objects.filter(person__organ_id__in=list(organs)).values_list(
            "number", "issued_on", "cancelled_on", "expires_on", "lapsed_on", "replaced_by"
        )
    )
    renewed = {new for *_, new in found if new}
    spans = [
        (begun, min((day for day in (gone, lapsed, expires and expires + timedelta(days=1)) if day), default=date.max),
         number in renewed, bool(new))
        for number, begun, gone, expires, lapsed, new in found
    ]  # fmt: skip

    def held(day: date) -> int:
        return sum(begun <= day < ended for begun, ended, _, _ in spans)

    added = sum(first <= begun <= last and not renews for begun, _, renews, _ in spans)
    removed = sum(first <= ended <= last and not goes_on for _, ended, _, goes_on in spans)
    return StaffFigures(held(date(year - 1, 12, 31)), added, removed, held(last))
