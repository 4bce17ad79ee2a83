"""Drafts of rules with what they change, and two provinces beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from zhifa.web.viewmodels.forms import Option, StepForm
from zhifa.web.viewmodels.library import LawPiece
from zhifa.web.viewmodels.parts import Action, Empty, Filter, Lack, LawMark, RefusalPanel, TableView, Tile


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleField:
    """One key of a rule before and after, with what differs marked."""

    label: str
    key: str
    old: tuple[LawPiece, ...] = ()
    new: tuple[LawPiece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """One entry of a draft: what it is called, which version it ends, and the keys that differ."""

    title: str
    kind: str
    span: str
    fields: tuple[RuleField, ...]
    note: str = ""
    href: str = ""
    """The page of the matter, where the draft changes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDecision:
    """Something that may be done with a draft: a form for whom it belongs to, else why not."""

    label: str
    form: StepForm | None = None
    why_not: str = ""
    remedy: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraftPage:
    """A draft laid open: state, problems, differences, the open cases it reaches, and what may be done with it."""

    title: str
    state: str
    lead: str
    steps: tuple[tuple[str, str], ...]
    """Who did what when, in order."""
    back: Action
    problems: tuple[Lack, ...] = ()
    judged: str = ""
    """Said where the check found nothing wrong."""
    changes: tuple[RuleChange, ...] = ()
    tiles: tuple[Tile, ...] = ()
    touched: TableView | None = None
    decisions: tuple[RuleDecision, ...] = ()
    lighter: LawMark | None = None
    """The article by which the lighter of two laws applies."""
    text: str = ""
    edit: Action | None = None
    refusal: RefusalPanel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkSide:
    """What one province says of a conduct."""

    lines: tuple[str, ...]
    laws: tuple[LawMark, ...] = ()
    benchmark: str = ""
    standing: str = ""
    """Said where the words were not read, or another text of the province applies that is not held."""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkRow:
    """One conduct in two provinces, and the difference in one sentence."""

    anchor: str
    title: str
    field: str
    one: CrosswalkSide
    other: CrosswalkSide
    difference: str
    word: str
    """相同, 幅度不同, 仅一地有规定, 未收录."""
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkPage:
    """Two provinces side by side, by field and by kind of difference."""

    lead: str
    action: str
    one: str
    other: str
    ones: tuple[Option, ...]
    others: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...] = ()
    query: str = ""
    fields: tuple[Filter, ...] = ()
    words: tuple[Filter, ...] = ()
    rows: tuple[CrosswalkRow, ...] = ()
    exports: tuple[Action, ...] = ()
    rules: tuple[tuple[str, str, LawMark | None], ...] = ()
    """By province, how its discretion is bounded, and by which article."""
    empty: Empty | None = None
