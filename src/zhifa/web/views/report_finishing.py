"""Around the text of an annual report: its kind, last year's figures, suggestions, finishing, publication, the note."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from zhifa.acts.annual_note import note
from zhifa.acts.annual_report import ReportModel
from zhifa.acts.report_entries import Entered, choose_kind, enter_before
from zhifa.acts.report_finishing import finish_report, finished_report, record_publication
from zhifa.acts.report_frame import printed
from zhifa.acts.report_suggestions import judge_suggestion
from zhifa.core.statistics import show
from zhifa.core.values import Refusal, read_date, show_date
from zhifa.ports.render import render_docx
from zhifa.web import viewmodels as vm
from zhifa.web.marks import refusal_panel
from zhifa.web.render import show_page
from zhifa.web.report_parts import FINISHED_FORMS, address
from zhifa.web.views.papers import DOCX
from zhifa.web.views.report import attached, editing, model_of, show_report
from zhifa.web.visitor import Visitor, missing, shell, signed_in

TYPES = {
    "docx": DOCX, "pdf": "application/pdf", "html": "text/html; charset=utf-8", "json": "application/json",
}  # fmt: skip


def _acted(
    request: HttpRequest, visitor: Visitor, model: ReportModel, done: Entered | Refusal, said: str, at: str = ""
) -> HttpResponse:
    """Back to the report with what was done, or the report with what is in the way."""
    if isinstance(done, Refusal):
        return show_report(request, visitor, model, refused=done)
    messages.success(request, said)
    return HttpResponseRedirect(address("report", model) + at, status=303)


@require_POST
@signed_in("report.edit")
def kind(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """Write the report in another kind than the organ's usual one."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or not editing(visitor, model):
        return missing(request, visitor)
    done = choose_kind(model.organ.code, year, str(request.GET.get("report", ""))[:40], actor=visitor.actor)
    return _acted(request, visitor, model, done, "体例已改")


@require_POST
@signed_in("report.edit")
def suggestion(request: HttpRequest, visitor: Visitor, year: int, code: str) -> HttpResponse:
    """Take a suggestion over into the report, or leave it."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or not editing(visitor, model):
        return missing(request, visitor)
    take = request.GET.get("take") == "1"
    done = judge_suggestion(model.organ.code, year, code, take=take, actor=visitor.actor)
    return _acted(request, visitor, model, done, "已写进报告" if take else "这条建议不用", "#suggestions")


@require_POST
@signed_in("report.finish")
def finish(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """Finish the report: keep it as it stands at a checkpoint."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or not editing(visitor, model):
        return missing(request, visitor)
    done = finish_report(model.organ.code, year, actor=visitor.actor)
    return _acted(request, visitor, model, done, f"{year} 年的年报已定稿")


