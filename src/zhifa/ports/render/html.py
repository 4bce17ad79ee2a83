"""Papers as HTML: semantic elements, classes of our own, no inline style or script, every value escaped.

`paper.css` beside this module gives them the look of a printed 公文 on screen and on paper.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from zhifa.core.papers import blocks as b
from zhifa.core.values import chinese_date
from zhifa.ports.render import bars, qr

STYLESHEET = Path(__file__).with_name("paper.css")
SAFE_LINKS = ("https://", "http://", "/", "#", "./")


def render_html(document: b.Document, *, anchors: bool = False) -> str:
    """The document as one `<article class="paper">`, to be placed in a page that loads `paper.css`.

    With `anchors` every block can be opened by its number: `#b0` the first.
    """
    blocks = [_block(block) for block in document.blocks]
    if anchors:
        blocks = [f'<div class="paper-place" id="b{number}">{block}</div>' for number, block in enumerate(blocks)]
    inner = _mark(document.mark) + "\n".join(blocks)
    language = {"zh": "zh-CN"}.get(document.language, document.language)
    return f'<article class="paper" lang="{escape(language)}">\n{inner}\n</article>\n'


def render_page(document: b.Document) -> str:
    """The document as a file of its own with the stylesheet inside, for keeping and sending."""
    style = STYLESHEET.read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f'<body class="paper-page">\n{render_html(document)}</body>\n</html>\n'
    )


def _mark(mark: b.Mark | None) -> str:
    """The full words before the paper; the short ones are printed across every page."""
    if mark is None:
        return ""
    return (
        f'<p class="paper-mark" role="note"><strong>{escape(mark.short)}</strong> {escape(mark.full)}</p>\n'
        f'<p class="paper-over" aria-hidden="true">{escape(mark.short)}</p>\n'
    )


def _run(run: b.Run) -> str:
    if run.blank:
        return '<span class="paper-blank"></span>'
    said = escape(run.text).replace("\n", "<br>")
    if run.bold:
        said = f"<strong>{said}</strong>"
    if run.href and run.href.startswith(SAFE_LINKS):
        said = f'<a href="{escape(run.href)}">{said}</a>'
    return said


def _runs(runs: b.Runs) -> str:
    return "".join(_run(run) for run in runs)


def _block(block: b.Block) -> str:
    match block:
        case b.Title():
            return f'<h1 class="paper-title">{escape(block.text)}</h1>'
        case b.OrganHeading():
            red = " paper-organ-red" if block.red else ""
            return f'<p class="paper-organ{red}">{escape(block.text)}</p>'
        case b.DocumentNumber():
            return f'<p class="paper-number">{escape(block.text)}</p>'
        case b.Heading():
            level = min(max(block.level, 1), 4)
            flush = " paper-flush" if block.flush else ""
            return f'<h{level + 1} class="paper-heading-{level}{flush}">{escape(block.text)}</h{level + 1}>'
        case b.Paragraph():
            indent = " paper-indent" if block.indent else ""
            return f'<p class="paper-{block.align}{indent}">{_runs(block.runs)}</p>'
        case b.Fields():
            items = "".join(f"<div><dt>{escape(i.label)}：</dt><dd>{_runs(i.runs)}</dd></div>" for i in block.items)
            return f'<dl class="paper-fields">{items}</dl>'
        case b.Form():
            return _form(block)
        case b.Table():
            return _table(block)
    return _small(block)


def _small(block: b.Block) -> str:
    match block:
        case b.ListBlock():
            tag = "ol" if block.ordered else "ul"
            return f'<{tag} class="paper-list">' + "".join(f"<li>{_runs(i)}</li>" for i in block.items) + f"</{tag}>"
        case b.SignatureLine():
            date = '<span class="paper-date">年　　月　　日</span>' if block.dated else ""
            note = f'<span class="paper-remark">{escape(block.note)}</span>' if block.note else ""
            label = f'<span>{escape(block.label)}：</span><span class="paper-line"></span>'
            return f'<p class="paper-sign">{label}{date}{note}</p>'
        case b.SealDate():
            day = (
                f'<time datetime="{block.day.isoformat()}">{chinese_date(block.day)}</time>'
                if block.day
                else "年　　月　　日"
            )
            return f'<p class="paper-seal"><span>{escape(block.organ)}</span><br>{day}</p>'
        case b.Note():
            return f'<p class="paper-note">{_runs(block.runs)}</p>'
        case b.QR():
            caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
            return f'<figure class="paper-qr">{qr.svg(block.text)}{caption}</figure>'
        case b.Bars():
            caption = f"<figcaption>{escape(block.caption)}</figcaption>"
            return f'<figure class="paper-bars">{caption}{bars.svg(block)}</figure>'
        case b.Chart():
            return _chart(block)
        case b.PageBreak():
            return f'<div class="paper-break{" paper-landscape" if block.landscape else ""}"></div>'
    raise AssertionError(f"no HTML for {type(block).__name__}")


LABEL, ROOM, LINE = 170, 330, 24
"""Widths of a chart's labels and of its longest bar, and the height of a bar with its gap, in units of the drawing."""


