"""What the journal says of people and faults over time, kept as rows of `store.activity` and worked out from scratch.

Deeds follow the journal by position. Spells compare the findings that stand with those that stood at the last look.
Tallies are the numbers of a month; a month is counted again as long as something in it may still change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from zhifa.acts.work import context, today
from zhifa.core.activity import Deed, Measure, active, deeds_of, judged, measure_of
from zhifa.core.conformance import Kept, kept
from zhifa.core.events import Event
from zhifa.core.permission import Person
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.chains import progress, uses
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.state import State
from zhifa.core.values import SHANGHAI, Moment
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


@dataclass(frozen=True, slots=True)
class Told:
    """What one case tells: deeds, how it keeps the rules without exception, whose signature it waits for."""

    deeds: tuple[Deed, ...] = ()
    kept: tuple[Kept, ...] = ()
    awaited: tuple[rows.Awaited, ...] = ()


def _retell(cases: Iterable[str]) -> set[tuple[str, date]]:
    """Replace what these cases tell; the organs and months whose deeds changed."""
    keys = list(cases)
    organs = dict(Case.objects.filter(pk__in=keys).values_list("pk", "organ_id"))
    streams = journal.read_streams("case", keys)
    months: set[tuple[str, date]] = set()
    for organ, on in rows.Deed.objects.filter(case_id__in=keys).values_list("organ_id", "on").distinct():
        months.add((organ, first_of(on)))
    for table in (rows.Deed, rows.Conformity, rows.Awaited):
        table._default_manager.filter(case_id__in=keys).delete()
    told = {key: _told(key, organs[key], streams[key]) for key in keys if key in organs}
    rows.Deed.objects.bulk_create(
        (_row(organs[key], deed) for key, one in told.items() for deed in one.deeds), batch_size=500
    )
    rows.Conformity.objects.bulk_create(
        (_conformity(organs[key], key, item) for key, one in told.items() for item in one.kept), batch_size=500
    )
    rows.Awaited.objects.bulk_create(row for one in told.values() for row in one.awaited)
    return months | {(organs[key], first_of(deed.on)) for key, one in told.items() for deed in one.deeds}


def retell(case_id: str) -> None:
    """Bring the rows of one case into line at once, as when somebody signed and the next one looks at the queue."""
    with transaction.atomic():
        _retell([case_id])


def _told(case_id: str, organ: str, events: Sequence[Event]) -> Told:
    given, day = context(), today()
    case, limits = fold(case_id, events, given.book.vocabulary), measure(day)
    if case is None:
        return Told()
    recorded = {event.version: event.recorded_at.astimezone(SHANGHAI).date() for event in events}
    state = unfold(case, given, day=day)
    return Told(
        tuple(deeds_of(state, given.calendar, limits, recorded)) if limits else (),
        tuple(kept(state, given.calendar, recorded, day)),
        tuple(_awaited(state, organ, day)),
    )


def _awaited(state: State, organ: str, day: date) -> Iterator[rows.Awaited]:
    for use in uses(state.context.rules(day)):
        for key in state.runs:
            if state.ended(key) or state.done(key, use.before) or not use.takes(state, key, day):
                continue
            found = progress(state, key, use.before, Moment(day))
            if found and found.begun and found.next:
                since = found.signed[-1].at.day if found.signed else found.since or day
                yield rows.Awaited(
                    organ_id=organ, case_id=state.case.id, proceeding=key, step=use.before, chain=use.chain.code,
                    checkpoint=found.next.code, roles=list(found.next.by), handlers=found.next.handlers, since=since,
                )  # fmt: skip


def _conformity(organ: str, case_id: str, item: Kept) -> rows.Conformity:
    return rows.Conformity(
        organ_id=organ, case_id=case_id, proceeding=item.proceeding, demand=item.demand, on=item.on, state=item.state
    )


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
