"""Three-valued logic over fact values: true, false, and not known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from zhifa.core.facts import Value
from zhifa.core.values import Moment, before


class Unknown:
    """The third truth value: nobody has recorded what the condition asks about."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("unknown is neither true nor false")


UNKNOWN: Final = Unknown()
Known: TypeAlias = "Value | tuple[Known, ...]"
Result: TypeAlias = "Known | Unknown"


def truth(held: Result) -> bool | Unknown:
    """A result as a truth value; lists and texts are true when they hold something."""
    if isinstance(held, Unknown | bool):
        return held
    if isinstance(held, tuple | str):
        return bool(held)
    if isinstance(held, int | Decimal):
        return held != 0
    return True


def compare(left: Known, operator: str, right: Known) -> bool | Unknown:
    """Compare two known values; moments on one day without times leave the order unknown."""
    if isinstance(left, Moment) or isinstance(right, Moment):
        return _compare_moments(left, operator, right)
    if operator == "==":
        return left == right
    if operator == "!=":
        return left != right
    try:
        match operator:
            case "<":
                return bool(left < right)  # type: ignore[operator]
            case "<=":
                return bool(left <= right)  # type: ignore[operator]
            case ">":
                return bool(left > right)  # type: ignore[operator]
        return bool(left >= right)  # type: ignore[operator]
    except TypeError:
        return UNKNOWN


def _compare_moments(left: Known, operator: str, right: Known) -> bool | Unknown:
    if not (isinstance(left, Moment) and isinstance(right, Moment)):
        days = [item.day if isinstance(item, Moment) else item for item in (left, right)]
        return compare(days[0], operator, days[1])
    if operator in {"==", "!="}:
        return (left == right) is (operator == "==")
    order = before(left, right) if operator in {"<", ">="} else before(right, left)
    if order is None:
        return UNKNOWN
    return order if operator in {"<", ">"} else not order


def arithmetic(left: Known, operator: str, right: Known) -> Result:
    """Sum or difference of numbers, a date moved by days, or the days between two dates."""
    sign = 1 if operator == "+" else -1
    if isinstance(left, Moment):
        left = left.day
    if isinstance(right, Moment):
        right = right.day
    if isinstance(left, date) and isinstance(right, date):
        return (left - right).days if sign < 0 else UNKNOWN
    if isinstance(left, date) and isinstance(right, int):
        return left + timedelta(days=sign * right)
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return left + right if sign > 0 else left - right
    return UNKNOWN
