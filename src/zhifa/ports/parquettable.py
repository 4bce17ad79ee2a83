"""Parquet tables as text cell by cell, opened in a confined process: a few bytes may unfold into more than there is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from zhifa.core.values import SHANGHAI
from zhifa.ports.confined import Overcome, tell, told_by
from zhifa.ports.workbook import Unreadable, as_text

MAGIC: Final = b"PAR1"
TOGETHER: Final = 500
"""So many rows are told at a time."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, and how much of the table has been read with them."""

    rows: list[list[str]]
    fraction: float


def read_rows(path: Path, *, most_columns: int) -> Iterator[Rows]:
    """The names of the columns as a first row, then the rows; Unreadable where the file cannot be opened or held."""
    done = total = 0
    try:
        for said in told_by(__name__, path):
            if "rows" in said:
                done += len(said["rows"])
                yield Rows(said["rows"], done / total if total else 1.0)
            elif "nested" in said:
                raise Unreadable(f"“{said['nested']}”栏里不是文字、数字或者日期", "展开成几栏再导出，或者改用 CSV")
            elif "names" in said:
                total = said["height"]
                if len(said["names"]) > most_columns:
                    raise Unreadable(f"超过 {most_columns} 栏", "只留清单本身")
                yield Rows([said["names"]], 0.0)
            else:
                raise Unreadable("Parquet 文件打不开，可能已经损坏", "重新导出，或者改用 CSV")
    except Overcome:
        raise Unreadable("Parquet 文件太大或者已经损坏，不能整个读出", "分成几个文件，或者改用 CSV") from None


def _told(path: str) -> Iterator[Any]:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(path)
        for field in file.schema_arrow:
            if arrow.types.is_struct(field.type) or arrow.types.is_map(field.type):
                yield {"nested": str(field.name)}
                return
        yield {"names": [str(name) for name in file.schema_arrow.names], "height": file.metadata.num_rows}
        for batch in file.iter_batches(batch_size=TOGETHER, use_threads=False):
            rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            yield {"rows": [["" if cell is None else _text(cell) for cell in row] for row in rows]}
    except (arrow.ArrowException, OSError, ValueError):
        yield {}


def _text(cell: object) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, bytes):
        return cell.decode("utf-8", errors="replace")
    if isinstance(cell, list):
        return "、".join(map(_text, filter(None, cell)))
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        cell = cell.astimezone(SHANGHAI).replace(tzinfo=None)
    return as_text(cell)


if __name__ == "__main__":
    tell(lambda: _told(sys.argv[1]))
