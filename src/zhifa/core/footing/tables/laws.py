"""What the rows of a table show by themselves: a column that is the sum of others in every row but one.

Heads need not say it. Three rows or more that obey with numbers that are not trivial are no chance, so the one row
that does not is wrong; two are enough where a head speaks of a rest or a sum, and one where the table has no other
columns. The same is asked of rows, where the table stands on its side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from zhifa.core.footing.checks import Check, arithmetic
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.shapes import NOT_ADDED, Shape, added

_WITNESSES: Final = 3
"""Rows that must obey before a row that does not is wrong."""
_TOLD: Final = 2
_ALONE: Final = 3
_SMALL: Final = 9
"""Numbers up to this obey many laws by chance."""
_WIDEST: Final = 14
_MOST_PARTS: Final = 3
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Numbers with the names of their rows and columns, and the lines of the rows or of single cells."""

    values: tuple[tuple[Decimal | None, ...], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[tuple[int, ...], ...]


def laws(shape: Shape, lexicon: Lexicon) -> Iterator[Check]:
    """Every row, and every column, that breaks what all the others obey."""
    columns = added(shape)
    rows = [at for at in range(len(shape.rows)) if not NOT_ADDED.search(shape.labels[at])]
    if len(columns) > _WIDEST or len(rows) > _LONGEST:
        return
    values = tuple(tuple(shape.value(row, at) for at in columns) for row in rows)
    names = tuple(shape.names[at] for at in columns)
    labels = tuple(shape.labels[at] for at in rows)
    lines = tuple(tuple(shape.spot(row, at) for at in columns) for row in rows)
    yield from _broken(_Matrix(values, labels, names, lines), lexicon)
    if len(rows) <= _WIDEST:
        turned = tuple(zip(*values, strict=True)) if values else ()
        yield from _broken(_Matrix(turned, names, labels, tuple(zip(*lines, strict=True)) if lines else ()), lexicon)


def _broken(matrix: _Matrix, lexicon: Lexicon) -> Iterator[Check]:
    for whole in range(len(matrix.columns)):
        others = [at for at in range(len(matrix.columns)) if at != whole]
        for many in range(2, _MOST_PARTS + 1):
            for parts in combinations(others, many):
                names = [matrix.columns[at] for at in (whole, *parts)]
                derived = any(lexicon.words["derived"].search(name) for name in names)
                said = many == _TOLD and (derived or _opposed(names[1:], lexicon))
                least = _WITNESSES if not said else _TOLD if len(matrix.columns) > _ALONE else 1
                if (row := _the_one(matrix, whole, parts, least)) is not None:
                    yield _said(matrix, row, whole, parts)


def _opposed(names: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether two heads leave nothing between them: 男 and 女."""
    return any(set(names) == {a, b} for a, b in lexicon.opposites)


def _the_one(matrix: _Matrix, whole: int, parts: Sequence[int], least: int) -> int | None:
    """The only row that does not obey, where enough others do."""
    wrong: int | None = None
    witnesses: set[tuple[Decimal, ...]] = set()
    for row, values in enumerate(matrix.values):
        total = values[whole]
        told = [values[at] for at in parts]
        if total is None or any(value is None for value in told):
            return None
        numbers = [value for value in told if value is not None]
        if sum(numbers, Decimal(0)) == total:
            if sum(1 for value in numbers if value) == len(parts):
                witnesses.add((total, *numbers))
        elif wrong is None and not _made_up(values, whole, parts):
            wrong = row
        else:
            return None
    telling = any(numbers[0] > _SMALL for numbers in witnesses)
    return wrong if len(witnesses) >= least and telling else None


def _made_up(values: Sequence[Decimal | None], whole: int, parts: Sequence[int]) -> bool:
    """Whether other cells of the line make up what is missing: kinds that count here and nowhere else."""
    rest = (values[whole] or Decimal(0)) - sum((values[at] or Decimal(0) for at in parts), Decimal(0))
    others = [value for at, value in enumerate(values) if value and at not in (whole, *parts)]
    return any(sum(some, Decimal(0)) == rest for many in (1, 2, 3) for some in combinations(others, many))


def _said(matrix: _Matrix, row: int, whole: int, parts: Sequence[int]) -> Check:
    values = [matrix.values[row][at] or Decimal(0) for at in parts]
    stated = matrix.values[row][whole] or Decimal(0)
    names = " + ".join(matrix.columns[at] for at in parts)
    expression = arithmetic(values, stated, right=False)
    explain = f"表中其余各处“{matrix.columns[whole]}”都等于“{names}”，只有“{matrix.rows[row]}”不等"
    lines = tuple(sorted({matrix.lines[row][at] for at in (whole, *parts)}))
    return Check("table", CONTRADICTION, expression, explain, lines)
