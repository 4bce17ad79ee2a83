"""Rows against journal: every row of a case is worked out again from its events and compared with what acts wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from zhifa.acts.work import context
from zhifa.core.procedure.case import Case as Folded
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.view import view
from zhifa.store import journal
from zhifa.store.appraisal.models import Appraisal, Deduction
from zhifa.store.casework import models as rows
from zhifa.store.casework.projector import case_row, derived_rows, paper_rows
from zhifa.store.journal.models import EventRow
from zhifa.store.oversight.models import Presence
from zhifa.store.registry.people import people_at
from zhifa.store.rowvalues import columns
from zhifa.store.supervision.models import Instrument, Letter

KEYS: dict[type[models.Model], tuple[str, ...]] = {
    rows.CaseGrams: ("case_id",),
    rows.Proceeding: ("id",),
    rows.Obligation: ("proceeding", "code", "item"),
    rows.Task: ("proceeding", "step", "role"),
    rows.Question: ("version",),
    rows.Custody: ("proceeding", "list", "no"),
    rows.Publication: ("proceeding",),
    rows.Finding: ("key",),
    rows.Ruling: ("proceeding", "version"),
    rows.Permit: ("proceeding",),
    rows.Fine: ("proceeding", "version"),
    rows.FineMovement: ("proceeding", "version"),
    rows.Outcome: ("proceeding", "version", "code"),
    Presence: ("proceeding", "version", "step"),
    Letter: ("proceeding",),
    Instrument: ("proceeding",),
    rows.Paper: ("token",),
    Appraisal: ("case_id",),
    Deduction: ("number",),
}
"""What tells the rows of one case in a table apart."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else than the journal; a whole row missing or too many has the field ``row``."""

    case: str
    table: str
    key: str
    field: str
    stored: object
    rebuilt: object


def differences(case_ids: Iterable[str]) -> Iterator[Difference]:
    """Compare the rows of these cases, each as of the day for which its rows were worked out (`Case.as_of`)."""
    for case_id in case_ids:
        yield from _differences(case_id)


def all_cases() -> Iterator[str]:
    """Every case that has a row or a journal."""
    told = EventRow.objects.filter(stream_kind="case").values_list("stream_id", flat=True).distinct()
    yield from sorted(set(rows.Case.objects.values_list("id", flat=True)) | set(told))


def _differences(case_id: str) -> Iterator[Difference]:
    stored = rows.Case.objects.select_related("organ").filter(pk=case_id).first()
    given = context()
    case = fold(case_id, journal.read_stream("case", case_id), given.book.vocabulary)
    if stored is None or case is None:
        yield Difference(case_id, "Case", case_id, "row", stored is not None, case is not None)
        return
    seen = view(
        case, context=given, people=people_at(stored.path, _involved(case), case.former_paths).get, day=stored.as_of
    )
    rebuilt = case_row(seen, organ=stored.organ)
    rebuilt.digests = stored.digests
    yield from _fields(case_id, "Case", case_id, stored, rebuilt)
    for model, fresh in derived_rows(seen, stored.organ):
        yield from _table(case_id, model, [model(**dict(zip(columns(model), row, strict=True))) for row in fresh])
    yield from _table(case_id, rows.Paper, paper_rows(case.events, rebuilt))


def _involved(case: Folded) -> set[str]:
    return {person for taken in case.taken for person in taken.by}


def _table(case_id: str, model: type[models.Model], fresh: Sequence[models.Model]) -> Iterator[Difference]:
    name, key = model.__name__, KEYS[model]

    def placed(found: Iterable[models.Model]) -> dict[str, models.Model]:
        return {"/".join(str(getattr(row, part)) for part in key): row for row in found}

    manager: Any = model._default_manager
    old, new = placed(manager.filter(case_id=case_id)), placed(fresh)
    if manager.filter(case_id=case_id).count() != len(fresh):
        yield Difference(case_id, name, "", "count", len(old), len(fresh))
    for place in sorted(old.keys() | new.keys()):
        if place not in old or place not in new:
            yield Difference(case_id, name, place, "row", place in old, place in new)
        else:
            yield from _fields(case_id, name, place, old[place], new[place])


def _fields(case_id: str, table: str, key: str, stored: models.Model, rebuilt: models.Model) -> Iterator[Difference]:
    for field in stored._meta.concrete_fields:
        if isinstance(field, models.AutoField):
            continue
        old, new = _plain(getattr(stored, field.attname)), _plain(getattr(rebuilt, field.attname))
        if old != new:
            yield Difference(case_id, table, key, field.name, old, new)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
