"""From the journals of rounds, their files and suggestions to their rows; nothing else writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from zhifa.core.events import Event
from zhifa.store.appraisal.models import QualityConclusion, Round, RoundFile, Suggestion

Payload = Mapping[str, Any]


def _planned(event: Event, said: Payload) -> None:
    Round.objects.update_or_create(
        pk=event.stream_id,
        defaults={
            "organ_id": said["organ"],
            "title": said["title"],
            "standard": said["standard"],
            "digest": said["digest"],
            "first_on": date.fromisoformat(said["first_on"]),
            "last_on": date.fromisoformat(said["last_on"]),
            "organs": said["organs"],
            "kinds": said["kinds"],
            "size": said["size"],
            "due_on": date.fromisoformat(said["due_on"]) if said["due_on"] else None,
            "readers": said["readers"],
            "mark": event.hash.hex(),
            "seed": "",
            "state": "planned",
            "planned_on": event.occurred.day,
            "version": event.version,
        },
    )


def _drawn(event: Event, said: Payload) -> None:
    Round.objects.filter(pk=event.stream_id).update(
        seed=said["seed"], pool=said["pool"], state="drawn", version=event.version
    )


def _closed(event: Event, said: Payload) -> None:
    Round.objects.filter(pk=event.stream_id).update(state="closed", version=event.version)


def _assigned(event: Event, said: Payload) -> None:
    RoundFile(
        id=event.stream_id,
        round_id=said["round"],
        number=said["number"],
        case_id=said["case"],
        organ_id=said["organ"],
        machine=said["machine"],
        first_reader=said["readers"][0],
        second_reader=said["readers"][1],
        state="drawn",
        version=event.version,
    ).save(force_insert=True)


def _file(event: Event, **said: Any) -> None:
    RoundFile.objects.filter(pk=event.stream_id).update(version=event.version, **said)


def _read(event: Event, said: Payload) -> None:
    sheet = {
        "lines": said["lines"],
        "score": said["score"],
        "grade": said["grade"],
        "on": event.occurred.day.isoformat(),
    }
    if said["order"] == 1:
        _file(event, first=sheet, state="first")
    else:
        _file(event, second=sheet, state="differs" if said["differs"] else "second")


def _settled(event: Event, said: Payload) -> None:
    sheet = {"lines": said["lines"], "score": said["score"], "grade": said["grade"], "by": event.actor}
    _file(event, settled=sheet, score=said["score"], grade=said["grade"], state="settled")


def _sent(event: Event, said: Payload) -> None:
    _file(event, sent_on=event.occurred.day, object_by=date.fromisoformat(said["object_by"]), state="sent")


def _objected(event: Event, said: Payload) -> None:
    _file(
        event, objection=said["objection"], objected_on=event.occurred.day,
        answer_by=date.fromisoformat(said["answer_by"]), state="objected",
    )  # fmt: skip


def _answered(event: Event, said: Payload) -> None:
    sheet = {"lines": said["lines"], "score": said["score"], "grade": said["grade"], "by": event.actor}
    _file(
        event, answer=said["answer"], answered_on=event.occurred.day, settled=sheet, score=said["score"],
        grade=said["grade"], final_on=event.occurred.day, state="final",
    )  # fmt: skip


def _final(event: Event, said: Payload) -> None:
    _file(event, final_on=event.occurred.day, state="final")


def _suggested(event: Event, said: Payload) -> None:
    Suggestion(
        id=event.stream_id,
        round_id=said["round"],
        organ_id=said["organ"],
        content=said["content"],
        sent_on=event.occurred.day,
        mend_by=date.fromisoformat(said["mend_by"]),
        review_by=date.fromisoformat(said["review_by"]),
        version=event.version,
    ).save(force_insert=True)


def _replied(event: Event, said: Payload) -> None:
    Suggestion.objects.filter(pk=event.stream_id).update(
        reply=said["reply"], replied_on=event.occurred.day, version=event.version
    )


def _concluded(event: Event, said: Payload) -> None:
    QualityConclusion(
        id=event.stream_id,
        organ_id=said["organ"],
        kind=said["kind"],
        title=said["title"],
        first_on=date.fromisoformat(said["first_on"]),
        last_on=date.fromisoformat(said["last_on"]),
        standard=said["standard"],
        rules=said["rules"],
        items=said["items"],
        score=said["score"],
        first_score=said["score"],
        grade=said["grade"],
        told_by=said["told_by"],
        told_on=event.occurred.day,
        object_by=date.fromisoformat(said["object_by"]),
        version=event.version,
    ).save(force_insert=True)


def _disputed(event: Event, said: Payload) -> None:
    QualityConclusion.objects.filter(pk=event.stream_id).update(
        objection=said["objection"], objected_on=event.occurred.day,
        answer_by=date.fromisoformat(said["answer_by"]), version=event.version,
    )  # fmt: skip


def _decided(event: Event, said: Payload) -> None:
    QualityConclusion.objects.filter(pk=event.stream_id).update(
        answer=said["answer"], answered_on=event.occurred.day, items=said["items"], score=said["score"],
        grade=said["grade"], rules=said["rules"], version=event.version,
    )  # fmt: skip


PROJECTORS: Mapping[str, Callable[[Event, Payload], None]] = {
    "appraisal.planned": _planned,
    "appraisal.drawn": _drawn,
    "appraisal.closed": _closed,
    "appraisal.assigned": _assigned,
    "appraisal.read": _read,
    "appraisal.settled": _settled,
    "appraisal.sent": _sent,
    "appraisal.objected": _objected,
    "appraisal.answered": _answered,
    "appraisal.final": _final,
    "quality.concluded": _concluded,
    "quality.objected": _disputed,
    "quality.answered": _decided,
    "suggestion.sent": _suggested,
    "suggestion.replied": _replied,
}


def project(event: Event) -> None:
    """Bring the rows into line with one event."""
    PROJECTORS[event.type](event, event.payload)
