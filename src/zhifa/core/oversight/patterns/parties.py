"""Patterns about one party: fined twice for one act, in small pieces, again and again without being told to stop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, takewhile
from operator import attrgetter
from typing import Any, TypeVar

from zhifa.core.oversight.patterns.model import Deed, Found, Parameters, Visit, shown_by, yuan

Row = TypeVar("Row", Deed, Visit)


def _together(rows: Iterable[Row], least: int, *names: str) -> Iterator[list[Row]]:
    """At least so many rows that agree in some attributes, none of which is empty, in the order in which they happened.

    Most rows of a million agree with no other: only those that do are put in order.
    """
    place, groups = attrgetter(*names), defaultdict[Any, list[Row]](list)
    for row in rows:
        groups[place(row)].append(row)
    wanted = [(key, group) for key, group in groups.items() if len(group) >= least]
    for key, group in sorted(wanted, key=lambda item: _spelt(item[0])):
        if all(key if isinstance(key, tuple) else (key,)):
            yield sorted(group, key=lambda row: (row.day, row.case, row.version))


def _spelt(key: object) -> tuple[str, ...]:
    return tuple(map(str, key)) if isinstance(key, tuple) else (str(key),)


def twice(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """One act fined more than once: the same party, the same matter, the same day of the act (行政处罚法 29).

    Where nobody wrote the day down, an act fined on the spot is of that day; several on the spot may be several acts.
    """
    fined = [deed for deed in deeds if deed.fine]
    for group in _together(fined, int(parameters["least"]), "party", "matter", "acted_on"):
        cases = {deed.case for deed in group}
        if len(cases) < int(parameters["least"]) or not any(deed.happened_on for deed in group):
            continue
        last = group[-1]
        yield Found(
            organ=last.organ,
            subject=f"{last.party}/{last.matter}/{last.acted_on}",
            message=f"{last.name} {last.acted_on} 的同一行为，{len(cases)} 个案件分别罚款，共 {_sum(group)}",
            day=last.day,
            shown=shown_by(group),
        )


def split(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """One sum in small pieces: fines on the spot within days, each within the limit for them, together beyond it; and
    fines by the ordinary procedure, each below what a hearing is due for, together as much."""
    fined, least = [deed for deed in deeds if deed.fine], min(int(parameters["least"]), int(parameters["least_a_day"]))
    for simple, limits in ((True, parameters["limit_fen"]), (False, parameters["hearing_fen"])):
        pieces = [deed for deed in fined if deed.simple is simple]
        for group in _together(pieces, least, "organ", "party", "matter"):
            limit = limits.get(group[0].party_kind)
            if limit is not None:
                yield from _pieces(group, int(limit), parameters, simple=simple)


def _pieces(group: Sequence[Deed], limit: int, parameters: Parameters, *, simple: bool) -> Iterator[Found]:
    for run in _within_days(group, int(parameters["days"])):
        total, first, last = sum(deed.fine for deed in run), run[0], run[-1]
        least = int(parameters["least" if simple and first.day != last.day else "least_a_day"])
        if len(run) < least or total <= limit or any(deed.fine > limit for deed in run):
            continue
        how = "当场处罚" if simple else "罚款"
        beyond = "当场处罚的限额" if simple else "应当告知听证的数额"
        yield Found(
            organ=last.organ,
            subject=f"{last.party}/{last.matter}/{first.day}",
            message=f"{last.name} 在 {first.day} 至 {last.day} 被{how} {len(run)} 次，每次不超过 {yuan(limit)}，"
            f"合计 {yuan(total)}，超过{beyond}",
            day=last.day,
            shown=shown_by(run),
        )


def _within_days(group: Sequence[Deed], days: int) -> Iterator[list[Deed]]:
    """The group cut where more than so many days lie between the first and a later one."""
    run: list[Deed] = []
    for deed in group:
        if run and (deed.day - run[0].day).days > days:
            yield run
            run = []
        run.append(deed)
    if run:
        yield run


def instead_of_order(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """Fined again and again for the same and never ordered to put it right (行政处罚法 28)."""
    fined = [deed for deed in deeds if deed.fine]
    for group in _together(fined, int(parameters["least"]), "organ", "party", "matter"):
        if any(deed.ordered for deed in group):
            continue
        first, last = group[0], group[-1]
        yield Found(
            organ=last.organ,
            subject=f"{last.party}/{last.matter}",
            message=f"{last.name} 因同一事项自 {first.day} 起被罚款 {len(group)} 次，共 {_sum(group)}，"
            f"没有一次责令改正",
            day=last.day,
            shown=shown_by(group),
        )


def _sum(group: Sequence[Deed]) -> str:
    return yuan(sum(deed.fine for deed in group))


def over_frequency(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """One enterprise inspected by one organ as daily routine more often in a year than its frequency allows."""
    most = int(parameters["most"])
    daily = [visit for visit in visits if visit.daily and visit.enterprise and visit.day.year == day.year]
    for group in _together(daily, most + 1, "organ", "party"):
        times = {visit.case: visit for visit in group}
        if len(times) <= most:
            continue
        last = group[-1]
        yield Found(
            organ=last.organ,
            subject=f"{last.party}/{day.year}",
            message=f"{last.name} 在 {day.year} 年被日常检查 {len(times)} 次，超过每年 {most} 次",
            day=last.day,
            shown=shown_by(group),
        )


def many_organs(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """One enterprise inspected by many organs within days, each on its own (民营经济促进法 52)."""
    least, days = int(parameters["least"]), int(parameters["days"])
    routine = [visit for visit in visits if visit.daily and visit.enterprise]
    for group in _together(routine, least, "party"):
        for number, first in enumerate(group):
            until = first.day + timedelta(days=days)
            soon = takewhile(lambda visit: visit.day <= until, islice(group, number, None))  # noqa: B023
            near = [visit for visit in soon if not visit.assisted]
            organs = {visit.organ for visit in near}
            if len(organs) >= least:
                last = near[-1]
                yield Found(
                    organ=last.organ,
                    subject=f"{last.party}/{first.day}",
                    message=f"{last.name} 在 {first.day} 至 {last.day} 被 {len(organs)} 个机关分别检查，没有合并、联合",
                    day=last.day,
                    shown=shown_by(near),
                )
                break
