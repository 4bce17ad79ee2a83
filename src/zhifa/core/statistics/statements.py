"""The same figures as one portable SQL statement over a relation of outcome rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from zhifa.core.statistics.indicators import GROUPS, BadIndicator, Indicator

OUTCOMES: Final = "outcome"
"""The relation statements read unless they are given another: a table on the databases, files on DuckDB and Spark."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One portable SQL statement: its text, its parameters in order, and the names of its result columns."""

    sql: str
    params: tuple[str | int | date, ...]
    names: tuple[str, ...]


class Engine(Protocol):
    """Whatever can carry a statement out: a database, DuckDB or Spark over files."""

    @property
    def mark(self) -> str:
        """The placeholder of its driver."""
        ...

    def ask(self, made: Statement) -> list[tuple[Any, ...]]: ...


def statement(
    wanted: Sequence[Indicator],
    *,
    start: date,
    end: date,
    organs: Sequence[int | str] = (),
    group: str = "",
    mark: str = "?",
    source: str = OUTCOMES,
) -> Statement:
    """The same figures as one SQL statement; `mark` is the driver's placeholder, `source` what it reads.

    Only filters, sums and 0/1 integers: no function, cast or literal whose meaning differs between engines.
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
    sql = f"SELECT {', '.join(head)} FROM {source} o WHERE {' AND '.join(limits)}"
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
        "SELECT o.case_id, o.proceeding, o.version, o.counted_on, o.count, o.amount_fen, o.standing, o.code"
        f" FROM {OUTCOMES} o WHERE {' AND '.join(limits)}"
        " ORDER BY o.counted_on DESC, o.case_id, o.version, o.code, o.proceeding"
    )
    names = ("case_id", "proceeding", "version", "counted_on", "count", "amount_fen", "standing", "code")
    return Statement(sql, tuple(params), names)
