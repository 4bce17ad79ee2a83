"""The frame of every act on a case: lock it, read it, decide, write events and rows in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction

from zhifa.core import permission
from zhifa.core.events import Event, NewEvent
from zhifa.core.procedure.case import Case, fold
from zhifa.core.procedure.moving import due_moved, why_moved
from zhifa.core.procedure.settling import settle, unsettled
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import bad_input
from zhifa.core.procedure.view import View, view
from zhifa.core.values import SHANGHAI, Moment, Refusal
from zhifa.ports import clock
from zhifa.ports.rules import calendar, rulebook
from zhifa.store import journal
from zhifa.store.casework import models as rows
from zhifa.store.casework.projector import project, rules_mark
from zhifa.store.readers.desk import shown_dues
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people, people_at

GENERATIONS = 8
"""Effects of silence may start one another; more generations than this would be a rule that never rests."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, signed in as a person; `LAW` and jobs act without one."""

    person: permission.Person | None
    id: str


INSTALLER = Actor(permission.Person("installer", "安装程序", (permission.RoleHeld("system_admin", ""),)), "installer")
"""Sets up an installation before anybody can sign in."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an act wrote: the case, its new version, and what was found wrong with a step recorded afterwards."""

    case_id: str
    version: int
    events: tuple[Event, ...]
    findings: tuple[object, ...] = ()
    opened: tuple[str, ...] = ()


class Conflict(Exception):
    """Somebody else wrote to the case in between; the act is tried again or told to the officer."""


def context() -> Context:
    """The rules and calendar of this installation."""
    return Context(rulebook(), calendar())


def today() -> date:
    """Today in Asia/Shanghai."""
    return clock.now().astimezone(SHANGHAI).date()


def demonstration() -> bool:
    """Whether this installation shows a demonstration, whose clock goes on from a day of its own."""
    return bool(clock.shift())


def this_moment() -> Moment:
    """Now, as a legal moment."""
    return Moment.of(clock.now().astimezone(SHANGHAI))


def new_id() -> str:
    """A fresh identifier: 128 random bits, so that ids tell nothing and never clash between installations."""
    return secrets.token_hex(16)


def new_ids(count: int) -> list[str]:
    """Identifiers for cases written together: they begin with the millisecond, so that in every index neighbours lie
    side by side, and end in 80 random bits."""
    begun = f"{int(clock.now().timestamp() * 1000):012x}"
    return sorted(begun + secrets.token_hex(10) for _ in range(count))


@dataclass(slots=True)
class Work:
    """One act in progress: the locked case and what it needs to decide."""

    row: rows.Case
    organ: Organ
    events: list[Event]
    case: Case
    context: Context
    people: dict[str, permission.Person]
    now: datetime
    day: date
    fresh: list[Event] = field(default_factory=list)
    is_new: bool = False
    """Just opened: its row is written in `finish` for the first time."""

    def person(self, key: str) -> permission.Person | None:
        if key not in self.people:
            self.people.update(people_at(self.row.path, [key], self.case.former_paths))
        return self.people.get(key)

    @property
    def action(self) -> str:
        """The permission to take steps in this case, by what it was opened as."""
        code = next(iter(self.case.proceedings.values())).procedure
        entry = self.context.rules(self.case.opened.day).entry("procedure", code)
        return permission.acting_on(str(entry.data.get("kind", "")) if entry else "")

    def write(self, new: Sequence[NewEvent]) -> None:
        """Append to the journal and fold again; rows follow in `finish`.

        The first event under other rules than the last names their digest: what was shown then can be read again.
        """
        if new and self.case.rules != self.context.book.digest:
            payload = {**new[0].payload, "rules": self.context.book.digest}
            new = [replace(new[0], payload=payload), *new[1:]]
        done = journal.append(
            "case", self.row.pk, self.events[-1].version, new, recorded_at=self.now, last_hash=self.events[-1].hash
        )
        if isinstance(done, journal.StaleStream):
            raise Conflict(self.row.pk)
        self.events += done
        self.fresh += done
        self._fold()

    def _fold(self) -> None:
        folded = fold(self.row.pk, self.events, self.context.book.vocabulary)
        assert folded is not None
        self.case = folded

    def settle(self) -> None:
        """Write down what the law has made of silence up to today."""
        for _ in range(GENERATIONS):
            new = settle(self.case, context=self.context, day=self.day)
            if not new:
                return
            self.write(new)
        raise RuntimeError("规则使法律效果无休止地发生，请检查 on_lapse")

    def look(self) -> View:
        return view(self.case, context=self.context, people=self.person, day=self.day)

    def finish(self) -> View:
        """Settle what the new events changed, and bring the rows into line."""
        seen = self.look()
        for _ in range(GENERATIONS):
            new = unsettled(self.case, seen.state, seen.obligations, day=self.day)
            if not new:
                break
            self.write(new)
            seen = self.look()
        seen = self._remember_dues(seen)
        project(seen, organ=self.organ, old=None if self.is_new else self.row, new=self.fresh)
        return seen

    def _remember_dues(self, seen: View) -> View:
        """Write down the due dates that were shown until now, where a correction or other rules have moved them."""
        other_rules = self.row.rules != rules_mark(self.context.book.digest)
        why = "" if self.is_new else why_moved(self.fresh, other_rules=other_rules)
        moved = due_moved(shown_dues(self.row.pk), seen.obligations, why=why, on=self.day) if why else ()
        if not moved:
            return seen
        self.write(moved)
        return replace(seen, case=self.case)

    def erased(self, event: Event) -> None:
        """Read the case again after values were erased from its journal; rows follow in `finish`."""
        self.events = journal.read_stream("case", self.row.pk)
        self.fresh.append(event)
        self._fold()


