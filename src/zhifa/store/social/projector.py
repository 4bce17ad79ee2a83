"""From the journal to the rows of invited supervisors, meetings and consultations; nothing else writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from zhifa.core import events as types
from zhifa.core.events import Event
from zhifa.store.social.models import Consultation, Meeting, Opinion, Term

Payload = Mapping[str, Any]


def _day(text: Any) -> date:
    return date.fromisoformat(text)


def _appointed(event: Event, said: Payload) -> None:
    Term.objects.create(
        pk=event.stream_id, organ_id=said["organ"], person_id=said["person"], batch=said["batch"],
        fields=said["fields"], begins_on=_day(said["begins_on"]), ends_on=_day(said["ends_on"]), version=event.version,
    )  # fmt: skip


def _ended(event: Event, said: Payload) -> None:
    Term.objects.filter(pk=event.stream_id).update(
        ended_on=event.occurred.day, ended_why=said["reason"], version=event.version
    )


def _held(event: Event, said: Payload) -> None:
    Meeting.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            "organ_id": said["organ"],
            "title": said["title"],
            "held_on": event.occurred.day,
            "place": said["place"],
            "minutes": said["minutes"],
            "attended": said["attended"],
            "version": event.version,
        },
    )


def _opened(event: Event, said: Payload) -> None:
    Consultation.objects.create(
        pk=event.stream_id, kind=said["kind"], organ_id=said["organ"], path=said["path"], case_id=said["case"],
        title=said["title"], card=said["card"], asked=said["asked"], opened_on=event.occurred.day,
        due_on=_day(said["due_on"]), version=event.version,
    )  # fmt: skip


def _given(event: Event, said: Payload) -> None:
    Opinion.objects.create(
        consultation_id=event.stream_id, number=event.version, giver=said["giver"], stance=said["stance"],
        text=said["text"], given_on=event.occurred.day,
    )  # fmt: skip
    _seen(event)


def _answered(event: Event, said: Payload) -> None:
    Opinion.objects.filter(consultation_id=event.stream_id, number=said["opinion"]).update(
        outcome=said["outcome"], answer=said["answer"], answered_on=event.occurred.day
    )
    _seen(event)


def _closed(event: Event, said: Payload) -> None:
    Consultation.objects.filter(pk=event.stream_id).update(closed_on=event.occurred.day, summary=said["summary"])
    _seen(event)


def _seen(event: Event) -> None:
    Consultation.objects.filter(pk=event.stream_id).update(version=event.version)


PROJECTORS: Mapping[str, Callable[[Event, Payload], None]] = {
    types.INVITED_APPOINTED: _appointed,
    types.INVITED_ENDED: _ended,
    types.MEETING_HELD: _held,
    types.CONSULTATION_OPENED: _opened,
    types.OPINION_GIVEN: _given,
    types.OPINION_ANSWERED: _answered,
    types.CONSULTATION_CLOSED: _closed,
}


def project(event: Event) -> None:
    """Bring the rows an event speaks of into line with it."""
    said: Any = event.payload
    PROJECTORS[event.type](event, said)
