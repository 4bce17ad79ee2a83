"""Acts on the assessment of officers: the head enters it, the officer objects, the head answers.

What can be counted is counted by the system at the moment of entering and kept with the assessment; the head gives the
points of what only people can judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhifa.acts.personnel import text_of, write
from zhifa.acts.work import Actor, context, today
from zhifa.core.assessment import Period, Result, Standard, assess, missing_items, read_period, standard_of, stored
from zhifa.core.events import ASSESSMENT_ANSWERED, ASSESSMENT_ENTERED, ASSESSMENT_OBJECTED
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.qualification import Held, needed, rule_for
from zhifa.core.values import Refusal
from zhifa.store.personnel.models import Assessment
from zhifa.store.readers.assessments import measures
from zhifa.store.readers.training import years_of
from zhifa.store.registry.models import Certificate, Person

LONGEST = 1000


def standard_on(day: date) -> Standard | None:
    """The standard by which officers are assessed on a day."""
    entries = context().rules(day).entries("assessment").values()
    return next((standard_of(entry) for entry in entries), None)


def hours_of(person: str, path: str, year: int) -> tuple[int, int]:
    """Hours of training had and owed in a year; nothing is owed where no training is recorded."""
    known = years_of([person]).get(person, {}).get(year)
    rule = rule_for(context().book, path, year)
    held = Certificate.objects.filter(person_id=person).order_by("-issued_on").first()
    if known is None or not known.recorded or rule is None or held is None:
        return (0, 0)
    return (known.hours, needed(rule, Held(held.number, held.issued_on), year))


def measured(
    person: Person, period: Period, standard: Standard, entered: Mapping[str, int], reasons: Mapping[str, str]
) -> Result:
    """The assessment as it stands today with these points given."""
    hours = hours_of(person.pk, person.organ.path, period.last.year)
    last = min(period.last, today())
    found = measures(person.pk, person.organ.path, period.first, last, hours=hours)
    return assess(standard, found, entered, reasons)


def assessment_key(person: str, period: str) -> str:
    """The key of the assessment of a person for a period."""
    return f"{person}/{period}"


def preview(person: str, period: str, entered: Mapping[str, int], *, actor: Actor) -> tuple[Standard, Result] | Refusal:
    """What an assessment would say; nothing is written."""
    found = _allowed(person, period, actor)
    if isinstance(found, Refusal):
        return found
    row, days, standard = found
    return standard, measured(row, days, standard, entered, {})


def _allowed(person: str, period: str, actor: Actor) -> tuple[Person, Period, Standard] | Refusal:
    row = Person.objects.select_related("organ").filter(pk=person).first()
    if row is None:
        return bad_input("没有登记这名人员", "从人员中选择", place="person")
    if refused := may(actor.person, "assessment.enter", row.organ.path, today()):
        return refused
    if person == actor.id:
        return bad_input("不能考核自己", "由上级或者其他负责人考核", place="person")
    days = read_period(period)
    if days is None or days.first > today():
        return bad_input("时段写作 2024、2024Q3 或者 2024-03-05，不晚于今天", "改正后再试", place="period")
    standard = standard_on(min(days.last, today()))
    if standard is None:
        return bad_input("那一天还没有考核标准", "请规则维护人员补上", place="period")
    return row, days, standard


def enter_assessment(
    person: str, period: str, entered: Mapping[str, int], reasons: Mapping[str, str], *, actor: Actor
) -> Refusal | None:
    """Enter the assessment of a person for a period, or enter it anew; both stay in the journal."""
    found = _allowed(person, period, actor)
    if isinstance(found, Refusal):
        return found
    row, days, standard = found
    if lacking := missing_items(standard, entered):
        return bad_input(f"还没有评定“{lacking[0].title}”", "每一项都要评定", place=lacking[0].code)
    for item in standard.items:
        if item.code in entered and not 0 <= entered[item.code] <= item.points:
            return bad_input(f"“{item.title}”应在 0 到 {item.points} 之间", "核对得分", place=item.code)
        if not item.measure and entered[item.code] < item.points and not reasons.get(item.code, "").strip():
            return bad_input(f"“{item.title}”没有给满分，应当写明理由", "填写理由", place=f"{item.code}.why")
    said = {code: text.strip()[:300] for code, text in reasons.items() if text.strip()}
    result = measured(row, days, standard, entered, said)
    items: list[Json] = [dict(line) for line in stored(result)]
    payload: dict[str, Json] = {
        "person": person, "organ": row.organ_id, "standard": standard.code, "period": days.name, "items": items,
        "score": result.score, "grade": result.grade,
    }  # fmt: skip
    write("assessment", assessment_key(person, days.name), ASSESSMENT_ENTERED, payload, by=actor.id)
    return None


def object_to(key: str, objection: str, *, actor: Actor) -> Refusal | None:
    """The person assessed says what is wrong with it."""
    row = Assessment.objects.filter(pk=key, person_id=actor.id).first()
    if row is None:
        return bad_input("没有您的这次考核", "从考核列表重新打开", place="objection")
    said = text_of(objection, "异议", "objection", longest=LONGEST)
    if isinstance(said, Refusal):
        return said
    write("assessment", key, ASSESSMENT_OBJECTED, {"objection": said}, by=actor.id)
    return None


def answer_objection(key: str, answer: str, *, actor: Actor) -> Refusal | None:
    """The head answers; where the objection is right the assessment is entered anew."""
    row = Assessment.objects.select_related("organ").filter(pk=key).first()
    if row is None or not row.objection:
        return bad_input("没有需要答复的异议", "从考核列表重新打开", place="answer")
    if refused := may(actor.person, "assessment.enter", row.organ.path, today()):
        return refused
    said = text_of(answer, "答复", "answer", longest=LONGEST)
    if isinstance(said, Refusal):
        return said
    write("assessment", key, ASSESSMENT_ANSWERED, {"answer": said}, by=actor.id)
    return None