def _chart(chart: b.Chart) -> str:
    """Bars as SVG without style; the numbers stand beside them as text."""
    rows = []
    for place, bar in enumerate(chart.bars):
        top, long = place * LINE, max(round(ROOM * bar.size / 1000), 1)
        said = f'<text x="{LABEL + long + 16}" y="{top + 16}">{escape(bar.shown)}</text>'
        if bar.href.startswith(SAFE_LINKS):
            said = f'<a href="{escape(bar.href)}">{said}</a>'
        past = ' class="paper-bar-past"' if bar.past else ""
        rows.append(
            f'<text x="{LABEL}" y="{top + 16}" text-anchor="end">{escape(bar.label)}</text>'
            f'<rect x="{LABEL + 8}" y="{top + 4}" width="{long}" height="{LINE - 8}"{past}></rect>{said}'
        )
    high = LINE * len(chart.bars)
    return (
        f'<figure class="paper-chart"><figcaption>{escape(chart.caption)}</figcaption>'
        f'<svg viewBox="0 0 640 {high}" role="img" aria-label="{escape(chart.caption)}">{"".join(rows)}</svg></figure>'
    )


SPANS = {1: (2, 10), 2: (2, 4), 3: (2, 2)}


def _form(form: b.Form) -> str:
    rows = []
    for row in form.rows:
        _, value = SPANS[min(len(row.cells), 3)]
        cells = ""
        for place, cell in enumerate(row.cells):
            last = place == len(row.cells) - 1
            sign = (
                f'<span class="paper-form-sign">{escape(row.signature)}：　　　　　　　　年　　月　　日</span>'
                if last and row.signature
                else ""
            )
            tall = f' class="paper-tall-{min(row.lines, 8)}"' if row.lines > 1 else ""
            cells += f'<th scope="row" colspan="2">{escape(cell.label)}</th>'
            cells += f'<td colspan="{value}"{tall}>{_runs(cell.runs)}{sign}</td>'
        rows.append(f"<tr>{cells}</tr>")
    return f'<table class="paper-form"><tbody>{"".join(rows)}</tbody></table>'


def _table(table: b.Table) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    if table.head:
        head = "".join("<tr>" + "".join(_head_cell(cell) for cell in row) + "</tr>" for row in table.head)
    else:
        head = "<tr>" + "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns) + "</tr>"
    rows = []
    for place, row in enumerate(table.rows):
        total = ' class="paper-total"' if table.total and place == len(table.rows) - 1 else ""
        made = "".join(
            f'<td class="paper-{column.align}">{_runs(cell)}</td>'
            for column, cell in zip(table.columns, row, strict=True)
        )
        rows.append(f"<tr{total}>{made}</tr>")
    small = " paper-small" if table.small else ""
    return f'<table class="paper-table{small}">{caption}<thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def _head_cell(cell: b.HeadCell) -> str:
    spans = f' colspan="{cell.colspan}"' * (cell.colspan > 1) + f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1)
    return f'<th scope="{"colgroup" if cell.colspan > 1 else "col"}"{spans}>{escape(cell.text)}</th>'
