"""Beginning a case of any kind with the first step of its procedure: an application, a penalty on the spot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.proceedings import openable
from zhifa.acts.work import context
from zhifa.core.procedure.reading import procedure
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark
from zhifa.web.render import show_page
from zhifa.web.views.lists import OFFERED, begin, first_step, opening_form
from zhifa.web.visitor import Visitor, missing, shell, signed_in


@signed_in("case.act")
def new_case(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """The first step of a procedure as a form; taking it opens the case."""
    verbs = OFFERED | {entry.key: str(entry.data["title"]) for entry in openable(context(), visitor.day)}
    found = procedure(context().rules(visitor.day), code) if code in verbs else None
    if found is None:
        return missing(request, visitor)
    typed, refusal = None, None
    if request.method == "POST":
        result = begin(request, visitor, code)
        if isinstance(result, HttpResponse):
            return result
        typed, refusal = result
    place = reverse("new_case", args=[code])
    form = opening_form(visitor, code, place, verb=verbs[code], typed=typed, refusal=refusal)
    if form is None:
        return missing(request, visitor)
    page = vm.FormPage(
        title=verbs[code],
        lead=f"{found.title}从“{form.title}”开始；登记后的每一步和期限在案件页上。",
        form=form,
        back=vm.Action(label="回到案件", href=reverse("cases")),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refusal else 200)


@require_safe
@signed_in("case.act")
def kinds(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every procedure a case may begin with, with its article: those that have no button of their own."""
    table = vm.TableView(
        caption="可以直接建立案件的程序",
        columns=(vm.Column(label="程序", kind="main"), vm.Column(label="依据"), vm.Column(label="从哪一步开始")),
        rows=tuple(
            vm.Row(
                href=reverse("new_case", args=[entry.key]),
                cells=(
                    vm.Cell(text=str(entry.data["title"])),
                    vm.Cell(law=law_mark(entry.cite, status=entry.status)),
                    vm.Cell(text=first.title if (first := first_step(entry.key, visitor)) else ""),
                ),
            )
            for entry in openable(context(), visitor.day)
        ),
        empty=vm.Empty(what="没有可以直接建立案件的程序"),
    )
    lead = "从线索开始的案件在“线索”里处理；强制执行在作出决定的案件里“增加程序”。"
    page = vm.ListPage(title="建立案件", lead=lead, table=table)
    return show_page(request, page, shell=shell(request, visitor, "cases"))


URLS = [
    path("new", kinds, name="new_kinds"),
    path("new/<str:code>", new_case, name="new_case"),
]
