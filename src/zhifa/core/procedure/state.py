"""What stands in a case: steps applied in the order in which they happened in law, and the facts they leave.

Acts entered in any order give one state. On one day without times the order is unknown; the state then follows the
order in which the procedure lists its steps, and findings must hold in every order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from zhifa.core.citizens import BORN, Births
from zhifa.core.conditions import UNKNOWN, Condition, Result, Unknown
from zhifa.core.facts import Value, Vocabulary
from zhifa.core.procedure.case import Case, Proceeding, Taken
from zhifa.core.procedure.establishing import dated, merge_rows, own_facts
from zhifa.core.procedure.model import Effect, Procedure, Step
from zhifa.core.procedure.reading import lasting, procedure
from zhifa.core.procedure.scope import ABSENT, Scope
from zhifa.core.procedure.speaking import facts_unfound
from zhifa.core.rulebook import Rulebook, Rules
from zhifa.core.worktime import Calendar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What the engine is given: the rules of all days and the calendar."""

    book: Rulebook
    calendar: Calendar
    births: Births = field(default_factory=Births)
    """What citizens' numbers tell."""

    def rules(self, day: date) -> Rules:
        return self.book.as_of(day)


@dataclass(slots=True)
class Instance:
    """A step taken, with what became of it."""

    taken: Taken
    step: Step | None
    counts: bool = False
    standing: bool = True
    undone_by: int = 0
    """Version of the step that reopened or annulled this one."""
    annulled: bool = False
    own: Mapping[str, Value] = field(default_factory=dict)
    """The facts it establishes."""
    source: Instance | None = None
    """The step of another proceeding by which this one was done; it stands as long as that one."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """Facts a step of some proceeding set upon a proceeding: after how many of its own steps, and by which."""

    place: int
    by: Instance
    facts: Mapping[str, Value]


@dataclass(slots=True)
class Run:
    """One proceeding while its steps are applied."""

    proceeding: Proceeding
    instances: list[Instance] = field(default_factory=list)
    facts: dict[str, Value] = field(default_factory=dict)
    pushed: list[Pushed] = field(default_factory=list)


class State:
    """The state of a case at a point of legal time; built once, read by gates, obligations, findings, outcomes."""

    def __init__(self, case: Case, context: Context) -> None:
        self.case, self.context = case, context
        self.day: date = case.opened.day
        self.runs = {key: Run(p, facts=dict(p.facts)) for key, p in case.proceedings.items()}
        self._unfound = any(p.unfound for p in case.proceedings.values())
        self._memo: dict[object, Any] = {}
        """What was worked out of the state as it is; forgotten whenever a step is applied or the day moves."""
        self._procedures: dict[tuple[str, Rules], Procedure | None] = {}
        self.reads: set[str] | None = None
        """Where somebody wants to know: the facts that were asked for. What was never asked changed nothing."""

    @property
    def vocabulary(self) -> Vocabulary:
        return self.context.book.vocabulary

    def procedure(self, proceeding: str, day: date | None = None) -> Procedure | None:
        """The procedure of a proceeding as it stands on a day."""
        day = day or self.day
        key = (proceeding, self.context.rules(day))
        if key not in self._procedures:
            code = self.runs[proceeding].proceeding.procedure
            self._procedures[key] = lasting(self.context.book, code, day)
        return self._procedures[key]

    def listed(self, proceeding: str) -> bool:
        """Whether a proceeding is known from a row of a list and nobody has said yet that all there was is entered."""
        found = self.runs[proceeding].proceeding
        return found.listed and not found.completed

    def step(self, proceeding: str, code: str, day: date) -> Step | None:
        """A step as written on the day it was taken; failing that, as it was first or last written."""
        found = self.procedure(proceeding, day)
        if found and code in found.steps:
            return found.steps[code]
        owner = self.runs[proceeding].proceeding.procedure
        for entry in self.context.book.versions("step", f"{owner}/{code}"):
            start = entry.validity.start or entry.validity.end or day
            elsewhere = procedure(self.context.rules(start), owner)
            if elsewhere and code in elsewhere.steps:
                return elsewhere.steps[code]
        return None

    def on(self, day: date) -> State:
        """Look at the same happenings from a given day."""
        self.day = day
        self._memo.clear()
        return self

    def remembered(self, key: object, build: Callable[[], T]) -> T:
        """What another subject works out of the state as it is, made once until a step is applied or the day moves."""
        if key not in self._memo:
            self._memo[key] = build()
        return self._memo[key]  # type: ignore[no-any-return]

    # Applying what happened

    def apply(self, taken: Taken, source: Instance | None = None) -> Instance:
        """Let one step take effect: earlier steps it reopens or annuls stand no longer, its facts are known."""
        self.day = max(self.day, taken.known_on)
        self._memo.clear()
        step = self.step(taken.proceeding, taken.step, taken.at.day)
        instance = Instance(taken, step, source=source)
        run = self.runs[taken.proceeding]
        run.instances.append(instance)
        own = instance.own = own_facts(step, taken, self.vocabulary)
        deemed = self._deemed_already(instance)
        if deemed is not None:
            own = instance.own = {code: value for code, value in own.items() if code not in deemed.own}
        run.facts = self._merged(run.facts, own)
        if step is None or deemed is not None:
            return instance
        scope = Scope(self, taken.proceeding, taken.at.day, own)
        instance.counts = step.counts_if is None or step.counts_if.holds(scope) is True
        self._memo.clear()
        for reopening in step.reopens:
            if _applies(reopening.condition, scope):
                self._undo(run, reopening.steps, taken.version, annulled=False, but=instance)
        for effect in step.effects:
            if _applies(effect.condition, scope):
                self._effect(run, effect, instance)
        self._memo.clear()
        return instance

    def _deemed_already(self, instance: Instance) -> Instance | None:
        """The instance by which the law has deemed this very step done: whoever was silent cannot do it over."""
        step, taken = instance.step, instance.taken
        if step is None or taken.is_deemed or step.repeat or step.times > 1:
            return None
        earlier = self.instances(taken.proceeding, taken.step)
        return next((i for i in earlier if i.taken.is_deemed and i.standing and i.counts), None)

    def _undo(self, run: Run, steps: Iterable[str], version: int, *, annulled: bool, but: Instance) -> None:
        wanted = set(steps)
        for instance in run.instances:
            if instance is not but and instance.standing and instance.taken.step in wanted:
                self._fall(instance, version, annulled=annulled)
        for other in self.runs.values():
            if other is run or any(not item.by.standing for item in other.pushed):
                self._refresh(other)

    def _fall(self, instance: Instance, version: int, *, annulled: bool) -> None:
        """An instance stands no longer, nor does what was done by it elsewhere."""
        instance.standing, instance.undone_by, instance.annulled = False, version, annulled
        self._memo.clear()
        for run in self.runs.values():
            for done in run.instances:
                if done.source is instance and done.standing:
                    self._fall(done, version, annulled=annulled)

    def _effect(self, run: Run, effect: Effect, instance: Instance) -> None:
        values: dict[str, Any] = {code: self.vocabulary.read(code, raw) for code, raw in effect.sets}
        known = {**run.facts, **instance.own}
        values |= {code: known[code] for code in effect.carries if code in known}
        if effect.dated_as:
            values[effect.dated_as] = dated(effect.dated_as, instance.taken.at, self.vocabulary)
        for other in self._targets(run, effect.target):
            self._undo(other, effect.annul, instance.taken.version, annulled=True, but=instance)
            if effect.takes:
                self._take(other, effect.takes, instance, values)
            elif values:
                other.pushed.append(Pushed(len(other.instances), instance, values))
                self._refresh(other)

    def _take(self, run: Run, step: str, by: Instance, facts: Mapping[str, Value]) -> None:
        """A step of another proceeding done by this one; a procedure that has no such step takes no notice."""
        if self.step(run.proceeding.id, step, by.taken.at.day) is not None:
            self.apply(replace(by.taken, proceeding=run.proceeding.id, step=step, facts=facts), by)

    def _targets(self, run: Run, target: str) -> list[Run]:
        if target == "own":
            return [run]
        if target == "children":
            return [self.runs[p.id] for p in self.case.children(run.proceeding.id)]
        if target == "about":
            return [self.runs[key] for key in run.proceeding.about if key in self.runs]
        above = self.runs.get(run.proceeding.parent)
        while above and target not in {"parent", above.proceeding.procedure}:
            above = self.runs.get(above.proceeding.parent)
        return [above] if above else []

    def _refresh(self, run: Run) -> None:
        """Facts of a proceeding anew: what it was opened with, then what each standing step says, the latest wins."""
        facts = dict(run.proceeding.facts)
        for place, instance in enumerate((*run.instances, None)):
            for pushed in run.pushed:
                if pushed.place == place and pushed.by.standing:
                    facts.update(pushed.facts)
            if instance is not None and instance.standing:
                facts = self._merged(facts, instance.own)
        run.facts = facts
        self._memo.clear()

    def _merged(self, facts: dict[str, Value], more: Mapping[str, Value]) -> dict[str, Value]:
        for code, value in more.items():
            declared = self.vocabulary.get(code)
            if declared and declared.key and code in facts:
                value = merge_rows(facts[code], value, declared.key)
            facts[code] = value
        return facts

    # Reading

    def instances(self, proceeding: str, step: str) -> list[Instance]:
        return [item for item in self.runs[proceeding].instances if item.taken.step == step]

    def standing(self, proceeding: str, step: str) -> Instance | None:
        """The latest instance of a step that was not undone and counts."""
        for instance in reversed(self.runs[proceeding].instances):
            if instance.taken.step == step and instance.standing and instance.counts:
                return instance
        return None

    def done(self, proceeding: str, step: str) -> bool:
        return step in self._done(proceeding)

    def _done(self, proceeding: str) -> frozenset[str]:
        """The steps that stand, and those the change of a procedure itself counts as done."""
        key = ("done", proceeding)
        if key not in self._memo:
            stood = self._memo[key] = self.stood(proceeding)  # a change that asks for a step looks at what was taken
            unfound = self.runs[proceeding].proceeding.unfound
            self._memo[key] = stood | self._settled_by_transition(proceeding) | unfound.keys()
        return self._memo[key]  # type: ignore[no-any-return]

    def stood(self, proceeding: str) -> frozenset[str]:
        """The steps of a proceeding that were taken, were not undone and count."""
        key = ("stood", proceeding)
        if key not in self._memo:
            run = self.runs[proceeding].instances
            self._memo[key] = frozenset(i.taken.step for i in run if i.standing and i.counts)
        return self._memo[key]  # type: ignore[no-any-return]

    def _settled_by_transition(self, proceeding: str) -> frozenset[str]:
        """When the law of procedure changed mid-case, what the change itself counts as done."""
        found = self.procedure(proceeding)
        settled: set[str] = set()
        for change in found.transitions if found else ():
            if self.runs[proceeding].proceeding.opened.day < change.on <= self.day:
                scope = Scope(self, proceeding, self.day)
                if change.condition is None or change.condition.holds(scope) is True:
                    settled |= set(change.settled)
        return frozenset(settled)

    def ended(self, proceeding: str) -> Instance | None:
        """The step that ended a proceeding, or the whole case, if one stands."""
        key = ("ended", proceeding)
        if key not in self._memo:
            self._memo[key] = self._ended(proceeding)
        return self._memo[key]  # type: ignore[no-any-return]

    def _ended(self, proceeding: str) -> Instance | None:
        for key, run in self.runs.items():
            for instance in run.instances:
                if not (instance.standing and instance.counts and instance.step):
                    continue
                ends = instance.step.ends
                if ends == "case" or (ends == "proceeding" and key == proceeding):
                    return instance
        return None

    def begun(self, proceeding: str) -> date:
        """The day from which a proceeding was there: when it was opened, or its first step where that came earlier."""
        days = [taken.at.day for taken in self.case.taken if taken.proceeding == proceeding]
        return min([self.runs[proceeding].proceeding.opened.day, *days])

    def home(self, proceeding: str, step: str) -> str | None:
        """The proceeding, own or above, whose procedure knows the step."""
        current = proceeding
        while current in self.runs:
            owner = self.runs[current].proceeding.procedure
            if self.context.book.versions("step", f"{owner}/{step}"):
                return current
            current = self.runs[current].proceeding.parent
        return None

    def recorded(self, proceeding: str, code: str) -> Result:
        """A fact somebody recorded, in its own proceeding, then its parents, then the case."""
        if self.reads is not None:
            self.reads.add(code)
        return self._held(proceeding, code)

    def number(self, proceeding: str, code: str) -> Result:
        """A citizen's number somebody recorded, of which nothing is asked but the day of birth it tells."""
        if self.reads is not None:
            self.reads.add(BORN + code)
        return self._held(proceeding, code)

    def is_recorded(self, proceeding: str, code: str) -> bool:
        """Whether somebody recorded a fact, whatever it says."""
        return not isinstance(self._held(proceeding, code), Unknown)

    def _held(self, proceeding: str, code: str) -> Result:
        current = proceeding
        while current in self.runs:
            if code in self.runs[current].facts:
                return self.runs[current].facts[code]
            current = self.runs[current].proceeding.parent
        return self.case.facts.get(code, UNKNOWN)

    def fact(self, proceeding: str, code: str) -> Result:
        """A fact as conditions see it: what was recorded, else what its absence means."""
        found = self.recorded(proceeding, code)
        if not isinstance(found, Unknown):
            return found
        if self._unfound and code in facts_unfound(self, proceeding):
            return UNKNOWN
        declared = self.vocabulary.facts.get(code)
        return ABSENT.get(declared.absent, UNKNOWN) if declared else UNKNOWN

    def is_turn(self, proceeding: str, step: Step) -> bool | Unknown:
        """Whether all that must come before a step is there."""
        unknown = False
        for alternatives in step.after:
            held = self.any_satisfied(proceeding, alternatives)
            if held is False:
                return False
            unknown = unknown or isinstance(held, Unknown)
        return UNKNOWN if unknown else True

    def any_satisfied(self, proceeding: str, alternatives: tuple[str, ...]) -> bool | Unknown:
        unknown = False
        for code in alternatives:
            held = self.satisfied(proceeding, code)
            if held is True:
                return True
            unknown = unknown or held is not False
        return UNKNOWN if unknown else False

    def satisfied(self, proceeding: str, code: str) -> bool | Unknown:
        """A step is satisfied when it is done, or when its turn has come and the law does not ask for it."""
        key = ("satisfied", proceeding, code)
        if key not in self._memo:
            self._memo[key] = False  # a circle of steps waiting for each other is not satisfied
            self._memo[key] = self._satisfied(proceeding, code)
        return self._memo[key]  # type: ignore[no-any-return]

    def _satisfied(self, proceeding: str, code: str) -> bool | Unknown:
        found = self.procedure(proceeding)
        if found is None:
            return False
        if code in found.points:
            return found.points[code].when.holds(Scope(self, proceeding, self.day))
        step = found.steps.get(code)
        if step is None:
            return True  # a step today's procedure no longer has is not waited for
        if self.done(proceeding, code):
            return True
        if step.needed_if is None:
            return False
        needed = step.needed_if.holds(Scope(self, proceeding, self.day))
        if needed is True:
            return False
        turn = self.is_turn(proceeding, step)
        if turn is not True:
            return turn
        return UNKNOWN if isinstance(needed, Unknown) else True


def _applies(condition: Condition | None, scope: Scope) -> bool:
    return condition is None or condition.holds(scope) is True
