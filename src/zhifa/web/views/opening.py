"""Beginning a case of any kind with the first step of its procedure: an application, a penalty on the spot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from zhifa.acts.work import context
from zhifa.core.procedure.reading import procedure
from zhifa.web import viewmodels as vm
from zhifa.web.offers import offers
from zhifa.web.render import show_page
from zhifa.web.views.lists import begin, opening_form
from zhifa.web.visitor import Visitor, missing, shell, signed_in


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
    form = opening_form(visitor, code, offer.href, verb=offer.label, typed=typed, refusal=refusal, wanted=offer.step)
    if form is None:
        return missing(request, visitor)
    page = vm.FormPage(
        title=offer.label,
        lead=f"{found.title}从“{form.title}”开始；登记后的每一步和期限在案件页上。",
        form=form,
        back=vm.Action(label="回到案件", href=reverse("cases")),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refusal else 200)


URLS = [path("new/<str:code>", new_case, name="new_case")]