@contextmanager
def act(case_id: str) -> Iterator[Work | None]:
    """Lock a case and read it as it stands; None when there is no such case."""
    with transaction.atomic():
        locked = rows.Case.objects.select_related("organ").select_for_update(of=("self",))
        row = next(iter(locked.filter(pk=case_id)), None)
        if row is None:
            yield None
            return
        yield _work(row)


@contextmanager
def acts(case_ids: Sequence[str]) -> Iterator[list[Work]]:
    """Lock several cases, in one order for everybody, and read them together; cases that are not there are left out."""
    with transaction.atomic():
        locked = rows.Case.objects.select_related("organ").select_for_update(of=("self",))
        found = list(locked.filter(pk__in=case_ids).order_by("pk"))
        streams = journal.read_streams("case", [row.pk for row in found])
        known: dict[str, permission.Person] = {}
        yield [_work(row, streams[row.pk], known) for row in found]


def _work(row: rows.Case, events: list[Event] | None = None, known: dict[str, permission.Person] | None = None) -> Work:
    """A locked case as it stands. `known` are the persons already read, as they are anywhere."""
    given = context()
    events = journal.read_stream("case", row.pk) if events is None else events
    case = fold(row.pk, events, given.book.vocabulary)
    if case is None:
        raise RuntimeError(f"案件 {row.pk} 没有日志")
    moment = clock.now()
    work = Work(
        row=row,
        organ=row.organ,
        events=events,
        case=case,
        context=given,
        people=_people(row.path, case, {} if known is None else known),
        now=moment,
        day=moment.astimezone(SHANGHAI).date(),
    )
    if row.next_check_on is not None and row.next_check_on <= work.day:
        work.settle()
    return work


def _people(path: str, case: Case, known: dict[str, permission.Person]) -> dict[str, permission.Person]:
    """Everybody who took a step of the case, as they may act at its places in the tree of organs."""
    ids = {person for taken in case.taken for person in taken.by}
    known.update(people(ids - known.keys()))
    return {key: known[key].within(path, *case.former_paths) for key in ids if key in known}


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A case read without a lock, to work out what an act would write if it found nothing new."""

    row: rows.Case
    events: Sequence[Event]
    context: Context
    day: date
    known: dict[str, permission.Person]

    def look(self) -> View | None:
        """The case as it stands; None where it was written to while it was being read."""
        case = fold(self.row.pk, self.events, self.context.book.vocabulary)
        if case is None or case.version != self.row.version:
            return None
        people = _people(self.row.organ.path, case, self.known)
        return view(case, context=self.context, people=people.get, day=self.day)

    def must_write(self, seen: View) -> bool:
        """Whether the law made something of silence, or a due date that was shown has moved under other rules."""
        if unsettled(seen.case, seen.state, seen.obligations, day=self.day):
            return True
        why = why_moved((), other_rules=self.row.rules != rules_mark(self.context.book.digest))
        return bool(why and due_moved(shown_dues(self.row.pk), seen.obligations, why=why, on=self.day))


def read_unlocked(case_ids: Sequence[str]) -> Iterator[Unlocked]:
    """Several cases as they stand, read together; those that are not there are left out."""
    given, day = context(), today()
    found = list(rows.Case.objects.filter(pk__in=case_ids).order_by("pk"))
    organs = Organ.objects.in_bulk({row.organ_id for row in found})
    streams = journal.read_streams("case", [row.pk for row in found])
    known: dict[str, permission.Person] = {}
    for row in found:
        row.organ = organs[row.organ_id]
        yield Unlocked(row, streams[row.pk], given, day, known)


def no_such_case() -> Refusal:
    return bad_input("没有这个案件，或者它不在您的权限范围内", "从案件列表重新打开", place="case")


def decide(case_id: str, decision: Callable[[Work], Sequence[NewEvent] | Refusal]) -> Recorded | Refusal:
    """Run a decision on a locked case and write what it returns; a refusal leaves nothing behind."""
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        result = decision(work)
        if isinstance(result, Refusal):
            transaction.set_rollback(True)
            return result
        work.write(result)
        work.finish()
        return Recorded(case_id, work.case.version, tuple(work.fresh))
