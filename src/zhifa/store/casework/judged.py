"""Rows of findings from a view of a case, each under its rule of supervision."""

from __future__ import annotations

from collections.abc import Iterator

from zhifa.core.oversight import judge
from zhifa.core.procedure.view import View
from zhifa.store.casework.finding import Finding
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, values_of


def finding_rows(view: View, organ: Organ) -> Iterator[Values]:
    """Everything found in a case, in legal order."""
    for judged in judge(view).findings:
        finding, alert = judged.finding, judged.alert
        yield values_of(
            Finding,
            organ_id=organ.pk,
            path=organ.path,
            key=judged.key,
            alert=alert.code,
            group=alert.group,
            colour=judged.colour,
            proceeding=finding.proceeding,
            code=finding.code,
            level=finding.level,
            step=finding.step,
            message=finding.message,
            remedy=finding.remedy,
            cite=finding.cite or alert.cite,
            version=finding.version,
            found_on=finding.on,
            known_on=judged.known_on,
            answers=alert.answers,
            answer_by=judged.answer_by,
        )
