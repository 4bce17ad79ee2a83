"""Lists: cases, clues and inspections, with their filters, exports and forms to begin one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.cases import Opening, StepEntry, open_case
from zhifa.acts.work import context
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.reading import procedure
from zhifa.core.values import Refusal
from zhifa.store.readers.cases import COUNTED, CaseFilter, CaseLine, case_counts, case_page
from zhifa.store.readers.people import staff
from zhifa.store.readers.plans import OUTSIDE, items_of_cases
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.forms import Typed, field_view, fold, officers_field, read_typed, step_facts, when_field
from zhifa.web.marks import due_chip, law_mark, refusal_panel
from zhifa.web.offers import openings
from zhifa.web.plan_table import plan_lines, progress_of
from zhifa.web.register_choices import offered
from zhifa.web.render import show_page
from zhifa.web.views.law import suggestions
from zhifa.web.views.steps import field_errors, keep_uploads, moment_of
from zhifa.web.visitor import Visitor, shell, signed_in

COLUMNS = (
    vm.Column(label="案号", kind="short"),
    vm.Column(label="当事人", kind="main"),
    vm.Column(label="事项"),
    vm.Column(label="阶段", kind="short"),
    vm.Column(label="开始", kind="date"),
    vm.Column(label="最近期限", kind="due"),
)
PLANNED = vm.Column(label="年度计划", kind="short")
KEPT = ("kind", "organ", "plan", "year", "matter", "since", "until")
"""What a list goes on being of, whatever state or page of it is looked at."""
STATES = (("在办", "open", ""), ("有问题", "", "1"), ("已办结", "closed", ""), ("全部", "", ""))


def _filter(request: HttpRequest, kind: str = "") -> CaseFilter:
    after = None
    if (mark := str(request.GET.get("after", ""))) and "_" in mark:
        day, _, last = mark.partition("_")
        try:
            after = (date.fromisoformat(day), last)
        except ValueError:
            after = None
    state = str(request.GET.get("state", ""))
    return CaseFilter(
        kind=kind or str(request.GET.get("kind", "")),
        state=state if state in {"open", "closed"} else "",
        query=str(request.GET.get("q", ""))[:60],
        organ=str(request.GET.get("organ", ""))[:40],
        red=request.GET.get("red") == "1",
        plan=str(request.GET.get("plan", ""))[:20],
        year=int(year) if (year := str(request.GET.get("year", ""))).isdecimal() and len(year) == 4 else 0,
        matter=str(request.GET.get("matter", ""))[:80],
        since=_asked_day(request, "since"),
        until=_asked_day(request, "until"),
        after=after,
    )


def _asked_day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(str(request.GET.get(name, "")))
    except ValueError:
        return None


def _row(line: CaseLine, visitor: Visitor, named: Mapping[str, str] | None = None) -> vm.Row:
    chip = (
        due_chip(line.next_due_on, day=visitor.day) if line.next_due_on else vm.DueChip(level="none", word="没有期限")
    )
    if line.state == "closed":
        chip = vm.DueChip(level="none", word="已办结")
    return vm.Row(
        href=reverse("case", args=[line.id]),
        quiet=line.state == "closed",
        cells=(
            vm.Cell(text=line.number),
            vm.Cell(text=line.party or "（未登记）", level="red" if line.red_count else "none"),
            vm.Cell(text=line.title, sub=line.next_due_title),
            *(() if named is None else (vm.Cell(text=named.get(line.id) or "计划外"),)),
            vm.Cell(text=line.phase),
            vm.Cell(on=line.opened_on),
            vm.Cell(due=chip),
        ),
    )


def _said(**asked: str) -> dict[str, str]:
    """What is asked for at all."""
    return {name: value for name, value in asked.items() if value}


def case_table(
    request: HttpRequest, visitor: Visitor, *, place: str, kind: str = "", empty: vm.Empty, caption: str = "案件"
) -> vm.TableView | HttpResponse:
    """A page of cases as a table, or the same rows as a file when an export is asked for."""
    wanted = _filter(request, kind)
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export_cases(wanted, visitor, form, caption)
    read = case_page(wanted, reach=visitor.reach())
    given = {name: str(v) for name, v in request.GET.items() if name in {"q", "state", "red", *KEPT} and v}
    kept = {name: value for name, value in given.items() if name in KEPT}
    asked = urlencode(given)
    named = items_of_cases([line.id for line in read.lines]) if wanted.kind == "inspection" else None
    following = ""
    if read.more:
        last = read.lines[-1]
        following = f"{place}?{urlencode({**given, 'after': f'{last.opened_on}_{last.id}'})}"
    filters = tuple(
        vm.Filter(
            label=label,
            href=f"{place}?{urlencode(kept | _said(state=state, red=red, q=wanted.query))}",
            here=(wanted.state, "1" if wanted.red else "") == (state, red),
        )
        for label, state, red in STATES
    )
    return vm.TableView(
        caption=caption,
        columns=COLUMNS if named is None else (*COLUMNS[:3], PLANNED, *COLUMNS[3:]),
        rows=tuple(_row(line, visitor, named) for line in read.lines),
        empty=empty
        if not (wanted.query or wanted.state or wanted.red or wanted.plan or wanted.matter or wanted.since)
        else _nothing(wanted, place),
        query=wanted.query,
        query_href=place,
        filters=filters,
        pager=vm.Pager(
            shown=f"本页 {len(read.lines)} 件", first=f"{place}?{asked}" if wanted.after else "", next=following
        ),
        exports=(
            vm.Action(label="CSV", href=f"{place}?{asked}&format=csv", download=True),
            vm.Action(label="XLSX", href=f"{place}?{asked}&format=xlsx", download=True),
        )
        if read.lines
        else (),
    )


def _nothing(wanted: CaseFilter, place: str) -> vm.Empty:
    what = f"没有符合“{wanted.query}”的案件" if wanted.query else "没有符合条件的案件"
    return vm.Empty(what=what, how="换一个条件，或看全部。", action=vm.Action(label="看全部", href=place))


def export_cases(wanted: CaseFilter, visitor: Visitor, form: str, caption: str) -> HttpResponse:
    """Exactly what the list shows, all pages of it, as a file."""
    rows, after = [], None
    while True:
        page = case_page(replace(wanted, after=after), reach=visitor.reach(), limit=1000)
        named = items_of_cases([line.id for line in page.lines]) if wanted.kind == "inspection" else {}
        rows += [
            (line.number, line.party, line.title, line.phase, line.organ, line.opened_on, line.decided_on,
             line.next_due_title, line.next_due_on, line.red_count,
             *((named.get(line.id) or "计划外",) if wanted.kind == "inspection" else ()))
            for line in page.lines
        ]  # fmt: skip
        if not page.more:
            break
        after = (page.lines[-1].opened_on, page.lines[-1].id)
    head = ("案号", "当事人", "事项", "阶段", "机关", "开始日期", "决定日期", "最近期限", "期限届满日", "问题数")
    return export(caption, (*head, "年度计划") if wanted.kind == "inspection" else head, rows, form)


def _some(count: int) -> str:
    """A count as far as lists count."""
    return f"{count:,}" if count <= COUNTED else f"{COUNTED:,} 多"


@require_safe
@signed_in("case.read")
def cases(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """All cases the visitor may see."""
    empty = vm.Empty(
        what="还没有案件",
        how="从线索立案，或把纸面上已办的案件补录进来，案件会列在这里。",
        action=vm.Action(label="登记线索", href=reverse("clues")) if visitor.may("case.act") else None,
    )
    table = case_table(request, visitor, place=reverse("cases"), empty=empty)
    if isinstance(table, HttpResponse):
        return table
    counts = case_counts(reach=visitor.reach())
    page = vm.ListPage(
        title=_title(request),
        lead=f"在办 {_some(counts.open)} 件，其中 {_some(counts.red)} 件有问题",
        table=table,
        actions=openings(visitor) if visitor.may("case.act") else (),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"))


def _title(request: HttpRequest) -> str:
    """Of what the list is, where it is not of all cases."""
    named, matter = str(request.GET.get("plan", ""))[:20], str(request.GET.get("matter", ""))[:80]
    if named:
        return "年度计划外的检查" if named == OUTSIDE else f"执行计划{named}的检查"
    versions = context().book.versions("matter", matter) if matter else ()
    return f"“{versions[-1].data.get('title', matter)}”的案件" if versions else "案件"


def first_step(code: str, visitor: Visitor, step: str = "") -> Step | None:
    """The step with which a procedure begins, or a later one that may come first."""
    found = procedure(context().rules(visitor.day), code)
    if found is None:
        return None
    return found.steps.get(step) if step else next(iter(found.steps.values()), None)


def opening_form(
    visitor: Visitor,
    code: str,
    action: str,
    *,
    verb: str,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
    begun_by: str = "",
) -> vm.StepForm | None:
    """The first step of a procedure, or the one it is `begun_by`, as the form that begins a case."""
    step = first_step(code, visitor, begun_by)
    if step is None:
        return None
    required = {record.fact for record in step.records if record.condition is None}
    vocabulary = context().book.vocabulary
    errors = field_errors(typed) if typed else {}
    fields = [
        field_view(
            vocabulary[c],
            required=c in required,
            procedure=step.procedure,
            typed=typed.facts.get(c) if typed else None,
            errors=errors,
        )
        for c in step_facts(step)
        if c in vocabulary
    ]
    fields = fold([offered(field, visitor.organ.code, visitor.day) for field in fields], step)
    people = tuple(line.person for line in staff(reach=(visitor.organ.path,)))
    chosen = typed.by if typed and typed.by else (visitor.person.id,)
    if not step.is_outsiders:
        fields.append(officers_field(people, step=step, day=visitor.day, chosen=chosen))
    fields.append(when_field(value=typed.occurred if typed else "", hint="不填即为现在"))
    return vm.StepForm(
        code=step.code,
        title=step.title,
        verb=verb,
        action=action,
        fields=tuple(fields),
        law=law_mark(step.cite),
        refusal=refusal_panel(refusal, title=f"还不能{verb}") if refusal else None,
    )


def begin(
    request: HttpRequest, visitor: Visitor, code: str, begun_by: str = ""
) -> HttpResponse | tuple[Typed, Refusal]:
    """Open a case with the first step of a procedure; what was typed comes back with the refusal."""
    step = first_step(code, visitor, begun_by)
    if step is None:
        return Typed(), Refusal("bad_input", "当日没有这个程序")
    uploads = keep_uploads(request, visitor.organ.path, visitor)
    files = {} if isinstance(uploads, Refusal) else uploads
    typed = read_typed(request.POST, step, context().book.vocabulary, files=files)
    if isinstance(uploads, Refusal):
        return typed, uploads
    if (seen := str(request.POST.get("seen", "")).strip()) and "clue.summary" in step.facts:
        typed.facts.setdefault("clue.summary", seen)
    if matter := context().rules(visitor.day).entry("matter", str(request.GET.get("matter", ""))):
        typed.facts.setdefault("matter.code", matter.key)
        typed.facts.setdefault("matter.title", str(matter.data.get("title", "")))
    at = moment_of(typed.occurred)
    if isinstance(at, Refusal):
        return typed, at
    by = () if step.is_outsiders else typed.by or (visitor.person.id,)
    entry = StepEntry(step.code, typed.facts, by, at)
    opening = Opening(visitor.organ.code, code, at, {}, by or (visitor.person.id,))
    result = open_case(opening, actor=visitor.actor, steps=[entry])
    if isinstance(result, Refusal):
        return typed, result
    messages.success(request, f"“{step.title}”已登记")
    return HttpResponseRedirect(reverse("case", args=[result.case_id]), status=303)


@signed_in("case.act")
def clues(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The clue desk: register what was seen, and the clues so far."""
    typed, refusal = None, None
    if request.method == "POST":
        result = begin(request, visitor, "clue")
        if isinstance(result, HttpResponse):
            return result
        typed, refusal = result
        if "seen" in request.POST:
            refusal = None  # the box on the workbench only begins the form
    place = reverse("clues")
    table = case_table(
        request, visitor, place=place, kind="clue", caption="线索",
        empty=vm.Empty(what="还没有线索", how="用上面的表登记第一条；投诉、巡查、检查发现的都从这里进来。"),
    )  # fmt: skip
    if isinstance(table, HttpResponse):
        return table
    form = opening_form(visitor, "clue", place, verb="登记", typed=typed, refusal=refusal)
    if form is None:
        return HttpResponseRedirect(reverse("cases"))
    seen = str(typed.facts.get("clue.summary", "")) if typed else ""
    offered = suggestions(seen, visitor, start=False) if seen else None
    page = vm.ClueDesk(form=form, ask=reverse("suggest"), clues=table, suggestions=offered)
    return show_page(request, page, shell=shell(request, visitor, "clues"), status=422 if refusal else 200)


