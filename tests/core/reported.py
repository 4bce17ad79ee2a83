"""A report examined from its wording, as the tests of the report checker ask it."""

from __future__ import annotations

from datetime import date
from functools import cache

from zhifa.core.footing.checks import Check
from zhifa.core.footing.examining import Examination, examine
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.passages import Line
from zhifa.ports.rules import report_words


@cache
def words() -> Lexicon:
    return report_words(date(2025, 1, 31))


def examined(text: str) -> Examination:
    """The lines of a text, numbered from 1."""
    return examine([Line(number, said) for number, said in enumerate(text.split("\n"), 1)], words())


def of(text: str, state: str) -> list[Check]:
    return [check for check in examined(text).checks if check.state == state]


def states(text: str) -> dict[str, str]:
    """The expression of every check with its state."""
    return {check.expression: check.state for check in examined(text).checks}
