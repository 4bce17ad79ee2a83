"""Completing a case known from a list: what would be found, what the file does not tell, and who says so."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode

from zhifa.acts.completing import Outlook, complete_listed, outlook
from zhifa.acts.files import KINDS
from zhifa.acts.work import context
from zhifa.core.permission import Person
from zhifa.core.procedure.completing import Completion
from zhifa.core.procedure.findings import Finding
from zhifa.core.values import Refusal
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.people import staff
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.marks import LEVELS, optional_mark
from zhifa.web.render import show_page
from zhifa.web.timeline import correction_place
from zhifa.web.views.steps import keep_uploads
from zhifa.web.visitor import Visitor, missing, shell, signed_in

UNFOUND = "unfound-"
"""How the name of the field begins that says why a step was not found."""
SURE = "是"


@signed_in("case.work")
def complete(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str) -> HttpResponse:
    """Look at what completing would bring, as often as wanted; then complete."""
    read = read_case(case_id, reach=visitor.reach("case.work"), context=context(), day=visitor.day)
    if read is None or not visitor.works_on(read.row.kind, read.row.path):
        return missing(request, visitor)
    found = read.view.case.proceedings.get(proceeding)
    if found is None or not found.listed:
        return missing(request, visitor, "这个程序不是由清单录入的，不用补齐。")
    typed: Typed = typed_of(request) if request.method == "POST" else {}
    said = _unfound(typed) if request.method == "POST" else dict(found.unfound)
    refused: Refusal | None = None
    if typed.get("sure") == SURE:
        result = _completed(request, visitor, read, proceeding, typed, said)
        if not isinstance(result, Refusal):
            messages.success(request, "已补齐，从现在起和别的案件一样判断")
            return HttpResponseRedirect(f"{reverse('case', args=[case_id])}?p={proceeding}", status=303)
        refused = result
    page = _page(read, visitor, proceeding, typed, said, refused)
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refused else 200)


def _unfound(typed: Typed) -> dict[str, str]:
    return {name.removeprefix(UNFOUND): why for name, why in typed.items() if name.startswith(UNFOUND) and why}


def _completed(
    request: HttpRequest, visitor: Visitor, read: CaseRead, proceeding: str, typed: Typed, said: Mapping[str, str]
) -> Refusal | None:
    uploads = keep_uploads(request, read.row.path, visitor, read.row.kind)
    if isinstance(uploads, Refusal):
        return uploads
    completion = Completion(proceeding, visitor.actor.id, typed.get("note", ""), said, next(iter(uploads.values()), ""))
    result = complete_listed(read.row.pk, completion, actor=visitor.actor)
    return result if isinstance(result, Refusal) else None


def _page(
    read: CaseRead, visitor: Visitor, proceeding: str, typed: Typed, said: Mapping[str, str], refused: Refusal | None
) -> vm.FormPage:
    people: dict[str, Person] = {
        line.person.id: line.person.within(read.row.path) for line in staff(reach=(read.row.path,))
    }
    seen = outlook(read.view.case, proceeding, said, people={**read.people, **people}.get, day=visitor.day)
    procedure = read.view.state.procedure(proceeding)
    case_id = read.row.pk
    fields = [
        admin_forms.text(
            f"{UNFOUND}{step.code}", f"没有查到“{step.title}”的原因", said.get(step.code, ""), required=False
        )
        for step in seen.lacking
    ]  # fmt: skip
    fields += [
        vm.FieldView(name="note", label="依据", kind="text", value=typed.get("note", ""),
                     hint="依据哪一份案卷，谁核对的"),
        vm.FieldView(name="scan", label="案卷扫描件", kind="file", accept=",".join(KINDS), required=False),
        vm.FieldView(name="sure", label="看过下面的问题，确认补齐", kind="boolean", value="否",
                     hint="选“否”只重新核对，不写入案卷"),
    ]  # fmt: skip
    return vm.FormPage(
        title=f"补齐：{procedure.title if procedure else '清单案件'}",
        lead="由清单录入的案件，清单没有写的不作判断。先补录案卷里有的步骤，用更正补上人员和事实，再在这里补齐："
        "从此和别的案件一样判断，没有录入的就是没有办理。",
        form=admin_forms.form(
            code="complete", title=f"{read.row.number} · {read.row.party}", verb="补齐",
            action=reverse("complete", args=[case_id, proceeding]), fields=fields, refused=refused,
            note="没有录入的步骤：没有办理的空着，照样判断；办过而案卷里查不到的写明原因，列为待查。",
        ),
        back=vm.Action(label="回到案件", href=f"{reverse('case', args=[case_id])}?p={proceeding}"),
        more=(vm.Action(label="补录案卷里有的步骤", href=reverse("record", args=[case_id]), primary=True),),
        table=_table(read, seen),
    )  # fmt: skip


def _table(read: CaseRead, seen: Outlook) -> vm.TableView:
    return vm.TableView(
        caption="补齐以后的问题",
        columns=(
            vm.Column(label="补齐以后的问题", kind="main"), vm.Column(label="依据"), vm.Column(label="怎样改"),
            vm.Column(label="日期", kind="short"),
        ),
        rows=tuple(_row(read, finding) for finding in seen.findings),
        empty=vm.Empty(what="没有问题", how="可以补齐。"),
    )  # fmt: skip


def _row(read: CaseRead, finding: Finding) -> vm.Row:
    """A finding that would be there, with the way to enter what lacks or to add to what the list told."""
    level, word = LEVELS.get(finding.level, ("blue", "提示"))
    href, mends = _way(read, finding)
    law = optional_mark(finding.cite)
    return vm.Row(
        href=href,
        cells=(
            vm.Cell(text=finding.message, sub=word, level=level), vm.Cell(law=law) if law else vm.Cell(),
            vm.Cell(text=mends, href=href), vm.Cell(on=finding.on),
        ),
    )  # fmt: skip


def _way(read: CaseRead, finding: Finding) -> tuple[str, str]:
    """Where it is mended, and how."""
    procedure = read.view.state.procedure(finding.proceeding)
    lacking = [code for code in finding.about if finding.code == "order" and procedure and code in procedure.steps]
    if lacking:
        asked = urlencode({"step": [f"{finding.proceeding}/{code}" for code in lacking]}, doseq=True)
        return f"{reverse('record', args=[read.row.pk])}?{asked}", "案卷里有的，补录这一步"
    told = (t for t in read.view.case.taken if t.version == finding.version and t.step == finding.step)
    taken = next(told, None)
    if taken is None:
        return "", finding.remedy
    return correction_place(read.row.pk, taken.version, taken.part), "更正这一步，补上清单没有写的"


URLS = [path("cases/<str:case_id>/p/<str:proceeding>/complete", complete, name="complete")]
