"""The figures of rows in memory: what every engine must give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from zhifa.core.statistics.derived import derive
from zhifa.core.statistics.indicators import GROUPS, Indicator, Number, Row, TableRule


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
    return completed(Sheet(rule, tuple(lines), Line("合计", tuple(sums[i.code] for i in wanted))), known)


def completed(sheet: Sheet, known: Mapping[str, Indicator]) -> Sheet:
    """A filled table with its derived columns worked out line by line, without the spare ones that are 0 throughout."""
    codes = [column.indicator for column in sheet.rule.columns]
    made = {code: known[code] for code in codes if known[code].derived}
    if not made:
        return sheet

    def line(one: Line) -> Line:
        values = dict(zip(codes, one.values, strict=True))
        return Line(one.name, tuple((values | derive(made, values)).values()))

    lines, total = [line(one) for one in sheet.lines], line(sheet.total)
    spare = [column.spare for column in sheet.rule.columns]
    kept = [n for n in range(len(codes)) if not spare[n] or any(one.values[n] > 0 for one in (*lines, total))]

    def cut(one: Line) -> Line:
        return Line(one.name, tuple(one.values[n] for n in kept))

    rule = replace(sheet.rule, columns=tuple(sheet.rule.columns[n] for n in kept))
    return Sheet(rule, tuple(map(cut, lines)), cut(total))
