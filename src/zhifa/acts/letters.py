"""Letters between organs: one act writes both sides.

A step that sends begins a case with the organ it names, where that organ is registered here; a step that answers is
at once recorded in the case of the organ that wrote (行政处罚法 22, 25, 26). Each organ sees its own case only: what
the other did stands there as a step with the facts it told. The file goes along by reference: its papers are listed,
and the receiver may open those and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q

from zhifa.acts.opening import begin_case
from zhifa.acts.work import Actor, Work, act
from zhifa.core.conditions import Unknown
from zhifa.core.events import NewEvent
from zhifa.core.facts import Value, dump_value
from zhifa.core.procedure.case import Case
from zhifa.core.procedure.model import Answer, Sending, Step
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.procedure.taking import PERFORMED, RECORDED, Request, bad_input, take
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Moment, Refusal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ
from zhifa.store.supervision.case_rows import APART
from zhifa.store.supervision.models import Letter

FILES, FROM, FROM_NUMBER = "letter.files", "letter.from", "letter.from_number"
MEMBER = "joint.member"
"""Of several organs that answer one letter, the one that did."""


def with_files(work: Work, step: Step, facts: Mapping[str, object]) -> Mapping[str, object]:
    """The papers of the case listed as what goes along, where a step that sends was given no list."""
    if not step.sends or FILES not in step.facts or facts.get(FILES):
        return facts
    papers = rows.Paper.objects.filter(case_id=work.row.pk, withdrawn_on=None).order_by("version")
    if all(sending.own_papers for sending in step.sends):
        papers = papers.filter(code__in=step.papers)
    listed = [
        {"no": n, "name": p.title, "number": p.number, "dated_on": p.issued_on.isoformat(), "token": p.token}
        for n, p in enumerate(papers, 1)
    ]
    return {**facts, FILES: listed} if listed else facts


def registered(name: str, day: date) -> Organ | None:
    """The organ of that name, in full or short, that exists on a day; None for one outside or for two alike."""
    found = Organ.objects.filter(Q(name=name) | Q(short=name)).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    read = list(found[:2])
    return read[0] if len(read) == 1 else None


def correspond(work: Work, taken: NewEvent, *, actor: Actor) -> Refusal | None:
    """Write the other sides of a step just taken: cases begun with others, answers in the case of who wrote.

    A letter entered afterwards begins nothing with the other organ: it went on paper.
    """
    payload: Mapping[str, Any] = taken.payload
    at, refused = taken.occurred, None
    state = unfold(work.case, work.context, at=at)
    for proceeding in payload["proceedings"]:
        step = state.step(proceeding, payload["step"], at.day)
        scope = Scope(state, proceeding, at.day)
        for sending in step.sends if step and payload["mode"] == PERFORMED else ():
            if sending.condition is None or sending.condition.holds(scope) is True:
                refused = refused or _send(work, state, proceeding, sending, at, actor)
        for answer in step.answers if step else ():
            if answer.condition is None or answer.condition.holds(scope) is True:
                refused = refused or _answer(work, state, proceeding, answer, at, actor)
        for telling in step.tells if step else ():
            if telling.condition is None or telling.condition.holds(scope) is True:
                refused = refused or _tell(work, state, proceeding, telling, at, actor)
    return refused


def told_steps(book: Rulebook) -> Mapping[str, frozenset[str]]:
    """By procedure that a letter begins: the steps only whoever wrote the letter enters, here and later."""

    def read() -> Mapping[str, frozenset[str]]:
        begun: dict[str, set[str]] = {}
        told: dict[str, set[str]] = {}
        steps = [entry.data for entry in book.section("step")]
        for data in steps:
            if not data.get("tells"):
                continue
            told.setdefault(str(data["procedure"]), set()).update(str(item["step"]) for item in data["tells"])
        for data in steps:
            for item in data.get("sends", ()) if str(data.get("procedure")) in told else ():
                known = begun.setdefault(str(item["procedure"]), set())
                known.update({str(item["step"])}, told[str(data["procedure"])])
        return {code: frozenset(known) for code, known in begun.items()}

    return book.kept("letters.told", read)


def is_senders(case: Case, book: Rulebook, proceeding: str, step: str) -> bool:
    """Whether a step stands here because another organ of this system wrote, so that nobody here may enter or mend it.

    Where the letter came on paper, who received it enters what came.
    """
    found = case.proceedings.get(proceeding)
    if found is None or not any(APART in name for name in found.about):
        return False
    return step in told_steps(book).get(found.procedure, frozenset())


SENDERS_OWN = Refusal(
    "senders_step", "这一步由来函机关办理，办理后自动记入本案", "等来函机关办理；有不同意见的，在报告中说明或者申请复查"
)


def _known(state: State, proceeding: str, codes: Sequence[str]) -> dict[str, Any]:
    found = {code: state.recorded(proceeding, code) for code in codes}
    return {code: value for code, value in found.items() if not isinstance(value, Unknown)}


def _send(work: Work, state: State, proceeding: str, sending: Sending, at: Moment, actor: Actor) -> Refusal | None:
    """Begin the other organ's case: a proceeding about ours, with what goes along, and the step of receiving it."""
    name = state.recorded(proceeding, sending.to)
    organ = registered(name, at.day) if isinstance(name, str) else None
    if organ is None or organ.pk == work.organ.pk:
        return None  # a paper letter: its answer is entered when it comes
    carried = _known(state, proceeding, sending.carries)
    carried |= {FROM: work.organ.name, FROM_NUMBER: str(work.case.events[0].payload.get("number", ""))}
    known = {code: value for code, value in carried.items() if not code.startswith("letter.")}
    about = (f"{work.row.pk}{APART}{proceeding}",)
    other = begin_case(organ, sending.procedure, at, actor, facts=known, officers=(), about=about)
    there = next(iter(other.case.proceedings))
    told = {code: value for code, value in carried.items() if code in _facts_of(other, there, sending.step, at)}
    refused = _record(other, there, sending.step, at, told, work.organ.short, actor)
    if refused is None:
        other.finish()
    return refused


