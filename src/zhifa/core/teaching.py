"""Scripted cases to learn from: a scene, what could be done next, and the engine's own gates as the teacher.

A script is data. Each choice either takes a step, which the engine accepts or refuses exactly as it would a real one,
or does nothing of the kind and is told what follows. A refused choice leaves the case as it was; an accepted one leads
to the next scene. Nothing is stored: the choices made so far are played again from the beginning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from zhifa.core.events import CASE_OPENED, Event, NewEvent
from zhifa.core.permission import Certificate, Person, RoleHeld
from zhifa.core.procedure.case import Case, fold
from zhifa.core.procedure.settling import settle
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import Accepted, Request, open_proceeding, take
from zhifa.core.rulebook import Entry
from zhifa.core.values import Gate, Moment, Refusal, Validity

PLACE, RUN = "课堂/", "p1"
CERTIFIED_SINCE = date(2020, 1, 1)
GENERATIONS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """Something one could do: a step with its facts, or a word that tells what follows."""

    text: str
    step: str
    on: str
    by: tuple[str, ...]
    facts: Mapping[str, Any]
    tells: str
    cite: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A situation and the choices in it."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A scripted case."""

    code: str
    title: str
    procedure: str
    start: str
    facts: Mapping[str, Any]
    people: tuple[Person, ...]
    scenes: tuple[Scene, ...]
    lesson: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What was chosen and what the engine said: accepted, or refused with every gate."""

    choice: Choice
    good: bool
    gates: tuple[Gate, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """How far the play has come. `scene` is the number of the next scene; past the last one the play is over."""

    script: Script
    turns: tuple[Turn, ...]
    scene: int

    @property
    def over(self) -> bool:
        return self.scene >= len(self.script.scenes)


def script_of(entry: Entry) -> Script:
    """A script as written."""
    data = entry.data
    people = tuple(
        Person(
            str(one["name"]),
            str(one["name"]),
            tuple(RoleHeld(str(role), PLACE) for role in one["roles"]),
            (Certificate(f"教学{n}", Validity(CERTIFIED_SINCE)),) if one.get("certified", True) else (),
        )
        for n, one in enumerate(data["people"], 1)
    )
    scenes = tuple(Scene(str(one["text"]), tuple(map(_choice, one["choices"]))) for one in data["scenes"])
    return Script(
        entry.code, str(data["title"]), str(data["procedure"]), str(data["start"]), data.get("facts", {}), people,
        scenes, str(data["lesson"]),
    )  # fmt: skip


def _choice(data: Mapping[str, Any]) -> Choice:
    by = tuple(map(str, data.get("by", ())))
    return Choice(
        str(data["say"]), str(data.get("step", "")), str(data.get("on", "")), by, data.get("facts", {}),
        str(data.get("tells", "")), str(data.get("cite", "")),
    )  # fmt: skip


class _Table:
    """The case as it lies on the table of the class: its events, and nobody's database."""

    def __init__(self, script: Script, context: Context) -> None:
        self.script, self.context = script, context
        self.people = {person.id: person for person in script.people}
        self.events: list[Event] = []
        start = Moment.parse(script.start)
        opened = NewEvent(
            type=CASE_OPENED, occurred=start, actor=script.people[0].id,
            payload={"organ": PLACE, "facts": {}, "officers": [script.people[0].id]},
        )  # fmt: skip
        begun = open_proceeding(RUN, script.procedure, start, script.people[0].id)
        facts: Any = begun.payload["facts"]
        facts.update(script.facts)
        self._write([opened, begun])

    def _write(self, new: Sequence[NewEvent]) -> None:
        for event in new:
            day = event.occurred.day
            self.events.append(
                Event(
                    stream_kind="case", stream_id="teaching", version=len(self.events) + 1, type=event.type,
                    type_version=1, occurred=event.occurred,
                    recorded_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
                    captured_at=None, actor=event.actor, payload=event.payload,
                )
            )  # fmt: skip

    @property
    def case(self) -> Case:
        found = fold("teaching", self.events, self.context.book.vocabulary)
        assert found is not None
        return found

    def settle(self, day: date) -> None:
        for _ in range(GENERATIONS):
            found = settle(self.case, context=self.context, day=day)
            if not found:
                return
            self._write(found)

    def choose(self, choice: Choice) -> Turn:
        if not choice.step:
            return Turn(choice, good=False, message=choice.tells)
        at = Moment.parse(choice.on)
        self.settle(at.day)
        request = Request(proceeding=RUN, step=choice.step, at=at, facts=choice.facts, by=choice.by, actor=choice.by[0])
        ids = [f"p{len(self.events)}-{n}" for n in range(3)]
        result = take(self.case, request, context=self.context, people=self.people.get, today=at.day, ids=ids)
        if isinstance(result, Refusal):
            gates = result.gates or (Gate(result.code, result.message, result.cite, result.remedy),)
            return Turn(choice, good=False, gates=tuple(gates), message=choice.tells)
        assert isinstance(result, Accepted)
        self._write(result.events)
        return Turn(choice, good=True, message=choice.tells)


def play(script: Script, chosen: Sequence[int], context: Context) -> Played:
    """Play the choices made so far. A number that is no choice of its scene ends the reading there."""
    table, turns, scene = _Table(script, context), [], 0
    for number in chosen:
        if scene >= len(script.scenes) or not 0 <= number < len(script.scenes[scene].choices):
            break
        turn = table.choose(script.scenes[scene].choices[number])
        turns.append(turn)
        scene += turn.good
    return Played(script, tuple(turns), scene)
