"""Templates of papers: the list, and the editor with its live preview; a change becomes a draft of rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhifa.acts.drafting import Written, allowed, enter_draft
from zhifa.acts.templating import Tried, template_entry, try_template
from zhifa.acts.work import context
from zhifa.core.papers.plaintext import MARKS, OPTIONS, to_text
from zhifa.core.papers.template import CONTEXT_LABELS
from zhifa.core.rulebook import Entry
from zhifa.core.values import Refusal
from zhifa.ports.render import NoFont, render_html, render_pdf
from zhifa.store.readers.cases import CaseFilter, case_page
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import typed_of
from zhifa.web.marks import law_mark, refusal_panel
from zhifa.web.render import show_fragment, show_page
from zhifa.web.views.papers import attachment
from zhifa.web.visitor import Visitor, missing, shell, signed_in

LIST = ("paper_templates", "看文书模板")
CASES = 30
FACTS = 400
KINDS = {"paper": "文书", "passage": "段落"}


def _title(entry: Entry) -> str:
    return str(entry.data.get("title") or entry.key)


@require_safe
@signed_in("rules.read")
def templates(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every template in force, and the passages they share."""
    query = str(request.GET.get("q", "")).strip()[:60]
    kind = "passage" if request.GET.get("kind") == "passage" else "paper"
    rules = context().rules(visitor.day)
    place = reverse("paper_templates")
    rows, used = [], _uses(rules.entries("paper"))
    for entry in rules.entries(kind).values():
        applies = [str(code) for code in entry.data.get("applies_to", ())]
        names = [str(found.data.get("title", code)) for code in applies if (found := rules.entry("procedure", code))]
        about = "、".join(names[:3]) + (f"等 {len(names)} 个程序" if len(names) > 3 else "")
        if kind == "passage":
            about = f"{used.get(entry.key, 0)} 种文书使用"
        if query and query not in f"{_title(entry)} {entry.key} {about}":
            continue
        cells = (
            vm.Cell(text=_title(entry), sub=entry.key),
            vm.Cell(text=about),
            vm.Cell(text=str(entry.data.get("number_kind", "")) or "不编号" if kind == "paper" else ""),
            vm.Cell(on=entry.validity.start),
            vm.Cell(law=law_mark(entry.cite, status=entry.status) if entry.cite else None),
        )
        rows.append(vm.Row(href=reverse("paper_template", args=[kind, entry.key]), cells=cells))
    page = vm.ListPage(
        title="文书模板",
        lead="文字可以改，法定内容不能少；改动作为规则草案，另一人批准、公布以后自施行日适用，已经制作的文书不变",
        table=vm.TableView(
            caption="模板",
            columns=(
                vm.Column(label="名称", kind="main"), vm.Column(label="程序" if kind == "paper" else "使用"),
                vm.Column(label="字", kind="short"), vm.Column(label="自", kind="date"),
                vm.Column(label="依据", kind="short"),
            ),
            rows=tuple(rows),
            empty=vm.Empty(what="没有这样的模板", how="换一个词"),
            query=query,
            query_href=f"{place}?kind={kind}",
            filters=tuple(
                vm.Filter(
                    label=label, href=f"{place}?kind={name}", here=name == kind, count=str(len(rules.entries(name)))
                )
                for name, label in KINDS.items()
            ),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "paper_templates"))


def _uses(papers: Mapping[str, Entry]) -> dict[str, int]:
    """How many papers use each passage."""
    count: dict[str, int] = {}
    for entry in papers.values():
        for name in {str(item["passage"]) for item in entry.data.get("body", ()) if "passage" in item}:
            count[name] = count.get(name, 0) + 1
    return count


def _typed(request: HttpRequest, entry: Entry) -> tuple[str, str]:
    """The text and the required facts as they were typed, else as they stand."""
    if request.method == "POST":
        return str(request.POST.get("text", "")), str(request.POST.get("required", ""))
    return to_text(entry.data.get("body", ())), "、".join(map(str, entry.data.get("required", ())))


def _try(request: HttpRequest, visitor: Visitor, entry: Entry) -> Tried:
    text, required = _typed(request, entry)
    return try_template(
        entry, text, required, actor=visitor.actor, organ=visitor.organ.name, case_id=str(request.POST.get("case", ""))
    )


