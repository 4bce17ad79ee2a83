"""From the journal to the rows of training, examinations, assessments, equipment and postings; nothing else writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from zhifa.core.events import Event
from zhifa.store.personnel.models import Assessment, Attendance, Equipment, Exam, Posting, Session, Sitting

Payload = Mapping[str, Any]


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _instant(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _held(event: Event, said: Payload) -> None:
    Session.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            "organ_id": said["organ"],
            "title": said["title"],
            "kind": said["kind"],
            "held_on": event.occurred.day,
            "hours": said["hours"],
            "teacher": said["teacher"],
            "content": said["content"],
            "courseware": said["courseware"],
            "version": event.version,
        },
    )


def _attended(event: Event, said: Payload) -> None:
    for line in said["persons"]:
        place = {"session_id": event.stream_id, "person_id": line["person"]}
        if line["hours"]:
            Attendance.objects.update_or_create(**place, defaults={"hours": line["hours"]})
        else:
            Attendance.objects.filter(**place).delete()
    Session.objects.filter(pk=event.stream_id).update(version=event.version)


def _struck(event: Event, said: Payload) -> None:
    Session.objects.filter(pk=event.stream_id).update(struck=said["reason"], version=event.version)


def _exam(event: Event, said: Payload) -> None:
    Exam.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            "organ_id": said["organ"],
            "title": said["title"],
            "kind": said["kind"],
            "opens_on": date.fromisoformat(said["opens_on"]),
            "closes_on": date.fromisoformat(said["closes_on"]),
            "minutes": said["minutes"],
            "pass_mark": said["pass_mark"],
            "full_marks": said["full_marks"],
            "paper": said["paper"],
            "draw": said["draw"],
            "candidates": said["candidates"],
            "where": said["where"],
            "version": event.version,
        },
    )


def _sitting(event: Event, person: str, **said: Any) -> None:
    Sitting.objects.update_or_create(exam_id=event.stream_id, person_id=person, defaults=said)
    Exam.objects.filter(pk=event.stream_id).update(version=event.version)


def _begun(event: Event, said: Payload) -> None:
    _sitting(event, said["person"], begun_at=_instant(said["begun_at"]), due_at=_instant(said["due_at"]))


def _handed_in(event: Event, said: Payload) -> None:
    _sitting(
        event, said["person"], handed_in_at=_instant(said["at"]), answers=said["answers"], marks=said["marks"],
        score=said["score"], passed=said["passed"],
    )  # fmt: skip


def _marked(event: Event, said: Payload) -> None:
    _sitting(event, said["person"], marks=said["marks"], score=said["score"], passed=said["passed"])


def _recorded(event: Event, said: Payload) -> None:
    _exam(event, said)
    for line in said["results"]:
        _sitting(event, line["person"], score=line["score"], passed=line["passed"])


def _assessed(event: Event, said: Payload) -> None:
    Assessment.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            "person_id": said["person"],
            "organ_id": said["organ"],
            "standard": said["standard"],
            "period": said["period"],
            "items": said["items"],
            "score": said["score"],
            "grade": said["grade"],
            "entered_on": event.occurred.day,
            "entered_by": event.actor,
            "version": event.version,
        },
    )


def _objected(event: Event, said: Payload) -> None:
    Assessment.objects.filter(pk=event.stream_id).update(
        objection=said["objection"], objected_on=event.occurred.day, answer="", answered_on=None, version=event.version
    )


def _answered(event: Event, said: Payload) -> None:
    Assessment.objects.filter(pk=event.stream_id).update(
        answer=said["answer"], answered_on=event.occurred.day, version=event.version
    )


def _bought(event: Event, said: Payload) -> None:
    row = {
        "organ_id": said["organ"],
        "kind": said["kind"],
        "name": said["name"],
        "serial": said["serial"],
        "quantity": said["quantity"],
        "source": said["source"],
        "bought_on": event.occurred.day,
        "next_check_on": _day(said["next_check_on"]),
        "version": event.version,
    }
    Equipment.objects.update_or_create(pk=event.stream_id, defaults=row, create_defaults={**row, "state": "在库"})


def _equipment(event: Event, **said: Any) -> None:
    Equipment.objects.filter(pk=event.stream_id).update(version=event.version, **said)


def _checked(event: Event, said: Payload) -> None:
    _equipment(
        event, checked_on=event.occurred.day, check_result=said["result"], next_check_on=_day(said["next_check_on"])
    )


def _posted(event: Event, said: Payload) -> None:
    Posting.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            "person_id": said["person"],
            "organ_id": said["organ"],
            "station_id": said["station"],
            "place": said["place"],
            "weekdays": said["weekdays"],
            "duties": said["duties"],
            "document": said["document"],
            "valid_from": date.fromisoformat(said["from"]),
            "valid_to": _day(said["to"]),
            "version": event.version,
        },
    )


def _ended(event: Event, said: Payload) -> None:
    Posting.objects.filter(pk=event.stream_id).update(
        valid_to=event.occurred.day, ended_why=said["reason"], version=event.version
    )


PROJECTORS: Mapping[str, Callable[[Event, Payload], None]] = {
    "training.held": _held,
    "training.attended": _attended,
    "training.struck": _struck,
    "exam.set": _exam,
    "exam.begun": _begun,
    "exam.handed_in": _handed_in,
    "exam.marked": _marked,
    "exam.recorded": _recorded,
    "assessment.entered": _assessed,
    "assessment.objected": _objected,
    "assessment.answered": _answered,
    "equipment.bought": _bought,
    "equipment.issued": lambda event, said: _equipment(
        event, state="领用", holder_id=said["person"], issued_on=event.occurred.day
    ),
    "equipment.returned": lambda event, said: _equipment(event, state="在库", holder_id=None, issued_on=None),
    "equipment.checked": _checked,
    "equipment.scrapped": lambda event, said: _equipment(
        event, state="报废", holder_id=None, issued_on=None, scrapped_on=event.occurred.day, next_check_on=None
    ),
    "station.posted": _posted,
    "station.ended": _ended,
}


def project(event: Event) -> None:
    """Bring the rows into line with one event."""
    PROJECTORS[event.type](event, event.payload)
