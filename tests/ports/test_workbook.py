"""Workbooks as a stranger may make them: what they unfold to cannot end the process that asks for their cells."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from zhifa.ports.casetables import open_table
from zhifa.ports.tables import Unreadable, read_tables
from zhifa.web.exports import export

CONTENT = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path) -> Path:
    """A sound workbook of two rows, as the pages write it."""
    path.write_bytes(export("清单", ["文书号", "金额"], [["甲〔2026〕1号", "200"]], "xlsx").content)
    return path


def with_sheet(path: Path, cells: str) -> Path:
    """The workbook with other rows in its sheet."""
    with zipfile.ZipFile(workbook(path)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    text = parts[SHEET].decode()
    start, end = text.index("<sheetData>") + len("<sheetData>"), text.index("</sheetData>")
    parts[SHEET] = (text[:start] + cells + text[end:]).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def test_a_sound_workbook_is_read_by_both_readers(tmp_path: Path) -> None:
    place = workbook(tmp_path / "a.xlsx")
    (table,) = read_tables(place.read_bytes(), "a.xlsx")
    assert table.rows == [["文书号", "金额"], ["甲〔2026〕1号", "200"]]
    assert list(open_table(place).rows()) == table.rows


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'


@pytest.mark.parametrize("cells", [FAR, "<row><c><v>1</v></c></row>" * 60_000, "<row><c><v>1</v>"])
def test_a_workbook_that_unfolds_without_end_or_breaks_off_is_refused_in_words(cells: str, tmp_path: Path) -> None:
    place = with_sheet(tmp_path / "a.xlsx", cells)
    assert place.stat().st_size < 20_000
    with pytest.raises(Unreadable) as refused:
        read_tables(place.read_bytes(), "a.xlsx")
    assert refused.value.remedy


def test_the_first_rows_are_had_without_the_others(tmp_path: Path) -> None:
    place = with_sheet(tmp_path / "a.xlsx", "<row><c><v>7</v></c></row>" * 60_000)
    assert open_table(place).first(2) == [["7"], ["7"]]
