"""Pages about people: a record with its answer on top, a paper to be sat, a scripted case to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhifa.web.viewmodels.case import FactGroup
from zhifa.web.viewmodels.forms import StepForm
from zhifa.web.viewmodels.parts import Action, Lack, LawMark, Level, RefusalPanel, TableView, Tile


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The one thing a record answers at a glance: 今天可以执法, 不合格; with why, and the article."""

    level: Level
    word: str
    why: str = ""
    law: LawMark | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """One thing with all that is known of it: a person, a training, an examination, a piece of equipment."""

    title: str
    lead: str = ""
    verdicts: tuple[Verdict, ...] = ()
    actions: tuple[Action, ...] = ()
    back: Action | None = None
    tiles: tuple[Tile, ...] = ()
    lacks: tuple[Lack, ...] = ()
    forms: tuple[StepForm, ...] = ()
    facts: tuple[FactGroup, ...] = ()
    tables: tuple[TableView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamOption:
    """A choice of a question: `value` is its number in the bank, `letter` what the candidate sees."""

    value: str
    letter: str
    label: str
    chosen: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamQuestion:
    """A question on a paper; once marked with the right answer, why, and the article."""

    name: str
    number: int
    kind: str
    text: str
    points: int
    options: tuple[ExamOption, ...] = ()
    many: bool = False
    written: str = ""
    """What was written on a case."""
    got: int | None = None
    right: str = ""
    why: str = ""
    law: LawMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamPaper:
    """A paper: to be sat against the server's clock, to be marked, or marked."""

    title: str
    lead: str
    state: Literal["sitting", "marking", "marked"]
    questions: tuple[ExamQuestion, ...]
    action: str = ""
    save: str = ""
    """Where answers are saved while they are given."""
    saved: str = ""
    left: int = 0
    """Seconds until the server takes the paper in."""
    until: str = ""
    verb: str = ""
    refusal: RefusalPanel | None = None
    back: Action | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingChoice:
    """Something one could do next."""

    letter: str
    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingTurn:
    """What was chosen and what the law, as the engine holds it, said to it."""

    text: str
    good: bool
    said: str
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingPage:
    """A scripted case: the scene, what was done so far, what could be done next."""

    title: str
    lead: str
    scene: str
    number: int
    scenes: int
    choices: tuple[TeachingChoice, ...]
    turns: tuple[TeachingTurn, ...]
    lesson: str = ""
    """Said at the end."""
    again: Action | None = None
    back: Action | None = None
