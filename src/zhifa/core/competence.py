"""What organs are for: the functions an organ carries, whatever name a statute gives the department it means.

Punishment is imposed by organs that have the power, within their statutory powers (行政处罚法 17); whose power it is a
statute says by naming a department. The rules (`organs/functions.toml`) bring the wordings of one function together;
an organ is registered with the functions it carries and the days on which it carries them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from zhifa.core.rulebook import Entry, Rules
from zhifa.core.values import Validity

SECTION: Final = "function"
MOST_SAID: Final = 3
"""So many functions of an organ are named where all would be too long."""
UNRECORDED: Final = "机关职能未登记"
APART: Final = "、"
"""Between the departments of a matter that several may decide."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of organs, under its usual name and those other statutes use."""

    code: str
    title: str
    aliases: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    """Functions whose organs carry this one too: the traffic police is a part of the police."""
    level: str = ""
    """Where it belongs to organs of one level by their nature: a township government, a subdistrict office."""
    everyone: bool = False
    """Any organ that imposes penalties has it."""
    apart: bool = False
    """Not a department of a district government: named without 区县."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A function an organ carries, and from when to when."""

    function: str
    validity: Validity = Validity()


def carried_on(carried: Sequence[Carried], day: date) -> frozenset[str] | None:
    """The functions carried on a day; None where nothing is known of that day.

    Nothing is known of an organ none were registered for, nor of the days before the first that were.
    """
    starts = [item.validity.start for item in carried]
    known = [start for start in starts if start is not None]
    if not carried or (len(known) == len(starts) and day < min(known)):
        return None
    return frozenset(item.function for item in carried if item.validity.contains(day))


def changed(carried: Iterable[Carried], wanted: Collection[str], since: date | None) -> tuple[Carried, ...]:
    """What an organ carries after its functions became these: from a day on, or, without one, ever since.

    A function that goes ends the day before; one that would have ended before it began was never carried. None at all
    and no day: nothing is known of the organ again.
    """
    if not wanted and since is None:
        return ()
    kept = list(_kept(carried, frozenset(wanted), since))
    running = {item.function for item in kept if item.validity.end is None}
    added = [Carried(code, Validity(since)) for code in sorted(set(wanted) - running)]
    return (*kept, *added)


def _kept(carried: Iterable[Carried], wanted: frozenset[str], since: date | None) -> Iterator[Carried]:
    for item in carried:
        start, end = item.validity.start, item.validity.end
        if end is not None:
            if since is not None or item.function not in wanted:
                yield item
        elif item.function in wanted:
            yield item
        elif since is not None and not (start and start >= since):
            yield replace(item, validity=Validity(start, since - timedelta(days=1)))


class Functions:
    """The functions there are, found by code or by any wording."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self.all: Mapping[str, Function] = {one.code: one for one in functions}
        self._named = {name: one for one in self.all.values() for name in (one.title, *one.aliases)}

    def named(self, wording: str) -> Function | None:
        """The function a wording means."""
        return self._named.get(wording.strip())

    def competent(self, department: str) -> tuple[Function, ...]:
        """The functions a matter's `department` names; several are competent side by side."""
        found = (self.named(name) for name in department.split(APART))
        return tuple(one for one in found if one is not None)

    def carries(self, held: Collection[str], department: str) -> bool:
        """Whether an organ with these functions is one the department means."""
        return any(one.everyone or self._held(one, held) for one in self.competent(department))

    def held(self, code: str, held: Collection[str]) -> bool:
        """Whether an organ with these functions carries one by its code, itself or as part of a wider one."""
        return code in self.all and self._held(self.all[code], held)

    def _held(self, one: Function, held: Collection[str]) -> bool:
        return one.code in held or any(code in held for code in one.within)

    def titles(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The names of functions in the order of the rules; a code no longer known stands as it is."""
        wanted = set(codes)
        known = [one.title for one in self.all.values() if one.code in wanted]
        return (*known, *sorted(wanted - set(self.all)))

    def said(self, codes: Iterable[str]) -> str:
        """Functions in a few words: the first of them and how many there are."""
        titles = self.titles(codes)
        return "、".join(titles[:MOST_SAID]) + (f"等 {len(titles)} 项" if len(titles) > MOST_SAID else "")

    def of_districts(self) -> Sequence[Function]:
        """What is registered for organs: functions that come neither with the level nor with being an organ."""
        return [one for one in self.all.values() if not one.level and not one.everyone]

    def of_level(self, level: str) -> Function | None:
        """The function that comes with a level."""
        return next((one for one in self.all.values() if one.level == level), None)


def functions_of(rules: Rules) -> Functions:
    """The functions in force on the day of these rules."""
    return rules.built("functions", lambda rules: Functions(map(_function, rules.entries(SECTION).values())))


def _function(entry: Entry) -> Function:
    data = entry.data
    return Function(
        code=entry.code,
        title=str(data.get("title", entry.code)),
        aliases=tuple(str(name) for name in data.get("aliases", ())),
        within=tuple(str(code) for code in data.get("within", ())),
        level=str(data.get("level", "")),
        everyone=bool(data.get("everyone")),
        apart=bool(data.get("apart")),
    )
