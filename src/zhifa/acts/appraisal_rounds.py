"""Rounds of appraisal: planned, drawn by a public seed, shared out to readers, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zhifa.acts.appraising import sheet
from zhifa.acts.personnel import organ_for, text_of
from zhifa.acts.streams import write_next
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.appraisal import Standard, standards
from zhifa.core.appraisal.reading import Drawn, Line, Reader, proposal, shared_out, stored
from zhifa.core.drawing import digest_of, drawn
from zhifa.core.events import (
    APPRAISAL_ASSIGNED,
    APPRAISAL_CLOSED,
    APPRAISAL_DRAWN,
    APPRAISAL_FINAL,
    APPRAISAL_PLANNED,
    Event,
)
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal, show_date
from zhifa.store import journal
from zhifa.store.appraisal.models import Round, RoundFile
from zhifa.store.appraisal.projector import project
from zhifa.store.readers.appraisal_rounds import pool
from zhifa.store.registry.models import Organ, Person
from zhifa.store.registry.people import people

ROUND, FILE, SUGGESTION = "appraisal", "appraisal_file", "suggestion"
MOST, LARGEST = 500, 50
"""So many files in a round, so many of one organ: a round is read by people."""
SEED = 6
"""A public seed is at least so long."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A round as it is asked for. `size` 0 takes every file (普查)."""

    title: str
    standard: str
    first_on: date | None
    last_on: date | None
    organs: Sequence[str]
    kinds: Sequence[str]
    size: int
    readers: Sequence[str]
    due_on: date | None = None


def write(kind: str, key: str, type_: str, payload: dict[str, Json], *, by: str) -> Event:
    """Append one event to a stream of the appraisal and bring its row into line; the caller holds the transaction."""
    return write_next((kind, key), type_, payload, by=by, project=project)


def standard_of(code: str, day: date) -> Standard | None:
    """A standard as it was on a day."""
    return standards(context().rules(day)).get(code)


def plan_round(asked: Planned, organ_code: str, *, actor: Actor) -> str | Refusal:
    """Draw up a round. Its key."""
    organ = organ_for(organ_code, "appraisal.manage", actor)
    if isinstance(organ, Refusal):
        return organ
    title = text_of(asked.title, "活动名称", "title", longest=120)
    if isinstance(title, Refusal):
        return title
    if refused := _wrong(asked, actor):
        return refused
    given = standard_of(asked.standard, today())
    first, last = asked.first_on, asked.last_on
    if given is None or given.light or first is None or last is None or not first <= last <= today():
        return bad_input("请选择评查标准和案卷的起止日期，截止不晚于今天", "核对标准和日期", place="first_on")
    key = new_id()[:16]
    payload: dict[str, Json] = {
        "organ": organ.pk, "title": title, "standard": given.code, "digest": given.digest,
        "first_on": first.isoformat(), "last_on": last.isoformat(), "organs": sorted(set(asked.organs)),
        "kinds": sorted(set(asked.kinds)), "size": asked.size, "readers": sorted(set(asked.readers)),
        "due_on": asked.due_on.isoformat() if asked.due_on else "",
    }  # fmt: skip
    write(ROUND, key, APPRAISAL_PLANNED, payload, by=actor.id)
    return key


def _wrong(asked: Planned, actor: Actor) -> Refusal | None:
    places = dict(Organ.objects.filter(pk__in=list(asked.organs)).values_list("pk", "path"))
    if not asked.organs or len(places) != len(set(asked.organs)):
        return bad_input("请选择评查对象", "勾选一个或者几个机关", place="organs")
    if any(may(actor.person, "appraisal.manage", path, today()) for path in places.values()):
        return bad_input("评查对象不在您的监督范围内", "只选您监督的机关", place="organs")
    if not 0 <= asked.size <= LARGEST:
        return bad_input(f"每个机关抽取 1 至 {LARGEST} 件，普查填 0", "核对件数", place="size")
    known = people(asked.readers)
    unfit = [one for one in asked.readers if one not in known or not _reads(known[one].roles_on(today()))]
    if len(set(asked.readers)) < 2 or unfit:
        return bad_input(
            "评查人员至少两名，须是法制审核人员、执法监督人员或者第三方评查人员", "核对评查人员", place="readers"
        )
    if asked.due_on is not None and asked.due_on < today():
        return bad_input(f"完成期限 {show_date(asked.due_on)} 已经过去", "填写今天以后的日期", place="due_on")
    return None


READING = frozenset({"legal_reviewer", "supervisor", "third_party_reviewer"})


def _reads(roles: Iterable[str]) -> bool:
    return not READING.isdisjoint(roles)


def draw_round(key: str, seed: str, *, actor: Actor) -> int | Refusal:
    """Draw the sample by a seed made in public, and share it out. How many files.

    The seed is joined with the digest of the event that planned the round: nobody can have tried seeds out before,
    and nobody can plan the round anew to a seed already known without leaving that plan in the journal.
    """
    with transaction.atomic():
        row = Round.objects.select_for_update().filter(pk=key).first()
        if row is None:
            return bad_input("没有这次评查活动", "从活动列表重新打开", place="round")
        done = _draw(row, seed, actor)
        if isinstance(done, Refusal):
            transaction.set_rollback(True)
        return done


