"""Views of the gallery: a page and a state from fixtures, the fragments htmx asks for, the style page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhifa.web import viewmodels as vm
from zhifa.web.gallery import (
    appraisal,
    case,
    case_pieces,
    catalogue,
    checking,
    closing,
    custody,
    desks,
    fields,
    library,
    lists,
    marks,
    oversight,
    people,
    personnel,
    publishing,
    reports,
    rules,
    supervising,
    watching,
    weighing,
)
from zhifa.web.render import show_fragment, show_page

Make = Callable[[], object]
PAGES: dict[str, dict[str, Make]] = {
    "workbench": {"full": desks.workbench, "empty": desks.workbench_empty, "typed": desks.workbench_typed},
    "clues": {
        "full": lambda: lists.clues(12),
        "empty": lambda: lists.clues(0),
        "typed": lambda: lists.clues(3, typed=True),
    },
    "inspections": {
        "full": lambda: lists.inspections(40),
        "empty": lambda: lists.inspections(0),
        "new": lambda: lists.inspections(8, form=True),
    },
    "cases": {
        "full": lambda: lists.cases(50),
        "one": lambda: lists.cases(1),
        "thousand": lambda: lists.cases(1000),
        "empty": lambda: lists.cases(0),
        "filtered": lists.cases_filtered,
        "error": lists.cases_error,
        "loading": lists.cases_loading,
    },
    "record": {state: partial(personnel.record, state) for state in ("full", "refused", "empty")},
    "conclusion": {
        state: partial(closing.conclusion, state) for state in ("told", "refused", "objected", "answered", "long")
    },
    "liability": {state: partial(closing.liability, state) for state in ("full", "refused", "long")},
    "signing": {state: partial(closing.signing, state) for state in ("waiting", "refused", "over")},
    "chain-draft": {state: partial(closing.chain_draft, state) for state in ("full", "refused")},
    "report-finishing": {state: partial(closing.finishing, state) for state in ("published", "refused", "before")},
    "finding": {
        state: partial(supervising.finding, state)
        for state in ("open", "refused", "answered", "closed", "empty", "pattern", "long")
    },
    "findings": {state: partial(watching.findings, state) for state in watching.STATES},
    "alert-rules": {state: partial(watching.rules, state) for state in watching.STATES},
    "near": {state: partial(watching.near, state) for state in watching.STATES},
    "exam": {state: partial(personnel.exam, state) for state in ("sitting", "marking", "marked")},
    "teaching": {state: partial(personnel.teaching, state) for state in ("begun", "full", "over")},
    "appraisal": {state: partial(appraisal.desk, state) for state in ("full", "empty", "long")},
    "appraisal-sheet": {state: partial(appraisal.sheet, state) for state in ("full", "clean")},
    "appraisal-reading": {state: partial(appraisal.reading, state) for state in ("full", "refused", "done")},
    "lists": {state: partial(lists.power_lists, state) for state in ("full", "empty")},
    "case": {
        "full": case.full,
        "refused": case.refused,
        "new": case.new,
        "closed": case.closed,
        "long": case.long,
        "listed": case.listed,
    },  # fmt: skip
    "custody": {state: partial(custody.item, state) for state in ("full", "short", "ended")},
    "stocktake": {state: partial(custody.stocktake, state) for state in ("full", "empty", "refused")},
    "matters": {
        "full": lambda: catalogue.desk(50),
        "one": lambda: catalogue.desk(1),
        "thousand": lambda: catalogue.desk(1000),
        "empty": lambda: catalogue.desk(0, query="在路上拦车卖东西"),
    },
    "matter": {
        "full": catalogue.matter,
        "long": lambda: catalogue.matter("long"),
        "bare": lambda: catalogue.matter("bare"),
    },
    "deliveries": {s: partial(publishing.deliveries, s) for s in ("full", "refused", "announcing", "empty")},
    "template": {state: partial(publishing.template, state) for state in ("sound", "wrong", "refused")},
    "rule_draft": {state: partial(rules.draft, state) for state in rules.STATE},
    "crosswalk": {"full": lambda: rules.crosswalk(60), "empty": lambda: rules.crosswalk(0)},
    "batch": {"full": lambda: case.batch(), "checked": lambda: case.batch(True)},
    "handover": {"full": case.handover},
    "form": {"full": case.correction},
    "review": {"full": desks.review, "empty": desks.review_empty, "own": desks.review_own},
    "statistics": {"full": lambda: publishing.statistics("full"), "empty": lambda: publishing.statistics("empty")},
    "calculator": {
        "full": weighing.answered,
        "laws": weighing.both_laws,
        "refused": weighing.refused,
        "waiting": weighing.waiting,
        "start": weighing.start,
        "found": lambda: weighing.found(3),
        "nothing": lambda: weighing.found(0),
    },
    "report": {state: partial(reports.report, state) for state in ("full", "finished", "refused", "district")},
    "report_check": {state: partial(checking.page, state) for state in ("full", "ask", "sound", "nothing")},
    "people": {"full": people.people},
    "cockpit": {state: partial(oversight.cockpit, state) for state in ("full", "empty", "organ")},
    "digest": {state: partial(oversight.digest, state) for state in ("month", "day", "refused")},
    "wall": {"full": oversight.wall},
    "audit": {
        "full": lambda: people.audit("sound"),
        "running": lambda: people.audit("running"),
        "broken": lambda: people.audit("broken"),
    },
    "once": {"full": people.once},
    "laws": {state: partial(library.laws, state) for state in ("full", "found", "nothing", "unloaded", "error")},
    "law-text": {state: partial(library.text, state) for state in ("full", "gone", "unloaded")},
    "law-compare": {state: partial(library.compare, state) for state in ("full", "empty")},
    "paper": {"full": lambda: publishing.paper("issued"), "draft": lambda: publishing.paper("draft")},
    "paper-print": {"full": publishing.printed},
    "decision": {"full": lambda: publishing.decision(False), "withdrawn": lambda: publishing.decision(True)},
    "paper-check": {
        "full": lambda: publishing.check("genuine"),
        "withdrawn": lambda: publishing.check("withdrawn"),
        "unknown": lambda: publishing.check("unknown"),
        "ask": lambda: publishing.check("ask"),
    },
    "decisions": {"full": lambda: publishing.decisions(True), "empty": lambda: publishing.decisions(False)},
    "sign-in": {
        "full": lambda: people.sign_in("new"),
        "wrong": lambda: people.sign_in("wrong"),
        "locked": lambda: people.sign_in("locked"),
    },
    "error": {
        "full": lambda: people.error("404"),
        "403": lambda: people.error("403"),
        "500": lambda: people.error("500"),
        "refused": lambda: people.error("refused"),
    },
}
PUBLIC = {"paper-check", "paper-print", "decision", "decisions", "sign-in", "wall"}
PANELS: dict[str, object] = {
    "evidence": case.EVIDENCE_PANEL,
    "passage": publishing.PASSAGE,
    "law": marks.PANEL,
    "trace": marks.TRACE,
    "discretion": weighing.PANEL,
    "suggestions": desks.SUGGESTIONS,
}


def index(request: HttpRequest) -> HttpResponse:
    return render(
        request, "zhifa/pages/gallery.html", {"shell": marks.shell(""), "pages": {p: list(s) for p, s in PAGES.items()}}
    )


def page(request: HttpRequest, name: str, state: str = "full") -> HttpResponse:
    """A page in one of its states."""
    try:
        made = PAGES[name][state]()
    except KeyError:
        raise Http404 from None
    if name == "cases" and request.GET.get("q"):
        made = lists.cases_matching(request.GET["q"])
    return show_page(request, made, shell=None if name in PUBLIC else marks.shell(name))


def panel(request: HttpRequest, name: str) -> HttpResponse:
    if name not in PANELS:
        raise Http404
    return show_fragment(request, PANELS[name])


def draft(request: HttpRequest) -> HttpResponse:
    return HttpResponse("草稿已存 10:33")


def check(request: HttpRequest) -> HttpResponse:
    """The inline check, as far as a gallery can: an amount above the range is answered."""
    if request.POST.get("decision.fine", "").startswith("9"):
        return show_fragment(
            request,
            vm.FieldNote(
                name="decision.fine", message="高于告知的 300 元", remedy="重新告知后再作出决定", law=marks.PENALTY_44
            ),
        )
    return show_fragment(request, vm.FieldNote(name="decision.fine"))


def qr(request: HttpRequest) -> HttpResponse:
    code = segno.make("https://example.invalid/check/7K4M-92QX-HD3A", micro=False)
    return HttpResponse(
        code.svg_inline(scale=4).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        content_type="image/svg+xml",
    )


def style(request: HttpRequest) -> HttpResponse:
    """Tokens and components on one page."""
    form = vm.StepForm(
        code="all",
        title="所有字段",
        verb="提交",
        action="#",
        fields=fields.ALL,
        draft=f"{marks.AT}/draft/",
        refusal=case_pieces.ONE_OFFICER,
    )
    context = {
        "shell": marks.shell(""),
        "form": form,
        "dues": [marks.due(-3), marks.due(0), marks.due(2), marks.due(30), vm.DueChip(level="none", word="等待开始")],
        "laws": [marks.PENALTY_58, marks.STREET_26],
        "findings": case.full().findings,
        "papers": case_pieces.PAPERS,
        "tiles": desks.TILES,
        "bars": [
            vm.Progress(label="生成年度报告", done=127, total=201, note="正在核对平衡关系"),
            vm.Progress(label="导出 XLSX", done=50, total=50, finished=True, actions=(marks.act("下载"),)),
            vm.Progress(
                label="导入人员名册", done=12, total=40, failed="第 13 行证号重复，其余没有导入。改好后再传一次。"
            ),
        ],
        "empty": lists.NO_CASES,
    }
    return render(request, "zhifa/pages/style.html", context)
