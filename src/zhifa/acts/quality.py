"""The scoring of the quality of organs' enforcement (执法质量考评): by day, quarter, year or a span of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.work import context, today
from zhifa.core.assessment import Period, Result, Standard, assess, read_period, standard_of
from zhifa.store.readers.quality import measures_of

SPECIAL = "专项"


@dataclass(frozen=True, slots=True)
class Scored:
    """An organ with its score in a period."""

    code: str
    name: str
    result: Result

    @property
    def judged(self) -> bool:
        """Whether anything happened that could be judged."""
        return any(line.points is not None for line in self.result.lines)


def quality_standard(day: date) -> Standard | None:
    """The standard by which organs are scored on a day."""
    entries = context().rules(day).entries("quality").values()
    return next((standard_of(entry) for entry in entries), None)


def period_of(name: str, first: date | None = None, last: date | None = None) -> Period | None:
    """A period by its name, or the days of a special scoring; None for neither, or one that has not begun."""
    if first and last and first <= last:
        found: Period | None = Period(f"{first} 至 {last}", SPECIAL, first, last)
    else:
        found = read_period(name)
    return found if found and found.first <= today() else None


def quality(period: Period, standard: Standard, *, reach: Sequence[str]) -> list[Scored]:
    """The organs within the reach in their order, each scored for the period."""
    told = measures_of(period.first, min(period.last, today()), reach=reach)
    return [Scored(one.code, one.name, assess(standard, one.measured, {}, {})) for one in told]
