"""Patterns about figures: padded, bunched, alike, entered long after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final, TypeVar

from zhifa.core.oversight.patterns.model import Deed, Found, Parameters, Visit, shown_by

INSPECTION: Final = "inspection"


def two_places(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """One officer in two places within so few minutes that nobody can be in both."""
    minutes = int(parameters["minutes"])
    timed: dict[tuple[str, str, date], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.minute is not None and visit.place:
            for officer in visit.officers:
                timed[visit.organ, officer, visit.day].append(visit)
    found: dict[tuple[str, date, frozenset[str]], tuple[str, Visit, Visit]] = {}
    for (organ, officer, when), group in sorted(timed.items()):
        group.sort(key=lambda item: (item.minute or 0, item.case, item.version))
        for first, second in zip(group, group[1:], strict=False):
            apart = (second.minute or 0) - (first.minute or 0)
            if first.case != second.case and first.place != second.place and apart < minutes:
                found.setdefault((organ, when, frozenset((first.case, second.case))), (officer, first, second))
    for (organ, when, _), (_, first, second) in sorted(found.items(), key=lambda item: (*item[0][:2], item[1][1].case)):
        apart = (second.minute or 0) - (first.minute or 0)
        yield Found(
            organ=organ,
            subject="/".join(sorted((first.case, second.case))),
            message=f"同一执法人员 {when} {_clock(first)} 在“{first.place}”，{apart} 分钟后又在“{second.place}”",
            day=when,
            shown=shown_by([first, second]),
        )


def _clock(visit: Visit) -> str:
    return f"{(visit.minute or 0) // 60:02d}:{(visit.minute or 0) % 60:02d}"


def crowded(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """More places in one day than one officer can see."""
    most = int(parameters["most"])
    days: dict[tuple[str, str, date], list[Visit]] = defaultdict(list)
    for visit in visits:
        for officer in visit.officers:
            days[visit.organ, officer, visit.day].append(visit)
    told: set[tuple[str, date]] = set()
    for (organ, _, when), group in sorted(days.items()):
        cases = {visit.case for visit in group}
        if len(cases) > most and (organ, when) not in told:
            told.add((organ, when))
            yield Found(
                organ=organ,
                subject=str(when),
                message=f"同一执法人员 {when} 一天登记 {len(cases)} 处现场，超过 {most} 处",
                day=when,
                shown=shown_by(group),
            )


def doubled(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """One inspection entered several times: the same officers at the same party on one day, in as many cases."""
    alike: dict[tuple[str, str, date, tuple[str, ...]], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.kind == INSPECTION and visit.party:
            alike[visit.organ, visit.party, visit.day, visit.officers].append(visit)
    for (organ, party, when, _), group in sorted(alike.items()):
        cases = {visit.case for visit in group}
        if len(cases) >= int(parameters["least"]):
            yield Found(
                organ=organ,
                subject=f"{party}/{when}",
                message=f"同样的执法人员 {when} 对 {group[0].name} 的检查登记了 {len(cases)} 次",
                day=when,
                shown=shown_by(group),
            )


def copies(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """Records of different parties that say the same word for word."""
    alike: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.said:
            alike[visit.organ, visit.said].append(visit)
    for (organ, said), group in sorted(alike.items()):
        parties = {visit.party or visit.case for visit in group}
        if len(parties) >= int(parameters["least"]):
            last = max(visit.day for visit in group)
            yield Found(
                organ=organ,
                subject=said,
                message=f"{len(parties)} 个不同对象的现场记录一字不差",
                day=last,
                shown=shown_by(group),
            )


def late_entry(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """An organ that enters a large part of its work long after it was done."""
    days, least, share = int(parameters["days"]), int(parameters["least"]), int(parameters["share"])
    for organ, group in _by_organ(visits):
        late = [visit for visit in group if (visit.entered_on - visit.day).days > days]
        if len(late) >= least and 100 * len(late) >= share * len(group):
            yield Found(
                organ=organ,
                subject="",
                message=f"{len(group)} 次现场执法中有 {len(late)} 次在 {days} 天以后才登记",
                day=max(visit.entered_on for visit in late),
                shown=shown_by(late),
            )


def outside_plan(visits: Sequence[Visit], parameters: Parameters, day: date) -> Iterator[Found]:
    """An organ whose daily inspections mostly carry out no item of its plan."""
    least, share = int(parameters["least"]), int(parameters["share"])
    for organ, group in _by_organ([visit for visit in visits if visit.daily and visit.day.year == day.year]):
        beside = [visit for visit in group if not visit.plan_item]
        if len(beside) >= least and 100 * len(beside) >= share * len(group):
            yield Found(
                organ=organ,
                subject=str(day.year),
                message=f"{day.year} 年日常检查 {len(group)} 次，其中 {len(beside)} 次不在年度检查计划内",
                day=max(visit.day for visit in beside),
                shown=shown_by(beside),
            )


def month_end(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """Decisions that bunch in the last days of several months running, as where a number has to be reached."""
    least, each, share, last_days = (int(parameters[name]) for name in ("least", "each", "share", "last_days"))
    for organ, group in _by_organ(deeds):
        bunched: list[tuple[date, list[Deed]]] = []
        for month, decided in _by_month(group):
            end = [deed for deed in decided if deed.day > _last_day(month) - timedelta(days=last_days)]
            if len(decided) >= each and 100 * len(end) >= share * len(decided):
                bunched.append((month, end))
        for run in _running(bunched, int(parameters["months"])):
            shown = [deed for _, end in run for deed in end]
            if len(shown) < least:
                continue
            yield Found(
                organ=organ,
                subject=f"{run[0][0]:%Y-%m}",
                message=f"{run[0][0]:%Y-%m} 至 {run[-1][0]:%Y-%m}，"
                f"每月处罚决定至少百分之 {share} 在最后 {last_days} 天作出",
                day=max(deed.day for deed in shown),
                shown=shown_by(shown),
            )


def round_counts(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """The very same number of decisions month after month: few a month only where it goes on for long."""
    least, each = int(parameters["least"]), int(parameters["each"])
    for organ, group in _by_organ(deeds):
        months = [(month, decided) for month, decided in _by_month(group) if _last_day(month) < day]
        for run in _alike([(m, d) for m, d in months if len(d) >= each], int(parameters["months"])):
            shown = [deed for _, decided in run for deed in decided]
            if len(shown) >= least:
                yield Found(
                    organ=organ,
                    subject=f"{run[0][0]:%Y-%m}",
                    message=f"{run[0][0]:%Y-%m} 至 {run[-1][0]:%Y-%m} 每月都恰好作出 {len(run[0][1])} 件处罚决定",
                    day=max(deed.day for deed in shown),
                    shown=shown_by(shown),
                )


def rises(deeds: Sequence[Deed], parameters: Parameters, day: date) -> Iterator[Found]:
    """Fines and confiscations of an organ many times those of the same days a year before."""
    days, least, times = int(parameters["days"]), int(parameters["least_fen"]), int(parameters["times"])
    since, before = day - timedelta(days=days), day - timedelta(days=days + 365)
    for organ, group in _by_organ(deeds):
        now = [deed for deed in group if since < deed.day <= day]
        then = [deed for deed in group if before < deed.day <= day - timedelta(days=365)]
        amount, former = sum(deed.sum for deed in now), sum(deed.sum for deed in then)
        if former and amount >= least and amount >= times * former:
            yield Found(
                organ=organ,
                subject=f"{day:%Y-%m}",
                message=f"近 {days} 天罚没数额是上年同期的 {amount // former} 倍",
                day=max(deed.day for deed in now),
                shown=shown_by(now),
            )


Row = TypeVar("Row", Deed, Visit)


def _by_organ(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.organ].append(row)
    return sorted(groups.items())


def _by_month(deeds: Sequence[Deed]) -> list[tuple[date, list[Deed]]]:
    groups: dict[date, list[Deed]] = defaultdict(list)
    for deed in deeds:
        groups[deed.day.replace(day=1)].append(deed)
    return sorted(groups.items())


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _running(months: Sequence[tuple[date, list[Deed]]], least: int) -> Iterator[list[tuple[date, list[Deed]]]]:
    """The stretches of months without a gap that are long enough."""
    run: list[tuple[date, list[Deed]]] = []
    for month, decided in months:
        if run and _last_day(run[-1][0]) + timedelta(days=1) != month:
            if len(run) >= least:
                yield run
            run = []
        run.append((month, decided))
    if len(run) >= least:
        yield run


def _alike(months: Sequence[tuple[date, list[Deed]]], least: int) -> Iterator[list[tuple[date, list[Deed]]]]:
    """The stretches of months without a gap in which the number was the same, where they are long enough."""
    for run in _running(months, least):
        for _, same in groupby(run, key=lambda month: len(month[1])):
            if len(alike := list(same)) >= least:
                yield alike


def typical(values: Counter[int]) -> int:
    """The middle one of many sums."""
    ordered = sorted(values.elements())
    return ordered[len(ordered) // 2]
