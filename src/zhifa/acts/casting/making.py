"""A light case worked out as every case is, sealed but not yet written."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from zhifa.core.bigrams import indexed, plain
from zhifa.core.events import Event, NewEvent
from zhifa.core.facts import Value
from zhifa.core.journal.canonical import COMMITMENT, encode, header, holder, instant
from zhifa.core.journal.canonical import plain as copied
from zhifa.core.journal.hashing import EMPTY, Suite
from zhifa.core.oversight import judge
from zhifa.core.permission import Person
from zhifa.core.procedure.case import Case, fold
from zhifa.core.procedure.entered import LISTED, EnteredStep, entered
from zhifa.core.procedure.settling import unsettled
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.view import View, view
from zhifa.core.values import Moment
from zhifa.store.casework.bulk import Sheet, apart, place, sheet, stored_moment
from zhifa.store.casework.rulings import marks_of
from zhifa.store.grams import line_of
from zhifa.store.journal import Line
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values

GRAMS: Final = "CaseGrams"
RULING: Final = "Ruling"
SALT: Final = 16


@dataclass(slots=True)  # one for each row: frozen takes three times as long
class Cast:
    """One light case ready to be written: plain values, to be handed between processes."""

    case_id: str
    line: Line
    case: Values
    tables: tuple[tuple[str, tuple[Values, ...]], ...]
    findings: int
    settles: bool
    """Whether the law has made something of silence in it, which an act must write down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is the same for every case of one batch."""

    organ: Organ
    context: Context
    day: date
    actor: str
    moment: datetime
    suite: Suite
    people: Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class Given:
    """One case as it was read: its procedure and its typed steps, with the id and the number it gets."""

    case_id: str
    number: str
    procedure: str
    steps: tuple[EnteredStep, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A case worked out: its event, its view and its rows."""

    payload: Any
    personal: tuple[str, ...]
    occurred: str
    type: tuple[str, int]
    view: View
    sheet: Sheet
    settles: bool


def make(
    setting: Setting,
    given: Given,
    *,
    reads: set[str] | None = None,
    traced: tuple[EnteredStep, ...] = (),
    context: Context | None = None,
) -> Made:
    """Work a case out as every case is worked out; with the same steps on `traced` days, in the context of their trace,
    for others as well."""
    event = _event(setting, given)
    seen = Event(
        stream_kind="case", stream_id=given.case_id, version=1, type=event.type, type_version=event.type_version,
        occurred=event.occurred, recorded_at=setting.moment, captured_at=None, actor=event.actor,
        payload=copied(event.payload),
    )  # fmt: skip
    case = fold(given.case_id, [seen], setting.context.book.vocabulary)
    assert case is not None
    if context is not None:
        setting, given = replace(setting, context=context), replace(given, steps=traced)
        event = _event(setting, given)
        case = _told_on(case, traced, event.occurred)
    found = view(case, context=setting.context, people=setting.people.get, day=setting.day, reads=reads)
    found.state.reads = reads
    judge(found)
    settles = bool(unsettled(case, found.state, found.obligations, day=setting.day))
    judge(found)  # the rules of supervision ask for facts too; what they make of them is remembered with the state
    found.state.reads = None
    rows = sheet(found, organ=setting.organ)
    kind = (event.type, event.type_version)
    return Made(copied(event.payload), event.personal, str(event.occurred), kind, found, rows, settles)


def _event(setting: Setting, given: Given) -> NewEvent:
    officers = list(dict.fromkeys(key for step in given.steps for key in step.by if key in setting.people))
    about = {
        "organ": setting.organ.pk, "number": given.number, "officers": officers,
        "rules": setting.context.book.digest,
    }  # fmt: skip
    # Its one proceeding bears the id of the case: nobody tells the two apart before a second one is opened.
    return entered(
        given.case_id, given.procedure, given.steps, actor=setting.actor,
        vocabulary=setting.context.book.vocabulary, facts={}, about=about,
    )  # fmt: skip


