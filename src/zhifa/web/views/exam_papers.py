"""Sitting an examination, seeing one's marked paper, marking that of somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhifa.acts.exams import begin_sitting, draft_place, hand_in, mark_sitting, save_answers
from zhifa.core.values import SHANGHAI, Refusal
from zhifa.ports import clock
from zhifa.store.readers.drafts import drafts
from zhifa.store.readers.training import ExamRead, SittingRead, sitting
from zhifa.web import viewmodels as vm
from zhifa.web.exam_paper import questions
from zhifa.web.marks import refusal_panel
from zhifa.web.personnel_pages import link, whole
from zhifa.web.render import show_page
from zhifa.web.views.exams import HERE, managing, readable
from zhifa.web.visitor import Visitor, missing, shell, signed_in

NOTHING = "没有这次考试，或者它不在您的权限范围内。"


def _answers(request: HttpRequest, found: ExamRead) -> Mapping[str, Sequence[str]]:
    codes = [str(one["code"]) for one in found.paper]
    return {code: [str(v) for v in request.POST.getlist(code)] for code in codes if code in request.POST}


def _time(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).strftime("%H:%M:%S") if moment else ""


@require_POST
@signed_in("exam.sit")
def begin(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Open the paper; the server counts from now."""
    if readable(key, visitor) is None:
        return missing(request, visitor, NOTHING, to=("exams", "看考试"))
    refused = begin_sitting(key, actor=visitor.actor)
    if refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("exam", args=[key]), status=303)
    return HttpResponseRedirect(reverse("exam_sit", args=[key]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("exam.sit")
def sit(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """The paper of the visitor: to be answered while time runs, then as it was marked."""
    found, mine = readable(key, visitor), sitting(key, visitor.person.id)
    if found is None or mine is None:
        return missing(request, visitor, NOTHING, to=("exams", "看考试"))
    refused: Refusal | None = None
    if request.method == "POST":
        refused = hand_in(key, _answers(request, found), account=visitor.account, actor=visitor.actor)
        if refused is None:
            messages.success(request, "已交卷")
            return HttpResponseRedirect(reverse("exam_sit", args=[key]), status=303)
    page = _own(found, mine, visitor, refused)
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _own(found: ExamRead, mine: SittingRead, visitor: Visitor, refused: Refusal | None) -> vm.ExamPaper:
    back = link("回到考试", "exam", found.id)
    panel = refusal_panel(refused, title="没有交卷") if refused else None
    if mine.handed_in_at is None and mine.due_at is not None:
        left = int((mine.due_at - clock.now()).total_seconds())
        kept = drafts(visitor.account, draft_place(found.id)).get(draft_place(found.id))
        return vm.ExamPaper(
            title=found.title,
            lead=f"满分 {found.full_marks}，{found.pass_mark} 分合格；多选题少选、多选、错选都不得分",
            state="sitting",
            questions=questions(found, visitor.person.id, kept.content if kept else {}, "sitting", {}),
            action=reverse("exam_sit", args=[found.id]),
            save=reverse("exam_save", args=[found.id]),
            left=max(0, left),
            until=_time(mine.due_at),
            verb="交卷",
            refusal=panel,
            back=back,
        )
    word = "等阅卷" if mine.passed is None else f"{mine.score} 分，{'合格' if mine.passed else '不合格'}"
    return vm.ExamPaper(
        title=found.title,
        lead=f"{_time(mine.handed_in_at)} 交卷",
        state="marked",
        questions=questions(found, visitor.person.id, mine.answers, "marked", mine.marks),
        verdict=vm.Verdict(level="yellow" if mine.passed is False else "none", word=word),
        refusal=panel,
        back=back,
    )


@require_POST
@signed_in("exam.sit")
def save(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Keep what has been answered so far; the answer is one line for the clock's side."""
    found = readable(key, visitor)
    if found is None:
        return missing(request, visitor, NOTHING, to=("exams", "看考试"))
    refused = save_answers(key, _answers(request, found), account=visitor.account, actor=visitor.actor)
    said = refused.message if refused else f"已存 {_time(clock.now())}"
    return HttpResponse(said, content_type="text/html; charset=utf-8", status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("exam.manage")
def marks(request: HttpRequest, visitor: Visitor, key: str, person: str) -> HttpResponse:
    """The paper of a candidate: give the points of the cases, or see it marked."""
    found, theirs = readable(key, visitor), sitting(key, person)
    if found is None or theirs is None or theirs.handed_in_at is None or not managing(found, visitor):
        return missing(request, visitor, NOTHING, to=("exams", "看考试"))
    open_ones = [one.name for one in questions(found, person, {}, "marking", {}) if not one.options]
    typed, refused = dict(theirs.marks), None
    if request.method == "POST":
        typed |= {code: whole(str(request.POST.get(code, "")).strip()) for code in open_ones}
        refused = mark_sitting(key, person, {code: typed[code] for code in open_ones}, actor=visitor.actor)
        if refused is None:
            messages.success(request, f"{theirs.name}的答卷已阅")
            return HttpResponseRedirect(reverse("exam", args=[key]), status=303)
    marking = bool(open_ones) and person != visitor.person.id
    page = vm.ExamPaper(
        title=f"{found.title}：{theirs.name}",
        lead=f"{_time(theirs.handed_in_at)} 交卷"
        + ("" if theirs.passed is None else f"；{theirs.score} 分，{'合格' if theirs.passed else '不合格'}"),
        state="marking" if marking else "marked",
        questions=questions(found, person, theirs.answers, "marking", typed),
        action=reverse("exam_marks", args=[key, person]),
        verb="给分" if marking else "",
        refusal=refusal_panel(refused, title="没有给分") if refused else None,
        back=link("回到考试", "exam", key),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


URLS = [
    path("exams/<str:key>/begin", begin, name="exam_begin"),
    path("exams/<str:key>/sit", sit, name="exam_sit"),
    path("exams/<str:key>/save", save, name="exam_save"),
    path("exams/<str:key>/marks/<str:person>", marks, name="exam_marks"),
]
