"""Whose rules of procedure a case follows, proposed from the matter and the organ where nobody chose (core.regimes)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhifa.acts.work import context
from zhifa.core.competence import carried_on
from zhifa.core.kinship import kin, variant
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.taking import bad_input
from zhifa.core.regimes import FACT, Choice, choices
from zhifa.core.values import Refusal
from zhifa.store.registry.functions import carried_of
from zhifa.store.registry.models import Organ


def choices_of(organ: Organ, matter: object, day: date) -> tuple[Choice, ...]:
    """The rules an organ may follow for a matter on a day."""
    rules = context().rules(day)
    entry = rules.entry("matter", matter) if isinstance(matter, str) else None
    return choices(rules, entry, level=organ.level, carried=carried_on(carried_of(organ.functions), day))


def with_regime(
    organ: Organ, step: Step, day: date, matter: object, typed: Mapping[str, object]
) -> Mapping[str, object] | Refusal:
    """What was typed into a step, with the rules that are proposed; rules the organ may not choose are refused."""
    if FACT not in step.facts:
        return typed
    open_to = choices_of(organ, matter, day)
    chosen = typed.get(FACT)
    if chosen in (None, ""):
        proposed = next((choice for choice in open_to if choice.proposed), None)
        return {**typed, FACT: proposed.code} if proposed else typed
    if matter and all(choice.code != chosen for choice in open_to):
        named = "、".join(f"“{choice.code}”（{choice.reason}）" for choice in open_to) or "行政处罚法的一般规定，不用选"
        return bad_input(f"本机关办理这一事项不能适用“{str(chosen)[:30]}”的程序规定", f"可以选：{named}", place=FACT)
    return typed


def opened_as(organ: Organ, code: str, day: date, facts: Mapping[str, object]) -> str:
    """The procedure a case is opened with: the variant whose rules were chosen or are proposed for its matter."""
    rules = context().rules(day)
    if len(kin(context().book, code)) > 1:
        return code
    chosen = facts.get(FACT)
    proposed = next((c.code for c in choices_of(organ, facts.get("matter.code"), day) if c.proposed), "")
    return variant(rules, code, str(chosen or proposed))


def at_odds(code: str, day: date, facts: Mapping[str, object]) -> Refusal | None:
    """A step that names other rules than those its procedure was opened under."""
    chosen, book = facts.get(FACT), context().book
    if not chosen:
        return None
    own = kin(book, code)
    meant = variant(context().rules(day), own[-1], str(chosen))
    if meant in own or meant == own[-1] == code:
        return None
    return bad_input(
        f"本程序不是按“{str(chosen)[:30]}”的程序规定启动的",
        "选错了程序的，更正程序的启动；没有选错的，删去这一项",
        place=FACT,
    )
