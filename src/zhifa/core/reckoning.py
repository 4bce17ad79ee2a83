"""For which days a judgement holds, and how its days follow from others: what traced days leave behind."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from zhifa.core.citizens import Births
from zhifa.core.worktime import Calendar

REMEMBERED: Final = 20_000
"""Of so many ways it is remembered whether they begin at a birth: a mold has hundreds, each walked through again."""

Said = tuple[Any, ...]
"""How a value was come by: `("given", n)`, `("plus", said, days)`, `("between", said, said)`, `("ask", what, …)`;
of days of birth `("born", n)` and `("age", said, said)`."""
OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Reckoning:
    """The days of one case, and the days of birth its numbers tell: the answers to all that was asked of another's."""

    __slots__ = ("_known", "calendar")

    def __init__(self, days: Iterable[date], calendar: Calendar, births: Iterable[date] = ()) -> None:
        self.calendar = calendar
        self._known: dict[Any, Any] = {("given", place): day for place, day in enumerate(days)}
        self._known |= {("born", place): day for place, day in enumerate(births)}

    def value(self, how: Any) -> Any:
        """The value that was come by in a way."""
        if not isinstance(how, tuple):
            return how
        if how not in self._known:
            self._known[how] = self._work_out(how)
        return self._known[how]

    def _work_out(self, how: Said) -> Any:
        match how:
            case ("plus", base, days):
                return self.value(base) + timedelta(days)
            case ("between", first, last):
                return (self.value(last) - self.value(first)).days
            case ("weekday", base):
                return self.value(base).weekday()
            case ("part", name, base):
                return getattr(self.value(base), name)
            case ("age", born, day):
                return Births().full_years(self.value(born), self.value(day))
            case ("ask", name, *given):
                return getattr(self.calendar, name)(*map(self.value, given))
        raise ValueError(how)


@dataclass(frozen=True, slots=True)
class Guards:
    """For which days a judgement holds: bounds of single values first, then what they must be to one another."""

    bounds: tuple[tuple[Said, Any, Any], ...]
    """A way of reckoning, with the first and the last value that will do; None for no end."""
    others: tuple[tuple[str, Any, Any, bool], ...]

    @classmethod
    def of(cls, noted: Mapping[tuple[str, Any, Any], bool]) -> Guards:
        """The same guards with what is asked of one value again and again said once."""
        ends: dict[Said, list[Any]] = {}
        others: list[tuple[str, Any, Any, bool]] = []
        for (name, left, right), held in noted.items():
            if type(right) in (date, int) and (name != "==" or held):
                base, limit = _unmoved(left, right)
                _narrow(ends.setdefault(base, [None, None]), name, limit, held=held)
            else:
                others.append((name, left, right, held))
        return cls(tuple((how, first, last) for how, (first, last) in ends.items()), tuple(others))

    def hold(self, reckoning: Reckoning) -> bool:
        """Whether the days of another case give the same answers; a day nothing can be reckoned from does not."""
        try:
            return all(
                (first is None or first <= found) and (last is None or found <= last)
                for how, first, last in self.bounds
                for found in (reckoning.value(how),)
            ) and all(
                OPERATORS[name](reckoning.value(left), reckoning.value(right)) is held
                for name, left, right, held in self.others
            )
        except (ValueError, OverflowError):
            return False


def apart(noted: Mapping[tuple[str, Any, Any], bool]) -> tuple[Guards, Guards]:
    """The guards of days, and those that ask of somebody's day of birth, which is hardly ever the same twice."""
    of_births = {asked: held for asked, held in noted.items() if tells_birth(asked)}
    return Guards.of({asked: held for asked, held in noted.items() if asked not in of_births}), Guards.of(of_births)


@lru_cache(maxsize=REMEMBERED)
def tells_birth(how: Any) -> bool:
    """Whether a value was come by from a day of birth."""
    return isinstance(how, tuple) and (how[:1] == ("born",) or any(map(tells_birth, how)))


def _unmoved(how: Said, limit: Any) -> tuple[Said, Any]:
    """A bound of a day moved by some days, as a bound of the day itself."""
    if how[0] == "plus" and isinstance(limit, date):
        try:
            return how[1], limit - timedelta(how[2])
        except OverflowError:
            pass
    return how, limit


_OPPOSITE: Final = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _narrow(ends: list[Any], name: str, limit: Any, *, held: bool) -> None:
    name = name if held else _OPPOSITE[name]
    one = timedelta(1) if isinstance(limit, date) else 1
    if name in ("==", ">=", ">"):
        first = limit + one if name == ">" else limit
        ends[0] = first if ends[0] is None else max(ends[0], first)
    if name in ("==", "<=", "<"):
        last = limit - one if name == "<" else limit
        ends[1] = last if ends[1] is None else min(ends[1], last)
