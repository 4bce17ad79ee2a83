"""The yearly plan of supervision: what is to be looked at, what was, and the report on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.supervising import span
from zhifa.acts.supervision_planning import (
    Carried,
    adopt_supervision_plan,
    carried_out,
    enter_supervision_item,
    plan_rule,
    report_supervision_plan,
    strike_supervision_item,
)
from zhifa.acts.supervision_report import Reporter, plan_report
from zhifa.acts.work import context
from zhifa.core.permission import may
from zhifa.core.planning import Item, Plan, item_name
from zhifa.core.values import Refusal
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import OrganRead
from zhifa.store.readers.plans import SUPERVISION, plan_years, read_plan
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.exports import export
from zhifa.web.forms import field_view, text_of
from zhifa.web.marks import law_mark
from zhifa.web.paper_file import FORMS, paper_file
from zhifa.web.plan_table import months
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "supervision_plan"
HEAD = ("项目", "种类", "监督内容", "监督对象", "月份", "承办", "计划次数", "已开展", "已结案", "状态")
COLUMNS = (
    vm.Column(label="监督内容和对象", kind="main"), vm.Column(label="种类", kind="short"),
    vm.Column(label="月份", kind="short"), vm.Column(label="计划", kind="number"),
    vm.Column(label="已开展", kind="number"), vm.Column(label="进度", kind="part"), vm.Column(label="情况"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan of one supervising body and year, and what the visitor may do to it."""

    organ: OrganRead
    plan: Plan
    years: tuple[int, ...]
    editing: bool
    adopting: bool

    def href(self, name: str, *args: object, **more: str | int) -> str:
        return f"{reverse(name, args=args)}?{urlencode({'organ': self.organ.code, **more})}"

    @property
    def home(self) -> str:
        return self.href("supervision_plan", year=self.plan.year)


def choose(request: HttpRequest, visitor: Visitor, year: int | None = None) -> Chosen | None:
    """The plan asked for, of one's own organ where none is named; None out of reach."""
    code = str(request.GET.get("organ", "")) or visitor.organ.code
    organ = next((one for one in organs(reach=("",)) if one.code == code), None)
    if organ is None or not _reads(visitor, organ):
        return None
    years = plan_years(organ.code, SUPERVISION)
    typed = str(request.GET.get("year", ""))
    wanted = year or (int(typed) if typed.isdecimal() and len(typed) == 4 else visitor.day.year)
    plan = read_plan(organ.code, wanted, context().book.vocabulary, SUPERVISION)

    def allowed(action: str) -> bool:
        return may(visitor.person, action, organ.path, visitor.day) is None

    return Chosen(organ, plan, years, allowed("supervision_plan.edit"), allowed("supervision_plan.adopt"))


def _reads(visitor: Visitor, organ: OrganRead) -> bool:
    """A supervisor reads the plan of the own body, and of those within the reach."""
    return may(visitor.person, "supervision.read", organ.path, visitor.day) is None


def _state(one: Carried, plan: Plan) -> tuple[vm.Level, str]:
    planned = _count(one.item)
    if one.item in plan.pending:
        return "blue", "待批准"
    if one.begun >= planned:
        return "none", "已完成" if one.closed >= planned else "已开展，还没有全部结案"
    return "none", f"差 {planned - one.begun} 次"


def _count(item: Item) -> int:
    said = item.facts.get("oversight.plan_count")
    return said if isinstance(said, int) else 0


def _row(chosen: Chosen, one: Carried) -> vm.Row:
    item, (level, word) = one.item, _state(one, chosen.plan)
    open_it = chosen.href("supervision_plan_item", chosen.plan.year, item.number)
    return vm.Row(
        href=open_it if chosen.editing else chosen.home,
        cells=(
            vm.Cell(text=f"{item.number}. {item.text('oversight.plan_subject')}",
                    sub=item.text("oversight.plan_objects")),
            vm.Cell(text=item.text("oversight.plan_kind")), vm.Cell(text=months(item)),
            vm.Cell(text=f"{_count(item):,}"),
            vm.Cell(text=f"{one.begun:,}", sub=f"结案 {one.closed}" if one.begun else ""),
            vm.Cell(part=(one.begun, _count(item))), vm.Cell(text=word, level=level),
        ),
    )  # fmt: skip


