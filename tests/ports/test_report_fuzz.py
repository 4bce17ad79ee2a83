"""No file makes the checker fail: cut off, bytes changed, nothing but noise. It is read, or said to be unreadable."""

from __future__ import annotations

import random
from datetime import date

import pytest
from xlsxwriter import Workbook

from tests.ports.test_reportfiles import SAID, io, word_file
from zhifa.core.footing.examining import examine
from zhifa.core.papers import Column, Document, Paragraph, Table, Title, text
from zhifa.ports.render import Pdf, render_page, render_pdf
from zhifa.ports.reportfiles import read_report
from zhifa.ports.rules import report_words
from zhifa.ports.tables import Unreadable

TRIES = 30


def workbook() -> bytes:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("处罚")
    for row, cells in enumerate((("某镇2024年行政处罚",), ("种类", "件数"), ("警告", 9), ("罚款", 192), ("合计", 210))):
        sheet.write_row(row, 0, cells)
    book.close()
    return out.getvalue()


def printed() -> Document:
    rows = tuple((text(kind), text(many)) for kind, many in (("警告", "9"), ("合计", "9")))
    return Document(
        "某镇报告", (Title("某镇报告"), Paragraph(text(SAID)), Table((Column("种类", 50), Column("件数", 50)), rows))
    )


def files() -> dict[str, bytes]:
    found = {
        "a.docx": word_file(),
        "a.xlsx": workbook(),
        "a.html": render_page(printed()).encode(),
        "a.txt": f"某镇报告\n{SAID}\n种类  件数  占比\n警告  9  4.5%\n合计  201  100%\n".encode(),
        "a.csv": "种类,件数\n警告,9\n合计,201\n".encode(),
    }
    pdf = render_pdf(printed())
    return found | ({"a.pdf": pdf.content} if isinstance(pdf, Pdf) else {})


FILES = files()


def tried(content: bytes, name: str) -> bool:
    """Whether a file could be read; anything else than reading it or refusing it is a fault."""
    try:
        lines = read_report(content, name)
    except Unreadable:
        return False
    examine(lines, report_words(date(2025, 1, 31)))
    return True


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_cut_or_changed_is_read_or_refused(name: str) -> None:
    content, dice = FILES[name], random.Random(name)
    assert tried(content, name)
    for _ in range(TRIES):
        tried(content[: dice.randrange(len(content))], name)
        changed = bytearray(content)
        for _ in range(dice.choice([1, 3, 20])):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        tried(bytes(changed), name)


@pytest.mark.parametrize("name", FILES)
def test_noise_under_any_name_is_read_or_refused(name: str) -> None:
    dice = random.Random(f"noise {name}")
    for begin in (b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<html><table><tr><td colspan=9 rowspan=9>1"):
        tried(begin + dice.randbytes(2000), name)


def test_any_line_of_signs_reports_use_is_examined() -> None:
    dice = random.Random("signs")
    signs = "一二三十百万亿件起人%，。；：、（）《》“”其中共合计占同比增长下降率年月日是上年0123456789.,-—至 \t|"
    for _ in range(TRIES):
        told = "\n".join("".join(dice.choices(signs, k=dice.randrange(120))) for _ in range(8))
        tried(f"某镇2024年报告\n{told}".encode(), "a.txt")


def test_a_workbook_is_read_with_its_tables() -> None:
    found = examine(read_report(workbook(), "a.xlsx"), report_words(date(2025, 1, 31)))
    assert [check.expression for check in found.contradictions] == ["9 + 192 = 201 ≠ 210"]
