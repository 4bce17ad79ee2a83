"""The power lists of an installation: those that come with the rules and those that were imported, one beside another.

An imported list takes the place of a shipped one of the same code; a demonstration list says that it is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.work import context, today
from zhifa.core.powerlist.model import (
    NOT_SAID,
    Counts,
    Layout,
    PowerItem,
    PowerList,
    count,
    items_of,
    layout_of,
    shipped,
    together,
)
from zhifa.store.readers.powerlists import (
    Counted,
    VersionRead,
    counted,
    items_of_version,
    items_with,
    versions_of,
    versions_on,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list on a day with its counts; `version` is empty for one that comes with the rules."""

    head: PowerList
    counts: Counts
    version: str = ""


def layout_today() -> Layout:
    """The layout of today."""
    return layout_of(context().book.as_of(today()))


def shipped_on(day: date) -> Sequence[PowerList]:
    """The lists that come with the rules, on a day."""
    return shipped(context().book.as_of(day))


def lists_on(day: date) -> list[Listed]:
    """Every list in force on a day: imported ones first, then those shipped that none took the place of."""
    rules = context().book.as_of(day)
    layout = layout_of(rules)
    versions = versions_on(day)
    counts = counted(version.id for version in versions)
    made = [Listed(one.head, _counts(counts.get(one.id), layout), one.id) for one in versions]
    taken = {one.head.code for one in versions}
    made += [
        Listed(head, count(items_of(rules, head.code), layout)) for head in shipped(rules) if head.code not in taken
    ]
    return made


def _counts(found: Counted | None, layout: Layout) -> Counts:
    if found is None:
        return count((), layout)
    levels = {level or NOT_SAID: many for level, many in found.levels.items()}
    one = Counts(found.whole, dict(found.kinds), levels, dict(found.modes), found.matched)
    return together([one], layout)


def list_on(code: str, day: date) -> tuple[Listed, list[PowerItem], list[VersionRead]] | None:
    """One list on a day: its head and counts, its items, and every version there was."""
    rules = context().book.as_of(day)
    layout = layout_of(rules)
    versions = versions_of(code)
    standing = next((one for one in versions if not one.replaced and one.head.validity.contains(day)), None)
    if standing is not None:
        items = items_of_version(standing.id)
        return Listed(standing.head, count(items, layout), standing.id), items, versions
    head = next((one for one in shipped(rules) if one.code == code), None)
    if head is None:
        return None
    items = list(items_of(rules, code))
    return Listed(head, count(items, layout)), items, versions


def listing_matter(matter: str, day: date) -> list[tuple[PowerList, PowerItem]]:
    """The lists of a day that carry a matter of the catalogue, each with its first item that does."""
    rules = context().book.as_of(day)
    versions = versions_on(day)
    held = items_with(matter, [one.id for one in versions])
    found = [(one.head, held[one.id]) for one in versions if one.id in held]
    taken = {one.head.code for one in versions}
    for head in shipped(rules):
        if head.code not in taken:
            found += [(head, item) for item in items_of(rules, head.code) if item.matter == matter][:1]
    return found


def counts_of(organ: str, day: date) -> Counts | None:
    """How many items the lists of an organ have on a day, by kind, level and mode; None when it has no list.

    Demonstration lists belong to nobody. An item on two lists of the organ counts twice: lists should not overlap.
    """
    own = [one for one in lists_on(day) if one.version and organ and one.head.organ_code == organ]
    return together((one.counts for one in own), layout_of(context().book.as_of(day))) if own else None
