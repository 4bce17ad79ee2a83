"""The register of permits: what stands, what ends soon, what has ended; each line opens its case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.store.readers.permits import PermitFilter, PermitLine, permit_counts, permit_page
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.figures import FORMS
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

WORDS = {"valid": "有效", "soon": "六十天内届满", "expired": "届满未延续", "ended": "已终了"}
LEVELS: dict[str, vm.Level] = {"valid": "none", "soon": "yellow", "expired": "red", "ended": "none"}
TILES = {"soon": "三十日前可以申请延续", "expired": "应当办理注销手续（许可法 §70）"}
COLUMNS = (
    vm.Column(label="许可证号", kind="short"),
    vm.Column(label="被许可人", kind="main"),
    vm.Column(label="许可事项"),
    vm.Column(label="准予日期", kind="date"),
    vm.Column(label="有效期至", kind="due"),
    vm.Column(label="状态", kind="short"),
    vm.Column(label="单位", kind="short"),
)
HEAD = ("案号", "许可证号", "被许可人", "许可事项", "准予日期", "有效期至", "状态", "终了日期", "单位")


def _asked(request: HttpRequest) -> PermitFilter:
    state = str(request.GET.get("state", ""))
    day, _, key = str(request.GET.get("after", "")).partition("_")
    try:
        after = (date.fromisoformat(day), key) if key else None
    except ValueError:
        after = None
    return PermitFilter(state if state in WORDS else "", str(request.GET.get("q", "")).strip()[:60], after)


def _word(line: PermitLine, day: date) -> str:
    """How a permit stands, in a word."""
    if line.ended_as:
        return f"已{line.ended_as}"
    return WORDS[line.state(day)]


def _until(line: PermitLine, day: date) -> vm.DueChip:
    state = line.state(day)
    if line.valid_until is None:
        return vm.DueChip(level="none", word="未写明")
    if state == "ended":
        return vm.DueChip(level="none", word="", on=line.valid_until)
    left = (line.valid_until - day).days
    relative = f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
    return vm.DueChip(level=LEVELS[state], word=WORDS[state], on=line.valid_until, relative=relative)


def _row(line: PermitLine, visitor: Visitor) -> vm.Row:
    return vm.Row(
        href=f"{reverse('case', args=[line.case_id])}?p={line.proceeding}",
        quiet=bool(line.ended_as),
        cells=(
            vm.Cell(text=line.certificate or "（未登记）"),
            vm.Cell(text=line.holder),
            vm.Cell(text=line.title),
            vm.Cell(on=line.granted_on),
            vm.Cell(due=_until(line, visitor.day)),
            vm.Cell(text=_word(line, visitor.day), sub=f"{line.open_on}办理中" if line.open_on else ""),
            vm.Cell(text=line.organ),
        ),
    )


def _exported(wanted: PermitFilter, visitor: Visitor) -> Iterator[tuple[object, ...]]:
    after = None
    while True:
        page = permit_page(replace(wanted, after=after), reach=visitor.reach(), day=visitor.day, limit=1000)
        for line in page.lines:
            yield (line.number, line.certificate, line.holder, line.title, line.granted_on, line.valid_until,
                   _word(line, visitor.day), line.ended_on, line.organ)  # fmt: skip
        if not page.more:
            return
        after = _mark(page.lines[-1], wanted)


def _mark(line: PermitLine, wanted: PermitFilter) -> tuple[date, str]:
    by_end = wanted.state in {"soon", "expired"} and line.valid_until
    return (line.valid_until if by_end and line.valid_until else line.granted_on, line.proceeding)


@require_safe
@signed_in("case.read")
def permits(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every permit granted within reach, with when it ends."""
    wanted = _asked(request)
    if (form := str(request.GET.get("format", ""))) in FORMS:
        return export("许可登记簿", HEAD, list(_exported(wanted, visitor)), form)
    read = permit_page(wanted, reach=visitor.reach(), day=visitor.day)
    counts = permit_counts(reach=visitor.reach(), day=visitor.day)
    page = vm.ListPage(
        title="许可登记簿",
        lead="准予的许可由案件得出；变更、延续、撤回、撤销、注销，打开一行，在案件里“增加程序”。",
        tiles=tuple(_tile(state, counts[state]) for state in WORDS),
        table=_table(wanted, read.lines, read.more, visitor),
    )
    return show_page(request, page, shell=shell(request, visitor, "permits"))


def _tile(state: str, count: int) -> vm.Tile:
    pressing = LEVELS[state] if count else "none"
    return vm.Tile(
        label=WORDS[state],
        figure=vm.Figure(text=f"{count:,}", href=f"{reverse('permits')}?{urlencode({'state': state})}"),
        unit="件",
        note=TILES.get(state, ""),
        level=pressing,
        word={"red": "红色", "yellow": "黄色"}.get(pressing, ""),
    )


def _table(wanted: PermitFilter, lines: tuple[PermitLine, ...], more: bool, visitor: Visitor) -> vm.TableView:
    place = reverse("permits")
    kept = {name: value for name, value in (("state", wanted.state), ("q", wanted.query)) if value}
    following = ""
    if more:
        day, key = _mark(lines[-1], wanted)
        following = f"{place}?{urlencode(kept | {'after': f'{day}_{key}'})}"
    filters = [
        vm.Filter(
            label=label,
            href=f"{place}?{urlencode({k: v for k, v in (('state', state), ('q', wanted.query)) if v})}",
            here=wanted.state == state,
        )
        for state, label in (("", "全部"), *WORDS.items())
    ]
    return vm.TableView(
        caption="许可登记簿",
        columns=COLUMNS,
        rows=tuple(_row(line, visitor) for line in lines),
        empty=vm.Empty(what="没有符合条件的许可", how="换一个条件，或看全部。")
        if kept
        else vm.Empty(what="还没有准予的许可", how="许可案件作出准予的决定以后，许可证自动列在这里。"),
        query=wanted.query,
        query_href=place,
        filters=tuple(filters),
        pager=vm.Pager(
            shown=f"本页 {len(lines)} 件",
            first=f"{place}?{urlencode(kept)}" if wanted.after else "",
            next=following,
        ),
        exports=tuple(
            vm.Action(label=form.upper(), href=f"{place}?{urlencode(kept | {'format': form})}", download=True)
            for form in FORMS
        )
        if lines
        else (),
    )


URLS = [path("permits", permits, name="permits")]
