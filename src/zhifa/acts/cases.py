"""Acts on cases: open one, take or record its steps, correct, hand over. One act, one function, one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction

from zhifa.acts.concerned import shut_out, with_concerned
from zhifa.acts.discretion import FACTS as RANGE_FACTS
from zhifa.acts.discretion import REASONS, law_changed, with_range, with_reasons
from zhifa.acts.letters import SENDERS_OWN, correspond, is_senders, with_files
from zhifa.acts.matters import CODE, with_matter
from zhifa.acts.opening import begin_case
from zhifa.acts.planning import carried_out, with_plan
from zhifa.acts.powers import FACTS as POWER_FACTS
from zhifa.acts.powers import with_power
from zhifa.acts.proceedings import above_of
from zhifa.acts.regimes import followed, opened_as, with_regime
from zhifa.acts.work import (
    Actor,
    Recorded,
    Work,
    act,
    context,
    decide,
    new_id,
    no_such_case,
    this_moment,
    today,
)
from zhifa.core.events import CASE_HANDED_OVER, NewEvent
from zhifa.core.facts import FactError, Value
from zhifa.core.permission import SUPERVISION, acting_on, may
from zhifa.core.procedure.authority import AUXILIARY
from zhifa.core.procedure.case import Taken
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.reading import procedure as find_procedure
from zhifa.core.procedure.taking import (
    PERFORMED,
    RECORDED,
    Accepted,
    Correction,
    Reopened,
    Request,
    bad_input,
    check_day,
    correct,
    open_proceeding,
    take,
)
from zhifa.core.procedure.taking import correct_opening as mended_opening
from zhifa.core.regimes import FACT as REGIME
from zhifa.core.values import Gate, Moment, Refusal, show_date
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One step as somebody enters it; `by` are the persons who took it, `at` when it happened (now, if not said)."""

    step: str
    facts: Mapping[str, object]
    by: tuple[str, ...]
    at: Moment | None = None
    proceeding: str = ""
    """Empty for the proceeding the case was opened with, or a procedure code for the latest of that procedure."""
    also: tuple[str, ...] = ()
    """Other proceedings the same act concerns, as with joint offenders: one event, and the gates of each."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a case begins: in which organ, with which procedure, on which day, with what is known already."""

    organ: str
    procedure: str
    at: Moment | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    officers: tuple[str, ...] = ()


def read_facts(raw: Mapping[str, object]) -> dict[str, Value] | Refusal:
    """Typed values of facts as typed; the first bad one is named."""
    vocabulary = context().book.vocabulary
    facts: dict[str, Value] = {}
    for code, item in raw.items():
        if item is None or item == "":
            continue
        value = vocabulary.read(code, item)
        if isinstance(value, FactError):
            return bad_input(value.message, value.remedy, place=value.place)
        facts[code] = value
    return facts


def open_case(opening: Opening, *, actor: Actor, steps: Sequence[StepEntry] = ()) -> Recorded | Refusal:
    """Open a case with its first proceeding, and take the first steps in the same transaction if any are given."""
    organ = Organ.objects.filter(pk=opening.organ).first()
    if organ is None:
        return bad_input(f"没有代码为“{opening.organ[:40]}”的机关", place="organ")
    at = opening.at or this_moment()
    if refused := may(actor.person, _opening_right(opening.procedure, at.day), organ.path, today()):
        return refused
    if at.day > today():
        return bad_input(f"日期 {show_date(at.day)} 晚于今天 {show_date(today())}", place="occurred")
    if organ.valid_to and at.day > organ.valid_to:
        return bad_input(
            f"{organ.short}已于 {show_date(organ.valid_to)} 撤销", "由承接它职权的机关建立案件", place="organ"
        )
    found = find_procedure(context().rules(at.day), opening.procedure)
    if found is None:
        return bad_input(f"{show_date(at.day)} 没有代码为“{opening.procedure[:60]}”的程序", place="procedure")
    facts = read_facts(opening.facts)
    if isinstance(facts, Refusal):
        return facts
    for person in sorted(set(opening.officers) - people(opening.officers).keys()):
        return bad_input(f"没有登记编号为“{person[:40]}”的人员", "从人员名单中选择", place="officers")
    first = {**opening.facts, **(steps[0].facts if steps else {})}
    meant = opened_as(organ, opening.procedure, at.day, first)
    if isinstance(meant, Refusal):
        return meant
    opening = replace(opening, procedure=meant)
    with transaction.atomic():
        officers = opening.officers or ((actor.person.id,) if actor.person else ())
        work = begin_case(organ, opening.procedure, at, actor, facts=facts, officers=officers)
        for entry in steps:
            refused = enter(work, entry, actor, PERFORMED)
            if refused is not None:
                transaction.set_rollback(True)
                return refused
        work.finish()
        return Recorded(work.row.pk, work.case.version, tuple(work.fresh))


