"""The annual report on paper (GB/T 9704 layout) and as data: text, annex tables, checks, and what it stands on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from zhifa.acts.annual_report import (
    CASES,
    AnnualTable,
    Figure,
    Published,
    ReportModel,
    TableCell,
    TableLine,
    figure_address,
)
from zhifa.core import papers as paper
from zhifa.core.facts import Json
from zhifa.core.footing import CONTRADICTION, HOLDS, Footing
from zhifa.core.narrative import Passage, Piece
from zhifa.core.statistics import GROUPS, Number, show
from zhifa.core.values import show_date

HEADS: Final = {"organ": "单位", "permit_kind": "许可类别", "matter": "事项", "procedure": "程序", "kind": "种类"}
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
    yield paper.OrganHeading(model.organ.name, red=True)
    # Under a head that names the organ the title does not name it again.
    yield paper.Title(model.title.removeprefix(model.organ.name))
    signed, by_code = False, {table.rule.code: table for table in model.tables}
    last_table = max((i for i, p in enumerate(model.report.passages) if p.kind == "table"), default=-1)
    for place, passage in enumerate(model.report.passages):
        if passage.kind == "page_break" and not signed:
            signed = True
            yield from _signature(model, day)
        yield from _passage(model, passage, by_code, link)
        if place == last_table and model.compared:
            yield comparison(model)
    if not signed:
        yield from _signature(model, day)
    yield paper.Note(paper.text(standing_text(model)))


def _signature(model: ReportModel, day: date | None) -> Iterator[paper.Block]:
    if model.tables:
        yield paper.Paragraph(paper.text(f"附件：{model.year}年行政执法统计表"))
    yield paper.SealDate(model.organ.name, day)


def _passage(model: ReportModel, passage: Passage, tables: dict[str, AnnualTable], link: Link) -> Iterator[paper.Block]:
    runs = tuple(
        paper.Run(piece.text, href=link(piece.figure, "", "") if piece.figure else "")
        for piece in close_up(passage.pieces)
    )
    match passage.kind:
        case "heading":
            yield paper.Heading(passage.level or 1, "".join(run.text for run in runs))
        case "text":
            yield from _paragraphs(runs)
        case "table":
            yield table_block(tables[passage.table], model, link)
            yield from _table_notes(tables[passage.table], model)
        case "note":
            yield paper.Note(runs)
        case "page_break":
            yield paper.PageBreak(landscape=passage.landscape)
        case "footing":
            yield paper.PageBreak()
            yield paper.Heading(1, "".join(run.text for run in runs))
            yield from checks_blocks(model)


def _paragraphs(runs: paper.Runs) -> Iterator[paper.Block]:
    """A passage with line breaks becomes several paragraphs."""
    current: list[paper.Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        current.append(paper.Run(first, href=run.href))
        for text in rest:
            yield paper.Paragraph(tuple(r for r in current if r.text))
            current = [paper.Run(text, href=run.href)]
    yield paper.Paragraph(tuple(run for run in current if run.text))


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
    missing = [f.title for f in _figures_of(table, model) if f.source == "missing"]
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
        (
            paper.text(f"{f.title}（{f.unit}）"),
            paper.text(before_shown(model, f)),
            paper.text(f.shown),
            paper.text(change_text(model, f)),
        )
        for f in model.figures.values()
        if f.code in printed and (f.value or f.before)
    ]
    columns = (
        paper.Column("项目", 3.0),
        *(paper.Column(t, 1.0, "center") for t in (f"{model.year - 1}年", f"{model.year}年", "增减")),
    )
    return paper.Table(columns, tuple(rows), caption="主要数字与上年比较")


def before_shown(model: ReportModel, figure: Figure) -> str:
    """Last year's figure as printed; a dash where nothing is known."""
    return "—" if figure.before is None else show(model.indicators[figure.code], figure.before)


def change_text(model: ReportModel, figure: Figure) -> str:
    """The change against last year, with its sign; empty where nothing is known."""
    if figure.before is None:
        return ""
    more, less = max(figure.value - figure.before, 0), max(figure.before - figure.value, 0)
    size = show(model.indicators[figure.code], more or less)
    return f"＋{size}" if more else f"－{size}" if less else "持平"


def checks_blocks(model: ReportModel) -> Iterator[paper.Block]:
    """What the figures' relations say, and how this report stands to the one that was published."""
    held = sum(check.state == HOLDS for check in model.checks)
    yield paper.Paragraph(paper.text(checks_summary(model, held)))
    if model.broken:
        yield paper.ListBlock(tuple(paper.text(check_text(check)) for check in model.broken))
    if model.published:
        yield from _published_blocks(model.published)


def checks_summary(model: ReportModel, held: int) -> str:
    """One sentence about all checks."""
    rest = len(model.broken)
    return f"核对数字之间的关系 {len(model.checks)} 项，相符 {held} 项" + (
        f"，不符或者须说明 {rest} 项：" if rest else "。"
    )


