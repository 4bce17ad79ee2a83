"""The narrow rows patterns are made of, by window: decisions, officers in places, organs as a whole.

Rows come from everywhere: a pattern may reach over organs, and what comes out of it is shown only inside the reach.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from zhifa.core.oversight.patterns import Deed, OrganYear, Visit
from zhifa.core.procedure.calling import PERSONS
from zhifa.store.casework.models import Case, Ruling
from zhifa.store.oversight.models import Presence
from zhifa.store.powerlists.models import ListItem
from zhifa.store.registry.models import Certificate, Organ
from zhifa.store.reports.models import AnnualReport

TOWNS = ("乡镇", "街道")
"""The levels whose organs act in their own place only."""
NO_STREET = "(?![路街巷道])"
"""A street is often called after another town."""


def deeds(day: date, window: int) -> list[Deed]:
    """Standing decisions of the last days that fine or confiscate."""
    found = Ruling.objects.filter(Q(fined=1) | Q(gains_fen__gt=0), standing=1)
    found = found.filter(decided_on__gt=day - timedelta(days=window), decided_on__lte=day)
    read = found.order_by("decided_on", "case_id", "version").values_list(
        "case_id", "version", "case__organ_id", "decided_on", "matter", "party", "identity", "party_kind", "tier",
        "fine_fen", "gains_fen", "happened_on", "simple", "ordered", "seat",
    )  # fmt: skip
    same, numbered = _Same(), _numbered(found)
    return [
        Deed(
            case, version, same[organ], same[on], same[matter],
            _party(identity or numbered.get((organ, party), ""), party, kind, organ), party, same[kind], same[tier],
            fine, gains, same[happened], bool(simple), bool(ordered), same[seat],
        )
        for case, version, organ, on, matter, party, identity, kind, tier, fine, gains, happened, simple, ordered, seat
        in read.iterator(chunk_size=5000)
    ]  # fmt: skip


class _Same(dict[Any, Any]):
    """Each value once, however many rows say it: a database hands out every word of a million rows anew."""

    def __missing__(self, value: Any) -> Any:
        self[value] = value
        return value


def _numbered(found: QuerySet[Ruling]) -> Mapping[tuple[str, str], str]:
    """What stands for the number of a party whose number is in some cases of an organ and left out in others.

    A name that goes with two numbers stands for nobody.
    """
    left_out = found.filter(identity="").exclude(party="").order_by().values("party")
    named = found.exclude(identity="").filter(party__in=left_out).order_by()
    numbers: dict[tuple[str, str], set[str]] = {}
    for organ, name, identity in named.values_list("case__organ_id", "party", "identity").distinct():
        numbers.setdefault((organ, name), set()).add(identity)
    return {place: next(iter(held)) for place, held in numbers.items() if len(held) == 1}


def _party(identity: str, name: str, kind: str, organ: str) -> str:
    """What stands for a party: its number; a firm's name; a person's name within one organ, for others bear it too."""
    return identity or (f"{organ}/{name}" if name and kind in PERSONS else name)


def visits(day: date, window: int) -> list[Visit]:
    """Officers in places in the last days."""
    found = Presence.objects.filter(day__gt=day - timedelta(days=window), day__lte=day)
    read = found.order_by("day", "case_id", "version").values_list(
        "case_id", "version", "organ_id", "day", "minute", "entered_on", "kind", "officers", "place", "party",
        "identity", "enterprise", "daily", "plan_item", "assisted", "said",
    )  # fmt: skip
    same, towns = _Same(), _Towns()
    return [
        Visit(
            case, version, same[organ], same[on], minute, same[entered], same[kind],
            same[tuple(officers.split("\n"))], same[place], identity or party, party, bool(enterprise), bool(daily),
            same[item], bool(assisted), same[said], towns.other(organ, place),
        )
        for case, version, organ, on, minute, entered, kind, officers, place, party, identity, enterprise, daily, item,
            assisted, said
        in read.iterator(chunk_size=5000)
    ]  # fmt: skip


class _Towns:
    """The towns of the tree, by whose names a place is told to lie in one of them."""

    def __init__(self) -> None:
        told = Organ.objects.filter(level__in=TOWNS).exclude(short="").values_list("code", "short", "parent_id")
        self._of = {code: (short, parent) for code, short, parent in told.order_by("code")}
        self._town = {(parent, short): code for code, (short, parent) in self._of.items()}
        names = sorted((re.escape(short) for short, _ in self._of.values()), key=len, reverse=True)
        self._named = re.compile(f"(?:{'|'.join(names)}){NO_STREET}") if names else None

    def other(self, organ: str, place: str) -> str:
        """The sister town a place lies in; empty where it names none, or the organ's own town."""
        short, parent = self._of.get(organ, ("", None))
        if not short or self._named is None or short in place:
            return ""
        found = self._named.search(place)
        return found[0] if found and (parent, found[0]) in self._town else ""


