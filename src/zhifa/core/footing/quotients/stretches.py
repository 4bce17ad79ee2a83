"""How many days, weeks or months a mean is taken over: what the text says, else the month or the year it speaks of."""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal
from typing import Final

from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.numerals import number_of

_NUMBER: Final = r"(\d{1,4}|[一二两三四五六七八九十百]{1,4})"
_MONTHS: Final = re.compile(
    r"(?<!\d)(\d{1,2})月?(?:份)?[-—~至到](\d{1,2})月|(?:前|头)([二两三四五六七八九十]{1,3}|\d{1,2})个月"
)
_MONTH: Final = re.compile(r"(?<![\d至到—~-])(\d{1,2})月(?:份)?(?![\d底末初上中下])")
_PARTIAL: Final = re.compile(r"[上下]半年|季度|期间|以来|截至|行动|整治|假期|[首当本上][月周]|环比|一周|本期|\d日")
_DAYS: Final = (365, 366, 360, 248, 249, 250, 251, 252)
_YEARLY: Final = {
    "月": (12,),
    "周": (52,),
    "季": (4,),
    "天": _DAYS,
    "日": _DAYS,
}
_DATES: Final = re.compile(r"(\d{1,2})月(\d{1,2})日(?:[-—~至到]|持续|开始|起|，|止)+(?:(\d{1,2})月)?(\d{1,2})日")
_FEW: Final = 400


def stretch(reading: Reading, sentence: Sentence, mean: Figure, each: str) -> tuple[list[Decimal], bool]:
    """The lengths a mean may be over, in its own unit, the one meant first; and whether the text says it."""
    word = re.sub(r"^个", "", each)
    key = "天" if word.startswith(("工作日", "日", "天")) else word[:1]
    text = reading.document.passages[sentence.passage].text
    told = text[sentence.start : mean.token.start]
    told = told.rpartition("；")[2]
    if key == "天" and (dates := [*_DATES.finditer(told)]):
        return _between(dates[-1], reading.year), True
    if found := _told(told, key):
        return found, True
    if months := [*_MONTHS.finditer(told)]:
        last = months[-1]
        many = number_of(last[3]) if last[3] and not last[3].isdigit() else int(last[3] or 0)
        many = many or int(last[2]) - int(last[1]) + 1
        return [Decimal(many)] if key == "月" and many > 0 else [], True
    month = [int(m[1]) for m in _MONTH.finditer(told) if 1 <= int(m[1]) <= 12]
    if month and key == "天" and len(set(month)) == 1 and not re.search(r"\d日", told):
        return [Decimal(monthrange(reading.year or 2023, month[0])[1])], True
    if key == "月" and re.search(r"季度", told):
        return [Decimal(3)], True
    behind = text[max(0, sentence.start - 60) : sentence.end]
    if key not in _YEARLY or month or _PARTIAL.search(behind):
        return [], False
    return [Decimal(many) for many in _YEARLY[key]], False


def _between(dates: re.Match[str], year: int) -> list[Decimal]:
    """The days from one date to the other, both counted or only one."""
    first, last = int(dates[1]), int(dates[3] or dates[1])
    if not 1 <= first <= last <= 12:
        return []
    days = sum(monthrange(year or 2023, month)[1] for month in range(first, last))
    days += int(dates[4]) - int(dates[2]) + 1
    return [Decimal(days), Decimal(days - 1)] if days > 1 else []


def _told(told: str, key: str) -> list[Decimal]:
    """The stretch a text names itself: 为期100天, （8天）, 五年间, 近三年."""
    unit = {
        "天": "(?:个?工作日|天)",
        "月": "个月",
        "周": "周",
        "年": "年(?:间|来|里|内|合计|累计)?",
        "季": "个季度",
        "小": "(?:个)?小时",
    }.get(key)
    if unit is None:
        return []
    found = [*re.finditer(rf"(?:(?<=\d\d\d\d年)|(?<![\d年月])){_NUMBER}{unit}(?!度)", told)]
    values = []
    for one in found:
        try:
            values.append(Decimal(one[1]) if one[1].isdigit() else Decimal(number_of(one[1])))
        except ValueError:
            continue
    values = [v for v in values if 1 < v < _FEW]
    return values if len(values) == 1 else []
