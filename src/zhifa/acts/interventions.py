"""Acts on the register of insiders who ask about or meddle with a case.

An officer of the case enters what happened; supervisors see it, and whoever entered it. Heads of the organ never do:
the register is about them as much as about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from zhifa.acts.personnel import past_day, text_of
from zhifa.acts.streams import write_behind
from zhifa.acts.work import Actor, new_id, today
from zhifa.core.events import INTERVENTION_ENTERED, INTERVENTION_HANDLED
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.store.casework.models import Case
from zhifa.store.readers.interventions import is_head, may_judge
from zhifa.store.supervision.models import Intervention
from zhifa.store.supervision.projector import project

STREAM: Final = "intervention"
LONGEST: Final = 1000
WAYS: Final = ("当面", "电话", "书面", "通过他人转达", "其他")


@dataclass(frozen=True, slots=True)
class Meddling:
    """Who asked about or meddled with a case, how, saying what, and how the officer answered."""

    case: str
    """The number of the case."""
    who: str
    post: str
    way: str
    content: str
    response: str
    happened_on: date | None


def enter_intervention(entry: Meddling, *, actor: Actor) -> str | Refusal:
    """Enter what happened; the id of the entry."""
    case = Case.objects.filter(number=entry.case.strip()).first() if entry.case.strip() else None
    if case is None or may(actor.person, "intervention.enter", case.path, today()):
        return bad_input("没有这个案件，或者它不在您的权限范围内", "填写本机关案件的案号", place="case")
    if is_head(actor.person, case.path, today()):
        return Refusal("forbidden", "机关负责人不登记", "由承办人登记；负责人受到干预的，向监督机构报告")
    if entry.way not in WAYS:
        return bad_input("请选择方式", "从列出的几种中选择", place="way")
    if wrong := past_day(entry.happened_on, "发生日期", "happened_on"):
        return wrong
    told: dict[str, Json] = {"case": case.pk, "path": case.path, "way": entry.way, "entered_on": today().isoformat()}
    for name, label, words, longest in (
        ("who", "姓名", entry.who, 60), ("post", "单位和职务", entry.post, 120),
        ("content", "过问、干预的内容", entry.content, LONGEST), ("response", "怎样答复", entry.response, LONGEST),
    ):  # fmt: skip
        said = text_of(words, label, name, longest=longest, required=name != "response")
        if isinstance(said, Refusal):
            return said
        told[name] = said
    key = new_id()
    personal = ("/who", "/post", "/content", "/response")
    written = write_behind(
        (STREAM, key), 0, INTERVENTION_ENTERED, told, actor, project=project, on=entry.happened_on, personal=personal
    )
    return written or key


def handle_intervention(key: str, *, handling: str, actor: Actor) -> Refusal | None:
    """The supervising body says what it did about an entry."""
    row = Intervention.objects.filter(pk=key).first()
    if row is None or not may_judge(actor.person, row.path, today()):
        return bad_input("没有这一条登记，或者它不在您的权限范围内", "从列表重新打开", place="handling")
    said = text_of(handling, "处理情况", "handling", longest=LONGEST)
    if isinstance(said, Refusal):
        return said
    return write_behind(
        (STREAM, key), row.version, INTERVENTION_HANDLED, {"handling": said}, actor, project=project,
        personal=("/handling",),
    )  # fmt: skip
