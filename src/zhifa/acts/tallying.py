"""What the journal says of people and faults over time, kept as rows of `store.activity` and worked out from scratch.

Deeds follow the journal by position. Spells compare the findings that stand with those that stood at the last look.
Tallies are the numbers of a month; a month is counted again as long as something in it may still change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction

from zhifa.acts.work import SHANGHAI, context, today
from zhifa.core.activity import Deed, Measure, active, deeds_of, judged, measure_of
from zhifa.core.events import Event
from zhifa.core.permission import Person
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.order import unfold
from zhifa.store import journal
from zhifa.store.activity import models as rows
from zhifa.store.casework.models import Case
from zhifa.store.readers.activity import months_back
from zhifa.store.readers.people import staff
from zhifa.store.registry.models import Organ

CONSUMER = "activity"
TOGETHER = 2_000
"""So many events are read at once."""
ACTIVE, OFFICERS = "active", "officers"


def measure(day: date) -> Measure | None:
    """The limits of activity in force on a day; None where the rules have none."""
    entry = context().rules(day).entry("activity", "officers")
    return measure_of(entry) if entry else None


def first_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def following(month: date) -> date:
    """The first day of the month after."""
    return first_of(month + timedelta(days=31))


def follow(limit: int = TOGETHER) -> int:
    """Take up to `limit` events of the journal and bring the deeds of their cases into line. How many were read."""
    with transaction.atomic():
        start = journal.next_position(CONSUMER)
        events = journal.read_from(start, limit)
        if not events:
            return 0
        months = _retell(dict.fromkeys(e.stream_id for e in events if e.stream_kind == "case"))
        for organ, month in sorted(months):
            _judge(organ, month)
        journal.advance(CONSUMER, start + len(events))
    return len(events)


def _retell(cases: Iterable[str]) -> set[tuple[str, date]]:
    """Replace the deeds of these cases; the organs and months in which anything changed."""
    keys = list(cases)
    organs = dict(Case.objects.filter(pk__in=keys).values_list("pk", "organ_id"))
    streams = journal.read_streams("case", keys)
    months: set[tuple[str, date]] = set()
    for organ, on in rows.Deed.objects.filter(case_id__in=keys).values_list("organ_id", "on").distinct():
        months.add((organ, first_of(on)))
    rows.Deed.objects.filter(case_id__in=keys).delete()
    found = [(organs[key], deed) for key in keys if key in organs for deed in _deeds(key, streams[key])]
    rows.Deed.objects.bulk_create([_row(organ, deed) for organ, deed in found], batch_size=500)
    return months | {(organ, first_of(deed.on)) for organ, deed in found}


def _deeds(case_id: str, events: Sequence[Event]) -> list[Deed]:
    given, day = context(), today()
    case, limits = fold(case_id, events, given.book.vocabulary), measure(day)
    if case is None or limits is None:
        return []
    recorded = {event.version: event.recorded_at.astimezone(SHANGHAI).date() for event in events}
    return list(deeds_of(unfold(case, given, day=day), given.calendar, limits, recorded))


def _row(organ: str, deed: Deed) -> rows.Deed:
    return rows.Deed(
        organ_id=organ, case_id=deed.case, version=deed.version, part=deed.part, person=deed.person,
        procedure=deed.procedure, step=deed.step, on=deed.on, minute=deed.minute, delay=deed.delay,
        persons=deed.persons, words=deed.words, flaw=deed.flaw,
    )  # fmt: skip


def _judge(organ: str, month: date) -> None:
    """Say of each deed of a month whether its neighbours show it to be padding, and count who was active."""
    limits = measure(month) or measure(today())
    if limits is None:
        return
    kept = list(rows.Deed.objects.filter(organ_id=organ, on__gte=month, on__lt=following(month)))
    known = [_deed(row) for row in kept]
    said = judged(known, limits)
    changed = []
    for row, deed in zip(kept, said, strict=True):
        if row.flaw != deed.flaw:
            row.flaw = deed.flaw
            changed.append(row)
    rows.Deed.objects.bulk_update(changed, ["flaw"], batch_size=500)
    officers = certified(organ, month)
    tally(organ, month, {ACTIVE: len(active(said) & officers), OFFICERS: len(officers)})


def _deed(row: rows.Deed) -> Deed:
    return Deed(
        row.person, row.case_id, row.version, row.part, row.procedure, row.step, row.on, row.minute, row.delay,
        row.persons, row.words, row.flaw,
    )  # fmt: skip


def certified(organ: str, month: date) -> frozenset[str]:
    """The officers of an organ who held a certificate at the end of a month, or hold one today."""
    path = Organ.objects.filter(pk=organ).values_list("path", flat=True).first()
    day = min(following(month) - timedelta(days=1), today())
    lines = staff(reach=(path,)) if path else []
    return frozenset(line.person.id for line in lines if line.path == path and _serves(line.person, day, line.left_on))


def _serves(person: Person, day: date, left: date | None) -> bool:
    return not (left and left <= day) and "officer" in person.roles_on(day) and person.certificate_on(day) is not None


def tally(organ: str, month: date, numbers: Mapping[str, int]) -> None:
    """Write down numbers of an organ and month in the place of what they were."""
    for code, number in numbers.items():
        rows.Tally.objects.update_or_create(organ_id=organ, month=month, code=code, defaults={"number": number})


def count_officers(day: date) -> None:
    """Count the officers of every organ for the month of a day, and for months of the year before not counted yet:
    who did nothing is counted as well."""
    known = set(rows.Tally.objects.filter(code=OFFICERS).values_list("organ_id", "month"))
    for organ in Organ.objects.order_by("path").values_list("pk", flat=True):
        for month in months_back(day):
            if month == first_of(day) or (organ, month) not in known:
                _judge(organ, month)
