"""The results of rounds as the organs see them: objection while it is open, suggestions to mend and the report."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.appraisal_files import object_to_file, reply_to_suggestion
from zhifa.acts.appraising import standard_named
from zhifa.core.values import Refusal
from zhifa.store.readers.appraisal_rounds import FileRead, SuggestionRead, file_read, results_for, suggestions
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.marks import due_chip
from zhifa.web.personnel_pages import link, long_text
from zhifa.web.render import show_page
from zhifa.web.views.appraisal_reading import STATES
from zhifa.web.visitor import Visitor, missing, shell, signed_in


def _suggestion_row(one: SuggestionRead, visitor: Visitor) -> vm.Row:
    done = "报送整改情况" if one.replied_on is None else f"{one.replied_on} 报送"
    return vm.Row(
        href=reverse("appraisal_suggestion", args=[one.id]),
        cells=(
            vm.Cell(text=one.round_title, sub=one.content[:60]),
            vm.Cell(text=one.organ_name),
            vm.Cell(on=one.sent_on),
            vm.Cell(due=None if one.replied_on else due_chip(one.mend_by, day=visitor.day), sub=done),
        ),
    )


def suggestion_table(visitor: Visitor, key: str = "") -> vm.TableView:
    """Suggestions of a round for whoever runs it, or all within the reach."""
    reach = visitor.reach("appraisal.manage" if key else "appraisal.read")
    return vm.TableView(
        caption="督察建议书",
        name="suggestions",
        columns=(
            vm.Column(label="建议", kind="main"), vm.Column(label="单位", kind="short"),
            vm.Column(label="发出", kind="date"), vm.Column(label="整改期限", kind="due"),
        ),
        rows=tuple(_suggestion_row(one, visitor) for one in suggestions(reach=reach, round_key=key)),
        empty=vm.Empty(what="没有督察建议书"),
    )  # fmt: skip


@require_safe
@signed_in("appraisal.read")
def results(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The results of rounds that were sent to organs within the reach."""
    found = results_for(reach=visitor.reach("appraisal.read"))
    rows = tuple(
        vm.Row(
            href=reverse("appraisal_result", args=[one.round, one.number]),
            cells=(
                vm.Cell(text=one.case_number, sub=one.round_title),
                vm.Cell(text=one.organ_name),
                vm.Cell(text=str(one.score), sub=one.grade),
                vm.Cell(text=STATES[one.state]),
                vm.Cell(due=due_chip(one.object_by, day=visitor.day) if one.state == "sent" else None),
            ),
        )
        for one in found
    )
    page = vm.RecordPage(
        title="评查结果",
        lead="反馈给机关的结果；有异议的，期限内书面提出，由组织评查的单位复核。",
        back=link("回到案卷评查", "appraisal"),
        tables=(
            vm.TableView(
                caption="案卷",
                columns=(
                    vm.Column(label="案卷", kind="main"), vm.Column(label="单位", kind="short"),
                    vm.Column(label="得分", kind="number"), vm.Column(label="进展", kind="short"),
                    vm.Column(label="异议期限", kind="due"),
                ),
                rows=rows,
                empty=vm.Empty(what="还没有反馈的结果"),
            ),
            suggestion_table(visitor),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "appraisal"))


BORROWED = "期限参照广东省行政执法案卷评查办法，是本单位的选择"


def _cite(standard: str, what: str) -> str:
    """The article that gives a period of the results, where the standard has one."""
    found = standard_named(standard)
    return found.cites.get(what, "") if found else ""


def _within(path_: str, prefixes: Sequence[str]) -> bool:
    return any(path_.startswith(prefix) for prefix in prefixes)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("appraisal.read")
def result(request: HttpRequest, visitor: Visitor, key: str, number: int) -> HttpResponse:
    """One result: its lines, and the objection while it is open."""
    one = file_read(key, number)
    if one is None or not one.settled or one.sent_on is None or not _within(one.path, visitor.reach("appraisal.read")):
        return missing(
            request, visitor, "没有这个评查结果，或者它不在您的权限范围内。", to=("appraisal_results", "看评查结果")
        )
    here = reverse("appraisal_result", args=[key, number])
    refused: Refusal | None = None
    said = ""
    if request.method == "POST":
        said = str(request.POST.get("objection", ""))
        refused = object_to_file(one.id, said, actor=visitor.actor)
        if refused is None:
            messages.success(request, "异议已经提出")
            return HttpResponseRedirect(here, status=303)
    page = vm.RecordPage(
        title=f"评查结果 {one.case_number}",
        lead=f"{one.round_title}，{one.sent_on} 反馈",
        verdicts=(vm.Verdict(level="none", word=f"{one.score} 分，{one.grade}", why=_standing(one)),),
        actions=(link("机器的评分和每一处", "appraisal_sheet", one.case),),
        back=link("回到评查结果", "appraisal_results"),
        forms=_objection(one, visitor, here, said, refused),
        facts=_exchange(one),
        tables=(_line_table(one, here),),
    )
    return show_page(request, page, shell=shell(request, visitor, "appraisal"), status=422 if refused else 200)


