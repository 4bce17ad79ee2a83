"""The desks: workbench, clues, inspections, review queue, lists, people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhifa.web.viewmodels.case import FactGroup, QuestionRow
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
    Progress,
    RefusalPanel,
    TableView,
    Tile,
)
from zhifa.web.viewmodels.weighing import GuidanceCard, LikeStrip


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A matter that may fit what was typed, with why, and who may act."""

    title: str
    why: str
    law: LawMark
    organ: str
    strength: str
    start: tuple[Action, ...]
    amounts: str = ""
    href: str = ""
    """The page of the matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """The answer while somebody types; `abstained` when nothing is near enough to be named."""

    typed: str
    found: tuple[Suggestion, ...]
    abstained: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationRow:
    """Something the law demands of me: a verb, the case, the party, the due chip, the article."""

    verb: str
    case: str
    party: str
    matter: str
    href: str
    due: DueChip
    law: LawMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationGroup:
    title: str
    rows: tuple[ObligationRow, ...]
    more: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """Something another person must do before I can go on."""

    what: str
    whom: str
    since: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentCase:
    title: str
    sub: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    ask: str
    """Where 发生了什么？ asks while somebody types; the answer is `Suggestions`."""
    start: str
    """Where the box posts when somebody registers a clue with what was typed."""
    groups: tuple[ObligationGroup, ...]
    waiting: tuple[WaitingRow, ...]
    recent: tuple[RecentCase, ...]
    tiles: tuple[Tile, ...]
    empty: Empty
    typed: str = ""
    suggestions: Suggestions | None = None
    progress: Progress | None = None
    title: str = "我的任务"
    around: str = "本单位今天"
    quick: tuple[Action, ...] = ()
    """What is written down in a minute without a case to follow, beside the box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueDesk:
    form: StepForm
    ask: str
    clues: TableView
    suggestions: Suggestions | None = None
    opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A line of the yearly plan and how far it has come."""

    title: str
    done: int
    planned: int
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionDesk:
    plan: tuple[PlanLine, ...]
    plan_note: str
    plan_action: Action
    inspections: TableView
    new: Action
    form: StepForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """One line about the whole page that is neither a demand nor a refusal, such as 示例清单; with what can be done."""

    word: str
    text: str
    note: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page that is one list, such as the cases of an organ."""

    title: str
    table: TableView
    lead: str = ""
    actions: tuple[Action, ...] = ()
    tiles: tuple[Tile, ...] = ()
    progress: Progress | None = None
    """Of long work that fills the list."""
    lacks: tuple[Lack, ...] = ()
    years: tuple[Filter, ...] = ()
    """Of which year the list is, where it is of one."""
    choices: tuple[Filter, ...] = ()
    """Of which organ the list is, where there are several."""
    banners: tuple[Banner, ...] = ()
    explains: tuple[tuple[str, str], ...] = ()
    """How its columns are reckoned, below the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditDesk:
    """The journal's state and verification, and a list of what administrators did, narrowed by person and time."""

    tiles: tuple[Tile, ...]
    verify: Action
    fields: tuple[FieldView, ...]
    action: str
    table: TableView
    kind: str = ""
    """Which list is shown, kept while it is narrowed."""
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OncePage:
    """Something shown once and kept nowhere, such as a one-time password."""

    title: str
    lead: str
    rows: tuple[tuple[str, str], ...]
    back: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One line of the proof of an amount: tier, range, reason."""

    label: str
    value: str
    law: LawMark | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFile:
    """One file before the reviewer: the proposal and its proof, findings first, evidence one key away."""

    number: str
    party: str
    matter: str
    href: str
    proposal: str
    proof: tuple[ProofLine, ...]
    findings: tuple[FindingRow, ...]
    facts: tuple[FactGroup, ...]
    evidence: tuple[Evidence, ...]
    agree: StepForm
    ask: StepForm
    due: DueChip
    law: LawMark
    send_back: StepForm | None = None
    """None where the step is an approval that has no return; then `more` may offer the other steps."""
    more: tuple[StepForm, ...] = ()
    questions: tuple[QuestionRow, ...] = ()
    """Questions put to the officers so far, each with its answer."""
    blocked: bool = False
    """True when this person may not decide here at all; only the refusal is shown."""
    heads: tuple[str, ...] = ()
    """Which of the heads made the review necessary."""
    proposer: str = ""
    like: LikeStrip | None = None
    """Where the proposed fine stands among like cases."""
    guidance: tuple[GuidanceCard, ...] = ()
    settled: bool = False
    """The decision has been made; what is shown is no longer a proposal."""
    refusal: RefusalPanel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    number: str
    party: str
    href: str
    due: DueChip
    here: bool = False
    note: str = ""
    """What became of a question about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQueue:
    items: tuple[QueueItem, ...]
    position: str
    file: ReviewFile | None
    empty: Empty
    next: str = ""
    previous: str = ""
    just_done: str = ""
    title: str = "审核"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    people: TableView
    tiles: tuple[Tile, ...]
    lacks: tuple[Lack, ...] = ()
    actions: tuple[Action, ...] = ()
    form: StepForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    action: str
    fields: tuple[FieldView, ...]
    organ: str = ""
    next: str = ""
    wrong: str = ""
    locked: str = ""
    """Said while the account is locked: until when, and whom to ask."""
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """403, 404, 500, or an act refused outside its form: what happened and what to do next, without code words."""

    title: str
    what: str
    kept: str = ""
    actions: tuple[Action, ...] = ()
    refusal: RefusalPanel | None = None
    reference: str = ""
    kind: Literal["stranger", "missing", "broken", "refused"] = "missing"
