"""The annual report and the annual tables as pages show them: figures as links, passages to edit, notes beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from django.urls import NoReverseMatch, reverse

from zhifa.acts.annual_document import (
    annulled_text,
    before_shown,
    check_text,
    checks_summary,
    close_up,
    column_groups,
    column_title,
    standing_text,
)
from zhifa.acts.annual_report import (
    CASES,
    ENTERED,
    MISSING,
    REGISTRY,
    AnnualTable,
    Figure,
    ReportModel,
    TableCell,
    TableLine,
    figure_address,
)
from zhifa.core.footing import CONTRADICTION, HOLDS, Footing
from zhifa.core.narrative import Passage, typed_numbers
from zhifa.core.values import show_date
from zhifa.web import viewmodels as vm

FORMATS = ("DOCX", "PDF", "HTML", "JSON")


def report_address(organ: str, year: int, tail: str = "") -> str:
    """Addresses of a report: itself, `/passages/<name>` (GET a form, POST the text), `/files/<format>`."""
    return f"/report/{organ}/{year}{tail}"


def _people() -> str:
    try:
        return reverse("people")
    except NoReverseMatch:
        return ""


def report_page(model: ReportModel, *, years: Sequence[int] = (), editable: bool = False) -> vm.ReportPage:
    """The report as it will be published, with what must be looked at before it is.

    `years` are offered as other reports of the organ; `editable` offers the passages a site may rewrite.
    """
    drafts = sum(passage.draft for passage in model.report.passages)
    summary = [
        ("处前后矛盾", sum(check.state == CONTRADICTION for check in model.broken)),
        ("处须说明", sum(check.state != CONTRADICTION for check in model.broken)),
        ("个数字待填报", len(model.missing)),
        ("段待核实", drafts),
    ]
    organ, year = model.organ.code, model.year
    exports = (
        vm.Action(label=f, href=report_address(organ, year, f"/files/{f.lower()}"), download=True) for f in FORMATS
    )
    return vm.ReportPage(
        title=f"{year} 年度报告",
        organ=model.organ.name,
        year=year,
        state=("" if model.complete else "年度尚未结束，") + (f"草稿，{drafts} 段待核实" if drafts else "可以定稿"),
        passages=tuple(_passages(model, editable)),
        exports=tuple(exports),
        years=tuple(vm.Filter(label=str(y), href=report_address(organ, y), here=y == year) for y in years),
        summary=tuple((label, str(count)) for label, count in summary if count),
        stand=standing_text(model),
    )


def _passages(model: ReportModel, editable: bool) -> Iterator[vm.Passage]:
    yield vm.Passage(kind="title", runs=(vm.Run(text=model.title),))
    waiting = list(_notes(model))
    sign = vm.Passage(kind="sign", runs=(vm.Run(text=model.organ.name),))
    tables = {table.rule.code: table for table in model.tables}
    signed = False
    for passage in model.report.passages:
        if passage.kind == "page_break":
            if not signed:
                yield sign
            signed = True
        elif passage.kind == "footing":
            yield vm.Passage(kind="h1", runs=(vm.Run(text=passage.text),))
            yield from _checks(model, [note for _, note in waiting])
        elif passage.kind == "table":
            table = tables[passage.table]
            yield vm.Passage(kind="table", table=stat_table(table, model), anchor=table.rule.code)
        else:
            yield _passage(passage, model, editable, waiting)
    if not signed:
        yield sign


def _passage(
    passage: Passage, model: ReportModel, editable: bool, waiting: list[tuple[frozenset[str], vm.MarginNote]]
) -> vm.Passage:
    kind: Literal["h1", "h2", "para"] = "para"
    if passage.kind == "heading":
        kind = "h1" if passage.level <= 1 else "h2"
    named = {piece.figure for piece in passage.pieces if piece.figure}
    # A note stands beside the first passage that shows one of its figures, once.
    mine = [item for item in waiting if named & item[0]]
    for item in mine:
        waiting.remove(item)
    notes = [note for _, note in mine]
    notes += [note for note in (_typed(passage, model), _last_year(named, model)) if note]
    edited = model.entries.passages.get(passage.edit) if passage.rewritten else None
    said = f"{edited.actor} {show_date(edited.recorded_at.date())} 改过" if edited else ""
    return vm.Passage(
        kind=kind,
        runs=tuple(_runs(passage, model)),
        edit=report_address(model.organ.code, model.year, f"/passages/{passage.edit}")
        if editable and passage.edit
        else "",
        edited=said or ("不由案件得出，发布前请核实" if passage.draft else ""),
        notes=tuple(notes),
        anchor=f"p-{passage.edit}" if passage.edit else "",
    )


def _runs(passage: Passage, model: ReportModel) -> Iterator[vm.Run]:
    for piece in close_up(passage.pieces):
        figure = model.figures.get(piece.figure)
        if figure is None:
            yield vm.Run(text=piece.text)
        elif figure.source == MISSING:
            yield vm.Run(text=f"{piece.text}（待填报）", todo=True)
        else:
            yield vm.Run(text=piece.text, href=figure_href(model, figure), entered=figure.source == ENTERED)


def figure_href(model: ReportModel, figure: Figure) -> str:
    """Where a figure leads: its cases, or the staff register; nowhere for what was entered and for zeros."""
    if figure.source == CASES and figure.value:
        return figure_address(model.organ.code, model.year, figure.code)
    return _people() if figure.source == REGISTRY else ""


def _notes(model: ReportModel) -> Iterator[tuple[frozenset[str], vm.MarginNote]]:
    """What the margin says of checks that do not hold, each with the figures it is about."""
    for check in model.broken:
        yield _about(check), margin_note(check)
    for check in model.published.checks if model.published else ():
        yield _about(check), margin_note(check, "已公布的报告：")


def _about(check: Footing) -> frozenset[str]:
    return frozenset((*check.identity.left, *check.identity.right))


def margin_note(check: Footing, before: str = "") -> vm.MarginNote:
    """A check that does not hold, beside its passage."""
    kind: Literal["contradiction", "unexplained"] = "contradiction" if check.state == CONTRADICTION else "unexplained"
    return vm.MarginNote(kind=kind, text=before + check.explain, expression=check.expression)


def _last_year(named: set[str], model: ReportModel) -> vm.MarginNote | None:
    known = [f for f in (model.figures[code] for code in sorted(named)) if f.before is not None and f.source != MISSING]
    if not model.compared or not known:
        return None
    said = "；".join(f"{figure.title} {before_shown(model, figure)}" for figure in known)
    return vm.MarginNote(kind="last_year", text=f"上年：{said}")


def _typed(passage: Passage, model: ReportModel) -> vm.MarginNote | None:
    """Numbers typed by hand into a rewritten passage: no case stands behind them."""
    found = typed_numbers(model.sources.get(passage.edit, "")) if passage.rewritten else ()
    if not found:
        return None
    return vm.MarginNote(kind="undecidable", text=f"手写的数字没有案件对应：{'、'.join(found)}")


def _checks(model: ReportModel, left: list[vm.MarginNote]) -> Iterator[vm.Passage]:
    """The section about checks; notes that found no passage stand here."""
    held = sum(check.state == HOLDS for check in model.checks)
    yield vm.Passage(kind="para", runs=(vm.Run(text=checks_summary(model, held)),), notes=tuple(left), anchor="checks")
    lines = [check_text(check) for check in model.broken]
    if model.published:
        same = model.published.compared - len(model.published.differences)
        lines.append(f"与已公布的《{model.published.title}》相比，{model.published.compared} 个总数中相同 {same} 个。")
        lines += [f"{d.title}：公布 {d.published}，本报告 {d.found}。" for d in model.published.differences]
        lines += [f"已公布的报告：{check_text(check)}" for check in model.published.checks]
    for name in model.stale:
        lines.append(f"改写过的段落“{name}”与现行规则不符，暂用规则中的文字。")
    for text in lines:
        yield vm.Passage(kind="para", runs=(vm.Run(text=text),))


def passage_form(model: ReportModel, name: str, *, text: str | None = None, error: str = "") -> vm.PassageForm | None:
    """A passage being edited in place; None where the report has no such passage."""
    if name not in model.sources:
        return None
    return vm.PassageForm(
        name=name,
        text=model.sources[name] if text is None else text,
        action=report_address(model.organ.code, model.year, f"/passages/{name}"),
        cancel=report_address(model.organ.code, model.year) + f"#p-{name}",
        hint="{{figure.…}} 是由案件得出的数字，不要改成手写的数；清空则恢复原来的文字",
        error=error,
    )


def stat_table(table: AnnualTable, model: ReportModel) -> vm.StatTable:
    """One annual table, every number other than zero a link to exactly its cases."""
    titles = [column.title for column in table.rule.columns]
    groups = column_groups(titles)
    units = dict.fromkeys(model.figures[column.indicator].unit for column in table.rule.columns)
    return vm.StatTable(
        title=table.rule.title,
        unit="、".join(units),
        columns=tuple(column_title(title) for title in titles),
        rows=tuple(_row(line, table, model) for line in table.lines),
        note=table.rule.note,
        anchor=table.rule.code,
        groups=tuple(groups) if any(head for head, _ in groups) else (),
    )


def _row(line: TableLine, table: AnnualTable, model: ReportModel) -> vm.StatRow:
    def cell(one: TableCell) -> vm.Figure:
        figure = model.figures[one.code]
        href = figure_href(model, figure) if one.value else ""
        if href and figure.source == CASES and not line.total:
            href = figure_address(model.organ.code, model.year, one.code, group=table.rule.rows, value=line.key)
        note = {ENTERED: "填报的数字", MISSING: "还没有填报，按零计"}.get(figure.source, "")
        if line.total and figure.annulled:
            note = annulled_text(model, figure)
        return vm.Figure(text=one.shown, href=href, note=note)

    return vm.StatRow(label=line.label, cells=tuple(cell(one) for one in line.cells), total=line.total)


def statistics_page(model: ReportModel, *, years: Sequence[int] = ()) -> vm.StatisticsPage:
    """The annual tables of an organ and year on one page."""
    organ = model.organ.code
    happened = any(figure.value for figure in model.figures.values() if figure.source == CASES)
    return vm.StatisticsPage(
        title=f"{model.organ.short}　{model.year} 年统计",
        years=tuple(
            vm.Filter(label=str(y), href=f"/statistics?organ={organ}&year={y}", here=y == model.year) for y in years
        ),
        tables=tuple(stat_table(table, model) for table in model.tables),
        lead="每个数字都能点开看案件。" if happened else f"{model.year} 年还没有可以统计的事，各项为零。",
        stand=standing_text(model),
        actions=(vm.Action(label="年度报告", href=report_address(organ, model.year)),),
    )
