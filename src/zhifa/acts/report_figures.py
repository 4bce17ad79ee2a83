"""Every figure of an annual report: what it is, where it comes from, what it was a year earlier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zhifa.acts.register_figures import register_figures
from zhifa.acts.report_frame import Frame
from zhifa.core.statistics import Indicator, Number, derive, percent, show
from zhifa.store.readers import reports
from zhifa.store.readers import statistics as read
from zhifa.store.readers.people import StaffFigures

CASES, REGISTRY, ENTERED, MISSING, DERIVED = "cases", "registry", "entered", "missing", "derived"
"""Where a figure comes from; `missing` is one people should have entered and did not: it counts as 0."""
UNKNOWN: Final = "—"
_NEVER: Final[tuple[None, str]] = (None, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the report. Amounts are fen; `shown` is as printed, in the indicator's unit."""

    code: str
    title: str
    unit: str
    value: Number
    shown: str
    source: str
    annulled: Number = 0
    """How much of it was annulled afterwards and stays counted, as the forms ask."""
    annulled_shown: str = "0"
    before: Number | None = None
    """The same figure a year earlier; None where nothing is known of that year."""
    before_source: str = ""
    """The printed report last year's figure was taken from; empty where it is this installation's own."""


@dataclass(frozen=True, slots=True)
class _Value:
    value: Number
    source: str
    annulled: Number = 0


def report_figures(given: Frame) -> dict[str, Figure]:
    """Every figure of the year, and of the year before where anything is known of it."""
    now = _values(given, given.year, given.entries)
    past = _past(given)
    made = {}
    for code, found in now.items():
        indicator = given.known[code]
        before, source = past.get(code, _NEVER)
        made[code] = Figure(
            code=code,
            title=indicator.title,
            unit=indicator.unit,
            value=found.value,
            shown=shown_as(indicator, found),
            source=found.source,
            annulled=found.annulled,
            annulled_shown=show(indicator, found.annulled),
            before=before,
            before_source=source,
        )
    return made


def report_months(given: Frame) -> dict[str, tuple[Number, ...]]:
    """The figures the report draws month by month, each of the twelve; only what cases give has months."""
    body = given.report.data["body"]
    codes = dict.fromkeys(code for item in body if "months" in item for code in item["figures"])
    return read.by_month([given.known[code] for code in codes], given.year, given.scope.codes)


def shown_as(indicator: Indicator, found: _Value) -> str:
    """As printed; a share of nothing is a dash."""
    return UNKNOWN if found.source == MISSING and indicator.derived else show(indicator, found.value)


def _past(given: Frame) -> dict[str, tuple[Number, str]]:
    """Last year's figures: what somebody took from the printed report, else what this installation knows."""
    year = given.year - 1
    entries = reports.report_entries(given.scope.code, year)
    found = _values(given, year, entries)
    past: dict[str, tuple[Number, str]] = {}
    if any(one.value for one in found.values() if one.source in (CASES, ENTERED)):
        past = {code: (one.value, "") for code, one in found.items() if one.source != MISSING}
    typed = given.entries.before
    past |= {code: (entry.number, entry.text) for code, entry in typed.items() if code in given.known}
    # A share is worked out again from what was typed, unless it was typed itself.
    shares = derive(given.known, {code: value for code, (value, _) in past.items()}) if typed else {}
    return past | {code: (value, "") for code, value in shares.items() if code not in typed}


