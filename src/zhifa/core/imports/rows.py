"""Rows of a list read into cases: every cell by its column, then all that must agree with each other.

Reading asks nothing of anybody: what must be known is gathered beforehand, so that rows can be read wherever there is
a processor. A row is taken whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from zhifa.core.facts import Fact, Value
from zhifa.core.imports.cells import MIXED, About, BadCell, Basis, reader
from zhifa.core.imports.mapping import Head, Mapped
from zhifa.core.imports.model import Column, Fault, Layout, ListedBeside, ListedRow, ListedStep
from zhifa.core.kinship import family
from zhifa.core.quotations import quoted
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Moment, Validity, show_date

MEMORY: Final = 20_000
"""So many different cells of a column are remembered."""
TOTALS: Final = ("合计", "总计", "小计", "共计")


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may name: matters, laws, organs, persons; nothing else is looked up while rows are read."""

    matters: Mapping[str, tuple[Validity, ...]] = field(default_factory=dict)
    """When each matter of the catalogue stands in it, by code."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Matters by their squeezed titles."""
    rests: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """The one matter that rests on an article; empty where there are several."""
    lengths: Mapping[str, tuple[tuple[Validity, int], ...]] = field(default_factory=dict)
    """The last article of each version of a law (0: not known), by every name of the law."""
    organs: Mapping[str, str] = field(default_factory=dict)
    """Organs by squeezed code, name and short name."""
    officers: Mapping[str, str] = field(default_factory=dict)
    """Persons by squeezed key, name and certificate; empty where a name is that of several."""

    @staticmethod
    def quoted(said: str) -> list[tuple[str, int]]:
        return [(cite.title, cite.article) for cite in quoted(said) if cite.article]


@dataclass(frozen=True, slots=True)
class StepShape:
    """One step of a procedure as a column of days tells it."""

    step: str
    dated: str
    facts: tuple[tuple[tuple[str, ...], str], ...]
    """Facts, each from a column."""
    also: Mapping[str, Value]
    again: Mapping[str, Value]
    by_officers: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What a procedure makes of the columns: its steps, the facts of the whole, and the columns it has no place for."""

    title: str
    steps: tuple[StepShape, ...]
    facts: tuple[tuple[tuple[str, ...], str], ...]
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the reading of a file rests on; it can be sent to another process."""

    layout: Layout
    places: Mapping[str, int]
    width: int
    organ: str
    today: date
    known: Known
    facts: Mapping[str, Fact]
    shapes: Mapping[str, Shape]
    beside: Mapping[str, Shape] = field(default_factory=dict)
    """Of procedures that run beside the row's own and of which the file tells."""


def plan(layout: Layout, mapped: Mapped, head: Head, *, organ: str, today: date, known: Known, book: Rulebook) -> Plan:
    """What reading the rows of a file needs, worked out once."""
    named = {name for c in layout.columns for code in c.facts for name in code.split("+")}
    places = mapped.places(head)
    told = sorted({c.beside for c in layout.columns if c.beside and c.code in places})
    return Plan(
        layout=layout,
        places=places,
        width=len(head.cells),
        organ=organ,
        today=today,
        known=known,
        facts={code: book.vocabulary[code] for code in named if code in book.vocabulary},
        shapes={code: _shape(book, layout, code) for code in layout.procedures},
        beside={code: _shape(book, layout, code, beside=code) for code in told},
    )


def _shape(book: Rulebook, layout: Layout, procedure: str, *, beside: str = "") -> Shape:
    columns = [column for column in layout.columns if column.beside == beside]
    steps: dict[str, tuple[set[str], set[str]]] = {}
    for member in family(book, procedure):
        for entry in book.section("step"):
            if entry.data.get("procedure") == member:
                carried, by = steps.setdefault(entry.code, (set(), set()))
                carried |= _carried(entry.data)
                by |= set(entry.data["by"] if isinstance(entry.data["by"], list) else [entry.data["by"]])
    entry = next(iter(book.versions("procedure", procedure)))
    home = {c.code: next((s for s in c.steps if s in steps), "") for c in columns}
    acting = {step for c in columns if c.type == "officers" for step in c.steps}
    rest: list[tuple[tuple[str, ...], str]] = []
    own: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for column in columns:
        if not column.facts or column.type in ("procedure", "case", "none"):
            continue
        step = home[column.code]
        told = _facts_of(column, steps[step][0] if step else None)
        (own.setdefault(step, []) if step and told[0] in steps[step][0] else rest).append((told, column.code))
    dated = {home[c.code]: c.code for c in columns if c.type == "day" and not c.facts and home[c.code]}
    return Shape(
        title=str(entry.data.get("title", procedure)),
        steps=tuple(
            StepShape(
                step=home[c.code],
                dated=c.code,
                facts=tuple(own.get(home[c.code], ())) if dated[home[c.code]] == c.code else (),
                also=c.also,
                again=c.again,
                by_officers=home[c.code] in acting and "officer" in steps[home[c.code]][1],
            )
            for c in columns
            if c.type == "day" and not c.facts and home[c.code]
        ),
        facts=tuple(rest),
        absent=frozenset(c.code for c in columns if c.steps and not home[c.code] and c.type != "officers"),
    )


