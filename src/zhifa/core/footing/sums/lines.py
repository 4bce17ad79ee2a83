"""Totals whose parts stand on lines of their own: 刑事警情：12起 / 治安警情：58起 / 共计：70起.

Also headings that give the total of the paragraph below: 【法制审核58件】.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import LOOSE_END, parallel
from zhifa.core.footing.sums.claims import agrees, narrowly_missed

_TOTAL: Final = re.compile(r"(?:共计?|合计|总计|总数|总量|小计)[：为有]?$")
_MARK: Final = re.compile(
    r"^(?:\d{1,2}[.、．]|（[一二三四五六七八九十\d]{1,2}）|[一二三四五六七八九十]、|[-•·●◆■▪①-⑳])"
)
_ITEM: Final = re.compile(r"^[^，。；：\d]{2,14}[：，]?(?:共|有|为)?$")
_NESTED: Final = re.compile(r"其中|包括|含")
_LEAST: Final = 3
_MOST: Final = 16
_WIDER: Final = 3
_CLOSE: Final = 20
_SHORT: Final = 34


def listed_lines(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every such total of the report."""
    firsts = [_item(reading, number) for number in range(len(reading.document.passages))]
    for number, passage in enumerate(reading.document.passages):
        told = reading.of_passage(number)
        if not told:
            continue
        if whole := _opening(reading, number, told):
            parts = _behind(firsts, number, whole)
            if _believed(reading, whole, parts):
                yield from _missed(whole, parts)
        if len(told) and _TOTAL.search(told[0].lead) and told[0].counted:
            parts = _before(firsts, number, told[0])
            if _believed(reading, told[0], parts):
                yield from _missed(told[0], parts)
        if _is_heading(passage.text, told):
            yield from _below(reading, number, told[-1], lexicon)


def _item(reading: Reading, number: int) -> Figure | None:
    """The figure a line begins with behind its name."""
    told = reading.of_passage(number)
    if not told or not told[0].counted or not told[0].exact or told[0].moved:
        return None
    said = _MARK.sub("", reading.document.passages[number].text[: told[0].token.start])
    return told[0] if _ITEM.match(said) else None


def _opening(reading: Reading, number: int, told: Sequence[Figure]) -> Figure | None:
    """The total a paragraph gives before the lines it announces: 本期辖区警情共312起."""
    totals = [f for f in told if f.counted and f.exact and not f.moved and re.search(r"共计?|合计|总计", f.lead)]
    return totals[0] if len(totals) == 1 and len({f.unit for f in told if f.unit == totals[0].unit}) == 1 else None


def _behind(firsts: Sequence[Figure | None], number: int, whole: Figure) -> list[Figure]:
    parts: list[Figure] = []
    for item in firsts[number + 1 : number + 1 + _MOST]:
        if item is None or item.unit != whole.unit or _TOTAL.search(item.lead):
            break
        parts.append(item)
    return parts


def _before(firsts: Sequence[Figure | None], number: int, whole: Figure) -> list[Figure]:
    parts: list[Figure] = []
    for item in reversed(firsts[max(0, number - _MOST) : number]):
        if item is None or item.unit != whole.unit or _TOTAL.search(item.lead):
            break
        parts.insert(0, item)
    return parts


def _believed(reading: Reading, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether lines are surely the parts of a total: several, each smaller, and no shorter run makes it."""
    if len(parts) < _LEAST or not whole.exact or agrees(whole, parts):
        return False
    total = together(parts)
    if any(agrees(whole, parts[:many]) or agrees(whole, parts[-many:]) for many in range(2, len(parts))):
        return False
    near = abs(total - whole.value) * _WIDER <= whole.value
    return near and max(f.value for f in parts) < whole.value and all(f.period == whole.period for f in parts)


def _is_heading(text: str, told: Sequence[Figure]) -> bool:
    last = told[-1]
    ends = re.fullmatch(r"[）】\]]?", text[last.token.end :])
    return bool(ends) and len(text) <= _SHORT and last.counted and last.exact and len(told) == 1


def _below(reading: Reading, number: int, whole: Figure, lexicon: Lexicon) -> Iterator[Check]:
    """The paragraph under a heading that gives its total."""
    if number + 1 >= len(reading.document.passages):
        return
    text = reading.document.passages[number + 1].text
    parts = [f for f in reading.of_passage(number + 1) if f.unit == whole.unit and f.counted and not f.moved]
    if len(parts) < _LEAST or LOOSE_END.search(text) or any(not f.exact or f.depth or f.partial for f in parts):
        return
    if (
        any(_NESTED.search(f.lead) or _TOTAL.search(f.lead) for f in parts)
        or max(f.value for f in parts) >= whole.value
    ):
        return
    if any(lexicon.words[name].search(text) for name in ("overlap", "excluded", "carried")):
        return
    total = together(parts)
    apart = abs(total - whole.value)
    sure = parallel(parts, lexicon) or lexicon.words["all told"].search(text)
    if apart * (_WIDER if sure else _CLOSE) <= whole.value:
        yield from _missed(whole, parts)


def _missed(whole: Figure, parts: Sequence[Figure]) -> Iterator[Check]:
    if not agrees(whole, parts):
        yield narrowly_missed(whole, parts, "sum")
