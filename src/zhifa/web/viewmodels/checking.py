"""The page that checks anybody's report: the text with its figures marked, and beside it what they amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhifa.web.viewmodels.forms import StepForm
from zhifa.web.viewmodels.parts import Action, Empty

CheckState = Literal["contradiction", "unexplained", "undecidable", "holds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRun:
    """A stretch of a line. A figure has a state: that of the worst check it takes part in, `figure` for none."""

    text: str
    state: CheckState | Literal["", "figure"] = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """One line of the report with its number; `notes` are the numbers of the findings that speak of it."""

    number: int
    runs: tuple[CheckedRun, ...]
    notes: tuple[int, ...] = ()
    cells: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckNote:
    """One identity: what it says, the arithmetic, the lines it speaks of. Those that hold have no number."""

    number: int
    state: CheckState
    text: str
    expression: str
    lines: tuple[int, ...]
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
class ReportCheckPage:
    """The form, and where a report was given, the report and its findings."""

    form: StepForm
    name: str = ""
    lead: str = ""
    summary: tuple[tuple[str, str], ...] = ()
    lines: tuple[CheckedLine, ...] = ()
    broken: tuple[CheckNote, ...] = ()
    holding: tuple[CheckNote, ...] = ()
    compared: tuple[ComparedFigure, ...] = ()
    against: str = ""
    sound: Empty | None = None
    """What is said when nothing was found wrong."""
    again: Action | None = None
