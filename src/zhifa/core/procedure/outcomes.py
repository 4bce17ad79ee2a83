"""Outcomes: what a case contributes to statistics, one narrow row for each counted step instance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhifa.core.conditions import Condition, Unknown, parse
from zhifa.core.kinship import kin
from zhifa.core.procedure.case import Case
from zhifa.core.procedure.establishing import own_facts
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.order import happenings
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Context, Instance, State
from zhifa.core.rulebook import Entry


@dataclass(frozen=True, slots=True)
class Outcome:
    """One counted thing. An annulled decision stays counted, marked: the forms forbid taking it back."""

    code: str
    proceeding: str
    version: int
    counted_on: date
    count: int
    amount_fen: int
    standing: bool
    dims: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Rule:
    entry: Entry
    code: str
    per: tuple[str, ...]
    procedures: frozenset[str]
    when: Condition | None
    counted_on: Condition | None
    amount: Condition | None
    count: Condition | None
    decimals: int
    """So many places of the counted quantity are kept: 22,905.56 with two is counted as 2,290,556."""
    dims: tuple[tuple[str, Condition], ...]
    every: bool
    """Counts the step even when it satisfies nothing, as a review that sends the case back."""


def _rules(context: Context) -> Mapping[str, list[_Rule]]:
    """Rules of counting by the step they count."""

    def read() -> dict[str, list[_Rule]]:
        found: dict[str, list[_Rule]] = {}
        for entry in context.book.section("outcome"):
            rule = _rule(context, entry)
            for step in rule.per:
                found.setdefault(step, []).append(rule)
        return found

    return context.book.kept("outcomes", read)


def _rule(context: Context, entry: Entry) -> _Rule:
    data = entry.data

    def read(key: str) -> Condition | None:
        text = data.get(key)
        return parse(str(text), context.book.vocabulary, FUNCTIONS) if text not in (None, "") else None

    procedures = data.get("procedure", ())
    per = data["per"]
    return _Rule(
        entry,
        entry.code,
        tuple([per] if isinstance(per, str) else per),
        frozenset([procedures] if isinstance(procedures, str) else procedures),
        read("when"),
        read("counted_on"),
        read("amount"),
        read("count"),
        int(data.get("decimals", 0)),
        tuple(
            (name, parse(str(text), context.book.vocabulary, FUNCTIONS)) for name, text in data.get("dims", {}).items()
        ),
        bool(data.get("every", False)),
    )


class Tally:
    """Counts step instances as they are applied; rows are read at the end, when it is known what still stands."""

    __slots__ = ("_counted", "_rules", "_state")

    def __init__(self, state: State) -> None:
        self._state, self._rules = state, _rules(state.context)
        self._counted: list[tuple[Instance, Outcome]] = []

    def count(self, instance: Instance) -> None:
        """Read the rows of one instance with its own facts, as things stand just after it."""
        taken = instance.taken
        if instance.step is None:
            return
        owner = self._state.case.proceedings[taken.proceeding].procedure
        known = kin(self._state.context.book, owner)
        for rule in self._rules.get(taken.step, ()):
            if rule.procedures and rule.procedures.isdisjoint(known):
                continue
            if not instance.counts and not rule.every:
                continue
            if not rule.entry.validity.contains(taken.at.day):
                continue
            row = _row(self._state, rule, instance)
            if row is not None:
                self._counted.append((instance, row))

    def rows(self) -> list[Outcome]:
        return [row if instance.standing else replace(row, standing=False) for instance, row in self._counted]


def outcomes(case: Case, *, context: Context) -> list[Outcome]:
    """All outcome rows of a case."""
    state = State(case, context)
    tally = Tally(state)
    for taken in happenings(state):
        tally.count(state.apply(taken))
    return tally.rows()


def _row(state: State, rule: _Rule, instance: Instance) -> Outcome | None:
    taken = instance.taken
    scope = Scope(state, taken.proceeding, taken.at.day, own_facts(instance.step, taken, state.vocabulary))
    if rule.when is not None and rule.when.holds(scope) is not True:
        return None
    counted_on = rule.counted_on.value(scope) if rule.counted_on else taken.at.day
    return Outcome(
        code=rule.code,
        proceeding=taken.proceeding,
        version=taken.version,
        counted_on=counted_on if isinstance(counted_on, date) else taken.at.day,
        count=_number(rule.count, scope, 1, rule.decimals),
        amount_fen=_number(rule.amount, scope, 0),
        standing=True,
        dims={name: _plain(condition, scope) for name, condition in rule.dims},
    )


def _number(condition: Condition | None, scope: Scope, otherwise: int, decimals: int = 0) -> int:
    """A counted number as a whole one: sums of whole numbers are the same on every database."""
    if condition is None:
        return otherwise
    value = condition.value(scope)
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, int | Decimal):
        return 0
    return int(Decimal(value).scaleb(decimals).to_integral_value(ROUND_HALF_UP)) if decimals else int(value)


def _plain(condition: Condition, scope: Scope) -> Any:
    value = condition.value(scope)
    if isinstance(value, Unknown):
        return None
    return int(value) if isinstance(value, bool) else value
