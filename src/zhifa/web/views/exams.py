"""Examinations: those to be sat, those that were held, and how a paper was drawn."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.exams import Elsewhere, Setting, in_force, record_results, set_exam
from zhifa.acts.work import context
from zhifa.core.drawing import rank
from zhifa.core.examination import bank, blueprints, draw
from zhifa.core.permission import may
from zhifa.core.values import Refusal
from zhifa.store.readers.people import StaffLine
from zhifa.store.readers.training import ExamRead, SittingRead, exam, exams, exams_for, sitting, sittings
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.marks import law_mark
from zhifa.web.personnel_pages import acting_organs, chosen_organ, link, person_options, staff_of, whole
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "exams"
COLUMNS = (
    vm.Column(label="考试", kind="main"),
    vm.Column(label="种类"),
    vm.Column(label="举办机关"),
    vm.Column(label="开始", kind="date"),
    vm.Column(label="结束", kind="date"),
    vm.Column(label="已考", kind="part"),
    vm.Column(label="合格", kind="number"),
    vm.Column(label="我", kind="text"),
)


def own_state(found: ExamRead, mine: SittingRead | None, visitor: Visitor) -> tuple[vm.Level, str]:
    """What a candidate has to do about an examination."""
    if visitor.person.id not in found.candidates:
        return "none", ""
    if mine and mine.passed is not None:
        return "none", f"{mine.score} 分，{'合格' if mine.passed else '不合格'}"
    if mine and mine.handed_in_at:
        return "none", "已交卷，等阅卷"
    if visitor.day > found.closes_on:
        return "yellow", "没有参加"
    return ("blue", "未开始") if visitor.day < found.opens_on else ("yellow", "等您作答")


def _row(found: ExamRead, visitor: Visitor) -> vm.Row:
    level, word = own_state(found, sitting(found.id, visitor.person.id), visitor)
    waiting = f"{found.waiting} 份等阅卷" if found.waiting else found.where
    return vm.Row(
        href=reverse("exam", args=[found.id]),
        cells=(
            vm.Cell(text=found.title, sub=waiting),
            vm.Cell(text=found.kind),
            vm.Cell(text=found.organ_name),
            vm.Cell(on=found.opens_on),
            vm.Cell(on=found.closes_on),
            vm.Cell(part=(found.sat, len(found.candidates)), sub=f"{found.sat} / {len(found.candidates)}"),
            vm.Cell(text=str(found.passed)),
            vm.Cell(text=word, level=level),
        ),
    )


def readable(key: str, visitor: Visitor) -> ExamRead | None:
    """An examination one is called to, or that was held within one's reach."""
    found = exam(key)
    if found is None:
        return None
    near = any(found.path.startswith(place) for place in visitor.reach("training.read"))
    return found if near or visitor.person.id in found.candidates else None


def managing(found: ExamRead, visitor: Visitor) -> bool:
    """Whether the visitor sees everybody's results and marks."""
    return may(visitor.person, "exam.manage", found.path, visitor.day) is None