@signed_in("report.edit")
def published(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """Record where and when the finished report was published, and to whom it was sent."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or not editing(visitor, model):
        return missing(request, visitor)
    refused: Refusal | None = None
    if request.method == "POST":
        done = record_publication(
            model.organ.code, year, on=_day(request.POST.get("on", "")), where=str(request.POST.get("where", "")),
            reported_to=str(request.POST.get("reported_to", "")), actor=visitor.actor,
        )  # fmt: skip
        if not isinstance(done, Refusal):
            return _acted(request, visitor, model, done, "公开已登记")
        refused = done
    page = _form_page(request, model, f"{year} 年年报公开", "登记公开", "report_published", refused, (
        _field(request, "on", "公开日期", "date", show_date(visitor.day)),
        _field(request, "where", "在哪里公开", "text", hint="网站名称和网址"),
        _field(request, "reported_to", "报送给谁", "text", hint="本级人民政府和上级主管部门", required=False),
    ))  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "report"), status=422 if refused else 200)


def _day(text: object) -> date | None:
    try:
        return read_date(str(text))
    except ValueError:
        return None


def _field(
    request: HttpRequest, name: str, label: str, kind: vm.FieldKind, value: str = "", *, hint: str = "",
    required: bool = True, unit: str = "",
) -> vm.FieldView:  # fmt: skip
    typed = str(request.POST.get(name, value))
    return vm.FieldView(name=name, label=label, kind=kind, value=typed, hint=hint, required=required, unit=unit)


def _form_page(
    request: HttpRequest, model: ReportModel, title: str, verb: str, name: str, refused: Refusal | None,
    fields: tuple[vm.FieldView, ...], note: str = "",
) -> vm.FormPage:  # fmt: skip
    form = vm.StepForm(
        code=name.replace("_", "-"),
        title=title,
        verb=verb,
        action=address(name, model),
        fields=fields,
        note=note,
        refusal=refusal_panel(refused, title="没有保存") if refused else None,
    )
    back = vm.Action(label="回到年报", href=address("report", model))
    return vm.FormPage(title=title, lead=model.organ.name, form=form, back=back)


@signed_in("report.edit")
def before(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """Last year's figures from the report that was printed then, with where they stand."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or not editing(visitor, model):
        return missing(request, visitor)
    asked = _comparable(model)
    refused: Refusal | None = None
    if request.method == "POST":
        typed = {code: str(request.POST.get(code, "")).strip() for code in asked}
        values = {code: text for code, text in typed.items() if text}
        done = enter_before(model.organ.code, year, values, str(request.POST.get("source", "")), actor=visitor.actor)
        if not isinstance(done, Refusal):
            return _acted(request, visitor, model, done, f"已补录 {len(values)} 个上年数字")
        refused = done
    known = next(iter(model.entries.before.values()), None)
    source = _field(request, "source", "出处", "text", known.text if known else "", hint="上年报告的名称和网址")
    fields = tuple(_past_field(request, model, code) for code in asked)
    why = "上年的数字不在本系统里，或者与公开的不同的，照公开的年报填写；只用来比较，不改动上年的案件。"
    page = _form_page(request, model, f"{year - 1} 年的数字", "保存", "report_before", refused, (source, *fields), why)
    return show_page(request, page, shell=shell(request, visitor, "report"), status=422 if refused else 200)


def _comparable(model: ReportModel) -> list[str]:
    """The figures the text or the annex compares with last year, in the order of the report."""
    columns = {cell.code for table in model.tables for line in table.lines for cell in line.cells}
    compared = {code for item in model.frame.report.data["body"] for code in item.get("compared", ())}
    return [code for code in printed(model.frame) if code in columns | compared and not model.indicators[code].derived]


def _past_field(request: HttpRequest, model: ReportModel, code: str) -> vm.FieldView:
    figure, entry = model.figures[code], model.entries.before.get(code)
    typed = show(model.indicators[code], entry.number) if entry else ""
    known = figure.before is not None and not figure.before_source
    hint = f"本系统：{show(model.indicators[code], figure.before)}" if known and figure.before is not None else ""
    return _field(request, code, figure.title, "decimal", typed, hint=hint, required=False, unit=figure.unit)


@require_safe
@signed_in("statistics.read")
def finished_file(request: HttpRequest, visitor: Visitor, year: int, form: str) -> HttpResponse:
    """The finished report as a file, the same bytes every time."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or form not in FINISHED_FORMS:
        return missing(request, visitor)
    kept = finished_report(model.organ.code, year)
    if kept is None:
        return missing(request, visitor, "这份年报还没有定稿。")
    name = f"{kept.document.title}.{form}"
    content = kept.file(form)
    if content is None:
        return missing(request, visitor, "服务器上没有中文字体，现在不能生成 PDF；请下载其他格式。")
    return attached(content, TYPES[form], name)


@require_safe
@signed_in("statistics.read")
def note_file(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """The writer's note as DOCX: what does not agree and what is still missing."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal):
        return missing(request, visitor)
    made = note(model)
    return attached(render_docx(made), DOCX, f"{made.title}.docx")


URLS = [
    path("report/<int:year>/kind", kind, name="report_kind"),
    path("report/<int:year>/suggestions/<str:code>", suggestion, name="report_suggestion"),
    path("report/<int:year>/finish", finish, name="report_finish"),
    path("report/<int:year>/published", published, name="report_published"),
    path("report/<int:year>/before", before, name="report_before"),
    path("report/<int:year>/finished/<str:form>", finished_file, name="report_finished"),
    path("report/<int:year>/note", note_file, name="report_note"),
]
