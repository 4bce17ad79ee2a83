"""The law library: the list with its search, one instrument to read, two texts beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhifa.web.viewmodels.parts import Action, Empty, Filter, TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPiece:
    """A stretch of words; `marked` where it was looked for, or differs."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LawHit:
    """An article that was found by its words."""

    law: str
    article: str
    href: str
    pieces: tuple[LawPiece, ...]
    path: str = ""
    state: str = ""
    """Said where the article is not law today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLibrary:
    """All loaded instruments, searched by title and in the words of their articles."""

    lead: str
    action: str
    table: TableView
    query: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    """What the list goes on being narrowed by when something else is looked for."""
    levels: tuple[Filter, ...] = ()
    states: tuple[Filter, ...] = ()
    hits: tuple[LawHit, ...] = ()
    hits_note: str = ""
    empty: Empty | None = None
    """Set when no text is loaded at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawVersion:
    """One version in the line of versions; without `href` its text is not loaded."""

    label: str
    span: str
    state: str
    href: str = ""
    here: bool = False
    note: str = ""
    compare: Action | None = None
    """Beside the version before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawHeading:
    """A 编, 章 or 节; `articles` says from which article to which."""

    title: str
    depth: int
    anchor: str
    articles: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawItem:
    """A 款 (without number) or a 项 of an article."""

    pieces: tuple[LawPiece, ...]
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawArticle:
    """One article, with the headings that begin before it."""

    anchor: str
    number: str
    items: tuple[LawItem, ...]
    headings: tuple[LawHeading, ...] = ()
    succession: str = ""
    compare: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPage:
    """One instrument: its versions, its contents, the text of the version in force on the chosen day."""

    title: str
    meta: str
    standing: str
    """What it is worth on the day, in words."""
    valid: bool
    action: str
    on: date
    versions: tuple[LawVersion, ...]
    back: Action
    version: str = ""
    """Kept while another day is chosen only where a version was asked for by name."""
    contents: tuple[LawHeading, ...] = ()
    articles: tuple[LawArticle, ...] = ()
    preface: tuple[str, ...] = ()
    annex: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSide:
    """One side of a comparison; without `href` there is nothing on this side."""

    title: str = ""
    href: str = ""
    pieces: tuple[LawPiece, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPair:
    """Two articles beside each other, and what became of the old one."""

    anchor: str
    word: str
    old: LawSide
    new: LawSide
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawCompare:
    """Two texts of law side by side, with what differs marked."""

    title: str
    lead: str
    old: str
    new: str
    back: Action
    pairs: tuple[LawPair, ...]
    filters: tuple[Filter, ...] = ()
    choices: tuple[Filter, ...] = ()
    empty: Empty | None = None
