"""How findings are worked off and how far supervision papers have come; lists limited to a reach and paged by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from zhifa.core.events import FINDING_RAISED
from zhifa.core.supervising import (
    ACCEPTED,
    ANSWERED,
    CLOSED,
    DISMISSED,
    MENDED,
    OPEN,
    RAISED,
    RETURNED,
    RULE_WRONG,
    fold,
)
from zhifa.core.supervising import Working as Told
from zhifa.store import journal
from zhifa.store.casework.models import Case, Finding, Outcome, Paper
from zhifa.store.oversight.models import Pattern
from zhifa.store.readers.cases import readable, within
from zhifa.store.supervision.models import Instrument, Working

PAGE: Final = 50
STREAM: Final = "finding"


def told_of(key: str) -> Told | None:
    """Everything said about a finding; None where nobody said anything."""
    return fold(journal.read_stream(STREAM, key))


@dataclass(frozen=True, slots=True)
class WorkingRead:
    """Where a finding stands: what was said, whether it still shows, and the paper that was issued about it."""

    state: str
    answer_by: date
    settled_on: date | None
    told: Told | None
    raised: str = ""
    raised_title: str = ""


def state_of(key: str, *, stands: bool, answer_by: date) -> WorkingRead:
    """The state of one finding; `stands` says whether the record still shows it.

    All of it comes from one reading of the stream, so that what is written behind it rests on what was seen.
    """
    told = told_of(key)
    if told is None:
        return WorkingRead(OPEN if stands else MENDED, answer_by, None, None)
    opened = next((str(item.payload["case"]) for item in reversed(told.said) if item.type == FINDING_RAISED), "")
    raised = Case.objects.filter(pk=opened).values_list("pk", "number", "closed_on").first() if opened else None
    closed = raised[2] if raised else None
    settled = told.said[-1].at if told.state in {ACCEPTED, DISMISSED} else closed
    state = _shown(told.state, closed, stands=stands)
    return WorkingRead(state, told.answer_by or answer_by, settled, told, *(raised[:2] if raised else ("", "")))


def _shown(state: str, closed: date | None, *, stands: bool) -> str:
    """The state as people see it: a paper that was closed closes the finding, a correction mends it."""
    if state == RAISED and closed:
        return CLOSED
    return MENDED if state in {ANSWERED, RETURNED} and not stands else state


def place_of(key: str, *, reach: Sequence[str]) -> str | None:
    """Where a finding somebody has spoken about belongs; None out of reach."""
    found = Working.objects.filter(readable(reach, "case__"), pk=key).values_list("path", flat=True)
    return found.first()


def _settled(found: QuerySet[Working]) -> Any:
    """Findings that were put right: their answer accepted, or the paper about them closed."""
    ended = found.annotate(ended=Coalesce("settled_on", "raised__closed_on"))
    return ended.filter(Q(state=ACCEPTED) | Q(state=RAISED, raised__closed_on__isnull=False))


def recurred(alert: str, organ: str, known_on: date, *, span: int, besides: str = "") -> tuple[str, date] | None:
    """The latest finding of the same rule in the same organ that was put right within a span of days before."""
    since = known_on - timedelta(days=span)
    found = _settled(Working.objects.filter(alert=alert, organ_id=organ).exclude(pk=besides))
    row = found.filter(ended__gte=since, ended__lt=known_on).order_by("-ended", "-key").first()
    return (row.pk, row.ended) if row else None


def recurrences(*, reach: Sequence[str], span: int) -> dict[str, int]:
    """By organ, how many findings stand today though the same had been put right within a span of days before."""
    total: dict[str, int] = {}
    pairs = (
        _settled(Working.objects.filter(readable(reach, "case__"))).values_list("organ_id", "alert", "ended").distinct()
    )
    by_pair: dict[tuple[str, str], list[date]] = {}
    for organ, alert, ended in pairs:
        by_pair.setdefault((organ, alert), []).append(ended)
    organs, alerts = {organ for organ, _ in by_pair}, {alert for _, alert in by_pair}
    for model in (Finding, Pattern):
        found = model.objects.filter(within(reach), organ_id__in=organs, alert__in=alerts)
        for organ, alert, known in found.values_list("organ_id", "alert", "known_on"):
            ends = by_pair.get((organ, alert), ())
            if any(end < known <= end + timedelta(days=span) for end in ends):
                total[organ] = total.get(organ, 0) + 1
    return total


def dismissed_by_rule(*, reach: Sequence[str]) -> dict[str, int]:
    """How often supervisors found that a rule of supervision was wrong about a case of the reach."""
    found = Working.objects.filter(readable(reach, "case__"), state=DISMISSED, ground=RULE_WRONG)
    return dict(found.values_list("alert").annotate(Count("pk")).order_by("alert"))


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A finding as the list of those being worked off shows it."""

    key: str
    alert: str
    group: str
    colour: str
    organ: str
    case_id: str
    case_number: str
    known_on: date
    state: str
    answer_by: date
    answered_on: date | None
    settled_on: date | None
    raised: str
    stands: bool


