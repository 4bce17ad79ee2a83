"""A report as it arrives: numbered lines and tables, and the passages its wrapped lines make up.

Text copied from a web page or a PDF is broken at the width of a page and spaced at will. A passage is the logical
paragraph, written one way; every character still knows the line it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from zhifa.core.footing.reading.celled import celled
from zhifa.core.footing.reading.grids import NOISE, RULE, Grid, grids_in
from zhifa.core.footing.reading.stacked import stacked

_WIDE: Final = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict(zip("％();!?＋～－｜", "%（）；！？+~-；", strict=True)),
        "∶": "：",
        # Radicals, which many PDFs have in the place of the signs that look the same.
        **{chr(sign): unicodedata.normalize("NFKC", chr(sign)) for sign in range(0x2F00, 0x2FD6)},
        **dict(
            zip(
                "⺠⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻥⻦⻨⻩⻬⻮⻰戶⼾",
                "民见角贝车长门青页风飞食马骨鱼鸟麦黄齐齿龙户户",
                strict=True,
            )
        ),
        "\u00a0": " ",
        "\u3000": " ",
        "\t": " ",
        "﹝": "〔",
        "﹞": "〕",
    }
)
_DROPPED: Final = frozenset("\u200b\u200c\u200d\ufeff\u00ad*")
_HEADS: Final = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}(?:之[一二三四五六七八九十])?、")),
    (2, re.compile(r"（[一二三四五六七八九十]{1,3}）")),
    (3, re.compile(r"\d{1,2}[.．、](?!\d)")),
    (4, re.compile(r"（\d{1,2}）|[①-⑳]")),
)
_LABELLED: Final = re.compile(
    r"附件|附表|附录|表\s*[\d一二三四五六七八九十]|第[一二三四五六七八九十]+部分|[•·●◆■▪]|-\s"
)
_ENDED: Final = frozenset("。；！？：")
_BEGUN: Final = re.compile(r"(?:19|20)\d\d\s?年|[全今本]年|一年来")
"""What a paragraph behind a blank line begins with, where the line before it was left open."""
_CONTINUED: Final = re.compile(
    r"[，。；、）%]|(?:余|多)?(?:万|亿)?(?:元|件|起|宗|人次|人|名|家|户|次|个|项|处|条|份)(?:[，。；、]|$)"
)
"""What a line begins with that goes on with the sentence of the line before."""
_WIDE_COMMA: Final = re.compile(
    r"(?<=(?<!\d)[1-9])，(?=\d{3}(?!\d)[^，。；、\d.%])|(?<=(?<!\d)[1-9]\d)，(?=\d{3}(?!\d)[^，。；、\d.%])|(?<=(?<!\d)[1-9]\d\d)，(?=\d{3}(?!\d)[^，。；、\d.%])"
)
"""A separator of thousands typed as a Chinese comma: 1，046件."""
_LABEL: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<!其中|如下)：(?=\d[\d,]*(?:\.\d+)?(?:%|[\u4e00-\u9fff])(?<![年月日时]))"
)
"""同比增长：30%, in a note, says what 同比增长为30% says."""
_MARKED: Final = 3
"""So long is the mark of a heading (十二、), whose sign is none of a list."""
_SHORT: Final = 25
_SEVERAL: Final = 4
_LONGEST: Final = 4000
"""No paragraph is longer; what is, is cut where a line ends."""


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line of the report as it was read; `cells` where the file itself says that it is a table row."""

    number: int
    text: str
    cells: tuple[str, ...] = ()
    table: int = 0
    """Which table of the file the row belongs to; 0 for none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One logical paragraph: its text written one way, the line and column of each character, its level as heading."""

    text: str
    spots: tuple[tuple[int, int], ...]
    level: int = 0
    mark: str = ""

    def line(self, position: int) -> int:
        return self.spots[min(position, len(self.spots) - 1)][0]

    def span(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Where a stretch stands in the report: line, first column, column behind the last."""
        piece: list[int] | None = None
        for number, column in self.spots[start:end]:
            if piece and piece[0] == number:
                piece[2] = column + 1
                continue
            if piece:
                yield piece[0], piece[1], piece[2]
            piece = [number, column, column + 1]
        if piece:
            yield piece[0], piece[1], piece[2]


@dataclass(frozen=True, slots=True)
class Document:
    """A report taken apart: lines as they came, passages, tables."""

    lines: tuple[Line, ...]
    passages: tuple[Passage, ...]
    grids: tuple[Grid, ...]


def document(lines: Sequence[Line], columns: Sequence[str] = ()) -> Document:
    """Take a report apart. Lines of tables are not read as text; `columns` are the heads the annual forms use."""
    grids = tuple(grids_in([(line.number, line.text, line.cells, line.table) for line in lines]))
    taken = {number for grid in grids for number in grid.lines}
    loose = [(line.number, line.text) for line in lines if not line.cells]
    grids += tuple(celled([told for told in loose if told[0] not in taken], columns))
    taken = {number for grid in grids for number in grid.lines}
    grids += tuple(stacked([told for told in loose if told[0] not in taken], columns))
    taken = {number for grid in grids for number in grid.lines}
    told = [line for line in lines if line.number not in taken and not line.cells]
    told = [
        line for line in told if line.text.strip() and not NOISE.fullmatch(line.text) and not RULE.fullmatch(line.text)
    ]
    return Document(tuple(lines), tuple(_passages(told)), grids)


def head_level(text: str) -> tuple[int, str]:
    """The level of a numbered heading (1 for 一、, 2 for （一）, 3 for 1., 4 for （1）) with its mark; 0 for none."""
    for level, mark in _HEADS:
        if found := mark.match(text):
            return level, found[0]
    return 0, ""


def _passages(lines: Sequence[Line]) -> Iterator[Passage]:
    width = _wrapped_at(lines)
    gaps = [line for line, after in pairwise(lines) if after.number > line.number + 1]
    apart = not width and not (_broken(gaps) and len(gaps) * 2 > len(lines))
    open_: list[Line] = []
    size = 0
    for position, line in enumerate(lines):
        open_.append(line)
        following = lines[position + 1] if position + 1 < len(lines) else None
        size += len(line.text)
        spaced = apart and following is not None and following.number > line.number + 1
        blank = spaced and following is not None and bool(_BEGUN.match(following.text.strip()))
        if following is None or size > _LONGEST or blank or _ends(line, following, width):
            size = 0
            made = _passage(open_)
            open_ = []
            if made.text:
                yield made


def _wrapped_at(lines: Sequence[Line]) -> int:
    """The width at which lines were broken; 0 where paragraphs came whole."""
    widths = sorted(_width(line.text) for line in lines)
    if len(widths) < 6:
        return 0
    usual = widths[len(widths) * 3 // 4]
    near = [line for line in lines if abs(_width(line.text) - usual) <= 8]
    if 24 <= usual <= 140 and len(near) * 5 >= len(widths) * 2 and _broken(near):
        return usual
    # A report of headings and short items has few full lines.
    full = [line for line in lines if widths[-1] - _width(line.text) <= 8]
    return widths[-1] if 24 <= widths[-1] <= 140 and len(full) >= _SEVERAL and _broken(full) else 0


def _broken(lines: Sequence[Line]) -> bool:
    """Whether most lines break off inside a sentence, as no whole paragraph does."""
    return sum(line.text.strip()[-1:] not in _ENDED for line in lines) * 2 > len(lines)


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text.strip())


def _ends(line: Line, following: Line, width: int) -> bool:
    """Whether a paragraph ends with this line."""
    text, after = _written(line.text), _written(following.text)
    level, _ = head_level(text)
    if head_level(after)[0] or _LABELLED.match(after):
        return True
    if text.endswith(("，", "、")):
        return False  # no paragraph ends so, however short its line
    closed = bool(text) and text[-1] in _ENDED
    if not closed and _CONTINUED.match(after):
        return False
    prose = not closed and ("，" in text or "、" in text[_MARKED:]) and _width(line.text) > (width * 0.5 or _SHORT)
    if width:
        short = _width(line.text) < width * 0.8 and not prose
        return short or (level > 0 and not closed and _width(line.text) < width * 0.9)
    return closed or (len(text) < _SHORT and not prose) or (level > 0 and len(text) < 2 * _SHORT)


def _written(text: str) -> str:
    return "".join(sign for sign in text.translate(_WIDE) if sign not in _DROPPED).strip()


def _passage(lines: Sequence[Line]) -> Passage:
    signs: list[str] = []
    spots: list[tuple[int, int]] = []
    for line in lines:
        if signs and signs[-1] != " " and not (signs[-1].isdigit() and line.text.lstrip()[:1].isdigit()):
            signs.append(" ")
            spots.append((line.number, 0))
        for column, sign in enumerate(line.text):
            written = sign.translate(_WIDE)
            begins = column < len(line.text) - len(line.text.lstrip())
            if sign in _DROPPED or (written == " " and (begins or not signs or signs[-1] == " ")):
                continue
            signs.append(written)
            spots.append((line.number, column))
    kept = [at for at in range(len(signs)) if signs[at] != " " or _kept_space(signs, at)]
    text = "".join(signs[at] for at in kept)
    text = re.sub(r"(?<!\d),|,(?!\d{3}(?!\d))", "，", text)
    text = _WIDE_COMMA.sub(",", text)
    text = re.sub(r"(?<=\d)．(?=\d)", ".", text).replace(":", "：")
    text = _LABEL.sub(lambda colon: "了" if text[colon.start() - 1] in "长升加高少降低" else "为", text)
    level, mark = head_level(text)
    return Passage(text, tuple(spots[at] for at in kept), level, mark)


def _kept_space(signs: Sequence[str], at: int) -> bool:
    """A space is kept between two letters or digits and nowhere else."""
    before = signs[at - 1] if at else ""
    after = signs[at + 1] if at + 1 < len(signs) else ""
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
