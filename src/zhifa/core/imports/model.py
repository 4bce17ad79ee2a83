"""What a list of cases is: the columns it may have and what each of them tells, and a row once it was read.

A layout is data (`rules/imports`): another list is another entry. One written after another (`like`) says only what
differs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from zhifa.core.bigrams import plain
from zhifa.core.facts import Value
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.values import Moment, parse_yuan

SECTION: Final = "layout"
TYPES: Final = frozenset(
    ["text", "name", "number", "day", "yuan", "wan", "choice", "choices", "integer", "yesno", "matter", "about"]
    + ["basis", "citizen", "credit", "organ", "officers", "procedure", "case", "none"]
)
"""How a column is read; `rules/imports/penalties.toml` says what each means."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layout: its names, how it is read, and the step or fact it fills."""

    code: str
    title: str
    names: tuple[str, ...]
    type: str
    steps: tuple[str, ...]
    facts: tuple[str, ...]
    required: bool = False
    words: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)
    """Facts of the step that are known because the column is filled."""
    again: Mapping[str, Any] = field(default_factory=dict)
    """Facts of the step that are known because the row tells of it another time as well, in another column."""
    usual: str = ""
    """What holds where the list has no such column."""
    most_fen: int = 0
    """A larger sum was mistyped; 0 for no limit."""
    beside: str = ""
    """The procedure whose steps it tells of, where that runs beside the row's own."""
    needs: str = ""
    """A column without which this one cannot be right."""
    of: str = ""
    """Of what kind the case is whose document the column names."""
    by: str = ""
    """The column that says what kind of document the number is of; one of another kind stands as it is written."""
    empty: frozenset[str] = frozenset()
    """What is written in it, besides what stands for nothing everywhere, where there is nothing to write."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where one of the kinds is named, and only there, something may stand in a column; or must."""

    column: str
    kinds: str
    words: tuple[str, ...]
    must: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to write a list of cases."""

    code: str
    title: str
    kind: str
    status: str
    note: str
    columns: tuple[Column, ...]
    chooses: str = ""
    otherwise: str = ""
    unstated: str = ""
    number: str = ""
    orders: tuple[tuple[str, str], ...] = ()
    agrees: tuple[Agreement, ...] = ()
    excludes: tuple[Agreement, ...] = ()
    """A column that is empty where another says one of the words."""

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)

    @property
    def procedures(self) -> frozenset[str]:
        """Every procedure a row may become a case of, before its variants."""
        chosen = self.column(self.chooses).words.values() if self.chooses else ()
        return frozenset({str(code) for code in chosen} | ({self.otherwise} if self.otherwise else set()))

    @property
    def beside(self) -> frozenset[str]:
        """Procedures that run beside a row's own where the row tells of them."""
        return frozenset(column.beside for column in self.columns if column.beside)

    @property
    def personal(self) -> frozenset[str]:
        """Columns that name a person."""
        return frozenset(c.code for c in self.columns if any(fact.startswith("party.") for fact in c.facts))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken: its place in the file, the column, what stood there, why, and what mends it."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str


@dataclass(slots=True)
class ListedStep:
    """A step a row tells of."""

    step: str
    at: Moment
    by: tuple[str, ...]
    facts: dict[str, Value]


@dataclass(slots=True)
class ListedBeside:
    """What a row tells of beside: a proceeding of its own, such as the transfer of a suspected crime."""

    procedure: str
    """Empty for steps of the row's own procedure that were taken more than once, all but the last time."""
    steps: list[ListedStep]


@dataclass(slots=True)
class ListedRow:
    """A row that was read: a case with the steps it tells of."""

    row: int
    number: str
    """What the row is known by when it comes again: the number of its document."""
    organ: str
    procedure: str
    matter: str
    begun: date
    officers: tuple[str, ...]
    facts: dict[str, Value]
    steps: list[ListedStep]
    beside: tuple[ListedBeside, ...] = ()
    joins: str = ""
    """The number of the document of the case it belongs to, such as the penalty an inspection led to."""


