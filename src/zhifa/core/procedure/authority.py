"""Whether the persons named may take a step: role, certificate on the day, their number, what they did before.

Part of the gates; what the case itself lacks is in `gates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from zhifa.core.facts import Value
from zhifa.core.permission import ROLE_TITLES, Person
from zhifa.core.procedure.attempt import Attempt, People, title_of
from zhifa.core.procedure.establishing import established
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.values import Gate, show_date


def personal_gates(state: State, attempt: Attempt, people: People) -> list[Gate]:
    """Everything about the persons that stands in the way of a step."""
    return [
        *_authority(state, attempt, people),
        *_separation(state, attempt, people),
        *_recused(state, attempt, people),
    ]


def gates_of_the_named(state: State, attempt: Attempt, people: People) -> list[Gate]:
    """The same where a list names persons without telling whether they were all."""
    return [
        *_named(attempt, [person for key in attempt.by if (person := people(key))]),
        *_separation(state, attempt, people),
        *_recused(state, attempt, people),
    ]


def _authority(state: State, attempt: Attempt, people: People) -> Iterator[Gate]:
    """Who acts must hold the role; where the law asks for officers, a certificate valid on that very day."""
    step = attempt.step
    persons = [people(person) for person in attempt.by]
    known = [person for person in persons if person is not None]
    if not any(person.may_act_as(step.by, attempt.at.day) for person in known):
        names = "、".join(ROLE_TITLES.get(role, role) for role in step.by)
        yield Gate("role", f"“{step.title}”应由{names}办理", step.cite, f"请转交{names}")
    yield from _named(attempt, known)
    if not step.officers:
        return
    valid = [person for person in known if person.certificate_on(attempt.at.day)]
    wanted = _officers(state, attempt)
    if len({person.id for person in valid}) < wanted:
        yield Gate(
            "officers",
            f"“{step.title}”应由不少于 {wanted} 名持有效执法证件的执法人员进行，现为 {len(valid)} 名",
            step.officers_cite,
            "加选另一名执法人员" + (f"；{step.fewer_if[0].say}" if step.fewer_if else ""),
        )


def _named(attempt: Attempt, known: Sequence[Person]) -> Iterator[Gate]:
    """Whoever is named must be no auxiliary and, where the law asks for officers, certified on that very day."""
    step, day = attempt.step, attempt.at.day
    yield from _auxiliaries(attempt, known)
    for person in known if step.officers else ():
        if not person.roles_on(day):
            yield Gate(
                "role",
                f"{person.name}在 {show_date(day)} 不是本机关办理案件的人员，不得实施“{step.title}”",
                step.cite,
                "由本机关人员办理；请其他机关协助、联合办理的，登记协助手续",
            )
        elif not person.certificate_on(day) and "officer" in person.roles_on(day):
            yield Gate(
                "certificate",
                f"{person.name}的执法证件在 {show_date(day)} 无效：{person.why_uncertified(day)}",
                step.officers_cite,
                "更换持有效执法证件的人员",
            )


def _officers(state: State, attempt: Attempt) -> int:
    """How many officers the law asks for: fewer where what the step records shows that one may act alone."""
    step = attempt.step
    if not step.fewer_if:
        return step.officers
    said = established(step, attempt.at, attempt.facts, state.vocabulary)
    scope = Scope(state, attempt.proceeding, attempt.at.day, said)
    return min([step.officers, *(item.officers for item in step.fewer_if if item.condition.holds(scope) is True)])


AUXILIARY = "auxiliary"


def _auxiliaries(attempt: Attempt, persons: Sequence[Person]) -> Iterator[Gate]:
    """Whoever only assists enforcement takes part in no step; helpers are named as helpers."""
    step, day = attempt.step, attempt.at.day
    for person in persons:
        roles = person.roles_on(day)
        if AUXILIARY in roles and roles.isdisjoint(step.by):
            yield Gate(
                AUXILIARY,
                f"{person.name}是行政执法辅助人员，不得实施“{step.title}”",
                step.officers_cite or step.cite,
                f"由有资格的人员办理；{person.name}到场协助的，写在协助人员中",
            )


def _separation(state: State, attempt: Attempt, people: People) -> Iterator[Gate]:
    """Nobody reviews or decides what they did themselves, here or in the proceeding above; done again is still done."""
    for code in attempt.step.never_by:
        home = state.home(attempt.proceeding, code)
        for instance in state.instances(home, code) if home else ():
            both = [person for person in attempt.by if person in instance.taken.by]
            if both:
                found = people(both[0])
                name = found.name if found else both[0]
                yield Gate(
                    "separation",
                    f"{name}办理过“{title_of(state, attempt.proceeding, code)}”，不得再办理“{attempt.step.title}”",
                    attempt.step.cite,
                    "请由未参与该步骤的人员办理",
                    about=(code,),
                )
                break


RECUSED = "case.recused"
"""The fact that names whom a head recused; separators are those of a list of names."""


def names_in(text: object) -> list[str]:
    """The names of a list somebody typed."""
    return [name for name in re.split(r"[、，,;；\s]+", text) if name] if isinstance(text, str) else []


def _said(state: State, proceeding: str, code: str) -> Iterator[object]:
    """What was ever said of a fact, in the proceeding or above it: a second entry does not take back the first."""
    yield state.case.facts.get(code)
    current = proceeding
    while current in state.runs:
        run = state.runs[current]
        yield run.proceeding.facts.get(code)
        yield from (instance.own.get(code) for instance in run.instances if instance.standing)
        current = run.proceeding.parent


def recused(state: State, proceeding: str, name: str, said: Mapping[str, Value] | None = None) -> Gate | None:
    """Why the person of this name takes no part: recused by decision, or named where the law itself recuses.

    `said` is what a step about to be taken says: who registers a complaint against himself handles it too.
    """
    if any(name in names_in(text) for text in _said(state, proceeding, RECUSED)):
        return Gate("recused", f"{name}已经决定回避，不得办理本案", _ordered_by(state, proceeding), "请由其他人员办理")
    for fact in state.vocabulary.recusing:
        named = [*_said(state, proceeding, fact.code), (said or {}).get(fact.code)]
        if any(name in names_in(text) for text in named):
            remedy = "请由其他人员办理；负责人回避的，由代行职务的人员办理；写错了的，由其他人员更正登记"
            return Gate("recused", f"{name}是{fact.label}，应当回避，不得办理本案", fact.recuses, remedy)
    return None


def _ordered_by(state: State, proceeding: str) -> str:
    """The article of the step by which the procedure recuses somebody."""
    procedure = state.procedure(proceeding)
    steps = procedure.steps.values() if procedure else ()
    return next((step.cite for step in steps if step.records and step.records[0].fact == RECUSED), "")


def _recused(state: State, attempt: Attempt, people: People) -> Iterator[Gate]:
    """Whoever was recused takes no further part in the case."""
    for key in attempt.by:
        found = people(key)
        gate = recused(state, attempt.proceeding, found.name, attempt.facts) if found else None
        if gate is not None:
            yield gate if gate.cite else replace(gate, cite=attempt.step.cite)
