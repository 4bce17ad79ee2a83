"""The share of one of a list that makes up its whole, told behind the list by the name of the one.

认定471人，其中高中118人、初中205人、小学97人、幼儿园51人，初中占43.5%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.quotients.ratios import judge, ratio
from zhifa.core.footing.reading.figures import Figure, Reading

_SUBJECT: Final = re.compile(
    r"[；，、]([\u4e00-\u9fff]{2,12}?)(?:所?占(?:比例?|比重|总数的)?|的?(?:比例|比重))(?:为|达到?|是)?$"
)
_LEAST: Final = 3
"""So many parts make up a whole by no chance."""


def of_listed(reading: Reading, figure: Figure, words: str) -> Check | None:
    """A share whose subject is the name of one part only, of the whole the parts make up."""
    subject = _SUBJECT.search(words)
    if subject is None:
        return None
    earlier = [f for f in reading.of_passage(figure.passage) if f.index < figure.index and f.counted and not f.moved]
    parts = [f for f in earlier if len(f.label) > 1 and subject[1].startswith(f.label)]
    if len(parts) != 1:
        return None
    whole = _made_up(earlier, parts[0])
    return judge("share", figure, [ratio(parts[0], whole)]) if whole and whole.value else None


def _made_up(earlier: Sequence[Figure], part: Figure) -> Figure | None:
    """The whole of which a part is told with all others: the figures around it, of its kind, that come to it."""
    at = earlier.index(part)
    for begin in range(at, -1, -1):
        if earlier[begin].same != part.same:
            break
        for end in range(max(at + 1, begin + _LEAST), len(earlier) + 1):
            run = earlier[begin:end]
            if all(f.same == part.same for f in run):
                total = together(run)
                if whole := next((f for f in earlier[:begin] if f.same == part.same and f.value == total), None):
                    return whole
    return None
