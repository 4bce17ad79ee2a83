"""One conduct in several provinces: by which article, with which range, and how the two sides compare.

A side that names a matter takes articles, range and benchmark from the catalogue of the day, so that they cannot
drift apart; another states its own, which the check of citations holds to the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhifa.core.rulebook import Entry, Rules

SAME, EQUAL, DIFFERENT, UNSTATED, ABSENT = "依据相同", "幅度相同", "幅度不同", "一地没有数额", "一地未列"
WORDS: Final = (DIFFERENT, UNSTATED, EQUAL, SAME, ABSENT)
"""How two sides may compare, the most telling first."""
_RANGE: Final = ("party", "base", "per", "min", "max", "min_times", "max_times", "min_percent", "max_percent")


@dataclass(frozen=True, slots=True)
class Side:
    """What one province says of a conduct."""

    province: str
    cites: tuple[str, ...]
    fines: tuple[Mapping[str, Any], ...]
    matter: str = ""
    benchmark: str = ""
    benchmark_status: str = ""
    status: str = "verified"
    unread: bool = False
    """The province's own texts were not read; what is listed is national law."""
    note: str = ""

    @property
    def ranges(self) -> frozenset[tuple[Any, ...]]:
        """What may be fined, apart from the conditions of each row."""
        return frozenset(tuple(row.get(key) or None for key in _RANGE) for row in self.fines)


def sides(rules: Rules, entry: Entry) -> dict[str, Side]:
    """The sides of a conduct on the day of the rules, by province; a matter not in force that day is no side."""
    return {side.province: side for row in entry.data.get("sides", ()) for side in _sides(rules, entry, row)}


def _sides(rules: Rules, entry: Entry, row: Mapping[str, Any]) -> Iterator[Side]:
    provinces = row.get("province", ())
    known = rules.entry("matter", str(row.get("matter", "")))
    unread = row.get("unread") is True
    for province in [provinces] if isinstance(provinces, str) else provinces:
        if known is None and row.get("matter"):
            continue
        if known is None:
            yield Side(
                province,
                (str(row["cite"]),) if row.get("cite") else (),
                tuple(row.get("fines", ())),
                status=str(row.get("status", entry.status)),
                unread=unread,
                note=str(row.get("note", "")),
            )
            continue
        benchmark = rules.entry("benchmark", str(known.data.get("benchmark", "")))
        yield Side(
            province,
            tuple(str(cite) for cite in known.data.get("applied", ())) or (known.cite,),
            tuple(known.data.get("fines", ())),
            matter=known.key,
            benchmark=benchmark.key if benchmark else "",
            benchmark_status=benchmark.status if benchmark else "",
            status=known.status,
            unread=unread,
            note=str(row.get("note", "")),
        )


def compared(one: Side | None, other: Side | None) -> str:
    """How two provinces compare, in one word."""
    if one is None or other is None:
        return ABSENT
    if one.cites == other.cites and one.ranges == other.ranges:
        return SAME
    if bool(one.fines) != bool(other.fines):
        return UNSTATED
    return EQUAL if one.ranges == other.ranges else DIFFERENT
