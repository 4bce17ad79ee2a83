"""The procedure of a proceeding corrected: under whose rules of procedure it should have been opened."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from zhifa.acts.cases import correct_opening
from zhifa.acts.work import context
from zhifa.core.conditions import Unknown
from zhifa.core.kinship import family, kin, variant
from zhifa.core.procedure.case import Proceeding
from zhifa.core.procedure.taking import Reopened
from zhifa.core.values import Refusal
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark, refusal_panel
from zhifa.web.regimes import open_to
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in


def others(code: str, visitor: Visitor) -> tuple[str, ...]:
    """The procedures of the same family in force, where there is more than one to choose from."""
    known = context().rules(visitor.day).entries("procedure")
    base = kin(context().book, code)[-1]
    found = [one for one in family(context().book, base) if one in known]
    found = [one for one in found if one in (base, code) or known[one].data.get("regime")]
    return tuple(found) if any(known[one].data.get("regime") for one in found) else ()


@signed_in("case.correct")
def choose(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str) -> HttpResponse:
    """Choose the procedure again. Steps stay as they were taken; periods, findings and counts follow the right one."""
    read = read_case(case_id, reach=visitor.reach("case.correct"), context=context(), day=visitor.day)
    old = read.view.case.proceedings.get(proceeding) if read else None
    known = others(old.procedure, visitor) if old else ()
    if read is None or old is None or not known:
        return missing(request, visitor)
    refused: Refusal | None = None
    if request.method == "POST":
        wanted = str(request.POST.get("procedure", ""))
        reason = str(request.POST.get("reason", ""))[:400]
        result = (
            correct_opening(case_id, Reopened(proceeding, visitor.actor.id, reason, wanted), actor=visitor.actor)
            if wanted in known
            else Refusal("bad_input", "没有这个程序", "从列表中选择", missing=("procedure",))
        )
        if not isinstance(result, Refusal):
            messages.success(request, "程序已更正，期限、问题和统计已重算；更正前的记载保留在经过中")
            return HttpResponseRedirect(f"{reverse('case', args=[case_id])}?p={proceeding}", status=303)
        refused = result
    page = vm.FormPage(
        title="更正适用的程序",
        lead="已经办的步骤照旧保留，按更正后的程序重新核对；期限重算，缺少的步骤列为问题。更正理由写入案卷。",
        form=_form(request, read, visitor, old, known, refused),
        back=vm.Action(label="回到案件", href=f"{reverse('case', args=[case_id])}?p={proceeding}"),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refused else 200)


def _form(
    request: HttpRequest,
    read: CaseRead,
    visitor: Visitor,
    old: Proceeding,
    known: tuple[str, ...],
    refused: Refusal | None,
) -> vm.StepForm:
    entries = context().rules(visitor.day).entries("procedure")
    matter = read.view.state.fact(old.id, "matter.code")
    said = next((c for c in open_to(None if isinstance(matter, Unknown) else str(matter), visitor) if c.proposed), None)
    rules, base = context().rules(visitor.day), kin(context().book, old.procedure)[-1]
    meant = variant(rules, base, said.code) if said else ""
    chosen = str(request.POST.get("procedure", old.procedure))
    options = tuple(
        vm.Option(
            value=code,
            label=str(entries[code].data["title"]) + ("（建议）" if code == meant else ""),
            selected=code == chosen,
        )
        for code in known
    )
    return vm.StepForm(
        code="procedure",
        title="适用的程序",
        verb="更正",
        action=reverse("choose_procedure", args=[read.row.pk, old.id]),
        fields=(
            vm.FieldView(
                name="procedure",
                label="应当适用的程序",
                kind="choice",
                value=chosen,
                options=options,
                hint=f"建议：{said.title}。{said.reason}" if said else "",
            ),
            vm.FieldView(
                name="reason",
                label="更正理由",
                kind="longtext",
                value=str(request.POST.get("reason", ""))[:400],
                hint="写明原来为什么选错，例如 事项的主管部门是市场监督管理部门",
            ),
        ),
        law=law_mark(entries[old.procedure].cite),
        refusal=refusal_panel(refused, title="还不能更正") if refused else None,
    )


URLS = [path("cases/<str:case_id>/p/<str:proceeding>/procedure", choose, name="choose_procedure")]
