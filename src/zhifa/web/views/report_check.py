"""The check of anybody's report: a file or pasted text is read and answered at once; nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from zhifa.acts.report_check import compare, examine_file
from zhifa.core.footing.examining import Examination
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports.reportfiles import LARGEST, LONGEST, REPORTS
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.figures import choose
from zhifa.web.render import show_page
from zhifa.web.report_check_page import compared_figures, report_check_page
from zhifa.web.visitor import Visitor, shell, signed_in

PASTED = "粘贴的文字"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("statistics.read")
def report_check(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The form; with a report, the report and what was found in it."""
    typed: Typed = typed_of(request) if request.method == "POST" else {}
    if request.method != "POST":
        return _shown(request, visitor, vm.ReportCheckPage(form=_form(visitor, typed)))
    found = _examined(request, typed)
    if isinstance(found, Refusal):
        return _shown(request, visitor, vm.ReportCheckPage(form=_form(visitor, typed, found)), status=422)
    name = str(upload.name) if (upload := request.FILES.get("file")) else PASTED
    again = vm.Action(label="核对另一份", href=reverse("report_check"))
    page = report_check_page(_form(visitor, typed), found, name, again)
    if typed.get("against"):
        return _against(request, visitor, typed, found, page)
    return _shown(request, visitor, page)


def _examined(request: HttpRequest, typed: Typed) -> Examination | Refusal:
    upload = request.FILES.get("file")
    if upload is None and not typed.get("text"):
        return bad_input("没有选择文件，也没有粘贴文字", "选择报告文件，或者把文字粘贴进来", place="file")
    if upload is None:
        return examine_file(typed["text"].encode(), "text.txt")
    if (upload.size or 0) > LARGEST:
        return bad_input(f"文件超过 {LARGEST >> 20} MB", "删去图片，或者只留正文和附表", place="file")
    return examine_file(upload.read(), str(upload.name))


def _against(
    request: HttpRequest, visitor: Visitor, typed: Typed, found: Examination, page: vm.ReportCheckPage
) -> HttpResponse:
    """The same page with the yearly figures beside those of the cases of one organ and year in the visitor's reach."""
    organ, _, year = typed["against"].partition(" ")
    wanted = int(year) if year.isdecimal() and len(year) == 4 else 0
    rows = compare(found, organ, wanted, reach=visitor.reach("statistics.read"))
    if isinstance(rows, Refusal):
        refused = replace(rows, missing=("against",))
        return _shown(request, visitor, vm.ReportCheckPage(form=_form(visitor, typed, refused)), status=422)
    page = replace(page, compared=compared_figures(rows, organ, wanted), against=f"{wanted} 年的案件")
    return _shown(request, visitor, page)


def _form(visitor: Visitor, typed: Typed, refused: Refusal | None = None) -> vm.StepForm:
    chosen = choose(visitor, "", "")
    years = [
        (f"{chosen.organ} {year}", f"{_short(chosen.organs, chosen.organ)} {year} 年") for year in chosen.years
    ] if chosen else []  # fmt: skip
    made = admin_forms.form(
        code="report-check", title="核对报告", verb="核对", action=reverse("report_check"), refused=refused,
        fields=[
            vm.FieldView(name="file", label="报告文件", kind="file", single=True, required=False, either=True,
                         accept=",".join(REPORTS),
                         hint=f"TXT、DOCX、PDF、HTML 或者 XLSX，最多 {LARGEST >> 20} MB、{LONGEST // 10000} 万字"),
            vm.FieldView(name="text", label="或者粘贴文字", kind="longtext", required=False, either=True,
                         value=typed.get("text", "")),
            admin_forms.choice("against", "与案件核对", [("", "不核对"), *years], typed.get("against", ""),
                               required=False, hint="报告是本单位的，可以同时与本系统的案件核对"),
        ],
    )  # fmt: skip
    # A file has to be chosen again: a browser hands it over once.
    return replace(made, refusal=replace(made.refusal, kept=False)) if made.refusal else made


def _short(organs: tuple[tuple[str, str], ...], code: str) -> str:
    return next((short for known, short in organs if known == code), code)


def _shown(request: HttpRequest, visitor: Visitor, page: vm.ReportCheckPage, status: int = 200) -> HttpResponse:
    return show_page(request, page, shell=shell(request, visitor, "report_check"), status=status)


URLS = [path("reports/check", report_check, name="report_check")]
