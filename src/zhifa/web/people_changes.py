"""What the forms of the register of people do: each reads its form and calls one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from zhifa.acts import certificates, registry
from zhifa.acts.work import new_id
from zhifa.core.values import Moment, Refusal
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import staff
from zhifa.web.people_forms import STAFF_ROLES, Typed, one, read_day
from zhifa.web.role_changes import Change, changed_roles
from zhifa.web.visitor import Visitor

Act = Callable[[Typed, Visitor, str], "Refusal | None"]


def _do_register(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    joined, left = read_day(typed, "joined_on", "到岗日期"), read_day(typed, "left_on", "离岗日期", required=False)
    for day in (joined, left):
        if isinstance(day, Refusal):
            return day
    if not one(typed, "name"):
        return Refusal("bad_input", "请填写姓名", "填写后再登记", missing=("name",))
    organ = next((o for o in organs(reach=visitor.reach("people.manage")) if o.code == one(typed, "organ")), None)
    roles = [role for role in typed.get("roles", ()) if role in STAFF_ROLES]
    if organ is None or not roles:
        what, field = ("单位", "organ") if organ is None else ("至少一个岗位", "roles")
        return Refusal("bad_input", f"请选择{what}", "选择后再登记", missing=(field,))
    reach = visitor.reach("people.manage")
    known = next((line for line in staff(reach=reach) if line.person.id == key), None)
    if key and known is None:
        return Refusal("bad_input", "没有登记这名人员，或者不在您的管理范围内", "从人员列表重新打开")
    end = cast("date | None", left)
    change = Change(
        path=organ.path,
        former=known.path if known else organ.path,
        ticked=frozenset(roles),
        elsewhere=frozenset(typed.get("elsewhere", ())),
        day=visitor.day,
        left=end,
    )
    return registry.register_officer(
        registry.Registration(
            id=key or new_id()[:12],
            name=one(typed, "name")[:60],
            organ=organ.code,
            roles=changed_roles(known.person if known else None, change, reach),
            post=one(typed, "post")[:60],
            joined_on=cast("date | None", joined),
            left_on=end,
            law_licence=one(typed, "law_licence")[:40],
        ),
        actor=visitor.actor,
        on=visitor.day if key else None,
    )


def _do_certificate(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    issued, expires = (
        read_day(typed, "issued_on", "发证日期"),
        read_day(typed, "expires_on", "到期日期", required=False),
    )
    if isinstance(issued, Refusal) or isinstance(expires, Refusal) or issued is None:
        return issued if isinstance(issued, Refusal) else cast(Refusal, expires)
    if not one(typed, "number"):
        return Refusal("bad_input", "请填写证号", "填写后再发证", missing=("number",))
    return registry.issue_certificate(
        one(typed, "number")[:40], one(typed, "person"), issued_on=issued, expires_on=expires,
        kind=one(typed, "kind")[:40], actor=visitor.actor,
    )  # fmt: skip


def _do_suspend(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    start, end = read_day(typed, "start", "暂停开始日"), read_day(typed, "end", "暂停结束日", required=False)
    if isinstance(start, Refusal) or isinstance(end, Refusal) or start is None:
        return start if isinstance(start, Refusal) else cast(Refusal, end)
    if end and end < start:
        return Refusal("bad_input", "暂停结束日早于开始日", "核对两个日期", missing=("end",))
    return registry.suspend_certificate(
        one(typed, "number"), start=start, end=end, reason=one(typed, "reason"), actor=visitor.actor
    )


def _do_cancel(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    on = read_day(typed, "on", "注销日期")
    if isinstance(on, Refusal) or on is None:
        return on
    return registry.cancel_certificate(
        one(typed, "number"), on=on, reason=one(typed, "reason")[:200], actor=visitor.actor
    )


def _do_restore(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    on = read_day(typed, "on", "恢复使用之日")
    if isinstance(on, Refusal) or on is None:
        return on
    number, _, begun = one(typed, "stop").rpartition("@")
    try:
        start = Moment.parse(begun).day
    except ValueError:
        return Refusal("bad_input", "请选择哪一次暂停", "没有正在暂停的证件，不用恢复", missing=("stop",))
    return certificates.restore_certificate(
        number, start=start, on=on, reason=one(typed, "reason"), actor=visitor.actor
    )


def _do_check(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    on = read_day(typed, "on", "年审日期")
    if isinstance(on, Refusal) or on is None:
        return on
    year, passed = one(typed, "year"), one(typed, "passed")
    if passed not in {"yes", "no"}:
        return Refusal("bad_input", "请选择年审结论", "选择后再登记", missing=("passed",))
    return certificates.check_certificate(
        one(typed, "number"), year=int(year) if year.isdecimal() and len(year) == 4 else 0, passed=passed == "yes",
        on=on, note=one(typed, "note"), actor=visitor.actor,
    )  # fmt: skip


def _do_replace(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    on, expires = read_day(typed, "on", "换发日期"), read_day(typed, "expires_on", "新证到期日期", required=False)
    if isinstance(on, Refusal) or isinstance(expires, Refusal) or on is None:
        return on if isinstance(on, Refusal) else cast(Refusal, expires)
    return certificates.replace_certificate(
        one(typed, "number"), one(typed, "new_number"), on=on, expires_on=expires, reason=one(typed, "reason"),
        actor=visitor.actor,
    )  # fmt: skip


def _do_return(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    on = read_day(typed, "on", "交回日期")
    if isinstance(on, Refusal) or on is None:
        return on
    return certificates.return_certificate(one(typed, "number"), on=on, to_whom=one(typed, "to"), actor=visitor.actor)


def _do_acting(typed: Typed, visitor: Visitor, key: str) -> Refusal | None:
    start, end = read_day(typed, "start", "代行开始日"), read_day(typed, "end", "代行结束日")
    if isinstance(start, Refusal) or isinstance(end, Refusal) or start is None or end is None:
        return start if isinstance(start, Refusal) else cast(Refusal, end)
    lines = staff(reach=visitor.reach("people.manage"))
    head = next((line.person for line in lines if line.person.id == one(typed, "instead_of")), None)
    held = next((held for held in head.roles if held.role == "head" and not held.acting), None) if head else None
    if head is None or held is None:
        return Refusal("bad_input", "请选择由谁的职务被代行", "从负责人中选择", missing=("instead_of",))
    if one(typed, "person") == head.id:
        return Refusal("bad_input", "代行人不能是本人", "另选一人", missing=("person",))
    return registry.appoint_acting(
        one(typed, "person"), instead_of=head.id, role=held.role, path=held.path, start=start, end=end,
        actor=visitor.actor,
    )  # fmt: skip


ACTS: dict[str, tuple[Act, str]] = {
    "register": (_do_register, "登记已保存"),
    "certificate": (_do_certificate, "证件已发放"),
    "suspend": (_do_suspend, "证件已暂停使用"),
    "restore": (_do_restore, "证件已恢复使用"),
    "check": (_do_check, "年审已登记"),
    "replace": (_do_replace, "证件已换发"),
    "cancel": (_do_cancel, "证件已注销"),
    "return": (_do_return, "证件收回已登记"),
    "acting": (_do_acting, "代行已指定"),
}
