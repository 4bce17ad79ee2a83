"""The range of the fine for the matter of a case, worked out when a step records it, so that nobody types it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhifa.acts.matters import articles
from zhifa.core.conditions import Unknown
from zhifa.core.discretion import Range, range_for, reasons
from zhifa.core.facts import FactError, Value, dump_value
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.state import State
from zhifa.core.quotations import quoted
from zhifa.core.values import Refusal

RANGE = ("discretion.tier", "discretion.min", "discretion.max")
APPLIED = "discretion.basis"
FACTS = (*RANGE, APPLIED)
FINE, REASONS, DECIDED = "decision.fine", "decision.reasons", "decision.basis"


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The range of the fine that officers recorded, in fen; the decision is judged by it."""

    tier: str
    min_fen: int
    max_fen: int

    def differs(self, found: Range) -> bool:
        """Whether the facts on record lead to another range than the one recorded."""
        return (self.min_fen, self.max_fen) != (found.min_fen, found.max_fen)


def range_on_record(state: State, proceeding: str, typed: Mapping[str, object] | None = None) -> OnRecord | None:
    """The range recorded for a proceeding, or just typed into its form; None while nobody named its upper end."""

    def said(code: str) -> object:
        raw = (typed or {}).get(code)
        value = state.fact(proceeding, code) if raw in (None, "") else state.vocabulary.read(code, raw)
        return None if isinstance(value, Unknown | FactError) else value

    tier, low, high = (said(code) for code in RANGE)
    if not isinstance(high, int):
        return None
    return OnRecord(str(tier or ""), low if isinstance(low, int) else 0, high)


def case_range(
    state: State, proceeding: str, day: date, typed: Mapping[str, object] | None = None
) -> Range | Refusal | None:
    """The range for the case's matter with the facts known and typed so far; None when no matter is named."""
    vocabulary = state.vocabulary
    facts: dict[str, Value] = {}
    for code in vocabulary.facts:
        value = state.fact(proceeding, code)
        if not isinstance(value, Unknown):
            facts[code] = value  # type: ignore[assignment]
    for code, raw in (typed or {}).items():
        read = vocabulary.read(code, raw) if code in vocabulary and raw not in (None, "") else None
        if read is not None and not isinstance(read, FactError):
            facts[code] = read
    matter = facts.get("matter.code")
    if not isinstance(matter, str):
        return None
    happened = facts.get("case.happened_on")
    return range_for(
        book=state.context.book,
        matter=matter,
        facts=facts,
        happened_on=happened if isinstance(happened, date) else day,
        decided_on=day,
    )


def law_changed(state: State, proceeding: str, step: Step, day: date, typed: Mapping[str, object]) -> Refusal | None:
    """Why a proposal made under one law cannot be decided under it: a new and lighter one took effect since.

    What was proposed, reviewed and notified rests on the law named then (处罚法 37 looks at the day of decision).
    """
    before = state.recorded(proceeding, APPLIED)
    if DECIDED not in step.facts or not isinstance(before, str):
        return None
    found = case_range(state, proceeding, day, typed)
    if not isinstance(found, Range):
        return None
    now = articles(list(found.basis))
    if {cite.title for cite in quoted(before)} & {cite.title for cite in quoted(now)}:
        return None
    rule = state.context.rules(day).entry("discretion_rule", "lighter_law")
    return Refusal(
        "discretion.law_changed",
        f"建议和告知依据的是{before}；从旧兼从轻，现在应当适用{now}",
        "重新作出调查终结报告，按现在适用的规定提出建议，再次告知以后作出决定",
        rule.cite if rule else "",
    )


def with_reasons(
    state: State, proceeding: str, step: Step, day: date, typed: Mapping[str, object]
) -> Mapping[str, object]:
    """What was typed into a decision, with the account of the benchmark that it must give, where nobody wrote one.

    第355号令 20 asks the decision to explain how the benchmark was applied; a sum outside the range explains itself
    to nobody, so there nothing is written.
    """
    fine = state.vocabulary.read(FINE, typed.get(FINE)) if typed.get(FINE) not in (None, "") else None
    if REASONS not in step.facts or typed.get(REASONS) not in (None, "") or not isinstance(fine, int):
        return typed
    found = case_range(state, proceeding, day, typed)
    if not isinstance(found, Range) or not found.min_fen <= fine <= found.max_fen:
        return typed
    return {**typed, REASONS: reasons(found, fine)}


def with_range(
    state: State, proceeding: str, step: Step, day: date, typed: Mapping[str, object]
) -> Mapping[str, object]:
    """What was typed into a step, with tier and range filled in where the step records them and nobody did.

    A range on record stands: the decision keeps the tier that was proposed, reviewed and notified.
    """
    wanted = [
        code
        for code in FACTS
        if code in step.facts
        and typed.get(code) in (None, "")
        and isinstance(state.recorded(proceeding, code), Unknown)
    ]
    if not wanted:
        return typed
    found = case_range(state, proceeding, day, typed)
    if not isinstance(found, Range):
        return typed
    computed: dict[str, Any] = {
        "discretion.tier": found.tier,
        "discretion.min": dump_value(found.min_fen),
        "discretion.max": dump_value(found.max_fen),
        APPLIED: articles(list(found.basis)),
    }
    return {**typed, **{code: computed[code] for code in wanted}}
