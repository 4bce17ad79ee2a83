"""What an indicator, a table and a form are: dated data of `rules/indicators`, read once for each set of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from zhifa.core.kinship import family
from zhifa.core.rulebook import Entry, Rulebook, Rules
from zhifa.core.values import format_yuan

Number: TypeAlias = "int | Decimal"
COLUMNS: Final = ("procedure", "matter", "kind", "permit_kind", "enterprise", "simple")
"""Columns of an outcome row an indicator may filter on; the last two are 0 or 1."""
SUMS: Final = ("count", "amount_fen")
GROUPS: Final = {"organ": "organ_id", **{column: column for column in COLUMNS}}
FEN_IN_WAN: Final = 1_000_000
"""One 万元 in fen: the unit the annual forms print amounts in."""


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome as statistics read it: what does not apply is an empty text or 0."""

    organ_id: int | str
    code: str
    counted_on: date
    count: int = 1
    amount_fen: int = 0
    standing: int = 1
    procedure: str = ""
    matter: str = ""
    kind: str = ""
    permit_kind: str = ""
    enterprise: int = 0
    simple: int = 0


WAYS: Final = ("share", "difference")


@dataclass(frozen=True, slots=True)
class Derived:
    """How a figure follows from others: `of` without `less`, as a number or in percent of `within`."""

    way: str
    of: tuple[str, ...]
    less: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: which outcomes it sums, which column, under which filter. Entered ones come from people, derived
    ones follow from other figures."""

    code: str
    title: str
    unit: str
    outcomes: tuple[str, ...]
    sum: str
    where: tuple[tuple[str, tuple[str | int, ...]], ...]
    standing_only: bool
    entered: bool
    """People may enter the figure: the only source of one without outcomes, in the place of the count of another."""
    source: str
    status: str
    decimals: int = 0
    """The rows count the quantity in its smallest part: with two, 2,290,556 is 22,905.56."""
    derived: Derived | None = None

    def value(self, counted: int) -> Number:
        """A sum over rows in the unit of the indicator; money stays in fen, which `show` prints."""
        return Decimal(counted).scaleb(-self.decimals) if self.decimals else counted

    @property
    def is_counted(self) -> bool:
        return bool(self.outcomes)

    def takes(self, row: Row) -> bool:
        """Whether a row is counted; annulled decisions stay counted unless the indicator says otherwise."""
        return (
            row.code in self.outcomes
            and (bool(row.standing) or not self.standing_only)
            and all(getattr(row, column) in allowed for column, allowed in self.where)
        )


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of an annual table."""

    indicator: str
    title: str
    spare: bool = False
    """Printed only where it is not 0: what the columns of the form leave over."""


@dataclass(frozen=True, slots=True)
class TableRule:
    """One annual table: its columns, and what makes a row (the organ, or a column of the outcome)."""

    code: str
    title: str
    rows: str
    columns: tuple[TableColumn, ...]
    note: str
    status: str

    def counted(self, known: Mapping[str, Indicator]) -> list[Indicator]:
        """The indicators of its columns that rows give; the others are entered by people."""
        return [known[column.indicator] for column in self.columns if known[column.indicator].is_counted]


@dataclass(frozen=True, slots=True)
class Form:
    """One authority's set of annual tables, in its order: several are in use at the same time."""

    code: str
    title: str
    tables: tuple[str, ...]
    note: str
    status: str


class BadIndicator(ValueError):
    """An indicator or table the rules define wrongly; the message names it, in Chinese."""


def indicators(rules: Rules) -> Mapping[str, Indicator]:
    """The indicators in force, by code."""
    return rules.built(
        "indicators", lambda given: {e.key: _indicator(e, given.book) for e in given.entries("indicator").values()}
    )


def tables(rules: Rules) -> Mapping[str, TableRule]:
    """The annual tables in force, in the order of the form."""
    known = indicators(rules)
    return rules.built("tables", lambda given: {e.key: _table(e, known) for e in given.entries("table").values()})


def forms(rules: Rules) -> Mapping[str, Form]:
    """The forms in force, by code; the first is the one a report takes that names none."""
    known = tables(rules)
    return rules.built("forms", lambda given: {e.key: _form(e, known) for e in given.entries("form").values()})


