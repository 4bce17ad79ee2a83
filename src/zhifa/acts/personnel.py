"""What acts on training, examinations, assessments, equipment and postings have in common: read, permit, write."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from zhifa.acts.work import Actor, this_moment, today
from zhifa.core.events import NewEvent
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Moment, Refusal, show_date
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.personnel.projector import project
from zhifa.store.registry.models import Organ

BEGINNING = date(2000, 1, 1)


def write(
    kind: str,
    key: str,
    type_: str,
    payload: dict[str, Json],
    *,
    by: str,
    on: date | None = None,
    personal: tuple[str, ...] = (),
) -> None:
    """Append one event to a small stream and bring its rows into line."""
    occurred = Moment(on) if on and on != today() else this_moment()
    event = NewEvent(type=type_, occurred=occurred, actor=by, payload=payload, personal=personal)
    with transaction.atomic():
        version = journal.head(kind, key).version
        written = journal.append(kind, key, version, [event], recorded_at=clock.now())
        if isinstance(written, journal.StaleStream):
            raise RuntimeError(f"{kind}/{key} 同时被改动")
        project(written[0])


def organ_for(code: str, action: str, actor: Actor) -> Organ | Refusal:
    """The organ, if the actor may do this to it."""
    organ = Organ.objects.filter(pk=code).first()
    if organ is None:
        return bad_input("没有这个机关", "从列表中选择", place="organ")
    return may(actor.person, action, organ.path, today()) or organ


def past_day(day: date | None, label: str, place: str) -> Refusal | None:
    """A day on which something already happened."""
    if day is None:
        return bad_input(f"请填写{label}", "写作 2024-03-05", place=place)
    if not BEGINNING <= day <= today():
        return bad_input(f"{label} {show_date(day)} 不在合理范围内", "填写已经发生的日期", place=place)
    return None


def text_of(said: str, label: str, place: str, *, longest: int = 200, required: bool = True) -> str | Refusal:
    """A text as typed, without blanks around it."""
    words = said.replace("\0", "").strip()
    if required and not words:
        return bad_input(f"请填写{label}", "填写后再保存", place=place)
    if len(words) > longest:
        return bad_input(f"{label}最多 {longest} 字，现有 {len(words)} 字", "删减后再保存", place=place)
    return words
