"""Appraisal by the machine: all files of a year, lists of them, and the score sheet of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.core.values import read_date
from zhifa.store.readers import appraisals as files
from zhifa.store.readers.appraisals import AppraisedLine, OrganResult, Span, Wanted
from zhifa.store.readers.organs import organs
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.personnel_pages import exports_at, link
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "appraisal"
YEARS = 3
STEP = 5
LOWEST = 60
LONGEST = 20_000
"""So many files go into one export."""
LIST_HEAD = ("案号", "案由", "当事人", "单位", "决定（结案）日期", "得分", "等次", "一票否决", "请核对")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked to show."""

    span: Span
    year: int
    reach: tuple[str, ...]

    def query(self, **more: object) -> str:
        said = {"year": self.year, "organ": self.span.organ, "light": int(self.span.light) or "", **more}
        return urlencode({name: value for name, value in said.items() if value not in ("", None)})


def usual_year(visitor: Visitor, reach: Sequence[str]) -> int:
    """The year of the youngest file; in January the year just ended is what is looked at."""
    latest = files.latest_day(reach=reach) or visitor.day
    return visitor.day.year - 1 if visitor.day.month == 1 and latest.year == visitor.day.year else latest.year


def asked(request: HttpRequest, visitor: Visitor) -> Asked | None:
    """The year, organ and kind of files asked for."""
    reach = visitor.reach("appraisal.read")
    said = str(request.GET.get("year", ""))
    year = int(said) if said.isdecimal() and len(said) == 4 and said > "1900" else usual_year(visitor, reach)
    organ = str(request.GET.get("organ", ""))
    if organ and organ not in {one.code for one in organs(reach=reach)}:
        return None
    span = Span(date(year, 1, 1), date(year, 12, 31), organ, request.GET.get("light") == "1")
    return Asked(span, year, reach)


def _years(given: Asked, visitor: Visitor, place: str) -> tuple[vm.Filter, ...]:
    last = max(visitor.day.year, given.year)
    return tuple(
        vm.Filter(label=str(year), href=f"{place}?{given.query(year=year)}", here=year == given.year)
        for year in range(last - YEARS + 1, last + 1)
    )


def _organs(given: Asked, place: str) -> tuple[vm.Filter, ...]:
    within = organs(reach=given.reach)
    if len(within) < 2:
        return ()
    every = vm.Filter(label="全部", href=f"{place}?{given.query(organ='')}", here=not given.span.organ)
    return (
        every,
        *(
            vm.Filter(label=one.short, href=f"{place}?{given.query(organ=one.code)}", here=one.code == given.span.organ)
            for one in within
        ),
    )


def _bars(given: Asked, found: Sequence[OrganResult]) -> tuple[vm.Rung, ...]:
    """Files by score, five points a bar, and those a fatal fault fails."""
    scores = files.scores_of(reach=given.reach, span=given.span)
    groups: list[tuple[str, int, int]] = [("100", 100, 100)]
    groups += [(f"{low}–{low + STEP - 1}", low, low + STEP - 1) for low in range(100 - STEP, LOWEST - 1, -STEP)]
    groups.append((f"不满 {LOWEST}", 0, LOWEST - 1))
    counted = [(label, low, high, sum(n for s, n in scores.items() if low <= s <= high)) for label, low, high in groups]
    failed = sum(one.failed for one in found)
    most = max([count for *_, count in counted] + [failed, 1])
    place = reverse("appraisal_files")
    bars = [
        vm.Rung(
            label=label,
            figure=vm.Figure(text=str(count), href=f"{place}?{given.query(low=str(low), high=high)}" if count else ""),
            share=count * 1000 // most,
        )
        for label, low, high, count in counted
    ]
    href = f"{place}?{given.query(failed=1)}" if failed else ""
    bars.append(
        vm.Rung(
            label="一票否决", figure=vm.Figure(text=str(failed), href=href), share=failed * 1000 // most, fails=True
        )
    )
    return tuple(bars)


def _worst(given: Asked) -> tuple[vm.Rung, ...]:
    found = files.worst_items(reach=given.reach, span=given.span)
    most = max([one.files for one in found] + [1])
    place = reverse("appraisal_files")
    return tuple(
        vm.Rung(
            label=one.title + ("（请核对）" if one.ask else ""),
            figure=vm.Figure(
                text=f"{one.files} 件", href=f"{place}?{given.query(item=one.item)}", note=f"{one.times} 处"
            ),
            share=one.files * 1000 // most,
            fails=one.fatal and not one.ask,
        )
        for one in found
    )


