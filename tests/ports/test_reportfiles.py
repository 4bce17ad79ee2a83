"""Reports as files: what each kind gives, and what strange, broken and hostile ones are told."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from pypdf import PdfWriter

from zhifa.core.footing.reading.passages import Line
from zhifa.core.papers import Column, Document, Paragraph, Table, Title, text
from zhifa.ports.render import NoFont, Pdf, render_docx, render_page, render_pdf
from zhifa.ports.render.fonts import installed_fonts
from zhifa.ports.reportfiles import LONGEST, read_report
from zhifa.ports.tables import Unreadable

SAID = "行政处罚201件，其中警告9件，罚款192件。"
needs_font = pytest.mark.skipif(isinstance(installed_fonts(), NoFont), reason="no Chinese font here")


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines if line.text.strip()]


def word_file() -> bytes:
    made = docx.Document()
    made.add_paragraph("某镇报告")
    made.add_paragraph(SAID)
    table = made.add_table(rows=3, cols=3)
    for row, cells in enumerate((("", "件数", ""), ("警告", "9", "1"), ("合计", "201", "2"))):
        for at, cell in enumerate(cells):
            table.cell(row, at).text = cell
    table.cell(0, 1).merge(table.cell(0, 2))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_text_keeps_its_line_numbers_in_every_encoding() -> None:
    told = f"标题\n\n{SAID}"
    for coding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        lines = read_report(told.encode(coding), "a.txt")
        assert [(line.number, line.text) for line in lines] == [(1, "标题"), (2, ""), (3, SAID)]


def test_word_gives_paragraphs_and_the_cells_of_tables() -> None:
    lines = read_report(word_file(), "a.docx")
    assert texts(lines)[:2] == ["某镇报告", SAID]
    assert [line.cells for line in lines if line.cells] == [
        ("", "件数", "件数"),
        ("警告", "9", "1"),
        ("合计", "201", "2"),
    ]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_a_page_gives_its_visible_text_and_its_tables() -> None:
    page = (
        "<!DOCTYPE html><html><head><style>p{}</style><script>var a = 12</script></head><body><nav>首页 12</nav>"
        f"<h1>某镇报告</h1><p>{SAID}</p><table><tr><th>种类</th><th colspan=2>件数</th></tr>"
        "<tr><td>警告</td><td>9</td><td>1</td></tr></table></body></html>"
    )
    lines = read_report(page.encode(), "a.html")
    assert texts(lines)[:2] == ["某镇报告", SAID]
    assert [line.cells for line in lines if line.cells] == [("种类", "件数", "件数"), ("警告", "9", "1")]
    assert "12" not in "".join(texts(lines))


def test_a_table_that_lays_out_a_page_is_text() -> None:
    page = f"<html><body><table><tr><td>栏目</td><td><p>{SAID * 8}</p></td></tr></table></body></html>"
    assert not any(line.cells for line in read_report(page.encode(), "a.html"))


@needs_font
def test_what_we_print_ourselves_is_read_back_from_every_format() -> None:
    rows = tuple((text(kind), text(many)) for kind, many in (("警告", "9"), ("罚款", "192"), ("合计", "201")))
    columns = (Column("种类", 50), Column("件数", 50))
    printed = Document("某镇报告", (Title("某镇报告"), Paragraph(text(SAID)), Table(columns, rows)))
    pdf = render_pdf(printed)
    assert isinstance(pdf, Pdf)
    for content, name in (
        (pdf.content, "a.pdf"),
        (render_docx(printed), "a.docx"),
        (render_page(printed).encode(), "a"),
    ):
        told = "".join("".join(texts(read_report(content, name))).split())
        assert SAID in told, name
        assert "合计" in told


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def empty_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
HOSTILE = [
    ("empty", b"  \n ", "空的"),
    ("binary", bytes(range(256)) * 40, "编码"),
    ("picture", b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 8, "编码"),
    ("old word", b"\xd0\xcf\x11\xe0" + b"0" * 64, "DOC"),
    ("rtf", b"{\\rtf1 abc}", "RTF"),
    ("a zip", zipped("a.txt", b"x"), "没有 Word"),
    ("a broken zip", b"PK\x03\x04" + b"0" * 40, "打不开"),
    ("a bomb", zipped("word/document.xml", b"<w>" + b" " * (60 << 20) + b"</w>"), "过大"),
    ("entities", zipped("word/document.xml", LAUGHS), "实体"),
    ("broken xml", zipped("word/document.xml", b"<w:document>"), "损坏"),
    ("locked pdf", locked_pdf(), "密码"),
    ("broken pdf", b"%PDF-1.7\n" + b"garbage " * 50, "PDF"),
    ("pdf of pictures", empty_pdf(), "扫描件"),
    ("too long", ("行政处罚一件。" * (LONGEST // 4)).encode(), "万字"),
]


@pytest.mark.parametrize(("what", "content", "said"), HOSTILE, ids=[what for what, _, _ in HOSTILE])
def test_what_cannot_be_read_is_named_with_what_mends_it(what: str, content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_report(content, "report")
    assert said in refused.value.reason
    assert refused.value.remedy


def test_merged_cells_say_their_words_in_every_row_they_reach() -> None:
    page = (
        "<html><table><tr><th rowspan=2>领域</th><th rowspan=2>类别</th><th colspan=2>案件</th></tr>"
        "<tr><th>普通</th><th>简易</th></tr><tr><td rowspan=2>食品</td><td>生产</td><td>41</td><td>3</td></tr>"
        "<tr><td>流通</td><td>146</td><td rowspan=2>38</td></tr><tr><td>药品</td><td>零售</td><td>5</td></tr>"
        "</table></html>"
    )
    assert [line.cells for line in read_report(page.encode(), "a.html")][1:] == [
        ("领域", "类别", "普通", "简易"),
        ("食品", "生产", "41", "3"),
        ("食品", "流通", "146", "38"),
        ("药品", "零售", "5", ""),
    ]
    made = docx.Document()
    table = made.add_table(rows=3, cols=2)
    for row, cells in enumerate((("领域", "件数"), ("食品", "41"), ("", "146"))):
        for at, cell in enumerate(cells):
            table.cell(row, at).text = cell
    table.cell(1, 0).merge(table.cell(2, 0))
    out = io.BytesIO()
    made.save(out)
    assert [line.cells for line in read_report(out.getvalue(), "a.docx")][-2:] == [("食品", "41"), ("食品", "146")]


def test_word_numbers_are_read_as_they_are_printed() -> None:
    made = docx.Document()
    for said in ("第一件事", "第二件事"):
        made.add_paragraph(said, style="List Number")
    made.add_paragraph("无号")
    out = io.BytesIO()
    made.save(out)
    assert texts(read_report(out.getvalue(), "a.docx")) == ["1.第一件事", "2.第二件事", "无号"]


def test_radicals_of_pdf_files_are_the_characters_they_look_like() -> None:
    (line,) = read_report("\u2f63产\u2f08员12\u2f08".encode(), "a.txt")
    assert line.text == "生产人员12人"
