"""Steps of a case as forms: prefilled from what is known, from a draft, or as it was typed when refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime

from zhifa.acts.discretion import OnRecord, case_range, range_on_record
from zhifa.acts.work import context, this_moment
from zhifa.core.conditions import Result, Unknown
from zhifa.core.discretion import Range
from zhifa.core.facts import FactError, dump_value
from zhifa.core.permission import Person
from zhifa.core.procedure.authority import recused
from zhifa.core.procedure.next_steps import NextStep
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.untold import UNTOLD
from zhifa.core.values import Refusal, format_yuan
from zhifa.store.readers.cases import CaseRead
from zhifa.store.readers.drafts import DraftRead
from zhifa.web import viewmodels as vm
from zhifa.web.forms import Known, Typed, field_view, fold, officers_field, read_typed, step_facts, when_field
from zhifa.web.marks import law_mark, refusal_panel
from zhifa.web.publication_draft import publication_draft
from zhifa.web.register_choices import offered
from zhifa.web.visitor import Visitor
from zhifa.web.weighing import case_proposal


@dataclass(frozen=True, slots=True)
class Attempted:
    """A step somebody tried to take on this page and was refused: what was typed, and why."""

    step: str
    proceeding: str
    typed: Typed
    refusal: Refusal
    errors: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the page is built from."""

    visitor: Visitor
    read: CaseRead
    proceeding: str
    staff: tuple[Person, ...]
    drafts: Mapping[str, DraftRead]
    attempted: Attempted | None = None
    wanted: str = ""
    """The step somebody came to take: its form stands open."""


def step_place(case_id: str, proceeding: str, step: str) -> str:
    """The address at which the form of a step stands open on the case page."""
    return f"{reverse('case', args=[case_id])}?p={proceeding}&step={step}#step-{step}"


def place_of(case_id: str, proceeding: str, step: str) -> str:
    """Where a draft of a step is kept."""
    return f"case/{case_id}/{proceeding}/{step}"


def known_facts(desk: Desk, proceeding: str) -> Known:
    """What the case knows already, and which step said so."""
    state = desk.read.view.state
    sources: dict[str, str] = {}
    for run in state.runs.values():
        for instance in run.instances:
            if instance.standing and instance.step:
                for code in instance.taken.facts:
                    sources[code] = f"来自{instance.step.title} {instance.taken.at.day}"
    vocabulary = state.vocabulary

    def origin(code: str) -> str:
        """The fact itself where it was recorded, else the earlier fact it repeats."""
        declared = vocabulary.get(code)
        usual = (code, *(declared.prefill if declared else ()))
        return next((one for one in usual if not isinstance(state.recorded(proceeding, one), Unknown)), code)

    drafted = publication_draft(desk.read, proceeding)

    def lookup(code: str) -> Result:
        found = state.recorded(proceeding, origin(code))
        return drafted.get(code, found) if isinstance(found, Unknown) else found

    def source(code: str) -> str:
        if code in drafted and isinstance(state.recorded(proceeding, origin(code)), Unknown):
            return "按案件拟出，请核对"
        return sources.get(origin(code), "已知")

    return Known(lookup, source)


def step_form(
    desk: Desk,
    item: NextStep,
    *,
    kept: DraftRead | None = None,
    attempted: Attempted | None = None,
    recording: bool = False,
    prefix: str = "",
) -> vm.StepForm:
    """A step as a form: prefilled from what is known, else from the draft, else as it was typed."""
    step, view = item.step, desk.read.view
    typed = attempted.typed if attempted else _from_draft(kept, desk, item)
    errors = attempted.errors if attempted else {}
    known = known_facts(desk, item.proceeding)
    vocabulary = context().book.vocabulary
    idle, required = _occasions(desk, item, known, typed)
    columns = {record.fact: record.columns for record in step.records}
    fields = [
        field_view(
            vocabulary[code],
            required=code in required,
            procedure=step.procedure,
            typed=typed.facts.get(code, "" if attempted else None) if typed else None,
            known=known,
            errors=errors,
            prefix=prefix,
            check=reverse("check_fact", args=[code]),
            columns=columns.get(code, ()),
        )
        for code in step_facts(step)
        if code in vocabulary and code not in idle
    ]
    fields = [offered(field, desk.read.row.organ_id, desk.visitor.day) for field in fields]
    fields = fold(_with_range(desk, item.proceeding, fields, typed), step, prefix=prefix)
    case_id = desk.read.row.pk
    chosen = typed.by if typed and typed.by else _usual(desk, item.proceeding, step.officers)
    if not step.is_outsiders:
        staff = tuple(one for one in desk.staff if not recused(view.state, item.proceeding, one.name))
        fields.append(officers_field(staff, step=step, day=desk.visitor.day, chosen=chosen, prefix=prefix))
    when = typed.occurred if typed and typed.occurred else ""
    fields.append(
        when_field(value=when, prefix=prefix, hint=f"不填即为现在（{this_moment().text}）" if not recording else "")
    )
    panel = None
    if attempted:
        untold = [place for gate in attempted.refusal.gates if gate.code == UNTOLD for place in gate.about]
        label = "补录清单没有写的步骤" if untold else "纸面上已经办了？按实际发生的样子补录"
        asked = f"?{urlencode({'step': untold}, doseq=True)}" if untold else ""
        record = vm.Action(label=label, href=f"{reverse('record', args=[case_id])}{asked}")
        panel = refusal_panel(attempted.refusal, title=f"还不能办理“{step.title}”", record_instead=record)
    return vm.StepForm(
        code=step.code,
        title=step.title,
        verb=step.title,
        action=reverse("take_step", args=[case_id, item.proceeding, step.code]),
        fields=tuple(fields),
        law=law_mark(step.cite),
        draft=reverse("draft", args=[case_id, item.proceeding, step.code]),
        drafted=f"{localtime(kept.saved_at):%H:%M}" if kept else "",
        refusal=panel,
        recording=recording or step.is_outsiders,
        papers=tuple(_paper_action(desk, item.proceeding, code, view.day) for code in step.papers),
    )


