"""The officers in charge answer what a reviewer or the head asked before giving an opinion."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from zhifa.acts.questions import answer
from zhifa.core.values import Refusal
from zhifa.web.questions import Answering
from zhifa.web.render import show_page
from zhifa.web.views.case import case_page, open_desk
from zhifa.web.visitor import Visitor, missing, shell, signed_in


@require_POST
@signed_in("case.act")
def answer_question(request: HttpRequest, visitor: Visitor, case_id: str, version: int) -> HttpResponse:
    """Answer one question; a refusal stands above what was typed."""
    desk = open_desk(visitor, case_id)
    if desk is None:
        return missing(request, visitor)
    typed = str(request.POST.get("answer", ""))
    done = answer(case_id, version, typed, actor=visitor.actor)
    if isinstance(done, Refusal):
        page = case_page(desk, Answering(version, typed, done))
        return show_page(request, page, shell=shell(request, visitor, "cases"), status=422)
    messages.success(request, "已回答，提问人会在审核页看到")
    return HttpResponseRedirect(reverse("case", args=[case_id]), status=303)


URLS = [path("cases/<str:case_id>/questions/<int:version>", answer_question, name="answer_question")]
