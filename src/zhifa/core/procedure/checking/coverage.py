"""Which procedures, steps, periods and papers no scenario shows: a rule nobody has seen working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhifa.core.kinship import kin
from zhifa.core.procedure.checking.survey import Survey, opened_by, problem, tables, texts
from zhifa.core.rulebook import Entry, Problem

Script = Mapping[str, Any]
Place = tuple[str, str]
"""A procedure and a code in it."""


@dataclass(slots=True)
class Shown:
    """Which scenarios show what, by name."""

    procedures: dict[str, list[str]] = field(default_factory=dict)
    steps: dict[Place, list[str]] = field(default_factory=dict)
    periods: dict[Place, list[str]] = field(default_factory=dict)

    def of_step(self, survey: Survey, owner: str, code: str) -> list[str]:
        """Scenarios of a step; what a variant takes over unchanged is shown by those of its base."""
        return next((self.steps[place, code] for place in kin(survey.book, owner) if (place, code) in self.steps), [])


@dataclass(frozen=True, slots=True)
class Brought:
    """What steps and periods bring about besides themselves, in the order of the rules. Most bring about nothing."""

    opened: Sequence[tuple[Place, Sequence[str]]]
    """The procedures a step opens."""
    taken: Sequence[tuple[Place, Sequence[str]]]
    """The steps of other proceedings that a step takes along."""
    deemed: Sequence[tuple[Place, Sequence[str]]]
    """The steps deemed taken when a period lapses."""


def _brought(survey: Survey) -> Brought:
    steps = list(survey.entries("step"))
    opened = [(_place(entry), [code for code in opened_by(entry) if code in survey.procedures]) for entry in steps]
    taken = [
        (_place(entry), [code for effect in tables(entry.data.get("effects")) for code in texts(effect.get("takes"))])
        for entry in steps
    ]
    lapses = [(_place(entry), entry.data.get("on_lapse")) for entry in survey.entries("period")]
    deemed = [(place, texts(lapse.get("deems"))) for place, lapse in lapses if isinstance(lapse, Mapping)]
    return Brought(*([(place, list(codes)) for place, codes in pairs if codes] for pairs in (opened, taken, deemed)))


def _place(entry: Entry) -> Place:
    return str(entry.data["procedure"]), entry.code


def shown_by(survey: Survey, scenarios: Mapping[str, Script]) -> Shown:
    """What the scenarios show."""
    shown, brought = Shown(), _brought(survey)
    for name, script in scenarios.items():
        running = _running(survey, brought, script)
        for code in running:
            shown.procedures.setdefault(code, []).append(name)
        for place in _taken(survey, brought, script, running):
            shown.steps.setdefault(place, []).append(name)
        for place in _watched(survey, script, running):
            shown.periods.setdefault(place, []).append(name)
    return shown


def uncovered(survey: Survey, scenarios: Mapping[str, Script]) -> Iterator[Problem]:
    """One problem for each procedure, step, period and paper without a scenario."""
    shown = shown_by(survey, scenarios)
    for entry in survey.entries("procedure"):
        if entry.key not in shown.procedures:
            yield problem(entry, "没有验收场景：在 tests/scenarios 中写一个走完这一程序的场景")
    # What a variant takes over unchanged is shown by the scenarios of its base.
    for entry in survey.entries("step"):
        if not entry.taken_from and (str(entry.data["procedure"]), entry.code) not in shown.steps:
            yield problem(entry, "没有验收场景用到这一步骤：在 tests/scenarios 中补上")
    for entry in survey.entries("period"):
        if not entry.taken_from and (str(entry.data["procedure"]), entry.code) not in shown.periods:
            yield problem(entry, "没有验收场景核对这一期限：在某个场景的 then.obligations 中写明到期日或者状态")
    made = {
        paper
        for entry in survey.entries("step")
        if (str(entry.data["procedure"]), entry.code) in shown.steps
        for paper in texts(entry.data.get("papers"))
    }
    made |= {paper for entry in survey.entries("register") for paper in texts(entry.data.get("papers"))}
    for code in dict.fromkeys(entry.key for entry in survey.entries("paper")):
        if code not in made:
            yield problem(survey.book.versions("paper", code)[0], "制发它的步骤没有验收场景，没有人看它制作过一遍")


def _running(survey: Survey, brought: Brought, script: Script) -> set[str]:
    """The procedures a scenario names, and those its steps open."""
    named = {str(script.get("given", {}).get("procedure", ""))}
    named |= {str(when.get("procedure", "")).partition("#")[0] for when in tables(script.get("when"))}
    named &= survey.procedures
    taken = {str(when.get("step", "")) for when in tables(script.get("when"))}
    for (owner, code), opened in brought.opened:
        if code in taken and owner in named:
            named.update(opened)
    return named


def _taken(survey: Survey, brought: Brought, script: Script, running: set[str]) -> set[Place]:
    """Steps taken, refused ones too, and steps the law deems taken when their period is looked at."""
    found: set[tuple[str, str]] = set()
    for when in tables(script.get("when")):
        code, place = str(when.get("step", "")), str(when.get("procedure", "")).partition("#")[0]
        found |= {(owner, code) for owner in ([place] if place else running) if code in survey.own(owner, "step")}
    for step, codes in brought.taken:
        if step in found:
            found |= {(owner, code) for code in codes for owner in running if code in survey.own(owner, "step")}
    watched = _watched(survey, script, running)
    for period, codes in brought.deemed:
        if period in watched:
            found |= {(period[0], code) for code in codes}
    return found


def _watched(survey: Survey, script: Script, running: set[str]) -> set[Place]:
    codes = {str(o.get("code", "")) for then in tables(script.get("then")) for o in tables(then.get("obligations"))}
    return {(owner, code) for owner in running for code in codes if code in survey.own(owner, "period")}
