"""Registered powers as rows: which run out first, what they cover, under which document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.urls import reverse

from zhifa.acts.work import context
from zhifa.core.jurisdiction import ENTRUST, Power
from zhifa.core.rulebook import Entry
from zhifa.store.readers.powers import PowerLine
from zhifa.web import viewmodels as vm

SOON = timedelta(days=30)
FIELD = "领域:"
COLUMNS = (
    vm.Column(label="机关", kind="main"),
    vm.Column(label="方式", kind="short"),
    vm.Column(label="范围"),
    vm.Column(label="文件"),
    vm.Column(label="委托机关"),
    vm.Column(label="公布", kind="date"),
    vm.Column(label="期限", kind="due"),
)
HEAD = (
    "机关",
    "方式",
    "范围",
    "事项数",
    "文件",
    "委托机关",
    "复议机关",
    "法院",
    "公布日期",
    "起",
    "止",
    "剩余天数",
    "终止理由",
)


def covered(power: Power, day: date) -> list[Entry]:
    """The matters in force on a day that lie in the scope of a power."""
    return [entry for entry in context().rules(day).entries("matter").values() if power.covers(entry)]


def scope_words(power: Power, day: date) -> str:
    """What a power covers in words: whole fields, then matters by name."""
    fields = [item.removeprefix(FIELD) for item in power.scope if item.startswith(FIELD)]
    matters = context().rules(day).entries("matter")
    named = [
        str(matters[c].data.get("title", c)) if c in matters else c for c in power.scope if not c.startswith(FIELD)
    ]
    first = "、".join([*(f"{field}领域" for field in fields), *named[:2]])
    return first + (f"等 {len(named)} 项" if len(named) > 2 else "")


def renewed(power: Power, others: Iterable[Power], day: date) -> bool:
    """Whether what a power covered is covered today by another of the same organ."""
    running = [o for o in others if o.organ == power.organ and o.id != power.id and o.validity.contains(day)]
    return bool(running) and set(power.scope) <= {item for other in running for item in other.scope}


def chip(line: PowerLine, others: Iterable[Power], day: date) -> vm.DueChip:
    """How near the end of a power is; an entrustment that ran out and was not renewed presses."""
    start, end = line.power.validity.start, line.power.validity.end
    if start and start > day:
        return vm.DueChip(level="none", word="未开始", on=start)
    if end is None:
        return vm.DueChip(level="none", word="没有期限")
    if end < day:
        if line.ended_why or line.power.mode != ENTRUST or renewed(line.power, others, day):
            return vm.DueChip(level="none", word="已终止" if line.ended_why else "已届满", on=end)
        return vm.DueChip(level="red", word="已届满", on=end, relative=f"过 {(day - end).days} 天")
    left = f"还有 {(end - day).days} 天"
    near = end - day <= SOON
    return vm.DueChip(level="yellow" if near else "blue", word="快到期" if near else "有效", on=end, relative=left)


ORDER = {"red": 0, "yellow": 1, "blue": 2, "none": 3}


def sorted_lines(lines: Sequence[PowerLine], day: date) -> list[tuple[PowerLine, vm.DueChip]]:
    """What ran out first, then what soon will, then the rest in the order of the organs."""
    powers = [line.power for line in lines]
    shown = [(line, chip(line, powers, day)) for line in lines]
    return sorted(shown, key=lambda pair: (ORDER[pair[1].level], pair[1].on or date.max, pair[0].path))


def row(line: PowerLine, due: vm.DueChip, day: date) -> vm.Row:
    power = line.power
    count = len(covered(power, day))
    return vm.Row(
        href=reverse("power", args=[power.id]),
        quiet=due.level == "none" and due.word in {"已终止", "已届满"},
        cells=(
            vm.Cell(text=line.organ),
            vm.Cell(text=power.mode),
            vm.Cell(text=scope_words(power, day), sub=f"{count} 项"),
            vm.Cell(text=power.document or "法律规定"),
            vm.Cell(text=power.principal),
            vm.Cell(on=power.published_on),
            vm.Cell(due=due),
        ),
    )


def file_rows(lines: Iterable[tuple[PowerLine, vm.DueChip]], day: date) -> list[tuple[object, ...]]:
    """The same rows for a file."""
    made: list[tuple[object, ...]] = []
    for line, _ in lines:
        power = line.power
        end = power.validity.end
        made.append(
            (line.organ, power.mode, "；".join(power.scope), len(covered(power, day)), power.document, power.principal,
             power.reconsideration, power.court, power.published_on, power.validity.start, end,
             (end - day).days if end else "", line.ended_why)
        )  # fmt: skip
    return made
