"""How values read on paper: dates in full, amounts in digits and in capitals, lists joined by 、."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zhifa.core.facts import Fact, Value
from zhifa.core.values import Moment, capitals, chinese_date, format_yuan

BLANK_DATE = "　　　　年　　月　　日"


def amount(fen: int) -> str:
    """An amount as a decision prints it: digits and capitals."""
    return f"{format_yuan(fen)}元（大写：{capitals(fen)}）"


def clock(moment: Moment) -> str:
    """A moment in words: `2024年3月5日14时30分`, the time only where it is known."""
    if moment.at is None:
        return chinese_date(moment.day)
    return f"{chinese_date(moment.day)}{moment.at.hour}时{moment.at.minute:02d}分"


def show(value: Value, kind: str, *, short: bool = False) -> str:
    """A value in the words of a paper; `short` leaves out the capitals, for narrow table cells."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Moment):
        return clock(value)
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if kind == "money" and isinstance(value, int):
        return format_yuan(value) if short else amount(value)
    if isinstance(value, tuple):
        return "、".join(str(item) for item in value if isinstance(item, str)) or "无"
    return str(value)


def apply_filters(value: Value, fact: Fact | None, filters: tuple[tuple[str, str], ...]) -> str:
    """The value with the filters of its placeholder; without filters it is shown in full."""
    kind = fact.type if fact else "text"
    for name, argument in filters:
        match name:
            case "date":
                return chinese_date(value.day) if isinstance(value, Moment) else show(value, kind)
            case "yuan" if isinstance(value, int):
                return f"{format_yuan(value)}元"
            case "number" if isinstance(value, int):
                return format_yuan(value) if kind == "money" else str(value)
            case "capitals" if isinstance(value, int):
                return capitals(value)
            case "count" if isinstance(value, tuple):
                return str(len(value))
            case "lines" if isinstance(value, tuple):
                return "\n".join(str(item) for item in value if isinstance(item, str))
            case "column":
                return "、".join(_column(value, argument)) or "无"
            case "sum":
                return amount(sum(cell for cell in _cells(value, argument) if isinstance(cell, int)))
    return show(value, kind)


def _cells(value: Value, code: str) -> list[Value]:
    rows = value if isinstance(value, tuple) else ()
    return [row[code] for row in rows if isinstance(row, Mapping) and code in row]


def _column(value: Value, code: str) -> list[str]:
    return [show(cell, "text") for cell in _cells(value, code)]
