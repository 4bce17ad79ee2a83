"""What a helping process does. It is told by name, before Django is set up in it: nothing else is imported above."""

from __future__ import annotations

import multiprocessing.connection
import os
import pickle
from collections.abc import Sequence
from datetime import date, datetime
from multiprocessing.synchronize import Lock
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from zhifa.acts.alike import Alike
    from zhifa.acts.casting import Cast
    from zhifa.acts.importparts import PartDone, PartTaker
    from zhifa.acts.importrows import Numbered
    from zhifa.acts.light import Light
    from zhifa.acts.watching import Looked
    from zhifa.core.values import Refusal


WAIT: Final = 10
"""So many seconds a process waits for its turn: the others may have ended in theirs."""


GAP: Final = 0.02
"""So many seconds nobody writes after a turn. Whoever else has something to write, a person at a page, waits at the
database, which asks ten times a second at least whether it may, and would else never come in between."""
LOG: Final = 40_000
"""Pages of SQLite's log (160 MB) after which the others wait until all of it stands in the file, so that it begins
anew."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Turns:
    """Held on SQLite by one process at a time, so that none has to ask again and again whether it may write. Whoever
    has waited too long goes ahead: the database still lets only one write. On PostgreSQL all write at once."""

    def __init__(self, lock: Lock) -> None:
        self._lock, self._held = lock, False

    def __enter__(self) -> None:
        from django.db import connection

        self._held = connection.vendor == "sqlite" and self._lock.acquire(timeout=WAIT)

    def __exit__(self, *_error: object) -> None:
        if self._held:
            sleep(GAP)
            self._lock.release()

    def write_back(self) -> None:
        """Bring SQLite's log into the file while others write, instead of at the end of a transaction."""
        from django.db import connection

        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint = 0")
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            if cursor.fetchone()[1] > LOG:
                with self:
                    cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


_TURNS: list[Turns] = []
"""Of the process that started this one."""


def begin(turns: Turns | None = None) -> None:
    """A process of its own inherits the settings by the environment. It ends with the one that started it."""
    import django

    _TURNS[:] = [turns] if turns else []
    Thread(target=_end_with_parent, daemon=True).start()
    django.setup()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


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


_TAKERS: list[PartTaker] = []
"""Who takes the rows of the import that is under way."""


def take_up(job: bytes) -> None:
    """Get ready for the rows of an import."""
    from zhifa.acts.importparts import PartTaker

    _TAKERS[:] = [PartTaker(pickle.loads(job))]
    if _TURNS:
        _TURNS[0].write_back()


def take_rows(rows: Sequence[Numbered], now: datetime) -> PartDone:
    """Take some rows of it in."""
    from zhifa.ports import clock

    with clock.at(now):
        done = _TAKERS[0].take(rows, _TURNS[0])
    _TURNS[0].write_back()
    return done
