"""Who is held and until when: the periods of cases that restrict liberty, the nearest end first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.core.conditions import Unknown
from zhifa.core.procedure.state import Context
from zhifa.core.values import Moment
from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import read_case, readable

MOST = 500
"""So many held persons a page shows; an organ that holds more has other troubles."""
PLACES = ("detention.house", "summons.place")


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody whose liberty is restricted: by which period, since when, where, until which day or minute."""

    case_id: str
    number: str
    party: str
    organ: str
    proceeding: str
    code: str
    title: str
    cite: str
    step: str
    verb: str
    state: str
    since: date
    due_on: date
    due_at: Moment | None
    place: str


def held(*, reach: Sequence[str], codes: Collection[str], context: Context, day: date) -> list[Held]:
    """Everybody held in the reach on a day; `codes` are the periods the rules mark as restricting liberty."""
    found = rows.Obligation.objects.filter(
        readable(reach, "case__", "case__path"),
        code__in=codes,
        state__in=("running", "paused", "lapsed"),
        case__state="open",
    )
    read = found.order_by("due_on", "case_id", "code").values_list(
        "case_id", "case__number", "case__party", "case__organ__short", "proceeding", "code", "title", "cite", "step",
        "verb",
    )[:MOST]  # fmt: skip
    lines = [_now(row, reach, context, day) for row in read]
    return sorted(
        (line for line in lines if line),
        key=lambda line: (
            line.due_on,
            line.due_at.at.isoformat() if line.due_at and line.due_at.at else "",
            line.number,
        ),
    )


def any_held(*, reach: Sequence[str], codes: Collection[str]) -> bool:
    """Whether anybody is held at all: the way to the list is shown where there is something in it."""
    found = rows.Obligation.objects.filter(readable(reach, "case__", "case__path"), code__in=codes, case__state="open")
    return found.filter(state__in=("running", "paused", "lapsed")).exists()


def _now(row: tuple[str, ...], reach: Sequence[str], context: Context, day: date) -> Held | None:
    """A row with the minute of its end and the place, which only the case itself tells."""
    case_id, number, party, organ, proceeding, code, title, cite, step, verb = row
    read = read_case(case_id, reach=reach, context=context, day=day)
    if read is None:
        return None
    item = next((o for o in read.view.obligations if o.proceeding == proceeding and o.code == code), None)
    if item is None or item.started is None or item.due_on is None:
        return None
    places = (read.view.state.fact(proceeding, name) for name in PLACES)
    place = next((str(said) for said in places if not isinstance(said, Unknown)), "")
    return Held(
        case_id, number, party, organ, proceeding, code, title, cite, step, verb, item.state, item.started.day,
        item.due_on, item.due_at, place,
    )  # fmt: skip
