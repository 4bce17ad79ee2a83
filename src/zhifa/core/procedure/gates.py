"""Gates: what stands in the way of a step on a day, each with its article and what to do about it.

The same gates refuse a step performed through the system and become findings of a step recorded afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from zhifa.core.conditions import Condition, Unknown
from zhifa.core.facts import Value
from zhifa.core.procedure.attempt import Attempt, People, title_of
from zhifa.core.procedure.authority import gates_of_the_named, personal_gates
from zhifa.core.procedure.chains import chain_gates
from zhifa.core.procedure.establishing import established
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.values import Gate, Moment


def gates(state: State, attempt: Attempt, people: People, *, sure: bool = False) -> list[Gate]:
    """Everything that stands in the way, in the order in which an officer would mend it.

    Who wants to be `sure` hears of no check that cannot be answered yet.
    """
    if state.listed(attempt.proceeding):
        return _of_a_list(state, attempt, people, sure=sure)
    if attempt.step.is_outsiders:
        return [*_missing_facts(state, attempt)]
    return [
        *_ended(state, attempt),
        *_already(state, attempt),
        *_closed(state, attempt),
        *_order(state, attempt),
        *_chain(state, attempt),
        *_needs(state, attempt),
        *_missing_facts(state, attempt),
        *_checks(state, attempt, sure=sure),
        *personal_gates(state, attempt, people),
    ]


def _of_a_list(state: State, attempt: Attempt, people: People, *, sure: bool) -> list[Gate]:
    """What a row of a list itself shows to be in the way: it does not tell everything that was done.

    Steps that are not told of are no gates. Of a step the list tells of neither are missing facts, nor the number of
    officers; who is named must have been certified. A step entered since tells of itself like any other.
    """
    if attempt.step.is_outsiders:
        return [] if attempt.listed else [*_missing_facts(state, attempt)]
    return [
        *_ended(state, attempt),
        *_already(state, attempt),
        *_closed(state, attempt),
        *_order(state, attempt),
        *_needs(state, attempt),
        *(() if attempt.listed else _missing_facts(state, attempt)),
        *_checks(state, attempt, sure=sure),
        *(gates_of_the_named if attempt.listed else personal_gates)(state, attempt, people),
    ]


def _scope(state: State, attempt: Attempt, facts: Mapping[str, Value]) -> Scope:
    """What the conditions of the attempt see; in a proceeding known from a list only what was told."""
    told_only = state.listed(attempt.proceeding)
    return Scope(state, attempt.proceeding, attempt.at.day, facts, told_only=told_only)


def _comes_later(state: State, proceeding: str, codes: Sequence[str]) -> bool:
    """Whether one of these steps was taken, but is not among what happened so far."""
    taken = {item.step for item in state.case.taken if item.proceeding == proceeding}
    return any(code in taken for code in codes) and not any(state.instances(proceeding, code) for code in codes)


def step_gates(state: State, proceeding: str, step: Step, at: Moment) -> list[Gate]:
    """What stands in the way of the step itself, before anybody fills it in: for the list of next steps."""
    attempt = Attempt(proceeding, step, at, {}, ())
    return [
        *_ended(state, attempt),
        *_already(state, attempt),
        *_closed(state, attempt),
        *_order(state, attempt),
        *_chain(state, attempt),
        *_needs(state, attempt),
    ]


def _chain(state: State, attempt: Attempt) -> Iterator[Gate]:
    """The signatures the organ's approval chain asks for before the step."""
    yield from chain_gates(state, attempt.proceeding, attempt.step.code, attempt.step.title, attempt.at)


def may_begin(state: State, proceeding: str, step: Step, day: date) -> bool:
    """Whether nothing stands in the way of the step itself: what `step_gates` asks, without saying why not."""
    if state.ended(proceeding) and not step.even_after_end:
        return False
    if step.code in state.stood(proceeding):
        standing = sum(1 for i in state.instances(proceeding, step.code) if i.standing and i.counts)
        if standing >= step.times if step.times else not step.repeat:
            return False
    if state.is_turn(proceeding, step) is not True or any(state.done(proceeding, code) for code in step.until):
        return False
    if any(chain_gates(state, proceeding, step.code, step.title, Moment(day))):
        return False
    return step.needs is None or step.needs.holds(Scope(state, proceeding, day)) is True


def _ended(state: State, attempt: Attempt) -> Iterator[Gate]:
    ended = state.ended(attempt.proceeding)
    if ended and not attempt.step.even_after_end:
        title = ended.step.title if ended.step else ended.taken.step
        yield Gate(
            "ended",
            f"程序已于 {ended.taken.at.day} 以“{title}”终结，不能再进行“{attempt.step.title}”",
            attempt.step.cite,
            "如终结有误，请更正该步骤；如需变更结果，请另行启动程序",
        )


def _already(state: State, attempt: Attempt) -> Iterator[Gate]:
    step = attempt.step
    standing = [i for i in state.instances(attempt.proceeding, step.code) if i.standing and i.counts]
    if step.times and len(standing) >= step.times:
        yield Gate(
            "times",
            f"“{step.title}”依法只能进行 {step.times} 次，已于 {standing[-1].taken.at.day} 进行",
            step.cite,
            "如原登记有误，请对原登记作更正",
        )
    elif standing and not step.repeat and not step.times:
        yield Gate(
            "already",
            f"“{step.title}”已于 {standing[-1].taken.at.day} 完成",
            step.cite,
            "如原登记有误，请对原登记作更正",
        )


