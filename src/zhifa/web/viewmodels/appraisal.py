"""The appraisal of casefiles: what it says of organs, the score sheet of a file, the desk of a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhifa.web.viewmodels.charts import Rung
from zhifa.web.viewmodels.forms import StepForm
from zhifa.web.viewmodels.parts import (
    Action,
    Empty,
    Filter,
    LawMark,
    RefusalPanel,
    TableView,
    Tile,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalDesk:
    """All files of a year: how they scored, whose are worst, and what costs most points."""

    title: str
    lead: str
    years: tuple[Filter, ...]
    organs: tuple[Filter, ...]
    tiles: tuple[Tile, ...]
    scores: tuple[Rung, ...]
    items: tuple[Rung, ...]
    results: TableView
    actions: tuple[Action, ...] = ()
    todo: tuple[Action, ...] = ()
    """What waits for the visitor: files to read, results to object to, suggestions to answer."""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One deduction and the place it opens."""

    message: str
    place: str
    href: str
    law: LawMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetItem:
    """One item of the standard and what became of it."""

    title: str
    state: Literal["clean", "lost", "fatal", "ask", "hand"]
    word: str
    law: LawMark | None = None
    lines: tuple[SheetLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A part of the standard: the items that say something, and how the rest is called."""

    title: str
    word: str
    items: tuple[SheetItem, ...]
    clean: tuple[SheetItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What people made of the file in a round."""

    title: str
    word: str
    rows: tuple[tuple[str, str], ...]
    forms: tuple[StepForm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """The score sheet of one file."""

    title: str
    lead: str
    score: int
    grade: str
    failed: bool
    standard: str
    stands_on: str
    note: str
    parts: tuple[SheetPart, ...]
    case: Action
    actions: tuple[Action, ...]
    said: tuple[Said, ...] = ()
    next: str = ""
    back: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLeaf:
    """One thing in the file: a paper that can be shown, or something that is only named."""

    title: str
    sub: str
    href: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One item before a reader: the machine's proposal and the reader's own."""

    code: str
    title: str
    part: str
    fatal: bool
    proposed: str
    worth: str
    lost: str
    failed: bool
    words: str
    law: LawMark | None = None
    found: tuple[SheetLine, ...] = ()
    others: tuple[str, ...] = ()
    """What the two readers said, where a third decides."""
    differs: bool = False
    error: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFile:
    title: str
    href: str
    note: str
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingDesk:
    """A reader's desk: the file on the left, the items on the right, the next file one key away."""

    title: str
    position: str
    action: str
    verb: str
    queue: tuple[ReadingFile, ...]
    leaves: tuple[ReadingLeaf, ...]
    article: str
    article_title: str
    pdf: str
    stylesheet: str
    lines: tuple[ReadingLine, ...]
    full: int
    may_score: bool
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    refusal: RefusalPanel | None = None
    previous: str = ""
    next: str = ""
    back: Action | None = None
    answer: str = ""
    """The name of the field in which an objection is answered; empty for a mere scoring."""
    done: bool = False
