"""Days that do not exist, and stretches of time that are not as long as the text says."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Reading
from zhifa.core.footing.reading.passages import Passage
from zhifa.core.numerals import number_of

_DAY: Final = re.compile(r"(?:((?:19|20)\d\d)年)?(?<!\d)(\d{1,2})月(\d{1,2})日")
_LASTED: Final = re.compile(
    r"(?:历时|为期|持续|共计?|用时|时长)(?:了|约为|为)?(\d{1,3}|[一二三四五六七八九十两]{1,3})(天|日|个月|个星期|周)(?!以上|左右|余|多)"
)
_MONTH: Final = Decimal("30.4")
_BETWEEN: Final = 24
_BEHIND: Final = 40


def dates(reading: Reading) -> Iterator[Check]:
    """Every date and every stretch of time of the report."""
    for passage in reading.document.passages:
        found = list(_DAY.finditer(passage.text))
        for match in found:
            if not _exists(match, reading.year):
                yield _said(passage, match.start(), CONTRADICTION, match[0], f"没有“{match[0]}”这一天")
        for begun, ended in zip(found, found[1:], strict=False):
            if made := _lasted(passage, begun, ended, reading.year):
                yield made


def _exists(match: re.Match[str], year: int) -> bool:
    month, day = int(match[2]), int(match[3])
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= (29 if month == 2 and not match[1] else monthrange(int(match[1] or year or 2024), month)[1])


def _lasted(passage: Passage, begun: re.Match[str], ended: re.Match[str], year: int) -> Check | None:
    text = passage.text
    between = text[begun.end() : ended.start()]
    if len(between) > _BETWEEN or "。" in between or not re.search(r"[至到—~-]|结束|启动|开始|起", between):
        return None
    behind = re.split(r"[。；]", text[ended.end() : ended.end() + _BEHIND])[0]
    said = _LASTED.search(behind)
    if not said or not _exists(begun, year) or not _exists(ended, year):
        return None
    first = date(int(begun[1] or year or 2024), int(begun[2]), int(begun[3]))
    last = date(int(ended[1] or begun[1] or year or 2024), int(ended[2]), int(ended[3]))
    if last < first:
        return None
    days = (last - first).days + 1
    many = int(said[1]) if said[1].isdigit() else number_of(said[1])
    right = many in (days, days - 1) if said[2] in ("天", "日") else _about(days, many, said[2])
    expression = f"{first:%m-%d} 至 {last:%m-%d} 共 {days} 天 {'=' if right else '≠'} {said[1]}{said[2]}"
    return _said(passage, ended.start(), HOLDS if right else CONTRADICTION, expression, f"“{said[0]}”与起止日期")


def _about(days: int, many: int, unit: str) -> bool:
    length = _MONTH if unit == "个月" else Decimal(7)
    return abs(Decimal(days) / length - many) <= Decimal("0.6")


def _said(passage: Passage, at: int, state: str, expression: str, explain: str) -> Check:
    return Check("date", state, expression, explain, (passage.line(at),))
