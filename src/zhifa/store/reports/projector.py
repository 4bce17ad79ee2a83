"""From the journal to the rows of finished annual reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zhifa.core.events import REPORT_FROZEN, REPORT_PUBLISHED, Event
from zhifa.store.reports.models import AnnualReport

Payload = Mapping[str, Any]


def _key(event: Event) -> dict[str, Any]:
    organ, _, year = event.stream_id.rpartition("/")
    return {"organ_id": organ, "year": int(year)}


def _frozen(event: Event, said: Payload) -> None:
    AnnualReport.objects.update_or_create(
        **_key(event),
        defaults={
            "kind": said["report"], "version": event.version, "frozen_on": event.occurred.day,
            "checkpoint_size": said["checkpoint"]["size"], "checkpoint_root": said["checkpoint"]["root"],
            "figures": said["figures"], "broken": said["broken"],
        },
    )  # fmt: skip


def _published(event: Event, said: Payload) -> None:
    AnnualReport.objects.filter(**_key(event)).update(
        published_on=event.occurred.day, published_where=said["where"], reported_to=said["reported_to"]
    )


PROJECTORS: Mapping[str, Callable[[Event, Payload], None]] = {REPORT_FROZEN: _frozen, REPORT_PUBLISHED: _published}


def project(event: Event) -> None:
    """Bring the row of a report into line with an event of its stream; most events do not touch it."""
    if event.type in PROJECTORS:
        said: Any = event.payload
        PROJECTORS[event.type](event, said)
