"""A yearly plan as pages show it: each item beside what was done of it, what waits, what happened outside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.work import context
from zhifa.core.planning import CAP, ITEM, MATTER, MONTHS, OBJECTS, SHARE, WAY, Item, Plan, item_name
from zhifa.core.rulebook import Entry
from zhifa.store.readers.plans import OUTSIDE, Carried, inspections_by_item, plan_years, read_plan
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark

ENTERPRISE = "inspection.enterprise"
COLUMNS = (
    vm.Column(label="检查事项和对象", kind="main"),
    vm.Column(label="方式"),
    vm.Column(label="月份", kind="short"),
    vm.Column(label="计划", kind="number"),
    vm.Column(label="已检查", kind="number"),
    vm.Column(label="进度", kind="part"),
    vm.Column(label="情况"),
)
EXPORT_HEAD = (
    "项目", "检查事项", "检查对象和范围", "方式", "抽查比例", "月份", "涉企", "频次上限",
    "计划次数", "已提请", "已检查", "状态",
)  # fmt: skip


def matter_title(code: str) -> str:
    """A matter as people call it, in whatever version the catalogue has it."""
    found = [entry for entry in context().book.section("matter") if entry.key == code]
    return str(found[-1].data.get("title", code)) if found else code


def months(item: Item) -> str:
    """The months of an item in one word: 全年, 3—5月, 3、6月."""
    held = item.facts.get(MONTHS)
    numbers = sorted(int(str(month).removesuffix("月")) for month in held) if isinstance(held, tuple) else []
    if len(numbers) == 12:
        return "全年"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}—{numbers[-1]}月"
    return f"{'、'.join(map(str, numbers))}月" if numbers else ""


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan with the inspections counted under its items, as of a day."""

    plan: Plan
    counted: Mapping[str, Carried]
    day: date

    def of(self, item: Item) -> Carried:
        return self.counted.get(item_name(self.plan.year, item.number), Carried())

    @property
    def outside(self) -> Carried:
        return self.counted.get("", Carried())

    def shown(self) -> Iterator[Item]:
        """The draft's items, then those struck under which something was done or which still stand."""
        yield from self.plan.drafted
        yield from (
            item for item in self.plan.items if item.struck and (self.of(item).begun or item in self.plan.pending)
        )

    def over(self, item: Item) -> bool:
        """Whether the last planned month is past."""
        held = item.facts.get(MONTHS)
        last = max((int(str(month).removesuffix("月")) for month in held), default=12) if held else 12  # type: ignore[union-attr]
        return (self.plan.year, last) < (self.day.year, self.day.month)

    def state(self, item: Item) -> tuple[vm.Level, str]:
        """What there is to say of an item: waiting for the head, behind, beyond, done."""
        done = self.of(item).done
        if item in self.plan.pending:
            return "blue", "待批准删去" if item.struck else "待批准"
        if item.struck:
            return "none", f"已删去：{item.struck}"
        if done > item.visits:
            return "yellow", f"超出计划 {done - item.visits} 次"
        if done == item.visits:
            return "none", "已完成"
        return ("yellow", f"未完成，差 {item.visits - done} 次") if self.over(item) else ("none", "进行中")


def usual_year(years: Sequence[int], today: date) -> int:
    """The running year where there is a plan for it, else the latest year with one, else the running year."""
    return today.year if today.year in years or not years else max(years)


def cases_href(organ: str, year: int, item: str) -> str:
    """The inspections that carry out an item, or none of the plan."""
    asked = {"kind": "inspection", "organ": organ, "plan": item} | ({"year": str(year)} if item == OUTSIDE else {})
    return f"{reverse('cases')}?{urlencode(asked)}"


def _row(progress: Progress, item: Item, organ: str, *, editing: bool) -> vm.Row:
    year, carried, (level, word) = progress.plan.year, progress.of(item), progress.state(item)
    name = item_name(year, item.number)
    share = f" {item.text(SHARE)}%" if item.text(SHARE) else ""
    cap = f"同一企业一年不超过 {item.text(CAP)} 次" if item.text(CAP) else ""
    open_it = f"{reverse('plan_item', args=[year, item.number])}?{urlencode({'organ': organ})}"
    waiting = f"另有 {carried.begun - carried.done} 次未结束" if carried.begun > carried.done else ""
    return vm.Row(
        href=open_it if editing and not item.struck else cases_href(organ, year, name),
        quiet=bool(item.struck),
        cells=(
            vm.Cell(text=f"{item.number}. {matter_title(item.text(MATTER))}", sub=item.text(OBJECTS)),
            vm.Cell(text=f"{item.text(WAY)}{share}", sub="；".join(filter(None, (_enterprise(item), cap)))),
            vm.Cell(text=months(item)),
            vm.Cell(text=f"{item.visits:,}"),
            vm.Cell(text=f"{carried.done:,}", sub=waiting, href=cases_href(organ, year, name) if carried.begun else ""),
            vm.Cell(part=(carried.done, item.visits)),
            vm.Cell(text=word, level=level),
        ),
    )


def _enterprise(item: Item) -> str:
    return "涉企" if item.facts.get(ENTERPRISE) is True else ""


def plan_table(
    progress: Progress, organ: str, *, place: str, years: tuple[vm.Filter, ...], editing: bool
) -> vm.TableView:
    """Every item of the plan with how far it has come."""
    rows = tuple(_row(progress, item, organ, editing=editing) for item in progress.shown())
    return vm.TableView(
        caption="年度检查计划",
        columns=COLUMNS,
        rows=rows,
        filters=years,
        exports=tuple(vm.Action(label=f.upper(), href=f"{place}&format={f}", download=True) for f in ("csv", "xlsx"))
        if rows
        else (),
        empty=vm.Empty(
            what=f"还没有 {progress.plan.year} 年的检查计划",
            how="逐项列入检查事项、对象、方式、次数和月份，负责人批准后，检查时选择执行的是哪一项。",
        ),
    )


