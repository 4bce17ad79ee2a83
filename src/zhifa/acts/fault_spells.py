"""How long faults stood: the findings that stand today beside those of the last look.

A finding that is gone was put right (or corrected); one of a kind the organ had put right lately came back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from zhifa.acts.work import context, today
from zhifa.store.activity.models import Spell
from zhifa.store.casework.models import Finding
from zhifa.store.oversight.models import Pattern

TOGETHER = 1_000
STANDING: tuple[Any, ...] = (Finding, Pattern)
"""Where findings stand: those of one case, and those of many together."""
SHARED = ("key", "organ_id", "alert", "group", "colour", "known_on")


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as it stands today."""

    key: str
    organ: str
    alert: str
    group: str
    colour: str
    known_on: date
    case_id: str = ""


def span(day: date) -> timedelta:
    """Within which time after being put right a fault of the same kind has come back."""
    entry = context().rules(day).entry("recurrence", "fault")
    return timedelta(days=int(entry.data["within_days"])) if entry else timedelta(0)


def compare() -> tuple[int, int]:
    """Begin a spell for every finding that is new, end those of findings that are gone. How many of each."""
    day = today()
    with transaction.atomic():
        ended = _end(day)
        begun = sum(_begin(some, day) for some in _new())
    return begun, ended


def _end(day: date) -> int:
    standing = [Exists(table.objects.filter(key=OuterRef("key"))) for table in STANDING]
    return Spell.objects.filter(*(~one for one in standing), until__isnull=True).update(until=day)


def _new() -> Iterator[list[Standing]]:
    """Findings without an open spell, some at a time; each batch is begun before the next is read."""
    opened = Exists(Spell.objects.filter(key=OuterRef("key"), until__isnull=True))
    for table in STANDING:
        fields = (*SHARED, "case_id") if table is Finding else SHARED
        fresh, last = table.objects.filter(~opened).order_by("key").values_list(*fields), ""
        while some := [Standing(*row) for row in fresh.filter(key__gt=last)[:TOGETHER]]:
            last = some[-1].key
            yield some


def _begin(some: list[Standing], day: date) -> int:
    before = set(Spell.objects.filter(key__in=[one.key for one in some]).values_list("key", flat=True))
    # Gone and back on one day: it never ended.
    back = Spell.objects.filter(key__in=before, until=day)
    never = set(back.values_list("key", flat=True))
    back.update(until=None)
    made = [_spell(one, day if one.key in before else min(one.known_on, day)) for one in some if one.key not in never]
    _mark_again(made)
    Spell.objects.bulk_create(made)
    return len(made)


def _spell(found: Standing, since: date) -> Spell:
    return Spell(
        key=found.key, organ_id=found.organ, case_id=found.case_id, alert=found.alert, group=found.group,
        colour=found.colour, since=since,
    )  # fmt: skip


def _mark_again(made: list[Spell]) -> None:
    """Which of the new ones came back: the organ had put right one of the same rule shortly before."""
    alerts, organs = {one.alert for one in made}, {one.organ_id for one in made}
    ended: dict[tuple[str, str], list[date]] = {}
    for organ, alert, until in Spell.objects.filter(
        organ_id__in=organs, alert__in=alerts, until__isnull=False
    ).values_list("organ_id", "alert", "until"):
        if until is not None:
            ended.setdefault((organ, alert), []).append(until)
    for one in made:
        within = span(one.since)
        one.again = int(any(until < one.since <= until + within for until in ended.get((one.organ_id, one.alert), ())))
