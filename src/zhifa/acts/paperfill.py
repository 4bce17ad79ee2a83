"""A paper filled with the facts of a case: who issues it, where its remedies lie, what it still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from zhifa.acts.powers import MATTER, MODE, PRINCIPAL, capacity
from zhifa.acts.work import Work
from zhifa.core.conditions import BadCondition, Unknown, parse
from zhifa.core.facts import Value
from zhifa.core.papers import Context, Document, Missing, Officer, Template, fill, read_template
from zhifa.core.papers.fill import Gap, Issued
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Instance, State
from zhifa.core.rulebook import Rules
from zhifa.core.values import Moment
from zhifa.store.registry.models import Organ


def template(rules: Rules, code: str) -> Template | None:
    """The template of a paper in the version of a day."""

    def read(_: Rules) -> Template | None:
        entry = rules.entry("paper", code)
        if entry is None:
            return None
        return read_template(code, entry.data, passage=lambda name: _passage(rules, name))

    return rules.built(f"paper:{code}", read)


def _passage(rules: Rules, name: str) -> Mapping[str, Any] | None:
    entry = rules.entry("passage", name)
    return entry.data if entry else None


@cache
def _condition(text: str, vocabulary: Any) -> Any:
    return parse(text, vocabulary, FUNCTIONS)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a proceeding as a paper reads them on a day."""

    state: State
    proceeding: str
    scope: Scope

    @classmethod
    def on(cls, state: State, proceeding: str, day: date) -> Facts:
        return cls(state, proceeding, Scope(state, proceeding, day))

    def lookup(self, code: str) -> Value | None:
        value = self.scope.fact(code)
        return None if isinstance(value, Unknown) else value  # type: ignore[return-value]

    def holds(self, text: str) -> bool | None:
        try:
            value = _condition(text, self.state.vocabulary).holds(self.scope)
        except BadCondition:
            return None
        return None if isinstance(value, Unknown) else value


def fill_paper(state: State, proceeding: str, given: Template, *, at: Moment, context: Context) -> Document | Missing:
    """The paper with the facts of a proceeding as they stand, or everything it still lacks."""
    facts = Facts.on(state, proceeding, at.day)
    found = fill(given, lookup=facts.lookup, vocabulary=state.vocabulary, holds=facts.holds, context=context)
    return _in_facts(found, facts.scope) if isinstance(found, Missing) else found


def _in_facts(missing: Missing, scope: Scope) -> Missing:
    """A passage whose occasion cannot be judged is said as the facts that would judge it."""
    gaps: dict[str, Gap] = {}
    for gap in missing.gaps:
        asked = _condition(gap.code, scope.vocabulary).missing(scope) if gap.kind == "condition" else ()
        for code in asked:
            gaps.setdefault(code, Gap(code, scope.vocabulary.label(code)))
        if not asked:
            gaps.setdefault(gap.code, gap)
    return replace(missing, gaps=tuple(gaps.values()))


def _certified(work: Work, keys: Iterable[str], at: Moment) -> list[Officer]:
    """Those among the persons who hold a certificate on the day, as papers name them."""
    found = []
    for key in keys:
        person = work.person(key)
        held = person.certificate_on(at.day) if person else None
        if person and held:
            found.append(Officer(person.name, held.number))
    return found


def _joint(state: State, proceeding: str) -> list[Instance]:
    """The steps of a proceeding that the law wants officers for: where fewer are in charge of the case, as when one
    alone reported a measure, a paper names those who took them too."""
    taken = state.runs[proceeding].instances if proceeding in state.runs else ()
    return [item for item in taken if item.standing and item.step and item.step.officers]


def paper_context(work: Work, organ: Organ, proceeding: str, at: Moment, *, draft: bool, token: str) -> Context:
    """Who issues the paper and where its remedies lie."""
    state = work.look().state
    held = capacity(organ, *(state.fact(proceeding, code) for code in (MODE, PRINCIPAL, MATTER)))
    certified = _certified(work, work.case.officers, at)
    joint = _joint(state, proceeding)
    if joint and len(certified) < max(item.step.officers for item in joint if item.step):
        hands = [key for item in joint for key in item.taken.by]
        certified = _certified(work, dict.fromkeys((*work.case.officers, *hands)), at)
    return Context(
        organ=held.name,
        issued_on=at.day,
        officers=tuple(certified),
        reconsideration_body=held.reconsideration,
        court=held.court,
        address=organ.address,
        contact=certified[0].name if certified else "",
        phone=organ.phone,
        bank=organ.bank,
        payee=held.name if organ.bank_account else "",
        account=organ.bank_account,
        verify_url=f"{getattr(settings, 'ZHIFA_PUBLIC_URL', '')}/p/{token}" if token else "",
        issued=tuple(Issued(p.paper, p.number, p.at.day) for p in work.case.papers if not p.withdrawn),
        draft=draft,
    )
