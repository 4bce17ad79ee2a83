"""Acts on examinations: draw a paper, sit it against the server's clock, hand in, mark, enter results from elsewhere.

The clock is the server's: what was saved when the time ran out is what counts. Results enter the rule for certificates
at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhifa.acts.certificates import settle_certificates
from zhifa.acts.drafts import drop_draft, save_draft
from zhifa.acts.personnel import organ_for, past_day, text_of, write
from zhifa.acts.statutes import law_index, readable
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.events import EXAM_BEGUN, EXAM_HANDED_IN, EXAM_MARKED, EXAM_RECORDED, EXAM_SET
from zhifa.core.examination import CASE, Placed, Question, bank, blueprints, draw, marked
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.case import LAW
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal, show_date
from zhifa.ports import clock
from zhifa.store.casework.models import Draft
from zhifa.store.personnel.models import Exam, Sitting
from zhifa.store.readers.training import overdue_sittings
from zhifa.store.registry.models import Account, Organ, Person

GRACE = timedelta(seconds=20)
"""A page posted in the last second still arrives."""
LONGEST_ANSWER = 5000


@dataclass(frozen=True, slots=True)
class Setting:
    """An examination as typed."""

    organ: str
    title: str
    blueprint: str
    opens_on: date | None
    closes_on: date | None
    candidates: tuple[str, ...]


def in_force(day: date, cite: str) -> bool:
    """Whether every article of a citation is law on a day."""
    for text in cite.split("；"):
        found = readable(text)
        if found is None or law_index().status(found, day).status != "in force":
            return False
    return True


def placed_of(paper: Sequence[Mapping[str, Any]]) -> tuple[Placed, ...]:
    """A stored paper as the core reads it."""
    return tuple(Placed(str(one["code"]), int(one["points"])) for one in paper)


def questions_of(exam_day: date) -> Mapping[str, Question]:
    """The bank as it stood on the day of an examination."""
    return bank(context().book, exam_day)


def set_exam(setting: Setting, *, actor: Actor, seed: str = "") -> str | Refusal:
    """Draw a paper and call the candidates. Its key. The seed is drawn here and can be checked by anybody later."""
    organ = organ_for(setting.organ, "exam.manage", actor)
    if isinstance(organ, Refusal):
        return organ
    title = text_of(setting.title, "考试名称", "title", longest=120)
    if isinstance(title, Refusal):
        return title
    days = setting.opens_on, setting.closes_on
    if days[0] is None or days[1] is None or not today() <= days[0] <= days[1]:
        return bad_input("起止日期应在今天以后，结束不早于开始", "核对日期", place="opens_on")
    blueprint = blueprints(context().book, days[0]).get(setting.blueprint)
    if blueprint is None:
        return bad_input("请选择试卷种类", "选择后再设定", place="blueprint")
    if refused := _candidates(organ, setting.candidates):
        return refused
    drawn = draw(
        bank(context().book, days[0]), blueprint, seed or secrets.token_hex(16),
        in_force=lambda cite: in_force(days[0], cite),  # type: ignore[arg-type]
    )  # fmt: skip
    if drawn.lacks:
        return bad_input("；".join(drawn.lacks), "请规则维护人员补充题库，或者改用另一种试卷", place="blueprint")
    paper: list[Json] = [{"code": one.code, "points": one.points} for one in drawn.placed]
    key = new_id()[:16]
    payload: dict[str, Json] = {
        "organ": organ.pk, "title": title, "kind": blueprint.kind, "opens_on": days[0].isoformat(),
        "closes_on": days[1].isoformat(), "minutes": blueprint.minutes, "pass_mark": blueprint.pass_mark,
        "full_marks": blueprint.full_marks, "paper": paper, "candidates": sorted(set(setting.candidates)),
        "draw": {"blueprint": blueprint.code, "seed": drawn.seed, "pool": drawn.pool}, "where": "",
    }  # fmt: skip
    write("exam", key, EXAM_SET, payload, by=actor.id)
    return key


def _candidates(organ: Organ, persons: Sequence[str]) -> Refusal | None:
    paths = dict(Person.objects.filter(pk__in=persons).values_list("pk", "organ__path"))
    if not persons:
        return bad_input("请选择应考人员", "勾选参加考试的人员", place="candidates")
    if any(one not in paths or not paths[one].startswith(organ.path) for one in persons):
        return bad_input("有人不属于本机关和下级机关", "核对应考人员", place="candidates")
    return None


def begin_sitting(key: str, *, actor: Actor) -> Refusal | None:
    """Open the paper: from now the server counts. Opening it again changes nothing."""
    exam = Exam.objects.filter(pk=key).first()
    if exam is None or actor.id not in exam.candidates or not exam.paper:
        return bad_input("没有安排您参加这次考试", "由组织考试的单位安排", place="exam")
    if Sitting.objects.filter(exam=exam, person_id=actor.id, begun_at__isnull=False).exists():
        return None
    if not exam.opens_on <= today() <= exam.closes_on:
        said = f"考试时间是 {show_date(exam.opens_on)} 至 {show_date(exam.closes_on)}"
        return bad_input(said, "在考试时间内打开试卷", place="exam")
    now = clock.now()
    due = now + timedelta(minutes=exam.minutes)
    payload: dict[str, Json] = {"person": actor.id, "begun_at": now.isoformat(), "due_at": due.isoformat()}
    write("exam", key, EXAM_BEGUN, payload, by=actor.id)
    return None


def draft_place(key: str) -> str:
    """Where answers are kept until they are handed in."""
    return f"exam/{key}"


def save_answers(key: str, answers: Mapping[str, Sequence[str]], *, account: int, actor: Actor) -> Refusal | None:
    """Keep the answers of a sitting that still runs."""
    row = Sitting.objects.filter(exam_id=key, person_id=actor.id).first()
    if row is None or row.handed_in_at or row.due_at is None or clock.now() > row.due_at + GRACE:
        return bad_input("答卷时间已过，或者已经交卷", "", place="exam")
    save_draft(account, draft_place(key), answers)
    return None


def hand_in(key: str, answers: Mapping[str, Sequence[str]], *, account: int, actor: Actor) -> Refusal | None:
    """Hand in. After the time what was saved before it ran out is handed in instead of what is posted now."""
    exam = Exam.objects.filter(pk=key).first()
    row = Sitting.objects.filter(exam_id=key, person_id=actor.id).first()
    if exam is None or row is None or row.due_at is None:
        return bad_input("没有打开这份试卷", "先打开试卷", place="exam")
    if row.handed_in_at:
        return bad_input("已经交卷", "成绩在考试页查看", place="exam")
    late = clock.now() > row.due_at + GRACE
    _hand_in(exam, row, _saved(account, key) if late else answers, by=LAW if late else actor.id)
    drop_draft(account, draft_place(key))
    return None


def _saved(account: int, key: str) -> Mapping[str, Sequence[str]]:
    found = Draft.objects.filter(account_id=account, place=draft_place(key)).first()
    return found.content if found else {}


def _hand_in(exam: Exam, row: Sitting, answers: Mapping[str, Sequence[str]], *, by: str) -> None:
    pool = questions_of(exam.opens_on)
    paper = placed_of(exam.paper)
    kept: dict[str, Json] = {}
    for one in paper:
        given, question = list(answers.get(one.code, ())), pool.get(one.code)
        case = question is not None and question.kind == CASE
        kept[one.code] = given[0][:LONGEST_ANSWER] if case and given else [text[:2] for text in given]
    marks = marked(paper, pool, kept)
    whole = len(marks) == len(paper)
    score = sum(marks.values())
    now = clock.now()
    at = min(now, row.due_at) if row.due_at else now
    payload: dict[str, Json] = {
        "person": row.person_id, "at": at.isoformat(), "answers": kept, "marks": dict(marks),
        "score": score if whole else None, "passed": score >= exam.pass_mark if whole else None,
    }  # fmt: skip
    write("exam", exam.pk, EXAM_HANDED_IN, payload, by=by)
    if whole:
        settle_certificates([row.person_id])


def close_overdue() -> int:
    """Hand in what was saved of every sitting whose time is over; run by the daily loop. How many."""
    found = overdue_sittings(clock.now() - GRACE)
    for key, person in found:
        account = Account.objects.filter(person_id=person).values_list("pk", flat=True).first()
        exam, row = Exam.objects.get(pk=key), Sitting.objects.get(exam_id=key, person_id=person)
        _hand_in(exam, row, _saved(account, key) if account else {}, by=LAW)
        if account:
            drop_draft(account, draft_place(key))
    return len(found)


def mark_sitting(key: str, person: str, marks: Mapping[str, int], *, actor: Actor) -> Refusal | None:
    """Give the points of the cases; nobody marks their own."""
    exam = Exam.objects.select_related("organ").filter(pk=key).first()
    row = Sitting.objects.filter(exam_id=key, person_id=person).first()
    if exam is None or row is None or row.handed_in_at is None:
        return bad_input("这名人员还没有交卷", "交卷以后再阅卷", place="marks")
    if refused := may(actor.person, "exam.manage", exam.organ.path, today()):
        return refused
    if person == actor.id:
        return bad_input("不能阅自己的卷", "由另一人阅卷", place="marks")
    pool, paper = questions_of(exam.opens_on), placed_of(exam.paper)
    open_ones = {one.code: one.points for one in paper if one.code in pool and pool[one.code].kind == CASE}
    if not open_ones:
        return bad_input("这份试卷没有要人工给分的题", "成绩已由系统给出", place="marks")
    if set(marks) != set(open_ones) or any(not 0 <= marks[code] <= most for code, most in open_ones.items()):
        return bad_input("每道案例题都要给分，不超过该题分值", "核对分数", place="marks")
    whole = {**row.marks, **marks}
    score = sum(whole.values())
    payload: dict[str, Json] = {
        "person": person,
        "marks": dict(whole),
        "score": score,
        "passed": score >= exam.pass_mark,
    }
    write("exam", key, EXAM_MARKED, payload, by=actor.id)
    settle_certificates([person])
    return None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Results of an examination that was held in another place, such as that of the city."""

    organ: str
    title: str
    kind: str
    on: date | None
    pass_mark: int
    full_marks: int
    where: str
    scores: Mapping[str, int]


