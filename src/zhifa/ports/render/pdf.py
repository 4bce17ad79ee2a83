"""Papers as PDF by typst: fixed fonts, warnings are errors, the same document gives the same bytes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import typst

from zhifa.core.papers import blocks as b
from zhifa.core.values import chinese_date
from zhifa.ports.render import bars, qr
from zhifa.ports.render.fonts import FontSet, NoFont, installed_fonts

LAYOUT = Path(__file__).with_name("paper.typ")
SUBSTITUTE = "〓"
_LONG = re.compile(r"[!-~]{25,}")
Data: TypeAlias = "dict[str, object]"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF; `unprintable` are the characters no font here has, printed as 〓 and to be told to the user."""

    content: bytes
    unprintable: tuple[str, ...] = ()


class RenderFault(RuntimeError):
    """The layout itself is broken (typst warned or failed): a defect of the program, not of the paper."""


def render_pdf(document: b.Document) -> Pdf | NoFont:
    """The document as PDF with the fonts of this machine, or NoFont with the command that mends it."""
    printer = _printer()
    return printer if isinstance(printer, NoFont) else printer.render(document)


@cache
def _printer() -> Printer | NoFont:
    fonts = installed_fonts()
    return fonts if isinstance(fonts, NoFont) else Printer(fonts)


class Printer:
    """One typst compiler, kept for the life of the process because loading fonts is its main cost.

    The compiler serves one thread at a time; others wait their turn.
    """

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.turn = Lock()
        self.compiler = typst.Compiler(
            input=LAYOUT, root=LAYOUT.parent, font_paths=fonts.book, ignore_system_fonts=True
        )

    def render(self, document: b.Document) -> Pdf:
        """PDF bytes; the only date in the file is the document's own day."""
        missing = self.fonts.missing(b.words(document) + document.title)
        day = document.day
        stamp = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
        content = self._set(document, missing, format="pdf", timestamp=stamp)
        if not isinstance(content, bytes):
            raise RenderFault("排版没有结果")
        return Pdf(content, missing)

    def pictures(self, document: b.Document, ppi: float) -> list[bytes]:
        """The pages as PNG, to be looked at."""
        made = self._set(document, self.fonts.missing(b.words(document)), format="png", ppi=ppi)
        return made if isinstance(made, list) else [made] if isinstance(made, bytes) else []

    def _set(self, document: b.Document, missing: tuple[str, ...], **options: Any) -> object:
        data = json.dumps(_document(document, self.fonts), ensure_ascii=False)
        for character in missing:
            data = data.replace(character, SUBSTITUTE)
        try:
            with self.turn:
                content, warnings = self.compiler.compile_with_warnings(sys_inputs={"document": data}, **options)
        except typst.TypstError as error:
            raise RenderFault(f"排版失败：{error.message}") from error
        if warnings:
            raise RenderFault(f"排版有警告：{'；'.join(warning.message for warning in warnings)}")
        return content


def _breakable(text: str) -> str:
    """Long unbroken latin strings (hashes, addresses) may break anywhere instead of leaving the page."""
    if len(text) < 25:
        return text
    return _LONG.sub(lambda found: "\u200b".join(found[0]), text)


def _runs(runs: b.Runs, fonts: FontSet) -> list[Data]:
    return [
        {
            "text": _breakable(run.text),
            "bold": run.bold,
            "href": run.href,
            "blank": run.blank,
            "song": fonts.mixed(run.text),
        }
        for run in runs
    ]


def _is_form(document: b.Document) -> bool:
    """Whether the paper is a boxed form with nothing running beside it."""
    kinds = {type(block) for block in document.blocks}
    return b.Form in kinds and b.Paragraph not in kinds


def _document(document: b.Document, fonts: FontSet) -> Data:
    sections: list[Data] = []
    blocks: list[Data] = []
    landscape = False
    form = _is_form(document)
    for block in document.blocks:
        if isinstance(block, b.PageBreak):
            sections.append({"landscape": landscape, "blocks": blocks, "more": True, "form": form})
            blocks, landscape = [], block.landscape
        else:
            blocks.append(_block(block, fonts))
    sections.append({"landscape": landscape, "blocks": blocks, "more": False, "form": form})
    day = document.day
    return {
        "title": document.title,
        "author": document.author or "",
        "day": [day.year, day.month, day.day] if day else None,
        "fonts": {"fang": fonts.fang, "hei": fonts.hei, "kai": fonts.kai, "song": fonts.song},
        "mark": {"short": document.mark.short, "full": _breakable(document.mark.full)} if document.mark else None,
        "counted": b.counts_pages(document),
        "sections": sections,
    }


def _block(block: b.Block, fonts: FontSet) -> Data:
    match block:
        case b.Title():
            return {"k": "title", "text": block.text}
        case b.OrganHeading():
            return {"k": "organ", "text": block.text, "red": block.red}
        case b.DocumentNumber():
            return {"k": "number", "text": block.text}
        case b.Heading():
            return {"k": "heading", "level": min(max(block.level, 1), 4), "text": block.text, "flush": block.flush}
        case b.Paragraph():
            return {"k": "paragraph", "runs": _runs(block.runs, fonts), "indent": block.indent, "align": block.align}
        case b.Fields():
            items = [{"label": item.label, "runs": _runs(item.runs, fonts)} for item in block.items]
            return {"k": "fields", "items": items}
        case b.Form():
            return {"k": "form", "rows": [_form_row(row, fonts) for row in block.rows]}
        case b.Table():
            return _table(block, fonts)
    return _small(block, fonts)


def _small(block: b.Block, fonts: FontSet) -> Data:
    match block:
        case b.ListBlock():
            return {"k": "list", "ordered": block.ordered, "items": [_runs(item, fonts) for item in block.items]}
        case b.SignatureLine():
            return {"k": "sign", "label": block.label, "dated": block.dated, "note": block.note}
        case b.SealDate():
            day = chinese_date(block.day) if block.day else "　　　　年　　月　　日"
            return {"k": "seal", "organ": block.organ, "day": day}
        case b.Note():
            return {"k": "note", "runs": _runs(block.runs, fonts)}
        case b.QR():
            return {"k": "qr", "svg": qr.svg(block.text), "caption": block.caption}
        case b.Bars():
            return {"k": "bars", "svg": bars.svg(block, fonts.hei, alone=True), "caption": block.caption}
        case b.Chart():
            drawn = [
                {"label": _breakable(x.label), "size": x.size, "shown": x.shown, "past": x.past} for x in block.bars
            ]
            return {"k": "chart", "caption": block.caption, "bars": drawn}
    raise AssertionError(f"no PDF for {type(block).__name__}")


def _form_row(row: b.FormRow, fonts: FontSet) -> Data:
    cells = [{"label": cell.label, "runs": _runs(cell.runs, fonts)} for cell in row.cells]
    return {"cells": cells, "lines": row.lines, "signature": row.signature}


def _table(table: b.Table, fonts: FontSet) -> Data:
    return {
        "k": "table",
        "caption": table.caption,
        "columns": [{"title": c.title, "width": c.width, "align": c.align} for c in table.columns],
        "head": [[{"text": c.text, "colspan": c.colspan, "rowspan": c.rowspan} for c in row] for row in table.head],
        "rows": [[_runs(cell, fonts) for cell in row] for row in table.rows],
        "total": table.total,
        "small": table.small,
    }
