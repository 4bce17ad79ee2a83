"""Correcting an earlier entry: the right day, facts or persons, or that it never happened; and inline checks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from zhifa.acts.cases import correct_step
from zhifa.acts.work import context
from zhifa.core.facts import FactError
from zhifa.core.procedure.case import Taken
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.taking import Correction
from zhifa.core.values import Moment, Refusal
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.people import staff
from zhifa.web import viewmodels as vm
from zhifa.web.forms import Known, field_view, officers_field, read_typed, step_facts, typed_table, when_field
from zhifa.web.marks import law_mark, refusal_panel
from zhifa.web.register_choices import offered
from zhifa.web.render import show_fragment, show_page
from zhifa.web.story import fact_groups
from zhifa.web.timeline import correction_place
from zhifa.web.views.steps import field_errors, moment_of
from zhifa.web.visitor import Visitor, missing, shell, signed_in


def _found(read: CaseRead, version: int, part: int) -> tuple[Taken, Step] | None:
    place = (version, part)
    taken = next((t for t in read.view.case.taken if (t.version, t.part) == place and not t.is_deemed), None)
    step = read.view.state.step(taken.proceeding, taken.step, taken.at.day) if taken else None
    return (taken, step) if taken and step else None


@signed_in("case.correct")
def correct(request: HttpRequest, visitor: Visitor, case_id: str, version: int) -> HttpResponse:
    """Correct one entry of a case. The former entry stays readable; everything derived is worked out anew."""
    read = read_case(case_id, reach=visitor.reach("case.correct"), context=context(), day=visitor.day)
    part = str(request.GET.get("part", ""))
    found = _found(read, version, int(part) if part.isdecimal() else 0) if read else None
    if read is None or found is None:
        return missing(request, visitor)
    taken, step = found
    refused: Refusal | None = None
    if request.method == "POST":
        result = _submit(request, visitor, case_id, taken, step)
        if not isinstance(result, Refusal):
            messages.success(request, f"“{step.title}”已更正，期限已重算；更正前的记载保留在经过中")
            return HttpResponseRedirect(f"{reverse('case', args=[case_id])}?p={taken.proceeding}", status=303)
        refused = result
    page = vm.FormPage(
        title=f"更正：{step.title}",
        lead="原来的记载不会删除，更正理由写入案卷；与它有关的期限、问题和统计随之重算。",
        form=_form(request, read, visitor, taken, step, refused),
        back=vm.Action(label="回到案件", href=reverse("case", args=[case_id])),
        facts=fact_groups(read, taken.proceeding),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refused else 200)


def _submit(request: HttpRequest, visitor: Visitor, case_id: str, taken: Taken, step: Step) -> Refusal | None:
    typed = read_typed(request.POST, step, context().book.vocabulary)
    at = moment_of(typed.occurred)
    if isinstance(at, Refusal):
        return at
    correction = Correction(
        version=taken.version,
        part=taken.part,
        actor=visitor.person.id,
        reason=str(request.POST.get("reason", "")),
        at=at if isinstance(at, Moment) else None,
        facts=typed.facts,
        removed=tuple(code for code in taken.facts if code not in typed.facts and code in step_facts(step)),
        by=typed.by or None,
        void=request.POST.get("void") == "是",
    )
    result = correct_step(case_id, correction, actor=visitor.actor)
    return result if isinstance(result, Refusal) else None


def _form(
    request: HttpRequest, read: CaseRead, visitor: Visitor, taken: Taken, step: Step, refused: Refusal | None
) -> vm.StepForm:
    vocabulary = context().book.vocabulary
    posted = read_typed(request.POST, step, vocabulary) if request.method == "POST" else None
    known = Known(lambda code: taken.facts.get(code), lambda code: "原登记")
    required = {record.fact for record in step.records if record.condition is None}
    errors = field_errors(posted) if posted else {}
    fields = [
        field_view(
            vocabulary[code],
            required=code in required,
            procedure=step.procedure,
            typed=posted.facts.get(code, "") if posted else None,
            known=known,
            errors=errors,
        )
        for code in step_facts(step)
        if code in vocabulary
    ]
    fields = [offered(field, read.row.organ_id, taken.at.day) for field in fields]
    when = posted.occurred if posted else str(taken.at).replace("T", " ")
    fields.insert(0, when_field(value=when, label="发生时间"))
    if not step.is_outsiders:
        people = tuple(line.person for line in staff(reach=(read.row.path,)))
        chosen = posted.by if posted else taken.by
        fields.append(officers_field(people, step=step, day=taken.at.day, chosen=chosen, recording=True))
    fields.append(
        vm.FieldView(name="void", label="此事并未发生，作废这条登记", kind="boolean", value="否", required=False)
    )
    reason = str(request.POST.get("reason", ""))
    fields.append(
        vm.FieldView(name="reason", label="更正理由", kind="text", value=reason, hint="写明错在哪里、依据什么更正")
    )
    return vm.StepForm(
        code=step.code,
        title=step.title,
        verb="更正",
        action=correction_place(read.row.pk, taken.version, taken.part),
        fields=tuple(fields),
        law=law_mark(step.cite),
        refusal=refusal_panel(refused, title="还不能更正") if refused else None,
        recording=True,
    )


@require_POST
@signed_in("case.work")
def check_fact(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """The inline check on leaving a field: whether what was typed can be read."""
    vocabulary = context().book.vocabulary
    fact = vocabulary.get(code)
    name = next((key for key in request.POST if key == code or key.endswith(f".{code}")), code)
    if fact is None:
        return missing(request, visitor)
    raw: object = str(request.POST.get(name, "")).strip()
    if fact.type == "table":
        raw = typed_table(request.POST, name, fact)
    elif fact.type == "choices":
        raw = request.POST.getlist(name)
    if not raw or fact.type == "file":
        return show_fragment(request, vm.FieldNote(name=name))
    value = vocabulary.read(code, raw)
    if isinstance(value, FactError):
        return show_fragment(request, vm.FieldNote(name=name, message=value.message, remedy=value.remedy))
    return show_fragment(request, vm.FieldNote(name=name))


URLS = [
    path("cases/<str:case_id>/corrections/<int:version>", correct, name="correct"),
    path("facts/<str:code>/check", check_fact, name="check_fact"),
]
