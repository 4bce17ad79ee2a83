"""The fine ledger of organs: totals, what is unpaid and for how long, and each fine with its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from zhifa.core import payments
from zhifa.core.events import Event
from zhifa.store import journal
from zhifa.store.casework.models import Fine, FineMovement, Paper

PAGE = 50
PAYMENTS: Final = "payments"
"""The stream, one for each organ, in which the bank's files are written down."""
AGES: Final = ((0, 30), (31, 90), (91, 180), (181, 0))
"""Days past due by which unpaid fines are grouped; the last group has no end."""
STATES: Final = {
    "": "全部",
    "unpaid": "未缴",
    "overdue": "已逾期",
    "deferred": "延期、分期",
    "surcharged": "有加处",
    "spot": "收缴待缴银行",
    "court": "已申请法院",
    "paid": "已缴清",
    "goods": "有没收",
    "annulled": "已撤销",
}


@dataclass(frozen=True, slots=True)
class FineLine:
    """One fine of the ledger, as of a day. Sums are fen."""

    case: str
    number: str
    title: str
    party: str
    organ: str
    decided_on: date
    due_on: date | None
    fine_fen: int
    gains_fen: int
    goods_fen: int
    goods_unvalued: bool
    paid_fen: int
    surcharge_fen: int
    surcharge_paid_fen: int
    waived_fen: int
    deferred: str
    settled_on: date | None
    court_on: date | None
    hand_in_due: date | None
    standing: bool
    key: int

    @property
    def left_fen(self) -> int:
        return 0 if self.settled_on else max(self.fine_fen - self.paid_fen, 0)

    def state(self, day: date) -> str:
        """How the fine stands, in one word."""
        if not self.standing:
            return "已撤销"
        if not self.fine_fen:
            return "没收"
        if self.settled_on:
            return "已缴清"
        if self.due_on is None:
            return "未送达"
        word = self.deferred or "未到期"
        return word if day <= self.due_on else f"逾期 {(day - self.due_on).days} 日"


@dataclass(frozen=True, slots=True)
class FineFilter:
    """Which fines: of an organ, a year of decision, a state, an age past due, with words in party or number."""

    organ: str = ""
    year: int = 0
    state: str = ""
    age: int = -1
    query: str = ""


@dataclass(frozen=True, slots=True)
class FineTotals:
    """Sums over the fines a filter names, each a figure that opens its cases."""

    count: int = 0
    fine_fen: int = 0
    paid_fen: int = 0
    left_fen: int = 0
    overdue_fen: int = 0
    overdue: int = 0
    surcharge_fen: int = 0
    surcharge_paid_fen: int = 0
    waived_fen: int = 0
    gains_fen: int = 0
    goods_fen: int = 0
    unvalued: int = 0
    spot: int = 0
    ages: tuple[tuple[int, int], ...] = ()
    """Number and sum unpaid in each of the groups of `AGES`."""


def _chosen(wanted: FineFilter, reach: Sequence[str], day: date) -> QuerySet[Fine]:
    within = Q(pk__in=[])
    for prefix in reach:
        within |= Q(path__startswith=prefix)
    found = Fine.objects.filter(within)
    if wanted.organ:
        found = found.filter(organ_id=wanted.organ)
    if wanted.year:
        found = found.filter(decided_on__year=wanted.year)
    if wanted.query:
        found = found.filter(Q(party__icontains=wanted.query) | Q(case__number__icontains=wanted.query))
    if wanted.state:
        found = found.filter(_of_state(wanted.state, day))
    if 0 <= wanted.age < len(AGES):
        found = found.filter(_of_age(wanted.age, day))
    return found


UNPAID: Final = Q(standing=1, settled_on__isnull=True, fine_fen__gt=F("paid_fen"))


def _of_state(state: str, day: date) -> Q:
    return {
        "unpaid": UNPAID,
        "overdue": UNPAID & Q(due_on__lt=day),
        "deferred": ~Q(deferred="") & Q(standing=1),
        "surcharged": Q(surcharge_fen__gt=0),
        "spot": Q(hand_in_due__isnull=False, standing=1),
        "court": Q(court_on__isnull=False),
        "paid": Q(settled_on__isnull=False, standing=1),
        "goods": Q(gains_fen__gt=0) | Q(goods_fen__gt=0) | Q(goods_unvalued=1),
        "annulled": Q(standing=0),
    }.get(state, Q())


def _of_age(age: int, day: date) -> Q:
    first, last = AGES[age]
    found = UNPAID & Q(due_on__lt=day - timedelta(days=max(first - 1, 0)))
    return found & Q(due_on__gte=day - timedelta(days=last)) if last else found


def fines(
    wanted: FineFilter, *, reach: Sequence[str], day: date, after: tuple[date, int] | None = None, limit: int = PAGE
) -> list[FineLine]:
    """Fines, the latest decided first; `after` is where the page before ended. 0 for all."""
    found = _chosen(wanted, reach, day).select_related("case", "organ").order_by("-decided_on", "-id")
    if after:
        found = found.filter(Q(decided_on__lt=after[0]) | Q(decided_on=after[0], id__lt=after[1]))
    return [_line(row, day) for row in (found[:limit] if limit else found)]


