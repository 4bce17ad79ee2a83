"""Fonts for printed papers: found in fixed places, never guessed by the renderer.

公文 are set in 仿宋. The only freely packaged one (FandolFang) lacks characters common in names, so the chain
always ends in a complete face, and every character is checked against the chain before it is printed.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

FANG = ("FandolFang R", "FangSong", "FangSong_GB2312", "STFangsong")
HEI = ("FandolHei", "SimHei", "Heiti SC")
KAI = ("FandolKai", "KaiTi", "KaiTi_GB2312", "Kaiti SC")
COMPLETE = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "Noto Sans CJK SC", "Source Han Sans SC")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC")
FILES = (
    "fandol", "notoserifcjk", "notosanscjk", "sourcehanserif", "sourcehansans", "simfang", "simhei", "simkai",
    "songti", "stfangsong", "fangsong", "stheiti", "kaiti",
)  # fmt: skip
SHORT, FIRST_HANZI = 60, 0x3400
MEND = "sudo apt-get install -y fonts-noto-cjk（macOS：brew install --cask font-noto-serif-cjk-sc）"


@dataclass(frozen=True, slots=True)
class NoFont:
    """No Chinese font on this machine: PDF cannot be made, HTML and DOCX can; `mend` is the command to run."""

    searched: tuple[str, ...]
    message: str = "本机没有中文字体，不能生成 PDF；网页和 DOCX 不受影响"
    mend: str = MEND


@dataclass(frozen=True, slots=True)
class FontSet:
    """The families to print with, by role, the typst font book that holds them, and the characters they cover."""

    book: typst.Fonts
    fang: tuple[str, ...]
    hei: tuple[str, ...]
    kai: tuple[str, ...]
    song: tuple[str, ...]
    covered: frozenset[int]
    main: frozenset[int]
    """What the first face of the 仿宋 chain covers by itself."""

    def mixed(self, text: str) -> bool:
        """Whether a short text, such as a name, would be printed in two faces; it is then set in one."""
        return len(text) <= SHORT and any(ord(c) >= FIRST_HANZI and ord(c) not in self.main for c in text)

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters no font of the chain can print, in order of appearance."""
        lacking = {c for c in set(text) if ord(c) not in self.covered and not c.isspace()}
        return tuple(dict.fromkeys(c for c in text if c in lacking)) if lacking else ()


def default_folders() -> tuple[Path, ...]:
    """Where fonts are looked for: ZHIFA_FONTS, the checkout's .cache/fonts, then the system's folders."""
    named = [Path(part) for part in os.environ.get("ZHIFA_FONTS", "").split(os.pathsep) if part]
    home = Path.home()
    return (
        *named,
        Path(__file__).resolve().parents[4] / ".cache" / "fonts",
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        home / "Library/Fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
    )


def _with_fonts(folders: Iterable[Path]) -> Iterator[Path]:
    """Folders that hold a font we know; scanning nothing else keeps the first page quick."""
    for folder in folders:
        for place, _, names in os.walk(folder):
            if any(name.lower().startswith(FILES) for name in names):
                yield Path(place)


def find_fonts(folders: Sequence[Path] | None = None) -> FontSet | NoFont:
    """The fonts of this machine, or NoFont when no complete Chinese face is there."""
    searched = default_folders() if folders is None else tuple(folders)
    places = list(dict.fromkeys(_with_fonts(searched)))
    book = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=places)
    found = {font.family: font for font in book.fonts() if font.weight == 400 and font.path}
    complete = [family for family in COMPLETE if family in found][:1]
    if not complete:
        return NoFont(tuple(str(folder) for folder in searched))
    sans = [family for family in SANS if family in found]

    def chain(wanted: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys([family for family in wanted if family in found][:1] + complete))

    covers = {
        family: frozenset(coverage(Path(found[family].path or ""), found[family].index)) for family in chain(FANG)
    }
    return FontSet(
        book=book,
        fang=chain(FANG),
        hei=chain([*HEI, *sans]),
        kai=chain(KAI),
        song=tuple(complete),
        covered=frozenset().union(*covers.values()),
        main=covers[chain(FANG)[0]],
    )


@cache
def installed_fonts() -> FontSet | NoFont:
    """The fonts of this machine, looked for once in a process."""
    return find_fonts()


def coverage(path: Path, index: int = 0) -> set[int]:
    """The code points a font file has a glyph for, read from its cmap table."""
    with path.open("rb") as file:
        head = file.read(12)
        start = 0
        if head[:4] == b"ttcf":
            file.seek(12 + 4 * index)
            start = struct.unpack(">I", file.read(4))[0]
        file.seek(start + 4)
        count = struct.unpack(">H6x", file.read(8))[0]
        for _ in range(count):
            tag, _, offset, length = struct.unpack(">4sIII", file.read(16))
            if tag == b"cmap":
                file.seek(offset)
                return _characters(file.read(length))
    return set()


def _characters(table: bytes) -> set[int]:
    count = struct.unpack_from(">H", table, 2)[0]
    found: set[int] = set()
    for place in range(count):
        offset = struct.unpack_from(">I", table, 4 + 8 * place + 4)[0]
        form = struct.unpack_from(">H", table, offset)[0]
        if form == 12:
            groups = struct.unpack_from(">I", table, offset + 12)[0]
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", table, offset + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif form == 4:
            found |= _segments(table, offset)
    return found


def _segments(table: bytes, offset: int) -> set[int]:
    """The characters of a format 4 subtable; a delta that maps to glyph 0 means the character is missing."""
    size = struct.unpack_from(">H", table, offset + 6)[0]
    found: set[int] = set()
    for place in range(0, size, 2):
        last = struct.unpack_from(">H", table, offset + 14 + place)[0]
        first = struct.unpack_from(">H", table, offset + 16 + size + place)[0]
        delta = struct.unpack_from(">H", table, offset + 16 + 2 * size + place)[0]
        at = offset + 16 + 3 * size + place
        shift = struct.unpack_from(">H", table, at)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            if shift:
                glyph = struct.unpack_from(">H", table, at + shift + 2 * (code - first))[0]
                if glyph and (glyph + delta) & 0xFFFF:
                    found.add(code)
            elif (code + delta) & 0xFFFF:
                found.add(code)
    return found
