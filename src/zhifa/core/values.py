"""Values the law speaks in: legal dates, validity, money, and the refusal of a power not yet used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Final

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Legal days are days there, wherever an instant was written down."""
WEEKDAYS = "一二三四五六日"


# Python also reads 20240305, week dates, bare hours and time zones; a legal date is written in one way, and a time
# with a zone cannot be compared with one that has none.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?))?")


def read_date(text: str) -> date:
    """A date written `2024-03-05`; ValueError, in Chinese, on anything else."""
    try:
        if not _DATE.fullmatch(text.strip()):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text}”不是日期，应写作 2024-03-05") from None


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened in law: a calendar date in Asia/Shanghai, with a time of day where it is known.

    Most statutes count days, so most moments carry only a date; the 24-hour clocks need the time as well.
    """

    day: date
    at: time | None = None

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read `2024-03-05` or `2024-03-05T14:30`; ValueError, in Chinese, on anything else."""
        return _moment(text)

    @classmethod
    def of(cls, instant: datetime) -> Moment:
        """The legal date and minute of an instant that is already expressed in Asia/Shanghai."""
        return cls(instant.date(), instant.time().replace(second=0, microsecond=0, tzinfo=None))

    def __str__(self) -> str:
        if self.at is None:
            return self.day.isoformat()
        return f"{self.day.isoformat()}T{self.at.isoformat('minutes')}"

    @property
    def text(self) -> str:
        """The form people read: `2024-03-05 周二` and the time where known."""
        shown = show_date(self.day)
        return shown if self.at is None else f"{shown} {self.at.isoformat('minutes')}"


@lru_cache(maxsize=20_000)
def _moment(text: str) -> Moment:
    """Journals repeat their moments: a day of a year, a minute of an office's day."""
    found = _MOMENT.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        return Moment(date.fromisoformat(found[1]), time.fromisoformat(found[2]) if found[2] else None)
    except ValueError:
        raise ValueError(f"“{text}”不是日期，应写作 2024-03-05 或 2024-03-05T14:30") from None


def before(first: Moment, second: Moment) -> bool | None:
    """Whether one moment precedes another; None when the same day leaves the order unknown."""
    if first.day != second.day:
        return first.day < second.day
    if first.at is None or second.at is None:
        return None
    return first.at < second.at


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a rule is in force; both ends are included and None leaves that side open."""

    start: date | None = None
    end: date | None = None

    def contains(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Validity) -> bool:
        starts_late = self.start is not None and other.end is not None and self.start > other.end
        ends_early = self.end is not None and other.start is not None and self.end < other.start
        return not (starts_late or ends_early)


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that stands in the way of a step: what, by which article, and how to remove it."""

    code: str
    message: str
    cite: str = ""
    remedy: str = ""
    missing: tuple[str, ...] = ()
    unknown: bool = False
    """True when the demand could not be judged because facts are missing: a question, not a breach."""
    about: tuple[str, ...] = ()
    """Codes of what it speaks of: the steps or points that are lacking, the facts that were judged."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act may not be done, as a value: what is missing, the article that asks for it, what to do next."""

    code: str
    message: str
    remedy: str = ""
    cite: str = ""
    missing: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = field(default=())


def show_date(day: date) -> str:
    """A date with its weekday, as screens show it: `2024-03-05 周二`."""
    return f"{day.isoformat()} 周{WEEKDAYS[day.weekday()]}"


def chinese_date(day: date) -> str:
    """A date as papers print it: `2024年3月5日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def parse_yuan(text: str) -> int:
    """Read an amount of yuan as whole fen; ValueError, in Chinese, for anything a receipt could not carry."""
    cleaned = text.strip().replace(",", "").replace("，", "").removesuffix("元")
    if not re.fullmatch(r"[+-]?\d{1,20}(\.\d{1,20})?", cleaned):  # Decimal itself would also read 1e5 and 1_000
        raise ValueError(f"“{text[:40]}”不是金额，应写作 200 或 200.50")
    fen = Decimal(cleaned) * 100
    if fen != fen.to_integral_value():
        raise ValueError(f"金额“{text[:40]}”精确到分，最多两位小数")
    if abs(fen) >= 10**15:
        raise ValueError(f"金额“{text[:40]}”超出可登记的范围")
    return int(fen)


def format_yuan(fen: int) -> str:
    """Fen as yuan with thousands separators; whole yuan carry no decimals."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    whole, rest = divmod(fen, 100)
    return f"{sign}{whole:,}" + (f".{rest:02d}" if rest else "")


DIGITS = "零壹贰叁肆伍陆柒捌玖"


def _four(number: int) -> str:
    """Four digits in capitals without trailing zeros; inner zeros are said once."""
    said, pending = "", False
    for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("零" if pending and said else "") + DIGITS[digit] + unit
            pending = False
        else:
            pending = True
    return said


def capitals(fen: int) -> str:
    """The amount in the capitals that receipts and decisions carry, e.g. `壹仟贰佰叁拾肆元伍角`."""
    if fen < 0:
        return "负" + capitals(-fen)
    whole, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    said, gap = "", False
    for size, unit in ((10**12, "兆"), (10**8, "亿"), (10**4, "万"), (1, "")):
        group = whole // size % 10**4
        if group:
            said += ("零" if said and (gap or group < 1000) else "") + _four(group) + unit
            gap = False
        else:
            gap = gap or bool(said)
    said = said + "元" if said else ("" if rest else "零元")
    if not rest:
        return said + "整"
    said += DIGITS[jiao] + "角" if jiao else ("零" if whole else "")
    return said + (DIGITS[cents] + "分" if cents else "整" if not jiao else "")
