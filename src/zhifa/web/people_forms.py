"""Forms of the register of people: a person, a certificate, its suspension and end, an acting head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.core.permission import ROLE_TITLES, Person, RoleHeld
from zhifa.core.values import Moment, Refusal
from zhifa.store.readers.people import OrganRead, StaffLine
from zhifa.web import viewmodels as vm
from zhifa.web.marks import refusal_panel
from zhifa.web.role_changes import elsewhere, role_key

STAFF_ROLES = (
    "officer", "legal_reviewer", "head", "in_charge", "clerk", "auxiliary", "legal_adviser", "supervisor",
    "invited_supervisor", "catalogue_editor", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
TITLES = {
    "register": ("登记人员", "登记"),
    "certificate": ("发放执法证件", "发证"),
    "suspend": ("暂停执法证件", "暂停"),
    "restore": ("恢复执法证件", "恢复"),
    "check": ("执法证件年审", "登记年审"),
    "replace": ("换发执法证件", "换发"),
    "cancel": ("注销执法证件", "注销"),
    "return": ("收回执法证件", "登记收回"),
    "acting": ("指定代行职务的人", "指定"),
}
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Register:
    """What the forms choose from."""

    lines: Sequence[StaffLine]
    organs: Sequence[OrganRead]
    day: date
    managed: Sequence[str]
    """The parts of the tree in which the visitor may change roles."""
    names: Mapping[str, str]
    """What organs are called, by their place in the tree."""


def one(typed: Typed, name: str) -> str:
    values = typed.get(name) or ("",)
    return str(values[-1]).strip()


def read_day(typed: Typed, name: str, label: str, *, required: bool = True) -> date | None | Refusal:
    """A day as typed; a refusal names the field."""
    text = one(typed, name)
    if not text:
        return Refusal("bad_input", f"请填写{label}", "写作 2024-03-05", missing=(name,)) if required else None
    try:
        return Moment.parse(text).day
    except ValueError as error:
        return Refusal("bad_input", f"{label}：{error}", "写作 2024-03-05", missing=(name,))


def people_form(
    kind: str, register: Register, typed: Typed, *, person: str = "", refusal: Refusal | None = None
) -> vm.StepForm:
    """One of the forms, with what was typed still in it."""
    title, verb = TITLES[kind]
    wrong = dict.fromkeys(refusal.missing, refusal.message) if refusal else {}
    made = _FIELDS[kind](register, typed, person)
    fields = tuple(_marked(field, wrong.get(field.name, "")) for field in made)
    known = next((line for line in register.lines if line.person.id == person), None)
    if kind == "register" and known:
        title, verb = f"变更{known.person.name}的登记", "保存"
    query = f"?{urlencode({'person': person})}" if person else ""
    return vm.StepForm(
        code=kind,
        title=title,
        verb=verb,
        action=f"{reverse(f'people_{kind}')}{query}",
        fields=fields,
        refusal=refusal_panel(refusal, title=f"没有{verb}") if refusal else None,
    )


def _marked(field: vm.FieldView, error: str) -> vm.FieldView:
    return replace(field, error=error) if error else field


def _text(
    name: str, label: str, typed: Typed, *, value: str = "", required: bool = True, hint: str = ""
) -> vm.FieldView:
    return vm.FieldView(
        name=name, label=label, kind="text", value=one(typed, name) or value, required=required, hint=hint
    )


def _date(name: str, label: str, typed: Typed, *, value: date | None = None, required: bool = True) -> vm.FieldView:
    shown = one(typed, name) or (value.isoformat() if value else "")
    return vm.FieldView(name=name, label=label, kind="date", value=shown, required=required)


def _choice(
    name: str, label: str, options: Sequence[tuple[str, str]], chosen: Sequence[str], *, many: bool = False
) -> vm.FieldView:
    made = tuple(vm.Option(value=value, label=text, selected=value in chosen) for value, text in options)
    return vm.FieldView(name=name, label=label, kind="choices" if many else "choice", options=made)


def _named(person: Person, line: StaffLine) -> str:
    return f"{person.name}（{line.organ}）" if line.organ else person.name


def _persons(register: Register) -> list[tuple[str, str]]:
    return [(line.person.id, _named(line.person, line)) for line in register.lines if line.left_on is None]


def _register(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    line = next((line for line in register.lines if line.person.id == person), None)
    home = line.path if line else ""
    held = _roles_at(line.person, home, register.day) if line else []
    organ = one(typed, "organ") or next((o.code for o in register.organs if o.path == home), "")
    organ = organ or (register.organs[0].code if register.organs else "")
    return (
        _text("name", "姓名", typed, value=line.person.name if line else ""),
        _choice("organ", "单位", [(o.code, o.short) for o in register.organs], [organ]),
        _text("post", "职务", typed, value=line.post if line else "", required=False),
        _choice("roles", "岗位", [(r, ROLE_TITLES[r]) for r in STAFF_ROLES], typed.get("roles") or held, many=True),
        *_elsewhere(register, typed, line),
        _text(
            "law_licence",
            "法律职业资格证书编号",
            typed,
            value=line.law_licence if line else "",
            required=False,
            hint="法制审核人员填写；以前已从事审核的写“以前已从事”",
        ),
        _date("joined_on", "到岗日期", typed, value=line.joined_on if line else None),
        _date("left_on", "离岗日期", typed, value=line.left_on if line else None, required=False),
    )


def _roles_at(person: Person, path: str, day: date) -> list[str]:
    """The roles of their own that a person holds at just this place."""
    return [held.role for held in person.roles if held.path == path and not held.acting and held.validity.contains(day)]


def _elsewhere(register: Register, typed: Typed, line: StaffLine | None) -> Iterator[vm.FieldView]:
    """Roles at other organs: those the visitor manages may be ended here, the others are only told."""
    found = elsewhere(line.person, line.path, register.day) if line else []
    mine = [held for held in found if any(held.path.startswith(prefix) for prefix in register.managed)]
    told = "、".join(_placed(held, register) for held in found if held not in mine)
    hint = f"另有{told}，不在您的管理范围内，保持不变" if told else ""
    if not mine:
        if told:
            yield vm.FieldView(name="elsewhere", label="其他单位的岗位", kind="choices", required=False, hint=hint)
        return
    options = [(role_key(held), _placed(held, register)) for held in mine]
    chosen = typed.get("elsewhere", ()) if typed else [key for key, _ in options]
    shown = _choice("elsewhere", "其他单位的岗位", options, chosen, many=True)
    yield replace(shown, required=False, hint="；".join(part for part in ("去掉即从今天起不再担任", hint) if part))


def _placed(held: RoleHeld, register: Register) -> str:
    return f"{register.names.get(held.path, held.path)}{ROLE_TITLES.get(held.role, held.role)}"


def _certificate(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    return (
        _choice("person", "持证人", _persons(register), [one(typed, "person") or person]),
        _text("number", "证号", typed),
        _date("issued_on", "发证日期", typed),
        _date("expires_on", "到期日期", typed, required=False),
        _text("kind", "执法领域", typed, required=False),
    )


def _numbers(register: Register) -> list[tuple[str, str]]:
    return [
        (item.number, f"{item.number} {line.person.name}")
        for line in register.lines
        for item in line.person.certificates
        if item.cancelled_on is None
    ]


def _chosen(register: Register, typed: Typed, person: str) -> list[str]:
    own = next((line.person for line in register.lines if line.person.id == person), None)
    first = next((item.number for item in own.certificates if item.cancelled_on is None), "") if own else ""
    return [one(typed, "number") or first]


def _suspend(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    return (
        _choice("number", "证件", _numbers(register), _chosen(register, typed, person)),
        _date("start", "暂停自", typed, value=register.day),
        _date("end", "暂停至", typed, required=False),
        _text("reason", "理由", typed),
    )


def _cancel(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    return (
        _choice("number", "证件", _numbers(register), _chosen(register, typed, person)),
        _date("on", "注销日期", typed, value=register.day),
        _text("reason", "理由", typed, hint="注销后不能恢复；重新上岗的另发新证"),
    )


def _acting(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    heads = [
        (line.person.id, _named(line.person, line))
        for line in register.lines
        if any(held.role == "head" and not held.acting for held in line.person.roles)
    ]
    return (
        _choice("instead_of", "代谁", heads, [one(typed, "instead_of") or (heads[0][0] if len(heads) == 1 else "")]),
        _choice("person", "由谁代行", _persons(register), [one(typed, "person") or person]),
        _date("start", "自", typed, value=register.day),
        _date("end", "至", typed),
    )


def _restore(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    stops = [
        (f"{item.number}@{stop.start}", f"{item.number} {line.person.name}，{stop.start} 起暂停")
        for line in register.lines
        for item in line.person.certificates
        for stop in item.suspended
        if stop.start and (stop.end is None or stop.end >= register.day)
    ]
    return (
        _choice("stop", "哪一次暂停", stops, [one(typed, "stop") or (stops[0][0] if len(stops) == 1 else "")]),
        _date("on", "恢复使用之日", typed, value=register.day),
        _text("reason", "理由", typed),
    )


def _check(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    result = [("yes", "合格"), ("no", "不合格")]
    year = one(typed, "year") or str(register.day.year - 1)
    hint = "不合格的写明理由；年审不合格不自动失效，需要的另行暂停或者注销"
    return (
        _choice("number", "证件", _numbers(register), _chosen(register, typed, person)),
        vm.FieldView(name="year", label="年度", kind="integer", value=year),
        _choice("passed", "结论", result, [one(typed, "passed")]),
        _date("on", "年审日期", typed, value=register.day),
        _text("note", "说明", typed, required=False, hint=hint),
    )


def _replace(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    return (
        _choice("number", "原证件", _numbers(register), _chosen(register, typed, person)),
        _text("new_number", "新证号", typed),
        _date("on", "换发日期", typed, value=register.day),
        _date("expires_on", "新证到期日期", typed, required=False),
        _text("reason", "理由", typed, hint="遗失、损毁、到期"),
    )


def _return(register: Register, typed: Typed, person: str) -> tuple[vm.FieldView, ...]:
    held = [(item.number, line) for line in register.lines for item in line.person.certificates]
    own = next((number for number, line in held if line.person.id == person), "")
    options = [(number, f"{number} {line.person.name}") for number, line in held]
    return (
        _choice("number", "证件", options, [one(typed, "number") or own]),
        _date("on", "交回日期", typed, value=register.day),
        _text("to", "收件人", typed, hint="收回证件的单位或者人"),
    )


_FIELDS = {
    "restore": _restore,
    "check": _check,
    "replace": _replace,
    "return": _return,
    "register": _register,
    "certificate": _certificate,
    "suspend": _suspend,
    "cancel": _cancel,
    "acting": _acting,
}
