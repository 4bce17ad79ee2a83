"""Legal time: which days are working days, and on which day a period ends.

The start day is not counted (民事诉讼法 85); each statute says which of its periods count working days; a last day
that falls on a holiday moves to the first working day after it where the rule says so. Days inside a pause do not
run. A year whose holiday notice has not arrived is reckoned from weekends and fixed holidays and marked provisional.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import accumulate
from typing import Literal, TypeAlias, get_args

from zhifa.core.values import Moment, Validity

Unit: TypeAlias = Literal["hour", "day", "workday", "month", "year"]
Pause: TypeAlias = "tuple[date, date]"

UNITS: tuple[str, ...] = get_args(Unit)
FIRST_YEAR, LAST_YEAR = 1980, 2100
_BASE = date(FIRST_YEAR, 1, 1).toordinal()
_SIZE = date(LAST_YEAR, 12, 31).toordinal() - _BASE + 1


@dataclass(frozen=True, slots=True)
class Counting:
    """How one statute counts a period written in 日: which written lengths are working days, and by which article."""

    code: str = "natural"
    title: str = ""
    lengths: frozenset[int] = frozenset()
    up_to: int = 0
    every: bool = False
    cite: str = ""

    @classmethod
    def load(cls, entry: Mapping[str, object]) -> Counting:
        """A counting rule from its entry in rules/laws/counting.toml."""
        lengths, up_to = entry.get("workday_lengths", ()), entry.get("workday_up_to", 0)
        return cls(
            code=str(entry["code"]),
            title=str(entry.get("title", "")),
            lengths=frozenset(int(n) for n in lengths) if isinstance(lengths, list | tuple) else frozenset(),
            up_to=up_to if isinstance(up_to, int) else 0,
            every=entry.get("every_workday") is True,
            cite=str(entry.get("cite", "")),
        )

    def works(self, length: int) -> bool:
        """Whether a period of this written length counts working days."""
        size = abs(length)
        return self.every or size in self.lengths or 0 < size <= self.up_to


NATURAL = Counting()


@dataclass(frozen=True, slots=True)
class Extension:
    """A prolongation: by a length (in the period's own unit unless another is named) or to a day."""

    length: int = 0
    unit: Unit | None = None
    to: date | None = None
    granted_on: date | None = None
    """The day it was granted; one granted after expiry does not count."""
    by_organ: bool = False
    """Its length was fixed by whoever granted it, not by the statute: it runs in the same days as the period."""


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One line of the arithmetic, in Chinese, that a reader can check by hand."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Leg:
    """One counted stretch: from a day not counted, so many days, months or hours, to its last day."""

    start: date
    length: int
    unit: Unit
    end: date
    by: str = ""
    """Where the unit comes from: the article that makes these days working days."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends, and how that was reckoned."""

    due_on: date
    due_at: Moment | None
    """The minute of expiry, known only for hours counted from a moment with a time of day."""
    provisional: bool
    earliest: Moment | None = None
    """For hours from a bare date: the earliest possible expiry; nothing is late before the end of `latest`."""
    latest: Moment | None = None
    legs: tuple[Leg, ...] = ()
    start: Moment = field(default=Moment(date.min), repr=False)
    pauses: tuple[Pause, ...] = field(default=(), repr=False)
    calendar: Calendar | None = field(default=None, repr=False, compare=False)

    @property
    def trace(self) -> tuple[TraceLine, ...]:
        """The arithmetic line by line, written out only when somebody asks."""
        from zhifa.core.worktrace import explain

        return explain(self)


def _days(entry: Mapping[str, object], key: str) -> Iterable[Mapping[str, object]]:
    value = entry.get(key, ())
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []


class Calendar:
    """Working days, make-up days and holidays by name, from the yearly notices that have arrived."""

    __slots__ = ("_count", "_days", "_makeup", "_names", "_statutory", "_unsettled", "_work", "years")

    def __init__(self, *, years: Iterable[Mapping[str, object]], fixed: Iterable[Mapping[str, object]] = ()) -> None:
        notices, rules = list(years), list(fixed)
        self.years: frozenset[int] = frozenset(int(str(notice["year"])) for notice in notices)
        self._names: dict[int, str] = {}
        self._makeup: dict[int, str] = {}
        self._statutory: dict[int, str] = {}
        weekday = (_BASE + 6) % 7
        week = b"\1\1\1\1\1\0\0" * (_SIZE // 7 + 2)
        self._work = bytearray(week[weekday : weekday + _SIZE])
        reach = self._fixed_days(rules)
        for notice in notices:
            self._arrange(notice)
        unsettled = bytearray(_SIZE)
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            first = date(year, 1, 1).toordinal() - _BASE
            last = date(year, 12, 31).toordinal() - _BASE
            if year not in self.years:
                unsettled[first : last + 1] = b"\1" * (last + 1 - first)
            elif year + 1 not in self.years and reach:
                unsettled[last + 1 - reach : last + 1] = b"\1" * reach
        self._unsettled = [0, *accumulate(unsettled)]
        self._count = [0, *accumulate(self._work)]
        self._days = [place for place, works in enumerate(self._work) if works]

    @classmethod
    def load(cls, entries: Iterable[Mapping[str, object]]) -> Calendar:
        """From the entries of rules/calendars: those with a `year` are notices, the others fixed holidays."""
        everything = list(entries)
        return cls(
            years=[entry for entry in everything if "year" in entry],
            fixed=[entry for entry in everything if "year" not in entry],
        )

    def _fixed_days(self, rules: Sequence[Mapping[str, object]]) -> int:
        reach = 0
        for rule in rules:
            validity = Validity(_day(rule.get("from")), _day(rule.get("to")))
            stretch = rule.get("reach", 0)
            reach = max(reach, stretch if isinstance(stretch, int) else 0)
            for year in range(FIRST_YEAR, LAST_YEAR + 1):
                for item in _days(rule, "days") if year not in self.years else ():
                    day = date.fromisoformat(f"{year}-{item['day']}")
                    if validity.contains(day):
                        place = day.toordinal() - _BASE
                        self._work[place] = 0
                        self._names[place] = self._statutory[place] = str(item["name"])
        return reach

    def _arrange(self, notice: Mapping[str, object]) -> None:
        for item in _days(notice, "off"):
            first, last = date.fromisoformat(str(item["from"])), date.fromisoformat(str(item["to"]))
            for place in range(first.toordinal() - _BASE, last.toordinal() - _BASE + 1):
                self._work[place] = 0
                self._names[place] = str(item["name"])
        for item in _days(notice, "work"):
            place = date.fromisoformat(str(item["day"])).toordinal() - _BASE
            self._work[place] = 1
            self._makeup[place] = str(item["name"])
        for item in _days(notice, "statutory"):
            self._statutory[date.fromisoformat(str(item["day"])).toordinal() - _BASE] = str(item["name"])

    @staticmethod
    def _place(day: date) -> int:
        place = day.toordinal() - _BASE
        if not 0 <= place < _SIZE:
            raise ValueError(f"{day.isoformat()} 超出可推算的年份（{FIRST_YEAR}—{LAST_YEAR} 年）")
        return place

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day, make-up Saturdays and Sundays included."""
        return bool(self._work[self._place(day)])

    def is_statutory(self, day: date) -> bool:
        """Whether the day is one of the statutory holidays themselves (行政强制法 43), not a mere day of rest."""
        return self._place(day) in self._statutory

    def is_provisional(self, day: date) -> bool:
        """Whether the notice that settles this day has not arrived."""
        return self._touched(day, day)

    def name(self, day: date) -> str:
        """What the day is called: a holiday, a make-up day, `周末`, or nothing for an ordinary working day."""
        place = self._place(day)
        if place in self._makeup:
            return f"{self._makeup[place]}调休上班"
        if self._work[place]:
            return ""
        return self._names.get(place, "周末")

    def next_workday(self, day: date) -> date:
        """The first working day on or after this day."""
        return self._at(self._count[self._place(day)])

    def add_workdays(self, day: date, number: int) -> date:
        """The number-th working day after this day (before it when negative); the day itself is never counted."""
        place = self._place(day)
        if number == 0:
            return day
        return self._at(self._count[place + 1] + number - 1 if number > 0 else self._count[place] + number)

    def workdays_between(self, first: date, last: date) -> int:
        """Working days after the first day, up to and including the last; negative when the last comes first."""
        if last < first:
            return -self.workdays_between(last, first)
        return self._count[self._place(last) + 1] - self._count[self._place(first) + 1]

    def corresponding(self, day: date, number: int) -> date:
        """The corresponding day so many months on, or the last day of that month where it has none."""
        index = day.year * 12 + day.month - 1 + number
        year, month = divmod(index, 12)
        if not 1 <= year <= 9999:
            raise ValueError("结果超出可推算的年份")
        return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))

    def _at(self, index: int) -> date:
        if not 0 <= index < len(self._days):
            raise ValueError(f"结果超出可推算的年份（{FIRST_YEAR}—{LAST_YEAR} 年）")
        return date.fromordinal(self._days[index] + _BASE)

    def _touched(self, first: date, last: date) -> bool:
        if last < first:
            first, last = last, first
        return self._unsettled[self._place(last) + 1] > self._unsettled[self._place(first)]


def _day(raw: object) -> date | None:
    return date.fromisoformat(str(raw)) if raw else None


def _merged(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Pauses in order, overlapping and adjoining ones joined."""
    joined: list[Pause] = []
    for first, last in sorted(pauses):
        if last < first:
            raise ValueError(f"中止区间的终日 {last} 早于始日 {first}")
        if joined and first <= joined[-1][1] + timedelta(1):
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _count_on(start: date, length: int, calendar: Calendar | None, pauses: tuple[Pause, ...]) -> date:
    """The length-th running day after start: working days where a calendar is given, else natural days."""
    left, cursor = length, start
    for first, last in pauses:
        if last <= cursor:
            continue
        eve = max(first - timedelta(1), cursor)
        running = calendar.workdays_between(cursor, eve) if calendar else (eve - cursor).days
        if running >= left:
            break
        left, cursor = left - running, last
    return calendar.add_workdays(cursor, left) if calendar else _shift(cursor, left)


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        raise ValueError("结果超出可推算的年份") from None


def _run(calendar: Calendar, start: date, length: int, unit: Unit, pauses: tuple[Pause, ...]) -> date:
    if length == 0:
        return start
    if unit == "workday":
        return calendar.add_workdays(start, length) if not pauses else _count_on(start, length, calendar, pauses)
    if unit == "day":
        return _shift(start, length) if not pauses else _count_on(start, length, None, pauses)
    end = calendar.corresponding(start, length if unit == "month" else length * 12)
    return end if not pauses else _count_on(start, (end - start).days, None, pauses)


def _resolve(length: int, unit: Unit, counting: Counting) -> tuple[Unit, str]:
    if unit == "day" and counting.works(length):
        return "workday", counting.cite or counting.title
    return unit, ""


def due(
    calendar: Calendar,
    start: Moment | date,
    length: int,
    unit: Unit,
    *,
    counting: Counting = NATURAL,
    rolls: bool = True,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Due:
    """The last day of a period of `length` units that starts on `start`; that day itself is not counted.

    Pauses are closed intervals of days that do not run. Negative lengths give the latest day before `start`; they
    neither pause nor roll. Length 0 means at once: the same day. Hours run on the clock and never roll.
    ValueError, in Chinese, for days outside the calendar and pauses that end before they begin.
    """
    moment = start if isinstance(start, Moment) else Moment(start)
    if unit == "hour":
        return _due_hours(calendar, moment, length, pauses, extensions)
    if length < 0 and (pauses or extensions):
        raise ValueError("倒算的期限不中止、不延长")
    stops = _merged(pauses)
    real, by = _resolve(length, unit, counting)
    end = _run(calendar, moment.day, length, real, stops)
    legs = [Leg(moment.day, length, real, end, by)]
    rolled = _rolled(calendar, end, rolls and length > 0)
    for extension in extensions:
        leg = _extend(calendar, legs, rolled, extension, unit, counting, stops)
        legs.append(leg)
        rolled = _rolled(calendar, leg.end, rolls)
    provisional = (rolls and length > 0 and calendar._touched(legs[-1].end, rolled)) or any(
        leg.unit == "workday" and leg.length != 0 and calendar._touched(leg.start, leg.end) for leg in legs
    )
    return Due(rolled, None, provisional, None, None, tuple(legs), moment, stops, calendar)


def _rolled(calendar: Calendar, day: date, rolls: bool) -> date:
    return calendar.next_workday(day) if rolls else day


def _extend(
    calendar: Calendar,
    legs: list[Leg],
    expires: date,
    extension: Extension,
    unit: Unit,
    counting: Counting,
    stops: tuple[Pause, ...],
) -> Leg:
    """One more leg; an extension in the same unit lengthens the last leg, so 90 and 30 days are 120 days."""
    last = legs[-1]
    if extension.granted_on is not None and extension.granted_on > expires:
        note = f"{extension.granted_on.isoformat()} 批准延长时期限已届满（{expires.isoformat()}），不计延长"
        return Leg(last.end, 0, "day", last.end, note=note)
    if extension.to is not None:
        if extension.to < last.end:
            note = f"延长至 {extension.to.isoformat()} 早于原届满日，不计延长"
            return Leg(last.end, 0, "day", last.end, note=note)
        return Leg(last.end, 0, "day", extension.to, note=f"延长至 {extension.to.isoformat()}")
    real, by = _resolve(extension.length, extension.unit or unit, counting)
    if extension.by_organ:
        real, by = legs[0].unit, legs[0].by
    if real == last.unit and real in ("month", "year"):
        total = last.length + extension.length
        end = _run(calendar, last.start, total, real, stops)
        return Leg(last.start, total, real, end, by, note="延长后合计")
    end = _run(calendar, last.end, extension.length, real, stops)
    return Leg(last.end, extension.length, real, end, by, note="延长")


def _due_hours(
    calendar: Calendar, start: Moment, length: int, pauses: Sequence[Pause], extensions: Sequence[Extension]
) -> Due:
    """Hours on the clock; from a bare date an interval, because the minute of its beginning is not known."""
    if pauses:
        raise ValueError("按小时计算的期限不按日中止")
    total = length + sum(extension.length for extension in extensions)
    first, last = (_clock_on(start.day, at, total) for at in (start.at or time.min, start.at or time(23, 59)))
    leg = Leg(start.day, total, "hour", last.day)
    return Due(last.day, last if start.at else None, False, first, last, (leg,), start, (), calendar)


def _clock_on(day: date, at: time, hours: int) -> Moment:
    """So many hours on by the clock."""
    days, hour = divmod(at.hour + hours, 24)
    return Moment(_shift(day, days), at.replace(hour=hour))
