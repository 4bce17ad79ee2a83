"""Annual figures on screen: each a link to the cases behind it, and the same tables as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.http import urlencode

from zhifa.acts.annual_document import annulled_text, column_groups, column_title
from zhifa.acts.annual_report import AnnualTable, ReportModel, TableCell, figure_address
from zhifa.acts.report_figures import CASES, DERIVED, MISSING, REGISTRY, Figure
from zhifa.store.readers.organs import counted_organs, organs, years_counted
from zhifa.store.readers.statistics import organ_scope
from zhifa.web import viewmodels as vm
from zhifa.web.visitor import Visitor

SHOWN_YEARS = 5
FORMS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which organ and year a page shows, and what else could be chosen."""

    organ: str
    year: int
    years: tuple[int, ...]
    organs: tuple[tuple[str, str], ...]
    form: str = ""
    """Of the tables, where another than that of the report was asked for."""

    @property
    def query(self) -> dict[str, str]:
        """What an address says to show the same again."""
        return {"organ": self.organ, "year": str(self.year)} | ({"form": self.form} if self.form else {})


def _usual(own: str, codes: Sequence[str], reach: Sequence[str]) -> str:
    if len(codes) > 1:
        counted = counted_organs(reach=reach)
        first = next((code for code in codes if code in counted), "")
        return own if own in counted or not first else first
    return codes[0] if codes else ""


def choose(visitor: Visitor, organ: str, year: str, *, complete: bool = False) -> Chosen | None:
    """The organ and year asked for; without a wish the visitor's own organ and the last year with figures.

    Who supervises others and has no figures of their own begins with the first organ that has some.
    """
    reach = visitor.reach("statistics.read")
    known = tuple((item.code, item.short) for item in organs(reach=reach))
    codes = [code for code, _ in known]
    wanted = organ or _usual(visitor.organ.code, codes, reach)
    scope = organ_scope(wanted, reach=reach)
    if scope is None:
        return None
    this_year = visitor.day.year
    complete = complete or visitor.day.month == 1  # in January the year just ended is what is being reported
    counted = [y for y in years_counted(scope.codes) if y < this_year or not complete]
    usual = counted[0] if counted else this_year - (1 if complete else 0)
    chosen = int(year) if year.isdigit() and len(year) == 4 else usual
    first = max(chosen, *counted, this_year)
    years = sorted({*range(first - SHOWN_YEARS + 1, first + 1), chosen, *counted[:SHOWN_YEARS]}, reverse=True)
    return Chosen(scope.code, chosen, tuple(y for y in years if y <= this_year), known)


def year_filters(chosen: Chosen, place: str) -> tuple[vm.Filter, ...]:
    return tuple(
        vm.Filter(label=str(y), href=f"{place}?{urlencode(chosen.query | {'year': str(y)})}", here=y == chosen.year)
        for y in reversed(chosen.years)
    )


def organ_filters(chosen: Chosen, place: str) -> tuple[vm.Filter, ...]:
    """The organs a supervisor may choose from; nothing to choose where there is only one."""
    if len(chosen.organs) < 2:
        return ()
    return tuple(
        vm.Filter(
            label=short,
            href=f"{place}?{urlencode(chosen.query | {'organ': code})}",
            here=code == chosen.organ,
        )
        for code, short in chosen.organs
    )


def figure_href(model: ReportModel, figure: Figure | None, *, group: str = "", value: str = "") -> str:
    """Where the cases behind a figure are shown; nothing where it is zero or does not come from cases."""
    if figure is None or figure.source != CASES or not figure.value:
        return ""
    return figure_address(model.organ.code, model.year, figure.code, group=group, value=value)


def _note(figure: Figure | None) -> str:
    if figure is None or figure.source == CASES:
        return ""
    return {MISSING: "还没有填报，按零计", REGISTRY: "由登记计出", DERIVED: "由别的数字算出"}.get(
        figure.source, "填报的数字，不来自案件"
    )


def _cell(model: ReportModel, table: AnnualTable, cell: TableCell, key: str, *, total: bool) -> vm.Figure:
    figure = model.figures.get(cell.code)
    group, value = ("", "") if total else (table.rule.rows, key)
    href = figure_href(model, figure, group=group, value=value) if cell.value else ""
    return vm.Figure(text=cell.shown, href=href, note=_note(figure))


def stat_table(model: ReportModel, table: AnnualTable, exports: Sequence[vm.Action] = ()) -> vm.StatTable:
    """One annual table with every number a link."""
    titles = [column.title for column in table.rule.columns]
    groups = column_groups(titles)
    figures = [model.figures[column.indicator] for column in table.rule.columns]
    notes = [table.rule.note, *(annulled_text(f) for f in figures if f.annulled and f.unit != "万元")]
    if missing := [f.title for f in figures if f.source == MISSING]:
        notes.append(f"未填报，按零计：{'、'.join(missing)}。")
    return vm.StatTable(
        title=table.rule.title,
        unit="、".join(dict.fromkeys(f.unit for f in figures)),
        columns=tuple(column_title(title) for title in titles),
        groups=tuple(groups) if any(head for head, _ in groups) else (),
        rows=tuple(
            vm.StatRow(
                label=line.label,
                total=line.total,
                cells=tuple(_cell(model, table, cell, line.key, total=line.total) for cell in line.cells),
            )
            for line in table.lines
        ),
        note="".join(note for note in notes if note),
        anchor=table.rule.code,
        exports=tuple(exports),
    )


def table_rows(table: AnnualTable) -> Iterator[tuple[str, ...]]:
    for line in table.lines:
        yield (line.label, *(cell.shown for cell in line.cells))
