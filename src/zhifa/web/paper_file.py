"""A document the system makes, as the file somebody asked for; where no PDF can be made, the way to one that can."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhifa.core.papers import Document
from zhifa.ports.render import NoFont, render_docx, render_page, render_pdf
from zhifa.web import viewmodels as vm
from zhifa.web.render import show_page
from zhifa.web.views.papers import DOCX, attachment
from zhifa.web.visitor import Visitor, shell

FORMS = ("docx", "pdf", "html")


def paper_file(
    request: HttpRequest, visitor: Visitor, document: Document, form: str, *, name: str, here: str,
    place: Callable[[str], str],
) -> HttpResponse:  # fmt: skip
    """The document in one of `FORMS` under a name; `place` gives the address of another form."""
    if form == "docx":
        return attachment(render_docx(document), DOCX, f"{name}.docx")
    if form == "html":
        return attachment(render_page(document).encode(), "text/html; charset=utf-8", f"{name}.html")
    made = render_pdf(document)
    if isinstance(made, NoFont):
        page = vm.ErrorPage(
            kind="refused", title="现在不能生成 PDF", what=f"{made.message}。请系统管理员在服务器上运行：{made.mend}",
            actions=(vm.Action(label="下载 DOCX", href=place("docx")),),
        )  # fmt: skip
        return show_page(request, page, shell=shell(request, visitor, here), status=503)
    return attachment(made.content, "application/pdf", f"{name}.pdf")
