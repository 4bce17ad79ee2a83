"""The arithmetic of a due date in Chinese, line by line, so that anyone can check it against a wall calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from zhifa.core.values import show_date
from zhifa.core.worktime import Calendar, Due, Leg, Pause, TraceLine

NAMES = {"hour": "小时", "day": "日", "workday": "个工作日", "month": "个月", "year": "年"}


def explain(due: Due) -> tuple[TraceLine, ...]:
    """Start, counted days by month, skipped holidays by name, pauses, extensions, the roll, and the result."""
    calendar = due.calendar
    if calendar is None or not due.legs:
        return ()
    if due.legs[0].unit == "hour":
        return tuple(_hours(due))
    lines: list[TraceLine] = []
    for number, leg in enumerate(due.legs):
        lines += _leg(leg, number == 0, calendar, due.pauses)
    end = due.legs[-1].end
    if due.due_on != end:
        lines.append(
            TraceLine(
                "roll",
                f"顺延：{show_date(end)}为{calendar.name(end)}，顺延至其后第一个工作日 {show_date(due.due_on)}",
            )
        )
    if due.provisional:
        low, high = sorted((due.start.day.year, due.due_on.year))
        missing = [year for year in range(low, high + 1) if year not in calendar.years] or [high + 1]
        years = "、".join(str(year) for year in missing)
        lines.append(
            TraceLine(
                "provisional",
                f"暂定：{years} 年放假安排尚未收录，暂按周末和固定节日推算，收录后重新计算",
            )
        )
    last = "最迟" if due.legs[0].length < 0 else "届满"
    lines.append(TraceLine("result", f"{last}：{show_date(due.due_on)}"))
    return tuple(lines)


def _leg(leg: Leg, first: bool, calendar: Calendar, pauses: tuple[Pause, ...]) -> Iterator[TraceLine]:
    if leg.note and leg.length == 0:
        yield TraceLine("extension", f"延长：{leg.note}")
        return
    if leg.length == 0:
        yield TraceLine("start", f"立即：须于 {show_date(leg.start)} 当日办理")
        return
    size = f"{abs(leg.length)} {NAMES[leg.unit]}"
    if leg.by:
        size += f"（依{leg.by}，按工作日计算）"
    if not first:
        yield TraceLine("extension", f"{leg.note}：{size}，自 {show_date(leg.start)} 之次日起算")
    elif leg.length < 0:
        yield TraceLine("start", f"倒算：{show_date(leg.start)} 当日不计入，向前数 {size}，不顺延")
    else:
        yield TraceLine("start", f"起算：{show_date(leg.start)} 当日不计入，自次日起数 {size}")
    if leg.unit == "workday":
        yield from _by_month(leg, calendar, pauses)
    else:
        yield from _natural(leg, pauses)


def _natural(leg: Leg, pauses: tuple[Pause, ...]) -> Iterator[TraceLine]:
    for first, last in _inside(pauses, leg.start, leg.end):
        days = (last - first).days + 1
        yield TraceLine("pause", f"扣除：{first} 至 {last}，共 {days} 日不计入期限")
    if leg.unit == "day":
        yield TraceLine("count", f"计数：数至第 {abs(leg.length)} 日为 {show_date(leg.end)}")
    else:
        yield TraceLine("count", f"计数：相应的日为 {show_date(leg.end)}{_clamp(leg, pauses)}")


def _clamp(leg: Leg, pauses: tuple[Pause, ...]) -> str:
    short = leg.end.day < leg.start.day and not _inside(pauses, leg.start, leg.end)
    return "（该月没有相应的日，取月末）" if short else ""


def _inside(pauses: tuple[Pause, ...], start: date, end: date) -> list[Pause]:
    """The parts of the pauses that lie after start and not after end."""
    parts = [(max(first, start + timedelta(1)), min(last, end)) for first, last in pauses]
    return [(first, last) for first, last in parts if first <= last]


def _by_month(leg: Leg, calendar: Calendar, pauses: tuple[Pause, ...]) -> Iterator[TraceLine]:
    """One line a month: the working days counted, then what was left out and why."""
    one = timedelta(1)
    low, high = (leg.start + one, leg.end) if leg.length > 0 else (leg.end, leg.start - one)
    stopped = _inside(pauses, low - one, high)
    lines: list[TraceLine] = []
    counted = 0
    for first, last in _months(low, high, backwards=leg.length < 0):
        kinds: dict[str, list[date]] = {}
        extra: list[str] = []
        for step in range((last - first).days + 1):
            day = first + step * one
            name = calendar.name(day)
            if any(a <= day <= b for a, b in stopped):
                kinds.setdefault("中止", []).append(day)
            elif calendar.is_workday(day):
                kinds.setdefault("", []).append(day)
                if name:
                    extra.append(f"{day.day} 日{name}")
            else:
                kinds.setdefault(name, []).append(day)
        work = kinds.pop("", [])
        counted += len(work)
        text = f"{first.year}年{first.month}月："
        text += f"{_runs(work)} 日，计 {len(work)} 个，累计 {counted} 个" if work else "没有计入的工作日"
        left_out = "、".join(f"{_runs(days)} 日{name}" for name, days in kinds.items())
        text += f"；不计 {left_out}" if left_out else ""
        text += f"；{'、'.join(extra)}" if extra else ""
        lines.append(TraceLine("count", text))
    yield from lines


def _months(low: date, high: date, *, backwards: bool) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    first = low
    while first <= high:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        spans.append((first, min(high, following - timedelta(1))))
        first = following
    return spans[::-1] if backwards else spans


def _runs(days: list[date]) -> str:
    """Days of one month as `1—3、5`."""
    parts: list[list[int]] = []
    for day in days:
        if parts and parts[-1][1] + 1 == day.day:
            parts[-1][1] = day.day
        else:
            parts.append([day.day, day.day])
    return "、".join(f"{a}" if a == b else f"{a}—{b}" for a, b in parts)


def _hours(due: Due) -> Iterator[TraceLine]:
    leg = due.legs[0]
    yield TraceLine("start", f"起算：{due.start.text}，按小时连续计算 {leg.length} 小时，不因节假日顺延")
    if due.due_at is not None:
        yield TraceLine("result", f"届满：{due.due_at.text}")
    elif due.earliest is not None and due.latest is not None:
        yield TraceLine("interval", f"起算时刻未登记：届满最早为 {due.earliest.text}，最迟为 {due.latest.text}")
        yield TraceLine("result", f"届满：至迟 {show_date(due.due_on)}")
