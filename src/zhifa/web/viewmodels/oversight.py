"""The cockpit of supervision: figures, where faults gather, how months went; and its view for a wall."""

from __future__ import annotations

from dataclasses import dataclass

from zhifa.web.viewmodels.charts import Chart
from zhifa.web.viewmodels.parts import Action, Empty, Figure, Filter, TableView, Tile
from zhifa.web.viewmodels.publishing import StatTable


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """A number and how much of it there is beside the others, from 0 to 4."""

    figure: Figure
    warmth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    label: str
    href: str
    cells: tuple[HeatCell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Organs down, groups of faults across; the warmer a cell the more of them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a short list beside the charts."""

    text: str
    sub: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cockpit:
    """The state of a district, or of one organ, in one page."""

    title: str
    lead: str
    tiles: tuple[Tile, ...]
    heat: Heat | None
    charts: tuple[Chart, ...]
    again: tuple[Line, ...]
    tables: tuple[TableView, ...] = ()
    actions: tuple[Action, ...] = ()
    up: tuple[Filter, ...] = ()
    """The way back: the district above an organ."""
    explains: tuple[tuple[str, str], ...] = ()
    """How figures are reckoned that are not plain counts."""
    empty: Empty | None = None
    poll: str = ""
    """Where the page fetches itself again; only the wall does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """The cockpit on a wall: nothing to press, large, fetched again by itself."""

    cockpit: Cockpit
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """One line of a digest's list."""

    number: str
    what: str
    on: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPart:
    """A list of a digest: how many there are, and where all of them stand when not all are shown."""

    title: str
    count: str
    lines: tuple[DigestItem, ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPage:
    """A daily, weekly or monthly digest: as it was made, or as it would be made now."""

    title: str
    organ: str
    state: str
    kinds: tuple[Filter, ...]
    choices: tuple[Filter, ...]
    before: Action
    after: Action | None
    actions: tuple[Action, ...]
    said: tuple[str, ...]
    parts: tuple[DigestPart, ...]
    table: StatTable | None
    groups: StatTable | None
    ends: tuple[str, ...]
    mending: tuple[str, ...]
    stand: str
    charts: tuple[Chart, ...] = ()
    earlier: tuple[Filter, ...] = ()
    refused: str = ""
