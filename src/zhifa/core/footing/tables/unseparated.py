"""Rows of a table that lost their separators: which cells the sums determine, and which they do not.

120300150 under 警告|罚款|合计 can be cut in many ways; only those count in which the total is the sum and no number
begins with a zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.identities import HOLDS, UNDECIDABLE
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.passages import Line

_RUN: Final = re.compile(r"[\d.,\s]+")
_NAMED: Final = re.compile(r"[\u4e00-\u9fff（）]{2,30}(?=[\d.])")
"""The name of the organ before the digits of its row."""
_NAMES: Final = re.compile(r"单位|名称|机关|部门|地区|项目")
_BRACKETS: Final = re.compile(r"[（(][^）)]*[）)]")
_TOTAL: Final = re.compile(r"^(?:合计|总计|小计|共计)")
_AMOUNT: Final = re.compile(r"金额|万元")
_GLUED: Final = re.compile(r"[\u4e00-\u9fff（）]{2,12}\s*\d[\d.]{5,}[\d.\s]*")
_HEAD: Final = re.compile(r"[\u4e00-\u9fff（）()\s]{8,80}")
_LONGEST_RUN: Final = 80
_LONGEST_HEAD: Final = 600
_FEWEST: Final = 3
_MOST_ROWS: Final = 12
_WORK: Final = 30_000
_MOST: Final = 400


@dataclass(slots=True)
class _Search:
    """The cuts found so far, and how much work is left."""

    found: list[tuple[str, ...]] = field(default_factory=list)
    left: int = _WORK

    @property
    def whole(self) -> bool:
        return self.left > 0 and len(self.found) < _MOST


def unseparated(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[Check]:
    """Every row of digits that has fewer pieces than the head above it has columns."""
    told = [line for line in lines if line.text.strip() and not line.cells]
    found = list(_under_heads(told, lexicon))
    yield from found
    seen = {number for check in found for number in check.lines}
    yield from _under_nothing_known([line for line in told if line.number not in seen])


def _under_nothing_known(told: Sequence[Line]) -> Iterator[Check]:
    """安全生产2148683129600 below 领域检查次数发现问题…: rows of one make under a head nobody knows the columns of."""
    rows: list[Line] = []
    head = ""
    for line in (*told, Line(0, "")):
        text = line.text.strip()
        if _GLUED.fullmatch(text):
            rows.append(line)
            continue
        if len(rows) >= _FEWEST and _HEAD.fullmatch(head):
            for row in rows:
                explain = f"“{row.text.strip()}”丢失了分隔，表头也连在一起，不能确定任何一栏"
                yield Check("split", UNDECIDABLE, f"{row.text.strip()} → ?", explain, (row.number,))
        rows, head = [], text


def _under_heads(told: Sequence[Line], lexicon: Lexicon) -> Iterator[Check]:
    head: tuple[int, list[str]] | None = None
    left = _MOST_ROWS
    for line in told:
        text = line.text.strip()
        named = _NAMED.match(text)
        run = text[named.end() :] if named else text
        if head and _RUN.fullmatch(run):
            pieces = run.replace(",", "").split()
            names = head[1][1:] if named and _NAMES.search(head[1][0]) else head[1]
            digits = "".join(pieces)
            if left and len(pieces) < len(names) <= len(digits) <= _LONGEST_RUN:
                left -= 1
                yield _judged(names, pieces, (head[0], line.number))
            continue
        columns = columns_of(text, lexicon)
        head = (line.number, columns) if len(columns) >= _FEWEST else None


def columns_of(text: str, lexicon: Lexicon) -> list[str]:
    """The column names of a head, with or without spaces between them; empty where it is no head."""
    pieces = text.split()
    bare = _BRACKETS.sub(" ", text)
    known = [piece for piece in pieces if any(name in piece for name in lexicon.columns)]
    if len(pieces) >= _FEWEST and len(known) * 2 >= len(pieces) and all(len(piece) <= 30 for piece in pieces):
        return pieces
    found: list[str] = []
    at, strange = 0, 0
    joined = "".join(bare.split())
    if len(joined) > _LONGEST_HEAD:
        return []
    while at < len(joined):
        name = next((name for name in lexicon.columns if joined.startswith(name, at)), "")
        strange += not name
        at += len(name) or 1
        if name:
            found.append(name)
    return found if strange * 8 <= len(joined) else []


def cuts(columns: Sequence[str], pieces: Sequence[str]) -> tuple[list[tuple[str, ...]], bool]:
    """Every way to cut the pieces into the columns so that totals are sums; False when the search was given up."""
    search = _Search()
    _cut(columns, tuple(pieces), (), search)
    return search.found, search.whole


def _cut(columns: Sequence[str], pieces: tuple[str, ...], done: tuple[str, ...], search: _Search) -> None:
    search.left -= 1
    if not search.whole:
        return
    if len(done) == len(columns):
        if not pieces:
            search.found.append(done)
        return
    if not pieces or len(columns) - len(done) > sum(map(len, pieces)):
        return
    run, name = pieces[0], columns[len(done)]
    for length in _lengths(run, name, done, columns):
        rest = (run[length:], *pieces[1:]) if length < len(run) else pieces[1:]
        _cut(columns, rest, (*done, run[:length]), search)


def _lengths(run: str, name: str, done: tuple[str, ...], columns: Sequence[str]) -> Iterator[int]:
    """How long the next cell may be: a zero stands alone, a total is the sum of what came before."""
    if _TOTAL.match(name):
        wanted = str(_covered(columns, done))
        if run.startswith(wanted):
            yield len(wanted)
        return
    if run[0] == ".":
        return
    decimal = bool(_AMOUNT.search(name))
    for length in range(1, len(run) + 1):
        cell = run[:length]
        if cell[0] == "0" and length > 1 and not (decimal and cell[1] == "."):
            return
        if "." in cell and (not decimal or cell.count(".") > 1):
            return
        if not cell.endswith("."):
            yield length


def _covered(columns: Sequence[str], done: tuple[str, ...]) -> int:
    total = 0
    for name, cell in zip(reversed(columns[: len(done)]), reversed(done), strict=True):
        if _TOTAL.match(name):
            break
        if "." not in cell and not _AMOUNT.search(name):
            total += int(cell)
    return total


def _judged(columns: Sequence[str], pieces: Sequence[str], lines: tuple[int, int]) -> Check:
    found, whole = cuts(columns, pieces)
    run = " ".join(pieces)
    if not whole:
        explain = f"“{run}”丢失了分隔，对应 {len(columns)} 栏的拆法太多，不能确定任何一栏"
        return Check("split", UNDECIDABLE, f"{run} → {len(columns)} 栏", explain, lines)
    if not found:
        explain = f"“{run}”丢失了分隔，没有一种拆法使合计等于各栏之和：表头认得不对，或者合计有误"
        return Check("split", UNDECIDABLE, f"{run} → ?", explain, lines)
    if len(found) == 1:
        shown = "，".join(f"{name} {cell}" for name, cell in zip(columns, found[0], strict=True))
        explain = f"“{run}”丢失了分隔，只有一种拆法使合计等于各栏之和：{shown}"
        return Check("split", HOLDS, f"{run} → {' | '.join(found[0])}", explain, lines)
    sure = {name: cells[0] for name, *cells in zip(columns, *found, strict=True) if len(set(cells)) == 1}
    open_ = [name for name in columns if name not in sure]
    said = "确定的：" + "，".join(f"{name} {cell}" for name, cell in sure.items()) if sure else "没有一栏可以确定"
    explain = f"“{run}”丢失了分隔，有 {len(found)} 种拆法。{said}；不能确定的：{'、'.join(open_)}"
    return Check("split", UNDECIDABLE, f"{run} → {len(found)} 种拆法", explain, lines)
