"""Tables that keep an account: 年初存量 + 本年新增 − 本年销号 = 年末存量 in every row.

The heads say what came and what went. The account is believed where two rows keep it, or one if the table has no other
columns; then one that does not is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from zhifa.core.footing.checks import Check, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.shapes import Shape, added

_SIDES: Final = ("account opening", "account closing", "account went", "account came")
_WITNESSES: Final = 2


def kept(shape: Shape, lexicon: Lexicon) -> Iterator[Check]:
    """Every row of a table with one column for each side of an account."""
    sides: dict[str, list[int]] = {side: [] for side in _SIDES}
    for at in added(shape):
        side = next((side for side in _SIDES if lexicon.words[side].search(shape.names[at])), "")
        if side:
            sides[side].append(at)
    if any(len(columns) != 1 for columns in sides.values()):
        return
    opening, closing, went, came = (columns[0] for columns in sides.values())
    rows = [_row(shape, row, (opening, came, went, closing)) for row in range(len(shape.rows))]
    told = [row for row in rows if row]
    right = sum(row.state == HOLDS for row in told)
    alone = len(shape.columns) == len(_SIDES)
    if right >= (1 if alone else _WITNESSES) and right >= len(told) - right:
        yield from told


def _row(shape: Shape, row: int, columns: tuple[int, int, int, int]) -> Check | None:
    opening, came, went, closing = (shape.value(row, at) for at in columns)
    if opening is None or came is None or went is None or closing is None:
        return None
    expected = opening + came - went
    state, sign = (HOLDS, "") if expected == closing else (CONTRADICTION, f" ≠ {plain(closing)}")
    expression = f"{plain(opening)} + {plain(came)} − {plain(went)} = {plain(expected)}{sign}"
    explain = f"表中“{shape.labels[row]}”一行：{shape.names[columns[3]]}应为 {plain(expected)}，写 {plain(closing)}"
    return Check("balance", state, expression, explain, shape.lines(row))
