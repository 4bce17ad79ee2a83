"""What leaves the house: papers, the public check of a paper, statistics and the annual report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhifa.core.papers import Mark
from zhifa.web.viewmodels.charts import Chart, Rung
from zhifa.web.viewmodels.forms import Option
from zhifa.web.viewmodels.parts import (
    Action,
    DueChip,
    Empty,
    Figure,
    Filter,
    Lack,
    LawMark,
    Pager,
    PaperRow,
    Progress,
    RefusalPanel,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBlock:
    """A block of a paper in 公文 layout; `rows` carry label/value pairs of a form or the rows of a table."""

    kind: Literal[
        "organ", "title", "number", "heading", "paragraph", "to", "fields", "table", "sign", "seal", "note", "qr"
    ]
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    image: str = ""
    """The address of the QR image; papers take no inline data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    row: PaperRow
    case: Action
    blocks: tuple[PaperBlock, ...]
    actions: tuple[Action, ...]
    missing: tuple[Lack, ...] = ()
    scan: str = ""
    """Where the signed and stamped scan is uploaded as the issued copy."""
    scanned: Action | None = None
    steps: tuple[tuple[str, str], ...] = ()
    """The way of the paper: label and date or what is lacking."""
    refusal: RefusalPanel | None = None
    progress: Progress | None = None
    article: str = ""
    """The paper itself as the renderer made it from its stored blocks; already escaped."""
    stylesheet: str = ""
    """Where the look of printed papers is served."""
    scan_image: str = ""
    """The scanned copy as a picture: once it is there, it is the paper that was issued."""
    note: str = ""
    mark: Mark | None = None
    """What became of the paper: the article says it itself, a scan cannot."""
    serials: tuple[Option, ...] = ()
    """Numbers reserved to the visitor or an officer of the case, for a form that was filled out by hand."""
    numbered: str = ""
    """Where such a form is entered under its own number and day."""
    today: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPrint:
    """A paper alone on its page, to be printed."""

    title: str
    article: str
    stylesheet: str
    back: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCheck:
    """What anybody sees who scans the QR code of a paper; no personal data beyond what the paper names."""

    state: Literal["genuine", "withdrawn", "unknown", "ask"]
    code: str
    action: str
    title: str = ""
    number: str = ""
    organ: str = ""
    issued: date | None = None
    digest: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    withdrawn: str = ""
    objection: tuple[tuple[str, str], ...] = ()
    """How to object: the body, and until when, already worked out."""
    law: LawMark | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDecision:
    title: str
    number: str
    organ: str
    party: str
    matter: str
    outcome: str
    on: date
    href: str
    withdraws: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSearch:
    action: str
    query: str
    found: tuple[PublishedDecision, ...]
    pager: Pager | None
    empty: Empty
    organs: tuple[Option, ...] = ()
    since: str = ""
    until: str = ""
    narrowed: bool = False
    """Something besides the words was asked for: the fields for it stand open."""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDecision:
    """One published decision as the public sees it, everything personal masked."""

    title: str
    rows: tuple[tuple[str, str], ...]
    content: str
    back: Action
    withdrawn: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatRow:
    label: str
    cells: tuple[Figure, ...]
    indent: int = 0
    total: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatTable:
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[StatRow, ...]
    note: str = ""
    anchor: str = ""
    exports: tuple[Action, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    """A row of grouped heads above the columns: label and how many columns it spans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPage:
    title: str
    years: tuple[Filter, ...]
    tables: tuple[StatTable, ...]
    organs: tuple[Filter, ...] = ()
    """The organs within the visitor's reach, where there are several."""
    forms: tuple[Filter, ...] = ()
    """The forms the tables can be shown in."""
    lead: str = ""
    stand: str = ""
    """Up to which act the figures count, so that two readers compare the same thing."""
    actions: tuple[Action, ...] = ()
    empty: Empty | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of text in the report: plain, a figure with its cases, or something still to be written."""

    text: str
    href: str = ""
    entered: bool = False
    todo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginNote:
    """Beside a passage: a contradiction, an unexplained remainder, or last year's figure."""

    kind: Literal["contradiction", "unexplained", "last_year", "undecidable"]
    text: str
    expression: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One passage of the report; `edit` is where its edited text is kept, empty when it is computed."""

    kind: Literal["title", "addressee", "h1", "h2", "para", "table", "chart", "months", "sign"]
    runs: tuple[Run, ...] = ()
    more: tuple[tuple[Run, ...], ...] = ()
    """The paragraphs that follow the first, where a passage has several."""
    caption: str = ""
    bars: tuple[Rung, ...] = ()
    """What a chart draws."""
    courses: tuple[Chart, ...] = ()
    """What `months` draws: one chart by month for each figure."""
    table: StatTable | None = None
    edit: str = ""
    edited: str = ""
    notes: tuple[MarginNote, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageForm:
    """A passage being edited in place; figures stand as `{{figure}}` names so that they stay tied to their cases."""

    name: str
    text: str
    action: str
    cancel: str
    hint: str = ""
    error: str = ""
    alone: bool = False
    """Opened as a page of its own: there is no passage around it to be replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterNotes:
    """What the writer should know and the published report does not say."""

    title: str
    lines: tuple[str, ...] = ()
    table: StatTable | None = None
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """A problem and a plan the year's own findings suggest; `grounds` open what speaks for them."""

    title: str
    problem: str
    plan: str
    grounds: tuple[Action, ...]
    state: str = ""
    take: Action | None = None
    leave: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    title: str
    organ: str
    year: int
    state: str
    passages: tuple[Passage, ...]
    exports: tuple[Action, ...]
    years: tuple[Filter, ...] = ()
    organs: tuple[Filter, ...] = ()
    summary: tuple[tuple[str, Figure], ...] = ()
    """What is still to be done, each count leading to the first of it: 2 处前后矛盾 …"""
    actions: tuple[Action, ...] = ()
    progress: Progress | None = None
    stand: str = ""
    due: DueChip | None = None
    """Until when it must be published."""
    law: LawMark | None = None
    finished: tuple[str, ...] = ()
    """What is said of the finished report: when, on which checkpoint, where it was published."""
    finished_files: tuple[Action, ...] = ()
    kinds: tuple[Filter, ...] = ()
    """The kinds of report it could be written in."""
    choose: Action | None = None
    """Keeps the kind that is being looked at."""
    suggestions: tuple[SuggestionRow, ...] = ()
    suggesting: bool = False
    """Whether the suggestions stand open: while they are being gone through."""
    notes: tuple[WriterNotes, ...] = ()
    refused: RefusalPanel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePreview:
    """A template as it would look when issued, and what is wrong with it."""

    article: str
    problems: tuple[str, ...]
    stylesheet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEditor:
    """A template as text beside the paper it makes."""

    title: str
    code: str
    law: LawMark | None
    action: str
    preview: str
    pdf: str
    text: str
    required: str
    effective: str
    reason: str
    cases: tuple[Option, ...]
    facts: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    shown: TemplatePreview
    refusal: RefusalPanel | None
    may_save: bool
    back: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One case in which something waits to be delivered."""

    key: str
    case: Action
    party: str
    what: str
    due: DueChip | None
    chosen: bool = False
    done: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDesk:
    """What waits to be delivered, and one form for as many as are chosen."""

    action: str
    tabs: tuple[Filter, ...]
    announcing: bool
    lines: tuple[DeliveryLine, ...]
    methods: tuple[str, ...]
    method: str
    on: str
    reason: str
    posted: str
    refusal: RefusalPanel | None = None
    told: str = ""
