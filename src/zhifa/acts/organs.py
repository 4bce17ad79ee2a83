"""Acts on organs: register one in its place in the tree, change what papers and remedies say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction

from zhifa.acts.registry import write_stream
from zhifa.acts.work import Actor, context, today
from zhifa.core.competence import Carried, changed, functions_of
from zhifa.core.events import ORGAN_REGISTERED, NewEvent
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Moment, Refusal
from zhifa.store.casework.models import Case
from zhifa.store.registry.functions import carried_of, stored_of
from zhifa.store.registry.models import Organ
from zhifa.store.registry.projector import ORGAN_TEXTS

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_MARK = re.compile(r"[\u3400-\u9fff]{2,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganEntry:
    """An organ as registered: how it is named, where it stands, where its remedies lie, where fines are paid.

    `superior` is the organ that decides on reconsideration; `mark` stands in document numbers.
    """

    code: str
    name: str
    short: str
    mark: str = ""
    level: str = ""
    parent: str = ""
    superior: str = ""
    court: str = ""
    bank: str = ""
    bank_account: str = ""
    address: str = ""
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    functions: tuple[str, ...] | None = None
    """What it carries from now on, or as `functions_since` says; None leaves what was registered."""
    functions_since: date | None = None
    """The day from which functions came and went; without one they are as they always were."""


LABELS = {
    "code": "机关代码", "name": "机关名称", "short": "简称", "mark": "机关代字", "level": "层级",
    "functions": "职能", "functions_since": "职能变动日期", "parent": "上级",
    "superior": "行政复议机关", "court": "人民法院", "bank": "代收银行", "bank_account": "账号", "address": "地址",
    "phone": "电话", "valid_from": "设立日期", "valid_to": "撤销日期",
}  # fmt: skip


def register_organ(entry: OrganEntry, *, actor: Actor, change: bool = False) -> Refusal | None:
    """Register an organ below its parent, or change one that is registered; its place in the tree stays for good.

    Cases, roles and files carry the path of their organ, so that an organ under another superior is a new organ.
    """
    known, parent = _organ(entry.code), _organ(entry.parent)
    path = known.path if known and change else f"{parent.path if parent else ''}{entry.code}/"
    refused = (
        may(actor.person, "organs.manage", path, today())
        or _unreadable(entry)
        or _misplaced(entry, known, parent, path, change=change)
        or _contradicting(entry)
        or _unfit_functions(entry, known)
    )
    if refused is not None:
        return refused
    event = NewEvent(
        type=ORGAN_REGISTERED,
        occurred=Moment(today()),
        actor=actor.id,
        payload={
            **{name: getattr(entry, name).strip() for name in ORGAN_TEXTS},
            "path": path,
            "parent": entry.parent,
            "from": entry.valid_from.isoformat() if entry.valid_from else None,
            "to": entry.valid_to.isoformat() if entry.valid_to else None,
            "functions": stored_of(_functions(entry, known)),
        },
    )
    with transaction.atomic():
        write_stream("organ", entry.code, event)
    return None


def _organ(code: str) -> Organ | None:
    return Organ.objects.filter(pk=code).first() if _CODE.fullmatch(code) else None


def _functions(entry: OrganEntry, known: Organ | None) -> tuple[Carried, ...]:
    before = carried_of(known.functions) if known else ()
    return before if entry.functions is None else changed(before, entry.functions, entry.functions_since)


def _unfit_functions(entry: OrganEntry, known: Organ | None) -> Refusal | None:
    """Functions nobody defined, and days before the organ was."""
    offered = {one.code for one in functions_of(context().rules(today())).of_districts()}
    registered = {item.function for item in carried_of(known.functions)} if known else set()
    unknown = sorted(set(entry.functions or ()) - offered - registered)
    if unknown:
        return bad_input(f"没有“{unknown[0][:40]}”这一职能", "从列表中选择职能", place="functions")
    if entry.functions_since and entry.valid_from and entry.functions_since < entry.valid_from:
        return bad_input("职能变动日期早于设立日期", "核对两个日期", place="functions_since")
    return None


def _unreadable(entry: OrganEntry) -> Refusal | None:
    """What could not be stored or printed."""
    if not _CODE.fullmatch(entry.code):
        return bad_input("机关代码只能用字母、数字和 - _，最多 40 个字符", "例如 500112-lq", place="code")
    for one in fields(entry):
        value = getattr(entry, one.name)
        if not isinstance(value, str):
            continue
        longest = getattr(Organ._meta.get_field(one.name), "max_length", None) if one.name in ORGAN_TEXTS else None
        if longest and len(value.strip()) > longest:
            return bad_input(f"{LABELS[one.name]}最多 {longest} 个字符", "用规范简称", place=one.name)
        if not value.isprintable():
            return bad_input(f"{LABELS[one.name]}中有不能显示的字符", "重新输入，不要从别处粘贴", place=one.name)
    for name in ("name", "short"):
        if not getattr(entry, name).strip():
            return bad_input(f"请填写{LABELS[name]}", "填写后再登记", place=name)
    if entry.mark and not _MARK.fullmatch(entry.mark):
        return bad_input("机关代字用二至二十个汉字", "例如 渝洛碛；不制发文书的机关可以不填", place="mark")
    return None


def _misplaced(
    entry: OrganEntry, known: Organ | None, parent: Organ | None, path: str, *, change: bool
) -> Refusal | None:
    """What would make two organs one, or tear one away from its cases."""
    if change and known is None:
        return bad_input(f"没有代码为“{entry.code[:40]}”的机关", "从机关列表重新打开", place="code")
    if not change and known is not None:
        return bad_input(
            f"机关代码 {entry.code} 已经由{known.short}使用", "换一个代码；要改它的资料请从机关列表打开", place="code"
        )
    if entry.parent and parent is None:
        return bad_input("没有登记这个上级机关", "从列表中选择上级机关", place="parent")
    if known is not None and (known.parent_id or "") != entry.parent:
        return bad_input(
            "机关登记以后不能改上级：它的案件和岗位都按所在位置存放",
            "隶属关系变了的，给原机关填撤销日期，另行登记新机关",
            place="parent",
        )
    if known is None and Organ.objects.filter(path=path).exists():
        return bad_input(f"位置 {path} 已经有别的机关", "换一个机关代码", place="code")
    if len(path) > 200:
        return bad_input("上下级层次太多", "用较短的机关代码", place="code")
    return None


def _contradicting(entry: OrganEntry) -> Refusal | None:
    same = Organ.objects.filter(mark=entry.mark).exclude(pk=entry.code).first() if entry.mark else None
    if same is not None:
        return bad_input(f"代字“{entry.mark}”已经由{same.short}使用，文号会相同", "每个机关用自己的代字", place="mark")
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        return bad_input("撤销日期早于设立日期", "核对两个日期", place="valid_to")
    if entry.valid_to and entry.valid_to <= today():
        left = Case.objects.filter(organ_id=entry.code, state="open").count()
        if left:
            return bad_input(f"还有 {left} 件在办案件，不能撤销", "先办结或者移交这些案件", place="valid_to")
    return None
