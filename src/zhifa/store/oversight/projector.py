"""The only writer of patterns: brings the rows into line with what was found, and touches nothing that is the same.

A pattern goes when its cases no longer show it. One that is gone only because a rule looks back so many days and no
further stays as it was last seen until somebody answered for it: time puts nothing right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Min, OuterRef, Q

from zhifa.core.oversight.keys import pattern_key
from zhifa.core.oversight.model import Alert
from zhifa.core.oversight.patterns import Found
from zhifa.core.supervising import ACCEPTED, DISMISSED, RAISED
from zhifa.core.worktime import Calendar
from zhifa.store.oversight.models import Cause, Pattern
from zhifa.store.registry.models import Organ
from zhifa.store.supervision.models import Working

TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Written:
    """Patterns that are new, that say something else than before, and that no longer hold."""

    new: int
    changed: int
    gone: int


def project_patterns(found: Sequence[tuple[Alert, Found]], *, calendar: Calendar, since: Mapping[str, date]) -> Written:
    """Write these patterns in the place of all former ones. Keys stay, so that answers to a pattern are not lost.

    `since` gives for each rule in force the day behind which it looks: what lies on or before it is out of its sight.
    """
    paths = dict(Organ.objects.values_list("code", "path"))
    rows: dict[str, tuple[Pattern, Found]] = {}
    for alert, one in found:
        row = _row(alert, one, paths[one.organ], calendar)
        rows.setdefault(row.key, (row, one))
    stored = {row.key: row for row in Pattern.objects.select_for_update().order_by("key")}
    missing = [key for key in stored if key not in rows]
    stay = _out_of_sight(missing, since)
    gone = [key for key in missing if key not in stay]
    new = [key for key in rows if key not in stored]
    changed = [key for key in rows if key in stored and _content(stored[key]) != _content(rows[key][0])]
    for start in range(0, len(gone), TOGETHER):
        Pattern.objects.filter(key__in=gone[start : start + TOGETHER]).delete()
    Pattern.objects.bulk_create([rows[key][0] for key in new], batch_size=TOGETHER)
    for key in changed:
        rows[key][0].save(force_update=True)
    for start in range(0, len(changed), TOGETHER):
        Cause.objects.filter(pattern_id__in=changed[start : start + TOGETHER]).delete()
    causes = [cause for key in (*new, *changed) for cause in _causes(key, rows[key][1])]
    Cause.objects.bulk_create(causes, batch_size=TOGETHER)
    return Written(len(new), len(changed), len(gone))


def _out_of_sight(missing: Sequence[str], since: Mapping[str, date]) -> set[str]:
    """Which of these are missing because what shows them lies too far back, and are not settled."""
    settled = Q(state__in=(ACCEPTED, DISMISSED)) | Q(state=RAISED, raised__closed_on__isnull=False)
    unsettled = Pattern.objects.filter(~Exists(Working.objects.filter(settled, key=OuterRef("key")))).order_by("key")
    stay: set[str] = set()
    for start in range(0, len(missing), TOGETHER):
        some = unsettled.filter(key__in=missing[start : start + TOGETHER])
        shown = some.annotate(first=Min("causes__happened_on")).filter(first__isnull=False)
        stay |= {
            key
            for key, alert, first in shown.values_list("key", "alert", "first")
            if first <= since.get(alert, date.min)
        }
    return stay


def _row(alert: Alert, found: Found, path: str, calendar: Calendar) -> Pattern:
    known: date = found.day
    return Pattern(
        key=pattern_key(alert.code, found.organ, found.subject),
        alert=alert.code,
        group=alert.group,
        colour=alert.colour,
        organ_id=found.organ,
        path=path,
        subject=found.subject[:200],
        message=found.message,
        remedy=alert.mends,
        cite=alert.cite[:80],
        found_on=found.day,
        known_on=known,
        answers=alert.answers,
        answer_by=calendar.add_workdays(known, alert.within),
    )


def _content(row: Pattern) -> list[object]:
    return [getattr(row, field.attname) for field in Pattern._meta.concrete_fields]


def _causes(key: str, found: Found) -> list[Cause]:
    return [
        Cause(pattern_id=key, case_id=one.case, version=one.version, happened_on=one.day, note=one.note)
        for one in found.shown
    ]
