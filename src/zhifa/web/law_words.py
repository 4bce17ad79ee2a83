"""How the law library says things: the state of a text on a day, names of articles, words in stretches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.statutes import law_index
from zhifa.core.bigrams import where
from zhifa.core.citations import Citation, Instrument
from zhifa.core.lawtext import Article, called
from zhifa.core.numerals import chinese_number
from zhifa.core.values import Validity, show_date
from zhifa.store.readers.library import InstrumentRead
from zhifa.web import viewmodels as vm

NOW, PAST, COMING, UNKNOWN = "施行中", "已失效", "尚未施行", "施行日期不明"
REPLACED = "已有新版本"


def state_on(validity: Validity, day: date, *, replaced: bool = False) -> str:
    """Whether a version is law on a day; `replaced` since nobody knows when, it is not called law."""
    if validity.start and day < validity.start:
        return COMING
    if validity.end and day > validity.end:
        return PAST
    if replaced:
        return REPLACED
    return NOW if validity.start or validity.end else UNKNOWN


def span(validity: Validity) -> str:
    """From when to when a version is law."""
    start = f"{validity.start} 起" if validity.start else "起始日不明"
    return f"{start}，至 {validity.end} 止" if validity.end else start


def known_instrument(title: str) -> Instrument | None:
    """What the index of instruments knows of a title or a short title."""
    return law_index().find(title)


SAID = {"in force": NOW, "repealed": PAST, "not yet": COMING}


def standing(read: InstrumentRead, day: date) -> tuple[str, bool]:
    """What an instrument is worth on a day, and whether it is law: by the index where that knows it."""
    if known_instrument(read.title):
        status = law_index().status(Citation(read.title), day).status
        return SAID.get(status, "当日版本未收录"), status == "in force"
    states = [state_on(text.validity, day, replaced=text.replaced) for text in read.texts]
    held = next((one for one in (NOW, UNKNOWN, REPLACED, COMING) if one in states), PAST)
    return held, held == NOW


def address(title: str, page: str = "law_text", **asked: str) -> str:
    """Where an instrument is read; its title is its address."""
    kept = {name: value for name, value in asked.items() if value}
    return reverse(page, args=[title]) + (f"?{urlencode(kept)}" if kept else "")


def anchor(number: int, sub: int) -> str:
    return f"a{number}-{sub}" if sub else f"a{number}"


def article_address(citation: Citation, on: date | None = None) -> str:
    """Where the cited article stands in the text of its version."""
    place = address(citation.title, version=citation.version or "", on=str(on) if on else "")
    return place + (f"#{anchor(citation.article, citation.sub)}" if citation.article else "")


def name_of(article: Article, numbered_by: str) -> str:
    return called(article.number, article.sub, numbered_by)


def pieces(text: str, words: Sequence[str]) -> tuple[vm.LawPiece, ...]:
    """A text with the words that were looked for marked."""
    marks = sorted({spot for word in words for spot in where(text, word)})
    made: list[vm.LawPiece] = []
    at = 0
    for begin, end in marks:
        if begin < at:
            continue
        made += [vm.LawPiece(text=text[at:begin]), vm.LawPiece(text=text[begin:end], marked=True)]
        at = end
    return tuple(piece for piece in (*made, vm.LawPiece(text=text[at:])) if piece.text)


def excerpt(text: str, words: Sequence[str], around: int = 36) -> str:
    """The words around the first place of each word that was looked for."""
    firsts = sorted(spots[0] for word in words if (spots := where(text, word)))
    windows: list[tuple[int, int]] = []
    for begin, end in firsts or [(0, around)]:
        low, high = max(0, begin - around), min(len(text), end + around)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    said = "…".join(text[low:high] for low, high in windows)
    before, after = "…" if windows[0][0] else "", "…" if windows[-1][1] < len(text) else ""
    return (before + said + after).replace("\n", " ")


def items_of(article: Article, words: Sequence[str]) -> tuple[vm.LawItem, ...]:
    """An article as it is printed: 款 by 款, each 项 on a line of its own."""
    made = []
    for paragraph in article.paragraphs:
        made.append(vm.LawItem(pieces=pieces(paragraph.lead, words)))
        for number, text in paragraph.items.items():
            made.append(vm.LawItem(pieces=pieces(text, words), number=f"（{chinese_number(number)}）"))
    return tuple(made)


def day_words(day: date) -> str:
    return show_date(day)


def path_of(article: Article) -> str:
    return " · ".join(article.path)
