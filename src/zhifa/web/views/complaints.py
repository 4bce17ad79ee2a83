"""The desk of complaints against enforcement and of petitions: counts of a year, the register, as file as well."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.store.readers.cases import CaseFilter
from zhifa.store.readers.complaints import KIND, ComplaintLine, complaint_counts, complaints, every
from zhifa.web import viewmodels as vm
from zhifa.web.marks import due_chip
from zhifa.web.personnel_pages import acting_organs, asked_export, exports_at, link
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

ACTION, HERE = "complaint.read", "complaints"
OUTCOMES = ("属实", "部分属实", "不属实")
STATES = (("办理中", "open"), ("已办结", "closed"), ("全部", ""))


def _filter(request: HttpRequest) -> CaseFilter:
    day, _, last = str(request.GET.get("after", "")).partition("_")
    try:
        after = (date.fromisoformat(day), last) if last else None
    except ValueError:
        after = None
    state = str(request.GET.get("state", ""))
    return CaseFilter(
        state=state if state in {"open", "closed"} else "", query=str(request.GET.get("q", ""))[:60], after=after
    )


@require_safe
@signed_in(ACTION)
def desk(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Complaints and petitions within reach."""
    wanted, reach, given = _filter(request), visitor.reach(ACTION), context()
    if request.GET.get("format"):
        head = (
            "案号",
            "种类",
            "来源",
            "初次或积案",
            "反映的问题",
            "来函、承办机关",
            "所涉案件",
            "收到",
            "期限",
            "结论",
            "答复",
            "单位",
        )
        rows = (
            (x.case.number, x.kind, x.source, x.standing, x.summary, x.other, x.about, x.received_on,
             x.case.next_due_on, x.outcome, x.answered_on, x.case.organ)
            for x in every(wanted, reach=reach, context=given, day=visitor.day)
        )  # fmt: skip
        if download := asked_export(request, "执法投诉、信访登记簿", head, rows):
            return download
    read = complaints(wanted, reach=reach, context=given, day=visitor.day)
    said = {k: v for k, v in (("state", wanted.state), ("q", wanted.query)) if v}
    at = reverse(HERE) + (f"?{urlencode(said)}" if said else "")
    last = read.lines[-1].case if read.more else None
    more = f"{reverse(HERE)}?{urlencode(said | {'after': f'{last.opened_on}_{last.id}'})}" if last else ""
    page = vm.ListPage(
        title="执法投诉、信访",
        lead=f"{visitor.day.year} 年；反映人的信息只在案件里",
        tiles=_tiles(visitor),
        actions=(link("登记投诉、信访", "new_case", KIND, primary=True),) if visitor.may("complaint.act") else (),
        table=vm.TableView(
            caption="投诉、信访",
            columns=(
                vm.Column(label="案号", kind="short"), vm.Column(label="反映的问题", kind="main"),
                vm.Column(label="种类", kind="short"), vm.Column(label="所涉案件", kind="short"),
                vm.Column(label="收到", kind="date"), vm.Column(label="期限", kind="due"),
                vm.Column(label="结论", kind="short"), vm.Column(label="单位", kind="short"),
            ),
            rows=tuple(_row(one, visitor) for one in read.lines),
            query=wanted.query,
            query_href=at,
            filters=tuple(
                vm.Filter(label=label, href=f"{reverse(HERE)}{f'?state={s}' if s else ''}", here=wanted.state == s)
                for label, s in STATES
            ),
            exports=exports_at(at) if read.lines else (),
            pager=vm.Pager(shown=f"本页 {len(read.lines)} 件", first=at if wanted.after else "", next=more),
            empty=vm.Empty(what="没有投诉、信访", how="收到来信、来访、来电的，当天登记；期限自登记之日起算。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _tiles(visitor: Visitor) -> tuple[vm.Tile, ...]:
    year = visitor.day.year
    counted = complaint_counts(date(year, 1, 1), date(year, 12, 31), reach=visitor.reach(ACTION))
    received = {kind: n for (code, kind), n in counted.items() if code == "complaint.received"}
    answered = {kind: n for (code, kind), n in counted.items() if code == "complaint.answered"}
    top = min(acting_organs(visitor, ACTION), key=lambda one: len(one.path), default=None)

    def tile(label: str, figure: str, kind: str, number: int) -> vm.Tile:
        asked = {"organ": top.code if top else "", "year": str(year), "figure": figure, "by": "kind", "value": kind}
        behind = f"{reverse('statistics_cases')}?{urlencode(asked)}" if number else ""
        return vm.Tile(label=label, figure=vm.Figure(text=f"{number:,}", href=behind), unit="件")

    return (
        tile("收到投诉", "complaint.received", "执法投诉", received.get("执法投诉", 0)),
        tile("收到信访", "complaint.received", "信访", received.get("信访", 0)),
        *(tile(f"答复：{o}", "complaint.answered", o, answered.get(o, 0)) for o in OUTCOMES),
    )


def _row(one: ComplaintLine, visitor: Visitor) -> vm.Row:
    case = one.case
    none = vm.DueChip(level="none", word="已答复" if one.outcome else "没有期限")
    chip = due_chip(case.next_due_on, day=visitor.day) if case.next_due_on else none
    about = reverse("case", args=[one.about_id]) if one.about_id and visitor.may("case.read") else ""
    return vm.Row(
        href=reverse("case", args=[case.id]),
        quiet=case.state == "closed",
        cells=(
            vm.Cell(text=case.number),
            vm.Cell(text=one.summary or "（未登记）"),
            vm.Cell(text=one.kind, sub="，".join(part for part in (one.source, one.standing, one.other) if part)),
            vm.Cell(text=one.about, href=about),
            vm.Cell(on=one.received_on),
            vm.Cell(due=vm.DueChip(level="none", word="已办结") if case.state == "closed" else chip),
            vm.Cell(text=one.outcome, sub=f"{one.answered_on}" if one.answered_on else ""),
            vm.Cell(text=case.organ),
        ),
    )


URLS = [path("complaints", desk, name="complaints")]
