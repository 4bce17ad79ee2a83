"""The daily watch: what time alone has changed is written down, and the rows of a case are brought to the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from zhifa.acts.work import act, acts, context, today
from zhifa.core.oversight import judge
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.view import view
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.casework.projector import postpone_check, rules_mark
from zhifa.store.readers.desk import due_for_check, under_other_rules
from zhifa.store.registry.people import people_at


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


def judged_on(case_ids: Sequence[str], day: date) -> list[str]:
    """The rules of supervision under which these cases have findings on a day, one for each. Nothing is written."""
    given = context()
    streams = journal.read_streams("case", case_ids)
    found: list[str] = []
    for row in rows.Case.objects.filter(pk__in=case_ids).order_by("pk"):
        case = fold(row.pk, streams[row.pk], given.book.vocabulary)
        if case is not None:
            named = {person for taken in case.taken for person in taken.by}
            people = people_at(row.path, named, case.former_paths)
            seen = view(case, context=given, people=people.get, day=day)
            found += [item.alert.code for item in judge(seen).findings]
    return found
