"""Two figures told apart and added under their names: 自查发现问题187个 … 抽查发现问题134个。自查和抽查共发现问题321个.

The total names what it is of. Each name must leave one figure of the paragraphs before that counts the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import mistyped
from zhifa.core.footing.sums.claims import added_up, agrees, narrowly_missed

_BOTH: Final = re.compile(
    r"(?:^|[，。；])(?P<one>[一-龥]{2,8})[和与及](?P<other>[一-龥]{2,8}?)(?:两[项个次种类]|二者)?"
    r"(?:合计|总?共计?|总计)[仅只]?(?P<what>(?:[一-龥]{2,8})?)$"
)
_PASSAGES: Final = 3
"""How many paragraphs before a total its two figures may stand."""
_WIDER: Final = 4
"""Nobody adds two figures and misses them by a fourth: then others are meant."""


def both(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every total of the report that names the two things it is of."""
    for figure in reading.figures:
        said = _BOTH.search(figure.lead)
        if said is None or not _usable(figure) or _taken_back(reading, figure, lexicon):
            continue
        parts = [
            _named(reading, figure, said[a], said[b], said["what"]) for a, b in (("one", "other"), ("other", "one"))
        ]
        found = [part for part in parts if part is not None]
        if len(found) < len(parts) or found[0] is found[1]:
            continue
        if agrees(figure, found):
            yield added_up(figure, found)
            continue
        total = together(found)
        if abs(total - figure.value) * _WIDER <= figure.value or mistyped(figure.value, total):
            yield narrowly_missed(figure, found)


def _usable(figure: Figure) -> bool:
    return figure.counted and figure.exact and not figure.moved and not figure.depth


def _taken_back(reading: Reading, figure: Figure, lexicon: Lexicon) -> bool:
    """Whether the paragraph says that something is counted twice or not at all."""
    text = reading.document.passages[figure.passage].text
    return any(lexicon.words[name].search(text) for name in ("overlap", "excluded"))


def _named(reading: Reading, total: Figure, name: str, other: str, what: str) -> Figure | None:
    """The one figure before a total that counts the same and has one of the two names.

    Where the total says what was counted (自查和抽查共发现问题), each must have been called so, behind its name.
    """
    found = []
    for passage in range(max(0, total.passage - _PASSAGES) if what else total.passage, total.passage + 1):
        for figure in reading.of_passage(passage):
            before = reading.document.passages[passage].text[: figure.token.start]
            own = before.rpartition("。")[2]
            alike = _usable(figure) and figure.unit == total.unit and figure.period == total.period
            called = name in figure.label and other not in figure.label
            told = figure.label.endswith(what) and own.rfind(name) > own.rfind(other) if what else called
            if alike and told and figure.index < total.index:
                found.append(figure)
    return found[0] if len({figure.value for figure in found}) == 1 else None