def _draw(row: Round, seed: str, actor: Actor) -> int | Refusal:
    if refused := may(actor.person, "appraisal.manage", row.organ.path, today()):
        return refused
    if row.state != "planned":
        return bad_input("已经抽过样", "抽样只进行一次；重抽另行制定活动", place="seed")
    said = text_of(seed, "公开的种子", "seed", longest=100)
    if isinstance(said, Refusal):
        return said
    if len(said) < SEED:
        return bad_input(f"种子至少 {SEED} 个字", "当众产生，例如当日公布的开奖号码", place="seed")
    given = standard_of(row.standard, today())
    if given is None:
        return bad_input("评查标准今天不再施行", "另行制定活动，选用现行标准", place="standard")
    whole = f"{said}|{row.mark}"
    pools = {code: pool(code, row.first_on, row.last_on, row.kinds) for code in row.organs}
    chosen = [(code, case) for code, ids in pools.items() for case in sampled(whole, code, ids, row.size)]
    if not 0 < len(chosen) <= MOST:
        what = "没有一件案卷" if not chosen else f"有 {len(chosen)} 件，超过 {MOST} 件"
        return bad_input(f"抽样范围内{what}", "改变日期、机关或者件数，另行制定活动", place="seed")
    files = [Drawn(case, code, _worked(case)) for code, case in chosen]
    readers = [Reader(one, organ) for one, organ in _homes(row.readers)]
    shared = shared_out(files, readers, whole)
    if isinstance(shared, str):
        return bad_input(
            "有的案卷找不到两名不属于该机关、没有参与办理的评查人员", "另行制定活动，增加其他机关的评查人员",
            place="readers",
        )  # fmt: skip
    told: dict[str, Json] = {code: {"count": len(ids), "digest": digest_of(ids)} for code, ids in pools.items()}
    payload: dict[str, Json] = {"seed": whole, "pool": told, "files": [case for _, case in chosen]}
    write(ROUND, row.pk, APPRAISAL_DRAWN, payload, by=actor.id)
    for number, (code, case) in enumerate(chosen, 1):
        _assign(row.pk, number, code, case, shared[case], given, actor)
    return len(chosen)


def sampled(seed: str, organ: str, ids: Sequence[str], size: int) -> tuple[str, ...]:
    """The files of one organ that a seed draws."""
    return drawn(f"{seed}|{organ}", ids, size or len(ids))


def _homes(readers: Sequence[str]) -> list[tuple[str, str]]:
    return list(Person.objects.filter(pk__in=list(readers)).order_by("pk").values_list("pk", "organ_id"))


def _worked(case: str) -> frozenset[str]:
    """Everybody who had a hand in a case: who wrote its events, took its steps or had it in charge."""
    events = journal.read_stream("case", case)
    folded = fold(case, events, context().book.vocabulary)
    found = {event.actor for event in events}
    if folded is not None:
        found |= {*folded.officers, *(person for taken in folded.taken for person in taken.by)}
    return frozenset(found)


def _assign(
    key: str, number: int, organ: str, case: str, readers: tuple[str, str], given: Standard, actor: Actor
) -> None:
    made = sheet(case, given)
    assert made is not None
    lines: list[Line] = list(proposal(given, made.deductions))
    payload: dict[str, Json] = {
        "round": key, "number": number, "case": case, "organ": organ, "readers": list(readers),
        "machine": {
            "score": made.score, "grade": made.grade, "version": made.version, "digest": made.digest,
            "on": today().isoformat(),
            "lines": [dict(line) for line in stored(lines)],
        },
    }  # fmt: skip
    write(FILE, f"{key}/{number}", APPRAISAL_ASSIGNED, payload, by=actor.id)


def close_round(key: str, *, actor: Actor) -> Refusal | None:
    """End a round: every file sent and not objected to in time becomes final; nothing else may be open."""
    with transaction.atomic():
        row = Round.objects.select_for_update().filter(pk=key).first()
        if row is None:
            return bad_input("没有这次评查活动", "从活动列表重新打开", place="round")
        if refused := may(actor.person, "appraisal.manage", row.organ.path, today()):
            return refused
        files = list(RoundFile.objects.filter(round=row).order_by("number"))
        if row.state != "drawn" or not files:
            return bad_input("还没有抽样，或者已经结束", "", place="round")
        waiting = [file for file in files if file.state not in {"sent", "final"}]
        if waiting:
            return bad_input(f"还有 {len(waiting)} 件没有反馈或者没有复核", "全部反馈、复核以后再结束", place="round")
        running = [
            file.object_by for file in files if file.state == "sent" and file.object_by and file.object_by >= today()
        ]
        if running:
            return bad_input(f"异议期到 {show_date(max(running))} 才届满", "期满以后再结束", place="round")
        for file in files:
            if file.state == "sent":
                write(FILE, file.pk, APPRAISAL_FINAL, {"score": file.score, "grade": file.grade}, by=actor.id)
        grades: dict[str, Json] = {}
        for file in files:
            held = grades.get(file.grade, 0)
            grades[file.grade] = (held if isinstance(held, int) else 0) + 1
        write(ROUND, key, APPRAISAL_CLOSED, {"grades": grades}, by=actor.id)
        return None
