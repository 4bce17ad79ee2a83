"""Binding a casefile: papers, scans and pictures put into one PDF, every page numbered; the same input, the same bytes.

Pages keep their own size and foot; the number of the file stands at the upper right, as archives want it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from zhifa.ports.render.fonts import NoFont, installed_fonts

LAYOUT: Final = Path(__file__).with_name("picture.typ")
PICTURES: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The first instant a ZIP file can name: its entries carry no clock."""
_TURN: Final = Lock()


class Unbindable(ValueError):
    """A scan or picture that cannot be put into the file; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A finished PDF to be bound, with whether its pages are numbered (cover and index are not)."""

    content: bytes
    numbered: bool = True
    title: str = ""
    """Its bookmark; none for an empty one."""
    begins: bool = False
    """Whether numbers begin anew here, as in the next volume."""


def page_count(content: bytes) -> int:
    """How many pages a PDF has; Unbindable for one that is encrypted or broken."""
    return len(_read(content).pages)


def _read(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Unbindable("PDF 加了密码")
        if not len(reader.pages):
            raise Unbindable("PDF 没有页")
    except (PyPdfError, ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        if isinstance(error, Unbindable):
            raise
        raise Unbindable("PDF 已经损坏") from error
    return reader


def bind(sheets: Sequence[Sheets], *, title: str, day: date) -> bytes:
    """All sheets as one PDF; the only date in it is `day`."""
    writer = PdfWriter()
    number = 0
    for one in sheets:
        number = 0 if one.begins else number
        first = len(writer.pages)
        for page in _read(one.content).pages:
            added = writer.add_page(page)
            if one.numbered:
                number += 1
                _stamp(writer, added, number)
        if one.title:
            writer.add_outline_item(title=one.title, page_number=first)
    stamp = f"D:{day:%Y%m%d}000000+08'00'"
    writer.metadata = {"/Title": title, "/CreationDate": stamp, "/ModDate": stamp, "/Producer": "zhifa"}
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _stamp(writer: PdfWriter, page: object, number: int) -> None:
    """Write the number at the upper right of a page, whichever way it lies, in the standard font of PDF itself."""
    fonts = _fonts_of(page)
    fonts[NameObject("/ZhifaNumber")] = _helvetica()
    box = page.mediabox  # type: ignore[attr-defined]
    left, bottom, right, top = (float(edge) for edge in (box.left, box.bottom, box.right, box.top))
    turned = int(page.get("/Rotate", 0) or 0) % 360  # type: ignore[attr-defined]
    said = str(number)
    back = 40 + 7 * len(said)
    place = {
        90: f"0 1 -1 0 {left + 34:.2f} {top - back:.2f}",
        180: f"-1 0 0 -1 {left + back:.2f} {bottom + 34:.2f}",
        270: f"0 -1 1 0 {right - 34:.2f} {bottom + back:.2f}",
    }.get(turned, f"1 0 0 1 {right - back:.2f} {top - 34:.2f}")
    stream = DecodedStreamObject()
    stream.set_data(f"Q BT /ZhifaNumber 12 Tf {place} Tm ({said}) Tj ET".encode())
    opening = DecodedStreamObject()
    opening.set_data(b"q ")
    found = page.get("/Contents")  # type: ignore[attr-defined]
    held = found.get_object() if found is not None else None
    own = list(held) if isinstance(held, ArrayObject) else [found] if found is not None else []
    page[NameObject("/Contents")] = ArrayObject(  # type: ignore[index]
        [writer._add_object(opening), *own, writer._add_object(stream)]
    )


def _fonts_of(page: object) -> DictionaryObject:
    """The fonts of a page, its own dictionary and not one shared with other pages."""
    resources = page.get("/Resources")  # type: ignore[attr-defined]
    own = DictionaryObject(resources.get_object() if resources is not None else {})
    fonts = own.get("/Font")
    made = DictionaryObject(fonts.get_object() if fonts is not None else {})
    own[NameObject("/Font")] = made
    page[NameObject("/Resources")] = own  # type: ignore[index]
    return made


def _helvetica() -> DictionaryObject:
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})


def picture(file: Path, root: Path, media_type: str, lines: Sequence[tuple[str, str]]) -> bytes | NoFont:
    """A page with a picture of the file store and what is said of it: when, where, by whom, its digest."""
    fonts = installed_fonts()
    if isinstance(fonts, NoFont):
        return fonts
    said = json.dumps([[label, text] for label, text in lines], ensure_ascii=False)
    inputs = {
        "file": "/" + file.relative_to(root).as_posix(),
        "form": PICTURES[media_type],
        "lines": said,
        "font": fonts.song[0],
    }
    try:
        with _TURN:
            made, _ = _camera(root).compile_with_warnings(
                input=LAYOUT.read_bytes(), format="pdf", sys_inputs=inputs, timestamp=datetime(2000, 1, 1, tzinfo=UTC)
            )
    except typst.TypstError as error:
        raise Unbindable("图片已经损坏") from error
    if not isinstance(made, bytes):
        raise Unbindable("图片不能排版")
    return made


@cache
def _camera(root: Path) -> typst.Compiler:
    fonts = installed_fonts()
    assert not isinstance(fonts, NoFont)
    return typst.Compiler(root=root, font_paths=fonts.book, ignore_system_fonts=True)


def packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Files as a ZIP: stored in the order given, without a clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files:
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            package.writestr(info, content)
    return out.getvalue()
