"""The case library: guidance and typical cases that open beside a matter, its own before those of its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zhifa.core.rulebook import Entry, Rules

KINDS: Final = ("指引", "典型案例")


@dataclass(frozen=True, slots=True)
class Guidance:
    """One entry of the library: what to do, or a case to learn from; a site adds its own."""

    code: str
    kind: str
    title: str
    paragraphs: tuple[str, ...]
    cite: str
    status: str
    own: bool
    """Written for this matter, not for its whole field."""


def guidance_of(rules: Rules, code: str) -> tuple[Guidance, ...]:
    """What the library says about a matter on a day; nothing for a matter nobody knows."""
    matter = rules.entry("matter", code)
    if matter is None:
        return ()
    field = str(matter.data.get("field", ""))
    found = [_read(entry, code) for entry in rules.entries("guidance").values() if _concerns(entry, code, field)]
    return tuple(sorted(found, key=lambda item: (not item.own, KINDS.index(item.kind))))


def _concerns(entry: Entry, code: str, field: str) -> bool:
    return code in entry.data.get("matters", ()) or (field != "" and field == entry.data.get("field"))


def _read(entry: Entry, code: str) -> Guidance:
    return Guidance(
        code=entry.key,
        kind=str(entry.data["kind"]),
        title=str(entry.data["title"]),
        paragraphs=tuple(str(text) for text in entry.data["text"]),
        cite=entry.cite,
        status=entry.status,
        own=code in entry.data.get("matters", ()),
    )
