"""Shares of a grade and all above it: 优秀17卷、合格12卷、不合格1卷，合格以上占96.7%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zhifa.core.footing.checks import plain, together
from zhifa.core.footing.quotients.ratios import HUNDRED, Ratio
from zhifa.core.footing.reading.figures import Figure

_AND_ABOVE: Final = re.compile(r"([A-Z]?[\u4e00-\u9fff]{1,4}?)[及或]?以上[^，；、\d]{0,6}占[^，；、\d]{0,8}$")
_PAIR: Final = 2


def and_above(earlier: Sequence[Figure], words: str) -> list[Ratio]:
    """The list up to the grade that words name, of all of the list or of what stands before it; empty for none."""
    graded = _AND_ABOVE.search(words)
    named = re.compile(rf"(?<![本较不]){graded[1]}的?$") if graded else None
    last = next((f for f in reversed(earlier) if named and named.search(f.label)), None)
    if last is None:
        return []
    listed = [f for f in earlier if f.same == last.same]
    upto = listed[: listed.index(last) + 1]
    above, beside = together(upto), together(listed)
    found = [Ratio(above * HUNDRED / beside, f"{plain(above)} ÷ {plain(beside)}", tuple(listed))] if beside else []
    if len(upto) > _PAIR and upto[0].value:
        made, whole = above - upto[0].value, upto[0].value
        found.append(Ratio(made * HUNDRED / whole, f"{plain(made)} ÷ {plain(whole)}", tuple(upto)))
    return found
