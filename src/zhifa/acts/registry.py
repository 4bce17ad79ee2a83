"""Acts on organs and people: register an officer, issue, suspend and cancel certificates, appoint an acting head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zhifa.acts.work import Actor, today
from zhifa.core.events import (
    ACTING_APPOINTED,
    CERTIFICATE_CANCELLED,
    CERTIFICATE_ISSUED,
    CERTIFICATE_SUSPENDED,
    OFFICER_REGISTERED,
    NewEvent,
)
from zhifa.core.facts import Json
from zhifa.core.permission import ROLE_TITLES, RoleHeld, may, mixed_administrators
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Moment, Refusal, Validity, show_date
from zhifa.ports import clock
from zhifa.store import journal
from zhifa.store.registry.models import Certificate, Organ, Person
from zhifa.store.registry.people import people
from zhifa.store.registry.projector import project


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """A role in an organ's part of the tree, while it lasts."""

    role: str
    path: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """A person as registered or changed; leaving is a registration with `left_on` and ended roles."""

    id: str
    name: str
    organ: str
    roles: tuple[RoleGiven, ...]
    post: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    law_licence: str = ""
    """The number of the licence in law, as reviewers need one (行政处罚法 58.2)."""


def write_stream(stream_kind: str, stream_id: str, event: NewEvent) -> None:
    """Append to a small stream and bring its rows into line, in the caller's transaction."""
    version = journal.head(stream_kind, stream_id).version
    written = journal.append(stream_kind, stream_id, version, [event], recorded_at=clock.now())
    if isinstance(written, journal.StaleStream):
        raise RuntimeError(f"{stream_kind}/{stream_id} 同时被改动")
    project(written[0])


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _separate(person: str, given: Sequence[RoleHeld], *, acting: bool = False) -> Refusal | None:
    """Refuse whoever would hold two of the three administrators' offices, their own or in another's place."""
    known = people([person]).get(person)
    kept = [held for held in known.roles if acting or held.acting] if known else []
    mixed = mixed_administrators([*kept, *given])
    if mixed is None:
        return None
    first, second = (ROLE_TITLES[role] for role in mixed)
    return Refusal(
        "administrators",
        f"{first}和{second}不能是同一个人",
        "系统管理、安全管理、审计管理由三个人分别担任，互相监督；请另选一人，或者先结束其中一个岗位",
        missing=("roles",),
    )


def _roles_after(registration: Registration, actor: Actor) -> tuple[RoleGiven, ...] | Refusal:
    """The roles the person will hold: those given, and unchanged those in places the actor does not manage.

    Nobody gives, lengthens, shortens or takes a role outside what they manage, nor changes the registration of
    somebody who belongs to another's organ.
    """
    known = people([registration.id]).get(registration.id)
    home = Person.objects.filter(pk=registration.id).values_list("organ__path", flat=True).first()
    if home is not None and (refused := may(actor.person, "people.manage", home, today())):
        return refused
    kept = tuple(
        RoleGiven(held.role, held.path, held.validity.start, held.validity.end)
        for held in (known.roles if known else ())
        if not held.acting and may(actor.person, "people.manage", held.path, today())
    )
    for given in registration.roles:
        if given not in kept and (refused := may(actor.person, "people.manage", given.path, today())):
            return refused
    return (*(given for given in registration.roles if given not in kept), *kept)


def register_officer(registration: Registration, *, actor: Actor, on: date | None = None) -> Refusal | None:
    """Register a person or change the registration: name, organ, roles. Who acts must be certified separately."""
    organ = Organ.objects.filter(pk=registration.organ).first()
    if organ is None:
        return bad_input(f"没有代码为“{registration.organ[:40]}”的机关", place="organ")
    if refused := may(actor.person, "people.manage", organ.path, today()):
        return refused
    for given in registration.roles:
        if given.role not in ROLE_TITLES:
            return bad_input(f"没有“{given.role[:40]}”这一岗位", place="roles")
    given_roles = _roles_after(registration, actor)
    if isinstance(given_roles, Refusal):
        return given_roles
    offices = [RoleHeld(r.role, r.path, Validity(r.start, r.end)) for r in given_roles]
    if mixed := _separate(registration.id, offices):
        return mixed
    roles: list[Json] = [
        {"role": r.role, "path": r.path, "from": _text(r.start), "to": _text(r.end)} for r in given_roles
    ]
    event = NewEvent(
        type=OFFICER_REGISTERED,
        occurred=Moment(on or registration.joined_on or today()),
        actor=actor.id,
        payload={
            "name": registration.name,
            "organ": registration.organ,
            "post": registration.post,
            "joined_on": _text(registration.joined_on),
            "left_on": _text(registration.left_on),
            "law_licence": registration.law_licence,
            "roles": roles,
        },
        personal=("/name",),
    )
    with transaction.atomic():
        write_stream("officer", registration.id, event)
    return None