def added_by(row: Fine, day: date) -> int:
    """What the law has added to a fine by a day, as far as the case is known."""
    days = max((day - row.reckoned_on).days, 0) if row.reckoned_on else 0
    sum_ = row.surcharge_fen + row.surcharge_daily_fen * days
    return min(sum_, row.surcharge_cap_fen) if row.surcharge_cap_fen else sum_


def _line(row: Fine, day: date) -> FineLine:
    return FineLine(
        case=row.case_id,
        number=row.case.number,
        title=row.case.title,
        party=row.party,
        organ=row.organ.short,
        decided_on=row.decided_on,
        due_on=row.due_on,
        fine_fen=row.fine_fen,
        gains_fen=row.gains_fen,
        goods_fen=row.goods_fen,
        goods_unvalued=bool(row.goods_unvalued),
        paid_fen=row.paid_fen,
        surcharge_fen=added_by(row, day),
        surcharge_paid_fen=row.surcharge_paid_fen,
        waived_fen=row.waived_fen,
        deferred=row.deferred,
        settled_on=row.settled_on,
        court_on=row.court_on,
        hand_in_due=row.hand_in_due,
        standing=bool(row.standing),
        key=row.pk,
    )


def fine_totals(wanted: FineFilter, *, reach: Sequence[str], day: date) -> FineTotals:
    """The sums of the fines a filter names. Annulled decisions are left out of what is owed and paid."""
    found = _chosen(wanted, reach, day)
    stand, late = Q(standing=1), UNPAID & Q(due_on__lt=day)
    left = F("fine_fen") - F("paid_fen")

    def total(field: str, only: Q) -> Coalesce:
        return Coalesce(Sum(field, filter=only), 0)

    ages = {f"age{n}": Coalesce(Sum(left, filter=_of_age(n, day)), 0) for n in range(len(AGES))}
    counts = {f"many{n}": Count("id", filter=_of_age(n, day)) for n in range(len(AGES))}
    sums = found.aggregate(
        count=Count("id", filter=stand),
        fine=total("fine_fen", stand),
        paid=total("paid_fen", stand),
        left=Coalesce(Sum(left, filter=UNPAID), 0),
        late=Coalesce(Sum(left, filter=late), 0),
        late_count=Count("id", filter=late),
        surcharge_paid=total("surcharge_paid_fen", stand),
        waived=total("waived_fen", stand),
        gains=total("gains_fen", stand),
        goods=total("goods_fen", stand),
        unvalued=Count("id", filter=stand & Q(goods_unvalued=1)),
        spot=Count("id", filter=stand & Q(hand_in_due__isnull=False)),
        **ages,
        **counts,
    )
    added = sum(added_by(row, day) for row in found.filter(stand, surcharge_cap_fen__gt=0))
    return FineTotals(
        sums["count"], sums["fine"], sums["paid"], sums["left"], sums["late"], sums["late_count"], added,
        sums["surcharge_paid"], sums["waived"], sums["gains"], sums["goods"], sums["unvalued"], sums["spot"],
        tuple((sums[f"many{n}"], sums[f"age{n}"]) for n in range(len(AGES))),
    )  # fmt: skip


def fine_years(reach: Sequence[str]) -> list[int]:
    """Years in which fines were decided, the latest first."""
    days = _chosen(FineFilter(), reach, date.min).dates("decided_on", "year", order="DESC")
    return [day.year for day in days]


@dataclass(frozen=True, slots=True)
class Decided:
    """A fine a bank's line may mean: the case and the proceeding of the decision that carries the number."""

    case: str
    proceeding: str


def decision_numbered(number: str, path: str) -> Decided | None:
    """The fine whose decision carries a number, within an organ."""
    plain = payments.squeezed(number).replace("[", "〔").replace("]", "〕").replace("（", "〔").replace("）", "〕")
    fined = Fine.objects.filter(path__startswith=path, fine_fen__gt=0).values("proceeding")
    row = Paper.objects.filter(number=plain, proceeding__in=fined).order_by("issued_on").first()
    return Decided(row.case_id, row.proceeding) if row else None


def receipt_taken(organ: str, receipt: str) -> FineMovement | None:
    """The payment recorded with a receipt in an organ."""
    return FineMovement.objects.filter(organ_id=organ, receipt=receipt).order_by("id").first()


@dataclass(frozen=True, slots=True)
class ImportRead:
    """One file of payments as it was taken in."""

    number: int
    name: str
    file: str
    on: date
    by: str
    rows: tuple[dict[str, object], ...]

    def count(self, *codes: str) -> int:
        return sum(1 for row in self.rows if row["verdict"] in codes)


def payment_imports(organ: str) -> list[ImportRead]:
    """Every bank file an organ has taken in, the latest first."""
    return [_import(event) for event in reversed(journal.read_stream(PAYMENTS, organ))]


def payment_import(organ: str, number: int) -> ImportRead | None:
    """One bank file an organ has taken in, by its number."""
    found = journal.read_stream(PAYMENTS, organ)
    return _import(found[number - 1]) if 0 < number <= len(found) else None


def _import(event: Event) -> ImportRead:
    payload: Any = event.payload
    return ImportRead(
        event.version, payload["name"], payload["file"], event.occurred.day, event.actor, tuple(payload["rows"])
    )
