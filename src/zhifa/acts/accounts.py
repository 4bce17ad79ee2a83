"""Acts on accounts: open one for a person, give a one-time password, close it; change one's own password.

Passwords never enter the journal; that an account was opened, reset or closed, by whom and when, does.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from axes.utils import reset as unlock
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhifa.acts.agreement import ask_reset, unagreed
from zhifa.acts.registry import write_stream
from zhifa.acts.work import Actor, this_moment, today
from zhifa.core.events import ACCOUNT_CLOSED, ACCOUNT_OPENED, ACCOUNT_RESET, NewEvent
from zhifa.core.facts import Json
from zhifa.core.permission import RoleHeld, may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal, show_date
from zhifa.store.registry.models import Account, Person
from zhifa.store.registry.people import people

# Letters and digits that nobody confuses on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_USERNAME = re.compile(r"[\w.@+-]{1,40}")


@dataclass(frozen=True, slots=True)
class Opened:
    """An account with the password that is shown once and must be changed at the first sign-in."""

    username: str
    password: str


def one_time_password() -> str:
    """Four groups of four: about 79 random bits, easy to read out."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _over(role: RoleHeld) -> bool:
    return role.validity.end is not None and role.validity.end < today()


def _managed(person: str, actor: Actor) -> Person | Refusal:
    """The person, if the actor may manage the account: nobody gives out a password to powers beyond their own reach."""
    row = Person.objects.select_related("organ").filter(pk=person).first()
    if row is None:
        return bad_input("没有登记这名人员", "先在“人员”登记", place="person")
    held = people([person])[person].roles
    for path in (row.organ.path, *(role.path for role in held if not _over(role))):
        if refused := may(actor.person, "accounts.manage", path, today()):
            return refused
    return row


def _write(type_: str, person: str, actor: Actor, payload: dict[str, Json]) -> None:
    event = NewEvent(type=type_, occurred=this_moment(), actor=actor.id, payload={"person": person, **payload})
    write_stream("account", person, event)


def open_account(person: str, username: str, *, actor: Actor) -> Opened | Refusal:
    """Open an account for a person who has none, or open a closed one again; the password is shown once."""
    username = username.strip()
    found = _managed(person, actor)
    if isinstance(found, Refusal):
        return found
    if found.left_on and found.left_on <= today():
        return bad_input(f"{found.name}已于 {show_date(found.left_on)} 离岗", "重新到岗的先变更登记", place="person")
    if refused := unagreed(person, actor):
        return refused
    if not _USERNAME.fullmatch(username):
        return bad_input(
            "登录名只能用文字、数字和 . @ + - _，最多 40 个字符", "例如姓名的拼音 wangli", place="username"
        )
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(person_id=person).first()
        if account is not None and account.is_active:
            return bad_input(f"{found.name}已有账号 {account.username}", "忘记口令的，重置口令", place="username")
        taken = Account.objects.filter(username__iexact=username).exclude(person_id=person)
        if taken.exists():
            return bad_input(f"登录名 {username} 已有人使用", "换一个，例如加上单位或者数字", place="username")
        account = account or Account(person_id=person)
        account.username, account.is_active = username, True
        password = _new_password(account)
        _write(ACCOUNT_OPENED, person, actor, {})
    return Opened(username, password)


def _new_password(account: Account) -> str:
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save()
    unlock(username=account.username)
    return password


def reset_password(person: str, *, actor: Actor) -> Opened | Refusal:
    """A new one-time password for somebody who forgot theirs; open sessions end and a lock-out is lifted."""
    found = _managed(person, actor)
    if isinstance(found, Refusal):
        return found
    if actor.person and actor.person.id == person:
        return bad_input("自己的口令在“我的口令”修改", "打开右上角的“我的证件与口令”", place="person")
    if refused := unagreed(person, actor):
        return refused
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(person_id=person, is_active=True).first()
        if account is None:
            return bad_input(f"{found.name}没有可用的账号", "先开通账号", place="person")
        password = _new_password(account)
        _write(ACCOUNT_RESET, person, actor, {})
    return Opened(account.username, password)


def ask_for_reset(person: str, *, reason: str, actor: Actor) -> Refusal | None:
    """Ask another administrator to agree that this administrator gets a password."""
    found = _managed(person, actor)
    if isinstance(found, Refusal):
        return found
    if actor.person and actor.person.id == person:
        return bad_input("自己的口令在“我的口令”修改", "打开右上角的“我的证件与口令”", place="person")
    return ask_reset(found, reason=reason, actor=actor)


def close_account(person: str, *, reason: str, actor: Actor) -> Refusal | None:
    """Nobody signs in with the account any more; what was done under it stays attributed."""
    found = _managed(person, actor)
    if isinstance(found, Refusal):
        return found
    if actor.person and actor.person.id == person:
        return bad_input("不能停用自己的账号", "由另一名系统管理员停用", place="person")
    if not reason.strip():
        return bad_input("停用账号应当写明理由", "例如调离、离岗；不要写个人信息", place="reason")
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(person_id=person, is_active=True).first()
        if account is None:
            return bad_input(f"{found.name}没有可用的账号", "不用停用", place="person")
        account.is_active = False
        account.set_unusable_password()
        account.save(update_fields=["is_active", "password"])
        _write(ACCOUNT_CLOSED, person, actor, {"reason": reason.strip()[:200]})
    return None


def _weakness(error: ValidationError) -> str:
    """What is weak about a password, in the words of the pages; Django translates only some of its own."""
    known = {
        "password_too_short": f"新口令至少 {(error.params or {}).get('min_length', '')} 个字符",
        "password_too_common": "新口令太常见，容易被猜到",
        "password_entirely_numeric": "新口令不能全是数字",
        "password_too_similar": "新口令和登录名太像",
    }
    return known.get(error.code or "", "新口令太容易被猜到")


def change_own_password(account: int, *, old: str, new: str, again: str) -> Refusal | None:
    """Change one's own password: the old one is asked again, the new one must be hard to guess."""
    with transaction.atomic():
        row = Account.objects.select_for_update().filter(pk=account, is_active=True).first()
        if row is None:
            return Refusal("signed_out", "请先登录", "登录后再试")
        if not row.check_password(old):
            return bad_input("原口令不对", "首次登录的，原口令就是管理员给的一次性口令", place="old")
        if new != again:
            return bad_input("两次输入的新口令不一样", "重新输入一遍", place="again")
        if new == old:
            return bad_input("新口令和原口令相同", "换一个没有用过的口令", place="new")
        try:
            validate_password(new, row)
        except ValidationError as error:
            said = "；".join(_weakness(one) for one in error.error_list)
            return bad_input(said, "用几个不相干的词连起来，好记又难猜", place="new")
        row.set_password(new)
        row.must_change_password = False
        row.save(update_fields=["password", "must_change_password"])
    return None
