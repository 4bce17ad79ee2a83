"""Bars by month in the units of an SVG: the drawing is worked out here, the template only writes it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.web import viewmodels as vm

WIDTH, HEIGHT, HEAD, FOOT, GAP = 480, 132, 16, 20, 6
WIDEST = 28


@dataclass(frozen=True, slots=True)
class Monthly:
    """One set of bars: its name, a value for each month, and where each leads."""

    name: str
    values: Sequence[int | None]
    hrefs: Sequence[str]
    kind: str = "first"


def by_month(
    title: str, unit: str, months: Sequence[date], sets: Sequence[Monthly], *, most: int = 0, note: str = ""
) -> vm.Chart:
    """A chart of one or two sets of bars. `most` fixes the scale, else the highest value does."""
    high = most or max((value or 0 for one in sets for value in one.values), default=0) or 1
    slot = WIDTH / max(len(months), 1)
    width = min(int((slot - GAP) / len(sets)), WIDEST) if sets else 0
    inset = (slot - width * len(sets)) / 2
    series = tuple(
        vm.Series(
            name=one.name,
            kind=one.kind,
            bars=tuple(
                _bar(int(place * slot + inset + number * width), width, value, high, months[place], unit, one, place)
                for place, value in enumerate(one.values)
                if value is not None
            ),
        )
        for number, one in enumerate(sets)
    )
    labels = tuple((int(place * slot + slot / 2), f"{month.month}月") for place, month in enumerate(months))
    span = f"{months[0]:%Y-%m} 至 {months[-1]:%Y-%m}" if months else ""
    return vm.Chart(title=title, unit=unit, series=series, labels=labels, top=f"{high:,}", note=note, span=span)


def _bar(x: int, width: int, value: int, high: int, month: date, unit: str, one: Monthly, place: int) -> vm.Bar:
    room = HEIGHT - HEAD - FOOT
    height = max(round(room * min(value, high) / high), 1 if value else 0)
    said = " ".join(part for part in (f"{month.year} 年 {month.month} 月", one.name, f"{value:,} {unit}") if part)
    return vm.Bar(
        x=x, y=HEIGHT - FOOT - height, width=max(width - 1, 1), height=height, label=f"{month:%Y-%m}",
        value=f"{value:,}", href=one.hrefs[place] if value else "", said=said,
    )  # fmt: skip
