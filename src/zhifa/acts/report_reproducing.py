"""The figures of a finished report counted again from the journal as it stood at its checkpoint.

Only cases with events behind the checkpoint are folded anew, without those events; what the others give is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.report_finishing import finished_report
from zhifa.acts.report_frame import Frame, frame
from zhifa.acts.work import context
from zhifa.core.events import Event
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.taking import bad_input
from zhifa.core.procedure.view import view
from zhifa.core.statistics import Indicator, Number, Row, figures
from zhifa.core.values import Refusal
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.casework.projector import derived_rows
from zhifa.store.readers import reports
from zhifa.store.readers import statistics as read
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people_at
from zhifa.store.rowvalues import columns

CASES = "cases"
COLUMNS = (
    "organ_id", "code", "counted_on", "count", "amount_fen", "standing", "procedure", "matter", "kind", "permit_kind",
    "enterprise", "simple",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Differing:
    """A counted figure that the journal does not give again."""

    code: str
    title: str
    kept: Number
    again: Number


@dataclass(frozen=True, slots=True)
class Reproduced:
    """The counted figures of a finished report once more, and how many cases have changed since."""

    counted: dict[str, Number]
    different: tuple[Differing, ...]
    changed: int
    checkpoint: int
    same_rules: bool
    """Under other rules the same events may count otherwise."""


def reproduce(organ: str, year: int) -> Reproduced | Refusal:
    """Count the figures of the finished report again as of its checkpoint; refused while none is finished."""
    kept = finished_report(organ, year)
    if kept is None:
        return bad_input("这份年报还没有定稿", "负责人定稿以后再核对", place="report")
    given = frame(organ, year, reach=("",), report=kept.about.kind)
    if isinstance(given, Refusal):
        return given
    sources = kept.data["figures"]
    wanted = [one for one in given.known.values() if one.code in sources and sources[one.code]["source"] == CASES]
    changed = _changed(given, kept.about.checkpoint_size)
    counted = _as_of(given, wanted, changed, kept.about)
    different = tuple(
        Differing(one.code, one.title, told, counted[one.code])
        for one in wanted
        if (told := reports.number_of(kept.figures[one.code])) != counted[one.code]
    )
    size, same = kept.about.checkpoint_size, kept.rules == context().book.digest
    return Reproduced(counted, different, len(changed), size, same)


def _changed(given: Frame, size: int) -> list[rows.Case]:
    """The cases of the organs counted in which something was written behind the checkpoint."""
    touched = sorted(journal.streams_since("case", size))
    mine = set(given.scope.codes)
    found: list[rows.Case] = []
    for start in range(0, len(touched), 500):
        some = rows.Case.objects.select_related("organ").filter(pk__in=touched[start : start + 500])
        found += [row for row in some.order_by("pk") if row.organ_id in mine]
    return found


def _as_of(
    given: Frame, wanted: Sequence[Indicator], changed: Sequence[rows.Case], about: reports.Finished
) -> dict[str, Number]:
    """What is counted now, less what the changed cases give now, with what they gave at the checkpoint."""
    period = read.year_of(given.year)

    def sums(found: Iterable[rows.Outcome]) -> dict[str, Number]:
        told = [Row(**{name: getattr(one, name) for name in COLUMNS}) for one in found]
        return figures(told, wanted, start=period.start, end=period.end)

    now = read.counted(wanted, period, given.scope.codes)
    streams = journal.read_streams("case", [row.pk for row in changed])
    before: list[rows.Outcome] = []
    for row in changed:
        then = [event for event in streams[row.pk] if _lies_before(event, about.checkpoint_size)]
        before += _outcomes(row.pk, row.organ, row.path, then, about.frozen_on)
    gone = sums(rows.Outcome.objects.filter(case__in=[row.pk for row in changed]))
    there = sums(before)
    return {one.code: now[one.code].value - gone[one.code] + there[one.code] for one in wanted}


def _lies_before(event: Event, size: int) -> bool:
    return event.position is not None and event.position < size


def _outcomes(case_id: str, organ: Organ, path: str, events: list[Event], day: date) -> list[rows.Outcome]:
    """The outcome rows of a case as it stood; none of one that had not begun."""
    given = context()
    case = fold(case_id, events, given.book.vocabulary) if events else None
    if case is None:
        return []
    persons = {person for taken in case.taken for person in taken.by}
    seen = view(case, context=given, people=people_at(path, persons, case.former_paths).get, day=day)
    found = dict(derived_rows(seen, organ, only=[rows.Outcome]))
    named = columns(rows.Outcome)
    return [rows.Outcome(**dict(zip(named, row, strict=True))) for row in found[rows.Outcome]]
