"""From the journal to the rows of findings being worked off, of accountability and of interventions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from zhifa.core.events import (
    FINDING_ACCEPTED,
    FINDING_ANSWERED,
    FINDING_DISMISSED,
    FINDING_RAISED,
    FINDING_RETURNED,
    INTERVENTION_ENTERED,
    INTERVENTION_HANDLED,
    LIABILITY_RECORDED,
    LIABILITY_STRUCK,
    PERSONAL_ERASED,
    Event,
)
from zhifa.core.supervising import ACCEPTED, ANSWERED, DISMISSED, RAISED, RETURNED
from zhifa.store.supervision.models import Intervention, Liability, Working

Payload = Mapping[str, Any]


def _working(event: Event, said: Payload, state: str, **more: object) -> None:
    """The row of a finding; the first event about it says how it stood."""
    row = Working.objects.filter(pk=event.stream_id).first()
    if row is None:
        stood = said["finding"]
        row = Working(
            pk=event.stream_id, organ_id=stood["organ"], path=stood["path"], case_id=stood["case"] or None,
            alert=stood["alert"], group=stood["group"], colour=stood["colour"],
            known_on=date.fromisoformat(stood["known_on"]), answer_by=date.fromisoformat(stood["answer_by"]),
        )  # fmt: skip
    row.state, row.version = state, event.version
    for name, value in more.items():
        setattr(row, name, value)
    row.save()


def _answered(event: Event, said: Payload) -> None:
    _working(event, said, ANSWERED, answered_on=event.occurred.day)


def _returned(event: Event, said: Payload) -> None:
    _working(event, said, RETURNED, answer_by=date.fromisoformat(said["answer_by"]))


def _accepted(event: Event, said: Payload) -> None:
    _working(event, said, ACCEPTED, settled_on=event.occurred.day)


def _dismissed(event: Event, said: Payload) -> None:
    _working(event, said, DISMISSED, settled_on=event.occurred.day, ground=said["ground"])


def _raised(event: Event, said: Payload) -> None:
    _working(event, said, RAISED, raised_id=said["case"])


def _liability(event: Event, said: Payload) -> None:
    Liability.objects.create(
        pk=event.stream_id, organ_id=said["organ"], path=said["path"], person_id=said["person"] or None,
        case_id=said["case"] or None, kind=said["kind"], level=said["level"], reason=said["reason"] or "",
        decided_by=said["decided_by"], decided_on=event.occurred.day, document=said["document"],
        version=event.version,
    )  # fmt: skip


def _struck(event: Event, said: Payload) -> None:
    Liability.objects.filter(pk=event.stream_id).update(struck=said["reason"], version=event.version)


def _intervention(event: Event, said: Payload) -> None:
    Intervention.objects.create(
        pk=event.stream_id, case_id=said["case"], path=said["path"], entered_by_id=event.actor,
        entered_on=date.fromisoformat(said["entered_on"]), happened_on=event.occurred.day, who=said["who"] or "",
        post=said["post"] or "", way=said["way"], content=said["content"] or "", response=said["response"] or "",
        version=event.version,
    )  # fmt: skip


def _handled(event: Event, said: Payload) -> None:
    Intervention.objects.filter(pk=event.stream_id).update(
        handled_on=event.occurred.day, handling=said["handling"] or "", version=event.version
    )


def _erased(event: Event, said: Payload) -> None:
    """What was erased of an entry is erased in its row as well; the row of a finding holds nothing personal."""
    gone = {path.strip("/") for item in said["values"] for path in item["paths"]}
    if event.stream_kind == "intervention":
        names = gone & {"who", "post", "content", "response", "handling"}
        Intervention.objects.filter(pk=event.stream_id).update(**dict.fromkeys(names, ""), version=event.version)
    elif event.stream_kind == "liability" and "reason" in gone:
        Liability.objects.filter(pk=event.stream_id).update(reason="", version=event.version)
    elif event.stream_kind == "finding":
        Working.objects.filter(pk=event.stream_id).update(version=event.version)


_PROJECTIONS: Mapping[str, Callable[[Event, Payload], None]] = {
    FINDING_ANSWERED: _answered,
    FINDING_RETURNED: _returned,
    FINDING_ACCEPTED: _accepted,
    FINDING_DISMISSED: _dismissed,
    FINDING_RAISED: _raised,
    LIABILITY_RECORDED: _liability,
    LIABILITY_STRUCK: _struck,
    INTERVENTION_ENTERED: _intervention,
    INTERVENTION_HANDLED: _handled,
    PERSONAL_ERASED: _erased,
}


def project(event: Event) -> None:
    """Bring the rows into line with one event of a stream of supervision."""
    projection = _PROJECTIONS.get(event.type)
    if projection is not None:
        projection(event, event.payload)
