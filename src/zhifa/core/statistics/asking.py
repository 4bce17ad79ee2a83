"""Figures and tables asked of an engine: the database, or DuckDB or Spark over the files of many cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhifa.core.statistics.evaluating import Line, Sheet, completed
from zhifa.core.statistics.indicators import Indicator, Number, TableRule
from zhifa.core.statistics.statements import OUTCOMES, Engine, statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What is asked: from which day to which, both included, of which organs (all where none is named), of what."""

    start: date
    end: date
    organs: tuple[str, ...] = ()
    source: str = OUTCOMES


def ask_figures(engine: Engine, chosen: Sequence[Indicator], span: Span) -> dict[str, Number]:
    """Every one of these counted figures, by one statement."""
    made = statement(chosen, start=span.start, end=span.end, organs=span.organs, mark=engine.mark, source=span.source)
    return _values(chosen, engine.ask(made)[0])


def ask_table(
    engine: Engine,
    rule: TableRule,
    known: Mapping[str, Indicator],
    span: Span,
    *,
    units: Mapping[str, str],
    own: str = "",
    entered: Mapping[str, Number] | None = None,
) -> tuple[Sheet, tuple[str, ...]]:
    """One annual table by one statement, and the value behind each of its lines.

    A table of organs has a line for each of `units` (code and printed name), with zeros where nothing happened; other
    tables have lines only for what occurred, in the order of their characters whatever the engine. What was entered
    belongs to the organ `own` and stands in its line and in the total.
    """
    answer: list[tuple[Any, ...]] = []
    if chosen := rule.counted(known):
        made = statement(
            chosen, start=span.start, end=span.end, organs=span.organs, group=rule.rows, mark=engine.mark,
            source=span.source,
        )  # fmt: skip
        answer = engine.ask(made)
    return _filled(rule, known, answer, units=units, own=own, given=entered or {})


def _filled(
    rule: TableRule,
    known: Mapping[str, Indicator],
    answer: Iterable[Sequence[Any]],
    *,
    units: Mapping[str, str],
    own: str,
    given: Mapping[str, Number],
) -> tuple[Sheet, tuple[str, ...]]:
    wanted, chosen = [known[c.indicator] for c in rule.columns], rule.counted(known)
    found: dict[str, dict[str, Number]] = {}
    for key, *sums in answer:
        if any(sums) or rule.rows == "organ":
            found[str(key)] = _values(chosen, sums)
    names = units if rule.rows == "organ" else {}
    keys = [*names, *sorted(key for key in found if key not in names)]
    lines = []
    for key in keys:
        mine: dict[str, Number] = {**dict.fromkeys((i.code for i in wanted), 0), **found.get(key, {})}
        if rule.rows == "organ" and key == own:
            mine |= {i.code: given[i.code] for i in wanted if i.entered and i.code in given}
        lines.append(Line(names.get(key, key) or "未分类", tuple(mine[i.code] for i in wanted)))
    total: dict[str, Number] = {i.code: sum(line.get(i.code, 0) for line in found.values()) for i in chosen}
    total |= {i.code: given.get(i.code, total.get(i.code, 0)) for i in wanted if i.entered}
    sheet = Sheet(rule, tuple(lines), Line("合计", tuple(total.get(i.code, 0) for i in wanted)))
    return completed(sheet, known), tuple(keys)


def _values(chosen: Sequence[Indicator], sums: Sequence[Any]) -> dict[str, Number]:
    """The sums an engine answered, in the order they were asked for, as figures."""
    return {i.code: i.value(int(total)) for i, total in zip(chosen, sums, strict=True)}