def check_text(check: Footing) -> str:
    """A check that does not hold, in words."""
    return ("【矛盾】" if check.state == CONTRADICTION else "【须说明】") + check.explain


def _published_blocks(published: Published) -> Iterator[paper.Block]:
    yield paper.Paragraph(paper.text(published_summary(published)))
    if published.differences:
        columns = (paper.Column("项目", 3.0), *(paper.Column(t, 1.0, "center") for t in ("公布", "本报告")))
        rows = tuple(tuple(map(paper.text, (d.title, d.published, d.found))) for d in published.differences)
        yield paper.Table(columns, rows)
    if published.checks:
        yield paper.Paragraph(paper.text("已公布的报告自身的数字与文字之间须说明的："))
        yield paper.ListBlock(tuple(paper.text(check_text(check)) for check in published.checks))


def published_summary(published: Published) -> str:
    """How this report stands to the published one, in a sentence."""
    same = published.compared - len(published.differences)
    said = f"已公布的《{published.title}》列有 {published.compared} 个总数，本报告与之相同的 {same} 个"
    said += f"（这些总数中 {published.counted} 个由案件计出，其余由人员库计出或者人工填报）"
    return said + ("；不同的如下：" if published.differences else "。")


def standing_text(model: ReportModel) -> str:
    """What the figures stand on: the journal's position, the checkpoint, the rules."""
    found = model.standing
    said = f"数字依据账簿中前 {found.position} 个事件"
    said += f"和尚未排序的 {found.waiting} 个事件" if found.waiting else ""
    if found.checkpoint_at:
        said += f"；最近的检查点含 {found.checkpoint_size} 个事件，树根 {found.checkpoint_root[:16]}…"
    said += f"；规则摘要 {model.rules_digest[:16]}…。"
    return said if model.complete else said + f"{model.year} 年尚未结束，以后的案件还会改变这些数字。"


def report_data(model: ReportModel) -> dict[str, Json]:
    """The report as one JSON document: tables, figures, checks, and what it stands on."""
    return {
        "title": model.title,
        "tables": {table.rule.code: _table_data(table) for table in model.tables},
        "figures": {code: _figure_data(model, figure) for code, figure in model.figures.items()},
        "checks": [_check_data(check) for check in model.checks],
        "published": _published_data(model.published),
        "source": _source_data(model),
    }


def _number(number: Number | None) -> Json:
    return number if number is None or isinstance(number, int) else format(number, "f")


def _figure_data(model: ReportModel, figure: Figure) -> dict[str, Json]:
    made: dict[str, Json] = {
        "title": figure.title,
        "value": _number(figure.value),
        "unit": "分" if figure.unit == "万元" else figure.unit,
        "shown": figure.shown,
        "shown_unit": figure.unit,
        "source": figure.source,
        "annulled": _number(figure.annulled),
        "last_year": _number(figure.before),
    }
    if figure.source == CASES:
        made["cases"] = figure_address(model.organ.code, model.year, figure.code)
    return made


def _table_data(table: AnnualTable) -> dict[str, Json]:
    def line(one: TableLine) -> dict[str, Json]:
        return {
            "name": one.label,
            "values": [_number(cell.value) for cell in one.cells],
            "shown": [cell.shown for cell in one.cells],
        }

    return {
        "title": table.rule.title,
        "rows_by": GROUPS[table.rule.rows],
        "columns": [{"figure": column.indicator, "title": column.title} for column in table.rule.columns],
        "rows": [line(one) for one in table.lines if not one.total],
        "total": next((line(one) for one in table.lines if one.total), None),
        "note": table.rule.note,
        "status": table.rule.status,
    }


def _check_data(check: Footing) -> dict[str, Json]:
    return {
        "code": check.identity.code,
        "expression": check.expression,
        "holds": check.holds,
        "severity": None if check.state == HOLDS else check.state,
        "explain": check.explain,
    }


def _published_data(published: Published | None) -> Json:
    if published is None:
        return None
    return {
        "title": published.title,
        "compared": published.compared,
        "differences": [
            {"figure": d.code, "title": d.title, "published": d.published, "found": d.found, "line": d.line}
            for d in published.differences
        ],
        "checks": [_check_data(check) for check in published.checks],
    }


def _source_data(model: ReportModel) -> dict[str, Json]:
    found = model.standing
    checkpoint: Json = None
    if found.checkpoint_at:
        checkpoint = {
            "size": found.checkpoint_size,
            "root": found.checkpoint_root,
            "at": found.checkpoint_at.isoformat(),
        }
    return {
        "organ": {"code": model.organ.code, "name": model.organ.name, "units": list(model.organ.codes)},
        "year": model.year,
        "from": f"{model.year}-01-01",
        "to": f"{model.year}-12-31",
        "complete": model.complete,
        "journal": {"position": found.position, "waiting": found.waiting, "checkpoint": checkpoint},
        "rules": model.rules_digest,
        "basis": model.report.cite,
        "entered": {
            code: {"by": entry.actor, "on": show_date(entry.recorded_at.date())}
            for code, entry in sorted(model.entries.facts.items())
        },
    }