def districts() -> list[str]:
    """The short names of the governments at the head of the tree: a place that bears one lies at home."""
    heads = Organ.objects.filter(parent=None, children__isnull=False).exclude(short="")
    return list(heads.order_by("code").values_list("short", flat=True).distinct())


def organ_years(day: date, window: int) -> list[OrganYear]:
    """Every organ that stands: its officers, its last case, the matters of its published list and those not used."""
    since = day - timedelta(days=window)
    standing = Organ.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("code")
    certified = _certified(day)
    begun = Case.objects.aggregate(first=Min("opened_on"))["first"] or day
    last = dict(Case.objects.filter(opened_on__lte=day).order_by().values_list("organ_id").annotate(Max("opened_on")))
    used: dict[str, set[str]] = {}
    recent = Case.objects.filter(opened_on__gt=since, opened_on__lte=day).exclude(matter="")
    for organ, matter in recent.order_by().values_list("organ_id", "matter").distinct():
        used.setdefault(organ, set()).add(matter)
    listed = _listed(day)
    published: dict[str, list[int]] = {}
    reported: dict[str, list[int]] = {}
    for organ, year, on in AnnualReport.objects.order_by("year").values_list("organ", "year", "published_on"):
        reported.setdefault(organ, []).append(year)
        if on:
            published.setdefault(organ, []).append(year)
    return [
        OrganYear(
            organ=organ.code,
            officers=certified.get(organ.code, (0, day))[0],
            since=max(filter(None, (begun, organ.valid_from, certified.get(organ.code, (0, day))[1]))),
            last_on=last.get(organ.code),
            matters=tuple(listed.get(organ.code, {}).values()),
            unused=tuple(
                title for code, title in listed.get(organ.code, {}).items() if code not in used.get(organ.code, ())
            ),
            published=tuple(published.get(organ.code, ())),
            reported=tuple(reported.get(organ.code, ())),
        )
        for organ in standing
    ]


def _certified(day: date) -> dict[str, tuple[int, date]]:
    """How many persons of each organ hold a certificate on a day, and since when the first of them does."""
    valid = Certificate.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=day), Q(cancelled_on=None) | Q(cancelled_on__gt=day), issued_on__lte=day
    )
    found: dict[str, tuple[int, date]] = {}
    counted = valid.order_by().values_list("person__organ_id", "issued_on").annotate(Count("person", distinct=True))
    for organ, issued, number in counted:
        held, first = found.get(organ, (0, issued))
        found[organ] = (held + number, min(first, issued))
    return found


def _listed(day: date) -> Mapping[str, Mapping[str, str]]:
    """The matters of the published list of each organ that is in force, by code, with their titles."""
    items = ListItem.objects.filter(
        Q(version__end=None) | Q(version__end__gte=day),
        version__taken_at__isnull=False,
        version__replaced=False,
        version__start__lte=day,
    ).exclude(matter="")
    found: dict[str, dict[str, str]] = {}
    for organ, matter, title in items.order_by("number").values_list("version__organ_code", "matter", "title"):
        found.setdefault(organ, {})[matter] = title
    return found
