"""The case page: where we are, what is open, what happened, what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhifa.web.viewmodels.forms import FieldView, StepForm
from zhifa.web.viewmodels.parts import (
    Action,
    DueChip,
    Empty,
    Evidence,
    Filter,
    FindingRow,
    Lack,
    LawMark,
    PaperRow,
    RefusalPanel,
    Tab,
    TableView,
)
from zhifa.web.viewmodels.weighing import GuidanceCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    label: str
    state: Literal["done", "here", "later", "skipped", "untold"]
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A running, waiting or paused period of the case."""

    title: str
    of: str
    due: DueChip
    law: LawMark
    share: int = 0
    """How much of the period has passed, in percent."""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step that can be taken now; `form` where it opens in place, else `href` leads to its page."""

    code: str
    title: str
    law: LawMark
    phase: str
    by: str
    why: str = ""
    due: DueChip | None = None
    form: StepForm | None = None
    href: str = ""
    opened: bool = False
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NearStep:
    """A step one condition away, or on the path to the next phase, with what is lacking."""

    title: str
    law: LawMark
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One act in words a court could read; two dates, and the gap between them when there is one."""

    title: str
    occurred: str
    """`2024-03-05 周二 14:30`"""
    text: str = ""
    by: str = ""
    recorded: str = ""
    gap: int = 0
    """Whole days between happening and entering; shown from one day on."""
    law: LawMark | None = None
    papers: tuple[Action, ...] = ()
    kind: Literal["act", "recorded", "law", "correction"] = "act"
    superseded: str = ""
    flag: FindingRow | None = None
    proof: str = ""
    anchor: str = ""
    """By which another page opens it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    label: str
    value: str
    source: str = ""
    href: str = ""
    personal: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    title: str
    rows: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """What a reviewer asked, what came of it, and the form of the answer for whoever must give it."""

    said: str
    who: str
    state: str
    answer: str = ""
    answered: str = ""
    form: StepForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedNote:
    """That a case is known from a list, what follows from it, and what can be done about it."""

    text: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    number: str
    matter: str
    party: str
    organ: str
    officers: str
    phases: tuple[Phase, ...]
    clocks: tuple[Clock, ...]
    open_steps: tuple[OpenStep, ...]
    near_steps: tuple[NearStep, ...]
    timeline: tuple[TimelineEntry, ...]
    facts: tuple[FactGroup, ...]
    evidence: tuple[Evidence, ...]
    papers: tuple[PaperRow, ...]
    findings: tuple[FindingRow, ...] = ()
    matter_law: LawMark | None = None
    matter_href: str = ""
    tabs: tuple[Tab, ...] = ()
    actions: tuple[Action, ...] = ()
    """Handover, record afterwards, correction, proof, print."""
    refusal: RefusalPanel | None = None
    evidence_add: Action | None = None
    listed: ListedNote | None = None
    closed: str = ""
    as_of: str = ""
    """Said when the case is shown as it stood on an earlier day."""
    waiting: Empty | None = None
    guidance: tuple[GuidanceCard, ...] = ()
    """What the case library says about the matter."""
    questions: tuple[QuestionRow, ...] = ()
    """Asked before an opinion is given, and not decided over yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePanel:
    """One piece of evidence opened beside the page: the thing itself, and what is known of it."""

    evidence: Evidence
    rows: tuple[FactRow, ...]
    image: str = ""
    actions: tuple[Action, ...] = ()

    @property
    def title(self) -> str:
        return self.evidence.title


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A page that is one form: a correction, new evidence, a delivery, an account; facts beside it for reference."""

    title: str
    form: StepForm
    lead: str = ""
    back: Action | None = None
    more: tuple[Action, ...] = ()
    """What else can be done with the thing the form is about."""
    organs: tuple[Filter, ...] = ()
    """Of which organ it is filled in, where there are several."""
    facts: tuple[FactGroup, ...] = ()
    table: TableView | None = None
    """What was done here before, below the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Cases passed from an officer who leaves to one who stays."""

    title: str
    action: str
    leaver: str
    fields: tuple[FieldView, ...]
    cases: tuple[FactRow, ...]
    law: LawMark | None = None
    back: Action | None = None
    refusal: RefusalPanel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStep:
    """One step of a paper-first entry; its fields are named with the step's own prefix."""

    form: StepForm
    chosen: bool = False
    findings: tuple[FindingRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEntry:
    """Several steps that already happened on paper, entered in one go."""

    number: str
    party: str
    action: str
    steps: tuple[BatchStep, ...]
    draft: str = ""
    drafted: str = ""
    back: Action | None = None
    checked: bool = False
    """True after the check: findings are shown and the button stores them together with the steps."""
    refusal: RefusalPanel | None = None
