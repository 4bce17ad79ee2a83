"""Goods in custody: every item an organ holds, overdue first; the life of one; counting the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.procedure.custody import life
from zhifa.core.rulebook import Rules
from zhifa.core.values import show_date
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.custody import (
    NEVER,
    CustodyCounts,
    CustodyFilter,
    CustodyLine,
    custody_counts,
    custody_of_case,
    custody_page,
)
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.marks import due_chip
from zhifa.web.render import show_page
from zhifa.web.story import paper_rows
from zhifa.web.timeline import timeline
from zhifa.web.visitor import Visitor, missing, shell, signed_in

COLUMNS = (
    vm.Column(label="物品", kind="main"),
    vm.Column(label="数量", kind="short"),
    vm.Column(label="案件"),
    vm.Column(label="保管地点"),
    vm.Column(label="状态", kind="short"),
    vm.Column(label="采取日期", kind="date"),
    vm.Column(label="期限", kind="due"),
)
HEAD = (
    "物品", "规格型号", "数量", "单位", "估价（元）", "案号", "当事人", "机关", "程序", "保管地点", "保管人",
    "采取日期", "状态", "处理", "期限", "届满日", "最近盘点", "实存",
)  # fmt: skip
KEPT = ("state", "procedure", "organ", "held", "overdue", "short", "q")


def _filter(request: HttpRequest, visitor: Visitor) -> CustodyFilter:
    after = None
    day, _, last = str(request.GET.get("after", "")).partition("_")
    if last.isdecimal() and len(last) < 19:
        try:
            after = (date.fromisoformat(day), int(last))
        except ValueError:
            after = None
    return CustodyFilter(
        held=request.GET.get("held") != "all",
        state=str(request.GET.get("state", ""))[:20],
        procedure=str(request.GET.get("procedure", ""))[:60],
        organ=str(request.GET.get("organ", ""))[:40],
        overdue_on=visitor.day if request.GET.get("overdue") == "1" else None,
        short=request.GET.get("short") == "1",
        query=str(request.GET.get("q", ""))[:60],
        after=after,
    )


def titles(rules: Rules) -> Mapping[str, str]:
    """Names of procedures by code."""
    return {entry.key: str(entry.data.get("title", entry.key)) for entry in rules.entries("procedure").values()}


def _quantity(line: CustodyLine) -> str:
    return f"{line.quantity}{line.unit}"


def item_href(line: CustodyLine) -> str:
    """Where the life of an item is told."""
    return reverse("custody_item", args=[line.case_id, line.proceeding, line.list, line.no])


def _row(line: CustodyLine, visitor: Visitor) -> vm.Row:
    chip = due_chip(line.due_on, day=visitor.day) if line.due_on else vm.DueChip(level="none", word="没有期限")
    counted = f"{show_date(line.counted_on)} 盘点实存 {line.found}{line.unit}" if line.counted_on and line.short else ""
    return vm.Row(
        href=item_href(line),
        quiet=not line.held,
        cells=(
            vm.Cell(text=line.name or "（未写名称）", sub=line.specification),
            vm.Cell(text=_quantity(line), sub=counted),
            vm.Cell(text=line.party or "（未登记）", sub=line.case_number),
            vm.Cell(text=line.kept_at, sub=line.keeper),
            vm.Cell(text=line.state, level="red" if line.short else "none"),
            vm.Cell(on=line.taken_on),
            vm.Cell(due=chip if line.held else vm.DueChip(level="none", word="已了结"), sub=line.verb),
        ),
    )


def _export(wanted: CustodyFilter, visitor: Visitor, form: str) -> HttpResponse:
    """Exactly what the list shows, all pages of it."""
    rows: list[tuple[object, ...]] = []
    names, after = titles(context().rules(visitor.day)), None
    while True:
        page = custody_page(replace(wanted, after=after), reach=visitor.reach(), limit=1000)
        rows += [
            (line.name, line.specification, line.quantity, line.unit,
             "" if line.value_fen is None else f"{line.value_fen / 100:.2f}", line.case_number, line.party, line.organ,
             names.get(line.procedure, line.procedure), line.kept_at, line.keeper, line.taken_on, line.state,
             line.disposal, line.verb, line.due_on, line.counted_on, line.found)
            for line in page.lines
        ]  # fmt: skip
        if not page.more:
            return export("涉案财物", HEAD, rows, form)
        last = page.lines[-1]
        after = (last.due_on or NEVER, last.id)


def _tiles(counts: CustodyCounts) -> tuple[vm.Tile, ...]:
    place = reverse("custody")
    return (
        vm.Tile(label="在管和待处理", figure=vm.Figure(text=f"{counts.held:,}", href=place), unit="项"),
        vm.Tile(
            label="超期",
            figure=vm.Figure(text=f"{counts.overdue:,}", href=f"{place}?overdue=1"),
            unit="项",
            level="red" if counts.overdue else "none",
            word="红色" if counts.overdue else "",
        ),
        vm.Tile(
            label="盘点不符",
            figure=vm.Figure(text=f"{counts.short:,}", href=f"{place}?short=1"),
            unit="项",
            level="red" if counts.short else "none",
            word="红色" if counts.short else "",
        ),
    )


def _filters(wanted: CustodyFilter, counts: CustodyCounts, kept: Mapping[str, str]) -> tuple[vm.Filter, ...]:
    place = reverse("custody")
    plain = {name: value for name, value in kept.items() if name in {"procedure", "organ", "q"}}

    def chip(label: str, count: str = "", **asked: str) -> vm.Filter:
        here = {name: kept.get(name, "") for name in ("state", "held", "overdue", "short")}
        return vm.Filter(
            label=label,
            count=count,
            href=f"{place}?{urlencode({**plain, **asked})}",
            here=here == {"state": "", "held": "", "overdue": "", "short": "", **asked},
        )

    return (
        chip("在管和待处理", str(counts.held)),
        *(chip(state, str(many), state=state) for state, many in counts.states if state),
        chip("全部", held="all"),
    )


@require_safe
@signed_in("case.read")
def custody(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every item in custody, what must be decided, overdue first."""
    wanted = _filter(request, visitor)
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return _export(wanted, visitor, form)
    place = reverse("custody")
    read = custody_page(wanted, reach=visitor.reach())
    counts = custody_counts(reach=visitor.reach(), day=visitor.day)
    kept = {name: str(value) for name, value in request.GET.items() if name in KEPT and value}
    following = ""
    if read.more:
        last = read.lines[-1]
        following = f"{place}?{urlencode({**kept, 'after': f'{last.due_on or NEVER}_{last.id}'})}"
    page = vm.ListPage(
        title="涉案财物",
        lead="查封、扣押、先行登记保存的每一件，从清单登记到退还、没收、变卖、销毁、移送。先到期的在前。",
        tiles=_tiles(counts),
        actions=(vm.Action(label="盘点", href=reverse("stocktake")),) if visitor.may("case.act") else (),
        table=vm.TableView(
            caption="涉案财物",
            columns=COLUMNS,
            rows=tuple(_row(line, visitor) for line in read.lines),
            query=wanted.query,
            query_href=f"{place}?{urlencode({n: v for n, v in kept.items() if n != 'q'})}",
            filters=_filters(wanted, counts, kept),
            pager=vm.Pager(
                shown=f"本页 {len(read.lines)} 项",
                first=f"{place}?{urlencode(kept)}" if wanted.after else "",
                next=following,
            ),
            exports=tuple(
                vm.Action(label=f.upper(), href=f"{place}?{urlencode({**kept, 'format': f})}", download=True)
                for f in ("csv", "xlsx")
            )
            if read.lines
            else (),
            empty=_nothing(kept),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "custody"))


