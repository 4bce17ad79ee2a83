"""Acts on training: enter what was held, who attended for how many hours, strike what was entered by mistake.

Hours entered late count for the year in which they were attended: a certificate that had lapsed for want of them is
given back by the same act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.certificates import settle_certificates
from zhifa.acts.personnel import organ_for, past_day, text_of, write
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.events import TRAINING_ATTENDED, TRAINING_HELD, TRAINING_STRUCK
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.store.personnel.models import Attendance, Session
from zhifa.store.registry.models import Person

MOST_HOURS = 200


@dataclass(frozen=True, slots=True)
class Held:
    """A training as typed."""

    organ: str
    title: str
    kind: str
    on: date | None
    hours: int
    teacher: str = ""
    content: str = ""
    courseware: tuple[tuple[str, str], ...] = ()
    """Digest and name of every file."""


def training_kinds() -> Sequence[str]:
    """The kinds of training the rules know."""
    return [str(entry.data["title"]) for entry in context().rules(today()).entries("training_kind").values()]


def enter_training(held: Held, *, actor: Actor, key: str = "") -> str | Refusal:
    """Enter a training, or put one in other words where `key` names it. Its key."""
    organ = organ_for(held.organ, "training.manage", actor)
    if isinstance(organ, Refusal):
        return organ
    known = Session.objects.filter(pk=key).first() if key else None
    if key and (known is None or known.organ_id != organ.pk or known.struck):
        return bad_input("没有这次培训", "从培训列表重新打开", place="title")
    title = text_of(held.title, "培训名称", "title", longest=120)
    if isinstance(title, Refusal):
        return title
    if held.kind not in training_kinds():
        return bad_input("请选择培训方式", "选择后再保存", place="kind")
    if refused := past_day(held.on, "培训日期", "on"):
        return refused
    if not 1 <= held.hours <= MOST_HOURS:
        return bad_input(f"学时应在 1 到 {MOST_HOURS} 之间", "按实际授课的学时填写", place="hours")
    own = key or new_id()[:16]
    files: list[Json] = [{"digest": digest, "name": name} for digest, name in held.courseware]
    payload: dict[str, Json] = {
        "organ": organ.pk, "title": title, "kind": held.kind, "hours": held.hours,
        "teacher": held.teacher.strip()[:60], "content": held.content.strip()[:4000], "courseware": files,
    }  # fmt: skip
    write("training", own, TRAINING_HELD, payload, by=actor.id, on=held.on)
    if known:
        settle_certificates(Attendance.objects.filter(session_id=own).values_list("person_id", flat=True))
    return own


def enter_attendance(key: str, hours: Mapping[str, int], *, actor: Actor) -> Refusal | None:
    """Say who attended and for how many hours; zero takes somebody off the list. Lapsed certificates may come back."""
    session = Session.objects.select_related("organ").filter(pk=key, struck="").first()
    if session is None:
        return bad_input("没有这次培训", "从培训列表重新打开", place="persons")
    if refused := may(actor.person, "training.manage", session.organ.path, today()):
        return refused
    if not hours:
        return bad_input("请选择参加的人员", "勾选参加培训的人员", place="persons")
    named = [person for person in hours if "\0" not in person]  # nobody's id holds one, and PostgreSQL takes none
    paths = dict(Person.objects.filter(pk__in=named).values_list("pk", "organ__path"))
    for person, had in hours.items():
        if person not in paths or not paths[person].startswith(session.organ.path):
            return bad_input("有人不属于举办培训的机关", "只能登记本机关和下级机关的人员", place="persons")
        if not 0 <= had <= session.hours:
            return bad_input(f"个人学时不能超过培训的 {session.hours} 学时", "按实际参加的学时填写", place="persons")
    known = dict(Attendance.objects.filter(session_id=key).values_list("person_id", "hours"))
    changed = {person: had for person, had in sorted(hours.items()) if known.get(person, 0) != had}
    if not changed:
        return bad_input("没有改动", "改动以后再保存", place="persons")
    lines: list[Json] = [{"person": person, "hours": had} for person, had in changed.items()]
    write("training", key, TRAINING_ATTENDED, {"persons": lines}, by=actor.id)
    settle_certificates(changed)
    return None


def strike_training(key: str, *, reason: str, actor: Actor) -> Refusal | None:
    """A training entered by mistake no longer counts; it and those who were said to attend stay written."""
    session = Session.objects.select_related("organ").filter(pk=key, struck="").first()
    if session is None:
        return bad_input("没有这次培训", "从培训列表重新打开", place="reason")
    if refused := may(actor.person, "training.manage", session.organ.path, today()):
        return refused
    said = text_of(reason, "理由", "reason")
    if isinstance(said, Refusal):
        return said
    write("training", key, TRAINING_STRUCK, {"reason": said}, by=actor.id)
    settle_certificates(Attendance.objects.filter(session_id=key).values_list("person_id", flat=True))
    return None
