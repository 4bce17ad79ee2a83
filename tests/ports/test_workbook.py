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


HEADER, ROW, OTHER = "文号,名称\n", "一号,甲\n", "二号,乙\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ((HEADER + ROW).encode("gb18030"), ["一号", "甲"]),
        ("\ufeff\ufeff".encode() + (HEADER + ROW).encode(), ["一号", "甲"]),
        ((HEADER + ROW).replace("\n", "\r").encode(), ["一号", "甲"]),
        ((HEADER + ROW).encode() + OTHER.encode("gb18030"), ["一号", "甲"]),
        ((HEADER + ROW * 40).encode("gb18030") + OTHER.encode(), ["一号", "甲"]),
        ((HEADER + ROW * 40).encode() + b"\0" * 512, ["一号", "甲"]),
    ],
)
def test_a_text_is_read_in_the_coding_of_its_header(content: bytes, told: list[str], tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_bytes(content)
    assert open_table(place).first(2) == [["文号", "名称"], told]


@pytest.mark.parametrize("content", [bytes(range(256)) * 20, b"<html><table><tr><td>1</td></tr></table></html>"])
def test_what_is_no_table_is_refused_with_what_it_is(content: bytes, tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        open_table(place)
    assert ("网页" in refused.value.reason) == content.startswith(b"<")
    assert "XLSX" in refused.value.remedy
