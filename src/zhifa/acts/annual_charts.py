"""The charts of an annual report: its figures as bars, last year's beside them where the report compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhifa.acts.annual_report import ReportModel
from zhifa.acts.report_figures import before_shown
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
        label = figure.title.partition("（")[0].removesuffix("类处罚").removesuffix("合计")
        if passage.compared:
            past = figure.before or 0
            yield paper.Bar(f"{label} {model.year - 1}", size(past), before_shown(indicator, figure), past=True)
            yield paper.Bar(f"{label} {model.year}", size(figure.value), figure.shown, link(code, "", ""))
        elif figure.value:
            yield paper.Bar(label, size(figure.value), f"{figure.shown} {figure.unit}", link(code, "", ""))
