"""Who answers for a case: who led, who was in charge, who approved, reviewed and did it, out of its journal.

Nothing is entered here. Whoever led or was in charge follows from the offices held on the days on which something was
done; whoever approved, reviewed or did it from the steps themselves. Corrections do not take a name off: what
somebody did they did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.core.permission import Person, RoleHeld
from zhifa.core.procedure.case import Case, Taken
from zhifa.core.procedure.state import State
from zhifa.core.rulebook import Entry, Rules

OWN = "own"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of responsibility: the offices that bear it, and whether it follows from steps taken."""

    code: str
    title: str
    roles: frozenset[str]
    by_steps: bool
    cite: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One step somebody took part in."""

    title: str
    on: date
    version: int


@dataclass(frozen=True, slots=True)
class Answerable:
    """A person at a level: for which deeds, or since when and until when in office."""

    level: Level
    person: str
    name: str
    deeds: tuple[Deed, ...] = ()
    acting: bool = False


def level_of(entry: Entry) -> Level:
    """A level as written."""
    data = entry.data
    roles = frozenset(str(role) for role in data["roles"])
    return Level(entry.code, str(data["title"]), roles, data.get("steps") == OWN, entry.cite)


def levels(rules: Rules) -> Sequence[Level]:
    """The levels of a day, the highest first."""
    return [level_of(entry) for entry in rules.entries("responsibility").values()]


def answerable(
    case: Case, state: State, rules: Rules, people: Mapping[str, Person], staff: Iterable[Person], path: str
) -> list[Answerable]:
    """Everybody who answers for a case. `staff` are those who hold or held an office at the organ's place `path`."""
    taken = [one for one in case.taken if not one.is_deemed and one.by]
    days = sorted({one.at.day for one in taken}) or [case.opened.day]
    found: list[Answerable] = []
    everybody = list(staff)
    for level in levels(rules):
        if level.by_steps:
            found += _by_steps(level, taken, state, people)
        else:
            found += _by_office(level, everybody, path, days)
    return found


def _held_at(person: Person, level: Level, path: str, day: date) -> RoleHeld | None:
    for held in person.roles:
        if held.role in level.roles and path.startswith(held.path) and held.validity.contains(day):
            return held
    return None


def _by_office(level: Level, staff: Iterable[Person], path: str, days: Sequence[date]) -> Iterator[Answerable]:
    for person in staff:
        held = [one for day in days if (one := _held_at(person, level, path, day))]
        if held:
            yield Answerable(level, person.id, person.name, acting=all(one.acting for one in held))


def _by_steps(level: Level, taken: Sequence[Taken], state: State, people: Mapping[str, Person]) -> Iterator[Answerable]:
    deeds: dict[str, list[Deed]] = {}
    acting: dict[str, bool] = {}
    for one in taken:
        step = state.step(one.proceeding, one.step, one.at.day)
        if step is None or level.roles.isdisjoint(step.by):
            continue
        for key in one.by:
            person = people.get(key)
            if person is None or not person.may_act_as(tuple(level.roles), one.at.day):
                continue
            deeds.setdefault(key, []).append(Deed(step.title, one.at.day, one.version))
            held = [r for r in person.roles if r.role in level.roles and r.validity.contains(one.at.day)]
            acting[key] = acting.get(key, True) and all(r.acting for r in held)
    for key, done in deeds.items():
        unique = {(deed.title, deed.on, deed.version): deed for deed in done}
        said = tuple(sorted(unique.values(), key=lambda deed: deed.version))
        yield Answerable(level, key, people[key].name, said, acting[key])
