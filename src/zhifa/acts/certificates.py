"""The life of an enforcement certificate after it was issued: yearly check, end of a suspension, return, replacement,
and lapse by rule for missing hours or a failed examination, written as the effect of the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from zhifa.acts.personnel import past_day
from zhifa.acts.registry import change_certificate, issue_certificate, write_stream
from zhifa.acts.work import Actor, context, today
from zhifa.core.events import (
    CERTIFICATE_CHECKED,
    CERTIFICATE_LAPSE_WITHDRAWN,
    CERTIFICATE_LAPSED,
    CERTIFICATE_REPLACED,
    CERTIFICATE_RESTORED,
    CERTIFICATE_RETURNED,
    NewEvent,
)
from zhifa.core.facts import Json
from zhifa.core.procedure.case import LAW
from zhifa.core.procedure.taking import bad_input
from zhifa.core.qualification import Held, Lapse, lapses
from zhifa.core.values import Moment, Refusal, show_date
from zhifa.store.casework.projector import check_again
from zhifa.store.readers.training import years_of
from zhifa.store.registry.models import Certificate


def check_certificate(
    number: str, *, year: int, passed: bool, on: date, note: str = "", actor: Actor
) -> Refusal | None:
    """Record the yearly check of a certificate; one that did not pass says why."""
    if refused := past_day(on, "年审日期", "on"):
        return refused
    if not on.year - 2 <= year <= on.year:
        return bad_input("年审年度不对", "填写年审的是哪一年度", place="year")
    if not passed and not note.strip():
        return bad_input("年审不合格应当写明理由", "填写理由", place="note")
    said: dict[str, Json] = {"year": year, "passed": passed, "note": note.strip()[:200]}
    return change_certificate(number, CERTIFICATE_CHECKED, on, said, actor)


def restore_certificate(number: str, *, start: date, on: date, reason: str, actor: Actor) -> Refusal | None:
    """End a suspension earlier than it said: `on` is the first day on which the certificate counts again."""
    row = Certificate.objects.filter(pk=number).first()
    begun = [stop for stop in row.suspended if stop[0] == start.isoformat()] if row else []
    if not begun:
        return bad_input("证件没有在这一天开始暂停", "从暂停记录中选择", place="start")
    if not start < on <= today():
        return bad_input("恢复日期应在暂停开始之后、今天以前", "核对日期", place="on")
    if begun[0][1] and begun[0][1] < on.isoformat():
        return bad_input("暂停已经期满", "期满自动恢复，不用登记", place="on")
    last = date.fromordinal(on.toordinal() - 1)
    said: dict[str, Json] = {"from": start.isoformat(), "to": last.isoformat(), "reason": reason.strip()[:200]}
    return change_certificate(number, CERTIFICATE_RESTORED, on, said, actor, reason=reason)


def return_certificate(number: str, *, on: date, to_whom: str, actor: Actor) -> Refusal | None:
    """The card itself came back, as it must when somebody leaves or the certificate ended."""
    if refused := past_day(on, "交回日期", "on"):
        return refused
    return change_certificate(
        number, CERTIFICATE_RETURNED, on, {"to": to_whom.strip()[:60]}, actor, reason=to_whom, ended=True
    )


def replace_certificate(
    number: str, new_number: str, *, on: date, expires_on: date | None, reason: str, actor: Actor
) -> Refusal | None:
    """Issue a new card in the place of one that is damaged, lost or at its end; the old one ends that day."""
    row = Certificate.objects.filter(pk=number).first()
    if row is None:
        return bad_input(f"没有证号为 {number[:40]} 的证件", place="number")
    if row.lapsed_on:
        return bad_input(
            f"证件已于 {show_date(row.lapsed_on)} 失效，不能换发", "补足学时、考试合格后另行发证", place="number"
        )
    if not row.issued_on < on <= today():
        return bad_input("换发日期应在发证之后、今天以前", "核对日期", place="on")
    if not new_number.strip():
        return bad_input("请填写新证号", "填写后再换发", place="new_number")
    said: dict[str, Json] = {"number": new_number.strip()[:40], "reason": reason.strip()[:200]}
    with transaction.atomic():
        refused = change_certificate(number, CERTIFICATE_REPLACED, on, said, actor, reason=reason)
        refused = refused or issue_certificate(
            new_number.strip()[:40], row.person_id, issued_on=on, expires_on=expires_on, kind=row.kind, actor=actor
        )
        if refused:
            transaction.set_rollback(True)
    return refused


def _held(row: Certificate) -> Held:
    ends = [day for day in (row.expires_on, row.cancelled_on) if day]
    return Held(row.number, row.issued_on, min(ends, default=None))


def _write(row: Certificate, found: Lapse | None) -> bool:
    """Bring what the journal says of a lapse into line with what the rules say now; whether anything was written."""
    if found and row.lapsed_on == found.on and row.lapsed_why == found.say:
        return False
    events = []
    if row.lapsed_on:
        why = "补录以后学时、考试符合规定" if found is None else "补录以后失效的理由改变"
        said: dict[str, Json] = {"from": row.lapsed_on.isoformat(), "was": row.lapsed_why, "reason": why}
        events.append(NewEvent(type=CERTIFICATE_LAPSE_WITHDRAWN, occurred=Moment(today()), actor=LAW, payload=said))
    if found:
        told: dict[str, Json] = {
            "year": found.year, "ground": found.ground, "had": found.had, "needed": found.needed,
            "cite": found.cite, "say": found.say,
        }  # fmt: skip
        events.append(NewEvent(type=CERTIFICATE_LAPSED, occurred=Moment(found.on), actor=LAW, payload=told))
    for event in events:
        write_stream("certificate", row.number, event)
    return bool(events)


def settle_certificates(persons: Iterable[str] | None = None) -> int:
    """Write down which certificates the rules have made lapse, and take back what later entries made untrue.

    Run by the daily watch for everybody, and for the persons concerned whenever hours or results are entered. How many
    certificates changed.
    """
    day, book = today(), context().book
    changed = 0
    with transaction.atomic():
        found = Certificate.objects.select_related("person__organ").order_by("number")
        found = found.filter(person_id__in=list(persons)) if persons is not None else found
        standing = [row for row in found.select_for_update(of=("self",)) if not row.cancelled_on or row.lapsed_on]
        known = years_of([row.person_id for row in standing])
        for row in standing:
            came, _ = lapses(book, row.person.organ.path, _held(row), known.get(row.person_id, {}), today=day)
            before = row.lapsed_on
            if _write(row, found_now := came[0] if came else None):
                changed += 1
                since = min(one for one in (before, found_now.on if found_now else None) if one)
                check_again(row.person_id, row.person.organ.path, since, day)
    return changed


def coming_lapses(rows: Sequence[str], known: Mapping[str, str]) -> Mapping[str, Lapse]:
    """Of these persons (with the place of their organ), who will lose their certificate next, and when."""
    day, book, found = today(), context().book, {}
    years = years_of(rows)
    held = Certificate.objects.filter(person_id__in=list(rows), cancelled_on=None, lapsed_on=None).order_by("number")
    for row in held:
        if row.expires_on and row.expires_on < day:
            continue
        _, coming = lapses(book, known[row.person_id], _held(row), years.get(row.person_id, {}), today=day)
        if coming:
            found[row.person_id] = coming[0]
    return found
