"""The conclusion of a scoring of quality: kept as it was told to the organ, objected to within its period, answered.

The score is never entered by hand. Who objects has the figures mended where they are wrong, in the cases; the answer
upholds the conclusion or has it counted anew from what the cases say then.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from zhifa.acts.appraisal_rounds import write
from zhifa.acts.personnel import text_of
from zhifa.acts.quality import Scored, quality, quality_standard
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.assessment import Period, Standard
from zhifa.core.events import QUALITY_ANSWERED, QUALITY_CONCLUDED, QUALITY_OBJECTED
from zhifa.core.facts import Json
from zhifa.core.permission import may, reach
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal, show_date
from zhifa.store.appraisal.models import QualityConclusion
from zhifa.store.registry.models import Person

STREAM = "quality"
LONGEST = 2000
UPHELD, RECOUNTED = "upheld", "recounted"


def conclude_quality(period: Period, organs: Sequence[str] = (), *, actor: Actor) -> int | Refusal:
    """Conclude a period that is over, for these organs or all within reach about which nothing was concluded yet.

    Organs of which nothing happened that could be judged are left out, and so is whoever judges. How many.
    """
    allowed = reach(actor.person, "appraisal.manage", today())
    standard = quality_standard(period.last)
    if not allowed or standard is None:
        return may(actor.person, "appraisal.manage", "", today()) or bad_input("那时没有考评标准", place="period")
    if period.last >= today():
        return bad_input(f"{period.title}还没有结束", f"{show_date(period.last)} 以后再作结论", place="period")
    teller = Person.objects.select_related("organ").get(pk=actor.id).organ
    every = [one for one in quality(period, standard, reach=allowed) if one.judged and one.code != teller.pk]
    found = [one for one in every if not organs or one.code in organs]
    try:
        with transaction.atomic():
            known = QualityConclusion.objects.filter(first_on=period.first, last_on=period.last)
            done = set(known.values_list("organ_id", flat=True))
            fresh = [one for one in found if one.code not in done]
            for one in fresh:
                _conclude(one, period, standard, actor, teller.name)
    except IntegrityError:
        return bad_input("刚有人作出了同一时段的结论", "重新打开再看", place="period")
    return len(fresh) or bad_input("没有需要作出结论的单位", "已经作出的从“历次结论”打开", place="period")


def _conclude(one: Scored, period: Period, standard: Standard, actor: Actor, teller: str) -> None:
    until = context().calendar.add_workdays(today(), standard.exchange["object_workdays"])
    payload: dict[str, Json] = {
        "organ": one.code, "kind": period.kind, "title": period.title, "standard": standard.code,
        "first_on": period.first.isoformat(), "last_on": period.last.isoformat(),
        "told_by": teller, "object_by": until.isoformat(), **_score(one),
    }  # fmt: skip
    write(STREAM, new_id()[:16], QUALITY_CONCLUDED, payload, by=actor.id)


def _score(one: Scored) -> dict[str, Json]:
    """The score with its figures, and the rules it was counted under."""
    items: list[Json] = [
        {
            "title": line.item.title,
            "of": line.item.points,
            "points": line.points,
            "said": line.said_of,
            "say": line.item.say,
        }
        for line in one.result.lines
    ]
    return {"items": items, "score": one.result.score, "grade": one.result.grade, "rules": context().book.digest}


def _locked(key: str) -> QualityConclusion | None:
    found = QualityConclusion.objects.select_related("organ").select_for_update(of=("self",))
    return found.filter(pk=key).first()


NONE = bad_input("没有这份考评结论，或者它不在您的权限范围内", "从“执法质量考评”重新打开", place="conclusion")


def object_to_quality(key: str, objection: str, *, actor: Actor) -> Refusal | None:
    """The organ objects to its conclusion, once, in writing and in time."""
    with transaction.atomic():
        row = _locked(key)
        if row is None or may(actor.person, "appraisal.object", row.organ.path, today()):
            return NONE
        if row.objected_on is not None:
            return bad_input("已经提出过异议", "等候答复", place="objection")
        if today() > row.object_by:
            return bad_input(
                f"异议期已于 {show_date(row.object_by)} 届满", "可以向组织考评的单位反映", place="objection"
            )
        said = text_of(objection, "异议和理由", "objection", longest=LONGEST)
        if isinstance(said, Refusal):
            return said
        standard = quality_standard(row.last_on)
        days = standard.exchange["answer_workdays"] if standard else 0
        until = context().calendar.add_workdays(today(), days)
        write(STREAM, key, QUALITY_OBJECTED, {"objection": said, "answer_by": until.isoformat()}, by=actor.id)
        return None


def answer_quality(key: str, answer: str, outcome: str, *, actor: Actor) -> Refusal | None:
    """Answer the objection: the conclusion stands, or is counted anew from what the cases say now. It is final."""
    with transaction.atomic():
        row = _locked(key)
        if row is None or may(actor.person, "appraisal.manage", row.organ.path, today()):
            return NONE
        if row.objected_on is None or row.answered_on is not None:
            return bad_input("没有需要答复的异议", "从“执法质量考评”重新打开", place="answer")
        if outcome not in (UPHELD, RECOUNTED):
            return bad_input("请选择维持还是重新计算", place="outcome")
        said = text_of(answer, "答复意见", "answer", longest=LONGEST)
        if isinstance(said, Refusal):
            return said
        score: dict[str, Json] = {"items": row.items, "score": row.score, "grade": row.grade, "rules": row.rules}
        standard = quality_standard(row.last_on)
        if outcome == RECOUNTED and standard:
            period = Period(row.title, row.kind, row.first_on, row.last_on)
            now = [one for one in quality(period, standard, reach=(row.organ.path,)) if one.code == row.organ_id]
            score = _score(now[0]) if now else score
        write(STREAM, key, QUALITY_ANSWERED, {"answer": said, "outcome": outcome, **score}, by=actor.id)
        return None
