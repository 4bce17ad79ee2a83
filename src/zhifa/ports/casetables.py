"""Large tables read row by row: CSV, XLSX and Parquet lists of cases, as text cell by cell, without holding them."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook

from zhifa.ports.parquettable import MAGIC as PARQUET
from zhifa.ports.parquettable import read_rows
from zhifa.ports.tables import MOST_COLUMNS, unguarded
from zhifa.ports.workbook import MAGIC, Sheet, Unreadable, read_sheets

KINDS: Final = (".csv", ".txt", ".xlsx", ".xls", ".ods", ".parquet")
SNIFFED: Final = 1 << 20
CODINGS: Final = ("utf-8-sig", "gb18030")
SPOILT: Final = 50
"""Bytes with NULs are a text as long as no more than one in so many is no character."""
MARK: Final = "\ufeff"
GUARDS: Final = ("'", "=")
_WEB_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta|head)\b", re.IGNORECASE)
BATCH: Final = 4_000
SHEET_ROWS: Final = 1 << 20
"""So many rows a worksheet of XLSX holds."""


@dataclass(slots=True)
class CaseTable:
    """A file of rows. Every call of `rows` reads it anew from its beginning; the first row is 1."""

    path: Path
    kind: str
    coding: str = ""
    divider: str = ","
    sheet: int = 0
    """Which of the sheets that can be seen is read; the first is 0."""
    fraction: float = 0.0
    """How much of the file the last call of `rows` has read."""

    def rows(self) -> Iterator[list[str]]:
        """The rows one after another; Unreadable when the file breaks off."""
        if self.kind == "csv":
            yield from self._csv()
        elif self.kind == "parquet":
            yield from self._parquet()
        else:
            yield from self._workbook()

    def first(self, count: int) -> list[list[str]]:
        """The first rows."""
        return [row for row, _ in zip(self.rows(), range(count), strict=False)]

    def sheets(self, count: int) -> list[tuple[str, list[list[str]]]]:
        """Every sheet that can be seen with its first rows; a file that is no workbook has one without a name."""
        if self.kind != "workbook":
            return [("", self.first(count))]
        found: list[tuple[str, list[list[str]]]] = []
        for said in read_sheets(self.path, height=count):
            if isinstance(said, Sheet):
                found.append((said.name, []))
            else:
                found[-1][1].append(said)
        if not any(rows for _, rows in found):
            raise Unreadable("表格里没有看得见的内容", "核对文件，取消隐藏再导入")
        return found

    def digest(self) -> str:
        """What tells this file from every other."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _csv(self) -> Iterator[list[str]]:
        csv.field_size_limit(1 << 20)
        size = self.path.stat().st_size
        with self.path.open(encoding=self.coding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=self.divider)
            number = 0
            try:
                for number, row in enumerate(reader, 1):
                    if number % 100 == 0:
                        self.fraction = file.buffer.tell() / size  # type: ignore[attr-defined]
                    if number == 1 and row:
                        row[0] = row[0].lstrip(MARK)
                    yield [unguarded(cell) if cell[:1] in GUARDS else cell for cell in row]
            except csv.Error:
                said = f"第 {number + 1} 行的引号没有成对，后面的读不出来"
                raise Unreadable(said, "在原文件里补上或者删去引号，或者另存为 XLSX 再导入") from None

    def _workbook(self) -> Iterator[list[str]]:
        number, total = 0, 1
        for said in read_sheets(self.path, only=self.sheet):
            if isinstance(said, Sheet):
                total = said.height or 1
            else:
                number += 1
                self.fraction = number / total
                yield said
        if not number:
            raise Unreadable("表格里没有看得见的内容", "核对文件，取消隐藏再导入")

    def _parquet(self) -> Iterator[list[str]]:
        for some in read_rows(self.path, most_columns=MOST_COLUMNS):
            self.fraction = some.fraction
            yield from some.rows


