"""The only writer of case rows. From a view of the case it works out the rows and writes those that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from django.db import connection, models

from zhifa.core.bigrams import indexed, plain
from zhifa.core.events import PAPER_ISSUED, PAPER_SCANNED_BACK, PAPER_WITHDRAWN, PERSONAL_ERASED, Event
from zhifa.core.oversight import judge
from zhifa.core.oversight.model import RED
from zhifa.core.planning import ITEM, SUPERVISED
from zhifa.core.procedure.findings import QUESTION
from zhifa.core.procedure.questions import questions
from zhifa.core.procedure.view import View, verb, yellow_on
from zhifa.store.appraisal.models import Appraisal, Deduction
from zhifa.store.appraisal.rows import appraisal_rows
from zhifa.store.casework.custody import custody_rows
from zhifa.store.casework.fines import fine_rows, movement_rows
from zhifa.store.casework.judged import finding_rows
from zhifa.store.casework.models import (
    Case,
    CaseGrams,
    Custody,
    Finding,
    Fine,
    FineMovement,
    Obligation,
    Outcome,
    Paper,
    Permit,
    Proceeding,
    Publication,
    Question,
    Ruling,
    Task,
)
from zhifa.store.casework.permits import permit_rows
from zhifa.store.casework.publishing import PUBLICATION, published
from zhifa.store.casework.rulings import marks_of, ruling_rows
from zhifa.store.counters import moved
from zhifa.store.grams import line_of
from zhifa.store.oversight.models import Presence
from zhifa.store.oversight.presences import presence_rows
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, columns, values_of
from zhifa.store.supervision.case_rows import instrument_rows, letter_rows
from zhifa.store.supervision.models import Instrument, Letter

DOCUMENT, DIGEST = "/document", "/digest"
"""Where the content of a paper and its digest stand in its event: a digest would let names be guessed."""


def project(view: View, *, organ: Organ, old: Case | None = None, new: Sequence[Event] = ()) -> Case:
    """Bring every row of a case into line with a view of it.

    `old` is the row as the act locked it, None for a case just opened; `new` are the events just written. A table
    whose rows are the same as before, by the digest kept with the case, is not touched.
    """
    row = case_row(view, organ=organ)
    written = old.digests if old else {}
    changed: list[tuple[type[models.Model], list[Values]]] = []
    for model, rows in derived_rows(view, organ):
        digest = digest_of(rows)
        if digest:
            row.digests[model.__name__] = digest
        if digest != written.get(model.__name__, ""):
            changed.append((model, rows))
    if old is None:
        row.save(force_insert=True)
    else:
        _update(row)
    for model, rows in changed:
        replace_rows(model, row.pk, rows, fresh=not written.get(model.__name__))
    for event in new:
        project_paper(event, row)
    return row


def derived_rows(
    view: View, organ: Organ, *, only: Collection[type[models.Model]] = ()
) -> list[tuple[type[models.Model], list[Values]]]:
    """Every row of a case besides its own, in the order in which tables are written; or those of `only` some."""
    found = [(model, list(work(view, organ))) for model, work in _TABLES if not only or model in only]
    if not only or CaseGrams in only:
        rulings = next((rows for model, rows in found if model is Ruling), None)
        marks = marks_of(ruling_rows(view, organ) if rulings is None else rulings)
        found.append((CaseGrams, [values_of(CaseGrams, grams=line_of([*marks, *indexed(_sought(view))]))]))
    if not only or Appraisal in only:
        appraised, deductions = appraisal_rows(view, organ)
        found += [(Appraisal, appraised), (Deduction, deductions)]
    return [(model, _belonging(model, rows, view.case.id)) for model, rows in found]


def _belonging(model: type[models.Model], rows: list[Values], case_id: str) -> list[Values]:
    at = columns(model).index("case_id")
    return [(*row[:at], case_id, *row[at + 1 :]) for row in rows]


@cache
def statements(model: type[models.Model]) -> tuple[str, str]:
    """The statements that delete and insert the rows of a case."""
    named = {field.attname: field.column for field in model._meta.concrete_fields}
    table, names = model._meta.db_table, ", ".join(f'"{named[name]}"' for name in columns(model))
    places = ", ".join(["%s"] * len(columns(model)))
    return f'DELETE FROM "{table}" WHERE case_id = %s', f'INSERT INTO "{table}" ({names}) VALUES ({places})'


@cache
def _case_update() -> tuple[tuple[Any, ...], str]:
    """The columns of a case besides its id, and the statement that sets them."""
    fields = tuple(f for f in Case._meta.concrete_fields if not f.primary_key)
    listed = ", ".join(f'"{f.column}" = %s' for f in fields)
    return fields, f'UPDATE "{Case._meta.db_table}" SET {listed} WHERE id = %s'


def _update(row: Case) -> None:
    """Write the row of a case that is there; the same statement each time, so it is spelt once."""
    fields, statement = _case_update()
    values = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])
        if cursor.rowcount != 1:
            raise RuntimeError(f"案件 {row.pk} 的行不存在")


def replace_rows(model: type[models.Model], case_id: str, rows: Sequence[Values], *, fresh: bool) -> None:
    """Put these rows in the place of the case's former ones; `fresh` when it had none. Counters follow."""
    names, (delete, insert) = columns(model), statements(model)
    if model is Outcome:
        moved(names, () if fresh else Outcome.objects.filter(case_id=case_id).values_list(*names), rows)
    with connection.cursor() as cursor:
        if not fresh:
            cursor.execute(delete, [case_id])
        if rows:
            cursor.executemany(insert, rows)