def preview_of(tried: Tried) -> vm.TemplatePreview:
    """The paper as it would look, and what is wrong with it, by line where a line is wrong."""
    return vm.TemplatePreview(
        article=render_html(tried.document) if tried.document else "",
        problems=tried.problems,
        stylesheet=reverse("paper_css"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("rules.read")
def template(request: HttpRequest, visitor: Visitor, section: str, code: str) -> HttpResponse:
    """Edit a template; what is saved is a draft of rules."""
    entry = template_entry(section, code)
    if entry is None:
        return missing(request, visitor, "没有这种文书模板。", to=LIST)
    tried = _try(request, visitor, entry)
    refused: Refusal | None = None
    if request.method == "POST":
        done = allowed(visitor.actor, "rules.draft") or _save(request, visitor, tried)
        if isinstance(done, str):
            messages.success(request, "已存为规则草案，核对结果在下面")
            return HttpResponseRedirect(reverse("rule_draft", args=[done]), status=303)
        refused = done
    page = _page(request, visitor, entry, tried, refused)
    status = 403 if refused and refused.code == "forbidden" else 422 if refused else 200
    return show_page(request, page, shell=shell(request, visitor, "paper_templates"), status=status)


def _save(request: HttpRequest, visitor: Visitor, tried: Tried) -> str | Refusal:
    if not tried.data:
        return Refusal("bad_input", tried.problems[0], "按所说的行改正再保存", missing=("text",))
    typed = typed_of(request)
    day = admin_forms.read_day(typed, "effective", "施行日")
    if isinstance(day, Refusal):
        return day
    if day is None:
        return Refusal("bad_input", "请填写施行日", "模板自哪一天起适用", missing=("effective",))
    return enter_draft(Written(tried.rule_text, day, typed.get("reason", "")), actor=visitor.actor)


def _page(
    request: HttpRequest, visitor: Visitor, entry: Entry, tried: Tried, refused: Refusal | None
) -> vm.TemplateEditor:
    text, required = _typed(request, entry)
    typed = typed_of(request) if request.method == "POST" else {}
    here = reverse("paper_template", args=[entry.section, entry.key])
    chosen = str(request.POST.get("case", ""))
    cases = case_page(CaseFilter(), reach=visitor.reach("case.read")).lines[:CASES]
    return vm.TemplateEditor(
        title=f"{KINDS[entry.section]}模板：{_title(entry)}",
        code=entry.key,
        law=law_mark(entry.cite, status=entry.status) if entry.cite else None,
        action=here,
        preview=reverse("template_preview", args=[entry.section, entry.key]),
        pdf=reverse("template_pdf", args=[entry.section, entry.key]),
        text=text,
        required=required,
        effective=typed.get("effective", str(visitor.day + timedelta(days=1))),
        reason=typed.get("reason", ""),
        cases=tuple(
            vm.Option(value=line.id, label=f"{line.number or line.title} · {line.party}", selected=line.id == chosen)
            for line in cases
        ),
        facts=_facts(),
        marks=tuple(f"[{word}]" for word in MARKS) + tuple(f"〔{word} …〕" for word in OPTIONS),
        shown=preview_of(tried),
        refusal=refusal_panel(refused, title="没有保存") if refused else None,
        may_save=visitor.may("rules.draft"),
        back=vm.Action(label="全部模板", href=reverse("paper_templates")),
    )


def _facts() -> tuple[tuple[str, str], ...]:
    """What may be inserted: everything of the issuing, then every declared fact."""
    issuing = [(f"{{{{paper.{name}}}}}", label) for name, label in CONTEXT_LABELS.items() if name != "blank"]
    known: Mapping[str, Any] = context().book.vocabulary.facts
    return (*issuing, *((f"{{{{{code}}}}}", fact.label) for code, fact in known.items() if fact.type != "file"))


@require_POST
@signed_in("rules.read")
def preview(request: HttpRequest, visitor: Visitor, section: str, code: str) -> HttpResponse:
    """The paper as the typed text makes it, beside the editor."""
    entry = template_entry(section, code)
    if entry is None:
        return missing(request, visitor, "没有这种文书模板。", to=LIST)
    return show_fragment(request, preview_of(_try(request, visitor, entry)))


@require_POST
@signed_in("rules.read")
def pdf(request: HttpRequest, visitor: Visitor, section: str, code: str) -> HttpResponse:
    """The same as PDF, to be looked at page by page."""
    entry = template_entry(section, code)
    if entry is None:
        return missing(request, visitor, "没有这种文书模板。", to=LIST)
    tried = _try(request, visitor, entry)
    if tried.document is None:
        refused = Refusal("bad_input", tried.problems[0], "改正以后再预览", missing=("text",))
        page = _page(request, visitor, entry, tried, refused)
        return show_page(request, page, shell=shell(request, visitor, "paper_templates"), status=422)
    made = render_pdf(tried.document)
    if isinstance(made, NoFont):
        page = _page(request, visitor, entry, tried, Refusal("no_font", made.message, made.mend))
        return show_page(request, page, shell=shell(request, visitor, "paper_templates"), status=503)
    response = attachment(made.content, "application/pdf", f"{_title(entry)}（预览）.pdf")
    response["Content-Disposition"] = "inline"
    return response


URLS = [
    path("catalogue/papers", templates, name="paper_templates"),
    path("catalogue/papers/<str:section>/<str:code>", template, name="paper_template"),
    path("catalogue/papers/<str:section>/<str:code>/preview", preview, name="template_preview"),
    path("catalogue/papers/<str:section>/<str:code>/pdf", pdf, name="template_pdf"),
]
