"""Acts on findings: the organ answers, the supervisor accepts, returns, dismisses, or opens a case of supervision.

A finding is derived; what is written here is what people said about it, in a stream under its key. It can be answered
and judged only while the record shows it or somebody has spoken about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zhifa.acts.cases import Opening, StepEntry, open_case
from zhifa.acts.personnel import text_of
from zhifa.acts.streams import write_behind
from zhifa.acts.work import Actor, Recorded, context, today
from zhifa.core.events import (
    FINDING_ACCEPTED,
    FINDING_ANSWERED,
    FINDING_DISMISSED,
    FINDING_RAISED,
    FINDING_RETURNED,
)
from zhifa.core.facts import Json
from zhifa.core.permission import EVERYWHERE, may, reach
from zhifa.core.planning import item_name
from zhifa.core.procedure.taking import bad_input
from zhifa.core.supervising import ANSWERABLE, ANSWERED, GROUNDS, MEASURES, OPEN, RAISED, RETURNED, SETTLED, STATES
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.cases import readable
from zhifa.store.readers.findings import FindingLine
from zhifa.store.readers.findings import finding as find_finding
from zhifa.store.readers.people import names_of
from zhifa.store.readers.plans import SUPERVISION, read_plan
from zhifa.store.readers.supervision import STREAM, WorkingRead, state_of, told_of
from zhifa.store.registry.models import Organ, Person
from zhifa.store.supervision.models import Working
from zhifa.store.supervision.projector import project

LONGEST = 2000
REGISTER, HANDLE = "register", "handle"
OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding somebody is about to speak of: as the record shows it, or as it was told when first spoken of."""

    key: str
    path: str
    state: str
    line: FindingLine | None
    read: WorkingRead


def span(code: str, day: date) -> int:
    """A number of days this site chose for working findings off."""
    entry = context().rules(day).entry("working", code)
    return int(entry.data["length"]) if entry else 0


def standing(key: str, *, reach: Sequence[str] = EVERYWHERE) -> Standing | None:
    """The finding under a key, whether it still shows or only was spoken of; None where there is none in the reach."""
    line = find_finding(key, reach=reach)
    row = Working.objects.filter(readable(reach, "case__"), pk=key).values_list("path", "answer_by").first()
    if line is None and row is None:
        return None
    path, by = (line.path, line.answer_by) if line else row  # type: ignore[misc]
    read = state_of(key, stands=line is not None, answer_by=by)
    return Standing(key, path, read.state, line, read)


def _found(key: str, action: str, actor: Actor) -> Standing | Refusal:
    found = standing(key, reach=reach(actor.person, "finding.read", today()))
    if found is None:
        return bad_input("没有这个问题，或者它已经更正", "从问题列表重新打开", place="finding")
    return may(actor.person, action, found.path, today()) or found


def _as_told(line: FindingLine) -> dict[str, Json]:
    """The finding as it stands, for the first event about it."""
    return {
        "organ": line.organ, "path": line.path, "case": line.case_id, "proceeding": line.proceeding,
        "alert": line.alert, "group": line.group, "colour": line.colour, "step": line.step, "version": line.version,
        "message": line.message, "remedy": line.remedy, "cite": line.cite, "found_on": line.found_on.isoformat(),
        "known_on": line.known_on.isoformat(), "answers": line.answers, "answer_by": line.answer_by.isoformat(),
    }  # fmt: skip


def _write(
    found: Standing, type_: str, payload: dict[str, Json], actor: Actor, personal: tuple[str, ...] = ()
) -> Refusal | None:
    """Write an event behind what was read; refused where somebody else spoke in between."""
    told = found.read.told
    if told is None:
        assert found.line is not None
        payload = {"finding": _as_told(found.line), **payload}
        personal = ("/finding/message", *personal)
    version = told.version if told else 0
    return write_behind(
        (STREAM, found.key), version, type_, payload, actor, project=project, personal=personal, what="这个问题"
    )


def _not_now(found: Standing, states: frozenset[str], what: str) -> Refusal | None:
    if found.state in states:
        return None
    return bad_input(f"这个问题现在是“{STATES[found.state]}”，不能{what}", "重新打开看现在的状态", place="finding")


def answer_finding(key: str, *, measure: str, text: str, actor: Actor) -> Refusal | None:
    """The organ says what it did about a finding, or why there is none."""
    found = _found(key, "finding.answer", actor)
    if isinstance(found, Refusal):
        return found
    if refused := _not_now(found, ANSWERABLE, "说明") or why_not_answer(found, actor):
        return refused
    if measure not in MEASURES:
        return bad_input("请选择采取了什么措施", "从列出的几项中选择", place="measure")
    said = text_of(text, "说明", "text", longest=LONGEST)
    if isinstance(said, Refusal):
        return said
    return _write(found, FINDING_ANSWERED, {"measure": measure, "text": said}, actor, ("/text",))


def why_not_answer(found: Standing, actor: Actor) -> Refusal | None:
    """Who must answer is what the rule says: the head alone, or whoever has the case in hand, or the head for them."""
    told = found.read.told.finding if found.read.told else {}
    who = found.line.answers if found.line else str(told.get("answers", ""))
    roles = actor.person.within(found.path).roles_on(today()) if actor.person else frozenset[str]()
    if "head" in roles:
        return None
    if who != OFFICER:
        return Refusal("forbidden", "这个问题由机关负责人说明", "请负责人登录以后说明")
    officers = found.line.case_officers if found.line else ()
    if actor.id in officers or (not officers and OFFICER in roles):
        return None
    names = "、".join(names_of(officers).values())
    return Refusal(
        "forbidden", f"这个问题由承办人{names}说明", "请承办人说明；承办人不在岗的，由负责人说明或者先移交案件"
    )


