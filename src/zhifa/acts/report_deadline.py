"""By when the annual report on the year that ended must be published, and how far an organ has come with it.

The day stands in the rule of supervision that reports a late one, so that desk and finding cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from zhifa.acts.work import context
from zhifa.core.oversight import Alert, alerts
from zhifa.core.oversight.patterns.organs import report_due
from zhifa.store.readers import reports
from zhifa.store.readers.people import staff_figures

READER: Final = "report_late"
WARNED: Final = timedelta(days=10)
"""So many days before the last one the duty is shown as near."""


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """The report on a year: until when it must be published, which article says so, how far it has come."""

    year: int
    due_on: date
    cite: str
    finished: reports.Finished | None
    here: bool = True
    """False where the organ never finished a report here: nobody here knows where it published that year's."""

    @property
    def met_on(self) -> date | None:
        return self.finished.published_on if self.finished else None

    @property
    def yellow_on(self) -> date:
        return self.due_on - WARNED

    @property
    def verb(self) -> str:
        return "公开年报" if self.finished else "编写年报"


def duty_for(organ: str, year: int, day: date) -> ReportDuty | None:
    """The duty to publish the report on a year; None where no rule of the day sets one."""
    rule = _rule(day)
    if rule is None:
        return None
    here = year >= day.year - 1 or reports.finishes_here(organ, year)
    return ReportDuty(year, report_due(rule.parameters, year), rule.cite, reports.finished(organ, year), here)


def due_on(year: int, day: date) -> date | None:
    """The last day on which the report on a year may be published, by the rules of a day."""
    rule = _rule(day)
    return report_due(rule.parameters, year) if rule else None


def _rule(day: date) -> Alert | None:
    return next((one for one in alerts(context().rules(day)).readers() if one.reader == READER), None)


def open_duty(organ: str, day: date) -> ReportDuty | None:
    """The report on last year, while it is not published; None for an organ without certified officers then."""
    found = duty_for(organ, day.year - 1, day)
    if found is None or found.met_on or not staff_figures([organ], found.year).at_end:
        return None
    return found
