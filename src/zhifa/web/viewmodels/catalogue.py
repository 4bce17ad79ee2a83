"""The catalogue of matters: the desk that finds one, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhifa.web.viewmodels.desks import RecentCase, Suggestions
from zhifa.web.viewmodels.forms import Option
from zhifa.web.viewmodels.parts import Action, Figure, LawMark, TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """One choice by which a list is narrowed; without one all are shown."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterDesk:
    """The catalogue as a list: what is searched and narrowed above, what a sentence may be about, the matters."""

    title: str
    lead: str
    action: str
    query: str
    narrowings: tuple[Narrowing, ...]
    on: date
    kept: tuple[tuple[str, str], ...]
    """What is narrowed by the chips and goes along with the form."""
    table: TableView
    narrowed: int = 0
    """By how many of the choices the list is narrowed; a phone keeps them folded and says so."""
    suggestions: Suggestions | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An organ that may or may not act on a matter, in what capacity and why."""

    organ: str
    may: bool
    mode: str
    why: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRow:
    """One fine or detention of the article: for whom, when, how much."""

    party: str
    condition: str
    amount: str
    law: LawMark
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRow:
    """One tier of the benchmark with the interval of every fine."""

    tier: str
    say: str
    condition: str
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMatter:
    title: str
    href: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """A step of a procedure as the flow shows it."""

    title: str
    by: str
    law: LawMark | None = None
    note: str = ""
    optional: bool = False
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPhase:
    title: str
    steps: tuple[FlowStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    title: str
    length: str
    whose: str
    law: LawMark


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A procedure in which the matter may be handled."""

    title: str
    law: LawMark
    phases: tuple[FlowPhase, ...]
    periods: tuple[PeriodRow, ...]
    picture: str = ""
    difference: str = ""
    """Where a variant is drawn against what it is written after."""
    note: str = ""
    """Why the matter is handled by this procedure, where it is not the only one."""
    opened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one version says against the one before; an empty side is not said there."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterVersion:
    """One version of a matter: since when, until when, resting on what, and what it changed."""

    since: date | None
    until: date | None
    laws: tuple[LawMark, ...]
    state: str
    href: str
    here: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageYear:
    year: int
    organ: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPage:
    code: str
    title: str
    kind: str
    field: str
    department: str
    laws: tuple[LawMark, ...]
    on: date
    in_force: bool
    ask: str
    """Where another day is asked for."""
    holders: tuple[Holder, ...]
    amounts: tuple[AmountRow, ...]
    kinds: tuple[str, ...]
    tiers: tuple[TierRow, ...]
    parties: tuple[str, ...]
    """Whom the columns of the benchmark concern, one for every fine."""
    conduct: str
    only_if: str
    words: tuple[str, ...]
    heard: tuple[str, ...]
    near: tuple[NearMatter, ...]
    evidence: tuple[str, ...]
    flows: tuple[Flow, ...]
    versions: tuple[MatterVersion, ...]
    usage: tuple[UsageYear, ...]
    recent: tuple[RecentCase, ...]
    papers: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    violated: tuple[LawMark, ...] = ()
    benchmark_note: str = ""
    benchmark_law: LawMark | None = None
    elsewhere: tuple[NearMatter, ...] = ()
    """Lists of powers, drafts and comparisons in which the matter stands."""
    seen: str = ""
    """What somebody typed before they came here; a clue begun from this page starts with it."""
    notice: str = ""
    """Said first where the matter is not in force on the day, or is a demonstration entry."""
    coming: date | None = None
    """From when another version applies."""
    start: tuple[Action, ...] = ()
    actions: tuple[Action, ...] = ()
