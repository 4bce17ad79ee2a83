"""Annual figures: filter and sum over outcome rows, in memory or as one portable SQL statement.

An indicator is rule data (`rules/indicators`). The pure evaluator and the SQL text come from the same definition,
so that SQLite, PostgreSQL, DuckDB and Spark must give the numbers the evaluator gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: which outcomes it sums, which column, under which filter. Entered ones come from people."""

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


@dataclass(frozen=True, slots=True)
class TableRule:
    """One annual table: its columns, and what makes a row (the organ, or a column of the outcome)."""

    code: str
    title: str
    rows: str
    columns: tuple[TableColumn, ...]
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, or its last row of totals."""

    name: str
    values: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled table."""

    rule: TableRule
    lines: tuple[Line, ...]
    total: Line


@dataclass(frozen=True, slots=True)
class Statement:
    """One portable SQL statement: its text, its parameters in order, and the names of its result columns."""

    sql: str
    params: tuple[str | int | date, ...]
    names: tuple[str, ...]


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
    if not (entered or outcomes):
        raise BadIndicator(f"指标 {entry.key}：须写明 outcome，或者 entered = true")
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
    )


def _table(entry: Entry, known: Mapping[str, Indicator]) -> TableRule:
    data: Mapping[str, Any] = entry.data
    columns = tuple(TableColumn(str(c["indicator"]), str(c["title"])) for c in data["columns"])
    if missing := [c.indicator for c in columns if c.indicator not in known]:
        raise BadIndicator(f"附表 {entry.key}：没有名为“{missing[0]}”的指标")
    rows = str(data.get("rows", "organ"))
    if rows not in GROUPS:
        raise BadIndicator(f"附表 {entry.key}：不能按“{rows}”分行，可用：{'、'.join(GROUPS)}")
    return TableRule(entry.key, str(data["title"]), rows, columns, str(data.get("note", "")), entry.status)


def figures(
    rows: Iterable[Row],
    wanted: Iterable[Indicator],
    *,
    start: date,
    end: date,
    entered: Mapping[str, Number] | None = None,
) -> dict[str, Number]:
    """Every figure of a period (both ends included); entered figures nobody gave are 0, as the forms ask."""
    chosen = list(wanted)
    given = {i.code: (entered or {})[i.code] for i in chosen if i.entered and i.code in (entered or {})}
    found = dict.fromkeys((i.code for i in chosen), 0)
    counted = [indicator for indicator in chosen if indicator.is_counted]
    by_code: dict[str, list[Indicator]] = {}
    for indicator in counted:
        for code in indicator.outcomes:
            by_code.setdefault(code, []).append(indicator)
    for row in rows:
        if start <= row.counted_on <= end:
            for indicator in by_code.get(row.code, ()):
                if indicator.takes(row):
                    found[indicator.code] += row.count if indicator.sum == "count" else row.amount_fen
    return {i.code: given.get(i.code, i.value(found[i.code])) for i in chosen}


def tabulate(
    rows: Iterable[Row],
    rule: TableRule,
    known: Mapping[str, Indicator],
    *,
    start: date,
    end: date,
    entered: Mapping[str, Number] | None = None,
    names: Mapping[str, str] | None = None,
) -> Sheet:
    """Fill one annual table; `names` gives the printed name of each row where it is not its value."""
    wanted = [known[column.indicator] for column in rule.columns]
    taken = [row for row in rows if start <= row.counted_on <= end and any(i.takes(row) for i in wanted)]
    column = GROUPS[rule.rows]
    keys = list(dict.fromkeys(str(getattr(row, column)) for row in taken))
    lines = []
    for key in [*(key for key in (names or {}) if key not in keys), *keys]:
        mine = [row for row in taken if str(getattr(row, column)) == key]
        values = figures(mine, wanted, start=start, end=end)
        lines.append(Line((names or {}).get(key, key) or "未分类", tuple(values[i.code] for i in wanted)))
    sums = figures(taken, wanted, start=start, end=end, entered=entered)
    return Sheet(rule, tuple(lines), Line("合计", tuple(sums[i.code] for i in wanted)))


