"""Lawful erasure of data about a person (个人信息保护法 47 条): values go, the proof of what was done stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from zhifa.acts.work import Actor, Conflict, Work, act, no_such_case, this_moment, today
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.casework.search import forget_erased
from zhifa.store.readers.erasure import Stream, officer_needed, streams_about, streams_about_officer
from zhifa.store.registry.models import Account, Person
from zhifa.store.registry.projector import project
from zhifa.store.supervision.projector import project as project_supervision

Place = tuple[int, str]
"""The number of a record in its journal and the path of a value in it, such as (4, "/facts/party.name")."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """How many values are gone, and how many a duty to keep them still holds back."""

    values: int
    held: int


def _refused(reason: str, basis: str) -> Refusal | None:
    if not reason.strip():
        return bad_input("清除个人信息应当写明理由", "填写理由；理由中不要写个人信息", place="reason")
    if not basis.strip():
        return bad_input("清除个人信息应当写明依据", "填写法律依据", place="basis")
    return None


def erase_person(
    case_id: str, *, reason: str, basis: str, actor: Actor, only: Collection[Place] | None = None
) -> Erasure | Refusal:
    """Erase the personal values of a case, or only those at the given places; lists and papers lose them as well.

    Values on hold (a remedy is pending, the archive period runs) stay and are counted.
    """
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        refused = may(actor.person, "person.erase", work.row.path, work.day) or _refused(reason, basis)
        result = refused or _erase(work, reason.strip(), basis.strip(), actor, only)
        if isinstance(result, Refusal):
            transaction.set_rollback(True)
        return result


def _erase(work: Work, reason: str, basis: str, actor: Actor, only: Collection[Place] | None) -> Erasure | Refusal:
    done = journal.erase(
        "case",
        work.row.pk,
        work.events[-1].version,
        actor=actor.id,
        occurred=this_moment(),
        reason=reason,
        basis=basis,
        recorded_at=work.now,
        only=only,
    )
    if isinstance(done, journal.StaleStream):
        raise Conflict(work.row.pk)
    if done.event is not None:
        work.erased(done.event)
        work.finish()
        forget_erased()
    others = () if only else streams_about(work.row.pk)
    said = _erase_about(others, reason, basis, actor)
    values, held = done.values + said.values, done.held + said.held
    return Erasure(values, held) if values else _nothing(held)


def _erase_about(streams: Sequence[Stream], reason: str, basis: str, actor: Actor) -> Erasure:
    """Erase what other journals say of the same persons; the caller holds the transaction."""
    values = held = 0
    for kind, key in streams:
        done = journal.erase(
            kind, key, journal.head(kind, key).version, actor=actor.id, occurred=this_moment(), reason=reason,
            basis=basis, recorded_at=clock.now(),
        )  # fmt: skip
        if isinstance(done, journal.StaleStream):
            raise Conflict(f"{kind}/{key}")
        if done.event is not None:
            project_supervision(done.event)
        values, held = values + done.values, held + done.held
    return Erasure(values, held)


def _nothing(held: int) -> Refusal:
    if held:
        return Refusal("held", f"{held} 项个人信息尚在保存期内或者救济期内，不能清除", "期限届满、解除保留后再清除")
    return bad_input("没有可以清除的个人信息", "核对案件和所选的项目", place="case")


def erase_officer(person: str, *, reason: str, basis: str, actor: Actor) -> Erasure | Refusal:
    """Erase the name of somebody who worked with the system; their acts stay under the number they were done with.

    Whoever still works, signs in or has cases in hand is needed by name. The name of a closed account goes as well.
    """
    row = Person.objects.select_related("organ").filter(pk=person).first()
    if row is None:
        return bad_input("没有登记这名人员", "从人员列表中选择", place="person")
    if refused := may(actor.person, "person.erase", row.organ.path, today()) or _refused(reason, basis):
        return refused
    if why := officer_needed(row, today()):
        return Refusal("needed", f"{row.name}{why}，姓名不能清除", "先由系统管理员办理离岗、停用账号，负责人移交案件")
    with transaction.atomic():
        done = journal.erase(
            "officer",
            person,
            journal.head("officer", person).version,
            actor=actor.id,
            occurred=this_moment(),
            reason=reason.strip(),
            basis=basis.strip(),
            recorded_at=clock.now(),
        )
        if isinstance(done, journal.StaleStream):
            raise Conflict(person)
        said = _erase_about(streams_about_officer(person), reason.strip(), basis.strip(), actor)
        if done.event is None:
            return _nothing(done.held)
        registered = [e for e in journal.read_stream("officer", person) if e.type == "officer.registered"]
        project(registered[-1])
        Account.objects.filter(person_id=person).update(username=f"erased-{person}")
        return Erasure(done.values + said.values, done.held + said.held)
