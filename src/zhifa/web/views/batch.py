"""Entering a paper-first case afterwards: all steps of its procedures as forms, checked before they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse

from zhifa.acts.cases import StepEntry
from zhifa.acts.work import context
from zhifa.core.procedure.case import Case, Taken, read_facts
from zhifa.core.procedure.findings import Finding
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.view import view
from zhifa.core.values import Moment, Refusal
from zhifa.store.readers.cases import CaseRead
from zhifa.store.readers.people import staff
from zhifa.web import viewmodels as vm
from zhifa.web.forms import Typed, field_view, fold, officers_field, read_typed, step_facts, when_field
from zhifa.web.marks import finding_row, law_mark, refusal_panel
from zhifa.web.register_choices import offered
from zhifa.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Batch:
    """Steps ticked and typed, by name `proceeding/step`."""

    typed: Mapping[str, Typed]
    entries: tuple[StepEntry, ...]
    refusal: Refusal | None = None
    preview: Mapping[str, tuple[Finding, ...]] | None = None


def _steps(read: CaseRead, visitor: Visitor) -> list[tuple[str, Step]]:
    """Every step of every open proceeding, in the order of the procedure; a list may have told of its end only."""
    found = []
    for key in read.view.state.runs:
        procedure = read.view.state.procedure(key, visitor.day)
        told = read.view.case.proceedings[key].listed
        if procedure and (told or read.view.state.ended(key) is None):
            found += [(key, step) for step in procedure.steps.values()]
    return found


def read_batch(request: HttpRequest, read: CaseRead, visitor: Visitor, files: Mapping[str, str]) -> Batch:
    """What was ticked and typed; a day that cannot be read is refused with its place."""
    chosen = set(request.POST.getlist("step"))
    typed: dict[str, Typed] = {}
    entries: list[StepEntry] = []
    refusal: Refusal | None = None
    for proceeding, step in _steps(read, visitor):
        name = f"{proceeding}/{step.code}"
        if name not in chosen:
            continue
        said = read_typed(request.POST, step, context().book.vocabulary, prefix=f"{name}.", files=files)
        typed[name] = said
        try:
            at = Moment.parse(said.occurred)
        except ValueError as error:
            refusal = refusal or Refusal("bad_input", f"“{step.title}”的时间：{error}", "事后补录应当写明每一步的日期")
            continue
        entries.append(StepEntry(step.code, said.facts, said.by, at, proceeding))
    if not chosen:
        refusal = Refusal("bad_input", "还没有勾选要补录的步骤", "勾选已经在纸面上办过的步骤")
    entries.sort(key=lambda entry: (entry.at.day, str(entry.at)) if entry.at else ())
    preview = _preview(read, visitor, entries) if refusal is None else None
    return Batch(typed, tuple(entries), refusal, preview)


def _preview(read: CaseRead, visitor: Visitor, entries: list[StepEntry]) -> Mapping[str, tuple[Finding, ...]]:
    """The findings these steps would have, worked out without writing anything."""
    case: Case = read.view.case
    vocabulary = context().book.vocabulary
    extra = [
        Taken(
            version=case.version + number,
            proceeding=entry.proceeding,
            step=entry.step,
            at=entry.at or case.opened,
            facts=read_facts(vocabulary, entry.facts),
            by=entry.by,
            mode="recorded",
            recorded_at=case.events[-1].recorded_at,
            actor=visitor.person.id,
        )
        for number, entry in enumerate(entries, 1)
    ]
    trial = replace(case, taken=(*case.taken, *extra))
    people = {line.person.id: line.person.within(read.row.path) for line in staff(reach=(read.row.path,))}
    seen = view(trial, context=context(), people={**read.people, **people}.get, day=visitor.day)
    found: dict[str, list[Finding]] = {}
    for finding in seen.findings:
        if finding.version > case.version:
            found.setdefault(f"{finding.proceeding}/{finding.step}", []).append(finding)
    return {name: tuple(items) for name, items in found.items()}


def batch_page(
    read: CaseRead,
    visitor: Visitor,
    *,
    batch: Batch | None = None,
    refusal: Refusal | None = None,
    checked: bool = False,
    wanted: Sequence[str] = (),
) -> vm.BatchEntry:
    """The page of all steps; those ticked, or `wanted`, stand open with what was typed and what it would bring."""
    people = tuple(line.person for line in staff(reach=(read.row.path,)))
    vocabulary = context().book.vocabulary
    steps = []
    for proceeding, step in _steps(read, visitor):
        name = f"{proceeding}/{step.code}"
        typed = batch.typed.get(name) if batch else None
        required = {record.fact for record in step.records if record.condition is None}
        fields = [
            field_view(
                vocabulary[code],
                required=code in required,
                procedure=step.procedure,
                typed=typed.facts.get(code) if typed else None,
                prefix=f"{name}.",
            )
            for code in step_facts(step)
            if code in vocabulary
        ]
        fields = [offered(field, read.row.organ_id, visitor.day) for field in fields]
        fields = fold(fields, step, prefix=f"{name}.")
        fields.insert(0, when_field(value=typed.occurred if typed else "", label="发生日期", prefix=f"{name}."))
        chosen = typed.by if typed else read.view.case.officers
        if not step.is_outsiders:
            fields.append(
                officers_field(people, step=step, day=visitor.day, chosen=chosen, prefix=f"{name}.", recording=True)
            )
        found = batch.preview.get(name, ()) if batch and batch.preview else ()
        form = vm.StepForm(
            code=name,
            title=step.title,
            verb="记入",
            action="",
            fields=tuple(fields),
            law=law_mark(step.cite),
            recording=True,
        )
        rows = tuple(finding_row(finding) for finding in found)
        steps.append(vm.BatchStep(form=form, chosen=typed is not None or name in wanted, findings=rows))
    return vm.BatchEntry(
        number=read.row.number,
        party=read.row.party,
        action=reverse("record", args=[read.row.pk]),
        steps=tuple(steps),
        back=vm.Action(label="回到案件", href=reverse("case", args=[read.row.pk])),
        checked=checked and refusal is None,
        refusal=refusal_panel(refusal) if refusal else None,
    )
