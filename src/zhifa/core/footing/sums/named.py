"""A total of parts it names, told far from them: 执法办和执法大队合计仅9人, where another section or a table has both.

Each name must be found once, in the same unit, and the whole say nothing of its own between 合计 and its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, summed, together
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.naming import core_label
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.sums.claims import agrees

_SAID: Final = re.compile(
    r"(?:^|[，。；：])(?:其中|上述|这)?(?P<names>[一-龥]{2,12}(?:(?:、|和|与|以及|及)[一-龥]{2,12}?){1,4}?)(?:的)?"
    r"(?:[两二三四五][个项类者种家地][一-龥]{0,4})?(?:合计|共计|总计|总共|一共|加起来|相加)[仅只有为达共是]*$"
)
_MIXED: Final = re.compile(r"（(?P<unit>[一-龥]{1,2})）")
"""32370件（次）: what is counted in several ways."""
_AND: Final = re.compile(r"、|和|与|以及|及")
_MANY: Final = 4


def named_parts(reading: Reading, lexicon: Lexicon, celled: Sequence[Figure]) -> Iterator[Check]:
    """Every total of the report that names its parts, unless it is of another stage than they are."""
    for whole in reading.figures:
        said = _SAID.search(whole.lead)
        if not said or not whole.counted or not whole.exact or whole.period != THIS_YEAR:
            continue
        mixed = _MIXED.match(reading.document.passages[whole.passage].text, whole.token.end)
        alike = (whole.unit, mixed["unit"]) if mixed else ()
        told = [
            f
            for f in reading.figures
            if (f.same == whole.same or f.unit in alike) and f.exact and not (f.moved or f.partial)
        ]
        acts = lexicon.words["acts"]
        stages = [set(lexicon.words["stages"].findall(acts.sub("", sentence.text))) for sentence in reading.sentences]
        told = [f for f in told if f.sentence != whole.sentence and stages[whole.sentence] <= stages[f.sentence]]
        called = [(f.label, f) for f in told if f.period == THIS_YEAR]
        called += [(f.row, f) for f in celled if f.row and f.counted and f.near != "money" and f.period == THIS_YEAR]
        found = [_called(name, called) for name in _AND.split(said["names"])]
        if not all(0 < len(some) <= _MANY for some in found):
            continue
        right = next((parts for parts in product(*found) if agrees(whole, parts)), None)
        parts = right or tuple(some[0] for some in found)
        if right:
            yield check("sum", HOLDS, summed(whole, parts, "="), f"{named(whole)} 等于所说的各项之和", [whole, *parts])
        elif all(len({f.value for f in some}) == 1 for some in found) and len({f.index for f in parts}) == len(parts):
            words = "、".join(f"{f.row or named(f)} {plain(f.value)}" if f.row else named(f) for f in parts)
            explain = f"{named(whole)}说的是{words}，合计 {plain(together(parts))}"
            yield check("sum", CONTRADICTION, summed(whole, parts, "≠"), explain, [whole, *parts])


def _called(name: str, called: Sequence[tuple[str, Figure]]) -> list[Figure]:
    """What stands under a name, or under a longer one of which it is short: 执法办 for 综合行政执法办公室."""
    name = core_label(name)
    same = [f for label, f in called if core_label(label) == name]
    same = same or [f for label, f in called if len(name) >= _MANY and label.endswith(name)]
    return same or [f for label, f in called if _short_for(name, label)]


def _short_for(name: str, label: str) -> bool:
    """Whether the characters of a name stand in a label in their order, and it is no part of a phrase about it."""
    signs = iter(label)
    return len(label) <= len(name) * 3 and all(sign in signs for sign in name)
