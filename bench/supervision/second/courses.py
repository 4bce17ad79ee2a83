"""Lawful courses of cases as lawyers wrote them, and what may be changed in one so that it is no longer lawful."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from bench.town import scenario
from zhifa.core.values import Moment
from zhifa.ports.rules import rulebook

REASONS = "占道约三立方米、持续两日，经责令当日清除，危害后果轻微，没有从重情节，在幅度内取中间偏低的数额"
AMENDED: Mapping[str, Mapping[str, object]] = {
    "decision": {"decision.reasons": REASONS, "decision.surcharge_told": True},
    "investigation_report": {"conduct.corrected": True},
    "legal_review": {"review.opinion": "主体、事实、证据、程序、适用法律均无不当"},
    "execute": {"compulsion.recording": "sm3:0202"},
}
"""What the scenarios leave out because their point is another: written in, so that nothing at all is wrong."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")
RECEIVED_BY = "delivery.received_by"
FULL = ("penalty.ordinary", "penalty.fast", "compulsion", "building", "detention")


@dataclass(frozen=True, slots=True)
class Act:
    """One step as it was taken; `procedure` names its proceeding, `code#2` the second of a kind."""

    step: str
    on: str
    by: tuple[str, ...]
    facts: Mapping[str, object]
    procedure: str = ""
    papers: tuple[str, ...] = ()
    amends: str = ""
    """For a correction of the last such step: the day it is then said to have been taken; `on` is when it was made."""

    @property
    def at(self) -> Moment:
        return Moment.parse(self.on)

    def moved(self, days: int) -> Act:
        day, _, clock = self.on.partition("T")
        later = date.fromisoformat(day) + timedelta(days=days)
        return replace(self, on=f"{later}T{clock}" if clock else str(later))


@dataclass(frozen=True, slots=True)
class Course:
    """One case from its first step to the day on which it is looked at."""

    name: str
    procedure: str
    start: str
    opened_by: str
    facts: Mapping[str, object]
    acts: tuple[Act, ...]
    looked_on: date | None = None
    organ: str = ""
    """In this organ only, whose papers it cites."""

    @property
    def last(self) -> date:
        return max(self.looked_on or date.min, Moment.parse(self.start).day, *(act.at.day for act in self.acts))

    def has(self, step: str) -> bool:
        return any(act.step == step for act in self.acts)

    def without(self, *steps: str) -> Course:
        """Some steps were never taken. KeyError for one there is not."""
        self._known(*steps)
        return replace(self, acts=tuple(act for act in self.acts if act.step not in steps))

    def upto(self, step: str) -> Course:
        """Nothing from this step on was done any more."""
        return replace(self, acts=self.acts[: self._place(step)])

    def until(self, step: str) -> Course:
        """This step is the last that was done."""
        return replace(self, acts=self.acts[: self._place(step) + 1])

    def told(self, step: str, **facts: object) -> Course:
        """Every such step with other facts: `decision__fine="900"`; None leaves one out."""
        self._known(step)
        named = {name.replace("__", "."): value for name, value in facts.items()}

        def change(act: Act) -> Act:
            if act.step != step:
                return act
            return replace(act, facts={k: v for k, v in (dict(act.facts) | named).items() if v is not None})

        return replace(self, acts=tuple(map(change, self.acts)))

    def by(self, step: str, *names: str) -> Course:
        """Every such step by other persons."""
        self._known(step)
        return replace(self, acts=tuple(replace(a, by=names) if a.step == step else a for a in self.acts))

    def at(self, step: str, on: str) -> Course:
        """This step at another time, wherever the others stand."""
        self._known(step)
        return replace(self, acts=tuple(replace(a, on=on) if a.step == step else a for a in self.acts))

    def later(self, step: str, days: int) -> Course:
        """This step and all after it so many days later."""
        place = self._place(step)
        moved = tuple(act.moved(days) for act in self.acts[place:])
        return replace(self, acts=(*self.acts[:place], *moved))

    def papered(self, step: str, *papers: str) -> Course:
        """Papers are issued after a step."""
        self._known(step)
        return replace(self, acts=tuple(replace(a, papers=papers) if a.step == step else a for a in self.acts))

    def then(self, step: str, on: str, by: Sequence[str], *, procedure: str = "", **facts: object) -> Course:
        """One more step at the end, or where its time has it."""
        named = {name.replace("__", "."): value for name, value in facts.items()}
        return replace(self, acts=(*self.acts, Act(step, on, tuple(by), named, procedure)))

    def corrected(self, step: str, made: str, why: str, *, on: str = "", by: Sequence[str] = ()) -> Course:
        """Somebody corrects a step on a day: it was taken on another day, or by others."""
        self._known(step)
        old = next(act for act in reversed(self.acts) if act.step == step)
        mending = Act(step, made, tuple(by), {"reason": why}, old.procedure, amends=on or old.on)
        return replace(self, acts=(*self.acts, mending))

    def looked(self, on: str) -> Course:
        """Looked at no earlier than this day."""
        return replace(self, looked_on=date.fromisoformat(on))

    def on(self, day: date) -> Course:
        """The whole case as it would have been, had its first step been on this day; days it speaks of move along."""
        days = (day - min(act.at.day for act in self.acts)).days

        def fact(value: object) -> object:
            if isinstance(value, str) and _DAY.match(value):
                return str(date.fromisoformat(value[:10]) + timedelta(days=days)) + value[10:]
            return value

        acts = tuple(
            replace(act.moved(days), facts={code: fact(value) for code, value in act.facts.items()})
            for act in self.acts
        )
        return replace(self, start=str(day), acts=acts)

    def of(self, organ: str) -> Course:
        """In this organ and no other."""
        return replace(self, organ=organ)

    def party(self, **facts: object) -> Course:
        """Another party; what the one before signed for itself, this one signs."""
        told = dict(self.facts) | {f"party.{name}": value for name, value in facts.items()}
        before, now = self.facts.get("party.name"), told.get("party.name")
        acts = tuple(
            replace(act, facts=dict(act.facts) | {RECEIVED_BY: now})
            if before and act.facts.get(RECEIVED_BY) == before
            else act
            for act in self.acts
        )
        return replace(self, facts=told, acts=acts)

    def _known(self, *steps: str) -> None:
        for step in steps:
            if not self.has(step):
                raise KeyError(f"{self.name} 没有步骤 {step}")

    def _place(self, step: str) -> int:
        self._known(step)
        return next(number for number, act in enumerate(self.acts) if act.step == step)


