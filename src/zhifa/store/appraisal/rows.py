"""The rows of the machine's appraisal of a case, worked out with its other rows."""

from __future__ import annotations

from zhifa.core.appraisal import Sheet, Standard, appraise, standard_for
from zhifa.core.papers.casefile import lacks
from zhifa.core.procedure.view import View
from zhifa.store.appraisal.models import Appraisal, Deduction
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, values_of

MARK = 16
"""So much of a digest tells one text of a standard from another."""


def is_light(view: View) -> bool:
    """Whether the case was entered in bulk, whole in one event."""
    return any(event.part for event in view.case.events[:3])


def is_casefile(view: View) -> bool:
    """A file is appraised once something is decided or the case is closed."""
    return bool(view.headline.decided_on or view.headline.closed_on)


def sheet_of(view: View, path: str, standard: Standard | None = None) -> Sheet | None:
    """The machine's sheet of a file, by a standard or by that of its place; None where there is nothing to appraise."""
    if not is_casefile(view):
        return None
    rules = view.state.context.rules(view.day)
    light = is_light(view)
    given = standard or standard_for(rules, path, light=light)
    if given is None:
        return None
    return appraise(view, given, () if light else lacks(view.state, rules))


def appraisal_rows(view: View, organ: Organ) -> tuple[list[Values], list[Values]]:
    """The row of the appraisal and those of its deductions; none before the file is one."""
    sheet = sheet_of(view, organ.path)
    decided_on = view.headline.decided_on or view.headline.closed_on
    if sheet is None or decided_on is None:
        return [], []
    light = int(is_light(view))
    row = values_of(
        Appraisal,
        organ_id=organ.pk,
        kind=view.headline.kind,
        light=light,
        decided_on=decided_on,
        standard=sheet.standard,
        digest=sheet.digest[:MARK],
        version=sheet.version,
        score=sheet.score,
        grade=sheet.grade,
        fatal=sheet.fatal,
        asks=sheet.asks,
    )
    return [row], [
        values_of(
            Deduction,
            organ_id=organ.pk,
            decided_on=decided_on,
            light=light,
            number=number,
            item=one.item,
            title=one.title,
            points=one.points,
            fatal=int(one.fatal),
            ask=int(one.ask),
            message=one.message,
            cite=one.cite,
            place=one.place,
            proceeding=one.proceeding,
            step=one.step,
            version=one.version,
            token=one.token,
            paper=one.paper,
            period=one.period,
        )
        for number, one in enumerate(sheet.deductions, 1)
    ]
