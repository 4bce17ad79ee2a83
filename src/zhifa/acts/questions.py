"""A question to the officers in charge, asked by whoever must decide; it is part of the case and stops no period."""

from __future__ import annotations

from collections.abc import Sequence

from zhifa.acts.work import Actor, Recorded, Work, decide, this_moment
from zhifa.core.events import CASE_ASKED, NewEvent
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal

LONGEST = 2000


def ask(case_id: str, proceeding: str, step: str, question: str, *, actor: Actor) -> Recorded | Refusal:
    """Ask the officers in charge something before agreeing or sending back."""

    def decision(work: Work) -> Sequence[NewEvent] | Refusal:
        if refused := may(actor.person, "review.queue", work.row.path, work.day):
            return refused
        said = question.strip()
        if not said or len(said) > LONGEST:
            return bad_input("请写明要问的话" if not said else f"问题超过 {LONGEST} 字", place="question")
        if proceeding not in work.case.proceedings:
            return bad_input("案件中没有这个程序", place="proceeding")
        payload = {"proceeding": proceeding, "step": step, "question": said}
        return [NewEvent(type=CASE_ASKED, occurred=this_moment(), actor=actor.id, payload=payload)]

    return decide(case_id, decision)
