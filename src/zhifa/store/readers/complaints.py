"""The register of complaints and petitions: what they were about, what came of them, by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count

from zhifa.core.facts import Value
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.state import Context
from zhifa.store import journal
from zhifa.store.casework.models import Case, Outcome
from zhifa.store.readers.cases import CaseFilter, CaseLine, case_page, within

KIND, REVIEW = "complaint", "petition.review"
"""The kind of case, and the procedure by which a higher organ looks again at what another answered."""
RECHECK = "复核"


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint as the register shows it; nothing about who complained."""

    case: CaseLine
    kind: str
    source: str
    standing: str
    summary: str
    other: str
    """The organ it came from or was handed on to."""
    about: str
    about_id: str
    """The case it is about, where it is one of this installation within reach."""
    received_on: date | None
    outcome: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    lines: tuple[ComplaintLine, ...]
    more: bool


def complaints(wanted: CaseFilter, *, reach: Sequence[str], context: Context, day: date) -> ComplaintPage:
    """A page of the register, newest first; three queries whatever its length."""
    page = case_page(replace(wanted, kind=KIND), reach=reach)
    streams = journal.read_streams("case", [line.id for line in page.lines])
    told = {key: _facts(key, events, context, day) for key, events in streams.items()}
    about = {str(facts["complaint.about_case"]) for facts in told.values() if facts.get("complaint.about_case")}
    known = dict(Case.objects.filter(within(reach), number__in=about).exclude(number="").values_list("number", "pk"))
    return ComplaintPage(tuple(_line(line, told[line.id], known) for line in page.lines), page.more)


def every(wanted: CaseFilter, *, reach: Sequence[str], context: Context, day: date) -> Iterator[ComplaintLine]:
    """The whole register, page after page."""
    while True:
        page = complaints(wanted, reach=reach, context=context, day=day)
        yield from page.lines
        if not page.more:
            return
        last = page.lines[-1].case
        wanted = replace(wanted, after=(last.opened_on, last.id))


def _facts(key: str, events: Sequence[object], context: Context, day: date) -> Mapping[str, Value]:
    case = fold(key, events, context.book.vocabulary)  # type: ignore[arg-type]
    if case is None:
        return {}
    state = unfold(case, context, day=day)
    run = next((run for run in state.runs.values() if run.proceeding.procedure in (KIND, REVIEW)), None)
    return run.facts if run else {}


def _day(value: object) -> date | None:
    return getattr(value, "day", None) if not isinstance(value, date) else value


def _line(line: CaseLine, facts: Mapping[str, Value], known: Mapping[str, str]) -> ComplaintLine:
    def text(code: str) -> str:
        return str(facts.get(f"complaint.{code}") or "")

    about, level = text("about_case"), text("review_level")
    again = line.procedure == REVIEW
    said = text("recheck_result" if level == RECHECK else "review_result") if again else text("outcome")
    return ComplaintLine(
        line, f"信访{level}" if again else text("kind"), text("source"), text("standing"), text("summary"),
        str(facts.get("letter.to" if text("handing") and facts.get("letter.to") else "letter.from") or ""),
        about, known.get(about, ""), _day(facts.get("complaint.received_on")), said,
        _day(facts.get("complaint.opined_on" if again else "complaint.answered_on")),
    )  # fmt: skip


def complaint_counts(first: date, last: date, *, reach: Sequence[str]) -> Mapping[tuple[str, str], int]:
    """How many were received by kind and answered by outcome between two days."""
    found = Outcome.objects.filter(
        within(reach, "organ__path"), code__startswith="complaint.", counted_on__gte=first, counted_on__lte=last,
        standing=1,
    )  # fmt: skip
    counted = found.values_list("code", "kind").annotate(number=Count("pk")).order_by("code", "kind")
    return {(code, kind): number for code, kind, number in counted}