def _results(given: Asked, found: Sequence[OrganResult]) -> vm.TableView:
    place = reverse("appraisal_files")
    rows = tuple(
        vm.Row(
            href=f"{place}?{given.query(organ=one.code)}",
            cells=(
                vm.Cell(text=one.name),
                vm.Cell(text=str(one.files)),
                vm.Cell(text=f"{one.average:.1f}"),
                *(vm.Cell(text=str(one.grades.get(grade, 0))) for grade in ("优秀", "良好", "合格", "不合格")),
                vm.Cell(text=str(one.failed), level="red" if one.failed else "none"),
            ),
        )
        for one in found
    )
    return vm.TableView(
        caption="各单位的案卷",
        columns=(
            vm.Column(label="单位", kind="main"),
            *(vm.Column(label=label, kind="number") for label in
              ("案卷", "平均分", "优秀", "良好", "合格", "不合格", "一票否决")),
        ),
        rows=rows,
        exports=exports_at(f"{reverse('appraisal')}?{given.query()}") if rows else (),
        empty=vm.Empty(what="这一年没有评查过的案卷", how="案件一经决定或者结案，案卷立即自动评查。"),
    )  # fmt: skip


def _tiles(given: Asked, found: Sequence[OrganResult]) -> tuple[vm.Tile, ...]:
    count = sum(one.files for one in found)
    average = sum(one.average * one.files for one in found) / count if count else 0
    grades = {grade: sum(one.grades.get(grade, 0) for one in found) for grade in ("优秀", "不合格")}
    place = reverse("appraisal_files")
    return (
        vm.Tile(label="评查案卷", figure=vm.Figure(text=str(count), href=f"{place}?{given.query()}"), unit="件"),
        vm.Tile(label="平均分", figure=vm.Figure(text=f"{average:.1f}")),
        *(
            vm.Tile(
                label=grade,
                figure=vm.Figure(
                    text=str(grades.get(grade, 0)),
                    href=f"{place}?{given.query(grade=grade)}" if grades.get(grade) else "",
                ),
                unit="件",
            )
            for grade in ("优秀", "不合格")
        ),
    )