def _told_on(case: Case, traced: Sequence[EnteredStep], opened: Moment) -> Case:
    """A case just entered, on traced days: its journal holds them as text, which leaves no trace."""
    listed = traced[0].step == LISTED
    taken = dict(enumerate(traced[1:] if listed else traced, 1))
    dated = _dated(traced[0].facts) if listed else {}
    return replace(
        case,
        opened=opened,
        proceedings={
            key: replace(one, opened=opened, facts={**one.facts, **dated}) for key, one in case.proceedings.items()
        },
        taken=tuple(
            replace(one, at=taken[one.part].at, facts={**one.facts, **_dated(taken[one.part].facts)})
            for one in case.taken
        ),
        events=tuple(replace(one, occurred=taken[one.part].at if one.part else opened) for one in case.events),
    )


def _dated(facts: Mapping[str, Value]) -> dict[str, Value]:
    return {code: value for code, value in facts.items() if isinstance(value, date | Moment)}


def by_itself(setting: Setting, given: Given, made: Made) -> Cast:
    """A case that is like no other."""
    payload = copied(made.payload)
    personal = []
    for path in dict.fromkeys(made.personal):
        inside, key = holder(payload, path)
        salt, value = secrets.token_bytes(SALT), encode(inside[key])
        inside[key] = {COMMITMENT: setting.suite.commitment(salt, value.encode()).hex()}
        personal.append((path, salt, value))
    tables = [(name, rows) for name, rows in made.sheet.tables.items() if name != GRAMS]
    digests = {name: digest_of_contents(made.sheet.contents[name]) for name, _ in tables}
    return sealed(
        setting, given.case_id, made.type, made.occurred, encode(payload), tuple(personal), list(made.sheet.case),
        tables, digests, made.view.case.officers, len(judge(made.view).findings), settles=made.settles,
    )  # fmt: skip


def sealed(
    setting: Setting,
    case_id: str,
    kind: tuple[str, int],
    occurred: str,
    payload: str,
    personal: tuple[tuple[str, bytes, str], ...],
    case: list[Any],
    tables: list[tuple[str, tuple[Values, ...]]],
    digests: dict[str, str],
    officers: Sequence[str],
    findings: int,
    *,
    settles: bool,
) -> Cast:
    """The event sealed, and what every case has of its own: search text, digests, head, instant, officers."""
    recorded, moment = _instants(setting.moment)
    lines = header("case", case_id, 1, *kind, occurred, recorded, "", setting.actor)
    digest = setting.suite.event(EMPTY, (lines + payload).encode())
    row = ("case", case_id, 1, *kind, occurred, recorded, "", setting.actor, payload, setting.suite.name, EMPTY, digest)
    sought, found, digests[GRAMS] = searched(
        case_id, case, (row for name, rows in tables if name == RULING for row in rows)
    )
    tables.append((GRAMS, ((case_id, found),)))
    own = (sought, _digests(tuple(digests)) % (*digests.values(),), digest, moment, _officers(tuple(officers)))
    for at, value in zip(apart(), own, strict=True):
        case[at] = value
    return Cast(case_id, Line(row, personal), tuple(case), tuple(tables), findings, settles)


@lru_cache(maxsize=16)
def _instants(moment: datetime) -> tuple[str, Any]:
    """An instant as the journal writes it, and as the driver takes it: the same for all cases of a batch."""
    return instant(moment), stored_moment(moment)


@lru_cache(maxsize=256)
def _digests(names: tuple[str, ...]) -> str:
    """The digests of some tables as JSON, with `%s` for each: they are hexadecimal."""
    return json.dumps(dict.fromkeys(names, "%s"))


@lru_cache(maxsize=4096)
def _officers(officers: tuple[str, ...]) -> str:
    return json.dumps(officers)


def searched(case_id: str, case: Sequence[Any], rulings: Iterable[Values]) -> tuple[str, str, str]:
    """What a search of cases looks through: the text, its grams with the marks of its rulings, and their digest."""
    sought = "\n".join([plain(str(case[at])) for at in _named()])
    found = line_of([*marks_of(rulings), *indexed(sought)])
    return sought, found, digest_of_contents(repr([case_id, found]))


@cache
def _named() -> tuple[int, ...]:
    """The places of what a case is called by."""
    return tuple(map(place, ("number", "title", "party")))


def digest_of_contents(contents: str) -> str:
    """What tells one set of rows from another, as `projector.digest_of` does."""
    return hashlib.blake2b(contents.encode(), digest_size=12).hexdigest()
