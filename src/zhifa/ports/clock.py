"""The clock. Demonstrations and tests set it; everything else asks it for the instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_SET: ContextVar[datetime | None] = ContextVar("zhifa_clock", default=None)


def now() -> datetime:
    """The instant, in UTC."""
    return _SET.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let everything inside believe it is `instant`: for simulation and tests."""
    token = _SET.set(instant)
    try:
        yield
    finally:
        _SET.reset(token)
