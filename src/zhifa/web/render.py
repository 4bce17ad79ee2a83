"""From a view model to its page: each model has one template, named here and nowhere else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhifa.web import viewmodels as vm

PAGES: dict[type, str] = {
    vm.SignIn: "zhifa/pages/sign_in.html",
    vm.Workbench: "zhifa/pages/workbench.html",
    vm.ClueDesk: "zhifa/pages/clues.html",
    vm.InspectionDesk: "zhifa/pages/inspections.html",
    vm.CasePage: "zhifa/pages/case.html",
    vm.FormPage: "zhifa/pages/form.html",
    vm.Handover: "zhifa/pages/handover.html",
    vm.BatchEntry: "zhifa/pages/batch.html",
    vm.ReviewQueue: "zhifa/pages/review.html",
    vm.ListPage: "zhifa/pages/list.html",
    vm.CustodyItemPage: "zhifa/pages/custody_item.html",
    vm.StocktakePage: "zhifa/pages/stocktake.html",
    vm.LawLibrary: "zhifa/pages/laws.html",
    vm.LawPage: "zhifa/pages/law_text.html",
    vm.LawCompare: "zhifa/pages/law_compare.html",
    vm.RuleDraftPage: "zhifa/pages/rule_draft.html",
    vm.CrosswalkPage: "zhifa/pages/crosswalk.html",
    vm.AuditDesk: "zhifa/pages/audit.html",
    vm.OncePage: "zhifa/pages/once.html",
    vm.PeoplePage: "zhifa/pages/people.html",
    vm.RecordPage: "zhifa/pages/record.html",
    vm.ExamPaper: "zhifa/pages/exam.html",
    vm.TeachingPage: "zhifa/pages/teaching.html",
    vm.PaperPage: "zhifa/pages/paper.html",
    vm.PaperPrint: "zhifa/pages/paper_print.html",
    vm.PaperCheck: "zhifa/pages/paper_check.html",
    vm.PublicDecision: "zhifa/pages/decision.html",
    vm.DecisionSearch: "zhifa/pages/decisions.html",
    vm.StatisticsPage: "zhifa/pages/statistics.html",
    vm.ReportPage: "zhifa/pages/report.html",
    vm.ReportCheckPage: "zhifa/pages/report_check.html",
    vm.CalculatorPage: "zhifa/pages/calculator.html",
    vm.ErrorPage: "zhifa/pages/error.html",
    vm.MatterDesk: "zhifa/pages/matters.html",
    vm.MatterPage: "zhifa/pages/matter.html",
    vm.TemplateEditor: "zhifa/pages/template_editor.html",
    vm.Cockpit: "zhifa/pages/cockpit.html",
    vm.DigestPage: "zhifa/pages/digest.html",
    vm.Wall: "zhifa/pages/wall.html",
    vm.DeliveryDesk: "zhifa/pages/deliveries.html",
    vm.FindingPage: "zhifa/pages/finding.html",
    vm.AppraisalDesk: "zhifa/pages/appraisal.html",
    vm.SheetPage: "zhifa/pages/appraisal_sheet.html",
    vm.ReadingDesk: "zhifa/pages/appraisal_reading.html",
}
FRAGMENTS: dict[type, str] = {
    vm.LawPanel: "zhifa/frag/law.html",
    vm.TemplatePreview: "zhifa/frag/template_preview.html",
    vm.DueTrace: "zhifa/frag/trace.html",
    vm.DiscretionPanel: "zhifa/frag/discretion.html",
    vm.EvidencePanel: "zhifa/frag/evidence.html",
    vm.PassageForm: "zhifa/frag/passage_form.html",
    vm.Suggestions: "zhifa/frag/suggestions.html",
    vm.FieldNote: "zhifa/frag/note.html",
    vm.StepForm: "zhifa/frag/step_form.html",
    vm.Progress: "zhifa/frag/progress.html",
    vm.TableView: "zhifa/frag/table.html",
    vm.RefusalPanel: "zhifa/frag/refusal.html",
}


def show_page(request: HttpRequest, page: object, *, shell: vm.Shell | None = None, status: int = 200) -> HttpResponse:
    """The whole page of a view model; without a shell it is a public page."""
    return render(request, PAGES[type(page)], {"page": page, "shell": shell}, status=status)


def show_fragment(request: HttpRequest, model: object, *, status: int = 200) -> HttpResponse:
    """The fragment htmx puts into a page; asked for directly it stands as a small page of its own."""
    template = FRAGMENTS[type(model)]
    if request.headers.get("HX-Request") == "true":
        return render(request, template, {"model": model}, status=status)
    title = getattr(model, "title", "") or getattr(model, "label", "") or "说明"
    context = {"model": model, "template": template, "title": title}
    return render(request, "zhifa/frag/alone.html", context, status=status)
