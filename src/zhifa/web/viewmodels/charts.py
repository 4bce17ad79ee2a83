"""Drawings on pages, of two kinds: what happens month after month, and what stands beside what.

A `Chart` goes upright along an axis of months, so that a course is seen; its numbers are read by pointing. A list of
`Rung`s lies: names of any length at the left, every number written at the right. On paper they are `papers.Bars` and
`papers.Chart`.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhifa.web.viewmodels.parts import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart in the chart's own units, and what it says to whoever cannot see it."""

    x: int
    y: int
    width: int
    height: int
    label: str
    value: str
    href: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one set of bars means, in words beside the chart; a chart of one set whose title says it has no name."""

    name: str
    bars: tuple[Bar, ...]
    kind: str = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars by month, drawn on the server; every number stands in the table for whoever cannot see the drawing."""

    title: str
    unit: str
    series: tuple[Series, ...]
    labels: tuple[tuple[int, str], ...]
    """Where on the axis each month stands, and its name."""
    top: str
    span: str = ""
    note: str = ""
    width: int = 480
    height: int = 132

    @property
    def nothing(self) -> bool:
        """Whether no month has anything: then a sentence says so instead of an empty drawing."""
        return not any(bar.height for series in self.series for bar in series.bars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One bar under others: its name, its number, and how much of the longest bar; `past` is of the year before."""

    label: str
    figure: Figure
    share: int
    """Of a thousand of the longest."""
    fails: bool = False
    past: bool = False