_QUOTED: Final = re.compile(r"“[^”]*”")
_NUMBERS: Final = re.compile(r"[0-9][0-9.,-]*(?: 周[一二三四五六日])?")


def kind_of(reason: str) -> str:
    """A reason without what stood in the row: by it like faults are brought together."""
    return _NUMBERS.sub("…", _QUOTED.sub("“…”", reason))


def squeezed(text: str) -> str:
    """A word as it is compared: one width, no blanks, brackets of one kind."""
    return plain(text).translate(_SQUEEZED)


_SQUEEZED: Final = str.maketrans(
    {" ": "", "*": "", ":": "", "〔": "[", "〕": "]", "【": "[", "】": "]", "﹝": "[", "﹞": "]", "［": "[", "］": "]"}
)


def empty_words(rules: Rules) -> frozenset[str]:
    """What lists write, in small letters, where there is nothing to write."""
    entry = rules.entry("cell", "empty")
    return frozenset(map(str, entry.data["words"])) if entry else frozenset()


def layouts_of(rules: Rules) -> Mapping[str, Layout]:
    """The layouts in force on a day, by code."""
    return rules.built("imports.layouts", _layouts)


def _layouts(rules: Rules) -> dict[str, Layout]:
    entries = rules.entries(SECTION)
    return {code: _layout(entry, entries) for code, entry in entries.items()}


def _layout(entry: Entry, entries: Mapping[str, Entry]) -> Layout:
    base = entries.get(str(entry.data.get("like", "")))
    data = {**(base.data if base else {}), **{k: v for k, v in entry.data.items() if k != "columns"}}
    own = {str(item["code"]): item for item in entry.data.get("columns", ())}
    told = [own.pop(str(item["code"]), item) for item in (base.data.get("columns", ()) if base else ())]
    return Layout(
        code=entry.key,
        title=str(data["title"]),
        kind=str(data.get("kind", "")),
        status=entry.status,
        note=str(data.get("note", "")),
        columns=tuple(_column(item) for item in (*told, *own.values())),
        chooses=str(data.get("chooses", "")),
        otherwise=str(data.get("otherwise", "")),
        unstated=str(data.get("unstated", "")),
        number=str(data.get("number", "")),
        orders=tuple((str(first), str(last)) for first, last in data.get("orders", ())),
        agrees=_agreements(data, "agrees"),
        excludes=_agreements(data, "excludes"),
    )


def _agreements(data: Mapping[str, Any], key: str) -> tuple[Agreement, ...]:
    return tuple(_agreement(said) for said in data.get(key, ()))


def _agreement(data: Mapping[str, Any]) -> Agreement:
    said = data["word"]
    words = tuple(map(str, said)) if isinstance(said, list) else (str(said),)
    return Agreement(str(data["column"]), str(data["kinds"]), words, bool(data.get("must", False)))


def _column(data: Mapping[str, Any]) -> Column:
    return Column(
        code=str(data["code"]),
        title=str(data["title"]),
        names=tuple(str(name) for name in data.get("names", ())),
        type=str(data.get("type", "text")),
        steps=tuple(filter(None, str(data.get("step", "")).split("|"))),
        facts=tuple(filter(None, str(data.get("fact", "")).split("|"))),
        required=bool(data.get("required", False)),
        words=dict(data.get("words", {})),
        also=dict(data.get("with", {})),
        again=dict(data.get("again", {})),
        usual=str(data.get("usual", "")),
        most_fen=parse_yuan(str(data["most"])) if data.get("most") else 0,
        beside=str(data.get("beside", "")),
        needs=str(data.get("needs", "")),
        of=str(data.get("of", "")),
        by=str(data.get("by", "")),
        empty=frozenset(map(str, data.get("empty", ()))),
    )
