"""Tables given away cell by cell whose rows have names: 县公安局, 126, 340, 466, each on a line of its own.

A row is a name and as many numbers as every other row has. The heads stand before the first row, some broken over
several lines; where they cannot be told apart with certainty the table is only read if none of them speaks of rates.
A blank line between two numbers is an empty cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from zhifa.core.footing.reading.grids import NUMERIC, Grid, cell_of
from zhifa.core.footing.reading.shapes import NOT_ADDED, UNIT

_CELL: Final = re.compile(r"[^，。；：！？]{1,24}|其中[：:][^，。；！？]{1,16}")
_VOID: Final = re.compile(r"[-—–/／]{1,2}|无")
_UNIT: Final = re.compile(r"[（(][^）)]{1,8}[）)]")
_TITLE: Final = re.compile(
    r"(?:表|情况|统计|汇总|台账|明细|一览|数据|分析|分布|同比|月报|进度|构成)(?:[（(][^）)]*[）)])?$|^附[件表]|^表\s*\d"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SERIAL: Final = ("序号", "编号")
_CONTINUED: Final = re.compile(r"[（(、或及和与）)]")
_FEWEST: Final = 2
_FIRST: Final = 5
_LONGEST_FIRST: Final = 10
_MOST_HEADS: Final = 48
_WIDEST: Final = 24
_MOST_LINES: Final = 6
"""Lines one head may take."""
_LONGEST_NAME: Final = 4
"""Lines the name of one row may take."""
_Told = tuple[int, str]
"""A line: its number and its text, empty for a blank one."""


@dataclass(slots=True)
class _Row:
    """One row as it is gathered: the lines of its name, then its numbers and the blank lines among them."""

    name: list[_Told]
    cells: list[_Told] = field(default_factory=list)

    def numbers(self) -> int:
        return sum(bool(text) for _, text in self.cells)

    def filled(self, many: int) -> list[_Told] | None:
        """Its cells, with blank lines for empty ones where numbers are missing."""
        missing = many - self.numbers()
        blanks = [at for at, (_, text) in enumerate(self.cells) if not text]
        if missing < 0 or missing > len(blanks):
            return None
        inner = [at for at in blanks if any(text for _, text in self.cells[at:])]
        taken = set((inner + [at for at in blanks if at not in inner])[:missing])
        return [cell for at, cell in enumerate(self.cells) if cell[1] or at in taken]


def celled(lines: Sequence[tuple[int, str]], columns: Sequence[str]) -> Iterator[Grid]:
    """Every such table; `columns` are heads the annual forms use."""
    block: list[_Told] = []
    for number, text in (*lines, (0, "。")):
        told = text.strip().strip("|｜").strip()
        if not told or _CELL.fullmatch(told):
            block.append((number, told))
            continue
        if made := _grid(_without_spacing(block), columns):
            yield made
        block = []


def _without_spacing(block: Sequence[_Told]) -> list[_Told]:
    """A block without the blank lines that divide all of its cells; single ones are empty cells."""
    cells = sum(bool(text) for _, text in block)
    apart = sum(not text and bool(block[at + 1][1]) for at, (_, text) in enumerate(block[:-1]))
    if apart * 2 < cells:
        return list(block)
    return [told for told in block if told[1]]


def _is_number(text: str) -> bool:
    return bool(text) and bool(NUMERIC.fullmatch(text.replace("％", "%")) or _VOID.fullmatch(text))


def _grid(block: list[_Told], columns: Sequence[str]) -> Grid | None:
    first = next((at for at, (_, text) in enumerate(block) if _is_number(text)), None)
    if first is None or first > _MOST_HEADS:
        return None
    title, heads = _head_lines(block[:first])
    if heads and heads[0][1].startswith("年") and _YEAR.fullmatch(block[first][1]):
        block = [(number, f"{text}年" if _YEAR.fullmatch(text) else text) for number, text in block]
        heads.append(block[first])
        first += 1
    serial = bool(heads) and "".join(text for _, text in heads[:2]).startswith(_SERIAL)
    body = block[first:]
    if serial:
        opening = next((text for _, text in heads if text in _SERIAL), "")
        heads = heads[1:] if opening else heads[2:]
        body = _unnumbered(body)
    elif len(heads) < _FEWEST:
        return None
    rows = _rows(body)
    many = Counter(row.numbers() for row in rows).most_common(1)[0][0] if rows else 0
    lead = 1 if not serial else 0
    if not 1 <= many <= _WIDEST or len(rows) < _FEWEST:
        return None
    for length in range(lead, _LONGEST_NAME if lead else 1):
        used = heads[: len(heads) - length]
        pieces = _pieces([text for _, text in used])
        if len(pieces) <= many:
            return None
        names = _heads(pieces, many + 1, columns)
        if names is not None:
            if lead:
                rows[0].name = heads[len(heads) - length :]
            return _made(rows, names, used, many, title)
        if many > 1:
            return None
    return None


def _head_lines(before: Sequence[_Told]) -> tuple[str, list[_Told]]:
    """The title and the heads: a blank line or the make of a title divides them."""
    told = list(before)
    while told and not told[-1][1]:
        told.pop()
    cut = max((at + 1 for at, (_, text) in enumerate(told) if not text), default=0)
    title = next((text for _, text in reversed(told[:cut]) if text), "")
    heads = told[cut:]
    while len(heads) > _FEWEST and _is_title(heads[0][1]):
        title = heads.pop(0)[1]
    return title, heads


def _is_title(text: str) -> bool:
    """The first head names what the rows are, in a word or two."""
    return len(text) > _LONGEST_FIRST or (len(text) > _FIRST and bool(_TITLE.search(text)))


def _unnumbered(body: Sequence[_Told]) -> list[_Told]:
    """The lines of the rows without the numbers that count them."""
    kept: list[_Told] = []
    count = 1
    for at, (number, text) in enumerate(body):
        following = next((told for _, told in body[at + 1 :] if told), "")
        if text == str(count) and following and not _is_number(following):
            count += 1
            continue
        kept.append((number, text))
    return kept


def _rows(body: Sequence[_Told]) -> list[_Row]:
    """Names with the numbers behind them, up to where rows are no longer of one length."""
    rows: list[_Row] = []
    for at, (number, text) in enumerate(body):
        if text and not _is_number(text):
            if not rows or rows[-1].numbers():
                rows.append(_Row([]))
            rows[-1].name.append((number, text))
        elif text or (rows and rows[-1].numbers()):
            if not rows:
                rows.append(_Row([]))
            rows[-1].cells.append((number, text))
        elif rows and len(rows) > 1 and at and not text:
            rows[-1].cells.append((number, text))
    return [row for row in rows if row.numbers()]


def _made(rows: Sequence[_Row], names: Sequence[str], heads: Sequence[_Told], many: int, title: str) -> Grid | None:
    told = []
    for row in rows:
        cells = row.filled(many)
        if cells is None or len(row.name) > _LONGEST_NAME:
            break
        name = "".join(text for _, text in row.name)
        line = row.name[0][0] if row.name else cells[0][0]
        told.append((cell_of(name, line), *(cell_of(text, number) for number, text in cells)))
    if len(told) < _FEWEST or len(told) < len(rows) - 1:
        return None
    begin = heads[0][0] if heads else told[0][0].line
    lines = tuple(range(begin, told[-1][-1].line + 1))
    return Grid((tuple(cell_of(name, begin) for name in names), *told), lines, title)


def _pieces(lines: Sequence[str]) -> list[str]:
    """The lines of the heads, with those that only go on put to the one before."""
    pieces: list[str] = []
    for text in filter(None, lines):
        goes_on = _CONTINUED.match(text) or UNIT.fullmatch(text)
        if pieces and (goes_on or pieces[-1].endswith(("、", "或", "（"))):
            pieces[-1] += text
        else:
            pieces.append(text)
    return pieces


def _heads(pieces: Sequence[str], many: int, columns: Sequence[str]) -> list[str] | None:
    """So many heads out of pieces of which some belong together; None where that cannot be told."""
    known = frozenset(columns)

    @cache
    def best(at: int, left: int) -> tuple[int, tuple[str, ...], bool] | None:
        """The cheapest way to make so many heads of what is left, and whether it is the only one."""
        if not left:
            return (0, (), True) if at == len(pieces) else None
        found: tuple[int, tuple[str, ...], bool] | None = None
        for end in range(at + 1, min(at + _MOST_LINES, len(pieces) - left + 1) + 1):
            rest = best(end, left - 1)
            if rest is None:
                continue
            cost = rest[0] + _cost(pieces[at:end], known)
            if found is None or cost < found[0]:
                found = (cost, ("".join(pieces[at:end]), *rest[1]), rest[2])
            elif cost == found[0]:
                found = (*found[:2], False)
        return found

    found = best(0, many)
    if found is None:
        return None
    unsure = found[0] > 0 and (not found[2] or found[0] > 1)
    return None if unsure and any(NOT_ADDED.search(name) for name in found[1]) else list(found[1])


def _cost(pieces: Sequence[str], known: frozenset[str]) -> int:
    """How unlikely it is that lines are one head: one broken at the width of its column is no shorter than the next."""
    joined = "".join(pieces)
    if len(pieces) == 1:
        return 0
    if _UNIT.sub("", joined) in known or joined in _SERIAL or joined.startswith("其中"):
        return 0
    closed = any(piece.endswith(("）", ")")) for piece in pieces[:-1])
    shrunk = any(len(one) < len(other) for one, other in zip(pieces, pieces[1:], strict=False))
    return 1 + 4 * closed + 2 * shrunk
