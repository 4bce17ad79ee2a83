"""The page of one finding: what is wrong, what was said about it, the one next thing for whoever looks."""

from __future__ import annotations

from dataclasses import dataclass

from zhifa.web.viewmodels.case import TimelineEntry
from zhifa.web.viewmodels.forms import StepForm
from zhifa.web.viewmodels.parts import Action, DueChip, FindingRow, LawMark, Level, TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class NextForm:
    """Something the visitor may do about a finding; the first stands open, if it is what comes next."""

    title: str
    form: StepForm
    why: str = ""
    opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    title: str
    level: Level
    word: str
    state: str
    organ: str
    message: str
    remedy: str
    law: LawMark | None
    law_text: str = ""
    """The words of the article, where the site has loaded them."""
    trial: bool = False
    """The rule is on trial: it may be wrong more often than others."""
    place: Action | None = None
    """The case at the place the finding speaks of."""
    step: str = ""
    cause: TimelineEntry | None = None
    """The event that caused it; of a period that ran out the one from which it ran; none for patterns."""
    causes: TableView | None = None
    """The cases by which a pattern of many is shown."""
    kept: str = ""
    """Why a pattern is still here that its rule no longer sees."""
    due: DueChip | None = None
    waits: str = ""
    """Whom the finding waits for, where that is not the visitor."""
    recurred: FindingRow | None = None
    raised: Action | None = None
    """The case of supervision in which a paper about it was issued."""
    forms: tuple[NextForm, ...] = ()
    issue: Action | None = None
    """The way to a supervision paper about it."""
    history: tuple[TimelineEntry, ...] = ()
