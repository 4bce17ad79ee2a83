"""The only writer of case rows. From a view of the case it works out the rows and writes those that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from zhifa.core.events import PAPER_ISSUED, PAPER_SCANNED_BACK, Event
from zhifa.core.procedure.next_steps import OPEN
from zhifa.core.procedure.view import View, yellow_on
from zhifa.store.casework.models import Case, Finding, Obligation, Outcome, Paper, Proceeding, Task
from zhifa.store.registry.models import Organ

M = TypeVar("M", bound=models.Model)


def project(
    view: View,
    *,
    organ: Organ,
    head: bytes,
    recorded_at: datetime,
    old: Case | None = None,
    new: Sequence[Event] = (),
) -> Case:
    """Bring every row of a case into line with a view of it.

    `old` is the row as the act locked it, None for a case just opened; `new` are the events just written.
    """
    row = case_row(view, organ=organ, head=head, recorded_at=recorded_at)
    row.number = str(view.case.events[0].payload.get("number", ""))
    row.save(force_insert=old is None, force_update=old is not None)
    fresh = old is None
    _replace(Proceeding, row, proceeding_rows(view), fresh=fresh)
    _replace(Obligation, row, obligation_rows(view), fresh=fresh)
    _replace(Finding, row, finding_rows(view), fresh=fresh)
    _replace(Task, row, task_rows(view), fresh=fresh)
    _replace(Outcome, row, outcome_rows(view, organ), fresh=fresh)
    for event in new:
        project_paper(event, row)
    return row


def project_paper(event: Event, case: Case) -> None:
    """Rows of papers follow the events that issue them and bring their scans back."""
    payload: Any = event.payload
    if event.type == PAPER_ISSUED:
        Paper.objects.create(
            token=payload["token"],
            case=case,
            organ_id=case.organ_id,
            proceeding=payload["proceeding"],
            step=payload.get("step", ""),
            code=payload["paper"],
            title=payload["title"],
            number=payload["number"],
            issued_on=event.occurred.day,
            frozen=payload["document"],
            digest=payload["digest"],
            version=event.version,
        )
    elif event.type == PAPER_SCANNED_BACK:
        Paper.objects.filter(pk=payload["token"]).update(scan=payload["file"])


def _replace(model: type[M], case: Case, rows: Sequence[M], *, fresh: bool) -> None:
    """Write the rows of one kind if they differ from those stored."""
    manager: Any = model._default_manager
    if not fresh:
        stored = list(manager.filter(case_id=case.pk))
        if sorted(map(_content, stored)) == sorted(_content(_with(row, case)) for row in rows):
            return
        if stored:
            manager.filter(case_id=case.pk).delete()
    if rows:
        manager.bulk_create([_with(row, case) for row in rows])


def _with(row: M, case: Case) -> M:
    row.case_id = case.pk  # type: ignore[attr-defined]
    return row


def _content(row: models.Model) -> str:
    """A row without its automatic key, as a text that can be compared and sorted."""
    fields = (f for f in row._meta.concrete_fields if not isinstance(f, models.AutoField))
    return repr([(f.attname, getattr(row, f.attname)) for f in fields])


def case_row(view: View, *, organ: Organ, head: bytes, recorded_at: datetime) -> Case:
    """The row lists show."""
    headline, case, due = view.headline, view.case, view.next_due
    levels = [finding.level for finding in view.findings]
    return Case(
        id=case.id,
        organ_id=organ.pk,
        path=organ.path,
        title=headline.title[:300],
        procedure=headline.procedure,
        kind=headline.kind,
        matter=headline.matter[:80],
        party=headline.party[:200],
        phase=headline.phase,
        state="closed" if headline.closed_on else "open",
        opened_on=case.opened.day,
        decided_on=headline.decided_on,
        closed_on=headline.closed_on,
        next_due_on=due.due_on if due else None,
        next_due_title=due.title if due else "",
        next_check_on=view.next_check_on,
        red_count=levels.count("red"),
        question_count=levels.count("question"),
        officers=list(case.officers),
        version=case.version,
        head=head,
        as_of=view.day,
        recorded_at=recorded_at,
    )


def proceeding_rows(view: View) -> list[Proceeding]:
    rows = []
    for key, run in view.state.runs.items():
        ended = view.state.ended(key)
        reached = [i.step.phase for i in run.instances if i.step and i.standing and i.counts]
        rows.append(
            Proceeding(
                id=key,
                procedure=run.proceeding.procedure,
                parent=run.proceeding.parent,
                opened_on=run.proceeding.opened.day,
                ended_on=ended.taken.at.day if ended else None,
                phase=reached[-1] if reached else "",
            )
        )
    return rows


def obligation_rows(view: View) -> list[Obligation]:
    rows = []
    for item in view.obligations:
        if item.started is None or item.due_on is None:
            continue
        rows.append(
            Obligation(
                proceeding=item.proceeding,
                code=item.code,
                item=item.item,
                title=item.title,
                kind=item.kind,
                of=item.of,
                state=item.state,
                started_on=item.started.day,
                due_on=item.due_on,
                met_on=item.met_on.day if item.met_on else None,
                provisional=item.provisional,
                cite=item.cite,
                yellow_on=yellow_on(item),
            )
        )
    return rows


def finding_rows(view: View) -> list[Finding]:
    return [
        Finding(
            proceeding=item.proceeding,
            code=item.code,
            level=item.level,
            step=item.step,
            message=item.message,
            remedy=item.remedy,
            cite=item.cite,
            version=item.version,
            found_on=item.on,
        )
        for item in view.findings
    ]


def task_rows(view: View) -> list[Task]:
    return [
        Task(
            proceeding=item.proceeding,
            step=item.step.code,
            title=item.step.title,
            phase=item.step.phase,
            role=role,
            demanded=item.demanded,
            cite=item.step.cite,
        )
        for item in view.next_steps
        if item.state == OPEN
        for role in item.step.by
    ]


def outcome_rows(view: View, organ: Organ) -> list[Outcome]:
    return [
        Outcome(
            organ_id=organ.pk,
            proceeding=item.proceeding,
            version=item.version,
            code=item.code,
            counted_on=item.counted_on,
            count=item.count,
            amount_fen=item.amount_fen,
            standing=int(item.standing),
            procedure=view.case.proceedings[item.proceeding].procedure,
            **_dims(item.dims),
        )
        for item in view.outcomes
    ]


FLAGS = ("enterprise", "simple")
TEXTS = ("matter", "kind", "permit_kind")


def _dims(dims: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: str(dims.get(name) or "") for name in TEXTS}
    return {**texts, **{name: int(bool(dims.get(name))) for name in FLAGS}}
