"""The annual report: as it will be published, its passages edited in place, its figures entered, its files taken."""

from __future__ import annotations

import json
from decimal import Decimal
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from zhifa.acts.annual_data import report_data
from zhifa.acts.annual_document import document
from zhifa.acts.annual_report import ReportModel, annual_report
from zhifa.acts.report_deadline import duty_for
from zhifa.acts.report_entries import edit_passage, enter_report_facts
from zhifa.acts.report_figures import CASES, ENTERED, MISSING
from zhifa.acts.report_finishing import finished_report, moved_since, rewritten_since
from zhifa.acts.report_frame import named, printed
from zhifa.acts.report_suggestions import suggestions
from zhifa.core.permission import may
from zhifa.core.values import Refusal
from zhifa.ports.render import NoFont, render_docx, render_page, render_pdf
from zhifa.store.readers.people import names_of
from zhifa.store.readers.reports import report_entries
from zhifa.web import viewmodels as vm
from zhifa.web.figures import Chosen, choose, year_filters
from zhifa.web.marks import refusal_panel
from zhifa.web.render import show_fragment, show_page
from zhifa.web.report_page import Beside, report_page
from zhifa.web.report_parts import address
from zhifa.web.views.papers import DOCX
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HINT = (
    "大括号里的内容由系统填写，不在这里改；方括号里的半句，数字都为零时不印；换行另起一段；"
    "核实无误的直接保存；清空后保存，恢复原来的文字"
)


def _seen(request: HttpRequest) -> int | None:
    """The version of the report that was shown with the form."""
    asked = str(request.GET.get("seen", ""))
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


def _chosen(request: HttpRequest, visitor: Visitor, year: int | None) -> Chosen | None:
    asked = str(year) if year is not None else str(request.GET.get("year", ""))
    return choose(visitor, str(request.GET.get("organ", ""))[:40], asked, complete=year is None and not asked)


def model_of(request: HttpRequest, visitor: Visitor, year: int) -> ReportModel | Refusal | None:
    chosen = _chosen(request, visitor, year)
    if chosen is None:
        return None
    return annual_report(chosen.organ, chosen.year, reach=visitor.reach("statistics.read"))


def editing(visitor: Visitor, model: ReportModel) -> bool:
    return may(visitor.person, "report.edit", model.organ.path, visitor.day) is None


@signed_in("statistics.read")
def report(request: HttpRequest, visitor: Visitor, year: int | None = None) -> HttpResponse:
    """The report of an organ for a year; without one, of the last complete year with figures."""
    chosen = _chosen(request, visitor, year)
    if chosen is None:
        return missing(request, visitor)
    kind = str(request.GET.get("report", ""))[:40]
    model = annual_report(chosen.organ, chosen.year, reach=visitor.reach("statistics.read"), report=kind)
    frame = shell(request, visitor, "report")
    if isinstance(model, Refusal):
        years = year_filters(chosen, reverse("report"))
        note = vm.Passage(kind="para", runs=(vm.Run(text=f"{model.message}。{model.remedy}。"),))
        page = vm.ReportPage(
            title="年度报告",
            organ=visitor.organ.name,
            year=chosen.year,
            state="没有报告",
            passages=(note,),
            exports=(),
            years=years,
        )
        return show_page(request, page, shell=frame)
    return show_report(request, visitor, model, previewed=kind if kind != model.frame.kept else "")


def show_report(
    request: HttpRequest, visitor: Visitor, model: ReportModel, *, previewed: str = "", refused: Refusal | None = None
) -> HttpResponse:
    """The page of a report; with a refusal, what was in the way of the last thing asked."""
    chosen = _chosen(request, visitor, model.year)
    assert chosen is not None
    kept = finished_report(model.organ.code, model.year)
    writers = {entry.actor for entry in model.entries.passages.values()}
    beside = Beside(
        duty=duty_for(model.organ.code, model.year, visitor.day),
        suggestions=suggestions(model.frame, model.figures),
        editing=editing(visitor, model),
        finishing=may(visitor.person, "report.finish", model.organ.path, visitor.day) is None,
        previewed=previewed,
        names=names_of(writers),
        moved=moved_since(kept, model) if kept else (),
        rewritten=rewritten_since(kept, model) if kept else 0,
        refused=refused,
    )
    page = report_page(model, chosen, beside, day=visitor.day)
    return show_page(request, page, shell=shell(request, visitor, "report"), status=422 if refused else 200)


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@signed_in("statistics.read")
def report_export(request: HttpRequest, visitor: Visitor, year: int, form: str) -> HttpResponse:
    """The report as a file. Rendering happens after everything was read."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or form not in {"docx", "pdf", "html", "json"}:
        return missing(request, visitor)
    if form == "json":
        text = json.dumps(report_data(model), ensure_ascii=False, indent=1)
        return attached(text.encode(), "application/json", f"{model.title}.json")
    paper = document(model, site=request.build_absolute_uri("/"))
    if form == "docx":
        return attached(render_docx(paper), DOCX, f"{model.title}.docx")
    if form == "html":
        return attached(render_page(paper).encode(), "text/html; charset=utf-8", f"{model.title}.html")
    made = render_pdf(paper)
    if isinstance(made, NoFont):
        others = (("DOCX", "docx"), ("HTML", "html"))
        page = vm.ErrorPage(
            kind="refused",
            title="现在不能生成 PDF",
            what=f"{made.message}。请系统管理员在服务器上运行：{made.mend}",
            actions=tuple(vm.Action(label=f"下载 {n}", href=address("report_export", model, f)) for n, f in others),
        )
        return show_page(request, page, shell=shell(request, visitor, "report"), status=503)
    return attached(made.content, "application/pdf", f"{model.title}.pdf")


@signed_in("report.edit")
def report_passage(request: HttpRequest, visitor: Visitor, year: int, name: str) -> HttpResponse:
    """Rewrite one passage; its figures stay placeholders, so that they remain tied to their cases."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or name not in model.sources or not editing(visitor, model):
        return missing(request, visitor)
    back = f"{address('report', model)}#{name}"
    text, error, status = named(model.sources[name], model.indicators), "", 200
    if request.method == "POST":
        text = str(request.POST.get("text", ""))
        result = edit_passage(model.organ.code, year, name, text, actor=visitor.actor, seen=_seen(request))
        if not isinstance(result, Refusal):
            typed = f"；手写的数字没有案件可查：{'、'.join(result.typed)}" if result.typed else ""
            messages.success(request, f"这一段已保存{typed}")
            if request.headers.get("HX-Request") == "true":
                response = HttpResponse(status=204)
                response["HX-Refresh"] = "true"
                return response
            return HttpResponseRedirect(back, status=303)
        error, status = f"{result.message}。{result.remedy}", 200 if request.headers.get("HX-Request") else 422
    form = vm.PassageForm(
        name=name,
        text=text,
        action=f"{address('report_passage', model, name)}&seen={model.entries.version}",
        cancel=back,
        hint=HINT,
        alone=request.headers.get("HX-Request") != "true",
        error=error,
    )
    return show_fragment(request, form, status=status)


