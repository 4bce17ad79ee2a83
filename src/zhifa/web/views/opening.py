"""Beginning a case of any kind with the first step of its procedure: an application, a penalty on the spot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.permission import COMPLAINT
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
    table = vm.TableView(
        caption="可以登记的程序",
        columns=(vm.Column(label="登记", kind="main"), vm.Column(label="程序"), vm.Column(label="依据")),
        rows=tuple(
            vm.Row(
                href=offer.href,
                cells=(
                    vm.Cell(text=offer.label),
                    vm.Cell(text=str(offer.entry.data["title"])),
                    vm.Cell(law=law_mark(offer.entry.cite, status=offer.entry.status)),
                ),
            )
            for offer in offers(visitor)
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
    wanted = str(request.GET.get("step", ""))
    offer = next((o for o in offers(visitor) if o.code == code and wanted in ("", o.step)), None)
    found = procedure(context().rules(visitor.day), code)
    if offer is None or found is None:
        return missing(request, visitor)
    typed, refusal = None, None
    if request.method == "POST":
        result = begin(request, visitor, code, offer.step)
        if isinstance(result, HttpResponse):
            return result
        typed, refusal = result
    form = opening_form(visitor, code, offer.href, verb=offer.label, typed=typed, refusal=refusal, begun_by=offer.step)
    if form is None:
        return missing(request, visitor)
    here, back = ("complaints", "回到投诉、信访") if found.kind == COMPLAINT else ("cases", "回到案件")
    page = vm.FormPage(
        title=offer.label,
        lead=f"{found.title}从“{form.title}”开始；登记后的每一步和期限在案件页上。",
        form=form,
        back=vm.Action(label=back, href=reverse(here)),
    )
    return show_page(request, page, shell=shell(request, visitor, here), status=422 if refusal else 200)


URLS = [path("new", new_cases, name="new_cases"), path("new/<str:code>", new_case, name="new_case")]
