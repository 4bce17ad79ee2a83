"""Large tables read row by row: CSV, XLSX and Parquet lists of cases, as text cell by cell, without holding them."""

from __future__ import annotations

import csv
import hashlib
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

    def digest(self) -> str:
        """What tells this file from every other."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _csv(self) -> Iterator[list[str]]:
        csv.field_size_limit(1 << 20)
        size = self.path.stat().st_size
        with self.path.open(encoding=self.coding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=self.divider)
            try:
                for number, row in enumerate(reader):
                    if number % 100 == 0:
                        self.fraction = file.buffer.tell() / size  # type: ignore[attr-defined]
                    yield [unguarded(cell) if cell[:1] == "'" else cell for cell in row]
            except csv.Error as error:
                raise Unreadable(f"第 {reader.line_num} 行读不出来：{error}", "引号成对；另存为 XLSX 再导入") from error

    def _workbook(self) -> Iterator[list[str]]:
        number, total = 0, 1
        for said in read_sheets(self.path, only_first=True):
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
    coding = _coding(start)
    head = start.decode(coding, errors="replace").split("\n", 1)[0]
    divider = max(",\t;", key=head.count)
    if head.count(divider) > MOST_COLUMNS:
        raise Unreadable(f"超过 {MOST_COLUMNS} 栏", "只留清单本身")
    return CaseTable(path, "csv", coding, divider)


def _coding(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for coding in ("utf-8-sig", "gb18030"):
        try:
            start[: max(len(start) - 8, 1) if len(start) == SNIFFED else len(start)].decode(coding)
        except UnicodeDecodeError as error:
            if error.start < len(start) - 16 or len(start) < SNIFFED:
                continue
        if b"\0" not in start:
            return coding
    if b"\0" in start:
        raise Unreadable("不是 CSV、XLSX 或 Parquet 表格", "另存为 CSV（UTF-8）或者 XLSX 再导入")
    return "utf-8-sig"  # cells that cannot be decoded are named row by row


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
