"""XLSX, XLS and ODS workbooks as text cell by cell, opened in a confined process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from zhifa.ports.confined import Overcome, tell, told_by

MAGIC: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins."""


class Unreadable(Exception):
    """The file is no table that can be read: what is wrong and what mends it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet before its rows: its size, and the ranges (top, left, bottom, right) in which cells were merged."""

    name: str
    height: int
    width: int
    merged: tuple[tuple[int, int, int, int], ...]


EXACT: Final = 10**15
"""From here on a spreadsheet does not keep every digit of a number."""


def read_sheets(path: Path, *, only: int = -1, height: int = 0) -> Iterator[Sheet | list[str]]:
    """The visible sheets, each followed by its rows; Unreadable where the file cannot be opened or held.

    `only` is the one sheet to read, the first being 0; `height` how many rows of each, 0 for all.
    """
    try:
        for said in told_by(__name__, path, str(only), str(height)):
            if isinstance(said, list):
                yield said
            elif "name" in said:
                merged = tuple((top, left, bottom, right) for top, left, bottom, right in said["merged"])
                yield Sheet(said["name"], said["height"], said["width"], merged)
            else:
                raise Unreadable("表格打不开，可能有密码或者已经损坏", "去掉密码，另存为 XLSX 再导入")
    except Overcome:
        raise Unreadable("表格太大，不能整个打开", "删去空白的行和栏，另存为 CSV（UTF-8）再导入") from None


def as_text(cell: object) -> str:
    """A cell as it is seen: 12 and not 12.0, days as ISO."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        if abs(cell) >= EXACT:
            return f"{cell:.5E}"  # as the spreadsheet shows it: written out, lost digits would look like right ones
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | datetime | time | timedelta):
        return str(cell)
    return str(cell).replace("_x000D_", "")


def _told(path: str, which: str, height: str) -> Iterator[Any]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for name in names[int(which) :][:1] if int(which) >= 0 else names:
            sheet = book.get_sheet_by_name(name)
            merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
            yield {"name": name, "height": sheet.total_height, "width": sheet.total_width, "merged": merged}
            rows = sheet.iter_rows() if int(which) >= 0 or int(height) else sheet.to_python(skip_empty_area=False)
            for row in islice(rows, int(height) or None):
                yield [as_text(float(cell) if type(cell) is int else cell) for cell in row]
    except (CalamineError, OSError, ValueError):
        yield {"unreadable": True}


if __name__ == "__main__":
    tell(lambda: _told(*sys.argv[1:4]))