def _closed(state: State, attempt: Attempt) -> Iterator[Gate]:
    for code in attempt.step.until:
        if state.done(attempt.proceeding, code):
            yield Gate(
                "until",
                f"“{title_of(state, attempt.proceeding, code)}”之后不能再进行“{attempt.step.title}”",
                attempt.step.cite,
                "如确需补做，请先依法撤销或更正在后的步骤",
            )


def _order(state: State, attempt: Attempt) -> Iterator[Gate]:
    procedure = state.procedure(attempt.proceeding)
    if procedure is None:
        return
    for alternatives in attempt.step.after:
        if state.listed(attempt.proceeding) and not _comes_later(state, attempt.proceeding, alternatives):
            continue
        held = state.any_satisfied(attempt.proceeding, alternatives)
        if held is True:
            continue
        yield from _not_yet(state, attempt, alternatives, unknown=isinstance(held, Unknown))


def _not_yet(state: State, attempt: Attempt, alternatives: tuple[str, ...], *, unknown: bool) -> Iterator[Gate]:
    procedure = state.procedure(attempt.proceeding)
    if procedure is None:
        return
    scope = Scope(state, attempt.proceeding, state.day)
    if unknown:  # of several ways the one nobody can judge yet is asked about
        judged = ((code, state.satisfied(attempt.proceeding, code)) for code in alternatives)
        alternatives = tuple(code for code, held in judged if isinstance(held, Unknown))
    for code in alternatives:
        step, point = procedure.steps.get(code), procedure.points.get(code)
        if point is not None:
            head, cite = f"“{point.title}”尚未到来", point.cite or attempt.step.cite
            yield replace(_unmet("order", point.when, scope, head, cite), about=alternatives)
            return
        if step is None:
            continue
        if unknown and step.needed_if is not None:
            missing = step.needed_if.missing(scope)
            labels = "、".join(scope.vocabulary.label(item) for item in missing)
            yield Gate(
                "order",
                f"尚不能判断是否需要“{step.title}”：尚未登记{labels}" if labels else f"尚未完成“{step.title}”",
                step.cite,
                f"先登记{labels}" if labels else f"先完成“{step.title}”",
                missing,
                unknown=True,
                about=alternatives,
            )
            return
    titles = [procedure.steps[code].title for code in alternatives if code in procedure.steps]
    first = next((procedure.steps[code] for code in alternatives if code in procedure.steps), None)
    if titles:
        yield Gate(
            "order",
            f"尚未完成“{'”或“'.join(titles)}”",
            (first.cite if first else "") or attempt.step.cite,
            f"先完成“{titles[0]}”",
            about=alternatives,
        )


def _unmet(code: str, condition: Condition, scope: Scope, head: str, cite: str, remedy: str = "") -> Gate:
    reasons = condition.why_not(scope)
    unknown = isinstance(condition.holds(scope), Unknown)
    message = head + ("：" + "；".join(reasons) if reasons else "")
    about = (*sorted(condition.facts()), *condition.named())
    return Gate(code, message, cite, remedy or "按所列理由补齐", condition.missing(scope), unknown, about)


def _needs(state: State, attempt: Attempt) -> Iterator[Gate]:
    condition = attempt.step.needs
    if condition is None:
        return
    scope = _scope(state, attempt, attempt.facts)
    if condition.holds(scope) is not True:
        yield _unmet("needs", condition, scope, f"还不能进行“{attempt.step.title}”", attempt.step.cite)


def required(state: State, attempt: Attempt) -> list[str]:
    """The facts the step must carry, given what it carries already."""
    scope = Scope(state, attempt.proceeding, attempt.at.day, attempt.facts)
    return [
        record.fact
        for record in attempt.step.records
        if record.condition is None or record.condition.holds(scope) is True
    ]


def _missing_facts(state: State, attempt: Attempt) -> Iterator[Gate]:
    fixed = {code for code, _ in attempt.step.sets} | {attempt.step.dated_as} | attempt.erased
    missing = [c for c in required(state, attempt) if c not in attempt.facts and c not in fixed]
    if missing:
        labels = "、".join(state.vocabulary.label(code) for code in missing)
        yield Gate(
            "missing",
            f"“{attempt.step.title}”缺少：{labels}",
            attempt.step.cite,
            f"填写{labels}",
            tuple(missing),
            unknown=True,
            about=tuple(missing),
        )


def _checks(state: State, attempt: Attempt, *, sure: bool) -> Iterator[Gate]:
    said = established(attempt.step, attempt.at, attempt.facts, state.vocabulary)
    scope = _scope(state, attempt, said)
    for check in attempt.step.checks:
        held = check.condition.holds(scope)
        unknown = isinstance(held, Unknown)
        if held is True or (sure and unknown):
            continue
        missing = check.condition.missing(scope)
        if check.say and unknown and missing:
            labels = "、".join(state.vocabulary.label(code) for code in missing)
            message = f"还不能判断“{check.say}”：尚未登记{labels}"
        elif check.say and not unknown:
            figures = "；".join(check.condition.figures(scope))
            message = f"{check.say}（{figures}）" if figures else check.say
            if check.tells and (why := said.get(check.tells)):
                message = f"{message}：{why}"
        else:
            message = f"“{attempt.step.title}”：{'；'.join(check.condition.why_not(scope))}"
        about = (*sorted(check.condition.facts()), *check.condition.named())
        yield Gate("check", message, check.cite, check.remedy, missing, unknown, about)
