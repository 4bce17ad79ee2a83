"""Small journals besides cases: one event behind what was read, its rows brought into line in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.db import transaction

from zhifa.acts.work import Actor, this_moment, today
from zhifa.core.events import Event, NewEvent
from zhifa.core.facts import Json
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Moment, Refusal
from zhifa.ports import clock
from zhifa.store import journal

Project = Callable[[Event], None]


def moment_of(on: date | None) -> Moment:
    """The day somebody says it happened on; now, where that is today or nothing was said."""
    return Moment(on) if on and on != today() else this_moment()


def write_behind(
    stream: tuple[str, str], version: int, type_: str, payload: Mapping[str, Json], actor: Actor, *,
    project: Project | None = None, on: date | None = None, personal: tuple[str, ...] = (), what: str = "这一条登记",
) -> Refusal | None:  # fmt: skip
    """Write an event behind the version that was read; refused where somebody else was quicker."""
    event = NewEvent(type=type_, occurred=moment_of(on), actor=actor.id, payload=payload, personal=personal)
    with transaction.atomic():
        written = journal.append(*stream, version, [event], recorded_at=clock.now())
        if isinstance(written, journal.StaleStream):
            return bad_input(f"{what}刚被别人改过", "重新打开再办", place="version")
        if project:
            project(written[0])
    return None


def write_next(
    stream: tuple[str, str], type_: str, payload: Mapping[str, Json], *, by: str, project: Project,
    on: date | None = None,
) -> Event:  # fmt: skip
    """Write the next event of a stream whose row the caller holds locked, or that has no row yet."""
    event = NewEvent(type=type_, occurred=moment_of(on), actor=by, payload=payload)
    with transaction.atomic():
        written = journal.append(*stream, journal.head(*stream).version, [event], recorded_at=clock.now())
        if isinstance(written, journal.StaleStream):
            raise RuntimeError(f"{'/'.join(stream)} 同时被改动")
        project(written[0])
    return written[0]
