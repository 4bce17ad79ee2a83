"""What a helping process does. It is told by name, before Django is set up in it: nothing else is imported above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa.acts.watching import Looked


def begin() -> None:
    """A process of its own inherits the settings by the environment."""
    import django

    django.setup()


def look(some: Sequence[str], whole: bool, now: datetime) -> Looked:
    """Work some cases out as of an instant."""
    from zhifa.acts.watching import look_ahead
    from zhifa.ports import clock

    with clock.at(now):
        return look_ahead(some, whole=whole)