def digest_of(rows: Sequence[Values]) -> str:
    """What tells one set of rows from another; long enough that two sets never share it. Empty for no rows."""
    return hashlib.blake2b(content(rows).encode(), digest_size=12).hexdigest() if rows else ""


def content(rows: Sequence[Values]) -> str:
    """Some rows of a table as a text that can be compared."""
    return "\n".join(repr([*row]) for row in rows)


def project_paper(event: Event, case: Case) -> None:
    """Rows of papers follow the events that issue them, bring their scans back or erase what they say of a person."""
    payload: Any = event.payload
    if event.type == PAPER_ISSUED:
        paper_row(event, case).save(force_insert=True)
    elif event.type == PAPER_SCANNED_BACK:
        Paper.objects.filter(pk=payload["token"]).update(scan=payload["file"])
    elif event.type == PAPER_WITHDRAWN:
        Paper.objects.filter(pk=payload["token"]).update(
            withdrawn_on=event.occurred.day, withdrawn_why=payload["reason"]
        )
    elif event.type == PERSONAL_ERASED:
        for path, left in ((DOCUMENT, {"frozen": None}), (DIGEST, {"digest": ""})):
            gone = [item["version"] for item in payload["values"] if path in item["paths"]]
            Paper.objects.filter(case=case, version__in=gone).update(**left)


def paper_row(event: Event, case: Case) -> Paper:
    """A paper as it was issued; its content is None once it was erased."""
    payload: Any = event.payload
    return Paper(
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
        digest=payload["digest"] or "",
        version=event.version,
    )


def paper_rows(events: Sequence[Event], case: Case) -> list[Paper]:
    """Every paper a journal tells of, with the scans that came back."""
    found = {row.token: row for row in (paper_row(e, case) for e in events if e.type == PAPER_ISSUED)}
    for event in events:
        if event.type == PAPER_SCANNED_BACK:
            found[str(event.payload["token"])].scan = str(event.payload["file"])
        elif event.type == PAPER_WITHDRAWN:
            row = found[str(event.payload["token"])]
            row.withdrawn_on, row.withdrawn_why = event.occurred.day, str(event.payload["reason"])
    return list(found.values())


def postpone_check(case_id: str, until: date, *, rules: str) -> None:
    """Let the daily watch come back to a case later: one that cannot be worked out must not stop the rest."""
    Case.objects.filter(pk=case_id).update(next_check_on=until, rules=rules)


def check_again(person: str, path: str, since: date, on: date) -> int:
    """Let the watch look again at the cases in a person's charge that ran since a day: what the person's certificate
    was worth on some days has changed. How many."""
    found = Case.objects.filter(path__startswith=path).exclude(closed_on__lt=since)
    keys = [key for key, officers in found.values_list("id", "officers") if person in officers]
    return Case.objects.filter(pk__in=keys).update(next_check_on=on)


def rules_mark(digest: str) -> str:
    """How a case names the rules it was worked out under."""
    return digest[:16]


def case_row(view: View, *, organ: Organ) -> Case:
    """The row lists show."""
    headline, case, due = view.headline, view.case, view.next_due
    opened: Any = case.events[0].payload
    last = case.events[-1]
    judged = judge(view)
    colours = [item.colour for item in judged.findings]
    checks = [day for day in (view.next_check_on, judged.ask_on) if day]
    return Case(
        id=case.id,
        organ_id=organ.pk,
        path=organ.path,
        number=opened.get("number", ""),
        title=headline.title[:300],
        procedure=headline.procedure,
        kind=headline.kind,
        matter=headline.matter[:80],
        party=headline.party[:200],
        sought=_sought(view),
        phase=headline.phase,
        state="closed" if headline.closed_on else "open",
        opened_on=case.opened.day,
        decided_on=headline.decided_on,
        closed_on=headline.closed_on,
        next_due_on=due.due_on if due else None,
        next_due_title=verb(view.state, due) if due else "",
        next_check_on=min(checks, default=None),
        red_count=colours.count(RED),
        question_count=sum(item.finding.level == QUESTION for item in judged.findings),
        officers=list(case.officers),
        version=case.version,
        head=last.hash,
        as_of=view.day,
        rules=rules_mark(view.state.context.book.digest),
        recorded_at=last.recorded_at,
    )


