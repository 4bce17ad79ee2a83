"""Acts on equipment, suits, rooms and vehicles: bought, issued, returned, checked, scrapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhifa.acts.personnel import organ_for, past_day, text_of, write
from zhifa.acts.work import Actor, context, new_id, today
from zhifa.core.events import (
    EQUIPMENT_BOUGHT,
    EQUIPMENT_CHECKED,
    EQUIPMENT_ISSUED,
    EQUIPMENT_RETURNED,
    EQUIPMENT_SCRAPPED,
)
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry
from zhifa.core.values import Refusal, show_date
from zhifa.store.personnel.models import Equipment
from zhifa.store.registry.models import Person

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Bought:
    """Something taken into the register, as typed."""

    organ: str
    kind: str
    name: str
    on: date | None
    serial: str = ""
    quantity: int = 1
    source: str = ""
    next_check_on: date | None = None


def equipment_kinds(day: date) -> Mapping[str, Entry]:
    """The kinds of equipment the rules of a day know."""
    return context().rules(day).entries("equipment_kind")


def next_check(kind: str, day: date) -> date | None:
    """When something of a kind checked on a day is to be checked again; None where the rules ask for nothing."""
    entry = equipment_kinds(day).get(kind)
    months = int(entry.data.get("check_months", 0)) if entry else 0
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def buy(said: Bought, *, actor: Actor) -> str | Refusal:
    """Take something into the register. Its key. A serial number belongs to one thing of an organ."""
    organ = organ_for(said.organ, "equipment.manage", actor)
    if isinstance(organ, Refusal):
        return organ
    if said.kind not in equipment_kinds(today()):
        return bad_input("请选择种类", "选择后再入库", place="kind")
    name = text_of(said.name, "名称", "name", longest=80)
    for one in (name, past_day(said.on, "入库日期", "on")):
        if isinstance(one, Refusal):
            return one
    if not 1 <= said.quantity <= MOST:
        return bad_input(f"数量应在 1 到 {MOST:,} 之间", "核对数量", place="quantity")
    serial = said.serial.strip()[:60]
    if serial and Equipment.objects.filter(organ=organ, kind=said.kind, serial=serial).exclude(state="报废").exists():
        return bad_input(f"编号 {serial} 已经登记", "核对编号", place="serial")
    assert said.on is not None
    due = said.next_check_on or next_check(said.kind, said.on)
    key = new_id()[:16]
    payload: dict[str, Json] = {
        "organ": organ.pk, "kind": said.kind, "name": str(name), "serial": serial, "quantity": said.quantity,
        "source": said.source.strip()[:120], "next_check_on": due.isoformat() if due else None,
    }  # fmt: skip
    write("equipment", key, EQUIPMENT_BOUGHT, payload, by=actor.id, on=said.on)
    return key


def _item(key: str, actor: Actor) -> Equipment | Refusal:
    row = Equipment.objects.select_related("organ").filter(pk=key).first()
    if row is None:
        return bad_input("没有登记这件装备", "从装备列表重新打开", place="equipment")
    if refused := may(actor.person, "equipment.manage", row.organ.path, today()):
        return refused
    if row.state == "报废":
        said = show_date(row.scrapped_on) if row.scrapped_on else ""
        return bad_input(f"已于 {said} 报废", "报废的不能再办理", place="equipment")
    return row


def _not_before(row: Equipment, day: date | None, label: str) -> Refusal | None:
    if refused := past_day(day, label, "on"):
        return refused
    latest = max(one for one in (row.bought_on, row.issued_on) if one)
    if day and day < latest:
        return bad_input(f"{label}早于 {show_date(latest)} 的登记", "核对日期", place="on")
    return None


def issue(key: str, person: str, *, on: date | None, actor: Actor) -> Refusal | None:
    """Give something to somebody of the organ; what is out must come back first."""
    row = _item(key, actor)
    if isinstance(row, Refusal):
        return row
    if row.state == "领用":
        return bad_input("已经领用", "先登记交回", place="person")
    holder = Person.objects.filter(pk=person, organ__path__startswith=row.organ.path).first()
    if holder is None:
        return bad_input("领用人不是本单位人员", "从本单位人员中选择", place="person")
    if refused := _not_before(row, on, "领用日期"):
        return refused
    if holder.left_on and on and holder.left_on <= on:
        return bad_input("领用人已经离岗", "另选一人", place="person")
    write("equipment", key, EQUIPMENT_ISSUED, {"person": person}, by=actor.id, on=on)
    return None


def give_back(key: str, *, on: date | None, condition: str, actor: Actor) -> Refusal | None:
    """Something came back, in what condition."""
    row = _item(key, actor)
    if isinstance(row, Refusal):
        return row
    if row.state != "领用":
        return bad_input("没有领用，不用交回", "", place="equipment")
    if refused := _not_before(row, on, "交回日期"):
        return refused
    write("equipment", key, EQUIPMENT_RETURNED, {"condition": condition.strip()[:200]}, by=actor.id, on=on)
    return None


def check(key: str, *, on: date | None, result: str, next_on: date | None = None, actor: Actor) -> Refusal | None:
    """Record a check; without a day the next one follows from the rules."""
    row = _item(key, actor)
    if isinstance(row, Refusal):
        return row
    said = text_of(result, "检查结果", "result")
    for one in (said, past_day(on, "检查日期", "on")):
        if isinstance(one, Refusal):
            return one
    assert on is not None
    if next_on and next_on <= on:
        return bad_input("下次检查日期应晚于本次", "核对日期", place="next_on")
    due = next_on or next_check(row.kind, on)
    payload: dict[str, Json] = {"result": str(said), "next_check_on": due.isoformat() if due else None}
    write("equipment", key, EQUIPMENT_CHECKED, payload, by=actor.id, on=on)
    return None


def scrap(key: str, *, on: date | None, reason: str, actor: Actor) -> Refusal | None:
    """Something is of no more use; it stays in the register as scrapped."""
    row = _item(key, actor)
    if isinstance(row, Refusal):
        return row
    said = text_of(reason, "报废理由", "reason")
    for one in (said, _not_before(row, on, "报废日期")):
        if isinstance(one, Refusal):
            return one
    write("equipment", key, EQUIPMENT_SCRAPPED, {"reason": str(said)}, by=actor.id, on=on)
    return None