WAITING, OVERDUE = "waiting", "overdue"
"""Lists of findings nobody has answered: all of them, and those whose day has passed."""


def working_page(
    state: str, *, reach: Sequence[str], organ: str = "", after: tuple[date, str] | None = None, limit: int = PAGE
) -> tuple[list[WorkLine], bool]:
    """Findings somebody has spoken about, in one state or all, newest first; whether more follow."""
    found = Working.objects.filter(readable(reach, "case__")).annotate(
        stands=Exists(Finding.objects.filter(key=OuterRef("key"))) | Exists(Pattern.objects.filter(key=OuterRef("key")))
    )
    if organ:
        found = found.filter(organ_id=organ)
    if state == CLOSED:
        found = found.filter(Q(state=ACCEPTED) | Q(state=RAISED, raised__closed_on__isnull=False))
    elif state == RAISED:
        found = found.filter(state=RAISED, raised__closed_on__isnull=True)
    elif state == MENDED:
        found = found.filter(state__in=[ANSWERED, RETURNED], stands=False)
    elif state in {ANSWERED, RETURNED}:
        found = found.filter(state=state, stands=True)
    elif state:
        found = found.filter(state=state)
    if after:
        day, last = after
        found = found.filter(Q(known_on__lt=day) | Q(known_on=day, key__lt=last), known_on__lte=day)
    read = found.order_by("-known_on", "-key").values_list(
        "key", "alert", "group", "colour", "organ__short", "case_id", "case__number", "known_on", "state",
        "answer_by", "answered_on", Coalesce("settled_on", "raised__closed_on"), "raised_id", "stands",
        "raised__closed_on",
    )  # fmt: skip
    rows = list(read[: limit + 1])
    lines = [
        WorkLine(
            key, alert, group, colour, short, case or "", number or "", known,
            _shown(told, closed, stands=stands), by, answered, settled, raised or "", stands,
        )
        for key, alert, group, colour, short, case, number, known, told, by, answered, settled, raised, stands, closed
        in rows[:limit]
    ]  # fmt: skip
    return lines, len(rows) > limit


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A finding the organ has still to answer: nobody spoke of it yet, or the answer came back."""

    key: str
    alert: str
    colour: str
    organ: str
    message: str
    answers: str
    answer_by: date
    known_on: date
    case_id: str = ""
    case_number: str = ""
    returned: bool = False


def unanswered_page(
    *, reach: Sequence[str], until: date | None = None, organ: str = "",
    after: tuple[date, str] | None = None, limit: int = PAGE,
) -> tuple[list[Unanswered], bool]:  # fmt: skip
    """Findings to be answered, those known longest first; `until` keeps those due by a day.

    Who has known of a finding longest is due first, but for findings whose rules allow different days; in this order
    they stand in an index.
    """
    lines = [line for source in (_unspoken, _sent_back) for line in source(reach, until, organ, after, limit + 1)]
    lines.sort(key=lambda line: (line.known_on, line.key))
    return lines[:limit], len(lines) > limit


def _due(found: Any, reach: Sequence[str], until: date | None, organ: str, after: tuple[date, str] | None) -> Any:
    found = found.filter(within(reach) if found.model is Pattern else readable(reach, "case__"))
    if organ:
        found = found.filter(organ_id=organ)
    if until:
        found = found.filter(answer_by__lte=until)
    if after:
        day, last = after
        found = found.filter(Q(known_on__gt=day) | Q(known_on=day, key__gt=last), known_on__gte=day)
    return found.order_by("known_on", "key")


def _unspoken(
    reach: Sequence[str], until: date | None, organ: str, after: tuple[date, str] | None, limit: int
) -> Iterator[Unanswered]:
    """Findings nobody has said anything about."""
    fields = ("key", "alert", "colour", "organ__short", "message", "answers", "answer_by", "known_on")
    spoken = Exists(Working.objects.filter(pk=OuterRef("key")))
    of_cases = _due(Finding.objects.filter(~spoken), reach, until, organ, after)
    for row in of_cases.values_list(*fields, "case_id", "case__number")[:limit]:
        yield Unanswered(*row)
    for row in _due(Pattern.objects.filter(~spoken), reach, until, organ, after).values_list(*fields)[:limit]:
        yield Unanswered(*row)


def _sent_back(
    reach: Sequence[str], until: date | None, organ: str, after: tuple[date, str] | None, limit: int
) -> Iterator[Unanswered]:
    """Findings whose answer came back, by the new day."""
    stands = Exists(Finding.objects.filter(key=OuterRef("key"))) | Exists(Pattern.objects.filter(key=OuterRef("key")))
    back = _due(Working.objects.filter(stands, state=RETURNED), reach, until, organ, after)
    fields = ("key", "alert", "colour", "organ__short", "answer_by", "known_on", "case_id", "case__number")
    for key, alert, colour, short, by, known, case, number in back.values_list(*fields)[:limit]:
        yield Unanswered(key, alert, colour, short, "", "", by, known, case or "", number or "", returned=True)


@dataclass(frozen=True, slots=True)
class WorkCount:
    """How many findings of an organ are in a state."""

    organ: str
    state: str
    number: int


def work_counts(*, reach: Sequence[str]) -> list[WorkCount]:
    """Findings somebody has spoken about, by organ and state; a paper that was closed counts as closed."""
    found = Working.objects.filter(readable(reach, "case__")).order_by("organ__short", "state")
    closed = Q(state=RAISED, raised__closed_on__isnull=False)
    open_ = found.exclude(closed).values_list("organ__short", "state").annotate(Count("pk"))
    ended = found.filter(closed).values_list("organ__short").annotate(Count("pk"))
    return [
        *(WorkCount(organ, state, number) for organ, state, number in open_),
        *(WorkCount(organ, CLOSED, number) for organ, number in ended),
    ]


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """A supervision paper as the register shows it."""

    case_id: str
    case_number: str
    proceeding: str
    procedure: str
    kind: str
    number: str
    organ: str
    supervised: str
    title: str
    state: str
    opened_on: date
    issued_on: date | None
    report_by: date | None
    reported_on: date | None
    checked_on: date | None
    result: str
    closed_on: date | None

    def late(self, day: date) -> bool:
        """Whether the report is overdue."""
        return self.report_by is not None and self.report_by < day and self.reported_on is None and not self.closed_on


def instrument_page(
    *, reach: Sequence[str], procedure: str = "", state: str = "", overdue: date | None = None,
    after: tuple[date, str] | None = None, limit: int = PAGE,
) -> tuple[list[InstrumentLine], bool]:  # fmt: skip
    """Supervision papers, newest first; whether more follow."""
    found = Instrument.objects.filter(within(reach))
    if procedure:
        found = found.filter(procedure=procedure)
    if state:
        found = found.filter(state=state)
    if overdue:
        found = found.filter(report_by__lt=overdue, reported_on=None, closed_on=None)
    if after:
        day, last = after
        found = found.filter(Q(opened_on__lt=day) | Q(opened_on=day, proceeding__lt=last), opened_on__lte=day)
    rows = list(found.select_related("case", "organ").order_by("-opened_on", "-proceeding")[: limit + 1])
    numbers = _numbers([row.proceeding for row in rows])
    lines = [
        InstrumentLine(
            row.case_id, row.case.number, row.proceeding, row.procedure, row.kind, numbers.get(row.proceeding, ""),
            row.organ.short, row.supervised, row.title, row.state, row.opened_on, row.issued_on, row.report_by,
            row.reported_on, row.checked_on, row.result, row.closed_on,
        )
        for row in rows[:limit]
    ]  # fmt: skip
    return lines, len(rows) > limit


def _numbers(proceedings: Sequence[str]) -> dict[str, str]:
    """The number of the first numbered paper of each proceeding."""
    found = Paper.objects.filter(proceeding__in=list(proceedings), withdrawn_on=None).exclude(number="")
    return dict(found.order_by("-version").values_list("proceeding", "number"))


def instruments_of_items(organ: str, year: int) -> dict[str, tuple[int, int]]:
    """Cases of supervision an organ opened, by the plan item they name: begun, and closed."""
    found = Case.objects.filter(organ_id=organ, kind="supervision", proceedings__plan_item__startswith=f"{year}年第")
    total: dict[str, tuple[int, int]] = {}
    for item, closed in found.values_list(F("proceedings__plan_item"), "closed_on"):
        begun, done = total.get(item, (0, 0))
        total[item] = (begun + 1, done + (closed is not None))
    return total


COUNTED: Final = 1000
"""Counts go so far and say “more”."""


def overdue_count(*, reach: Sequence[str], day: date) -> int:
    """How many findings nobody answered by their day, up to COUNTED + 1."""
    spoken = Exists(Working.objects.filter(pk=OuterRef("key")))
    last = day - timedelta(days=1)
    found = [_due(model.objects.filter(~spoken), reach, last, "", None) for model in (Finding, Pattern)]
    back = _due(Working.objects.filter(state=RETURNED), reach, last, "", None)
    return sum(one.order_by().values("pk")[: COUNTED + 1].count() for one in (*found, back))


def issued_by_kind(organ: str, year: int) -> dict[str, int]:
    """Supervision papers an organ issued in a year, by kind, as statistics count them."""
    found = Outcome.objects.filter(organ_id=organ, code="supervision.issued", counted_on__year=year)
    return dict(found.values_list("kind").annotate(Sum("count")).order_by("kind"))
