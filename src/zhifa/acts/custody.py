"""The act on goods in custody that is not a step of one case: counting everything an organ keeps in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db import transaction

from zhifa.acts.cases import StepEntry, take_step
from zhifa.acts.work import Actor, context
from zhifa.core.procedure.custody import ledgers
from zhifa.core.procedure.taking import PERFORMED, RECORDED, bad_input
from zhifa.core.values import Refusal
from zhifa.store.casework import models as rows

MOST = 1000
"""So many items are counted in one go; a larger store is counted place by place."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found of one item, as typed; `condition` says what is remarkable about it."""

    case_id: str
    proceeding: str
    list: str
    no: str
    found: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Stocktake:
    """How many items were counted, and of how many another quantity was found than was taken."""

    items: int
    differing: int


def take_stock(counted: Sequence[Counted], *, note: str, with_: Sequence[str], actor: Actor) -> Stocktake | Refusal:
    """Record a count of goods in custody (行政强制法 26): one step in each proceeding, all or none.

    `with_` are the persons who counted together with the actor. A difference is a fact that happened: it is stored as
    it was and becomes a finding of its case. The quantity of the ledger is read here, never taken from what was posted.
    """
    if actor.person is None or not counted:
        return bad_input("没有要盘点的财物", "勾选或者填写实存数量", place="found")
    if len(counted) > MOST:
        return bad_input(f"一次最多盘点 {MOST} 件", "按保管地点分几次盘点", place="found")
    steps = {ledger.list: ledger.counts for ledger in ledgers(context().book) if ledger.counts}
    groups: dict[tuple[str, str, str], list[Counted]] = {}
    for line in counted:
        groups.setdefault((line.case_id, line.proceeding, line.list), []).append(line)
    differing = 0
    with transaction.atomic():
        for place, lines in sorted(groups.items(), key=lambda group: group[0]):
            if place[2] not in steps:
                transaction.set_rollback(True)
                return bad_input("这份清单不登记盘点", "从涉案财物页面重新打开", place="found")
            read = _against_ledger(place, lines)
            if isinstance(read, Refusal):
                transaction.set_rollback(True)
                return read
            facts, short = read
            by = tuple(dict.fromkeys((actor.person.id, *with_)))
            if short:
                facts = {**facts, "custody.difference": note.strip() or "待查明"}
            entry = StepEntry(steps[place[2]], facts, by, None, place[1])
            done = take_step(place[0], entry, actor=actor, mode=RECORDED if short else PERFORMED)
            if isinstance(done, Refusal):
                transaction.set_rollback(True)
                return done
            differing += short
    return Stocktake(len(counted), differing)


def _against_ledger(
    place: tuple[str, str, str], lines: Sequence[Counted]
) -> tuple[Mapping[str, object], int] | Refusal:
    """The facts of a count beside what the ledger says, and how many items differ."""
    case_id, proceeding, listing = place
    held = {row.no: row for row in rows.Custody.objects.filter(case_id=case_id, proceeding=proceeding, list=listing)}
    table, short = [], 0
    for line in lines:
        row = held.get(line.no)
        if row is None:
            return bad_input("财物已不在台账中", "刷新页面后重新盘点", place="found")
        try:
            found = Decimal(line.found.strip())
        except InvalidOperation:
            return bad_input(
                f"“{row.name}”的实存数量“{line.found[:20]}”不是数", "填写数字，没有找到的填 0", place="found"
            )
        if not found.is_finite() or found < 0:
            return bad_input(f"“{row.name}”的实存数量不能为负", "没有找到的填 0", place="found")
        short += found != Decimal(row.quantity or "0")
        table.append(
            {
                "no": int(row.no) if row.no.isdecimal() else None,
                "name": row.name,
                "listed": row.quantity or "0",
                "found": format(found, "f"),
                "unit": row.unit,
                "condition": line.condition.strip()[:100],
            }
        )
    kept = [{name: value for name, value in row.items() if value not in (None, "")} for row in table]
    return {"custody.counted": kept}, short