@signed_in("report.edit")
def report_facts(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """Enter the figures only people know: training, equipment, land acquired."""
    model = model_of(request, visitor, year)
    if model is None or isinstance(model, Refusal) or not editing(visitor, model):
        return missing(request, visitor)
    refused: Refusal | None = None
    if request.method == "POST":
        typed = {code: str(request.POST.get(code, "")).strip() for code in _asked(model)}
        # What stood in the form when it was opened is not typed: somebody else may have entered another since.
        seen = _seen(request)
        opened = report_entries(model.organ.code, year, until=seen).facts if seen is not None else {}
        shown = {code: str(entry.number) for code, entry in opened.items()}
        values: dict[str, int | Decimal | str] = {
            code: text for code, text in typed.items() if text and text not in (shown.get(code), _shown(model, code))
        }
        result = enter_report_facts(model.organ.code, year, values, actor=visitor.actor, seen=seen) if values else None
        if not isinstance(result, Refusal):
            messages.success(request, f"已填报 {len(values)} 个数字" if values else "没有改动")
            return HttpResponseRedirect(address("report", model), status=303)
        refused = result
    page = _facts_page(request, model, refused)
    return show_page(request, page, shell=shell(request, visitor, "report"), status=422 if refused else 200)


def _asked(model: ReportModel) -> list[str]:
    """Figures only people know, and those people may give in the place of what the cases count, as they are printed."""
    asked = []
    for code in printed(model.frame):
        figure, indicator = model.figures.get(code), model.indicators.get(code)
        if figure is None or indicator is None or indicator.derived:
            continue
        if figure.source in (ENTERED, MISSING) or (indicator.entered and figure.source == CASES):
            asked.append(code)
    return asked


def _counted_note(model: ReportModel, code: str) -> str:
    """What the cases give, where an entered figure takes its place."""
    if not model.indicators[code].is_counted:
        return ""
    figure = model.figures[code]
    counted = f"案件计出 {figure.shown}；" if figure.source == CASES else "现为填报的数字；"
    return f"{counted}填报的数字代替由案件计出的"


def _shown(model: ReportModel, code: str) -> str:
    entry = model.entries.facts.get(code)
    return str(entry.number) if entry else ""


def _facts_page(request: HttpRequest, model: ReportModel, refused: Refusal | None) -> vm.FormPage:
    wrong = refused.missing if refused else ()
    fields = tuple(
        vm.FieldView(
            name=code,
            label=model.figures[code].title,
            kind="decimal",
            value=str(request.POST.get(code, "")) or _shown(model, code),
            unit=model.figures[code].unit,
            hint=_counted_note(model, code),
            required=False,
            error=refused.message if refused and code in wrong else "",
        )
        for code in _asked(model)
    )
    form = vm.StepForm(
        code="report-facts",
        title=f"{model.year} 年填报数字",
        verb="保存",
        action=f"{address('report_facts', model)}&seen={model.entries.version}",
        fields=fields,
        note="没有案件可查的数字由单位填报；后填的代替先填的，都留在日志里。",
        refusal=refusal_panel(refused, title="没有保存") if refused else None,
    )
    back = vm.Action(label="回到年报", href=address("report", model))
    return vm.FormPage(title=f"{model.year} 年填报数字", lead=model.organ.name, form=form, back=back)


URLS = [
    path("report", report, name="report"),
    path("report/<int:year>", report, name="report"),
    path("report/<int:year>/facts", report_facts, name="report_facts"),
    path("report/<int:year>/passages/<str:name>", report_passage, name="report_passage"),
    path("report/<int:year>/file/<str:form>", report_export, name="report_export"),
]
