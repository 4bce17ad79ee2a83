"""Whose rules of procedure a case follows, proposed from the matter and the organ where nobody chose (core.regimes)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhifa.acts.work import context
from zhifa.core.competence import carried_on
from zhifa.core.kinship import family, kin, variant
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
    organ: Organ, owner: str, step: Step, day: date, matter: object, typed: Mapping[str, object]
) -> Mapping[str, object] | Refusal:
    """What was typed into a step, with the rules that are proposed; rules that may not be chosen are refused.

    Once a procedure was opened under certain rules its steps name no others.
    """
    if FACT not in step.facts:
        return typed
    if _settled(owner, day):
        return _at_odds(owner, day, typed) or typed
    open_to = choices_of(organ, matter, day)
    if refused := _not_open(open_to, matter, typed.get(FACT)):
        return refused
    proposed = next((choice for choice in open_to if choice.proposed), None)
    return {**typed, FACT: typed.get(FACT) or proposed.code} if proposed else typed


def opened_as(organ: Organ, code: str, day: date, facts: Mapping[str, object]) -> str | Refusal:
    """The procedure a case is opened with: the variant whose rules were chosen or are proposed for its matter."""
    rules, chosen, matter = context().rules(day), facts.get(FACT), facts.get("matter.code")
    if len(kin(context().book, code)) > 1:
        return code
    open_to = choices_of(organ, matter, day)
    if refused := _not_open(open_to, matter, chosen):
        return refused
    return variant(rules, code, str(chosen or next((c.code for c in open_to if c.proposed), "")))


def followed(above: str, code: str, day: date) -> str:
    """The procedure to begin beside another: the variant that follows the same rules, where there is one."""
    rules = context().rules(day)
    opener = rules.entry("procedure", above)
    return variant(rules, code, str(opener.data.get("regime", "")) if opener else "")


def _not_open(open_to: Sequence[Choice], matter: object, chosen: object) -> Refusal | None:
    """Rules that do not apply to the matter, or that the organ's own rules leave no room for."""
    if chosen in (None, "") or not isinstance(matter, str) or any(choice.code == chosen for choice in open_to):
        return None
    named = "、".join(f"“{choice.code}”（{choice.reason}）" for choice in open_to) or "不用选，适用行政处罚法的一般规定"
    return bad_input(f"本机关办理这一事项不能适用“{str(chosen)[:30]}”的程序规定", f"可以选：{named}", place=FACT)


def _settled(owner: str, day: date) -> bool:
    """Whether a procedure or one it is written after has variants that follow rules of their own."""
    known = context().rules(day).entries("procedure")
    return any(
        known[code].data.get("regime")
        for code in family(context().book, kin(context().book, owner)[-1])
        if code in known
    )


def _at_odds(code: str, day: date, facts: Mapping[str, object]) -> Refusal | None:
    """A step that names other rules than those its procedure was opened under."""
    chosen, own = facts.get(FACT), kin(context().book, code)
    if not chosen or variant(context().rules(day), own[-1], str(chosen)) in (code, *own[:-1]):
        return None
    return bad_input(
        f"本程序不是按“{str(chosen)[:30]}”的程序规定启动的",
        "选错了程序的，更正程序的启动；没有选错的，删去这一项",
        place=FACT,
    )
