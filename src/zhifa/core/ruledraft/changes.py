"""What a draft changes: entry by entry and key by key, and whose cases stand under what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from zhifa.core.citations import parse_all
from zhifa.core.published import WHOLE
from zhifa.core.rulebook import Entry, Rulebook
from zhifa.core.ruledraft.reading import ORDER, Said

DATED: Final = frozenset({"from", "to", "code"})
"""The days of a version are said of the version, not among its words."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One key: what it said and what it shall say, None where it is not there."""

    key: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One entry: the version it takes the place of, None where it is new, and the keys that differ."""

    said: Said
    old: Entry | None
    fields: tuple[FieldChange, ...]
    until: date | None = None
    """The last day of the new version where it has one."""


def changes(base: Rulebook, said: Sequence[Said], effective: date) -> list[Change]:
    """What each entry of a draft changes in the rules of its first day."""
    return [_change(base, one, effective) for one in said]


def _change(base: Rulebook, one: Said, effective: date) -> Change:
    known = base.versions(one.section, one.code)
    if one.section in WHOLE:
        old = known[-1] if known else None
    else:
        old = next((entry for entry in known if entry.validity.contains(effective)), None)
    before = old.data if old else {}
    placed = {key: number for number, key in enumerate(ORDER)}
    keys = sorted((set(before) | set(one.data)) - DATED, key=lambda key: (placed.get(key, len(placed)), key))
    fields = [
        FieldChange(key, before.get(key), one.data.get(key)) for key in keys if before.get(key) != one.data.get(key)
    ]
    until = one.data.get("to")
    return Change(one, old, tuple(fields), date.fromisoformat(str(until)) if _is_day(until) else None)


def _is_day(raw: object) -> bool:
    try:
        return bool(raw) and bool(date.fromisoformat(str(raw)))
    except ValueError:
        return False


def cited_laws(said: Iterable[Said]) -> frozenset[str]:
    """The titles of the laws whose standing a draft changes: replaced articles, and instruments entered anew."""
    titles: set[str] = set()
    for one in said:
        if one.section == "instrument":
            titles.add(one.code)
        if one.section == "successor":
            try:
                titles |= {cite.title for cite in parse_all(one.data.get("old"))}
            except ValueError:
                continue
    return frozenset(titles)


def matters_touched(base: Rulebook, said: Sequence[Said]) -> frozenset[str]:
    """The matters a draft reaches: those it names, those that use its benchmarks, those that cite its laws."""
    found = {one.code for one in said if one.section == "matter"}
    benchmarks = {one.code for one in said if one.section == "benchmark"}
    laws = cited_laws(said)
    for entry in base.section("matter"):
        if entry.data.get("benchmark") in benchmarks or (laws and _cites(entry, laws)):
            found.add(entry.key)
    return frozenset(found)


def _cites(entry: Entry, laws: frozenset[str]) -> bool:
    try:
        cited = parse_all([*entry.data.get("applied", ()), *entry.data.get("violated", ()), entry.cite])
    except ValueError:
        return False
    return any(cite.title in laws for cite in cited)
