"""Statistics: the annual tables of an organ, and the cases behind each figure, as many as it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.annual_note import standing_text
from zhifa.acts.annual_report import ReportModel, annual_report
from zhifa.acts.report_frame import frame
from zhifa.core.statistics import GROUPS, Form, Indicator, show
from zhifa.core.values import Refusal, format_yuan
from zhifa.store.readers.statistics import Cell, CountedPage, CountedRow, Place, cell_rows, counted, month_of, year_of
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.figures import FORMS, Chosen, choose, organ_filters, stat_table, table_rows, year_filters
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

PAGE = 100
MONTHS = frozenset(str(number) for number in range(1, 13))


def _asked(request: HttpRequest, name: str) -> str:
    return str(request.GET.get(name, ""))[:200]


@require_safe
@signed_in("statistics.read")
def statistics(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The annual tables of an organ and year."""
    chosen = choose(visitor, _asked(request, "organ"), _asked(request, "year"))
    if chosen is None:
        return missing(request, visitor)
    asked = _asked(request, "form")
    model = annual_report(chosen.organ, chosen.year, reach=visitor.reach("statistics.read"), form=asked)
    if isinstance(model, Refusal):
        return _refused(request, visitor, chosen, model)
    if (form := _asked(request, "format")) in FORMS:
        return _export(model, _asked(request, "table"), form)
    return show_page(request, _page(model, replace(chosen, form=asked)), shell=shell(request, visitor, "statistics"))


def _refused(request: HttpRequest, visitor: Visitor, chosen: Chosen, refusal: Refusal) -> HttpResponse:
    page = vm.StatisticsPage(
        title="统计",
        years=year_filters(chosen, reverse("statistics")),
        tables=(),
        empty=vm.Empty(what=refusal.message, how=refusal.remedy),
    )
    return show_page(request, page, shell=shell(request, visitor, "statistics"))


def _page(model: ReportModel, chosen: Chosen) -> vm.StatisticsPage:
    place = reverse("statistics")
    query = chosen.query

    def files(table: str) -> list[vm.Action]:
        given = query | ({"table": table} if table else {})
        return [
            vm.Action(label=form.upper(), href=f"{place}?{urlencode(given | {'format': form})}", download=True)
            for form in FORMS
        ]

    nothing = not any(figure.value for figure in model.figures.values() if figure.source == "cases")
    said = [f"核对数字之间的关系 {len(model.checks)} 项"]
    said.append(f"不符或者须说明 {len(model.broken)} 项，见年报" if model.broken else "全部相符")
    return vm.StatisticsPage(
        title=f"{model.organ.short} {model.year} 年统计",
        years=year_filters(chosen, place),
        organs=organ_filters(chosen, place),
        forms=tuple(
            vm.Filter(
                label=form.title,
                href=f"{place}?{urlencode(query | {'form': form.code})}",
                here=form.code == model.form.code,
            )
            for form in model.forms
        ),
        tables=tuple(stat_table(model, table, files(table.rule.code)) for table in model.tables),
        lead="，".join(said) + "。" + _about(model.form),
        stand=standing_text(model),
        actions=(
            *(replace(action, label=f"全部 {action.label}") for action in files("")),
            vm.Action(label="年度报告", href=f"{reverse('report', args=[model.year])}?organ={model.organ.code}"),
        ),
        empty=vm.Empty(
            what=f"{model.year} 年还没有可以统计的事", how="每作出一个决定、每完成一次检查，这里当天就会增加一件。"
        )
        if nothing
        else None,
    )


def _about(form: Form) -> str:
    """What the form counts how, and that nobody here has read the original of it."""
    source = "" if form.status == "verified" else "栏目据公开的报表整理，没有读到制定机关的原件。"
    return f"{form.title}：{form.note}{source}"


