"""Which version of a power list is in force: the rows follow the list's events."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zhifa.core.events import LIST_TAKEN, Event
from zhifa.store.powerlists.models import ListVersion


def project(event: Event) -> None:
    """Bring the versions of a list into line with one event: the former one ends on the day before."""
    if event.type != LIST_TAKEN:
        return
    payload: Any = event.payload
    start = date.fromisoformat(payload["from"])
    running = ListVersion.objects.filter(code=event.stream_id, taken_at__isnull=False, replaced=False, end=None)
    running.filter(start=start).update(replaced=True, end=start)
    running.filter(start__lt=start).update(end=start - timedelta(days=1))
    ListVersion.objects.filter(pk=payload["id"]).update(
        start=start, taken_at=event.recorded_at, version=event.version, author=event.actor
    )
