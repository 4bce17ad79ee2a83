"""The small pieces every page is made of: law marks, due chips, refusals, findings, figures, tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["red", "yellow", "blue", "none"]
"""Red, yellow and blue are alert levels of a period or a finding; none is a period that no longer presses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawMark:
    """The article beside a demand, e.g. `处罚法 §58`; `href` answers with a `LawPanel`."""

    label: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a person can do now: a link, or a button that posts."""

    label: str
    href: str
    post: bool = False
    primary: bool = False
    download: bool = False
    carries: bool = False
    """True when the surrounding form's fields are posted along with it."""
    confirm: str = ""
    """Asked in a dialog before posting; empty posts at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPanel:
    """What a law mark opens: the text in force that day, why it applies here, how far it was verified."""

    label: str
    instrument: str
    article: str
    in_force: str
    why: str
    status: Literal["verified", "reported", "configured"]
    status_note: str
    text: str = ""
    """Empty when the site has not imported the instrument; the panel then says how to import it."""
    successor: str = ""
    source: Action | None = None
    compare: Action | None = None
    """The article beside the one that took its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChip:
    """A due date: absolute first, relative beside it, its level as shape and word; `href` opens the arithmetic."""

    level: Level
    word: str
    on: date | None = None
    at: str = ""
    relative: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """One line of the arithmetic of a due date."""

    text: str
    on: date | None = None
    law: LawMark | None = None
    result: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTrace:
    """How a due date was computed."""

    title: str
    due: DueChip
    law: LawMark
    lines: tuple[TraceLine, ...]
    note: str = ""
    before: tuple[str, ...] = ()
    """What was shown in its place before a correction or a new calendar, each until when and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that stands in the way: what is missing, which article asks for it, what to do now."""

    what: str
    law: LawMark | None = None
    action: Action | None = None
    hint: str = ""
    question: bool = False
    """True when it could not be judged because a fact is unknown: a question, not a breach."""
    anchor: str = ""
    """By which another page opens it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalPanel:
    """A power not yet used, refused; nothing typed is lost and nothing was stored."""

    title: str
    lacks: tuple[Lack, ...]
    record_instead: Action | None = None
    """Offered where the act already happened on paper."""
    kept: bool = True
    """False where nothing had been typed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding, question or note about a case."""

    level: Level
    word: str
    message: str
    law: LawMark | None = None
    since: date | None = None
    case: str = ""
    href: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that opens the cases behind it; without `href` it is entered, not counted."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One of the few numbers that describe the state of an organ."""

    label: str
    figure: Figure
    unit: str = ""
    note: str = ""
    level: Level = "none"
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What will appear here, and how to make it so."""

    what: str
    how: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Long work; `poll` answers with the next state of the bar until it is finished. A total of 0 is not known yet."""

    label: str
    done: int
    total: int
    note: str = ""
    poll: str = ""
    finished: bool = False
    failed: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    label: str
    href: str
    here: bool = False
    note: str = ""
    level: Level = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper of a case and how far it has gone."""

    title: str
    href: str
    state: Literal["draft", "issued", "delivered", "published", "withdrawn"]
    number: str = ""
    on: date | None = None
    note: str = ""
    law: LawMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of evidence with when, where, by whom, and whether its digest still agrees."""

    title: str
    href: str
    kind: Literal["photo", "video", "audio", "paper", "record"]
    taken: str
    place: str = ""
    by: str = ""
    digest: Literal["ok", "pending", "broken"] = "ok"
    thumb: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list; `sort` is the link that sorts by it, `order` how it is sorted now."""

    label: str
    kind: Literal["text", "main", "short", "number", "money", "date", "due", "part"] = "text"
    sort: str = ""
    order: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: text with an optional second line, or a due chip, a law mark, an amount in fen."""

    text: str = ""
    sub: str = ""
    href: str = ""
    on: date | None = None
    fen: int | None = None
    due: DueChip | None = None
    law: LawMark | None = None
    level: Level = "none"
    part: tuple[int, int] | None = None
    """How much of how many, drawn as a bar; said in numbers beside it."""

    @property
    def blank(self) -> bool:
        """Nothing to show: a phone leaves the line out."""
        return not (self.text or self.sub or self.on or self.due or self.law or self.part) and self.fen is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; `href` is where Enter leads, the cell of the `main` column carries the visible link."""

    href: str
    cells: tuple[Cell, ...]
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Keyset paging: no page numbers, only where one can go."""

    shown: str
    first: str = ""
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One chip or choice above a list."""

    label: str
    href: str
    here: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A list with sticky head, row links, filter box, exports of exactly what is shown, and its empty state."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: Empty
    query: str = ""
    query_href: str = ""
    """Where the filter box asks; empty leaves it out."""
    filters: tuple[Filter, ...] = ()
    pager: Pager | None = None
    exports: tuple[Action, ...] = ()
    error: str = ""
    loading: str = ""
    """Where the list fetches itself once the page stands; the layout keeps still meanwhile."""
    name: str = "list"
    """Tells two lists of one page apart; letters only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    label: str
    href: str
    here: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What surrounds every page of a signed-in person."""

    organ: str
    user: str
    role: str
    nav: tuple[NavItem, ...]
    tabs: tuple[NavItem, ...] = ()
    """The pages of the section this page belongs to."""
    home: str = "/"
    search: str = "/search"
    """Where cases are searched; empty for whoever may see none."""
    account: str = "/account"
    signout: str = "/signout"
    notices: tuple[str, ...] = ()
    acting: str = ""
    """Said in the bar while a person acts for the head."""
    today: date | None = None