def issue_certificate(
    number: str, person: str, *, issued_on: date, expires_on: date | None, kind: str = "", actor: Actor
) -> Refusal | None:
    """Issue an enforcement certificate; without one valid on the day nobody may enforce."""
    holder = Person.objects.select_related("organ").filter(pk=person).first()
    if holder is None:
        return bad_input("没有登记这名人员", place="person")
    if refused := may(actor.person, "people.manage", holder.organ.path, today()):
        return refused
    if expires_on and expires_on < issued_on:
        return bad_input("证件到期日早于发证日", place="expires_on")
    if Certificate.objects.filter(pk=number).exists():
        return bad_input(f"证号 {number} 已经登记", place="number")
    event = NewEvent(
        type=CERTIFICATE_ISSUED,
        occurred=Moment(issued_on),
        actor=actor.id,
        payload={"person": person, "issued_on": _text(issued_on), "expires_on": _text(expires_on), "kind": kind},
    )
    with transaction.atomic():
        write_stream("certificate", number, event)
    return None


def cancel_certificate(number: str, *, on: date, reason: str, actor: Actor) -> Refusal | None:
    """Cancel a certificate from a day on, as when somebody leaves enforcement."""
    said: dict[str, Json] = {"cancelled_on": _text(on), "reason": reason}
    return change_certificate(number, CERTIFICATE_CANCELLED, on, said, actor, reason=reason)


def suspend_certificate(number: str, *, start: date, end: date | None, reason: str, actor: Actor) -> Refusal | None:
    """Suspend a certificate for some days; acts within them are without authority."""
    said: dict[str, Json] = {"from": _text(start), "to": _text(end), "reason": reason}
    return change_certificate(number, CERTIFICATE_SUSPENDED, start, said, actor, reason=reason)


def change_certificate(
    number: str,
    kind: str,
    on: date,
    payload: dict[str, Json],
    actor: Actor,
    *,
    reason: str | None = None,
    ended: bool = False,
) -> Refusal | None:
    """Write one event about a certificate; only a card that came back may be written of one already cancelled."""
    row = Certificate.objects.select_related("person__organ").filter(pk=number).first()
    if row is None:
        return bad_input(f"没有证号为 {number[:40]} 的证件", place="number")
    if refused := may(actor.person, "people.manage", row.person.organ.path, today()):
        return refused
    if reason is not None and not reason.strip():
        return bad_input("应当写明理由", place="reason")
    if row.cancelled_on and not ended:
        return bad_input(f"证件已于 {show_date(row.cancelled_on)} 注销", place="number")
    with transaction.atomic():
        write_stream("certificate", number, NewEvent(type=kind, occurred=Moment(on), actor=actor.id, payload=payload))
    return None


def appoint_acting(
    person: str, *, instead_of: str, role: str, path: str, start: date, end: date, actor: Actor
) -> Refusal | None:
    """Let somebody act in another's place for some days; what they sign says so."""
    if refused := may(actor.person, "people.manage", path, today()):
        return refused
    if end < start:
        return bad_input("代行期间的终止日早于起始日", place="to")
    if not Person.objects.filter(pk=person).exists():
        return bad_input("没有登记这名人员", place="person")
    if mixed := _separate(person, [RoleHeld(role, path, Validity(start, end), acting=True)], acting=True):
        return mixed
    event = NewEvent(
        type=ACTING_APPOINTED,
        occurred=Moment(start),
        actor=actor.id,
        payload={"role": role, "path": path, "from": _text(start), "to": _text(end), "for": instead_of},
    )
    with transaction.atomic():
        write_stream("officer", person, event)
    return None