def _opening_right(procedure: str, day: date) -> str:
    """Who may begin a case of a procedure: a supervision is begun by supervisors alone."""
    entry = context().rules(day).entry("procedure", procedure)
    kind = str(entry.data.get("kind", "")) if entry else ""
    return "supervision.open" if kind == SUPERVISION else acting_on(kind)


def proceeding_of(work: Work, name: str) -> str:
    """The proceeding meant: the first of the case, one by id, or the latest of a procedure."""
    if not name:
        return next(iter(work.case.proceedings))
    if name in work.case.proceedings:
        return name
    named = [p.id for p in work.case.proceedings.values() if p.procedure == name]
    return named[-1] if named else name


def enter(work: Work, entry: StepEntry, actor: Actor, mode: str) -> Refusal | None:
    """Take one step inside an act in progress; what was found wrong is kept with the rows."""
    result = _take(work, entry, actor, mode)
    if isinstance(result, Refusal):
        return result
    work.write(result.events)
    return None


def _take(work: Work, entry: StepEntry, actor: Actor, mode: str) -> Accepted | Refusal:
    at = entry.at or this_moment()
    if mode == PERFORMED and actor.person is not None and actor.person.id not in entry.by and entry.by:
        return Refusal(
            "not_present",
            "由本人办理的步骤，办理人员中应当包括本人",
            "把自己列入办理人员；代他人登记的，请用“事后补录”",
        )
    proceeding = proceeding_of(work, entry.proceeding)
    if is_senders(work.case, work.context.book, proceeding, entry.step):
        return SENDERS_OWN
    facts = _completed(work, proceeding, entry, at, mode)
    if isinstance(facts, Refusal):
        return facts
    request = Request(
        proceeding=proceeding,
        step=entry.step,
        at=at,
        facts=facts,
        by=entry.by,
        actor=actor.id,
        mode=mode,
        also=tuple(proceeding_of(work, name) for name in entry.also),
    )
    if not _is_outsiders(work, request) and (refused := _strangers(work, entry.by, at, mode)):
        return refused
    return take(
        work.case,
        request,
        context=work.context,
        people=work.person,
        today=work.day,
        ids=[new_id() for _ in range(4 * (1 + len(entry.also)))],
    )


def _strangers(work: Work, by: Sequence[str], at: Moment, mode: str) -> Refusal | None:
    """Everybody who takes part is registered; through the system only those of the case's own organ take part."""
    for key in by:
        person = work.person(key)
        if person is None:
            return bad_input(f"没有登记编号为“{key[:40]}”的人员", "从人员名单中选择", place="by")
        if AUXILIARY in person.roles_on(at.day):
            continue  # the gates say what is to be done about them
        if mode == PERFORMED and may(person, work.action, work.row.path, at.day):
            return Refusal(
                "stranger",
                f"{person.name}在 {show_date(at.day)} 不是本机关办理案件的人员",
                "选择本机关在岗人员；确由其办理的，请用“事后补录”",
            )
    return None


