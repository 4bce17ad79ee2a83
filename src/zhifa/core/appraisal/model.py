"""Standards of appraisal as the rules write them: grades, fatal items, items with points, and what each rests on.

An item rests on the engine's findings, on papers that are not in the file, on the order of papers, on a condition of
the closed language, or on a person's judgement alone. Two standards of one country differ in data only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.core.conditions import Condition, parse
from zhifa.core.kinship import kin
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.rulebook import Entry, Rulebook, Rules

STANDARD: Final = "appraisal_standard"
ITEM: Final = "appraisal_item"


class BadStandard(ValueError):
    """A standard that cannot be used; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the least score it takes."""

    title: str
    least: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item: fatal, or worth so many points each time up to `most`; what it looks at, and where it applies."""

    code: str
    title: str
    part: str
    points: int
    most: int
    fatal: bool
    ask: bool
    """What the machine sees is only put before a reader: it takes no points by itself."""
    by_hand: bool
    cite: str
    status: str
    kinds: tuple[str, ...]
    procedures: tuple[str, ...]
    findings: tuple[str, ...]
    """Findings of the engine, as `step/code`; a `*` stands for anything."""
    cites: tuple[str, ...]
    """Only findings that rest on one of these articles; empty for all."""
    papers: tuple[str, ...]
    """Papers that must lie in the file once the step that makes them was taken."""
    order: tuple[str, ...]
    """Papers whose days may not go backwards."""
    unsealed: tuple[str, ...]
    """Papers of which the sealed copy should be in the file."""
    when: Condition | None
    only_if: Condition | None
    at: str
    """The step a condition speaks of: where the deduction is shown."""
    say: str

    def concerns(self, book: Rulebook, kind: str, procedure: str) -> bool:
        """Whether the item looks at proceedings of this kind and procedure, a variant being what it is a variant of."""
        if not self.kinds and not self.procedures:
            return True
        return kind in self.kinds or not set(self.procedures).isdisjoint(kin(book, procedure))


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: where it holds, for which files, its grades from the best down, and its items in order."""

    code: str
    title: str
    within: str
    light: bool
    full: int
    grades: tuple[Grade, ...]
    failed: str
    """The grade of a file with a fatal fault."""
    cite: str
    status: str
    note: str
    items: tuple[Item, ...]
    digest: str
    periods: Mapping[str, int]
    """Days within which results are objected to, answered and mended, by name."""
    cites: Mapping[str, str]
    """The articles these days stand in: of objections, answers, mending and review; empty where they are a choice."""

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)


CITES: Final = ("object", "answer", "mend", "review")
PERIODS: Final = ("object_workdays", "answer_workdays", "mend_days", "review_days")


def standards(rules: Rules) -> Mapping[str, Standard]:
    """The standards in force on the day of the rules, by code."""
    return rules.built("appraisal", _standards)


def _standards(rules: Rules) -> dict[str, Standard]:
    items = list(rules.entries(ITEM).values())
    return {
        entry.key: standard_of(rules.book, entry, [item for item in items if entry.key in _texts(item, "standards")])
        for entry in rules.entries(STANDARD).values()
    }


def standard_for(rules: Rules, path: str, *, light: bool = False) -> Standard | None:
    """The standard for files of an organ at this place in the tree: the one written for the nearest part of it."""
    fits = [one for one in standards(rules).values() if one.light == light and path.startswith(one.within)]
    return max(fits, key=lambda one: len(one.within), default=None)


def standard_of(book: Rulebook, entry: Entry, items: Sequence[Entry]) -> Standard:
    """A standard as written, with its items."""
    data = entry.data
    said = json.dumps([dict(data), [dict(item.data) for item in items]], ensure_ascii=False, sort_keys=True)
    return Standard(
        code=entry.key,
        title=str(data["title"]),
        within=str(data.get("within", "")),
        light=bool(data.get("light", False)),
        full=int(data["full"]),
        grades=tuple(Grade(str(grade["title"]), int(grade["least"])) for grade in data["grades"]),
        failed=str(data["failed"]),
        cite=entry.cite,
        status=entry.status,
        note=str(data.get("note", "")),
        items=tuple(_item(book, item) for item in items),
        digest=hashlib.sha256(said.encode()).hexdigest(),
        periods={name: int(data[name]) for name in PERIODS if name in data},
        cites={name: str(data.get(f"{name}_cite", "")) for name in CITES},
    )


def _item(book: Rulebook, entry: Entry) -> Item:
    data = entry.data
    points = int(data.get("points", 0))
    return Item(
        code=entry.key,
        title=str(data["title"]),
        part=str(data["part"]),
        points=points,
        most=int(data.get("most", 0)),
        fatal=bool(data.get("fatal", False)),
        ask=bool(data.get("ask", False)),
        by_hand=bool(data.get("by_hand", False)),
        cite=entry.cite,
        status=entry.status,
        kinds=_texts(entry, "kinds"),
        procedures=_texts(entry, "procedures"),
        findings=_texts(entry, "findings"),
        cites=_texts(entry, "cites"),
        papers=_texts(entry, "papers"),
        order=_texts(entry, "order"),
        unsealed=_texts(entry, "unsealed"),
        when=_condition(book, entry, "when"),
        only_if=_condition(book, entry, "only_if"),
        at=str(data.get("at", "")),
        say=str(data.get("say", "")),
    )


def _condition(book: Rulebook, entry: Entry, key: str) -> Condition | None:
    text = str(entry.data.get(key, ""))
    return parse(text, book.vocabulary, FUNCTIONS) if text else None


def _texts(entry: Entry, key: str) -> tuple[str, ...]:
    value = entry.data.get(key, ())
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)
