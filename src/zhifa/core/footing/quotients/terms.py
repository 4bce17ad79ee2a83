"""What stands in a quotient: an amount of one figure, of several together, or of words only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhifa.core.footing.reading.figures import Figure


@dataclass(frozen=True, slots=True)
class Term:
    """An amount or a number: of one figure, of several together, or of words only."""

    value: Decimal
    said: str
    figures: tuple[Figure, ...] = ()

    @property
    def slack(self) -> Decimal:
        return sum((f.token.slack for f in self.figures), Decimal(0))

    @property
    def exact(self) -> bool:
        return not any(f.token.bound for f in self.figures)

    @property
    def figure(self) -> Figure:
        """The figure it stands for, or the last of several."""
        return self.figures[-1]


def term(figure: Figure) -> Term:
    return Term(figure.value, figure.said, (figure,))
