"""Procedures as the rules describe them: steps, points, periods and transitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from zhifa.core.conditions import Condition

OUTSIDERS: Final = frozenset({"party", "court", "bank", "other_organ", "public", "superior"})
"""Roles the organ does not command: their steps are recorded as they happened and never refused."""


@dataclass(frozen=True, slots=True)
class Check:
    """A demand on the step's own facts, such as a fine not above the one notified."""

    condition: Condition
    say: str
    cite: str = ""
    remedy: str = ""
    tells: str = ""
    """A text fact of the step that says why, put after what is said."""


@dataclass(frozen=True, slots=True)
class Record:
    """A fact the step records, always or under a condition."""

    fact: str
    condition: Condition | None = None
    columns: tuple[str, ...] = ()
    """Of a list the columns its form asks for; empty for all. The rest of a row stays as it was recorded before."""


@dataclass(frozen=True, slots=True)
class Reopening:
    """Earlier steps that stand no longer once this step was taken."""

    steps: tuple[str, ...]
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What the step does to another proceeding: steps annulled, a step taken there, facts set or carried over."""

    target: str
    annul: tuple[str, ...] = ()
    takes: str = ""
    """A step of the other proceeding that is done by this one, as a judgment is the end of a remedy there."""
    sets: tuple[tuple[str, Any], ...] = ()
    carries: tuple[str, ...] = ()
    dated_as: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A proceeding the step opens."""

    procedure: str
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """What the step begins with another organ: its case opens with this procedure, and a `received` step there."""

    to: str
    """The fact that names the organ."""
    procedure: str
    step: str
    carries: tuple[str, ...] = ()
    condition: Condition | None = None
    own_papers: bool = False
    """Only the papers of the step go along, not the whole file."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The step on the other side of a letter which this step is entered as there, with the facts it tells."""

    step: str
    carries: tuple[str, ...] = ()
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Fewer:
    """Where fewer officers suffice: a condition on the step's own facts, how many, and what to do to come under it."""

    condition: Condition
    officers: int
    say: str
    cite: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure: who may take it, what must be true, what it records, by which article."""

    procedure: str
    code: str
    title: str
    phase: str
    cite: str
    status: str
    rank: int
    by: tuple[str, ...]
    officers: int
    officers_cite: str
    fewer_if: tuple[Fewer, ...]
    never_by: tuple[str, ...]
    after: tuple[tuple[str, ...], ...]
    needs: Condition | None
    checks: tuple[Check, ...]
    needed_if: Condition | None
    until: tuple[str, ...]
    counts_if: Condition | None
    reopens: tuple[Reopening, ...]
    repeat: bool
    times: int
    records: tuple[Record, ...]
    may_record: tuple[str, ...]
    sets: tuple[tuple[str, Any], ...]
    dated_as: str
    effects: tuple[Effect, ...]
    opens: tuple[Opening, ...]
    sends: tuple[Sending, ...]
    answers: tuple[Answer, ...]
    tells: tuple[Answer, ...]
    """Steps of the organ that was written to which this step is at once entered as, with the facts it tells."""
    ends: str
    even_after_end: bool
    papers: tuple[str, ...]
    optional: bool
    note: str

    @property
    def is_outsiders(self) -> bool:
        return bool(self.by) and all(role in OUTSIDERS for role in self.by)

    @property
    def is_laws(self) -> bool:
        """Whether nobody takes the step: the law deems it taken, or a step of another proceeding does."""
        return self.by == ("system",)

    @property
    def facts(self) -> frozenset[str]:
        """Every fact the step may carry."""
        named = {record.fact for record in self.records} | set(self.may_record) | {code for code, _ in self.sets}
        return frozenset(named | ({self.dated_as} if self.dated_as else set()))


@dataclass(frozen=True, slots=True)
class Point:
    """A named moment of a procedure, such as the end of the hearing stage."""

    code: str
    title: str
    when: Condition
    cite: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Days between two happenings that do not count, such as testing of seized goods."""

    start: str
    end: str
    cite: str = ""
    end_counts: bool = False
    """The day of the later happening runs again already: whoever comes back to custody serves that day."""


@dataclass(frozen=True, slots=True)
class Extension:
    """A step that lengthens the period: by a number, by a fact, or to a date."""

    step: str
    length: int = 0
    fact: str = ""
    to: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Lapse:
    """What the law makes of silence: a step deemed taken, dated from the start or from the end of the period."""

    deems: str
    dated: str
    facts: tuple[tuple[str, Any], ...]
    condition: Condition | None
    say: str


@dataclass(frozen=True, slots=True)
class Period:
    """A period the law sets: from when, how long, in which unit, for whom, and what it means to miss it."""

    procedure: str
    code: str
    title: str
    cite: str
    status: str
    start_steps: tuple[str, ...]
    starts: Condition | None
    length: int
    unit: str
    count: str
    kind: str
    of: str
    met_by: tuple[str, ...]
    met_if: Condition | None
    until: Condition | None
    only_if: Condition | None
    shorter_if: tuple[tuple[Condition, int, str], ...]
    each: str
    paused_by: tuple[Pause, ...]
    extended_by: tuple[Extension, ...]
    on_lapse: Lapse | None
    rolls: bool | None
    survives: bool
    liberty: bool
    """Whether somebody's liberty is restricted while it runs."""
    pin: str
    yellow: int
    red: int

    @property
    def backwards(self) -> bool:
        """Counted back from a day to come: the last day on which something may still be done before it."""
        return self.length < 0 and self.until is None


@dataclass(frozen=True, slots=True)
class Transition:
    """How running cases cross a change of the procedure: which steps count as settled for them."""

    on: date
    settled: tuple[str, ...]
    condition: Condition | None
    say: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure as it stands on one day."""

    code: str
    title: str
    kind: str
    cite: str
    phases: tuple[str, ...]
    number_kind: str
    light: bool
    """Whether finished cases of it may be entered in bulk, each as one event."""
    listed: bool
    """Whether rows of a list may be entered as cases of it, each as one event that tells what the row tells."""
    steps: Mapping[str, Step]
    points: Mapping[str, Point]
    periods: tuple[Period, ...]
    transitions: tuple[Transition, ...]
