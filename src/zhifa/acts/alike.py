"""Light cases looked at again: those of a kind are compared with the kind's stencil instead of being judged anew.

A light case is one event, and what law makes of it follows from that event, the people in it, the rules and the day.
Where its event is the event of a known kind with its own words, its rows must be the rows of that kind with the same
words. If they are, the case is as it should be; if anything differs, or no kind is known, it is worked out like every
other. Stencils say only that nothing is to be written; no row is ever written from them here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, Final

from zhifa.acts.casting import (
    CASE_ID,
    GRAMS,
    NUMBER,
    RULING,
    Caster,
    Mold,
    Raw,
    Ready,
    Setting,
    first_moment,
    officers_of,
    rows_of,
    searched,
)
from zhifa.core.events import CASE_ENTERED, Event
from zhifa.core.facts import Value, Vocabulary
from zhifa.core.procedure.case import read_facts
from zhifa.core.procedure.entered import LISTED, EnteredStep
from zhifa.core.procedure.state import Context
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import SHANGHAI, Moment
from zhifa.store import journal
from zhifa.store.casework.bulk import apart, place
from zhifa.store.casework.models import Case
from zhifa.store.registry.people import KnownPeople

TOLD: Final = frozenset({"organ", "number", "officers", "rules", "proceeding", "procedure", "listed", "facts", "steps"})
"""Everything the event of a light case says; one that says more is worked out by itself."""
OF_THE_DAY: Final = frozenset({"as_of", "rules"})
"""What a look at a case changes though nothing happened."""


class Alike:
    """The kinds of light cases met in one pass over many, as of one day."""

    def __init__(self, context: Context, day: date) -> None:
        self.context, self.day = context, day
        self._casters: dict[tuple[str, str, date], tuple[Caster, KnownPeople]] = {}

    def stands(self, row: Case, events: Sequence[Event]) -> bool:
        """Whether a case is of a known kind and its rows are what the kind's rows say."""
        event = events[0]
        if len(events) != 1 or event.type != CASE_ENTERED or event.erased or row.version != event.version:
            return False
        payload: Any = event.payload
        if not payload.keys() <= TOLD or payload["proceeding"] != row.pk or payload["organ"] != row.organ_id:
            return False
        caster, people = self._caster(row, event)
        raw = _raw(payload)
        if raw is None:
            return False
        people.read({person for _, _, by, _ in raw for person in by})
        ready = caster.ready(payload["procedure"], raw)
        if not isinstance(ready, Ready):
            return False
        if ready.known is None:
            caster.learn(ready, row.pk, payload["number"])
            return False
        mold, words = ready.known
        words[CASE_ID], words[NUMBER] = row.pk, payload["number"]
        return payload["officers"] == officers_of(mold, words) and _agrees(mold, words, row, event)

    def _caster(self, row: Case, event: Event) -> tuple[Caster, KnownPeople]:
        entered: datetime = event.recorded_at
        key = (row.organ_id, event.actor, entered.astimezone(SHANGHAI).date())  # findings say when they were known
        if key not in self._casters:
            people = KnownPeople(row.organ.path)
            setting = Setting(
                organ=row.organ, context=self.context, day=self.day, actor=event.actor, moment=entered,
                suite=journal.preferred(), people=people,
            )  # fmt: skip
            self._casters[key] = Caster(setting, _steps), people
        return self._casters[key]


def _raw(payload: Any) -> Raw | None:
    steps = tuple((one["step"], Moment.parse(one["at"]), tuple(one["by"]), one["facts"]) for one in payload["steps"])
    if payload.get("listed") and steps:
        return ((LISTED, first_moment(steps), tuple(payload["officers"]), payload["facts"]), *steps)
    return None if payload["facts"] or not steps else steps


def _steps(book: Rulebook, procedure: str, raw: Raw) -> tuple[EnteredStep, ...]:
    """The steps as the journal holds them; days of a trial come as days."""
    return tuple(EnteredStep(step, at, by, _typed(book.vocabulary, facts)) for step, at, by, facts in raw)


def _typed(vocabulary: Vocabulary, facts: Mapping[str, object]) -> dict[str, Value]:
    days = {code: value for code, value in facts.items() if isinstance(value, date | Moment)}
    return {**read_facts(vocabulary, {code: value for code, value in facts.items() if code not in days}), **days}


def _agrees(mold: Mold, words: dict[int, str], row: Case, event: Event) -> bool:
    """Whether every row of a case is the kind's row with the words of the case."""
    case, tables, digests = rows_of(mold, words)
    sought, _, digests[GRAMS] = searched(row.pk, case, (one for name, rows in tables if name == RULING for one in rows))
    written = {name: said for name, said in row.digests.items() if said}
    if written != digests or row.sought != sought or row.officers != officers_of(mold, words):
        return False
    if bytes(row.head) != event.hash or row.recorded_at != event.recorded_at:
        return False
    places, values = _compared()
    return all(case[at] == _plain(value) for at, value in zip(places, values(row), strict=True))


@cache
def _compared() -> tuple[tuple[int, ...], attrgetter[Any]]:
    """The columns of a case that are compared as they are: their places in a stencil, and how they are read."""
    fields = [field for field in Case._meta.concrete_fields if field.name not in OF_THE_DAY]
    left = [field for field in fields if place(field.name) not in apart()]
    return tuple(place(field.name) for field in left), attrgetter(*(field.attname for field in left))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
