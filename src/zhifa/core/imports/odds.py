"""What is wrong with a row as a whole: cells that cannot both be right, and rows that are no row of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhifa.core.imports.cells import Basis
from zhifa.core.imports.model import Agreement, Fault
from zhifa.core.imports.rowplan import Plan, Shape
from zhifa.core.values import Moment, show_date


@dataclass(slots=True)  # one for each row: frozen takes three times as long
class Told:
    """A row of a file: its number, its cells, and what was read of them by column."""

    plan: Plan
    row: int
    cells: Sequence[str]
    values: dict[str, Any]

    def said(self, code: str) -> str:
        """What stands in the cell of a column."""
        place = self.plan.places.get(code, len(self.cells))
        return self.cells[place].strip()[:200] if place < len(self.cells) else ""

    def fault(self, code: str, reason: str, remedy: str) -> Fault:
        """Something wrong with one column."""
        return Fault(self.row, self.plan.name(code), self.said(code), reason, remedy)

    def whole(self, reason: str, remedy: str) -> Fault:
        """Something wrong with the row."""
        return Fault(self.row, "整行", "", reason, remedy)


def misshapen(told: Told) -> Fault | None:
    """What is no row of the list, whatever could be read of it: rows run together, more cells than columns."""
    plan, cells = told.plan, told.cells
    if plan.divider and (lines := _run_together(told)):
        said = f"有引号没有成对，把下面 {lines} 行连成了一行"
        return told.whole(said, "在原文件里补上或者删去引号，或者另存为 XLSX，再导入整张清单")
    if len(cells) > plan.width and any(cell.strip() for cell in cells[plan.width :]):
        said = f"比表头多出 {len(cells) - plan.width} 栏"
        return told.whole(said, "有逗号的内容加上引号，或者另存为 XLSX")
    return None


def cause(told: Told) -> Fault | None:
    """The one cause of everything that is wrong with a row: it is the header again, or broke off."""
    plan, cells = told.plan, told.cells
    if all(told.said(code) in ("", name) for code, name in plan.called.items()):
        return told.whole("又是表头，不是案件", "删去这一行")
    if plan.divider and len(cells) < plan.width:
        return told.whole(f"比表头少 {plan.width - len(cells)} 栏", "补上空栏的逗号，或者另存为 XLSX")
    return None


def _run_together(told: Told) -> int:
    """How many lines a quotation mark without its fellow made part of one cell: it holds as many dividers as a row."""
    if "\n" not in "".join(told.cells):
        return 0
    for cell in told.cells:
        if "\n" in cell and cell.count(told.plan.divider) >= told.plan.width - 1:
            return cell.rstrip().count("\n")
    return 0


def at_odds(told: Told, shape: Shape) -> Iterator[Fault]:
    """Cells that cannot both be right."""
    values, name = told.values, told.plan.name
    layout = told.plan.layout
    for first, last in layout.orders:
        one, other = values.get(first), values.get(last)
        if one is not None and other is not None and one.day > other.day:
            yield told.fault(first, f"晚于{name(last)} {show_date(other.day)}", "核对两个日期")
    for code, needed in told.plan.needing:
        if code in values and needed not in values:
            yield told.fault(needed, f"有“{name(code)}”，没有“{name(needed)}”", f"补上{name(needed)}")
    for rule in told.plan.agrees:
        if fault := _disagrees(told, rule):
            yield fault
    for rule in layout.excludes:
        kind = values.get(rule.kinds)
        if kind in rule.words and values.get(rule.column):
            yield told.fault(rule.column, f"{name(rule.kinds)}为“{kind}”，不会有{name(rule.column)}", "核对类型和号码")
    yield from _not_yet(told, shape)
    yield from _no_such_article(told)


def _disagrees(told: Told, rule: Agreement) -> Fault | None:
    amount, kinds = told.values.get(rule.column), told.values.get(rule.kinds)
    if kinds is None or (amount is None and not rule.must):
        return None
    named = next((word for word in rule.words if word in kinds), "")
    if bool(amount) == bool(named):
        return None
    kind, column = told.plan.name(rule.kinds), told.plan.name(rule.column)
    if named and rule.must:
        lacks = "没有写数额" if amount is None else "数额却是 0"
        return told.fault(rule.column, f"{kind}有“{named}”，{lacks}", "补上数额")
    if amount and not named:
        said = f"{kind}没有“{'”“'.join(rule.words)}”，却写了{column}"
        return told.fault(rule.column, said, f"核对{kind}和{column}")
    return None


def _not_yet(told: Told, shape: Shape) -> Iterator[Fault]:
    """A procedure that there was not on any day of its steps."""
    chooses = told.plan.layout.chooses
    if chooses not in told.values:
        return
    days = [told.values[step.dated].day for step in shape.steps if step.dated in told.values]
    if days and not any(span.contains(day) for span in shape.spans for day in days):
        start = min((span.start for span in shape.spans if span.start), default=None)
        since = f"自 {show_date(start)} 起才有" if start and max(days) < start else "当时已经没有"
        yield told.fault(chooses, f"{shape.title}{since}", "写当时适用的程序")


def _no_such_article(told: Told) -> Iterator[Fault]:
    """Articles that no version has which was law on any day the row tells of."""
    for code in told.plan.quoting:
        basis = told.values.get(code)
        if not isinstance(basis, Basis) or not basis.beyond:
            continue
        days = [value.day for value in told.values.values() if isinstance(value, Moment)]
        for title, article in basis.beyond:
            versions = told.plan.known.lengths.get(title, ())
            then = [last for span, last in versions if any(span.contains(day) for day in days)]
            if then and all(last and article > last for last in then):
                yield told.fault(code, f"{title}当时共 {max(then)} 条，没有第 {article} 条", "核对条号")
