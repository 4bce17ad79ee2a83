"""Tables inside a report: those the file marks as tables, and rows of plain text whose cells still stand apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

NUMERIC: Final = re.compile(
    r"[-−+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?:%|件|宗|起|例|人|名|次|个|家|户|项|条|份|万元|元)?"
)
RULE: Final = re.compile(r"(?=.*[-—–─═=]{2})[|｜\s:+\-—–─┼│═=]+")
"""A line that only draws the rule under the heads of a table."""
NOISE: Final = re.compile(
    r"\s*(?:[—–\-·]+\s*\d{1,4}\s*[—–\-·]+|第\s*\d+\s*页.{0,12}|https?://\S+|\d{1,3}\s*/\s*\d{1,3})\s*"
)
"""A line at the edge of a page: its number, or where it was printed from. Sentences and tables go on behind it."""
_COUNTED: Final = re.compile(r"\d[\d,.]*[\u4e00-\u9fff]{1,2}")
_TOTAL: Final = re.compile(r"[总合小]\s*计|共计")
_PAIR: Final = 2
_LONGEST_NUMBER: Final = 24
_HEADS: Final = 3
"""As many rows may say what the columns are."""
_TITLE: Final = 50
"""A longer line before a table is a note or a sentence, not its title."""
_EMPTY: Final = frozenset({"", "-", "—", "–", "/", "／", "无", "——"})
_WIDE: Final = str.maketrans({**{chr(0xFF10 + digit): str(digit) for digit in range(10)}, "％": "%", "．": "."})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and the number it holds, if it is nothing but a number."""

    text: str
    line: int
    value: Decimal | None
    percent: bool = False

    @property
    def blank(self) -> bool:
        return self.text in _EMPTY


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: rows of cells, and the lines it stands on."""

    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    title: str = ""


def grids_in(lines: Sequence[tuple[int, str, tuple[str, ...], int]]) -> Iterator[Grid]:
    """The tables of a report. Each line is number, text, cells where the file names them, and its table in the file."""
    block: list[tuple[int, tuple[str, ...]]] = []
    heads: list[str] = []
    table, title, turned = 0, "", False
    for number, text, cells, of in lines:
        said = text.strip()
        if said and RULE.fullmatch(said):
            continue
        if block and NOISE.fullmatch(said):
            turned = True
            continue
        split = cells or _split(text)
        if turned and (not said or said in heads or split in [row for _, row in block[:_HEADS]]):
            continue
        turned = False
        if (not cells and not split) or (of != table and block):
            yield from _made(block, title, typed=not table)
            heads = [] if block else heads
            block = []
        if not split:
            if not said:
                continue
            heads.append(said)
        else:
            if not block:
                title = heads[-1] if heads and len(heads[-1]) <= _TITLE else ""
            block.append((number, split))
        table = of
    yield from _made(block, title, typed=not table)


def _made(block: Sequence[tuple[int, tuple[str, ...]]], title: str, *, typed: bool) -> Iterator[Grid]:
    """A grid where at least one row holds two numbers and the rows agree on their number of cells.

    Typed lines that are all a name and a number with its unit are a list, if none of them is its total.
    """
    if not block or (typed and all(_is_item(cells) for _, cells in block)):
        return
    rows = [tuple(cell_of(text, number) for text in cells) for number, cells in block]
    filled = [row for row in rows if sum(cell.value is not None for cell in row) >= 1]
    if len(rows) < 2 or not filled:
        return
    yield Grid(tuple(rows), tuple(number for number, _ in block), title)


def _is_item(cells: tuple[str, ...]) -> bool:
    return len(cells) == _PAIR and bool(_COUNTED.fullmatch(cells[1])) and not _TOTAL.search(cells[0])


def _split(text: str) -> tuple[str, ...]:
    """The cells of a line of plain text: set apart by bars, tabs, or two spaces; or a name and bare numbers."""
    told = text.strip().translate(_WIDE)
    for sign in ("|", "｜", "│"):
        if sign in told:
            pieces = [piece.strip() for piece in told.strip(sign).split(sign)]
            return tuple(pieces) if len(pieces) >= 2 else ()
    if "\t" in text.rstrip() and not re.search(r"[。；]", told):
        pieces = [piece.strip() for piece in text.rstrip().translate(_WIDE).split("\t")]
        return tuple(pieces) if len([piece for piece in pieces if piece]) >= 2 else ()
    if re.search(r"[。；，！？：]", told):
        return ()
    pieces = re.split(r"\s{2,}", told)
    if len(pieces) >= 3 or (len(pieces) == 2 and NUMERIC.fullmatch(pieces[1])):
        return tuple(pieces)
    pieces = told.split()
    numbers = [piece for piece in pieces if NUMERIC.fullmatch(piece)]
    if len(pieces) >= 3 and (len(numbers) >= len(pieces) - 1 and len(numbers) >= 2):
        return tuple(pieces)
    if len(pieces) >= 4 and all(len(piece) <= 14 for piece in pieces) and not numbers and len(told) <= 120:
        return tuple(pieces)
    return ()


def cell_of(text: str, line: int) -> Cell:
    """A cell with the number it is, a unit behind the number left aside."""
    told = re.sub(r"\s+|\*", "", text.translate(_WIDE))
    if len(told) > _LONGEST_NUMBER or not NUMERIC.fullmatch(told):
        return Cell(told, line, None)
    digits = (
        told.rstrip("%件宗起例人名次个家户项条份万元").replace(",", "").replace("，", "").replace("−", "-").lstrip("+")
    )
    return Cell(told, line, Decimal(digits), told.endswith("%"))