def _is_outsiders(work: Work, request: Request) -> bool:
    """Whether the step belongs to a party, court or other organ, whose people are not registered here."""
    if request.proceeding not in work.case.proceedings:
        return False
    found = find_procedure(work.context.rules(request.at.day), work.case.proceedings[request.proceeding].procedure)
    step = found.steps.get(request.step) if found else None
    return step is not None and step.is_outsiders


def _completed(work: Work, proceeding: str, entry: StepEntry, at: Moment, mode: str) -> Mapping[str, object] | Refusal:
    """The facts of an entry with those the catalogue, the plan and the law know; only steps with a range pay for it."""
    if proceeding not in work.case.proceedings:
        return entry.facts
    owner = work.case.proceedings[proceeding].procedure
    found = find_procedure(work.context.rules(at.day), owner)
    step = found.steps.get(entry.step) if found else None
    if step is None:
        return entry.facts
    given = with_matter(work.context.book, step, _day_of_act(entry, at), with_files(work, step, entry.facts))
    facts = with_plan(work.organ.pk, step, with_concerned(step, given))
    if isinstance(facts, Refusal):
        return facts
    if not step.facts.isdisjoint({*POWER_FACTS, REGIME}):
        code = facts.get(CODE) or unfold(work.case, work.context, day=at.day).fact(proceeding, CODE)
        chosen = with_regime(work.organ, owner, step, at.day, code, facts)
        if isinstance(chosen, Refusal) and mode == PERFORMED:
            return chosen
        facts = facts if isinstance(chosen, Refusal) else chosen
        facts = with_power(work.organ, step, at.day, work.case.opened.day, code, facts)
    if step.facts.isdisjoint({*RANGE_FACTS, REASONS}):
        return facts
    state = unfold(work.case, work.context, day=at.day)
    if mode == PERFORMED and (refused := law_changed(state, proceeding, step, at.day, facts)):
        return refused
    facts = with_range(state, proceeding, step, at.day, facts)
    return with_reasons(state, proceeding, step, at.day, facts)


def _day_of_act(entry: StepEntry, at: Moment) -> date:
    """Substance follows the day on which the act happened, where the step says so."""
    said = str(entry.facts.get("case.happened_on") or "")
    try:
        return date.fromisoformat(said)
    except ValueError:
        return at.day


def take_step(case_id: str, entry: StepEntry, *, actor: Actor, mode: str = PERFORMED) -> Recorded | Refusal:
    """Take a step of a case, or say what stands in the way. `mode` recorded stores it as it happened, with findings."""
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        refused = shut_out(work, actor, work.action)
        result = refused or _take(work, entry, actor, mode)
        if isinstance(result, Refusal):
            transaction.set_rollback(True)
            return result
        work.write(result.events)
        if refused := correspond(work, result.events[0], actor=actor):
            transaction.set_rollback(True)
            return refused
        work.finish()
        return Recorded(case_id, work.case.version, tuple(work.fresh), result.findings, result.opened)


def record_steps(case_id: str, entries: Sequence[StepEntry], *, actor: Actor) -> Recorded | Refusal:
    """Enter a paper-first case afterwards in one go: all steps or none, each kept as it was, breaches as findings."""
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        refused = shut_out(work, actor, work.action)
        found: list[Gate] = []
        for number, entry in enumerate(entries, 1):
            result = refused or _take(work, entry, actor, RECORDED)
            if isinstance(result, Refusal):
                transaction.set_rollback(True)
                return result if refused else _placed(result, number)
            work.write(result.events)
            if refused := correspond(work, result.events[0], actor=actor):
                transaction.set_rollback(True)
                return _placed(refused, number)
            found += result.findings
        work.finish()
        return Recorded(case_id, work.case.version, tuple(work.fresh), tuple(found))


