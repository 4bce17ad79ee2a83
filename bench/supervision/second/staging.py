"""Courses played through the acts in other manners than the first hand: live, or from paper some days later."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bench.supervision.measuring import Seen
from bench.supervision.second.courses import Act, Course
from bench.supervision.second.places import Place
from bench.supervision.seeing import asks_for
from zhifa.acts.cases import Opening, StepEntry, add_proceeding, correct_step, open_case, record_steps, take_step
from zhifa.acts.papers import issue_paper
from zhifa.acts.watching import look_again
from zhifa.core.procedure.taking import RECORDED, Correction
from zhifa.core.values import SHANGHAI, Moment, Refusal
from zhifa.ports import clock
from zhifa.ports.rules import rulebook
from zhifa.store import journal
from zhifa.store.casework import models as rows

LIVE, PAPER, LATE = "live", "paper", "late"
"""At once; from paper, the papers of some days together; everything only weeks after the last step."""
GATHERED, WEEKS_LATER = 6, 45
"""Papers of so many days are typed in together; so many days after the last one a late case is entered."""


class Refused(RuntimeError):
    """An act refused what happened: the course is wrong, or a fact that happened cannot be recorded."""


@dataclass(slots=True)
class Stage:
    """Plays courses one after another; remembers which case is which."""

    scripts: dict[str, str] = field(default_factory=dict)
    """The key of its script by the id of the case."""
    seen: list[Seen] = field(default_factory=list)
    asked: list[Seen] = field(default_factory=list)
    """Findings that ask for a fact and accuse nobody."""
    acts: int = 0
    recorded: int = 0

    def play(self, key: str, found: Course, place: Place, manner: str = LIVE) -> str:
        """One case from its opening to its last day, and what the rules then say of it."""
        case_id = _Playing(self, key, found, place, manner).run()
        looked = found.last + timedelta(days=WEEKS_LATER if manner == LATE else 0)
        with _clock(Moment(looked)):
            look_again(case_id)
        for one in rows.Finding.objects.filter(case_id=case_id).order_by("key"):
            seen = Seen(one.key, one.alert, one.organ_id, (key,), one.message)
            (self.asked if asks_for(one.level, one.code) else self.seen).append(seen)
        return case_id


def _clock(at: Moment) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(at.day, at.at or time(18), SHANGHAI).astimezone(UTC))


class _Playing:
    """One course on its way."""

    def __init__(self, stage: Stage, key: str, found: Course, place: Place, manner: str) -> None:
        self.stage, self.key, self.course, self.place, self.manner = stage, key, found, place, manner
        self.now = Moment.parse(found.start)
        self.case_id = ""
        self.waiting: list[StepEntry] = []
        self.since = date.min

    def run(self) -> str:
        at = Moment.parse(self.course.start)
        if self.manner == LATE:
            self.now = Moment(max(act.at.day for act in self.course.acts) + timedelta(days=WEEKS_LATER))
        officers = self.place.known(("王立", "李明"))
        opening = Opening(self.place.code, self.course.procedure, at, self.course.facts, officers)
        with _clock(self.now):
            result = open_case(opening, actor=self.place.actor(self.course.opened_by))
        if isinstance(result, Refusal):
            raise Refused(f"{self.key}：{result.message}")
        self.case_id = result.case_id
        self.stage.scripts[self.case_id] = self.key
        self.stage.acts += 1
        for act in self.course.acts:
            self._act(act)
        self._enter()
        return self.case_id

    def _act(self, act: Act) -> None:
        if act.amends:
            self._correct(act)
            return
        if self.waiting and self.manner == PAPER and (act.at.day - self.since).days > GATHERED:
            self._enter()
        place = self._proceeding(act)
        entry = StepEntry(act.step, act.facts, self.place.known(act.by), act.at, place)
        if self.manner != LIVE and not act.papers:
            if not self.waiting:
                self.since = act.at.day
            self.waiting.append(entry)
            self.now = max(self.now, act.at, key=_instant)
            return
        self._enter()
        self.now = max(self.now, act.at, key=_instant)
        self._take(act, entry)

    def _take(self, act: Act, entry: StepEntry) -> None:
        actor = self.place.actor(next((n for n in act.by if self.place.known((n,))), self.course.opened_by))
        with _clock(self.now):
            result = take_step(self.case_id, entry, actor=actor)
            if isinstance(result, Refusal):
                self.stage.recorded += 1
                result = take_step(self.case_id, entry, actor=actor, mode=RECORDED)
            if isinstance(result, Refusal):
                raise Refused(f"{self.key} {act.step} {act.on}：{result.message}")
            self.stage.acts += 1
            for paper in act.papers:
                self._issue(paper, act, entry)

    def _correct(self, act: Act) -> None:
        self._enter()
        self.now = max(self.now, act.at, key=_instant)
        taken = [e for e in journal.read_stream("case", self.case_id) if e.payload.get("step") == act.step]
        who = self.place.actor("周强")
        at, by = Moment.parse(act.amends), self.place.known(act.by) or None
        with _clock(self.now):
            mending = Correction(taken[-1].version, who.id, str(act.facts["reason"]), at, by=by)
            result = correct_step(self.case_id, mending, actor=who)
        if isinstance(result, Refusal):
            raise Refused(f"{self.key} {act.step} {act.on}：{result.message}")
        self.stage.acts += 1

    def _issue(self, paper: str, act: Act, entry: StepEntry) -> None:
        proceeding = entry.proceeding or self._order()[0]
        for afterwards in (False, True):
            done = issue_paper(
                self.case_id, proceeding, paper, actor=self.place.actor("王立"), at=act.at, step=act.step,
                afterwards=afterwards,
            )  # fmt: skip
            if not isinstance(done, Refusal):
                return
        raise Refused(f"{self.key} {paper}：{done.message} {[g.message for g in done.gates]} {done.missing}")

    def _enter(self) -> None:
        """What waits on paper is typed in at once."""
        if not self.waiting:
            return
        with _clock(self.now):
            result = record_steps(self.case_id, self.waiting, actor=self.place.actor(self.course.opened_by))
        if isinstance(result, Refusal):
            raise Refused(f"{self.key} {[one.step for one in self.waiting]}：{result.message}")
        self.stage.recorded += len(self.waiting)
        self.stage.acts += 1
        self.waiting = []

    def _proceeding(self, act: Act) -> str:
        """The proceeding a step speaks of; one that is not there yet is added, after what waits on paper."""
        code, _, number = act.procedure.partition("#")
        if not code:
            return self._having(act.step)
        wanted = int(number or 1)
        found = self._of(code)
        if len(found) < wanted:
            self._enter()
            found = self._of(code)
        if len(found) < wanted:
            with _clock(max(self.now, act.at, key=_instant)):
                result = add_proceeding(self.case_id, code, actor=self.place.actor(self.course.opened_by), at=act.at)
            if isinstance(result, Refusal):
                raise Refused(f"{self.key} {code}：{result.message}")
            found = self._of(code)
        return found[wanted - 1]

    def _having(self, step: str) -> str:
        """The first proceeding whose procedure has the step; the first of all where none has."""
        for again in (False, True):
            if again:
                self._enter()
            stored = dict(rows.Proceeding.objects.filter(case=self.case_id).values_list("id", "procedure"))
            order = self._order()
            for key in order:
                if rulebook().versions("step", f"{stored[key]}/{step}"):
                    return key
        return order[0]

    def _of(self, code: str) -> list[str]:
        stored = dict(rows.Proceeding.objects.filter(case=self.case_id).values_list("id", "procedure"))
        return [key for key in self._order() if stored[key] == code]

    def _order(self) -> list[str]:
        opened = (e for e in journal.read_stream("case", self.case_id) if e.type == "proceeding.opened")
        return [str(event.payload["proceeding"]) for event in opened]


def _instant(at: Moment) -> datetime:
    return datetime.combine(at.day, at.at or time(18))
