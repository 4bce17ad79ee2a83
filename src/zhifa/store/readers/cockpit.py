"""What a supervisor asks first: what is late, what soon will be, and where faults gather.

Everything is an aggregate over an index, so that it answers at once with a million cases in the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from zhifa.store.casework.models import Case
from zhifa.store.readers.cases import within
from zhifa.store.readers.desk import open_duties
from zhifa.store.readers.findings import counts
from zhifa.store.registry.models import Organ

WEEK = timedelta(days=7)
LATE, SOON = "late", "soon"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Due:
    """Duties of an organ that are past their day, and those that fall due within a week."""

    late: int = 0
    soon: int = 0


def organ_codes(reach: Sequence[str]) -> list[str]:
    """The organs of a reach, in the order of the tree."""
    return list(Organ.objects.filter(within(reach)).order_by("path").values_list("pk", flat=True))


def due_by_organ(*, reach: Sequence[str], day: date) -> Mapping[str, Due]:
    """What is late and what is due within seven days, by organ; organs with neither are left out."""
    found = open_duties(reach).filter(due_on__lte=day + WEEK).values("case__organ_id")
    counted = found.annotate(late=Count("pk", filter=Q(due_on__lt=day)), all=Count("pk")).order_by("case__organ_id")
    return {row["case__organ_id"]: Due(row["late"], row["all"] - row["late"]) for row in counted}


@dataclass(frozen=True, slots=True)
class DueLine:
    """A duty that is not met yet, with its case and organ."""

    id: int
    case_id: str
    number: str
    title: str
    party: str
    organ: str
    proceeding: str
    code: str
    verb: str
    step: str
    due_on: date
    cite: str


@dataclass(frozen=True, slots=True)
class DuePage:
    lines: tuple[DueLine, ...]
    more: bool


def due_page(
    when: str, *, reach: Sequence[str], day: date, after: tuple[date, str, int] | None = None, limit: int = PAGE
) -> DuePage:
    """Duties that are late, or due within seven days, the earliest first; without a limit all of them."""
    found = open_duties(reach, first=True)
    found = found.filter(due_on__lt=day) if when == LATE else found.filter(due_on__gte=day, due_on__lte=day + WEEK)
    if after:
        on, case, last = after
        later = Q(case_id__gt=case) | Q(case_id=case, pk__gt=last)
        found = found.filter(Q(due_on__gt=on) | Q(due_on=on) & later, due_on__gte=on)
    read = found.order_by("due_on", "case_id", "pk").values_list(
        "pk", "case_id", "case__number", "case__title", "case__party", "case__organ__short", "proceeding", "code",
        "verb", "step", "due_on", "cite",
    )  # fmt: skip
    some = list(read[: limit + 1] if limit else read)
    return DuePage(tuple(DueLine(*row) for row in (some[:limit] if limit else some)), bool(limit) and len(some) > limit)


@dataclass(frozen=True, slots=True)
class Faults:
    """Findings of an organ in one group of rules, by colour."""

    red: int = 0
    yellow: int = 0
    blue: int = 0

    @property
    def grave(self) -> int:
        """What must be put right or explained."""
        return self.red + self.yellow


def faults(*, reach: Sequence[str]) -> Mapping[tuple[str, str], Faults]:
    """The findings that stand, by organ and group; of one case and of many together."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for one in counts(reach=reach):
        found.setdefault((one.organ, one.group), {})[one.colour] = one.number
    return {key: Faults(**said) for key, said in found.items()}


def open_cases_by_organ(*, reach: Sequence[str]) -> Mapping[str, int]:
    """How many cases each organ has open."""
    found = Case.objects.filter(organ_id__in=organ_codes(reach), state="open").values_list("organ_id")
    return dict(found.annotate(number=Count("pk")).order_by("organ_id"))
