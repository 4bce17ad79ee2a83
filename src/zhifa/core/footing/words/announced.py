"""How many are announced before a colon, and what follows: 三类案件：甲23件，乙14件，丙9件; 四项措施： and lines.

Kinds divide what is counted and each has its amount; items below stand in lines that end with semicolons up to the
one with the stop. Where the list goes another way nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.reading.figures import Reading
from zhifa.core.footing.reading.passages import Passage
from zhifa.core.footing.words.enumerations import counted_check
from zhifa.core.numerals import number_of

_NONE: Final = r"(?<![第每\d.一二三四五六七八九十百“])"
_MANY: Final = _NONE + r"([两二三四五六七八九十])"
_KINDS: Final = re.compile(
    _NONE + r"([两二三四五六七八九十]|\d{1,2})(?:大?类|种|[个支家所](?![月人案]))([\u4e00-\u9fff]{0,12})："
)
_EACH: Final = re.compile(
    _MANY
    + r"(?:大?类|种|[个支家所](?!月))"
    + r"(?!\w*[中前年月两二三四五六七八九]\w*分别)[\u4e00-\u9fff]{1,14}分别[\u4e00-\u9fff]{1,6}?"
    + r"((?:\d[\d,.]*万?[\u4e00-\u9fff]{1,2}[、和]){2,}\d[\d,.]*万?[\u4e00-\u9fff])"
)
"""四个中队分别立案31件、24件、16件: an amount for each."""
_ITEM: Final = re.compile(
    r"([、，；]?)(?!其中|合计|[总共]计|另|其余|以上|[两二三四五六七八九十]+[类种])([\u4e00-\u9fff（）“”]{2,14}?)\d[\d,.]*万?([件起宗家户人名次条项]{1,2})(?:（[^）]*）)?"
)
_BELOW: Final = re.compile(_MANY + r"(?:大?类|种|项|条|个|点)[\u4e00-\u9fff]{0,10}：$")
_BULLET: Final = re.compile(r"[•·●◆■▪▲★※]|[—-]+")
_LEAST: Final = 3
_MOST: Final = 10


def announced(reading: Reading) -> Iterator[Check]:
    """Every number of kinds or items that is announced, against those that follow."""
    passages = reading.document.passages
    for at, passage in enumerate(passages):
        for found in _KINDS.finditer(passage.text):
            names = _amounts(passage.text[found.end() :], found[2][-2:])
            kinds = "类" in found[0] or "种" in found[0]
            listed = len(names) if kinds or all(found[2][:1] in name for name in names) else 0
            if listed >= _LEAST:
                lines = (passage.line(found.start(1)),)
                yield counted_check(number_of(found[1]), (listed, listed), found[0].rstrip("："), lines)
        for found in _EACH.finditer(passage.text):
            listed = len(re.split("[、和]", found[2]))
            yield counted_check(
                number_of(found[1]), (listed, listed), found[0].partition("分别")[0], (passage.line(found.start(1)),)
            )
        if below := _BELOW.search(passage.text):
            items = _items(passages[at + 1 : at + 1 + _MOST])
            if items > 1:
                lines = (passage.line(below.start(1)),)
                yield counted_check(number_of(below[1]), (items, items), below[0].rstrip("："), lines)


def _amounts(text: str, noun: str) -> list[str]:
    """The names of kinds with an amount that stand in one row, of one unit; none where it is no row.

    Between commas may stand what became of them; there only a total told behind says where the kinds end.
    """
    at, sign, unit = 0, "", ""
    names: list[str] = []
    while found := _ITEM.match(text, at):
        if len(names) == 1:
            sign, unit = found[1], unit or found[3]
        if (names and not found[1]) or (len(names) > 1 and found[1] != sign) or (unit and found[3] != unit):
            return []
        names.append(found[2])
        unit, at = found[3], found.end()
    added = re.match(r"，(?:[总共]?[合共总]?计|共|[二两三四五六七八九十]+[类种]|相加|加总)", text[at:])
    sure = sign == "、" or (len(noun) > 1 and all(name.endswith(noun) for name in names))
    return names if added or (sure and re.match(r"[。；]|$", text[at:])) else []


def _items(below: Sequence[Passage]) -> int:
    """How many lines below are the items: of one bullet, or each ending with a semicolon and the last with a stop."""
    if below and (mark := _BULLET.match(below[0].text)):
        return len(list(takewhile(lambda passage: passage.text.startswith(mark[0]), below)))
    for count, passage in enumerate(below, 1):
        if passage.text.endswith("。"):
            return count
        if not passage.text.endswith("；") or passage.level:
            return 0
    return 0
