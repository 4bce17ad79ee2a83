"""Papers as DOCX: WordprocessingML written directly from the blocks.

Written by hand because the same paper must give the same bytes, and because page numbers, links and East Asian
fonts have no counterpart in the usual library; its reader is used in the tests.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from zhifa.core.papers import blocks as b
from zhifa.core.values import chinese_date
from zhifa.ports.render import bars, qr
from zhifa.ports.render.docx_parts import (
    BOTTOM_RULE,
    CONTENT_TYPES,
    COUNTING_FOOTER,
    EVEN_FOOTER,
    ODD_FOOTER,
    PACKAGE_RELATIONS,
    SETTINGS,
    STYLES,
    core_properties,
    document_relations,
    drawing,
    header,
    sect,
)

TEXT_WIDTH = 8845  # twentieths of a point: the 156 mm of the text area
WIDE_WIDTH = 12757
LINE = 20
EMU = 635
"""So many units of drawings are a twentieth of a point."""
SLOTS = 40
"""A chart's longest bar is so many cells of its table."""
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def render_docx(document: b.Document) -> bytes:
    """The document as a DOCX file; identical input gives identical bytes."""
    return _Writer().write(document)


class _Writer:
    """Collects body XML, links and pictures of one document."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.pictures: list[bytes] = []
        self.landscape = False

    def write(self, document: b.Document) -> bytes:
        mark = document.mark
        body = _paragraph(_text(f"{mark.short}\n{mark.full}"), "PaperMark") if mark else ""
        body += "".join(self.block(block) for block in document.blocks)
        xml = _ROOT.format(body=body + sect(self.landscape))
        parts: list[tuple[str, bytes]] = [
            ("[Content_Types].xml", CONTENT_TYPES.encode()),
            ("_rels/.rels", PACKAGE_RELATIONS.encode()),
            ("docProps/core.xml", core_properties(document.title, document.author, document.day).encode()),
            ("word/document.xml", xml.encode()),
            ("word/_rels/document.xml.rels", document_relations(self.links, len(self.pictures)).encode()),
            ("word/styles.xml", STYLES.encode()),
            ("word/settings.xml", SETTINGS.encode()),
            ("word/header1.xml", header(mark.short if mark else "").encode()),
            ("word/footer1.xml", (COUNTING_FOOTER if b.counts_pages(document) else ODD_FOOTER).encode()),
            ("word/footer2.xml", (COUNTING_FOOTER if b.counts_pages(document) else EVEN_FOOTER).encode()),
        ]
        parts += [(f"word/media/image{n}.png", picture) for n, picture in enumerate(self.pictures, 1)]
        return _zip(parts, document.day)

    def block(self, block: b.Block) -> str:
        match block:
            case b.Title():
                return _paragraph(_text(block.text), "PaperTitle")
            case b.OrganHeading():
                return _paragraph(_text(block.text), "PaperRedOrgan" if block.red else "PaperOrgan")
            case b.DocumentNumber():
                return _paragraph(_text(block.text), "PaperNumber")
            case b.Heading():
                edge = '<w:ind w:firstLineChars="0" w:firstLine="0"/>' if block.flush else ""
                return _paragraph(_text(block.text), f"Heading{min(max(block.level, 1), 4)}", edge)
            case b.Paragraph():
                indent = f'<w:ind w:firstLineChars="{block.indent * 100}" w:firstLine="{block.indent * 320}"/>'
                align = f'<w:jc w:val="{ {"left": "both"}.get(block.align, block.align) }"/>'
                return _paragraph(self.runs(block.runs), "", (indent if block.indent else "") + align)
            case b.Fields():
                return "".join(self.field(item) for item in block.items)
            case b.Form():
                return self.form(block) + _paragraph("", "PaperSmall")
            case b.Table():
                return self.table(block) + _paragraph("", "PaperSmall")
        return self.small(block)

    def small(self, block: b.Block) -> str:
        match block:
            case b.ListBlock():
                return "".join(
                    _paragraph(_text(f"{n}．" if block.ordered else "· ") + self.runs(item), "", _INDENT)
                    for n, item in enumerate(block.items, 1)
                )
            case b.SignatureLine():
                said = _text(f"{block.label}：") + _blank(18)
                said += _text("　　　　年　　月　　日") if block.dated else ""
                note = _paragraph(_text(block.note), "PaperNote") if block.note else ""
                return _paragraph(said, "", '<w:spacing w:before="240"/>') + note
            case b.SealDate():
                day = chinese_date(block.day) if block.day else "　　　　年　　月　　日"
                return _paragraph(
                    _text(block.organ), "PaperSeal", '<w:keepNext/><w:spacing w:before="900"/>'
                ) + _paragraph(_text(day), "PaperSeal")
            case b.Note():
                return _paragraph(self.runs(block.runs), "PaperNote")
            case b.QR():
                self.pictures.append(qr.png(block.text))
                number = len(self.pictures)
                caption = _paragraph(_text(block.caption), "PaperNote") if block.caption else ""
                return _paragraph(drawing(number, block.caption or "二维码"), "PaperSmall") + caption
            case b.Bars():
                return self.bars(block)
            case b.Chart():
                return self.chart(block) + _paragraph("", "PaperSmall")
            case b.PageBreak():
                ended = f"<w:p><w:pPr>{sect(self.landscape)}</w:pPr></w:p>"
                self.landscape = block.landscape
                return ended
        raise AssertionError(f"no DOCX for {type(block).__name__}")

    def bars(self, block: b.Bars) -> str:
        """The drawing as a picture; its numbers as a table on a machine that cannot draw it."""
        caption = _paragraph(_text(block.caption), "PaperCaption")
        if (picture := bars.png(block)) is None:
            columns = (b.Column("", 1.4), *(b.Column(label, 1.0, "center") for label in block.labels))
            rows = tuple((b.text(one.name), *(b.text(f"{n:,}") for n in one.values)) for one in block.sets)
            return caption + self.table(b.Table(columns, rows, small=True)) + _paragraph("", "PaperSmall")
        self.pictures.append(picture)
        size = (self.width() * EMU, round(self.width() * EMU / bars.SHARE))
        return caption + _paragraph(drawing(len(self.pictures), block.caption, size), "PaperSmall")

    def runs(self, runs: b.Runs) -> str:
        return "".join(self.run(run) for run in runs)

    def run(self, run: b.Run) -> str:
        if run.blank:
            return _blank(8)
        said = _text(run.text, "<w:b/>" if run.bold else "")
        if not run.href:
            return said
        if run.href not in self.links:
            self.links.append(run.href)
        return f'<w:hyperlink r:id="link{self.links.index(run.href) + 1}" w:history="1">{said}</w:hyperlink>'

    def field(self, item: b.Field) -> str:
        hang = (len(item.label) + 1) * 320
        indent = f'<w:ind w:left="{hang}" w:hanging="{hang}"/>' if len(item.label) <= 10 else ""
        return _paragraph(_text(f"{item.label}：") + self.runs(item.runs), "", indent)

    def form(self, form: b.Form) -> str:
        width = self.width()
        grid = [width // 12] * 12
        rows = []
        for row in form.rows:
            span = {1: 10, 2: 4}.get(len(row.cells), 2)
            cells = ""
            for place, cell in enumerate(row.cells):
                cells += _cell(_paragraph(_text(cell.label), "PaperCell", _CENTER), grid[0] * 2, 2)
                inner = _paragraph(self.runs(cell.runs), "PaperCell")
                if row.signature and place == len(row.cells) - 1:
                    signed = _text(f"{row.signature}：　　　　　　　　年　　月　　日")
                    inner += _paragraph(signed, "PaperCell", '<w:spacing w:before="160"/><w:jc w:val="right"/>')
                cells += _cell(inner, grid[0] * span, span)
            rows.append(f'<w:tr><w:trPr><w:trHeight w:val="{(row.lines * LINE + 12) * 20}"/></w:trPr>{cells}</w:tr>')
        return _table(grid, rows)

    def table(self, table: b.Table) -> str:
        total = sum(column.width for column in table.columns)
        grid = [int(self.width() * column.width / total) for column in table.columns]
        style = "PaperSmallCell" if table.small else "PaperCell"
        rows = _head(table, grid, style)
        for place, row in enumerate(table.rows):
            strong = table.total and place == len(table.rows) - 1
            cells = ""
            for cell, column, width in zip(row, table.columns, grid, strict=True):
                runs = tuple(b.Run(r.text, True, r.href, r.blank) for r in cell) if strong else cell
                cells += _cell(_paragraph(self.runs(runs), style, f'<w:jc w:val="{column.align}"/>'), width, 1)
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        caption = _paragraph(_text(table.caption), "PaperCaption") if table.caption else ""
        return caption + _table(grid, rows)

    def chart(self, chart: b.Chart) -> str:
        """Bars as shaded cells of a table without lines: they print everywhere and are no picture."""
        label, number = self.width() // 4, self.width() // 5
        slot = (self.width() - label - number) // SLOTS
        grid, rows = [label, *[slot] * SLOTS, number], []
        for bar in chart.bars:
            long = min(max(round(SLOTS * bar.size / 1000), 1), SLOTS - 1)
            fill = '<w:shd w:val="clear" w:color="auto" w:fill="' + ("D9D9D9" if bar.past else "777777") + '"/>'
            cells = _cell(_paragraph(_text(bar.label), "PaperCell", '<w:jc w:val="right"/>'), label, 1)
            cells += _cell(_paragraph("", "PaperCell"), slot * long, long, fill)
            cells += _cell(_paragraph("", "PaperCell"), slot * (SLOTS - long), SLOTS - long)
            cells += _cell(_paragraph(_text(bar.shown), "PaperCell"), number, 1)
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        return _paragraph(_text(chart.caption), "PaperCaption") + _table(grid, rows, "")

    def width(self) -> int:
        return WIDE_WIDTH if self.landscape else TEXT_WIDTH


_ROOT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{body}</w:body></w:document>'
)
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CENTER = '<w:jc w:val="center"/>'


def _text(text: str, properties: str = "") -> str:
    """Text as runs; every character is escaped, a newline becomes a line break."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r>{style}{'<w:br/>'.join(lines)}</w:r>"


