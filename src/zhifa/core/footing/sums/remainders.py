"""What is left of a whole, told plainly: 应补缴38.62万元，年内补缴30万元，尚欠8.62万元.

A passage that counts a whole first, then what became of some of it, and then what is left, has said everything. The
rest is wrong where no figure before it and no selection of those between makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.sums.claims import narrowly_missed

_REST: Final = re.compile(r"(?:其余|剩余|剩下|余下|[只仅还]剩|尚余|尚欠|空编|缺编|空缺)[^，；、。\d]{0,10}$")
_NOT: Final = re.compile(r"(?:尚未|未能|未|没有|缺)([\u4e00-\u9fff]{2})[^，；、。\d]{0,8}$")
_OPEN: Final = re.compile(r"其中|另|占|同比|较|累计|当中|里|已.{1,4}的|[每各]|上述|这")
"""Between a whole and its rest: words behind which figures are of something else."""
_MOST: Final = 5
_SENTENCES: Final = 2


def remainders(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every rest that closes what its passage told first."""
    for figures in reading.families(lambda f: f.same, lambda f: f.counted and not f.moved and f.value > 0):
        for place in range(2, min(len(figures), _MOST)):
            if _left(figures, place) and (found := _rest(reading, figures, place, lexicon)):
                yield found


def _left(figures: Sequence[Figure], place: int) -> bool:
    """Whether a figure is told to be what is left: 其余, or 未兑现 behind 已兑现."""
    lead = re.split(r"[。；]", figures[place].lead)[-1]
    if _REST.search(lead):
        return True
    denied = _NOT.search(lead)
    return bool(denied and place == 2 and denied[1] in figures[1].lead + figures[1].noun)


def _rest(reading: Reading, figures: Sequence[Figure], place: int, lexicon: Lexicon) -> Check | None:
    rest, told = figures[place], figures[:place]
    first, last = told[0].sentence, rest.sentence
    text = "".join(s.text for s in reading.sentences_of(rest.passage) if first <= s.number <= last + 1)
    if any(lexicon.words[name].search(text) for name in ("overlap", "excluded", "carried")) or _explained(told, rest):
        return None
    whole, parts = told[0], [*told[1:], rest]
    alike = all((f.exact, f.depth, f.period, f.unit) == (True, 0, whole.period, whole.unit) for f in (whole, *parts))
    closed = last - first <= _SENTENCES and not any(_OPEN.search(f.lead) for f in parts[:-1])
    if not alike or not closed or whole.value <= max(f.value for f in parts[:-1]):
        return None
    return narrowly_missed(whole, parts)


def _explained(told: Sequence[Figure], rest: Figure) -> bool:
    """Whether a figure before and some of those behind it make the rest, or the parts make the whole without it."""
    if together(told[1:]) == told[0].value:
        return True
    for at, whole in enumerate(told):
        behind = told[at + 1 :]
        for many in range(len(behind) + 1):
            slack = whole.token.slack + rest.token.slack
            for some in combinations(behind, many):
                if abs(sum((f.value for f in some), rest.value) - whole.value) <= slack + sum(
                    f.token.slack for f in some
                ):
                    return True
    return False
