"""Papers of another organ that came along with its letter: those the letter lists, read where they stand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.ports.render import render_html
from zhifa.store.readers.letters import referred_paper
from zhifa.web import viewmodels as vm
from zhifa.web.render import show_page
from zhifa.web.views.papers import NO_PAPER
from zhifa.web.visitor import Visitor, missing, signed_in


@require_safe
@signed_in("case.read")
def paper(request: HttpRequest, visitor: Visitor, case_id: str, token: str) -> HttpResponse:
    """A paper of the sender, as the printer takes it; nothing else of the sender's case is opened by it."""
    read = referred_paper(case_id, token, reach=visitor.reach(), context=context(), day=visitor.day)
    if read is None or read.document is None:
        return missing(request, visitor, NO_PAPER)
    page = vm.PaperPrint(
        title=f"{read.row.title} {read.row.number}",
        article=render_html(read.document),
        stylesheet=reverse("paper_css"),
        back=vm.Action(label="回到案件", href=reverse("case", args=[case_id])),
    )
    return show_page(request, page)


URLS = [path("cases/<str:case_id>/referred/<str:token>", paper, name="referred_paper")]
