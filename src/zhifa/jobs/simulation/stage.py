"""The stage: plays deeds through the real acts, the clock set to the minute of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from zhifa.acts.cases import Opening, StepEntry, add_proceeding, hand_over, open_case, record_steps, take_step
from zhifa.acts.paperfill import template
from zhifa.acts.papers import issue_paper
from zhifa.acts.registry import Registration, cancel_certificate, register_officer
from zhifa.acts.watching import due, look_again
from zhifa.acts.work import INSTALLER, Actor, Recorded, context
from zhifa.core.events import PROCEEDING_OPENED
from zhifa.core.papers import Number
from zhifa.core.values import SHANGHAI, Moment, Refusal
from zhifa.jobs.simulation.deeds import (
    MAIN,
    Begin,
    Coming,
    Deed,
    Enter,
    Issued,
    Leave,
    Look,
    Office,
    Open,
    Sheet,
    Take,
    Volume,
)
from zhifa.ports import clock
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Certificate, Organ, Person, Role
from zhifa.store.registry.people import people


class Refused(RuntimeError):
    """A deed of a script was refused: the script is wrong, or the rules are."""


@dataclass(slots=True)
class Played:
    """A case on stage: its id, its proceedings by the script's names, the numbers its papers were given."""

    case_id: str
    organ: str
    proceedings: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)


