"""The numbers and lists of a digest, by organ, and the digests kept in the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zhifa.core.digest import KINDS, Digest, GroupLine, MonthLine, Span, load
from zhifa.core.events import DIGEST_MADE
from zhifa.store import journal
from zhifa.store.activity.models import Spell, Tally
from zhifa.store.casework.models import Case, Finding
from zhifa.store.journal.models import EventRow
from zhifa.store.oversight.models import Pattern
from zhifa.store.readers.activity import GRAVE
from zhifa.store.readers.cockpit import due_by_organ
from zhifa.store.readers.desk import duties_in

LISTED = 200
"""So many lines of a list are kept; the numbers count all."""


def digest_stream(organ: str, kind: str, name: str) -> str:
    """The journal's name for a digest."""
    return f"{organ}/{kind}/{name}"


def kept(organ: str, kind: str, name: str) -> Digest | None:
    """The digest as it was last made; None where none was."""
    events = journal.read_stream("digest", digest_stream(organ, kind, name))
    payload: Any = events[-1].payload if events else None
    return load(payload) if payload else None


def kept_names(organ: str) -> list[tuple[str, str]]:
    """Kind and name of every digest made of an organ, the latest span of each kind first."""
    found = EventRow.objects.filter(
        stream_kind="digest", stream_id__startswith=f"{organ}/", version=1, type=DIGEST_MADE
    ).values_list("stream_id", flat=True)
    parts = sorted((tuple(stream.split("/")[1:3]) for stream in found), reverse=True)
    return [(kind, name) for kind, name in parts if kind in KINDS]


Numbers = dict[str, dict[str, int]]


def _add(into: Numbers, code: str, found: Mapping[str, int]) -> None:
    for organ, number in found.items():
        into.setdefault(organ, {})[code] = number


def _by_organ(found: QuerySet[Any]) -> dict[str, int]:
    return dict(found.values_list("organ_id").annotate(number=Count("pk")).order_by("organ_id"))


def numbers(codes: Sequence[str], reach: Sequence[str], span: Span, day: date) -> Numbers:
    """Every number of a span by organ; what says 现 is as of `day`."""
    said: Numbers = {code: {} for code in codes}
    cases = Case.objects.filter(organ_id__in=codes)
    for code, field in (("came_in", "opened_on"), ("decided", "decided_on"), ("closed", "closed_on")):
        _add(said, code, _by_organ(cases.filter(**_within(field, span))))
    _add(said, "open", _by_organ(cases.filter(state="open")))
    due = due_by_organ(reach=reach, day=day)
    _add(said, "late", {organ: one.late for organ, one in due.items()})
    _add(said, "soon", {organ: one.soon for organ, one in due.items()})
    spells = Spell.objects.filter(organ_id__in=codes, colour__in=GRAVE)
    for code, part in _spells(spells, span).items():
        _add(said, code, _by_organ(part))
    late: dict[str, int] = {}
    for table in (Finding, Pattern):
        past = table._default_manager.filter(organ_id__in=codes, colour__in=GRAVE, answer_by__lt=day)
        late |= {organ: late.get(organ, 0) + number for organ, number in _by_organ(past).items()}
    _add(said, "overdue", late)
    month = Tally.objects.filter(organ_id__in=codes, month=span.last.replace(day=1))
    for organ, code, number in month.values_list("organ_id", "code", "number"):
        _add(said, code, {organ: number})
    return said


def months(codes: Sequence[str], spans: Sequence[Span]) -> tuple[MonthLine, ...]:
    """Month against month, summed over the organs; one statement for each number, however many months."""
    said: list[dict[str, int]] = [{} for _ in spans]
    cases = Case.objects.filter(organ_id__in=codes)
    for code, field in (("came_in", "opened_on"), ("decided", "decided_on"), ("closed", "closed_on")):
        ever = cases.filter(**{f"{field}__gte": spans[0].first, f"{field}__lte": spans[-1].last})
        _each(said, code, ever, [Q(**_within(field, one)) for one in spans])
    spells = Spell.objects.filter(organ_id__in=codes, colour__in=GRAVE, since__lte=spans[-1].last)
    for code in _parts(spans[-1]):
        _each(said, code, spells, [_parts(one)[code] for one in spans])
    place = {one.first: number for number, one in enumerate(spans)}
    tallied = Tally.objects.filter(organ_id__in=codes, month__in=place).values_list("month", "code")
    for month, code, number in tallied.annotate(sum=Sum("number")).order_by("month", "code"):
        said[place[month]][code] = number
    return tuple(MonthLine(one.name, numbers) for one, numbers in zip(spans, said, strict=True))


def _each(into: list[dict[str, int]], code: str, found: QuerySet[Any], parts: Sequence[Q]) -> None:
    counted = found.aggregate(**{f"m{place}": Count("pk", filter=part) for place, part in enumerate(parts)})
    for place, numbers in enumerate(into):
        numbers[code] = counted[f"m{place}"]


def _within(field: str, span: Span) -> dict[str, date]:
    return {f"{field}__gte": span.first, f"{field}__lte": span.last}


def _spells(spells: QuerySet[Spell], span: Span) -> dict[str, QuerySet[Spell]]:
    return {code: spells.filter(part) for code, part in _parts(span).items()}


def _parts(span: Span) -> dict[str, Q]:
    """Which faults began in a span, were put right, came back, and are left at its end."""
    begun = Q(**_within("since", span))
    left = Q(until__isnull=True) | Q(until__gt=span.last)
    return {
        "begun": begun,
        "ended": Q(**_within("until", span)),
        "again": begun & Q(again=1),
        "standing": left & Q(since__lte=span.last),
    }


def groups(codes: Sequence[str], span: Span) -> tuple[GroupLine, ...]:
    """Faults by kind, those with most left first."""
    found: dict[str, dict[str, int]] = {}
    for code, part in _spells(Spell.objects.filter(organ_id__in=codes, colour__in=GRAVE), span).items():
        for group, number in part.values_list("group").annotate(number=Count("pk")).order_by("group"):
            found.setdefault(group, {})[code] = number
    lines = [
        GroupLine(group, said.get("begun", 0), said.get("ended", 0), said.get("again", 0), said.get("standing", 0))
        for group, said in found.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.standing, -line.begun, line.group)))


@dataclass(frozen=True, slots=True)
class Listed:
    """A case, or a duty of one: what it is about is the matter, never the party."""

    case: str
    number: str
    matter: str
    procedure: str
    verb: str
    on: date


def came_in(codes: Sequence[str], span: Span) -> list[Listed]:
    """The cases begun in a span."""
    found = Case.objects.filter(organ_id__in=codes, **_within("opened_on", span)).order_by("opened_on", "id")
    return [
        Listed(case, number, matter, procedure, "", on)
        for case, number, matter, procedure, on in found.values_list(
            "pk", "number", "matter", "procedure", "opened_on"
        )[:LISTED]
    ]


def duties(codes: Sequence[str], first: date | None, last: date) -> list[Listed]:
    """Duties not met that fall due between two days, both included; without a first day all up to the last."""
    found = duties_in(Case.objects.filter(organ_id__in=codes, state="open")).filter(due_on__lte=last)
    if first:
        found = found.filter(due_on__gte=first)
    return [
        Listed(*row)
        for row in found.order_by("due_on", "case_id", "pk").values_list(
            "case_id", "case__number", "case__matter", "case__procedure", "verb", "due_on"
        )[:LISTED]
    ]


def yesterday(day: date) -> date:
    """The last day that is over."""
    return day - timedelta(days=1)