def form_tables(rules: Rules, form: str) -> list[TableRule]:
    """The tables of a form in its order; BadIndicator where there is no such form in force."""
    chosen = forms(rules).get(form)
    if chosen is None:
        raise BadIndicator(f"没有名为“{form}”的报表，可用：{'、'.join(forms(rules))}")
    return [tables(rules)[code] for code in chosen.tables]


def form_indicators(rules: Rules, form: str) -> Mapping[str, Indicator]:
    """The indicators a report in this form has to do with: all but those that only other forms print."""
    printed = form_tables(rules, form)

    def read(given: Rules) -> dict[str, Indicator]:
        mine = {column.indicator for table in printed for column in table.columns}
        others = {column.indicator for table in tables(given).values() for column in table.columns} - mine
        return {code: indicator for code, indicator in indicators(given).items() if code not in others}

    return rules.built(f"indicators of {form}", read)


def _indicator(entry: Entry, book: Rulebook) -> Indicator:
    """A figure of a procedure counts what its variants did too."""
    data = entry.data
    where: list[tuple[str, tuple[str | int, ...]]] = []
    for column, wanted in dict(data.get("where", {})).items():
        if column not in COLUMNS:
            raise BadIndicator(f"指标 {entry.key}：没有名为“{column}”的栏目，可用：{'、'.join(COLUMNS)}")
        values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
        if column == "procedure":
            values = tuple(code for value in values for code in family(book, str(value)))
        where.append((column, values))
    entered = bool(data.get("entered", False))
    outcomes = tuple(str(code) for code in data.get("outcome", ()))
    total = str(data.get("sum", "count"))
    if total not in SUMS:
        raise BadIndicator(f"指标 {entry.key}：只能对 {'、'.join(SUMS)} 求和，现为“{total}”")
    derived = _derived(entry)
    if not (entered or outcomes or derived):
        raise BadIndicator(f"指标 {entry.key}：须写明 outcome、derived，或者 entered = true")
    return Indicator(
        code=entry.key,
        title=str(data.get("title", entry.key)),
        unit=str(data.get("unit", "件")),
        outcomes=outcomes,
        sum=total,
        where=tuple(where),
        standing_only=bool(data.get("standing", False)),
        entered=entered,
        source=str(data.get("source", "")),
        status=entry.status,
        decimals=int(data.get("decimals", 0)),
        derived=derived,
    )


def _derived(entry: Entry) -> Derived | None:
    said: Mapping[str, Any] | None = entry.data.get("derived")
    if said is None:
        return None
    way = str(said.get("way", "difference"))
    parts = {name: tuple(str(code) for code in said.get(name, ())) for name in ("of", "less", "within")}
    if way not in WAYS or not parts["of"] or (way == "share") != bool(parts["within"]):
        raise BadIndicator(f"指标 {entry.key}：derived 须写 way（{'、'.join(WAYS)}）和 of，share 另写 within")
    return Derived(way, parts["of"], parts["less"], parts["within"], int(said.get("decimals", 2)))


def _table(entry: Entry, known: Mapping[str, Indicator]) -> TableRule:
    data: Mapping[str, Any] = entry.data
    columns = tuple(TableColumn(str(c["indicator"]), str(c["title"]), bool(c.get("spare"))) for c in data["columns"])
    if missing := [c.indicator for c in columns if c.indicator not in known]:
        raise BadIndicator(f"附表 {entry.key}：没有名为“{missing[0]}”的指标")
    rows = str(data.get("rows", "organ"))
    if rows not in GROUPS:
        raise BadIndicator(f"附表 {entry.key}：不能按“{rows}”分行，可用：{'、'.join(GROUPS)}")
    return TableRule(entry.key, str(data["title"]), rows, columns, str(data.get("note", "")), entry.status)


def _form(entry: Entry, known: Mapping[str, TableRule]) -> Form:
    listed = tuple(str(code) for code in entry.data["tables"])
    if missing := [code for code in listed if code not in known]:
        raise BadIndicator(f"报表 {entry.key}：没有名为“{missing[0]}”的附表")
    return Form(entry.key, str(entry.data["title"]), listed, str(entry.data.get("note", "")), entry.status)


def show(indicator: Indicator, value: Number) -> str:
    """A figure as the report prints it, without its unit: amounts in 万元 keep only the decimals they need."""
    if indicator.sum == "amount_fen" and indicator.unit == "万元":
        return format((Decimal(value) / FEN_IN_WAN).normalize(), "f")
    if indicator.sum == "amount_fen":
        return format_yuan(int(value))
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
