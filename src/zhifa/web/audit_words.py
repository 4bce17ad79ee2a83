"""What administrators did, in words: what is new against what was said before, never a password, never a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhifa.acts.organs import LABELS
from zhifa.core.events import EVENT_TYPES
from zhifa.core.permission import ROLE_TITLES
from zhifa.store.readers.audit import AuditLine
from zhifa.web.marks import law_mark

Names = Mapping[str, str]
REGISTERED = {"name": "姓名", "organ": "单位", "post": "职务", "joined_on": "到岗日期", "left_on": "离岗日期"}


def person(key: str, names: Names) -> str:
    """Whoever has this key, by name; the installer and the law have none."""
    known = {"installer": "安装程序", "law": "系统"}
    return names.get(key) or known.get(key) or key


def subject(line: AuditLine, names: Names) -> str:
    """What it was done to."""
    kind, key = line.event.stream_kind, line.event.stream_id
    if kind == "certificate":
        return f"{names.get(line.person, '')}的证件 {key}"
    if kind == "case":
        return f"案件 {line.subject}"
    return "全部日志" if kind == "audit" else names.get(key, key)


def title(line: AuditLine) -> str:
    """What kind of act it was; the first entry and a later change are told apart."""
    known = EVENT_TYPES.get(line.event.type)
    name = known.title if known else line.event.type
    changeable = line.event.type in ("officer.registered", "organ.registered")
    return name.replace("登记", "变更") if changeable and line.earlier else name


def told(line: AuditLine, names: Names) -> str:
    """What was said, or what changed."""
    payload: Any = line.event.payload
    before: Any = line.earlier.payload if line.earlier else {}
    match line.event.type:
        case "officer.registered":
            return "；".join(_registration(payload, before, names)) or "没有改动"
        case "organ.registered":
            return _organ(payload, before)
        case "acting.appointed":
            role = ROLE_TITLES.get(payload["role"], payload["role"])
            return f"代行{person(payload['for'], names)}的{role}职务，{payload['from']} 至 {payload['to']}"
        case "certificate.issued":
            until = payload.get("expires_on") or "长期"
            return f"{payload['issued_on']} 至 {until}"
        case "certificate.suspended":
            return f"{payload['from']} 至 {payload.get('to') or '另行通知'}：{payload.get('reason', '')}"
        case "certificate.cancelled":
            return f"{payload['cancelled_on']}：{payload.get('reason', '')}"
        case "personal.erased":
            places = sum(len(item["paths"]) for item in payload["values"])
            return f"清除 {places} 处；依据 {law_mark(payload['basis']).label}；{payload['reason']}"
        case "journal.verified":
            return f"{payload['events']:,} 个事件完好" if payload["valid"] else f"有误：{payload['reason']}"
    return str(payload.get("reason", ""))


def _registration(payload: Any, before: Any, names: Names) -> list[str]:
    """Roles given and ended, then whatever else is new about a person."""
    held, had = ({_role(r, names): r for r in said.get("roles", ())} for said in (payload, before))
    given = [name for name, role in held.items() if name not in had and not role.get("to")]
    ended = [f"{name}至 {role['to']}" for name, role in held.items() if role.get("to") and had.get(name) != role]
    taken = [name for name in had if name not in held]
    said = [f"给予岗位：{'、'.join(given)}"] if given else []
    said += [f"岗位终止：{'、'.join([*ended, *taken])}"] if ended or taken else []
    for key, label in REGISTERED.items():
        if not before or key == "name" or payload.get(key) == before.get(key):
            continue
        said.append(f"{label}改为 {names.get(str(payload[key]), payload[key]) or '空'}")
    if before and payload.get("name") != before.get("name") and payload.get("name") and before.get("name"):
        said.append("姓名更正")
    return said


def _role(role: Any, names: Names) -> str:
    place = names.get(role["path"], role["path"])
    return f"{ROLE_TITLES.get(role['role'], role['role'])}（{place}）"


def _organ(payload: Any, before: Any) -> str:
    if not before:
        return f"{payload['name']}，位置 {payload['path']}"
    keys = {"from": "valid_from", "to": "valid_to"}
    changed = [key for key in payload if payload[key] != before.get(key)]
    said = [f"{LABELS.get(keys.get(key, key), '位置')}改为 {payload[key] or '空'}" for key in changed]
    return "；".join(said) or "没有改动"
