"""A rule of supervision: what it looks at, how serious that is, who must answer and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from zhifa.core.conditions import Condition

RED, YELLOW, BLUE = "red", "yellow", "blue"
COLOURS: Final[Mapping[str, str]] = {RED: "红", YELLOW: "黄", BLUE: "蓝"}
"""Red must be put right, yellow must be explained, blue must be looked at."""
ANSWERS: Final[Mapping[str, str]] = {"officer": "承办人", "head": "机关负责人"}
OVERDUE, LATE, NEAR, DUE, BREACH, QUESTION = "after", "late", "before", "on", "breach", "question"
"""When a rule has colours of its own: overdue and open, done but late, before the day, on the day, broken, unclear."""


@dataclass(frozen=True, slots=True)
class Catch:
    """Findings of the engine a rule takes up. Each part that is given must fit; more parts make a closer fit."""

    codes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    def closeness(self, code: str) -> tuple[bool, bool, int, int]:
        """How closely it fits a finding with a code.

        A rule that names the level comes first: a question is not taken up by a rule about breaches. Then one that
        names the very period or paper and not all of them, then the one with more parts. Of equals the one that names
        an article, a fact, a step or a procedure comes before the one that names a whole kind of procedures.
        """
        parts = sum(bool(getattr(self, part)) for part in self.__slots__)
        narrow = sum(map(bool, (self.steps, self.procedures, self.about, self.cites)))
        return bool(self.levels), ":" in code and code in self.codes, parts, narrow


@dataclass(frozen=True, slots=True)
class Look:
    """A condition a rule asks after certain steps: of the day of the step, or of today once some days have passed."""

    steps: tuple[str, ...]
    condition: Condition
    kinds: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    days: int | None = None
    """So many days after the step the condition is asked as of today; None: as of the day of the step."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One rule of supervision as of a day."""

    code: str
    title: str
    group: str
    cite: str
    status: str
    colour: str
    answers: str
    within: int
    """Working days in which an answer is due."""
    mends: str
    say: str
    trial: bool = False
    since: date | None = None
    """Nothing done before this day is judged by its condition."""
    colours: Mapping[str, str] = field(default_factory=dict)
    catches: tuple[Catch, ...] = ()
    look: Look | None = None
    reader: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def looks_back(self) -> int:
        """So many days before today a rule over many cases takes into account."""
        return int(self.parameters.get("window", 365))

    def colour_when(self, stage: str) -> str:
        """Its colour at a stage; where it says nothing of a stage, a question is blue and all else its own colour."""
        return self.colours.get(stage, BLUE if stage == QUESTION else self.colour)