def _blank(width: int) -> str:
    return f'<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{"　" * width}</w:t></w:r>'


def _paragraph(inner: str, style: str = "", properties: str = "") -> str:
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def _cell(inner: str, width: int, span: int, merge: str = "") -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    return f'<w:tc><w:tcPr>{size}{wide}{merge}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'


def _table(grid: list[int], rows: list[str], rules: str = BOTTOM_RULE) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _head(table: b.Table, grid: list[int], style: str) -> list[str]:
    """Head rows, repeated on every page; cells that span rows continue as merged cells below."""
    levels = table.head or (tuple(b.HeadCell(column.title) for column in table.columns),)
    below: dict[int, tuple[int, int]] = {}
    rows = []
    for level in levels:
        cells, at, waiting = "", 0, list(level)
        while at < len(grid):
            left, span = below.get(at, (0, 1))
            if left:
                below[at] = (left - 1, span)
                cells += _cell(_paragraph("", style), sum(grid[at : at + span]), span, "<w:vMerge/>")
            elif waiting:
                cell = waiting.pop(0)
                span = cell.colspan
                merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
                below[at] = (cell.rowspan - 1, span)
                said = _paragraph(_text(cell.text, "<w:b/>"), style, _CENTER)
                cells += _cell(said, sum(grid[at : at + span]), span, merge)
            else:
                break
            at += span
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
    return rows


def _zip(parts: list[tuple[str, bytes]], day: date | None) -> bytes:
    """The package with fixed times, so that nothing but the paper decides its bytes."""
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0) if day else ZIP_DATE
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            package.writestr(info, content)
    return out.getvalue()
