"""Signing a checkpoint of an approval chain: in order, by a person of the role, each by another."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhifa.acts.tallying import retell
from zhifa.acts.work import Actor, Recorded, Work, decide, this_moment, today
from zhifa.core.events import CASE_SIGNED, NewEvent
from zhifa.core.facts import Json
from zhifa.core.permission import ROLE_TITLES, may
from zhifa.core.procedure.chains import Checkpoint, Progress, progress
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Moment, Refusal, show_date

LONGEST = 2000


def sign(
    case_id: str, proceeding: str, step: str, *, agreed: bool, opinion: str, actor: Actor, at: Moment | None = None
) -> Recorded | Refusal:
    """Sign the checkpoint whose turn it is, or send the case back. `at` is an earlier day for what was signed on paper.

    Sent back, the chain begins anew once the step it starts with was done again or the first checkpoint signs anew.
    """
    when = at or this_moment()

    def decision(work: Work) -> Sequence[NewEvent] | Refusal:
        if refused := may(actor.person, "chain.sign", work.row.path, work.day):
            return refused
        if proceeding not in work.case.proceedings:
            return bad_input("案件中没有这个程序", "从案件页重新打开", place="proceeding")
        if when.day > today():
            return bad_input(f"日期 {show_date(when.day)} 晚于今天", "填写签批的日期", place="at")
        found = progress(unfold(work.case, work.context, day=when.day), proceeding, step, when)
        point = _turn(found)
        if isinstance(point, Refusal):
            return point
        assert found is not None
        if refused := _unfit(work, found, point, actor, when):
            return refused
        said = opinion.strip()
        if not agreed and not said:
            return bad_input("退回应当写明理由", "填写理由", place="opinion")
        if len(said) > LONGEST:
            return bad_input(f"意见超过 {LONGEST} 字", "删减后再签批", place="opinion")
        payload: dict[str, Json] = {
            "proceeding": proceeding, "step": step, "chain": found.use.chain.code, "checkpoint": point.code,
            "agreed": agreed, "opinion": said, "by": actor.id,
        }  # fmt: skip
        return [NewEvent(type=CASE_SIGNED, occurred=when, actor=actor.id, payload=payload, personal=("/opinion",))]

    with transaction.atomic():
        done = decide(case_id, decision)
        if not isinstance(done, Refusal):
            retell(case_id)
    return done


def _turn(found: Progress | None) -> Checkpoint | Refusal:
    if found is None:
        return bad_input("这一步不用审批链签批", "直接办理", place="step")
    if not found.begun:
        return bad_input("还不能签批", "签批从审批链开始的那一步以后进行，先办那一步", place="step")
    return found.next or bad_input("各关都已签批", "可以办理后面的步骤", place="step")


def _unfit(work: Work, found: Progress, point: Checkpoint, actor: Actor, when: Moment) -> Refusal | None:
    """Why this person may not sign this checkpoint."""
    person = actor.person.within(work.row.path) if actor.person else None
    if person is None or not person.may_act_as(point.by, when.day):
        names = "、".join(ROLE_TITLES.get(role, role) for role in point.by)
        return Refusal("role", f"现在由{point.title}签批", f"{point.title}是本单位的{names}；请其办理")
    if any(one.by == actor.id for one in found.signed):
        return Refusal("separation", f"{person.name}在本案签过前面的一关", "各关由不同的人签批，请另一人办理")
    if point.handlers != (actor.id in work.case.officers):
        who = "由本案承办人签批" if point.handlers else "不能由本案承办人签批"
        return Refusal("separation", f"“{point.title}”{who}", "请合适的人办理")
    return None
