"""A heading with one figure, held against what the paragraph below it counts: 行政检查（312次）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, together
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.figures import Reading
from zhifa.core.footing.reading.likeness import mistyped, swapped
from zhifa.core.footing.reading.naming import core_label
from zhifa.core.footing.tables.itemised import LATER, TOTAL, settled

_HEADLINE: Final = 44
_HUNDREDS: Final = 100
_NARROW: Final = 14
_LONG: Final = 4


def headlines(reading: Reading) -> Iterator[Check]:
    """Every heading with a figure of a report."""
    for number in range(len(reading.document.passages) - 1):
        if made := _headline(reading, number):
            yield made


def _headline(reading: Reading, number: int) -> Check | None:
    """A heading with one figure, and what the paragraph below it counts."""
    passage, below = reading.document.passages[number], reading.document.passages[number + 1]
    heads = [f for f in reading.of_passage(number) if f.counted]
    if (
        len(heads) != 1
        or len(passage.text) > _HEADLINE
        or re.search(r"[。；，]", passage.text)
        or below.level > passage.level > 0
        or TOTAL.match(below.text)
    ):
        return None
    head = heads[0]
    behind = passage.text[head.token.end :]
    if not head.exact or head.moved or not re.fullmatch(r"[）】\]]*", behind):
        return None
    told = [f for f in reading.of_passage(number + 1) if f.unit == head.unit and f.exact and not f.moved]
    outer = [f for f in told if not f.group and not LATER.search(f.lead)]
    if not told or any(f.value == head.value for f in told):
        return None
    runs = [told[a:b] for a in range(len(told)) for b in range(a + 2, len(told) + 1)]
    runs = [run for run in runs if together(run) == head.value]
    if any(all(f.sentence != run[-1].sentence or f.index <= run[-1].index for f in told) for run in runs):
        return None
    total = together(outer)
    if len(outer) > 1 and (abs(total - head.value) * _NARROW <= head.value or mistyped(total, head.value)):
        return settled(head, outer, sure=True)
    first = told[0]
    alike = len(core_label(head.label)) >= _LONG and core_label(head.label) == core_label(first.label)
    slipped = (
        alike or swapped(first.value, head.value) or (head.value >= _HUNDREDS and mistyped(first.value, head.value))
    )
    if slipped and not runs and first in outer[:1]:
        explain = f"标题写{head.printed}，而下文{named(first)}"
        return check("repeat", CONTRADICTION, f"{plain(head.value)} ≠ {plain(first.value)}", explain, [head, first])
    return None