def _placed(refusal: Refusal, number: int) -> Refusal:
    return Refusal(refusal.code, f"第 {number} 步：{refusal.message}", refusal.remedy, refusal.cite, refusal.missing)


def add_proceeding(
    case_id: str, procedure: str, *, actor: Actor, parent: str = "", at: Moment | None = None
) -> Recorded | Refusal:
    """Begin a further proceeding in a case, such as a second seizure."""

    def decision(work: Work) -> Sequence[NewEvent] | Refusal:
        if refused := shut_out(work, actor, work.action):
            return refused
        when = at or this_moment()
        if refused := check_day(work.case, when, work.day):
            return refused
        if find_procedure(work.context.rules(when.day), procedure) is None:
            return bad_input(f"{show_date(when.day)} 没有代码为“{procedure[:60]}”的程序", place="procedure")
        near = proceeding_of(work, parent) if parent else ""
        if near and near not in work.case.proceedings:
            return bad_input(f"本案没有编号为“{parent[:40]}”的程序", "从本案的程序中选择", place="parent")
        above = above_of(work.case, work.context, procedure, when.day, near=near)
        if isinstance(above, Refusal):
            return above
        meant = followed(work.case.proceedings[above].procedure, procedure, when.day)
        return [open_proceeding(new_id(), meant, when, actor.id, parent=above)]

    return decide(case_id, decision)


def _is_of_sender(work: Work, taken: Taken) -> bool:
    return is_senders(work.case, work.context.book, taken.proceeding, taken.step)


def _correcting(work: Work) -> str:
    return "case.correct" if work.action == "case.act" else work.action


def correct_step(case_id: str, correction: Correction, *, actor: Actor) -> Recorded | Refusal:
    """Correct an earlier entry. What was shown before stays in the journal; everything derived is worked out anew."""

    def decision(work: Work) -> Sequence[NewEvent] | Refusal:
        if refused := shut_out(work, actor, _correcting(work)):
            return refused
        if isinstance(named := carried_out(work.organ.pk, correction.facts), Refusal):
            return named
        if any(_is_of_sender(work, taken) for taken in work.case.taken if taken.version == correction.version):
            return SENDERS_OWN
        result = correct(work.case, correction, context=work.context, today=work.day)
        return result if isinstance(result, Refusal) else result.events

    return decide(case_id, decision)


def correct_opening(case_id: str, mending: Reopened, *, actor: Actor) -> Recorded | Refusal:
    """Correct how a proceeding was opened: the wrong procedure, the wrong party. Everything derived follows."""

    def decision(work: Work) -> Sequence[NewEvent] | Refusal:
        if refused := shut_out(work, actor, _correcting(work)):
            return refused
        result = mended_opening(work.case, mending, context=work.context, today=work.day)
        return result if isinstance(result, Refusal) else [result]

    return decide(case_id, decision)


def hand_over(case_id: str, officers: Sequence[str], reason: str, *, actor: Actor) -> Recorded | Refusal:
    """Give a case to other officers, as when one leaves; who had it before stays written."""

    def decision(work: Work) -> Sequence[NewEvent] | Refusal:
        if refused := shut_out(work, actor, "case.hand_over"):
            return refused
        if not reason.strip():
            return bad_input("移交案件应当写明原因", "填写移交原因", place="reason")
        for person in officers:
            found = work.person(person)
            if found is None or may(found, work.action, work.row.path, work.day):
                return bad_input(f"“{person[:40]}”不是本机关可以承办案件的人员", "选择本机关在岗人员", place="officers")
        if not officers:
            return bad_input("请选择接手的人员", place="officers")
        return [
            NewEvent(
                type=CASE_HANDED_OVER,
                occurred=this_moment(),
                actor=actor.id,
                payload={"from": list(work.case.officers), "officers": list(officers), "reason": reason.strip()},
            )
        ]

    return decide(case_id, decision)
