"""Tables that lost their grid: every cell on a line of its own, the heads first and the numbers after them.

Web pages and PDF files give such tables away cell by cell. Where as many numbers follow as there are heads, they
belong together; heads broken over two lines are put together by the names the annual forms use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from zhifa.core.footing.reading.grids import NUMERIC, Grid, cell_of

_HEAD: Final = re.compile(r"[^，。；：！？\d]{1,24}")
_FEWEST: Final = 3
_REACH: Final = 80
"""How many lines back heads and title are looked for."""
_Told = tuple[int, str]
"""A line: its number and its text without bars and blanks."""


def stacked(lines: Sequence[tuple[int, str]], columns: Sequence[str]) -> Iterator[Grid]:
    """Every such table; `columns` are the heads the forms use, longest first."""
    told = [(number, text.strip().strip("|｜").strip()) for number, text in lines]
    told = [(number, text) for number, text in told if text]
    at = 0
    while at < len(told):
        end = at
        while end < len(told) and NUMERIC.fullmatch(told[end][1]):
            end += 1
        if end - at >= _FEWEST and (made := _grid(told[max(0, at - _REACH) : at], told[at:end], columns)):
            yield made
        at = max(end, at + 1)


def _grid(before: Sequence[_Told], numbers: Sequence[_Told], columns: Sequence[str]) -> Grid | None:
    heads: list[_Told] = []
    for number, text in reversed(before):
        if not _HEAD.fullmatch(text) or len(heads) >= 2 * len(numbers):
            break
        heads.insert(0, (number, text))
    names = _named(heads, len(numbers), columns)
    if names is None:
        return None
    used = heads[-len(names) :] if len(names) <= len(heads) else heads
    title = " ".join(text for number, text in before if number < used[0][0])[-40:]
    lines = tuple(number for number, _ in (*used, *numbers))
    rows = (tuple(cell_of(name, used[0][0]) for name in names), tuple(cell_of(text, line) for line, text in numbers))
    return Grid(rows, lines, title)


def _named(heads: Sequence[_Told], many: int, columns: Sequence[str]) -> list[str] | None:
    """The heads of so many columns, if the lines above amount to them."""
    names = [text for _, text in heads]
    known = [name for name in names if any(name.startswith(column) for column in columns)]
    if len(names) >= many and len(known) * 2 >= many and all(_is_known(n, columns) for n in names[-many:]):
        return names[-many:]
    for skipped in range(len(names)):
        if (found := _joined(names[skipped:], columns)) and len(found) == many:
            return found
    return None


def _is_known(name: str, columns: Sequence[str]) -> bool:
    return any(column in name for column in columns)


def _joined(names: Sequence[str], columns: Sequence[str]) -> list[str] | None:
    """Lines put together until each is a head the forms use."""
    found: list[str] = []
    open_ = ""
    for name in names:
        open_ += name
        bare = re.sub(r"[（(][^）)]*[）)]", "", open_)
        if bare in columns:
            found.append(open_)
            open_ = ""
    return None if open_ else found
