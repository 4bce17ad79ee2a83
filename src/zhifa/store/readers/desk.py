"""What a person has to do: obligations by date, steps waiting for a role, numbers of the organ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import connection
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import readable, within
from zhifa.store.registry.models import Organ

OPEN = ("running", "paused", "lapsed")
_OPEN: Final = f'"{rows.Obligation._meta.db_table}"."state" IN ({", ".join(repr(state) for state in OPEN)})'
"""The states written out: SQLite uses the index of open obligations only where it reads them in the statement itself,
not where they are bound to it. A million cases are then seconds of reading."""


def open_cases(reach: Sequence[str]) -> QuerySet[rows.Case]:
    """The open cases of a reach, by its organs: of a million cases an index names the few hundred of one organ."""
    organs = Organ.objects.filter(within(reach))
    return rows.Case.objects.filter(readable(reach), organ__in=organs, state="open")


FEW: Final = 5


def open_duties(reach: Sequence[str], *, first: bool = False) -> QuerySet[rows.Obligation]:
    """Duties of organs in open cases that are not met yet; of many organs the `first` ones are found by their days."""
    if first and Organ.objects.filter(within(reach)).count() > FEW:
        return _unmet().filter(readable(reach, "case__", "case__path"), case__state="open")
    return duties_in(open_cases(reach))


def duties_in(cases: QuerySet[rows.Case]) -> QuerySet[rows.Obligation]:
    """Duties of organs in some cases that are not met yet."""
    return _unmet().filter(case__in=cases)


def _unmet() -> QuerySet[rows.Obligation]:
    return rows.Obligation.objects.filter(kind="duty", of="organ").extra(where=[_OPEN])


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty of the organ that is not met yet."""

    case_id: str
    number: str
    case_title: str
    party: str
    verb: str
    step: str
    code: str
    proceeding: str
    state: str
    started_on: date
    due_on: date
    yellow_on: date | None
    cite: str
    provisional: bool
    kind: str


def duties(*, reach: Sequence[str], person: str = "", until: date | None = None, limit: int = 200) -> list[DutyLine]:
    """Unmet duties in the reach, the most urgent first; of one person's cases if a person is named."""
    found = open_duties(reach, first=True)
    if until:
        found = found.filter(due_on__lte=until)
    read = found.order_by("due_on", "case_id", "code").values_list(
        "case_id", "case__number", "case__title", "case__party", "verb", "step", "code", "proceeding", "state",
        "started_on", "due_on", "yellow_on", "cite", "provisional", "case__kind", "case__officers",
    )[: limit * 10 if person else limit]  # fmt: skip
    lines = [(DutyLine(*row[:-1]), row[-1]) for row in read]
    return [line for line, officers in lines if not person or person in officers][:limit]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A step somebody may take now."""

    case_id: str
    number: str
    case_title: str
    party: str
    proceeding: str
    step: str
    title: str
    role: str
    cite: str
    next_due_on: date | None
    next_due_title: str
    red_count: int
    kind: str


def tasks(
    roles: Sequence[str], *, reach: Sequence[str], steps: Sequence[str] = (), demanded: bool = True, limit: int = 100
) -> list[TaskLine]:
    """Steps waiting for these roles, most urgent cases first."""
    # What is asked is no column, so that no index of it is used: a role has a hundred thousand steps everywhere.
    found = rows.Task.objects.filter(case__in=open_cases(reach)).annotate(asked=Coalesce("role", Value("")))
    found = found.filter(asked__in=list(roles))
    if steps:
        found = found.filter(step__in=list(steps))
    if demanded:
        found = found.filter(demanded=True)
    read = found.order_by("case__next_due_on", "case_id", "step").values_list(
        "case_id", "case__number", "case__title", "case__party", "proceeding", "step", "title", "role", "cite",
        "case__next_due_on", "case__next_due_title", "case__red_count", "case__kind",
    )[:limit]  # fmt: skip
    return [TaskLine(*row) for row in read]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question whose step has not been taken yet."""

    case_id: str
    number: str
    case_title: str
    party: str
    proceeding: str
    step: str
    version: int
    state: str
    by: str
    asked_on: date
    text: str


def open_questions(*, reach: Sequence[str], officer: str = "", asker: str = "", limit: int = 100) -> list[QuestionLine]:
    """Questions nobody has decided over yet, oldest first: those an officer must answer, or those a person asked."""
    found = rows.Question.objects.filter(readable(reach, "case__", "case__path"), decided=False, case__state="open")
    if officer:
        found = found.filter(state="open")
    if asker:
        found = found.filter(by=asker)
    read = found.order_by("asked_on", "case_id", "version").values_list(
        "case_id", "case__number", "case__title", "case__party", "proceeding", "step", "version", "state", "by",
        "asked_on", "text", "case__officers",
    )[: limit * 10 if officer else limit]  # fmt: skip
    lines = [(QuestionLine(*row[:-1]), row[-1]) for row in read]
    return [line for line, officers in lines if not officer or officer in officers][:limit]


@dataclass(frozen=True, slots=True)
class DeskNumbers:
    """An organ in three numbers: open cases, duties missed, duties due within a week."""

    open_cases: int
    overdue: int
    this_week: int


def desk_numbers(*, reach: Sequence[str], day: date) -> DeskNumbers:
    due = open_duties(reach).aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=day)),
        week=Count("pk", filter=Q(due_on__gte=day, due_on__lte=day + timedelta(days=7))),
    )
    opened = open_cases(reach).count()
    return DeskNumbers(opened, due["overdue"], due["week"])


def due_for_check(day: date, *, after: tuple[date, str] | None = None, limit: int = 500) -> list[tuple[date, str]]:
    """Cases in which time alone may have changed something by a day, with the day on which it did."""
    found = rows.Case.objects.filter(next_check_on__isnull=False, next_check_on__lte=day)
    if after:
        found = found.filter(Q(next_check_on__gt=after[0]) | Q(next_check_on=after[0], id__gt=after[1]))
    some = found.order_by("next_check_on", "id").values_list("next_check_on", "id")[:limit]
    return [(day, key) for day, key in some if day]


_SHOWN = f"""SELECT proceeding, code, item, due_on FROM {rows.Obligation._meta.db_table}
 WHERE case_id = %s AND state <> 'paused'"""


def shown_dues(case_id: str) -> dict[str, date]:
    """The due dates that lists show of a case, by the key of the obligation; what is paused moves by itself.

    Plain SQL: it is asked of every open case on the day on which a calendar arrives.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, [case_id])
        shown = cursor.fetchall()
    return {f"{proceeding}/{code}/{item}": _date(due_on) for proceeding, code, item, due_on in shown}


def _date(stored: date | str) -> date:
    """A date as the driver hands it over: text on SQLite."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


def under_other_rules(mark: str, *, after: str = "", limit: int = 500) -> list[str]:
    """Open cases worked out under other rules than these: a calendar that arrived, a rule that was mended."""
    found = rows.Case.objects.filter(state="open", id__gt=after).exclude(rules=mark)
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


def how_many(*, opened_until: date | None = None) -> int:
    """How many cases there are; with a day only those opened by then."""
    return rows.Case.objects.filter(**({"opened_on__lte": opened_until} if opened_until else {})).count()


def all_for_check(*, after: str = "", opened_until: date | None = None, limit: int = 500) -> list[str]:
    """Every case, in the order of ids; with a day only those opened by then."""
    found = rows.Case.objects.filter(id__gt=after)
    found = found.filter(opened_on__lte=opened_until) if opened_until else found
    return list(found.order_by("id").values_list("id", flat=True)[:limit])
