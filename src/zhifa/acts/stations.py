"""Acts on postings: a person of a department sits in a town on some days and goes on acting for the department.

A posting gives no power. A certificate and a role of the own organ are what authorises, there as elsewhere, and the
case is one of the own organ (行政处罚法 17: within the statutory powers of the organ).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.personnel import organ_for, past_day, text_of, write
from zhifa.acts.work import Actor, new_id, today
from zhifa.core.events import STATION_ENDED, STATION_POSTED
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal, show_date
from zhifa.store.personnel.models import Posting
from zhifa.store.registry.models import Organ, Person

WEEK = range(1, 8)


@dataclass(frozen=True, slots=True)
class PostingEntry:
    """A posting as typed."""

    person: str
    station: str
    place: str
    weekdays: Sequence[int]
    start: date | None
    end: date | None = None
    duties: str = ""
    document: str = ""


def post(said: PostingEntry, *, actor: Actor) -> str | Refusal:
    """Post a person to a town or street. Its key."""
    row = Person.objects.select_related("organ").filter(pk=said.person).first()
    station = Organ.objects.filter(pk=said.station).first()
    if row is None or station is None:
        return bad_input("请选择人员和坐班的镇街", "选择后再登记", place="person" if row is None else "station")
    found = organ_for(row.organ_id, "station.manage", actor)
    if isinstance(found, Refusal):
        return found
    if row.organ_id == station.pk:
        return bad_input("在本单位上班不是派驻坐班", "选择另一个单位的地点", place="station")
    place = text_of(said.place, "坐班地点", "place", longest=120)
    if isinstance(place, Refusal):
        return place
    days = sorted(set(said.weekdays))
    if not days or any(one not in WEEK for one in days):
        return bad_input("请选择每周哪几天", "至少一天", place="weekdays")
    if said.start is None or (said.end and said.end < said.start):
        return bad_input("请填写起止日期，结束不早于开始", "核对日期", place="start")
    same = Posting.objects.filter(person=row, station=station, valid_from__lte=said.end or date.max)
    if same.exclude(valid_to__lt=said.start).exists():
        return bad_input("这名人员这段时间已经登记在该处坐班", "先结束原来的坐班", place="start")
    key = new_id()[:16]
    payload: dict[str, Json] = {
        "person": row.pk, "organ": row.organ_id, "station": station.pk, "place": place, "weekdays": list(days),
        "duties": said.duties.strip()[:200], "document": said.document.strip()[:120],
        "from": said.start.isoformat(), "to": said.end.isoformat() if said.end else None,
    }  # fmt: skip
    write("station", key, STATION_POSTED, payload, by=actor.id)
    return key


def end_posting(key: str, *, on: date | None, reason: str, actor: Actor) -> Refusal | None:
    """The last day of a posting, and why it ends."""
    row = Posting.objects.select_related("organ").filter(pk=key).first()
    if row is None:
        return bad_input("没有这次坐班登记", "从坐班列表重新打开", place="on")
    if refused := may(actor.person, "station.manage", row.organ.path, today()):
        return refused
    if row.valid_to and row.valid_to <= today():
        return bad_input(f"已于 {show_date(row.valid_to)} 结束", "", place="on")
    said = text_of(reason, "理由", "reason")
    for one in (said, past_day(on, "结束日期", "on")):
        if isinstance(one, Refusal):
            return one
    if on and on < row.valid_from:
        return bad_input("结束日期早于开始日期", "核对日期", place="on")
    write("station", key, STATION_ENDED, {"reason": str(said)}, by=actor.id, on=on)
    return None