def _export_rows(chosen: Chosen, lines: tuple[Carried, ...]) -> list[tuple[object, ...]]:
    return [
        (item_name(chosen.plan.year, one.item.number), one.item.text("oversight.plan_kind"),
         one.item.text("oversight.plan_subject"), one.item.text("oversight.plan_objects"), months(one.item),
         one.item.text("oversight.plan_lead"), _count(one.item), one.begun, one.closed, _state(one, chosen.plan)[1])
        for one in lines
    ]  # fmt: skip


def _actions(chosen: Chosen) -> tuple[vm.Action, ...]:
    plan, made = chosen.plan, []
    if chosen.adopting and plan.pending and plan.drafted:
        made.append(vm.Action(label="批准计划", href=chosen.href("supervision_plan_adopt", plan.year), primary=True))
    if chosen.editing:
        made.append(
            vm.Action(label="列入监督项目", href=chosen.href("supervision_plan_item_new", plan.year), primary=not made)
        )
        if plan.adoption and plan.drafted:
            made.append(vm.Action(label="立监督案件", href=reverse("supervise_whom")))
            made.append(vm.Action(label="报告执行情况", href=chosen.href("supervision_plan_report", plan.year)))
    if plan.drafted:
        made += [
            vm.Action(label=f"报告 {form.upper()}", href=chosen.href("supervision_plan_file", plan.year, form),
                      download=True)
            for form in ("docx", "pdf")
        ]  # fmt: skip
    return tuple(made)


def _lead(chosen: Chosen) -> str:
    adoption = chosen.plan.adoption
    if adoption is None:
        return f"{chosen.organ.name} · {'还没有批准' if chosen.plan.drafted else '还没有列入项目'}"
    told = f"，{adoption.filed_on} 向{adoption.filed_with}报告执行情况" if adoption.filed_on else ""
    return f"{chosen.organ.name} · {adoption.document}，{adoption.on} 批准{told}"


