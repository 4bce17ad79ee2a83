"""The organs whose acts a report adds up: what the cases give for each, and what its own report says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.report_deadline import due_on
from zhifa.acts.report_frame import Frame
from zhifa.acts.work import today
from zhifa.core.statistics import Number, TableColumn, TableRule, show
from zhifa.core.values import show_date
from zhifa.store.readers import reports
from zhifa.store.readers import statistics as read


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One organ: its figures from the cases, those of the report it finished, and what contradicts itself in that."""

    code: str
    short: str
    values: Mapping[str, Number]
    shown: tuple[str, ...]
    told: Mapping[str, Number] | None = None
    """The figures of its own finished report; None while it has none."""
    broken: tuple[str, ...] = ()
    frozen_on: date | None = None
    published_on: date | None = None
    late: bool = False
    """Published after the day that was due."""
    writes: bool = False
    """Whether this is the organ whose report adds the others up."""

    @property
    def state(self) -> str:
        if self.writes:
            return "本报告"
        if self.published_on:
            return f"{show_date(self.published_on)} {'逾期' if self.late else ''}公开"
        return f"{show_date(self.frozen_on)} 定稿" if self.frozen_on else "未定稿"


def figures_of_members(given: Frame) -> tuple[str, ...]:
    """The figures the table of members shows, as the kind of report names them."""
    item = next((item for item in given.report.data["body"] if "members" in item), None)
    return tuple(str(code) for code in item.get("figures", ())) if item else ()


def members_of(given: Frame) -> tuple[Member, ...]:
    """Every organ beside this one, the units below it added to it; nothing where a report adds up no others."""
    if not given.aggregates:
        return ()
    codes = figures_of_members(given)
    due = due_on(given.year, today())
    finished = reports.finished_of(given.year, given.scope.codes)
    found = []
    for organ, values in _counted(given, codes):
        row = finished.get(organ.code) if organ.code != given.scope.code else None
        told = {code: reports.number_of(value) for code, value in row.figures.items()} if row else None
        found.append(
            Member(
                code=organ.code,
                short=organ.short,
                values=values,
                shown=tuple(show(given.known[code], values[code]) for code in codes),
                told=told,
                broken=tuple(row.broken) if row else (),
                frozen_on=row.frozen_on if row else None,
                published_on=row.published_on if row else None,
                late=bool(row and row.published_on and due and row.published_on > due),
                writes=organ.code == given.scope.code,
            )
        )
    return tuple(found)


def _counted(given: Frame, codes: Sequence[str]) -> Iterator[tuple[reports.Reporting, dict[str, Number]]]:
    """The figures of each organ with the units below it, by one statement."""
    rule = TableRule("members", "", "organ", tuple(TableColumn(code, "") for code in codes), "", "")
    filled, keys = read.sheet(rule, given.known, read.year_of(given.year), given.scope, {})
    lines = {key: line.values for key, line in zip(keys, filled.lines, strict=True)}
    for organ in reports.reporting(given.scope):
        mine = [lines[unit] for unit in organ.units if unit in lines]
        yield organ, {code: sum((line[place] for line in mine), 0) for place, code in enumerate(codes)}


def member_notes(given: Frame, members: Sequence[Member], values: Mapping[str, Number]) -> Iterator[str]:
    """Where the parts and the whole, or an organ's report and its cases, do not agree; what reports contradict."""
    titles = {code: given.known[code].title for code in figures_of_members(given)}
    for code, title in titles.items():
        total = sum((member.values[code] for member in members), 0)
        if total != values[code]:
            whole, parts = (show(given.known[code], number) for number in (values[code], total))
            yield f"{title}：各单位之和 {parts}，汇总 {whole}，不相等"
    for member in members:
        for code, title in titles.items():
            told = (member.told or {}).get(code)
            if told is not None and told != member.values[code]:
                said, found = (show(given.known[code], number) for number in (told, member.values[code]))
                yield f"{member.short}的年报写{title} {said}，案件计出 {found}"
        yield from (f"{member.short}的年报：{said}" for said in member.broken)
    if waiting := [member.short for member in members if member.frozen_on is None and not member.writes]:
        yield f"还没有定稿的 {len(waiting)} 个单位：{'、'.join(waiting)}"
