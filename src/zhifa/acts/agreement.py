"""No administrator alone gets at the account of another: a second one, of another office, agrees first.

Who gives out passwords could otherwise sign in as whoever watches them. Each agreement serves once and lapses soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from zhifa.acts.registry import write_stream
from zhifa.acts.work import Actor, this_moment, today
from zhifa.core.events import ACCOUNT_RESET_AGREED, ACCOUNT_RESET_ASKED, NewEvent
from zhifa.core.permission import ACTIONS, ADMINISTRATORS, Person, may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store.readers.accounts import ResetRequest, reset_request, reset_requests
from zhifa.store.registry.models import Account, Role
from zhifa.store.registry.models import Person as PersonRow
from zhifa.store.registry.people import people

ASKED_FOR, AGREED_FOR = timedelta(days=7), timedelta(hours=24)
"""How long a request stands for somebody to agree to, and how long an agreement can then be used."""


def is_administrator(person: Person) -> bool:
    """Whether somebody holds one of the three offices now or later."""
    return any(h.role in ADMINISTRATORS and (h.validity.end or today()) >= today() for h in person.roles)


def agreement_needed(key: str) -> bool:
    """Whether a password for this person needs a second administrator.

    The first account of an administrator is opened without one only while nobody is there to agree: an installation
    begins with one person.
    """
    person = people([key]).get(key)
    if person is None or not is_administrator(person):
        return False
    return Account.objects.filter(person_id=key).exists() or bool(_others(key))


def _others(key: str) -> list[str]:
    """Who could agree: whoever holds an office that may, and signs in, but for the person concerned."""
    offices = Role.objects.filter(role__in=ACTIONS["accounts.agree"], person__account__is_active=True)
    found = people(set(offices.exclude(person_id=key).values_list("person_id", flat=True)))
    place = PersonRow.objects.values_list("organ__path", flat=True).get(pk=key)
    return [other for other, person in found.items() if may(person, "accounts.agree", place, today()) is None]


def pending(key: str) -> ResetRequest | None:
    """The request for this person's password that stands: not lapsed, and its agreement, if given, not either."""
    found = reset_request(key)
    if found is None:
        return None
    since, lasting = (found.agreed_at, AGREED_FOR) if found.agreed_at else (found.asked_at, ASKED_FOR)
    return found if clock.now() - since <= lasting else None


def open_requests(agreeing: str, *, reach: Sequence[str]) -> list[ResetRequest]:
    """What this administrator can agree to: requests within the reach, none for or by themselves."""
    found = reset_requests(reach=reach, since=clock.now() - ASKED_FOR)
    return [one for one in found if agreeing not in (one.person, one.asked_by)]


def unagreed(key: str, actor: Actor) -> Refusal | None:
    """Why this actor may not give the person a password yet; None where no agreement is needed or it is there."""
    if actor.id == "installer" or not agreement_needed(key):
        return None
    found = pending(key)
    if found and found.agreed_by and found.asked_by == actor.id:
        return None
    waiting = "已经申请，等另一名管理员同意" if found and found.asked_by == actor.id else "先申请"
    return Refusal(
        "agreement",
        "管理员的口令要另一名管理员同意才能给出",
        f"{waiting}；没有人可以同意的，在服务器上运行 zhifa init --reset 登录名",
        missing=("username",),
    )


def ask_reset(row: PersonRow, *, reason: str, actor: Actor) -> Refusal | None:
    """Ask for the agreement to give an administrator a password, with the reason the other one is to judge."""
    if not agreement_needed(row.pk):
        return bad_input(f"给{row.name}口令不需要另一名管理员同意", "直接办理", place="person")
    if not reason.strip():
        return bad_input("申请应当写明理由", "例如本人忘记口令、当面提出；不要写个人信息", place="reason")
    if pending(row.pk) is not None:
        return bad_input("已经申请过", "等另一名管理员同意", place="reason")
    _write(ACCOUNT_RESET_ASKED, row.pk, actor, {"reason": reason.strip()[:200]})
    return None


def agree_reset(key: str, *, actor: Actor) -> Refusal | None:
    """Agree that an administrator gets a password; never to one's own."""
    row = PersonRow.objects.select_related("organ").filter(pk=key).first()
    if row is None:
        return bad_input("没有登记这名人员", "从会签列表重新打开", place="person")
    if refused := may(actor.person, "accounts.agree", row.organ.path, today()):
        return refused
    found = pending(key)
    if found is None or found.agreed_by:
        return bad_input("没有等待同意的申请", "申请七天以后失效，可以重新申请", place="person")
    if actor.id in (key, found.asked_by):
        return Refusal("own", "自己的口令、自己的申请不能自己同意", "由另一名管理员同意")
    _write(ACCOUNT_RESET_AGREED, key, actor, {"asked_by": found.asked_by})
    return None


def _write(type_: str, key: str, actor: Actor, payload: dict[str, str]) -> None:
    event = NewEvent(type=type_, occurred=this_moment(), actor=actor.id, payload={"person": key, **payload})
    with transaction.atomic():
        write_stream("account", key, event)
