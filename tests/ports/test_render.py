"""Rendering: the same words in three formats, nothing executed, nothing lost, the same bytes twice."""

from __future__ import annotations

import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.core.papers_sample import DAY, codes, filled
from zhifa.core.papers import (
    QR,
    Bar,
    Chart,
    Column,
    Document,
    Field,
    Fields,
    Form,
    FormRow,
    HeadCell,
    Heading,
    ListBlock,
    Note,
    OrganHeading,
    PageBreak,
    Paragraph,
    Run,
    SealDate,
    SignatureLine,
    Table,
    Title,
    text,
    words,
)
from zhifa.core.papers.stored import dump, withdrawn
from zhifa.ports.render import NoFont, Pdf, render_docx, render_html, render_page, render_pdf
from zhifa.ports.render.fonts import FontSet, find_fonts, installed_fonts

RARE = "喆堃垚镕珺玥祎燚䶮㎡"
NASTY = "<script>alert(1)</script>&\"'#let x = 1; $x$ *粗* _斜_ `码` \\ @name [链] // 注 {{party.name}} = 标题"
CODES = codes()
needs_font = pytest.mark.skipif(
    isinstance(installed_fonts(), NoFont), reason="no Chinese font here: sudo apt-get install -y fonts-noto-cjk"
)


def everything(words: str = "甲", *, day: date | None = DAY) -> Document:
    """One document with every kind of block."""
    row = tuple(text(cell) for cell in ("一", words, "1,234"))
    return Document(
        "试验文书",
        (
            OrganHeading("重庆市渝北区洛碛镇人民政府", red=True),
            Title("试验文书"),
            *(Heading(level, f"第{level}级") for level in (1, 2, 3, 4)),
            Paragraph(
                (Run(words), Run("192件", href="/cases?kind=a&year=2024"), Run("粗", bold=True), Run("", blank=True))
            ),
            Fields((Field("当事人", text(words)),)),
            Form(
                (
                    FormRow((Field("案由", text(words)),), 3, "负责人（签名）"),
                    FormRow((Field("甲", text("1")), Field("乙", text("2")))),
                )
            ),
            Table(
                (Column("序号", 0.5), Column("名称", 3), Column("金额", 1, "right")),
                (row, row),
                caption="清单",
                total=True,
            ),
            ListBlock((text(words), text("乙"))),
            SignatureLine("当事人（签名或者盖章）", note="拒绝的注明"),
            Note(text(words)),
            SealDate("重庆市渝北区洛碛镇人民政府", day),
            QR("https://zhifa.example/p/1", "扫码核验"),
            Chart("处罚种类", (Bar(words, 1000, "192 宗", "/cases?a=1&b=2"), Bar("没有", 0, "0 宗", past=True))),
            PageBreak(landscape=True),
            Table(
                tuple(Column(str(n)) for n in range(4)),
                ((text("1"), text("2"), text("3"), text("4")),),
                head=((HeadCell("类别", rowspan=2), HeadCell("数量", colspan=3)), tuple(HeadCell(w) for w in "甲乙丙")),
                small=True,
            ),
        ),
        day=day,
        author="洛碛镇",
    )


def pdf_of(document: Document) -> Pdf:
    made = render_pdf(document)
    assert isinstance(made, Pdf)
    return made


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\u200b", "")


def docx_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        tree = ElementTree.fromstring(package.read("word/document.xml"))
    return "".join(tree.itertext())


MARKED = withdrawn(everything(), date(2024, 7, 1), "金额写错 <b>&")


def test_the_mark_of_a_withdrawal_is_no_part_of_the_paper() -> None:
    assert MARKED.blocks == everything().blocks
    assert dump(everything()) == dump(replace(MARKED, mark=None))
    assert all(piece in words(MARKED) for piece in ("本文书已撤回", "2024年7月1日", "金额写错"))


