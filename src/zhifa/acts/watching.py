"""The daily watch: what time alone has changed is written down, and the rows of a case are brought to the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from zhifa.acts.alike import Alike
from zhifa.acts.work import Unlocked, act, acts, context, read_unlocked, today
from zhifa.core.oversight import judge
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.view import view
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.casework.ahead import Ahead, as_it_stands, work_ahead, write_ahead
from zhifa.store.casework.projector import postpone_check, rules_mark
from zhifa.store.readers.desk import all_for_check, due_for_check, under_other_rules
from zhifa.store.registry.people import people_at

PAGE = 500


def due() -> Iterator[str]:
    """Cases in which time, or a change of the rules, may have changed something; those longest waiting first.

    Each is named once, though looking at it goes on while the rest are still being read.
    """
    place = None
    while found := due_for_check(today(), after=place, limit=PAGE):
        place = found[-1]
        yield from (case_id for _, case_id in found)
    last, mark = "", rules_mark(context().book.digest)
    while some := under_other_rules(mark, after=last, limit=PAGE):
        last = some[-1]
        yield from some


def everyone(after: str = "") -> Iterator[str]:
    """Every case there is, for a full recheck, from the one after `after`."""
    while some := all_for_check(after=after, limit=PAGE):
        after = some[-1]
        yield from some


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


@dataclass(frozen=True, slots=True)
class Looked:
    """Cases looked at without a lock: what is to be written, and those an act must take under the lock."""

    ahead: tuple[Ahead, ...]
    left: tuple[str, ...]


def look_ahead(case_ids: Sequence[str], *, alike: Alike | None = None) -> Looked:
    """Work cases out without locking them. One in which events must be written is left to `look_at_all`, and so is
    one that cannot be worked out: there it is named. With the kinds of light cases met so far, `alike`, no row that is
    there is trusted."""
    ahead: list[Ahead] = []
    left: list[str] = []
    for one in read_unlocked(case_ids):
        found = _worked_out(one, alike)
        if found is None:
            left.append(one.row.pk)
        else:
            ahead.append(found)
    return Looked(tuple(ahead), tuple(left))


def _worked_out(one: Unlocked, alike: Alike | None) -> Ahead | None:
    try:
        if alike is not None and alike.stands(one.row, one.events):
            return as_it_stands(one.row, day=one.day, rules=rules_mark(one.context.book.digest))
        seen = one.look()
        return (
            None
            if seen is None or one.must_write(seen)
            else work_ahead(seen, organ=one.row.organ, old=one.row, whole=alike is not None)
        )
    except Exception:  # whatever is wrong with it is said when it is looked at by itself
        return None


def write_looked(looked: Looked) -> list[str]:
    """Write what was worked out; the cases left, with those somebody wrote to in between."""
    with transaction.atomic():
        return [*looked.left, *write_ahead(looked.ahead)]


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
