"""When things happen: working days of the year and hours an office keeps, drawn from a seeded source."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from zhifa.core.worktime import Calendar

MORNING, AFTERNOON = (time(9, 0), 140), (time(14, 0), 190)
"""Where office hours begin and over how many minutes acts begin."""


class Diary:
    """Draws days and minutes; the same seed draws the same year."""

    def __init__(self, rng: Random, calendar: Calendar, year: int) -> None:
        self.rng, self.calendar, self.year = rng, calendar, year
        day, days = date(year, 1, 2), []
        while day.year == year:
            if calendar.is_workday(day):
                days.append(day)
            day += timedelta(days=1)
        self.days = days

    def spread(self, number: int, *, first: date | None = None, last: date | None = None) -> list[date]:
        """So many working days between two days, in order, some of them twice."""
        chosen = [d for d in self.days if (first is None or d >= first) and (last is None or d <= last)]
        return sorted(self.rng.choice(chosen) for _ in range(number))

    def later(self, day: date, least: int, most: int | None = None) -> date:
        """A working day, so many working days after another; on or after it where `least` is 0."""
        number = self.rng.randint(least, most if most is not None else least)
        return self.calendar.add_workdays(day, number) if number else self.working(day)

    def working(self, day: date) -> date:
        """This day if it is a working day, else the next."""
        return day if self.calendar.is_workday(day) else self.calendar.next_workday(day)

    def morning(self, day: date) -> datetime:
        return self._within(day, *MORNING)

    def afternoon(self, day: date) -> datetime:
        return self._within(day, *AFTERNOON)

    def sometime(self, day: date) -> datetime:
        """Some minute of office hours."""
        return self.morning(day) if self.rng.random() < 0.55 else self.afternoon(day)

    def _within(self, day: date, begin: time, minutes: int) -> datetime:
        return datetime.combine(day, begin) + timedelta(minutes=self.rng.randrange(minutes))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A fixed minute of a day, on the town's clock."""
    return datetime.combine(day, time(hour, minute))


def plus(moment: datetime, minutes: int) -> datetime:
    """Some minutes later."""
    return moment + timedelta(minutes=minutes)
