"""Lists that are a table in disguise: an item a line with its number, and their total above, below or in the heading.

刑事警情：12起 / 治安警情：58起 / 共计：70起, or （三）行政强制（37件） above 查封9件，扣押21件，代履行5件、加处罚款2件.
A total below its items is of them; one above them may leave something out, so it must be missed narrowly (0045).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, together
from zhifa.core.footing.identities import CONTRADICTION, UNEXPLAINED
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.likeness import mended, mistyped, swapped
from zhifa.core.footing.sums.claims import added_up, narrowly_missed

_TOTAL: Final = re.compile(r"^(?:[以上]{0,2}(?:共计|合计|总计|总共|累计|共)|总数)")
_SUMMED: Final = re.compile(r"共|合计|总计|总[数量]|累计|达")
_LATER: Final = re.compile(r"其中|同比|比上|较上|占|平均|人均|日均|率")
_HEADLINE: Final = 44
_ITEM: Final = 60
_FEWEST: Final = 3
_NARROW: Final = 14
_MOST: Final = 14
_HUNDREDS: Final = 100


def itemised(reading: Reading) -> Iterator[Check]:
    """Every list of lines, and every heading with a figure, of a report."""
    passages = reading.document.passages
    at = 0
    while at < len(passages):
        items = _items(reading, at)
        if len(items) >= _FEWEST:
            yield from _together(reading, at, items)
        at += max(1, len(items))
    for number in range(len(passages) - 1):
        if made := _headline(reading, number):
            yield made


def _items(reading: Reading, at: int) -> list[Figure]:
    """The first figures of neighbouring paragraphs that are one item each, all of one unit and one make."""
    passages = reading.document.passages
    found: list[Figure] = []
    for number in range(at, min(at + _MOST, len(passages))):
        passage = passages[number]
        figures = [f for f in reading.of_passage(number) if f.counted]
        first = figures[0] if figures else None
        if first is None or not first.exact or first.moved or not _is_item(passage.text, first, len(passage.mark)):
            break
        if found and (first.unit != found[0].unit or passage.level != passages[at].level):
            break
        found.append(first)
    return found


def _is_item(text: str, figure: Figure, mark: int) -> bool:
    """A name and its number, and at most parts or shares of it behind."""
    said, behind = text[mark : figure.token.start], text[figure.token.end :]
    plain_name = bool(said) and len(said) <= 16 and not re.search(r"[，。；、]", said) and not _TOTAL.match(said)
    return (
        plain_name
        and len(text) <= _ITEM
        and bool(re.match(r"[；。，（]?$|[，；（。](?=其中|占|同比|较|比|含)", behind))
    )


def _together(reading: Reading, at: int, items: Sequence[Figure]) -> Iterator[Check]:
    total = together(items)
    below = [f for f in reading.of_passage(at + len(items)) if f.counted][:1]
    text = reading.document.passages[at + len(items)].text if below else ""
    if below and _TOTAL.match(text) and below[0].unit == items[0].unit and below[0].exact:
        yield _said(below[0], items, sure=True)
        return
    above = [f for f in reading.of_passage(at - 1) if f.unit == items[0].unit] if at else []
    ahead = reading.document.passages[at - 1].text.endswith("：")
    above = [f for f in above if f.exact and not f.moved and (ahead or _SUMMED.search(f.lead)) and not f.group]
    if not above or any(f.value == total for f in above):
        return
    yield _said(above[-1], items, sure=False)


def _said(whole: Figure, items: Sequence[Figure], *, sure: bool) -> Check:
    total = together(items)
    if total == whole.value:
        return added_up(whole, items)
    near = abs(total - whole.value) * _NARROW <= whole.value or mistyped(total, whole.value)
    made = narrowly_missed(whole, items, "sum")
    certain = sure or near or mended(whole.value, [item.value for item in items])
    return made if certain else replace(made, state=UNEXPLAINED)


def _headline(reading: Reading, number: int) -> Check | None:
    """A heading with one figure, and what the paragraph below it counts."""
    passage, below = reading.document.passages[number], reading.document.passages[number + 1]
    heads = [f for f in reading.of_passage(number) if f.counted]
    if (
        len(heads) != 1
        or len(passage.text) > _HEADLINE
        or re.search(r"[。；，]", passage.text)
        or below.level > passage.level > 0
    ):
        return None
    head = heads[0]
    behind = passage.text[head.token.end :]
    if not head.exact or head.moved or not re.fullmatch(r"[）】\]]*", behind):
        return None
    told = [f for f in reading.of_passage(number + 1) if f.unit == head.unit and f.exact and not f.moved]
    outer = [f for f in told if not f.group and not _LATER.search(f.lead)]
    if not told or any(f.value == head.value for f in told):
        return None
    runs = [told[a:b] for a in range(len(told)) for b in range(a + 2, len(told) + 1)]
    runs = [run for run in runs if together(run) == head.value]
    if any(all(f.sentence != run[-1].sentence or f.index <= run[-1].index for f in told) for run in runs):
        return None
    total = together(outer)
    if len(outer) > 1 and (abs(total - head.value) * _NARROW <= head.value or mistyped(total, head.value)):
        return _said(head, outer, sure=True)
    first = told[0]
    slipped = swapped(first.value, head.value) or (head.value >= _HUNDREDS and mistyped(first.value, head.value))
    if slipped and not runs and first in outer[:1]:
        explain = f"标题写{head.printed}，而下文{named(first)}"
        return check("repeat", CONTRADICTION, f"{plain(head.value)} ≠ {plain(first.value)}", explain, [head, first])
    return None
