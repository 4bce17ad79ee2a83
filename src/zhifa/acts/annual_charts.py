"""The charts of an annual report: its figures as bars, last year's beside them where the report compares, and the
course of the year by month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from zhifa.acts.annual_report import ReportModel
from zhifa.acts.report_figures import CASES, before_shown
from zhifa.core import papers as paper
from zhifa.core.narrative import Passage
from zhifa.core.statistics import Number

THOUSAND = 1000


def chart(model: ReportModel, passage: Passage, link: Callable[[str, str, str], str]) -> paper.Chart:
    """The bars of the figures a passage names; those that are 0 in every year drawn are left out."""
    years = bool(passage.compared)
    values = [model.figures[code].value for code in passage.figures]
    if years:
        values += [model.figures[code].before or 0 for code in passage.figures]
    return paper.Chart(passage.text, tuple(_bars(model, passage, max(values, default=0) or 1, link)))


def _bars(
    model: ReportModel, passage: Passage, most: Number, link: Callable[[str, str, str], str]
) -> Iterator[paper.Bar]:
    def size(value: Number) -> int:
        return int(THOUSAND * value / most)

    for code in passage.figures:
        figure, indicator = model.figures[code], model.indicators[code]
        label = _label(figure.title)
        if passage.compared:
            past = figure.before or 0
            yield paper.Bar(f"{label} {model.year - 1}", size(past), before_shown(indicator, figure), past=True)
            yield paper.Bar(f"{label} {model.year}", size(figure.value), figure.shown, link(code, "", ""))
        elif figure.value:
            yield paper.Bar(label, size(figure.value), f"{figure.shown} {figure.unit}", link(code, "", ""))


def _label(title: str) -> str:
    return title.partition("（")[0].removesuffix("类处罚").removesuffix("合计")


@dataclass(frozen=True, slots=True)
class Course:
    """A figure over the months of its year, as far as the year has come."""

    code: str
    title: str
    unit: str
    values: tuple[int, ...]


def courses(model: ReportModel, passage: Passage, day: date) -> Iterator[Course]:
    """The figures a passage draws by month; those with nothing in any month are left out.

    Of a year that still runs the months to come are not drawn: nothing has happened in them yet.
    """
    months = day.month if day.year == model.year else 12
    for code in passage.figures:
        values = tuple(int(value) for value in model.months.get(code, ())[:months])
        if any(values) and model.figures[code].source == CASES:
            indicator = model.indicators[code]
            yield Course(code, f"{_label(indicator.title)}{passage.text}", indicator.unit, values)


def course_bars(model: ReportModel, passage: Passage, day: date) -> Iterator[paper.Bars]:
    """The same as blocks of a paper."""
    for one in courses(model, passage, day):
        labels = tuple(f"{month}月" for month in range(1, len(one.values) + 1))
        yield paper.Bars(one.title, one.unit, labels, (paper.BarSet(model.organ.short, one.values),))
