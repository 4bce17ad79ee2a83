"""A case played in memory: the engine alone, without a database, for tests that a lawyer can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count

from zhifa.core.events import CASE_OPENED, Event, NewEvent
from zhifa.core.facts import Json
from zhifa.core.permission import Certificate, Person, RoleHeld
from zhifa.core.procedure.case import Case, fold
from zhifa.core.procedure.findings import Finding, findings
from zhifa.core.procedure.next_steps import NextStep, next_steps
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.periods import Obligation, obligations
from zhifa.core.procedure.settling import settle
from zhifa.core.procedure.state import Context, State
from zhifa.core.procedure.taking import Accepted, Correction, Request, correct, open_proceeding, take
from zhifa.core.values import Moment, Refusal, Validity
from zhifa.ports.rules import calendar, rulebook


def person(name: str, *roles: str, until: date | None = None, certified: bool = True) -> Person:
    held = tuple(RoleHeld(role, "500112/lq/") for role in roles)
    certificate = Certificate(f"渝{name}", Validity(date(2020, 1, 1), until))
    return Person(
        name, name, held, (certificate,) if certified and not {"officer", "supervisor"}.isdisjoint(roles) else ()
    )


PEOPLE = {
    who.id: who
    for who in (
        person("王立", "officer"),
        person("李明", "officer"),
        person("赵敏", "legal_reviewer", "clerk"),
        person("周强", "head"),
        person("孙悦", "officer", until=date(2024, 2, 29)),
        person("吴协", "auxiliary"),
        person("郑监", "supervisor"),
        person("何监", "supervisor"),
    )
}


class Play:
    """One case, its journal a list."""

    def __init__(
        self,
        procedure: str,
        start: str,
        facts: Mapping[str, Json] | None = None,
        *,
        context: Context | None = None,
        today: str = "2026-11-20",
    ) -> None:
        self.context = context or Context(rulebook(), calendar())
        self.events: list[Event] = []
        self.ids = (f"p{number}" for number in count(1))
        self.today = date.fromisoformat(today)
        self.seen = Moment.parse(start).day
        at = Moment.parse(start)
        opened = NewEvent(
            type=CASE_OPENED,
            occurred=at,
            actor="王立",
            payload={"organ": "洛碛镇", "facts": {}, "officers": ["王立", "李明"]},
        )
        self.root = next(self.ids)
        begun = open_proceeding(self.root, procedure, at, "王立")
        begun.payload["facts"].update(facts or {})  # type: ignore[union-attr]
        self.write([opened, begun])

    def write(self, new: Sequence[NewEvent]) -> None:
        for event in new:
            self.events.append(
                Event(
                    stream_kind="case",
                    stream_id="c1",
                    version=len(self.events) + 1,
                    type=event.type,
                    type_version=1,
                    occurred=event.occurred,
                    recorded_at=datetime(2026, 11, 20, tzinfo=UTC),
                    captured_at=None,
                    actor=event.actor,
                    payload=event.payload,
                )
            )

    @property
    def case(self) -> Case:
        found = fold("c1", self.events, self.context.book.vocabulary)
        assert found is not None
        return found

    def run_of(self, procedure: str, number: int = 0) -> str:
        """The proceeding of a procedure, the first or a later one."""
        return [p.id for p in self.case.proceedings.values() if p.procedure == procedure][number]

    def do(
        self,
        step: str,
        on: str,
        facts: Mapping[str, object] | None = None,
        *,
        by: Sequence[str] = ("王立", "李明"),
        mode: str = "performed",
        proceeding: str = "",
    ) -> Accepted | Refusal:
        at = Moment.parse(on)
        self.seen = max(self.seen, at.day)
        self.settle(at.day)
        request = Request(
            proceeding=proceeding or self.root,
            step=step,
            at=at,
            facts=facts or {},
            by=tuple(by),
            actor=by[0] if by else "王立",
            mode=mode,
        )
        ids = [next(self.ids) for _ in range(3)]
        result = take(self.case, request, context=self.context, people=PEOPLE.get, today=self.today, ids=ids)
        if isinstance(result, Accepted):
            self.write(result.events)
            self.settle(self.seen)
        return result

    def correct(self, version: int, reason: str, *, on: str = "", **more: object) -> Accepted | Refusal:
        at = Moment.parse(on) if on else None
        correction = Correction(version, "王立", reason, at, **more)  # type: ignore[arg-type]
        result = correct(self.case, correction, context=self.context, today=self.today)
        if isinstance(result, Accepted):
            self.write(result.events)
            self.settle(self.seen)
        return result

    def open(self, procedure: str, on: str, parent: str = "", facts: Mapping[str, Json] | None = None) -> str:
        proceeding = next(self.ids)
        event = open_proceeding(proceeding, procedure, Moment.parse(on), "王立", parent=parent or self.root)
        event.payload["facts"].update(facts or {})  # type: ignore[union-attr]
        self.write([event])
        return proceeding

    def settle(self, day: date) -> list[NewEvent]:
        written: list[NewEvent] = []
        for _ in range(10):
            events = settle(self.case, context=self.context, day=day)
            if not events:
                return written
            self.write(events)
            written += events
        raise AssertionError("effects of silence do not come to rest")

    def state(self, day: str = "") -> State:
        return unfold(self.case, self.context, day=date.fromisoformat(day) if day else None)

    def obligations(self, day: str) -> dict[str, Obligation]:
        on = date.fromisoformat(day)
        return {item.code: item for item in obligations(self.state(day), on)}

    def findings(self, day: str = "2026-11-20") -> list[Finding]:
        return findings(self.case, context=self.context, people=PEOPLE.get, day=date.fromisoformat(day))

    def next(self, day: str) -> list[NextStep]:
        return next_steps(self.state(day), date.fromisoformat(day))
