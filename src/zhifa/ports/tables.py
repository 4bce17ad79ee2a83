"""Tables other offices send: CSV in whatever Chinese encoding, XLSX, XLS and ODS, read as text cell by cell."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

TABLES: Final = (".csv", ".xlsx", ".xls", ".ods")
LARGEST: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
UNPACKED: Final = 400 * 1024 * 1024
_CODINGS: Final = ("utf-8-sig", "gb18030")


class Unreadable(Exception):
    """The file is no table that can be read: what is wrong and what mends it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


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
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
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
    """Without the sign that keeps a spreadsheet from taking a cell for a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell


def _workbook(content: bytes) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if content.startswith(b"PK") and swollen(content):
        raise Unreadable("压缩包展开后过大，没有读取", "另存为新的 XLSX 再导入")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(book, sheet.name) for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("表格打不开，可能有密码或者已经损坏", "去掉密码，另存为 XLSX 再导入") from error


def _sheet(book: Any, name: str) -> Table:
    """A sheet with merged cells filled: every row of a merged cell says what the first one says."""
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        raise _too_long()
    rows = _sized([[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)])
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for line in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(line))):
                line[column] = line[column] or rows[top][left]
    return Table(name, rows)


def swollen(content: bytes | Path) -> bool:
    """Whether a packed workbook would unfold to more than can be held."""
    try:
        with zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as packed:
            return sum(part.file_size for part in packed.infolist()) > UNPACKED
    except zipfile.BadZipFile:
        return False


def _sized(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise _too_long()
    return rows


def _too_long() -> Unreadable:
    return Unreadable(f"超过 {MOST_ROWS} 行或者 {MOST_COLUMNS} 栏", "只留清单本身，删去空白的行和栏")


def as_text(cell: object) -> str:
    """A cell as it is seen: 12 and not 12.0, days as ISO."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | datetime | time | timedelta):
        return str(cell)
    return str(cell).replace("_x000D_", "")
