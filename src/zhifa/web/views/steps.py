"""Taking steps from the case page: performing one, recording several afterwards, drafts, correction, handover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zhifa.acts.cases import StepEntry, add_proceeding, hand_over, record_steps, take_step
from zhifa.acts.drafts import drop_draft, save_draft
from zhifa.acts.files import keep_file
from zhifa.acts.proceedings import above_of
from zhifa.acts.work import context, this_moment
from zhifa.core.facts import FactError
from zhifa.core.permission import acting_on
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.reading import procedure
from zhifa.core.procedure.taking import PERFORMED, RECORDED
from zhifa.core.procedure.view import yellow_on
from zhifa.core.rulebook import Entry
from zhifa.core.values import Moment, Refusal, show_date
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.people import staff
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.forms import Typed, files_of, read_typed
from zhifa.web.marks import due_chip, law_mark, refusal_panel
from zhifa.web.offers import additions
from zhifa.web.render import show_fragment, show_page
from zhifa.web.step_forms import Attempted, place_of
from zhifa.web.views.batch import batch_page, read_batch
from zhifa.web.views.case import show_refused
from zhifa.web.visitor import Visitor, missing, shell, signed_in


def _read(visitor: Visitor, case_id: str) -> CaseRead | None:
    read = read_case(case_id, reach=visitor.reach("case.work"), context=context(), day=visitor.day)
    return read if read and visitor.works_on(read.row.kind, read.row.path) else None


def find_step(read: CaseRead, proceeding: str, code: str, visitor: Visitor) -> Step | None:
    if proceeding not in read.view.state.runs:
        return None
    return read.view.state.step(proceeding, code, visitor.day)


def keep_uploads(request: HttpRequest, place: str, visitor: Visitor, kind: str = "") -> dict[str, str] | Refusal:
    """Keep the files of a form for the organ at a place; each field then names the digest of its file."""
    kept: dict[str, str] = {}
    for name, upload in files_of(request.FILES):
        digest = keep_file(
            upload.name or "", upload.content_type or "", upload.chunks(), upload.size or 0,
            path=place, actor=visitor.actor, action=acting_on(kind),
        )  # fmt: skip
        if isinstance(digest, Refusal):
            return digest
        kept[name] = digest
    return kept


def moment_of(text: str) -> Moment | None | Refusal:
    """When a step happened as typed; None for now."""
    if not text:
        return None
    try:
        return Moment.parse(text)
    except ValueError as error:
        return Refusal("bad_input", f"时间：{error}", "写作 2024-03-05 或 2024-03-05 14:30", missing=("occurred",))


def field_errors(typed: Typed) -> dict[str, tuple[str, str]]:
    """What cannot be read, by field, so that each error stands beside what was typed."""
    vocabulary = context().book.vocabulary
    errors = {}
    for code, raw in typed.facts.items():
        value = vocabulary.read(code, raw)
        if isinstance(value, FactError):
            errors[code] = (value.message, value.remedy)
    return errors


def enter(request: HttpRequest, visitor: Visitor, read: CaseRead, proceeding: str, step: Step) -> HttpResponse:
    """Take the step a form was posted for: on success back to the case, else the page with the refusal."""
    uploads = keep_uploads(request, read.row.path, visitor, read.row.kind)
    files: Mapping[str, str] = {} if isinstance(uploads, Refusal) else uploads
    typed = read_typed(request.POST, step, context().book.vocabulary, files=files)
    at = moment_of(typed.occurred)
    mode = RECORDED if step.is_outsiders else PERFORMED
    result: Any = uploads if isinstance(uploads, Refusal) else at
    if not isinstance(result, Refusal):
        when = at if isinstance(at, Moment) else None
        entry = StepEntry(step.code, typed.facts, typed.by, when, proceeding)
        result = take_step(read.row.pk, entry, actor=visitor.actor, mode=mode)
    if isinstance(result, Refusal):
        attempted = Attempted(step.code, proceeding, typed, result, field_errors(typed))
        return show_refused(request, visitor, read.row.pk, attempted)
    drop_draft(visitor.account, place_of(read.row.pk, proceeding, step.code))
    messages.success(request, f"“{step.title}”已记入案卷")
    onward = result.opened[0] if step.ends and result.opened else proceeding
    return HttpResponseRedirect(f"{reverse('case', args=[read.row.pk])}?p={onward}", status=303)


@require_POST
@signed_in("case.work")
def take(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, code: str) -> HttpResponse:
    """Take one step of a case."""
    read = _read(visitor, case_id)
    step = find_step(read, proceeding, code, visitor) if read else None
    if read is None or step is None:
        return missing(request, visitor)
    return enter(request, visitor, read, proceeding, step)


@require_POST
@signed_in("case.work")
def draft(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, code: str) -> HttpResponse:
    """Keep what is being typed."""
    if _read(visitor, case_id) is None:
        return missing(request, visitor)
    content = {n: [str(v) for v in values] for n, values in request.POST.lists() if n != "csrfmiddlewaretoken"}
    if not save_draft(visitor.account, place_of(case_id, proceeding, code), content):
        return HttpResponse("内容过长，未存草稿", status=413)
    return HttpResponse(f"草稿已存 {this_moment().at:%H:%M}")


@signed_in("case.work")
def record(request: HttpRequest, visitor: Visitor, case_id: str) -> HttpResponse:
    """Enter what already happened on paper, several steps in one go."""
    read = _read(visitor, case_id)
    if read is None:
        return missing(request, visitor)
    if request.method != "POST":
        page = batch_page(read, visitor, wanted=request.GET.getlist("step"))
        return show_page(request, page, shell=shell(request, visitor, "cases"))
    uploads = keep_uploads(request, read.row.path, visitor, read.row.kind)
    batch = read_batch(request, read, visitor, {} if isinstance(uploads, Refusal) else uploads)
    refused: Any = uploads if isinstance(uploads, Refusal) else batch.refusal
    if refused is None and request.POST.get("do") == "record":
        result = record_steps(case_id, batch.entries, actor=visitor.actor)
        if not isinstance(result, Refusal):
            found = f"，其中 {len(result.findings)} 处与程序不符，已列为问题" if result.findings else ""
            messages.success(request, f"已补录 {len(batch.entries)} 个步骤{found}")
            return HttpResponseRedirect(reverse("case", args=[case_id]), status=303)
        refused = result
    if refused is not None:
        page = batch_page(read, visitor, batch=batch, refusal=refused)
        return show_page(request, page, shell=shell(request, visitor, "cases"), status=422)
    return show_page(
        request, batch_page(read, visitor, batch=batch, checked=True), shell=shell(request, visitor, "cases")
    )


def _looked_at(request: HttpRequest, read: CaseRead) -> str:
    """The proceeding that was looked at: a further one shares its facts, if it may run under it."""
    asked = str(request.GET.get("parent", ""))
    return asked if asked in read.view.case.proceedings else ""


@signed_in("case.work")
def begin_proceeding(request: HttpRequest, visitor: Visitor, case_id: str) -> HttpResponse:
    """Begin a further proceeding in the case, such as a seizure: which there are, and what the one chosen means."""
    read = _read(visitor, case_id)
    if read is None:
        return missing(request, visitor)
    asked, near = str(request.GET.get("procedure", "")), _looked_at(request, read)
    refused: Refusal | None = None
    if request.method == "POST":
        result = add_proceeding(case_id, asked, actor=visitor.actor, parent=near)
        if not isinstance(result, Refusal):
            opened = str(result.events[-1].payload.get("proceeding", ""))
            return HttpResponseRedirect(f"{reverse('case', args=[case_id])}?p={opened}", status=303)
        refused = result
    offered = additions(visitor, read.view)
    chosen = next((entry for entry in offered if entry.key == asked), None)
    page = (
        _started(read, visitor, chosen, near, refused) if chosen else _startable(read, visitor, offered, near, refused)
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refused else 200)


def _started(read: CaseRead, visitor: Visitor, entry: Entry, near: str, refused: Refusal | None) -> vm.FormPage:
    """The procedure chosen, with what it rests on and where it begins."""
    place, found = reverse("add_proceeding", args=[read.row.pk]), procedure(context().rules(visitor.day), entry.key)
    first = next(iter(found.steps.values()), None) if found else None
    lead = f"附在“{_above(read, visitor, entry, near)}”之下" + (f"，从“{first.title}”开始。" if first else "。")
    return vm.FormPage(
        title=f"启动{entry.data['title']}",
        lead=lead + "启动以后是本案的一个页签，期限从它的步骤起算。",
        form=admin_forms.form(
            code="begin", title="启动", verb="启动", action=_begin(place, entry.key, near), fields=[], refused=refused
        ),
        back=vm.Action(label="看其他程序", href=_begin(place, "", near)),
    )


def _begin(place: str, procedure: str, near: str) -> str:
    said = {name: value for name, value in (("procedure", procedure), ("parent", near)) if value}
    return f"{place}?{urlencode(said)}" if said else place


def _above(read: CaseRead, visitor: Visitor, entry: Entry, near: str) -> str:
    """What the proceeding would run under, by name."""
    above = above_of(read.view.case, context(), entry.key, visitor.day, near=near)
    run = read.view.state.procedure(above) if isinstance(above, str) else None
    return run.title if run else "本案"


def _startable(
    read: CaseRead, visitor: Visitor, offered: Sequence[Entry], near: str, refused: Refusal | None
) -> vm.ListPage:
    place = reverse("add_proceeding", args=[read.row.pk])
    table = vm.TableView(
        caption="可以启动的程序",
        columns=(vm.Column(label="程序", kind="main"), vm.Column(label="依据"), vm.Column(label="附在哪个程序之下")),
        rows=tuple(
            vm.Row(
                href=_begin(place, e.key, near),
                cells=(
                    vm.Cell(text=str(e.data["title"])),
                    vm.Cell(law=law_mark(e.cite, status=e.status)),
                    vm.Cell(text=_above(read, visitor, e, near)),
                ),
            )
            for e in offered
        ),
        empty=vm.Empty(what="没有可以启动的程序"),
    )
    lacks = (vm.Lack(what=refused.message, hint=refused.remedy),) if refused else ()
    return vm.ListPage(title="增加程序", lead=f"{read.row.number} · {read.row.party}", table=table, lacks=lacks)


@signed_in("case.hand_over")
def give_over(request: HttpRequest, visitor: Visitor, case_id: str) -> HttpResponse:
    """Give the case to other officers."""
    read = read_case(case_id, reach=visitor.reach("case.hand_over"), context=context(), day=visitor.day)
    if read is None:
        return missing(request, visitor)
    refused: Refusal | None = None
    if request.method == "POST":
        chosen = [str(value) for value in request.POST.getlist("officers") if value]
        result = hand_over(case_id, chosen, str(request.POST.get("reason", "")), actor=visitor.actor)
        if not isinstance(result, Refusal):
            messages.success(request, "案件已移交")
            return HttpResponseRedirect(reverse("case", args=[case_id]), status=303)
        refused = result
    page = _handover(read, visitor, refused, str(request.POST.get("reason", "")))
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refused else 200)


def _handover(read: CaseRead, visitor: Visitor, refused: Refusal | None, reason: str) -> vm.Handover:
    options = tuple(
        vm.Option(
            value=line.person.id,
            label=line.person.name,
            selected=line.person.id in read.view.case.officers,
            note=line.post,
            why_not="" if line.person.certificate_on(visitor.day) else line.person.why_uncertified(visitor.day),
        )
        for line in staff(reach=(read.row.path,))
        if line.person.may_act_as(("officer",), visitor.day)
    )
    leaver = "、".join(read.people[key].name for key in read.view.case.officers if key in read.people)
    return vm.Handover(
        title="移交案件",
        action=reverse("hand_over", args=[read.row.pk]),
        leaver=leaver,
        fields=(
            vm.FieldView(name="officers", label="接手的执法人员", kind="officers", options=options, needed=1),
            vm.FieldView(name="reason", label="移交原因", kind="text", value=reason, placeholder="调离执法岗位"),
        ),
        cases=(vm.FactRow(label=read.row.number, value=f"{read.row.party} · {read.row.title}"),),
        back=vm.Action(label="回到案件", href=reverse("case", args=[read.row.pk])),
        refusal=refusal_panel(refused) if refused else None,
    )


@require_safe
@signed_in("case.read")
def trace(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, code: str) -> HttpResponse:
    """How a due date was reckoned, line by line."""
    read = read_case(case_id, reach=visitor.reach(), context=context(), day=visitor.day)
    found = None
    if read is not None:
        found = next((o for o in read.view.obligations if o.proceeding == proceeding and o.code == code), None)
    if read is None or found is None or found.due_on is None:
        return missing(request, visitor)
    lines = tuple(vm.TraceLine(text=line) for line in found.trace) or (
        vm.TraceLine(text=f"依规则直接确定为 {show_date(found.due_on)}"),
    )
    chip = due_chip(found.due_on, day=visitor.day, yellow_on=yellow_on(found), state=found.state)
    note = "所用日历含暂定年份，放假通知公布后自动重算。" if found.provisional else ""
    law = law_mark(found.cite, status=found.status)
    before = tuple(
        f"{moved.on} 以前显示为 {moved.was}；{moved.why}，改算为现在的日期。"
        for moved in read.view.case.moved
        if (moved.proceeding, moved.period, moved.item) == (found.proceeding, found.code, found.item)
    )
    return show_fragment(
        request, vm.DueTrace(title=found.title, due=chip, law=law, lines=lines, note=note, before=before)
    )
