"""What a site publishes in the place of rules: each published version ends the one that stood on its first day.

Files in the site's folder `published` are written from approved drafts. Only there a new version needs no end written
into the old one: an author elsewhere names both days, so that nobody shortens a rule by accident.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zhifa.core.rulebook import Entry

FOLDER: Final = "published"
PLACE: Final = f"site/{FOLDER}/"
"""How the paths of published files begin."""
WHOLE: Final = frozenset({"instrument", "successor"})
"""Facts about law itself: they have no life in time of their own, and the newest statement of them replaces the old."""


def is_published(path: str) -> bool:
    return path.startswith(PLACE)


def superseded(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with every version shortened that a published one takes the place of; the rest as they came."""
    fresh = [entry for entry in entries if is_published(entry.path)]
    if not fresh:
        return list(entries)
    touched = {(entry.section, entry.key) for entry in fresh}
    versions: dict[tuple[str, str], list[Entry]] = {key: [] for key in touched}
    for entry in entries:
        if (entry.section, entry.key) in touched:
            versions[entry.section, entry.key].append(entry)
    settled: dict[int, Entry] = {}
    for (section, _), known in versions.items():
        settled |= _newest(known) if section in WHOLE else _shortened(known)
    kept = (settled.get(id(entry), entry) if (entry.section, entry.key) in touched else entry for entry in entries)
    gone = {
        id(entry) for key, known in versions.items() if key[0] in WHOLE for entry in known if id(entry) not in settled
    }
    return [now for now, was in zip(kept, entries, strict=True) if id(was) not in gone]


def _newest(known: Sequence[Entry]) -> dict[int, Entry]:
    """Of statements about law only the last published one: files are numbered in the order of publication."""
    last = max((entry for entry in known if is_published(entry.path)), key=lambda entry: entry.path)
    return {id(last): last}


def _shortened(known: Sequence[Entry]) -> dict[int, Entry]:
    """By identity, the versions of one rule with the ends that published versions give them."""
    now = {id(entry): entry for entry in known}
    fresh = sorted(
        (entry for entry in known if is_published(entry.path) and entry.validity.start),
        key=lambda entry: str(entry.validity.start),
    )
    for new in fresh:
        start = new.validity.start
        assert start is not None
        for place, other in now.items():
            first = other.validity.start
            if place != id(new) and other.validity.contains(start) and (first is None or first < start):
                now[place] = _ending(other, start - timedelta(1))
        later = [
            e.validity.start for p, e in now.items() if p != id(new) and e.validity.start and e.validity.start > start
        ]
        if now[id(new)].validity.end is None and later:
            now[id(new)] = _ending(now[id(new)], min(later) - timedelta(1))
    return now


def _ending(entry: Entry, last: date) -> Entry:
    """The version with this as its last day, in its words too: claims about law are judged by them."""
    return replace(entry, validity=replace(entry.validity, end=last), data={**entry.data, "to": str(last)})
