"""Reports other offices publish, read as numbered lines: plain text, DOCX, PDF, HTML. Tables keep their cells.

The file is a stranger's: every kind is limited in size before and after unpacking, and nothing in it is executed or
fetched.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree

from zhifa.core.footing.reading.passages import Line
from zhifa.ports.pdftext import read_pdf
from zhifa.ports.tables import Unreadable, read_tables
from zhifa.ports.wordnumbers import BROKEN_ZIP, Numbers, word_numbers

REPORTS: Final = (".txt", ".md", ".docx", ".pdf", ".html", ".htm", ".xlsx", ".xls", ".ods", ".csv")
LARGEST: Final = 20 * 1024 * 1024
LONGEST: Final = 300_000
"""Characters: twenty times a long annual report."""
_UNPACKED: Final = 40 * 1024 * 1024
_CODINGS: Final = ("utf-8-sig", "gb18030")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RADICALS: Final = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EA0, 0x2ED3, 0x2EDA)
} | {0x2F3E: "户"}
"""PDF files often hold the radical ⼈ where the character 人 is printed; each is one character for one."""
_MOST_COLUMNS: Final = 60
_LAYOUT_CELL: Final = 120
"""A cell longer than this holds prose: the table only lays out the page."""
Block = str | list[list[str]]
"""A paragraph, or the rows of a table."""


def read_report(content: bytes, name: str = "") -> list[Line]:
    """The numbered lines of a report. The kind is what the bytes say; Unreadable says what is wrong."""
    if not content.strip():
        raise Unreadable("文件是空的", "核对文件")
    if len(content) > LARGEST:
        raise Unreadable(f"文件有 {len(content) >> 20} MB，最多 {LARGEST >> 20} MB", "删去图片，或者只留正文和附表")
    if content.startswith(b"PK\x03\x04"):
        return _lines(_sheets(content, name) if _is_workbook(content) else _docx(content))
    if content.lstrip()[:5] == b"%PDF-":
        return _lines("\n".join(read_pdf(content)).split("\n"))
    if content.startswith(b"\xd0\xcf\x11\xe0") and name.lower().endswith(".xls"):
        return _lines(_sheets(content, name))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("这是旧版 DOC 文件，或者有密码的文件", "去掉密码，另存为 DOCX")
    if content.startswith(b"{\\rtf"):
        raise Unreadable("这是 RTF 文件", "另存为 DOCX")
    if name.lower().endswith(".csv"):
        return _lines(_sheets(content, name))
    text = _text(content)
    head = text[:2000].lstrip().lower()
    if name.lower().endswith((".html", ".htm")) or re.match(r"<(?:!doctype html|html|head|body|div|p|table)\b", head):
        return _lines(_html(text))
    return _lines(text.splitlines())


def _lines(blocks: Iterable[Block]) -> list[Line]:
    """Blocks as numbered lines; refused when it is too much or no Chinese report at all."""
    found: list[Line] = []
    table = length = 0
    for block in blocks:
        if isinstance(block, str):
            texts = block.translate(_RADICALS).split("\n")
            pieces = [Line(len(found) + 1 + at, text) for at, text in enumerate(texts)]
        else:
            table += 1
            rows = [tuple(cell.translate(_RADICALS).strip() for cell in row) for row in block]
            pieces = [Line(len(found) + 1 + at, "\t".join(row), row, table) for at, row in enumerate(rows)]
        found += pieces
        length += sum(len(line.text) for line in pieces)
        if length > LONGEST:
            raise Unreadable(f"报告超过 {LONGEST // 10000} 万字", "只留正文和附表，分开核对")
    if not any(line.text.strip() for line in found):
        raise Unreadable("文件里没有文字，可能是扫描件或者图片", "先识别成文字，再核对")
    return found


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    declared = re.search(rb"charset=[\"']?([\w-]{3,12})", content[:2000])
    codings = [*_CODINGS] if not declared or declared[1].lower() == b"utf-8" else [*reversed(_CODINGS)]
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if not _garbled(text):
            return text
    raise Unreadable("不是文本、DOCX、PDF 或 HTML，或者编码认不出来", "另存为 UTF-8 文本、DOCX 或者 PDF")


def _garbled(text: str) -> bool:
    """Bytes that happen to decode: control characters and places nobody assigned."""
    sample = text[:20_000]
    strange = sum(
        unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and sign not in "\r\n\t\f\v" for sign in sample
    )
    return strange * 50 > len(sample)


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except BROKEN_ZIP:
        return False
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"})


def _sheets(content: bytes, name: str) -> Iterator[Block]:
    """The sheets of a workbook: rows with one filled cell are titles and remarks, the others rows of tables."""
    for table in read_tables(content, name):
        rows: list[list[str]] = []
        for row in table.rows:
            filled = [cell for cell in row if cell.strip()]
            if len(filled) > 1:
                rows.append(row)
                continue
            if rows:
                yield rows
                rows = []
            yield filled[0] if filled else ""
        if rows:
            yield rows


def _docx(content: bytes) -> Iterator[Block]:
    """Paragraphs and tables of the body in order; deleted text and field codes are left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if "word/document.xml" not in names:
                raise Unreadable("压缩包里没有 Word 文档", "另存为 DOCX")
            if (
                sum(part.file_size for part in packed.infolist() if part.filename.startswith("word/document"))
                > _UNPACKED
            ):
                raise Unreadable("文档展开后过大，没有读取", "删去图片和多余内容，另存为新的 DOCX")
            with packed.open("word/document.xml") as part:
                document = part.read(_UNPACKED + 1)
    except (*BROKEN_ZIP, UnicodeDecodeError) as error:
        raise Unreadable("DOCX 打不开，可能有密码或者已经损坏", "去掉密码，另存为 DOCX") from error
    if len(document) > _UNPACKED or b"<!DOCTYPE" in document[:4096] or b"<!ENTITY" in document:
        raise Unreadable("文档展开后过大，或者含有实体定义，没有读取", "另存为新的 DOCX")
    try:
        root = ElementTree.fromstring(document)
    except (ElementTree.ParseError, RecursionError) as error:
        raise Unreadable("DOCX 的正文已经损坏", "在 Word 中打开并另存") from error
    body = root.find(f"{_W}body")
    return _docx_blocks(body if body is not None else root, word_numbers(content))