def _export(model: ReportModel, wanted: str, form: str) -> HttpResponse:
    """One table, or all of them under each other."""
    tables = [table for table in model.tables if wanted in ("", table.rule.code)]
    name = f"{model.organ.short}{model.year}年{tables[0].rule.title if wanted and tables else '统计'}"
    if len(tables) == 1:
        head = ("项目", *(column.title for column in tables[0].rule.columns))
        return export(name, head, table_rows(tables[0]), form)
    rows: list[tuple[object, ...]] = []
    for table in tables:
        rows += [
            (),
            (table.rule.title,),
            ("项目", *(column.title for column in table.rule.columns)),
            *table_rows(table),
        ]
    return export(name, (f"{model.organ.name}{model.year}年行政执法统计表",), rows, form)


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure somebody clicked: what it counts, where, and for which line of its table."""

    cell: Cell
    organ: str
    year: int
    line: str
    query: dict[str, str]


def _opened(request: HttpRequest, visitor: Visitor) -> Opened | None:
    organ, year, code = _asked(request, "organ"), _asked(request, "year"), _asked(request, "figure")
    by, value = _asked(request, "by"), _asked(request, "value")
    if not year.isdigit() or (by and by not in GROUPS):
        return None
    given = frame(organ, int(year), reach=visitor.reach("statistics.read"))
    if isinstance(given, Refusal):
        return None
    indicator = given.every.get(code)
    if indicator is None or not indicator.is_counted:
        return None
    organs, line = given.scope.codes, value
    if by == "organ":
        line = dict(given.scope.units).get(value, "")
        organs = tuple(code for code in organs if code == value) or ("",)
    elif by:
        indicator = replace(indicator, where=(*indicator.where, (GROUPS[by], (value,))))
    query = {"organ": organ, "year": year, "figure": code} | ({"by": by, "value": value} if by else {})
    period = year_of(given.year)
    if (month := _asked(request, "month")) in MONTHS:
        period, line = month_of(given.year, int(month)), "，".join(part for part in (f"{month} 月", line) if part)
        query |= {"month": month}
    return Opened(Cell(indicator=indicator, period=period, organs=organs), given.scope.short, given.year, line, query)


def _after(text: str) -> Place | None:
    try:
        day, case, version, code, proceeding = text.split(" ")
        return (date.fromisoformat(day), case, int(version), code, proceeding)
    except ValueError:
        return None


@require_safe
@signed_in("statistics.read")
def statistics_cases(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The cases behind one figure: together they are exactly what was counted."""
    opened = _opened(request, visitor)
    if opened is None:
        return missing(request, visitor, "没有这个数字，或者它由人填报、没有对应的案件。")
    if (form := _asked(request, "format")) in FORMS:
        return _export_cases(opened, cell_rows(opened.cell, reach=visitor.reach()), form)
    after = _after(_asked(request, "after"))
    read = cell_rows(opened.cell, reach=visitor.reach(), after=after, limit=PAGE)
    page = _cases_page(opened, read, bool(after))
    return show_page(request, page, shell=shell(request, visitor, "statistics"))


def _is_money(indicator: Indicator) -> bool:
    return indicator.sum == "amount_fen"


def _cases_page(opened: Opened, read: CountedPage, later: bool) -> vm.ListPage:
    cell, place = opened.cell, reverse("statistics_cases")
    indicator = cell.indicator
    total = counted([indicator], cell.period, cell.organs)[indicator.code]
    shown = show(indicator, total.value)
    asked = urlencode(opened.query)
    more = ""
    if read.more:
        more = f"{place}?{urlencode(opened.query | {'after': ' '.join(map(str, read.rows[-1].place))})}"
    table = vm.TableView(
        caption=indicator.title,
        columns=(
            vm.Column(label="案号", kind="short"),
            vm.Column(label="当事人", kind="main"),
            vm.Column(label="事项"),
            vm.Column(label="单位", kind="short"),
            vm.Column(label="计入日期", kind="date"),
            vm.Column(label="金额", kind="money")
            if _is_money(indicator)
            else vm.Column(label=f"计入（{indicator.unit}）", kind="number"),
        ),
        rows=tuple(_row(row, indicator) for row in read.rows),
        empty=vm.Empty(what="这个数字是零，没有对应的案件"),
        pager=vm.Pager(shown=f"本页 {len(read.rows)} 行", first=f"{place}?{asked}" if later else "", next=more),
        exports=tuple(
            vm.Action(label=form.upper(), href=f"{place}?{asked}&format={form}", download=True) for form in FORMS
        ),
    )
    of = f"，{opened.line}" if opened.line else ""
    annulled = f"；其中后经撤销、仍计数的 {show(indicator, total.annulled)} {indicator.unit}" if total.annulled else ""
    back = f"{reverse('statistics')}?{urlencode({'organ': opened.query['organ'], 'year': opened.query['year']})}"
    return vm.ListPage(
        title=f"{indicator.title} {shown} {indicator.unit}",
        lead=f"{opened.organ} {opened.year} 年{of}；下列各行之和即为这个数字{annulled}",
        table=table,
        actions=(vm.Action(label="回到统计", href=back),),
    )


def _row(row: CountedRow, indicator: Indicator) -> vm.Row:
    last = vm.Cell(fen=row.amount_fen) if _is_money(indicator) else vm.Cell(text=str(indicator.value(row.count)))
    return vm.Row(
        href=f"{reverse('case', args=[row.case_id])}?p={row.proceeding}" if row.told else "",
        cells=(
            vm.Cell(text=row.number),
            vm.Cell(
                text=row.party or ("（未登记）" if row.told else "（不显示）"), sub="" if row.standing else "后经撤销"
            ),
            vm.Cell(text=row.title),
            vm.Cell(text=row.organ),
            vm.Cell(on=row.counted_on),
            last,
        ),
    )


def _export_cases(opened: Opened, read: CountedPage, form: str) -> HttpResponse:
    indicator = opened.cell.indicator
    head = ("案号", "当事人", "事项", "单位", "计入日期", f"计入（{indicator.unit}）", "金额（元）", "效力")
    rows: list[tuple[Any, ...]] = [
        (row.number, row.party, row.title, row.organ, row.counted_on, indicator.value(row.count),
         format_yuan(row.amount_fen).replace(",", ""), "有效" if row.standing else "后经撤销")
        for row in read.rows
    ]  # fmt: skip
    return export(f"{opened.organ}{opened.year}年{indicator.title}", head, rows, form)


URLS = [
    path("statistics", statistics, name="statistics"),
    path("statistics/cases", statistics_cases, name="statistics_cases"),
]