def test_a_withdrawn_paper_says_so_in_html_and_docx() -> None:
    page = render_page(MARKED)
    assert page.index("2024年7月1日撤回") < page.index("试验文书</h1>")
    assert "金额写错 &lt;b&gt;&amp;" in page
    content = render_docx(MARKED)
    said = docx_text(content)
    assert said.index("金额写错 <b>&") < said.index("试验文书")
    opened = docx.Document(io.BytesIO(content))
    assert all("本文书已撤回" in section.header.paragraphs[0].text for section in opened.sections)
    assert "撤回" not in docx_text(render_docx(everything())) + render_page(everything()).split("</style>")[1]


@needs_font
def test_every_page_of_a_withdrawn_pdf_says_so() -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(MARKED).content)).pages]
    assert len(pages) == len(PdfReader(io.BytesIO(pdf_of(everything()).content)).pages)
    assert all("本文书已撤回，不再有效" in page for page in pages)
    first = re.sub(r"\s", "", pages[0])
    assert first.index("2024年7月1日撤回") < first.index("试验文书")


# ---- HTML ----


class Outline(HTMLParser):
    """Tags and attributes of a page, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in {"br", "meta", "link", "path"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "path"}:
            assert self.open.pop() == tag


def test_html_is_well_formed_and_fit_for_a_strict_policy() -> None:
    outline = Outline()
    outline.feed(render_html(everything(NASTY)))
    assert outline.open == []
    assert not {"script", "style", "iframe"} & set(outline.tags)
    assert not [name for name, _ in outline.attributes if name == "style" or name.startswith("on")]


def test_html_escapes_every_value() -> None:
    page = render_html(everything(NASTY))
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 8


def test_html_follows_only_harmless_links() -> None:
    bad = Document("t", (Paragraph((Run("x", href="javascript:alert(1)"), Run("y", href="/a"))),))
    page = render_html(bad)
    assert "javascript" not in page
    assert 'href="/a"' in page


def test_a_page_of_its_own_carries_its_look() -> None:
    page = render_page(everything())
    assert "@page" in page
    assert "<title>试验文书</title>" in page


# ---- DOCX ----


@pytest.mark.parametrize("code", CODES)
def test_every_paper_opens_as_docx(code: str) -> None:
    document = filled(code)
    assert isinstance(document, Document)
    opened = docx.Document(io.BytesIO(render_docx(document)))
    assert opened.core_properties.title == document.title
    assert any(document.title in p.text for p in opened.paragraphs)


def test_docx_keeps_every_character_as_text() -> None:
    content = render_docx(everything(NASTY + RARE + "😀"))
    assert (NASTY + RARE + "😀") in docx_text(content)
    opened = docx.Document(io.BytesIO(content))
    assert len(opened.tables) == 4
    assert opened.sections[0].page_width is not None
    assert opened.sections[-1].orientation == docx.enum.section.WD_ORIENT.LANDSCAPE


def test_docx_links_figures_to_their_cases() -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(everything()))) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert 'Target="/cases?kind=a&amp;year=2024"' in relations


def test_docx_is_the_same_twice_and_knows_no_clock() -> None:
    content = render_docx(everything())
    assert content == render_docx(everything())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {info.date_time[:3] for info in package.infolist()} == {(DAY.year, DAY.month, DAY.day)}
    undated = render_docx(everything(day=None))
    assert undated == render_docx(everything(day=None))


# ---- PDF ----


@needs_font
@pytest.mark.parametrize("code", CODES)
def test_every_paper_prints_without_a_missing_character(code: str) -> None:
    document = filled(code)
    assert isinstance(document, Document)
    made = pdf_of(document)
    assert made.unprintable == ()
    assert document.title in re.sub(r"\s", "", pdf_text(made.content))


@needs_font
def test_pdf_takes_markup_as_text() -> None:
    printed = re.sub(r"\s", "", pdf_text(pdf_of(everything(NASTY)).content))
    for piece in ("<script>alert(1)</script>", "#letx=1;$x$*粗*_斜_`码`", "{{party.name}}"):
        assert piece in printed


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_any_text_at_all_is_printed_in_every_format(words: str) -> None:
    document = Document("t", (Paragraph(text(words)), Form((FormRow((Field("甲", text(words)),)),))), day=DAY)
    assert words in docx_text(render_docx(document))
    seen = Outline()
    seen.feed(render_html(document))
    assert seen.open == []
    if not isinstance(installed_fonts(), NoFont):
        assert pdf_of(document).content.startswith(b"%PDF")


@needs_font
@pytest.mark.parametrize("code", CODES)
def test_a_seal_never_stands_alone_on_a_page(code: str) -> None:
    document = filled(code)
    assert isinstance(document, Document)
    for page in PdfReader(io.BytesIO(pdf_of(document).content)).pages:
        printed = re.sub(r"\s|—|\d", "", page.extract_text())
        assert printed.replace("扫码核验本文书真伪", "").replace("年月日", "") not in ("重庆市渝北区洛碛镇人民政府", "")


@needs_font
def test_pages_are_a4_with_their_number_between_dashes() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(everything()).content))
    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages]
    assert sizes[0] == (595, 842)
    assert sizes[-1] == (842, 595)
    for number, page in enumerate(reader.pages, 1):
        assert f"—{number}—" in page.extract_text().replace(" ", "")


@needs_font
def test_rare_characters_of_names_are_all_covered() -> None:
    made = pdf_of(everything(RARE))
    assert made.unprintable == ()
    assert all(character in pdf_text(made.content) for character in RARE)


@needs_font
def test_a_character_no_font_has_is_shown_as_lacking_and_told() -> None:
    made = pdf_of(everything("王😀"))
    assert made.unprintable == ("😀",)
    assert "王〓" in pdf_text(made.content)


@needs_font
def test_pdf_is_the_same_twice_and_dated_by_the_paper() -> None:
    made = pdf_of(everything())
    assert made == pdf_of(everything())
    assert made.content != pdf_of(everything("乙")).content
    information = PdfReader(io.BytesIO(made.content)).metadata
    assert information is not None
    assert "20240603" in str(information["/CreationDate"])


@needs_font
def test_several_threads_print_at_once() -> None:
    batch = [everything(f"第{n}号") for n in range(12)]
    alone = [pdf_of(document).content for document in batch]
    with ThreadPoolExecutor(4) as pool:
        assert [made.content for made in pool.map(pdf_of, batch)] == alone


@needs_font
@pytest.mark.parametrize("filling", ["字" * 2000, "a" * 2000, "1234567890" * 200, "https://例.cn/" + "x" * 1985])
def test_two_thousand_characters_stay_inside_the_page(filling: str) -> None:
    made = pdf_of(everything(filling))
    reader = PdfReader(io.BytesIO(made.content))
    places: list[tuple[float, float]] = []
    for page in reader.pages:
        width = float(page.mediabox.width)
        page.extract_text(
            visitor_text=lambda said, user, matrix, font, size, width=width: (
                places.append((float(matrix[4]) * float(user[0]) + float(user[4]), width)) if said.strip() else None
            )
        )
    assert places
    assert all(70 <= x <= width - 60 for x, width in places)
    printed = re.sub(r"\s", "", pdf_text(made.content))
    assert printed.count(filling[0]) >= 2000 * 5 or filling[0] != "字"


@needs_font
def test_only_our_fonts_are_used() -> None:
    fonts = installed_fonts()
    assert isinstance(fonts, FontSet)
    names = {
        str(font["/BaseFont"])
        for page in PdfReader(io.BytesIO(pdf_of(everything(RARE)).content)).pages
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())
    }
    known = ("Noto", "Fandol", "SourceHan", "FangSong", "Song", "Hei", "Kai")
    assert names
    assert all(any(part in name for part in known) for name in names)


def test_without_a_chinese_font_the_mend_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = find_fonts([tmp_path])
    assert isinstance(found, NoFont)
    assert "fonts-noto-cjk" in found.mend
    assert render_html(everything())
    assert render_docx(everything())


def test_a_paper_of_another_day_is_another_file() -> None:
    assert render_docx(everything()) != render_docx(replace(everything(), day=date(2024, 6, 4)))
