"""Scripts and their deeds: what will be done, by whom and when, before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from zhifa.acts.work import Actor
from zhifa.core.values import Moment, Refusal

MAIN = ""
"""The proceeding a case was opened with."""


@dataclass(frozen=True, slots=True)
class Issued:
    """In facts: the number of a paper already issued in the case."""

    paper: str


@dataclass(frozen=True, slots=True)
class Coming:
    """In facts: the number the next paper of this kind will bear."""

    paper: str


@dataclass(frozen=True, slots=True)
class Volume:
    """In facts: the next number of archived casefiles of one kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper to issue after a step, in one of the case's proceedings."""

    paper: str
    proceeding: str = MAIN


@dataclass(frozen=True, slots=True)
class Take:
    """Take a step. `opens` names the proceeding it opens, so that later deeds can mean it."""

    step: str
    facts: Mapping[str, object]
    by: tuple[str, ...] = ()
    proceeding: str = MAIN
    opens: str = ""
    papers: tuple[Sheet, ...] = ()
    actor: str = ""
    """Who enters it, where that is not the first of those who took it, as with steps of the party."""


@dataclass(frozen=True, slots=True)
class Open:
    """Open a case and take its first steps in the same act."""

    organ: str
    procedure: str
    facts: Mapping[str, object]
    officers: tuple[str, ...]
    actor: str
    steps: tuple[Take, ...] = ()
    at: Moment | None = None
    """When the case began, if it is entered later."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a further proceeding of the case under a name."""

    procedure: str
    name: str
    actor: str


@dataclass(frozen=True, slots=True)
class Enter:
    """Enter steps taken on paper, afterwards and in one go; each with the moment it happened."""

    steps: tuple[tuple[datetime, Take], ...]
    actor: str


@dataclass(frozen=True, slots=True)
class Look:
    """The daily watch passes: what the law made of silence is written down."""


@dataclass(frozen=True, slots=True)
class Leave:
    """An officer leaves: open cases go to another, the certificate is cancelled, the roles end."""

    person: str
    successor: str
    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Office:
    """An act on people: register, certify, appoint."""

    what: str
    run: Callable[[Actor], Refusal | None]


Action = Open | Take | Begin | Enter | Look | Leave | Office


@dataclass(frozen=True, slots=True)
class Deed:
    """One act and the minute at which it is done."""

    at: datetime
    case: str
    action: Action


@dataclass(slots=True)
class Script:
    """One case from beginning to end, as deeds in order."""

    key: str
    deeds: list[Deed] = field(default_factory=list)

    def open(
        self,
        at: datetime,
        procedure: str,
        facts: Mapping[str, object],
        *,
        organ: str,
        officers: tuple[str, ...],
        actor: str = "",
        steps: Sequence[Take] = (),
        began: datetime | None = None,
    ) -> None:
        """Open the case; `began` where it is entered later than it began."""
        moment = Moment.of(began) if began else None
        action = Open(organ, procedure, facts, officers, actor or officers[0], tuple(steps), moment)
        self.deeds.append(Deed(at, self.key, action))

    def take(
        self,
        at: datetime,
        step: str,
        facts: Mapping[str, object] | None = None,
        *,
        by: tuple[str, ...] = (),
        proceeding: str = MAIN,
        opens: str = "",
        papers: Sequence[str] = (),
        actor: str = "",
    ) -> datetime:
        """Take a step at a minute and return it; papers are issued in the same proceeding."""
        sheets = tuple(Sheet(code, proceeding) for code in papers)
        self.deeds.append(Deed(at, self.key, Take(step, facts or {}, by, proceeding, opens, sheets, actor)))
        return at

    def begin(self, at: datetime, procedure: str, name: str, *, actor: str) -> None:
        self.deeds.append(Deed(at, self.key, Begin(procedure, name, actor)))

    def enter(self, at: datetime, steps: Sequence[tuple[datetime, Take]], *, actor: str) -> None:
        self.deeds.append(Deed(at, self.key, Enter(tuple(steps), actor)))

    def look(self, at: datetime) -> None:
        self.deeds.append(Deed(at, self.key, Look()))


def office(at: datetime, what: str, run: Callable[[Actor], Refusal | None]) -> Deed:
    """An act on people at a minute."""
    return Deed(at, "", Office(what, run))


def in_order(scripts: Sequence[Script], others: Sequence[Deed], *, until: datetime) -> list[Deed]:
    """Every deed of every script by its minute; what would happen after `until` has not happened yet."""
    numbered = [
        (deed.at, number, place, deed)
        for number, script in enumerate([Script("", list(others)), *scripts])
        for place, deed in enumerate(script.deeds)
        if deed.at <= until
    ]
    return [item[3] for item in sorted(numbered, key=lambda item: item[:3])]


def written(day: date) -> str:
    """A day as facts are typed."""
    return day.isoformat()