def _docx_blocks(parent: ElementTree.Element, numbers: Numbers) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            text = _paragraph(child)
            yield f"{numbers.mark(child)}{text}" if text.strip() else text
        elif child.tag == f"{_W}tbl":
            yield from _table(_rows(child))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"):
            yield from _docx_blocks(child, numbers)


def _paragraph(element: ElementTree.Element) -> str:
    return "".join(_runs(element))


def _runs(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag not in (f"{_W}del", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK):
            yield from _runs(child)


def _rows(table: ElementTree.Element) -> list[list[str]]:
    """The rows of a table; a merged cell says its words in every row it reaches."""
    found: list[list[str]] = []
    for row in table.iter(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.findall(f"{_W}tc"):
            text = "".join(_paragraph(paragraph) for paragraph in cell.findall(f"{_W}p")).strip()
            wide = _span(_property(cell, "gridSpan"))
            merged = _property(cell, "vMerge") in ("", "continue") and not text
            if merged and found and len(found[-1]) > len(cells):
                cells += [_below(above) for above in found[-1][len(cells) : len(cells) + wide]]
            else:
                cells += _spread(text, wide)
        found.append(cells)
    return found


def _property(cell: ElementTree.Element, name: str) -> str | None:
    """A property of a cell: its value, empty where it has none, None where it is not there."""
    found = cell.find(f"{_W}tcPr/{_W}{name}")
    return None if found is None else found.get(f"{_W}val", "")


def _span(given: str | None) -> int:
    return max(1, min(int(given), _MOST_COLUMNS)) if given and given.isdecimal() else 1


def _below(text: str) -> str:
    """What a cell that reaches down says in the rows below: its words again, a number nothing."""
    return "" if re.fullmatch(r"[\d,.%\s]*", text) else text


def _spread(text: str, wide: int) -> list[str]:
    return [text, *[_below(text)] * (wide - 1)]


def _table(rows: list[list[str]]) -> Iterator[Block]:
    """A table as rows; one that only lays out a page as the paragraphs in it."""
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if longest > _LAYOUT_CELL:
        yield from dict.fromkeys(cell for row in rows for cell in row if cell.strip())
    elif any(cell.strip() for row in rows for cell in row):
        yield rows


class _Page(HTMLParser):
    """The visible text of a page as paragraphs and tables."""

    BLOCKS: Final = frozenset(
        ["p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "section", "article", "header"]
        + ["footer", "dd", "dt", "blockquote", "pre", "title", "hr"]
    )
    HIDDEN: Final = frozenset(["script", "style", "noscript", "template", "svg", "select", "option", "button", "nav"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._said: list[str] = []
        self._hidden = 0
        self._tables: list[list[list[str]]] = []
        self._spans: list[tuple[int, int]] = []
        self._held: list[dict[int, tuple[int, str]]] = []
        """For every open table: the cells of rows above that reach down, by column, with the rows left."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self._end_block()
            self._tables.append([])
            self._held.append({})
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
            self._reach_down()
        elif tag in ("td", "th", "caption") and self._tables:
            self._said = []
            if tag == "caption":
                return
            given = dict(attrs)
            self._spans.append((_span(given.get("colspan")), _span(given.get("rowspan"))))
        elif tag in self.BLOCKS and not self._tables:
            self._end_block()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("td", "th") and self._tables and self._spans:
            self._end_cell(*self._spans.pop())
        elif tag == "caption" and self._tables:
            self.blocks.append(self._taken())
        elif tag == "table" and self._tables:
            self.blocks.extend(_table([row for row in self._tables.pop() if row]))
            self._held.pop()
            self._said = []
        elif tag in self.BLOCKS and not self._tables:
            self._end_block()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._said.append(data)

    def close(self) -> None:
        super().close()
        self._end_block()
        for rows in self._tables:
            self.blocks.extend(_table([row for row in rows if row]))

    def _end_cell(self, wide: int, high: int) -> None:
        if not self._tables[-1]:
            self._tables[-1].append([])
        row, held = self._tables[-1][-1], self._held[-1]
        for text in _spread(self._taken(), wide):
            if high > 1:
                held[len(row)] = (high - 1, _below(text))
            row.append(text)
        self._reach_down()

    def _reach_down(self) -> None:
        """Cells of rows above that stand where the next cell would."""
        row, held = self._tables[-1][-1], self._held[-1]
        while (column := len(row)) in held and held[column][0] and len(row) < _MOST_COLUMNS:
            left, text = held[column]
            held[column] = (left - 1, text)
            row.append(text)

    def _taken(self) -> str:
        text = re.sub(r"\s+", " ", "".join(self._said)).strip()
        self._said = []
        return text

    def _end_block(self) -> None:
        if not self._tables and (text := self._taken()):
            self.blocks.append(text)


def _html(text: str) -> Iterator[Block]:
    page = _Page()
    page.feed(text)
    page.close()
    return iter(page.blocks)
