"""What was measured of the rules of supervision on labelled cases: how often each was right, what each found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zhifa.core.rulebook import Rulebook

LEAST: Final = 0.95
"""A rule that speaks rightly less often than this is on trial, and its page says so."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Findings that were right and wrong, faults that were planted for the rule and that it found."""

    right: int
    wrong: int
    planted: int
    found: int

    @property
    def precision(self) -> float | None:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        return self.found / self.planted if self.planted else None


def measured(book: Rulebook) -> Mapping[str, Measured]:
    """The figures shipped with the rules, by the code of the rule; a rule never met in the labelled cases has none."""

    def read() -> Mapping[str, Measured]:
        return {
            entry.code: Measured(*(int(entry.data[name]) for name in ("right", "wrong", "planted", "found")))
            for entry in book.section("measured")
        }

    return book.kept("oversight.measured", read)