def _occasions(desk: Desk, item: NextStep, known: Known, typed: Typed | None) -> tuple[set[str], set[str]]:
    """Facts left out because what is filled in denies their occasion, and facts the step must record.

    A field comes back as soon as the answer it depends on changes: the refusal names it and shows it.
    """
    vocabulary = context().book.vocabulary
    own = step_facts(item.step)
    filled: dict[str, Any] = {}
    for code in own:
        raw = typed.facts.get(code) if typed else known.lookup(code)
        if raw is None or isinstance(raw, Unknown):
            continue
        value = vocabulary.read(code, raw if typed else dump_value(raw)) if code in vocabulary else None
        if value is not None and not isinstance(value, FactError):
            filled[code] = value
    scope = Scope(desk.read.view.state, item.proceeding, desk.visitor.day, filled)
    denied = {
        record.fact
        for record in item.step.records
        if record.condition is not None
        and (record.condition.facts() & set(own)) <= set(filled)
        and record.condition.holds(scope) is False
    }
    return denied - set(filled), {record.fact for record in item.step.records} - denied


def _with_range(desk: Desk, proceeding: str, fields: list[vm.FieldView], typed: Typed | None) -> list[vm.FieldView]:
    """A fine is asked for with the range on record, else the range its facts lead to, and the proof of it."""
    if not any(field.name.endswith(".fine") for field in fields):
        return fields
    state, said = desk.read.view.state, typed.facts if typed else None
    recorded = range_on_record(state, proceeding, said)
    worked_out = case_range(state, proceeding, desk.visitor.day, said)
    found = worked_out if isinstance(worked_out, Range) else None
    shown = recorded or found
    if shown is None:
        return fields
    proof = vm.Action(label="看裁量说明", href=reverse("discretion", args=[desk.read.row.pk, proceeding]))
    low, high, note = format_yuan(shown.min_fen), format_yuan(shown.max_fen), range_note(recorded, found)
    if best := case_proposal(desk.read, proceeding, desk.visitor):
        note += f"。符合柔性执法清单“{best.kind}”：{best.verdict}"
    return [
        replace(field, low=low, high=high, range_note=note, proof=proof if found else None)
        if field.name.endswith(".fine")
        else field
        for field in fields
    ]


def range_note(recorded: OnRecord | None, found: Range | None) -> str:
    """That the range shown is the one on record, and whether the facts on record lead to another."""
    if recorded is None:
        return ""
    shown = f"（在案{'，' if recorded.tier else ''}{recorded.tier}）"
    if found is None or not recorded.differs(found):
        return shown
    other = f"“{found.tier}” {format_yuan(found.min_fen)}–{format_yuan(found.max_fen)} 元"
    return f"{shown}。按在案事实算得{other}，两者不一致，请补登情节，或者更正在案区间"


def _usual(desk: Desk, proceeding: str, officers: int) -> tuple[str, ...]:
    """Who is likely to have done it: whoever last acted as officers in the case, else those in charge, else oneself."""
    if not officers:
        return (desk.visitor.person.id,)
    state, chain = desk.read.view.state, [proceeding]
    while (above := state.runs[chain[-1]].proceeding.parent) in state.runs:
        chain.append(above)
    acted = (
        instance.taken.by
        for key in chain
        for instance in reversed(state.runs[key].instances)
        if instance.step and instance.step.officers >= officers
    )
    return next(acted, tuple(desk.read.view.case.officers))


def _from_draft(kept: DraftRead | None, desk: Desk, item: NextStep) -> Typed | None:
    if kept is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept.content.items():
        data.setlist(name, values)
    return read_typed(data, item.step, context().book.vocabulary)


def _paper_action(desk: Desk, proceeding: str, code: str, day: Any) -> vm.Action:
    entry = context().rules(day).entry("paper", code)
    title = str(entry.data.get("title", code)) if entry else code
    return vm.Action(label=f"预览{title}", href=reverse("paper_draft", args=[desk.read.row.pk, proceeding, code]))
