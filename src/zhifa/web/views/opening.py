"""Beginning a case of any kind with the first step of its procedure: an application, a penalty on the spot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.procedure.reading import procedure
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark
from zhifa.web.offers import offers
from zhifa.web.render import show_page
from zhifa.web.views.lists import begin, opening_form
from zhifa.web.visitor import Visitor, missing, shell, signed_in


@require_safe
@signed_in("case.act")
def new_cases(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Everything a case can begin with, each with its article."""
    known = context().rules(visitor.day).entries("procedure")
    table = vm.TableView(
        caption="可以登记的程序",
        columns=(vm.Column(label="登记", kind="main"), vm.Column(label="程序"), vm.Column(label="依据")),
        rows=tuple(
            vm.Row(
                href=reverse("new_case", args=[code]),
                cells=(
                    vm.Cell(text=verb),
                    vm.Cell(text=str(known[code].data["title"])),
                    vm.Cell(law=law_mark(known[code].cite, status=known[code].status)),
                ),
            )
            for code, verb in offers(visitor).items()
        ),
        empty=vm.Empty(what="没有可以登记的程序"),
    )
    page = vm.ListPage(
        title="登记案件",
        lead="从线索、检查开始的，在“线索”“检查”里登记；许可的变更、延续、撤销等，从许可登记簿打开原来的案件更省事。",
        table=table,
        actions=(vm.Action(label="回到案件", href=reverse("cases")),),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"))


@signed_in("case.act")
def new_case(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """The first step of a procedure as a form; taking it opens the case."""
    named = offers(visitor).get(code, "")
    found = procedure(context().rules(visitor.day), code) if named else None
    if found is None:
        return missing(request, visitor)
    typed, refusal = None, None
    if request.method == "POST":
        result = begin(request, visitor, code)
        if isinstance(result, HttpResponse):
            return result
        typed, refusal = result
    place = reverse("new_case", args=[code])
    form = opening_form(visitor, code, place, verb=named, typed=typed, refusal=refusal)
    if form is None:
        return missing(request, visitor)
    page = vm.FormPage(
        title=named,
        lead=f"{found.title}从“{form.title}”开始；登记后的每一步和期限在案件页上。",
        form=form,
        back=vm.Action(label="回到案件", href=reverse("cases")),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refusal else 200)


URLS = [path("new", new_cases, name="new_cases"), path("new/<str:code>", new_case, name="new_case")]
