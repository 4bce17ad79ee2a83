"""The daily watch of one case: what time alone has changed is written down, and its rows are brought to the day."""

from __future__ import annotations

from datetime import timedelta

from zhifa.acts.work import act, today
from zhifa.store.casework.projector import postpone_check
from zhifa.store.readers.desk import due_for_check


def due() -> list[str]:
    """Cases in which time alone may have changed something by today, those that waited longest first."""
    return due_for_check(today())


def look_again(case_id: str) -> int:
    """Settle what the law has made of silence and work the rows out for today; how many events were written."""
    with act(case_id) as work:
        if work is None:
            return 0
        work.finish()
        return len(work.fresh)


def put_off(case_id: str, days: int = 1) -> None:
    """Come back to a case some days later: one that cannot be worked out must not stop the rest."""
    postpone_check(case_id, today() + timedelta(days=days))