def return_finding(key: str, *, reason: str, answer_by: date | None, actor: Actor) -> Refusal | None:
    """The supervisor sends an answer back, with the reason and a new day."""
    found = _found(key, "finding.judge", actor)
    if isinstance(found, Refusal):
        return found
    if refused := _not_now(found, frozenset({ANSWERED}), "退回"):
        return refused
    said = text_of(reason, "退回的理由", "reason", longest=LONGEST)
    if isinstance(said, Refusal):
        return said
    if answer_by is None or answer_by <= today():
        return bad_input("再次说明的最后日期应在今天以后", f"例如 {show_date(_again())}", place="answer_by")
    payload: dict[str, Json] = {"text": said, "answer_by": answer_by.isoformat()}
    return _write(found, FINDING_RETURNED, payload, actor, ("/text",))


def _again() -> date:
    return context().calendar.add_workdays(today(), span("answer_again", today()))


def accept_finding(key: str, *, note: str, actor: Actor) -> Refusal | None:
    """The supervisor is satisfied with an answer; the finding is settled though the record may go on showing it."""
    found = _found(key, "finding.judge", actor)
    if isinstance(found, Refusal):
        return found
    if refused := _not_now(found, frozenset({ANSWERED}), "采纳"):
        return refused
    said = text_of(note, "意见", "note", longest=LONGEST, required=False)
    if isinstance(said, Refusal):
        return said
    return _write(found, FINDING_ACCEPTED, {"text": said}, actor, ("/text",))


def dismiss_finding(key: str, *, ground: str, reason: str, actor: Actor) -> Refusal | None:
    """The supervisor finds that there is no fault. Where the rule was wrong it counts against its precision."""
    found = _found(key, "finding.judge", actor)
    if isinstance(found, Refusal):
        return found
    if refused := _not_now(found, frozenset({OPEN, ANSWERED, RETURNED}), "认定不成立"):
        return refused
    if ground not in GROUNDS:
        return bad_input("请选择为什么不成立", "从列出的几项中选择", place="ground")
    said = text_of(reason, "理由", "reason", longest=LONGEST)
    if isinstance(said, Refusal):
        return said
    return _write(found, FINDING_DISMISSED, {"ground": ground, "text": said}, actor, ("/text",))


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case of supervision is about, as a supervisor enters it."""

    organ: str
    """The code of the organ supervised."""
    title: str
    problem: str
    source: str
    basis: str = ""
    case_number: str = ""
    plan_item: str = ""
    findings: Sequence[str] = ()
    """Keys of the findings it takes up."""
    instrument: str = ""
    """The paper to be drafted at once; empty where that is decided later."""


def planned_items(organ: str) -> dict[str, str]:
    """The items of this year's and last year's plan of supervision that stand, with what they are about."""
    vocabulary, year = context().book.vocabulary, today().year
    plans = [read_plan(organ, one, vocabulary, SUPERVISION) for one in (year, year - 1)]
    return {
        item_name(plan.year, item.number): item.text("oversight.plan_subject")
        for plan in plans
        for item in plan.standing
    }


def open_supervision(matter: Matter, *, actor: Actor) -> Recorded | Refusal:
    """Open a case of supervision about an organ in the supervisor's own bureau, and tie the findings to it."""
    supervised = Organ.objects.filter(pk=matter.organ).first()
    own = Person.objects.select_related("organ").filter(pk=actor.id).first()
    if supervised is None or own is None:
        return bad_input("没有这个机关", "从列表中选择被监督机关", place="organ")
    if refused := may(actor.person, "supervision.open", supervised.path, today()):
        return refused
    if supervised.pk == own.organ_id:
        return bad_input("不能对本机关立监督案件", "本机关的执法由上级监督", place="organ")
    if matter.plan_item and matter.plan_item not in planned_items(own.organ_id):
        return bad_input(
            f"批准的监督计划中没有“{matter.plan_item[:20]}”", "从批准的计划中选择；计划外的不填", place="plan_item"
        )
    found = []
    for key in dict.fromkeys(matter.findings):
        one = _found(key, "finding.judge", actor)
        if isinstance(one, Refusal):
            return one
        if refused := _not_now(one, frozenset(STATES) - SETTLED - {RAISED}, "再立监督案件"):
            return refused
        found.append(one)
    typed = {
        "oversight.organ": supervised.name, "oversight.source": matter.source, "case.title": matter.title,
        "oversight.problem": matter.problem, "oversight.basis": matter.basis,
        "oversight.case_number": matter.case_number, "oversight.plan_item": matter.plan_item,
    }  # fmt: skip
    steps = [StepEntry(REGISTER, {code: said for code, said in typed.items() if said}, (actor.id,))]
    if matter.instrument:
        steps.append(StepEntry(HANDLE, {"oversight.instrument": matter.instrument}, (actor.id,)))
    with transaction.atomic():
        opening = Opening(own.organ_id, "supervision", officers=(actor.id,))
        done = open_case(opening, actor=actor, steps=steps)
        if isinstance(done, Refusal):
            transaction.set_rollback(True)
            return done
        for one in found:
            if refused := _write(one, FINDING_RAISED, {"case": done.case_id}, actor):
                transaction.set_rollback(True)
                return refused
    return done


__all__ = [
    "Matter", "Standing", "accept_finding", "answer_finding", "dismiss_finding", "open_supervision", "return_finding",
    "span", "standing", "told_of",
]  # fmt: skip
