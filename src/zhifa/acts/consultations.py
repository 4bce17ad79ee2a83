"""Asking people outside about a case: a card without anybody's data, opinions, an answer to each, a summary.

Invited supervisors (特邀行政执法监督员) give their opinions themselves; those of a social review (社会评议) are
entered by whoever holds it, by what the person is and not by name. No opinion binds the organ; each is answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhifa.acts.personnel import text_of
from zhifa.acts.social import serves, write
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.casecard import draft, still_shown
from zhifa.core.events import CONSULTATION_CLOSED, CONSULTATION_OPENED, OPINION_ANSWERED, OPINION_GIVEN
from zhifa.core.facts import Json, Value
from zhifa.core.permission import may, reach
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.taking import bad_input
from zhifa.core.redaction import masks
from zhifa.core.values import Refusal, show_date
from zhifa.store import journal
from zhifa.store.casework.models import Case
from zhifa.store.readers.cases import readable
from zhifa.store.social.models import Consultation, Opinion

INVITED, SOCIAL = "invited", "social"
KINDS = {INVITED: "征求特邀监督员意见", SOCIAL: "社会评议"}
STANCES = ("合法合理", "合法但不合理", "不合法", "说不准")
OUTCOMES = ("采纳", "部分采纳", "不采纳")
LONGEST = 5_000


def _facts(case_id: str) -> dict[str, Value]:
    """Everything the case says, of whichever proceeding; what was said last stands."""
    given = context()
    case = fold(case_id, journal.read_stream("case", case_id), given.book.vocabulary)
    if case is None:
        return {}
    state = unfold(case, given, day=today())
    said: dict[str, Value] = dict(case.facts)
    for run in state.runs.values():
        said |= run.facts
    return said


def drafted_card(case: Case) -> str:
    """What the card of a case would say: plain words, nobody's data."""
    entry = context().rules(today()).entry("matter", case.matter) if case.matter else None
    title = str(entry.data.get("title", "")) if entry else ""
    given = context().rules(today())
    return draft(title, _facts(case.pk), given, masks(given))


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation as typed."""

    kind: str
    case: str
    title: str
    card: str
    asked: str
    due_on: date | None


def open_consultation(said: Asked, *, actor: Actor) -> str | Refusal:
    """Ask about a case; a card that still tells who it is about is refused. The key."""
    allowed = reach(actor.person, "consultation.open", today())
    case = Case.objects.select_related("organ").filter(readable(allowed), pk=said.case).first()
    if case is None:
        return bad_input("没有这个案件，或者它不在您的权限范围内", "从案件页重新打开", place="case")
    if said.kind not in KINDS:
        return bad_input("请选择征求谁的意见", "特邀监督员或者社会评议", place="kind")
    title, asked = (
        text_of(said.title, "名称", "title", longest=120),
        text_of(said.asked, "想听什么", "asked", longest=500),
    )
    card = text_of(said.card, "案情", "card", longest=LONGEST)
    for one in (title, asked, card):
        if isinstance(one, Refusal):
            return one
    if said.due_on is None or said.due_on < today():
        return bad_input("请填写截止日期", "今天或者以后，写作 2024-03-05", place="due_on")
    facts, given = _facts(case.pk), masks(context().rules(today()))
    for place, text in (("card", card), ("title", title), ("asked", asked)):
        if found := still_shown(str(text), facts, given):
            words = "、".join(dict.fromkeys(f"{hit.title}“{str(text)[hit.start : hit.end]}”" for hit in found))
            return bad_input(f"还看得出当事人是谁：{words}", "改成“当事人”或者删去", place=place)
    key = new_id()[:16]
    payload: dict[str, Json] = {
        "kind": said.kind, "organ": case.organ_id, "path": case.path, "case": case.pk, "title": str(title),
        "card": str(card), "asked": str(asked), "due_on": said.due_on.isoformat(),
    }  # fmt: skip
    write("consultation", key, CONSULTATION_OPENED, payload, by=actor.id)
    return key


def _open(key: str) -> Consultation | Refusal:
    row = Consultation.objects.filter(pk=key).first()
    if row is None:
        return bad_input("没有这次征求意见", "从列表重新打开", place="consultation")
    if row.closed_on:
        return bad_input(f"已于 {show_date(row.closed_on)} 结束", "不再接收意见", place="consultation")
    return row


def give_opinion(key: str, *, stance: str, text: str, giver: str = "", actor: Actor) -> Refusal | None:
    """An invited supervisor's own opinion, once; or that of a person in a social review, entered by who holds it."""
    row = _open(key)
    if isinstance(row, Refusal):
        return row
    if row.kind == INVITED:
        if refused := may(actor.person, "opinion.give", row.path, today()):
            return refused
        if not serves(actor.id, today()):
            return Refusal("forbidden", "您现在不在任期内", "任期由司法局登记")
        if Opinion.objects.filter(consultation=row, giver=actor.id).exists():
            return bad_input("您已经提出意见", "每人一份", place="stance")
        giver = actor.id
    else:
        if refused := may(actor.person, "consultation.open", row.path, today()):
            return refused
        named = text_of(giver, "评议人身份", "giver", longest=40)
        if isinstance(named, Refusal):
            return named
        giver = named
    if stance not in STANCES:
        return bad_input("请选择结论", "、".join(STANCES), place="stance")
    said = text_of(text, "意见", "text", longest=LONGEST, required=stance != STANCES[0])
    if isinstance(said, Refusal):
        return said
    write("consultation", key, OPINION_GIVEN, {"giver": giver, "stance": stance, "text": said}, by=actor.id)
    return None


def answer_opinion(key: str, number: int, *, outcome: str, answer: str, actor: Actor) -> Refusal | None:
    """Say what became of an opinion; not following one takes a reason."""
    row = Consultation.objects.filter(pk=key).first()
    opinion = Opinion.objects.filter(consultation_id=key, number=number).first()
    if row is None or opinion is None:
        return bad_input("没有这条意见", "从列表重新打开", place="opinion")
    if refused := may(actor.person, "consultation.answer", row.path, today()):
        return refused
    if opinion.outcome:
        return bad_input("已经答复", "", place="outcome")
    if outcome not in OUTCOMES:
        return bad_input("请选择处理", "、".join(OUTCOMES), place="outcome")
    said = text_of(answer, "理由", "answer", longest=LONGEST, required=outcome != OUTCOMES[0])
    if isinstance(said, Refusal):
        return said
    payload: dict[str, Json] = {"opinion": number, "outcome": outcome, "answer": said}
    write("consultation", key, OPINION_ANSWERED, payload, by=actor.id)
    return None


def close_consultation(key: str, *, summary: str, actor: Actor) -> Refusal | None:
    """End it with a summary, once every opinion was answered."""
    row = _open(key)
    if isinstance(row, Refusal):
        return row
    if refused := may(actor.person, "consultation.open", row.path, today()):
        return refused
    left = Opinion.objects.filter(consultation=row, outcome="").count()
    if left:
        return bad_input(f"还有 {left} 条意见没有答复", "逐条答复以后再结束", place="summary")
    said = text_of(summary, "小结", "summary", longest=LONGEST)
    if isinstance(said, Refusal):
        return said
    write("consultation", key, CONSULTATION_CLOSED, {"summary": said}, by=actor.id)
    return None
