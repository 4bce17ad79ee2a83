"""Goods in custody: one item with its life, and the sheet on which a store is counted."""

from __future__ import annotations

from dataclasses import dataclass

from zhifa.web.viewmodels.case import FactGroup, TimelineEntry
from zhifa.web.viewmodels.forms import FieldView
from zhifa.web.viewmodels.parts import Action, DueChip, Empty, PaperRow, RefusalPanel


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyItemPage:
    """One item in custody, what must be decided about it, and everything that happened to it."""

    title: str
    state: str
    verb: str
    due: DueChip | None
    facts: tuple[FactGroup, ...]
    life: tuple[TimelineEntry, ...]
    """The steps that speak of it, newest first."""
    papers: tuple[PaperRow, ...] = ()
    actions: tuple[Action, ...] = ()
    short: str = ""
    """What the last count found, where it was not what was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """One item to be counted; `found` is what was typed, else what should be there."""

    name: str
    key: str
    detail: str
    case: Action
    kept_at: str
    listed: str
    unit: str
    found: str
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StocktakePage:
    """Everything an organ keeps, to be counted item by item."""

    title: str
    lead: str
    action: str
    lines: tuple[CountLine, ...]
    fields: tuple[FieldView, ...]
    back: Action
    places: tuple[Action, ...] = ()
    empty: Empty | None = None
    refusal: RefusalPanel | None = None
