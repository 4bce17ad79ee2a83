"""Goods in custody: every item an organ has taken, where it is kept, what must be decided about it and by when.

What is taken must be kept safe and neither used nor damaged (行政强制法 26), and decided on in time (27). Which lists
count, and in what state an item is, the rules say (`rules/custody`); nothing here knows a measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhifa.core.conditions import Condition, Unknown, parse
from zhifa.core.facts import Value, show_value
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.periods import Obligation
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Instance, State
from zhifa.core.rulebook import Entry, Rulebook
from zhifa.core.values import Moment

OPEN = frozenset({"running", "paused", "lapsed"})


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list of goods taken, as it stands on a day. `quantity` is what was taken, in `unit`."""

    proceeding: str
    list: str
    no: str
    name: str
    specification: str
    quantity: Decimal | None
    unit: str
    value_fen: int | None
    condition: str
    kept_at: str
    keeper: str
    taken_on: date | None
    state: str
    open: bool
    disposal: str
    counted_on: date | None
    found: Decimal | None
    """How much the last count found; None where nobody counted yet."""
    due: Obligation | None
    """What must be decided or done about it next, and by when."""

    @property
    def short(self) -> bool:
        """Whether the last count found another quantity than was taken."""
        return self.found is not None and self.quantity is not None and self.found != self.quantity


@dataclass(frozen=True, slots=True)
class Ledger:
    """One list the rules keep account of: where its items come from, since when, and which states they pass."""

    code: str
    title: str
    list: str
    starts: Condition
    states: tuple[tuple[str, Condition | None, bool], ...]
    periods: frozenset[str]
    counts: str
    """The step by which its items are counted; empty where they are not."""


def ledgers(book: Rulebook) -> Sequence[Ledger]:
    """Every list of goods the rules keep account of."""
    found: Sequence[Ledger] = book.kept("custody", lambda: [_ledger(book, e) for e in book.section("custody")])
    return found


def _ledger(book: Rulebook, entry: Entry) -> Ledger:
    data = entry.data

    def read(text: object) -> Condition | None:
        return parse(str(text), book.vocabulary, FUNCTIONS, ("row",)) if text else None

    starts = read(data["starts"])
    assert starts is not None
    states = ((str(item["state"]), read(item.get("if")), bool(item.get("open", True))) for item in data["states"])
    return Ledger(
        code=entry.code,
        title=str(data.get("title", "")),
        list=str(data["each"]),
        starts=starts,
        states=tuple(states),
        periods=frozenset(str(code) for code in data.get("periods", ())),
        counts=str(data.get("counts", "")),
    )


def goods(state: State, running: Sequence[Obligation], day: date) -> list[Item]:
    """Every item of every list of goods taken in a case; those dealt with stay, with what became of them."""
    found: list[Item] = []
    for ledger in ledgers(state.context.book):
        for key in state.runs:
            found += _items(state, key, ledger, running, day)
    return found


def _items(state: State, key: str, ledger: Ledger, running: Sequence[Obligation], day: date) -> Iterator[Item]:
    own = state.runs[key].facts.get(ledger.list)
    scope = Scope(state, key, day)
    began = ledger.starts.value(scope)
    if not isinstance(own, tuple) or isinstance(began, Unknown):
        return
    due = _due(key, ledger, running)
    for number, row in enumerate(own, 1):
        if isinstance(row, Mapping):
            yield _item(state, key, ledger, row, str(row.get("no", number)), began, due, scope)


def _item(
    state: State, key: str, ledger: Ledger, row: Mapping[str, Value], no: str, began: object,
    due: Obligation | None, scope: Scope,
) -> Item:  # fmt: skip
    said, is_open = standing(ledger, scope, row)
    counted = _counted(state, key, ledger, no)
    value, quantity = row.get("value"), row.get("quantity")
    return Item(
        proceeding=key,
        list=ledger.list,
        no=no,
        name=_text(row, "name"),
        specification=_text(row, "specification"),
        quantity=Decimal(quantity) if isinstance(quantity, Decimal | int) else None,
        unit=_text(row, "unit"),
        value_fen=value if isinstance(value, int) else None,
        condition=_text(row, "condition"),
        kept_at=_text(row, "kept_at"),
        keeper=_text(row, "keeper"),
        taken_on=began.day if isinstance(began, Moment) else began if isinstance(began, date) else None,
        state=said,
        open=is_open,
        disposal=_text(row, "disposal"),
        counted_on=counted[0] if counted else None,
        found=counted[1] if counted else None,
        due=due if is_open else None,
    )


def standing(ledger: Ledger, scope: Scope, row: Mapping[str, Value]) -> tuple[str, bool]:
    """The first state of the rules that holds for an item, and whether it is still in custody."""
    for state, condition, is_open in ledger.states:
        if condition is None or condition.holds(scope, {"row": row}) is True:
            return state, is_open
    return "", True


def _due(key: str, ledger: Ledger, running: Sequence[Obligation]) -> Obligation | None:
    """The first thing the organ must do about the goods of a proceeding."""
    asked = (
        item
        for item in running
        if item.proceeding == key
        and item.of == "organ"
        and item.kind in {"duty", "term"}
        and item.state in OPEN
        and item.due_on is not None
        and (not ledger.periods or item.code in ledger.periods)
    )
    return min(asked, key=lambda item: (item.due_on or date.max, item.kind, item.code), default=None)


def _counted(state: State, key: str, ledger: Ledger, no: str) -> tuple[date, Decimal] | None:
    """When an item was last counted, and how much was found."""
    for instance in reversed(state.instances(key, ledger.counts)) if ledger.counts else ():
        for row in _rows(instance):
            if instance.standing and str(row.get("no", "")) == no and isinstance(row.get("found"), Decimal):
                return instance.taken.at.day, row["found"]
    return None


def _rows(instance: Instance) -> Iterator[Mapping[str, Any]]:
    """Every row of every list a step records."""
    for value in instance.own.values():
        for row in value if isinstance(value, tuple) else ():
            if isinstance(row, Mapping):
                yield row


def life(state: State, proceeding: str, no: str) -> list[Instance]:
    """The steps that speak of one item, in legal order: taken, moved, counted, sold, returned. Those of the whole
    proceeding, such as an extension, belong to every item of it."""
    found = []
    for instance in state.runs[proceeding].instances:
        rows = list(_rows(instance))
        if not rows or any(str(row.get("no", "")) == no for row in rows):
            found.append(instance)
    return found


def _text(row: Mapping[str, Value], column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(show_value(value))
