"""What can ever happen: steps nobody can reach, circles of waiting, periods that never begin.

Conditions are read optimistically: each may turn out true, false, both or neither, given the facts that reachable
steps record. What is not reachable even so is a mistake of the rules, never of a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from zhifa.core.conditions import Call, Condition, Name, truth
from zhifa.core.conditions.tree import Constant, Junction, Node, Not
from zhifa.core.procedure.checking.survey import Survey
from zhifa.core.procedure.model import Period, Procedure, Step
from zhifa.core.procedure.reading import BadRule, procedure
from zhifa.core.procedure.scope import ABSENT
from zhifa.core.rulebook import Problem

Chance: TypeAlias = "tuple[bool, bool]"
"""Whether a condition can be true, and whether it can be false."""
OPEN: Chance = (True, True)
NEVER: Chance = (False, False)


class World:
    """One version of a procedure: which of its steps can be taken, and what is then known."""

    def __init__(self, survey: Survey, procedure: Procedure, blocked: frozenset[str] = frozenset()) -> None:
        self.survey, self.procedure, self.blocked = survey, procedure, blocked
        self.vocabulary = survey.vocabulary
        self.outside = {code for code, owners in survey.owners.items() if owners != {procedure.code}}
        self.reached: set[str] = set()
        self.known: set[str] = set(self.outside)
        self._settle()

    def _settle(self) -> None:
        moved = True
        while moved:
            moved = False
            for step in self.procedure.steps.values():
                if step.code in self.reached or step.code in self.blocked:
                    continue
                if self.why_not(step) and not self._deemed(step.code):
                    continue
                self.reached.add(step.code)
                self.known |= step.facts
                moved = True

    def _deemed(self, code: str) -> bool:
        return any(p.on_lapse and p.on_lapse.deems == code and self.begins(p) for p in self.procedure.periods)

    def why_not(self, step: Step) -> str:
        """The first reason why the step can never be taken; empty when it can."""
        for group in step.after:
            if not any(self.satisfied(code) for code in group):
                return f"after 中的“{'|'.join(group)}”永远不会完成"
        if step.needs is not None and not self.chance(step.needs.tree)[0]:
            return f"needs“{step.needs.text}”永远不会成立{self._lacking(step.needs, frozenset())}"
        for check in step.checks:
            if not self.chance(check.condition.tree, step.facts)[0]:
                return f"checks“{check.condition.text}”永远不会成立{self._lacking(check.condition, step.facts)}"
        if step.counts_if is not None and not self.chance(step.counts_if.tree, step.facts)[0]:
            return f"counts_if“{step.counts_if.text}”永远不会成立{self._lacking(step.counts_if, step.facts)}"
        return ""

    def _lacking(self, condition: Condition, own: frozenset[str]) -> str:
        lacking = [c for c in sorted(condition.facts()) if not self.obtainable(c, own) and self._absent(c) == "unknown"]
        return f"：没有在先的步骤登记 {'、'.join(lacking)}" if lacking else ""

    def satisfied(self, code: str) -> bool:
        """Whether a step or point named in `after` can ever count as there."""
        if code in self.reached:
            return True
        if code in self.blocked:
            return False
        if code in self.procedure.points:
            return self.chance(self.procedure.points[code].when.tree)[0]
        step = self.procedure.steps.get(code)
        if step is None:
            return True
        if step.needed_if is None or not self.chance(step.needed_if.tree)[1]:
            return False
        return all(any(self.satisfied(c) for c in group) for group in step.after)

    def obtainable(self, code: str, own: frozenset[str] = frozenset()) -> bool:
        return code in self.known or code in own

    def _absent(self, code: str) -> str:
        fact = self.vocabulary.get(code)
        return fact.absent if fact else "unknown"

    def chance(self, node: Node, own: frozenset[str] = frozenset()) -> Chance:
        """Whether a node can be true and can be false."""
        if isinstance(node, Constant):
            held = truth(node.held)
            return (held is True, held is False)
        if isinstance(node, Not):
            true, false = self.chance(node.inner, own)
            return (false, true)
        if isinstance(node, Junction):
            sides = [self.chance(member, own) for member in node.members]
            trues, falses = [t for t, _ in sides], [f for _, f in sides]
            return (all(trues), any(falses)) if node.every else (any(trues), all(falses))
        if isinstance(node, Name):
            if self.obtainable(node.code, own):
                return OPEN
            absent = self._absent(node.code)
            return NEVER if absent == "unknown" else (bool(ABSENT[absent]), not ABSENT[absent])
        if isinstance(node, Call) and node.function.returns == "boolean":
            return self._asked(node, own)
        return OPEN if self.knowable(node, own) else NEVER

    def _asked(self, call: Call, own: frozenset[str]) -> Chance:
        name, first = call.function.name, call.arguments[0] if call.arguments else call
        said = str(first.held) if isinstance(first, Constant) else ""
        if name in {"done", "ever"}:
            return (self._happens(said), True)
        if name in {"passed", "running"}:
            return (self._period_begins(said), True)
        if name == "known":
            return (self.obtainable(first.code, own) if isinstance(first, Name) else self.knowable(first, own), True)
        if name == "point":
            return (self.satisfied(said), True)
        return OPEN if self.knowable(call, own) else NEVER

    def _happens(self, code: str) -> bool:
        """A step of this procedure must be reachable; one of another is taken on trust."""
        return code in self.reached if code in self.procedure.steps else True

    def _period_begins(self, code: str) -> bool:
        found = [period for period in self.procedure.periods if period.code == code]
        return any(self.begins(period) for period in found) if found else True

    def begins(self, period: Period) -> bool:
        """Whether the start of a period can ever be known."""
        if period.only_if is not None and not self.chance(period.only_if.tree)[0]:
            return False
        if period.each and not self.obtainable(period.each):
            return False
        if period.start_steps:
            return any(step in self.reached for step in period.start_steps)
        return period.starts is None or self.knowable(period.starts.tree, frozenset())

    def knowable(self, node: Node, own: frozenset[str]) -> bool:
        """Whether everything a value is made of can be known."""
        for part in node.walk():
            if isinstance(part, Name) and not self.obtainable(part.code, own) and self._absent(part.code) == "unknown":
                return False
            if isinstance(part, Call) and isinstance(part.arguments[0] if part.arguments else None, Constant):
                said = str(part.arguments[0].held)  # type: ignore[attr-defined]
                if part.function.name == "ends" and not self._period_begins(said):
                    return False
                if part.function.name == "day" and not self._happens(said):
                    return False
        return True


def stuck(survey: Survey) -> Iterator[Problem]:
    """Problems of every version of every procedure."""
    for code in sorted(survey.procedures):
        for day in survey.epochs(code):
            try:
                found = procedure(survey.book.as_of(day), code)
            except (BadRule, KeyError, ValueError) as error:
                entry = survey.book.versions("procedure", code)[0]
                yield Problem(entry.path, f"procedure {code}", f"读不懂：{error}")
                continue
            if found is not None:
                yield from _procedure(survey, found, day)


def _procedure(survey: Survey, found: Procedure, day: date) -> Iterator[Problem]:
    world = World(survey, found)
    circles = list(_circles(world)) or list(_written_circles(found))
    if circles:
        for circle in circles:
            yield _of_step(survey, found, day, circle[0], f"互相等待，谁也不能先做：{' → '.join((*circle, circle[0]))}")
        return
    for step in found.steps.values():
        if step.code not in world.reached:
            yield _of_step(survey, found, day, step.code, f"永远不能进行：{world.why_not(step)}")
    for period in found.periods:
        if not world.begins(period):
            reason = "起算的步骤或者事实没有步骤登记，或者 only_if 永远不成立"
            path = survey.own(found.code, "period")[period.code][0].path
            yield Problem(path, f"period {found.code}/{period.code}", f"期限永远不会起算：{reason}")
    yield from _too_late(survey, world, day)


def _of_step(survey: Survey, found: Procedure, day: date, code: str, message: str) -> Problem:
    path = next(e.path for e in survey.own(found.code, "step")[code])
    return Problem(path, f"step {found.code}/{code}", f"{message}（{day} 的文本）")


def _circles(world: World) -> Iterator[tuple[str, ...]]:
    """Steps that wait for each other, each circle once."""
    seen: set[str] = set()
    for start in world.procedure.steps:
        if start in world.reached or start in seen:
            continue
        path: list[str] = []
        current: str | None = start
        while current is not None and current not in path and current not in seen:
            path.append(current)
            current = _waits_for(world, current)
        seen |= set(path)
        if current is not None and current in path:
            yield tuple(path[path.index(current) :])


def _written_circles(found: Procedure) -> Iterator[tuple[str, ...]]:
    """Steps that name each other in `after` without an alternative: the law may deem one done, no officer can do it."""
    waits = {
        step.code: [group[0] for group in step.after if len(group) == 1 and group[0] in found.steps]
        for step in found.steps.values()
    }
    settled: set[str] = set()
    moved = True
    while moved:
        done = {code for code, others in waits.items() if code not in settled and set(others) <= settled}
        settled |= done
        moved = bool(done)
    for start in waits:
        path = [start]
        while path[-1] not in settled and path[-1] not in path[:-1]:
            path.append(next(code for code in waits[path[-1]] if code not in settled))
        if path[-1] not in settled:
            yield tuple(path[path.index(path[-1]) : -1])
            return


def _waits_for(world: World, code: str) -> str | None:
    """The unreachable step another one waits for, looking through points."""
    step = world.procedure.steps[code]
    for group in step.after:
        if any(world.satisfied(name) for name in group):
            continue
        for name in group:
            if name in world.procedure.steps:
                return name
            if name in world.procedure.points:
                return _needed_by(world, world.procedure.points[name].when)
    return _needed_by(world, step.needs) if step.needs is not None else None


def _needed_by(world: World, condition: Condition) -> str | None:
    for call in condition.calls():
        first = call.arguments[0] if call.arguments else None
        if call.function.name in {"done", "ever"} and isinstance(first, Constant):
            code = str(first.held)
            if code in world.procedure.steps and code not in world.reached:
                return code
    for fact in sorted(condition.facts() - world.known):
        for step in world.procedure.steps.values():
            if fact in step.facts and step.code not in world.reached:
                return step.code
    return None


def _too_late(survey: Survey, world: World, day: date) -> Iterator[Problem]:
    """Whether a step is needed must be known before the steps that wait for it."""
    for step in world.procedure.steps.values():
        if step.needed_if is None:
            continue
        asked = [c for c in sorted(step.needed_if.facts()) if c not in world.outside and _unknown(world, c)]
        if not asked:
            continue
        without = World(survey, world.procedure, blocked=frozenset([step.code]))
        for fact in asked:
            recorders = [s.code for s in world.procedure.steps.values() if fact in s.facts]
            if recorders and not any(code in without.reached for code in recorders):
                names = _names(world.procedure, recorders)
                said = f"needed_if 要看“{fact}”，而它只由其后的{names}登记，轮到本步骤时无法判断"
                yield _of_step(survey, world.procedure, day, step.code, said)


def _unknown(world: World, code: str) -> bool:
    fact = world.vocabulary.get(code)
    return fact is None or fact.absent == "unknown"


def _names(found: Procedure, codes: Iterable[str]) -> str:
    return "、".join(f"“{found.steps[code].title}”" for code in codes)