def _carried(data: Mapping[str, Any]) -> set[str]:
    """Every fact a step may carry."""
    records = {str(r["fact"] if isinstance(r, Mapping) else r) for r in data.get("records", ())}
    return records | {str(code) for code in data.get("may_record", ())}


def _facts_of(column: Column, carried: Collection[str] | None) -> tuple[str, ...]:
    groups = [tuple(code.split("+")) for code in column.facts]
    return next((group for group in groups if carried is not None and group[0] in carried), groups[0])


class RowReader:
    """Reads the rows of one file."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.layout = plan, plan.layout
        columns = [c for c in plan.layout.columns if c.code in plan.places and c.type != "none"]
        self._columns = {c.code: c for c in plan.layout.columns}
        self._bound: list[tuple[str, int, Callable[[str], Any], dict[str, Any] | None]] = [
            (
                c.code,
                plan.places[c.code],
                reader(c, plan.facts, plan.known, plan.today),
                None if c.type in MIXED else {},
            )
            for c in columns
        ]
        self._required = [c for c in plan.layout.columns if c.required and not c.usual]
        self._quoting = [c.code for c in columns if c.type == "basis"]
        self._telling = [c.code for c in self._required if c.code != plan.layout.number]
        self._usual = {c.code: c.usual for c in plan.layout.columns if c.usual}
        self._officers = next((c.code for c in plan.layout.columns if c.type == "officers"), "")
        self._organ = next((c.code for c in plan.layout.columns if c.type == "organ"), "")
        self._matter = next((c.code for c in plan.layout.columns if c.type == "matter"), "")
        self._joins = next((c.code for c in columns if c.type == "case"), "")
        self._needing = [(c.code, c.needs) for c in columns if c.needs]

    def read(self, row: int, cells: Sequence[str]) -> ListedRow | list[Fault] | None:
        """A row as a case, or everything that is wrong with it; None for an empty row and for a line of totals."""
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        many = len(cells)
        for code, place, read, memory in self._bound:
            raw = cells[place].strip() if place < many else ""
            if not raw:
                continue
            if memory is not None and (found := memory.get(raw)) is not None:
                values[code] = found
                continue
            try:
                found = values[code] = read(raw)
            except BadCell as bad:
                faults.append(Fault(row, self._name(code), raw[:200], bad.reason, bad.remedy))
                continue
            if memory is not None and len(memory) < MEMORY:
                memory[raw] = found
        if not values and not faults and not any(cell.strip() for cell in cells):
            return None
        if cells[0].strip().startswith(TOTALS) and not any(code in values for code in self._telling):
            return None
        if many > self.plan.width and any(cell.strip() for cell in cells[self.plan.width :]):
            said = f"比表头多出 {many - self.plan.width} 栏"
            return [Fault(row, "整行", "", said, "有逗号的内容加上引号，或者另存为 XLSX")]
        return self._made(row, values, faults)

    def _name(self, code: str) -> str:
        return self._columns[code].title

    def _made(self, row: int, values: dict[str, Any], faults: list[Fault]) -> ListedRow | list[Fault]:
        wrong = {fault.column for fault in faults}
        for column in self._required:
            if column.code not in values and column.title not in wrong:
                faults.append(Fault(row, column.title, "", f"没有{column.title}", "补上；没有这一项的不能录入"))
        for code, said in self._usual.items():
            values.setdefault(code, said)
        procedure, stated = self._procedure(values)
        shape = self.plan.shapes.get(procedure)
        if shape is None:
            if not faults:
                faults.append(Fault(row, "整行", "", "不知道适用什么程序", "补上决定程序的一栏"))
            return faults
        steps = self._steps(row, shape, values, faults)
        beside = [ListedBeside(code, self._steps(row, one, values, faults)) for code, one in self.plan.beside.items()]
        spoilt = {fault.column for fault in faults}
        faults += [fault for fault in self._at_odds(row, values) if fault.column not in spoilt]
        if not steps and not faults:
            faults.append(Fault(row, "整行", "", "没有写明任何一步的日期", "至少写明决定日期"))
        if faults:
            return faults
        read = self._row(row, values, procedure, shape, steps, stated=stated)
        if isinstance(read, ListedRow):
            read.steps, again = _once(read.steps)
            read.beside = tuple(one for one in (ListedBeside("", again), *beside) if one.steps)
            read.joins = str(values.get(self._joins, ""))
        return read

    def _procedure(self, values: Mapping[str, Any]) -> tuple[str, bool]:
        chosen = values.get(self.layout.chooses) if self.layout.chooses else None
        return (str(chosen), True) if chosen else (self.layout.otherwise, not self.layout.chooses)

    def _steps(self, row: int, shape: Shape, values: Mapping[str, Any], faults: list[Fault]) -> list[ListedStep]:
        for code in shape.absent:
            if code in values:
                said = f"{shape.title}没有“{self._name(code)}”这一步"
                faults.append(Fault(row, self._name(code), _shown(values[code]), said, "核对程序，或者删去这一项"))
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
            elif facts and self._name(one.dated) not in {fault.column for fault in faults}:
                first = next(code for _, code in one.facts if code in values)
                said = f"有“{self._name(first)}”，没有“{self._name(one.dated)}”"
                faults.append(Fault(row, self._name(one.dated), "", said, "补上日期"))
        return steps

    def _value(self, name: str, value: Any) -> Value:
        if isinstance(value, Moment):
            fact = self.plan.facts.get(name)
            return value if fact and fact.type == "moment" else value.day
        return value.text if isinstance(value, About | Basis) else value

    def _at_odds(self, row: int, values: Mapping[str, Any]) -> list[Fault]:
        """Cells that cannot both be right."""
        found: list[Fault] = []
        for first, last in self.layout.orders:
            one, other = values.get(first), values.get(last)
            if one is not None and other is not None and one.day > other.day:
                said = f"晚于{self._name(last)} {show_date(other.day)}"
                found.append(Fault(row, self._name(first), str(one), said, "核对两个日期"))
        for code, needed in self._needing:
            if code in values and needed not in values:
                said = f"有“{self._name(code)}”，没有“{self._name(needed)}”"
                found.append(Fault(row, self._name(needed), "", said, f"补上{self._name(needed)}"))
        for rule in self.layout.agrees:
            kinds, amount = values.get(rule.kinds), values.get(rule.column)
            if kinds is None:
                continue
            if rule.word in kinds and amount is None and rule.column in self.plan.places:
                said = f"{self._name(rule.kinds)}有“{rule.word}”，没有写数额"
                found.append(Fault(row, self._name(rule.column), "", said, "补上数额"))
            elif rule.word not in kinds and amount:
                said = f"{self._name(rule.kinds)}没有“{rule.word}”，却写了数额"
                found.append(Fault(row, self._name(rule.column), str(amount), said, "核对处罚类别和数额"))
        for rule_ in self.layout.excludes:
            if values.get(rule_.kinds) == rule_.word and values.get(rule_.column):
                said = f"{self._name(rule_.kinds)}为“{rule_.word}”，不会有{self._name(rule_.column)}"
                found.append(Fault(row, self._name(rule_.column), str(values[rule_.column]), said, "核对类型和号码"))
        return [*found, *self._no_such_article(row, values)]

    def _no_such_article(self, row: int, values: Mapping[str, Any]) -> Iterator[Fault]:
        """Articles that no version has which was law on any day the row tells of."""
        for code in self._quoting:
            basis = values.get(code)
            if not isinstance(basis, Basis):
                continue
            for title, article in basis.beyond:
                versions = self.plan.known.lengths.get(title, ())
                days = [value.day for value in values.values() if isinstance(value, Moment)]
                then = [last for span, last in versions if any(span.contains(day) for day in days)]
                if then and all(last and article > last for last in then):
                    said = f"{title}当时共 {max(then)} 条，没有第 {article} 条"
                    yield Fault(row, self._name(code), basis.text[:200], said, "核对条号")

    def _row(
        self, row: int, values: dict[str, Any], procedure: str, shape: Shape, steps: list[ListedStep], *, stated: bool
    ) -> ListedRow | list[Fault]:
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
        if matter and (fault := self._not_then(row, matter, happened.day if happened else begun)):
            return [fault]
        matter = matter or self._recognised(values, begun)
        if matter:
            facts["matter.code"] = matter
        return ListedRow(
            row=row,
            number=str(values.get(self.layout.number, "")),
            organ=values.get(self._organ) or self.plan.organ,
            procedure=procedure,
            matter=matter,
            begun=begun,
            officers=values.get(self._officers, ()),
            facts=facts,
            steps=steps,
        )

    def _not_then(self, row: int, matter: str, on: date) -> Fault | None:
        spans = self.plan.known.matters[matter]
        if any(span.contains(on) for span in spans):
            return None
        said = f"{show_date(on)} 事项目录中没有“{matter}”：它的依据那一日不施行"
        return Fault(row, self._name(self._matter), matter, said, "换成当时的事项；不知道的删去代码，只写案由")

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


def _shown(value: Any) -> str:
    return str(value.text if isinstance(value, About | Basis) else value)