@require_safe
@signed_in("supervision.read")
def supervision_plan(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The items of a plan beside the cases of supervision that carry them out."""
    chosen = choose(request, visitor)
    if chosen is None:
        return missing(request, visitor)
    lines = carried_out(chosen.organ.code, chosen.plan)
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export(f"{chosen.plan.year}年度监督计划", HEAD, _export_rows(chosen, lines), form)
    rule = plan_rule(visitor.day)
    law = law_mark(rule.cite, status=rule.status) if rule else None
    years = sorted({*chosen.years, visitor.day.year, visitor.day.year + 1, chosen.plan.year}, reverse=True)
    pending = bool(chosen.plan.pending and chosen.plan.drafted)
    page = vm.ListPage(
        title=f"{chosen.plan.year} 年度监督计划", lead=_lead(chosen), actions=_actions(chosen),
        lacks=(vm.Lack(what="有项目等负责人批准", law=law, hint="" if chosen.adopting else "由本机关负责人批准"),)
        if pending
        else (),
        table=vm.TableView(
            caption="年度监督计划", columns=COLUMNS, rows=tuple(_row(chosen, one) for one in lines),
            filters=tuple(
                vm.Filter(label=f"{year} 年", href=chosen.href("supervision_plan", year=year),
                          here=year == chosen.plan.year)
                for year in years
            ),
            exports=tuple(
                vm.Action(label=form.upper(), href=f"{chosen.home}&format={form}", download=True)
                for form in ("csv", "xlsx")
            )
            if lines
            else (),
            empty=vm.Empty(
                what=f"还没有 {chosen.plan.year} 年的监督计划",
                how="逐项列入监督种类、内容、对象和次数，负责人批准；立监督案件时写明执行哪一项。",
            ),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _fields(visitor: Visitor, typed: Mapping[str, object]) -> list[vm.FieldView]:
    rule, vocabulary = plan_rule(visitor.day), context().book.vocabulary
    asks, more = (rule.data["asks"], rule.data.get("may_ask", ())) if rule else ((), ())
    return [
        field_view(vocabulary[code], required=code in asks, typed=typed.get(code), procedure="supervision")
        for code in (*asks, *more)
    ]


def _typed(request: HttpRequest, visitor: Visitor) -> dict[str, object]:
    rule, vocabulary = plan_rule(visitor.day), context().book.vocabulary
    codes = (*rule.data["asks"], *rule.data.get("may_ask", ())) if rule else ()
    return {
        code: request.POST.getlist(code)
        if vocabulary[code].type == "choices"
        else str(request.POST.get(code, "")).strip()
        for code in codes
    }


def _known(item: Item | None) -> dict[str, object]:
    vocabulary = context().book.vocabulary
    return {
        code: list(value) if isinstance(value, tuple) else text_of(value, vocabulary[code])
        for code, value in (item.facts.items() if item else ())
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision_plan.edit")
def item(request: HttpRequest, visitor: Visitor, year: int, number: int = 0) -> HttpResponse:
    """Enter an item of the plan, or put one in other words."""
    chosen = choose(request, visitor, year)
    known = chosen.plan.item(number) if chosen and number else None
    if chosen is None or not chosen.editing or (number and (known is None or known.struck)):
        return missing(request, visitor, "没有这个计划项目，或者它不在您的权限范围内。")
    typed, refused = _known(known), None
    if request.method == "POST":
        typed = _typed(request, visitor)
        done = enter_supervision_item(chosen.organ.code, year, typed, actor=visitor.actor, number=number)
        if not isinstance(done, Refusal):
            messages.success(request, f"第 {done} 项已{'改写' if number else '列入'}，负责人批准以后生效")
            return HttpResponseRedirect(chosen.home, status=303)
        refused = done
    rule = plan_rule(visitor.day)
    names = ("supervision_plan_item", year, number) if number else ("supervision_plan_item_new", year)
    made = admin_forms.form(
        code="supervision-item", title="监督项目", verb="保存" if number else "列入",
        action=chosen.href(str(names[0]), *names[1:]), refused=refused, fields=_fields(visitor, typed),
        note=str(rule.data.get("note", "")) if rule else "",
    )  # fmt: skip
    strike_it = chosen.href("supervision_plan_strike", year, number) if number else ""
    page = vm.FormPage(
        title=f"{year} 年监督计划第 {number} 项" if number else f"列入 {year} 年监督计划", lead=chosen.organ.name,
        form=replace(made, law=law_mark(rule.cite, status=rule.status) if rule else None),
        back=vm.Action(label="回到计划", href=chosen.home),
        more=(vm.Action(label="删去这一项", href=strike_it),) if number else (),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _simple(
    request: HttpRequest, visitor: Visitor, chosen: Chosen, *, title: str, verb: str, place: str,
    fields: list[vm.FieldView], refused: Refusal | None,
) -> HttpResponse:  # fmt: skip
    page = vm.FormPage(
        title=title, lead=_lead(chosen),
        form=admin_forms.form(code="supervision-plan", title=title, verb=verb, action=place, fields=fields,
                              refused=refused),
        back=vm.Action(label="回到计划", href=chosen.home),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _done(request: HttpRequest, chosen: Chosen, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(chosen.home, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision_plan.edit")
def strike(request: HttpRequest, visitor: Visitor, year: int, number: int) -> HttpResponse:
    """Take an item out of the plan."""
    chosen = choose(request, visitor, year)
    known = chosen.plan.item(number) if chosen else None
    if chosen is None or not chosen.editing or known is None or known.struck:
        return missing(request, visitor, "没有这个计划项目，或者它不在您的权限范围内。")
    typed: Typed = typed_of(request)
    refused = None
    if request.method == "POST":
        reason = typed.get("reason", "")
        refused = strike_supervision_item(chosen.organ.code, year, number, reason=reason, actor=visitor.actor)
        if refused is None:
            return _done(request, chosen, f"第 {number} 项已删去")
    return _simple(
        request, visitor, chosen, title=f"删去第 {number} 项", verb="删去", refused=refused,
        place=chosen.href("supervision_plan_strike", year, number),
        fields=[admin_forms.text("reason", "理由", typed.get("reason", ""))],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision_plan.adopt")
def adopt(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """The head agrees to the plan as drafted."""
    chosen = choose(request, visitor, year)
    if chosen is None or not chosen.adopting:
        return missing(request, visitor)
    typed: Typed = typed_of(request)
    refused = None
    if request.method == "POST":
        said = typed.get("document", "")
        refused = adopt_supervision_plan(chosen.organ.code, year, document=said, actor=visitor.actor)
        if refused is None:
            return _done(request, chosen, f"{year} 年度监督计划已批准")
    return _simple(
        request, visitor, chosen, title=f"批准 {year} 年度监督计划", verb="批准", refused=refused,
        place=chosen.href("supervision_plan_adopt", year),
        fields=[admin_forms.text("document", "计划文件", typed.get("document", ""), hint="文件名称和文号")],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision_plan.edit")
def report(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    """How the plan was carried out was reported to somebody."""
    chosen = choose(request, visitor, year)
    if chosen is None or not chosen.editing:
        return missing(request, visitor)
    typed: Typed = typed_of(request)
    refused: Refusal | None = None
    if request.method == "POST":
        on = read_day(typed, "on", "报告日期")
        refused = on if isinstance(on, Refusal) else report_supervision_plan(
            chosen.organ.code, year, to=typed.get("to", ""), on=on, actor=visitor.actor
        )  # fmt: skip
        if refused is None:
            return _done(request, chosen, "报告已登记，当日的数字已经留存")
    return _simple(
        request, visitor, chosen, title=f"报告 {year} 年度监督计划执行情况", verb="登记", refused=refused,
        place=chosen.href("supervision_plan_report", year),
        fields=[
            admin_forms.text("to", "报告给谁", typed.get("to", ""), hint="例如 区人民政府、市司法局"),
            admin_forms.day("on", "报告日期", typed.get("on", str(visitor.day))),
        ],
    )  # fmt: skip


@require_safe
@signed_in("supervision.read")
def report_file(request: HttpRequest, visitor: Visitor, year: int, form: str) -> HttpResponse:
    """The report on the plan as a file."""
    chosen = choose(request, visitor, year)
    if chosen is None or form not in FORMS:
        return missing(request, visitor)
    reach = visitor.reach("supervision.read")
    organ = Reporter(chosen.organ.code, chosen.organ.name, reach, span("recurrence", visitor.day))
    paper = plan_report(organ, chosen.plan, day=visitor.day)

    def place(form: str) -> str:
        return chosen.href("supervision_plan_file", year, form)

    return paper_file(request, visitor, paper, form, name=paper.title, here=HERE, place=place)


URLS = [
    path("oversight/plan", supervision_plan, name="supervision_plan"),
    path("oversight/plan/<int:year>/items", item, name="supervision_plan_item_new"),
    path("oversight/plan/<int:year>/items/<int:number>", item, name="supervision_plan_item"),
    path("oversight/plan/<int:year>/items/<int:number>/strike", strike, name="supervision_plan_strike"),
    path("oversight/plan/<int:year>/adopt", adopt, name="supervision_plan_adopt"),
    path("oversight/plan/<int:year>/report", report, name="supervision_plan_report"),
    path("oversight/plan/<int:year>/file/<str:form>", report_file, name="supervision_plan_file"),
]