@signed_in("case.act")
def inspections(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Inspections: begin one, and those so far."""
    typed, refusal = None, None
    if request.method == "POST":
        result = begin(request, visitor, "inspection")
        if isinstance(result, HttpResponse):
            return result
        typed, refusal = result
    place = reverse("inspections")
    table = case_table(
        request, visitor, place=place, kind="inspection", caption="行政检查",
        empty=vm.Empty(what="还没有检查", how="检查先经批准，两名执法人员到场，出示证件；登记后列在这里。"),
    )  # fmt: skip
    if isinstance(table, HttpResponse):
        return table
    form = opening_form(visitor, "inspection", place, verb="登记检查", typed=typed, refusal=refusal)
    progress = progress_of(visitor.organ.code, visitor.day)
    page = vm.InspectionDesk(
        plan=plan_lines(progress, visitor.organ.code),
        plan_note=f"{progress.plan.year} 年" if progress.plan.standing else "",
        plan_action=vm.Action(label="看计划", href=f"{reverse('plan')}?year={progress.plan.year}"),
        inspections=table,
        new=vm.Action(label="登记检查", href=f"{place}?new=1"),
        form=form if request.GET.get("new") or refusal else None,
    )
    return show_page(request, page, shell=shell(request, visitor, "inspections"), status=422 if refusal else 200)
