"""A whole and its parts told one sentence after the other: 办结1235件。一审791件。非诉执行406件。赔偿38件。

Nothing marks such a list. It is held against its whole where every sentence behind the whole tells one figure of the
kind, all under names of one make, and the sum misses the whole by no more than a slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import LOOSE_END, crosses, mended, parallel
from zhifa.core.footing.sums.claims import narrowly_missed

_NARROW: Final = 14
_SMALL: Final = 7
"""How narrowly the total of swapped digits is missed at most."""
_LEAST: Final = 20
_PAIR: Final = 2
_LONG: Final = 7


def spread(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every passage that is one whole and its parts."""
    for figures in reading.families(lambda f: f.unit, lambda f: f.counted and not f.moved and not f.depth):
        if _PAIR < len(figures) <= _LONG and (found := _told(reading, figures, lexicon)):
            yield found


def _told(reading: Reading, figures: Sequence[Figure], lexicon: Lexicon) -> Check | None:
    whole, parts = figures[0], figures[1:]
    text = "".join(s.text for s in reading.sentences_of(whole.passage))
    apart_told = len({f.sentence for f in figures}) == len(figures)
    alike = all(f.exact and f.period == whole.period and f.value < whole.value for f in parts) and whole.exact
    if not apart_told or not alike or whole.value < _LEAST or LOOSE_END.search(text):
        return None
    if any(lexicon.words[name].search(text) for name in ("overlap", "excluded", "carried")):
        return None
    total, values = sum((f.value for f in parts), Decimal(0)), [f.value for f in parts]
    apart = abs(total - whole.value)
    slipped = mended(whole.value, values) and apart * _SMALL <= whole.value
    if apart == 0 or not (slipped or apart * _NARROW <= whole.value):
        return None
    if crosses(parts, lexicon) or not parallel(parts, lexicon):
        return None
    return narrowly_missed(whole, parts, total)
