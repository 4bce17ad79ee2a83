"""Who takes no part in a case: whoever a complaint is about finds nothing of it on any desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from zhifa.core.permission import PRIVATE, Person
from zhifa.core.procedure.authority import recused
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.state import Context
from zhifa.store import journal
from zhifa.store.readers.desk import DutyLine, TaskLine

Line = TypeVar("Line", DutyLine, TaskLine)


def open_to(person: Person, lines: Sequence[Line], *, context: Context, day: date) -> list[Line]:
    """The lines of a desk without those of private cases the person is recused from; one query more if there are any.

    Only private kinds are looked into: they are few, and of other cases a head decides on recusal when he sees them.
    """
    private = dict.fromkeys(line.case_id for line in lines if line.kind in PRIVATE)
    if not private:
        return list(lines)
    barred: set[tuple[str, str]] = set()
    for key, events in journal.read_streams("case", private).items():
        case = fold(key, events, context.book.vocabulary)
        state = unfold(case, context, day=day) if case else None
        barred |= {(key, run) for run in (state.runs if state else ()) if state and recused(state, run, person.name)}
    return [line for line in lines if (line.case_id, line.proceeding) not in barred]
