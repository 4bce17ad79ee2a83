"""How much may be fined, beside everything that says why: proof, both laws, lenient list, like cases, guidance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhifa.web.viewmodels.forms import FieldView
from zhifa.web.viewmodels.parts import Action, LawMark, RefusalPanel, TableView, TraceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LenientRow:
    """One item of the list of flexible enforcement, and whether the facts meet it."""

    state: Literal["met", "open", "unmet"]
    kind: str
    say: str
    verdict: str
    """不予行政处罚, what is still to be known, or what is not met."""
    law: LawMark


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeStrip:
    """The fines of like cases on one line, drawn on the server. Places are parts of a thousand from the left."""

    said: str
    """The same in words, for who cannot see the drawing."""
    least: int = 0
    lower: int = 0
    median: int = 0
    upper: int = 0
    most: int = 0
    mark: int | None = None
    left: str = ""
    right: str = ""
    """The sums at both ends of the line; empty when nothing is drawn, or when all are the same."""
    verdict: str = ""
    outlier: bool = False
    differs: tuple[str, ...] = ()
    """Each circumstance in which this case differs from like ones."""

    @property
    def width(self) -> int:
        return max(self.upper - self.lower, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """One respect in which two laws are compared."""

    name: str
    old: str
    new: str
    lighter: Literal["旧", "新", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoLaws:
    """从旧兼从轻: the law of the day of the act beside that of the decision, and which applies."""

    old: str
    new: str
    rows: tuple[LawRow, ...]
    applies: str
    law: LawMark


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceCard:
    """Guidance or a typical case beside a matter."""

    kind: str
    title: str
    paragraphs: tuple[str, ...]
    law: LawMark | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The answer: tier and interval, then everything it rests on."""

    headline: str
    amounts: str
    notes: tuple[str, ...] = ()
    proposal: str = ""
    """That the lenient list proposes no penalty."""
    outside: str = ""
    """That the fine in mind lies outside the interval, and what it would take."""
    law: LawMark | None = None
    lines: tuple[TraceLine, ...] = ()
    lenient: tuple[LenientRow, ...] = ()
    earlier: str = ""
    like: LikeStrip | None = None
    two_laws: TwoLaws | None = None
    refusal: RefusalPanel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscretionPanel:
    """What the fine of a case opens: its weighing, and the way to try other facts."""

    title: str
    weighing: Weighing
    note: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterChoice:
    """A matter offered to be weighed."""

    title: str
    href: str
    law: LawMark
    amounts: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroup:
    """Fields of one kind of circumstance; folded while nothing in it is filled in."""

    title: str
    fields: tuple[FieldView, ...]
    folded: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculatorPage:
    """裁量计算器: a matter and its circumstances in, the interval with everything beside it out."""

    title: str
    action: str
    query: str = ""
    choices: tuple[MatterChoice, ...] = ()
    nothing: str = ""
    """Said when a search found no matter."""
    matter: str = ""
    code: str = ""
    law: LawMark | None = None
    about: str = ""
    others: tuple[Action, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    """Names and values sent along unseen, such as the case the facts come from."""
    groups: tuple[FieldGroup, ...] = ()
    weighing: Weighing | None = None
    waiting: str = ""
    guidance: tuple[GuidanceCard, ...] = ()
    use: TableView | None = None
    """How often leniency was used, year by year."""
    listed: TableView | None = None
    """The list of flexible enforcement."""
    back: Action | None = None
