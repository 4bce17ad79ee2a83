"""类案: where an amount stands among like cases, and what differs where it stands alone (第355号令 5).

Pure arithmetic over a distribution; readers bring it. Amounts are fen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

FEW: Final = 5
"""Fewer like cases than this say nothing about what is usual."""
FENCE: Final = Fraction(3, 2)
"""How many times the middle half an amount may lie outside it before it stands alone."""
APART: Final = 3
"""A number differs from the typical case when it is so many times larger or smaller."""
LOW, USUAL, HIGH, UNSAID = "偏低", "通常范围", "偏高", "类案不足"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The distribution of the fines of like cases and the place of one amount in it."""

    count: int
    least: int
    lower: int
    median: int
    upper: int
    most: int
    amount: int | None = None
    below: int = 0
    """How many like cases were fined less."""
    same: int = 0
    verdict: str = USUAL

    @property
    def outlier(self) -> bool:
        return self.verdict in (LOW, HIGH)

    @property
    def fences(self) -> tuple[int, int]:
        """Beyond these an amount stands alone."""
        reach = FENCE * (self.upper - self.lower)
        return (max(0, int(self.lower - reach)), int(self.upper + reach))


def likeness(sums: Sequence[tuple[int, int]], amount: int | None = None) -> Likeness | None:
    """The distribution of (sum, how many cases); None where there is no like case at all."""
    ordered = sorted((fen, number) for fen, number in sums if number > 0)
    total = sum(number for _, number in ordered)
    if not total:
        return None
    lower, median, upper = (_quantile(ordered, total, Fraction(quarter, 4)) for quarter in (1, 2, 3))
    found = Likeness(total, ordered[0][0], lower, median, upper, ordered[-1][0])
    if amount is None:
        return found if total >= FEW else _placed(found, None, 0, 0, UNSAID)
    below = sum(number for fen, number in ordered if fen < amount)
    same = sum(number for fen, number in ordered if fen == amount)
    low, high = found.fences
    verdict = UNSAID if total < FEW else LOW if amount < low else HIGH if amount > high else USUAL
    return _placed(found, amount, below, same, verdict)


def _placed(found: Likeness, amount: int | None, below: int, same: int, verdict: str) -> Likeness:
    return Likeness(
        found.count, found.least, found.lower, found.median, found.upper, found.most, amount, below, same, verdict
    )


def _quantile(ordered: Sequence[tuple[int, int]], total: int, share: Fraction) -> int:
    """The sum below which this share of the cases lies, between two neighbours in proportion."""
    place = share * (total - 1)
    first = _at(ordered, int(place))
    return first + int((place - int(place)) * (_at(ordered, min(int(place) + 1, total - 1)) - first))


def _at(ordered: Sequence[tuple[int, int]], place: int) -> int:
    for fen, number in ordered:
        if place < number:
            return fen
        place -= number
    return ordered[-1][0]


@dataclass(frozen=True, slots=True)
class Difference:
    """A circumstance in which a case differs from like ones: what it says, what they usually say, how many do."""

    code: str
    mine: object
    usual: object
    share: int
    """Per cent of the like cases that say the usual."""


def differences(
    mine: Mapping[str, object], others: Sequence[Mapping[str, object]], absent: Mapping[str, object]
) -> Iterator[Difference]:
    """The circumstances in which a case is unlike most others; what nobody recorded means what `absent` says."""
    if not others:
        return
    for code in sorted({code for row in (mine, *others) for code in row}):
        own = mine.get(code, absent.get(code))
        rows = [row.get(code, absent.get(code)) for row in others]
        number = _number(own)
        numbers = [value for row in rows if (value := _number(row)) is not None]
        if number is not None and 2 * len(numbers) >= len(rows):
            middle = sorted(numbers)[len(numbers) // 2]
            if number != middle and (number > APART * middle or middle > APART * number):
                yield Difference(code, own, middle, 100 * len(numbers) // len(rows))
        else:
            yield from _unlike(code, own, rows)


def _unlike(code: str, own: object, rows: Sequence[object]) -> Iterator[Difference]:
    usual, times = Counter(map(_frozen, rows)).most_common(1)[0]
    if 2 * times > len(rows) and _frozen(own) != usual:
        yield Difference(code, own, list(usual) if isinstance(usual, tuple) else usual, 100 * times // len(rows))


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return Fraction(str(value))
    except ValueError:
        return None


def _frozen(value: object) -> object:
    return tuple(sorted(map(str, value))) if isinstance(value, list | tuple) else value
