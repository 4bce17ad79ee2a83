"""Accruals: amounts the law adds day by day, such as the surcharge on a fine not paid in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhifa.core.conditions import Condition, Unknown, parse
from zhifa.core.kinship import kin
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.values import format_yuan


@dataclass(frozen=True, slots=True)
class Accrual:
    """What has been added by a day, and how it was reckoned. It never exceeds the cap the law sets."""

    code: str
    title: str
    cite: str
    principal_fen: int
    amount_fen: int
    days: int
    paused_days: int
    capped: bool
    trace: tuple[str, ...]


def _read(state: State, text: str) -> Condition:
    return state.context.book.kept(("accrual", text), lambda: parse(text, state.vocabulary, FUNCTIONS))


def accruals(state: State, proceeding: str, day: date) -> list[Accrual]:
    """The accruals of a proceeding as of a day, under the rules of that day."""
    known = kin(state.context.book, state.runs[proceeding].proceeding.procedure)
    found = []
    for entry in state.context.rules(day).entries("accrual").values():
        owners = entry.data.get("procedure", ())
        if not set(known).isdisjoint([owners] if isinstance(owners, str) else owners):
            item = _accrue(state, Scope(state, proceeding, day), entry.data, entry.cite, day)
            if item is not None:
                found.append(item)
    return found


def _accrue(state: State, scope: Scope, data: Mapping[str, Any], cite: str, day: date) -> Accrual | None:
    if "only_if" in data and _read(state, str(data["only_if"])).holds(scope) is not True:
        return None
    start = _read(state, str(data["starts"])).value(scope)
    principal = _read(state, str(data["principal"])).value(scope)
    if not isinstance(start, date) or not isinstance(principal, int) or isinstance(principal, Unknown):
        return None
    last = min([day, *_stops(state, scope.proceeding, str(data.get("ends_by", "")))])
    if last <= start:  # paid in time, or not yet late
        return None
    paused = _paused(state, scope.proceeding, data.get("paused_by", ()), start + timedelta(days=1), last)
    days = (last - start).days - paused
    rate, cap = int(data["percent_per_day"]), principal * int(data["cap_percent"]) // 100
    raw = principal * rate * days // 100
    amount = min(raw, cap)
    trace = [
        f"本金 {format_yuan(principal)} 元，自 {start} 届满次日起每日加处百分之{rate}",
        f"至 {last} 共 {(last - start).days} 日"
        + (f"，扣除复议、诉讼期间 {paused} 日，计 {days} 日" if paused else ""),
        f"{format_yuan(principal)} × {rate}% × {days} = {format_yuan(raw)} 元",
    ]
    if raw > cap:
        trace.append(f"不得超过罚款数额，计 {format_yuan(cap)} 元")
    return Accrual(
        str(data["code"]), str(data["title"]), cite, principal, amount, days, paused, raw >= cap, tuple(trace)
    )


def _days_of(state: State, proceeding: str, step: str) -> list[date]:
    return sorted(i.taken.at.day for i in state.instances(proceeding, step) if i.standing) if step else []


def _stops(state: State, proceeding: str, steps: str) -> list[date]:
    """The days on which a step that ends the accrual was done and counted: a part payment ends nothing."""
    named = [step.strip() for step in steps.split("|") if step.strip()]
    return [i.taken.at.day for step in named for i in state.instances(proceeding, step) if i.standing and i.counts]


def _paused(state: State, proceeding: str, pauses: Sequence[Mapping[str, str]], first: date, last: date) -> int:
    """Days between the beginning and the end of remedies do not add; a remedy still pending pauses to the day."""
    days: set[date] = set()
    for pause in pauses:
        ends = _days_of(state, proceeding, str(pause["to"]))
        for begun in _days_of(state, proceeding, str(pause["from"])):
            over = next((end for end in ends if end >= begun), last)
            current = max(begun, first)
            while current <= min(over, last):
                days.add(current)
                current += timedelta(days=1)
    return len(days)
