"""The daily watch: what time alone has changed is written down, and the rows of a case are brought to the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from zhifa.acts.work import act, acts, context, today
from zhifa.store.casework.projector import postpone_check, rules_mark
from zhifa.store.readers.desk import due_for_check, under_other_rules


def due() -> list[str]:
    """Cases in which time, or a change of the rules, may have changed something; those longest waiting first."""
    return due_for_check(today()) or under_other_rules(rules_mark(context().book.digest))


def look_again(case_id: str) -> int:
    """Settle what the law has made of silence and work the rows out for today; how many events were written."""
    with act(case_id) as work:
        if work is None:
            return 0
        work.finish()
        return len(work.fresh)


def look_at_all(case_ids: Sequence[str]) -> int:
    """`look_again` for several cases in one transaction: all of them, or none when one cannot be worked out."""
    with acts(case_ids) as works:
        for work in works:
            work.finish()
        return sum(len(work.fresh) for work in works)


def put_off(case_id: str, days: int = 1) -> None:
    """Come back to a case some days later: one that cannot be worked out must not stop the rest."""
    postpone_check(case_id, today() + timedelta(days=days), rules=rules_mark(context().book.digest))
