"""The procedures in which a matter is handled, as its page shows them: steps by phase, periods, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.core.competence import carried_on
from zhifa.core.conditions import Condition
from zhifa.core.kinship import kin, variant
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.procedure.model import Procedure, Step
from zhifa.core.procedure.reading import procedure
from zhifa.core.procedure.wording import length_words, said, titles, whose_words
from zhifa.core.procedure.wording import named as as_noun
from zhifa.core.regimes import choices
from zhifa.core.rulebook import Entry, Rules
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark
from zhifa.web.visitor import Visitor

Speak = Callable[[Condition | None], str]


def flows_of(rules: Rules, entry: Entry, day: date, visitor: Visitor) -> tuple[vm.Flow, ...]:
    """Every procedure the matter may be handled by; the one the visitor's organ is to follow stands open."""
    codes = _handled_by(rules, entry, visitor)
    return tuple(flow for n, (code, why) in enumerate(codes) if (flow := _flow(rules, day, code, n == 0, why)))


def _speakers(rules: Rules, code: str) -> tuple[Speak, Speak]:
    named, words = titles(rules, code), rules.book.vocabulary

    def title(kind: str, name: str) -> str:
        return named.get((kind, name), name)

    def claim(condition: Condition | None) -> str:
        return said(condition, words, title) if condition else ""

    def noun(condition: Condition | None) -> str:
        return as_noun(condition, words, title) if condition else ""

    return claim, noun


def _handled_by(rules: Rules, entry: Entry, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """The procedures of the matter, the one the visitor's organ is to follow first, each with the reason."""
    found: set[str] = set()
    organ = visitor.organ
    said = choices(rules, entry, level=organ.level, carried=carried_on(organ.carried, rules.day))
    for code in entry.data.get("procedures", ()):
        meant = {variant(rules, code, choice.code): choice for choice in said}
        for one, choice in meant.items():
            if one not in found and (one != code or len(meant) > 1):
                found.add(one)
                yield one, f"{'' if choice.only else '建议：' if choice.proposed else '可以选用：'}{choice.reason}"
        if code not in found and not any(choice.only for one, choice in meant.items() if one != code):
            found.add(code)
            yield code, ""


def _flow(rules: Rules, day: date, code: str, opened: bool, note: str) -> vm.Flow | None:
    found = procedure(rules, code)
    if found is None:
        return None
    claim, noun = _speakers(rules, code)
    papers = _paper_titles(rules)
    phases = []
    for phase in found.phases:
        steps = tuple(_flow_step(step, claim, papers) for step in found.steps.values() if step.phase == phase)
        if steps:
            phases.append(vm.FlowPhase(title=phase, steps=steps))
    return vm.Flow(
        title=found.title,
        law=law_mark(found.cite, f"{found.title}的依据"),
        phases=tuple(phases),
        periods=tuple(_periods(found, noun)),
        picture=_picture(day, code),
        difference=_picture(day, code, against) if (against := "".join(kin(rules.book, code)[1:2])) else "",
        note=note,
        opened=opened,
    )


def _picture(day: date, code: str, against: str = "") -> str:
    asked = {"on": day.isoformat(), **({"against": against} if against else {})}
    return f"{reverse('procedure_picture', args=[code])}?{urlencode(asked)}"


def _periods(found: Procedure, noun: Speak) -> Iterator[vm.PeriodRow]:
    for period in found.periods:
        yield vm.PeriodRow(
            title=period.title,
            length=length_words(period, noun),
            whose=whose_words(period),
            law=law_mark(period.cite, f"期限“{period.title}”", period.status),
        )


def _flow_step(step: Step, claim: Speak, papers: Mapping[str, str]) -> vm.FlowStep:
    people = f"，{step.officers} 名持证人员" if step.officers else ""
    return vm.FlowStep(
        title=step.title,
        by="、".join(ROLE_TITLES.get(role, role) for role in step.by) + people,
        law=law_mark(step.cite, f"步骤“{step.title}”", step.status) if step.cite else None,
        note=f"当{claim(step.needed_if)}" if step.needed_if is not None else "",
        optional=step.optional or step.needed_if is not None,
        papers=tuple(papers.get(code, code) for code in step.papers),
    )


def _paper_titles(rules: Rules) -> Mapping[str, str]:
    return {code: str(entry.data.get("title", code)) for code, entry in rules.entries("paper").items()}