def _values(given: Frame, year: int, entries: reports.Entries) -> dict[str, _Value]:
    """The value of every indicator in a year, and where it comes from."""
    counted = read.counted(list(given.known.values()), read.year_of(year), given.scope.codes)
    staff = staff_values(read.staff_of(given.scope, year))
    registered = {**register_figures(given.rules, given.scope.codes, year), **_organs(given)}
    # A review sent back is counted as a review done, not as a decision annulled.
    steps = {key for key, outcome in given.rules.entries("outcome").items() if outcome.data.get("every")}
    found: dict[str, _Value] = {}
    for code, indicator in given.known.items():
        if indicator.entered and code in entries.facts:
            found[code] = _Value(entries.facts[code].number, ENTERED)
        elif indicator.is_counted:
            gone = counted[code].annulled if steps.isdisjoint(indicator.outcomes) else 0
            found[code] = _Value(counted[code].value, CASES, gone)
        elif indicator.source == REGISTRY and code in staff:
            found[code] = _Value(staff[code], REGISTRY)
        elif code in registered:
            found[code] = _Value(registered[code], REGISTRY)
        else:
            found[code] = _Value(0, MISSING)
    made = derive(given.known, {code: one.value for code, one in found.items() if not given.known[code].derived})
    return found | {code: _Value(value, DERIVED) for code, value in made.items() if code not in entries.facts}


def _organs(given: Frame) -> dict[str, int]:
    """How many organs of some levels report to the one that adds them up, as its kind of report asks."""
    asked = given.report.data.get("organs", {}) if given.aggregates else {}
    others = [one.level for one in reports.reporting(given.scope) if one.code != given.scope.code] if asked else []
    return {str(code): sum(level in levels for level in others) for code, levels in asked.items()}


def staff_values(staff: StaffFigures) -> dict[str, int]:
    """The movement of officers as figures of the report."""
    return {
        "people.before": staff.at_start,
        "people.added": staff.added,
        "people.removed": staff.removed,
        "people.officers": staff.at_end,
    }


def compared_words(known: Mapping[str, Indicator], figures: Mapping[str, Figure]) -> dict[str, str]:
    """What passages may say of last year: `before.` each figure as printed, `change.` the change against it."""
    said = {f"before.{code}": before_shown(known[code], one) for code, one in figures.items()}
    return said | {f"change.{code}": change_words(known[code], one) for code, one in figures.items()}


def before_shown(indicator: Indicator, figure: Figure) -> str:
    """Last year's figure as printed; a dash where nothing is known."""
    return UNKNOWN if figure.before is None else show(indicator, figure.before)


def change_shown(indicator: Indicator, figure: Figure) -> str:
    """The change against last year, with its sign; empty where nothing is known."""
    if figure.before is None:
        return ""
    more, less = max(figure.value - figure.before, 0), max(figure.before - figure.value, 0)
    size = show(indicator, more or less)
    return f"＋{size}" if more else f"－{size}" if less else "持平"


def change_percent(figure: Figure) -> str:
    """The change in percent of last year's figure; a dash where that was 0, of which nothing is a share."""
    if figure.before is None or figure.unit == "%":
        return ""
    if not figure.before:
        return "持平" if not figure.value else f"{UNKNOWN}（上年为 0）"
    size = percent(_distance(figure.value, figure.before), figure.before, 2)
    return "持平" if figure.value == figure.before else f"{'＋' if figure.value > figure.before else '－'}{size}%"


def _distance(one: Number, other: Number) -> Number:
    return max(one - other, other - one)


def change_words(indicator: Indicator, figure: Figure) -> str:
    """The change in the words of a sentence that names the year before: 增长 12.50%, 减少 3 件, 由 3 件降为零, 持平."""
    if figure.before is None:
        return "没有上年数字"
    if figure.value == figure.before:
        return "持平"
    if not figure.value:
        return f"由 {show(indicator, figure.before)} {figure.unit}降为零"
    if not figure.before or figure.unit == "%":
        size = show(indicator, _distance(figure.value, figure.before))
        unit = "个百分点" if figure.unit == "%" else f" {figure.unit}"
        return f"{'增加' if figure.value > figure.before else '减少'} {size}{unit}"
    size = format(percent(_distance(figure.value, figure.before), figure.before, 2), "f")
    return f"{'增长' if figure.value > figure.before else '下降'} {size}%"