def open_table(path: Path) -> CaseTable:
    """A table by what its bytes say; Unreadable, with what mends it, where it is none."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    if not start.strip():
        raise Unreadable("文件是空的", "核对文件")
    if start.startswith(PARQUET):
        _arrow()
        return CaseTable(path, "parquet")
    if start.startswith(MAGIC):
        return CaseTable(path, "workbook")
    if _WEB_PAGE.match(start):
        raise Unreadable("是网页格式的表格，只有名称像表格文件", "用 Excel 或者 WPS 打开，另存为 XLSX 再导入")
    coding = _coding(start)
    head = re.split(r"[\r\n]", start.decode(coding, errors="replace"), maxsplit=1)[0]
    divider = max(",\t;", key=head.count)
    if head.count(divider) > MOST_COLUMNS:
        raise Unreadable(f"超过 {MOST_COLUMNS} 栏", "只留清单本身")
    return CaseTable(path, "csv", coding, divider)


def _coding(start: bytes) -> str:
    """The coding of a text, as its first line has it, else as all that was looked at; what does not decode is named
    row by row."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    first = re.split(rb"[\r\n]", start, maxsplit=1)[0]
    whole = start[: start.rfind(b"\n") + 1] or start
    tried = (coding for part in (first, whole) if not part.isascii() for coding in CODINGS if _decodes(part, coding))
    coding = next(tried, CODINGS[0])
    nothing = start.rstrip(b"\0").count(0)
    if nothing and nothing + start.decode(coding, errors="replace").count("\ufffd") > 1 + len(start) // SPOILT:
        raise Unreadable("不是 CSV、XLSX 或 Parquet 表格", "另存为 CSV（UTF-8）或者 XLSX 再导入")
    return coding


def _decodes(part: bytes, coding: str) -> bool:
    try:
        part.decode(coding)
    except UnicodeDecodeError:
        return False
    return True


def _arrow() -> Any:
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        raise Unreadable("读写 Parquet 需要 pyarrow，本机没有安装", "安装 zhifa[columns]，或者改用 CSV") from None


class RowWriter:
    """Writes a table row by row, as CSV, XLSX or Parquet by the name of the file."""

    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self.path, self.head = path, list(head)
        self._held: list[Sequence[str]] = []
        self._parquet: Any = None
        self._sheet: Any = None
        self._next = 0
        self._file: Any = None
        if path.suffix == ".parquet":
            arrow = import_module("pyarrow") if _arrow() else None
            self._schema = arrow.schema([(name, arrow.string()) for name in self.head])  # type: ignore[union-attr]
            self._parquet = _arrow().ParquetWriter(path, self._schema)
        elif path.suffix == ".xlsx":
            self._book = Workbook(path, {"constant_memory": True})
            self._sheet = self._book.add_worksheet("清单")
            self._put(self.head)
        else:
            self._file = path.open("w", encoding="utf-8-sig", newline="")
            self._csv = csv.writer(self._file)
            self._csv.writerow(self.head)

    def write(self, row: Sequence[str]) -> None:
        """One row of texts."""
        if self._sheet is not None:
            self._put(row)
            return
        if self._parquet is None:
            self._csv.writerow(row)
            return
        self._held.append(row)
        if len(self._held) >= BATCH * 4:
            self._flush()

    def _put(self, row: Sequence[str]) -> None:
        """A row of a worksheet, which holds so many and no more."""
        if self._next >= SHEET_ROWS:
            raise Unreadable(f"超过 {SHEET_ROWS} 行，XLSX 放不下", "改用 CSV 或者 Parquet")
        for place, cell in enumerate(row):
            if cell:
                self._sheet.write_string(self._next, place, cell)
        self._next += 1

    def _flush(self) -> None:
        if not self._held:
            return
        arrow: Any = import_module("pyarrow")
        columns = [arrow.array(column, arrow.string()) for column in zip(*self._held, strict=True)]
        self._parquet.write_table(arrow.Table.from_arrays(columns, schema=self._schema))
        self._held.clear()

    def close(self) -> None:
        if self._parquet is not None:
            self._flush()
            self._parquet.close()
        elif self._sheet is not None:
            self._book.close()
        else:
            self._file.close()

    def __enter__(self) -> RowWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