def record_results(said: Elsewhere, *, actor: Actor) -> str | Refusal:
    """Enter the results of an examination held elsewhere, with where they come from. Its key."""
    organ = organ_for(said.organ, "exam.manage", actor)
    if isinstance(organ, Refusal):
        return organ
    title = text_of(said.title, "考试名称", "title", longest=120)
    where = text_of(said.where, "成绩出处", "where")
    for one in (title, where, past_day(said.on, "考试日期", "on"), _candidates(organ, tuple(said.scores))):
        if isinstance(one, Refusal):
            return one
    if not said.kind or not 0 < said.pass_mark <= said.full_marks <= 1000:
        return bad_input("请填写种类、合格线和满分", "合格线不高于满分", place="pass_mark")
    if any(not 0 <= score <= said.full_marks for score in said.scores.values()):
        return bad_input("成绩应在 0 和满分之间", "核对成绩", place="scores")
    results: list[Json] = [
        {"person": person, "score": score, "passed": score >= said.pass_mark}
        for person, score in sorted(said.scores.items())
    ]
    day = str(said.on)
    key = new_id()[:16]
    payload: dict[str, Json] = {
        "organ": organ.pk, "title": str(title), "kind": said.kind, "opens_on": day, "closes_on": day, "minutes": 0,
        "pass_mark": said.pass_mark, "full_marks": said.full_marks, "paper": [], "draw": {},
        "candidates": sorted(said.scores), "where": str(where), "results": results,
    }  # fmt: skip
    write("exam", key, EXAM_RECORDED, payload, by=actor.id, on=said.on)
    settle_certificates(said.scores)
    return key
