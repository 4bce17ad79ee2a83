"""The annual report on paper, in the layout of GB/T 9704: text, charts, annex tables. What is for its writer alone
stands in `annual_note`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from zhifa.acts.annual_charts import chart, course_bars
from zhifa.acts.annual_report import AnnualTable, ReportModel, TableCell, TableLine, figure_address
from zhifa.acts.report_figures import CASES, MISSING, Figure, before_shown, change_percent, change_shown
from zhifa.acts.work import today
from zhifa.core import papers as paper
from zhifa.core.narrative import Passage, Piece, paragraphs
from zhifa.core.statistics import show

HEADS: Final = {"organ": "单位", "permit_kind": "许可类别", "matter": "事项", "procedure": "程序", "kind": "种类"}
ANNEX: Final = "附件"
SPLIT: Final = "·"
"""Parts a column title into the head above a group of columns and the column's own title."""
_GAP: Final = re.compile(r"(?<=[　-￯]) (?=[0-9])|(?<=[0-9]) (?=[　-￯])")
Link = Callable[[str, str, str], str]
"""The address behind a figure: its code, and the grouping column and value of a table's line."""


def close_up(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces as they are printed: no space between Chinese text and figures (the layout makes its own)."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and not piece.figure and not merged[-1].figure:
            merged[-1] = Piece(merged[-1].text + piece.text)
        else:
            merged.append(piece)
    closed = []
    for place, piece in enumerate(merged):
        text = _GAP.sub("", piece.text)
        if not piece.figure:
            text = text[1:] if place and text.startswith(" ") else text
            text = text[:-1] if place < len(merged) - 1 and text.endswith(" ") else text
        closed.append(Piece(text, piece.figure))
    return tuple(piece for piece in closed if piece.text)


def document(model: ReportModel, *, day: date | None = None, site: str | None = "") -> paper.Document:
    """The report as a paper; the date is left to be written where no day is given.

    `site` is what stands before the addresses of figures: empty for links within the site, None for no links.
    """

    def link(code: str, group: str, value: str) -> str:
        figure = model.figures.get(code)
        if site is None or figure is None or figure.source != CASES or not figure.value:
            return ""
        return site.rstrip("/") + figure_address(model.organ.code, model.year, code, group=group, value=value)

    blocks = tuple(_blocks(model, day, link))
    return paper.Document(model.title, blocks, day=day, author=model.organ.name)


def _blocks(model: ReportModel, day: date | None, link: Link) -> Iterator[paper.Block]:
    organ, rest = (model.organ.name, model.title.removeprefix(model.organ.name))
    # The organ's name is the first line of the title (GB/T 9704-2012 7.3.1); a red head would want a number.
    yield paper.Title(model.title if rest == model.title else f"{organ}\n{rest}")
    signed, by_code = False, {table.rule.code: table for table in model.tables}
    last_table = max((i for i, p in enumerate(model.report.passages) if p.kind == "table"), default=-1)
    for place, passage in enumerate(model.report.passages):
        if passage.kind == "page_break" and not signed:
            signed = True
            yield from _signature(model, day)
        yield from _passage(model, passage, by_code, link)
        if place == last_table and model.compared and model.complete:
            yield comparison(model)
    if not signed:
        yield from _signature(model, day)


def _signature(model: ReportModel, day: date | None) -> Iterator[paper.Block]:
    if model.tables:
        annex = next((one.text for one in model.report.passages if one.kind == "annex"), "")
        yield paper.Paragraph(paper.text(f"附件：{annex}"))
    yield paper.SealDate(model.organ.name, day)


def _passage(model: ReportModel, passage: Passage, tables: dict[str, AnnualTable], link: Link) -> Iterator[paper.Block]:
    pieces = close_up(passage.pieces)
    runs = _runs(pieces, link)
    match passage.kind:
        case "heading":
            yield paper.Heading(passage.level or 1, "".join(run.text for run in runs))
        case "annex":
            yield paper.Heading(1, ANNEX, flush=True)
            yield paper.Title("".join(run.text for run in runs))
        case "text":
            yield from (paper.Paragraph(_runs(one, link)) for one in paragraphs(pieces))
        case "table":
            yield table_block(tables[passage.table], model, link)
            yield from _table_notes(tables[passage.table], model)
        case "note":
            yield paper.Note(runs)
        case "page_break":
            yield paper.PageBreak(landscape=passage.landscape)
        case "chart":
            yield chart(model, passage, link)
        case "months":
            yield from course_bars(model, passage, today())
        case "members":
            yield members_table(model, passage)


def _runs(pieces: Sequence[Piece], link: Link) -> paper.Runs:
    return tuple(
        paper.Run(piece.text, href=link(piece.figure, "", "") if piece.figure else "") for piece in pieces if piece.text
    )


def column_groups(titles: Sequence[str]) -> list[tuple[str, int]]:
    """Neighbouring columns under their common head: (head or "", how many)."""
    heads = [title.partition(SPLIT)[0] if SPLIT in title else "" for title in titles]
    return [(head, len(list(group))) for head, group in groupby(heads)]


def column_title(title: str) -> str:
    """A column's own title, without the head it stands under."""
    return title.partition(SPLIT)[2] if SPLIT in title else title


def table_block(table: AnnualTable, model: ReportModel, link: Link) -> paper.Table:
    """One annual table in its printed form."""
    titles = [column.title for column in table.rule.columns]
    first = HEADS.get(table.rule.rows, "项目")
    columns = (paper.Column(first, 2.2), *(paper.Column(column_title(title), 1.0, "center") for title in titles))

    def cell(line: TableLine, one: TableCell) -> paper.Runs:
        group, value = ("", "") if line.total else (table.rule.rows, line.key)
        return (paper.Run(one.shown, href=link(one.code, group, value) if one.value else ""),)

    return paper.Table(
        columns=columns,
        rows=tuple((paper.text(line.label), *(cell(line, one) for one in line.cells)) for line in table.lines),
        caption=f"{table.rule.title}（{model.year}年）",
        head=_head(first, titles),
        total=True,
        small=len(columns) > 10,
    )


def _head(first: str, titles: Sequence[str]) -> tuple[tuple[paper.HeadCell, ...], ...]:
    """A head of two rows where columns stand in groups; empty (the plain head) where none do."""
    groups = column_groups(titles)
    if not any(head for head, _ in groups):
        return ()
    top, below, place = [paper.HeadCell(first, rowspan=2)], [], 0
    for head, span in groups:
        own = titles[place : place + span]
        place += span
        if head:
            top.append(paper.HeadCell(head, colspan=span))
            below += [paper.HeadCell(column_title(title)) for title in own]
        else:
            top += [paper.HeadCell(title, rowspan=2) for title in own]
    return tuple(top), tuple(below)


def _table_notes(table: AnnualTable, model: ReportModel) -> Iterator[paper.Block]:
    said = [table.rule.note] if table.rule.note else []
    said += [annulled_text(figure) for figure in _figures_of(table, model) if figure.annulled]
    missing = [f.title for f in _figures_of(table, model) if f.source == MISSING]
    if missing:
        said.append(f"未填报，按零计：{'；'.join(missing)}。")
    if said:
        yield paper.Note(paper.text("注：" + "".join(said)))


def _figures_of(table: AnnualTable, model: ReportModel) -> list[Figure]:
    return [model.figures[column.indicator] for column in table.rule.columns]


def annulled_text(figure: Figure) -> str:
    """How much of a figure was annulled afterwards."""
    return f"{figure.title} {figure.shown} {figure.unit}中，{figure.annulled_shown} {figure.unit}后经撤销，仍计数。"


def comparison(model: ReportModel) -> paper.Table:
    """The figures of the tables beside those of the year before."""
    printed = {cell.code for table in model.tables for line in table.lines for cell in line.cells}
    rows = [
        tuple(map(paper.text, (f"{f.title}（{f.unit}）", *compared_cells(model, f))))
        for f in model.figures.values()
        if f.code in printed and (f.value or f.before)
    ]
    columns = (
        paper.Column("项目", 3.0),
        *(paper.Column(t, 1.0, "center") for t in (f"{model.year - 1}年", f"{model.year}年", "增减", "增减比例")),
    )
    return paper.Table(columns, tuple(rows), caption="主要数字与上年比较")


def compared_cells(model: ReportModel, figure: Figure) -> tuple[str, str, str, str]:
    """A figure in the comparison: last year, this year, the change, the change in percent."""
    indicator = model.indicators[figure.code]
    return before_shown(indicator, figure), figure.shown, change_shown(indicator, figure), change_percent(figure)


def members_table(model: ReportModel, passage: Passage) -> paper.Table:
    """Every organ whose acts the report adds up, with its figures; the sum last. How far their own reports have come is
    told to the writer, not to the public."""
    counted = [model.indicators[code] for code in passage.figures]
    titles = [f"{one.title}（{one.unit}）" for one in counted]
    columns = (paper.Column("单位", 2.4), *(paper.Column(title, 1.0, "center") for title in titles))
    rows = [tuple(map(paper.text, (one.short, *one.shown))) for one in model.members]
    sums = [sum((one.values[code] for one in model.members), 0) for code in passage.figures]
    shown = (show(model.indicators[code], total) for code, total in zip(passage.figures, sums, strict=True))
    rows.append(tuple(map(paper.text, ("合计", *shown))))
    return paper.Table(columns, tuple(rows), caption=f"{passage.text}（{model.year}年）", total=True, small=True)
