"""What a helping process does. It is told by name, before Django is set up in it: nothing else is imported above."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhifa.acts.alike import Alike
    from zhifa.acts.casting import Cast
    from zhifa.acts.importrows import Numbered, RowWorker, Worked
    from zhifa.acts.light import Light
    from zhifa.acts.watching import Looked
    from zhifa.core.values import Refusal


def begin() -> None:
    """A process of its own inherits the settings by the environment."""
    import django

    django.setup()


_ALIKE: dict[date, Alike] = {}
"""The kinds of light cases this process has met: good for one day and the rules of its start."""


def look(some: Sequence[str], whole: bool, now: datetime) -> Looked:
    """Work some cases out as of an instant."""
    from zhifa.acts.alike import Alike
    from zhifa.acts.watching import look_ahead
    from zhifa.acts.work import context, today
    from zhifa.ports import clock

    with clock.at(now):
        if whole and today() not in _ALIKE:
            _ALIKE[today()] = Alike(context(), today())
        return look_ahead(some, alike=_ALIKE[today()] if whole else None)


_LIGHT: dict[tuple[str, str, str], Light] = {}
"""What this process has learned of an organ's cases: good for one day and the rules of its start."""


def cast_cases(organ: str, actor: str, cases: Sequence[Any], now: datetime) -> list[Cast | Refusal]:
    """Cast some light cases of an organ."""
    from zhifa.acts.light import Light
    from zhifa.acts.work import today
    from zhifa.ports import clock
    from zhifa.store.registry.models import Organ

    with clock.at(now):
        key = (organ, actor, today().isoformat())
        if key not in _LIGHT:
            _LIGHT[key] = Light(Organ.objects.get(pk=organ), actor)
        return _LIGHT[key].cast(cases)


_WORKERS: list[RowWorker] = []
"""Who works on the rows of the import that is under way."""


def take_up(job: bytes) -> None:
    """Get ready for the rows of an import."""
    from zhifa.acts.importrows import RowWorker

    _WORKERS[:] = [RowWorker(pickle.loads(job))]


def work_rows(rows: Sequence[Numbered], now: datetime) -> list[Worked]:
    """Work some rows of it out."""
    from zhifa.ports import clock

    with clock.at(now):
        return _WORKERS[0].work(rows)
