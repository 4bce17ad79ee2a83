"""The bank of questions: to read and to learn from, each with its answer and its article."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.exams import in_force
from zhifa.acts.work import context
from zhifa.core.examination import CASE, LETTERS, Question, bank
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark
from zhifa.web.personnel_pages import asked_export, exports_at
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

PAGE = 40
COLUMNS = (
    vm.Column(label="题目", kind="main"),
    vm.Column(label="种类"),
    vm.Column(label="答案"),
    vm.Column(label="依据"),
    vm.Column(label="属于"),
)
HEAD = ("题号", "种类", "题目", "选项", "答案", "解析", "依据", "专题", "程序或事项", "依据现行有效")


def _belongs(question: Question) -> str:
    book = context().book
    for section in ("procedure", "matter"):
        if found := book.versions(section, question.belongs):
            return str(found[-1].data.get("title", question.belongs))
    return question.topic


def _row(question: Question, valid: bool) -> vm.Row:
    mark = law_mark(question.cite, question.why, question.status)
    choices = "；".join(f"{LETTERS[n]} {option}" for n, option in enumerate(question.options))
    right = "评分要点" if question.kind == CASE else question.right
    return vm.Row(
        href=mark.href,
        quiet=not valid,
        cells=(
            vm.Cell(text=question.text, sub=choices if len(question.options) > 2 else ""),
            vm.Cell(text=question.kind),
            vm.Cell(text=right, sub=question.right if question.kind == CASE else question.why),
            vm.Cell(law=mark, text="" if valid else "依据已不现行，不会抽到"),
            vm.Cell(text=_belongs(question)),
        ),
    )


@require_safe
@signed_in("training.read")
def question_bank(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every question in force today, narrowed by topic and word."""
    pool = bank(context().book, visitor.day)
    topic, query = str(request.GET.get("topic", "")), str(request.GET.get("q", ""))[:40].strip()
    topics = Counter(one.topic for one in pool.values())
    shown = [
        one
        for one in pool.values()
        if (not topic or one.topic == topic) and (not query or query in f"{one.text}{one.why}{one.cite}")
    ]
    valid = {one.code: in_force(visitor.day, one.cite) for one in pool.values()}
    rows = (
        (q.code, q.kind, q.text, "；".join(q.options), q.right, q.why, q.cite, q.topic, _belongs(q), valid[q.code])
        for q in shown
    )
    if download := asked_export(request, "题库", HEAD, rows):
        return download
    place = reverse("question_bank")
    start = next((n + 1 for n, one in enumerate(shown) if one.code == request.GET.get("after")), 0)
    page_of = shown[start : start + PAGE]
    asked = urlencode({k: v for k, v in (("topic", topic), ("q", query)) if v})
    more = f"{place}?{asked}&after={page_of[-1].code}" if start + PAGE < len(shown) else ""
    kinds = Counter(one.kind for one in pool.values())
    gone = sum(1 for one in valid.values() if not one)
    page = vm.ListPage(
        title="题库",
        lead="每题写明依据；依据不再现行的，抽题时自动跳过。",
        tiles=(
            vm.Tile(label="题目", figure=vm.Figure(text=str(len(pool))), unit="道"),
            *(vm.Tile(label=kind, figure=vm.Figure(text=str(kinds[kind])), unit="道") for kind in kinds),
            vm.Tile(label="依据已不现行", figure=vm.Figure(text=str(gone)), unit="道",
                    level="yellow" if gone else "none", word="黄色" if gone else ""),
        ),
        table=vm.TableView(
            caption="题库",
            columns=COLUMNS,
            rows=tuple(_row(one, valid[one.code]) for one in page_of),
            query=query,
            query_href=f"{place}?{urlencode({'topic': topic})}" if topic else place,
            filters=(
                vm.Filter(label="全部", href=place, here=not topic, count=str(len(pool))),
                *(vm.Filter(label=one, href=f"{place}?{urlencode({'topic': one})}", here=one == topic, count=str(n))
                  for one, n in topics.items()),
            ),
            pager=vm.Pager(
                shown=f"本页 {len(page_of)} 道，共 {len(shown)} 道",
                first=f"{place}?{asked}" if start else "",
                next=more,
            ),
            exports=exports_at(f"{place}?{urlencode({'topic': topic, 'q': query})}"),
            empty=vm.Empty(what="没有符合条件的题目", how="换一个词，或者看全部。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "question_bank"))


URLS = [path("questions", question_bank, name="question_bank")]
