"""What reading the rows of a file rests on, worked out once: its columns, what they fill, what rows may name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhifa.core.facts import Fact, Value
from zhifa.core.imports.mapping import Head, Mapped
from zhifa.core.imports.model import Agreement, Column, Layout, empty_words, squeezed
from zhifa.core.kinship import family
from zhifa.core.quotations import quoted
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Validity


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may name: matters, laws, organs, persons; nothing else is looked up while rows are read."""

    matters: Mapping[str, tuple[Validity, ...]] = field(default_factory=dict)
    """When each matter of the catalogue stands in it, by code."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Matters by their squeezed titles."""
    rests: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """The one matter that rests on an article; empty where there are several."""
    lengths: Mapping[str, tuple[tuple[Validity, int], ...]] = field(default_factory=dict)
    """The last article of each version of a law (0: not known), by every name of the law."""
    organs: Mapping[str, str] = field(default_factory=dict)
    """Organs by squeezed code, name and short name."""
    officers: Mapping[str, str] = field(default_factory=dict)
    """Persons by squeezed key, name and certificate; empty where a name is that of several."""

    @staticmethod
    def quoted(said: str) -> list[tuple[str, int]]:
        return [(cite.title, cite.article) for cite in quoted(said) if cite.article]


@dataclass(frozen=True, slots=True)
class StepShape:
    """One step of a procedure as a column of days tells it."""

    step: str
    dated: str
    facts: tuple[tuple[tuple[str, ...], str], ...]
    """Facts, each from a column."""
    also: Mapping[str, Value]
    again: Mapping[str, Value]
    by_officers: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What a procedure makes of the columns: its steps, the facts of the whole, and the columns it has no place for."""

    title: str
    spans: tuple[Validity, ...]
    """When there was such a procedure."""
    steps: tuple[StepShape, ...]
    facts: tuple[tuple[tuple[str, ...], str], ...]
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class OtherKind:
    """Where a row says of which kind of document a number is, the words for the usual kind, and how long others are."""

    place: int
    own: frozenset[str]
    longest: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the reading of a file rests on; it can be sent to another process."""

    layout: Layout
    places: Mapping[str, int]
    width: int
    organ: str
    today: date
    known: Known
    facts: Mapping[str, Fact]
    shapes: Mapping[str, Shape]
    beside: Mapping[str, Shape] = field(default_factory=dict)
    """Of procedures that run beside the row's own and of which the file tells."""
    called: Mapping[str, str] = field(default_factory=dict)
    """What the file calls the columns it has."""
    needing: tuple[tuple[str, str], ...] = ()
    """Columns that cannot be right without another."""
    agrees: tuple[Agreement, ...] = ()
    """What must agree of the columns the file has."""
    quoting: tuple[str, ...] = ()
    """Columns that quote articles."""
    kinds: Mapping[str, OtherKind] = field(default_factory=dict)
    """Columns of numbers beside which another says of which kind of document they are."""
    divider: str = ""
    """What parts the cells of a text file; empty where they stand apart."""
    empty: frozenset[str] = frozenset()
    """What is written where there is nothing to write."""

    def name(self, code: str) -> str:
        """What the file calls a column, so that it is found there; a column it does not have, as the layout does."""
        return self.called.get(code) or self.layout.column(code).title


def plan(
    layout: Layout,
    mapped: Mapped,
    head: Head,
    *,
    organ: str,
    today: date,
    known: Known,
    book: Rulebook,
    divider: str = "",
) -> Plan:
    """What reading the rows of a file needs, worked out once."""
    named = {name for c in layout.columns for code in c.facts for name in code.split("+")}
    places = mapped.places(head)
    told = sorted({c.beside for c in layout.columns if c.beside and c.code in places})
    return Plan(
        layout=layout,
        places=places,
        width=len(head.cells),
        organ=organ,
        today=today,
        known=known,
        facts={code: book.vocabulary[code] for code in named if code in book.vocabulary},
        shapes={code: _shape(book, layout, code) for code in layout.procedures},
        beside={code: _shape(book, layout, code, beside=code) for code in told},
        called={code: called for code, called in mapped.columns.items() if code in places},
        needing=tuple((c.code, c.needs) for c in layout.columns if c.needs and c.code in places),
        agrees=tuple(rule for rule in layout.agrees if rule.column in places and rule.kinds in places),
        quoting=tuple(c.code for c in layout.columns if c.type == "basis"),
        kinds={c.code: _other_kind(layout, c, places[c.by], book) for c in layout.columns if c.by in places},
        divider=divider,
        empty=empty_words(book.as_of(today)),
    )


def _other_kind(layout: Layout, column: Column, place: int, book: Rulebook) -> OtherKind:
    longest = min(book.vocabulary[fact].max_length for fact in column.facts)
    return OtherKind(place, frozenset(map(squeezed, layout.column(column.by).words)), longest)


def _shape(book: Rulebook, layout: Layout, procedure: str, *, beside: str = "") -> Shape:
    columns = [column for column in layout.columns if column.beside == beside]
    steps: dict[str, tuple[set[str], set[str]]] = {}
    for member in family(book, procedure):
        for entry in book.section("step"):
            if entry.data.get("procedure") == member:
                carried, by = steps.setdefault(entry.code, (set(), set()))
                carried |= _carried(entry.data)
                by |= set(entry.data["by"] if isinstance(entry.data["by"], list) else [entry.data["by"]])
    entry = next(iter(book.versions("procedure", procedure)))
    home = {c.code: next((s for s in c.steps if s in steps), "") for c in columns}
    acting = {step for c in columns if c.type == "officers" for step in c.steps}
    rest: list[tuple[tuple[str, ...], str]] = []
    own: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for column in columns:
        if not column.facts or column.type in ("procedure", "case", "none"):
            continue
        step = home[column.code]
        told = _facts_of(column, steps[step][0] if step else None)
        (own.setdefault(step, []) if step and told[0] in steps[step][0] else rest).append((told, column.code))
    dated = {home[c.code]: c.code for c in columns if c.type == "day" and not c.facts and home[c.code]}
    return Shape(
        title=str(entry.data.get("title", procedure)),
        spans=tuple(one.validity for one in book.versions("procedure", procedure)),
        steps=tuple(
            StepShape(
                step=home[c.code],
                dated=c.code,
                facts=tuple(own.get(home[c.code], ())) if dated[home[c.code]] == c.code else (),
                also=c.also,
                again=c.again,
                by_officers=home[c.code] in acting and "officer" in steps[home[c.code]][1],
            )
            for c in columns
            if c.type == "day" and not c.facts and home[c.code]
        ),
        facts=tuple(rest),
        absent=frozenset(c.code for c in columns if c.steps and not home[c.code] and c.type != "officers"),
    )


def _carried(data: Mapping[str, Any]) -> set[str]:
    """Every fact a step may carry."""
    records = {str(r["fact"] if isinstance(r, Mapping) else r) for r in data.get("records", ())}
    return records | {str(code) for code in data.get("may_record", ())}


def _facts_of(column: Column, carried: Collection[str] | None) -> tuple[str, ...]:
    groups = [tuple(code.split("+")) for code in column.facts]
    return next((group for group in groups if carried is not None and group[0] in carried), groups[0])
