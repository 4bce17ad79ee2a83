"""The beginning of a case: its number, its first proceeding, the journal it starts; the row follows with the act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhifa.acts.numbers import take_number
from zhifa.acts.work import Actor, Work, context, new_id, today
from zhifa.core.events import CASE_OPENED, NewEvent
from zhifa.core.facts import Value
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.taking import open_proceeding
from zhifa.core.values import Moment
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.models import Case
from zhifa.store.registry.models import Organ

CASE_NUMBER = "案"


def begin_case(
    organ: Organ,
    procedure: str,
    at: Moment,
    actor: Actor,
    *,
    facts: Mapping[str, Value],
    officers: Sequence[str],
    about: Sequence[str] = (),
) -> Work:
    """A new case of an organ with its first proceeding, inside an act in progress."""
    given, instant, case_id = context(), clock.now(), new_id()
    opened = NewEvent(
        type=CASE_OPENED,
        occurred=at,
        actor=actor.id,
        payload={
            "organ": organ.pk,
            "number": str(take_number(organ, CASE_NUMBER, at.day.year, token=case_id)),
            "officers": list(officers),
            "facts": {},
            "rules": given.book.digest,
        },
    )
    vocabulary = given.book.vocabulary
    begun = open_proceeding(new_id(), procedure, at, actor.id, about=about, facts=facts, vocabulary=vocabulary)
    written = journal.append("case", case_id, 0, [opened, begun], recorded_at=instant)
    if isinstance(written, journal.StaleStream):
        raise RuntimeError("新案件的编号已被占用")
    case = fold(case_id, written, vocabulary)
    assert case is not None
    row = Case(id=case_id, organ=organ, path=organ.path)
    return Work(row, organ, list(written), case, given, {}, instant, today(), list(written), is_new=True)