@cache
def course(name: str, *, whole: bool = True) -> Course:
    """The lawful course of a scenario, without what is refused in it and without what only its `then` looks at.

    `whole` writes in what the scenario leaves out for brevity (AMENDED); KeyError for a course that is not lawful.
    """
    script = scenario(name)
    given, named = script["given"], []
    acts = []
    for when in script["when"]:
        if "correct" in when:
            continue
        if when.get("procedure"):
            named.append(str(when["procedure"]))
        expected = when.get("expect", "done")
        if isinstance(expected, Mapping) and "refused" in expected:
            continue
        acts.append(_act(when, str(when.get("procedure") or _of(named, str(when["step"])))))
    first = str(script["when"][0].get("procedure", given.get("procedure", "")))
    facts = {f"party.{key}": value for key, value in given.get("party", {}).items()} | given.get("facts", {})
    found = Course(name, first, str(given["start"]), str(given.get("opened_by", "王立")), facts, tuple(acts))
    return _amended(found) if whole else found


def against(name: str, step: str, number: int = 0) -> Course:
    """What a scenario refuses, done all the same, and nothing after it; `number` where it refuses a step more often."""
    script, lawful = scenario(name), course(name)
    seen = taken = 0
    for when in script["when"]:
        expected = when.get("expect", "done")
        if not (isinstance(expected, Mapping) and "refused" in expected):
            taken += "correct" not in when
            continue
        if when["step"] == step:
            if seen == number:
                named = [act.procedure for act in lawful.acts[:taken]]
                act = _act(when, str(when.get("procedure") or _of(named or [lawful.procedure], step)))
                return replace(lawful, acts=(*lawful.acts[:taken], act))
            seen += 1
    raise KeyError(f"{name} 没有拒绝过 {step}")


def _act(when: Mapping[str, Any], procedure: str) -> Act:
    by = tuple(map(str, when.get("by", ("王立", "李明"))))
    return Act(str(when["step"]), str(when["on"]), by, when.get("facts", {}), procedure)


def _of(named: Sequence[str], step: str) -> str:
    """Which of the proceedings named so far has the step."""
    book = rulebook()
    return next((one for one in named if book.versions("step", f"{one.partition('#')[0]}/{step}")), "")


def _amended(found: Course) -> Course:
    def whole(act: Act) -> Act:
        more = AMENDED.get(act.step, {})
        if not act.procedure.startswith(FULL) or not more:
            return act
        if act.step == "decision" and "罚款" not in str(act.facts.get("decision.kinds")):
            more = {"decision.reasons": REASONS}
        return replace(act, facts=dict(act.facts) | more)

    return replace(found, acts=tuple(map(whole, found.acts)))


Edit = Callable[[Course], Course]
