"""Patterns of doing nothing: an organ that is silent, powers that are never used, a report nobody publishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from zhifa.core.oversight.patterns.model import Found, OrganYear, Parameters

NAMED: Final = 5


def silent(organs: Sequence[OrganYear], parameters: Parameters, day: date) -> Iterator[Found]:
    """An organ with officers that opened no case for a long time."""
    days = int(parameters["days"])
    for organ in organs:
        last = max(filter(None, (organ.last_on, organ.since)))
        idle = (day - last).days
        if organ.officers >= int(parameters["officers"]) and idle > days:
            yield Found(
                organ=organ.organ,
                subject=str(last),
                message=f"有 {organ.officers} 名持证执法人员，自 {last} 起 {idle} 天没有登记任何案件、检查、线索",
                day=last,
            )


def unused(organs: Sequence[OrganYear], parameters: Parameters, day: date) -> Iterator[Found]:
    """Matters of an organ's published power list that nobody took up within the window."""
    for organ in organs:
        if organ.matters and 100 * len(organ.unused) >= int(parameters["share"]) * len(organ.matters):
            named = "、".join(organ.unused[:NAMED]) + ("等" if len(organ.unused) > NAMED else "")
            yield Found(
                organ=organ.organ,
                subject=str(day.year),
                message=f"权责清单 {len(organ.matters)} 项中有 {len(organ.unused)} 项一年内没有行使过：{named}",
                day=day.replace(month=1, day=1),
            )


def report_late(organs: Sequence[OrganYear], parameters: Parameters, day: date) -> Iterator[Found]:
    """An organ that could act in a year and has not published its annual report by the day that was due.

    Only of organs that finish their reports here, this year's or one before: where others publish, nobody here knows.
    """
    for year in range(day.year - int(parameters["years"]), day.year):
        due = report_due(parameters, year)
        for organ in organs:
            acted = organ.officers and organ.since <= date(year, 12, 31)
            here = any(one <= year for one in organ.reported)
            if acted and here and day > due and year not in organ.published:
                yield Found(
                    organ=organ.organ,
                    subject=str(year),
                    message=f"{year} 年度行政执法总体情况应当在 {due} 以前公开，还没有登记公开",
                    day=due + timedelta(days=1),
                )


def report_due(parameters: Parameters, year: int) -> date:
    """The last day on which the report on a year may be published: a month and day of the next year."""
    return date.fromisoformat(f"{year + 1}-{parameters['due']}")