@require_safe
@signed_in("training.read")
def all_exams(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Examinations one is called to, and those within one's reach."""
    found = {one.id: one for one in (*exams_for(visitor.person.id), *exams(reach=visitor.reach("training.read")))}
    rows = sorted(found.values(), key=lambda one: one.opens_on, reverse=True)
    mine = [one for one in rows if own_state(one, sitting(one.id, visitor.person.id), visitor)[1] == "等您作答"]
    page = vm.ListPage(
        title="考试",
        lead="成绩自动进入证件的效力；试题由公开的种子从题库抽出，谁都可以重抽核对。",
        actions=(
            link("组织考试", "exam_new", primary=True),
            link("登记在别处考的成绩", "exam_record"),
        )
        if visitor.may("exam.manage")
        else (),
        lacks=tuple(
            vm.Lack(what=f"{one.title}等您作答，{one.minutes} 分钟，{one.closes_on} 截止",
                    action=link("打开", "exam", one.id))
            for one in mine
        ),
        table=vm.TableView(
            caption="考试",
            columns=COLUMNS,
            rows=tuple(_row(one, visitor) for one in rows),
            empty=vm.Empty(what="还没有考试", how="由负责人或者监督机关组织；试题从题库按规则抽取。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _proof(found: ExamRead, *, told: bool) -> vm.FactGroup:
    """How the paper was drawn, and whether drawing it again gives the same.

    While candidates may still sit only the digest of the seed is told: who knows the seed can draw the paper.
    """
    if not told:
        pledge = rank(str(found.draw.get("seed", "")))
        row = vm.FactRow(label="种子的摘要", value=pledge, source="考试结束后公布种子，谁都可以重抽核对")
        return vm.FactGroup(title="抽题", rows=(row,))
    book, day = context().book, found.opens_on
    blueprint = blueprints(book, day).get(str(found.draw.get("blueprint", "")))
    rows = [vm.FactRow(label="种子", value=str(found.draw.get("seed", ""))),
            vm.FactRow(label="题库摘要", value=str(found.draw.get("pool", ""))[:16])]  # fmt: skip
    if blueprint:
        drawn = draw(bank(book, day), blueprint, str(found.draw.get("seed", "")), in_force=lambda c: in_force(day, c))
        same = [one.code for one in drawn.placed] == [str(one["code"]) for one in found.paper]
        bank_same = drawn.pool == found.draw.get("pool")
        word = "重抽一致" if same else ("题库已经改动，不能重抽" if not bank_same else "重抽不一致")
        rows.append(vm.FactRow(label="核对", value=word, source="按 SHA-256（种子|题号）排序，各部分取前若干道"))
    return vm.FactGroup(title="抽题", rows=tuple(rows))


def _sittings(found: ExamRead, visitor: Visitor) -> vm.TableView:
    sat = {one.person: one for one in sittings(found.id)}
    lines = {line.person.id: line for line in staff_of(found.path, visitor)}
    rows = []
    for person in found.candidates:
        one, line = sat.get(person), lines.get(person)
        marking = one is not None and one.handed_in_at is not None and one.passed is None
        word = "没有开始" if one is None else "等阅卷" if marking else "作答中" if one.passed is None else (
            "合格" if one.passed else "不合格")  # fmt: skip
        href = reverse("exam_marks", args=[found.id, person]) if one and one.handed_in_at else reverse(
            "person", args=[person])  # fmt: skip
        rows.append(
            vm.Row(
                href=href,
                cells=(
                    vm.Cell(text=line.person.name if line else (one.name if one else "（已离岗）")),
                    vm.Cell(text=line.organ if line else ""),
                    vm.Cell(text=str(one.score) if one and one.score is not None else ""),
                    vm.Cell(text=word, level="yellow" if marking or (one and one.passed is False) else "none"),
                ),
            )
        )
    return vm.TableView(
        caption="应考人员",
        name="sittings",
        columns=(vm.Column(label="姓名", kind="main"), vm.Column(label="单位"), vm.Column(label="得分", kind="number"),
                 vm.Column(label="情况")),
        rows=tuple(rows),
        empty=vm.Empty(what="没有应考人员"),
    )  # fmt: skip


@require_safe
@signed_in("training.read")
def one_exam(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One examination: what the visitor has to do, how it was drawn, and to its organisers everybody's results."""
    found = readable(key, visitor)
    if found is None:
        return missing(request, visitor, "没有这次考试，或者它不在您的权限范围内。", to=("exams", "看考试"))
    mine = sitting(key, visitor.person.id)
    level, word = own_state(found, mine, visitor)
    called = visitor.person.id in found.candidates and bool(found.paper)
    actions: list[vm.Action] = []
    if called and word == "等您作答":
        running = mine is not None and mine.begun_at is not None
        asked = "" if running else f"打开以后计时 {found.minutes} 分钟，关闭页面也不停。现在开始？"
        actions.append(vm.Action(label="继续作答" if running else "开始作答", href=reverse("exam_begin", args=[key]),
                                 post=True, primary=True, confirm=asked))  # fmt: skip
    if called and mine and mine.handed_in_at:
        actions.append(link("看我的答卷", "exam_sit", key))
    said = (("种类", found.kind), ("举办机关", found.organ_name), ("时间", f"{found.opens_on} 至 {found.closes_on}"),
            ("时长", f"{found.minutes} 分钟" if found.minutes else ""),
            ("合格线", f"{found.pass_mark} / {found.full_marks}"), ("成绩出处", found.where))  # fmt: skip
    showing = managing(found, visitor) or visitor.may("people.manage")
    page = vm.RecordPage(
        title=found.title,
        verdicts=(vm.Verdict(level=level, word=word),) if word else (),
        actions=tuple(actions),
        back=link("回到考试", "exams"),
        facts=(
            vm.FactGroup(title="考试", rows=tuple(vm.FactRow(label=n, value=v) for n, v in said if v)),
            *((_proof(found, told=visitor.day > found.closes_on),) if found.paper else ()),
        ),
        tables=(_sittings(found, visitor),) if showing else (),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _lines(visitor: Visitor, organ: str) -> list[StaffLine]:
    chosen = next((one for one in acting_organs(visitor, "exam.manage") if one.code == organ), None)
    roles = {"officer", "legal_reviewer", "auxiliary", "head", "clerk"}
    return (
        [line for line in staff_of(chosen.path, visitor) if roles & line.person.roles_on(visitor.day)] if chosen else []
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("exam.manage")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Draw a paper and call the candidates."""
    organ = chosen_organ(request, visitor, "exam.manage")
    if organ is None:
        return missing(request, visitor)
    lines = _lines(visitor, organ.code)
    ticked = {line.person.id for line in lines if "officer" in line.person.roles_on(visitor.day)}
    typed: Typed = {"title": "", "opens_on": str(visitor.day)}
    refused: Refusal | None = None
    if request.method == "POST":
        typed, ticked = typed_of(request), set(request.POST.getlist("candidates"))
        opens, closes = read_day(typed, "opens_on", "开始日期"), read_day(typed, "closes_on", "结束日期")
        bad = next((day for day in (opens, closes) if isinstance(day, Refusal)), None)
        result = bad or set_exam(
            Setting(organ.code, typed.get("title", ""), typed.get("blueprint", ""), opens, closes,  # type: ignore[arg-type]
                    tuple(sorted(ticked))),
            actor=visitor.actor,
        )  # fmt: skip
        if not isinstance(result, Refusal):
            messages.success(request, "试卷已抽出，应考人员登录后可以看到")
            return HttpResponseRedirect(reverse("exam", args=[result]), status=303)
        refused = result
    papers = blueprints(context().book, visitor.day)
    kinds = [(code, f"{one.title}（{one.minutes} 分钟，{one.pass_mark} 分合格）") for code, one in papers.items()]
    form = admin_forms.form(
        code="exam", title="组织考试", verb="抽题并安排", action=f"{reverse('exam_new')}?organ={organ.code}",
        refused=refused,
        fields=[
            admin_forms.text("title", "考试名称", typed.get("title", "")),
            admin_forms.choice("blueprint", "试卷", kinds, typed.get("blueprint", "")),
            admin_forms.day("opens_on", "开始日期", typed.get("opens_on", "")),
            admin_forms.day("closes_on", "结束日期", typed.get("closes_on", "")),
            vm.FieldView(name="candidates", label="应考人员", kind="officers", options=person_options(lines, ticked)),
        ],
    )  # fmt: skip
    laws = tuple(
        vm.FactRow(label=one.title, value="；".join(f"{p.kind} {p.count} 道，每道 {p.points} 分" for p in one.parts),
                   source=law_mark(one.cite, status=one.status).label)
        for one in papers.values()
    )  # fmt: skip
    page = vm.FormPage(title="组织考试", form=form, lead=organ.name, back=link("回到考试", "exams"),
                       facts=(vm.FactGroup(title="试卷的组成", rows=laws),))  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("exam.manage")
def record(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Enter the results of an examination that was held elsewhere."""
    organ = chosen_organ(request, visitor, "exam.manage")
    if organ is None:
        return missing(request, visitor)
    typed: Typed = {"pass_mark": "60", "full_marks": "100", "kind": "在岗"}
    refused: Refusal | None = None
    if request.method == "POST":
        typed = typed_of(request)
        day = read_day(typed, "on", "考试日期")
        scores = {key.removeprefix("score-"): whole(text) for key, text in typed.items()
                  if key.startswith("score-") and text}  # fmt: skip
        result = day if isinstance(day, Refusal) else record_results(
            Elsewhere(organ.code, typed.get("title", ""), typed.get("kind", ""), day, whole(typed.get("pass_mark", "")),
                      whole(typed.get("full_marks", "")), typed.get("where", ""), scores),
            actor=visitor.actor,
        )  # fmt: skip
        if not isinstance(result, Refusal):
            messages.success(request, "成绩已登记，证件的效力已经重新核对")
            return HttpResponseRedirect(reverse("exam", args=[result]), status=303)
        refused = result
    kinds = [(kind, kind) for kind in dict.fromkeys(
        one.kind for one in blueprints(context().book, visitor.day).values())] + [("抽查", "抽查")]  # fmt: skip
    scored = [
        replace(admin_forms.whole(f"score-{line.person.id}", line.person.name, typed.get(f"score-{line.person.id}", ""),
                                  unit="分"), required=False)
        for line in _lines(visitor, organ.code)
    ]  # fmt: skip
    form = admin_forms.form(
        code="exam-record", title="登记成绩", verb="登记", action=f"{reverse('exam_record')}?organ={organ.code}",
        refused=refused, note="没有参加的不填。",
        fields=[
            admin_forms.text("title", "考试名称", typed.get("title", "")),
            admin_forms.choice("kind", "种类", kinds, typed.get("kind", "")),
            admin_forms.day("on", "考试日期", typed.get("on", "")),
            admin_forms.text("where", "成绩出处", typed.get("where", ""), hint="例如 市司法局〔2024〕统考成绩通知"),
            admin_forms.whole("pass_mark", "合格线", typed.get("pass_mark", ""), unit="分"),
            admin_forms.whole("full_marks", "满分", typed.get("full_marks", ""), unit="分"),
            *scored,
        ],
    )  # fmt: skip
    page = vm.FormPage(title="登记在别处考的成绩", form=form, lead=organ.name, back=link("回到考试", "exams"))
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


URLS = [
    path("exams", all_exams, name="exams"),
    path("exams/new", new, name="exam_new"),
    path("exams/record", record, name="exam_record"),
    path("exams/<str:key>", one_exam, name="exam"),
]