def _sought(view: View) -> str:
    """What a search of cases looks through. The lines keep a word from being found across two of them."""
    opened: Any = view.case.events[0].payload
    return "\n".join(map(plain, (opened.get("number", ""), view.headline.title, view.headline.party)))


def proceeding_rows(view: View) -> list[Values]:
    rows = []
    for key, run in view.state.runs.items():
        ended = view.state.ended(key)
        reached = [i.step.phase for i in run.instances if i.step and i.standing and i.counts]
        rows.append(
            values_of(
                Proceeding,
                id=key,
                procedure=run.proceeding.procedure,
                parent=run.proceeding.parent,
                opened_on=run.proceeding.opened.day,
                ended_on=ended.taken.at.day if ended else None,
                phase=reached[-1] if reached else "",
                plan_item=str(run.facts.get(ITEM) or run.facts.get(SUPERVISED, ""))[:20],
            )
        )
    return rows


def obligation_rows(view: View) -> list[Values]:
    rows = []
    for item in view.obligations:
        if item.started is None or item.due_on is None:
            continue
        rows.append(
            values_of(
                Obligation,
                proceeding=item.proceeding,
                code=item.code,
                item=item.item,
                title=item.title,
                verb=verb(view.state, item),
                step=item.period.met_by[0] if item.period and item.period.met_by else "",
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


def task_rows(view: View) -> list[Values]:
    return [
        values_of(
            Task,
            proceeding=item.proceeding,
            step=item.step.code,
            title=item.step.title,
            phase=item.step.phase,
            role=role,
            demanded=item.demanded,
            cite=item.step.cite,
        )
        for item in view.open_steps
        for role in item.step.by
    ]


def question_rows(view: View) -> list[Values]:
    return [
        values_of(
            Question,
            proceeding=item.proceeding,
            step=item.step,
            version=item.version,
            state=item.state,
            decided=item.decided,
            by=item.by,
            asked_on=item.on,
            text=item.text,
        )
        for item in questions(view.case)
    ]


def publication_rows(view: View, organ: Organ) -> list[Values]:
    """Decisions whose publication is done, or done and withdrawn."""
    number = str(view.case.events[0].payload.get("number", ""))
    keys = [key for key, item in view.case.proceedings.items() if item.procedure == PUBLICATION]
    found = [published(view, key, organ=organ.name, number=number) for key in keys if view.state.ended(key)]
    return [
        values_of(Publication, proceeding=item.id, organ_id=organ.pk, published_on=item.published_on, text=item.text)
        for item in found
        if item is not None
    ]


def outcome_rows(view: View) -> list[Values]:
    return [
        values_of(
            Outcome,
            organ_id=view.case.organ_on(item.counted_on),
            proceeding=item.proceeding,
            version=item.version,
            code=item.code,
            counted_on=item.counted_on,
            count=item.count,
            amount_fen=item.amount_fen,
            standing=int(item.standing),
            procedure=view.counted_under(item.proceeding),
            **_dims(item.dims),
        )
        for item in view.outcomes
    ]


FLAGS = ("enterprise", "simple")
TEXTS = ("matter", "kind", "permit_kind")


def _dims(dims: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: str(dims.get(name) or "") for name in TEXTS}
    return {**texts, **{name: int(bool(dims.get(name))) for name in FLAGS}}


Rows = Callable[[View, Organ], Iterable[Values]]
_TABLES: Final[tuple[tuple[type[models.Model], Rows], ...]] = (
    (Proceeding, lambda view, _: proceeding_rows(view)),
    (Obligation, lambda view, _: obligation_rows(view)),
    (Finding, finding_rows),
    (Task, lambda view, _: task_rows(view)),
    (Question, lambda view, _: question_rows(view)),
    (Custody, lambda view, _: custody_rows(view)),
    (Publication, publication_rows),
    (Ruling, ruling_rows),
    (Permit, permit_rows),
    (Fine, fine_rows),
    (FineMovement, movement_rows),
    (Outcome, lambda view, _: outcome_rows(view)),
    (Presence, presence_rows),
    (Letter, lambda view, _: letter_rows(view)),
    (Instrument, instrument_rows),
)
BY_TIME: Final = frozenset({Obligation, Finding, Task, Custody, Permit, Fine, Appraisal, Deduction})
"""The tables in which time alone changes something; the others follow what happened, and the rules."""
_OTHERS: Final[tuple[type[models.Model], ...]] = (CaseGrams, Appraisal, Deduction)
TABLES: Final[Mapping[str, type[models.Model]]] = {
    **{model.__name__: model for model, _ in _TABLES},
    **{model.__name__: model for model in _OTHERS},
}
"""Every table with rows of a case, by the name under which its digest is kept."""
