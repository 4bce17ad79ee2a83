"""Questions put to the officers in charge before an opinion is given, and what they answered.

A question stops no period and bars no step: whoever asked may decide without an answer, and then it waits no longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhifa.core.events import CASE_ANSWERED, CASE_ASKED, Event
from zhifa.core.procedure.case import Case

OPEN, ANSWERED, OVERTAKEN = "open", "answered", "overtaken"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answer; `version` is its place in the journal of the case."""

    version: int
    proceeding: str
    step: str
    text: str
    by: str
    on: date
    at: datetime
    state: str = OPEN
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    decided: bool = False
    """The step it was asked for has been taken since."""


def questions(case: Case) -> tuple[Question, ...]:
    """Every question of a case in the order in which they were asked; an erased text is empty."""
    answers = {int(str(e.payload["question"])): e for e in case.events if e.type == CASE_ANSWERED}
    return tuple(
        _question(case, event, answers.get(event.version)) for event in case.events if event.type == CASE_ASKED
    )


def _question(case: Case, event: Event, answer: Event | None) -> Question:
    proceeding, step = str(event.payload["proceeding"]), str(event.payload["step"])
    decided = any(
        taken.version > event.version and (taken.proceeding, taken.step) == (proceeding, step) for taken in case.taken
    )
    return Question(
        version=event.version,
        proceeding=proceeding,
        step=step,
        text=str(event.payload["question"] or ""),
        by=event.actor,
        on=event.occurred.day,
        at=event.recorded_at,
        state=ANSWERED if answer else OVERTAKEN if decided else OPEN,
        answer=str(answer.payload["answer"] or "") if answer else "",
        answered_by=answer.actor if answer else "",
        answered_at=answer.recorded_at if answer else None,
        decided=decided,
    )
