"""The clock. Demonstrations and tests set it; everything else asks it for the instant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

DEMONSTRATION = "demo.json"
"""The file in the data directory that makes an installation a demonstration and says where its clock stands."""

_SET: ContextVar[datetime | None] = ContextVar("zhifa_clock", default=None)


def now() -> datetime:
    """The instant, in UTC."""
    return _SET.get() or datetime.now(UTC) + shift()


@cache
def shift() -> timedelta:
    """How far this installation's clock stands from the real one: zero, except that a demonstration of a past year
    goes on from the day after that year, so that its running periods make sense. Its clock still flows."""
    try:
        said = json.loads((Path(settings.ZHIFA_DATA) / DEMONSTRATION).read_text(encoding="utf-8"))
        return timedelta(seconds=int(said["shift_seconds"]))
    except (OSError, ValueError, KeyError, TypeError):
        return timedelta(0)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let everything inside believe it is `instant`: for simulation and tests."""
    token = _SET.set(instant)
    try:
        yield
    finally:
        _SET.reset(token)