def statement(
    wanted: Sequence[Indicator],
    *,
    start: date,
    end: date,
    organs: Sequence[int | str] = (),
    group: str = "",
    mark: str = "?",
) -> Statement:
    """The same figures as one SQL statement over the table `outcome`; `mark` is the driver's placeholder.

    Result columns are `f0`, `f1` … in the order of `names`, after the grouping column where there is one. Without
    organs all are taken. Entered figures are not in the table and are refused.
    """
    if not wanted:
        raise BadIndicator("没有要计算的指标")
    if entered := [i.code for i in wanted if not i.is_counted]:
        raise BadIndicator(f"指标 {entered[0]} 由人填报，不在计数表中")
    params: list[str | int | date] = []

    def each(values: Sequence[str | int]) -> str:
        params.extend(values)
        return mark if len(values) == 1 else ", ".join(mark for _ in values)

    def test(column: str, values: Sequence[str | int]) -> str:
        marks = each(values)
        return f"o.{column} = {marks}" if len(values) == 1 else f"o.{column} IN ({marks})"

    cells = []
    for number, indicator in enumerate(wanted):
        tests = [test("code", indicator.outcomes), *(test(column, values) for column, values in indicator.where)]
        if indicator.standing_only:
            tests.append("o.standing = 1")
        case = f"CASE WHEN {' AND '.join(tests)} THEN o.{indicator.sum} ELSE 0 END"
        cells.append(f"COALESCE(SUM({case}), 0) AS f{number}")
    by = GROUPS[group] if group else ""
    head = [f"o.{by}", *cells] if by else cells
    params += [start, end]
    codes = sorted({code for indicator in wanted for code in indicator.outcomes})
    limits = [f"o.counted_on >= {mark}", f"o.counted_on <= {mark}", test("code", codes)]
    if organs:
        limits.append(test("organ_id", list(organs)))
    sql = f"SELECT {', '.join(head)} FROM outcome o WHERE {' AND '.join(limits)}"
    if by:
        sql += f" GROUP BY o.{by} ORDER BY o.{by}"
    return Statement(sql, tuple(params), tuple(indicator.code for indicator in wanted))


def drill(
    indicator: Indicator, *, start: date, end: date, organs: Sequence[int | str] = (), mark: str = "?"
) -> Statement:
    """The rows one figure is made of, newest first: what a reader sees on clicking it."""
    if not indicator.is_counted:
        raise BadIndicator(f"指标 {indicator.code} 由人填报，没有对应的案件")
    params: list[str | int | date] = [start, end]
    limits = [f"o.counted_on >= {mark}", f"o.counted_on <= {mark}"]
    tests = [("code", indicator.outcomes), *indicator.where, *([("organ_id", tuple(organs))] if organs else [])]
    for column, values in tests:
        params.extend(values)
        limits.append(f"o.{column} IN ({', '.join(mark for _ in values)})")
    if indicator.standing_only:
        limits.append("o.standing = 1")
    sql = (
        "SELECT o.case_id, o.proceeding, o.version, o.counted_on, o.count, o.amount_fen, o.standing FROM outcome o"
        f" WHERE {' AND '.join(limits)} ORDER BY o.counted_on DESC, o.case_id, o.version"
    )
    names = ("case_id", "proceeding", "version", "counted_on", "count", "amount_fen", "standing")
    return Statement(sql, tuple(params), names)


def show(indicator: Indicator, value: Number) -> str:
    """A figure as the report prints it, without its unit: amounts in 万元 keep only the decimals they need."""
    if indicator.sum == "amount_fen" and indicator.unit == "万元":
        return format((Decimal(value) / FEN_IN_WAN).normalize(), "f")
    if indicator.sum == "amount_fen":
        return format_yuan(int(value))
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
