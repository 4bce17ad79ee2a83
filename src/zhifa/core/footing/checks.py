"""What a check of a report says: an identity the text asserts, and whether it can be true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNDECIDABLE
from zhifa.core.footing.reading.figures import Figure

CERTAIN, LIKELY, GUESS = "certain", "likely", "guess"
"""How sure it is that a text asserts an identity; see `certainty`."""
CENT: Final = Decimal("0.01")
_TENTH: Final = Decimal("0.1")
_SAID: Final = 26
_LONG: Final = 4
_MISSED: Final = re.compile(r"= (\d+(?:\.\d+)?)%? [≠<>] (\d+(?:\.\d+)?)?")
_DIGITS: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Check:
    """One identity. `state` is holds, contradiction, unexplained or undecidable; `figures` those it speaks of."""

    kind: str
    state: str
    expression: str
    explain: str
    lines: tuple[int, ...]
    figures: tuple[int, ...] = ()
    cite: str = ""
    status: str = ""
    shown: bool = False
    """Whether what stands beside it in the same form comes out right, so that the text surely means it."""

    @property
    def holds(self) -> bool | None:
        """True, False, or None where the text does not let it be decided."""
        return None if self.state == UNDECIDABLE else self.state == HOLDS

    @property
    def adds(self) -> bool:
        """Whether its arithmetic is a sum."""
        return " + " in self.expression

    @property
    def exceeds(self) -> bool:
        """Whether a figure is more than what it cannot be more than."""
        return " > " in self.expression

    @property
    def comes_to(self) -> Decimal | None:
        """What its arithmetic comes to, where that is not what is printed."""
        said = _MISSED.search(self.expression)
        return Decimal(said[1]) if said else None

    @property
    def turned_round(self) -> bool:
        """Whether its arithmetic gives what is printed, so that only the direction is wrong: 70 of 81 are no growth."""
        said = _MISSED.search(self.expression)
        return said is not None and said[2] is not None and abs(Decimal(said[1]) - Decimal(said[2])) <= _TENTH

    @property
    def falls_short(self) -> bool:
        """Whether the parts of a sum come to less than their whole."""
        said = _MISSED.search(self.expression)
        return said is not None and said[2] is not None and Decimal(said[1]) < Decimal(said[2])

    @property
    def severity(self) -> str | None:
        return None if self.state == HOLDS else self.state


def plain(number: Decimal) -> str:
    """A number without needless zeros: 1165, 22905.56."""
    return format(number.normalize() if number else Decimal(0), "f")


def rounded(number: Decimal, step: Decimal = CENT) -> Decimal:
    """A number to the digits that are shown."""
    return number.quantize(step, ROUND_HALF_UP)


def amount(figure: Figure) -> str:
    return plain(figure.value)


def worth(number: Decimal, like: Figure) -> str:
    """A number as the report prints figures of its kind: 50.9万元 beside 62.5万元, and not 509000."""
    found = _DIGITS.match(like.printed)
    printed = Decimal(found[0].replace(",", "")) if found else Decimal(0)
    if not printed or like.value == printed or like.near != "money":
        return plain(number)
    return f"{plain(number * printed / like.value)}{like.printed[found.end() :] if found else ''}"


def named(figure: Figure) -> str:
    """A figure by its words: 罚款 192件."""
    said = figure.label or figure.noun
    return f"{said if len(said) <= _SAID else '…' + said[-_SAID:]} {figure.printed}".strip()


def lines_of(figures: Iterable[Figure]) -> tuple[int, ...]:
    return tuple(sorted({figure.line for figure in figures}))


def check(
    kind: str, state: str, expression: str, explain: str, figures: Sequence[Figure], *, cite: str = "", status: str = ""
) -> Check:
    """A check of figures of the text."""
    marked = tuple(figure.index for figure in figures)
    return Check(kind, state, expression, explain, lines_of(figures), marked, cite, status)


def together(figures: Iterable[Figure]) -> Decimal:
    """What figures amount to."""
    return sum((figure.value for figure in figures), Decimal(0))


def summed(whole: Figure, parts: Sequence[Figure], sign: str) -> str:
    """The arithmetic: 17 + 80 + 14 = 111 ≠ 140."""
    return _sum([part.value for part in parts], whole.value, sign)


def arithmetic(values: Sequence[Decimal], whole: Decimal, *, right: bool) -> str:
    """The sum of numbers of a table: 3 + 4 = 7 ≠ 8; zeros are left out of long ones."""
    shown = [value for value in values if value] if len(values) > _LONG else values
    return _sum(shown or [Decimal(0)], whole, "=" if right else "≠")


def _sum(values: Sequence[Decimal], whole: Decimal, sign: str) -> str:
    left, total = " + ".join(map(plain, values)), sum(values, Decimal(0))
    if len(values) == 1 or (sign == "=" and total == whole):
        return f"{left} {sign} {plain(whole)}"
    return f"{left} = {plain(total)} {sign} {plain(whole)}"


WORST = {CONTRADICTION: 0, "unexplained": 1, UNDECIDABLE: 2, HOLDS: 3}
