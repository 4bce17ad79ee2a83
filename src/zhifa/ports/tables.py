"""Tables other offices send: CSV in whatever Chinese encoding, XLSX, XLS and ODS, read as text cell by cell."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from zhifa.ports.workbook import MAGIC, Sheet, read_sheets
from zhifa.ports.workbook import Unreadable as Unreadable

TABLES: Final = (".csv", ".xlsx", ".xls", ".ods")
LARGEST: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
_CODINGS: Final = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, and its rows as text; row 1 of the sheet is the first."""

    name: str
    rows: list[list[str]]


def read_tables(content: bytes, name: str) -> list[Table]:
    """Every sheet of a file; Unreadable where it is none. The kind is what the bytes say, the name only decides CSV."""
    if not content.strip():
        raise Unreadable("文件是空的", "核对文件")
    if len(content) > LARGEST:
        raise Unreadable(f"文件有 {len(content) >> 20} MB，最多 {LARGEST >> 20} MB", "拆成几个文件，或者删去图片")
    if content.startswith(MAGIC):
        return _workbook(content)
    if not name.lower().endswith((".csv", ".txt")):
        raise Unreadable("不是 XLSX、XLS、ODS 或 CSV 表格", "另存为 XLSX 再导入")
    return [Table("表", _csv(content))]


def _csv(content: bytes) -> list[list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        text = next((said for coding in _CODINGS if (said := _decoded(content, coding)) is not None), "")
    if not text or "\0" in text:
        raise Unreadable("既不是 UTF-8，也不是 GB18030 文本", "另存为 CSV UTF-8，或者直接用 XLSX")
    first = text.split("\n", 1)[0]
    divider = max(",\t;，", key=first.count) if any(first.count(sign) for sign in ",\t;") else ","
    csv.field_size_limit(1 << 20)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
    except csv.Error as error:
        raise Unreadable(f"CSV 读不出来：{error}", "引号成对；另存为 XLSX 再导入") from error
    return _sized([[unguarded(cell) for cell in row] for row in rows])


def _decoded(content: bytes, coding: str) -> str | None:
    try:
        return content.decode(coding)
    except UnicodeDecodeError:
        return None


def unguarded(cell: str) -> str:
    """Without what keeps a spreadsheet from taking a cell for a formula or a number: '5001…, ="5001…"."""
    if cell[:2] == '="' and cell[-1] == '"' and len(cell) > 2:
        return cell[2:-1]
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r0123456789" else cell


def _workbook(content: bytes) -> list[Table]:
    """Every sheet, with merged cells filled: every row of a merged cell says what the first one says."""
    found: list[tuple[Sheet, list[list[str]]]] = []
    with NamedTemporaryFile(prefix="zhifa-table-") as file:
        file.write(content)
        file.flush()
        for said in read_sheets(Path(file.name)):
            if not isinstance(said, Sheet):
                found[-1][1].append(said)
            elif said.height > MOST_ROWS or said.width > MOST_COLUMNS:
                raise _too_long()
            else:
                found.append((said, []))
    return [Table(sheet.name, _filled(_sized(rows), sheet)) for sheet, rows in found]


def _filled(rows: list[list[str]], sheet: Sheet) -> list[list[str]]:
    for top, left, bottom, right in sheet.merged:
        for line in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(line))):
                line[column] = line[column] or rows[top][left]
    return rows


def _sized(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise _too_long()
    return rows


def _too_long() -> Unreadable:
    return Unreadable(f"超过 {MOST_ROWS} 行或者 {MOST_COLUMNS} 栏", "只留清单本身，删去空白的行和栏")
