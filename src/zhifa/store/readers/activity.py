"""Faults and officers over time: what began, was put right, came back; who was active, and why deeds do not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum

from zhifa.store.activity.models import Deed, Spell, Tally
from zhifa.store.casework.models import Case
from zhifa.store.readers.cockpit import organ_codes
from zhifa.store.readers.people import names_of

GRAVE = ("red", "yellow")
BEGUN, ENDED, AGAIN = "begun", "ended", "again"


def end_of(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Month:
    """What became of faults and officers in one month."""

    month: date
    begun: int = 0
    ended: int = 0
    again: int = 0
    active: int = 0
    officers: int = 0

    @property
    def share(self) -> int | None:
        """Active officers in percent, rounded; None where there are no officers."""
        return round(self.active * 100 / self.officers) if self.officers else None


def months_back(day: date, count: int = 12) -> list[date]:
    """The first days of the last months, the current one last."""
    year, month = day.year, day.month
    found = []
    for _ in range(count):
        found.append(date(year, month, 1))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return found[::-1]


def months(*, reach: Sequence[str], day: date, count: int = 12) -> list[Month]:
    """The last months: faults that began, were put right, came back; officers and those of them who were active."""
    firsts, codes = months_back(day, count), organ_codes(reach)
    begun, ended = _by_month("since", codes, firsts[0]), _by_month("until", codes, firsts[0])
    again = _by_month("since", codes, firsts[0], again=1)
    tallied: dict[tuple[date, str], int] = {}
    said = Tally.objects.filter(organ_id__in=codes, month__gte=firsts[0]).values_list("month", "code")
    for month, code, number in said.annotate(sum=Sum("number")).order_by("month", "code"):
        tallied[month, code] = number
    return [
        Month(
            first, begun.get(first, 0), ended.get(first, 0), again.get(first, 0),
            tallied.get((first, "active"), 0), tallied.get((first, "officers"), 0),
        )
        for first in firsts
    ]  # fmt: skip


def _by_month(field: str, codes: Sequence[str], first: date, **more: int) -> dict[date, int]:
    found = Spell.objects.filter(organ_id__in=codes, colour__in=GRAVE, **{f"{field}__gte": first}, **more)
    counted: dict[date, int] = {}
    for day, number in found.values_list(field).annotate(number=Count("pk")).order_by(field):
        counted[day.replace(day=1)] = counted.get(day.replace(day=1), 0) + number
    return counted


def again_by_organ(*, reach: Sequence[str]) -> Mapping[str, int]:
    """Faults that stand and came back after the organ had put right their like."""
    found = Spell.objects.filter(organ_id__in=organ_codes(reach), again=1, until__isnull=True)
    return dict(found.values_list("organ_id").annotate(number=Count("pk")).order_by("organ_id"))


@dataclass(frozen=True, slots=True)
class SpellLine:
    """A fault that came back: its case, its rule, since when."""

    key: str
    case_id: str
    number: str
    organ: str
    alert: str
    group: str
    colour: str
    since: date
    until: date | None
    before: date | None
    """When the one before it had been put right."""


def came_back(*, reach: Sequence[str], limit: int = 0) -> list[SpellLine]:
    """The faults that came back and stand, the newest first."""
    found = Spell.objects.filter(organ_id__in=organ_codes(reach), again=1, until__isnull=True)
    return _lines(found.order_by("-since", "key"), limit)


def spells_of(what: str, month: date, *, reach: Sequence[str]) -> list[SpellLine]:
    """The faults that began, were put right or came back in a month, in the order of days."""
    found = Spell.objects.filter(organ_id__in=organ_codes(reach), colour__in=GRAVE)
    if what == ENDED:
        return _lines(found.filter(until__gte=month, until__lt=end_of(month)).order_by("until", "key"))
    found = found.filter(since__gte=month, since__lt=end_of(month))
    return _lines((found.filter(again=1) if what == AGAIN else found).order_by("since", "key"))


def _lines(found: QuerySet[Spell], limit: int = 0) -> list[SpellLine]:
    some = list(found.select_related("organ")[: limit or None])
    numbers = dict(Case.objects.filter(pk__in={one.case_id for one in some}).values_list("pk", "number"))
    ended = _ended([one for one in some if one.again])
    return [
        SpellLine(
            one.key, one.case_id, numbers.get(one.case_id, ""), one.organ.short, one.alert, one.group, one.colour,
            one.since, one.until,
            max((day for day in ended.get((one.organ_id, one.alert), ()) if day < one.since), default=None),
        )
        for one in some
    ]  # fmt: skip


def _ended(some: Sequence[Spell]) -> Mapping[tuple[str, str], list[date]]:
    """When these organs put right faults of these rules."""
    alike = Spell.objects.filter(organ_id__in={one.organ_id for one in some}, alert__in={one.alert for one in some})
    ended: dict[tuple[str, str], list[date]] = {}
    for organ, alert, until in alike.filter(until__isnull=False).values_list("organ_id", "alert", "until"):
        if until is not None:
            ended.setdefault((organ, alert), []).append(until)
    return ended


def activity_by_organ(month: date, codes: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """Active officers and officers with a certificate of each of these organs in a month."""
    found: dict[str, dict[str, int]] = {}
    for organ, code, number in Tally.objects.filter(month=month, organ_id__in=list(codes)).values_list(
        "organ_id", "code", "number"
    ):
        found.setdefault(organ, {})[code] = number
    return {organ: (said.get("active", 0), said.get("officers", 0)) for organ, said in found.items()}


@dataclass(frozen=True, slots=True)
class OfficerMonth:
    """An officer's deeds in a month: how many count, how many do not and why."""

    person: str
    name: str
    counted: int
    flaws: Mapping[str, int]


def officers_of_month(organ: str, month: date, besides: Iterable[str] = ()) -> list[OfficerMonth]:
    """Everybody who took part in anything an organ did in a month, those whose deeds count first; and `besides`."""
    found = Deed.objects.filter(organ_id=organ, on__gte=month, on__lt=end_of(month)).values_list("person", "flaw")
    said: dict[str, dict[str, int]] = {}
    for person, flaw, number in found.annotate(number=Count("pk")).order_by("person", "flaw"):
        said.setdefault(person, {})[flaw] = number
    for person in besides:
        said.setdefault(person, {})
    names = names_of(said)
    lines = [
        OfficerMonth(person, names.get(person, person), flaws.get("", 0), {k: n for k, n in flaws.items() if k})
        for person, flaws in said.items()
    ]
    return sorted(lines, key=lambda line: (-line.counted, line.name))


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One deed with its case."""

    case_id: str
    number: str
    title: str
    procedure: str
    step: str
    on: date
    minute: int | None
    delay: int
    flaw: str


def deeds_of_officer(organ: str, person: str, month: date) -> list[DeedLine]:
    """What one person did for an organ in a month, in order."""
    found = list(
        Deed.objects.filter(organ_id=organ, person=person, on__gte=month, on__lt=end_of(month))
        .order_by("on", "minute", "case_id", "version")
        .values_list("case_id", "procedure", "step", "on", "minute", "delay", "flaw")
    )
    known = {
        key: (number, title)
        for key, number, title in Case.objects.filter(pk__in={row[0] for row in found}).values_list(
            "pk", "number", "title"
        )
    }
    return [
        DeedLine(case, *known.get(case, ("", "")), procedure, step, on, minute, delay, flaw)
        for case, procedure, step, on, minute, delay, flaw in found
    ]