def _nothing(kept: Mapping[str, str]) -> vm.Empty:
    if kept:
        way = vm.Action(label="看全部", href=f"{reverse('custody')}?held=all")
        return vm.Empty(what="没有符合条件的财物", how="换一个条件，或者看全部。", action=way)
    return vm.Empty(
        what="没有在管的财物",
        how="在案件里查封、扣押或者先行登记保存，清单上的每一件会列在这里，直到退还或者处理完毕。",
        action=vm.Action(label="看已了结的", href=f"{reverse('custody')}?held=all"),
    )


@require_safe
@signed_in("case.read")
def item(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, listing: str, no: str) -> HttpResponse:
    """One item: where it is, what must be decided, everything that happened to it, its papers."""
    lines = custody_of_case(case_id, reach=visitor.reach())
    line = next((one for one in lines if (one.proceeding, one.list, one.no) == (proceeding, listing, no)), None)
    read = read_case(case_id, reach=visitor.reach(), context=context(), day=visitor.day) if line else None
    if line is None or read is None:
        return missing(request, visitor)
    return show_page(request, _item_page(line, read, visitor), shell=shell(request, visitor, "custody"))


def _item_page(line: CustodyLine, read: CaseRead, visitor: Visitor) -> vm.CustodyItemPage:
    state = read.view.state
    told = {instance.taken.version for instance in life(state, line.proceeding, line.no)}
    place = f"{reverse('case', args=[line.case_id])}?p={line.proceeding}"
    said = (
        ("物品", line.name, ""),
        ("规格型号", line.specification, ""),
        ("数量", _quantity(line), ""),
        ("估价", "" if line.value_fen is None else f"{line.value_fen / 100:,.2f} 元", ""),
        ("保管地点", line.kept_at, ""),
        ("保管人", line.keeper, ""),
        ("采取日期", show_date(line.taken_on) if line.taken_on else "", ""),
        ("处理", line.disposal, ""),
        ("最近盘点", f"{show_date(line.counted_on)}，实存 {line.found}{line.unit}" if line.counted_on else "", ""),
        ("案件", f"{line.case_number} {line.party}", place),
        ("程序", titles(context().rules(visitor.day)).get(line.procedure, line.procedure), place),
        ("机关", line.organ, ""),
    )
    own = replace(read, papers=tuple(paper for paper in read.papers if paper.proceeding == line.proceeding))
    return vm.CustodyItemPage(
        title=f"{line.name} {_quantity(line)}",
        state=line.state,
        verb=line.verb,
        due=due_chip(line.due_on, day=visitor.day) if line.due_on else None,
        short=f"{show_date(line.counted_on)} 盘点，台账 {_quantity(line)}，实存 {line.found}{line.unit}"
        if line.short and line.counted_on
        else "",
        actions=(
            vm.Action(label="到案件办理" if line.held else "看案件", href=place, primary=bool(line.held)),
            vm.Action(label="全部涉案财物", href=reverse("custody")),
        ),
        facts=(
            vm.FactGroup(
                title="物品",
                rows=tuple(vm.FactRow(label=label, value=value, href=href) for label, value, href in said if value),
            ),
        ),
        life=timeline(read, context(), only=told),
        papers=paper_rows(own, line.proceeding, context(), working=False),
    )


URLS = [
    path("custody", custody, name="custody"),
    path("custody/<str:case_id>/<str:proceeding>/<str:listing>/<str:no>", item, name="custody_item"),
]
