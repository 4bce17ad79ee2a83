"""The register of permits: which are in force, which expire soon, which have expired without renewal, which ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from zhifa.store.casework.models import Permit
from zhifa.store.readers.cases import within

PAGE = 50
SOON: Final = timedelta(days=60)
"""A permit that ends within so many days is shown as ending soon: renewal is asked for thirty days before."""
STATES: Final = ("valid", "soon", "expired", "ended")


@dataclass(frozen=True, slots=True)
class PermitLine:
    """A permit as the register shows it on a day."""

    case_id: str
    proceeding: str
    number: str
    title: str
    holder: str
    certificate: str
    organ: str
    granted_on: date
    valid_until: date | None
    ended_as: str
    ended_on: date | None
    open_on: str

    def state(self, day: date) -> str:
        """valid, soon, expired or ended."""
        if self.ended_as:
            return "ended"
        if self.valid_until is None or self.valid_until > day + SOON:
            return "valid"
        return "soon" if self.valid_until >= day else "expired"


@dataclass(frozen=True, slots=True)
class PermitFilter:
    """What the register shows: permits in a state, with words in certificate, holder or kind, and where to go on."""

    state: str = ""
    query: str = ""
    after: tuple[date, str] | None = None


@dataclass(frozen=True, slots=True)
class PermitPage:
    lines: tuple[PermitLine, ...]
    more: bool


def _in_state(state: str, day: date) -> Q:
    standing = Q(ended_as="")
    match state:
        case "valid":
            return standing & (Q(valid_until=None) | Q(valid_until__gt=day + SOON))
        case "soon":
            return standing & Q(valid_until__gte=day, valid_until__lte=day + SOON)
        case "expired":
            return standing & Q(valid_until__lt=day)
        case "ended":
            return ~standing
    return Q()


def _found(wanted: PermitFilter, reach: Sequence[str], day: date) -> QuerySet[Permit]:
    found = Permit.objects.filter(within(reach), _in_state(wanted.state, day))
    if wanted.query:
        said = wanted.query
        found = found.filter(Q(certificate__contains=said) | Q(holder__contains=said) | Q(title__contains=said))
    return found


def permit_page(wanted: PermitFilter, *, reach: Sequence[str], day: date, limit: int = PAGE) -> PermitPage:
    """A page of the register, the latest grants first; those that end soon or have ended by their end."""
    found = _found(wanted, reach, day).select_related("organ", "case")
    by_end = wanted.state in {"soon", "expired"}
    if by_end:
        order, later = ("valid_until", "proceeding"), ("valid_until__gt", "valid_until", "proceeding__gt")
    else:
        order, later = ("-granted_on", "-proceeding"), ("granted_on__lt", "granted_on", "proceeding__lt")
    if wanted.after:
        last, key = wanted.after
        beyond, same, further = later
        found = found.filter(Q(**{beyond: last}) | Q(**{same: last, further: key}))
    lines = [_line(row) for row in found.order_by(*order)[: limit + 1]]
    return PermitPage(tuple(lines[:limit]), len(lines) > limit)


def _line(row: Permit) -> PermitLine:
    return PermitLine(
        row.case_id, row.proceeding, row.case.number, row.title, row.holder, row.certificate, row.organ.short,
        row.granted_on, row.valid_until, row.ended_as, row.ended_on, row.open_on,
    )  # fmt: skip


def permit_counts(*, reach: Sequence[str], day: date) -> dict[str, int]:
    """How many permits are in each state."""
    counts = {state: Count("pk", filter=_in_state(state, day)) for state in STATES}
    return dict(Permit.objects.filter(within(reach)).aggregate(**counts))
