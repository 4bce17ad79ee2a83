"""Lists of cases and one case read whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhifa.core.bigrams import plain
from zhifa.core.events import Event
from zhifa.core.permission import PRIVATE, Person, private_in
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.view import View, view
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.casework.search import candidates
from zhifa.store.readers.plans import INSPECTION, OUTSIDE
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people_at

PAGE = 50


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a list shows it."""

    id: str
    number: str
    title: str
    kind: str
    procedure: str
    party: str
    phase: str
    state: str
    organ: str
    opened_on: date
    decided_on: date | None
    next_due_on: date | None
    next_due_title: str
    red_count: int
    question_count: int


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases shows: kind, state, words in number, title or party, and where the page begins."""

    kind: str = ""
    state: str = ""
    query: str = ""
    organ: str = ""
    red: bool = False
    plan: str = ""
    """The plan item that inspections carry out, or `-` for those outside the plan."""
    year: int = 0
    """Only cases of inspections begun in this year; 0 for all."""
    matter: str = ""
    since: date | None = None
    until: date | None = None
    """Only cases opened within these days, both included."""
    after: tuple[date, str] | None = None
    """Opening day and id of the last case of the page before."""


@dataclass(frozen=True, slots=True)
class CasePageRead:
    """A page of cases and whether another follows."""

    lines: tuple[CaseLine, ...]
    more: bool


def within(reach: Sequence[str], field: str = "path") -> Q:
    """The condition that a row lies in the reach; nothing lies in an empty one."""
    allowed = Q(pk__in=[])
    for prefix in reach:
        allowed |= Q(**{f"{field}__startswith": prefix}) if prefix else Q()
        if not prefix:
            return Q()
    return allowed


def readable(reach: Sequence[str], case: str = "", path: str = "path") -> Q:
    """The condition that a case lies in the reach, and that its kind is one its reader may see there.

    `case` is the way from the row to its case (`case__`), `path` where the row keeps the organ's place.
    """
    allowed = within(reach, path)
    for kind in PRIVATE:
        seen = private_in(reach, kind)
        if not all(any(place.startswith(prefix) for prefix in seen) for place in reach):
            allowed &= ~Q(**{f"{case}kind": kind}) | within(seen, path)
    return allowed


FIELDS = (
    "id", "number", "title", "kind", "procedure", "party", "phase", "state", "organ__short", "opened_on",
    "decided_on", "next_due_on", "next_due_title", "red_count", "question_count",
)  # fmt: skip


FEW = 1000
"""Up to so many cases are taken from the search index and put in order; a commoner word is met sooner by walking."""


def _reached(reach: Sequence[str]) -> Q:
    """The condition that a case lies in the reach. Where that is one organ alone it is named besides: its cases stand
    in order in an index, while of all cases in order most would be another's."""
    if "" not in reach:
        organs = list(Organ.objects.filter(within(reach)).values_list("pk", flat=True)[:2])
        if len(organs) == 1:
            return readable(reach) & Q(organ_id=organs[0])
    return readable(reach)


def _matching(wanted: CaseFilter, reach: Sequence[str]) -> QuerySet[rows.Case]:
    found = rows.Case.objects.filter(_reached(reach))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.organ:
        found = found.filter(organ_id=wanted.organ)
    if wanted.red:
        found = found.filter(red_count__gt=0)
    if wanted.plan:
        item = "" if wanted.plan == OUTSIDE else wanted.plan
        said = rows.Proceeding.objects.filter(case=OuterRef("pk"), procedure=INSPECTION, plan_item=item)
        found = found.filter(Exists(said.filter(opened_on__year=wanted.year) if wanted.year else said))
    if wanted.matter:
        found = found.filter(matter=wanted.matter)
    if wanted.since:
        found = found.filter(opened_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(opened_on__lte=wanted.until)
    if wanted.query:
        found = found.filter(sought__contains=plain(wanted.query))
        few = candidates(wanted.query, limit=FEW)
        if few is not None:
            found = found.filter(pk__in=few)
    return found


def case_page(wanted: CaseFilter, *, reach: Sequence[str], limit: int = PAGE) -> CasePageRead:
    """A page of cases, newest first; the next page begins after the last line's day and id."""
    found = _matching(wanted, reach)
    if wanted.after:
        day, last = wanted.after
        # The first condition says nothing new; by it the database finds the place in its index.
        found = found.filter(Q(opened_on__lt=day) | Q(opened_on=day, id__lt=last), opened_on__lte=day)
    read = list(found.order_by("-opened_on", "-id").values_list(*FIELDS)[: limit + 1])
    return CasePageRead(tuple(CaseLine(*row) for row in read[:limit]), len(read) > limit)


def case_row(case_id: str, *, reach: Sequence[str]) -> rows.Case | None:
    """The row of one case with its organ; None outside the reach."""
    return rows.Case.objects.select_related("organ").filter(readable(reach), pk=case_id).first()


COUNTED = 1000
"""Lists count so far and say “more”: an exact count of everything would cost more than the list itself."""


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Open cases and those among them with red findings, each up to COUNTED + 1."""

    open: int
    red: int


def case_counts(*, reach: Sequence[str]) -> CaseCounts:
    """How many cases are open, and how many of them have faults."""
    found = rows.Case.objects.filter(_reached(reach), state="open")
    some = [part.values("pk")[: COUNTED + 1].count() for part in (found, found.filter(red_count__gt=0))]
    return CaseCounts(*some)


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case whole: its row, its view on a day, and who took part."""

    row: rows.Case
    view: View
    people: dict[str, Person]
    papers: tuple[rows.Paper, ...]


def _list(event: Event, key: str) -> Sequence[object]:
    """A list in the payload of an event, such as the officers a case went to."""
    value = event.payload.get(key)
    return value if isinstance(value, list) else []


def read_case(
    case_id: str, *, reach: Sequence[str], context: Context, day: date, upto: int | None = None
) -> CaseRead | None:
    """One case as it stands on a day, or as the journal told it up to a version; None outside the reach."""
    row = rows.Case.objects.select_related("organ").filter(readable(reach), pk=case_id).first()
    if row is None:
        return None
    case = fold(case_id, journal.read_stream("case", case_id, upto), context.book.vocabulary)
    if case is None:
        return None
    named = {person for taken in case.taken for person in taken.by}
    actors = {event.actor for event in case.events}
    handed = {str(person) for event in case.events for side in ("from", "officers") for person in _list(event, side)}
    found = people_at(row.path, {*named, *actors, *handed}, case.former_paths)
    papers = tuple(rows.Paper.objects.filter(case_id=case_id).order_by("version"))
    lookup: Callable[[str], Person | None] = found.get
    return CaseRead(row, view(case, context=context, people=lookup, day=day), found, papers)