def _answer(work: Work, state: State, proceeding: str, answer: Answer, at: Moment, actor: Actor) -> Refusal | None:
    """Enter the answer in the case it answers. Cases are locked from who was asked to who asked, never back."""
    about = next((name for name in work.case.proceedings[proceeding].about if APART in name), "")
    case_id, _, there = about.partition(APART)
    if not case_id:
        return None
    with act(case_id) as other:
        if other is None or there not in other.case.proceedings:
            return None
        told = _known(state, proceeding, answer.carries)
        if MEMBER in _facts_of(other, there, answer.step, at):
            told |= {MEMBER: work.organ.name}
        refused = _record(other, there, answer.step, at, told, work.organ.short, actor)
        if refused is None:
            other.finish()
        return refused


def _tell(work: Work, state: State, proceeding: str, telling: Answer, at: Moment, actor: Actor) -> Refusal | None:
    """Enter the step in the case our latest letter began; on paper where it began none.

    Here the lock goes from who asked to who was asked, against the rule: a case somebody holds is not waited for.
    """
    sent = Letter.objects.filter(sender_case=work.row.pk, sender_proceeding=proceeding)
    place = sent.order_by("-pk").values_list("case_id", "proceeding").first()
    if place is None:
        return None
    case_id, there = place
    if not _free(case_id):
        return bad_input("对方机关正在办理这份文书", "稍后再办一次", place="letter.to")
    with act(case_id) as other:
        if other is None or there not in other.case.proceedings:
            return None
        told = _known(state, proceeding, telling.carries)
        refused = _record(other, there, telling.step, at, told, work.organ.short, actor)
        if refused is None:
            other.finish()
        return refused


def _free(case_id: str) -> bool:
    """Lock a case at once, or not at all."""
    try:
        with transaction.atomic():
            return bool(rows.Case.objects.select_for_update(nowait=True).filter(pk=case_id).values_list("pk"))
    except OperationalError:
        return False


def _facts_of(work: Work, proceeding: str, step: str, at: Moment) -> frozenset[str]:
    found = unfold(work.case, work.context, at=at).step(proceeding, step, at.day)
    return found.facts if found else frozenset()


def _record(
    work: Work, proceeding: str, step: str, at: Moment, facts: Mapping[str, Value], by: str, actor: Actor
) -> Refusal | None:
    told: dict[str, object] = {code: dump_value(value) for code, value in facts.items()}
    request = Request(proceeding, step, at, told, (by,), actor.id, RECORDED)
    result = take(work.case, request, context=work.context, people=work.person, today=work.day, ids=())
    if isinstance(result, Refusal):
        return result
    work.write(result.events)
    return None
