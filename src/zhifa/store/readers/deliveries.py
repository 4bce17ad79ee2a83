"""Papers that wait to be delivered, or whose delivery waits to be announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.store.casework import models as rows
from zhifa.store.readers.cases import readable

MOST = 200


@dataclass(frozen=True, slots=True)
class WaitingDelivery:
    """A step of a case by which something is delivered, or its delivery announced."""

    case_id: str
    proceeding: str
    step: str
    title: str
    number: str
    case_title: str
    party: str
    path: str
    due_on: date | None
    papers: tuple[str, ...]
    """Papers issued in the proceeding, as a delivery would name them."""

    @property
    def key(self) -> str:
        return f"{self.case_id}:{self.proceeding}:{self.step}"


def waiting_deliveries(steps: Sequence[tuple[str, str]], *, reach: Sequence[str]) -> list[WaitingDelivery]:
    """Open steps among these of procedures (procedure, step), the most urgent first."""
    wanted = set(steps)
    found = rows.Task.objects.filter(readable(reach, "case__", "case__path"), step__in={step for _, step in wanted})
    open_ = {
        (row.proceeding, row.step): row
        for row in found.select_related("case").order_by("case__opened_on", "id")[: MOST * 4]
    }
    keys = {proceeding for proceeding, _ in open_}
    procedures = dict(rows.Proceeding.objects.filter(pk__in=keys).values_list("pk", "procedure"))
    dues: dict[tuple[str, str], date] = {}
    for duty in rows.Obligation.objects.filter(proceeding__in=keys, kind="duty", state__in=("running", "lapsed")):
        dues.setdefault((duty.proceeding, duty.step), duty.due_on)
    papers: dict[str, list[str]] = {}
    for paper in rows.Paper.objects.filter(proceeding__in=keys, withdrawn_on=None).order_by("version"):
        if paper.number:
            papers.setdefault(paper.proceeding, []).append(f"{paper.title}（{paper.number}）")
    lines = [
        WaitingDelivery(
            case_id=row.case_id, proceeding=row.proceeding, step=row.step, title=row.title, number=row.case.number,
            case_title=row.case.title, party=row.case.party, path=row.case.path,
            due_on=dues.get((row.proceeding, row.step)), papers=tuple(papers.get(row.proceeding, ())),
        )
        for (proceeding, step), row in open_.items() if (procedures.get(proceeding, ""), step) in wanted
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.number))[:MOST]
