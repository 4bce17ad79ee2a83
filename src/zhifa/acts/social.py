"""Acts on invited supervisors and their meetings; and how small streams of the social kind are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhifa.acts.personnel import organ_for, past_day, text_of
from zhifa.acts.streams import write_next
from zhifa.acts.work import Actor, new_id, today
from zhifa.core.events import INVITED_APPOINTED, INVITED_ENDED, MEETING_HELD
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.store.registry.models import Person
from zhifa.store.registry.people import people
from zhifa.store.social.models import Meeting, Term
from zhifa.store.social.projector import project

INVITED = "invited_supervisor"
LONGEST = 20_000


def write(kind: str, key: str, type_: str, payload: dict[str, Json], *, by: str, on: date | None = None) -> None:
    """Append one event to a stream and bring its rows into line."""
    write_next((kind, key), type_, payload, by=by, project=project, on=on)


@dataclass(frozen=True, slots=True)
class Appointment:
    """An invited supervisor appointed for a term, as typed."""

    organ: str
    person: str
    batch: str
    begins_on: date | None
    ends_on: date | None
    fields: str = ""


def appoint(said: Appointment, *, actor: Actor) -> str | Refusal:
    """Appoint somebody who holds the role for a term. The key of the term."""
    organ = organ_for(said.organ, "invited.manage", actor)
    if isinstance(organ, Refusal):
        return organ
    person = people([said.person]).get(said.person)
    if person is None or INVITED not in person.roles_on(today()):
        return bad_input("不是登记为特邀行政执法监督员的人员", "先由系统管理员登记人员和岗位", place="person")
    batch = text_of(said.batch, "届别", "batch", longest=40)
    if isinstance(batch, Refusal):
        return batch
    if not said.begins_on or not said.ends_on or said.ends_on < said.begins_on:
        return bad_input("任期的起止日期不对", "先起后止，写作 2024-03-05", place="begins_on")
    begins, ends = said.begins_on, said.ends_on
    if Term.objects.filter(
        person_id=said.person, organ=organ, ended_on=None, begins_on__lte=ends, ends_on__gte=begins
    ).exists():
        return bad_input("这一任期与已有的任期重叠", "核对起止日期", place="begins_on")
    key = new_id()[:16]
    payload: dict[str, Json] = {
        "organ": organ.pk, "person": said.person, "batch": batch, "fields": said.fields.strip()[:200],
        "begins_on": begins.isoformat(), "ends_on": ends.isoformat(),
    }  # fmt: skip
    write("invited", key, INVITED_APPOINTED, payload, by=actor.id)
    return key


def end_term(key: str, *, on: date | None, reason: str, actor: Actor) -> Refusal | None:
    """End a term early, with the reason."""
    row = Term.objects.select_related("organ").filter(pk=key).first()
    if row is None:
        return bad_input("没有这个任期", "从列表重新打开", place="term")
    if refused := may(actor.person, "invited.manage", row.organ.path, today()):
        return refused
    if row.ended_on:
        return bad_input("已经解聘", "", place="term")
    said = text_of(reason, "理由", "reason")
    for one in (said, past_day(on, "解聘日期", "on")):
        if isinstance(one, Refusal):
            return one
    write("invited", key, INVITED_ENDED, {"reason": str(said)}, by=actor.id, on=on)
    return None


def serves(person: str, day: date) -> bool:
    """Whether somebody is an invited supervisor on a day: appointed, and the term not over."""
    found = Term.objects.filter(person_id=person, begins_on__lte=day, ends_on__gte=day)
    return any(row.ended_on is None or row.ended_on > day for row in found)


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting as typed."""

    organ: str
    title: str
    on: date | None
    minutes: str
    attended: tuple[str, ...]
    place: str = ""


def hold_meeting(said: Met, *, actor: Actor, key: str = "") -> str | Refusal:
    """Record a meeting with its minutes, or record it again in other words. Its key."""
    organ = organ_for(said.organ, "invited.manage", actor)
    if isinstance(organ, Refusal):
        return organ
    if key and not Meeting.objects.filter(pk=key, organ=organ).exists():
        return bad_input("没有这次例会", "从列表重新打开", place="meeting")
    title = text_of(said.title, "名称", "title", longest=120)
    minutes = text_of(said.minutes, "会议记录", "minutes", longest=LONGEST)
    for one in (title, minutes, past_day(said.on, "日期", "on")):
        if isinstance(one, Refusal):
            return one
    known = set(Person.objects.filter(pk__in=said.attended).values_list("pk", flat=True))
    came = [person for person in dict.fromkeys(said.attended) if person in known]
    if not came:
        return bad_input("请选择到会的监督员", "至少一名", place="attended")
    key = key or new_id()[:16]
    payload: dict[str, Json] = {
        "organ": organ.pk, "title": str(title), "place": said.place.strip()[:120], "minutes": str(minutes),
        "attended": came,
    }  # fmt: skip
    write("meeting", key, MEETING_HELD, payload, by=actor.id, on=said.on)
    return key