@require_safe
@signed_in("appraisal.read")
def desk(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """All files of a year: scores, organs, the items that cost most."""
    given = asked(request, visitor)
    if given is None:
        return missing(request, visitor, to=("appraisal", "看案卷评查"))
    found = files.by_organ(reach=given.reach, span=given.span)
    results = _results(given, found)
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        head = tuple(column.label for column in results.columns)
        return export(f"案卷评查{given.year}", head, [[c.text for c in row.cells] for row in results.rows], form)
    place = reverse("appraisal")
    kinds = "轻案" if given.span.light else "案卷"
    page = vm.AppraisalDesk(
        title="案卷评查",
        lead=f"{given.year} 年决定或者结案的{kinds}，由系统按评查标准逐件评分；每一处扣分都能打开它说的那一页。",
        years=_years(given, visitor, place),
        organs=_organs(given, place),
        tiles=_tiles(given, found) if results.rows else (),
        scores=_bars(given, found) if results.rows else (),
        items=_worst(given) if results.rows else (),
        results=results,
        actions=(
            vm.Action(
                label="看一般案卷" if given.span.light else "看轻案",
                href=f"{place}?{given.query(light='' if given.span.light else 1)}",
            ),
        ),
        todo=todo(visitor),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def todo(visitor: Visitor) -> tuple[vm.Action, ...]:
    """What waits for the visitor: files to read, results that may be objected to, suggestions without a report."""
    from zhifa.store.readers.appraisal_rounds import files_to_read, results_for, suggestions

    found: list[vm.Action] = []
    if visitor.may("appraisal.review"):
        waiting = sum(1 for one in files_to_read(visitor.person.id) if one.waits_for(visitor.person.id))
        if waiting:
            found.append(link(f"有 {waiting} 件案卷等您评查", "appraisal_mine", primary=True))
    reach = visitor.reach("appraisal.object")
    if reach:
        sent = [one for one in results_for(reach=reach) if one.state == "sent" and one.object_by]
        open_ = [one.object_by for one in sent if one.object_by and one.object_by >= visitor.day]
        if open_:
            found.append(link(f"收到评查结果 {len(open_)} 件，异议最迟 {min(open_)}", "appraisal_results"))
        owed = [one for one in suggestions(reach=reach) if one.replied_on is None]
        if owed:
            said = f"有 {len(owed)} 份整改建议待报送整改情况，最早 {owed[0].mend_by} 到期"
            found.append(link(said, "appraisal_results"))
    return tuple(found)


# ---- lists


def _wanted(request: HttpRequest) -> Wanted:
    def number(name: str, usual: int | None) -> int | None:
        said = str(request.GET.get(name, ""))
        return int(said) if said.isdecimal() and len(said) < 4 else usual

    high = number("high", 100)
    return Wanted(
        low=number("low", None),
        high=100 if high is None else high,
        failed=request.GET.get("failed") == "1",
        item=str(request.GET.get("item", ""))[:40],
        grade=str(request.GET.get("grade", ""))[:10],
    )


def _after(request: HttpRequest) -> tuple[date, str] | None:
    day, _, case = str(request.GET.get("after", "")).partition("_")
    try:
        return (read_date(day), case) if case else None
    except ValueError:
        return None


def _said(wanted: Wanted, standard_items: dict[str, str]) -> str:
    if wanted.failed:
        return "一票否决的案卷"
    if wanted.item:
        return f"“{standard_items.get(wanted.item, wanted.item)}”有问题的案卷"
    if wanted.low is not None:
        return f"{wanted.low}–{wanted.high} 分的案卷"
    return f"{wanted.grade}的案卷" if wanted.grade else "评查过的案卷"


def _line(one: AppraisedLine, query: str) -> vm.Row:
    said = [f"一票否决 {one.fatal} 处"] if one.fatal else []
    said += [f"请核对 {one.asks} 处"] if one.asks else []
    return vm.Row(
        href=f"{reverse('appraisal_sheet', args=[one.case])}?{query}",
        cells=(
            vm.Cell(text=one.number or one.title, sub=one.title if one.number else ""),
            vm.Cell(text=one.party),
            vm.Cell(text=one.organ),
            vm.Cell(on=one.decided_on),
            vm.Cell(text=str(one.score)),
            vm.Cell(text=one.grade, level="red" if one.fatal else "none", sub="，".join(said)),
        ),
    )


LIST_COLUMNS = (
    vm.Column(label="案卷", kind="main"),
    vm.Column(label="当事人", kind="short"),
    vm.Column(label="单位", kind="short"),
    vm.Column(label="决定（结案）", kind="date"),
    vm.Column(label="得分", kind="number"),
    vm.Column(label="等次", kind="short"),
)


@require_safe
@signed_in("appraisal.read")
def listed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Files with some score, grade or fault, the latest first."""
    given = asked(request, visitor)
    if given is None:
        return missing(request, visitor, to=("appraisal", "看案卷评查"))
    wanted = _wanted(request)
    narrowed = {
        "low": "" if wanted.low is None else str(wanted.low), "high": wanted.high if wanted.low is not None else "",
        "failed": 1 if wanted.failed else "", "item": wanted.item, "grade": wanted.grade,
    }  # fmt: skip
    here = f"{reverse('appraisal_files')}?{given.query(**narrowed)}"
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        found = files.appraised(reach=given.reach, span=given.span, wanted=wanted, limit=LONGEST).lines
        return export(f"案卷评查{given.year}", LIST_HEAD, [_plain(one) for one in found], form)
    found_page = files.appraised(reach=given.reach, span=given.span, wanted=wanted, after=_after(request))
    last = found_page.lines[-1] if found_page.lines else None
    pager = vm.Pager(
        shown=f"本页 {len(found_page.lines)} 件",
        first=here if request.GET.get("after") else "",
        next=f"{here}&after={last.decided_on}_{last.case}" if last and found_page.more else "",
    )
    titles = {one.item: one.title for one in files.worst_items(reach=given.reach, span=given.span, limit=100)}
    page = vm.ListPage(
        title=_said(wanted, titles if wanted.item else {}),
        lead=f"{given.year} 年",
        actions=(vm.Action(label="回到评查", href=f"{reverse('appraisal')}?{given.query()}"),),
        table=vm.TableView(
            caption="案卷",
            columns=LIST_COLUMNS,
            rows=tuple(_line(one, given.query()) for one in found_page.lines),
            pager=pager,
            exports=exports_at(here) if found_page.lines else (),
            empty=vm.Empty(what="没有这样的案卷", how="换一个条件，或者回到评查"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _plain(one: AppraisedLine) -> Sequence[object]:
    return (one.number, one.title, one.party, one.organ, one.decided_on, one.score, one.grade, one.fatal, one.asks)


URLS = [
    path("appraisal", desk, name="appraisal"),
    path("appraisal/files", listed, name="appraisal_files"),
]