def tiles(progress: Progress, organ: str) -> tuple[vm.Tile, ...]:
    """Planned, done, outside the plan, filed."""
    plan, outside = progress.plan, progress.outside
    planned = sum(item.visits for item in plan.drafted)
    done = sum(carried.done for name, carried in progress.counted.items() if name)
    behind = sum(1 for item in plan.standing if progress.state(item)[1].startswith("未完成"))
    filed = plan.adoption.filed_on if plan.adoption else None
    link = cases_href(organ, plan.year, OUTSIDE) if outside.begun else ""
    return (
        vm.Tile(label="全年计划", figure=vm.Figure(text=f"{planned:,}"), unit="次", note=f"{len(plan.drafted)} 项"),
        vm.Tile(label="按计划已检查", figure=vm.Figure(text=f"{done:,}"), unit="次"),
        vm.Tile(label="计划外检查", figure=vm.Figure(text=f"{outside.begun:,}", href=link), unit="次",
                note="投诉举报、交办等"),
        vm.Tile(label="过期未完成", figure=vm.Figure(text=str(behind)), unit="项",
                level="yellow" if behind else "none", word="黄色" if behind else ""),
        vm.Tile(label="备案", figure=vm.Figure(text=str(filed) if filed else "未备案"),
                note=plan.adoption.filed_with if plan.adoption else ""),
    )  # fmt: skip


def waiting(plan: Plan, rule: Entry | None, *, deciding: bool) -> tuple[vm.Lack, ...]:
    """What waits for the head, and what has not been filed."""
    law = law_mark(rule.cite, status=rule.status) if rule else None
    lacks = []
    if plan.pending and plan.drafted:
        numbers = "、".join(str(item.number) for item in plan.pending)
        hint = "" if deciding else "由本机关负责人批准"
        lacks.append(vm.Lack(what=f"第 {numbers} 项等负责人批准", law=law, hint=hint))
    if plan.adoption and plan.adoption.filed_on is None:
        lacks.append(vm.Lack(what="批准的计划还没有登记备案", law=law, hint="报送司法行政部门以后登记"))
    return tuple(lacks)


def to_adopt(plan: Plan) -> tuple[vm.FactGroup, ...]:
    """What the head agrees to: first what is new, changed or struck, then what stays as it was."""

    def row(item: Item) -> vm.FactRow:
        struck = f"删去：{item.struck}" if item.struck else ""
        said = (struck, item.text(OBJECTS), item.text(WAY), months(item), f"{item.visits:,} 次")
        return vm.FactRow(
            label=f"{item.number}. {matter_title(item.text(MATTER))}", value=" · ".join(filter(None, said))
        )

    kept = [item for item in plan.drafted if item not in plan.pending]
    groups = (("等您批准的", plan.pending), ("没有改动的", kept))
    return tuple(vm.FactGroup(title=title, rows=tuple(map(row, items))) for title, items in groups if items)


def export_rows(progress: Progress) -> list[tuple[object, ...]]:
    """The plan as a table to take away."""
    return [
        (
            item_name(progress.plan.year, item.number), matter_title(item.text(MATTER)), item.text(OBJECTS),
            item.text(WAY), item.text(SHARE), months(item), "是" if _enterprise(item) else "否", item.text(CAP),
            item.visits, progress.of(item).begun, progress.of(item).done, progress.state(item)[1],
        )
        for item in progress.shown()
    ]  # fmt: skip


def progress_of(organ: str, day: date) -> Progress:
    """The plan of an organ that a desk shows on a day, with what was done of it."""
    year = usual_year(plan_years(organ), day)
    plan = read_plan(organ, year, context().book.vocabulary)
    return Progress(plan, inspections_by_item(organ, year), day)


def plan_lines(progress: Progress, organ: str) -> tuple[vm.PlanLine, ...]:
    """The items that stand, for the desk of inspections."""
    return tuple(
        vm.PlanLine(
            title=f"{item.number}. {matter_title(item.text(MATTER))}",
            note=" · ".join(filter(None, (item.text(OBJECTS), item.text(WAY), months(item)))),
            done=progress.of(item).done,
            planned=item.visits,
            href=cases_href(organ, progress.plan.year, item_name(progress.plan.year, item.number)),
        )
        for item in progress.plan.standing
    )


def offered(field: vm.FieldView, organ: str, day: date) -> vm.FieldView:
    """The field of the plan item as a choice among what the organ's head adopted for this year and the one before."""
    if not field.name.endswith(ITEM):
        return field
    vocabulary = context().book.vocabulary
    found = [
        (item_name(year, item.number), f"{item_name(year, item.number)} {matter_title(item.text(MATTER))}"
         f"（{item.text(OBJECTS)}）")
        for year in (day.year, day.year - 1)
        for item in read_plan(organ, year, vocabulary).standing
    ]  # fmt: skip
    if field.value and field.value not in dict(found):
        found.insert(0, (field.value, field.value))
    options = [vm.Option(value=value, label=label, selected=value == field.value) for value, label in found]
    outside = vm.Option(value="", label="计划外的检查", selected=not field.value)
    hint = "计划中的项目由负责人批准后可以选择" if not found else ""
    return replace(field, kind="choice", options=(outside, *options), hint=hint)
