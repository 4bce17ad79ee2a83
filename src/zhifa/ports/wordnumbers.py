"""The numbers Word gives to paragraphs: 一、（二）3. stand in no text, yet counts refer to them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree

from zhifa.core.numerals import chinese_number

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST: Final = 4 * 1024 * 1024
BROKEN_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError
)  # fmt: skip
"""What a packed file that is locked, cut off or changed is answered with."""
_CHINESE: Final = frozenset(["chineseCounting", "chineseCountingThousand", "ideographTraditional", "japaneseCounting"])
_LEVELS: Final = 9


@dataclass(slots=True)
class Numbers:
    """The numbered lists of one document: how each level prints, and how far it has been counted."""

    formats: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    """By list and level: the kind of number, the text around it (%1、), the first number less one."""
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The list and level a style of paragraphs belongs to."""
    counted: dict[tuple[str, int], int] = field(default_factory=dict)

    def mark(self, paragraph: ElementTree.Element) -> str:
        """The number printed before a paragraph; empty where it has none, and for bullets."""
        properties = paragraph.find(f"{_W}pPr")
        own = _listed(properties) if properties is not None else None
        number, at = own or self.styles.get(_value(properties, "pStyle") if properties is not None else "", ("", 0))
        if (number, at) not in self.formats or at >= _LEVELS:
            return ""
        kind, text, begins = self.formats[number, at]
        self.counted[number, at] = self.counted.get((number, at), begins) + 1
        for deeper in range(at + 1, _LEVELS):
            self.counted.pop((number, deeper), None)
        if kind in ("bullet", "none"):
            return ""
        return re.sub(r"%(\d)", lambda found: self._said(number, int(found[1]) - 1), text)

    def _said(self, number: str, level: int) -> str:
        kind, _, begins = self.formats.get((number, level), ("decimal", "", 0))
        count = self.counted.get((number, level), begins + 1)
        return chinese_number(count) if kind in _CHINESE else str(count)


def word_numbers(content: bytes) -> Numbers:
    """The lists of a DOCX; none where the file has no readable part for them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            root, styled = _part(packed, "word/numbering.xml"), _part(packed, "word/styles.xml")
    except (*BROKEN_ZIP, ElementTree.ParseError):
        return Numbers()
    shapes: dict[str, dict[int, tuple[str, str, int]]] = {}
    for abstract in root.iter(f"{_W}abstractNum"):
        levels = {int(at): _format(level) for level in abstract.findall(f"{_W}lvl") if (at := _own(level)).isdecimal()}
        shapes[abstract.get(f"{_W}abstractNumId", "")] = levels
    made = Numbers(styles=_styles(styled))
    for number in root.iter(f"{_W}num"):
        for level, how in shapes.get(_value(number, "abstractNumId"), {}).items():
            made.formats[number.get(f"{_W}numId", ""), level] = how
    return made


def _part(packed: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A part of the file; an empty one where it is too large or would have to be expanded."""
    with packed.open(name) as part:
        text = part.read(_LARGEST + 1)
    if len(text) > _LARGEST or b"<!DOCTYPE" in text[:4096] or b"<!ENTITY" in text:
        return ElementTree.Element("none")
    return ElementTree.fromstring(text)


def _styles(root: ElementTree.Element) -> dict[str, tuple[str, int]]:
    found = {}
    for style in root.iter(f"{_W}style"):
        properties = style.find(f"{_W}pPr")
        if properties is not None and (listed := _listed(properties)):
            found[style.get(f"{_W}styleId", "")] = listed
    return found


def _listed(properties: ElementTree.Element) -> tuple[str, int] | None:
    """The list and level a paragraph or a style names."""
    found = properties.find(f"{_W}numPr")
    if found is None:
        return None
    level = _value(found, "ilvl")
    return _value(found, "numId"), int(level) if level.isdecimal() else 0


def _own(level: ElementTree.Element) -> str:
    return level.get(f"{_W}ilvl", "")


def _format(level: ElementTree.Element) -> tuple[str, str, int]:
    begins = _value(level, "start")
    return _value(level, "numFmt") or "decimal", _value(level, "lvlText"), int(begins) - 1 if begins.isdecimal() else 0


def _value(parent: ElementTree.Element, name: str) -> str:
    found = parent.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val", "")
