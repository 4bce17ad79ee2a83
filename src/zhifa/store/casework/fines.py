"""What a case says of money: each fine with its payments, delay, deferral and confiscations, and each movement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from zhifa.core.conditions import Unknown
from zhifa.core.payments import Owed
from zhifa.core.procedure.accruals import accruals
from zhifa.core.procedure.state import Instance, State
from zhifa.core.procedure.view import View
from zhifa.core.values import Moment
from zhifa.store.casework.models import Fine, FineMovement
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, values_of

KINDS, FINE, GAINS, GOODS = "decision.kinds", "decision.fine", "decision.gains", "decision.goods_value"
MONEY: Final = ("罚款", "没收违法所得", "没收非法财物")
PAYING = "payment"
"""The step by which a fine is paid."""
PAID, TOTAL, SURCHARGE, RECEIPT = "payment.amount", "payment.total", "payment.surcharge", "payment.receipt"
TREASURY, TREASURY_RECEIPT = "compulsion.treasury_amount", "compulsion.treasury_receipt"
MOVES: Final = {
    "payment.paid_on": "缴纳",
    "payment.collected_on": "当场收缴",
    "payment.handed_in_on": "交至机关",
    "payment.banked_on": "缴付银行",
    "compulsion.treasury_on": "执行入库",
}
"""By which fact a step says that money moved."""


def fine_rows(view: View, organ: Organ) -> Iterator[Values]:
    """One row for each decision that fines or confiscates; an annulled one stays, marked."""
    for key, run in view.state.runs.items():
        for instance in run.instances:
            kinds = instance.own.get(KINDS)
            made = instance.step is not None and instance.counts and "decision.made_on" in instance.own
            untold = view.state.listed(key) or PAYING in run.proceeding.unfound
            if untold and not _standing(view.state, key, PAID):
                continue  # a list, or a file, that says nothing of payments does not say that nobody paid
            if made and isinstance(kinds, tuple) and not set(MONEY).isdisjoint(kinds):
                yield _row(view, key, instance, organ)


def _row(view: View, key: str, instance: Instance, organ: Organ) -> Values:
    state, kinds = view.state, instance.own[KINDS]
    assert isinstance(kinds, tuple)
    added = next((a for a in accruals(state, key, view.day)), None)
    tomorrow = next((a for a in accruals(state, key, view.day + timedelta(days=1))), None)
    daily = (tomorrow.amount_fen if tomorrow else 0) - (added.amount_fen if added else 0)
    goods = _sum(instance, GOODS)
    fine = _sum(instance, FINE) if "罚款" in kinds else 0
    paid = _paid(state, key)
    return values_of(
        Fine,
        organ_id=organ.pk,
        path=organ.path,
        proceeding=key,
        version=instance.taken.version,
        party=str(_known(state, key, "party.name") or "")[:200],
        decided_on=instance.taken.at.day,
        delivered_on=_day(_known(state, key, "delivery.delivered_on")),
        due_on=_due(view, key, "payment", "party"),
        fine_fen=fine,
        gains_fen=_sum(instance, GAINS) if "没收违法所得" in kinds else 0,
        goods_fen=goods if "没收非法财物" in kinds else 0,
        goods_unvalued=int("没收非法财物" in kinds and not goods),
        paid_fen=paid,
        surcharge_fen=added.amount_fen if added else 0,
        surcharge_daily_fen=daily,
        surcharge_cap_fen=added.principal_fen if added else 0,
        reckoned_on=view.day if daily else None,
        surcharge_paid_fen=_latest(state, key, SURCHARGE),
        waived_fen=_waived(state, key),
        deferred=_deferred(state, key),
        settled_on=_settled(state, key, fine),
        court_on=_day(_known(state, key, "court.applied_on")),
        hand_in_due=_due(view, key, "hand_in", "organ", unmet=True) or _due(view, key, "bank_in", "organ", unmet=True),
        standing=int(instance.standing),
    )


def movement_rows(view: View, organ: Organ) -> Iterator[Values]:
    """Every movement of money that stands, in the order of the case."""
    for key, run in view.state.runs.items():
        for instance in run.instances:
            kind = next((kind for fact, kind in MOVES.items() if fact in instance.own), "")
            if not kind or not instance.standing or instance.step is None:
                continue
            amount = instance.own.get(TREASURY) or instance.own.get(PAID) or _known(view.state, key, PAID)
            receipt = instance.own.get(TREASURY_RECEIPT) or instance.own.get(RECEIPT) or ""
            yield values_of(
                FineMovement,
                organ_id=organ.pk,
                proceeding=key,
                version=instance.taken.version,
                kind=kind,
                moved_on=instance.taken.at.day,
                amount_fen=amount if isinstance(amount, int) else 0,
                receipt=str(receipt)[:100],
            )


def owed(state: State, key: str, day: date) -> Owed | None:
    """A fine as it stands for a payment of a day; None where the proceeding has decided no fine."""
    made = [i for i in state.runs[key].instances if FINE in i.own and i.counts and "decision.made_on" in i.own]
    if not made:
        return None
    last = made[-1]
    rows = _known(state, key, "deferral.instalments")
    unpaid = tuple(row["amount"] for row in rows if not row.get("paid_on")) if isinstance(rows, tuple) else ()
    return Owed(
        party=str(_known(state, key, "party.name") or ""),
        decided_on=last.taken.at.day,
        fine_fen=_sum(last, FINE),
        paid_fen=_paid(state, key),
        surcharge_fen=max(sum(a.amount_fen for a in accruals(state, key, day)) - _waived(state, key), 0),
        surcharge_paid_fen=_latest(state, key, SURCHARGE),
        instalments=unpaid,
        annulled=not last.standing,
    )


def _known(state: State, key: str, code: str) -> Any:
    found = state.recorded(key, code)
    return None if isinstance(found, Unknown) else found


def _sum(instance: Instance, code: str) -> int:
    found = instance.own.get(code)
    return found if isinstance(found, int) else 0


def _day(value: object) -> date | None:
    if isinstance(value, Moment):
        return value.day
    return value if isinstance(value, date) else None


def _standing(state: State, key: str, code: str) -> list[Instance]:
    return [i for i in state.runs[key].instances if i.standing and i.step is not None and code in i.own]


def _latest(state: State, key: str, code: str) -> int:
    found = _standing(state, key, code)
    return _sum(found[-1], code) if found else 0


def _children(state: State, key: str) -> list[str]:
    return [child.id for child in state.case.children(key)]


def _paid(state: State, key: str) -> int:
    """What has come in for the fine itself: at the bank, on the spot, by transfer or auction."""
    spot = sum(_sum(i, PAID) for i in _standing(state, key, "payment.collected_on"))
    forced = sum(_latest(state, child, TREASURY) for child in _children(state, key))
    return _latest(state, key, TOTAL) + spot + forced


def _settled(state: State, key: str, fine: int) -> date | None:
    """The day on which the last of the fine came in, or on which the court had enforced it."""
    if not fine:
        return None
    executed = _day(_known(state, key, "court.executed_on"))
    if executed and _known(state, key, "court.execution") == "执行完毕":
        return executed
    if _paid(state, key) < fine:
        return None
    days = [
        i.taken.at.day
        for place in (key, *_children(state, key))
        for fact in (TOTAL, "payment.collected_on", TREASURY)
        for i in _standing(state, place, fact)
    ]
    return max(days, default=None)


def _waived(state: State, key: str) -> int:
    places = (key, *_children(state, key))
    return sum(_latest(state, place, "agreement.waived") for place in places)


def _deferred(state: State, key: str) -> str:
    said = _known(state, key, "deferral.conclusion")
    return {"同意延期": "延期", "同意分期": "分期"}.get(str(said), "")


def _due(view: View, key: str, step: str, of: str, *, unmet: bool = False) -> date | None:
    """The last day of the period that a step meets."""
    found = [o for o in view.obligations if o.proceeding == key and o.of == of and o.period]
    met = [o for o in found if o.period and step in o.period.met_by]
    return next((o.due_on for o in met if o.due_on and (not unmet or o.state in {"running", "lapsed", "paused"})), None)
