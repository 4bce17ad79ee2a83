"""Papers: see one, see what a draft still lacks, issue it, take it along, bring the stamped copy back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhifa.acts.files import keep_file
from zhifa.acts.papers import Draft, preview_paper, withdraw_paper
from zhifa.acts.papers import issue_paper as issue
from zhifa.acts.papers import scan_back as bring_back
from zhifa.acts.work import context
from zhifa.core.papers import Document, Missing, Number, words
from zhifa.core.papers.fill import Gap
from zhifa.core.papers.stored import withdrawal_mark
from zhifa.core.permission import acting_on
from zhifa.core.values import Moment, Refusal, show_date
from zhifa.ports.render import NoFont, render_docx, render_html, render_page, render_pdf
from zhifa.ports.render.fonts import installed_fonts
from zhifa.ports.render.html import STYLESHEET
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.drafts import FileRead, read_files
from zhifa.store.readers.numbers import reserved_numbers
from zhifa.store.readers.papers import PaperRead, read_paper
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark, refusal_panel
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EVERYWHERE = ("",)
NO_PAPER = "没有这份文书，或者它不在您的权限范围内。"
WITHDRAWN = "（已撤回）"
"""Before the name of every file of a withdrawn paper, so that it is known without opening it."""


@require_safe
@cache_control(public=True, max_age=3600)
def paper_css(request: HttpRequest) -> HttpResponse:
    """The look of printed papers, the same that a paper kept as a file carries inside."""
    return HttpResponse(STYLESHEET.read_text(encoding="utf-8"), content_type="text/css; charset=utf-8")


def _unprintable(document: Document | None) -> str:
    """What this machine cannot print in PDF, said before anybody relies on it."""
    fonts = installed_fonts()
    if document is None or isinstance(fonts, NoFont):
        return ""
    lacking = fonts.missing(words(document))
    return f"PDF 中有本机字体没有的字，印作“〓”：{'、'.join(lacking)}" if lacking else ""


def _scan(read: PaperRead) -> FileRead | None:
    return read_files([read.row.scan], reach=EVERYWHERE).get(read.row.scan) if read.row.scan else None


def _paper_page(read: PaperRead, visitor: Visitor, refused: Refusal | None = None) -> vm.PaperPage:
    row, scan = read.row, _scan(read)
    copy = reverse("file", args=[row.case_id, row.scan]) if scan else ""
    downloads = [("下载 PDF", "paper_pdf"), ("下载 DOCX", "paper_docx"), ("下载网页版", "paper_html")]
    actions = [vm.Action(label="打印", href=reverse("paper_print", args=[row.pk]))] if read.document else []
    if scan:
        label = "下载盖章正本（撤回前）" if row.withdrawn_on else "下载盖章正本"
        actions.insert(
            0, vm.Action(label=label, href=f"{copy}?download=1", download=True, primary=not row.withdrawn_on)
        )
    if read.document:
        actions += [vm.Action(label=label, href=reverse(name, args=[row.pk])) for label, name in downloads]
    if not row.withdrawn_on and visitor.may("paper.withdraw"):
        actions.append(vm.Action(label="撤回这份文书", href=reverse("paper_withdraw", args=[row.pk])))
    steps = [("制作", show_date(row.issued_on)), ("签章", "扫描件已入卷" if scan else "")]
    if row.withdrawn_on:
        steps.append(("撤回", show_date(row.withdrawn_on)))
    return vm.PaperPage(
        row=vm.PaperRow(
            title=row.title,
            href=reverse("paper", args=[row.pk]),
            state="withdrawn" if row.withdrawn_on else "issued",
            number=row.number,
            on=row.issued_on,
        ),
        case=vm.Action(label=f"{row.case.number} · {row.case.party}", href=reverse("case", args=[row.case_id])),
        blocks=()
        if read.document
        else (vm.PaperBlock(kind="note", text="文书内容含个人信息，已依法清除；文号、日期和校验值仍在。"),),
        actions=tuple(actions),
        scan=reverse("scan_back", args=[row.pk])
        if visitor.works_on(row.case.kind, row.case.path) and not row.withdrawn_on
        else "",
        scanned=vm.Action(label=f"已传回：{scan.name}", href=copy) if scan else None,
        steps=tuple(steps),
        refusal=refusal_panel(refused, title="扫描件没有入卷") if refused else None,
        article=render_html(read.document, anchors=True) if read.document else "",
        stylesheet=reverse("paper_css"),
        scan_image=copy if scan and scan.media_type.startswith("image/") else "",
        note=f"撤回理由：{row.withdrawn_why}" if row.withdrawn_on else _unprintable(read.document),
        mark=withdrawal_mark(row.withdrawn_on, row.withdrawn_why) if row.withdrawn_on else None,
    )


@require_safe
@signed_in("case.read")
def paper(request: HttpRequest, visitor: Visitor, token: str) -> HttpResponse:
    """An issued paper: its content as it was issued, or the stamped copy that came back."""
    read = read_paper(token, reach=visitor.reach())
    if read is None:
        return missing(request, visitor, NO_PAPER)
    return show_page(request, _paper_page(read, visitor), shell=shell(request, visitor, "cases"))


@require_safe
@signed_in("case.read")
def paper_print(request: HttpRequest, visitor: Visitor, token: str) -> HttpResponse:
    """The paper alone, as the printer takes it."""
    read = read_paper(token, reach=visitor.reach())
    if read is None or read.document is None:
        return missing(request, visitor, NO_PAPER)
    page = vm.PaperPrint(
        title=f"{read.row.title} {read.row.number}",
        article=render_html(read.document),
        stylesheet=reverse("paper_css"),
        back=vm.Action(label="回到文书", href=reverse("paper", args=[token])),
    )
    return show_page(request, page)


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@signed_in("case.read")
def paper_file(request: HttpRequest, visitor: Visitor, token: str, form: str) -> HttpResponse:
    """The paper as PDF, DOCX or a web page of its own. Rendering happens here, outside any transaction."""
    read = read_paper(token, reach=visitor.reach())
    if read is None or read.document is None:
        return missing(request, visitor, NO_PAPER)
    name = f"{WITHDRAWN if read.row.withdrawn_on else ''}{read.row.title}{read.row.number}"
    if form == "docx":
        return attachment(render_docx(read.document), DOCX, f"{name}.docx")
    if form == "html":
        return attachment(render_page(read.document).encode(), "text/html; charset=utf-8", f"{name}.html")
    made = render_pdf(read.document)
    if isinstance(made, NoFont):
        return no_font(request, visitor, made, token)
    return attachment(made.content, "application/pdf", f"{name}.pdf")


def no_font(request: HttpRequest, visitor: Visitor, lacking: NoFont, token: str) -> HttpResponse:
    """PDF needs a Chinese font: said with the command that mends it, and with the forms that work meanwhile."""
    page = vm.ErrorPage(
        kind="refused",
        title="现在不能生成 PDF",
        what=f"{lacking.message}。请系统管理员在服务器上运行：{lacking.mend}",
        kept="文书已经制作，内容没有受影响",
        actions=(
            vm.Action(label="下载 DOCX", href=reverse("paper_docx", args=[token]), primary=True),
            vm.Action(label="下载网页版", href=reverse("paper_html", args=[token])),
            vm.Action(label="回到文书", href=reverse("paper", args=[token])),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=503)


def _gaps(gaps: Sequence[Gap], read: CaseRead, proceeding: str, visitor: Visitor) -> Iterator[vm.Lack]:
    """What a draft lacks, gathered by the step at which it is recorded."""
    procedure = read.view.state.procedure(proceeding, visitor.day)
    steps = tuple(procedure.steps.values()) if procedure else ()
    by_step: dict[str, list[str]] = {}
    for gap in gaps:
        place = next((s.code for s in steps if gap.code in s.facts), "") if gap.kind == "fact" else ""
        by_step.setdefault(place, []).append(gap.label)
    for code, labels in by_step.items():
        step = next((s for s in steps if s.code == code), None)
        if step is None:
            yield vm.Lack(what="、".join(labels), hint="在案件或者单位资料中补登")
            continue
        href = f"{reverse('case', args=[read.row.pk])}?p={proceeding}#step-{code}"
        action = vm.Action(label=f"到“{step.title}”填写", href=href)
        yield vm.Lack(what="、".join(labels), action=action, law=law_mark(step.cite) if step.cite else None)


def _draft_page(
    read: CaseRead, visitor: Visitor, proceeding: str, code: str, draft: Draft, refused: Refusal | None
) -> vm.PaperPage:
    found = draft.found
    entry = context().rules(visitor.day).entry("paper", code)
    title = str(entry.data.get("title", code)) if entry else code
    if isinstance(found, Missing):
        lacks = tuple(_gaps(found.gaps, read, proceeding, visitor))
    else:
        lacks = tuple(
            vm.Lack(what=str(f), law=law_mark(f.cite) if f.cite else None, hint=f.remedy) for f in draft.faults
        )
    ready = isinstance(found, Document) and visitor.works_on(read.row.kind, read.row.path)
    create = vm.Action(
        label="制作并编号",
        href=reverse("issue_paper", args=[read.row.pk, proceeding, code]),
        post=True,
        primary=True,
        confirm=f"制作后《{title}》的文号和内容固定，不能再改。现在制作？",
    )
    empty = vm.PaperBlock(kind="note", text="所缺内容补齐以后，这里显示文书的样子。")
    return vm.PaperPage(
        row=vm.PaperRow(
            title=title,
            href=reverse("paper_draft", args=[read.row.pk, proceeding, code]),
            state="draft",
            law=law_mark(entry.cite) if entry and entry.cite else None,
        ),
        case=vm.Action(
            label=f"{read.row.number} · {read.row.party}", href=f"{reverse('case', args=[read.row.pk])}?p={proceeding}"
        ),
        blocks=() if isinstance(found, Document) else (vm.PaperBlock(kind="title", text=title), empty),
        actions=(create,) if ready and not lacks else (),
        missing=lacks,
        steps=(("草稿", "内容齐全" if isinstance(found, Document) and not lacks else ""), ("制作", ""), ("签章", "")),
        refusal=refusal_panel(refused, title="没有制作") if refused else None,
        article=render_html(found) if isinstance(found, Document) else "",
        stylesheet=reverse("paper_css"),
        note=_unprintable(found if isinstance(found, Document) else None),
        serials=_serials(read, visitor, str(entry.data.get("number_kind", "")) if entry else "") if ready else (),
        numbered=reverse("issue_paper", args=[read.row.pk, proceeding, code]),
        today=str(visitor.day),
    )


def _serials(read: CaseRead, visitor: Visitor, kind: str) -> tuple[vm.Option, ...]:
    """Numbers that stand on pre-numbered forms of the visitor or of the officers in charge."""
    if not kind:
        return ()
    organ, year = read.row.organ, visitor.day.year
    holders = {visitor.person.id, *read.view.case.officers}
    return tuple(
        vm.Option(value=str(serial), label=str(Number(organ.mark, kind, year, serial)))
        for serial, _ in reserved_numbers(organ.pk, kind, year, holders)
    )


def _printed(request: HttpRequest) -> tuple[int | None, Moment | None] | Refusal:
    """The number printed on a form and the day it was filled out, where they were posted."""
    serial, on = str(request.POST.get("serial", "")).strip(), str(request.POST.get("on", "")).strip()
    if not serial:
        return None, None
    if not serial.isdecimal() or len(serial) > 8:
        return Refusal("bad_input", "请选择预印文号", "从列表中选择表格上的文号", missing=("serial",))
    try:
        return int(serial), Moment.parse(on) if on else None
    except ValueError as error:
        return Refusal("bad_input", f"填发日期：{error}", "写作 2024-03-05", missing=("on",))


def _show_draft(
    request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, code: str, refused: Refusal | None = None
) -> HttpResponse:
    read = read_case(case_id, reach=visitor.reach(), context=context(), day=visitor.day)
    if read is None or proceeding not in read.view.case.proceedings:
        return missing(request, visitor, NO_PAPER)
    found = preview_paper(case_id, proceeding, code, actor=visitor.actor)
    if isinstance(found, Refusal):
        return missing(request, visitor, NO_PAPER)
    page = _draft_page(read, visitor, proceeding, code, found, refused)
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refused else 200)


@require_safe
@signed_in("case.read")
def paper_draft(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, code: str) -> HttpResponse:
    """A paper as it would be issued now, or everything it still lacks and where to fill it in."""
    return _show_draft(request, visitor, case_id, proceeding, code)


@require_POST
@signed_in("case.work")
def issue_paper(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, code: str) -> HttpResponse:
    """Issue a paper under its number."""
    read = read_case(case_id, reach=visitor.reach("case.work"), context=context(), day=visitor.day)
    if read is None or not visitor.works_on(read.row.kind, read.row.path):
        return missing(request, visitor, NO_PAPER)
    printed = _printed(request)
    result = (
        printed
        if isinstance(printed, Refusal)
        else issue(
            case_id,
            proceeding,
            code,
            actor=visitor.actor,
            serial=printed[0],
            at=printed[1],
            afterwards=printed[0] is not None,
        )
    )
    if isinstance(result, Refusal):
        return _show_draft(request, visitor, case_id, proceeding, code, result)
    messages.success(request, f"已制作 {result.number or result.document.title}；打印、签字、盖章后把扫描件传回")
    return HttpResponseRedirect(reverse("paper", args=[result.token]), status=303)


@require_POST
@signed_in("case.work")
def scan_back(request: HttpRequest, visitor: Visitor, token: str) -> HttpResponse:
    """Keep the scan of the signed and stamped paper as the copy that was issued."""
    read = read_paper(token, reach=visitor.reach("case.work"))
    if read is None or not visitor.works_on(read.row.case.kind, read.row.case.path):
        return missing(request, visitor, NO_PAPER)
    upload = request.FILES.get("scan")
    if upload is None:
        result: object = Refusal("bad_input", "还没有选择扫描件", "选择盖章后的扫描件或照片，再按“传回”")
    else:
        result = keep_file(
            upload.name or "", upload.content_type or "", upload.chunks(), upload.size or 0,
            path=read.row.case.path, actor=visitor.actor, action=acting_on(read.row.case.kind),
        )  # fmt: skip
    if isinstance(result, str):
        result = bring_back(token, result, actor=visitor.actor)
    if isinstance(result, Refusal):
        page = _paper_page(read, visitor, result)
        return show_page(request, page, shell=shell(request, visitor, "cases"), status=422)
    messages.success(request, "扫描件已作为正本入卷")
    return HttpResponseRedirect(reverse("paper", args=[token]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("paper.withdraw")
def paper_withdraw(request: HttpRequest, visitor: Visitor, token: str) -> HttpResponse:
    """Take an issued paper back, with a reason that whoever checks it may read."""
    read = read_paper(token, reach=visitor.reach("paper.withdraw"))
    if read is None:
        return missing(request, visitor, NO_PAPER)
    reason, refused = str(request.POST.get("reason", "")).strip(), None
    if request.method == "POST":
        done = withdraw_paper(token, reason=reason, actor=visitor.actor)
        if not isinstance(done, Refusal):
            messages.success(request, f"{read.row.number or read.row.title} 已撤回；扫码核验时会显示已撤回和理由")
            return HttpResponseRedirect(reverse("paper", args=[token]), status=303)
        refused = done
    hint = "例如金额写错、送错当事人；任何人核验这份文书都看得到，不要写个人信息"
    page = vm.FormPage(
        title=f"撤回 {read.row.title} {read.row.number}",
        lead="撤回以后文书不再有效，内容仍在案卷中，文号不再使用。已经送达的，要把撤回告知当事人；"
        "决定本身要改变的，在案件中另行作出决定。",
        form=admin_forms.form(
            code="withdraw", title="撤回", verb="撤回", refused=refused, action=reverse("paper_withdraw", args=[token]),
            fields=[admin_forms.text("reason", "理由", reason, hint=hint)],
        ),
        back=vm.Action(label="回到文书", href=reverse("paper", args=[token])),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=422 if refused else 200)


URLS = [
    path("paper.css", paper_css, name="paper_css"),
    path("papers/<str:token>", paper, name="paper"),
    path("papers/<str:token>/print", paper_print, name="paper_print"),
    path("papers/<str:token>/pdf", paper_file, {"form": "pdf"}, name="paper_pdf"),
    path("papers/<str:token>/docx", paper_file, {"form": "docx"}, name="paper_docx"),
    path("papers/<str:token>/html", paper_file, {"form": "html"}, name="paper_html"),
    path("papers/<str:token>/scan", scan_back, name="scan_back"),
    path("papers/<str:token>/withdraw", paper_withdraw, name="paper_withdraw"),
    path("cases/<str:case_id>/p/<str:proceeding>/papers/<str:code>", paper_draft, name="paper_draft"),
    path("cases/<str:case_id>/p/<str:proceeding>/papers/<str:code>/issue", issue_paper, name="issue_paper"),
]