def _standing(one: FileRead) -> str:
    said = {
        "sent": f"最迟 {one.object_by} 可以提出异议",
        "objected": f"异议待复核，最迟 {one.answer_by}",
        "final": f"{one.final_on} 生效",
    }
    return said.get(one.state, "")


def _objection(
    one: FileRead, visitor: Visitor, here: str, said: str, refused: Refusal | None
) -> tuple[vm.StepForm, ...]:
    open_ = one.state == "sent" and one.object_by is not None and visitor.day <= one.object_by
    if not refused and not (open_ and _within(one.path, visitor.reach("appraisal.object"))):
        return ()
    return (
        admin_forms.form(
            code="object", title="提出异议", verb="提出异议", action=here, refused=refused,
            fields=[long_text("objection", "异议和理由", said)], cite=_cite(one.standard, "object"),
            note="" if _cite(one.standard, "object") else BORROWED,
        ),
    )  # fmt: skip


def _exchange(one: FileRead) -> tuple[vm.FactGroup, ...]:
    rows = []
    if one.objection:
        rows.append(vm.FactRow(label="异议", value=one.objection, source=str(one.objected_on)))
    if one.answer:
        rows.append(vm.FactRow(label="复核意见", value=one.answer, source=str(one.answered_on)))
    return (vm.FactGroup(title="异议和复核", rows=tuple(rows)),) if rows else ()


def _line_table(one: FileRead, here: str) -> vm.TableView:
    standard = standard_named(one.standard)
    titles = {item.code: item.title for item in standard.items} if standard else {}
    lines = [line for line in (one.settled or {}).get("lines", ()) if line["lost"] or line["fatal"]]
    return vm.TableView(
        caption="扣分",
        name="lines",
        columns=(vm.Column(label="项目", kind="main"), vm.Column(label="扣分", kind="short"), vm.Column(label="理由")),
        rows=tuple(
            vm.Row(
                href=reverse("appraisal_sheet", args=[one.case]),
                cells=(
                    vm.Cell(text=titles.get(line["item"], line["item"])),
                    vm.Cell(text="一票否决" if line["fatal"] else f"−{line['lost']}"),
                    vm.Cell(text=line["words"] or "与机器的评分相同"),
                ),
            )
            for line in lines
        ),
        empty=vm.Empty(what="没有扣分"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("appraisal.read")
def suggestion(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """A suggestion to mend, with the organ's report."""
    within = suggestions(reach=visitor.reach("appraisal.read"))
    one = next((found for found in within if found.id == key), None)
    if one is None:
        return missing(
            request, visitor, "没有这份建议书，或者它不在您的权限范围内。", to=("appraisal_results", "看评查结果")
        )
    here = reverse("appraisal_suggestion", args=[key])
    refused: Refusal | None = None
    said = ""
    if request.method == "POST":
        said = str(request.POST.get("reply", ""))
        refused = reply_to_suggestion(key, said, actor=visitor.actor)
        if refused is None:
            messages.success(request, "整改情况已经报送")
            return HttpResponseRedirect(here, status=303)
    may_reply = one.replied_on is None and _within(one.path, visitor.reach("appraisal.object"))
    form = admin_forms.form(
        code="reply", title="报送整改情况", verb="报送", action=here, refused=refused,
        fields=[long_text("reply", "整改情况", said)], cite=_cite(one.standard, "mend"),
        note="" if _cite(one.standard, "mend") else BORROWED,
    )  # fmt: skip
    rows = [
        vm.FactRow(label="问题和建议", value=one.content),
        vm.FactRow(label="整改期限", value=str(one.mend_by)),
        vm.FactRow(label="申请复查", value=f"最迟 {one.review_by}，向上一级司法行政机关提出"),
    ]
    if one.reply:
        rows.append(vm.FactRow(label="整改情况", value=one.reply, source=str(one.replied_on)))
    page = vm.RecordPage(
        title=f"督察建议书：{one.organ_name}",
        lead=f"{one.round_title}，{one.sent_on} 发出",
        back=link("回到评查结果", "appraisal_results"),
        forms=(form,) if may_reply or refused else (),
        facts=(vm.FactGroup(title="建议", rows=tuple(rows)),),
    )
    return show_page(request, page, shell=shell(request, visitor, "appraisal"), status=422 if refused else 200)


URLS = [
    path("appraisal/results", results, name="appraisal_results"),
    path("appraisal/results/<str:key>/<int:number>", result, name="appraisal_result"),
    path("appraisal/suggestions/<str:key>", suggestion, name="appraisal_suggestion"),
]
