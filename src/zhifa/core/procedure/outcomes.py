"""Outcomes: what a case contributes to statistics, one narrow row for each counted step instance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhifa.core.conditions import Condition, Unknown, parse
from zhifa.core.procedure.case import Case
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.state import Context, Instance, Scope, State, happenings, own_facts
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
    dims: tuple[tuple[str, Condition], ...]


def _rules(context: Context) -> list[_Rule]:
    return context.book.kept("outcomes", lambda: [_rule(context, e) for e in context.book.section("outcome")])


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
        tuple(
            (name, parse(str(text), context.book.vocabulary, FUNCTIONS)) for name, text in data.get("dims", {}).items()
        ),
    )


def outcomes(case: Case, *, context: Context) -> list[Outcome]:
    """All outcome rows of a case; each is read with the facts of its own step instance, as things stood then."""
    rules = _rules(context)
    state = State(case, context)
    counted: list[tuple[Instance, list[Outcome]]] = []
    for taken in happenings(state):
        instance = state.apply(taken)
        if instance.step is None or not instance.counts:
            continue
        owner = case.proceedings[taken.proceeding].procedure
        rows = [
            row
            for rule in rules
            if taken.step in rule.per and (not rule.procedures or owner in rule.procedures)
            if rule.entry.validity.contains(taken.at.day)
            if (row := _row(state, rule, instance)) is not None
        ]
        if rows:
            counted.append((instance, rows))
    return [
        Outcome(r.code, r.proceeding, r.version, r.counted_on, r.count, r.amount_fen, instance.standing, r.dims)
        for instance, rows in counted
        for r in rows
    ]


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
        count=_number(rule.count, scope, 1),
        amount_fen=_number(rule.amount, scope, 0),
        standing=True,
        dims={name: _plain(condition, scope) for name, condition in rule.dims},
    )


def _number(condition: Condition | None, scope: Scope, otherwise: int) -> int:
    if condition is None:
        return otherwise
    value = condition.value(scope)
    if isinstance(value, bool):
        return int(value)
    return int(value) if isinstance(value, int | Decimal) else 0


def _plain(condition: Condition, scope: Scope) -> Any:
    value = condition.value(scope)
    if isinstance(value, Unknown):
        return None
    return int(value) if isinstance(value, bool) else value
