"""Every template in every version, in all three formats, with plausible and with the longest values there are."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import docx
import pytest
from pypdf import PdfReader

from tests.ports.test_render import RARE
from tools.contact_sheet import FIRST, ORGAN, documents
from zhifa.core.papers import Document, fill, template_of, words
from zhifa.core.papers.sample import sample_context, sample_facts
from zhifa.ports.render import NoFont, render_docx, render_html, render_pdf
from zhifa.ports.render.fonts import installed_fonts
from zhifa.ports.rules import compiled

BOOK = compiled()
PLAIN = dict(documents(BOOK))
LONG = dict(documents(BOOK, longest=True))
needs_font = pytest.mark.skipif(isinstance(installed_fonts(), NoFont), reason="no Chinese font on this machine")
NAMES = "喆堃垚镕珺玥祎燚𬭎〇䶮𠮷"
"""Rare letters of names, of the extensions too."""


class Balanced(HTMLParser):
    """Whether what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in {"br", "img", "meta", "link", "input", "hr", "col", "path", "rect"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def document(found: dict[str, object], name: str) -> Document:
    made = found[name]
    assert isinstance(made, Document), made
    return made


@pytest.mark.parametrize("name", PLAIN)
def test_it_is_filled_and_shown_in_the_browser_and_in_word(name: str) -> None:
    for found in (PLAIN, LONG):
        made = document(found, name)
        assert "{{" not in words(made)
        page = Balanced()
        page.feed(render_html(made))
        assert page.open == []
        content = render_docx(made)
        assert any(made.title in p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
        assert content == render_docx(made)


@needs_font
@pytest.mark.parametrize("name", PLAIN)
def test_it_prints_without_a_missing_letter_and_the_same_twice(name: str) -> None:
    made = document(PLAIN, name)
    first = render_pdf(made)
    assert not isinstance(first, NoFont)
    assert first.unprintable == ()
    assert first == render_pdf(made)


@needs_font
@pytest.mark.parametrize("name", LONG)
def test_the_longest_values_stay_on_the_page(name: str) -> None:
    printed = render_pdf(document(LONG, name))
    assert not isinstance(printed, NoFont)
    for page in PdfReader(io.BytesIO(printed.content)).pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        places: list[tuple[float, float]] = []
        page.extract_text(
            visitor_text=lambda said, user, matrix, font, size, places=places: (
                places.append((matrix[4] * user[0] + user[4], matrix[5] * user[3] + user[5])) if said.strip() else None
            )
        )
        assert all(70 <= x <= width - 60 and 30 <= y <= height - 40 for x, y in places), name


@needs_font
def test_rare_letters_of_names_print_in_a_decision() -> None:
    assert set("喆堃垚镕珺玥祎燚") <= set(RARE + NAMES)
    lookup = sample_facts(BOOK.vocabulary, FIRST)
    template = template_of(BOOK.as_of(FIRST), "penalty-decision")
    assert template is not None
    codes = tuple(entry.key for entry in BOOK.section("paper"))
    made = fill(
        template,
        lookup=lambda code: NAMES if code == "party.name" else lookup(code),
        vocabulary=BOOK.vocabulary,
        holds=lambda _: True,
        context=sample_context(ORGAN, "罚", FIRST, codes),
    )
    assert isinstance(made, Document)
    printed = render_pdf(made)
    assert not isinstance(printed, NoFont)
    assert printed.unprintable == ()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed.content)).pages)
    assert NAMES in re.sub(r"\s", "", text)
