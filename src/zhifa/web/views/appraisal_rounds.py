"""Rounds of appraisal: drawn up, drawn, shared out, sent, objected to, closed; suggestions to mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.appraisal_files import send_results, suggest
from zhifa.acts.appraisal_rounds import READING, Planned, close_round, draw_round, plan_round
from zhifa.acts.appraising import known_standards, standard_named
from zhifa.core.drawing import digest_of, rank
from zhifa.core.values import Refusal
from zhifa.store.readers.appraisal_rounds import (
    FileRead,
    RoundRead,
    files_of,
    pool,
    read_round,
    rounds,
)
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import staff
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.exports import export
from zhifa.web.marks import due_chip
from zhifa.web.personnel_pages import asked_export, exports_at, link, long_text, person_options, serving, whole
from zhifa.web.render import show_page
from zhifa.web.views.appraisal_reading import STATES, desk_of
from zhifa.web.views.appraisal_results import suggestion_table
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "appraisal_rounds"
ROUND_STATES = {"planned": "待抽样", "drawn": "评查中", "closed": "已结束"}
KINDS = (("penalty", "行政处罚"), ("permit", "行政许可"), ("measure", "行政强制措施"), ("inspection", "行政检查"),
         ("compulsion", "行政强制执行"))  # fmt: skip
HEAD = ("序号", "案号", "单位", "第一评查人", "第二评查人", "机器得分", "得分", "等次", "进展", "异议", "复核")


# ---- the list, and a new one


@require_safe
@signed_in("appraisal.manage")
def all_rounds(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every round within the reach."""
    found = rounds(reach=visitor.reach("appraisal.manage"))
    rows = tuple(
        vm.Row(
            href=reverse("appraisal_round", args=[one.id]),
            cells=(
                vm.Cell(text=one.title, sub=f"{one.first_on} 至 {one.last_on} 的案卷"),
                vm.Cell(text="、".join(one.organs.values())),
                vm.Cell(text=ROUND_STATES[one.state]),
                _sent(one),
                vm.Cell(due=due_chip(one.due_on, day=visitor.day) if one.due_on and one.state != "closed" else None),
            ),
        )
        for one in found
    )  # fmt: skip
    page = vm.ListPage(
        title="评查活动",
        lead="按公开的种子抽取案卷，分给其他机关的两名评查人员；结果反馈机关，十个工作日内可以提出异议。",
        actions=(link("制定评查活动", "appraisal_round_new", primary=True),),
        table=vm.TableView(
            caption="评查活动",
            columns=(
                vm.Column(label="活动", kind="main"), vm.Column(label="评查对象"),
                vm.Column(label="状态", kind="short"), vm.Column(label="进展", kind="part"),
                vm.Column(label="完成期限", kind="due"),
            ),
            rows=rows,
            empty=vm.Empty(what="还没有评查活动", how="每年至少评查一次：制定活动，当众产生种子，抽样、分派。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _sent(one: RoundRead) -> vm.Cell:
    """How many results have gone out."""
    if not one.files:
        return vm.Cell()
    done = one.counts.get("final", 0) + one.counts.get("sent", 0)
    return vm.Cell(part=(done, one.files), sub=f"反馈 {done} / {one.files}")


def _fields(typed: Typed, ticked: dict[str, Sequence[str]], visitor: Visitor) -> list[vm.FieldView]:
    within = organs(reach=visitor.reach("appraisal.manage"))
    people = [
        one for one in serving(staff(reach=visitor.reach("appraisal.manage")), visitor)
        if not READING.isdisjoint(one.person.roles_on(visitor.day))
    ]  # fmt: skip
    standards = [(c, found.title) for c in known_standards() if (found := standard_named(c)) and not found.light]
    year = visitor.day.year - (visitor.day.month == 1)  # in January the year just ended is what is looked at
    last = min(visitor.day, date(year, 12, 31))

    def ticks(name: str, label: str, options: Sequence[tuple[str, str]], hint: str = "") -> vm.FieldView:
        made = tuple(vm.Option(value=v, label=shown, selected=v in ticked[name]) for v, shown in options)
        return vm.FieldView(name=name, label=label, kind="choices", options=made, hint=hint, required=name != "kinds")

    return [
        admin_forms.text("title", "活动名称", typed.get("title", f"{year} 年案卷评查")),
        admin_forms.choice("standard", "评查标准", standards, typed.get("standard", standards[0][0])),
        admin_forms.day("first_on", "案卷起始日", typed.get("first_on", f"{year}-01-01"), hint="决定或者结案的日期"),
        admin_forms.day("last_on", "案卷截止日", typed.get("last_on", str(last))),
        ticks("organs", "评查对象", [(one.code, one.short) for one in within]),
        ticks("kinds", "案卷种类", KINDS, "不选为全部"),
        admin_forms.whole("size", "每个机关抽取", typed.get("size", "5"), unit="件", hint="普查填 0"),
        vm.FieldView(
            name="readers", label="评查人员", kind="officers", options=person_options(people, ticked["readers"]),
            hint="至少两名；不会分到本单位的案卷和自己办过的案卷",
        ),
        admin_forms.day("due_on", "完成期限", typed.get("due_on", ""), required=False),
    ]  # fmt: skip


LISTS = ("organs", "kinds", "readers")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("appraisal.manage")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Draw up a round."""
    typed: Typed = {}
    ticked: dict[str, Sequence[str]] = dict.fromkeys(LISTS, ())
    refused: Refusal | None = None
    if request.method == "POST":
        typed = typed_of(request)
        ticked = {name: request.POST.getlist(name) for name in LISTS}
        done = _plan(typed, ticked, visitor)
        if isinstance(done, str):
            messages.success(request, "活动已经制定，当众产生种子以后抽样")
            return HttpResponseRedirect(reverse("appraisal_round", args=[done]), status=303)
        refused = done
    form = admin_forms.form(
        code="round", title="评查活动", verb="制定", action=reverse("appraisal_round_new"), refused=refused,
        fields=_fields(typed, ticked, visitor),
        note="制定以后再产生种子：种子和制定活动的日志摘要合在一起抽样，谁也不能事先试出结果。",
    )  # fmt: skip
    page = vm.FormPage(title="制定评查活动", form=form, back=link("回到评查活动", "appraisal_rounds"))
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _plan(typed: Typed, ticked: dict[str, Sequence[str]], visitor: Visitor) -> str | Refusal:
    days = {}
    for name, label in (("first_on", "起始日"), ("last_on", "截止日"), ("due_on", "完成期限")):
        found = read_day(typed, name, label)
        if isinstance(found, Refusal):
            return found
        days[name] = found
    asked = Planned(
        typed.get("title", ""), typed.get("standard", ""), days["first_on"], days["last_on"], ticked["organs"],
        ticked["kinds"], whole(typed.get("size", "")), ticked["readers"], days["due_on"],
    )  # fmt: skip
    return plan_round(asked, visitor.organ.code, actor=visitor.actor)


# ---- one round


def _facts(one: RoundRead) -> tuple[vm.FactGroup, ...]:
    standard = standard_named(one.standard)
    kinds = dict(KINDS)
    rows = [
        vm.FactRow(label="标准", value=standard.title if standard else one.standard, source=f"摘要 {one.digest[:16]}"),
        vm.FactRow(label="案卷", value=f"{one.first_on} 至 {one.last_on} 决定或者结案"),
        vm.FactRow(label="种类", value="、".join(kinds.get(kind, kind) for kind in one.kinds) or "全部"),
        vm.FactRow(label="抽取", value=f"每个机关 {one.size} 件" if one.size else "普查"),
        vm.FactRow(label="评查人员", value="、".join(one.readers.values())),
    ]
    groups = [vm.FactGroup(title="方案", rows=tuple(rows))]
    if one.seed:
        drawn = [vm.FactRow(label="种子", value=one.seed, source="公开的种子和制定活动的日志摘要")]
        for code, said in one.pool.items():
            drawn.append(
                vm.FactRow(
                    label=one.organs.get(code, code), value=f"从 {said['count']} 件中抽取",
                    source=f"案卷编号清单的 SHA-256：{said['digest'][:16]}…",
                )
            )  # fmt: skip
        drawn.append(
            vm.FactRow(
                label="怎样核对", value="对每件案卷计算 SHA-256（种子|机关代码|案件编号），从小到大取前几件",
                source="下载抽样范围，任何人都能重算",
            )
        )  # fmt: skip
        groups.append(vm.FactGroup(title="抽样", rows=tuple(drawn)))
    return tuple(groups)


def _file_row(one: FileRead, visitor: Visitor) -> vm.Row:
    due = one.answer_by if one.state == "objected" else one.object_by if one.state == "sent" else None
    return vm.Row(
        href=desk_of(one),
        cells=(
            vm.Cell(text=f"{one.number}　{one.case_number}", sub=one.case_title),
            vm.Cell(text=one.organ_name),
            vm.Cell(text=f"{one.first_name}、{one.second_name}"),
            vm.Cell(text=str(one.machine["score"])),
            vm.Cell(text="" if one.score is None else str(one.score), sub=one.grade),
            vm.Cell(text=STATES[one.state], level="yellow" if one.state in ("differs", "objected") else "none"),
            vm.Cell(due=due_chip(due, day=visitor.day) if due else None),
        ),
    )


def _files_table(one: RoundRead, found: Sequence[FileRead], visitor: Visitor) -> vm.TableView:
    return vm.TableView(
        caption="抽中的案卷",
        name="files",
        columns=(
            vm.Column(label="案卷", kind="main"), vm.Column(label="单位", kind="short"), vm.Column(label="评查人员"),
            vm.Column(label="机器", kind="number"), vm.Column(label="得分", kind="number"),
            vm.Column(label="进展", kind="short"), vm.Column(label="期限", kind="due"),
        ),
        rows=tuple(_file_row(file, visitor) for file in found),
        exports=exports_at(reverse("appraisal_round", args=[one.id])) if found else (),
        empty=vm.Empty(what="还没有抽样", how="当众产生种子，填在上面。"),
    )  # fmt: skip


def _forms(one: RoundRead, found: Sequence[FileRead], typed: Typed, refused: Refusal | None) -> tuple[vm.StepForm, ...]:
    here = reverse("appraisal_round", args=[one.id])

    def form(
        code: str, title: str, verb: str, fields: list[vm.FieldView], note: str = "", cite: str = ""
    ) -> vm.StepForm:
        said = refused if typed.get("act") == code else None
        shown = [replace(f, value=typed.get(f.name, f.value)) if said else f for f in fields]
        return admin_forms.form(
            code=code, title=title, verb=verb, action=f"{here}?act={code}", refused=said, note=note, cite=cite,
            fields=shown,
        )  # fmt: skip

    if one.state == "planned":
        seed = admin_forms.text("seed", "公开的种子", hint="当众产生，例如当日公布的开奖号码；至少 6 个字")
        return (form("draw", "抽样并分派", "抽样", [seed], "抽样只进行一次；每件案卷分给两名评查人员。"),)
    if one.state == "closed":
        return ()
    made: list[vm.StepForm] = []
    ready = sorted({(file.organ, file.organ_name) for file in found if file.state == "settled"})
    if ready:
        choice = admin_forms.choice("organ", "评查对象", ready, ready[0][0])
        made.append(form("send", "反馈结果", "反馈", [choice], "这个机关的案卷全部定分以后，一并反馈。"))
    settled = sorted({(file.organ, file.organ_name) for file in found if file.settled})
    if settled:
        fields = [admin_forms.choice("organ", "发给", settled, settled[0][0]), long_text("content", "问题和整改建议")]
        made.append(form("suggest", "督察建议书", "发出建议", fields))
    if found and all(file.state in ("sent", "final") for file in found):
        made.append(form("close", "结束活动", "结束", [], "异议期届满、没有异议的结果生效。"))
    return tuple(made)


def _act(one: RoundRead, typed: Typed, visitor: Visitor) -> Refusal | str:
    ways: dict[str, Callable[[], object]] = {
        "draw": lambda: draw_round(one.id, typed.get("seed", ""), actor=visitor.actor),
        "send": lambda: send_results(one.id, typed.get("organ", ""), actor=visitor.actor),
        "suggest": lambda: suggest(one.id, typed.get("organ", ""), typed.get("content", ""), actor=visitor.actor),
        "close": lambda: close_round(one.id, actor=visitor.actor),
    }
    way = ways.get(typed.get("act", ""))
    done = way() if way else Refusal("bad_input", "没有这样的办理", "从本页的表单提交")
    if isinstance(done, Refusal):
        return done
    said = {
        "draw": f"抽取 {done} 件，已经分派",
        "send": f"反馈 {done} 件",
        "suggest": "建议书已经发出",
        "close": "活动已经结束",
    }
    return said[typed["act"]]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("appraisal.manage")
def one_round(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One round with its files and what is to be done next."""
    one = read_round(key, reach=visitor.reach("appraisal.manage"))
    if one is None:
        return missing(request, visitor, "没有这次评查活动，或者它不在您的权限范围内。", to=(HERE, "看评查活动"))
    typed: Typed = {}
    refused: Refusal | None = None
    if request.method == "POST":
        typed = {**typed_of(request), "act": str(request.GET.get("act", ""))}
        done = _act(one, typed, visitor)
        if isinstance(done, str):
            messages.success(request, done)
            return HttpResponseRedirect(reverse("appraisal_round", args=[key]), status=303)
        refused = done
    found = files_of(key)
    rows = ((f.number, f.case_number, f.organ_name, f.first_name, f.second_name, f.machine["score"], f.score, f.grade,
             STATES[f.state], f.objection, f.answer) for f in found)  # fmt: skip
    if download := asked_export(request, one.title, HEAD, rows):
        return download
    page = vm.RecordPage(
        title=one.title,
        lead=f"{one.organ_name}，{one.planned_on} 制定",
        verdicts=(vm.Verdict(level="none", word=ROUND_STATES[one.state], why=_progress(one)),),
        actions=(link("下载抽样范围", "appraisal_pool", key),) if one.seed else (),
        back=link("回到评查活动", "appraisal_rounds"),
        forms=_forms(one, found, typed, refused),
        facts=_facts(one),
        tables=(_files_table(one, found, visitor), suggestion_table(visitor, key)),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _progress(one: RoundRead) -> str:
    return "，".join(f"{STATES[state]} {one.counts[state]} 件" for state in STATES if one.counts.get(state))


@require_safe
@signed_in("appraisal.manage")
def pool_file(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """The files the sample was drawn from, as they are now; their digest shows whether they are still the same."""
    one = read_round(key, reach=visitor.reach("appraisal.manage"))
    if one is None or not one.seed:
        return missing(request, visitor, "没有这次评查活动，或者还没有抽样。", to=(HERE, "看评查活动"))
    rows: list[Sequence[object]] = []
    for code, name in one.organs.items():
        ids = pool(code, one.first_on, one.last_on, one.kinds)
        same = "与抽样时相同" if digest_of(ids) == one.pool.get(code, {}).get("digest") else "抽样以后有变化"
        ranked = sorted((rank(f"{one.seed}|{code}", case), case) for case in ids)
        rows += [(name, code, number, case, place, same) for number, (place, case) in enumerate(ranked, 1)]
    head = ("单位", "机关代码", "名次", "案件编号", "SHA-256", "抽样范围")
    return export(f"{one.title}抽样范围", head, rows, "csv")


URLS = [
    path("appraisal/rounds", all_rounds, name="appraisal_rounds"),
    path("appraisal/rounds/new", new, name="appraisal_round_new"),
    path("appraisal/rounds/<str:key>", one_round, name="appraisal_round"),
    path("appraisal/rounds/<str:key>/pool.csv", pool_file, name="appraisal_pool"),
]
