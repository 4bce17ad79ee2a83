"""Parquet lists are read by a process of their own; a broken one breaks nothing else."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from zhifa.ports.casetables import open_table
from zhifa.ports.workbook import Unreadable

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def written(path: Path, rows: int = 1200) -> Path:
    columns = {
        "文号": [f"{n}号" for n in range(rows)], "日期": [date(2026, 3, 5)] * rows,
        "时间": [datetime.fromisoformat("2026-03-05T10:30")] * rows,
        "金额": [Decimal("200.50")] * rows, "空": [None] * rows,
    }  # fmt: skip
    parquet.write_table(arrow.table(columns), path)
    return path


def test_cells_are_read_as_they_are_seen(tmp_path: Path) -> None:
    table = open_table(written(tmp_path / "a.parquet"))
    rows = list(table.rows())
    assert rows[0] == ["文号", "日期", "时间", "金额", "空"]
    assert rows[-1] == ["1199号", "2026-03-05", "2026-03-05 10:30:00", "200.50", ""]
    assert (len(rows), table.fraction) == (1201, 1.0)
    assert table.first(2) == rows[:2]


def test_instants_lists_and_rounded_numbers_are_told_as_they_are_meant(tmp_path: Path) -> None:
    columns = {
        "时间": [datetime.fromisoformat("2026-03-04T16:00+00:00")],
        "种类": [["罚款", "警告"]],
        "号码": [500112199708099967.0],
        "整数号码": [500112199708099967],
        "字节": ["罗成".encode()],
    }
    parquet.write_table(arrow.table(columns), tmp_path / "a.parquet")
    told = list(open_table(tmp_path / "a.parquet").rows())[1]
    assert told == ["2026-03-05", "罚款、警告", "5.00112E+17", "500112199708099967", "罗成"]


def test_cells_within_cells_are_refused_by_the_name_of_their_column(tmp_path: Path) -> None:
    parquet.write_table(arrow.table({"文号": ["1号"], "当事人": [{"姓名": "罗成"}]}), tmp_path / "a.parquet")
    with pytest.raises(Unreadable, match="当事人"):
        list(open_table(tmp_path / "a.parquet").rows())


@pytest.mark.parametrize("kept", [4, 200, -40])
def test_a_broken_file_is_unreadable(tmp_path: Path, kept: int) -> None:
    path = written(tmp_path / "a.parquet")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(Unreadable) as why:
        list(open_table(path).rows())
    assert why.value.remedy


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(arrow.table({f"c{n}": ["1"] for n in range(3000)}), path)
    with pytest.raises(Unreadable, match="栏"):
        list(open_table(path).rows())