class Stage:
    """Plays deeds one after another and counts them."""

    def __init__(self) -> None:
        self.cases: dict[str, Played] = {}
        self.acts = 0
        self.findings = 0
        self._actors: dict[str, Actor] = {}
        self._marks = dict(Organ.objects.values_list("code", "mark"))
        self._volumes: dict[str, int] = {}

    def play(self, deed: Deed) -> None:
        """Do one deed at its minute; Refused, with everything needed to find it, when an act says no."""
        with clock.at(deed.at.replace(tzinfo=SHANGHAI).astimezone(UTC)):
            match deed.action:
                case Open() as action:
                    self._open(deed, action)
                case Take() as action:
                    self._take(deed, action)
                case Begin() as action:
                    self._begin(deed, action)
                case Enter() as action:
                    self._enter(deed, action)
                case Look():
                    self.watch(self.cases[deed.case].case_id)
                case Leave() as action:
                    self._leave(deed, action)
                case Office() as action:
                    self._done(deed, action.run(INSTALLER), action.what)
                    self._actors.clear()

    def watch_all(self) -> None:
        """The daily watch over every case that is due today."""
        for case_id in due():
            self.watch(case_id)

    def watch(self, case_id: str) -> None:
        """Write down what time has made of one case, and bring its rows to the day."""
        look_again(case_id)
        self.acts += 1

    def actor(self, person: str) -> Actor:
        if person not in self._actors:
            self._actors[person] = Actor(people([person])[person], person)
        return self._actors[person]

    def _done(self, deed: Deed, result: object, what: str) -> None:
        if isinstance(result, Refusal):
            gates = "；".join(gate.message for gate in result.gates)
            raise Refused(f"{deed.at:%Y-%m-%d %H:%M} {deed.case} {what}：{result.message} {gates} {result.missing}")
        self.acts += 1
        if isinstance(result, Recorded):
            self.findings += len(result.findings)

    def _open(self, deed: Deed, action: Open) -> None:
        entries = [self._entry(None, deed.at, step) for step in action.steps]
        at = action.at or Moment.of(deed.at)
        opening = Opening(action.organ, action.procedure, at, self._facts(None, action.facts), action.officers)
        result = open_case(opening, actor=self.actor(action.actor), steps=entries)
        self._done(deed, result, f"立案登记 {action.procedure}")
        assert isinstance(result, Recorded)
        played = Played(result.case_id, action.organ)
        played.proceedings[MAIN] = _opened(result)[0]
        self.cases[deed.case] = played

    def _take(self, deed: Deed, action: Take) -> None:
        played = self.cases[deed.case]
        actor = self.actor(action.actor or action.by[0])
        result = take_step(played.case_id, self._entry(played, deed.at, action), actor=actor)
        self._done(deed, result, action.step)
        assert isinstance(result, Recorded)
        if action.opens:
            played.proceedings[action.opens] = result.opened[0]
        for sheet in action.papers:
            self._issue(deed, deed.at, played, sheet, action.step, actor)

    def _issue(self, deed: Deed, at: datetime, played: Played, sheet: Sheet, step: str, actor: Actor) -> None:
        proceeding = played.proceedings[sheet.proceeding]
        result = issue_paper(played.case_id, proceeding, sheet.paper, actor=actor, at=Moment.of(at), step=step)
        self._done(deed, result, f"文书 {sheet.paper}")
        assert not isinstance(result, Refusal)
        played.numbers[sheet.paper] = result.number

    def _begin(self, deed: Deed, action: Begin) -> None:
        played = self.cases[deed.case]
        result = add_proceeding(
            played.case_id,
            action.procedure,
            actor=self.actor(action.actor),
            parent=played.proceedings[MAIN],
            at=Moment.of(deed.at),
        )
        self._done(deed, result, f"程序 {action.procedure}")
        assert isinstance(result, Recorded)
        played.proceedings[action.name] = _opened(result)[0]

    def _enter(self, deed: Deed, action: Enter) -> None:
        played = self.cases[deed.case]
        entries = [self._entry(played, at, step) for at, step in action.steps]
        result = record_steps(played.case_id, entries, actor=self.actor(action.actor))
        self._done(deed, result, "事后补录")
        assert isinstance(result, Recorded)
        fresh = _opened(result)
        for (_, step), name in zip(((at, s) for at, s in action.steps if s.opens), fresh, strict=True):
            played.proceedings[step.opens] = name
        for at, step in action.steps:
            for sheet in step.papers:
                self._issue(deed, at, played, sheet, step.step, self.actor(action.actor))

    def _leave(self, deed: Deed, action: Leave) -> None:
        actor, day = self.actor(action.actor), deed.at.date()
        open_cases = rows.Case.objects.filter(state="open").order_by("number").values_list("id", "officers")
        for case_id, officers in list(open_cases):
            if action.person in officers:
                left = [p for p in officers if p not in (action.person, action.successor)]
                self._done(deed, hand_over(case_id, [action.successor, *left], action.reason, actor=actor), "移交")
        row = Person.objects.get(pk=action.person)
        for number in Certificate.objects.filter(person=row, cancelled_on=None).values_list("number", flat=True):
            self._done(deed, cancel_certificate(number, on=day, reason=action.reason, actor=INSTALLER), "注销证件")
        self._done(deed, register_officer(_departed(row, day), actor=INSTALLER, on=day), "离岗登记")
        self._actors.clear()

    def _entry(self, played: Played | None, at: datetime, step: Take) -> StepEntry:
        proceeding = played.proceedings[step.proceeding] if played else ""
        return StepEntry(step.step, self._facts(played, step.facts), step.by, Moment.of(at), proceeding)

    def _facts(self, played: Played | None, facts: Mapping[str, object]) -> dict[str, object]:
        return {code: self._value(played, value) for code, value in facts.items()}

    def _value(self, played: Played | None, value: object) -> object:
        match value:
            case Issued(paper):
                assert played is not None
                return played.numbers[paper]
            case Coming(paper):
                assert played is not None
                return self._coming(played.organ, paper)
            case Volume(kind):
                self._volumes[kind] = self._volumes.get(kind, 0) + 1
                return f"{clock.now().astimezone(SHANGHAI).year}-{kind}-{self._volumes[kind]:03d}"
        return value

    def _coming(self, organ: str, paper: str) -> str:
        now = clock.now().astimezone(SHANGHAI)
        found = template(context().rules(now.date()), paper)
        assert found is not None
        counter = rows.NumberCounter.objects.filter(organ_id=organ, kind=found.number_kind, year=now.year)
        serial = counter.values_list("next_serial", flat=True).first() or 1
        return str(Number(self._marks[organ], found.number_kind, now.year, serial))


def _opened(result: Recorded) -> list[str]:
    """Ids of the proceedings an act opened, in order."""
    found: list[str] = []
    for event in result.events:
        if event.type == PROCEEDING_OPENED:
            payload: Any = event.payload
            found.append(str(payload["proceeding"]))
    return found


def _departed(row: Person, day: date) -> Registration:
    """The registration of somebody who left on a day: the roles are kept, ended."""
    from zhifa.acts.registry import RoleGiven

    roles = Role.objects.filter(person=row, acting_for="").values_list("role", "path", "valid_from")
    given = tuple(RoleGiven(role, path, start, day) for role, path, start in roles)
    return Registration(row.pk, row.name, row.organ_id, given, row.post, row.joined_on, day, row.law_licence)
