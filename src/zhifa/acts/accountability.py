"""Acts on accountability: record what was done about who answers for unlawful enforcement, and take an entry back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.personnel import organ_for, past_day, text_of
from zhifa.acts.streams import write_behind
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.events import LIABILITY_RECORDED, LIABILITY_STRUCK
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry
from zhifa.core.values import Refusal
from zhifa.store.casework.models import Case
from zhifa.store.registry.models import Person
from zhifa.store.supervision.models import Liability
from zhifa.store.supervision.projector import project

STREAM = "liability"
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class LiabilityEntry:
    """Who answers, for which case, in which way, decided by whom and when; as somebody enters it."""

    organ: str
    kind: str
    reason: str
    decided_by: str
    decided_on: date | None
    person: str = ""
    """Empty where the organ itself answers."""
    level: str = ""
    case_number: str = ""
    document: str = ""


def kinds(day: date) -> Sequence[Entry]:
    """In which ways somebody may be made to answer, as the texts read name them."""
    return tuple(context().rules(day).entries("liability_kind").values())


def levels(day: date) -> Sequence[Entry]:
    """Leading, managing, direct responsibility."""
    return tuple(context().rules(day).entries("liability_level").values())


def record_liability(entry: LiabilityEntry, *, actor: Actor) -> str | Refusal:
    """Record what was decided; the id of the entry."""
    organ = organ_for(entry.organ, "liability.record", actor)
    if isinstance(organ, Refusal):
        return organ
    kind = next((one for one in kinds(today()) if one.data["title"] == entry.kind), None)
    if kind is None:
        return bad_input("请选择追究方式", "从列出的几种中选择", place="kind")
    if wrong := _who(entry, kind, organ.path):
        return wrong
    case = Case.objects.filter(number=entry.case_number, organ=organ).first() if entry.case_number else None
    if entry.case_number and case is None:
        return bad_input(f"{organ.short}没有案号为“{entry.case_number[:40]}”的案件", "核对案号", place="case_number")
    reason = text_of(entry.reason, "事由", "reason", longest=LONGEST)
    by = text_of(entry.decided_by, "决定机关", "decided_by", longest=120)
    document = text_of(entry.document, "文件", "document", longest=120, required=False)
    for said in (reason, by, document, past_day(entry.decided_on, "决定日期", "decided_on")):
        if isinstance(said, Refusal):
            return said
    assert entry.decided_on is not None
    payload: dict[str, Json] = {
        "organ": organ.pk, "path": organ.path, "person": entry.person, "case": case.pk if case else "",
        "kind": entry.kind, "level": entry.level, "reason": str(reason), "decided_by": str(by),
        "document": str(document),
    }  # fmt: skip
    key = new_id()
    written = write_behind(
        (STREAM, key),
        0,
        LIABILITY_RECORDED,
        payload,
        actor,
        project=project,
        on=entry.decided_on,
        personal=("/reason",),
    )
    return written or key


def _who(entry: LiabilityEntry, kind: Entry, path: str) -> Refusal | None:
    """A person answers with a level of responsibility, an organ without."""
    if kind.data["of"] == "organ":
        return bad_input(f"“{entry.kind}”是对机关的，不选人员", "不选人员", place="person") if entry.person else None
    if not entry.person:
        return bad_input("请选择被追究的人员", "从本机关人员中选择", place="person")
    if not Person.objects.filter(pk=entry.person, organ__path__startswith=path).exists():
        return bad_input("这名人员不在所选的机关", "从本机关人员中选择", place="person")
    if entry.level not in {str(one.data["title"]) for one in levels(today())}:
        return bad_input("请选择承担哪一种责任", "领导责任、主管责任或者直接责任", place="level")
    return None


def strike_liability(key: str, *, reason: str, actor: Actor) -> Refusal | None:
    """Take an entry back that was wrong; it stays readable with the reason."""
    row = Liability.objects.filter(pk=key).first()
    if row is None or row.struck:
        return bad_input("没有这一条登记", "从列表重新打开", place="reason")
    if refused := may(actor.person, "liability.record", row.path, today()):
        return refused
    said = text_of(reason, "撤回的理由", "reason")
    if isinstance(said, Refusal):
        return said
    return write_behind((STREAM, key), row.version, LIABILITY_STRUCK, {"reason": said}, actor, project=project)
