"""Decisions of like cases, and earlier decisions against the same party."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from zhifa.store.casework.models import Ruling
from zhifa.store.casework.rulings import COMPARED, NUMBERS, identity_of, mark_of
from zhifa.store.casework.search import CASES
from zhifa.store.readers.cases import within

__all__ = [
    "COMPARED", "NUMBERS", "Earlier", "EarlierRuling", "LikeCases", "earlier_rulings", "like_cases",
]  # fmt: skip
RECENT = 200
"""So many of the latest like cases say what is typical."""
LISTED = 5


@dataclass(frozen=True, slots=True)
class LikeCases:
    """What like cases were fined, as sums with their number, and the circumstances of the latest of them."""

    sums: tuple[tuple[int, int], ...]
    facts: tuple[Mapping[str, object], ...]


def like_cases(matter: str, tier: str, *, reach: Sequence[str], but: str = "") -> LikeCases:
    """Standing fines for a matter within the reach; of one tier where it is named. `but` leaves a case out."""
    found = _fined(matter, reach, but)
    of_tier = found.filter(tier=tier) if tier else found
    sums = of_tier.values_list("fine_fen").annotate(number=Count("pk")).order_by("fine_fen")
    recent = found.order_by("-decided_on", "-pk").values_list("facts", flat=True)[:RECENT]
    return LikeCases(tuple((fen, number) for fen, number in sums), tuple(json.loads(text) for text in recent))


def _fined(matter: str, reach: Sequence[str], but: str) -> QuerySet[Ruling]:
    found = Ruling.objects.filter(within(reach), matter=matter, fined=1, standing=1)
    return found.exclude(case_id=but) if but else found


@dataclass(frozen=True, slots=True)
class EarlierRuling:
    """A decision against the same party for the same matter."""

    case_id: str
    number: str
    organ: str
    decided_on: date
    fine_fen: int
    fined: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """How often a party was dealt with for a matter before a day, and the latest of it.

    `sure` when the party's number was compared and not the name alone, which others may bear.
    """

    count: int
    latest: tuple[EarlierRuling, ...]
    sure: bool


def earlier_rulings(
    matter: str, *, party: str, number: str = "", before: date, reach: Sequence[str], but: str = ""
) -> Earlier:
    """Standing decisions for the matter against this party, not to punish included; of no party there are none."""
    identity = identity_of(number)
    same = Q(identity=identity) | Q(identity="", party=party) if identity else Q(party=party)
    if not party and not identity:
        return Earlier(0, (), sure=False)
    if not party:
        same = Q(identity=identity)
    marked = CASES.marked(mark_of(known) for known in (party, identity) if known)
    # An expression is in no index: a party has few decisions, a matter may have a million.
    found = Ruling.objects.alias(of=Coalesce("matter", Value(""))).filter(
        within(reach), same, case_id__in=marked, of=matter, standing=1, decided_on__lte=before
    )
    found = found.exclude(case_id=but) if but else found
    rows = found.select_related("case__organ").order_by("-decided_on", "-pk")
    latest = tuple(
        EarlierRuling(row.case_id, row.case.number, row.case.organ.short, row.decided_on, row.fine_fen, bool(row.fined))
        for row in rows[:LISTED]
    )
    return Earlier(found.count(), latest, sure=bool(identity))
