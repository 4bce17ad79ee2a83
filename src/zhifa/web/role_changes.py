"""What a change of somebody's registration makes of their roles: those of the form, and all others as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhifa.acts.registry import RoleGiven
from zhifa.core.permission import Person, RoleHeld


@dataclass(frozen=True, slots=True)
class Change:
    """What the form says: the roles ticked at the organ of the person, and those elsewhere that go on."""

    path: str
    former: str
    """The organ the person leaves by this change, by its place in the tree; the same as `path` if none."""
    ticked: frozenset[str]
    elsewhere: frozenset[str]
    day: date
    left: date | None = None


def role_key(held: RoleHeld | RoleGiven) -> str:
    """A role at a place, as a form names it."""
    return f"{held.role}@{held.path}"


def elsewhere(person: Person | None, path: str, day: date) -> list[RoleHeld]:
    """The roles of their own that a person holds at other places."""
    held = person.roles if person else ()
    return [role for role in held if not role.acting and role.path != path and role.validity.contains(day)]


def changed_roles(person: Person | None, change: Change, managed: Sequence[str]) -> tuple[RoleGiven, ...]:
    """All roles after the change. What ended stays on record: past acts are judged by the roles of their day.

    Roles outside the managed parts of the tree are not touched here and kept by the act itself.
    """
    held = [
        RoleGiven(role.role, role.path, role.validity.start, role.validity.end)
        for role in (person.roles if person else ())
        if not role.acting and any(role.path.startswith(prefix) for prefix in managed)
    ]
    made = [_after(role, change) for role in held]
    here = {role.role for role in made if role.path == change.path and _runs(role, change.day)}
    begins = change.day if held else None
    made += [RoleGiven(role, change.path, begins, change.left) for role in sorted(change.ticked - here)]
    return tuple(made)


def _after(role: RoleGiven, change: Change) -> RoleGiven:
    if not _runs(role, change.day):
        return role
    if role.path == change.path:
        goes_on = role.role in change.ticked
    else:
        goes_on = role_key(role) in change.elsewhere and role.path != change.former
    if not goes_on:
        return replace(role, end=change.day)
    return replace(role, end=_earlier(role.end, change.left)) if role.path == change.path else role


def _runs(role: RoleGiven, day: date) -> bool:
    return (role.start is None or role.start <= day) and (role.end is None or day <= role.end)


def _earlier(*days: date | None) -> date | None:
    known: Iterable[date] = [day for day in days if day is not None]
    return min(known, default=None)
