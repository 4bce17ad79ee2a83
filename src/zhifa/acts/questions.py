"""A question to the officers in charge, asked by whoever must decide, and its answer; it stops no period."""

from __future__ import annotations

from collections.abc import Sequence

from zhifa.acts.work import Actor, Recorded, Work, decide, this_moment
from zhifa.core.events import CASE_ANSWERED, CASE_ASKED, NewEvent
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.questions import ANSWERED, questions
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
        return [
            NewEvent(type=CASE_ASKED, occurred=this_moment(), actor=actor.id, payload=payload, personal=("/question",))
        ]

    return decide(case_id, decision)


def answer(case_id: str, version: int, said: str, *, actor: Actor) -> Recorded | Refusal:
    """Answer a question of the case, as one of the officers in charge; what was said stays as it was said."""

    def decision(work: Work) -> Sequence[NewEvent] | Refusal:
        if refused := may(actor.person, work.action, work.row.path, work.day):
            return refused
        if actor.id not in work.case.officers:
            return Refusal("forbidden", "只有本案承办人可以回答", "承办人已经变动的，先由负责人移交案件")
        found = next((item for item in questions(work.case) if item.version == version), None)
        if found is None:
            return bad_input("案件中没有这个提问", "从案件页重新打开", place="answer")
        if found.state == ANSWERED:
            return bad_input("这个提问已经回答", "要补充的，告诉提问人再问一次", place="answer")
        words = said.strip()
        if not words or len(words) > LONGEST:
            return bad_input("请写明回答" if not words else f"回答超过 {LONGEST} 字", place="answer")
        payload: dict[str, Json] = {"question": version, "answer": words}
        return [
            NewEvent(type=CASE_ANSWERED, occurred=this_moment(), actor=actor.id, payload=payload, personal=("/answer",))
        ]

    return decide(case_id, decision)
