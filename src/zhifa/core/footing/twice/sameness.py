"""Whether two figures of one name must be one number: both of the whole year and organ, or one a slip of the other."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import digits, mistyped, swapped
from zhifa.core.footing.reading.naming import ORGAN

_MARKED: Final = re.compile(
    r"全年|累计|总计|合计|一年来|今年以来|年度|年内|全[局镇县市区队街乡省系]|总[数量额]|共|现有|\d{4}年|在编|年末|本年"
)
_HEADING: Final = 40
_DIGITS: Final = 3
_NEAR: Final = Decimal("0.25")


def compared(name: str, first: Figure, other: Figure, *, kind: str = "repeat", right: bool = False) -> Check:
    """Two figures of one name that are the same, or are not."""
    if right:
        expression = f"{plain(first.value)} = {plain(other.value)}"
        return check(kind, HOLDS, expression, f"“{name}”两处相同：{first.printed}", [first, other])
    explain = f"“{name}”前后不一：第 {first.line} 行{named(first)}，第 {other.line} 行{named(other)}"
    return check(kind, CONTRADICTION, f"{plain(first.value)} ≠ {plain(other.value)}", explain, [first, other])


def slipped(first: Figure, other: Figure) -> bool:
    """The same three digits or more in another order, or behind another point."""
    one, two = digits(first.value), digits(other.value)
    return max(len(one), len(two)) >= _DIGITS and (one == two or swapped(first.value, other.value))


def close(first: Figure, other: Figure) -> bool:
    """A quarter apart at most, or one digit."""
    high = max(first.value, other.value)
    return abs(first.value - other.value) <= high * _NEAR or mistyped(first.value, other.value)


def of_everything(figure: Figure, reading: Reading, lexicon: Lexicon, *, said: bool = True) -> bool:
    """Whether the words around a figure say that it is of the whole year and organ, and of no single field.

    `said` asks that they say it; else it is enough that they name no field.
    """
    if figure.passage < 0:
        return figure.depth == 0
    passage = reading.document.passages[figure.passage].text
    sentence = reading.sentences[figure.sentence]
    told = passage[sentence.start : figure.token.start]
    noun = bool(figure.noun) and not figure.label
    if said and not noun and not _MARKED.search(told):
        return False
    field = lexicon.words["fields"]
    own = passage[: sentence.start].split("。")[0] if reading.document.passages[figure.passage].level else ""
    headed = (own if len(own) < _HEADING else "") + _heading(figure.passage, reading)
    return not any(found not in figure.label for found in field.findall(ORGAN.sub("", told + headed)))


def _heading(passage: int, reading: Reading) -> str:
    """The nearest heading above a passage, and its own first words where it is headed itself."""
    passages = reading.document.passages
    for at in range(passage - 1, max(-1, passage - 12), -1):
        if passages[at].level and passages[at].level > 1 and len(passages[at].text) < _HEADING:
            return passages[at].text
        if passages[at].level == 1:
            return ""
    return ""
