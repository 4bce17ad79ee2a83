"""Rows of a list read into cases: every cell by its column, then all that must agree with each other.

Reading asks nothing of anybody: what must be known is gathered beforehand, so that rows can be read wherever there is
a processor. A row is taken whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from zhifa.core.facts import Value
from zhifa.core.imports.cells import MIXED, About, Basis, reader
from zhifa.core.imports.model import Fault, ListedBeside, ListedRow, ListedStep, squeezed
from zhifa.core.imports.odds import Told, at_odds, cause, misshapen
from zhifa.core.imports.rowplan import Plan, Shape
from zhifa.core.imports.texts import BadCell, shown_fault
from zhifa.core.values import Moment, show_date

MEMORY: Final = 20_000
"""So many different cells of a column are remembered."""
TOTALS: Final = ("合计", "总计", "小计", "共计")
SHORT: Final = 8
"""No word for nothing is longer."""
SPEAKING: Final = frozenset(["yesno", "basis"])
"""Types for which “无” says something."""


class RowReader:
    """Reads the rows of one file."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.layout = plan, plan.layout
        columns = [c for c in plan.layout.columns if c.code in plan.places and c.type != "none"]
        self._bound: list[tuple[str, int, Callable[[str], Any], dict[str, Any] | None, frozenset[str]]] = [
            (
                c.code,
                plan.places[c.code],
                reader(c, plan.facts, plan.known, plan.today),
                None if c.type in MIXED else {},
                frozenset() if c.type in SPEAKING else plan.empty | c.empty,
            )
            for c in columns
        ]
        self._required = [c for c in plan.layout.columns if c.required and not c.usual]
        self._telling = [c.code for c in self._required if c.code != plan.layout.number]
        self._usual = {c.code: c.usual for c in plan.layout.columns if c.usual}
        self._officers = next((c.code for c in plan.layout.columns if c.type == "officers"), "")
        self._organ = next((c.code for c in plan.layout.columns if c.type == "organ"), "")
        self._matter = next((c.code for c in plan.layout.columns if c.type == "matter"), "")
        self._joins = next((c.code for c in columns if c.type == "case"), "")

    def read(self, row: int, cells: Sequence[str]) -> ListedRow | list[Fault] | None:
        """A row as a case, or everything that is wrong with it; None for an empty row and for a line of totals."""
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        many = len(cells)
        for code, place, read, memory, empty in self._bound:
            raw = cells[place].strip() if place < many else ""
            if not raw:
                continue
            if memory is not None and (found := memory.get(raw)) is not None:
                values[code] = found
                continue
            if len(raw) <= SHORT and raw.lower() in empty:
                continue
            try:
                if raw[0] == "#" and (shown := shown_fault(raw)):
                    raise shown
                found = values[code] = read(raw)
            except BadCell as bad:
                if self._of_another_kind(code, raw, cells):
                    values[code] = raw
                    continue
                faults.append(Fault(row, self.plan.name(code), raw[:200], bad.reason, bad.remedy))
                continue
            if memory is not None and len(memory) < MEMORY:
                memory[raw] = found
        if not values and not faults and not any(cell.strip() for cell in cells):
            return None
        if cells[0].strip().startswith(TOTALS) and not any(code in values for code in self._telling):
            return None
        told = Told(self.plan, row, cells, values)
        if fault := misshapen(told):
            return [fault]
        made = self._made(told, faults)
        if isinstance(made, list) and (fault := cause(told)):
            return [fault]
        return made

    def _of_another_kind(self, code: str, raw: str, cells: Sequence[str]) -> bool:
        """Whether the row says that a number is that of another document, such as a passport."""
        kind = self.plan.kinds.get(code)
        said = squeezed(cells[kind.place]) if kind and kind.place < len(cells) else ""
        return bool(kind and said and said not in self.plan.empty | kind.own and len(raw) <= kind.longest)

    def _made(self, told: Told, faults: list[Fault]) -> ListedRow | list[Fault]:
        values = told.values
        wrong = {fault.column for fault in faults}
        for column in self._required:
            if column.code not in values and (name := self.plan.name(column.code)) not in wrong:
                faults.append(told.fault(column.code, f"没有{name}", "补上；没有这一项的不能录入"))
        for code, said in self._usual.items():
            values.setdefault(code, said)
        procedure, stated = self._procedure(values)
        shape = self.plan.shapes.get(procedure)
        if shape is None:
            if not faults:
                faults.append(told.whole("不知道适用什么程序", "补上决定程序的一栏"))
            return faults
        steps = self._steps(told, shape, faults)
        beside = [ListedBeside(code, self._steps(told, one, faults)) for code, one in self.plan.beside.items()]
        spoilt = {fault.column for fault in faults}
        faults += [fault for fault in at_odds(told, shape) if fault.column not in spoilt]
        if not steps and not faults:
            faults.append(told.whole("没有写明任何一步的日期", "至少写明决定日期"))
        if faults:
            return faults
        read = self._row(told, procedure, shape, steps, stated=stated)
        if isinstance(read, ListedRow):
            read.steps, again = _once(read.steps)
            read.beside = tuple(one for one in (ListedBeside("", again), *beside) if one.steps)
            read.joins = str(values.get(self._joins, ""))
        return read

    def _procedure(self, values: Mapping[str, Any]) -> tuple[str, bool]:
        chosen = values.get(self.layout.chooses) if self.layout.chooses else None
        return (str(chosen), True) if chosen else (self.layout.otherwise, not self.layout.chooses)

    def _steps(self, told: Told, shape: Shape, faults: list[Fault]) -> list[ListedStep]:
        values, called = told.values, self.plan.name
        for code in shape.absent:
            if code in values:
                said = f"{shape.title}没有“{called(code)}”这一步"
                faults.append(told.fault(code, said, "核对程序，或者删去这一项"))
        officers = values.get(self._officers, ())
        steps: list[ListedStep] = []
        for one in shape.steps:
            at = values.get(one.dated)
            facts: dict[str, Value] = {}
            for names, code in one.facts:
                value = values.get(code)
                if value is not None:
                    for name in names:
                        facts[name] = self._value(name, value)
            if at is not None:
                facts.update(one.also)
                if one.again and any(earlier.step == one.step for earlier in steps):
                    facts.update(one.again)
                steps.append(ListedStep(one.step, at, officers if one.by_officers else (), facts))
            elif facts and called(one.dated) not in {fault.column for fault in faults}:
                first = next(code for _, code in one.facts if code in values)
                faults.append(told.fault(one.dated, f"有“{called(first)}”，没有“{called(one.dated)}”", "补上日期"))
        return steps

    def _value(self, name: str, value: Any) -> Value:
        if isinstance(value, Moment):
            fact = self.plan.facts.get(name)
            return value if fact and fact.type == "moment" else value.day
        return value.text if isinstance(value, About | Basis) else value

    def _row(
        self, told: Told, procedure: str, shape: Shape, steps: list[ListedStep], *, stated: bool
    ) -> ListedRow | list[Fault]:
        values = told.values
        facts: dict[str, Value] = {}
        for names, code in shape.facts:
            value = values.get(code)
            if value is not None:
                for name in names:
                    facts[name] = self._value(name, value)
        if not stated and self.layout.unstated:
            facts[self.layout.unstated] = True
        begun = min(step.at.day for step in steps)
        matter = str(values.get(self._matter, ""))
        happened = values.get("happened_on")
        if matter and (fault := self._not_then(told, matter, happened.day if happened else begun)):
            return [fault]
        matter = matter or self._recognised(values, begun)
        if matter:
            facts["matter.code"] = matter
        return ListedRow(
            row=told.row,
            number=str(values.get(self.layout.number, "")),
            organ=values.get(self._organ) or self.plan.organ,
            procedure=procedure,
            matter=matter,
            begun=begun,
            officers=values.get(self._officers, ()),
            facts=facts,
            steps=steps,
        )

    def _not_then(self, told: Told, matter: str, on: date) -> Fault | None:
        spans = self.plan.known.matters[matter]
        if any(span.contains(on) for span in spans):
            return None
        said = f"{show_date(on)} 事项目录中没有“{matter}”：它的依据那一日不施行"
        return told.fault(self._matter, said, "换成当时的事项；不知道的删去代码，只写案由")

    def _recognised(self, values: Mapping[str, Any], on: date) -> str:
        """The matter by its title, else by the one article it rests on; only one that stood in the catalogue then."""
        for kind in (About, Basis):
            for value in values.values():
                if isinstance(value, kind) and value.matter:
                    spans = self.plan.known.matters.get(value.matter, ())
                    if any(span.contains(on) for span in spans):
                        return value.matter
        return ""


def _once(steps: list[ListedStep]) -> tuple[list[ListedStep], list[ListedStep]]:
    """Each step as it was taken last, and those taken before: one event tells of a step once."""
    last = {one.step: one for one in steps}
    if len(last) == len(steps):
        return steps, []
    return [one for one in steps if last[one.step] is one], [one for one in steps if last[one.step] is not one]
