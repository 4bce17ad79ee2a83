"""The page that checks anybody's report: the text with its figures marked, and beside it what they amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhifa.web.viewmodels.forms import StepForm
from zhifa.web.viewmodels.parts import Action, Empty

CheckState = Literal["contradiction", "unexplained", "undecidable", "holds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRun:
    """A stretch of a line. A figure has a state: that of the worst check it takes part in, which it leads to, or
    `figure` for none. `anchor` is where the notes lead to it."""

    text: str
    state: CheckState | Literal["", "figure"] = ""
    title: str = ""
    href: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """One line of the report with its number; `notes` are the numbers of the findings that speak of it."""

    number: int
    runs: tuple[CheckedRun, ...]
    notes: tuple[int, ...] = ()
    cells: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckNote:
    """One identity: what it says, the arithmetic, and the places it speaks of, each with its address on the page."""

    number: int
    state: CheckState
    text: str
    expression: str
    places: tuple[tuple[str, str], ...]
    cite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFigure:
    """A yearly figure of the report beside what the cases give."""

    title: str
    reported: str
    counted: str
    same: bool
    line: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFilter:
    """One choice of what the notes show: everything to be looked at, or what has one state."""

    code: CheckState | Literal["open"]
    label: str
    count: int
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFile:
    """The findings as a file, carried in the page itself: nothing of a report is kept to be fetched again."""

    label: str
    href: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCheckPage:
    """The form, and where a report was given, the report and its findings."""

    form: StepForm
    name: str = ""
    lead: str = ""
    filters: tuple[CheckFilter, ...] = ()
    files: tuple[CheckFile, ...] = ()
    lines: tuple[CheckedLine, ...] = ()
    notes: tuple[CheckNote, ...] = ()
    """What does not hold, in the order of the text, then what does."""
    compared: tuple[ComparedFigure, ...] = ()
    against: str = ""
    sound: Empty | None = None
    """What is said when nothing was found wrong."""
    again: Action | None = None
